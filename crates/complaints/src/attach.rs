//! Attachments of complaints (lampiran): who may hand them in, take them back, see them, and what may stand together.

pub use padi_kernel::attachment::MAX_ATTACHMENTS;
use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    attachment::{Attachment, AttachmentState},
};

use crate::{
    complaint::{Complaint, Desk},
    policy,
    view::{self, Sight},
};

/// In what capacity the actor may attach something: the reporter, and the officers whose it is to act.
pub fn may_attach(actor: &Actor, complaint: &Complaint) -> Result<ActorRole, Denied> {
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    view::sight(actor, complaint)?;
    let mut capacities = policy::capacities(actor, complaint).into_iter();
    capacities.find(|role| attaches(*role, complaint)).ok_or(Denied::Forbidden)
}

fn attaches(role: ActorRole, complaint: &Complaint) -> bool {
    match role {
        ActorRole::Reporter
        | ActorRole::UnitLiaison
        | ActorRole::AgencyAdmin
        | ActorRole::Apip
        | ActorRole::SupportingAgency => true,
        // What an inspectorate examines, it examines alone.
        ActorRole::MinistryCoordinator => complaint.desk != Desk::Inspectorate,
        ActorRole::Ombudsman
        | ActorRole::PrivacyOfficer
        | ActorRole::Ppid
        | ActorRole::PpidUnit
        | ActorRole::PpidSuperior
        | ActorRole::ConsiderationTeam
        | ActorRole::CopiedAgency
        | ActorRole::System
        | ActorRole::DeskOfficer => false,
    }
}

/// Whether the actor may take an attachment back that they see: whoever handed it in.
pub fn may_remove(actor: &Actor, complaint: &Complaint, attachment: &Attachment) -> Result<(), Denied> {
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    let is_reporter = || policy::capacities(actor, complaint).contains(&ActorRole::Reporter);
    if attachment.is_from(actor, is_reporter) { Ok(()) } else { Err(Denied::Forbidden) }
}

/// Whether attachments can still be taken back: until the desk has examined the case.
pub fn is_removable(complaint: &Complaint) -> bool {
    complaint.verified_at.is_none() && complaint.state.is_open()
}

/// Whether a sight of the case shows the attachment. The public sees what an officer has opened to it.
pub fn is_shown(sight: Sight, complaint: &Complaint, attachment: &Attachment) -> bool {
    match sight {
        // Who follows a case into which their own was merged sees what the public sees: nothing, once it is no longer public.
        Sight::Public | Sight::Follower => {
            complaint.is_public() && attachment.is_public && attachment.state == AttachmentState::Ready
        }
        Sight::Observer | Sight::Copy | Sight::Unit | Sight::Desk | Sight::Reporter => true,
    }
}

/// Whether the case's files may stand in the same blobs as those of other cases. Those of a reporter who is to stay unknown never
/// do: that two cases have the same file could tell who it is.
pub fn shares_blobs(complaint: &Complaint) -> bool {
    !complaint.is_anonymous && !complaint.is_secret
}
