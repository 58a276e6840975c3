//! One transition under way: the complaint as it changes, and the events that it gathers.

use padi_kernel::{
    changed::Changed,
    deadlines::{DeadlineError, Key, Started},
    event::{Audience, By, Words},
    journal::Journal,
    zone::Locality,
};
use serde_json::Value;

use super::{Context, Refused};
use crate::{complaint::Complaint, state::State};

/// A transition under way.
pub(crate) struct Step<'a> {
    pub(crate) complaint: Complaint,
    pub(crate) context: Context<'a>,
    journal: Journal,
}

impl<'a> Step<'a> {
    pub(crate) fn new(complaint: Complaint, by: By, context: Context<'a>) -> Self {
        let journal = Journal::new(by, complaint.state.tag().name());
        Self { complaint, context, journal }
    }

    /// Who acts.
    pub(crate) fn by(&self) -> By {
        self.journal.by()
    }

    /// Starts a clock of the agency that has the case now.
    pub(crate) fn start(&mut self, started: impl Into<Started>) -> Result<(), DeadlineError> {
        let locality = self.complaint.agency.locality.clone();
        self.start_at(started, &locality)
    }

    /// Starts a clock of another body.
    pub(crate) fn start_at(&mut self, started: impl Into<Started>, locality: &Locality) -> Result<(), DeadlineError> {
        let Complaint { deadlines, received_at, cycle_no, .. } = &mut self.complaint;
        deadlines.start(started, self.context.now, *received_at, locality, *cycle_no, self.context.law)
    }

    /// What the clock asks for was done.
    pub(crate) fn meet<'k>(&mut self, key: impl Into<Key<'k>>) {
        self.complaint.deadlines.meet(key, self.context.now);
    }

    /// The clock no longer matters.
    pub(crate) fn cancel<'k>(&mut self, key: impl Into<Key<'k>>) {
        self.complaint.deadlines.cancel(key, self.context.now);
    }

    /// Stops the clock.
    pub(crate) fn pause(&mut self, code: &str) -> Result<(), Refused> {
        Ok(self.complaint.deadlines.pause(code, self.context.now, self.context.law.calendar)?)
    }

    /// Lets the clock go on.
    pub(crate) fn go_on(&mut self, code: &str) -> Result<(), Refused> {
        Ok(self.complaint.deadlines.resume(code, self.context.now, self.context.law.calendar)?)
    }

    /// Ends all clocks but the two windows that outlive a case, and what other agencies owe.
    pub(crate) fn end_clocks(&mut self) {
        self.release_owed();
        self.complaint.deadlines.cancel_all_but(&["C9", "C10"], self.context.now);
    }

    /// Goes to the state and records what happened.
    pub(crate) fn go(
        &mut self,
        state: State,
        kind: &'static str,
        audience: Audience,
        words: impl Into<Option<Words>>,
        data: Value,
    ) {
        self.complaint.state = state;
        self.record(kind, audience, words, data);
    }

    /// Records what happened without leaving the state.
    pub(crate) fn record(
        &mut self,
        kind: &'static str,
        audience: Audience,
        words: impl Into<Option<Words>>,
        data: Value,
    ) {
        let state = self.complaint.state.tag().name();
        self.journal.record(self.context.now, state, kind, audience, words, data);
    }

    /// The finished change: a new version.
    pub(crate) fn done(mut self) -> Changed<Complaint> {
        if !self.complaint.state.is_open() {
            self.end_dialogue_with_case(self.complaint.state == State::Completed);
        }
        let mut complaint = self.complaint;
        complaint.version += 1;
        complaint.updated_at = self.context.now;
        complaint.deadlines.lay_ladders(self.context.now, complaint.received_at, self.context.law);
        let deadlines = complaint.deadlines.touched();
        Changed { value: complaint, events: self.journal.close(self.context.attachments), deadlines }
    }
}

/// Words for the reporter and the handlers.
pub(crate) fn for_reporter(text: String) -> Words {
    Words { text, audience: Audience::Reporter }
}

/// Words for the handlers.
pub(crate) fn for_handlers(text: Option<String>) -> Option<Words> {
    text.map(|text| Words { text, audience: Audience::Handlers })
}
