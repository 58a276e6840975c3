//! Which part of a register is meant: what was registered in these days.
//!
//! The day of registering counts, because the number is drawn then and its year and month are of that day. What came on paper may have
//! been received earlier; that day is a column of its own.

use std::ops::{Range, RangeInclusive};

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use padi_kernel::{body::Body, zone::Zone};

/// Days of registering, in the body's own time; the first and the last are part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

/// A part of one body's register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The body.
    pub body: Body,
    /// When what is in it was registered.
    pub period: Period,
}

impl Period {
    /// The days that were named. Without the last, up to the end of the current year; without the first, from the beginning of the last
    /// one's year: a register is kept by the year. None where the end lies before the beginning.
    pub fn of(from: Option<NaiveDate>, to: Option<NaiveDate>, today: NaiveDate) -> Option<Self> {
        let of_year = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        let to = to.or_else(|| of_year(today.year(), 12, 31))?;
        let from = from.or_else(|| of_year(to.year(), 1, 1))?;
        (from <= to).then_some(Self { from, to })
    }

    /// The first day.
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub fn to(self) -> NaiveDate {
        self.to
    }

    /// The years in which its numbers count.
    pub fn years(self) -> RangeInclusive<i32> {
        self.from.year()..=self.to.year()
    }

    /// From local midnight to local midnight.
    pub fn instants(self, zone: Zone) -> Range<DateTime<Utc>> {
        let after = self.to.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
        zone.midnight(self.from)..zone.midnight(after)
    }
}

impl Part {
    /// From local midnight to local midnight.
    pub fn instants(&self) -> Range<DateTime<Utc>> {
        self.period.instants(self.body.locality.zone)
    }
}
