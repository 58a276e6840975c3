//! Paying and handing over, and what closes a request.

use chrono::{DateTime, Utc};
use padi_kernel::event::Audience;
use serde_json::json;

use super::{
    Delivery, Payment,
    command::Handover,
    state::{ClosingReason, State},
    transition::RequestStep,
    window::Trigger,
};
use crate::{clocks, effect::Effect, objection::ObjectionEffect, refused::Refused};

impl RequestStep<'_> {
    /// Catat pembayaran: -R7 +R5, since it was paid. What was paid in time and comes to be known later opens what the fee had closed.
    pub(super) fn record_payment(
        &mut self,
        amount_idr: i64,
        paid_at: DateTime<Utc>,
        reference: String,
    ) -> Result<(), Refused> {
        let Some(cost) = &self.case.cost else { return Err(Refused::State) };
        if amount_idr < cost.total_idr {
            return Err(Refused::invalid("/amount_idr", "out_of_range"));
        }
        if paid_at > self.context.now {
            return Err(Refused::invalid("/paid_at", "in_future"));
        }
        if paid_at < cost.invoiced_at {
            return Err(Refused::invalid("/paid_at", "out_of_range"));
        }
        let term = self.case.deadlines.latest(clocks::R7.code);
        if self.case.state != State::Notified && term.is_none_or(|term| paid_at >= term.passes_at()) {
            return Err(Refused::Window);
        }
        self.meet(clocks::R7.code);
        self.start_at(clocks::R5, paid_at)?;
        if let Some(cost) = &mut self.case.cost {
            cost.payment = Some(Payment { amount_idr, paid_at, reference });
        }
        self.case.state = State::Notified;
        self.record("information_request.paid", Audience::Reporter, None, json!({ "amount_idr": amount_idr }));
        Ok(())
    }

    /// Serahkan informasi: -R5 +O1. Under an order it executes the objection, and opens no window.
    pub(super) fn deliver(&mut self, handover: Handover) -> Result<(), Refused> {
        let now = self.context.now;
        let Handover { method, attachment_ids, received_by, received_at } = handover;
        let since = self.case.notice.as_ref().map_or(self.case.received_at, |notice| notice.at);
        let received_at = received_at.unwrap_or(now);
        if received_at > now {
            return Err(Refused::invalid("/received_at", "in_future"));
        }
        let zone = self.case.locality().zone;
        if zone.day_of(received_at) < zone.day_of(since) {
            return Err(Refused::invalid("/received_at", "out_of_range"));
        }
        let data = json!({ "method": method, "attachment_ids": attachment_ids });
        self.case.delivery = Some(Delivery { method: Some(method), at: now, received_at, received_by, attachment_ids });
        if self.case.owes_execution() {
            self.execute();
            self.record("information_request.delivered", Audience::Reporter, None, data);
            if let Some(order) = self.case.order {
                self.follows(Effect::Objection(order.objection_id, ObjectionEffect::Delivered));
            }
            return Ok(());
        }
        self.meet(clocks::R5.code);
        self.case.late |= self.case.missed_handover();
        self.case.state = State::Delivered;
        self.open_window(Trigger::Delivery, received_at)?;
        self.record("information_request.delivered", Audience::Reporter, None, data);
        Ok(())
    }

    /// What was ordered is done. What a final objection has closed stays closed.
    pub(super) fn execute(&mut self) {
        let now = self.context.now;
        if let Some(order) = &mut self.case.order {
            order.executed_at = Some(now);
        }
        if self.case.state.is_open() {
            self.case.state = State::Delivered;
        }
    }

    /// Closes what was notified or delivered once nothing is left to wait for: no window, no handing over, no payment, no objection.
    pub(super) fn close_if_over(&mut self, reason: ClosingReason) {
        let request = &self.case;
        let ended = matches!(request.state, State::Notified | State::Delivered);
        let has_window = request.windows.iter().any(|window| window.is_open(&request.deadlines));
        let waits = self.has_open(clocks::R5.code) || self.has_open(clocks::R7.code);
        if ended && !has_window && !waits && request.objection_id.is_none() {
            self.close(reason);
        }
    }

    /// Closed, for that reason.
    pub(super) fn close(&mut self, reason: ClosingReason) {
        self.case.state = State::Closed(reason);
        self.record("information_request.closed", Audience::Reporter, None, json!({ "closing_reason": reason }));
    }
}
