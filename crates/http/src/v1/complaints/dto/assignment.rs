//! The parts of agencies in a case as they go out.

use chrono::{DateTime, Utc};
use padi_complaints::assignment;
use padi_complaints::complaint::Complaint;
use padi_complaints::state::State;
use padi_complaints::view::Seen;
use padi_kernel::deadline::DeadlineState;
use padi_kernel::deadlines::Key;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::timestamp::millis_option;

/// What part an agency has in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AssignmentRole {
    /// It leads: the agency that has the case (instansi utama).
    Lead,
    /// It owes an answer of its own (instansi pendukung).
    Supporting,
    /// It is kept informed (tembusan).
    Copy,
}

impl From<assignment::AssignmentRole> for AssignmentRole {
    fn from(role: assignment::AssignmentRole) -> Self {
        match role {
            assignment::AssignmentRole::Supporting => Self::Supporting,
            assignment::AssignmentRole::Copy => Self::Copy,
        }
    }
}

/// Where an assignment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AssignmentState {
    /// The answer is owed; a copy stays open.
    Open,
    /// Answered; of the lead: in substance.
    Answered,
    /// No part in the case any more.
    Released,
}

impl From<assignment::AssignmentState> for AssignmentState {
    fn from(state: assignment::AssignmentState) -> Self {
        match state {
            assignment::AssignmentState::Open => Self::Open,
            assignment::AssignmentState::Answered => Self::Answered,
            assignment::AssignmentState::Released => Self::Released,
        }
    }
}

/// The part of an agency in a case (penugasan instansi).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Assignment {
    /// Its id; the lead's is that of the case.
    pub(crate) id: Uuid,
    /// What part.
    pub(crate) role: AssignmentRole,
    /// The agency (instansi).
    pub(crate) agency_id: Uuid,
    /// A unit of it (unit kerja).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) unit_id: Option<Uuid>,
    /// Where it stands.
    pub(crate) state: AssignmentState,
    /// When it is due: C2 of a supporting agency, C2 or then C3 of the lead (tenggat). Absent where no clock runs.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    pub(crate) due_at: Option<DateTime<Utc>>,
}

/// The parts in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct AssignmentPage {
    /// The lead first, then the others in the order in which they were given.
    pub(crate) data: Vec<Assignment>,
    /// Always `null`: the list is whole.
    pub(crate) next_cursor: Option<String>,
}

impl Assignment {
    /// All parts that the viewer may know of: for the public the lead, without its term. None while nobody has the case.
    pub(crate) fn all(seen: &Seen) -> Vec<Self> {
        let complaint = seen.complaint();
        let handled = !seen.is_public_view();
        let others = complaint.assignments.iter().filter(|_| handled).map(|part| Self {
            id: part.id.0,
            role: part.role.into(),
            agency_id: part.agency_id.0,
            unit_id: part.unit_id.map(|id| id.0),
            state: part.state.into(),
            due_at: due(complaint, ("C2", part.id.0)),
        });
        lead(seen, handled).into_iter().chain(others).collect()
    }
}

fn lead(seen: &Seen, handled: bool) -> Option<Assignment> {
    let complaint = seen.complaint();
    let state = match complaint.state {
        _ if complaint.verified_at.is_none() => return None,
        State::AwaitingReporter | State::Completed => AssignmentState::Answered,
        _ if complaint.answer_held_at.is_some() => AssignmentState::Answered,
        State::Archived(_) | State::Withdrawn | State::Converted => AssignmentState::Released,
        State::Unverified | State::Postponed(_) | State::NotFollowedUp | State::InProcess => AssignmentState::Open,
    };
    let term = due(complaint, "C2").or_else(|| due(complaint, "C3"));
    Some(Assignment {
        id: complaint.id.0,
        role: AssignmentRole::Lead,
        agency_id: complaint.agency.id.0,
        unit_id: complaint.unit_id.map(|id| id.0).filter(|_| seen.shows_words()),
        state,
        due_at: term.filter(|_| handled),
    })
}

/// When the clock is due, while it runs or is overdue.
fn due<'a>(complaint: &Complaint, key: impl Into<Key<'a>>) -> Option<DateTime<Utc>> {
    let open = complaint.deadlines.open(key).filter(|deadline| deadline.state != DeadlineState::Paused);
    open.map(|deadline| deadline.due_at)
}
