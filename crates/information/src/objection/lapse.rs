//! What the scheduler does when a term of an objection passes, each at the instant at which it passed.

use chrono::{DateTime, Utc};
use padi_kernel::{
    calendar::{OutOfRange, WorkCalendar},
    changed::Changed,
    deadline::Deadline,
    deadlines::Moved,
    event::Audience,
};
use serde_json::{Value, json};

use super::{Objection, State, transition::ObjectionStep};
use crate::{
    clocks,
    effect::Applied,
    refused::Refused,
    request::RequestEffect,
    step::{self, Context, Lapses},
};

impl Objection {
    /// The effect of the first term that has passed by `context.now`, as of the instant at which it passed; nothing if none has.
    pub fn lapse(self, context: &Context<'_>) -> Result<Option<Applied<Self>>, Refused> {
        step::lapse(self, context)
    }

    /// Computes the due times of what still runs with another calendar. Returns the change, if any, and what moved.
    pub fn recompute(
        self,
        now: DateTime<Utc>,
        calendar: &WorkCalendar,
        context: &Context<'_>,
    ) -> Result<(Option<Changed<Self>>, Vec<Moved>), OutOfRange> {
        step::recompute(self, "objection.deadlines_recomputed", now, calendar, context)
    }
}

impl Lapses for Objection {
    fn pass(step: &mut ObjectionStep<'_>, passed: &Deadline) -> Result<(), Refused> {
        let code = passed.code.as_str();
        match (code, step.case.state) {
            // The superior was silent: the way to the Commission is open since that day, and the answer still owed.
            ("O2", State::Filed | State::Registered | State::InReview) => {
                step.case.state = State::Unanswered;
                step.start_at(clocks::D1, passed.due_at)?;
                step.record("objection.unanswered", Audience::Reporter, None, json!({ "code": code }));
            }
            // What was agreed was not done: the way to the Commission opens after all.
            ("O3", State::Settled) => {
                step.start_at(clocks::D1, passed.due_at)?;
                step.record("objection.deadline_missed", Audience::Reporter, None, json!({ "code": code }));
            }
            ("D1", State::Answered | State::Unanswered | State::Settled | State::Executed) => {
                step.settle(code);
                step.cancel(clocks::O2.code);
                step.case.state = State::Final;
                step.record("objection.final", Audience::Reporter, None, Value::Null);
                step.for_request(RequestEffect::ObjectionFinal);
            }
            // The flag stays until the act comes.
            _ => step.record("objection.deadline_missed", Audience::Reporter, None, json!({ "code": code })),
        }
        Ok(())
    }
}
