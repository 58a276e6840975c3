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

impl Category {
    /// Whether a case may be given it on that day.
    pub fn is_usable(&self, on: NaiveDate) -> bool {
        self.active && self.valid_from <= on && self.valid_to.is_none_or(|end| on <= end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_usable_within_its_days_and_while_active() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let category = Category {
            id: CategoryId(uuid::Uuid::nil()),
            code: "ktp-el".to_owned(),
            name: "KTP-el".to_owned(),
            parent_id: None,
            active: true,
            valid_from: day(10),
            valid_to: Some(day(12)),
            version: 1,
        };
        for (on, usable) in [(9, false), (10, true), (12, true), (13, false)] {
            assert_eq!(category.is_usable(day(on)), usable, "{on}");
        }
        let open = Category { valid_to: None, ..category.clone() };
        assert!(open.is_usable(day(30)));
        assert!(!Category { active: false, ..category }.is_usable(day(11)));
    }
}
