//! The ladder of a deadline (eskalasi, `domain` 1.12): at which instants who must be told that it comes near or has passed.
//!
//! Levels L0 to L3 are instants of one deadline. The body's first level comes when the term passes, the others some working days
//! after; the reminder comes before, to whoever must act. L4, the right to go to the Ombudsman, is no instant of its own: it comes
//! with the passing of a finishing term, and is a matter of the case. Who is told is for the kind of case to say.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::WorkCalendar,
    deadline::{Deadline, DeadlineState},
    deadlines::Law,
    rule::{Party, Unit, UnknownName},
};

/// How far up a missed term is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// A reminder before the term ends (pengingat).
    L0,
    /// The term has passed: whoever must act, and their superior.
    L1,
    /// Still not done: the agency's administrator and leadership.
    L2,
    /// Still not done: the coordinators.
    L3,
    /// The finishing term has passed: the reporter may go to the Ombudsman.
    L4,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Self; 5] = [Self::L0, Self::L1, Self::L2, Self::L3, Self::L4];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::L0 => "L0",
            Self::L1 => "L1",
            Self::L2 => "L2",
            Self::L3 => "L3",
            Self::L4 => "L4",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Level {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|level| level.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// How many working days from the due day, by the rules E1 to E3 that hold for the case; a missing rule leaves its level out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    /// E1, negative: before the due day.
    pub reminder: Option<i32>,
    /// E2.
    pub second: Option<i32>,
    /// E3.
    pub third: Option<i32>,
}

impl Offsets {
    /// The offsets for what was received on that instant's day.
    pub fn of(law: Law<'_>, deadline: &Deadline, received_at: DateTime<Utc>) -> Self {
        let on = deadline.locality.zone.day_of(received_at);
        let length = |code| law.rules.rule(code, on).ok().map(|rule| rule.length);
        Self { reminder: length("E1"), second: length("E2"), third: length("E3") }
    }
}

/// When the levels of one deadline come, and which have come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladder {
    /// When the reminder comes, while the term runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reminder_at: Option<DateTime<Utc>>,
    /// When the second level comes, once the term has passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    second_at: Option<DateTime<Utc>>,
    /// When the third level comes, once the term has passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    third_at: Option<DateTime<Utc>>,
    /// The highest level that has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reached: Option<Level>,
    /// The term had passed when it was set: nobody is told of it.
    #[serde(default, skip_serializing_if = "is_false")]
    left_out: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

impl Ladder {
    /// Whether nobody is told of the deadline, because it had passed when it was set.
    pub fn is_left_out(&self) -> bool {
        self.left_out
    }

    /// The next level and its instant, as the deadline stands; none while it is paused and after its end.
    fn next(&self, deadline: &Deadline) -> Option<(Level, DateTime<Utc>)> {
        let due = |level, at: Option<DateTime<Utc>>| at.map(|at| (level, at));
        if self.left_out {
            return None;
        }
        match (deadline.state, self.reached) {
            (DeadlineState::Running, None) => due(Level::L0, self.reminder_at),
            // A person's own window closes; nobody is to blame.
            (DeadlineState::Missed, _) if !deadline.is_open() || deadline.party == Party::Reporter => None,
            (DeadlineState::Missed, None | Some(Level::L0)) => due(Level::L1, Some(deadline.passes_at())),
            (DeadlineState::Missed, Some(Level::L1)) => due(Level::L2, self.second_at),
            (DeadlineState::Missed, Some(Level::L2)) => due(Level::L3, self.third_at),
            _ => None,
        }
    }
}

impl Deadline {
    /// The next level of its ladder and when it comes; none while the clock stands still, and none after the end.
    pub fn next_level(&self) -> Option<(Level, DateTime<Utc>)> {
        self.ladder.next(self)
    }

    /// The level has come.
    pub fn reach(&mut self, level: Level) {
        self.ladder.reached = Some(level);
    }

    /// Computes when its levels come, as of `now`, at which it was started, moved or missed.
    ///
    /// What lies in the past already when a term is set escalates nothing: neither a term that had ended before it was entered, nor a
    /// reminder for which it is too late.
    pub(crate) fn lay_ladder(&mut self, now: DateTime<Utc>, offsets: Offsets, calendar: &WorkCalendar) {
        match self.state {
            DeadlineState::Running if self.passes_at() <= now => self.ladder.left_out = true,
            DeadlineState::Running => {
                self.ladder.left_out = false;
                self.ladder.reminder_at = self.reminder(offsets, calendar).filter(|at| *at > now);
            }
            DeadlineState::Missed => {
                self.ladder.second_at = offsets.second.and_then(|days| self.after_due(days, calendar));
                self.ladder.third_at = offsets.third.and_then(|days| self.after_due(days, calendar));
            }
            DeadlineState::Paused | DeadlineState::Met | DeadlineState::Cancelled => {}
        }
    }

    /// When the working day begins that lies so many before the due day; for terms of a day or of hours, when half of it is over.
    fn reminder(&self, offsets: Offsets, calendar: &WorkCalendar) -> Option<DateTime<Utc>> {
        let zone = self.locality.zone;
        let is_short = self.unit == Unit::ClockHour || (self.unit == Unit::WorkingDay && self.length <= 1);
        if is_short {
            let from = self.pauses.last().and_then(|pause| pause.resumed_at).unwrap_or(self.started_at);
            return Some(from + (self.due_at - from) / 2);
        }
        let day = calendar.add_working_days(zone.day_of(self.due_at), offsets.reminder?, &self.locality).ok()?;
        Some(zone.midnight(day))
    }

    /// The midnight at which so many working days after the due day have passed.
    fn after_due(&self, days: i32, calendar: &WorkCalendar) -> Option<DateTime<Utc>> {
        let zone = self.locality.zone;
        let day = calendar.add_working_days(zone.day_of(self.due_at), days, &self.locality).ok()?;
        Some(zone.midnight(day.succ_opt()?))
    }
}
