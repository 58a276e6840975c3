//! Who may attach, take back and see files, for everybody in every situation.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    attachment::{Attachment, AttachmentState},
    id::AttachmentId,
};

use super::{
    place::{self, Seat},
    world::{Who, World},
};
use crate::{
    attach::{is_removable, is_shown, may_attach, may_remove, shares_blobs},
    policy,
    view::{Sight, sight},
};

fn attachment(role: ActorRole, actor: &Actor) -> Attachment {
    Attachment {
        id: AttachmentId(uuid::Uuid::nil()),
        number: 1,
        state: AttachmentState::Ready,
        content_type: "image/png".to_owned(),
        description: None,
        reject_reason: None,
        is_public: false,
        uploaded_by_role: role,
        uploaded_by: actor.person().filter(|_| role != ActorRole::Reporter).map(|person| person.user),
        created_at: chrono::DateTime::UNIX_EPOCH,
    }
}

#[test]
fn the_reporter_and_who_may_act_attach() {
    let world = World::new();
    for situation in place::all(&world) {
        let complaint = &situation.complaint;
        for who in Who::ALL {
            let actor = who.actor(&world, situation.here(&world), complaint);
            let found = may_attach(&actor, complaint);
            let right = match who {
                _ if actor == Actor::Anonymous => Err(Denied::Unauthenticated),
                Who::ReporterByAccount | Who::ReporterBySecret => Ok(ActorRole::Reporter),
                Who::LiaisonOfUnit if situation.has_unit => Ok(ActorRole::UnitLiaison),
                Who::AdminHere if matches!(situation.seat, Seat::City | Seat::Ministry) => Ok(ActorRole::AgencyAdmin),
                Who::Apip if situation.seat == Seat::Inspectorate => Ok(ActorRole::Apip),
                // What an inspectorate examines, it examines alone.
                Who::Coordinator if situation.seat != Seat::Inspectorate => Ok(ActorRole::MinistryCoordinator),
                _ => Err(if sight(&actor, complaint).is_ok() { Denied::Forbidden } else { Denied::Hidden }),
            };
            assert_eq!(found, right, "{who:?} {} {:?}", situation.place, situation.seat);
            // Whoever attaches sees what is attached, and alone takes it back.
            let Ok(role) = found else { continue };
            let own = attachment(role, &actor);
            assert!(is_shown(sight(&actor, complaint).unwrap(), complaint, &own));
            for other in Who::ALL {
                let taker = other.actor(&world, situation.here(&world), complaint);
                let same = match role {
                    ActorRole::Reporter => policy::capacities(&taker, complaint).contains(&ActorRole::Reporter),
                    _ => taker == actor,
                };
                assert_eq!(may_remove(&taker, complaint, &own).is_ok(), same, "{other:?} takes back what {who:?} gave");
            }
        }
        let examined = complaint.verified_at.is_some() || !complaint.state.is_open();
        assert_eq!(is_removable(complaint), !examined);
        assert_eq!(shares_blobs(complaint), !complaint.is_anonymous && !complaint.is_secret);
    }
}

#[test]
fn the_public_and_who_follows_see_what_is_open_and_clean() {
    let officers = [Sight::Observer, Sight::Copy, Sight::Unit, Sight::Desk, Sight::Reporter];
    for situation in place::all(&World::new()) {
        let complaint = &situation.complaint;
        for (state, is_public) in AttachmentState::ALL.into_iter().flat_map(|state| [(state, false), (state, true)]) {
            let one = Attachment { state, is_public, ..attachment(ActorRole::Reporter, &Actor::Anonymous) };
            let open = complaint.is_public() && is_public && state == AttachmentState::Ready;
            for outside in [Sight::Public, Sight::Follower] {
                assert_eq!(is_shown(outside, complaint, &one), open, "{outside:?} {}", situation.place);
            }
            assert!(officers.iter().all(|sight| is_shown(*sight, complaint, &one)));
        }
    }
}
