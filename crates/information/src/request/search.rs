//! Working on an answer: looking for the information, testing the consequences, asking for more time.

use padi_kernel::{
    event::Audience,
    id::{AgencyId, ConsequenceTestId},
};
use serde_json::{Value, json};

use super::{Extension, command::ExtensionReason, state::Stage, transition::RequestStep};
use crate::{
    clocks,
    effect::Effect,
    refused::Refused,
    step::{for_applicant, for_handlers},
};

impl RequestStep<'_> {
    /// Teruskan ke PPID pelaksana: +R6. Given to another unit, its term begins anew.
    pub(super) fn assign(&mut self, unit: AgencyId, note: Option<String>) -> Result<(), Refused> {
        if self.case.unit_id == Some(unit) {
            return Err(Refused::invalid("/unit_id", "unchanged"));
        }
        self.cancel(clocks::R6.code);
        self.start(clocks::R6)?;
        self.case.unit_id = Some(unit);
        self.go_to(Stage::InSearch);
        let data = json!({ "unit_id": unit });
        self.record("information_request.assigned", Audience::Reporter, for_handlers(note), data);
        Ok(())
    }

    /// Serahkan bahan: -R6. What the unit found is for the handlers.
    pub(super) fn submit_material(&mut self, text: String) {
        self.meet(clocks::R6.code);
        self.go_to(Stage::Review);
        self.record("information_request.material_submitted", Audience::Reporter, for_handlers(text), Value::Null);
    }

    /// Mulai uji konsekuensi: R3 runs on; the search is over.
    pub(super) fn start_test(&mut self, test_id: ConsequenceTestId, information: String) {
        self.cancel(clocks::R6.code);
        self.case.open_test_id = Some(test_id);
        self.case.was_tested = true;
        self.go_to(Stage::InTest);
        self.record(
            "information_request.test_started",
            Audience::Reporter,
            None,
            json!({ "consequence_test_id": test_id }),
        );
        let (request_id, agency) = (self.case.id, self.case.agency.clone());
        self.follows(Effect::DraftTest { id: test_id, request_id, agency, information });
    }

    /// Perpanjang, once: R3 is met, and R4 goes on from its end.
    pub(super) fn extend(&mut self, reason_code: ExtensionReason, text: String) -> Result<(), Refused> {
        let (now, received_at, law) = (self.context.now, self.case.received_at, self.context.law);
        self.case.deadlines.extend(clocks::R3.code, clocks::R4, now, received_at, law)?;
        self.case.extension = Some(Extension { reason_code, text: text.clone(), at: now });
        let data = json!({ "reason_code": reason_code });
        self.record("information_request.extended", Audience::Reporter, for_applicant(text), data);
        Ok(())
    }
}
