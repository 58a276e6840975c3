//! Request bodies: shape only; sense is the domain's.

use chrono::{DateTime, NaiveDate, Utc};
use padi_app::information::objections::act::Order;
use padi_app::information::objections::file::{Subject, Submission};
use padi_information::applicant::Identity;
use padi_information::objection::command::Command;
use padi_kernel::clock::to_millis;
use padi_kernel::id::{AgencyId, AttachmentId, InformationRequestId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{ExecutionPeriod, ObjectionExtent, ObjectionResult};
use crate::field::{FieldCode, FieldError};
use crate::problem::Problem;
use crate::v1::case::{Channel, TextBody, attachments};
use crate::v1::information::{ApplicantDetails, ApplicantProxy, ObjectionGround, proxy};
use crate::v1::words::{not_blank, one_line};

/// An objection to be filed: to a request (`request_id`), or to periodic information that is not there (`agency_id`, `information`,
/// `found_on`).
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubmitObjection {
    /// The request that it is about.
    #[schema(nullable = false)]
    pub(crate) request_id: Option<Uuid>,
    /// The body that should provide the information (badan publik), where nothing was asked for before.
    #[schema(nullable = false)]
    pub(crate) agency_id: Option<Uuid>,
    /// What should be there; of a request, what was asked for, where it is said anew (informasi yang diminta).
    #[validate(length(min = 1, max = 20_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S", nullable = false)]
    pub(crate) information: Option<String>,
    /// When it was found that periodic information is not there, not in the future: the window counts from that day.
    #[schema(nullable = false)]
    pub(crate) found_on: Option<NaiveDate>,
    /// Who objects, where no request tells it (identitas pemohon); of an account, what is absent is taken from there.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) applicant: Option<ApplicantDetails>,
    /// Why (alasan keberatan): one or several letters of UU 14/2008 Ps 35(1).
    #[validate(length(min = 1, max = 7))]
    #[schema(min_items = 1, max_items = 7)]
    pub(crate) grounds: Vec<ObjectionGround>,
    /// What the information is for (tujuan penggunaan informasi).
    #[validate(length(min = 1, max = 5_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 5_000, pattern = r"\S", nullable = false)]
    pub(crate) purpose: Option<String>,
    /// The applicant's account of it (kasus posisi).
    #[validate(length(min = 1, max = 20_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S", nullable = false)]
    pub(crate) case_position: Option<String>,
    /// Who acts for the applicant (kuasa).
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) proxy: Option<ApplicantProxy>,
    /// By what it came in; a desk officer's to tell.
    #[schema(nullable = false)]
    pub(crate) channel: Option<Channel>,
    /// When it was handed in; a desk officer's to tell, not in the future.
    #[schema(nullable = false)]
    pub(crate) received_at: Option<DateTime<Utc>>,
}

impl SubmitObjection {
    /// What is filed, if it is about one thing only.
    pub(in crate::v1::objections) fn submission(self) -> Result<Submission, Problem> {
        let faults = self.faults();
        let subject = match (self.request_id, self.agency_id) {
            (Some(request_id), None) => Subject::Request(InformationRequestId(request_id)),
            (None, Some(agency_id)) => {
                let applicant = self.applicant.map(Into::into).unwrap_or_default();
                Subject::Periodic {
                    agency_id: AgencyId(agency_id),
                    found_on: self.found_on,
                    identity: Box::new(Identity { applicant, proxy: None }),
                }
            }
            _ => return Err(Problem::invalid(faults)),
        };
        if !faults.is_empty() {
            return Err(Problem::invalid(faults));
        }
        Ok(Submission {
            subject,
            information: self.information,
            grounds: self.grounds.into_iter().map(Into::into).collect(),
            purpose: self.purpose,
            case_position: self.case_position,
            proxy: proxy(self.proxy),
            channel: self.channel.map(Into::into),
            received_at: self.received_at.map(to_millis),
        })
    }

    /// What is missing, or must not stand beside a request.
    fn faults(&self) -> Vec<FieldError> {
        let of_request = [
            ("/agency_id", self.agency_id.is_some()),
            ("/found_on", self.found_on.is_some()),
            ("/applicant", self.applicant.is_some()),
        ];
        let of_periodic = [
            ("/agency_id", self.agency_id.is_none()),
            ("/information", self.information.is_none()),
            ("/found_on", self.found_on.is_none()),
        ];
        let is_periodic = self.agency_id.is_some() || self.found_on.is_some();
        let (faulty, code) = match self.request_id {
            Some(_) => (&of_request[..], FieldCode::Inconsistent),
            None if is_periodic => (&of_periodic[..], FieldCode::Required),
            None => (&[("/request_id", true)][..], FieldCode::Required),
        };
        faulty.iter().filter(|(_, wrong)| *wrong).map(|(pointer, _)| FieldError::new(*pointer, code)).collect()
    }
}

/// What the consideration team advises.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecommendOnObjection {
    /// The answer that it advises.
    pub(crate) recommendation: ObjectionResult,
    /// Why, for the superior.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
}

/// What the information officer offers (usulan kesepakatan).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposeSettlement {
    /// In words, for the applicant.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
    /// By when it is done; without it, seven working days since the settlement.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) period: Option<ExecutionPeriod>,
}

/// To agree to the offer (kesepakatan).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettleObjection {
    /// An attachment of the objection: the signed agreement, which an officer must name.
    #[schema(nullable = false)]
    pub(crate) attachment_id: Option<Uuid>,
}

impl From<SettleObjection> for Order {
    fn from(body: SettleObjection) -> Self {
        Self::with_one(Command::Settle, body.attachment_id.map(AttachmentId))
    }
}

/// What must be given, and by when (UU 14/2008 Ps 36(2)).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptObjection {
    /// How much must be given.
    pub(crate) extent: ObjectionExtent,
    /// What the information officer must do (perintah kepada PPID).
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) order: String,
    /// By when; without it, seven working days.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) period: Option<ExecutionPeriod>,
    /// The answer in words, for the applicant.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
}

impl From<AcceptObjection> for Command {
    fn from(body: AcceptObjection) -> Self {
        let AcceptObjection { extent, order, period, text } = body;
        Self::AnswerAccept { extent: extent.into(), order, period: period.map(Into::into), text }
    }
}

/// Why nothing more is given (UU 14/2008 Ps 36(3)).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonsBody {
    /// The written reasons (alasan tertulis), for the applicant.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) reasons: String,
}

/// What was done by paper, with the attachments that prove it.
pub(in crate::v1::objections) fn execution(body: TextBody) -> Order {
    Order::with(Command::Execute { text: body.text }, attachments(body.attachment_ids))
}

/// That the application was filed with the Information Commission (permohonan penyelesaian sengketa).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordDispute {
    /// When it was filed there: within D1, not in the future.
    pub(crate) filed_on: NaiveDate,
    /// With which Commission (Komisi Informasi).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) commission: String,
    /// By what it is known there (nomor registrasi sengketa).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    pub(crate) reference: Option<String>,
}

impl From<RecordDispute> for Command {
    fn from(body: RecordDispute) -> Self {
        let RecordDispute { filed_on, commission, reference } = body;
        Self::DisputeFiled { filed_on, commission, reference }
    }
}
