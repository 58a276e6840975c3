//! The working-day calendar (kalender hari kerja): which days count, for whom, and why others do not.
//!
//! Perpres 21/2023 Ps 3: five working days, Monday to Friday. National holidays and joint leave (cuti bersama, Ps 6) do not
//! count; a province's own holidays do not count for the bodies in it. Holidays are data, never constants.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::zone::Locality;

/// Why a day does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Saturday or Sunday.
    Weekend,
    /// A holiday, national or of the province (hari libur).
    Holiday,
    /// Joint leave (cuti bersama).
    JointLeave,
}

/// A day that did not count, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedDay {
    /// The day.
    pub on: NaiveDate,
    /// Why, by kind.
    pub kind: DayKind,
    /// Why, in words: the holiday's name or the weekday.
    pub reason: String,
}

/// One entry of the holiday list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub on: NaiveDate,
    /// Two-digit province whose bodies keep it; absent for the whole nation.
    pub province: Option<String>,
    /// [`DayKind::Holiday`] or [`DayKind::JointLeave`].
    pub kind: DayKind,
    /// Its name in Indonesian.
    pub name: String,
}

/// A civil day ran out of what dates can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the term ends beyond what dates can hold")]
pub struct OutOfRange;

/// The holidays of one version of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    days: BTreeMap<NaiveDate, Vec<Holiday>>,
    years: BTreeSet<i32>,
    version: i64,
}

/// Offices close at 16:00 local: what comes later counts as received on the next working day.
const CLOSING: NaiveTime = match NaiveTime::from_hms_opt(16, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

impl WorkCalendar {
    /// A calendar of these holidays; `version` grows with each change of the list.
    pub fn new(version: i64, holidays: impl IntoIterator<Item = Holiday>) -> Self {
        let mut calendar = Self { version, ..Self::default() };
        for holiday in holidays {
            if holiday.province.is_none() {
                calendar.years.insert(holiday.on.year());
            }
            calendar.days.entry(holiday.on).or_default().push(holiday);
        }
        calendar
    }

    /// The version of the list.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Whether every year between the two days has holiday data; otherwise only weekends were counted in some year.
    pub fn is_complete(&self, from: NaiveDate, to: NaiveDate) -> bool {
        let (first, last) = (from.min(to), from.max(to));
        (first.year()..=last.year()).all(|year| self.years.contains(&year))
    }

    /// Why the day does not count for a body of the locality, if it does not. A holiday that falls on a weekend is named as one.
    pub fn skipped(&self, day: NaiveDate, locality: &Locality) -> Option<SkippedDay> {
        let kept = self.days.get(&day).into_iter().flatten().filter(|holiday| {
            holiday.province.is_none() || holiday.province.as_deref() == locality.province.as_deref()
        });
        // A holiday's name says more than 'joint leave' on the same day.
        if let Some(holiday) = kept.min_by_key(|holiday| holiday.kind) {
            return Some(SkippedDay { on: day, kind: holiday.kind, reason: holiday.name.clone() });
        }
        let reason = match day.weekday() {
            Weekday::Sat => "Sabtu",
            Weekday::Sun => "Minggu",
            _ => return None,
        };
        Some(SkippedDay { on: day, kind: DayKind::Weekend, reason: reason.to_owned() })
    }

    /// Whether the day counts for a body of the locality.
    pub fn is_working(&self, day: NaiveDate, locality: &Locality) -> bool {
        self.skipped(day, locality).is_none()
    }

    /// The day itself if it is a working day, else the next one.
    pub fn working_from(&self, day: NaiveDate, locality: &Locality) -> Result<NaiveDate, OutOfRange> {
        let mut day = day;
        while !self.is_working(day, locality) {
            day = next(day)?;
        }
        Ok(day)
    }

    /// Day 0 of an agency's clock in working days: the day of the trigger; after 16:00:00 local, or on a non-working day, the
    /// next working day, on every channel (`decisions` 2).
    pub fn day_zero(&self, at: DateTime<Utc>, locality: &Locality) -> Result<NaiveDate, OutOfRange> {
        let local = locality.zone.local(at);
        let day = if local.time() > CLOSING { next(local.date())? } else { local.date() };
        self.working_from(day, locality)
    }

    /// The n-th working day after the day; `n` may be negative, for reminders, and 0 gives the day itself.
    pub fn add_working_days(&self, day: NaiveDate, n: i32, locality: &Locality) -> Result<NaiveDate, OutOfRange> {
        let mut day = day;
        let mut left = n.unsigned_abs();
        while left > 0 {
            day = if n < 0 { previous(day)? } else { next(day)? };
            if self.is_working(day, locality) {
                left -= 1;
            }
        }
        Ok(day)
    }

    /// How many working days lie after `from`, up to and including `to`.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate, locality: &Locality) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        u32::try_from(days.filter(|day| self.is_working(*day, locality)).count()).unwrap_or(u32::MAX)
    }

    /// Every non-working day from `from` up to, but without, `to`.
    pub fn skipped_between(&self, from: NaiveDate, to: NaiveDate, locality: &Locality) -> Vec<SkippedDay> {
        from.iter_days().take_while(|day| *day < to).filter_map(|day| self.skipped(day, locality)).collect()
    }
}

fn next(day: NaiveDate) -> Result<NaiveDate, OutOfRange> {
    day.checked_add_days(Days::new(1)).ok_or(OutOfRange)
}

fn previous(day: NaiveDate) -> Result<NaiveDate, OutOfRange> {
    day.checked_sub_days(Days::new(1)).ok_or(OutOfRange)
}
