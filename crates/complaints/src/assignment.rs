//! Assignments (penugasan): the parts that other agencies have in a case beside the one that leads it.
//!
//! What an assignment does to state and clocks is in `transition/support.rs`; who sees a case through one in [`crate::policy`].

use padi_kernel::{
    actor::{Person, Role},
    id::{AgencyId, AssignmentId},
};
use serde::{Deserialize, Serialize};

/// What part an agency has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentRole {
    /// It owes an answer of its own (instansi pendukung); C2 runs for it.
    Supporting,
    /// It is kept informed (tembusan).
    Copy,
}

/// Where an assignment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentState {
    /// The agency has its part; a supporting one owes its answer.
    Open,
    /// The agency has answered.
    Answered,
    /// The agency has no part any more, and no sight of the case by it.
    Released,
}

/// The part of one agency or unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Its id; the subject of its C2.
    pub id: AssignmentId,
    /// What part.
    pub role: AssignmentRole,
    /// The body.
    pub agency_id: AgencyId,
    /// A unit of it.
    pub unit_id: Option<AgencyId>,
    /// Where it stands.
    pub state: AssignmentState,
}

impl Assignment {
    /// Whether an answer is still owed.
    pub fn is_owed(&self) -> bool {
        self.role == AssignmentRole::Supporting && self.state == AssignmentState::Open
    }

    /// Whether the agency has a part in the case, and so sees it.
    pub fn is_active(&self) -> bool {
        self.state != AssignmentState::Released
    }

    /// Whether the person heads the assigned unit: they see what it sees, and act through its liaison.
    pub fn is_headed_by(&self, person: &Person) -> bool {
        self.unit_id.is_some_and(|unit| person.holds_at(Role::UnitHead, unit))
    }

    /// Whether the person stands for the assigned unit or is the administrator of its agency.
    pub fn is_held_by(&self, person: &Person) -> bool {
        // What is asked of the ministry as an agency, its coordinator does as its administrator.
        person.holds_at(Role::AgencyAdmin, self.agency_id)
            || person.holds_at(Role::MinistryCoordinator, self.agency_id)
            || self.unit_id.is_some_and(|unit| person.holds_at(Role::UnitLiaison, unit))
    }
}
