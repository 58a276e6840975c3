//! Categories of complaints (kategori), a tree of two levels that changes with time.

use chrono::NaiveDate;
use padi_kernel::id::CategoryId;

/// One category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// A short stable code.
    pub code: String,
    /// Its name in Indonesian.
    pub name: String,
    /// The category above it.
    pub parent_id: Option<CategoryId>,
    /// Whether new cases may carry it.
    pub active: bool,
    /// First day on which it may be used.
    pub valid_from: NaiveDate,
    /// Last day on which it may be used.
    pub valid_to: Option<NaiveDate>,
    /// Grows with each change.
    pub version: i64,
}
