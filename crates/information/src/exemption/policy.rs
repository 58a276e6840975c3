//! Who may open an exemption, and who is told that it comes to its end. Everybody may read the list.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Role},
    deadline::Deadline,
    escalation::Level,
    notice::{NoticeKind, Post},
};

use super::Exemption;
use crate::{consequence_test::policy::capacities, request::notice::rungs};

/// In what capacity the actor may open it: the body's information officer, or the superior.
pub fn may_open(actor: &Actor, exemption: &Exemption) -> Result<ActorRole, Denied> {
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    let opens = |role: &ActorRole| matches!(role, ActorRole::Ppid | ActorRole::PpidSuperior);
    capacities(actor, exemption.agency.id).into_iter().find(opens).ok_or(Denied::Forbidden)
}

/// Whether the actor may open it now.
pub fn can_open(actor: &Actor, exemption: &Exemption) -> bool {
    exemption.state.is_in_force() && may_open(actor, exemption).is_ok()
}

impl Exemption {
    /// Who is told of the event, as what: the body's information officers, of the end that comes and of the opening.
    pub fn told(&self, event: &str) -> Vec<(Post, NoticeKind)> {
        let kind = match event {
            "exemption.expiring" => NoticeKind::Reminder,
            "exemption.opened" => NoticeKind::Completion,
            _ => return Vec::new(),
        };
        vec![(self.desk(), kind)]
    }

    /// Who is told at the level of the decree's term, as alternatives for each part; the end is nobody's to keep.
    pub fn told_at(&self, level: Level, deadline: &Deadline) -> Vec<Vec<Vec<Post>>> {
        if deadline.code != crate::clocks::R8.code {
            return Vec::new();
        }
        let superior = Post::at(Role::PpidSuperior, self.agency.id);
        let of_body = [vec![self.desk()], vec![self.desk()], vec![superior]];
        rungs(of_body, self.agency.locality.province.clone(), level)
    }

    fn desk(&self) -> Post {
        Post::at(Role::Ppid, self.agency.id)
    }
}
