//! Doing what is commanded: the one entrance to every transition of an objection, and its way through the superior's house.

use padi_kernel::event::{Audience, By};
use serde_json::{Value, json};

use super::{Objection, Recommendation, State, Verdict, command::Command, policy};
use crate::{
    effect::{Applied, Effect},
    refused::Refused,
    request::RequestEffect,
    step::{Context, Step, for_applicant, for_handlers},
};

/// A transition of an objection under way.
pub(super) type ObjectionStep<'a> = Step<'a, Objection>;

impl Objection {
    /// Does what is commanded, if the state allows it. Whether the actor may was asked before ([`policy::authorize`]); `by`
    /// carries the capacity that the policy found.
    pub fn apply(self, command: Command, by: By, context: &Context<'_>) -> Result<Applied<Self>, Refused> {
        policy::timely(command.action(), &self)?;
        let mut step = Step::new(self, by, *context);
        match command {
            Command::Register => step.register(),
            Command::AssignReview { note } => step.assign_review(note),
            Command::Recommend { recommendation, text } => step.recommend(recommendation, text),
            Command::ProposeSettlement { text, period } => step.propose_settlement(text, period)?,
            Command::Settle => step.settle_it()?,
            Command::AnswerAccept { extent, order, period, text } => step.accept(extent, order, period, text)?,
            Command::AnswerConfirm { reasons } => step.refuse(Verdict::Confirmed, reasons)?,
            Command::Inadmissible { reasons } => step.refuse(Verdict::Inadmissible, reasons)?,
            Command::Execute { text } => step.execute_on_paper(text),
            Command::Withdraw { reason } => step.withdraw(reason),
            Command::DisputeFiled { filed_on, commission, reference } => {
                step.dispute_filed(filed_on, commission, reference)?;
            }
        }
        Ok(step.done())
    }
}

impl ObjectionStep<'_> {
    /// Catat keberatan: the term runs since receipt already.
    fn register(&mut self) {
        self.case.state = State::Registered;
        self.record("objection.registered", Audience::Reporter, None, Value::Null);
    }

    /// Minta pertimbangan.
    fn assign_review(&mut self, note: Option<String>) {
        self.case.state = State::InReview;
        self.record("objection.review_assigned", Audience::Reporter, for_handlers(note), Value::Null);
    }

    /// Rekomendasi: for the superior, not for the applicant.
    fn recommend(&mut self, recommendation: Verdict, text: String) {
        let at = self.context.now;
        self.case.recommendations.push(Recommendation { recommendation, text: text.clone(), at });
        let data = json!({ "recommendation": recommendation });
        self.record("objection.recommended", Audience::Handlers, for_handlers(text), data);
    }

    /// Cabut: the request goes back to where it stood.
    fn withdraw(&mut self, reason: Option<String>) {
        self.cancel_all_but(&[]);
        self.case.state = State::Withdrawn;
        self.record("objection.withdrawn", Audience::Reporter, for_applicant(reason), Value::Null);
        self.for_request(RequestEffect::ObjectionWithdrawn);
    }

    /// What follows for the request, where there is one.
    pub(super) fn for_request(&mut self, effect: RequestEffect) {
        if let Some(request_id) = self.case.request_id {
            self.follows(Effect::Request(request_id, effect));
        }
    }
}
