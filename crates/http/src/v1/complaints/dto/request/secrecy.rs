//! Bodies of what is done to a case's secrecy, and of an examination's conclusion.

use padi_complaints::command::Redaction;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::super::ExaminationResult;
use super::desk::{PublicTextBody, public_text};
use crate::v1::words::not_blank;

/// How much stricter the case becomes; at least one of the two, and never `false`.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct RestrictComplaint {
    /// Hide the whole case from the public (rahasia).
    #[schema(nullable = false)]
    pub(crate) is_secret: Option<bool>,
    /// Hide who reported (anonim).
    #[schema(nullable = false)]
    pub(crate) is_anonymous: Option<bool>,
    /// Why.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S")]
    pub(crate) reason: String,
}

/// What becomes of the reporter's words for others (redaksi).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedactComplaint {
    /// A text for the public in place of any before.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) public_text: Option<PublicTextBody>,
    /// Take the text for the public away: nobody sees the case publicly then.
    #[serde(default)]
    pub(crate) remove: bool,
    /// `true` puts the original under lock: handlers, too, read the text for the public in its place. It stays so.
    #[schema(nullable = false)]
    pub(crate) lock_original: Option<bool>,
    /// The attachments that the public sees from now on, in place of those before; they must have been cleaned (`ready`).
    #[validate(length(max = 100))]
    #[schema(max_items = 100, nullable = false)]
    pub(crate) public_attachment_ids: Option<Vec<Uuid>>,
}

impl From<RedactComplaint> for Redaction {
    fn from(body: RedactComplaint) -> Self {
        let RedactComplaint { public_text: text, remove, lock_original, public_attachment_ids } = body;
        let public_attachment_ids = public_attachment_ids.map(super::attachments);
        Self { public_text: public_text(text), remove, lock_original, public_attachment_ids }
    }
}

/// What the examination found.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConcludeExamination {
    /// By code.
    pub(crate) result: ExaminationResult,
    /// In words, for the reporter; never published.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
    /// Attachments of the case that belong to it, uploaded by the examiners (lampiran).
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub(crate) attachment_ids: Vec<Uuid>,
}

/// What the Ombudsman asks, or is told: words only, between the two.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExplanationBody {
    /// The text.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
}
