//! What the scheduler does when a term of a request passes, each at the instant at which it passed.

use chrono::{DateTime, Utc};
use padi_kernel::{
    calendar::{OutOfRange, WorkCalendar},
    changed::Changed,
    deadline::Deadline,
    deadlines::Moved,
    event::Audience,
};
use serde_json::{Value, json};

use super::{
    InformationRequest,
    state::{ClosingReason, Former, Stage, State},
    transition::RequestStep,
    window::Trigger,
};
use crate::{
    clocks,
    effect::Applied,
    refused::Refused,
    step::{self, Context, Lapses},
};

impl InformationRequest {
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
        step::recompute(self, "information_request.deadlines_recomputed", now, calendar, context)
    }
}

impl Lapses for InformationRequest {
    fn pass(step: &mut RequestStep<'_>, passed: &Deadline) -> Result<(), Refused> {
        let code = passed.code.as_str();
        match (code, step.case.state) {
            // Nobody said that something is missing: treated as complete.
            ("R1", State::Submitted) => {
                step.settle(code);
                step.case.missing.clear();
                step.go_to(Stage::Registered);
                let data = json!({ "automatic": true });
                step.record("information_request.registered", Audience::Reporter, None, data);
            }
            // What was missing did not come: it need not be dealt with.
            ("R2", State::Incomplete) => {
                step.settle(code);
                step.cancel_all_but(&[]);
                step.case.state = State::LapsedIncomplete;
                step.record("information_request.lapsed", Audience::Reporter, None, Value::Null);
            }
            // No notice in time: the flag stays until it comes, and the applicant may object since that day.
            ("R3" | "R4", State::Submitted | State::InStage(_)) => {
                step.cancel(clocks::R1.code);
                let stage = step.case.state.stage().unwrap_or(Stage::Registered);
                step.case.state = State::Unanswered(stage);
                step.open_window(Trigger::Lapse, passed.due_at)?;
                let data = json!({ "code": code, "stage": stage });
                step.record("information_request.unanswered", Audience::Reporter, None, data);
            }
            // Granted, and not handed over.
            ("R5", _) => {
                step.open_window(Trigger::Handover, passed.due_at)?;
                step.record("information_request.deadline_missed", Audience::Reporter, None, json!({ "code": code }));
            }
            ("R7", _) => {
                step.settle(code);
                step.unpaid();
            }
            ("O1", _) => {
                step.settle(passed);
                let data = json!({ "trigger": Trigger::of_subject(passed.subject) });
                step.record("information_request.window_closed", Audience::Reporter, None, data);
                let executed = step.case.order.is_some();
                step.close_if_over(if executed { ClosingReason::ObjectionFinal } else { ClosingReason::NoObjection });
            }
            // The flag stays until the act comes.
            _ => step.record("information_request.deadline_missed", Audience::Reporter, None, json!({ "code": code })),
        }
        Ok(())
    }
}

impl RequestStep<'_> {
    /// Nobody paid: closed, or to be closed if the objection that is under way is withdrawn. What windows are open stay so: the fee
    /// itself may be the ground.
    fn unpaid(&mut self) {
        match self.case.state {
            State::Notified => self.close(ClosingReason::Unpaid),
            State::UnderObjection(Former::Notified) => {
                self.case.state = State::UnderObjection(Former::Closed(ClosingReason::Unpaid));
                self.record("information_request.unpaid", Audience::Reporter, None, Value::Null);
            }
            _ => self.record("information_request.unpaid", Audience::Reporter, None, Value::Null),
        }
    }
}
