//! The written notification (pemberitahuan tertulis, UU 14/2008 Ps 22(7)): what is given, what is not, and why.

use padi_kernel::event::Audience;
use serde_json::{Value, json};

use super::{
    Cost, Notice,
    command::{CostItem, Grant, Proof, Redaction, RefusalGround},
    state::{Outcome, State},
    transition::RequestStep,
    window::Trigger,
};
use crate::{clocks, consequence_test::TestOutcome, refused::Refused, step::for_applicant};

impl RequestStep<'_> {
    /// Tidak dikuasai: which body has it must be told, if it is known (Ps 22(7) b). +O1.
    pub(super) fn not_held(&mut self, holder: Option<String>, text: String) -> Result<(), Refused> {
        let notice = Notice { holder, ..self.notice(text) };
        self.notify(Outcome::NotHeld, notice, json!({}));
        self.open_window(Trigger::Notice, self.context.now)
    }

    /// Belum didokumentasikan (Ps 6(3) e): +O1.
    pub(super) fn not_documented(&mut self, text: String) -> Result<(), Refused> {
        let notice = self.notice(text);
        self.notify(Outcome::NotDocumented, notice, json!({}));
        self.open_window(Trigger::Notice, self.context.now)
    }

    /// Diberikan seluruhnya: +R5, or with a fee +R7 and a window for that.
    pub(super) fn notify_grant(&mut self, grant: Grant) -> Result<(), Refused> {
        let costs = self.grants(Outcome::Granted, grant)?;
        if costs { self.open_window(Trigger::Fee, self.context.now) } else { Ok(()) }
    }

    /// Diberikan sebagian: as a grant, +O1; the window of the notice is that of the fee, too.
    pub(super) fn notify_partial(
        &mut self,
        grant: Grant,
        redactions: Vec<(Redaction, Option<Proof>)>,
    ) -> Result<(), Refused> {
        if redactions.is_empty() {
            return Err(Refused::invalid("/redactions", "required"));
        }
        for (redaction, proof) in &redactions {
            let proven = proof.is_some_and(|proof| proof.article == redaction.ground && proof.outcome.withholds());
            if !proven {
                return Err(Refused::TestRequired);
            }
        }
        self.case.redactions = redactions.into_iter().map(|(redaction, _)| redaction).collect();
        self.grants(Outcome::GrantedPartial, grant)?;
        self.open_window(Trigger::Notice, self.context.now)
    }

    /// Ditolak: each ground with an approved test that found the whole exempt (Ps 19). +O1.
    pub(super) fn notify_refusal(
        &mut self,
        grounds: Vec<(RefusalGround, Option<Proof>)>,
        text: String,
    ) -> Result<(), Refused> {
        if grounds.is_empty() {
            return Err(Refused::invalid("/grounds", "required"));
        }
        for (index, (cited, proof)) in grounds.iter().enumerate() {
            let proof = proof.filter(|proof| proof.article == cited.ground).ok_or(Refused::TestRequired)?;
            match proof.outcome {
                TestOutcome::Exempt => {}
                // Only the part that is exempt may be kept back, and the rest is given with it blacked out.
                TestOutcome::PartialRedact => return Err(Refused::PartialExemption),
                TestOutcome::Open => return Err(Refused::TestRequired),
            }
            if cited.ground.needs_law() && cited.law.is_none() {
                return Err(Refused::invalid(format!("/grounds/{index}/law"), "required"));
            }
        }
        let cited: Vec<_> = grounds.into_iter().map(|(cited, _)| cited).collect();
        let data = json!({ "grounds": cited.iter().map(|cited| cited.ground).collect::<Vec<_>>() });
        let notice = Notice { grounds: cited, ..self.notice(text) };
        self.notify(Outcome::Refused, notice, data);
        self.open_window(Trigger::Notice, self.context.now)
    }

    fn notice(&self, text: String) -> Notice {
        let at = self.context.now;
        Notice { at, text, form: None, means: None, available_on: None, holder: None, grounds: Vec::new() }
    }

    /// Something is given. Returns whether it costs anything.
    fn grants(&mut self, outcome: Outcome, grant: Grant) -> Result<bool, Refused> {
        let Grant { text, form, means, available_on, cost } = grant;
        let cost = self.cost(cost)?;
        let costs = cost.is_some();
        let data = json!({ "total_idr": cost.as_ref().map(|cost| cost.total_idr) });
        self.case.cost = cost;
        let notice = Notice { form: Some(form), means: Some(means), available_on, ..self.notice(text) };
        self.notify(outcome, notice, data);
        self.start(if costs { clocks::R7 } else { clocks::R5 })?;
        Ok(costs)
    }

    /// What it costs; nothing where the items come to nothing.
    fn cost(&self, items: Vec<CostItem>) -> Result<Option<Cost>, Refused> {
        if let Some(index) = items.iter().position(|item| item.amount_idr < 0) {
            return Err(Refused::invalid(format!("/cost/items/{index}/amount_idr"), "out_of_range"));
        }
        let total = items.iter().try_fold(0_i64, |sum, item| sum.checked_add(item.amount_idr));
        let total_idr = total.ok_or_else(|| Refused::invalid("/cost/items", "out_of_range"))?;
        let cost = Cost { items, total_idr, invoiced_at: self.context.now, payment: None };
        Ok((total_idr > 0).then_some(cost))
    }

    /// The notice is given: -R3 -R4 -R6, late where their time had passed.
    fn notify(&mut self, outcome: Outcome, notice: Notice, data: Value) {
        self.case.late |= matches!(self.case.state, State::Unanswered(_));
        self.meet(clocks::R3.code);
        self.meet(clocks::R4.code);
        self.cancel(clocks::R6.code);
        let words = for_applicant(notice.text.clone());
        self.case.outcome = Some(outcome);
        self.case.notice = Some(notice);
        self.case.decided_by = self.by().user;
        self.case.state = State::Notified;
        let mut data = data;
        data["outcome"] = json!(outcome);
        data["late"] = json!(self.case.late);
        self.record("information_request.notified", Audience::Reporter, words, data);
    }
}
