//! What lists of cases have in common.

use padi_kernel::page::Total;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::language::Text;
use crate::problem::Problem;

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub(in crate::v1) enum ListSort {
    /// Oldest first.
    #[serde(rename = "received_at")]
    ReceivedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-received_at")]
    ReceivedAtDescending,
    /// What is due first.
    #[serde(rename = "due_at")]
    DueAt,
    /// What is due last.
    #[serde(rename = "-due_at")]
    DueAtDescending,
}

/// A count that stops at 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ListTotal {
    /// The count.
    pub(crate) value: u64,
    /// Whether it is exact.
    pub(crate) exact: bool,
}

impl From<Total> for ListTotal {
    fn from(total: Total) -> Self {
        Self { value: total.value, exact: total.exact }
    }
}

/// Refuses more working days than a year has.
pub(in crate::v1) fn check_working_days(parameter: &str, days: Option<i32>) -> Result<(), Problem> {
    if days.is_none_or(|days| (0..=250).contains(&days)) {
        return Ok(());
    }
    Err(Problem::invalid_parameter(parameter, Text::new("Harus 0 sampai 250.", "Must be 0 to 250.")))
}
