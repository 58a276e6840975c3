//! The superior's answer (tanggapan atasan PPID, UU 14/2008 Ps 36(2), (3)), and settling without one (Ps 35(2)).

use padi_kernel::{
    actor::ActorRole,
    deadlines::{Span, Started},
    event::Audience,
};
use serde_json::json;

use super::{Answer, Proposal, State, Verdict, command::Extent, transition::ObjectionStep};
use crate::{clocks, refused::Refused, request::RequestEffect, step::for_applicant};

/// A term that is ordered or agreed has at least one unit.
fn checked(period: Option<Span>) -> Result<Option<Span>, Refused> {
    match period {
        Some(span) if span.length < 1 => Err(Refused::invalid("/period/length", "out_of_range")),
        _ => Ok(period),
    }
}

impl ObjectionStep<'_> {
    /// Usulkan kesepakatan: the first act of settling; another offer takes its place.
    pub(super) fn propose_settlement(&mut self, text: String, period: Option<Span>) -> Result<(), Refused> {
        let proposal = Proposal { text: text.clone(), period: checked(period)?, at: self.context.now };
        self.case.proposal = Some(proposal);
        let data = json!({ "period": period });
        self.record("objection.settlement_proposed", Audience::Reporter, for_applicant(text), data);
        Ok(())
    }

    /// Sepakati: -O2 +O3. Where the desk records it, the signed agreement must come with it.
    pub(super) fn settle_it(&mut self) -> Result<(), Refused> {
        let by_desk = self.by().role != ActorRole::Reporter;
        if by_desk && self.context.attachments.is_empty() {
            return Err(Refused::invalid("/attachment_id", "required"));
        }
        let period = self.case.proposal.as_ref().and_then(|proposal| proposal.period);
        self.meet(clocks::O2.code);
        self.start_execution(period)?;
        self.case.settled_at = Some(self.context.now);
        self.case.state = State::Settled;
        self.record("objection.settled", Audience::Reporter, None, json!({ "by_desk": by_desk }));
        self.for_request(RequestEffect::Ordered);
        Ok(())
    }

    /// Kabulkan: -O2 +O3 +D1; the request goes back to review under the order.
    pub(super) fn accept(
        &mut self,
        extent: Extent,
        order: String,
        period: Option<Span>,
        text: String,
    ) -> Result<(), Refused> {
        let verdict = match extent {
            Extent::All => Verdict::Accepted,
            Extent::Part => Verdict::AcceptedPartial,
        };
        let period = checked(period)?;
        self.answer(verdict, Answer { text, order: Some(order), period, at: self.context.now })?;
        self.start_execution(period)?;
        self.for_request(RequestEffect::Ordered);
        Ok(())
    }

    /// Kuatkan, or nyatakan tidak dapat diterima: -O2 +D1.
    pub(super) fn refuse(&mut self, verdict: Verdict, reasons: String) -> Result<(), Refused> {
        if reasons.trim().is_empty() {
            return Err(Refused::invalid("/reasons", "required"));
        }
        self.answer(verdict, Answer { text: reasons, order: None, period: None, at: self.context.now })
    }

    /// The way to the Commission is open since the answer; after silence since the later of both.
    fn answer(&mut self, verdict: Verdict, answer: Answer) -> Result<(), Refused> {
        let user = self.by().user;
        if user.is_some() && user == self.case.decided_by {
            return Err(Refused::SamePerson);
        }
        self.meet(clocks::O2.code);
        self.cancel(clocks::D1.code);
        self.start(clocks::D1)?;
        let words = for_applicant(answer.text.clone());
        self.case.result = Some(verdict);
        self.case.answer = Some(answer);
        self.case.answered_by = user;
        self.case.state = State::Answered;
        self.record("objection.answered", Audience::Reporter, words, json!({ "result": verdict }));
        Ok(())
    }

    /// +O3: as ordered or agreed, else by the rule.
    fn start_execution(&mut self, period: Option<Span>) -> Result<(), Refused> {
        let started = period.map_or_else(|| Started::from(clocks::O3), |span| clocks::O3.lasting(span));
        Ok(self.start(started)?)
    }
}
