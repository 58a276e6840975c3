//! Objections as they go out. Built from `Seen` only, which the policy has cut to the viewer.

mod enums;
mod parts;
mod request;

use chrono::{DateTime, NaiveDate, Utc};
use padi_app::information::objections::Shown;
use padi_information::objection::command::Action;
use padi_information::objection::view::Seen;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::language::Language;
use crate::timestamp::{millis, millis_option};
use crate::v1::case::{Channel, Deadline, ListTotal};
use crate::v1::information::{Applicant, ApplicantProxy, ObjectionGround};

pub(in crate::v1) use enums::ObjectionResult;
pub(super) use enums::{ObjectionExtent, ObjectionState};
pub(super) use parts::{
    ExecutionPeriod, ObjectionAnswer, ObjectionDispute, ObjectionExecution, ObjectionRecommendation, SettlementProposal,
};
pub(super) use request::*;

/// An objection (keberatan), without its texts and its deadlines: an item of a list.
///
/// What the caller may not see is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ObjectionSummary {
    /// Its id.
    pub(crate) id: Uuid,
    /// Its number in the body's register (nomor pendaftaran keberatan), such as `0007/KEB-PPID/73.71/III/2026`: the proof of receipt.
    pub(crate) registration_number: String,
    /// Grows with each change of what anybody sees; the `ETag`.
    pub(crate) version: i64,
    /// Where it stands.
    pub(crate) state: ObjectionState,
    /// What the superior found; absent before there is an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) result: Option<ObjectionResult>,
    /// The request that it is about; absent for periodic information.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) request_id: Option<Uuid>,
    /// The body whose superior answers (badan publik).
    pub(crate) agency_id: Uuid,
    /// Why (alasan keberatan), in the order of the letters.
    pub(crate) grounds: Vec<ObjectionGround>,
    /// Whether it came after the window of one of its grounds (terlambat).
    pub(crate) late: bool,
    /// Channel.
    pub(crate) channel: Channel,
    /// When it was received.
    #[serde(serialize_with = "millis")]
    pub(crate) received_at: DateTime<Utc>,
    /// When it was entered.
    #[serde(serialize_with = "millis")]
    pub(crate) created_at: DateTime<Utc>,
    /// When it changed last.
    #[serde(serialize_with = "millis")]
    pub(crate) updated_at: DateTime<Utc>,
    /// The earliest open due time.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    pub(crate) next_due_at: Option<DateTime<Utc>>,
    /// Codes of the deadlines that have passed and are still not done.
    pub(crate) overdue: Vec<String>,
    /// What the caller may do now; the path of each is its name in kebab case.
    pub(crate) allowed_actions: Vec<String>,
}

/// An objection (keberatan, UU 14/2008 Ps 35-37).
///
/// What the caller may not see is absent.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Objection {
    /// What lists show, too.
    #[serde(flatten)]
    pub(crate) summary: ObjectionSummary,
    /// Who objects (pemohon), as far as the caller may know: whole for the applicant and, with a second factor, the body's officers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) applicant: Option<Applicant>,
    /// Who acts for the applicant (kuasa), as far as the caller may know.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) proxy: Option<ApplicantProxy>,
    /// What was asked for, or should be there (informasi yang diminta).
    pub(crate) information: String,
    /// When it was found that periodic information is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) found_on: Option<NaiveDate>,
    /// What the information is for (tujuan penggunaan informasi).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) purpose: Option<String>,
    /// The applicant's account of it (kasus posisi).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) case_position: Option<String>,
    /// What the consideration team advises, oldest first; for those who handle it, never for the applicant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) recommendations: Vec<ObjectionRecommendation>,
    /// What the information officer offers; absent where nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) proposal: Option<SettlementProposal>,
    /// When it was settled.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    pub(crate) settled_at: Option<DateTime<Utc>>,
    /// The superior's written answer; absent before there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) answer: Option<ObjectionAnswer>,
    /// That what was ordered or agreed is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) execution: Option<ObjectionExecution>,
    /// That the Information Commission has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) dispute: Option<ObjectionDispute>,
    /// Its clocks, oldest first.
    pub(crate) deadlines: Vec<Deadline>,
}

/// An objection as it was filed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct SubmittedObjection {
    /// The objection.
    #[serde(flatten)]
    pub(crate) objection: Objection,
    /// Secret of who objects without account and without request: the header `Tracking-Secret` of every later call. Shown in this answer
    /// and its replay only; an objection to a request is followed with the secret of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) tracking_secret: Option<String>,
}

/// A page of objections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ObjectionPage {
    /// The objections.
    pub(crate) data: Vec<ObjectionSummary>,
    /// Cursor of the next page; `null` at the end.
    pub(crate) next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) total: Option<ListTotal>,
}

impl ObjectionSummary {
    /// As this viewer sees it.
    pub(crate) fn new(seen: &Seen) -> Self {
        let objection = seen.objection();
        Self {
            id: objection.id.0,
            registration_number: objection.registration_number.to_string(),
            version: objection.version,
            state: objection.state.into(),
            result: objection.result.map(Into::into),
            request_id: objection.request_id.map(|id| id.0),
            agency_id: objection.agency.id.0,
            grounds: objection.grounds.iter().copied().map(Into::into).collect(),
            late: objection.late,
            channel: objection.channel.into(),
            received_at: objection.received_at,
            created_at: objection.created_at,
            updated_at: objection.updated_at,
            next_due_at: objection.deadlines.next_due_at(),
            overdue: objection.deadlines.overdue(),
            allowed_actions: seen.allowed_actions().iter().map(|action: &Action| action.name().to_owned()).collect(),
        }
    }
}

impl Objection {
    /// As this viewer sees it, in that language.
    pub(crate) fn new(shown: &Shown, language: Language) -> Self {
        let Shown { seen, applicant, law } = shown;
        let objection = seen.objection();
        Self {
            summary: ObjectionSummary::new(seen),
            applicant: applicant.as_ref().map(Into::into),
            proxy: applicant.as_ref().and_then(|told| told.proxy.as_ref()).map(Into::into),
            information: objection.information.clone(),
            found_on: objection.found_on,
            purpose: objection.purpose.clone(),
            case_position: objection.case_position.clone(),
            recommendations: seen.recommendations().iter().map(Into::into).collect(),
            proposal: objection.proposal.as_ref().map(Into::into),
            settled_at: objection.settled_at,
            answer: objection.answer.as_ref().map(Into::into),
            execution: objection.execution.as_ref().map(Into::into),
            dispute: objection.dispute.as_ref().map(Into::into),
            deadlines: objection.deadlines.all().iter().map(|clock| Deadline::new(clock, law, language)).collect(),
        }
    }
}
