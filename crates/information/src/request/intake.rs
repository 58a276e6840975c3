//! Receiving a request: whether it is complete, and completing or taking it back.

use padi_kernel::event::Audience;
use serde_json::{Value, json};

use super::{
    command::Completion,
    filing,
    state::{Stage, State},
    transition::RequestStep,
    window::Trigger,
};
use crate::{
    clocks,
    refused::Refused,
    step::{for_applicant, for_handlers},
};

impl RequestStep<'_> {
    /// Dicatat lengkap: -R1; R3 goes on since receipt.
    pub(super) fn register_complete(&mut self, note: Option<String>) {
        self.meet(clocks::R1.code);
        self.case.missing.clear();
        self.go_to(Stage::Registered);
        self.record("information_request.registered", Audience::Reporter, for_handlers(note), Value::Null);
    }

    /// Minta kelengkapan, once: -R1 -R3 +R2.
    pub(super) fn ask_completion(&mut self, missing: Vec<String>, reason: String) -> Result<(), Refused> {
        if missing.is_empty() {
            return Err(Refused::invalid("/missing", "required"));
        }
        self.meet(clocks::R1.code);
        self.cancel(clocks::R3.code);
        self.start(clocks::R2)?;
        let data = json!({ "missing": missing });
        self.case.missing = missing;
        self.case.state = State::Incomplete;
        self.record("information_request.completion_asked", Audience::Reporter, for_applicant(reason), data);
        Ok(())
    }

    /// Lengkapi: -R2; a new R3 that day. What was converted goes on with the one that it brought.
    pub(super) fn complete(&mut self, completion: Completion) -> Result<(), Refused> {
        if completion == Completion::default() {
            return Err(Refused::invalid("", "required"));
        }
        let words = for_applicant(completion.text.clone());
        self.take(completion);
        self.meet(clocks::R2.code);
        if self.case.was_overdue_when_converted() {
            let now = self.context.now;
            self.case.state = State::Unanswered(Stage::Registered);
            self.open_window(Trigger::Lapse, now)?;
            let data = json!({ "missing": self.case.missing });
            self.record("information_request.completed", Audience::Reporter, words, data);
            self.record("information_request.unanswered", Audience::Reporter, None, json!({ "stage": "registered" }));
            return Ok(());
        }
        if self.has_open(clocks::R3.code) {
            let (now, calendar) = (self.context.now, self.context.law.calendar);
            self.case.deadlines.resume(clocks::R3.code, now, calendar)?;
        } else {
            self.start(clocks::R3)?;
        }
        self.case.state = State::InStage(Stage::Registered);
        let data = json!({ "missing": self.case.missing });
        self.record("information_request.completed", Audience::Reporter, words, data);
        Ok(())
    }

    /// What was told anew, and what the form still lacks: the desk asked once, and asks no more.
    fn take(&mut self, completion: Completion) {
        let request = &mut self.case;
        let Completion { identity, purpose, access_method, copy_form, delivery_method, text: _ } = completion;
        request.purpose = purpose.or(request.purpose.take());
        request.access_method = access_method.or(request.access_method);
        request.copy_form = copy_form.or(request.copy_form);
        request.delivery_method = delivery_method.or(request.delivery_method);
        let of_identity = |gap: &str| gap.starts_with("applicant.") || gap.starts_with("proxy.");
        let mut missing: Vec<String> = match identity {
            Some(identity) => {
                request.has_proxy = identity.proxy.is_some();
                request.has_contact = identity.has_contact();
                identity.gaps(request.applicant_kind).into_iter().map(str::to_owned).collect()
            }
            None => request.missing.iter().filter(|gap| of_identity(gap)).cloned().collect(),
        };
        let others =
            filing::gaps(request.purpose.as_deref(), request.access_method, request.copy_form, request.delivery_method);
        missing.extend(others.into_iter().map(str::to_owned));
        request.missing = missing;
    }

    /// Cabut, before there is a notice: every clock stops.
    pub(super) fn withdraw(&mut self, reason: Option<String>) {
        self.cancel_all_but(&[]);
        self.case.state = State::Withdrawn;
        self.case.open_test_id = None;
        self.record("information_request.withdrawn", Audience::Reporter, for_applicant(reason), Value::Null);
    }
}
