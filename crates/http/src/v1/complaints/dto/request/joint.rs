//! Bodies of what concerns several agencies or several cases.

use padi_app::complaints::joint::Child;
use padi_complaints::assignment;
use padi_kernel::id::{AgencyId, CategoryId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::v1::words::{not_blank, one_line};

/// What part another agency gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SupportKind {
    /// It owes an answer of its own (instansi pendukung): five working days (C2).
    Supporting,
    /// It is kept informed (tembusan).
    Copy,
}

impl From<SupportKind> for assignment::AssignmentRole {
    fn from(kind: SupportKind) -> Self {
        match kind {
            SupportKind::Supporting => Self::Supporting,
            SupportKind::Copy => Self::Copy,
        }
    }
}

/// Another agency that helps or is kept informed.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddSupport {
    /// The agency (instansi).
    pub(crate) agency_id: Uuid,
    /// A unit of that agency (unit kerja).
    #[schema(nullable = false)]
    pub(crate) unit_id: Option<Uuid>,
    /// What part.
    pub(crate) kind: SupportKind,
    /// A note for the handlers.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S", nullable = false)]
    pub(crate) note: Option<String>,
}

/// The case that stays, and why they are the same.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct MergeComplaint {
    /// Id of the case that stays (laporan yang dipertahankan).
    pub(crate) kept_id: Uuid,
    /// Why, for the reporter.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S")]
    pub(crate) reason: String,
}

/// A part that becomes a case of its own. `Serialize` because the check of a list's length asks for it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChildBody {
    /// Title (judul).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) title: String,
    /// What it is about (isi).
    #[validate(length(min = 1, max = 20_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S")]
    pub(crate) body: String,
    /// Category (kategori).
    pub(crate) category_id: Uuid,
    /// The agency that handles it (instansi tujuan).
    pub(crate) target_agency_id: Uuid,
}

/// The parts of a case that become cases of their own.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct SplitComplaint {
    /// The parts (bagian).
    #[validate(length(min = 1, max = 20), nested)]
    #[schema(min_items = 1, max_items = 20)]
    pub(crate) children: Vec<ChildBody>,
    /// Why, for the reporter.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S")]
    pub(crate) reason: String,
}

impl From<ChildBody> for Child {
    fn from(body: ChildBody) -> Self {
        Self {
            title: body.title,
            body: body.body,
            category_id: CategoryId(body.category_id),
            target_agency_id: AgencyId(body.target_agency_id),
        }
    }
}
