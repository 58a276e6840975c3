//! Who may do what to which objection, in which state: one table, asked by every channel.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Role},
    deadline::DeadlineState,
    policy::{lists, permits},
};

use super::{Objection, State, command::Action};
use crate::{clocks, refused::Untimely};

use ActorRole::{ConsiderationTeam, Ppid, PpidSuperior, PpidUnit, Reporter};
use State::{Answered, Executed, Filed, Final, InReview, Registered, Settled, Unanswered};

/// One row: in these states, these may.
pub type Row = padi_kernel::policy::Row<Action, State>;

/// Where the superior can answer; without a team, and late, too.
const ANSWERABLE: &[State] = &[Registered, InReview, Unanswered];

/// The whole table of `domain` 9.3 as corrected by `decisions` 7.
pub const TABLE: &[Row] = &[
    Row { action: Action::Register, states: &[Filed], by: &[Ppid, PpidUnit] },
    Row { action: Action::AssignReview, states: &[Registered], by: &[PpidSuperior] },
    Row { action: Action::Recommend, states: &[InReview], by: &[ConsiderationTeam] },
    Row { action: Action::ProposeSettlement, states: &[Registered, InReview], by: &[Ppid] },
    Row { action: Action::Settle, states: &[Registered, InReview], by: &[Reporter, Ppid, PpidUnit] },
    Row { action: Action::AnswerAccept, states: ANSWERABLE, by: &[PpidSuperior] },
    Row { action: Action::AnswerConfirm, states: ANSWERABLE, by: &[PpidSuperior] },
    Row { action: Action::Inadmissible, states: ANSWERABLE, by: &[PpidSuperior] },
    Row { action: Action::Execute, states: &[Answered, Settled, Final], by: &[Ppid] },
    Row { action: Action::Withdraw, states: &[Filed, Registered, InReview, Unanswered], by: &[Reporter] },
    Row {
        action: Action::DisputeFiled,
        states: &[Answered, Unanswered, Settled, Executed, Final],
        by: &[Reporter, Ppid],
    },
];

/// The capacities in which the actor stands towards the objection, strongest claim to act first.
pub fn capacities(actor: &Actor, objection: &Objection) -> Vec<ActorRole> {
    let body = objection.agency.id;
    match actor {
        Actor::Anonymous => Vec::new(),
        Actor::System => vec![ActorRole::System],
        // The secret of the request opens what was said of it.
        Actor::SecretHolder(case) => {
            let own = *case == objection.id.0 || objection.request_id.is_some_and(|request| *case == request.0);
            own.then_some(Reporter).into_iter().collect()
        }
        Actor::Person(person) => {
            let own = person.reported(objection.reporter_key.as_ref()).then_some(Reporter);
            let offices = [
                (Role::PpidSuperior, PpidSuperior),
                (Role::Ppid, Ppid),
                (Role::PpidUnit, PpidUnit),
                (Role::ConsiderationTeam, ConsiderationTeam),
            ];
            let held = offices.into_iter().filter(|(role, _)| person.holds_at(*role, body));
            own.into_iter().chain(held.map(|(_, capacity)| capacity)).collect()
        }
    }
}

/// Whether the actor may do this to the objection at all, whatever its state; the capacity in which, if so.
pub fn authorize(actor: &Actor, action: Action, objection: &Objection) -> Result<ActorRole, Denied> {
    // Every action is protected: without credentials the answer is the same whatever the objection, and tells nothing of it.
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    super::view::sight(actor, objection)?;
    let capacities = capacities(actor, objection);
    // Nobody weighs or answers their own.
    let own = capacities.contains(&Reporter);
    let permitted = |role: &ActorRole| {
        let judges = matches!(role, PpidSuperior | ConsiderationTeam);
        permits(TABLE, &action, *role) && !(own && judges)
    };
    capacities.iter().copied().find(permitted).ok_or(Denied::Forbidden)
}

/// Whether the state of the objection allows the action now.
pub fn timely(action: Action, objection: &Objection) -> Result<(), Untimely> {
    if !lists(TABLE, &action, &objection.state) {
        return Err(Untimely::State);
    }
    let settles = matches!(action, Action::ProposeSettlement | Action::Settle);
    if settles && objection.excludes_settlement() {
        return Err(Untimely::SettlementExcluded);
    }
    let way_open = || {
        let latest = objection.deadlines.latest(clocks::D1.code);
        latest.is_some_and(|term| matches!(term.state, DeadlineState::Running | DeadlineState::Missed))
    };
    match action {
        Action::Settle if objection.proposal.is_none() => Err(Untimely::State),
        Action::Execute if !objection.owes_execution() => Err(Untimely::State),
        Action::DisputeFiled if !way_open() => Err(Untimely::State),
        _ => Ok(()),
    }
}

/// What the actor may do to the objection now, in the order of the table.
pub fn allowed_actions(actor: &Actor, objection: &Objection) -> Vec<Action> {
    let actions = TABLE.iter().map(|row| row.action);
    actions
        .filter(|action| timely(*action, objection).is_ok() && authorize(actor, *action, objection).is_ok())
        .collect()
}
