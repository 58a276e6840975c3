//! The terms of an exemption: its end, the decree that is due before it, and the warning before that.

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    calendar::WorkCalendar,
    changed::Changed,
    deadline::{self, Deadline},
    deadlines::{DeadlineError, Kind, Law, Moved, Span, Started},
    event::{Audience, By},
    rule::Unit,
};
use serde_json::json;

use super::{Exemption, ExemptionStep, State};
use crate::{
    clocks,
    consequence_test::period::days,
    effect::Applied,
    refused::Refused,
    step::{self, Context, Lapses, Step},
};

impl Exemption {
    /// The effect of the first term that has passed by `context.now`, as of the instant at which it passed; nothing if none has.
    pub fn lapse(self, context: &Context<'_>) -> Result<Option<Applied<Self>>, Refused> {
        step::lapse(self, context)
    }

    /// Computes what depends on the list of holidays anew: the warning and the decree. The end itself is a day that was set.
    pub fn recompute(
        mut self,
        now: DateTime<Utc>,
        calendar: &WorkCalendar,
        context: &Context<'_>,
    ) -> Result<(Option<Changed<Self>>, Vec<Moved>), DeadlineError> {
        let law = Law { calendar, ..context.law };
        let Some(warned_on) = self.warned_on(law)? else { return Ok((None, Vec::new())) };
        let before = self.deadlines.open(clocks::R8W.code).map(|warning| warning.due_at);
        let after = warned_on.pred_opt().map(|day| self.agency.locality.zone.end_of(day));
        let is_moved = matches!((before, after), (Some(before), Some(after)) if before > now && before != after);
        let warning =
            Moved { code: clocks::R8W.code.to_owned(), from: before.unwrap_or(now), to: after.unwrap_or(now) };
        if is_moved {
            self.deadlines.cancel(clocks::R8W.code, now);
        }
        let mut step = Step::new(self, By::SYSTEM, Context { law, ..*context });
        if is_moved {
            step.start_warning(warned_on)?;
        }
        let mut moved = step.case.deadlines.recompute(now, calendar)?;
        moved.extend(is_moved.then_some(warning));
        if step.case.deadlines.touched().is_empty() {
            return Ok((None, moved));
        }
        let list: Vec<_> =
            moved.iter().map(|moved| json!({ "code": moved.code, "from": moved.from, "to": moved.to })).collect();
        step.record("exemption.deadlines_recomputed", Audience::Handlers, None, json!({ "moved": list }));
        Ok((Some(step.done().changed), moved))
    }

    /// The day of the warning: 60 working days before the last.
    fn warned_on(&self, law: Law<'_>) -> Result<Option<NaiveDate>, DeadlineError> {
        let Some(ends_on) = self.ends_on else { return Ok(None) };
        let locality = &self.agency.locality;
        let rule = law.rules.rule(clocks::R8W.rule, locality.zone.day_of(self.created_at))?;
        let end = locality.zone.end_of(ends_on);
        let term = deadline::term(end, rule.length, rule.unit, rule.party, locality, law.calendar)?;
        Ok(Some(locality.zone.day_of(term.due_at)))
    }
}

impl ExemptionStep<'_> {
    /// Its end, the decree before it, and the warning before that, as far as they still lie ahead.
    pub(super) fn start_clocks(&mut self) -> Result<(), DeadlineError> {
        let (Some(ends_on), Some(warned_on)) = (self.case.ends_on, self.case.warned_on(self.context.law)?) else {
            return Ok(());
        };
        let zone = self.case.agency.locality.zone;
        let today = zone.day_of(self.context.now);
        // Counted from the day on which it was decreed, so that the term is one of days and ends with the last of them.
        let left = days(today, ends_on)?;
        self.start_at(lasting(clocks::R9, left), zone.midnight(today))?;
        self.start_at(clocks::R8, zone.end_of(ends_on))?;
        if self.case.deadlines.open(clocks::R8.code).is_some_and(|term| term.passes_at() <= self.context.now) {
            // There is no time for a decree before the end: it opens by itself.
            self.cancel(clocks::R8.code);
        }
        if warned_on <= today {
            self.case.state = State::Expiring;
            return Ok(());
        }
        self.start_warning(warned_on)
    }

    /// Undisturbed until the midnight at which the day of the warning begins.
    fn start_warning(&mut self, warned_on: NaiveDate) -> Result<(), DeadlineError> {
        let zone = self.case.agency.locality.zone;
        let today = zone.day_of(self.context.now);
        let left = days(today, warned_on)? - 1;
        self.start_at(lasting(clocks::R8W, left), zone.midnight(today))
    }
}

impl Lapses for Exemption {
    fn pass(step: &mut Step<'_, Self>, passed: &Deadline) -> Result<(), Refused> {
        let code = passed.code.as_str();
        match code {
            "R8W" => {
                step.settle(code);
                step.case.state = State::Expiring;
                let data = json!({ "ends_on": step.case.ends_on });
                step.record("exemption.expiring", Audience::Public, None, data);
            }
            "R9" => {
                step.settle(code);
                step.open(State::Opened, None, None);
            }
            // The decree is overdue, and what is exempt opens all the same.
            _ => step.record("exemption.deadline_missed", Audience::Handlers, None, json!({ "code": code })),
        }
        Ok(())
    }
}

fn lasting(kind: Kind, length: i32) -> Started {
    kind.lasting(Span { length, unit: Unit::CalendarDay })
}
