//! Who may do what to which complaint, in which state: one table, asked by every channel.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Grant, Person, Role},
    policy::{lists, permits},
};

use crate::{
    action::Action,
    assignment::{Assignment, AssignmentRole},
    complaint::{Complaint, Desk},
    dialogue,
    state::{ArchiveReason, PostponedFrom, State, StateTag},
};

use ActorRole::{
    AgencyAdmin, Apip, CopiedAgency, MinistryCoordinator, Ombudsman, Ppid, Reporter, SupportingAgency, UnitLiaison,
};
use StateTag::{Archived, AwaitingReporter, Completed, InProcess, NotFollowedUp, Postponed, Unverified};

/// One row: in these states, these may.
pub type Row = padi_kernel::policy::Row<Action, StateTag>;

const DESK: &[ActorRole] = &[AgencyAdmin, MinistryCoordinator, Apip];
const HANDLER: &[ActorRole] = &[UnitLiaison, AgencyAdmin, Apip];
const DISPOSED: &[StateTag] = &[Postponed, NotFollowedUp, InProcess, AwaitingReporter];
const ADMIN: &[ActorRole] = &[AgencyAdmin, Apip];
/// Where an answer of a supporting agency can be owed.
const SUPPORTED: &[StateTag] = &[NotFollowedUp, InProcess, Postponed];
/// Where a part can be taken from an agency; copies outlive the handling.
const RELEASABLE: &[StateTag] = &[NotFollowedUp, InProcess, Postponed, AwaitingReporter, Completed];
const CONVERTIBLE: &[StateTag] = &[Unverified, Postponed, NotFollowedUp, InProcess];
const OPEN: &[StateTag] = &[Unverified, Postponed, NotFollowedUp, InProcess, AwaitingReporter];

/// The whole table of `domain` 9.1 as corrected by `decisions` 1.
pub const TABLE: &[Row] = &[
    Row { action: Action::Verify, states: &[Unverified], by: DESK },
    Row { action: Action::Handle, states: &[Unverified], by: DESK },
    Row { action: Action::Postpone, states: &[Unverified], by: DESK },
    Row { action: Action::Archive, states: &[Unverified], by: DESK },
    Row { action: Action::NotAuthority, states: &[Unverified], by: DESK },
    Row { action: Action::CompleteData, states: &[Postponed, Archived], by: &[Reporter] },
    Row { action: Action::Resume, states: &[Postponed], by: DESK },
    Row { action: Action::Return, states: &[NotFollowedUp], by: &[UnitLiaison] },
    Row { action: Action::Redispose, states: &[NotFollowedUp], by: DESK },
    Row { action: Action::Forward, states: &[NotFollowedUp], by: ADMIN },
    Row { action: Action::FollowUp, states: &[NotFollowedUp, InProcess], by: HANDLER },
    Row { action: Action::AskReporter, states: &[InProcess], by: HANDLER },
    Row { action: Action::Reply, states: &[AwaitingReporter], by: &[Reporter] },
    Row { action: Action::Accept, states: &[AwaitingReporter], by: &[Reporter] },
    Row { action: Action::Comment, states: &[AwaitingReporter], by: ADMIN },
    Row { action: Action::Rate, states: &[Completed], by: &[Reporter] },
    Row { action: Action::Reopen, states: &[Completed], by: &[Reporter] },
    Row { action: Action::QualityReopen, states: &[Completed], by: &[MinistryCoordinator, Ombudsman] },
    Row { action: Action::Withdraw, states: OPEN, by: &[Reporter] },
    Row { action: Action::Unarchive, states: &[Archived], by: DESK },
    Row { action: Action::StartDialogue, states: &[NotFollowedUp, InProcess], by: &[UnitLiaison, AgencyAdmin] },
    // Either party can leave at any time: nobody is held to talks.
    Row { action: Action::ExitDialogue, states: DISPOSED, by: &[Reporter, UnitLiaison, AgencyAdmin] },
    Row {
        action: Action::Restrict,
        states: &StateTag::ALL,
        by: &[Reporter, UnitLiaison, MinistryCoordinator, AgencyAdmin, Apip],
    },
    Row { action: Action::Redact, states: &StateTag::ALL, by: DESK },
    Row { action: Action::ConcludeExamination, states: &[NotFollowedUp, InProcess], by: &[Apip] },
    Row { action: Action::RequestExplanation, states: OPEN, by: &[Ombudsman] },
    Row { action: Action::Explain, states: OPEN, by: ADMIN },
    Row { action: Action::AddSupport, states: &[NotFollowedUp, InProcess], by: DESK },
    Row { action: Action::Merge, states: &[Unverified, NotFollowedUp, InProcess], by: DESK },
    Row { action: Action::Split, states: &[NotFollowedUp, InProcess], by: DESK },
    Row { action: Action::Convert, states: CONVERTIBLE, by: &[AgencyAdmin, Ppid, Reporter] },
    Row { action: Action::AnswerAssignment, states: SUPPORTED, by: &[SupportingAgency] },
    Row { action: Action::ReleaseAssignment, states: RELEASABLE, by: DESK },
];

/// In what capacities the original under lock may be read, each time with a reason that is written down.
const READS_ORIGINAL: &[ActorRole] = &[AgencyAdmin, MinistryCoordinator, Apip, Ombudsman];

/// How often a reporter may reopen.
pub const MAX_REOPENINGS: i32 = 2;
/// After so many returns in an agency, the coordinator decides.
pub const MAX_RETURNS: usize = 2;

/// Why a permitted action cannot be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untimely {
    /// The state does not allow it.
    State,
    /// Its window has closed.
    Window,
    /// Other agencies have not answered yet.
    AssignmentsOpen,
    /// Cases that were split off have not ended yet.
    ChildrenOpen,
    /// It is no question on the desk of a body.
    NotConvertible,
}

/// The capacities in which the actor stands towards the case, strongest claim to act first.
pub fn capacities(actor: &Actor, complaint: &Complaint) -> Vec<ActorRole> {
    let mut found = Vec::new();
    match actor {
        Actor::Anonymous => {}
        Actor::System => found.push(ActorRole::System),
        Actor::SecretHolder(case) => {
            if *case == complaint.id.0 {
                found.push(Reporter);
            }
        }
        Actor::Person(person) => {
            if person.reported(complaint.reporter_key.as_ref()) {
                found.push(Reporter);
            }
            if unit(complaint).is_some_and(|unit| person.holds_at(Role::UnitLiaison, unit)) {
                found.push(UnitLiaison);
            }
            // Before the administrator: whoever is both may also dispose to other agencies and decide after returns.
            if coordinates(person, complaint) {
                found.push(MinistryCoordinator);
            }
            if complaint.inspectorate_id.is_some_and(|inspectorate| person.holds_at(Role::Apip, inspectorate)) {
                found.push(Apip);
            }
            // What the ministry itself has taken, its coordinator may handle as its administrator.
            let administers = person.holds_at(Role::AgencyAdmin, complaint.agency.id)
                || person.holds_at(Role::MinistryCoordinator, complaint.agency.id);
            if complaint.desk == Desk::Agency && administers {
                found.push(AgencyAdmin);
            }
            // A question may turn out to be a request, which is the information officer's.
            if complaint.is_bodys_question() && person.holds_at(Role::Ppid, complaint.agency.id) {
                found.push(Ppid);
            }
            if person.holds(Role::Ombudsman) {
                found.push(Ombudsman);
            }
            let has_part = |role: AssignmentRole| {
                complaint.assignments.iter().any(|has| has.is_active() && has.role == role && has.is_held_by(person))
            };
            if has_part(AssignmentRole::Supporting) {
                found.push(SupportingAgency);
            }
            if has_part(AssignmentRole::Copy) {
                found.push(CopiedAgency);
            }
        }
    }
    found
}

/// Whether the actor has the case in hand, and may look beyond it for others like it.
pub fn handles(actor: &Actor, complaint: &Complaint) -> bool {
    capacities(actor, complaint)
        .into_iter()
        .any(|role| !matches!(role, Reporter | Ppid | Ombudsman | ActorRole::System))
}

/// The unit that has the case. On an inspectorate's desk none has: what is noted there is how the inspectorate divides its work.
pub(crate) fn unit(complaint: &Complaint) -> Option<padi_kernel::id::AgencyId> {
    complaint.unit_id.filter(|_| complaint.desk != Desk::Inspectorate)
}

/// Whether the person coordinates this case: any, but not what an inspectorate examines of the coordinator's own house.
fn coordinates(person: &Person, complaint: &Complaint) -> bool {
    let accused = complaint.subject.and_then(|subject| subject.agency_id);
    let accused = accused.filter(|_| complaint.desk == Desk::Inspectorate);
    let blind = |grant: &Grant| accused.is_some_and(|agency| grant.reaches(agency));
    person.grants.iter().any(|grant| grant.role == Role::MinistryCoordinator && !blind(grant))
}

/// Whether the actor may do this to the case at all, whatever its state; the capacity in which, if so.
pub fn authorize(actor: &Actor, action: Action, complaint: &Complaint) -> Result<ActorRole, Denied> {
    // Every action is protected: without credentials the answer is the same whatever the case, and tells nothing of it.
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    crate::view::sight(actor, complaint)?;
    let capacities = capacities(actor, complaint);
    let permitted = |role: &ActorRole| permits(TABLE, &action, *role) && is_within_duty(*role, action, complaint);
    capacities.into_iter().find(permitted).ok_or(Denied::Forbidden)
}

/// As [`authorize`] for an act on one assignment: a supporting agency answers its own only.
pub fn authorize_on(
    actor: &Actor,
    action: Action,
    complaint: &Complaint,
    assignment: &Assignment,
) -> Result<ActorRole, Denied> {
    let role = authorize(actor, action, complaint)?;
    let own = || actor.person().is_some_and(|person| assignment.is_held_by(person));
    if role == SupportingAgency && !own() { Err(Denied::Forbidden) } else { Ok(role) }
}

/// What a capacity is trusted with, beyond the table: an administrator follows up only what no unit has, and does not decide
/// after two returns.
fn is_within_duty(role: ActorRole, action: Action, complaint: &Complaint) -> bool {
    match (role, action) {
        // What an inspectorate examines, it examines alone.
        (MinistryCoordinator, action) if complaint.desk == Desk::Inspectorate => action == Action::QualityReopen,
        (AgencyAdmin, Action::FollowUp | Action::AskReporter) => complaint.unit_id.is_none(),
        (AgencyAdmin, Action::Redispose) => complaint.returns_in_agency() < MAX_RETURNS,
        // A request tells its body who asks, and when: who hides decides that for themselves.
        (AgencyAdmin | Ppid, Action::Convert) => !complaint.hides(),
        // A postponed or archived case of an agency's desk is that desk's to take up again.
        (MinistryCoordinator, Action::Resume) => complaint.desk == Desk::Coordinator,
        _ => true,
    }
}

/// In what capacity the actor may read the original under lock.
pub fn authorize_original(actor: &Actor, complaint: &Complaint) -> Result<ActorRole, Denied> {
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    crate::view::sight(actor, complaint)?;
    let mut capacities = capacities(actor, complaint).into_iter();
    capacities.find(|role| READS_ORIGINAL.contains(role)).ok_or(Denied::Forbidden)
}

/// Whether the state of the case allows the action now.
pub fn timely(action: Action, complaint: &Complaint) -> Result<(), Untimely> {
    let state = complaint.state;
    // The lead has answered, and the reporter could accept if all had.
    if action == Action::Accept && complaint.answer_held_at.is_some() {
        return Err(Untimely::AssignmentsOpen);
    }
    if !lists(TABLE, &action, &state.tag()) {
        return Err(Untimely::State);
    }
    let runs = |code: &str| complaint.deadlines.open(code).is_some_and(|deadline| !deadline.is_overdue());
    match (action, state) {
        (Action::CompleteData, State::Archived(ArchiveReason::IncompleteLapsed)) if !runs("C9") => {
            Err(Untimely::Window)
        }
        (Action::CompleteData, State::Archived(reason)) if reason != ArchiveReason::IncompleteLapsed => {
            Err(Untimely::State)
        }
        (Action::Resume, State::Postponed(PostponedFrom::InProcess)) => Err(Untimely::State),
        // The coordinator's desk is the last: there is none above it.
        (Action::NotAuthority, State::Unverified) if complaint.desk == Desk::Coordinator => Err(Untimely::State),
        // Without a unit there is nobody who could return it.
        (Action::Return, State::NotFollowedUp) if complaint.unit_id.is_none() => Err(Untimely::State),
        (Action::StartDialogue, _) if !dialogue::can_start(complaint) => Err(Untimely::State),
        (Action::ExitDialogue, _) if !dialogue::can_exit(complaint) => Err(Untimely::State),
        (Action::Accept, State::AwaitingReporter) if complaint.open_children > 0 => Err(Untimely::ChildrenOpen),
        (Action::Reopen, State::Completed) if complaint.reopened_count >= MAX_REOPENINGS => Err(Untimely::State),
        (Action::Reopen, State::Completed) if !runs("C10") => Err(Untimely::Window),
        // There is nothing stricter.
        (Action::Restrict, _) if complaint.is_anonymous && complaint.is_secret => Err(Untimely::State),
        (Action::ConcludeExamination, _) if !complaint.is_examined() => Err(Untimely::State),
        (Action::Convert, _) if !complaint.is_bodys_question() => Err(Untimely::NotConvertible),
        (Action::Explain, _) if complaint.deadlines.open("C15").is_none() => Err(Untimely::State),
        _ => Ok(()),
    }
}

/// What the actor may do to the case now, in the order of the table.
pub fn allowed_actions(actor: &Actor, complaint: &Complaint) -> Vec<Action> {
    TABLE
        .iter()
        .map(|row| row.action)
        .filter(|action| Action::ALL.contains(action))
        .filter(|action| timely(*action, complaint).is_ok() && authorize(actor, *action, complaint).is_ok())
        .collect()
}
