//! Request bodies of complaints: shape only; sense is the domain's.

use chrono::{DateTime, NaiveDate, Utc};
use padi_app::complaints::submit::Submission;
use padi_complaints::command::{Findings, Missing, PublicText, Rating};
use padi_complaints::complaint::Incident;
use padi_complaints::identity::Identity;
use padi_kernel::id::{AgencyId, CategoryId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use super::{ArchiveReason, Channel, FiledClass, FollowUpType, VerifiedClass};

fn region_code(text: &str) -> Result<(), ValidationError> {
    if padi_agencies::region::is_region_code(text) { Ok(()) } else { Err(ValidationError::new("invalid_format")) }
}

/// Who reports (identitas pelapor). Nothing of it is needed; all of it is kept sealed and apart from the case.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReporterIdentity {
    /// Name (nama).
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub(crate) name: Option<String>,
    /// E-mail address (surel).
    #[validate(length(max = 254), email)]
    #[schema(max_length = 254, format = "email", nullable = false)]
    pub(crate) email: Option<String>,
    /// Telephone number.
    #[validate(length(min = 5, max = 32))]
    #[schema(min_length = 5, max_length = 32, nullable = false)]
    pub(crate) phone: Option<String>,
    /// National identity number (NIK), 16 digits; checked for form only.
    #[validate(length(min = 16, max = 16))]
    #[schema(min_length = 16, max_length = 16, pattern = "^[0-9]{16}$", nullable = false)]
    pub(crate) nik: Option<String>,
    /// Address (alamat).
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500, nullable = false)]
    pub(crate) address: Option<String>,
}

/// A complaint to be filed.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubmitComplaint {
    /// What is filed.
    pub(crate) class: FiledClass,
    /// Title (judul laporan).
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) title: String,
    /// What happened, in the reporter's words (isi laporan).
    #[validate(length(min = 1, max = 20_000))]
    #[schema(min_length = 1, max_length = 20_000)]
    pub(crate) body: String,
    /// Day of the incident (tanggal kejadian); needed for a complaint, not in the future.
    #[schema(nullable = false)]
    pub(crate) incident_on: Option<NaiveDate>,
    /// Region of the incident (kode wilayah); needed for a complaint.
    #[validate(custom(function = "region_code"))]
    #[schema(pattern = r"^\d{2}(\.\d{2}(\.\d{2}(\.[123]\d{3})?)?)?$", nullable = false)]
    pub(crate) incident_region_code: Option<String>,
    /// Place in words (lokasi kejadian).
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500, nullable = false)]
    pub(crate) incident_place: Option<String>,
    /// The agency addressed (instansi tujuan); without one the case goes to the coordinator.
    #[schema(nullable = false)]
    pub(crate) target_agency_id: Option<Uuid>,
    /// Category (kategori).
    #[schema(nullable = false)]
    pub(crate) category_id: Option<Uuid>,
    /// Hide who reports (anonim).
    #[serde(default)]
    pub(crate) is_anonymous: bool,
    /// Hide the whole case from the public (rahasia).
    #[serde(default)]
    pub(crate) is_secret: bool,
    /// Who reports.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) reporter: Option<ReporterIdentity>,
    /// The loss, material or not (uraian kerugian).
    #[validate(length(min = 1, max = 5_000))]
    #[schema(min_length = 1, max_length = 5_000, nullable = false)]
    pub(crate) loss_description: Option<String>,
    /// The remedy asked for (permintaan penyelesaian).
    #[validate(length(min = 1, max = 5_000))]
    #[schema(min_length = 1, max_length = 5_000, nullable = false)]
    pub(crate) requested_remedy: Option<String>,
    /// By what it came in; a desk officer's to tell.
    #[schema(nullable = false)]
    pub(crate) channel: Option<Channel>,
    /// When it was handed in; a desk officer's to tell, not in the future.
    #[schema(nullable = false)]
    pub(crate) received_at: Option<DateTime<Utc>>,
}

impl From<SubmitComplaint> for Submission {
    fn from(body: SubmitComplaint) -> Self {
        let reporter = body.reporter.map(|who| Identity {
            name: who.name,
            email: who.email,
            phone: who.phone,
            nik: who.nik,
            address: who.address,
        });
        Self {
            class: body.class.into(),
            title: body.title,
            body: body.body,
            incident: Incident {
                on: body.incident_on,
                region_code: body.incident_region_code,
                place: body.incident_place,
                loss_description: body.loss_description,
                requested_remedy: body.requested_remedy,
            },
            target_agency_id: body.target_agency_id.map(AgencyId),
            category_id: body.category_id.map(CategoryId),
            is_anonymous: body.is_anonymous,
            is_secret: body.is_secret,
            reporter: reporter.unwrap_or_default(),
            channel: body.channel.map(Into::into),
            received_at: body.received_at.map(padi_kernel::clock::to_millis),
        }
    }
}

/// An officer's text for the public; the reporter's own words are never published.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicTextBody {
    /// Title.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) title: String,
    /// Body.
    #[validate(length(min = 1, max = 20_000))]
    #[schema(min_length = 1, max_length = 20_000)]
    pub(crate) body: String,
}

/// What the desk found, and where the case goes.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerifyComplaint {
    /// Class.
    pub(crate) class: VerifiedClass,
    /// Category.
    pub(crate) category_id: Uuid,
    /// A better title (intisari).
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub(crate) title: Option<String>,
    /// The agency that handles it; an agency's administrator names the own one, the coordinator any.
    pub(crate) target_agency_id: Uuid,
    /// A unit of that agency.
    #[schema(nullable = false)]
    pub(crate) unit_id: Option<Uuid>,
    /// Stricter only.
    #[schema(nullable = false)]
    pub(crate) is_anonymous: Option<bool>,
    /// Stricter only.
    #[schema(nullable = false)]
    pub(crate) is_secret: Option<bool>,
    /// A text for the public; with it, and unless secret, the case is public.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) public_text: Option<PublicTextBody>,
    /// A note for the handlers; the coordinator must give one to send a case back to a unit that returned it.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000, nullable = false)]
    pub(crate) note: Option<String>,
}

/// What the desk found; the verifying agency keeps the case.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandleComplaint {
    /// Class.
    pub(crate) class: VerifiedClass,
    /// Category.
    pub(crate) category_id: Uuid,
    /// A better title (intisari).
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub(crate) title: Option<String>,
    /// Stricter only.
    #[schema(nullable = false)]
    pub(crate) is_anonymous: Option<bool>,
    /// Stricter only.
    #[schema(nullable = false)]
    pub(crate) is_secret: Option<bool>,
    /// A text for the public.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) public_text: Option<PublicTextBody>,
    /// A note for the handlers.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000, nullable = false)]
    pub(crate) note: Option<String>,
}

fn public_text(body: Option<PublicTextBody>) -> Option<PublicText> {
    body.map(|text| PublicText { title: text.title, body: text.body })
}

impl From<HandleComplaint> for Findings {
    fn from(body: HandleComplaint) -> Self {
        Self {
            class: body.class.into(),
            category_id: CategoryId(body.category_id),
            title: body.title,
            is_anonymous: body.is_anonymous,
            is_secret: body.is_secret,
            public_text: public_text(body.public_text),
            note: body.note,
        }
    }
}

impl From<VerifyComplaint> for Findings {
    fn from(body: VerifyComplaint) -> Self {
        Self {
            class: body.class.into(),
            category_id: CategoryId(body.category_id),
            title: body.title,
            is_anonymous: body.is_anonymous,
            is_secret: body.is_secret,
            public_text: public_text(body.public_text),
            note: body.note,
        }
    }
}

fn item_lengths(items: &[String]) -> Result<(), ValidationError> {
    let fits = items.iter().all(|item| (1..=200).contains(&item.chars().count()));
    if fits { Ok(()) } else { Err(ValidationError::new("too_long")) }
}

/// Data that is missing.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskForData {
    /// Why the case waits.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    pub(crate) reason: String,
    /// What is asked for, each up to 200 characters.
    #[serde(default)]
    #[validate(length(max = 20), custom(function = "item_lengths"))]
    #[schema(max_items = 20)]
    pub(crate) missing: Vec<String>,
}

impl From<AskForData> for Missing {
    fn from(body: AskForData) -> Self {
        Self { reason: body.reason, missing: body.missing }
    }
}

/// Words.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextBody {
    /// The text.
    #[validate(length(min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    pub(crate) text: String,
}

/// A note, if any.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteBody {
    /// A note for the handlers.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000, nullable = false)]
    pub(crate) note: Option<String>,
}

/// A reason.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonBody {
    /// Why.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    pub(crate) reason: String,
}

/// A reason, if any.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawComplaint {
    /// Why.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000, nullable = false)]
    pub(crate) reason: Option<String>,
}

/// Why the case is archived.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArchiveComplaint {
    /// In words, for the reporter.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    pub(crate) reason: String,
    /// By code.
    pub(crate) reason_code: ArchiveReason,
}

/// Why the case is not this agency's, and whose it may be.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct SendOn {
    /// Why.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    pub(crate) reason: String,
    /// Whose it may be.
    #[schema(nullable = false)]
    pub(crate) suggested_agency_id: Option<Uuid>,
}

/// Why the case is not this unit's, and whose it may be.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnComplaint {
    /// Why.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    pub(crate) reason: String,
    /// Whose it may be.
    #[schema(nullable = false)]
    pub(crate) suggested_unit_id: Option<Uuid>,
}

/// The unit that gets the case.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedisposeComplaint {
    /// A unit of the same agency.
    pub(crate) unit_id: Uuid,
    /// A note for the handlers.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000, nullable = false)]
    pub(crate) note: Option<String>,
}

/// A follow-up (tindak lanjut).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowUpBody {
    /// What it is.
    #[serde(rename = "type")]
    pub(crate) kind: FollowUpType,
    /// What was done.
    #[validate(length(min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    pub(crate) text: String,
    /// What proves it; a substantive answer to a complaint needs this or `no_evidence_reason`.
    #[validate(length(min = 1, max = 5_000))]
    #[schema(min_length = 1, max_length = 5_000, nullable = false)]
    pub(crate) evidence: Option<String>,
    /// Why there is nothing to prove it.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000, nullable = false)]
    pub(crate) no_evidence_reason: Option<String>,
}

/// The reporter is satisfied; a rating may come with it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptComplaint {
    /// 1 to 5.
    #[validate(range(min = 1, max = 5))]
    #[schema(minimum = 1, maximum = 5, nullable = false)]
    pub(crate) stars: Option<i32>,
    /// Whether the matter is resolved.
    #[schema(nullable = false)]
    pub(crate) resolved: Option<bool>,
    /// In words.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000, nullable = false)]
    pub(crate) text: Option<String>,
}

/// The reporter's judgement (kepuasan).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct RateComplaint {
    /// 1 to 5.
    #[validate(range(min = 1, max = 5))]
    #[schema(minimum = 1, maximum = 5)]
    pub(crate) stars: i32,
    /// Whether the matter is resolved.
    pub(crate) resolved: bool,
    /// In words.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000, nullable = false)]
    pub(crate) text: Option<String>,
}

impl From<RateComplaint> for Rating {
    fn from(body: RateComplaint) -> Self {
        Self { stars: Some(body.stars), resolved: Some(body.resolved), text: body.text }
    }
}
