//! The matrix of `domain` 1.7, and what makes a case stricter.

use chrono::Duration;
use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    event::By,
    id::AttachmentId,
};

use super::{
    command::{redaction, text},
    place::{Flavour, Seat, Walk},
    world::{Who, World, stored},
};
use crate::{
    Refused,
    command::{Command, Redaction},
    complaint::Complaint,
    policy,
    view::{Disclosure, Sight, view},
};

/// Who | with a second factor or without | plain | anonymous | secret | both, of a case with a text for the public that a unit of the city
/// has. `-` is nothing at all: they may not know of it. By hand from `domain` 1.7 and `decisions` 6.
const MATRIX: &str = "
Anonymous         | without | Name    | Anonymous | -       | -
OtherCitizen      | without | Name    | Anonymous | -       | -
OtherCitizen      | with    | Name    | Anonymous | -       | -
AdminElsewhere    | with    | Name    | Anonymous | -       | -
ApipElsewhere     | with    | Name    | Anonymous | -       | -
Apip              | with    | Name    | Anonymous | -       | -
PrivacyOfficer    | with    | Name    | Anonymous | -       | -
SystemAdmin       | with    | Name    | Anonymous | -       | -
LiaisonOfOtherUnit| with    | Name    | Anonymous | -       | -
LiaisonOfUnit     | with    | Name    | Anonymous | Name    | Anonymous
LiaisonOfUnit     | without | Name    | Anonymous | Nothing | Anonymous
UnitHead          | with    | Name    | Anonymous | Name    | Anonymous
UnitHead          | without | Name    | Anonymous | Nothing | Anonymous
AdminHere         | with    | Full    | Anonymous | Full    | Anonymous
AdminHere         | without | Name    | Anonymous | Nothing | Anonymous
Coordinator       | with    | Full    | Anonymous | Full    | Anonymous
Coordinator       | without | Name    | Anonymous | Nothing | Anonymous
OwnProvince       | with    | Name    | Anonymous | -       | -
Ombudsman         | with    | Name    | Anonymous | Nothing | Anonymous
ReporterByAccount | without | Full    | Full      | Full    | Full
ReporterBySecret  | without | Full    | Full      | Full    | Full
";

fn strengthened(actor: Actor, second_factor: bool) -> Actor {
    match actor {
        Actor::Person(person) => Actor::Person(padi_kernel::actor::Person { second_factor, ..person }),
        other => other,
    }
}

#[test]
fn who_reported_is_told_as_the_matrix_says() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Public, Some(world.units[0]));
    let flags = [(false, false), (true, false), (false, true), (true, true)];
    for line in MATRIX.lines().filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let who = Who::ALL.into_iter().find(|who| format!("{who:?}") == cells[0]).unwrap();
        for ((is_anonymous, is_secret), right) in flags.into_iter().zip(&cells[2..]) {
            let complaint = Complaint { is_anonymous, is_secret, ..walk.complaint.clone() };
            let actor = strengthened(who.actor(&world, &world.city, &complaint), cells[1] == "with");
            let found = view(&actor, complaint).map(|seen| format!("{:?}", seen.disclosure()));
            assert_eq!(
                found.unwrap_or_else(|denied| if denied == Denied::Hidden { "-".to_owned() } else { panic!() }),
                **right,
                "{line}"
            );
        }
    }
}

/// Without a text for the public there is nothing that an officer without second factor could have read anyway.
#[test]
fn without_second_factor_an_officer_learns_no_name() {
    let world = World::new();
    for (seat, who) in [(Seat::City, Who::AdminHere), (Seat::LastDesk, Who::Coordinator)] {
        let complaint = Walk::start(&world, seat).complaint;
        let actor = who.actor(&world, &world.city, &complaint);
        let disclosed = |strong| view(&strengthened(actor.clone(), strong), complaint.clone()).unwrap().disclosure();
        assert_eq!((disclosed(false), disclosed(true)), (Disclosure::Nothing, Disclosure::Full));
    }
    let examined = Walk::start(&world, Seat::Inspectorate).complaint;
    let named = Complaint { is_anonymous: false, ..examined.clone() };
    for (complaint, right) in [(examined, Disclosure::Anonymous), (named, Disclosure::Full)] {
        let apip = strengthened(Who::Apip.actor(&world, &world.city, &complaint), true);
        assert_eq!(view(&apip, complaint).unwrap().disclosure(), right);
    }
}

fn tried(walk: &Walk<'_>, command: Command) -> Result<Complaint, Refused> {
    let now = walk.complaint.updated_at + Duration::minutes(5);
    let by = By { role: ActorRole::AgencyAdmin, user: None };
    walk.complaint.clone().apply(command, by, &walk.world.context(now)).map(|changed| stored(changed.value))
}

fn restrict(is_anonymous: Option<bool>, is_secret: Option<bool>) -> Command {
    Command::Restrict { is_anonymous, is_secret, reason: text("menyebut nama orang") }
}

fn invalid(pointer: &'static str, code: &'static str) -> Refused {
    Refused::Invalid { pointer, code }
}

#[test]
fn a_case_becomes_stricter_and_never_looser() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Public, Some(world.units[0]));
    assert!(walk.complaint.is_public());
    let flags = |command| tried(&walk, command).map(|after| (after.is_anonymous, after.is_secret, after.is_public()));
    assert_eq!(flags(restrict(Some(true), None)), Ok((true, false, true)));
    assert_eq!(flags(restrict(None, Some(true))), Ok((false, true, false)), "what is secret is public no longer");
    assert_eq!(flags(restrict(Some(true), Some(true))), Ok((true, true, false)));
    assert_eq!(flags(restrict(None, None)), Err(invalid("/is_secret", "required")));
    for (command, pointer) in
        [(restrict(Some(false), Some(true)), "/is_anonymous"), (restrict(None, Some(false)), "/is_secret")]
    {
        assert_eq!(flags(command), Err(invalid(pointer, "only_stricter")));
    }
    walk.act(ActorRole::Reporter, restrict(None, Some(true)));
    assert_eq!(tried(&walk, restrict(None, Some(true))), Err(invalid("/is_anonymous", "unchanged")));
    walk.act(ActorRole::UnitLiaison, restrict(Some(true), None));
    assert_eq!(tried(&walk, restrict(Some(true), Some(true))), Err(Refused::State), "there is nothing stricter");
}

#[test]
fn a_text_for_the_public_comes_and_goes() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Private, Some(world.units[0]));
    let nothing = Redaction::default();
    let remove = || Redaction { remove: true, ..Redaction::default() };
    assert_eq!(tried(&walk, Command::Redact(nothing)), Err(invalid("/public_text", "required")));
    assert_eq!(tried(&walk, Command::Redact(remove())), Err(invalid("/remove", "unchanged")));
    let both = Redaction { remove: true, ..redaction(None) };
    assert_eq!(tried(&walk, Command::Redact(both)), Err(invalid("/remove", "contradictory")));
    walk.act(ActorRole::AgencyAdmin, Command::Redact(redaction(None)));
    assert!(walk.complaint.is_public() && walk.complaint.locked_text.is_none());
    walk.act(ActorRole::AgencyAdmin, Command::Redact(remove()));
    assert!(!walk.complaint.is_public() && walk.complaint.public_text.is_none());
    // Attachments are opened and closed by themselves; with the text they are closed anyway.
    let open = |ids| Redaction { public_attachment_ids: Some(ids), ..Redaction::default() };
    let one = vec![AttachmentId(uuid::Uuid::nil())];
    assert!(tried(&walk, Command::Redact(open(one.clone()))).is_ok());
    assert!(tried(&walk, Command::Redact(open(Vec::new()))).is_ok());
    walk.act(ActorRole::AgencyAdmin, Command::Redact(redaction(None)));
    let both = Redaction { remove: true, ..open(one) };
    assert_eq!(tried(&walk, Command::Redact(both)), Err(invalid("/remove", "contradictory")));
    assert!(tried(&walk, Command::Redact(Redaction { remove: true, ..open(Vec::new()) })).is_ok());
}

#[test]
fn an_original_under_lock_is_read_by_its_reporter_only() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Private, Some(world.units[0]));
    let lock_alone = || Redaction { lock_original: Some(true), ..Redaction::default() };
    assert_eq!(tried(&walk, Command::Redact(lock_alone())), Err(invalid("/public_text", "required")));
    let sees = |complaint: &Complaint, who: Who| {
        let actor = who.actor(&world, &world.city, complaint);
        let seen = view(&actor, complaint.clone()).unwrap();
        (seen.body().contains("asli"), seen.original_is_kept_back())
    };
    let officers = [Who::AdminHere, Who::LiaisonOfUnit, Who::UnitHead, Who::Coordinator, Who::Ombudsman];
    for who in officers {
        assert_eq!(sees(&walk.complaint, who), (true, false), "{who:?}");
    }
    walk.act(ActorRole::AgencyAdmin, Command::Redact(redaction(Some(true))));
    for who in officers {
        assert_eq!(sees(&walk.complaint, who), (false, true), "{who:?}");
    }
    assert_eq!(sees(&walk.complaint, Who::ReporterByAccount), (true, false));
    let loosen = Redaction { lock_original: Some(false), ..redaction(None) };
    assert_eq!(tried(&walk, Command::Redact(loosen)), Err(invalid("/lock_original", "only_stricter")));
    assert_eq!(tried(&walk, Command::Redact(lock_alone())), Err(invalid("/lock_original", "unchanged")));
    // It outlives the text for the public, and the agency.
    walk.act(ActorRole::AgencyAdmin, Command::Redact(Redaction { remove: true, ..Redaction::default() }));
    assert_eq!(sees(&walk.complaint, Who::AdminHere), (false, true));
    walk.act(ActorRole::AgencyAdmin, Command::Forward { reason: text("kota lain"), suggested_agency_id: None });
    assert_eq!(sees(&walk.complaint, Who::Coordinator), (false, true));
}

#[test]
fn the_desk_and_the_ombudsman_may_ask_for_the_original() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Public, Some(world.units[0]));
    let expected = |who: Who| match who {
        Who::AdminHere => Ok(ActorRole::AgencyAdmin),
        Who::Coordinator => Ok(ActorRole::MinistryCoordinator),
        Who::Ombudsman => Ok(ActorRole::Ombudsman),
        Who::Anonymous => Err(Denied::Unauthenticated),
        _ => Err(Denied::Forbidden),
    };
    for who in Who::ALL {
        let actor = who.actor(&world, &world.city, &walk.complaint);
        assert_eq!(policy::authorize_original(&actor, &walk.complaint), expected(who), "{who:?}");
    }
    let examined = Walk::start(&world, Seat::Inspectorate).complaint;
    for (who, right) in
        [(Who::Apip, Ok(ActorRole::Apip)), (Who::AdminHere, Err(Denied::Hidden)), (Who::UnitHead, Err(Denied::Hidden))]
    {
        let actor = who.actor(&world, &world.city, &examined);
        assert_eq!(policy::authorize_original(&actor, &examined), right, "{who:?}");
    }
}

#[test]
fn what_was_seen_is_held_against_what_is_seen() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Private, Some(world.units[0]));
    let admin = strengthened(Who::AdminHere.actor(&world, &world.city, &walk.complaint), true);
    let seen = |complaint: &Complaint| view(&admin, complaint.clone()).unwrap();
    let before = seen(&walk.complaint);
    assert!(before.covers(before.extent()));
    // What an older program kept: the sight alone.
    assert!(before.covers(5) && !before.covers(6));
    let hidden = Complaint { is_anonymous: true, ..walk.complaint.clone() };
    assert!(!seen(&hidden).covers(before.extent()), "the identity is no longer told");
    assert!(before.covers(seen(&hidden).extent()));
    walk.act(ActorRole::AgencyAdmin, Command::Redact(redaction(Some(true))));
    let locked = seen(&walk.complaint);
    assert!(!locked.covers(before.extent()) && locked.sight() == Sight::Desk, "the original lies under lock");
    let unproven = view(&strengthened(admin.clone(), false), hidden).unwrap();
    assert!(!unproven.covers(before.extent()));
}
