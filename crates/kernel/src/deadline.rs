//! The deadline engine: one running term of law, exact to the day in three time zones, able to explain itself.
//!
//! A deadline keeps its inputs (rule, start, pauses, extension), so that its due time can be computed anew when the holiday list
//! changes. It knows neither cases nor databases. Counting follows `decisions` 2; due times are 23:59:59.000 local, and a term
//! has passed from the next local midnight.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Days, Duration, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar::{OutOfRange, SkippedDay, WorkCalendar},
    escalation::Ladder,
    rule::{Party, Rule, Unit, UnknownName},
    zone::Locality,
};

/// Where a deadline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineState {
    /// The clock runs.
    Running,
    /// The clock stands still; the rest is kept.
    Paused,
    /// Done in time.
    Met,
    /// The term passed first.
    Missed,
    /// Ended without being done: the case took another way.
    Cancelled,
}

impl DeadlineState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Running, Self::Paused, Self::Met, Self::Missed, Self::Cancelled];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for DeadlineState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for DeadlineState {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|state| state.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// A stretch in which the clock stood still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When it was stopped.
    pub paused_at: DateTime<Utc>,
    /// When it went on; absent while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resumed_at: Option<DateTime<Utc>>,
}

/// What a due time was computed from, and the result: the same for a case's deadline and for a question about the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The day from which the (rest of the) term counts.
    pub day_zero_on: NaiveDate,
    /// How many units were left to count from there.
    pub remaining: i32,
    /// When it is due. For units of days the last second of the day; for hours the exact instant.
    pub due_at: DateTime<Utc>,
}

/// One term of law that a case is under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Its place in the case's list, from 0.
    pub ordinal: i32,
    /// Its code in the case, such as `C3`.
    pub code: String,
    /// The assignment or trigger that it belongs to, where one case can have several of the same code.
    pub subject: Option<Uuid>,
    /// The rule set of its rule.
    pub rule_set: String,
    /// The rule's code in the set, such as `C3c`.
    pub rule_code: String,
    /// The rule's length.
    pub length: i32,
    /// Units added by an extension.
    pub extended_by: i32,
    /// What it counts.
    pub unit: Unit,
    /// Whose clock it is.
    pub party: Party,
    /// The responsible body's zone and province.
    pub locality: Locality,
    /// The trigger.
    pub started_at: DateTime<Utc>,
    /// When and how often it stood still.
    pub pauses: Vec<Pause>,
    /// The day from which the rest counts.
    pub day_zero_on: NaiveDate,
    /// Units left to count from there.
    pub remaining: i32,
    /// When it is due; while paused, when it would have been.
    pub due_at: DateTime<Utc>,
    /// Where it stands.
    pub state: DeadlineState,
    /// When it was met, cancelled, or at last done though missed.
    pub ended_at: Option<DateTime<Utc>>,
    /// Every day between trigger and due day that did not count, by the list that it was last computed with.
    pub skipped: Vec<SkippedDay>,
    /// Whether that list had data for every year that the term touches.
    pub calendar_complete: bool,
    /// The version of that list.
    pub calendar_version: i64,
    /// Which cycle of the case it belongs to; a reopened case starts the next.
    pub cycle: i32,
    /// When who must be told of it.
    pub ladder: Ladder,
}

/// What [`Deadline::start`] needs beside the rule.
#[derive(Clone, Debug)]
pub struct Start<'a> {
    /// Its place in the case's list.
    pub ordinal: i32,
    /// The code in the case.
    pub code: &'static str,
    /// Assignment or trigger, if any.
    pub subject: Option<Uuid>,
    /// The trigger's time.
    pub at: DateTime<Utc>,
    /// The responsible body.
    pub locality: &'a Locality,
    /// The case's cycle.
    pub cycle: i32,
}

impl Deadline {
    /// Starts a term.
    pub fn start(rule: &Rule, start: Start<'_>, calendar: &WorkCalendar) -> Result<Self, OutOfRange> {
        let term = term(start.at, rule.length, rule.unit, rule.party, start.locality, calendar)?;
        let mut deadline = Self {
            ordinal: start.ordinal,
            code: start.code.to_owned(),
            subject: start.subject,
            rule_set: rule.rule_set.clone(),
            rule_code: rule.code.clone(),
            length: rule.length,
            extended_by: 0,
            unit: rule.unit,
            party: rule.party,
            locality: start.locality.clone(),
            started_at: start.at,
            pauses: Vec::new(),
            day_zero_on: term.day_zero_on,
            remaining: term.remaining,
            due_at: term.due_at,
            state: DeadlineState::Running,
            ended_at: None,
            skipped: Vec::new(),
            calendar_complete: true,
            calendar_version: calendar.version(),
            cycle: start.cycle,
            ladder: Ladder::default(),
        };
        deadline.explain(calendar);
        Ok(deadline)
    }

    /// The first instant at which the term has passed: the next local midnight, or the instant itself for hours.
    pub fn passes_at(&self) -> DateTime<Utc> {
        match self.unit {
            Unit::ClockHour => self.due_at,
            Unit::WorkingDay | Unit::CalendarDay | Unit::Month | Unit::Year => self.due_at + Duration::seconds(1),
        }
    }

    /// Whether it is still open: running, paused, or missed and not yet done.
    pub fn is_open(&self) -> bool {
        self.ended_at.is_none()
    }

    /// Whether the term passed and what it asks for is still not done.
    pub fn is_overdue(&self) -> bool {
        self.state == DeadlineState::Missed && self.is_open()
    }

    /// Marks it as missed if its time has passed. Returns whether that is news.
    pub fn pass(&mut self, now: DateTime<Utc>) -> bool {
        let passed = self.state == DeadlineState::Running && now >= self.passes_at();
        if passed {
            self.state = DeadlineState::Missed;
        }
        passed
    }

    /// What the deadline asks for was done.
    pub fn meet(&mut self, at: DateTime<Utc>) {
        self.pass(at);
        if self.state != DeadlineState::Missed {
            self.state = DeadlineState::Met;
        }
        self.ended_at = Some(at);
    }

    /// The case took another way, and nobody need do it any more.
    pub fn cancel(&mut self, at: DateTime<Utc>) {
        self.pass(at);
        if self.state != DeadlineState::Missed {
            self.state = DeadlineState::Cancelled;
        }
        self.ended_at = Some(at);
    }

    /// Stops the clock, keeping whole units; a missed one is not paused.
    pub fn pause(&mut self, at: DateTime<Utc>, calendar: &WorkCalendar) -> Result<(), OutOfRange> {
        self.pass(at);
        if self.state == DeadlineState::Running {
            self.pauses.push(Pause { paused_at: at, resumed_at: None });
            self.state = DeadlineState::Paused;
            self.recompute(calendar)?;
        }
        Ok(())
    }

    /// Lets the clock go on; the day of resuming, by the rule of day 0, is the new day 0.
    pub fn resume(&mut self, at: DateTime<Utc>, calendar: &WorkCalendar) -> Result<(), OutOfRange> {
        if self.state == DeadlineState::Paused {
            if let Some(pause) = self.pauses.last_mut() {
                pause.resumed_at = Some(at);
            }
            self.state = DeadlineState::Running;
            self.recompute(calendar)?;
        }
        Ok(())
    }

    /// Adds units at the end of the term, counting from its end and not from the day of the extension.
    pub fn extend(&mut self, by: i32, calendar: &WorkCalendar) -> Result<(), OutOfRange> {
        self.extended_by += by;
        self.recompute(calendar)
    }

    /// Computes the due time anew from the inputs, with this version of the holiday list.
    pub fn recompute(&mut self, calendar: &WorkCalendar) -> Result<(), OutOfRange> {
        let length = self.length + self.extended_by;
        let mut term = term(self.started_at, length, self.unit, self.party, &self.locality, calendar)?;
        for pause in &self.pauses {
            let rest = self.rest(&term, pause.paused_at, calendar);
            term.remaining = rest;
            if let Some(resumed_at) = pause.resumed_at {
                term = self.rest_from(resumed_at, rest, pause.paused_at, &term, calendar)?;
            }
        }
        self.day_zero_on = term.day_zero_on;
        self.remaining = term.remaining;
        self.due_at = term.due_at;
        self.explain(calendar);
        Ok(())
    }

    /// Units left when the clock is stopped: n minus those after day 0 up to and including the day of the pause.
    fn rest(&self, term: &Term, paused_at: DateTime<Utc>, calendar: &WorkCalendar) -> i32 {
        let day = self.locality.zone.day_of(paused_at);
        let used = match self.unit {
            Unit::WorkingDay => {
                i32::try_from(calendar.working_days_between(term.day_zero_on, day, &self.locality)).unwrap_or(i32::MAX)
            }
            Unit::CalendarDay => i32::try_from((day - term.day_zero_on).num_days().max(0)).unwrap_or(i32::MAX),
            // Whole months, years and hours are not cut: the pause moves their end by its own length.
            Unit::ClockHour | Unit::Month | Unit::Year => 0,
        };
        // A list that lost holidays can find that the term had ended before the pause: then nothing is left, not less than that.
        (term.remaining - used).max(term.remaining.min(0))
    }

    fn rest_from(
        &self,
        resumed_at: DateTime<Utc>,
        rest: i32,
        paused_at: DateTime<Utc>,
        before: &Term,
        calendar: &WorkCalendar,
    ) -> Result<Term, OutOfRange> {
        match self.unit {
            Unit::WorkingDay | Unit::CalendarDay => {
                term(resumed_at, rest, self.unit, self.party, &self.locality, calendar)
            }
            Unit::ClockHour | Unit::Month | Unit::Year => {
                let due_at = before.due_at.checked_add_signed(resumed_at - paused_at).ok_or(OutOfRange)?;
                let due_at = if self.unit == Unit::ClockHour {
                    due_at
                } else {
                    let last = self.locality.zone.day_of(due_at);
                    self.locality.zone.end_of(shifted(last, self.party, &self.locality, calendar)?)
                };
                Ok(Term { day_zero_on: before.day_zero_on, remaining: rest, due_at })
            }
        }
    }

    /// Every day between trigger and due day that did not count; for a person's limit in civil days, those off which its end was
    /// moved. Empty where every day counts.
    fn days_skipped(&self, calendar: &WorkCalendar) -> Vec<SkippedDay> {
        let zone = self.locality.zone;
        let due_on = zone.day_of(self.due_at);
        let from = match (self.unit, self.party) {
            (Unit::WorkingDay, _) => Some(zone.day_of(self.started_at)),
            (Unit::CalendarDay | Unit::Month | Unit::Year, Party::Reporter) if self.state != DeadlineState::Paused => {
                add_civil(self.day_zero_on, self.remaining, self.unit).ok()
            }
            (Unit::CalendarDay | Unit::Month | Unit::Year | Unit::ClockHour, _) => None,
        };
        from.map(|from| calendar.skipped_between(from, due_on, &self.locality)).unwrap_or_default()
    }

    /// Keeps why the due time is what it is: with the list that it was computed with, not with a later one.
    fn explain(&mut self, calendar: &WorkCalendar) {
        let zone = self.locality.zone;
        self.skipped = self.days_skipped(calendar);
        self.calendar_complete = calendar.is_complete(zone.day_of(self.started_at), zone.day_of(self.due_at));
        self.calendar_version = calendar.version();
    }
}

/// Computes when a term of `length` units from the trigger is due.
///
/// A negative length counts back from a day that is given, such as the end of an exemption: nothing was received then, so office
/// hours say nothing, and day 0 is that civil day. What counts on from a due day uses [`WorkCalendar::add_working_days`].
pub fn term(
    at: DateTime<Utc>,
    length: i32,
    unit: Unit,
    party: Party,
    locality: &Locality,
    calendar: &WorkCalendar,
) -> Result<Term, OutOfRange> {
    let zone = locality.zone;
    let civil = zone.day_of(at);
    let day_zero_on = match (unit, party) {
        (Unit::WorkingDay, Party::Agency) if length >= 0 => calendar.day_zero(at, locality)?,
        _ => civil,
    };
    let due_at = match unit {
        Unit::ClockHour => at.checked_add_signed(Duration::hours(i64::from(length))).ok_or(OutOfRange)?,
        Unit::WorkingDay => zone.end_of(calendar.add_working_days(day_zero_on, length, locality)?),
        Unit::CalendarDay | Unit::Month | Unit::Year => {
            let last = add_civil(day_zero_on, length, unit)?;
            zone.end_of(shifted(last, party, locality, calendar)?)
        }
    };
    Ok(Term { day_zero_on, remaining: length, due_at })
}

/// The last day of a limit in civil days: for a person's act the next working day, if offices are closed on it.
fn shifted(
    last: NaiveDate,
    party: Party,
    locality: &Locality,
    calendar: &WorkCalendar,
) -> Result<NaiveDate, OutOfRange> {
    match party {
        Party::Reporter => calendar.working_from(last, locality),
        Party::Agency => Ok(last),
    }
}

fn add_civil(day: NaiveDate, length: i32, unit: Unit) -> Result<NaiveDate, OutOfRange> {
    let count = length.unsigned_abs();
    let moved = match unit {
        Unit::Month | Unit::Year => {
            let months = Months::new(count.checked_mul(if unit == Unit::Year { 12 } else { 1 }).ok_or(OutOfRange)?);
            if length < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) }
        }
        Unit::WorkingDay | Unit::CalendarDay | Unit::ClockHour => {
            let days = Days::new(u64::from(count));
            if length < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }
        }
    };
    moved.ok_or(OutOfRange)
}
