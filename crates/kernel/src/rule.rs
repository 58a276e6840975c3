//! Rules of law as dated data: how long a term is, in what unit, by what law, and since when.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::RuleId;

/// What a term counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Working day (hari kerja).
    WorkingDay,
    /// Calendar day (hari).
    CalendarDay,
    /// Hour by the clock (jam), weekends and holidays included.
    ClockHour,
    /// Calendar month (bulan).
    Month,
    /// Calendar year (tahun).
    Year,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 5] = [Self::WorkingDay, Self::CalendarDay, Self::ClockHour, Self::Month, Self::Year];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::WorkingDay => "working_day",
            Self::CalendarDay => "calendar_day",
            Self::ClockHour => "clock_hour",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A stored or given name is none that the program knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown name: {0}")]
pub struct UnknownName(pub String);

impl FromStr for Unit {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|unit| unit.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// Whose clock it is. An agency's working days start by office hours; a person's count from the plain civil day, and their
/// calendar-day limits never end on a day on which offices are closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The body must act.
    Agency,
    /// The reporter or applicant may act until then.
    Reporter,
}

impl Party {
    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Reporter => "reporter",
        }
    }
}

impl FromStr for Party {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Agency, Self::Reporter]
            .into_iter()
            .find(|party| party.name() == text)
            .ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// One term of law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// The rule set that it stands in, such as `panrb-5-2025`.
    pub rule_set: String,
    /// Its code in the set, such as `C3c`.
    pub code: String,
    /// Its name in Indonesian.
    pub name_id: String,
    /// Its name in English.
    pub name_en: String,
    /// How many units; negative for a reminder before a due date.
    pub length: i32,
    /// What it counts.
    pub unit: Unit,
    /// Whose clock it is.
    pub party: Party,
    /// The article.
    pub legal_basis: String,
    /// Whether the text of the law was read and says so.
    pub confirmed: bool,
    /// First day of receipt for which it holds.
    pub valid_from: NaiveDate,
    /// Last day of receipt for which it holds, if it ended.
    pub valid_to: Option<NaiveDate>,
}

/// All rules, to be asked by code and date of receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleBook {
    rules: Vec<Rule>,
}

/// No rule of that code holds on that day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no rule {code} holds on {on}")]
pub struct NoRule {
    /// The code asked for.
    pub code: String,
    /// The date of receipt.
    pub on: NaiveDate,
}

impl RuleBook {
    /// A book of these rules.
    pub fn new(rules: Vec<Rule>) -> Self {
        Self { rules }
    }

    /// The rule of that code for what was received on that day: the youngest that holds. Where none holds, because the day lies
    /// before the first one or in a gap that an administrator left, the nearest before it, else the first after it: a case is
    /// never without its clock.
    pub fn rule(&self, code: &str, received_on: NaiveDate) -> Result<&Rule, NoRule> {
        let of_code = || self.rules.iter().filter(|rule| rule.code == code);
        let begun = || of_code().filter(|rule| rule.valid_from <= received_on);
        begun()
            .filter(|rule| rule.valid_to.is_none_or(|end| received_on <= end))
            .max_by_key(|rule| rule.valid_from)
            .or_else(|| begun().max_by_key(|rule| rule.valid_from))
            .or_else(|| of_code().min_by_key(|rule| rule.valid_from))
            .ok_or_else(|| NoRule { code: code.to_owned(), on: received_on })
    }

    /// The rule by its full name.
    pub fn find(&self, rule_set: &str, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.rule_set == rule_set && rule.code == code)
    }

    /// All rules.
    pub fn all(&self) -> &[Rule] {
        &self.rules
    }
}
