//! The law as it stands: rules and calendar, kept for a few seconds so that no case pays for reading them.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use padi_kernel::{
    calendar::{OutOfRange, SkippedDay, WorkCalendar},
    deadline::term,
    deadlines::Law,
    rule::{Party, RuleBook, Unit},
    zone::Locality,
};
use padi_persistence::{
    db::{Conn, Tx},
    holidays, rules,
};

use crate::{App, clock::lifetime, error::Error};

/// All rules and holidays of one moment.
#[derive(Debug)]
pub struct LawBook {
    /// The rules of law.
    pub rules: RuleBook,
    /// The working-day calendar.
    pub calendar: WorkCalendar,
}

impl LawBook {
    /// What every transition is given.
    pub fn law(&self) -> Law<'_> {
        Law { rules: &self.rules, calendar: &self.calendar }
    }
}

/// What is kept: the book with the real time at which it was read, and how often it was dropped.
#[derive(Debug, Default)]
struct Kept {
    book: Option<(DateTime<Utc>, Arc<LawBook>)>,
    dropped: u64,
}

/// The kept law of a process.
#[derive(Debug, Default)]
pub(crate) struct LawCache(RwLock<Kept>);

impl LawCache {
    fn fresh(&self, now: DateTime<Utc>) -> (Option<Arc<LawBook>>, u64) {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let limit = TimeDelta::from_std(lifetime::CACHE).unwrap_or_default();
        // A clock that was set back makes the age negative: then it is read anew, too.
        let is_fresh = |read_at: DateTime<Utc>| now >= read_at && now - read_at < limit;
        let book = kept.book.as_ref().filter(|(read_at, _)| is_fresh(*read_at)).map(|(_, book)| book.clone());
        (book, kept.dropped)
    }

    /// Keeps the book, unless somebody changed the law while it was read.
    fn keep(&self, book: &Arc<LawBook>, now: DateTime<Utc>, dropped: u64) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.dropped == dropped {
            kept.book = Some((now, book.clone()));
        }
    }

    fn drop_book(&self) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.book = None;
        kept.dropped += 1;
    }
}

impl App {
    /// The law as it stands, at most five seconds old; in the process that changed it, new at once.
    pub async fn law(&self) -> Result<Arc<LawBook>, Error> {
        self.law_by(|| Conn::from(self.db())).await
    }

    /// As [`App::law`], read through the connection that the transaction holds: as many writers as the pool has connections,
    /// each waiting for one more, would wait for each other.
    pub(crate) async fn law_within(&self, tx: &Tx) -> Result<Arc<LawBook>, Error> {
        self.law_by(|| Conn::from(tx)).await
    }

    async fn law_by<'a>(&self, conn: impl Fn() -> Conn<'a>) -> Result<Arc<LawBook>, Error> {
        let now = self.real_now();
        let (book, dropped) = self.law_cache().fresh(now);
        if let Some(book) = book {
            return Ok(book);
        }
        let book = LawBook { rules: rules::book(conn()).await?, calendar: holidays::calendar(conn()).await? };
        let book = Arc::new(book);
        self.law_cache().keep(&book, now, dropped);
        Ok(book)
    }

    /// The law as the transaction sees it, not as it was a few seconds ago in this process.
    pub(crate) async fn law_now(&self, tx: &Tx) -> Result<LawBook, Error> {
        Ok(LawBook { rules: rules::book(tx).await?, calendar: holidays::calendar(tx).await? })
    }

    /// Forgets the kept law, after a change of it was committed.
    pub(crate) fn law_changed(&self) {
        self.law_cache().drop_book();
    }
}

/// When a term of an agency is due, and why then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDate {
    /// The day from which it counts.
    pub day_zero_on: NaiveDate,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// The local day of it.
    pub due_on: NaiveDate,
    /// Days from the trigger's on that did not count.
    pub skipped: Vec<SkippedDay>,
    /// Whether every year between has holiday data.
    pub calendar_complete: bool,
    /// The version of the holiday list.
    pub calendar_version: i64,
}

/// The last year that four digits can write.
const LAST_YEAR: i32 = 9999;

impl DueDate {
    /// Computes it for what a body of that locality receives at `start`.
    pub fn of(
        start: DateTime<Utc>,
        length: i32,
        unit: Unit,
        locality: &Locality,
        calendar: &WorkCalendar,
    ) -> Result<Self, OutOfRange> {
        let zone = locality.zone;
        let term = term(start, length, unit, Party::Agency, locality, calendar)?;
        let (start_on, due_on) = (zone.day_of(start), zone.day_of(term.due_at));
        if due_on.year() > LAST_YEAR {
            return Err(OutOfRange);
        }
        // In every other unit an agency's days all count.
        let skipped = match unit {
            Unit::WorkingDay => calendar.skipped_between(start_on, due_on, locality),
            Unit::CalendarDay | Unit::ClockHour | Unit::Month | Unit::Year => Vec::new(),
        };
        Ok(Self {
            day_zero_on: term.day_zero_on,
            due_at: term.due_at,
            due_on,
            skipped,
            calendar_complete: calendar.is_complete(start_on, due_on),
            calendar_version: calendar.version(),
        })
    }
}
