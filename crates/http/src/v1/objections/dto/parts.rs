//! What belongs to an objection: what is advised, offered, answered, done, and brought before the Commission.

use chrono::{DateTime, NaiveDate, Utc};
use padi_information::objection;
use padi_kernel::deadlines::Span;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::ObjectionResult;
use crate::timestamp::millis;
use crate::v1::case::TermUnit;
use crate::v1::rules::unit_of;

/// The longest term that is ordered or agreed.
const LENGTH_MAX: i32 = 1_000;

/// A term in which something must be done (jangka waktu pelaksanaan).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExecutionPeriod {
    /// How many units.
    #[validate(range(min = 1, max = LENGTH_MAX))]
    #[schema(minimum = 1, maximum = 1_000)]
    pub(crate) length: i32,
    /// What it counts.
    pub(crate) unit: TermUnit,
}

impl From<Span> for ExecutionPeriod {
    fn from(span: Span) -> Self {
        Self { length: span.length, unit: span.unit.into() }
    }
}

impl From<ExecutionPeriod> for Span {
    fn from(period: ExecutionPeriod) -> Self {
        Self { length: period.length, unit: unit_of(period.unit) }
    }
}

/// What the consideration team advises (rekomendasi tim pertimbangan).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ObjectionRecommendation {
    /// The answer that it advises.
    pub(crate) recommendation: ObjectionResult,
    /// Why.
    pub(crate) text: String,
    /// When.
    #[serde(serialize_with = "millis")]
    pub(crate) recommended_at: DateTime<Utc>,
}

impl From<&objection::Recommendation> for ObjectionRecommendation {
    fn from(advice: &objection::Recommendation) -> Self {
        let objection::Recommendation { recommendation, text, at } = advice.clone();
        Self { recommendation: recommendation.into(), text, recommended_at: at }
    }
}

/// What the information officer offers (usulan kesepakatan, UU 14/2008 Ps 35(2)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SettlementProposal {
    /// In words.
    pub(crate) text: String,
    /// By when it is done; absent where nothing was said, then seven working days since the settlement.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) period: Option<ExecutionPeriod>,
    /// When it was offered.
    #[serde(serialize_with = "millis")]
    pub(crate) proposed_at: DateTime<Utc>,
}

impl From<&objection::Proposal> for SettlementProposal {
    fn from(proposal: &objection::Proposal) -> Self {
        Self { text: proposal.text.clone(), period: proposal.period.map(Into::into), proposed_at: proposal.at }
    }
}

/// The superior's written answer (tanggapan tertulis atasan PPID, UU 14/2008 Ps 36(2), (3)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ObjectionAnswer {
    /// In words; the reasons, where the decision is confirmed or the objection is inadmissible.
    pub(crate) text: String,
    /// What the information officer must do (perintah kepada PPID), where it is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) order: Option<String>,
    /// By when; absent where nothing was said, then seven working days.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) period: Option<ExecutionPeriod>,
    /// When it was given.
    #[serde(serialize_with = "millis")]
    pub(crate) answered_at: DateTime<Utc>,
}

impl From<&objection::Answer> for ObjectionAnswer {
    fn from(answer: &objection::Answer) -> Self {
        let objection::Answer { text, order, period, at } = answer.clone();
        Self { text, order, period: period.map(Into::into), answered_at: at }
    }
}

/// That what was ordered or agreed is done (pelaksanaan).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ObjectionExecution {
    /// In words; absent where the request was delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) text: Option<String>,
    /// When it was recorded.
    #[serde(serialize_with = "millis")]
    pub(crate) executed_at: DateTime<Utc>,
}

impl From<&objection::Execution> for ObjectionExecution {
    fn from(execution: &objection::Execution) -> Self {
        Self { text: execution.text.clone(), executed_at: execution.at }
    }
}

/// That the Information Commission has it (sengketa informasi, UU 14/2008 Ps 37(2)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ObjectionDispute {
    /// When it was filed there.
    pub(crate) filed_on: NaiveDate,
    /// With which Commission (Komisi Informasi).
    pub(crate) commission: String,
    /// By what it is known there (nomor registrasi sengketa).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) reference: Option<String>,
}

impl From<&objection::Dispute> for ObjectionDispute {
    fn from(dispute: &objection::Dispute) -> Self {
        let objection::Dispute { filed_on, commission, reference } = dispute.clone();
        Self { filed_on, commission, reference }
    }
}
