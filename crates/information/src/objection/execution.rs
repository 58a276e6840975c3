//! Doing what was ordered or agreed (pelaksanaan), by handing over or by paper; and the way to the Commission.

use chrono::NaiveDate;
use padi_kernel::event::{Audience, By};
use serde_json::{Value, json};

use super::{Dispute, Execution, Objection, State, transition::ObjectionStep};
use crate::{
    clocks,
    effect::Applied,
    refused::Refused,
    request::RequestEffect,
    step::{Context, Step, for_applicant},
};

/// What follows for an objection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectionEffect {
    /// The request was delivered under its order.
    Delivered,
}

impl Objection {
    /// Changes as the act on its request demands, in its transaction; `by` is who acted there.
    pub fn affect(self, effect: ObjectionEffect, by: By, context: &Context<'_>) -> Result<Applied<Self>, Refused> {
        if !self.owes_execution() {
            return Err(Refused::State);
        }
        // The attachments of the act belong to the case on which it was done.
        let mut step = Step::new(self, by, Context { attachments: &[], ..*context });
        match effect {
            ObjectionEffect::Delivered => {
                step.executed(None);
                step.end_settlement();
            }
        }
        Ok(step.done())
    }
}

impl ObjectionStep<'_> {
    /// Laksanakan, recorded from paper: -O3.
    pub(super) fn execute_on_paper(&mut self, text: String) {
        self.executed(Some(text));
        self.for_request(RequestEffect::Executed);
        self.end_settlement();
    }

    /// What a final objection had ordered is owed, and executed, after its end too.
    fn executed(&mut self, text: Option<String>) {
        let at = self.context.now;
        self.meet(clocks::O3.code);
        self.case.execution = Some(Execution { text: text.clone(), at });
        if matches!(self.case.state, State::Answered | State::Settled) {
            self.case.state = State::Executed;
        }
        self.record("objection.executed", Audience::Reporter, for_applicant(text), Value::Null);
    }

    /// A settlement that was kept leaves nothing to wait for: the way to the Commission was not opened.
    fn end_settlement(&mut self) {
        if self.case.state == State::Executed && !self.has_open(clocks::D1.code) {
            self.for_request(RequestEffect::ObjectionOver);
        }
    }

    /// Catat sengketa: -D1, and an answer that did not come is owed no more. What was filed there in time and comes to be known later opens what was final.
    pub(super) fn dispute_filed(
        &mut self,
        filed_on: NaiveDate,
        commission: String,
        reference: Option<String>,
    ) -> Result<(), Refused> {
        let zone = self.case.locality().zone;
        let Some(term) = self.case.deadlines.latest(clocks::D1.code) else { return Err(Refused::State) };
        if filed_on > zone.day_of(self.context.now) {
            return Err(Refused::invalid("/filed_on", "in_future"));
        }
        if filed_on < term.day_zero_on {
            return Err(Refused::invalid("/filed_on", "out_of_range"));
        }
        if filed_on > zone.day_of(term.due_at) {
            return Err(Refused::Window);
        }
        self.meet(clocks::D1.code);
        self.cancel(clocks::O2.code);
        self.case.dispute = Some(Dispute { filed_on, commission, reference });
        self.case.state = State::Disputed;
        self.record("objection.disputed", Audience::Reporter, None, json!({ "filed_on": filed_on }));
        let objection_id = self.case.id;
        self.for_request(RequestEffect::Disputed { objection_id });
        Ok(())
    }
}
