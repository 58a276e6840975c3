//! The actions with what they carry, references resolved.

pub use padi_kernel::body::Body;
use padi_kernel::id::{AgencyId, AssignmentId, AttachmentId, CategoryId, ComplaintId, InformationRequestId};

use crate::{
    action::Action,
    assignment::AssignmentRole,
    state::{ArchiveReason, Class},
    subject::{ExaminationResult, Examiner, Subject},
    tracking::TrackingNumber,
};

/// An officer's text for the public; the reporter's own words never are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicText {
    /// Title.
    pub title: String,
    /// Body.
    pub body: String,
}

/// What the desk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The class.
    pub class: Class,
    /// The category.
    pub category_id: CategoryId,
    /// A better title.
    pub title: Option<String>,
    /// Stricter: hide who reported. Never loosened against the reporter's choice.
    pub is_anonymous: Option<bool>,
    /// Stricter: hide the whole case from the public.
    pub is_secret: Option<bool>,
    /// A text for the public.
    pub public_text: Option<PublicText>,
    /// A note for the handlers.
    pub note: Option<String>,
    /// Who is accused, where the desk found it.
    pub subject: Option<Subject>,
    /// The inspectorate that is competent for the accused, which gets a supervisory complaint whatever the target; absent where
    /// none is.
    pub examiner: Option<Examiner>,
}

/// Where a verified case goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The agency.
    pub body: Body,
    /// A unit of it.
    pub unit_id: Option<AgencyId>,
}

/// What a follow-up is (jenis tindak lanjut).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpType {
    /// 'We have it', no more.
    Acknowledgement,
    /// Something was done, more comes.
    Progress,
    /// The answer; starts the reporter's window.
    Substantive,
}

impl FollowUpType {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::Progress => "progress",
            Self::Substantive => "substantive",
        }
    }
}

/// A follow-up (tindak lanjut).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// What it is.
    pub kind: FollowUpType,
    /// What was done.
    pub text: String,
    /// What proves it.
    pub evidence: Option<String>,
    /// Why there is nothing to prove it.
    pub no_evidence_reason: Option<String>,
}

/// The reporter's judgement (kepuasan).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rating {
    /// 1 to 5.
    pub stars: Option<i32>,
    /// Whether the matter is resolved.
    pub resolved: Option<bool>,
    /// In words.
    pub text: Option<String>,
}

/// Data that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Why the case waits.
    pub reason: String,
    /// What is asked for.
    pub missing: Vec<String>,
}

/// What an officer makes of the reporter's words for others (redaksi).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redaction {
    /// A text for the public, in place of any before.
    pub public_text: Option<PublicText>,
    /// Take the text for the public away.
    pub remove: bool,
    /// Whether handlers, too, get the text in place of the reporter's words; once locked, it stays so.
    pub lock_original: Option<bool>,
    /// The attachments that everybody may see who may see the case; the others are for those who handle it.
    pub public_attachment_ids: Option<Vec<AttachmentId>>,
}

/// A part in the case for another agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// The id of the new assignment.
    pub id: AssignmentId,
    /// What part.
    pub role: AssignmentRole,
    /// The agency.
    pub body: Body,
    /// A unit of it.
    pub unit_id: Option<AgencyId>,
    /// A note for the handlers.
    pub note: Option<String>,
}

/// A part of a case that becomes a case of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The id of the new case.
    pub id: ComplaintId,
    /// Its number.
    pub tracking_number: TrackingNumber,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub body: String,
    /// Its category.
    pub category_id: CategoryId,
    /// The body that handles it.
    pub agency: Body,
}

/// The case that a duplicate is merged into, as far as the rules ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The case.
    pub id: ComplaintId,
    /// Whether work on it has not ended.
    pub is_open: bool,
    /// Anonim.
    pub is_anonymous: bool,
    /// Rahasia.
    pub is_secret: bool,
}

/// An action with what it carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// See [`Action::Verify`].
    Verify(Findings, Target),
    /// See [`Action::Handle`]; the body is the verifying officer's.
    Handle(Findings, Body),
    /// See [`Action::Postpone`].
    Postpone(Missing),
    /// See [`Action::CompleteData`].
    CompleteData {
        /// The data.
        text: String,
    },
    /// See [`Action::Resume`].
    Resume {
        /// A note for the handlers.
        note: Option<String>,
    },
    /// See [`Action::Archive`].
    Archive {
        /// The reason in words.
        reason: String,
        /// The reason by code.
        reason_code: ArchiveReason,
    },
    /// See [`Action::NotAuthority`].
    NotAuthority {
        /// Why not.
        reason: String,
        /// Who then.
        suggested_agency_id: Option<AgencyId>,
    },
    /// See [`Action::Return`].
    Return {
        /// Why not.
        reason: String,
        /// Who then.
        suggested_unit_id: Option<AgencyId>,
    },
    /// See [`Action::Redispose`].
    Redispose {
        /// The unit.
        unit_id: AgencyId,
        /// A note for the handlers.
        note: Option<String>,
    },
    /// See [`Action::Forward`].
    Forward {
        /// Why.
        reason: String,
        /// To whom.
        suggested_agency_id: Option<AgencyId>,
    },
    /// See [`Action::FollowUp`].
    FollowUp(FollowUp),
    /// See [`Action::AskReporter`].
    AskReporter(Missing),
    /// See [`Action::Reply`].
    Reply {
        /// What is still wrong.
        text: String,
    },
    /// See [`Action::Accept`].
    Accept(Option<Rating>),
    /// See [`Action::Comment`].
    Comment {
        /// The addition.
        text: String,
    },
    /// See [`Action::Rate`].
    Rate(Rating),
    /// See [`Action::Reopen`].
    Reopen {
        /// Why.
        reason: String,
    },
    /// See [`Action::QualityReopen`].
    QualityReopen {
        /// Why.
        reason: String,
    },
    /// See [`Action::Withdraw`].
    Withdraw {
        /// Why.
        reason: Option<String>,
    },
    /// See [`Action::Unarchive`].
    Unarchive {
        /// Why.
        reason: String,
    },
    /// See [`Action::StartDialogue`].
    StartDialogue {
        /// A note for the handlers.
        note: Option<String>,
    },
    /// See [`Action::ExitDialogue`].
    ExitDialogue {
        /// Why.
        reason: String,
    },
    /// See [`Action::Restrict`].
    Restrict {
        /// Hide who reported.
        is_anonymous: Option<bool>,
        /// Hide the whole case from the public.
        is_secret: Option<bool>,
        /// Why.
        reason: String,
    },
    /// See [`Action::Redact`].
    Redact(Redaction),
    /// See [`Action::ConcludeExamination`].
    ConcludeExamination {
        /// What was found.
        result: ExaminationResult,
        /// In words, for the reporter.
        text: String,
    },
    /// See [`Action::RequestExplanation`].
    RequestExplanation {
        /// What is to be explained.
        text: String,
    },
    /// See [`Action::Explain`].
    Explain {
        /// The explanation.
        text: String,
    },
    /// See [`Action::AddSupport`].
    AddSupport(Support),
    /// See [`Action::Merge`].
    Merge {
        /// The case that stays.
        kept: Kept,
        /// Why they are the same.
        reason: String,
    },
    /// See [`Action::Split`].
    Split {
        /// The parts.
        parts: Vec<Part>,
        /// Why.
        reason: String,
    },
    /// See [`Action::Convert`].
    Convert {
        /// The id of the new request.
        request_id: InformationRequestId,
        /// Why.
        reason: String,
    },
    /// See [`Action::AnswerAssignment`].
    AnswerAssignment {
        /// Which.
        id: AssignmentId,
        /// The answer.
        text: String,
    },
    /// See [`Action::ReleaseAssignment`].
    ReleaseAssignment {
        /// Which.
        id: AssignmentId,
        /// Why.
        reason: String,
    },
}

impl Command {
    /// Which action it is.
    pub fn action(&self) -> Action {
        match self {
            Self::Verify(..) => Action::Verify,
            Self::Handle(..) => Action::Handle,
            Self::Postpone(_) => Action::Postpone,
            Self::CompleteData { .. } => Action::CompleteData,
            Self::Resume { .. } => Action::Resume,
            Self::Archive { .. } => Action::Archive,
            Self::NotAuthority { .. } => Action::NotAuthority,
            Self::Return { .. } => Action::Return,
            Self::Redispose { .. } => Action::Redispose,
            Self::Forward { .. } => Action::Forward,
            Self::FollowUp(_) => Action::FollowUp,
            Self::AskReporter(_) => Action::AskReporter,
            Self::Reply { .. } => Action::Reply,
            Self::Accept(_) => Action::Accept,
            Self::Comment { .. } => Action::Comment,
            Self::Rate(_) => Action::Rate,
            Self::Reopen { .. } => Action::Reopen,
            Self::QualityReopen { .. } => Action::QualityReopen,
            Self::Withdraw { .. } => Action::Withdraw,
            Self::Unarchive { .. } => Action::Unarchive,
            Self::StartDialogue { .. } => Action::StartDialogue,
            Self::ExitDialogue { .. } => Action::ExitDialogue,
            Self::Restrict { .. } => Action::Restrict,
            Self::Redact(_) => Action::Redact,
            Self::ConcludeExamination { .. } => Action::ConcludeExamination,
            Self::RequestExplanation { .. } => Action::RequestExplanation,
            Self::Explain { .. } => Action::Explain,
            Self::AddSupport(_) => Action::AddSupport,
            Self::Merge { .. } => Action::Merge,
            Self::Split { .. } => Action::Split,
            Self::Convert { .. } => Action::Convert,
            Self::AnswerAssignment { .. } => Action::AnswerAssignment,
            Self::ReleaseAssignment { .. } => Action::ReleaseAssignment,
        }
    }
}
