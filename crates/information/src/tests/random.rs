//! Random walks: whoever does whatever whenever, what must always hold holds.

use std::{cell::RefCell, collections::BTreeSet};

use chrono::{Duration, NaiveDate};
use padi_kernel::{
    actor::{Actor, ActorRole},
    deadline::DeadlineState,
    deadlines::Deadlines,
    zone::Zone,
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{
    docket::Docket,
    place::{self, accept},
    table::valid,
    world::{Who, World, text},
};
use crate::{
    Refused, consequence_test,
    objection::{self, Ground, Verdict, command::Command as OnObjection},
    request::{
        self, InformationRequest,
        action::Action,
        state::{ClosingReason, State, StateTag},
    },
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
    let minutes = prop_oneof![8 => 1..600_i64, 5 => 600..6_000_i64, 3 => 6_000..30_000_i64, 1 => 30_000..90_000_i64];
    let one = (any::<u8>(), prop::bool::weighted(0.85), any::<u8>(), any::<u8>(), minutes);
    vec(one.prop_map(|(who, wise, action, shape, minutes)| Try { who, wise, action, shape, minutes }), 1..40)
}

/// What the walks came by.
#[derive(Default)]
struct Seen {
    states: BTreeSet<StateTag>,
    actions: BTreeSet<Action>,
    of_objection: BTreeSet<objection::State>,
    on_objection: BTreeSet<objection::command::Action>,
    reasons: BTreeSet<ClosingReason>,
}

struct Stroll<'a> {
    docket: Docket<'a>,
    seen: &'a RefCell<Seen>,
    told: usize,
    last_state: &'static str,
}

impl Stroll<'_> {
    fn one(&mut self, attempt: Try) {
        let before = self.docket.request.clone();
        let now = self.docket.now + Duration::minutes(attempt.minutes);
        self.docket.at(now);
        self.check(&before);
        let who = match attempt.who % 10 {
            0..=2 => Who::ApplicantBySecret,
            3 | 4 => Who::Ppid,
            5 => Who::DeskUnitOfficer,
            6 | 7 => Who::Superior,
            8 => Who::Team,
            _ => Who::OtherCitizen,
        };
        let actor = who.actor(self.docket.world, self.docket.request.id.0);
        let before = self.docket.request.clone();
        match attempt.shape % 8 {
            0..=2 => self.on_objection(&actor, attempt),
            3 => self.decide_test(attempt),
            _ => self.on_request(&actor, attempt),
        }
        // What was recorded late may have passed already.
        let now = self.docket.now;
        self.docket.run(now);
        self.check(&before);
    }

    fn on_request(&mut self, actor: &Actor, attempt: Try) {
        let request = &self.docket.request;
        let allowed = request::policy::allowed_actions(actor, request);
        let any = Action::ALL[usize::from(attempt.action) % Action::ALL.len()];
        let wise = allowed.get(usize::from(attempt.action) % allowed.len().max(1)).copied();
        let action = if attempt.wise { wise.unwrap_or(any) } else { any };
        let Ok(role) = request::policy::authorize(actor, action, request) else {
            assert!(!allowed.contains(&action));
            return;
        };
        if action == Action::Object {
            return self.object(role, attempt, allowed.contains(&action));
        }
        // Withdrawing ends the walk; now and then is enough.
        if action == Action::Withdraw && attempt.shape > 40 {
            return;
        }
        let mut docket = self.docket.clone();
        let command = valid(&mut docket, action, attempt.shape & 16 == 0).unwrap();
        let tried = docket.try_act(role, command);
        if allowed.contains(&action) {
            let sensible = matches!(tried, Ok(()) | Err(Refused::Invalid { .. } | Refused::Window));
            assert!(sensible, "{action} in {:?}: {tried:?}", self.docket.request.state);
        } else {
            assert!(tried.is_err(), "{action} in {:?}", self.docket.request.state);
        }
        if tried.is_ok() {
            self.seen.borrow_mut().actions.insert(action);
            self.docket = docket;
        }
    }

    fn object(&mut self, role: ActorRole, attempt: Try, allowed: bool) {
        let grounds: Vec<_> =
            Ground::ALL.iter().copied().filter(|ground| attempt.action >> (*ground as u8) & 1 == 1).collect();
        let mut grounds = if grounds.is_empty() { vec![Ground::C] } else { grounds };
        if attempt.wise {
            grounds.retain(|ground| objection::admissible::fits(*ground, &self.docket.request));
        }
        if grounds.is_empty() {
            return;
        }
        let received = self.docket.now - Duration::days(i64::from(attempt.shape % 40));
        let paper = (role != ActorRole::Reporter).then(|| received.max(self.docket.request.received_at));
        let tried = self.docket.try_file(&grounds, paper);
        assert!(tried.is_err() || allowed || paper.is_some(), "{grounds:?}");
        if tried.is_ok() {
            self.seen.borrow_mut().actions.insert(Action::Object);
        }
    }

    fn on_objection(&mut self, actor: &Actor, attempt: Try) {
        let Some(objection) = self.docket.objections.last().cloned() else {
            return self.on_request(actor, attempt);
        };
        let allowed = objection::policy::allowed_actions(actor, &objection);
        let all = objection::command::Action::ALL;
        let any = all[usize::from(attempt.action) % all.len()];
        let wise = allowed.get(usize::from(attempt.action) % allowed.len().max(1)).copied();
        let action = if attempt.wise { wise.unwrap_or(any) } else { any };
        let Ok(role) = objection::policy::authorize(actor, action, &objection) else { return };
        let today = Zone::Wita.day_of(self.docket.now);
        let command = on_objection(action, attempt.shape, today);
        let mut docket = self.docket.clone();
        let mut tried = Ok(());
        docket.attaching(|docket| tried = docket.try_object(role, command));
        if !allowed.contains(&action) {
            assert!(tried.is_err(), "{action} in {}", objection.state);
        }
        if tried.is_ok() {
            self.seen.borrow_mut().on_objection.insert(action);
            self.docket = docket;
        }
    }

    fn decide_test(&mut self, attempt: Try) {
        let Some(id) = self.docket.request.open_test_id else { return };
        let decision = if attempt.shape & 32 == 0 {
            consequence_test::Command::Approve { decree_number: text("SK") }
        } else {
            consequence_test::Command::Reject { reason: text("Kurang") }
        };
        if self.docket.tests.iter().any(|test| test.id == id && test.state == consequence_test::State::Draft) {
            self.docket.decide_test(id, decision);
        }
    }

    fn check(&mut self, before: &InformationRequest) {
        let docket = &self.docket;
        let after = &docket.request;
        assert!(after.version >= before.version && after.updated_at >= before.updated_at);
        assert!(after.late >= before.late && after.is_extended() >= before.is_extended());
        assert!(after.windows.len() >= before.windows.len());
        for event in docket.events.iter().skip(self.told).filter(|event| event.kind.starts_with("information_request"))
        {
            assert_eq!(event.from_state, Some(self.last_state), "{} breaks the chain", event.kind);
            self.last_state = event.to_state;
        }
        self.told = docket.events.len();
        assert_eq!(self.last_state, after.state.tag().name());
        let mut seen = self.seen.borrow_mut();
        seen.states.insert(after.state.tag());
        seen.reasons.extend(after.state.closing_reason());
        seen.of_objection.extend(docket.objections.iter().map(|objection| objection.state));
        sound(docket);
    }
}

fn on_objection(action: objection::command::Action, shape: u8, today: NaiveDate) -> OnObjection {
    use objection::command::Action as On;
    match action {
        On::Register => OnObjection::Register,
        On::AssignReview => OnObjection::AssignReview { note: None },
        On::Recommend => OnObjection::Recommend { recommendation: Verdict::Confirmed, text: text("-") },
        On::ProposeSettlement => OnObjection::ProposeSettlement { text: text("-"), period: None },
        On::Settle => OnObjection::Settle,
        On::AnswerAccept => accept(None),
        On::AnswerConfirm => OnObjection::AnswerConfirm { reasons: text("Tepat") },
        On::Inadmissible => OnObjection::Inadmissible { reasons: text("Terlambat") },
        On::Execute => OnObjection::Execute { text: text("Diserahkan") },
        On::Withdraw => OnObjection::Withdraw { reason: None },
        On::DisputeFiled => {
            let filed_on = today - Duration::days(i64::from(shape % 3));
            OnObjection::DisputeFiled { filed_on, commission: text("KI"), reference: None }
        }
    }
}

fn open_codes(deadlines: &Deadlines) -> Vec<&str> {
    deadlines.all().iter().filter(|clock| clock.is_open()).map(|clock| clock.code.as_str()).collect()
}

/// No two open clocks of one name; nothing that runs has passed.
fn clocks_are_sound(deadlines: &Deadlines, docket: &Docket<'_>) {
    let open: Vec<_> = deadlines.all().iter().filter(|clock| clock.is_open()).collect();
    let names: BTreeSet<_> = open.iter().map(|clock| (clock.code.as_str(), clock.subject)).collect();
    assert_eq!(names.len(), open.len());
    assert_eq!(deadlines.next_passed(docket.now), None);
}

/// What must always hold.
fn sound(docket: &Docket<'_>) {
    let request = &docket.request;
    clocks_are_sound(&request.deadlines, docket);
    docket.objections.iter().for_each(|objection| clocks_are_sound(&objection.deadlines, docket));
    let open = open_codes(&request.deadlines);
    let tag = request.state.tag();
    let only = |codes: &[&str]| assert!(open.iter().all(|code| codes.contains(code)), "{open:?} in {tag}");
    match request.state {
        State::Submitted => only(&["R1", "R3"]),
        State::Incomplete => only(&["R2", "R3"]),
        State::LapsedIncomplete | State::Withdrawn => only(&[]),
        State::InStage(_) if request.owes_execution() => only(&["O1"]),
        State::InStage(_) => only(&["R3", "R4", "R6"]),
        State::Unanswered(_) => only(&["R3", "R4", "R6", "O1"]),
        State::Notified => only(&["R5", "R7", "O1"]),
        State::Delivered | State::Closed(_) => only(&["O1"]),
        State::UnderObjection(_) => only(&["R3", "R4", "R6", "R5", "R7", "O1"]),
    }
    if let State::Unanswered(_) = request.state {
        let missed = |code| request.deadlines.open(code).is_some_and(|it| it.state == DeadlineState::Missed);
        assert!(missed("R3") ^ missed("R4"), "silence is owed");
        assert!(request.outcome.is_none() && request.notice.is_none());
    }
    assert_eq!(request.outcome.is_some(), request.notice.is_some());
    if let State::Notified = request.state {
        assert!(request.notice.is_some() && request.delivery.is_none());
        let waits = open.iter().any(|code| ["R5", "R7", "O1"].contains(code));
        assert!(waits, "nothing is left to wait for");
    }
    assert!(request.state != State::Delivered || request.delivery.is_some());
    assert!(request.redactions.is_empty() || request.outcome.is_some());
    objections_are_sound(docket);
}

/// The request and its objections tell the same.
fn objections_are_sound(docket: &Docket<'_>) {
    use objection::State as On;
    let request = &docket.request;
    let last = docket.objections.last();
    assert!(
        docket
            .objections
            .iter()
            .rev()
            .skip(1)
            .all(|earlier| { matches!(earlier.state, On::Final | On::Withdrawn | On::Executed) })
    );
    let under_way = last.filter(|objection| match objection.state {
        On::Final | On::Withdrawn => false,
        On::Executed => objection.deadlines.open("D1").is_some(),
        _ => true,
    });
    assert_eq!(request.objection_id, under_way.map(|objection| objection.id));
    let is_under = matches!(request.state, State::UnderObjection(_));
    assert!(!is_under || request.objection_id.is_some());
    for objection in &docket.objections {
        let codes = open_codes(&objection.deadlines);
        let only =
            |known: &[&str]| assert!(codes.iter().all(|code| known.contains(code)), "{codes:?} {}", objection.state);
        match objection.state {
            On::Filed | On::Registered | On::InReview => only(&["O2"]),
            On::Unanswered => only(&["O2", "D1"]),
            On::Answered | On::Settled => only(&["O3", "D1"]),
            On::Executed => only(&["D1"]),
            On::Final | On::Disputed => only(&["O3"]),
            On::Withdrawn => only(&[]),
        }
        assert_eq!(objection.owes_execution(), codes.contains(&"O3"), "{}", objection.state);
        assert!(!(objection.settled_at.is_some() && objection.grounds.contains(&Ground::A)));
    }
    // Each window is of one objection that was not withdrawn, and each such objection has one.
    for window in &request.windows {
        let used = window.objection_id.map(|id| docket.objection_of(id));
        assert!(used.is_none_or(|objection| objection.state != On::Withdrawn));
        assert!(used.is_none_or(|objection| objection.grounds.iter().any(|ground| window.admits(*ground))));
    }
    for objection in docket.objections.iter().filter(|objection| objection.state != On::Withdrawn) {
        assert!(request.windows.iter().any(|window| window.objection_id == Some(objection.id)));
    }
    if let Some(objection) = last.filter(|objection| objection.owes_execution()) {
        assert_eq!(request.order.map(|order| order.objection_id), Some(objection.id));
        assert!(request.owes_execution());
    }
}

const STARTS: [&str; 6] = ["submitted", "review", "notified_fee", "unanswered_review", "notified_refused", "delivered"];

fn run(mut runner: TestRunner) -> Seen {
    let seen = RefCell::new(Seen::default());
    let world = World::new();
    let result = runner.run(&(0..STARTS.len(), tries()), |(start, tries)| {
        let docket = place::docket(&world, STARTS[start]);
        let (told, last_state) = (docket.events.len(), docket.request.state.tag().name());
        let mut stroll = Stroll { docket, seen: &seen, told, last_state };
        for attempt in tries {
            stroll.one(attempt);
        }
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
    run(TestRunner::new(config(300)));
}

fn all<T: Ord + Copy>(all: &[T]) -> BTreeSet<T> {
    all.iter().copied().collect()
}

/// The same from a fixed seed, and that it comes by every state and every action.
#[test]
fn the_walks_come_by_every_state_and_action() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let seen = run(TestRunner::new_with_rng(config(1500), rng));
    assert_eq!(seen.states, all(StateTag::ALL));
    assert_eq!(seen.actions, all(Action::ALL));
    assert_eq!(seen.of_objection, all(objection::State::ALL));
    assert_eq!(seen.on_objection, all(objection::command::Action::ALL));
    assert_eq!(seen.reasons, all(ClosingReason::ALL));
}
