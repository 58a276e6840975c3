//! The closed lists of complaints as the API writes them. Each `From` is exhaustive: a new value does not compile until the API has
//! decided how to show it.

use padi_complaints::{command, state};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// State of a complaint (status laporan). More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ComplaintState {
    /// Received, not examined (belum terverifikasi).
    Unverified,
    /// Waits for the reporter's data (ditunda).
    Postponed,
    /// Disposed, nothing done yet (belum ditindaklanjuti).
    NotFollowedUp,
    /// Being worked on (dalam proses).
    InProcess,
    /// Answered in substance; the reporter has ten working days to reply.
    AwaitingReporter,
    /// Closed (selesai).
    Completed,
    /// Not handled (diarsipkan).
    Archived,
    /// Taken back by the reporter (dicabut).
    Withdrawn,
    /// A question that goes on as a request for information (menjadi permohonan informasi).
    Converted,
}

impl From<state::StateTag> for ComplaintState {
    fn from(tag: state::StateTag) -> Self {
        match tag {
            state::StateTag::Unverified => Self::Unverified,
            state::StateTag::Postponed => Self::Postponed,
            state::StateTag::NotFollowedUp => Self::NotFollowedUp,
            state::StateTag::InProcess => Self::InProcess,
            state::StateTag::AwaitingReporter => Self::AwaitingReporter,
            state::StateTag::Completed => Self::Completed,
            state::StateTag::Archived => Self::Archived,
            state::StateTag::Withdrawn => Self::Withdrawn,
            state::StateTag::Converted => Self::Converted,
        }
    }
}

impl From<ComplaintState> for state::StateTag {
    fn from(state: ComplaintState) -> Self {
        match state {
            ComplaintState::Unverified => Self::Unverified,
            ComplaintState::Postponed => Self::Postponed,
            ComplaintState::NotFollowedUp => Self::NotFollowedUp,
            ComplaintState::InProcess => Self::InProcess,
            ComplaintState::AwaitingReporter => Self::AwaitingReporter,
            ComplaintState::Completed => Self::Completed,
            ComplaintState::Archived => Self::Archived,
            ComplaintState::Withdrawn => Self::Withdrawn,
            ComplaintState::Converted => Self::Converted,
        }
    }
}

/// Class of a complaint (klasifikasi laporan): `complaint` until it is verified. More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ComplaintClass {
    /// Filed as a complaint (pengaduan), not yet examined.
    Complaint,
    /// Suggestion, hope or praise (aspirasi).
    Aspiration,
    /// A question that a unit can answer (permintaan informasi).
    InformationQuestion,
    /// About service, without alleged abuse (tidak berkadar pengawasan).
    ComplaintNonSupervisory,
    /// Alleged abuse of power or breach of law (berkadar pengawasan).
    ComplaintSupervisory,
    /// Whistleblowing (WBS).
    Whistleblowing,
}

impl From<state::Class> for ComplaintClass {
    fn from(class: state::Class) -> Self {
        match class {
            state::Class::Complaint => Self::Complaint,
            state::Class::Aspiration => Self::Aspiration,
            state::Class::InformationQuestion => Self::InformationQuestion,
            state::Class::ComplaintNonSupervisory => Self::ComplaintNonSupervisory,
            state::Class::ComplaintSupervisory => Self::ComplaintSupervisory,
            state::Class::Whistleblowing => Self::Whistleblowing,
        }
    }
}

impl From<ComplaintClass> for state::Class {
    fn from(class: ComplaintClass) -> Self {
        match class {
            ComplaintClass::Complaint => Self::Complaint,
            ComplaintClass::Aspiration => Self::Aspiration,
            ComplaintClass::InformationQuestion => Self::InformationQuestion,
            ComplaintClass::ComplaintNonSupervisory => Self::ComplaintNonSupervisory,
            ComplaintClass::ComplaintSupervisory => Self::ComplaintSupervisory,
            ComplaintClass::Whistleblowing => Self::Whistleblowing,
        }
    }
}

/// Class under which a reporter files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FiledClass {
    /// Complaint (pengaduan).
    Complaint,
    /// Suggestion, hope or praise (aspirasi).
    Aspiration,
    /// Question (permintaan informasi).
    InformationQuestion,
}

impl From<FiledClass> for state::Class {
    fn from(class: FiledClass) -> Self {
        match class {
            FiledClass::Complaint => Self::Complaint,
            FiledClass::Aspiration => Self::Aspiration,
            FiledClass::InformationQuestion => Self::InformationQuestion,
        }
    }
}

/// Class that a desk finds at verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VerifiedClass {
    /// About service, without alleged abuse (tidak berkadar pengawasan): 14 working days.
    ComplaintNonSupervisory,
    /// Alleged abuse of power (berkadar pengawasan): 60 working days; anonymous and secret unless said otherwise.
    ComplaintSupervisory,
    /// Suggestion, hope or praise (aspirasi): 5 working days.
    Aspiration,
    /// Question (permintaan informasi): 5 working days.
    InformationQuestion,
    /// Whistleblowing (WBS): as supervisory.
    Whistleblowing,
}

impl From<VerifiedClass> for state::Class {
    fn from(class: VerifiedClass) -> Self {
        match class {
            VerifiedClass::ComplaintNonSupervisory => Self::ComplaintNonSupervisory,
            VerifiedClass::ComplaintSupervisory => Self::ComplaintSupervisory,
            VerifiedClass::Aspiration => Self::Aspiration,
            VerifiedClass::InformationQuestion => Self::InformationQuestion,
            VerifiedClass::Whistleblowing => Self::Whistleblowing,
        }
    }
}

/// Reason for archiving (alasan pengarsipan) that an officer may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ArchiveReason {
    /// Not written as a complaint can be read.
    WrongFormat,
    /// Too general to act upon.
    TooGeneral,
    /// Not about what government does.
    NotRelevant,
    /// The same is handled in another case.
    Duplicate,
    /// Not about a public service.
    NotPublicService,
    /// Is or was before a court.
    InCourt,
    /// Hatred or obscenity.
    SaraOrObscene,
    /// Advertisement.
    AdvertisementSpam,
    /// A test.
    Test,
}

impl From<ArchiveReason> for state::ArchiveReason {
    fn from(reason: ArchiveReason) -> Self {
        match reason {
            ArchiveReason::WrongFormat => Self::WrongFormat,
            ArchiveReason::TooGeneral => Self::TooGeneral,
            ArchiveReason::NotRelevant => Self::NotRelevant,
            ArchiveReason::Duplicate => Self::Duplicate,
            ArchiveReason::NotPublicService => Self::NotPublicService,
            ArchiveReason::InCourt => Self::InCourt,
            ArchiveReason::SaraOrObscene => Self::SaraOrObscene,
            ArchiveReason::AdvertisementSpam => Self::AdvertisementSpam,
            ArchiveReason::Test => Self::Test,
        }
    }
}

/// Kind of follow-up (jenis tindak lanjut).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FollowUpType {
    /// 'We have it', no more.
    Acknowledgement,
    /// Something was done, more comes.
    Progress,
    /// The answer; starts the reporter's ten working days.
    Substantive,
}

impl From<FollowUpType> for command::FollowUpType {
    fn from(kind: FollowUpType) -> Self {
        match kind {
            FollowUpType::Acknowledgement => Self::Acknowledgement,
            FollowUpType::Progress => Self::Progress,
            FollowUpType::Substantive => Self::Substantive,
        }
    }
}
