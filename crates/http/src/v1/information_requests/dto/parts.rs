//! What belongs to the answer to a request: the extension, the notice, what it costs, how it was handed over, until when to object.

use chrono::{DateTime, NaiveDate, Utc};
use padi_information::request;
use padi_information::request::command;
use padi_information::request::window::ShownWindow;
use padi_kernel::id::ConsequenceTestId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{DeliveryMethod, ExemptionGround, ExtensionReason};
use crate::timestamp::millis;
use crate::v1::information::{ObjectionGround, ObjectionTrigger};
use crate::v1::words::{not_blank, one_line};

/// The most of something that costs, in rupiah.
pub(super) const MAX_IDR: i64 = 1_000_000_000_000;

/// That the notice comes later, and why (perpanjangan, UU 14/2008 Ps 22(8)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct NoticeExtension {
    /// Why, by code.
    pub(crate) reason_code: ExtensionReason,
    /// Why, in words, as the applicant was told.
    pub(crate) text: String,
    /// When it was told.
    #[serde(serialize_with = "millis")]
    pub(crate) extended_at: DateTime<Utc>,
}

impl From<&request::Extension> for NoticeExtension {
    fn from(extension: &request::Extension) -> Self {
        Self { reason_code: extension.reason_code.into(), text: extension.text.clone(), extended_at: extension.at }
    }
}

/// A ground of a refusal (alasan penolakan), and the test that proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefusalGround {
    /// The letter of UU 14/2008 Ps 17.
    pub(crate) ground: ExemptionGround,
    /// The other law, with its article; needed under `17j`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 500, pattern = r"\S", nullable = false)]
    pub(crate) law: Option<String>,
    /// The approved consequence test (uji konsekuensi).
    pub(crate) consequence_test_id: Uuid,
}

impl From<&command::RefusalGround> for RefusalGround {
    fn from(cited: &command::RefusalGround) -> Self {
        Self { ground: cited.ground.into(), law: cited.law.clone(), consequence_test_id: cited.consequence_test_id.0 }
    }
}

impl From<RefusalGround> for command::RefusalGround {
    fn from(cited: RefusalGround) -> Self {
        Self {
            ground: cited.ground.into(),
            law: cited.law,
            consequence_test_id: ConsequenceTestId(cited.consequence_test_id),
        }
    }
}

/// A part that is blacked out (penghitaman), and the test that proves why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedactedPart {
    /// Which part (materi yang dihitamkan).
    #[validate(length(min = 1, max = 500), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 500, pattern = r"\S")]
    pub(crate) part: String,
    /// The letter of UU 14/2008 Ps 17.
    pub(crate) ground: ExemptionGround,
    /// The approved consequence test (uji konsekuensi).
    pub(crate) consequence_test_id: Uuid,
}

impl From<&command::Redaction> for RedactedPart {
    fn from(redaction: &command::Redaction) -> Self {
        Self {
            part: redaction.part.clone(),
            ground: redaction.ground.into(),
            consequence_test_id: redaction.consequence_test_id.0,
        }
    }
}

impl From<RedactedPart> for command::Redaction {
    fn from(part: RedactedPart) -> Self {
        Self {
            part: part.part,
            ground: part.ground.into(),
            consequence_test_id: ConsequenceTestId(part.consequence_test_id),
        }
    }
}

/// The written notification (pemberitahuan tertulis, UU 14/2008 Ps 22(7)), as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct InformationNotice {
    /// When it was given.
    #[serde(serialize_with = "millis")]
    pub(crate) notified_at: DateTime<Utc>,
    /// In words.
    pub(crate) text: String,
    /// The format of what is given (bentuk informasi).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) form: Option<String>,
    /// The means by which it is given (alat penyampai).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) means: Option<String>,
    /// When it can be had (waktu penyediaan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) available_on: Option<NaiveDate>,
    /// Which body has it, where this one does not (badan publik yang menguasai).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) holder: Option<String>,
    /// Why it is refused (alasan penolakan); none where it is not.
    pub(crate) grounds: Vec<RefusalGround>,
}

impl From<&request::Notice> for InformationNotice {
    fn from(notice: &request::Notice) -> Self {
        Self {
            notified_at: notice.at,
            text: notice.text.clone(),
            form: notice.form.clone(),
            means: notice.means.clone(),
            available_on: notice.available_on,
            holder: notice.holder.clone(),
            grounds: notice.grounds.iter().map(Into::into).collect(),
        }
    }
}

/// Something that costs (butir biaya): copying and sending only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct CostItem {
    /// What.
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) item: String,
    /// How much, in whole rupiah.
    #[validate(range(min = 0, max = MAX_IDR))]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub(crate) amount_idr: i64,
    /// By what tariff (dasar hukum tarif).
    #[validate(length(min = 1, max = 500), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 500, pattern = r"\S")]
    pub(crate) legal_basis: String,
}

impl From<&command::CostItem> for CostItem {
    fn from(item: &command::CostItem) -> Self {
        let command::CostItem { item, amount_idr, legal_basis } = item.clone();
        Self { item, amount_idr, legal_basis }
    }
}

impl From<CostItem> for command::CostItem {
    fn from(item: CostItem) -> Self {
        let CostItem { item, amount_idr, legal_basis } = item;
        Self { item, amount_idr, legal_basis }
    }
}

/// How the copies were paid for (pembayaran).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct CostPayment {
    /// How much, in whole rupiah.
    pub(crate) amount_idr: i64,
    /// When.
    #[serde(serialize_with = "millis")]
    pub(crate) paid_at: DateTime<Utc>,
    /// By what it is known (nomor bukti).
    pub(crate) reference: String,
}

/// What copying and sending cost (biaya), and whether that was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct InformationCost {
    /// For what.
    pub(crate) items: Vec<CostItem>,
    /// In all, in whole rupiah.
    pub(crate) total_idr: i64,
    /// When it was asked for.
    #[serde(serialize_with = "millis")]
    pub(crate) invoiced_at: DateTime<Utc>,
    /// How it was paid; absent while it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) payment: Option<CostPayment>,
}

impl From<&request::Cost> for InformationCost {
    fn from(cost: &request::Cost) -> Self {
        let payment = cost.payment.clone().map(|payment| {
            let request::Payment { amount_idr, paid_at, reference } = payment;
            CostPayment { amount_idr, paid_at, reference }
        });
        let items = cost.items.iter().map(Into::into).collect();
        Self { items, total_idr: cost.total_idr, invoiced_at: cost.invoiced_at, payment }
    }
}

/// How the information was handed over (penyerahan informasi).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct InformationDelivery {
    /// By what way; absent where an objection's execution was recorded from paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) method: Option<DeliveryMethod>,
    /// When it was recorded.
    #[serde(serialize_with = "millis")]
    pub(crate) delivered_at: DateTime<Utc>,
    /// When the applicant had it: by the receipt (tanda terima), else when it was sent.
    #[serde(serialize_with = "millis")]
    pub(crate) received_at: DateTime<Utc>,
    /// By whom it was received, by the receipt; for who may know who asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) received_by: Option<String>,
    /// What was handed over (lampiran).
    pub(crate) attachment_ids: Vec<Uuid>,
}

impl InformationDelivery {
    /// As it is told to somebody, who may know who asks or not.
    pub(super) fn new(delivery: &request::Delivery, knows_who: bool) -> Self {
        Self {
            method: delivery.method.map(Into::into),
            delivered_at: delivery.at,
            received_at: delivery.received_at,
            received_by: delivery.received_by.clone().filter(|_| knows_who),
            attachment_ids: delivery.attachment_ids.iter().map(|id| id.0).collect(),
        }
    }
}

/// A window in which the applicant may object (jangka waktu keberatan, UU 14/2008 Ps 36(1)), and on which grounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ObjectionWindow {
    /// What opened it.
    pub(crate) trigger: ObjectionTrigger,
    /// On which grounds.
    pub(crate) grounds: Vec<ObjectionGround>,
    /// When it opened.
    #[serde(serialize_with = "millis")]
    pub(crate) opens_at: DateTime<Utc>,
    /// The last moment at which an objection is in time.
    #[serde(serialize_with = "millis")]
    pub(crate) closes_at: DateTime<Utc>,
    /// Whether it is open.
    pub(crate) is_open: bool,
}

impl From<ShownWindow> for ObjectionWindow {
    fn from(window: ShownWindow) -> Self {
        Self {
            trigger: window.trigger.into(),
            grounds: window.grounds.iter().copied().map(Into::into).collect(),
            opens_at: window.opens_at,
            closes_at: window.closes_at,
            is_open: window.is_open,
        }
    }
}
