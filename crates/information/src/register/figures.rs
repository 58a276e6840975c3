//! The four figures that a body announces each year (UU 14/2008 Ps 12): how many were asked, how long each took, how many were granted
//! and refused, and why refused.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use padi_kernel::{
    calendar::{OutOfRange, WorkCalendar},
    zone::Locality,
};
use serde::Serialize;

use crate::{
    article::Article,
    request::{InformationRequest, state::Outcome},
};

/// What of a request the figures ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// When the notice was given.
    pub notified_at: Option<DateTime<Utc>>,
    /// What it said.
    pub outcome: Option<Outcome>,
    /// On what grounds all of it was refused.
    pub grounds: Vec<Article>,
}

/// How long the notices took, in working days since the day of receipt.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HandlingTime {
    /// On average.
    pub mean: f64,
    /// In the middle.
    pub median: f64,
}

/// How often a ground was cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RefusalReason {
    /// The letter of Ps 17.
    pub ground: Article,
    /// In how many refusals.
    pub count: u64,
}

/// The figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// How many were registered.
    pub requests: u64,
    /// How long it took; absent where none was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling_time: Option<HandlingTime>,
    /// How many were granted as a whole.
    pub granted: u64,
    /// How many in part.
    pub granted_partial: u64,
    /// How many were refused.
    pub refused: u64,
    /// Why, in the order of the letters.
    pub refusal_reasons: Vec<RefusalReason>,
}

impl Facts {
    /// Those of a request.
    pub fn of(request: &InformationRequest) -> Self {
        let grounds = request.notice.iter().flat_map(|notice| &notice.grounds).map(|cited| cited.ground);
        Self {
            received_at: request.received_at,
            notified_at: request.notice.as_ref().map(|notice| notice.at),
            outcome: request.outcome,
            grounds: grounds.collect(),
        }
    }

    /// Working days from the day of receipt, by the rule of day 0, to that of the notice.
    fn days(&self, locality: &Locality, calendar: &WorkCalendar) -> Result<Option<u32>, OutOfRange> {
        let Some(notified_at) = self.notified_at else { return Ok(None) };
        let from = calendar.day_zero(self.received_at, locality)?;
        Ok(Some(calendar.working_days_between(from, locality.zone.day_of(notified_at), locality)))
    }
}

/// What has been counted so far. It stays as small as it is however many requests are added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    requests: u32,
    outcomes: BTreeMap<Outcome, u32>,
    reasons: BTreeMap<Article, u32>,
    /// How many notices took so many working days.
    days: BTreeMap<u32, u32>,
}

impl Tally {
    /// Counts one more request of the body.
    pub fn add(&mut self, fact: &Facts, locality: &Locality, calendar: &WorkCalendar) -> Result<(), OutOfRange> {
        self.requests += 1;
        if let Some(days) = fact.days(locality, calendar)? {
            *self.days.entry(days).or_default() += 1;
        }
        if let Some(outcome) = fact.outcome {
            *self.outcomes.entry(outcome).or_default() += 1;
        }
        let refused = fact.outcome == Some(Outcome::Refused);
        for ground in Article::ALL.iter().filter(|ground| refused && fact.grounds.contains(ground)) {
            *self.reasons.entry(*ground).or_default() += 1;
        }
        Ok(())
    }

    /// The figures of what was counted.
    pub fn figures(&self) -> Figures {
        let of = |outcome| self.outcomes.get(&outcome).copied().map_or(0, u64::from);
        let reasons =
            self.reasons.iter().map(|(ground, count)| RefusalReason { ground: *ground, count: (*count).into() });
        Figures {
            requests: self.requests.into(),
            handling_time: self.handling_time(),
            granted: of(Outcome::Granted),
            granted_partial: of(Outcome::GrantedPartial),
            refused: of(Outcome::Refused),
            refusal_reasons: reasons.collect(),
        }
    }

    fn handling_time(&self) -> Option<HandlingTime> {
        let answered: u32 = self.days.values().sum();
        let middle = answered / 2;
        let upper = self.nth(middle)?;
        let lower = if answered % 2 == 1 { upper } else { self.nth(middle - 1)? };
        let sum: f64 = self.days.iter().map(|(days, count)| f64::from(*days) * f64::from(*count)).sum();
        Some(HandlingTime { mean: sum / f64::from(answered), median: f64::midpoint(lower.into(), upper.into()) })
    }

    /// How long the n-th took, from 0, with the fastest first.
    fn nth(&self, n: u32) -> Option<u32> {
        let mut passed = 0;
        let found = self.days.iter().find(|(_, count)| {
            passed += **count;
            passed > n
        });
        found.map(|(days, _)| *days)
    }
}
