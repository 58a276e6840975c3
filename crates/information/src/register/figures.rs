//! The four figures that a body announces each year (UU 14/2008 Ps 12): how many were asked, how long each took, how many were granted
//! and refused, and why refused.

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
    /// How many were received.
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

impl Figures {
    /// Of all that a body received in a period.
    pub fn of(facts: &[Facts], locality: &Locality, calendar: &WorkCalendar) -> Result<Self, OutOfRange> {
        let mut days = Vec::new();
        for fact in facts {
            days.extend(fact.days(locality, calendar)?);
        }
        let of_outcome = |outcome| count(facts, |fact| fact.outcome == Some(outcome));
        let reasons = Article::ALL.iter().map(|ground| {
            let refused = |fact: &Facts| fact.outcome == Some(Outcome::Refused) && fact.grounds.contains(ground);
            RefusalReason { ground: *ground, count: count(facts, refused) }
        });
        Ok(Self {
            requests: count(facts, |_| true),
            handling_time: handling_time(days),
            granted: of_outcome(Outcome::Granted),
            granted_partial: of_outcome(Outcome::GrantedPartial),
            refused: of_outcome(Outcome::Refused),
            refusal_reasons: reasons.filter(|reason| reason.count > 0).collect(),
        })
    }
}

fn count(facts: &[Facts], counts: impl Fn(&Facts) -> bool) -> u64 {
    facts.iter().filter(|fact| counts(fact)).count() as u64
}

fn handling_time(mut days: Vec<u32>) -> Option<HandlingTime> {
    if days.is_empty() {
        return None;
    }
    days.sort_unstable();
    let of = |index: usize| days.get(index).copied().map_or(0.0, f64::from);
    let sum: f64 = days.iter().copied().map(f64::from).sum();
    let length = u32::try_from(days.len()).map_or(f64::MAX, f64::from);
    let middle = days.len() / 2;
    let median = if days.len() % 2 == 1 { of(middle) } else { f64::midpoint(of(middle - 1), of(middle)) };
    Some(HandlingTime { mean: sum / length, median })
}
