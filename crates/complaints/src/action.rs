//! The actions on a complaint, by their names in the API.

use std::{fmt, str::FromStr};

use padi_kernel::rule::UnknownName;
use serde::{Deserialize, Serialize};

/// What somebody can do to a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Examine and dispose (verifikasi dan disposisi).
    Verify,
    /// Examine and keep (kelola sendiri).
    Handle,
    /// Wait for missing data (tunda).
    Postpone,
    /// The reporter completes the data (lengkapi).
    CompleteData,
    /// The desk goes on without waiting (lanjutkan).
    Resume,
    /// Not handled, for a reason (arsipkan).
    Archive,
    /// Not this agency's to handle (bukan wewenang).
    NotAuthority,
    /// The unit gives it back (bukan wewenang unit).
    Return,
    /// Give it to a unit of the same agency (disposisi ulang).
    Redispose,
    /// To another agency through the coordinator (teruskan ke instansi lain).
    Forward,
    /// Say what was done (tindak lanjut).
    FollowUp,
    /// Ask the reporter for data (minta data).
    AskReporter,
    /// The reporter is not satisfied with the answer (tanggapi).
    Reply,
    /// The reporter is satisfied (terima).
    Accept,
    /// The administrator adds to the answer (komentar administrator).
    Comment,
    /// The reporter rates (nilai).
    Rate,
    /// The reporter has it opened again (banding).
    Reopen,
    /// A supervisor has it opened again.
    QualityReopen,
    /// The reporter takes it back (cabut).
    Withdraw,
    /// Out of the archive (buka arsip).
    Unarchive,
    /// Onto the informal track (mulai dialog, Propartif).
    StartDialogue,
    /// Back to the formal track (keluar dari dialog).
    ExitDialogue,
    /// Make anonymous or secret, never the other way (perketat kerahasiaan).
    Restrict,
    /// Write, change or remove the text for the public, or lock the original away (redaksi).
    Redact,
    /// Another agency helps or is kept informed (instansi pendukung, tembusan).
    AddSupport,
    /// It is the same as another case (gabungkan laporan ganda).
    Merge,
    /// Parts of it become cases of their own (pecah laporan).
    Split,
    /// A question becomes a request under UU 14/2008 (jadikan permohonan informasi).
    Convert,
    /// The inspectorate's conclusion (simpulan pemeriksaan).
    ConcludeExamination,
    /// The Ombudsman asks for an explanation (permintaan penjelasan).
    RequestExplanation,
    /// The explanation to the Ombudsman (penjelasan).
    Explain,
    /// A supporting agency answers its assignment; its path is the assignment's, and [`Action::ALL`] does not hold it.
    AnswerAssignment,
    /// The lead no longer waits for a supporting agency, or takes a copy back; as [`Action::AnswerAssignment`].
    ReleaseAssignment,
}

impl Action {
    /// Every action on a case as a whole.
    pub const ALL: [Self; 31] = [
        Self::Verify,
        Self::Handle,
        Self::Postpone,
        Self::CompleteData,
        Self::Resume,
        Self::Archive,
        Self::NotAuthority,
        Self::Return,
        Self::Redispose,
        Self::Forward,
        Self::FollowUp,
        Self::AskReporter,
        Self::Reply,
        Self::Accept,
        Self::Comment,
        Self::Rate,
        Self::Reopen,
        Self::QualityReopen,
        Self::Withdraw,
        Self::Unarchive,
        Self::StartDialogue,
        Self::ExitDialogue,
        Self::Restrict,
        Self::Redact,
        Self::AddSupport,
        Self::Merge,
        Self::Split,
        Self::Convert,
        Self::ConcludeExamination,
        Self::RequestExplanation,
        Self::Explain,
    ];

    /// The name in `allowed_actions`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Handle => "handle",
            Self::Postpone => "postpone",
            Self::CompleteData => "complete_data",
            Self::Resume => "resume",
            Self::Archive => "archive",
            Self::NotAuthority => "not_authority",
            Self::Return => "return",
            Self::Redispose => "redispose",
            Self::Forward => "forward",
            Self::FollowUp => "follow_up",
            Self::AskReporter => "ask_reporter",
            Self::Reply => "reply",
            Self::Accept => "accept",
            Self::Comment => "comment",
            Self::Rate => "rate",
            Self::Reopen => "reopen",
            Self::QualityReopen => "quality_reopen",
            Self::Withdraw => "withdraw",
            Self::Unarchive => "unarchive",
            Self::StartDialogue => "start_dialogue",
            Self::ExitDialogue => "exit_dialogue",
            Self::Restrict => "restrict",
            Self::Redact => "redact",
            Self::ConcludeExamination => "conclude_examination",
            Self::RequestExplanation => "request_explanation",
            Self::Explain => "explain",
            Self::AddSupport => "add_support",
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Convert => "convert",
            Self::AnswerAssignment => "answer",
            Self::ReleaseAssignment => "release",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Action {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|action| action.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}
