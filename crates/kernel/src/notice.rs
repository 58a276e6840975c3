//! What people are told of (pemberitahuan), of every kind of case and of their own account.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    actor::{Actor, Grant, Person, ReporterKey, Role},
    id::{AgencyId, GrantId, UserId},
    rule::UnknownName,
};

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

/// Where a role must be held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seat {
    /// At the agency, or above it within the same body.
    At(AgencyId),
    /// At an agency of the province.
    Province(String),
    /// Anywhere.
    Anywhere,
    /// Anywhere but at the agency and above it: whoever is of the same house as the accused.
    Outside(AgencyId),
}

/// Everybody who holds a role somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The role.
    pub role: Role,
    /// Where.
    pub seat: Seat,
}

impl Post {
    /// The role at the agency.
    pub fn at(role: Role, agency: AgencyId) -> Self {
        Self { role, seat: Seat::At(agency) }
    }

    /// Somebody who holds the post and nothing else, to ask what they may see of a case that the agency has, or a unit of it: who
    /// holds it at the agency reaches the unit below.
    pub fn holder(&self, agency: AgencyId, unit: Option<AgencyId>) -> Actor {
        let (agency_id, province) = match &self.seat {
            Seat::At(at) => (*at, None),
            Seat::Province(code) => (AgencyId(Uuid::nil()), Some(code.clone())),
            Seat::Anywhere | Seat::Outside(_) => (AgencyId(Uuid::nil()), None),
        };
        let below = unit.filter(|_| agency_id == agency);
        let reach = [agency_id].into_iter().chain(below).collect();
        let grant = Grant { id: GrantId(Uuid::nil()), role: self.role, agency_id, body: agency, reach, province };
        Actor::Person(Person {
            user: UserId(Uuid::nil()),
            reporter_key: ReporterKey(Vec::new()),
            former_reporter_keys: Vec::new(),
            grants: vec![grant],
            second_factor: false,
        })
    }
}
