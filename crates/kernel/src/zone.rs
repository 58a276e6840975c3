//! The three time zones of Indonesia (Keppres 41/1987); none has daylight saving time.

use std::{fmt, str::FromStr};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use serde::{Deserialize, Serialize};

/// The zone of a responsible body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Zone {
    /// Waktu Indonesia Barat, UTC+7.
    #[serde(rename = "Asia/Jakarta")]
    Wib,
    /// Waktu Indonesia Tengah, UTC+8.
    #[serde(rename = "Asia/Makassar")]
    Wita,
    /// Waktu Indonesia Timur, UTC+9.
    #[serde(rename = "Asia/Jayapura")]
    Wit,
}

impl Zone {
    /// Every zone, west to east.
    pub const ALL: [Self; 3] = [Self::Wib, Self::Wita, Self::Wit];

    /// The IANA name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wib => "Asia/Jakarta",
            Self::Wita => "Asia/Makassar",
            Self::Wit => "Asia/Jayapura",
        }
    }

    /// Hours east of UTC.
    pub fn hours(self) -> i32 {
        match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        }
    }

    /// The instant in local civil time.
    pub fn local(self, at: DateTime<Utc>) -> NaiveDateTime {
        at.naive_utc() + chrono::Duration::hours(i64::from(self.hours()))
    }

    /// The instant with this zone's offset, for showing.
    pub fn shown(self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        let offset = FixedOffset::east_opt(self.hours() * 3600).unwrap_or_else(|| chrono::Offset::fix(&Utc));
        offset.from_utc_datetime(&at.naive_utc())
    }

    /// The civil day of the instant.
    pub fn day_of(self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date()
    }

    /// The instant of a local civil time.
    pub fn instant(self, local: NaiveDateTime) -> DateTime<Utc> {
        (local - chrono::Duration::hours(i64::from(self.hours()))).and_utc()
    }

    /// Local midnight at the start of the day.
    pub fn midnight(self, day: NaiveDate) -> DateTime<Utc> {
        self.instant(day.and_time(chrono::NaiveTime::MIN))
    }

    /// 23:59:59.000 local of the day: the last second in which an act is in time.
    pub fn end_of(self, day: NaiveDate) -> DateTime<Utc> {
        self.midnight(day) + chrono::Duration::seconds(86_399)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The name is none of Indonesia's three zones.
#[derive(Debug, thiserror::Error)]
#[error("unknown time zone")]
pub struct UnknownZone;

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|zone| zone.name() == text).ok_or(UnknownZone)
    }
}

/// What of a body counts for its clocks: its zone, and its province for regional holidays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locality {
    /// The body's time zone.
    pub zone: Zone,
    /// Two-digit code of the province whose regional holidays the body keeps; absent for the ministry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
}

impl Locality {
    /// The locality of a region code such as `73.71`.
    pub fn of_region(region_code: &str, zone: Zone) -> Self {
        Self { zone, province: region_code.get(..2).map(str::to_owned) }
    }

    /// The ministry in Jakarta: national holidays only.
    pub fn ministry() -> Self {
        Self { zone: Zone::Wib, province: None }
    }
}
