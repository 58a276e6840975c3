//! What handlers do: return, redispose, follow up, ask the reporter, comment, reopen for quality.

use padi_kernel::{event::Audience, id::AgencyId};
use serde_json::{Value, json};

use super::{
    Refused, Step,
    step::{for_handlers, for_reporter},
};
use crate::{
    clocks,
    command::{FollowUp, FollowUpType, Missing},
    complaint::UnitReturn,
    state::{PostponedFrom, State},
};

impl Step<'_> {
    /// Bukan wewenang unit: to the agency's administrator, +C11; C2 runs on.
    pub(super) fn give_back(&mut self, reason: String, suggested: Option<AgencyId>) -> Result<(), Refused> {
        let unit_id = self.complaint.unit_id.ok_or(Refused::State)?;
        self.complaint.returned_by.push(UnitReturn { agency_id: self.complaint.agency.id, unit_id });
        self.complaint.unit_id = None;
        self.start(clocks::C11)?;
        let data = json!({ "unit_id": unit_id, "suggested_unit_id": suggested });
        self.record("complaint.returned", Audience::Reporter, for_handlers(Some(reason)), data);
        Ok(())
    }

    /// Disposisi ulang within the agency: -C11; C2 is not restarted.
    pub(super) fn redispose(&mut self, unit: AgencyId, note: Option<String>) -> Result<(), Refused> {
        if self.complaint.unit_id == Some(unit) {
            return Err(Refused::Invalid { pointer: "/unit_id", code: "unchanged" });
        }
        self.may_give_to(unit, note.as_ref())?;
        let had_unit = self.complaint.unit_id.is_some() || !self.complaint.returned_by.is_empty();
        self.complaint.redisposition_count += i32::from(had_unit);
        self.complaint.unit_id = Some(unit);
        self.release_unit(unit);
        self.meet("C11");
        self.record("complaint.redisposed", Audience::Reporter, for_handlers(note), json!({ "unit_id": unit }));
        Ok(())
    }

    /// Tindak lanjut: -C2; a substantive one pauses C3 and starts the reporter's window, +C4, once no other agency owes an answer.
    pub(super) fn follow_up(&mut self, follow_up: FollowUp) -> Result<(), Refused> {
        let FollowUp { kind, text, evidence, no_evidence_reason } = follow_up;
        let substantive = kind == FollowUpType::Substantive;
        let shown = evidence.is_some() || !self.context.attachments.is_empty();
        let proven = shown || no_evidence_reason.is_some();
        if substantive && self.complaint.class.is_complaint() && !proven {
            return Err(Refused::Invalid { pointer: "/evidence", code: "required" });
        }
        if shown && no_evidence_reason.is_some() {
            return Err(Refused::Invalid { pointer: "/no_evidence_reason", code: "contradictory" });
        }
        if substantive && self.complaint.is_examined() {
            // An examination is answered by its conclusion only.
            return Err(Refused::Invalid { pointer: "/type", code: "not_applicable" });
        }
        self.meet("C2");
        self.meet("C11");
        let state = if substantive { self.answered()? } else { State::InProcess };
        let proof = evidence.map(|proof| format!("Bukti: {proof}"));
        let proof = proof.or(no_evidence_reason.map(|reason| format!("Tanpa bukti: {reason}")));
        let text = proof.into_iter().fold(text, |text, proof| format!("{text}\n\n{proof}"));
        let data = json!({ "type": kind, "held": self.complaint.answer_held_at.is_some() });
        self.go(state, "complaint.followed_up", Audience::Public, for_reporter(text), data);
        Ok(())
    }

    /// Minta data: pauses C3, +C5 +C9.
    pub(super) fn ask_reporter(&mut self, missing: Missing) -> Result<(), Refused> {
        // Who asks has not answered: a kept answer is taken back.
        self.complaint.answer_held_at = None;
        self.pause(clocks::C3)?;
        self.wait_for_reporter(missing, PostponedFrom::InProcess, "complaint.reporter_asked")
    }

    /// Komentar administrator: C4 starts anew.
    pub(super) fn comment(&mut self, text: String) -> Result<(), Refused> {
        self.cancel("C4");
        self.start(clocks::C4)?;
        self.record("complaint.commented", Audience::Public, for_reporter(text), Value::Null);
        Ok(())
    }

    /// Opened again for its quality: no window, and it does not count as the reporter's.
    pub(super) fn quality_reopen(&mut self, reason: String) -> Result<(), Refused> {
        self.open_again(reason, "complaint.quality_reopened")
    }

    /// A new cycle at the last unit: -C10 +C2 +C3.
    pub(super) fn open_again(&mut self, reason: String, kind: &'static str) -> Result<(), Refused> {
        self.cancel("C10");
        self.leave_dialogue();
        self.complaint.cycle_no += 1;
        self.complaint.rating = None;
        self.complaint.examination_result = None;
        self.start(clocks::C2)?;
        self.start(clocks::finish(self.complaint.class))?;
        let data = json!({ "cycle_no": self.complaint.cycle_no, "reopened_count": self.complaint.reopened_count });
        self.go(State::NotFollowedUp, kind, Audience::Public, for_reporter(reason), data);
        Ok(())
    }
}
