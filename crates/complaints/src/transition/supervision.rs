//! What the inspectorate concludes, and what the Ombudsman asks and is told.

use padi_kernel::event::Audience;
use serde_json::{Value, json};

use super::{
    Refused, Step,
    step::{for_handlers, for_reporter},
};
use crate::{clocks, subject::ExaminationResult};

impl Step<'_> {
    /// Simpulan pemeriksaan: the substantive answer to a supervisory complaint; -C2, pauses C3, +C4, once no other agency owes an
    /// answer. Never for the public.
    pub(super) fn conclude_examination(&mut self, result: ExaminationResult, text: String) -> Result<(), Refused> {
        self.meet("C2");
        let state = self.answered()?;
        self.complaint.examination_result = Some(result);
        let data = json!({ "result": result, "held": self.complaint.answer_held_at.is_some() });
        let kind = "complaint.examination_concluded";
        self.go(state, kind, Audience::Reporter, for_reporter(text), data);
        Ok(())
    }

    /// Permintaan penjelasan: +C15, unless one runs.
    pub(super) fn request_explanation(&mut self, text: String) -> Result<(), Refused> {
        self.start(clocks::C15)?;
        let kind = "complaint.explanation_requested";
        self.record(kind, Audience::Reporter, for_handlers(Some(text)), Value::Null);
        Ok(())
    }

    /// Penjelasan: -C15.
    pub(super) fn explain(&mut self, text: String) {
        self.meet("C15");
        self.record("complaint.explained", Audience::Reporter, for_handlers(Some(text)), Value::Null);
    }
}
