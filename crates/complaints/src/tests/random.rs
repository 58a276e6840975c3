//! Random walks: whoever does whatever whenever, what must always hold holds.

use std::{cell::RefCell, collections::BTreeSet};

use chrono::{DateTime, Duration, Utc};
use padi_kernel::{
    actor::{Actor, ActorRole, Role},
    changed::Changed,
    event::{Audience, By, Event},
    id::AgencyId,
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{
    command::{accusing, findings, follow_up, redispose, support, valid},
    expected::{OPEN, Row, rows},
    place::{Seat, Walk, place_of},
    sights::{check_lists, check_public_words},
    world::{Who, World, grant, person, stored},
};
use crate::{
    Refused,
    action::Action,
    assignment::AssignmentRole,
    command::{Command, FollowUpType, Target},
    complaint::{Complaint, Desk},
    dialogue::{DialogueState, Track},
    policy,
    state::{ArchiveReason, Class, State},
};

/// Somebody tries something after a while.
#[derive(Clone, Copy, Debug)]
struct Try {
    who: u8,
    /// Rather something allowed than anything.
    wise: bool,
    action: u8,
    shape: u8,
    minutes: i64,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let minutes = prop_oneof![8 => 1..600_i64, 4 => 600..4_000_i64, 2 => 4_000..20_000_i64, 1 => 20_000..70_000_i64];
    let one = (any::<u8>(), prop::bool::weighted(0.8), any::<u8>(), any::<u8>(), minutes);
    vec(one.prop_map(|(who, wise, action, shape, minutes)| Try { who, wise, action, shape, minutes }), 1..50)
}

/// What the walks came by.
#[derive(Default)]
struct Seen {
    places: BTreeSet<&'static str>,
    actions: BTreeSet<Action>,
}

struct Stroll<'a> {
    world: &'a World,
    rows: &'a [Row],
    seen: &'a RefCell<Seen>,
    complaint: Complaint,
    now: DateTime<Utc>,
    last_state: Option<&'static str>,
}

const CLASSES: [Class; 5] = [
    Class::ComplaintNonSupervisory,
    Class::ComplaintNonSupervisory,
    Class::Aspiration,
    Class::InformationQuestion,
    Class::ComplaintSupervisory,
];

impl Stroll<'_> {
    fn actor(&self, who: u8) -> Actor {
        let world = self.world;
        let with_it = |unit| person(20, vec![grant(world, Role::UnitLiaison, unit)]);
        let who = match who % 19 {
            0..=2 => Who::ReporterBySecret,
            3 => Who::ReporterByAccount,
            4..=6 => Who::AdminHere,
            7..=9 => return self.complaint.unit_id.map_or(Actor::Anonymous, with_it),
            10 | 11 => Who::Coordinator,
            12 => Who::Ombudsman,
            13 => Who::AdminElsewhere,
            16..=18 => Who::Apip,
            14 => Who::OwnProvince,
            _ => Who::OtherCitizen,
        };
        who.actor(world, &self.complaint.agency, &self.complaint)
    }

    fn unit(&self, shape: u8) -> Option<AgencyId> {
        self.world.units.get(usize::from(shape % 5)).copied()
    }

    fn command(&self, action: Action, by: By, shape: u8) -> Command {
        let class = CLASSES[usize::from(shape) % CLASSES.len()];
        let public = shape & 1 == 0;
        let note = (shape & 8 == 0).then_some("tetap tugas unit ini");
        match action {
            Action::Verify => {
                let body = match shape % 7 {
                    5 => &self.world.other_city,
                    6 => &self.world.ministry,
                    _ if by.role == padi_kernel::actor::ActorRole::MinistryCoordinator => &self.world.city,
                    _ => &self.complaint.agency,
                };
                let accuses = class.is_supervisory();
                let mut found = if accuses { accusing(self.world, class) } else { findings(class, public) };
                found.note = note.map(str::to_owned);
                found.is_secret = (shape & 16 == 0).then_some(shape & 32 == 0);
                Command::Verify(found, Target { body: body.clone(), unit_id: self.unit(shape / 7) })
            }
            Action::Redispose => redispose(self.unit(shape).unwrap_or(self.world.units[0]), note),
            Action::FollowUp if shape & 2 == 0 => follow_up(FollowUpType::Substantive),
            Action::AddSupport => {
                let role = if shape & 4 == 0 { AssignmentRole::Supporting } else { AssignmentRole::Copy };
                let n = self.complaint.version.unsigned_abs();
                let body = if shape & 2 == 0 { &self.world.other_city } else { &self.world.third_city };
                support(n.into(), role, body, None)
            }
            _ => valid(self.world, action, by.role, &self.complaint),
        }
    }

    /// The scheduler's acts up to now, one by one.
    fn lapse(&mut self) {
        while let Some(changed) = self.complaint.clone().lapse(&self.world.context(self.now)).unwrap() {
            let (from, to) = (place_of(&self.complaint), place_of(&changed.value));
            let known = from == to
                || matches!(
                    (from, to),
                    ("awaiting_reporter", "completed_open")
                        | ("postponed_unverified" | "postponed_in_process", "lapsed_open")
                        | ("completed_open", "completed_closed")
                        | ("lapsed_open", "lapsed_closed")
                );
            assert!(known, "the scheduler went from {from} to {to}");
            assert!(changed.events.iter().all(|event| event.by == By::SYSTEM && event.at <= self.now));
            self.take(changed);
        }
    }

    fn take(&mut self, changed: Changed<Complaint>) {
        let before = std::mem::replace(&mut self.complaint, stored(changed.value));
        let after = &self.complaint;
        assert_eq!(after.version, before.version + 1);
        assert!(after.updated_at >= before.updated_at, "time runs backwards");
        assert!(after.is_anonymous >= before.is_anonymous && after.is_secret >= before.is_secret, "loosened");
        assert!(after.deadlines.all().len() >= before.deadlines.all().len());
        for Event { from_state, to_state, at, words, .. } in &changed.events {
            assert!(words.iter().all(|words| words.audience != Audience::Public), "what people write is not public");
            assert_eq!(*from_state, self.last_state, "the chain of states is broken");
            assert!(*at >= before.updated_at);
            self.last_state = Some(to_state);
        }
        assert_eq!(self.last_state, Some(after.state.tag().name()));
        self.seen.borrow_mut().places.insert(place_of(after));
        sound(after);
    }

    /// Now and then another agency answers, or a part of the case ends.
    fn others(&mut self, attempt: Try) {
        let now = self.now;
        if attempt.shape % 4 == 1 && self.complaint.owes_answers() {
            let by = By { role: ActorRole::SupportingAgency, user: None };
            let command = valid(self.world, Action::AnswerAssignment, by.role, &self.complaint);
            let held = self.complaint.answer_held_at.is_some();
            let changed = self.complaint.clone().apply(command, by, &self.world.context(now)).unwrap();
            let last = !changed.value.owes_answers();
            assert_eq!(changed.value.state == State::AwaitingReporter, held && last);
            self.take(changed);
        }
        if attempt.shape % 3 == 1 && self.complaint.open_children > 0 {
            let mut child = self.complaint.clone();
            child.state = State::Withdrawn;
            let before = self.complaint.open_children;
            let changed = self.complaint.clone().child_changed(&child, &self.world.context(now));
            assert_eq!(changed.value.open_children, before - 1);
            self.take(changed);
        }
    }

    fn one(&mut self, attempt: Try) {
        self.now += Duration::minutes(attempt.minutes);
        self.lapse();
        self.others(attempt);
        let actor = self.actor(attempt.who);
        let allowed = policy::allowed_actions(&actor, &self.complaint);
        let action = match allowed.len() {
            n if attempt.wise && n > 0 => allowed[usize::from(attempt.action) % n],
            _ => Action::ALL[usize::from(attempt.action) % Action::ALL.len()],
        };
        // What ends a walk, or keeps it from its end, comes seldom.
        if matches!(action, Action::Withdraw | Action::Merge | Action::Split) && !attempt.shape.is_multiple_of(8) {
            return;
        }
        let Ok(role) = policy::authorize(&actor, action, &self.complaint) else {
            assert!(!allowed.contains(&action));
            return;
        };
        let by = By { role, user: None };
        let command = self.command(action, by, attempt.shape);
        let result = self.complaint.clone().apply(command, by, &self.world.context(self.now));
        match result {
            Ok(changed) => {
                let (from, to) = (place_of(&self.complaint), place_of(&changed.value));
                let known = self
                    .rows
                    .iter()
                    .any(|row| (row.place, row.action, row.next) == (from, action, Some(to)) && row.by.contains(&role));
                assert!(known && allowed.contains(&action), "{role:?} {action}: {from} to {to} is not in the table");
                self.seen.borrow_mut().actions.insert(action);
                self.take(changed);
            }
            Err(Refused::State | Refused::Window | Refused::AssignmentsOpen | Refused::ChildrenOpen) => {
                assert!(!allowed.contains(&action), "{action}");
            }
            Err(Refused::OtherAgency | Refused::UnitAlreadyReturned | Refused::Invalid { .. }) => {
                let refusable =
                    matches!(action, Action::Verify | Action::Redispose | Action::FollowUp | Action::AddSupport);
                assert!(refusable, "{action}");
            }
            Err(Refused::StricterTarget) => panic!("the kept case hides nothing"),
            Err(error @ Refused::ConflictOfInterest) => panic!("{error}: an examiner was found"),
            Err(Refused::NotConvertible) => assert!(!self.complaint.is_bodys_question() && !allowed.contains(&action)),
            Err(error @ Refused::Deadline(_)) => panic!("{error}"),
        }
        for who in Who::ALL {
            let actor = who.actor(self.world, &self.complaint.agency, &self.complaint);
            check_lists(&actor, &self.complaint);
            check_public_words(&actor, &self.complaint);
        }
    }
}

/// What holds of every complaint at any time.
fn sound(complaint: &Complaint) {
    let place = place_of(complaint);
    let of_case = complaint.deadlines.all().iter().filter(|d| d.is_open() && d.subject.is_none());
    let open: Vec<_> = of_case.map(|d| d.code.as_str()).collect();
    assert_eq!(open.iter().collect::<BTreeSet<_>>().len(), open.len(), "two of a code: {open:?}");
    // What the table of clocks has in that place, and nothing else; C6 and C11 by what went before.
    let (_, listed) = OPEN.iter().find(|(known, _)| *known == place).unwrap();
    let listed: BTreeSet<_> = listed.split_whitespace().map(|code| code.trim_start_matches('~')).collect();
    for code in &listed {
        let by_history = *code == "C6" || (*code == "C9" && complaint.state.is_open());
        assert!(open.contains(code) || by_history, "{code} should run in {place}");
    }
    for code in &open {
        let in_dialogue = complaint.track == Track::Informal && complaint.state.is_open();
        let by_history = *code == "C11" && place == "not_followed_up"
            || matches!(*code, "C6" | "C15") && complaint.state.is_open()
            || matches!(*code, "P1" | "P2") && in_dialogue;
        assert!(listed.contains(code) || by_history, "{code} runs in {place}");
    }
    if !complaint.state.is_open() {
        assert!(complaint.deadlines.overdue().is_empty(), "overdue in {place}");
        assert!(open.iter().all(|code| matches!(*code, "C9" | "C10")), "{open:?} in {place}");
    }
    let talks = complaint.dialogue.as_ref().map(|dialogue| dialogue.state);
    match talks {
        Some(DialogueState::Open | DialogueState::Confirmed) => {
            assert!(complaint.track == Track::Informal && complaint.state.is_open(), "{talks:?} in {place}");
        }
        Some(DialogueState::Settled) => assert!(complaint.track == Track::Formal || !complaint.state.is_open()),
        Some(DialogueState::Exited) | None => assert_eq!(complaint.track, Track::Formal, "{talks:?} in {place}"),
    }
    // A clock of its own for each agency that owes an answer, and for no other.
    let of_others = complaint.deadlines.all().iter().filter(|d| d.is_open() && d.subject.is_some());
    let clocks: BTreeSet<_> = of_others.map(|d| (d.code.as_str(), d.subject)).collect();
    let owed = complaint.assignments.iter().filter(|assignment| assignment.is_owed());
    assert_eq!(clocks, owed.map(|assignment| ("C2", Some(assignment.id.0))).collect(), "{place}");
    assert!(!complaint.owes_answers() || matches!(place, "not_followed_up" | "in_process" | "postponed_in_process"));
    let waits = complaint.owes_answers() && complaint.state == State::InProcess;
    assert!(complaint.answer_held_at.is_none() || waits, "{place}");
    assert!(complaint.merged_into_id.is_none() || complaint.state == State::Archived(ArchiveReason::Duplicate));
    assert!((0..=2).contains(&complaint.reopened_count));
    assert!(complaint.cycle_no > complaint.reopened_count);
    assert!(!complaint.is_public() || (complaint.verified_at.is_some() && !complaint.is_secret));
    assert_eq!(complaint.inspectorate_id.is_some(), complaint.desk == Desk::Inspectorate, "{place}");
    assert!(complaint.desk != Desk::Inspectorate || complaint.subject.is_some(), "{place}");
    assert!(!complaint.is_public() || !complaint.class.is_supervisory(), "{place}");
    if complaint.desk == Desk::Coordinator {
        assert!(complaint.unit_id.is_none() && complaint.verified_at.is_none(), "{place}");
    }
    // A duplicate may have been handled before it was found to be one.
    let merged = complaint.merged_into_id.is_some();
    let waits_at_a_desk = matches!(place, "unverified" | "postponed_unverified" | "archived") && !merged;
    assert!(!waits_at_a_desk || (complaint.unit_id.is_none() && complaint.verified_at.is_none()), "{place}");
    let handled = matches!(complaint.state, State::NotFollowedUp | State::InProcess | State::AwaitingReporter);
    let was_handled = handled || complaint.state == State::Completed;
    assert!(!was_handled || (complaint.class.is_verified() && complaint.category_id.is_some()));
    assert!(complaint.state != State::Completed || complaint.completed_at.is_some());
}

fn stroll(seat: Seat, tries: &[Try], rows: &[Row], seen: &RefCell<Seen>) {
    let world = World::new();
    let complaint = Walk::start(&world, seat).complaint;
    let (now, last_state) = (complaint.updated_at, Some(complaint.state.tag().name()));
    let mut stroll = Stroll { world: &world, rows, seen, complaint, now, last_state };
    for attempt in tries {
        stroll.one(*attempt);
    }
}

fn run(mut runner: TestRunner) -> Seen {
    let seen = RefCell::new(Seen::default());
    let rows = rows();
    let seat = prop_oneof![Just(Seat::City), Just(Seat::Ministry), Just(Seat::LastDesk), Just(Seat::Inspectorate)];
    let result = runner.run(&(seat, tries()), |(seat, tries)| {
        stroll(seat, &tries, &rows, &seen);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    seen.into_inner()
}

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

#[test]
fn whatever_happens_what_must_hold_holds() {
    run(TestRunner::new(config(150)));
}

/// The same from a fixed seed, and that it comes by every place and every action.
#[test]
fn the_walks_come_by_every_place_and_action() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let seen = run(TestRunner::new_with_rng(config(1200), rng));
    assert_eq!(seen.places, OPEN.iter().map(|(place, _)| *place).collect());
    assert_eq!(seen.actions, Action::ALL.into_iter().collect());
}
