//! What the scheduler does when a term passes: lapse, close, end windows, raise overdue flags. Each at the instant at which the
//! term passed, whenever the scheduler comes round.

use chrono::{DateTime, Utc};
use padi_kernel::{
    calendar::{OutOfRange, WorkCalendar},
    changed::Changed,
    deadline::Deadline,
    deadlines::Moved,
    event::{Audience, By},
};
use serde_json::{Value, json};

use crate::{
    clocks,
    complaint::Complaint,
    state::{ArchiveReason, State},
    transition::{Context, Refused, Step},
};

impl Complaint {
    /// The effect of the first term that has passed by `context.now`, as of the instant at which it passed; nothing if none has.
    pub fn lapse(self, context: &Context<'_>) -> Result<Option<Changed<Self>>, Refused> {
        let Some(passed) = self.deadlines.next_passed(context.now) else { return Ok(None) };
        // What was typed in from paper may have been late when it was entered; a timeline never runs backwards.
        let passed = passed.clone();
        let at = passed.passes_at().max(self.updated_at);
        let mut step = Step::new(self, By::SYSTEM, Context { now: at, ..context.clone() });
        step.pass(&passed, at)?;
        Ok(Some(step.done()))
    }

    /// Computes the due times of what still runs with another calendar. Returns the change, if any, and what moved.
    pub fn recompute(
        self,
        now: DateTime<Utc>,
        calendar: &WorkCalendar,
        context: &Context<'_>,
    ) -> Result<(Option<Changed<Self>>, Vec<Moved>), OutOfRange> {
        let mut step = Step::new(self, By::SYSTEM, context.clone());
        let moved = step.complaint.deadlines.recompute(now, calendar)?;
        if step.complaint.deadlines.touched().is_empty() {
            return Ok((None, moved));
        }
        let list: Vec<_> =
            moved.iter().map(|moved| json!({ "code": moved.code, "from": moved.from, "to": moved.to })).collect();
        step.record("complaint.deadlines_recomputed", Audience::Reporter, None, json!({ "moved": list }));
        Ok((Some(step.done()), moved))
    }
}

impl Step<'_> {
    fn pass(&mut self, passed: &Deadline, at: DateTime<Utc>) -> Result<(), Refused> {
        self.complaint.deadlines.pass(passed, at);
        let code = passed.code.as_str();
        match (code, self.complaint.state) {
            // The reporter said nothing, but parts of the case are still worked on: the window begins anew.
            ("C4", State::AwaitingReporter) if self.complaint.open_children > 0 => {
                self.complaint.deadlines.settle(code, at);
                self.start(clocks::C4)?;
                let data = json!({ "open_children": self.complaint.open_children });
                self.record("complaint.completion_deferred", Audience::Reporter, None, data);
            }
            // The reporter said nothing: closed.
            ("C4", State::AwaitingReporter) => {
                self.complaint.deadlines.settle(code, at);
                self.complete()?;
                self.record("complaint.completed", Audience::Public, None, json!({ "automatic": true }));
            }
            // The data did not come: archived, revivable until C9.
            ("C5", State::Postponed(_)) => {
                self.complaint.deadlines.settle(code, at);
                // Where holidays made C5 the longer one, revival ended with it: no flag outlives the case.
                self.complaint.deadlines.settle("C9", at);
                self.end_clocks();
                let reason = ArchiveReason::IncompleteLapsed;
                let data = json!({ "reason_code": reason });
                self.go(State::Archived(reason), "complaint.lapsed", Audience::Public, None, data);
            }
            // The parties did not come to terms: on by the formal track.
            ("P2", state) if state.is_open() => {
                self.complaint.deadlines.settle(passed, at);
                self.fall_back("no_agreement");
            }
            // A window of an ended case closes.
            ("C9" | "C10", state) if !state.is_open() => {
                self.complaint.deadlines.settle(code, at);
                let kind = if code == "C10" { "complaint.closed" } else { "complaint.revival_ended" };
                self.record(kind, Audience::Public, None, Value::Null);
            }
            // The flag stays until the act comes.
            _ => {
                let data = json!({ "code": code, "assignment_id": passed.subject });
                self.record("complaint.deadline_missed", Audience::Reporter, None, data);
                self.open_way_to_ombudsman(passed);
            }
        }
        Ok(())
    }

    /// Once a finishing term has passed the reporter may go to the Ombudsman, and keeps that right whatever comes (L4 of `domain` 1.12).
    /// Of a term that had passed before it was entered nobody is told.
    fn open_way_to_ombudsman(&mut self, passed: &Deadline) {
        let finishing = matches!(passed.code.as_str(), clocks::C3 | "C6");
        if finishing && !passed.ladder.is_left_out() && !self.complaint.ombudsman_eligible {
            self.complaint.ombudsman_eligible = true;
            let data = json!({ "code": passed.code });
            self.record("complaint.ombudsman_eligible", Audience::Reporter, None, data);
        }
    }
}
