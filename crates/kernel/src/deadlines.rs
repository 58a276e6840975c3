//! The deadlines of one case: at most one open deadline for each (code, subject).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar::{OutOfRange, WorkCalendar},
    deadline::{Deadline, DeadlineState, Start},
    escalation::{Ladder, Level, Offsets},
    rule::{NoRule, Rule, RuleBook, Unit},
    zone::Locality,
};

/// All deadlines of a case, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deadlines {
    all: Vec<Deadline>,
    touched: Vec<usize>,
}

/// A deadline could not be started or moved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError {
    /// The rule book lacks the rule.
    #[error(transparent)]
    NoRule(#[from] NoRule),
    /// The term ends beyond what dates can hold.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

/// The law as it stands: the rules and the calendar, which every transition is given.
#[derive(Clone, Copy, Debug)]
pub struct Law<'a> {
    /// The rules.
    pub rules: &'a RuleBook,
    /// The calendar.
    pub calendar: &'a WorkCalendar,
}

/// Which rule a deadline of a case runs by.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The code in the case, such as `C3`.
    pub code: &'static str,
    /// The rule's code, such as `C3c`.
    pub rule: &'static str,
}

impl Kind {
    /// The deadline of one assignment or trigger.
    pub fn of(self, subject: Uuid) -> Started {
        Started { kind: self, subject: Some(subject), ordered: None }
    }

    /// The deadline as somebody ordered it, in place of what the rule says.
    pub fn lasting(self, span: Span) -> Started {
        Started { kind: self, subject: None, ordered: Some(span) }
    }
}

/// A term that a decision sets, such as that of an order's execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// How many units.
    pub length: i32,
    /// What it counts.
    pub unit: Unit,
}

/// What is started: a kind, and the assignment or trigger that it belongs to, if any.
#[derive(Clone, Copy, Debug)]
pub struct Started {
    /// The kind.
    pub kind: Kind,
    /// The assignment or trigger.
    pub subject: Option<Uuid>,
    /// The term that was ordered, in place of the rule's.
    pub ordered: Option<Span>,
}

impl From<Kind> for Started {
    fn from(kind: Kind) -> Self {
        Self { kind, subject: None, ordered: None }
    }
}

/// What names a deadline of a case: its code, and the assignment or trigger where several of a code can run beside each other. A code
/// alone names the one that belongs to the case as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<'a> {
    /// The code.
    pub code: &'a str,
    /// The assignment or trigger.
    pub subject: Option<Uuid>,
}

impl<'a> From<&'a str> for Key<'a> {
    fn from(code: &'a str) -> Self {
        Self { code, subject: None }
    }
}

impl<'a> From<(&'a str, Uuid)> for Key<'a> {
    fn from((code, subject): (&'a str, Uuid)) -> Self {
        Self { code, subject: Some(subject) }
    }
}

impl<'a> From<&'a Deadline> for Key<'a> {
    fn from(deadline: &'a Deadline) -> Self {
        Self { code: &deadline.code, subject: deadline.subject }
    }
}

/// A deadline whose due time a changed holiday list moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its code.
    pub code: String,
    /// When it was due.
    pub from: DateTime<Utc>,
    /// When it is due now.
    pub to: DateTime<Utc>,
}

impl Deadlines {
    /// The deadlines as they were stored.
    pub fn stored(all: Vec<Deadline>) -> Self {
        Self { all, touched: Vec::new() }
    }

    /// Copies of these as the deadlines of a new case in its first cycle.
    pub fn copied<'a>(of: impl IntoIterator<Item = &'a Deadline>) -> Self {
        let all: Vec<_> = of
            .into_iter()
            .zip(0..)
            .map(|(deadline, ordinal)| Deadline { ordinal, cycle: 1, ..deadline.clone() })
            .collect();
        let touched = (0..all.len()).collect();
        Self { all, touched }
    }

    /// All of them, oldest first.
    pub fn all(&self) -> &[Deadline] {
        &self.all
    }

    /// The open one of that name, if any.
    pub fn open<'a>(&self, key: impl Into<Key<'a>>) -> Option<&Deadline> {
        let key = key.into();
        self.all.iter().find(|deadline| Key::from(*deadline) == key && deadline.is_open())
    }

    /// The youngest of that name, open or ended.
    pub fn latest<'a>(&self, key: impl Into<Key<'a>>) -> Option<&Deadline> {
        let key = key.into();
        self.all.iter().rev().find(|deadline| Key::from(*deadline) == key)
    }

    /// Starts a deadline; nothing happens while one of the name is open.
    pub fn start(
        &mut self,
        started: impl Into<Started>,
        at: DateTime<Utc>,
        received_at: DateTime<Utc>,
        locality: &Locality,
        cycle: i32,
        law: Law<'_>,
    ) -> Result<(), DeadlineError> {
        let Started { kind, subject, ordered } = started.into();
        if self.open(Key { code: kind.code, subject }).is_some() {
            return Ok(());
        }
        let rule = law.rules.rule(kind.rule, locality.zone.day_of(received_at))?;
        let set = ordered.map(|Span { length, unit }| Rule { length, unit, ..rule.clone() });
        let rule = set.as_ref().unwrap_or(rule);
        let ordinal = i32::try_from(self.all.len()).unwrap_or(i32::MAX);
        let start = Start { ordinal, code: kind.code, subject, at, locality, cycle };
        self.all.push(Deadline::start(rule, start, law.calendar)?);
        self.touched.push(self.all.len() - 1);
        Ok(())
    }

    /// The deadline of that code ends as met, and another one goes on from its end, by so many units as its own rule says: the same
    /// inputs, so that a changed holiday list moves both. Nothing happens where none is open.
    pub fn extend(
        &mut self,
        code: &str,
        by: Kind,
        at: DateTime<Utc>,
        received_at: DateTime<Utc>,
        law: Law<'_>,
    ) -> Result<(), DeadlineError> {
        let Some(extended) = self.open(code).cloned() else { return Ok(()) };
        let rule = law.rules.rule(by.rule, extended.locality.zone.day_of(received_at))?;
        self.meet(code, at);
        let mut deadline = Deadline {
            ordinal: i32::try_from(self.all.len()).unwrap_or(i32::MAX),
            code: by.code.to_owned(),
            rule_set: rule.rule_set.clone(),
            rule_code: rule.code.clone(),
            ladder: Ladder::default(),
            ..extended
        };
        deadline.extend(rule.length, law.calendar)?;
        self.all.push(deadline);
        self.touched.push(self.all.len() - 1);
        Ok(())
    }

    /// Whether another deadline that has not passed goes on from the end of that one.
    fn is_continued(&self, extended: &Deadline, now: DateTime<Utc>) -> bool {
        self.all.iter().any(|other| {
            let from_it = other.ordinal > extended.ordinal && other.extended_by > extended.extended_by;
            let same =
                (other.started_at, other.length, other.unit) == (extended.started_at, extended.length, extended.unit);
            from_it && same && other.state == DeadlineState::Running && other.passes_at() > now
        })
    }

    /// What the deadline asks for was done.
    pub fn meet<'a>(&mut self, key: impl Into<Key<'a>>, at: DateTime<Utc>) {
        self.each_open(Some(key.into()), |deadline| deadline.meet(at));
    }

    /// The case took another way.
    pub fn cancel<'a>(&mut self, key: impl Into<Key<'a>>, at: DateTime<Utc>) {
        self.each_open(Some(key.into()), |deadline| deadline.cancel(at));
    }

    /// Cancels all that is open, except these codes.
    pub fn cancel_all_but(&mut self, kept: &[&str], at: DateTime<Utc>) {
        self.each_open(None, |deadline| {
            if !kept.contains(&deadline.code.as_str()) {
                deadline.cancel(at);
            }
        });
    }

    /// Stops the clock of that name.
    pub fn pause<'a>(
        &mut self,
        key: impl Into<Key<'a>>,
        at: DateTime<Utc>,
        calendar: &WorkCalendar,
    ) -> Result<(), OutOfRange> {
        let mut result = Ok(());
        self.each_open(Some(key.into()), |deadline| {
            if let Err(error) = deadline.pause(at, calendar) {
                result = Err(error);
            }
        });
        result
    }

    /// Lets the clock of that name go on.
    pub fn resume<'a>(
        &mut self,
        key: impl Into<Key<'a>>,
        at: DateTime<Utc>,
        calendar: &WorkCalendar,
    ) -> Result<(), OutOfRange> {
        let mut result = Ok(());
        self.each_open(Some(key.into()), |deadline| {
            if let Err(error) = deadline.resume(at, calendar) {
                result = Err(error);
            }
        });
        result
    }

    /// Marks the deadline of that name as missed if its time has passed. Returns whether that is news.
    pub fn pass<'a>(&mut self, key: impl Into<Key<'a>>, now: DateTime<Utc>) -> bool {
        let mut news = false;
        self.each_open(Some(key.into()), |deadline| news |= deadline.pass(now));
        news
    }

    /// Ends a deadline of that name whose passing has had its whole effect, so that it is no longer overdue.
    pub fn settle<'a>(&mut self, key: impl Into<Key<'a>>, at: DateTime<Utc>) {
        self.each_open(Some(key.into()), |deadline| {
            if deadline.state == DeadlineState::Missed {
                deadline.ended_at = Some(at);
            }
        });
    }

    /// The running deadline that passes first, at or before `now`.
    pub fn next_passed(&self, now: DateTime<Utc>) -> Option<&Deadline> {
        self.all
            .iter()
            .filter(|deadline| deadline.state == DeadlineState::Running && deadline.passes_at() <= now)
            .min_by_key(|deadline| deadline.passes_at())
    }

    /// Codes whose time has passed and that are still not done, in order.
    pub fn overdue(&self) -> Vec<String> {
        let mut codes: Vec<_> = self.all.iter().filter(|d| d.is_overdue()).map(|d| d.code.clone()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// The earliest due time of an open deadline that is not paused.
    pub fn next_due_at(&self) -> Option<DateTime<Utc>> {
        self.all
            .iter()
            .filter(|deadline| deadline.is_open() && deadline.state != DeadlineState::Paused)
            .map(|deadline| deadline.due_at)
            .min()
    }

    /// Computes every deadline that still runs or stands anew; what has passed never moves. Returns what moved.
    pub fn recompute(&mut self, now: DateTime<Utc>, calendar: &WorkCalendar) -> Result<Vec<Moved>, OutOfRange> {
        let mut moved = Vec::new();
        for index in 0..self.all.len() {
            let deadline = &self.all[index];
            let ahead = deadline.passes_at() > now;
            let stands = match deadline.state {
                DeadlineState::Running => ahead,
                DeadlineState::Paused => true,
                // Its end is where the extension counts from.
                DeadlineState::Met => ahead && self.is_continued(deadline, now),
                DeadlineState::Missed | DeadlineState::Cancelled => false,
            };
            if !stands {
                continue;
            }
            let deadline = &mut self.all[index];
            let before = deadline.clone();
            deadline.recompute(calendar)?;
            if deadline.due_at != before.due_at {
                moved.push(Moved { code: deadline.code.clone(), from: before.due_at, to: deadline.due_at });
            }
            // A day may have another reason now though nothing moved; a new version of the list alone changes nothing that is seen.
            let same = deadline.due_at == before.due_at
                && deadline.remaining == before.remaining
                && deadline.skipped == before.skipped
                && deadline.calendar_complete == before.calendar_complete;
            if !same {
                self.touch(index);
            }
        }
        Ok(moved)
    }

    /// Computes when the levels of escalation come of whatever was started, moved or missed since this was stored.
    pub fn lay_ladders(&mut self, now: DateTime<Utc>, received_at: DateTime<Utc>, law: Law<'_>) {
        for index in &self.touched {
            let deadline = &mut self.all[*index];
            let offsets = Offsets::of(law, deadline, received_at);
            deadline.lay_ladder(now, offsets, law.calendar);
        }
    }

    /// The deadline whose next level of escalation comes first.
    pub fn next_level(&self) -> Option<(&Deadline, Level, DateTime<Utc>)> {
        let levels = self.all.iter().filter_map(|deadline| {
            let (level, at) = deadline.next_level()?;
            Some((deadline, level, at))
        });
        levels.min_by_key(|(deadline, _, at)| (*at, deadline.ordinal))
    }

    /// The level of the deadline at that place has come. Returns the deadline as it is now.
    pub fn reach(&mut self, ordinal: i32, level: Level) -> Option<&Deadline> {
        let deadline = self.all.iter_mut().find(|deadline| deadline.ordinal == ordinal)?;
        deadline.reach(level);
        Some(deadline)
    }

    /// What was started or changed since this was stored.
    pub fn touched(&self) -> Vec<Deadline> {
        self.touched.iter().map(|index| self.all[*index].clone()).collect()
    }

    fn touch(&mut self, index: usize) {
        if !self.touched.contains(&index) {
            self.touched.push(index);
        }
    }

    fn each_open(&mut self, key: Option<Key<'_>>, mut act: impl FnMut(&mut Deadline)) {
        for index in 0..self.all.len() {
            let deadline = &mut self.all[index];
            if deadline.is_open() && key.is_none_or(|key| Key::from(&*deadline) == key) {
                let before = deadline.clone();
                act(deadline);
                if *deadline != before {
                    self.touch(index);
                }
            }
        }
    }
}
