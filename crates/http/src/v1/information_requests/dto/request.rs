//! Request bodies: shape only; sense is the domain's.

use chrono::{DateTime, NaiveDate, Utc};
use padi_app::information::order::Order;
use padi_app::information::submit::Submission;
use padi_information::applicant::Identity;
use padi_information::request::command::{Completion, Grant, Handover};
use padi_kernel::clock::to_millis;
use padi_kernel::id::AgencyId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::parts::MAX_IDR;
use super::{AccessMethod, CopyForm, CostItem, DeliveryMethod, ExtensionReason, RedactedPart, RefusalGround};
use crate::v1::case::{Channel, attachments, items_fit};
use crate::v1::information::{ApplicantDetails, ApplicantIdentity, ApplicantProxy, proxy};
use crate::v1::words::{not_blank, one_line};

/// A request for public information to be filed.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubmitInformationRequest {
    /// The body that is asked (badan publik).
    pub(crate) agency_id: Uuid,
    /// Who asks.
    #[validate(nested)]
    pub(crate) applicant: ApplicantIdentity,
    /// Who acts for the applicant, or stands for the group.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) proxy: Option<ApplicantProxy>,
    /// What is asked for (rincian informasi yang dibutuhkan).
    #[validate(length(min = 1, max = 20_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S")]
    pub(crate) information: String,
    /// What for (tujuan penggunaan informasi).
    #[validate(length(min = 1, max = 5_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 5_000, pattern = r"\S", nullable = false)]
    pub(crate) purpose: Option<String>,
    /// How the applicant wants to have it.
    #[schema(nullable = false)]
    pub(crate) access_method: Option<AccessMethod>,
    /// In what form a copy is wanted.
    #[schema(nullable = false)]
    pub(crate) copy_form: Option<CopyForm>,
    /// How it comes to the applicant.
    #[schema(nullable = false)]
    pub(crate) delivery_method: Option<DeliveryMethod>,
    /// By what it came in; a desk officer's to tell.
    #[schema(nullable = false)]
    pub(crate) channel: Option<Channel>,
    /// When it was handed in; a desk officer's to tell, not in the future.
    #[schema(nullable = false)]
    pub(crate) received_at: Option<DateTime<Utc>>,
}

impl From<SubmitInformationRequest> for Submission {
    fn from(body: SubmitInformationRequest) -> Self {
        Self {
            agency_id: AgencyId(body.agency_id),
            applicant_kind: body.applicant.kind.into(),
            identity: Identity { applicant: body.applicant.into(), proxy: proxy(body.proxy) },
            information: body.information,
            purpose: body.purpose,
            access_method: body.access_method.map(Into::into),
            copy_form: body.copy_form.map(Into::into),
            delivery_method: body.delivery_method.map(Into::into),
            channel: body.channel.map(Into::into),
            received_at: body.received_at.map(to_millis),
        }
    }
}

/// What is missing of a request.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskInformationCompletion {
    /// What is missing, each up to 200 characters (kekurangan).
    #[validate(length(min = 1, max = 20), custom(function = items_fit))]
    #[schema(min_items = 1, max_items = 20)]
    pub(crate) missing: Vec<String>,
    /// Why it is needed, for the applicant.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S")]
    pub(crate) reason: String,
}

/// What the applicant completes; at least one of these.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompleteInformationRequest {
    /// Who asks, as far as it is told anew.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) applicant: Option<ApplicantDetails>,
    /// Who acts for the applicant, as far as it is told anew.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) proxy: Option<ApplicantProxy>,
    /// What for (tujuan penggunaan informasi).
    #[validate(length(min = 1, max = 5_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 5_000, pattern = r"\S", nullable = false)]
    pub(crate) purpose: Option<String>,
    /// How the applicant wants to have it.
    #[schema(nullable = false)]
    pub(crate) access_method: Option<AccessMethod>,
    /// In what form a copy is wanted.
    #[schema(nullable = false)]
    pub(crate) copy_form: Option<CopyForm>,
    /// How it comes to the applicant.
    #[schema(nullable = false)]
    pub(crate) delivery_method: Option<DeliveryMethod>,
    /// What is told beside.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S", nullable = false)]
    pub(crate) text: Option<String>,
}

impl From<CompleteInformationRequest> for Order {
    fn from(body: CompleteInformationRequest) -> Self {
        let applicant = body.applicant.map(Into::into).unwrap_or_default();
        let completion = Completion {
            // The use case joins it with what is known already.
            identity: None,
            purpose: body.purpose,
            access_method: body.access_method.map(Into::into),
            copy_form: body.copy_form.map(Into::into),
            delivery_method: body.delivery_method.map(Into::into),
            text: body.text,
        };
        Self::Complete { identity: Box::new(Identity { applicant, proxy: proxy(body.proxy) }), completion }
    }
}

/// The unit that must look for the information.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssignInformationRequest {
    /// A unit of the body (PPID pelaksana).
    pub(crate) unit_id: Uuid,
    /// A note for the handlers.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S", nullable = false)]
    pub(crate) note: Option<String>,
}

/// What must be tested.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct StartConsequenceTest {
    /// The part in question (informasi yang diuji).
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) information: String,
}

/// Why the notice comes later.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtendInformationRequest {
    /// By code.
    pub(crate) reason_code: ExtensionReason,
    /// In words, for the applicant.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S")]
    pub(crate) text: String,
}

/// That the body does not have it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeNotHeld {
    /// Which body has it, if that is known (badan publik yang menguasai).
    #[validate(length(min = 1, max = 500), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 500, pattern = r"\S", nullable = false)]
    pub(crate) holder: Option<String>,
    /// In words, for the applicant.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
}

/// That there is no document of it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeNotDocumented {
    /// In words, for the applicant.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
}

/// What copying and sending cost (rincian biaya).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct CostItems {
    /// For what; all together nothing is as good as no cost.
    #[validate(length(min = 1, max = 50), nested)]
    #[schema(min_items = 1, max_items = 50)]
    pub(crate) items: Vec<CostItem>,
}

/// What is given, and how (UU 14/2008 Ps 22(7)).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeGrant {
    /// In words, for the applicant.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
    /// The format (bentuk informasi).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) form: String,
    /// The means (alat penyampai).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) means: String,
    /// When it can be had (waktu penyediaan).
    #[schema(nullable = false)]
    pub(crate) available_on: Option<NaiveDate>,
    /// What it costs; absent where it is free.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) cost: Option<CostItems>,
}

/// What is given, how, and what is blacked out.
///
/// The fields of [`NoticeGrant`] stand here again, because serde can't flatten a struct into one that refuses unknown fields.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticePartial {
    /// In words, for the applicant.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
    /// The format (bentuk informasi).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) form: String,
    /// The means (alat penyampai).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) means: String,
    /// When it can be had (waktu penyediaan).
    #[schema(nullable = false)]
    pub(crate) available_on: Option<NaiveDate>,
    /// What it costs; absent where it is free.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) cost: Option<CostItems>,
    /// What is blacked out, and why.
    #[validate(length(min = 1, max = 50), nested)]
    #[schema(min_items = 1, max_items = 50)]
    pub(crate) redactions: Vec<RedactedPart>,
}

impl From<NoticeGrant> for Grant {
    fn from(body: NoticeGrant) -> Self {
        let NoticeGrant { text, form, means, available_on, cost } = body;
        Self { text, form, means, available_on, cost: items(cost) }
    }
}

impl From<NoticePartial> for Order {
    fn from(body: NoticePartial) -> Self {
        let NoticePartial { text, form, means, available_on, cost, redactions } = body;
        let grant = Grant { text, form, means, available_on, cost: items(cost) };
        Self::NotifyPartial { grant, redactions: redactions.into_iter().map(Into::into).collect() }
    }
}

fn items(cost: Option<CostItems>) -> Vec<padi_information::request::command::CostItem> {
    cost.map(|cost| cost.items).into_iter().flatten().map(Into::into).collect()
}

/// Why nothing is given.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeRefusal {
    /// The grounds, each with the approved test that found the whole exempt.
    #[validate(length(min = 1, max = 10), nested)]
    #[schema(min_items = 1, max_items = 10)]
    pub(crate) grounds: Vec<RefusalGround>,
    /// In words, for the applicant.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
}

impl From<NoticeRefusal> for Order {
    fn from(body: NoticeRefusal) -> Self {
        Self::NotifyRefusal { grounds: body.grounds.into_iter().map(Into::into).collect(), text: body.text }
    }
}

/// A payment that the desk has seen (bukti pembayaran).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordPayment {
    /// How much, in whole rupiah: at least what it costs.
    #[validate(range(min = 0, max = MAX_IDR))]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub(crate) amount_idr: i64,
    /// When it was paid: not before it was asked for, not in the future.
    pub(crate) paid_at: DateTime<Utc>,
    /// By what it is known (nomor bukti).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) reference: String,
}

/// How the information is handed over.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeliverInformation {
    /// By what way.
    pub(crate) method: DeliveryMethod,
    /// Attachments of the request that are handed over, uploaded by an officer (lampiran); the applicant can read them from then on.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub(crate) attachment_ids: Vec<Uuid>,
    /// Who received it, by the receipt (tanda terima).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    pub(crate) received_by: Option<String>,
    /// When, by the receipt; not in the future. Without it, now.
    #[schema(nullable = false)]
    pub(crate) received_at: Option<DateTime<Utc>>,
}

impl From<DeliverInformation> for Order {
    fn from(body: DeliverInformation) -> Self {
        Self::Deliver(Handover {
            method: body.method.into(),
            attachment_ids: attachments(body.attachment_ids),
            received_by: body.received_by,
            received_at: body.received_at.map(to_millis),
        })
    }
}
