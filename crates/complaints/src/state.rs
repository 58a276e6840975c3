//! The states of a complaint (status laporan) and its class (klasifikasi).

use std::{fmt, str::FromStr};

pub use padi_kernel::channel::Channel;
use padi_kernel::rule::UnknownName;
use serde::{Deserialize, Serialize};

/// Where a postponed case goes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostponedFrom {
    /// The desk postponed its verification.
    Unverified,
    /// The handling unit asked the reporter for data.
    InProcess,
}

/// Why a case was archived (alasan pengarsipan).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArchiveReason {
    /// Not written as a complaint can be read (format salah).
    WrongFormat,
    /// Too general to act upon.
    TooGeneral,
    /// Not about what government does.
    NotRelevant,
    /// The same is handled in another case.
    Duplicate,
    /// Not about a public service.
    NotPublicService,
    /// Is or was before a court (objek peradilan).
    InCourt,
    /// Hatred or obscenity (SARA).
    SaraOrObscene,
    /// Advertisement.
    AdvertisementSpam,
    /// The reporter did not complete the data in time; only the scheduler gives it.
    IncompleteLapsed,
    /// A test.
    Test,
}

impl ArchiveReason {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::WrongFormat,
        Self::TooGeneral,
        Self::NotRelevant,
        Self::Duplicate,
        Self::NotPublicService,
        Self::InCourt,
        Self::SaraOrObscene,
        Self::AdvertisementSpam,
        Self::IncompleteLapsed,
        Self::Test,
    ];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::WrongFormat => "wrong_format",
            Self::TooGeneral => "too_general",
            Self::NotRelevant => "not_relevant",
            Self::Duplicate => "duplicate",
            Self::NotPublicService => "not_public_service",
            Self::InCourt => "in_court",
            Self::SaraOrObscene => "sara_or_obscene",
            Self::AdvertisementSpam => "advertisement_spam",
            Self::IncompleteLapsed => "incomplete_lapsed",
            Self::Test => "test",
        }
    }
}

/// The state, with what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Received, not examined (belum terverifikasi).
    Unverified,
    /// Waits for the reporter's data (ditunda).
    Postponed(PostponedFrom),
    /// Disposed, nothing done yet (belum ditindaklanjuti).
    NotFollowedUp,
    /// Being worked on (dalam proses).
    InProcess,
    /// Answered in substance; the reporter has ten working days (menunggu pelapor).
    AwaitingReporter,
    /// Closed (selesai).
    Completed,
    /// Not handled, and why (diarsipkan).
    Archived(ArchiveReason),
    /// Taken back by the reporter (dicabut).
    Withdrawn,
    /// A question that goes on as a request for information (menjadi permohonan informasi).
    Converted,
}

/// The state without its data: what is stored, filtered by and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateTag {
    /// See [`State::Unverified`].
    Unverified,
    /// See [`State::Postponed`].
    Postponed,
    /// See [`State::NotFollowedUp`].
    NotFollowedUp,
    /// See [`State::InProcess`].
    InProcess,
    /// See [`State::AwaitingReporter`].
    AwaitingReporter,
    /// See [`State::Completed`].
    Completed,
    /// See [`State::Archived`].
    Archived,
    /// See [`State::Withdrawn`].
    Withdrawn,
    /// See [`State::Converted`].
    Converted,
}

impl State {
    /// The tag.
    pub fn tag(self) -> StateTag {
        match self {
            Self::Unverified => StateTag::Unverified,
            Self::Postponed(_) => StateTag::Postponed,
            Self::NotFollowedUp => StateTag::NotFollowedUp,
            Self::InProcess => StateTag::InProcess,
            Self::AwaitingReporter => StateTag::AwaitingReporter,
            Self::Completed => StateTag::Completed,
            Self::Archived(_) => StateTag::Archived,
            Self::Withdrawn => StateTag::Withdrawn,
            Self::Converted => StateTag::Converted,
        }
    }

    /// Whether work on the case has not ended.
    pub fn is_open(self) -> bool {
        !self.tag().is_end()
    }
}

impl StateTag {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Unverified,
        Self::Postponed,
        Self::NotFollowedUp,
        Self::InProcess,
        Self::AwaitingReporter,
        Self::Completed,
        Self::Archived,
        Self::Withdrawn,
        Self::Converted,
    ];

    /// Whether a case that stands there is closed.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Completed | Self::Archived | Self::Withdrawn | Self::Converted)
    }

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unverified => "unverified",
            Self::Postponed => "postponed",
            Self::NotFollowedUp => "not_followed_up",
            Self::InProcess => "in_process",
            Self::AwaitingReporter => "awaiting_reporter",
            Self::Completed => "completed",
            Self::Archived => "archived",
            Self::Withdrawn => "withdrawn",
            Self::Converted => "converted",
        }
    }
}

impl fmt::Display for StateTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for StateTag {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|tag| tag.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// The class of a case: as filed by the reporter, then as found by the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Filed as a complaint (pengaduan), not yet examined.
    Complaint,
    /// Suggestion, hope or praise (aspirasi).
    Aspiration,
    /// A question that a unit can answer (permintaan informasi); not a request under UU 14/2008.
    InformationQuestion,
    /// About service, without alleged abuse (tidak berkadar pengawasan).
    ComplaintNonSupervisory,
    /// Alleged abuse of power or breach of law (berkadar pengawasan).
    ComplaintSupervisory,
    /// Whistleblowing (WBS).
    Whistleblowing,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 6] = [
        Self::Complaint,
        Self::Aspiration,
        Self::InformationQuestion,
        Self::ComplaintNonSupervisory,
        Self::ComplaintSupervisory,
        Self::Whistleblowing,
    ];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Aspiration => "aspiration",
            Self::InformationQuestion => "information_question",
            Self::ComplaintNonSupervisory => "complaint_non_supervisory",
            Self::ComplaintSupervisory => "complaint_supervisory",
            Self::Whistleblowing => "whistleblowing",
        }
    }

    /// Whether a reporter may file under it.
    pub fn is_filed(self) -> bool {
        matches!(self, Self::Complaint | Self::Aspiration | Self::InformationQuestion)
    }

    /// Whether a desk may find it at verification.
    pub fn is_verified(self) -> bool {
        self != Self::Complaint
    }

    /// Whether it alleges abuse of power: such a case cannot be withdrawn from the examiners.
    pub fn is_supervisory(self) -> bool {
        matches!(self, Self::ComplaintSupervisory | Self::Whistleblowing)
    }

    /// Whether it complains of something, so that a substantive answer needs evidence.
    pub fn is_complaint(self) -> bool {
        !matches!(self, Self::Aspiration | Self::InformationQuestion)
    }
}

impl FromStr for Class {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|class| class.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}
