//! Who may do what to which request, in which state: one table, asked by every channel.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Role},
    deadline::DeadlineState,
    policy::{lists, permits},
};

use super::{
    InformationRequest,
    action::Action,
    state::{ClosingReason, Stage, State, StateTag},
};
use crate::{clocks, refused::Untimely};

use ActorRole::{Ppid, PpidUnit, Reporter};
use StateTag::{Closed, Delivered, InSearch, InTest, Incomplete, Notified, Registered, Review, Submitted, Unanswered};

/// One row: in these states, these may.
pub type Row = padi_kernel::policy::Row<Action, StateTag>;

/// Whoever serves applicants: the body's information officer, and that of the unit which has the request.
const DESK: &[ActorRole] = &[Ppid, PpidUnit];
/// Before there is a notice.
const UNNOTIFIED: &[StateTag] = &[Submitted, Incomplete, Registered, InSearch, Review, InTest, Unanswered];

/// The whole table of `domain` 9.2 as corrected by `decisions` 7. Where a request is unanswered, the rows of its stage hold.
pub const TABLE: &[Row] = &[
    Row { action: Action::RegisterComplete, states: &[Submitted], by: DESK },
    Row { action: Action::AskCompletion, states: &[Submitted], by: DESK },
    // Who comes to the desk with what was missing is not sent home to type it.
    Row { action: Action::Complete, states: &[Incomplete], by: &[Reporter, Ppid, PpidUnit] },
    // To another unit, where the first does not have it.
    Row { action: Action::Assign, states: &[Registered, InSearch], by: &[Ppid] },
    // A body without an officer in the unit hands the material in itself.
    Row { action: Action::SubmitMaterial, states: &[InSearch], by: &[PpidUnit, Ppid] },
    Row { action: Action::StartConsequenceTest, states: &[InSearch, Review], by: &[Ppid] },
    Row { action: Action::Extend, states: &[Registered, InSearch, Review, InTest], by: &[Ppid] },
    Row { action: Action::NotHeld, states: &[Registered, InSearch, Review], by: &[Ppid] },
    Row { action: Action::NotDocumented, states: &[Registered, InSearch, Review], by: &[Ppid] },
    Row { action: Action::NotifyGrant, states: &[Review], by: &[Ppid] },
    Row { action: Action::NotifyPartial, states: &[Review], by: &[Ppid] },
    Row { action: Action::NotifyRefusal, states: &[Review], by: &[Ppid] },
    Row { action: Action::RecordPayment, states: &[Notified, Closed], by: DESK },
    Row { action: Action::Deliver, states: &[Notified, Review, Closed], by: DESK },
    Row { action: Action::Withdraw, states: UNNOTIFIED, by: &[Reporter] },
    Row { action: Action::Object, states: &[Unanswered, Notified, Delivered, Closed], by: &[Reporter, Ppid, PpidUnit] },
];

/// The roles that record for an applicant what comes in at a body's desk, by letter or by telephone (UU 14/2008 Ps 22(3)).
pub const DESK_ROLES: [Role; 2] = [Role::Ppid, Role::PpidUnit];

/// The capacities in which the actor stands towards the request, strongest claim to act first.
pub fn capacities(actor: &Actor, request: &InformationRequest) -> Vec<ActorRole> {
    let mut found = Vec::new();
    match actor {
        Actor::Anonymous => {}
        Actor::System => found.push(ActorRole::System),
        Actor::SecretHolder(case) => {
            if *case == request.id.0 {
                found.push(Reporter);
            }
        }
        Actor::Person(person) => {
            let body = request.agency.id;
            if person.reported(request.reporter_key.as_ref()) {
                found.push(Reporter);
            }
            if person.holds_at(Role::Ppid, body) {
                found.push(Ppid);
            }
            // Whoever holds it at the body itself serves the desk of the whole.
            let has_it = request.unit_id.is_some_and(|unit| person.holds_at(Role::PpidUnit, unit));
            if has_it || person.holds_at(Role::PpidUnit, body) {
                found.push(PpidUnit);
            }
            if person.holds_at(Role::PpidSuperior, body) {
                found.push(ActorRole::PpidSuperior);
            }
            if person.holds_at(Role::ConsiderationTeam, body) {
                found.push(ActorRole::ConsiderationTeam);
            }
        }
    }
    found
}

/// Whether the actor may do this to the request at all, whatever its state; the capacity in which, if so.
pub fn authorize(actor: &Actor, action: Action, request: &InformationRequest) -> Result<ActorRole, Denied> {
    // Every action is protected: without credentials the answer is the same whatever the request, and tells nothing of it.
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    super::view::sight(actor, request)?;
    let mut capacities = capacities(actor, request).into_iter();
    capacities.find(|role| permits(TABLE, &action, *role)).ok_or(Denied::Forbidden)
}

/// Whether the state of the request allows the action now.
pub fn timely(action: Action, request: &InformationRequest) -> Result<(), Untimely> {
    if action == Action::Object {
        return objectionable(request);
    }
    let late = match request.state {
        State::Unanswered(stage) if action != Action::Extend => lists(TABLE, &action, &stage.tag()),
        _ => false,
    };
    let missed_r1 = || request.deadlines.latest(clocks::R1.code).is_some_and(|it| it.state == DeadlineState::Missed);
    if !late && !lists(TABLE, &action, &request.state.tag()) {
        // It was complete by law when the time to say otherwise had passed.
        let too_late = action == Action::AskCompletion && request.state.stage().is_some() && missed_r1();
        return Err(if too_late { Untimely::Window } else { Untimely::State });
    }
    let runs = |code: &str| request.deadlines.open(code).is_some();
    match (action, request.state) {
        // Under an order there is one thing to do.
        (Action::Deliver, _) if request.owes_execution() => match request.state {
            State::InStage(Stage::Review) | State::Closed(ClosingReason::ObjectionFinal) => Ok(()),
            _ => Err(Untimely::State),
        },
        (_, State::InStage(_)) if request.owes_execution() => Err(Untimely::State),
        (Action::Deliver, State::Notified) => {
            let gives = request.outcome.is_some_and(super::state::Outcome::gives);
            if gives && !runs(clocks::R7.code) { Ok(()) } else { Err(Untimely::State) }
        }
        (Action::RecordPayment, State::Notified) if runs(clocks::R7.code) => Ok(()),
        (Action::RecordPayment, State::Closed(ClosingReason::Unpaid)) => Ok(()),
        (Action::Deliver | Action::RecordPayment, _) => Err(Untimely::State),
        (Action::Extend, _) if request.is_extended() => Err(Untimely::AlreadyExtended),
        _ => Ok(()),
    }
}

/// Whether some window is open that was not used. Whether the grounds fit is asked of the objection.
fn objectionable(request: &InformationRequest) -> Result<(), Untimely> {
    if request.objection_id.is_some() {
        return Err(Untimely::AlreadyObjected);
    }
    if request.windows.is_empty() || request.state.as_former().is_none() {
        return Err(Untimely::State);
    }
    let open = || request.windows.iter().filter(|window| window.is_open(&request.deadlines));
    if open().next().is_none() {
        return Err(Untimely::Window);
    }
    let free = open().any(|window| window.objection_id.is_none());
    if free { Ok(()) } else { Err(Untimely::AlreadyObjected) }
}

/// What the actor may do to the request now, in the order of the table.
pub fn allowed_actions(actor: &Actor, request: &InformationRequest) -> Vec<Action> {
    let actions = TABLE.iter().map(|row| row.action);
    actions.filter(|action| timely(*action, request).is_ok() && authorize(actor, *action, request).is_ok()).collect()
}
