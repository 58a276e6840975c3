//! What people are told of (pemberitahuan), of every kind of case and of their own account.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::rule::UnknownName;

/// What a notification is about. Each kind can be had by mail or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A case was received (tanda terima).
    Receipt,
    /// A case was given to somebody (disposisi).
    Disposition,
    /// Something was done about a case, or said (tindak lanjut).
    FollowUp,
    /// Data are missing (permintaan data).
    Question,
    /// A case has ended (penyelesaian).
    Completion,
    /// A term comes to its end (pengingat).
    Reminder,
    /// A term has passed (eskalasi).
    Escalation,
    /// Somebody read the identity of a reporter (pembukaan identitas).
    IdentityRevealed,
    /// Somebody signed in to the account (masuk akun).
    SignIn,
    /// An import has ended (impor).
    ImportFinished,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Receipt,
        Self::Disposition,
        Self::FollowUp,
        Self::Question,
        Self::Completion,
        Self::Reminder,
        Self::Escalation,
        Self::IdentityRevealed,
        Self::SignIn,
        Self::ImportFinished,
    ];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Disposition => "disposition",
            Self::FollowUp => "follow_up",
            Self::Question => "question",
            Self::Completion => "completion",
            Self::Reminder => "reminder",
            Self::Escalation => "escalation",
            Self::IdentityRevealed => "identity_revealed",
            Self::SignIn => "sign_in",
            Self::ImportFinished => "import_finished",
        }
    }
}

impl fmt::Display for NoticeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for NoticeKind {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}
