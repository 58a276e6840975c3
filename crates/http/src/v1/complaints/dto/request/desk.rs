//! Bodies of what a desk does.

use padi_complaints::command::{Findings, PublicText};
use padi_kernel::id::CategoryId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::super::{ArchiveReason, Subject, VerifiedClass};
use crate::v1::words::{not_blank, one_line};

/// An officer's text for the public; the reporter's own words are never published.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicTextBody {
    /// Title.
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) title: String,
    /// Body.
    #[validate(length(min = 1, max = 20_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S")]
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
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    pub(crate) title: Option<String>,
    /// The agency that handles it; an agency's administrator names the own one, the coordinator any. A supervisory complaint goes to
    /// the competent inspectorate, whatever is named.
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
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S", nullable = false)]
    pub(crate) note: Option<String>,
    /// Who is accused; needed for a supervisory class, unless it was told when the case was filed.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) subject: Option<Subject>,
}

/// What the desk found; the verifying agency keeps the case.
///
/// The fields of [`VerifyComplaint`] but the target stand here again, because serde can't flatten a struct into one that refuses unknown
/// fields.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandleComplaint {
    /// Class.
    pub(crate) class: VerifiedClass,
    /// Category.
    pub(crate) category_id: Uuid,
    /// A better title (intisari).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
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
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S", nullable = false)]
    pub(crate) note: Option<String>,
    /// Who is accused; needed for a supervisory class, unless it was told when the case was filed.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) subject: Option<Subject>,
}

pub(super) fn public_text(body: Option<PublicTextBody>) -> Option<PublicText> {
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
            subject: body.subject.map(Into::into),
            examiner: None,
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
            subject: body.subject.map(Into::into),
            examiner: None,
        }
    }
}

/// Why the case is archived.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArchiveComplaint {
    /// In words, for the reporter.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S")]
    pub(crate) reason: String,
    /// By code.
    pub(crate) reason_code: ArchiveReason,
}
