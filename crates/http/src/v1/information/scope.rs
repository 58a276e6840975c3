//! Which list of requests or objections.

use padi_kernel::page::List;
use serde::Deserialize;
use utoipa::ToSchema;

/// Which list; nothing of requests and objections is public.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::v1) enum InformationScope {
    /// What I filed.
    #[default]
    Mine,
    /// What my grants let me see.
    Inbox,
}

impl From<InformationScope> for List {
    fn from(scope: InformationScope) -> Self {
        match scope {
            InformationScope::Mine => Self::Mine,
            InformationScope::Inbox => Self::Inbox,
        }
    }
}
