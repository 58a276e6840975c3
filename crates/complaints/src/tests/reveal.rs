//! Reveals of identities: who may ask, decide and read, until when, and what the timeline tells.

use chrono::{DateTime, TimeDelta, Utc};
use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Person, Role},
    event::{Audience, By},
    id::{RevealId, UserId},
};
use uuid::Uuid;

use super::{
    place::{Flavour, Seat, Walk},
    world::{Who, World, grant, person},
};
use crate::{
    complaint::{Complaint, Desk},
    reveal::{
        Decision, Noted, OPEN, READABLE, Reveal, RevealState, Untimely, Verdict, authorize_asking, authorize_deciding,
        authorize_reading, authorize_seeing, is_hidden_from, note,
    },
};

/// Who | asking about an anonymous case | deciding on what another administrator of the city asked; with a second factor. `x` may, `f` is
/// forbidden, `-` may not know of it, `u` must show who they are. By hand from `decisions` 6.
const TABLE: &str = "
ReporterByAccount  | f | -
ReporterBySecret   | f | u
OtherCitizen       | f | -
OtherSecret        | f | u
AdminHere          | x | x
AdminElsewhere     | f | -
LiaisonOfUnit      | f | -
LiaisonOfOtherUnit | f | -
LiaisonElsewhere   | f | -
Coordinator        | x | -
OwnProvince        | f | -
OtherProvince      | f | -
Ombudsman          | x | -
SystemAdmin        | f | -
Apip               | f | x
ApipElsewhere      | f | -
PrivacyOfficer     | f | x
UnitHead           | f | -
Scheduler          | f | u
Anonymous          | u | u
";

fn asked_at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_773_367_200, 0).unwrap()
}

fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

fn request(complaint: &Complaint, asker: UserId) -> Reveal {
    Reveal {
        id: RevealId(Uuid::from_u128(7)),
        complaint: complaint.id,
        asker,
        asker_role: ActorRole::AgencyAdmin,
        reason: "Menghubungi pelapor".to_owned(),
        requested_at: asked_at(),
        decision: None,
        first_read_at: None,
    }
}

fn decision(verdict: Verdict, at: DateTime<Utc>) -> Decision {
    Decision { verdict, by: user(16), role: ActorRole::PrivacyOfficer, at, note: None }
}

fn strong(actor: Actor) -> Actor {
    match actor {
        Actor::Person(person) => Actor::Person(Person { second_factor: true, ..person }),
        other => other,
    }
}

fn symbol<T>(found: Result<T, Denied>) -> &'static str {
    match found {
        Ok(_) => "x",
        Err(Denied::Forbidden) => "f",
        Err(Denied::Hidden) => "-",
        Err(Denied::Unauthenticated) => "u",
        Err(Denied::SecondFactor) => "2",
    }
}

/// An anonymous case in the hands of the city's first unit, with a text for the public.
fn anonymous(world: &World) -> Complaint {
    let mut walk = Walk::start(world, Seat::City);
    walk.verify(Flavour::Public, Some(world.units[0]));
    Complaint { is_anonymous: true, ..walk.complaint }
}

#[test]
fn who_may_ask_and_who_may_decide() {
    let world = World::new();
    let complaint = anonymous(&world);
    let reveal = request(&complaint, user(77));
    for line in TABLE.lines().filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let who = Who::ALL.into_iter().find(|who| format!("{who:?}") == cells[0]).unwrap();
        let weak = who.actor(&world, &world.city, &complaint);
        let actor = strong(weak.clone());
        let deciding = |actor: &Actor| authorize_deciding(actor, &reveal, &complaint, world.ministry.id);
        let asked = symbol(authorize_asking(&actor, &complaint));
        assert_eq!([asked, symbol(deciding(&actor))], cells[1..], "{line}");
        // Without a second factor whoever may is told what is missing.
        for (found, cell) in [(authorize_asking(&weak, &complaint), cells[1]), (deciding(&weak), cells[2])] {
            assert_eq!(symbol(found), if cell == "x" { "2" } else { cell }, "{line}");
        }
    }
}

#[test]
fn an_inspectorate_decides_for_the_body_that_it_is_a_part_of() {
    let world = World::new();
    let complaint = anonymous(&world);
    let reveal = request(&complaint, user(77));
    let apip = strong(person(50, vec![grant(&world, Role::Apip, world.inspectorate)]));
    let deciding = |complaint: &Complaint| authorize_deciding(&apip, &reveal, complaint, world.ministry.id);
    assert_eq!(deciding(&complaint), Ok(ActorRole::Apip));
    assert_eq!(authorize_reading(&apip, &reveal, &complaint, world.ministry.id), Err(Denied::Forbidden));
    let elsewhere = Complaint { agency: world.other_city.clone(), ..complaint.clone() };
    assert_eq!(deciding(&elsewhere), Err(Denied::Hidden));
    assert_eq!(deciding(&Complaint { desk: Desk::Coordinator, ..complaint }), Err(Denied::Hidden));
}

#[test]
fn nobody_decides_on_what_they_asked_and_nobody_else_reads() {
    let world = World::new();
    let complaint = anonymous(&world);
    let asker = strong(Who::AdminHere.actor(&world, &world.city, &complaint));
    let reveal = request(&complaint, asker.person().unwrap().user);
    let ministry = world.ministry.id;
    assert_eq!(authorize_deciding(&asker, &reveal, &complaint, ministry), Err(Denied::Forbidden));
    assert_eq!(authorize_reading(&asker, &reveal, &complaint, ministry), Ok(ActorRole::AgencyAdmin));
    for (who, right) in [
        (Who::PrivacyOfficer, Denied::Forbidden),
        (Who::Apip, Denied::Forbidden),
        (Who::Coordinator, Denied::Hidden),
        (Who::LiaisonOfUnit, Denied::Hidden),
        (Who::ReporterByAccount, Denied::Hidden),
    ] {
        let actor = strong(who.actor(&world, &world.city, &complaint));
        assert_eq!(authorize_reading(&actor, &reveal, &complaint, ministry), Err(right), "{who:?}");
    }
    // Two roles in one person are one person.
    let grants = vec![grant(&world, Role::AgencyAdmin, world.city.id), grant(&world, Role::PrivacyOfficer, ministry)];
    let both = strong(person(3, grants));
    assert_eq!(authorize_deciding(&both, &reveal, &complaint, ministry), Err(Denied::Forbidden));
}

#[test]
fn who_loses_the_case_reads_no_more() {
    let world = World::new();
    let complaint = anonymous(&world);
    let asker = strong(Who::AdminHere.actor(&world, &world.city, &complaint));
    let reveal = request(&complaint, asker.person().unwrap().user);
    let moved = Complaint { agency: world.other_city.clone(), unit_id: None, public_text: None, ..complaint };
    let ministry = world.ministry.id;
    assert_eq!(authorize_seeing(&asker, &reveal, &moved, ministry), Ok(()), "of the own request they know");
    assert_eq!(authorize_reading(&asker, &reveal, &moved, ministry), Err(Denied::Hidden));
}

#[test]
fn what_an_inspectorate_examines_others_do_not_decide_on() {
    let world = World::new();
    let complaint = Complaint {
        desk: Desk::Inspectorate,
        inspectorate_id: Some(world.inspectorate),
        subject: Some(world.accused()),
        is_secret: true,
        ..anonymous(&world)
    };
    let reveal = request(&complaint, user(77));
    let deciding = |role, agency| {
        let actor = strong(person(50, vec![grant(&world, role, agency)]));
        symbol(authorize_deciding(&actor, &reveal, &complaint, world.ministry.id))
    };
    assert_eq!(deciding(Role::Apip, world.inspectorate), "x");
    assert_eq!(deciding(Role::PrivacyOfficer, world.ministry.id), "x");
    assert_eq!(deciding(Role::PrivacyOfficer, world.city.id), "-", "the accused's house");
    assert_eq!(deciding(Role::AgencyAdmin, world.city.id), "-");
    assert_eq!(deciding(Role::MinistryCoordinator, world.ministry.id), "-");
}

#[test]
fn a_case_that_is_not_anonymous_hides_nobody_from_its_desk() {
    let world = World::new();
    let complaint = anonymous(&world);
    for (is_anonymous, is_secret) in [(false, false), (false, true), (true, false), (true, true)] {
        let complaint = Complaint { is_anonymous, is_secret, ..complaint.clone() };
        for role in [ActorRole::AgencyAdmin, ActorRole::MinistryCoordinator, ActorRole::Apip] {
            assert_eq!(is_hidden_from(role, &complaint), is_anonymous, "{role:?}");
        }
        assert!(is_hidden_from(ActorRole::Ombudsman, &complaint));
    }
}

#[test]
fn a_request_is_open_for_three_days_and_readable_for_a_quarter_of_an_hour() {
    let world = World::new();
    let complaint = anonymous(&world);
    let reveal = request(&complaint, user(3));
    let second = TimeDelta::seconds(1);
    let end = asked_at() + OPEN;
    assert_eq!(OPEN.num_hours(), 72);
    assert_eq!((reveal.state(end - second), reveal.state(end)), (RevealState::Pending, RevealState::Expired));
    assert_eq!(reveal.expires_at(), Some(end));
    assert_eq!(reveal.clone().read(asked_at()), Err(Untimely(RevealState::Pending)));
    assert_eq!(reveal.clone().decide(decision(Verdict::Approve, end)), Err(Untimely(RevealState::Expired)));

    let approved_at = end - second;
    let approved = reveal.clone().decide(decision(Verdict::Approve, approved_at)).unwrap();
    let over = approved_at + READABLE;
    assert_eq!(READABLE.num_minutes(), 15);
    assert_eq!(approved.expires_at(), Some(over));
    assert_eq!((approved.state(over - second), approved.state(over)), (RevealState::Approved, RevealState::Expired));
    let read = approved.clone().read(approved_at).unwrap();
    assert_eq!(read.first_read_at, Some(approved_at));
    let again = read.read(over - second).unwrap();
    assert_eq!(again.first_read_at, Some(approved_at), "the first stays");
    assert_eq!(again.read(over), Err(Untimely(RevealState::Expired)));
    assert_eq!(
        approved.decide(decision(Verdict::Deny, approved_at)),
        Err(Untimely(RevealState::Approved)),
        "nobody decides twice"
    );

    let denied = reveal.decide(decision(Verdict::Deny, asked_at())).unwrap();
    assert_eq!((denied.state(end), denied.expires_at()), (RevealState::Denied, None));
    assert_eq!(denied.clone().read(asked_at()), Err(Untimely(RevealState::Denied)));
    assert_eq!(denied.decide(decision(Verdict::Approve, asked_at())), Err(Untimely(RevealState::Denied)));
}

#[test]
fn the_reporter_reads_each_step_on_the_timeline() {
    let world = World::new();
    let complaint = anonymous(&world);
    let (state, version) = (complaint.state, complaint.version);
    let by = By { role: ActorRole::AgencyAdmin, user: Some(user(3)) };
    let words = Some("Menghubungi pelapor".to_owned());
    let kinds = [
        (Noted::Requested, "complaint.identity_reveal_requested"),
        (Noted::Approved, "complaint.identity_reveal_approved"),
        (Noted::Denied, "complaint.identity_reveal_denied"),
        (Noted::Revealed, "complaint.identity_revealed"),
    ];
    for (noted, kind) in kinds {
        let changed = note(complaint.clone(), noted, by, words.clone(), world.context(asked_at()));
        assert_eq!((changed.value.state, changed.value.version), (state, version + 1));
        let [event] = changed.events.as_slice() else { panic!("one event") };
        assert_eq!((event.kind, event.audience), (kind, Audience::Reporter));
        assert_eq!(event.words.as_ref().map(|words| words.audience), Some(Audience::Reporter));
    }
}
