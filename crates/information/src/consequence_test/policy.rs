//! Who may do what to which consequence test. Nobody outside of the body's information officers, team and superior knows of any.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Role},
    id::AgencyId,
    policy::{lists, permits},
};

use super::{ConsequenceTest, State};
use crate::refused::Untimely;

use ActorRole::{ConsiderationTeam, Ppid, PpidSuperior};

named! {
    /// What somebody can do to a test.
    Action {
        /// Write in it (ubah).
        Revise = "revise",
        /// Hand it to the superior (ajukan).
        Submit = "submit",
        /// Approve it (setujui).
        Approve = "approve",
        /// Do not approve it (tolak).
        Reject = "reject",
    }
}

/// One row: in these states, these may.
pub type Row = padi_kernel::policy::Row<Action, State>;

const AUTHORS: &[ActorRole] = &[Ppid, ConsiderationTeam];

/// The whole table.
pub const TABLE: &[Row] = &[
    Row { action: Action::Revise, states: &[State::Draft], by: AUTHORS },
    Row { action: Action::Submit, states: &[State::Draft], by: AUTHORS },
    Row { action: Action::Approve, states: &[State::Submitted], by: &[PpidSuperior] },
    Row { action: Action::Reject, states: &[State::Submitted], by: &[PpidSuperior] },
];

/// The capacities in which the actor stands towards the body's tests and exemptions.
pub fn capacities(actor: &Actor, body: AgencyId) -> Vec<ActorRole> {
    let Some(person) = actor.person() else { return Vec::new() };
    let offices =
        [(Role::PpidSuperior, PpidSuperior), (Role::Ppid, Ppid), (Role::ConsiderationTeam, ConsiderationTeam)];
    let held = offices.into_iter().filter(|(role, _)| person.holds_at(*role, body));
    held.map(|(_, capacity)| capacity).collect()
}

/// In what capacity the actor may begin a test of the body. Whoever has none there is told nothing of what stands there.
pub fn may_draft(actor: &Actor, body: AgencyId) -> Result<ActorRole, Denied> {
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    capacities(actor, body).into_iter().find(|role| AUTHORS.contains(role)).ok_or(Denied::Forbidden)
}

/// Whether the actor may read the test; in what capacity, if so.
pub fn may_read(actor: &Actor, test: &ConsequenceTest) -> Result<ActorRole, Denied> {
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    capacities(actor, test.agency.id).first().copied().ok_or(Denied::Hidden)
}

/// Whether the actor may do this to the test at all, whatever its state; the capacity in which, if so.
pub fn authorize(actor: &Actor, action: Action, test: &ConsequenceTest) -> Result<ActorRole, Denied> {
    may_read(actor, test)?;
    let mut capacities = capacities(actor, test.agency.id).into_iter();
    capacities.find(|role| permits(TABLE, &action, *role)).ok_or(Denied::Forbidden)
}

/// Whether the state of the test allows the action now.
pub fn timely(action: Action, test: &ConsequenceTest) -> Result<(), Untimely> {
    if lists(TABLE, &action, &test.state) { Ok(()) } else { Err(Untimely::State) }
}

/// What the actor may do to the test now. Whoever wrote in it is not offered to decide on it.
pub fn allowed_actions(actor: &Actor, test: &ConsequenceTest) -> Vec<Action> {
    let wrote = actor.person().is_some_and(|person| test.authors.contains(&person.user));
    let decides = |action: Action| matches!(action, Action::Approve | Action::Reject);
    let allowed = |action: &Action| {
        let open = timely(*action, test).is_ok() && authorize(actor, *action, test).is_ok();
        open && !(wrote && decides(*action))
    };
    Action::ALL.iter().copied().filter(allowed).collect()
}
