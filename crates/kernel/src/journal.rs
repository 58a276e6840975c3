//! What a transition writes down while it is under way: the events of one act, in order.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{
    event::{Audience, By, Event, Words},
    id::AttachmentId,
};

/// The events of one act, by whoever does it, from the state in which it found the case.
#[derive(Clone, Debug)]
pub struct Journal {
    by: By,
    before: Option<&'static str>,
    events: Vec<Event>,
}

impl Journal {
    /// Of an act on a case in that state; of one that makes a case, in none.
    pub fn new(by: By, before: impl Into<Option<&'static str>>) -> Self {
        Self { by, before: before.into(), events: Vec::new() }
    }

    /// Who acts.
    pub fn by(&self) -> By {
        self.by
    }

    /// Writes down what happened, and the state that it led to: what happens next happens from there.
    pub fn record(
        &mut self,
        at: DateTime<Utc>,
        to_state: &'static str,
        kind: &'static str,
        audience: Audience,
        words: impl Into<Option<Words>>,
        data: Value,
    ) {
        let data = if data.is_null() { json!({}) } else { data };
        let (by, from_state) = (self.by, self.before.replace(to_state));
        self.events.push(Event { kind, at, by, from_state, to_state, audience, words: words.into(), data });
    }

    /// What was written down. The attachments that belong to the act hang on its first event.
    pub fn close(mut self, attachments: &[AttachmentId]) -> Vec<Event> {
        if let Some(first) = self.events.first_mut().filter(|_| !attachments.is_empty()) {
            first.data["attachment_ids"] = json!(attachments);
        }
        self.events
    }
}
