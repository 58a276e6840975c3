//! Attachments of cases (lampiran), whatever the kind of case.

use std::{borrow::Cow, fmt, str::FromStr};

use chrono::{DateTime, Utc};

use crate::{
    actor::{Actor, ActorRole},
    id::{AttachmentId, UserId},
    rule::UnknownName,
};

/// How many attachments a case may have in all.
pub const MAX_ATTACHMENTS: u64 = 100;

/// How far an upload has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttachmentState {
    /// Received, not yet cleaned (menunggu).
    Pending,
    /// Cleaned; can be downloaded (siap).
    Ready,
    /// Could not be cleaned and is gone (ditolak).
    Rejected,
}

impl AttachmentState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Ready, Self::Rejected];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Ready => "ready",
            Self::Rejected => "rejected",
        }
    }
}

impl fmt::Display for AttachmentState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for AttachmentState {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|state| state.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// What an attachment hangs on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CaseRef {
    /// The kind of case, as in the event log.
    pub kind: Cow<'static, str>,
    /// The case's id.
    pub id: uuid::Uuid,
}

/// An attachment, without what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The n-th of its case, from 1.
    pub number: i32,
    /// How far it has come.
    pub state: AttachmentState,
    /// Its media type by content, out of those that are taken.
    pub content_type: String,
    /// In the uploader's words.
    pub description: Option<String>,
    /// Why it was rejected: a stable code.
    pub reject_reason: Option<String>,
    /// Whether an officer has opened it to everybody who may see the case.
    pub is_public: bool,
    /// In what capacity it was uploaded.
    pub uploaded_by_role: ActorRole,
    /// The officer who uploaded it; absent for the reporter.
    pub uploaded_by: Option<UserId>,
    /// When, by the law's clock.
    pub created_at: DateTime<Utc>,
}

impl Attachment {
    /// Whether the actor handed it in: the officer, or whoever is the reporter of the case.
    pub fn is_from(&self, actor: &Actor, is_reporter: impl FnOnce() -> bool) -> bool {
        match self.uploaded_by {
            Some(user) => actor.person().is_some_and(|person| person.user == user),
            None => is_reporter(),
        }
    }
}
