//! Bodies that actions on several kinds of case take.

use padi_kernel::id::AttachmentId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::v1::words::{not_blank, one_line};

/// The longest name of something that is asked for, in characters.
const ITEM_MAX: usize = 200;

/// Words, and attachments that belong to them.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextBody {
    /// The text.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
    /// Attachments of the case that belong to it, of one's own side (lampiran).
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub(crate) attachment_ids: Vec<Uuid>,
}

/// Ids of attachments as the domain knows them.
pub(crate) fn attachments(ids: Vec<Uuid>) -> Vec<AttachmentId> {
    ids.into_iter().map(AttachmentId).collect()
}

/// Nothing: the act says all.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmptyBody {}

/// A note, if any.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteBody {
    /// A note for the handlers.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S", nullable = false)]
    pub(crate) note: Option<String>,
}

/// A reason.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonBody {
    /// Why.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S")]
    pub(crate) reason: String,
}

/// A reason, if any.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawBody {
    /// Why.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S", nullable = false)]
    pub(crate) reason: Option<String>,
}

/// Each is something on one line, and not too long.
pub(crate) fn items_fit(items: &[String]) -> Result<(), ValidationError> {
    if items.iter().any(|item| item.chars().count() > ITEM_MAX) {
        return Err(ValidationError::new("too_long"));
    }
    items.iter().try_for_each(|item| one_line(item))
}
