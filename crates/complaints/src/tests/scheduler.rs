//! What the scheduler does with each term that passes, in each place, and when exactly.

use chrono::{DateTime, Duration, Utc};
use padi_kernel::{
    actor::ActorRole,
    calendar::{DayKind, WorkCalendar},
    deadline::DeadlineState,
    event::{Audience, By},
    zone::{Locality, Zone},
};

use super::{
    command::{follow_up, missing, text},
    place::{Flavour, Seat, Walk, place_of, situation},
    world::{World, agency_id, at, day, filing, holiday, stored},
};
use crate::{
    Refused,
    action::Action,
    command::{Body, Command, FollowUpType},
    complaint::Desk,
    policy,
};

/// Place at first | place, event and overdue flags after each term that passes, to the end of all terms. By hand.
const COURSES: &str = "
unverified            | C1 unverified deadline_missed C1
postponed_unverified  | C5 lapsed_open lapsed ; C9 lapsed_closed revival_ended
postponed_in_process  | C5 lapsed_open lapsed ; C9 lapsed_closed revival_ended
not_followed_up       | C11 not_followed_up deadline_missed C11 ; C2 not_followed_up deadline_missed C11 C2 ; \
                        C3 not_followed_up deadline_missed C11 C2 C3 ; C6 not_followed_up deadline_missed C11 C2 C3 C6
in_process            | C3 in_process deadline_missed C3 ; C6 in_process deadline_missed C3 C6
awaiting_reporter     | C4 completed_open completed ; C10 completed_closed closed
completed_open        | C10 completed_closed closed
completed_closed      |
lapsed_open           | C9 lapsed_closed revival_ended
lapsed_closed         |
archived              |
withdrawn             |
converted             |
";

#[test]
fn each_term_in_each_place() {
    let world = World::new();
    for line in COURSES.lines().filter(|line| !line.is_empty()) {
        let (place, course) = line.split_once('|').unwrap();
        let (place, _) = super::expected::OPEN.iter().find(|(known, _)| *known == place.trim()).unwrap();
        // After a return, so that C11 runs too.
        let returned = usize::from(*place == "not_followed_up");
        let from_desk = matches!(*place, "unverified" | "postponed_unverified" | "archived");
        let has_unit = returned == 0 && !from_desk;
        let flavour = if *place == "converted" { Flavour::Question } else { Flavour::Private };
        let mut complaint = situation(&world, place, (Seat::City, flavour, has_unit), (returned, 0)).complaint;
        for step in course.split(';').map(str::trim).filter(|step| !step.is_empty()) {
            let words: Vec<_> = step.split_whitespace().collect();
            let [code, next, kind, overdue @ ..] = &words[..] else { panic!("{line}") };
            let passes_at = complaint.deadlines.open(*code).unwrap().passes_at();
            let just_before = world.context(passes_at - Duration::milliseconds(1));
            assert_eq!(complaint.clone().lapse(&just_before), Ok(None), "{step}");
            // Whether it comes in time or a year late, the effect is as of the instant.
            let late = complaint.clone().lapse(&world.context(passes_at + Duration::days(365))).unwrap();
            let changed = complaint.clone().lapse(&world.context(passes_at)).unwrap().unwrap();
            assert_eq!(late.as_ref(), Some(&changed), "{step}");
            let [event, then @ ..] = &changed.events[..] else { panic!("{step}") };
            // With the first finishing term that passes comes the reporter's right to go to the Ombudsman.
            let then: Vec<_> = then.iter().map(|event| (event.kind, event.audience)).collect();
            let expected = [("complaint.ombudsman_eligible", Audience::Reporter)];
            assert_eq!(then, expected[..usize::from(*code == "C3")], "{step}");
            assert_eq!(changed.value.ombudsman_eligible, complaint.ombudsman_eligible || *code == "C3", "{step}");
            assert_eq!(event.kind, format!("complaint.{kind}"), "{step}");
            assert_eq!((event.at, event.by), (passes_at, By::SYSTEM), "{step}");
            assert_eq!(changed.value.version, complaint.version + 1, "{step}");
            complaint = stored(changed.value);
            assert_eq!(place_of(&complaint), *next, "{step}");
            assert_eq!(complaint.deadlines.overdue(), overdue, "{step}");
            // Once.
            assert_eq!(complaint.clone().lapse(&world.context(passes_at)), Ok(None), "{step}");
        }
        let end = world.context(complaint.updated_at + Duration::days(3650));
        assert_eq!(complaint.lapse(&end), Ok(None), "{line}");
    }
}

/// Answered in substance on Tuesday 2026-03-10 at 15:00 local by a body of that zone.
fn answered(world: &World, zone: Zone) -> Walk<'_> {
    let body = Body { id: agency_id(5), locality: Locality { zone, province: None } };
    let filed = at(zone, "2026-03-10 09:00:00");
    let complaint = stored(world.submit(filing(&body, Desk::Agency, filed), filed).value);
    let mut walk = Walk { world, complaint };
    walk.verify(Flavour::Private, Some(world.units[0]));
    walk.act_at(at(zone, "2026-03-10 15:00:00"), ActorRole::UnitLiaison, follow_up(FollowUpType::Substantive));
    walk
}

#[test]
fn silence_closes_at_local_midnight_in_three_zones() {
    let world = World::new();
    // Ten working days over Idulfitri: 11-13, 16, 17, 25-27, 30, 31 March.
    for (zone, midnight) in
        [(Zone::Wib, "2026-03-31T17:00:00Z"), (Zone::Wita, "2026-03-31T16:00:00Z"), (Zone::Wit, "2026-03-31T15:00:00Z")]
    {
        let midnight: DateTime<Utc> = midnight.parse().unwrap();
        let walk = answered(&world, zone);
        assert_eq!(walk.complaint.deadlines.open("C4").unwrap().due_at, midnight - Duration::seconds(1));
        let before = world.lapse_all(walk.complaint.clone(), midnight - Duration::milliseconds(1)).value;
        assert_eq!(place_of(&before), "awaiting_reporter");
        // In the last second the reporter may still reply.
        let by = By { role: ActorRole::Reporter, user: None };
        let reply = Command::Reply { text: text("belum") };
        assert!(before.apply(reply, by, &world.context(midnight - Duration::seconds(1))).is_ok());
        let closed = world.lapse_all(walk.complaint, midnight + Duration::days(3)).value;
        assert_eq!((place_of(&closed), closed.completed_at), ("completed_open", Some(midnight)), "{zone}");
        let ended = |code| closed.deadlines.latest(code).map(|d| (d.state, d.ended_at));
        assert_eq!(ended("C3"), Some((DeadlineState::Met, Some(midnight))));
        assert_eq!(ended("C4"), Some((DeadlineState::Missed, Some(midnight))));
        assert_eq!(ended("C6"), Some((DeadlineState::Met, Some(midnight))));
        // From Wednesday 1 April: 2, 6-10, 13-16 April.
        assert_eq!(closed.deadlines.open("C10").unwrap().due_at, at(zone, "2026-04-16 23:59:59"));
    }
}

#[test]
fn the_window_that_closes_raises_the_version_and_takes_reopening_away() {
    let world = World::new();
    let open = situation(&world, "completed_open", (Seat::City, Flavour::Private, true), (0, 0)).complaint;
    let reporter = padi_kernel::actor::Actor::SecretHolder(open.id.0);
    assert_eq!(policy::allowed_actions(&reporter, &open), [Action::Rate, Action::Reopen, Action::Restrict]);
    let passes_at = open.deadlines.open("C10").unwrap().passes_at();
    let closed = world.lapse_all(open.clone(), passes_at).value;
    assert_eq!(policy::allowed_actions(&reporter, &closed), [Action::Rate, Action::Restrict]);
    assert_eq!((closed.version, closed.completed_at), (open.version + 1, open.completed_at));
    assert_eq!(closed.deadlines.next_due_at(), None);
}

#[test]
fn an_overdue_flag_stays_through_answer_and_reply_and_ends_with_the_case() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Private, Some(world.units[0]));
    walk.act(ActorRole::UnitLiaison, follow_up(FollowUpType::Progress));
    // C3 was due on 27 March, C6 on 1 May.
    let answered = at(Zone::Wita, "2026-04-29 10:00:00");
    walk.complaint = world.lapse_all(walk.complaint.clone(), answered).value;
    walk.act_at(answered, ActorRole::UnitLiaison, follow_up(FollowUpType::Substantive));
    assert_eq!(walk.complaint.deadlines.overdue(), ["C3"], "a missed deadline is not paused");
    let replied = at(Zone::Wita, "2026-05-04 10:00:00");
    walk.complaint = world.lapse_all(walk.complaint.clone(), replied).value;
    assert_eq!(walk.complaint.deadlines.overdue(), ["C3", "C6"], "also while the reporter is awaited");
    walk.act_at(replied, ActorRole::Reporter, Command::Reply { text: text("belum") });
    assert_eq!(walk.complaint.deadlines.overdue(), ["C3", "C6"]);
    walk.act(ActorRole::UnitLiaison, follow_up(FollowUpType::Substantive));
    // From 4 May: 5-8, 11-13, 18-20 May.
    let closed = world.lapse_all(walk.complaint, at(Zone::Wita, "2026-05-21 00:00:00")).value;
    assert_eq!(closed.completed_at, Some(at(Zone::Wita, "2026-05-21 00:00:00")));
    assert!(closed.deadlines.overdue().is_empty());
    assert_eq!(closed.deadlines.latest("C3").unwrap().state, DeadlineState::Missed);
    assert_eq!(closed.deadlines.latest("C6").unwrap().state, DeadlineState::Missed);
}

/// Offices closed from 3 March to the end of May.
fn long_closure() -> World {
    let closed = day("2026-03-03").iter_days().take_while(|on| *on < day("2026-06-01"));
    let days: Vec<_> = closed.map(|on| holiday(&on.to_string(), DayKind::Holiday)).collect();
    World { calendar: WorkCalendar::new(2, days), ..World::new() }
}

#[test]
fn a_window_that_passed_before_the_case_lapsed_leaves_no_flag_on_an_ended_case() {
    let world = long_closure();
    let mut walk = Walk::start(&world, Seat::City);
    walk.act(ActorRole::AgencyAdmin, Command::Postpone(missing()));
    // C9 moves to Monday 1 June, the first day that the reporter can act on; C5 takes ten working days from there.
    let waiting = world.lapse_all(walk.complaint.clone(), at(Zone::Wita, "2026-06-02 00:00:00")).value;
    assert_eq!((place_of(&waiting), waiting.deadlines.overdue()), ("postponed_unverified", vec!["C9".to_owned()]));
    let lapsed = world.lapse_all(waiting, at(Zone::Wita, "2026-06-13 00:00:00")).value;
    assert_eq!(place_of(&lapsed), "lapsed_closed");
    assert!(lapsed.deadlines.overdue().is_empty());
    assert_eq!(lapsed.deadlines.next_due_at(), None);
    let by = By { role: ActorRole::Reporter, user: None };
    let late = Command::CompleteData { text: text("ini") };
    let now = lapsed.updated_at + Duration::hours(1);
    assert_eq!(lapsed.apply(late, by, &world.context(now)), Err(Refused::Window));
}

#[test]
fn a_letter_typed_in_late_is_overdue_at_once_and_time_never_runs_backwards() {
    let world = World::new();
    let typed = at(Zone::Wita, "2026-03-02 10:00:00");
    let received = at(Zone::Wita, "2026-02-02 10:00:00");
    let filed = world.submit(filing(&world.city, Desk::Agency, received), typed).value;
    assert_eq!(filed.deadlines.open("C1").unwrap().due_at, at(Zone::Wita, "2026-02-05 23:59:59"));
    assert_eq!((filed.received_at, filed.created_at), (received, typed));
    let missed = world.lapse_all(stored(filed), typed);
    assert_eq!(missed.value.deadlines.overdue(), ["C1"]);
    assert_eq!(missed.events.len(), 1);
    assert!(missed.events[0].at >= typed, "not before it was entered: {}", missed.events[0].at);
    assert!(missed.value.updated_at >= missed.value.created_at);
}
