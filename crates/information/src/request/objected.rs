//! What an objection and a consequence test do to the request that they are about.

use padi_kernel::{
    event::{Audience, By},
    id::{ConsequenceTestId, ObjectionId},
};
use serde_json::{Value, json};

use super::{
    Delivery, InformationRequest, Order,
    state::{ClosingReason, Former, Stage, State},
    transition::RequestStep,
    window::Trigger,
};
use crate::{
    clocks,
    consequence_test::TestOutcome,
    effect::Applied,
    refused::Refused,
    step::{Context, Step},
};

/// What follows for a request.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestEffect {
    /// An objection was made, in these windows.
    Objected {
        /// The objection.
        objection_id: ObjectionId,
        /// The windows that it uses; each is used once, unless the objection is withdrawn.
        windows: Vec<Trigger>,
    },
    /// The objection was withdrawn.
    ObjectionWithdrawn,
    /// The objection was accepted or settled: what was ordered must be done.
    Ordered,
    /// What was ordered was done, by paper.
    Executed,
    /// A settlement was executed: nothing of the objection is left.
    ObjectionOver,
    /// The time to go to the Commission has passed.
    ObjectionFinal,
    /// The applicant went to the Commission.
    Disputed {
        /// The objection.
        objection_id: ObjectionId,
    },
    /// The test was decided.
    TestDecided {
        /// Which.
        test_id: ConsequenceTestId,
        /// What it found; absent where it was rejected.
        outcome: Option<TestOutcome>,
    },
}

impl InformationRequest {
    /// Changes as the act on the other aggregate demands, in its transaction; `by` is who acted there.
    pub fn affect(self, effect: RequestEffect, by: By, context: &Context<'_>) -> Result<Applied<Self>, Refused> {
        // The attachments of the act belong to the case on which it was done.
        let mut step = Step::new(self, by, Context { attachments: &[], ..*context });
        match effect {
            RequestEffect::Objected { objection_id, windows } => step.objected(objection_id, &windows)?,
            RequestEffect::ObjectionWithdrawn => step.objection_withdrawn(),
            RequestEffect::Ordered => step.ordered()?,
            RequestEffect::Executed => step.executed_on_paper(),
            RequestEffect::ObjectionOver => step.objection_over(),
            RequestEffect::ObjectionFinal => step.objection_final(),
            RequestEffect::Disputed { objection_id } => step.disputed(objection_id),
            RequestEffect::TestDecided { test_id, outcome } => step.test_decided(test_id, outcome),
        }
        Ok(step.done())
    }
}

impl RequestStep<'_> {
    /// Under an objection: its windows are used, and run on.
    fn objected(&mut self, objection_id: ObjectionId, windows: &[Trigger]) -> Result<(), Refused> {
        let former = self.case.state.as_former().ok_or(Refused::State)?;
        for window in self.case.windows.iter_mut().filter(|window| windows.contains(&window.trigger)) {
            window.objection_id = Some(objection_id);
        }
        self.case.objection_id = Some(objection_id);
        self.case.state = State::UnderObjection(former);
        let data = json!({ "objection_id": objection_id });
        self.record("information_request.objected", Audience::Reporter, None, data);
        Ok(())
    }

    /// Back to where it stood; its windows are free again, as far as they are still open.
    fn objection_withdrawn(&mut self) {
        let State::UnderObjection(former) = self.case.state else { return };
        let withdrawn = self.case.objection_id.take();
        for window in self.case.windows.iter_mut().filter(|window| window.objection_id == withdrawn) {
            window.objection_id = None;
        }
        self.case.state = former.state();
        let data = json!({ "objection_id": withdrawn });
        self.record("information_request.objection_withdrawn", Audience::Reporter, None, data);
        self.close_if_over(ClosingReason::Withdrawn);
    }

    /// Back to review, under the order: no term of the request runs but the windows that are open.
    fn ordered(&mut self) -> Result<(), Refused> {
        let objection_id = self.case.objection_id.ok_or(Refused::State)?;
        self.cancel_all_but(&[clocks::O1.code]);
        self.case.order = Some(Order { objection_id, executed_at: None });
        self.case.state = State::InStage(Stage::Review);
        let data = json!({ "order_id": objection_id });
        self.record("information_request.ordered", Audience::Reporter, None, data);
        Ok(())
    }

    /// Handed over as ordered, by paper: it opens no window.
    fn executed_on_paper(&mut self) {
        let now = self.context.now;
        self.case.delivery =
            Some(Delivery { method: None, at: now, received_at: now, received_by: None, attachment_ids: Vec::new() });
        self.execute();
        let data = json!({ "order_id": self.case.order.map(|order| order.objection_id) });
        self.record("information_request.delivered", Audience::Reporter, None, data);
    }

    /// Nothing of the objection is left to wait for.
    fn objection_over(&mut self) {
        let over = self.case.objection_id.take();
        self.record("information_request.objection_over", Audience::Reporter, None, json!({ "objection_id": over }));
        self.close_if_over(ClosingReason::ObjectionFinal);
    }

    /// Closed by what the superior said, or did not say. An order that was not executed is still owed.
    fn objection_final(&mut self) {
        self.case.objection_id = None;
        self.cancel_all_but(&[clocks::O1.code]);
        self.close(ClosingReason::ObjectionFinal);
    }

    /// The Commission has it: whatever was closed meanwhile waits for its decision.
    fn disputed(&mut self, objection_id: ObjectionId) {
        self.case.is_disputed = true;
        self.case.objection_id = Some(objection_id);
        if let State::Closed(reason) = self.case.state {
            self.case.state = State::UnderObjection(Former::Closed(reason));
        }
        let data = json!({ "objection_id": objection_id });
        self.record("information_request.disputed", Audience::Reporter, None, data);
    }

    /// Back to review, if the answer waits for that test.
    fn test_decided(&mut self, test_id: ConsequenceTestId, outcome: Option<TestOutcome>) {
        let waits = self.case.open_test_id == Some(test_id) && self.case.state.stage() == Some(Stage::InTest);
        if waits {
            self.case.open_test_id = None;
            match self.case.state {
                // An objection for silence came between: the work goes on as it would without.
                State::UnderObjection(Former::Unanswered(_)) => {
                    self.case.state = State::UnderObjection(Former::Unanswered(Stage::Review));
                }
                _ => self.go_to(Stage::Review),
            }
        }
        let data: Value = json!({ "consequence_test_id": test_id, "outcome": outcome });
        self.record("information_request.test_decided", Audience::Handlers, None, data);
    }
}
