//! Bodies of what the reporter does.

use padi_complaints::command::Rating;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::v1::words::not_blank;

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
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S", nullable = false)]
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
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S", nullable = false)]
    pub(crate) text: Option<String>,
}

impl From<RateComplaint> for Rating {
    fn from(body: RateComplaint) -> Self {
        Self { stars: Some(body.stars), resolved: Some(body.resolved), text: body.text }
    }
}
