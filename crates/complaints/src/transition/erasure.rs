//! Correcting and erasing who reported (pembetulan dan penghapusan data pribadi). Erased, the case stays, and no longer leads to anybody.

use padi_kernel::{
    changed::Changed,
    event::{Audience, By},
};
use serde_json::Value;

use super::{Context, Step};
use crate::complaint::Complaint;

impl Complaint {
    /// What was told of the reporter was corrected. It stands sealed apart from the case, which knows only whether they can be reached.
    pub fn correct_reporter(self, has_contact: bool, by: By, context: &Context<'_>) -> Changed<Self> {
        let mut step = Step::new(self, by, context.clone());
        step.complaint.has_contact |= has_contact;
        step.record("complaint.reporter_corrected", Audience::Reporter, None, Value::Null);
        step.done()
    }

    /// Takes the mark of the reporter's account from the case, and that they can be reached. The sealed identity, what was said in
    /// dialogues and the attachments stand in tables of their own, and are erased with it.
    ///
    /// A secret that was given out stays good: it names nobody, and its holder must be able to read how the wish ended.
    pub fn erase_reporter(self, by: By, context: &Context<'_>) -> Changed<Self> {
        let mut step = Step::new(self, by, context.clone());
        step.complaint.reporter_key = None;
        step.complaint.has_contact = false;
        step.record("complaint.reporter_erased", Audience::Reporter, None, Value::Null);
        step.done()
    }
}
