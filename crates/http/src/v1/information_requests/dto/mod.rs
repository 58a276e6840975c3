//! Requests for information as they go out. Built from `Seen` only, which the policy has cut to the viewer.

mod enums;
mod parts;
mod request;

use chrono::{DateTime, Utc};
use padi_app::information::Shown;
use padi_information::applicant::Disclosure;
use padi_information::request::action::Action;
use padi_information::request::view::Seen;
use padi_information::request::window::Trigger;
use padi_kernel::deadline::Deadline as Clock;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::language::Language;
use crate::timestamp::{millis, millis_option};
use crate::v1::case::{Channel, Deadline, ListTotal};
use crate::v1::information::{Applicant, ApplicantKind, ApplicantProxy};

pub(crate) use enums::{AccessMethod, ExemptionGround, InformationRequestOutcome};
pub(super) use enums::{
    CopyForm, DeliveryMethod, ExtensionReason, InformationRequestClosingReason, InformationRequestStage,
    InformationRequestState,
};
pub(super) use parts::{
    CostItem, InformationCost, InformationDelivery, InformationNotice, NoticeExtension, ObjectionWindow, RedactedPart,
    RefusalGround,
};
pub(super) use request::*;

/// A request for public information (permohonan informasi publik), without what is asked for and without its deadlines: an item of a
/// list.
///
/// What the caller may not see is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct InformationRequestSummary {
    /// Its id.
    pub(crate) id: Uuid,
    /// The number that a person types (nomor pelacakan), `KIP-YYYY-XXXXXXXXXX`.
    pub(crate) tracking_number: String,
    /// Its number in the body's register (nomor pendaftaran, UU 14/2008 Ps 22(4)), such as `0007/PPID/73.71/III/2026`: the proof of
    /// receipt.
    pub(crate) registration_number: String,
    /// Grows with each change of what anybody sees; the `ETag`.
    pub(crate) version: i64,
    /// Where it stands.
    pub(crate) state: InformationRequestState,
    /// How far the work on an answer has come, in time or not; absent where none is worked on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) stage: Option<InformationRequestStage>,
    /// What the notice said; absent before there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) outcome: Option<InformationRequestOutcome>,
    /// Why it is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) closing_reason: Option<InformationRequestClosingReason>,
    /// Whether the notice was put off (diperpanjang).
    pub(crate) extended: bool,
    /// Whether the notice, or what was granted, came later than the law allows (terlambat).
    pub(crate) late: bool,
    /// In what form somebody asks.
    pub(crate) applicant_kind: ApplicantKind,
    /// The body that is asked (badan publik).
    pub(crate) agency_id: Uuid,
    /// The unit that looks for it (PPID pelaksana).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) unit_id: Option<Uuid>,
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
    /// The question that it was converted from (laporan asal).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) origin_complaint_id: Option<Uuid>,
    /// The objection whose order or settlement it is under, or was (perintah atas keberatan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) order_id: Option<Uuid>,
    /// The objection that is dealt with (keberatan yang sedang berjalan); absent where there is none, or it has run its course.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) objection_id: Option<Uuid>,
    /// What the caller may do now; the path of each is its name in kebab case (`object` is `POST /v1/objections`).
    pub(crate) allowed_actions: Vec<String>,
}

/// A request for public information (permohonan informasi publik, UU 14/2008 Ps 22).
///
/// What the caller may not see is absent.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct InformationRequest {
    /// What lists show, too.
    #[serde(flatten)]
    pub(crate) summary: InformationRequestSummary,
    /// What is missing (kekurangan): fields by their names, such as `applicant.nik`, or in the desk's words.
    pub(crate) missing: Vec<String>,
    /// Who asks (pemohon), as far as the caller may know: whole for the applicant and, with a second factor, the body's officers; the name
    /// for a unit's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) applicant: Option<Applicant>,
    /// Who acts for the applicant (kuasa), as far as the caller may know.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) proxy: Option<ApplicantProxy>,
    /// What is asked for (rincian informasi yang dibutuhkan).
    pub(crate) information: String,
    /// What for (tujuan penggunaan informasi).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) purpose: Option<String>,
    /// How the applicant wants to have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) access_method: Option<AccessMethod>,
    /// In what form a copy is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) copy_form: Option<CopyForm>,
    /// How it comes to the applicant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) delivery_method: Option<DeliveryMethod>,
    /// That the notice comes later, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) extension: Option<NoticeExtension>,
    /// The written notification; absent before there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) notice: Option<InformationNotice>,
    /// The parts that are blacked out.
    pub(crate) redactions: Vec<RedactedPart>,
    /// What copying and sending cost; absent where nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) cost: Option<InformationCost>,
    /// How it was handed over; absent before it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) delivery: Option<InformationDelivery>,
    /// The windows in which the applicant may object, in the order in which they opened.
    pub(crate) objection_windows: Vec<ObjectionWindow>,
    /// Its clocks, oldest first.
    pub(crate) deadlines: Vec<Deadline>,
}

/// A request as it was filed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct SubmittedInformationRequest {
    /// The request.
    #[serde(flatten)]
    pub(crate) request: InformationRequest,
    /// Secret of an applicant without account: the header `Tracking-Secret` of every later call. Shown in this answer and its replay only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) tracking_secret: Option<String>,
}

/// A page of requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct InformationRequestPage {
    /// The requests.
    pub(crate) data: Vec<InformationRequestSummary>,
    /// Cursor of the next page; `null` at the end.
    pub(crate) next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) total: Option<ListTotal>,
}

impl InformationRequestSummary {
    /// As this viewer sees it.
    pub(crate) fn new(seen: &Seen) -> Self {
        let request = seen.request();
        Self {
            id: request.id.0,
            tracking_number: request.tracking_number.to_string(),
            registration_number: request.registration_number.to_string(),
            version: request.version,
            state: request.state.tag().into(),
            stage: request.state.stage().map(Into::into),
            outcome: request.outcome.map(Into::into),
            closing_reason: request.state.closing_reason().map(Into::into),
            extended: request.is_extended(),
            late: request.late,
            applicant_kind: request.applicant_kind.into(),
            agency_id: request.agency.id.0,
            unit_id: request.unit_id.map(|id| id.0),
            channel: request.channel.into(),
            received_at: request.received_at,
            created_at: request.created_at,
            updated_at: request.updated_at,
            next_due_at: request.deadlines.next_due_at(),
            overdue: request.deadlines.overdue(),
            origin_complaint_id: request.origin_complaint_id.map(|id| id.0),
            order_id: request.order.map(|order| order.objection_id.0),
            objection_id: request.objection_id.map(|id| id.0),
            allowed_actions: seen.allowed_actions().iter().map(|action: &Action| action.name().to_owned()).collect(),
        }
    }
}

impl InformationRequest {
    /// As this viewer sees it, in that language.
    pub(crate) fn new(shown: &Shown, language: Language) -> Self {
        let Shown { seen, applicant, law } = shown;
        let request = seen.request();
        let knows_who = seen.disclosure() != Disclosure::Nothing;
        let clock = |clock: &Clock| {
            let trigger = Trigger::of_subject(clock.subject).map(Into::into);
            Deadline { trigger, ..Deadline::new(clock, law, language) }
        };
        Self {
            summary: InformationRequestSummary::new(seen),
            missing: request.missing.clone(),
            applicant: applicant.as_ref().map(Into::into),
            proxy: applicant.as_ref().and_then(|told| told.proxy.as_ref()).map(Into::into),
            information: request.information.clone(),
            purpose: request.purpose.clone(),
            access_method: request.access_method.map(Into::into),
            copy_form: request.copy_form.map(Into::into),
            delivery_method: request.delivery_method.map(Into::into),
            extension: request.extension.as_ref().map(Into::into),
            notice: request.notice.as_ref().map(Into::into),
            redactions: request.redactions.iter().map(Into::into).collect(),
            cost: request.cost.as_ref().map(Into::into),
            delivery: request.delivery.as_ref().map(|it| InformationDelivery::new(it, knows_who)),
            objection_windows: request.objection_windows().into_iter().map(Into::into).collect(),
            deadlines: request.deadlines.all().iter().map(clock).collect(),
        }
    }
}
