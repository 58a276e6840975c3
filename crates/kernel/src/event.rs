//! Events: what happened to a case, for whose eyes. Timeline, feed, notices and statistics are made from them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::ActorRole,
    id::{AttachmentId, EventId, UserId},
};

/// Who may see an event, or its text. Each audience includes those after it: what the public sees, all see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody who may see the case.
    Public,
    /// The reporter and the handlers.
    Reporter,
    /// The officers who handle the case.
    Handlers,
}

impl Audience {
    /// Every audience.
    pub const ALL: [Self; 3] = [Self::Public, Self::Reporter, Self::Handlers];

    /// The name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Reporter => "reporter",
            Self::Handlers => "handlers",
        }
    }

    /// Reads the database's name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.name() == text)
    }
}

/// Who did it: the capacity, and the account if a person with one acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// In what capacity.
    pub role: ActorRole,
    /// The acting account; absent for the scheduler, and for every reporter (their identity stays sealed apart).
    pub user: Option<UserId>,
}

impl By {
    /// The scheduler.
    pub const SYSTEM: Self = Self { role: ActorRole::System, user: None };
    /// The reporter of the case.
    pub const REPORTER: Self = Self { role: ActorRole::Reporter, user: None };
}

/// Words that go with an event, and who may read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The text as written.
    pub text: String,
    /// Who may read it.
    pub audience: Audience,
}

/// One thing that happened to a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// `complaint.submitted`, `complaint.verified`, ...
    pub kind: &'static str,
    /// When, by the law's clock.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: By,
    /// The state before, absent for the first event.
    pub from_state: Option<&'static str>,
    /// The state after.
    pub to_state: &'static str,
    /// Who may see that it happened.
    pub audience: Audience,
    /// What was said with it.
    pub words: Option<Words>,
    /// Facts for the projections: ids, codes, numbers; never personal data.
    pub data: serde_json::Value,
}

/// An event as it was read back.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedEvent {
    /// Its id.
    pub id: EventId,
    /// Of which kind of case.
    pub case_kind: String,
    /// Its kind.
    pub kind: String,
    /// When, by the law's clock.
    pub at: DateTime<Utc>,
    /// In what capacity somebody acted.
    pub actor_role: ActorRole,
    /// The state before.
    pub from_state: Option<String>,
    /// The state after.
    pub to_state: String,
    /// Who may see that it happened.
    pub audience: Audience,
    /// What was said with it.
    pub words: Option<Words>,
    /// The attachments that belong to it.
    pub attachments: Vec<AttachmentId>,
}
