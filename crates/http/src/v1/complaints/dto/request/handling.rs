//! Bodies of what handlers do.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::super::FollowUpType;
use crate::v1::words::not_blank;

/// Why the case is not this unit's, and whose it may be.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnComplaint {
    /// Why.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S")]
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
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S", nullable = false)]
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
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
    /// What proves it; a substantive answer to a complaint needs this, attachments, or `no_evidence_reason`.
    #[validate(length(min = 1, max = 5_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 5_000, pattern = r"\S", nullable = false)]
    pub(crate) evidence: Option<String>,
    /// Why there is nothing to prove it.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S", nullable = false)]
    pub(crate) no_evidence_reason: Option<String>,
    /// Attachments of the case that belong to it, uploaded by a handler (lampiran).
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub(crate) attachment_ids: Vec<Uuid>,
}
