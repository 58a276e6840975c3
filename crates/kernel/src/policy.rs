//! The table of a kind of case: who may do what in which state, as data that a test can enumerate.

use crate::actor::ActorRole;

/// One row: in these states, these may.
#[derive(Clone, Copy, Debug)]
pub struct Row<A: 'static, S: 'static> {
    /// What.
    pub action: A,
    /// In which states.
    pub states: &'static [S],
    /// In what capacity towards the case.
    pub by: &'static [ActorRole],
}

/// Whether the table lists the action for the capacity, in whatever state.
pub fn permits<A: PartialEq, S>(table: &[Row<A, S>], action: &A, role: ActorRole) -> bool {
    table.iter().any(|row| row.action == *action && row.by.contains(&role))
}

/// Whether the table lists the action for the state, by whomever.
pub fn lists<A: PartialEq, S: PartialEq>(table: &[Row<A, S>], action: &A, state: &S) -> bool {
    table.iter().any(|row| row.action == *action && row.states.contains(state))
}
