//! Writing a test, handing it in, and deciding on it (UU 14/2008 Ps 19).

use padi_kernel::{
    body::Body,
    deadlines::Deadlines,
    event::{Audience, By},
    id::{ConsequenceTestId, ExemptionId, InformationRequestId},
};
use serde_json::{Value, json};

use super::{
    ConsequenceTest, Sheet, State, TestOutcome,
    policy::{self, Action},
};
use crate::{
    effect::{Applied, Effect},
    exemption::ExemptionEffect,
    refused::Refused,
    request::RequestEffect,
    step::{Context, Step, for_handlers},
};

/// A test that is begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: ConsequenceTestId,
    /// The body.
    pub agency: Body,
    /// The request that asked for it.
    pub request_id: Option<InformationRequestId>,
    /// The exemption that is tested anew.
    pub exemption_id: Option<ExemptionId>,
    /// What it says so far.
    pub sheet: Sheet,
}

/// What can be done with a test, with what it carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write in it: the whole sheet as it is from now on.
    Revise(Sheet),
    /// Hand it to the superior.
    Submit,
    /// Approve it.
    Approve {
        /// The decree that fixes it (surat penetapan klasifikasi).
        decree_number: String,
    },
    /// Do not approve it.
    Reject {
        /// Why.
        reason: String,
    },
}

impl Command {
    /// Which action it is.
    pub fn action(&self) -> Action {
        match self {
            Self::Revise(_) => Action::Revise,
            Self::Submit => Action::Submit,
            Self::Approve { .. } => Action::Approve,
            Self::Reject { .. } => Action::Reject,
        }
    }
}

impl ConsequenceTest {
    /// A new draft.
    pub fn draft(draft: Draft, by: By, context: &Context<'_>) -> Applied<Self> {
        let Draft { id, agency, request_id, exemption_id, sheet } = draft;
        let now = context.now;
        let data = json!({ "agency_id": agency.id, "request_id": request_id });
        let test = Self {
            id,
            agency,
            request_id,
            exemption_id,
            sheet,
            state: State::Draft,
            authors: by.user.into_iter().collect(),
            decree_number: None,
            rejection_reason: None,
            decided_by: None,
            decided_at: None,
            deadlines: Deadlines::default(),
            created_at: now,
            updated_at: now,
            version: 1,
        };
        let mut step = Step::first(test, by, *context);
        step.record("consequence_test.drafted", Audience::Handlers, None, data);
        step.finished()
    }

    /// Does what is commanded, if the state allows it.
    pub fn apply(self, command: Command, by: By, context: &Context<'_>) -> Result<Applied<Self>, Refused> {
        policy::timely(command.action(), &self)?;
        let mut step = Step::new(self, by, *context);
        match command {
            Command::Revise(sheet) => {
                step.write();
                step.case.sheet = sheet;
                step.record("consequence_test.revised", Audience::Handlers, None, Value::Null);
            }
            Command::Submit => {
                step.case.check(context)?;
                step.write();
                step.case.state = State::Submitted;
                let data = json!({ "outcome": step.case.sheet.outcome });
                step.record("consequence_test.submitted", Audience::Handlers, None, data);
            }
            Command::Approve { decree_number } => step.approve(decree_number)?,
            Command::Reject { reason } => step.reject(reason)?,
        }
        Ok(step.done())
    }

    /// Whether it says all that a decision needs; a period only where something is kept back.
    fn check(&self, context: &Context<'_>) -> Result<(), Refused> {
        let sheet = &self.sheet;
        let given = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
        let needed = [
            ("/information", !sheet.information.trim().is_empty()),
            ("/ground", sheet.article.is_some()),
            ("/consequence_if_opened", given(&sheet.consequence_if_opened)),
            ("/consequence_if_closed", given(&sheet.consequence_if_closed)),
            ("/outcome", sheet.outcome.is_some()),
            ("/participants", !sheet.participants.is_empty()),
            ("/held_on", sheet.held_on.is_some()),
        ];
        if let Some((pointer, _)) = needed.into_iter().find(|(_, is_given)| !is_given) {
            return Err(Refused::invalid(pointer, "required"));
        }
        if sheet.held_on.is_some_and(|on| on > self.agency.locality.zone.day_of(context.now)) {
            return Err(Refused::invalid("/held_on", "in_future"));
        }
        let Some(article) = sheet.article else { return Ok(()) };
        if article.needs_law() && !given(&sheet.law) {
            return Err(Refused::invalid("/law", "required"));
        }
        if sheet.outcome.is_some_and(TestOutcome::withholds) {
            sheet.period.check(article, &self.agency.locality, context.law)?;
        }
        Ok(())
    }
}

impl Step<'_, ConsequenceTest> {
    fn write(&mut self) {
        let new = self.by().user.filter(|user| !self.case.authors.contains(user));
        self.case.authors.extend(new);
    }

    /// Whoever wrote in it does not decide on it.
    fn decide(&mut self, state: State) -> Result<(), Refused> {
        let user = self.by().user;
        if user.is_some_and(|user| self.case.authors.contains(&user)) {
            return Err(Refused::SamePerson);
        }
        self.case.state = state;
        self.case.decided_by = user;
        self.case.decided_at = Some(self.context.now);
        Ok(())
    }

    /// Setujui: what is kept back enters the list of exempt information; an exemption that was tested anew gives way.
    fn approve(&mut self, decree_number: String) -> Result<(), Refused> {
        self.decide(State::Approved)?;
        self.case.decree_number = Some(decree_number.clone());
        let outcome = self.case.sheet.outcome;
        let data = json!({ "outcome": outcome, "ground": self.case.sheet.article });
        self.record("consequence_test.approved", Audience::Handlers, None, data);
        let test_id = self.case.id;
        let withholds = outcome.is_some_and(TestOutcome::withholds);
        if let Some(exemption) = self.case.exemption_id {
            let effect = if withholds {
                ExemptionEffect::Reclassified { test_id }
            } else {
                ExemptionEffect::Opened { decree_number }
            };
            self.follows(Effect::Exemption(exemption, effect));
        }
        if withholds {
            self.follows(Effect::ListExemption { test_id });
        }
        self.tell_request(outcome);
        Ok(())
    }

    /// Tolak: the request goes back to review without a proof.
    fn reject(&mut self, reason: String) -> Result<(), Refused> {
        self.decide(State::Rejected)?;
        self.case.rejection_reason = Some(reason.clone());
        self.record("consequence_test.rejected", Audience::Handlers, for_handlers(reason), Value::Null);
        self.tell_request(None);
        Ok(())
    }

    fn tell_request(&mut self, outcome: Option<TestOutcome>) {
        if let Some(request_id) = self.case.request_id {
            let effect = RequestEffect::TestDecided { test_id: self.case.id, outcome };
            self.follows(Effect::Request(request_id, effect));
        }
    }
}
