//! The transitions: one method for each action, the only place that knows what it does to state, clocks and timeline.

mod desk;
mod dialogue;
mod erasure;
mod handling;
mod relation;
mod reporter;
mod secrecy;
mod step;
mod supervision;
mod support;

use chrono::{DateTime, Utc};
use padi_kernel::{
    actor::ActorRole,
    calendar::OutOfRange,
    changed::Changed,
    deadlines::{DeadlineError, Law},
    event::By,
    id::AttachmentId,
};

use crate::{
    command::{Body, Command},
    complaint::Complaint,
    policy::{self, Untimely},
};

pub(crate) use step::{Step, for_reporter};

/// What every transition is given.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The law's now.
    pub now: DateTime<Utc>,
    /// Rules and calendar.
    pub law: Law<'a>,
    /// The ministry, whose coordinator has the last desk.
    pub ministry: &'a Body,
    /// Attachments of the case that belong to what is done.
    pub attachments: &'a [AttachmentId],
}

/// Why a transition was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The state does not allow it.
    #[error("the state does not allow it")]
    State,
    /// Its window has closed.
    #[error("the window has closed")]
    Window,
    /// The unit gave the case back before.
    #[error("the unit gave it back before")]
    UnitAlreadyReturned,
    /// The administrator may dispose within the own agency only.
    #[error("only within the own agency")]
    OtherAgency,
    /// The case would come to the accused unit, or nobody stands above the accused.
    #[error("a conflict of interest")]
    ConflictOfInterest,
    /// Other agencies have not answered yet.
    #[error("other agencies have not answered yet")]
    AssignmentsOpen,
    /// Cases that were split off have not ended yet.
    #[error("cases that were split off have not ended yet")]
    ChildrenOpen,
    /// It is no question on the desk of a body.
    #[error("it is no question")]
    NotConvertible,
    /// The case to be kept hides more than the duplicate.
    #[error("the kept case hides more")]
    StricterTarget,
    /// A field makes no sense.
    #[error("{pointer}: {code}")]
    Invalid {
        /// JSON pointer to it.
        pointer: &'static str,
        /// Stable code.
        code: &'static str,
    },
    /// A clock could not be started.
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
}

impl From<OutOfRange> for Refused {
    fn from(error: OutOfRange) -> Self {
        Self::Deadline(error.into())
    }
}

impl Complaint {
    /// Does what is commanded, if the state allows it. Whether the actor may was asked before ([`policy::authorize`]); `by`
    /// carries the capacity that the policy found.
    pub fn apply(self, command: Command, by: By, context: &Context<'_>) -> Result<Changed<Self>, Refused> {
        policy::timely(command.action(), &self)?;
        let mut step = Step::new(self, by, context.clone());
        match command {
            Command::Verify(findings, target) => step.verify(findings, target)?,
            Command::Handle(findings, body) => step.handle(findings, body)?,
            Command::Postpone(missing) => step.postpone(missing)?,
            Command::CompleteData { text } => step.complete_data(text)?,
            Command::Resume { note } => step.resume(note)?,
            Command::Archive { reason, reason_code } => step.archive(reason, reason_code)?,
            Command::NotAuthority { reason, suggested_agency_id } => step.not_authority(reason, suggested_agency_id)?,
            Command::Return { reason, suggested_unit_id } => step.give_back(reason, suggested_unit_id)?,
            Command::Redispose { unit_id, note } => step.redispose(unit_id, note)?,
            Command::Forward { reason, suggested_agency_id } => step.forward(reason, suggested_agency_id)?,
            Command::FollowUp(follow_up) => step.follow_up(follow_up)?,
            Command::AskReporter(missing) => step.ask_reporter(missing)?,
            Command::Reply { text } => step.reply(text)?,
            Command::Accept(rating) => step.accept(rating)?,
            Command::Comment { text } => step.comment(text)?,
            Command::Rate(rating) => step.rate(rating),
            Command::Reopen { reason } => step.reopen(reason)?,
            Command::QualityReopen { reason } => step.quality_reopen(reason)?,
            Command::Withdraw { reason } => step.withdraw(reason),
            Command::Unarchive { reason } => step.unarchive(reason)?,
            Command::StartDialogue { note } => step.start_dialogue(note)?,
            Command::ExitDialogue { reason } => step.exit_dialogue(reason),
            Command::Restrict { is_anonymous, is_secret, reason } => step.restrict(is_anonymous, is_secret, reason)?,
            Command::Redact(redaction) => step.redact(redaction)?,
            Command::ConcludeExamination { result, text } => step.conclude_examination(result, text)?,
            Command::RequestExplanation { text } => step.request_explanation(text)?,
            Command::Explain { text } => step.explain(text),
            Command::AddSupport(support) => step.add_support(support)?,
            Command::Merge { kept, reason } => step.merge(kept, reason)?,
            Command::Split { parts, reason } => step.split(&parts, reason),
            Command::Convert { request_id, reason } => step.convert(request_id, reason),
            Command::AnswerAssignment { id, text } => step.answer_assignment(id, text)?,
            Command::ReleaseAssignment { id, reason } => step.release_assignment(id, reason)?,
        }
        Ok(step.done())
    }

    /// Whether the capacity is one that decides after returns and across agencies.
    pub(crate) fn is_coordinator(by: By) -> bool {
        by.role == ActorRole::MinistryCoordinator
    }
}

impl From<Untimely> for Refused {
    fn from(untimely: Untimely) -> Self {
        match untimely {
            Untimely::State => Self::State,
            Untimely::Window => Self::Window,
            Untimely::AssignmentsOpen => Self::AssignmentsOpen,
            Untimely::ChildrenOpen => Self::ChildrenOpen,
            Untimely::NotConvertible => Self::NotConvertible,
        }
    }
}
