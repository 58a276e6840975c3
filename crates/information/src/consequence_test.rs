//! A consequence test (uji konsekuensi, UU 14/2008 Ps 19; Perki 1/2021 Ps 49): what follows if information is opened, and if not.

pub mod period;
pub mod policy;
mod transition;

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    body::Body,
    deadlines::Deadlines,
    id::{ConsequenceTestId, ExemptionId, InformationRequestId, UserId},
    zone::Locality,
};

use crate::{article::Article, request::command::Proof, step::Case};
use period::Period;

pub use transition::{Command, Draft};

/// The word for this kind of case in events.
pub const CASE_KIND: &str = "consequence_test";

named! {
    /// What a test found (hasil uji).
    TestOutcome {
        /// It is opened (dibuka).
        Open = "open",
        /// A part is exempt, and blacked out (dikecualikan sebagian).
        PartialRedact = "partial_redact",
        /// It is exempt as a whole (dikecualikan).
        Exempt = "exempt",
    }

    /// Where a test stands.
    State {
        /// Being written (draf).
        Draft = "draft",
        /// Handed to the superior (diajukan).
        Submitted = "submitted",
        /// Approved (disetujui).
        Approved = "approved",
        /// Not approved (ditolak).
        Rejected = "rejected",
    }
}

impl TestOutcome {
    /// Whether something is kept back.
    pub fn withholds(self) -> bool {
        matches!(self, Self::PartialRedact | Self::Exempt)
    }
}

/// What the sheet says (lembar uji konsekuensi). Only its end is checked: a draft may lack anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Exactly which part.
    pub information: String,
    /// The letter of Ps 17.
    pub article: Option<Article>,
    /// Another law.
    pub law: Option<String>,
    /// What follows if it is opened.
    pub consequence_if_opened: Option<String>,
    /// What follows if it is kept.
    pub consequence_if_closed: Option<String>,
    /// What the public gains (kepentingan publik).
    pub public_interest: Option<String>,
    /// For how long.
    pub period: Period,
    /// What was found.
    pub outcome: Option<TestOutcome>,
    /// Who took part.
    pub participants: Vec<String>,
    /// When it was held.
    pub held_on: Option<NaiveDate>,
}

/// A consequence test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsequenceTest {
    /// Its id.
    pub id: ConsequenceTestId,
    /// The body.
    pub agency: Body,
    /// The request that asked for it; none where it comes before any.
    pub request_id: Option<InformationRequestId>,
    /// The exemption that is tested anew (pengujian ulang).
    pub exemption_id: Option<ExemptionId>,
    /// What it says.
    pub sheet: Sheet,
    /// Where it stands.
    pub state: State,
    /// Who wrote in it: none of them approves it.
    pub authors: Vec<UserId>,
    /// The decree that fixed it.
    pub decree_number: Option<String>,
    /// Why it was rejected.
    pub rejection_reason: Option<String>,
    /// Who decided.
    pub decided_by: Option<UserId>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// It runs by no clock.
    pub deadlines: Deadlines,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Grows with each change.
    pub version: i64,
}

impl ConsequenceTest {
    /// What it proves for an answer to that request: an approved test made for it, or of the same body for an exemption that is still
    /// in force (`in_force`). Nothing else.
    pub fn proof(&self, request: InformationRequestId, body: &Body, in_force: bool) -> Option<Proof> {
        let of_body = self.agency.id == body.id;
        let may_cite = self.request_id == Some(request) || in_force;
        if self.state != State::Approved || !of_body || !may_cite {
            return None;
        }
        Some(Proof { test_id: self.id, article: self.sheet.article?, outcome: self.sheet.outcome? })
    }
}

impl Case for ConsequenceTest {
    fn state_name(&self) -> &'static str {
        self.state.name()
    }

    fn deadlines(&self) -> &Deadlines {
        &self.deadlines
    }

    fn deadlines_mut(&mut self) -> &mut Deadlines {
        &mut self.deadlines
    }

    fn locality(&self) -> &Locality {
        &self.agency.locality
    }

    fn received_at(&self) -> DateTime<Utc> {
        self.created_at
    }

    fn updated_at(&self) -> DateTime<Utc> {
        self.updated_at
    }

    fn renew(&mut self, now: DateTime<Utc>) {
        self.version += 1;
        self.updated_at = now;
    }
}
