//! Doing what is commanded: the one entrance to every transition of a request.

use padi_kernel::event::By;

use super::{
    InformationRequest,
    command::Command,
    policy,
    state::{Stage, State},
    window::{Trigger, Window},
};
use crate::{
    clocks,
    effect::Applied,
    refused::Refused,
    step::{Context, Step},
};
use chrono::{DateTime, Utc};

/// A transition of a request under way.
pub(super) type RequestStep<'a> = Step<'a, InformationRequest>;

impl InformationRequest {
    /// Does what is commanded, if the state allows it. Whether the actor may was asked before ([`policy::authorize`]); `by`
    /// carries the capacity that the policy found.
    pub fn apply(self, command: Command, by: By, context: &Context<'_>) -> Result<Applied<Self>, Refused> {
        policy::timely(command.action(), &self)?;
        let mut step = Step::new(self, by, *context);
        match command {
            Command::RegisterComplete { note } => step.register_complete(note),
            Command::AskCompletion { missing, reason } => step.ask_completion(missing, reason)?,
            Command::Complete(completion) => step.complete(completion)?,
            Command::Assign { unit_id, note } => step.assign(unit_id, note)?,
            Command::SubmitMaterial { text } => step.submit_material(text),
            Command::StartConsequenceTest { test_id, information } => step.start_test(test_id, information),
            Command::Extend { reason_code, text } => step.extend(reason_code, text)?,
            Command::NotHeld { holder, text } => step.not_held(holder, text)?,
            Command::NotDocumented { text } => step.not_documented(text)?,
            Command::NotifyGrant(grant) => step.notify_grant(grant)?,
            Command::NotifyPartial { grant, redactions } => step.notify_partial(grant, redactions)?,
            Command::NotifyRefusal { grounds, text } => step.notify_refusal(grounds, text)?,
            Command::RecordPayment { amount_idr, paid_at, reference } => {
                step.record_payment(amount_idr, paid_at, reference)?;
            }
            Command::Deliver(handover) => step.deliver(handover)?,
            Command::Withdraw { reason } => step.withdraw(reason),
        }
        Ok(step.done())
    }
}

impl RequestStep<'_> {
    /// The work on the answer goes on from there, in time or late.
    pub(super) fn go_to(&mut self, stage: Stage) {
        let late = matches!(self.case.state, State::Unanswered(_));
        self.case.state = if late { State::Unanswered(stage) } else { State::InStage(stage) };
    }

    /// A window for objections opens as of that instant: +O1.
    pub(super) fn open_window(&mut self, trigger: Trigger, at: DateTime<Utc>) -> Result<(), Refused> {
        self.case.windows.push(Window { trigger, objection_id: None });
        Ok(self.start_at(clocks::O1.of(trigger.subject()), at)?)
    }
}
