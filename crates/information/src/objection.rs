//! An objection (keberatan, UU 14/2008 Ps 35-37) to how a request was dealt with, or to periodic information that is not there.

pub mod admissible;
mod answer;
pub mod command;
mod execution;
pub mod filing;
mod lapse;
pub mod notice;
pub mod policy;
mod transition;
pub mod view;

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    actor::ReporterKey,
    body::Body,
    channel::Channel,
    deadlines::{Deadlines, Span},
    id::{InformationRequestId, ObjectionId, UserId},
    zone::Locality,
};
use serde::{Deserialize, Serialize};

use crate::{registration::RegistrationNumber, step::Case};

pub use execution::ObjectionEffect;
pub use filing::{About, Filing};

/// The word for this kind of case in events, deadlines and the feed.
pub const CASE_KIND: &str = "objection";

named! {
    /// Why somebody objects (alasan keberatan, UU 14/2008 Ps 35(1) a-g).
    Ground {
        /// Refused as exempt (penolakan berdasarkan alasan pengecualian). Never settled, never mediated.
        A = "a",
        /// Periodic information is not provided (tidak disediakannya informasi berkala).
        B = "b",
        /// Not answered (tidak ditanggapinya permintaan).
        C = "c",
        /// Answered not as asked (ditanggapi tidak sebagaimana yang diminta).
        D = "d",
        /// Not fulfilled (tidak dipenuhinya permintaan).
        E = "e",
        /// An unreasonable cost (pengenaan biaya yang tidak wajar).
        F = "f",
        /// Later than the law allows (penyampaian melebihi waktu).
        G = "g",
    }

    /// Where an objection stands.
    State {
        /// Recorded at a desk, not yet registered (diajukan).
        Filed = "filed",
        /// In the register; the superior's term runs (terdaftar).
        Registered = "registered",
        /// With the consideration team (dalam pertimbangan).
        InReview = "in_review",
        /// Agreed (musyawarah mencapai kesepakatan).
        Settled = "settled",
        /// Answered (ditanggapi).
        Answered = "answered",
        /// The superior's term passed (tidak ditanggapi).
        Unanswered = "unanswered",
        /// What was ordered or agreed is done (dilaksanakan).
        Executed = "executed",
        /// Before the Information Commission (disengketakan).
        Disputed = "disputed",
        /// The time to go there has passed (final).
        Final = "final",
        /// Taken back by the applicant (dicabut).
        Withdrawn = "withdrawn",
    }

    /// What the superior found (tanggapan atas keberatan).
    Verdict {
        /// All must be given (dikabulkan).
        Accepted = "accepted",
        /// A part must be given (dikabulkan sebagian).
        AcceptedPartial = "accepted_partial",
        /// What was decided stands (menguatkan).
        Confirmed = "confirmed",
        /// Late, or not the objector's to raise (tidak dapat diterima).
        Inadmissible = "inadmissible",
    }
}

impl Verdict {
    /// Whether something must be done.
    pub fn orders(self) -> bool {
        matches!(self, Self::Accepted | Self::AcceptedPartial)
    }
}

impl State {
    /// Whether the superior still owes an answer.
    pub fn awaits_answer(self) -> bool {
        matches!(self, Self::Filed | Self::Registered | Self::InReview | Self::Unanswered)
    }

    /// Whether it has ended.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Final | Self::Withdrawn)
    }
}

/// What the team advises (rekomendasi tim pertimbangan).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// The verdict that it advises.
    pub recommendation: Verdict,
    /// Why.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What the information officer offers (usulan kesepakatan).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// In words.
    pub text: String,
    /// By when it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Span>,
    /// When it was offered.
    pub at: DateTime<Utc>,
}

/// The superior's written answer (UU 14/2008 Ps 36(2), (3)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// In words; the reasons, where the decision is confirmed.
    pub text: String,
    /// What the information officer must do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Span>,
    /// When it was given.
    pub at: DateTime<Utc>,
}

/// That what was ordered or agreed was done (pelaksanaan).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Execution {
    /// In words; absent where the request was delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// That the applicant went to the Information Commission (permohonan sengketa).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// When it was filed there.
    pub filed_on: NaiveDate,
    /// With which Commission.
    pub commission: String,
    /// By what it is known there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// An objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Its id.
    pub id: ObjectionId,
    /// Its number in the register.
    pub registration_number: RegistrationNumber,
    /// The request that it is about; none for periodic information.
    pub request_id: Option<InformationRequestId>,
    /// SHA-256 of the secret of an applicant without account: that of the request, where there is one.
    pub tracking_secret_hash: Option<Vec<u8>>,
    /// The mark of the applicant's account.
    pub reporter_key: Option<ReporterKey>,
    /// The body whose superior answers.
    pub agency: Body,
    /// What was asked for, or should be there.
    pub information: String,
    /// When it was found that periodic information is not there.
    pub found_on: Option<NaiveDate>,
    /// Why, in the order of the letters.
    pub grounds: Vec<Ground>,
    /// What the information is for.
    pub purpose: Option<String>,
    /// The applicant's account of it (kasus posisi).
    pub case_position: Option<String>,
    /// Whether somebody acts for the applicant.
    pub has_proxy: bool,
    /// How it came in.
    pub channel: Channel,
    /// Whether it came after its window had closed.
    pub late: bool,
    /// Where it stands.
    pub state: State,
    /// What the superior found.
    pub result: Option<Verdict>,
    /// What the team advises, in order.
    pub recommendations: Vec<Recommendation>,
    /// What the information officer offers.
    pub proposal: Option<Proposal>,
    /// When it was settled.
    pub settled_at: Option<DateTime<Utc>>,
    /// The superior's answer.
    pub answer: Option<Answer>,
    /// Who answered.
    pub answered_by: Option<UserId>,
    /// That it was executed.
    pub execution: Option<Execution>,
    /// That the Commission has it.
    pub dispute: Option<Dispute>,
    /// Who had decided the request: they do not answer the objection.
    pub decided_by: Option<UserId>,
    /// Its clocks.
    pub deadlines: Deadlines,
    /// When it was received (handed in).
    pub received_at: DateTime<Utc>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Grows with each change of what anybody sees.
    pub version: i64,
}

impl Objection {
    /// The locality that its body's clocks run by.
    pub fn locality(&self) -> &Locality {
        &self.agency.locality
    }

    /// Whether a refusal by exemption is among the grounds: that is never settled (Ps 35(2)).
    pub fn excludes_settlement(&self) -> bool {
        self.grounds.contains(&Ground::A)
    }

    /// Whether something was ordered or agreed that is not yet done.
    pub fn owes_execution(&self) -> bool {
        let ordered = self.result.is_some_and(Verdict::orders) || self.settled_at.is_some();
        ordered && self.execution.is_none()
    }

    /// Whether the Commission has it.
    pub fn is_disputed(&self) -> bool {
        self.state == State::Disputed
    }
}

impl Case for Objection {
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
        self.received_at
    }

    fn updated_at(&self) -> DateTime<Utc> {
        self.updated_at
    }

    fn renew(&mut self, now: DateTime<Utc>) {
        self.version += 1;
        self.updated_at = now;
    }
}
