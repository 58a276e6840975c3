//! Registration numbers (nomor pendaftaran, UU 14/2008 Ps 22(4)): the proof of receipt, without gaps for each body, series and year.
//!
//! Who counts is for others; here is what a number looks like.

use std::fmt;

use chrono::{DateTime, Datelike as _, Utc};
use padi_kernel::zone::Zone;
use serde::{Deserialize, Serialize};

named! {
    /// What is numbered.
    Series {
        /// Requests for information (permohonan informasi).
        Request = "PPID",
        /// Objections (keberatan).
        Objection = "KEB-PPID",
    }
}

const MONTHS: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

/// A number such as `0007/PPID/73.71/III/2026`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RegistrationNumber(String);

/// Where a number stands in its body's register. The texts do not sort: `10000` comes before `9999`, and December before January.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The year in which it counts.
    pub year: i32,
    /// The how-many-th of that year.
    pub n: u32,
}

impl RegistrationNumber {
    /// The n-th of the body in the year of registering; year and month are those of the body's own day, by the law's clock.
    pub fn new(series: Series, n: u32, body_code: &str, zone: Zone, registered_at: DateTime<Utc>) -> Self {
        let day = zone.day_of(registered_at);
        let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
        Self(format!("{n:04}/{series}/{body_code}/{month}/{}", day.year()))
    }

    /// The year in which it counts.
    pub fn year(zone: Zone, registered_at: DateTime<Utc>) -> i32 {
        zone.day_of(registered_at).year()
    }

    /// A number as it was stored.
    pub fn stored(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Where it stands in its register; none where the text is no such number.
    pub fn place(&self) -> Option<Place> {
        let mut parts = self.0.split('/');
        let n = parts.next()?.parse().ok()?;
        let year = parts.next_back()?.parse().ok()?;
        Some(Place { year, n })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegistrationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, RegistrationNumber, Series};
    use chrono::{DateTime, Utc};
    use padi_kernel::zone::Zone;

    #[test]
    fn a_number_names_series_body_month_and_year_of_the_bodys_own_day() {
        let number = |series, n, zone, at: &str| {
            let at: DateTime<Utc> = at.parse().unwrap();
            RegistrationNumber::new(series, n, "73.71", zone, at).to_string()
        };
        let noon = "2026-03-02T04:00:00Z";
        assert_eq!(number(Series::Request, 7, Zone::Wita, noon), "0007/PPID/73.71/III/2026");
        assert_eq!(number(Series::Objection, 12345, Zone::Wita, noon), "12345/KEB-PPID/73.71/III/2026");
        let midnight = "2026-12-31T15:00:00Z";
        assert_eq!(number(Series::Request, 1, Zone::Wib, midnight), "0001/PPID/73.71/XII/2026");
        assert_eq!(number(Series::Request, 1, Zone::Wit, midnight), "0001/PPID/73.71/I/2027");
        assert_eq!(RegistrationNumber::year(Zone::Wit, midnight.parse().unwrap()), 2027);
        assert_eq!(RegistrationNumber::stored("x").as_str(), "x");
    }

    #[test]
    fn numbers_stand_in_the_order_in_which_they_were_drawn() {
        let place = |text: &str| RegistrationNumber::stored(text).place();
        let drawn = [
            "9999/PPID/73.71/XII/2025",
            "0001/PPID/73.71/I/2026",
            "9999/PPID/73.71/IX/2026",
            "10000/PPID/73.71/X/2026",
        ];
        let places: Vec<_> = drawn.map(|text| place(text).unwrap()).into();
        assert!(places.is_sorted() && !drawn.is_sorted(), "{places:?}");
        assert_eq!(place("12345/KEB-PPID/73.71/III/2026"), Some(Place { year: 2026, n: 12345 }));
        for none in ["", "7", "x/PPID/73.71/III/2026", "7/PPID/73.71/III/-", "2026"] {
            assert_eq!(place(none), None, "{none}");
        }
    }
}
