//! What single acts ask for and leave behind.

use chrono::Duration;
use padi_kernel::{
    actor::{Actor, ActorRole, Role},
    calendar::{DayKind, WorkCalendar},
    event::{Audience, By},
    zone::Zone,
};

use super::{
    command::{accusing, findings, follow_up, missing, rating, redispose, return_by_unit, text, verify},
    place::{Flavour, Seat, Walk, place_of, situation},
    world::{Who, World, at, by, day, filing, grant, holiday, person, stored},
};
use crate::{
    Refused,
    action::Action,
    command::{Command, Findings, FollowUp, FollowUpType, Target},
    complaint::{Complaint, Desk},
    filing::Filing,
    policy,
    state::{ArchiveReason, Class},
    view::{Sight, sight, view_after},
};

fn tried(walk: &Walk<'_>, role: ActorRole, command: Command) -> Result<Complaint, Refused> {
    let now = walk.complaint.updated_at + Duration::minutes(5);
    let changed = walk.complaint.clone().apply(command, By { role, user: None }, &walk.world.context(now));
    changed.map(|changed| stored(changed.value))
}

fn invalid(pointer: &'static str, code: &'static str) -> Refused {
    Refused::Invalid { pointer, code }
}

fn found(walk: &Walk<'_>, findings: Findings) -> Result<Complaint, Refused> {
    let target = Target { body: walk.complaint.agency.clone(), unit_id: None };
    tried(walk, ActorRole::AgencyAdmin, Command::Verify(findings, target))
}

#[test]
fn verification_makes_flags_stricter_only() {
    let world = World::new();
    let walk = Walk::start(&world, Seat::City);
    let flags = |complaint: Complaint| (complaint.is_anonymous, complaint.is_secret);
    for class in [Class::ComplaintSupervisory, Class::Whistleblowing] {
        let of_class = accusing(&world, class);
        assert_eq!(found(&walk, of_class.clone()).map(flags), Ok((true, true)), "both on by default");
        let open = Findings { is_anonymous: Some(false), is_secret: Some(false), ..of_class };
        assert_eq!(found(&walk, open).map(flags), Ok((false, false)), "a default, not a must");
    }
    let plain = findings(Class::Aspiration, false);
    assert_eq!(found(&walk, plain.clone()).map(flags), Ok((false, false)));
    let strict = Findings { is_anonymous: Some(true), is_secret: Some(true), ..plain.clone() };
    assert_eq!(found(&walk, strict).map(flags), Ok((true, true)));
    let mut chosen = Walk::start(&world, Seat::City);
    chosen.complaint.is_anonymous = true;
    chosen.complaint.is_secret = true;
    assert_eq!(found(&chosen, plain.clone()).map(flags), Ok((true, true)));
    let open = Findings { is_anonymous: Some(false), ..plain.clone() };
    assert_eq!(found(&chosen, open).map(flags), Err(invalid("/is_anonymous", "only_stricter")));
    let open = Findings { is_secret: Some(false), ..plain };
    assert_eq!(found(&chosen, open).map(flags), Err(invalid("/is_secret", "only_stricter")));
}

#[test]
fn verification_records_what_was_found() {
    let world = World::new();
    let walk = Walk::start(&world, Seat::City);
    let unclear = findings(Class::Complaint, false);
    assert_eq!(found(&walk, unclear).map(|_| ()), Err(invalid("/class", "unknown_value")));
    let title = Some(text("Intisari"));
    let complaint = found(&walk, Findings { title, ..findings(Class::Aspiration, true) }).unwrap();
    assert_eq!((complaint.title.as_str(), complaint.class), ("Intisari", Class::Aspiration));
    assert_eq!(complaint.body, walk.complaint.body, "the reporter's words stay");
    assert!(complaint.is_public() && complaint.category_id.is_some());
    assert_eq!(complaint.deadlines.open("C3").unwrap().rule_code, "C3b");
}

#[test]
fn an_administrator_disposes_within_the_agency_and_the_coordinator_anywhere() {
    let world = World::new();
    let walk = Walk::start(&world, Seat::City);
    let elsewhere = || verify(Class::Aspiration, false, &world.other_city, Some(world.foreign_unit));
    assert_eq!(tried(&walk, ActorRole::AgencyAdmin, elsewhere()), Err(Refused::OtherAgency));
    let kept = |body| Command::Handle(findings(Class::Aspiration, false), body);
    assert_eq!(tried(&walk, ActorRole::AgencyAdmin, kept(world.other_city.clone())), Err(Refused::OtherAgency));
    assert!(tried(&walk, ActorRole::AgencyAdmin, kept(world.city.clone())).is_ok());
    let moved = tried(&walk, ActorRole::MinistryCoordinator, elsewhere()).unwrap();
    assert_eq!((moved.agency, moved.unit_id), (world.other_city.clone(), Some(world.foreign_unit)));
    let kept = tried(&walk, ActorRole::MinistryCoordinator, kept(world.ministry.clone())).unwrap();
    assert_eq!((kept.agency.id, kept.desk, kept.unit_id), (world.ministry.id, Desk::Agency, None));
}

/// The ministry is an agency too; its coordinator must not lose the wider rights there.
#[test]
fn the_coordinator_stays_coordinator_at_the_ministry() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::Ministry);
    let coordinator = Who::Coordinator.actor(&world, &world.ministry, &walk.complaint);
    let both = person(
        8,
        vec![
            grant(&world, Role::AgencyAdmin, world.ministry.id),
            grant(&world, Role::MinistryCoordinator, world.ministry.id),
        ],
    );
    for actor in [&coordinator, &both] {
        let by = by(actor, Action::Verify, &walk.complaint);
        let elsewhere = verify(Class::Aspiration, false, &world.city, Some(world.units[0]));
        assert!(tried(&walk, by.role, elsewhere).is_ok());
    }
    walk.verify(Flavour::Private, Some(world.units[1]));
    walk.act(ActorRole::UnitLiaison, return_by_unit());
    let by = by(&coordinator, Action::Redispose, &walk.complaint);
    assert!(tried(&walk, by.role, redispose(world.units[1], Some("tetap tugas unit ini"))).is_ok());
    assert_eq!(policy::authorize(&coordinator, Action::FollowUp, &walk.complaint), Ok(ActorRole::AgencyAdmin));
}

#[test]
fn a_unit_gets_back_what_it_returned_from_the_coordinator_with_a_note_only() {
    let world = World::new();
    let [first, second, ..] = world.units;
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Private, Some(first));
    assert_eq!(tried(&walk, ActorRole::AgencyAdmin, redispose(first, None)), Err(invalid("/unit_id", "unchanged")));
    walk.act(ActorRole::UnitLiaison, return_by_unit());
    for (role, note) in [
        (ActorRole::AgencyAdmin, None),
        (ActorRole::AgencyAdmin, Some("coba lagi")),
        (ActorRole::MinistryCoordinator, None),
    ] {
        assert_eq!(tried(&walk, role, redispose(first, note)), Err(Refused::UnitAlreadyReturned), "{role:?} {note:?}");
    }
    let back = tried(&walk, ActorRole::MinistryCoordinator, redispose(first, Some("tugas Anda"))).unwrap();
    assert_eq!((back.unit_id, back.redisposition_count), (Some(first), 1));
    assert!(tried(&walk, ActorRole::AgencyAdmin, redispose(second, None)).is_ok());
    // Also not by way of a new verification.
    walk.act(ActorRole::AgencyAdmin, Command::Forward { reason: text("x"), suggested_agency_id: None });
    let again = verify(Class::Aspiration, false, &world.city, Some(first));
    assert_eq!(tried(&walk, ActorRole::MinistryCoordinator, again), Err(Refused::UnitAlreadyReturned));
}

#[test]
fn after_two_returns_the_administrator_no_longer_redisposes() {
    let world = World::new();
    let twice = situation(&world, "not_followed_up", (Seat::City, Flavour::Private, false), (2, 0)).complaint;
    let admin = Who::AdminHere.actor(&world, &world.city, &twice);
    let left = [
        Action::Forward,
        Action::FollowUp,
        Action::StartDialogue,
        Action::Restrict,
        Action::Redact,
        Action::AddSupport,
        Action::Merge,
        Action::Split,
    ];
    assert_eq!(policy::allowed_actions(&admin, &twice), left);
    assert_eq!((twice.returned_by.len(), twice.redisposition_count), (2, 1));
    // Another agency starts with its own count.
    let mut walk = Walk { world: &world, complaint: twice };
    walk.act(ActorRole::AgencyAdmin, Command::Forward { reason: text("x"), suggested_agency_id: None });
    walk.act(ActorRole::MinistryCoordinator, verify(Class::Aspiration, false, &world.other_city, None));
    let other = Who::AdminElsewhere.actor(&world, &world.other_city, &walk.complaint);
    assert_eq!(policy::authorize(&other, Action::Redispose, &walk.complaint), Ok(ActorRole::AgencyAdmin));
}

#[test]
fn forwarding_keeps_the_statutory_clock_and_leaves_the_public() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Public, Some(world.units[0]));
    let statutory = walk.complaint.deadlines.open("C6").cloned();
    let admin = Who::AdminHere.actor(&world, &world.city, &walk.complaint);
    let before = sight(&admin, &walk.complaint).unwrap();
    let reason = text("wewenang kota lain");
    walk.act(ActorRole::AgencyAdmin, Command::Forward { reason, suggested_agency_id: Some(world.other_city.id) });
    let complaint = walk.complaint.clone();
    assert_eq!((complaint.agency.id, complaint.desk), (world.ministry.id, Desk::Coordinator));
    assert!(complaint.unit_id.is_none() && !complaint.is_public());
    assert_eq!(complaint.deadlines.open("C1").unwrap().locality, world.ministry.locality);
    let after = view_after(&admin, complaint, before);
    assert_eq!((after.sight(), after.allowed_actions()), (Sight::Desk, &[][..]));
    let now = at(Zone::Wita, "2026-03-05 10:00:00");
    walk.act_at(now, ActorRole::MinistryCoordinator, verify(Class::Aspiration, false, &world.other_city, None));
    assert_eq!(walk.complaint.deadlines.open("C6").cloned(), statutory);
    // Counted anew at the other city: 6, 9-12 March.
    assert_eq!(walk.complaint.deadlines.open("C2").unwrap().due_at, at(Zone::Wita, "2026-03-12 23:59:59"));
    assert!(!walk.complaint.is_public(), "what one agency wrote for the public is not another's");
}

#[test]
fn a_substantive_answer_to_a_complaint_needs_evidence_or_why_there_is_none() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Private, Some(world.units[0]));
    let answer = |kind, evidence: Option<&str>, reason: Option<&str>| {
        let (evidence, no_evidence_reason) = (evidence.map(str::to_owned), reason.map(str::to_owned));
        Command::FollowUp(FollowUp { kind, text: text("jawaban"), evidence, no_evidence_reason })
    };
    let role = ActorRole::UnitLiaison;
    let bare = || answer(FollowUpType::Substantive, None, None);
    assert_eq!(tried(&walk, role, bare()), Err(invalid("/evidence", "required")));
    let both = answer(FollowUpType::Substantive, Some("foto"), Some("tidak ada"));
    assert_eq!(tried(&walk, role, both), Err(invalid("/no_evidence_reason", "contradictory")));
    assert!(tried(&walk, role, answer(FollowUpType::Substantive, None, Some("hanya penjelasan"))).is_ok());
    assert!(tried(&walk, role, answer(FollowUpType::Progress, None, None)).is_ok());
    walk.complaint.class = Class::Aspiration;
    assert!(tried(&walk, role, bare()).is_ok());
}

#[test]
fn only_the_scheduler_archives_for_data_that_did_not_come() {
    let world = World::new();
    let walk = Walk::start(&world, Seat::City);
    for reason_code in ArchiveReason::ALL {
        let result = tried(&walk, ActorRole::AgencyAdmin, Command::Archive { reason: text("x"), reason_code });
        assert_eq!(result.is_ok(), reason_code != ArchiveReason::IncompleteLapsed, "{reason_code:?}");
    }
}

#[test]
fn reopening_counts_to_two_and_a_supervisors_does_not_count() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Private, Some(world.units[0]));
    let reopen = || Command::Reopen { reason: text("belum beres") };
    for round in 0..3 {
        walk.act(ActorRole::UnitLiaison, follow_up(FollowUpType::Substantive));
        walk.act(ActorRole::Reporter, Command::Accept(Some(rating())));
        assert_eq!(walk.complaint.rating, Some(rating()));
        walk.act(ActorRole::Ombudsman, Command::QualityReopen { reason: text("mutu") });
        assert_eq!((walk.complaint.rating.clone(), walk.complaint.reopened_count), (None, round));
        walk.act(ActorRole::UnitLiaison, follow_up(FollowUpType::Substantive));
        walk.act(ActorRole::Reporter, Command::Accept(None));
        if round < 2 {
            walk.act(ActorRole::Reporter, reopen());
            assert_eq!((walk.complaint.cycle_no, walk.complaint.unit_id), (round * 2 + 3, Some(world.units[0])));
        }
    }
    assert_eq!((walk.complaint.reopened_count, walk.complaint.cycle_no), (2, 6));
    assert_eq!(tried(&walk, ActorRole::Reporter, reopen()), Err(Refused::State));
}

#[test]
fn what_officers_write_to_each_other_is_theirs() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Private, Some(world.units[0]));
    let words = |walk: &Walk<'_>, command: Command| {
        let now = walk.complaint.updated_at + Duration::minutes(5);
        let by = By { role: ActorRole::AgencyAdmin, user: None };
        let changed = walk.complaint.clone().apply(command, by, &world.context(now)).unwrap();
        changed.events[0].words.clone().map(|words| words.audience)
    };
    assert_eq!(words(&walk, return_by_unit()), Some(Audience::Handlers));
    assert_eq!(words(&walk, redispose(world.units[1], Some("x"))), Some(Audience::Handlers));
    assert_eq!(words(&walk, follow_up(FollowUpType::Progress)), Some(Audience::Reporter));
    let desk = Walk::start(&world, Seat::City);
    assert_eq!(words(&desk, Command::Postpone(missing())), Some(Audience::Reporter));
}

#[test]
fn filing_names_all_that_makes_no_sense() {
    let world = World::new();
    let now = at(Zone::Wita, "2026-03-02 10:00:00");
    let good = filing(&world.city, Desk::Agency, now);
    assert!(good.faults(now).is_empty());
    let mut bad = Filing { received_at: now + Duration::seconds(1), ..good.clone() };
    bad.incident.on = None;
    bad.incident.region_code = None;
    let pointers: Vec<_> = bad.faults(now).into_iter().map(|fault| (fault.pointer, fault.code)).collect();
    let needed = [("/incident_on", "required"), ("/incident_region_code", "required"), ("/received_at", "in_future")];
    assert_eq!(pointers, needed);
    bad.class = Class::Aspiration;
    bad.received_at = now;
    assert!(bad.faults(now).is_empty(), "only a complaint needs day and region");
    bad.incident.on = Some(day("2026-03-03"));
    assert_eq!(bad.faults(now)[0].code, "in_future");
    for class in [Class::ComplaintNonSupervisory, Class::ComplaintSupervisory, Class::Whistleblowing] {
        assert_eq!(Filing { class, ..good.clone() }.faults(now)[0].pointer, "/class");
    }
}

#[test]
fn an_id_tells_its_time_only_where_nobody_hides() {
    let world = World::new();
    let now = at(Zone::Wita, "2026-01-01 00:30:00");
    let plain = filing(&world.city, Desk::Agency, now);
    for (is_anonymous, is_secret, version) in [(false, false, 7), (true, false, 4), (false, true, 4)] {
        let filed = world.submit(Filing { is_anonymous, is_secret, ..plain.clone() }, now);
        assert_eq!(filed.value.id.0.get_version_num(), version);
        // The year is that of the receiving body: in UTC it is still 2025.
        assert!(filed.value.tracking_number.as_str().starts_with("KDN-2026-"));
        let event = (filed.events[0].kind, filed.events[0].from_state, filed.events[0].to_state);
        assert_eq!(event, ("complaint.submitted", None, "unverified"));
        assert_eq!((filed.value.version, filed.events.len(), filed.deadlines.len()), (1, 1, 1));
        assert!(!format!("{:?}", filed.events).contains("asli"), "no words of the reporter in an event");
    }
}

#[test]
fn a_new_holiday_moves_what_still_runs_and_raises_the_version() {
    let world = World::new();
    let walk = Walk::start(&world, Seat::City);
    let now = walk.complaint.updated_at + Duration::hours(1);
    let filed = walk.complaint;
    let (same, none) = filed.clone().recompute(now, &world.calendar, &world.context(now)).unwrap();
    assert!(same.is_none() && none.is_empty());
    let changed_list = WorkCalendar::new(2, [holiday("2026-03-04", DayKind::Holiday)]);
    let (changed, moved) = filed.clone().recompute(now, &changed_list, &world.context(now)).unwrap();
    let changed = changed.unwrap();
    assert_eq!((moved.len(), moved[0].code.as_str()), (1, "C1"));
    assert_eq!(moved[0].from, at(Zone::Wita, "2026-03-05 23:59:59"));
    assert_eq!(moved[0].to, at(Zone::Wita, "2026-03-06 23:59:59"));
    assert_eq!((changed.value.version, changed.deadlines.len()), (filed.version + 1, 1));
    assert_eq!(
        (place_of(&changed.value), changed.value.deadlines.open("C1").unwrap().calendar_version),
        ("unverified", 2)
    );
}

#[test]
fn without_credentials_nothing_is_told() {
    let world = World::new();
    let hidden = Walk::start(&world, Seat::City).complaint;
    let shown = situation(&world, "in_process", (Seat::City, Flavour::Public, true), (0, 0)).complaint;
    for action in Action::ALL {
        let answers = [&hidden, &shown].map(|complaint| policy::authorize(&Actor::Anonymous, action, complaint));
        assert_eq!(answers, [Err(padi_kernel::actor::Denied::Unauthenticated); 2]);
    }
}
