//! For how long information may be exempt (jangka waktu pengecualian, UU 14/2008 Ps 20; PP 61/2010).

use chrono::NaiveDate;
use padi_kernel::{
    calendar::OutOfRange,
    deadline,
    deadlines::{DeadlineError, Law},
    zone::Locality,
};
use serde::{Deserialize, Serialize};

use crate::{article::Article, clocks, refused::Refused};

/// A period of exemption.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// Its first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// What ends it, where no day is known, such as a judgment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl Period {
    /// The last day, where there is one: as it was set, or by law where only a rule was. Under Ps 17 a nothing is exempt for more than
    /// thirty years (PP 61/2010).
    pub fn ends_on(
        &self,
        article: Article,
        locality: &Locality,
        law: Law<'_>,
    ) -> Result<Option<NaiveDate>, DeadlineError> {
        match (self.until, self.from) {
            (None, Some(from)) if article == Article::LawEnforcement => Ok(Some(latest(from, locality, law)?)),
            (until, _) => Ok(until),
        }
    }

    /// Refuses a period that the ground does not bear.
    pub fn check(&self, article: Article, locality: &Locality, law: Law<'_>) -> Result<(), Refused> {
        let from = self.from.ok_or_else(|| Refused::invalid("/period/from", "required"))?;
        if self.until.is_some_and(|until| until < from) {
            return Err(Refused::invalid("/period/until", "out_of_range"));
        }
        let has_rule = self.rule.as_deref().is_some_and(|rule| !rule.trim().is_empty());
        if self.until.is_none() && !has_rule && !article.may_be_permanent() {
            return Err(Refused::invalid("/period/until", "required"));
        }
        if article == Article::LawEnforcement
            && self.until.is_some_and(|until| latest(from, locality, law).is_ok_and(|last| until > last))
        {
            return Err(Refused::invalid("/period/until", "out_of_range"));
        }
        Ok(())
    }
}

/// The last day that Ps 17 a can reach.
fn latest(from: NaiveDate, locality: &Locality, law: Law<'_>) -> Result<NaiveDate, DeadlineError> {
    let rule = law.rules.rule(clocks::R9.rule, from)?;
    let start = locality.zone.midnight(from);
    let term = deadline::term(start, rule.length, rule.unit, rule.party, locality, law.calendar)?;
    Ok(locality.zone.day_of(term.due_at))
}

/// Whole days from one day to another.
pub(crate) fn days(from: NaiveDate, to: NaiveDate) -> Result<i32, OutOfRange> {
    i32::try_from((to - from).num_days()).map_err(|_| OutOfRange)
}
