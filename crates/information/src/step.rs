//! One transition under way, of whatever is changed here: the value, its clocks, its events, and what follows for others.

use chrono::{DateTime, Utc};
use padi_kernel::{
    calendar::{OutOfRange, WorkCalendar},
    changed::Changed,
    deadline::Deadline,
    deadlines::{DeadlineError, Deadlines, Key, Law, Moved, Started},
    event::{Audience, By, Words},
    id::AttachmentId,
    journal::Journal,
    zone::Locality,
};
use serde_json::{Value, json};

use crate::{
    effect::{Applied, Effect},
    refused::Refused,
};

/// What every transition is given.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The law's now.
    pub now: DateTime<Utc>,
    /// Rules and calendar.
    pub law: Law<'a>,
    /// Attachments of the case that belong to what is done.
    pub attachments: &'a [AttachmentId],
}

/// What a transition needs to know of the value that it changes.
pub(crate) trait Case {
    /// The state by name.
    fn state_name(&self) -> &'static str;
    /// Its clocks.
    fn deadlines(&self) -> &Deadlines;
    /// Its clocks, to be moved.
    fn deadlines_mut(&mut self) -> &mut Deadlines;
    /// Where they run.
    fn locality(&self) -> &Locality;
    /// The day whose rules hold.
    fn received_at(&self) -> DateTime<Utc>;
    /// When it last changed.
    fn updated_at(&self) -> DateTime<Utc>;
    /// Becomes a new version.
    fn renew(&mut self, now: DateTime<Utc>);
}

/// What a passing term does to the value that it belongs to.
pub(crate) trait Lapses: Case + Sized {
    /// The term has passed, at the step's now; it is marked as missed already.
    fn pass(step: &mut Step<'_, Self>, passed: &Deadline) -> Result<(), Refused>;
}

/// A transition under way.
pub(crate) struct Step<'a, T> {
    pub(crate) case: T,
    pub(crate) context: Context<'a>,
    journal: Journal,
    effects: Vec<Effect>,
}

impl<'a, T: Case> Step<'a, T> {
    pub(crate) fn new(case: T, by: By, context: Context<'a>) -> Self {
        let journal = Journal::new(by, case.state_name());
        Self { case, context, journal, effects: Vec::new() }
    }

    /// Of something that comes into being.
    pub(crate) fn first(case: T, by: By, context: Context<'a>) -> Self {
        Self { case, context, journal: Journal::new(by, None), effects: Vec::new() }
    }

    /// Who acts.
    pub(crate) fn by(&self) -> By {
        self.journal.by()
    }

    /// Starts a clock now.
    pub(crate) fn start(&mut self, started: impl Into<Started>) -> Result<(), DeadlineError> {
        self.start_at(started, self.context.now)
    }

    /// Starts a clock as of an instant before.
    pub(crate) fn start_at(&mut self, started: impl Into<Started>, at: DateTime<Utc>) -> Result<(), DeadlineError> {
        let (locality, received_at, law) = (self.case.locality().clone(), self.case.received_at(), self.context.law);
        self.case.deadlines_mut().start(started, at, received_at, &locality, 1, law)
    }

    /// What the clock asks for was done.
    pub(crate) fn meet<'k>(&mut self, key: impl Into<Key<'k>>) {
        let now = self.context.now;
        self.case.deadlines_mut().meet(key, now);
    }

    /// The clock no longer matters.
    pub(crate) fn cancel<'k>(&mut self, key: impl Into<Key<'k>>) {
        let now = self.context.now;
        self.case.deadlines_mut().cancel(key, now);
    }

    /// Ends all clocks but these.
    pub(crate) fn cancel_all_but(&mut self, kept: &[&str]) {
        let now = self.context.now;
        self.case.deadlines_mut().cancel_all_but(kept, now);
    }

    /// Ends a clock whose passing has had its whole effect.
    pub(crate) fn settle<'k>(&mut self, key: impl Into<Key<'k>>) {
        let now = self.context.now;
        self.case.deadlines_mut().settle(key, now);
    }

    /// Whether a clock of that name runs or has passed without being done.
    pub(crate) fn has_open(&self, code: &str) -> bool {
        self.case.deadlines().open(code).is_some()
    }

    /// Writes down what happened.
    pub(crate) fn record(
        &mut self,
        kind: &'static str,
        audience: Audience,
        words: impl Into<Option<Words>>,
        data: Value,
    ) {
        self.journal.record(self.context.now, self.case.state_name(), kind, audience, words, data);
    }

    /// What follows for others.
    pub(crate) fn follows(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// The finished change: a new version.
    pub(crate) fn done(mut self) -> Applied<T> {
        self.case.renew(self.context.now);
        self.finished()
    }

    /// Something new, as it stands.
    pub(crate) fn finished(self) -> Applied<T> {
        let Self { mut case, context, journal, effects } = self;
        let received_at = case.received_at();
        case.deadlines_mut().lay_ladders(context.now, received_at, context.law);
        let deadlines = case.deadlines().touched();
        let changed = Changed { value: case, events: journal.close(context.attachments), deadlines };
        Applied { changed, effects }
    }
}

/// Words for the applicant and the handlers.
pub(crate) fn for_applicant(text: impl Into<Option<String>>) -> Option<Words> {
    text.into().map(|text| Words { text, audience: Audience::Reporter })
}

/// Words for the handlers.
pub(crate) fn for_handlers(text: impl Into<Option<String>>) -> Option<Words> {
    text.into().map(|text| Words { text, audience: Audience::Handlers })
}

/// The effect of the first term that has passed by `context.now`, as of the instant at which it passed; nothing if none has.
pub(crate) fn lapse<T: Lapses>(case: T, context: &Context<'_>) -> Result<Option<Applied<T>>, Refused> {
    let Some(passed) = case.deadlines().next_passed(context.now).cloned() else { return Ok(None) };
    // What was typed in from paper may have been late when it was entered; a timeline never runs backwards.
    let at = passed.passes_at().max(case.updated_at());
    let mut step = Step::new(case, By::SYSTEM, Context { now: at, ..*context });
    step.case.deadlines_mut().pass(&passed, at);
    T::pass(&mut step, &passed)?;
    Ok(Some(step.done()))
}

/// Computes the due times of what still runs with another calendar. Returns the change, if any, and what moved.
pub(crate) fn recompute<T: Case>(
    case: T,
    kind: &'static str,
    now: DateTime<Utc>,
    calendar: &WorkCalendar,
    context: &Context<'_>,
) -> Result<(Option<Changed<T>>, Vec<Moved>), OutOfRange> {
    let mut step = Step::new(case, By::SYSTEM, *context);
    let moved = step.case.deadlines_mut().recompute(now, calendar)?;
    if step.case.deadlines().touched().is_empty() {
        return Ok((None, moved));
    }
    let list: Vec<_> =
        moved.iter().map(|moved| json!({ "code": moved.code, "from": moved.from, "to": moved.to })).collect();
    step.record(kind, Audience::Reporter, None, json!({ "moved": list }));
    Ok((Some(step.done().changed), moved))
}
