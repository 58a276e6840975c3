//! Every place x every action x every person against the table written by hand: who may, what comes of it, what each clock does.

use std::collections::BTreeSet;

use padi_kernel::{
    actor::{ActorRole, Denied},
    deadline::{Deadline, DeadlineState},
    event::By,
};

use super::{
    command,
    expected::{ACTIONS, OPEN, Row, rows},
    place::{self, Flavour, Seat, Situation, place_of},
    world::{Who, World},
};
use crate::{Refused, action::Action, command::FollowUpType, complaint::Complaint, policy};

/// In what capacities somebody stands towards the case, by the pages.
fn capacities(who: Who, situation: &Situation) -> Vec<ActorRole> {
    match who {
        Who::ReporterByAccount | Who::ReporterBySecret => vec![ActorRole::Reporter],
        Who::AdminHere if matches!(situation.seat, Seat::City | Seat::Ministry) => vec![ActorRole::AgencyAdmin],
        Who::Apip if situation.seat == Seat::Inspectorate => vec![ActorRole::Apip],
        Who::LiaisonOfUnit if situation.has_unit => vec![ActorRole::UnitLiaison],
        // What lies with the ministry as an agency, its coordinator handles too; the coordinator's rights are the wider ones.
        Who::Coordinator if situation.seat == Seat::Ministry => {
            vec![ActorRole::MinistryCoordinator, ActorRole::AgencyAdmin]
        }
        Who::Coordinator => vec![ActorRole::MinistryCoordinator],
        Who::Ppid if situation.is_bodys_question() => vec![ActorRole::Ppid],
        Who::Ombudsman => vec![ActorRole::Ombudsman],
        _ => vec![],
    }
}

/// Whether somebody may know of the case at all.
fn knows(who: Who, situation: &Situation) -> bool {
    let province = who == Who::OwnProvince && situation.seat == Seat::City && situation.flavour != Flavour::Supervisory;
    let head = who == Who::UnitHead && situation.has_unit;
    !capacities(who, situation).is_empty() || who == Who::Scheduler || situation.is_shown() || province || head
}

fn holds(condition: Option<&str>, situation: &Situation) -> bool {
    match condition {
        None => true,
        Some("agency_desk") => situation.seat != Seat::LastDesk,
        Some("last_desk") => situation.seat == Seat::LastDesk,
        Some("ordinary") => situation.flavour != Flavour::Supervisory && situation.seat != Seat::Inspectorate,
        Some("supervisory") => situation.flavour == Flavour::Supervisory || situation.seat == Seat::Inspectorate,
        Some("examined") => situation.seat == Seat::Inspectorate && situation.flavour == Flavour::Supervisory,
        Some("not_examined") => situation.seat != Seat::Inspectorate || situation.flavour != Flavour::Supervisory,
        Some("unhidden") => situation.flavour != Flavour::Supervisory,
        Some("question") => situation.is_bodys_question(),
        Some("asked") => situation.asked,
        Some("not_asked") => !situation.asked,
        // No place has one: what happens in a dialogue is in `tests/dialogue.rs`.
        Some("in_dialogue") => false,
        Some("no_unit") => !situation.has_unit,
        Some("returns<2") => situation.returns < 2,
        Some("reopened<2") => situation.reopened < 2,
        Some(other) => panic!("{other}"),
    }
}

fn shared(row: &Row, held: &[ActorRole]) -> Option<ActorRole> {
    row.by.iter().copied().find(|role| held.contains(role))
}

/// What an inspectorate examines, it examines alone; the coordinator may only have it opened again.
fn is_alone(who: Who, action: Action, situation: &Situation) -> bool {
    let coordinator = who == Who::Coordinator && situation.seat == Seat::Inspectorate;
    coordinator && action != Action::QualityReopen
}

/// What each clock did, in the notation of the table.
pub(super) fn moved(before: &[Deadline], after: &[Deadline]) -> Vec<String> {
    let old = before.iter().zip(after).filter(|(old, new)| old != new).map(|(old, new)| {
        assert!(old.is_open(), "an ended clock moved: {old:?} {new:?}");
        let sign = match new.state {
            DeadlineState::Met => "=",
            DeadlineState::Cancelled => "-",
            DeadlineState::Paused => "~",
            DeadlineState::Running => ">",
            DeadlineState::Missed => "!",
        };
        assert_eq!(new.ended_at.is_some(), matches!(sign, "=" | "-"), "{new:?}");
        format!("{sign}{}", new.code)
    });
    let started = after[before.len()..].iter().map(|new| {
        assert_eq!(new.state, DeadlineState::Running, "{new:?}");
        format!("+{}", new.code)
    });
    let mut all: Vec<_> = old.chain(started).collect();
    all.sort();
    all
}

fn expected_moves(row: &Row, before: &Complaint) -> Vec<String> {
    let mut all: Vec<_> = row
        .clocks
        .iter()
        .filter_map(|word| match word.strip_suffix('?') {
            Some(optional) => before.deadlines.open(&optional[1..]).map(|_| optional.to_owned()),
            None => Some((*word).to_owned()),
        })
        .collect();
    all.sort();
    all
}

/// One pair of person and action.
struct Case<'a> {
    world: &'a World,
    situation: &'a Situation,
    who: Who,
    action: Action,
    substantive: bool,
    rows: &'a [Row],
}

impl Case<'_> {
    fn name(&self) -> String {
        let Situation { place, seat, flavour, has_unit, returns, reopened, .. } = self.situation;
        format!(
            "{:?} {} in {place} ({seat:?} {flavour:?} unit={has_unit} returns={returns} reopened={reopened})",
            self.who, self.action
        )
    }

    fn row(&self, held: &[ActorRole]) -> Option<&Row> {
        self.rows.iter().find(|row| {
            row.place == self.situation.place
                && !is_alone(self.who, self.action, self.situation)
                && row.action == self.action
                && row.substantive == self.substantive
                && shared(row, held).is_some()
                && holds(row.of_case, self.situation)
                && holds(row.of_duty, self.situation)
        })
    }

    /// Checks the verdict; returns whether the action is allowed now.
    fn check(&self) -> bool {
        let complaint = &self.situation.complaint;
        let actor = self.who.actor(self.world, self.situation.here(self.world), complaint);
        let held = capacities(self.who, self.situation);
        let found = policy::authorize(&actor, self.action, complaint);
        let ever = self
            .rows
            .iter()
            .any(|row| row.action == self.action && shared(row, &held).is_some() && holds(row.of_duty, self.situation));
        let ever = ever && !is_alone(self.who, self.action, self.situation);
        if self.who == Who::Anonymous {
            assert_eq!(found, Err(Denied::Unauthenticated), "{}", self.name());
            return false;
        }
        if !ever {
            let denied = if knows(self.who, self.situation) { Denied::Forbidden } else { Denied::Hidden };
            assert_eq!(found, Err(denied), "{}", self.name());
            return false;
        }
        let role = found.unwrap_or_else(|denied| panic!("{denied}: {}", self.name()));
        let now = self.situation.next_minute();
        let command = if self.substantive {
            command::follow_up(FollowUpType::Substantive)
        } else {
            command::valid(self.world, self.action, role, complaint)
        };
        let result = complaint.clone().apply(command, By { role, user: None }, &self.world.context(now));
        match (self.row(&held), result) {
            (Some(row @ Row { next: Some(next), .. }), Ok(changed)) => {
                assert_eq!(Some(role), shared(row, &held), "{}", self.name());
                assert_eq!(place_of(&changed.value), *next, "{}", self.name());
                self.check_change(row, changed);
                true
            }
            (Some(Row { next: None, .. }), Err(Refused::Window)) | (None, Err(Refused::State)) => false,
            (None, Err(Refused::NotConvertible)) if !self.situation.is_bodys_question() => false,
            // An examination is answered by its conclusion.
            (None, Err(Refused::Invalid { pointer: "/type", code: "not_applicable" }))
                if self.substantive && self.situation.complaint.is_examined() =>
            {
                false
            }
            (row, result) => panic!("{}: expected {row:?}, found {result:?}", self.name()),
        }
    }

    fn check_change(&self, row: &Row, changed: padi_kernel::changed::Changed<Complaint>) {
        let before = &self.situation.complaint;
        let after = &changed.value;
        let moves = moved(before.deadlines.all(), after.deadlines.all());
        assert_eq!(moves, expected_moves(row, before), "{}", self.name());
        assert_eq!(changed.deadlines.len(), moves.len(), "what moved is handed on, no more: {}", self.name());
        assert_eq!((after.version, after.updated_at), (before.version + 1, self.situation.next_minute()));
        let [event] = &changed.events[..] else { panic!("{}: {:?}", self.name(), changed.events) };
        assert_eq!(event.from_state, Some(before.state.tag().name()), "{}", self.name());
        assert_eq!(event.to_state, after.state.tag().name(), "{}", self.name());
        assert_eq!(event.at, self.situation.next_minute());
    }
}

#[test]
fn the_whole_table_and_nothing_beside_it() {
    let world = World::new();
    let rows = rows();
    let situations = place::all(&world);
    let (mut legal, mut illegal) = (0, 0);
    for situation in &situations {
        for who in Who::ALL {
            let check =
                |action, substantive| Case { world: &world, situation, who, action, substantive, rows: &rows }.check();
            let allowed: BTreeSet<Action> = Action::ALL.into_iter().filter(|action| check(*action, false)).collect();
            let answers = allowed.contains(&Action::FollowUp) && !situation.complaint.is_examined();
            assert_eq!(check(Action::FollowUp, true), answers);
            let actor = who.actor(&world, situation.here(&world), &situation.complaint);
            let shown = policy::allowed_actions(&actor, &situation.complaint);
            assert_eq!(shown.iter().copied().collect::<BTreeSet<_>>(), allowed, "{who:?} {}", situation.place);
            assert_eq!(shown.len(), allowed.len(), "an action is named once");
            legal += allowed.len();
            illegal += Action::ALL.len() - allowed.len();
        }
    }
    // Guards against a test that tests nothing.
    assert!(situations.len() > 400, "{}", situations.len());
    assert!(legal > 3000, "{legal}");
    assert!(illegal > 100_000, "{illegal}");
}

#[test]
fn each_line_of_the_table_was_walked() {
    let world = World::new();
    let situations = place::all(&world);
    for row in rows().into_iter().filter(|row| row.of_case != Some("in_dialogue")) {
        let walked = situations.iter().any(|s| s.place == row.place && holds(row.of_case, s) && holds(row.of_duty, s));
        assert!(walked, "{row:?}");
    }
}

#[test]
fn each_place_has_its_clocks() {
    let world = World::new();
    for situation in place::all(&world) {
        let mut open: Vec<String> = Vec::new();
        for deadline in situation.complaint.deadlines.all().iter().filter(|deadline| deadline.is_open()) {
            let sign = if deadline.state == DeadlineState::Paused { "~" } else { "" };
            assert!(deadline.state != DeadlineState::Missed, "{deadline:?}");
            open.push(format!("{sign}{}", deadline.code));
        }
        open.sort();
        let returned = situation.place == "not_followed_up" && situation.returns > 0 && !situation.has_unit;
        let (_, expected) = OPEN.iter().find(|(place, _)| *place == situation.place).unwrap();
        let mut expected: Vec<_> = expected.split_whitespace().map(str::to_owned).collect();
        expected.extend(returned.then(|| "C11".to_owned()));
        expected.extend(situation.asked.then(|| "C15".to_owned()));
        expected.sort();
        assert_eq!(open, expected, "{situation:?}");
    }
}

#[test]
fn the_finishing_term_is_that_of_the_class() {
    use crate::{clocks::finish, state::Class};
    for (class, rule) in [
        (Class::InformationQuestion, "C3a"),
        (Class::Aspiration, "C3b"),
        (Class::ComplaintNonSupervisory, "C3c"),
        (Class::ComplaintSupervisory, "C3d"),
        (Class::Whistleblowing, "C3d"),
    ] {
        assert_eq!((finish(class).code, finish(class).rule), ("C3", rule));
    }
}

#[test]
fn the_actions_are_those_of_the_contract() {
    let names: Vec<_> = Action::ALL.into_iter().map(Action::name).collect();
    assert_eq!(names, ACTIONS.split_whitespace().collect::<Vec<_>>());
    for action in Action::ALL {
        assert_eq!(action.name().parse(), Ok(action));
        assert_eq!(serde_json::to_value(action).unwrap(), action.name());
        assert_eq!(policy::TABLE.iter().filter(|row| row.action == action).count(), 1, "{action}");
    }
    assert!("dispose".parse::<Action>().is_err());
}
