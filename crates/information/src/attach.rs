//! Attachments of requests and objections (lampiran): who may hand them in, take them back, and see them.
//!
//! What an officer hands in is for the officers until it is handed over: `is_public` of an attachment says here that the applicant has it.

pub use padi_kernel::attachment::MAX_ATTACHMENTS;
use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    attachment::{Attachment, AttachmentState},
};

use crate::{
    objection::{self, Objection},
    request::{self, InformationRequest, state::State, view::Sight},
};

/// In what capacity the actor may attach something to a request: the applicant, and the officers whose it is to act.
pub fn may_attach(actor: &Actor, request: &InformationRequest) -> Result<ActorRole, Denied> {
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    request::view::sight(actor, request)?;
    let attaches = |role: &ActorRole| matches!(role, ActorRole::Reporter | ActorRole::Ppid | ActorRole::PpidUnit);
    request::policy::capacities(actor, request).into_iter().find(attaches).ok_or(Denied::Forbidden)
}

/// In what capacity the actor may attach something to an objection: the applicant, the desk, and the superior who answers it.
pub fn may_attach_to_objection(actor: &Actor, objection: &Objection) -> Result<ActorRole, Denied> {
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    objection::view::sight(actor, objection)?;
    let attaches = |role: &ActorRole| {
        use ActorRole::{Ppid, PpidSuperior, PpidUnit, Reporter};
        matches!(role, Reporter | Ppid | PpidUnit | PpidSuperior)
    };
    objection::policy::capacities(actor, objection).into_iter().find(attaches).ok_or(Denied::Forbidden)
}

/// Whether the actor may take an attachment of a request back that they see: whoever handed it in.
pub fn may_remove(actor: &Actor, request: &InformationRequest, attachment: &Attachment) -> Result<(), Denied> {
    let is_applicant = || request::policy::capacities(actor, request).contains(&ActorRole::Reporter);
    removes(actor, attachment, is_applicant)
}

/// Whether the actor may take an attachment of an objection back that they see: whoever handed it in.
pub fn may_remove_from_objection(actor: &Actor, objection: &Objection, attachment: &Attachment) -> Result<(), Denied> {
    let is_applicant = || objection::policy::capacities(actor, objection).contains(&ActorRole::Reporter);
    removes(actor, attachment, is_applicant)
}

fn removes(actor: &Actor, attachment: &Attachment, is_applicant: impl FnOnce() -> bool) -> Result<(), Denied> {
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    if attachment.is_from(actor, is_applicant) { Ok(()) } else { Err(Denied::Forbidden) }
}

/// Whether attachments of the request can still be taken back: until it is registered as complete.
pub fn is_removable(request: &InformationRequest) -> bool {
    matches!(request.state, State::Submitted | State::Incomplete)
}

/// Whether attachments of the objection can still be taken back: until it is answered or settled.
pub fn is_removable_from_objection(objection: &Objection) -> bool {
    use objection::State::{Filed, InReview, Registered};
    matches!(objection.state, Filed | Registered | InReview)
}

/// Whether a sight shows the attachment. What an applicant hands in tells who they are, and goes to the desk only; what officers
/// hand in goes to the applicant, and to those outside, when it is handed over.
pub fn is_shown(sight: Sight, attachment: &Attachment) -> bool {
    let of_applicant = attachment.uploaded_by_role == ActorRole::Reporter;
    let handed_over = attachment.is_public && attachment.state == AttachmentState::Ready;
    match sight {
        Sight::Desk => true,
        Sight::Applicant => of_applicant || handed_over,
        Sight::Unit => !of_applicant,
        Sight::Observer => !of_applicant && handed_over,
    }
}
