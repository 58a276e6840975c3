//! Correcting and erasing who asked (pembetulan dan penghapusan data pribadi). Erased, the request keeps its number, and no longer
//! leads to anybody.

use padi_kernel::{
    changed::Changed,
    event::{Audience, By},
};
use serde_json::Value;

use super::InformationRequest;
use crate::step::{Context, Step};

impl InformationRequest {
    /// What was told of the applicant was corrected. It stands sealed apart, and the request knows only whether they can be reached.
    pub fn correct_applicant(self, has_contact: bool, by: By, context: &Context<'_>) -> Changed<Self> {
        let mut step = Step::new(self, by, *context);
        step.case.has_contact |= has_contact;
        step.record("information_request.applicant_corrected", Audience::Reporter, None, Value::Null);
        step.done().changed
    }

    /// Takes the mark of the applicant's account away, and that they can be reached. A secret that was given out stays good: it names
    /// nobody. Nothing that was numbered is deleted: the register blanks the row.
    pub fn erase_applicant(self, by: By, context: &Context<'_>) -> Changed<Self> {
        let mut step = Step::new(self, by, *context);
        step.case.reporter_key = None;
        step.case.has_contact = false;
        step.record("information_request.applicant_erased", Audience::Reporter, None, Value::Null);
        step.done().changed
    }
}
