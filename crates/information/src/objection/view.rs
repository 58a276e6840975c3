//! Who sees what of an objection. Every channel shows objections through [`view`] only; none is ever public.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    event::Audience,
};

use super::{Objection, Recommendation, command::Action, policy};
use crate::{
    applicant::Disclosure,
    request::view::{Sight, covers, extent, supervises},
};

/// An objection as somebody may see it. Made by [`view`] only; what is shown anywhere is built from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    objection: Objection,
    sight: Sight,
    disclosure: Disclosure,
    allowed_actions: Vec<Action>,
}

impl Seen {
    fn new(actor: &Actor, objection: Objection, sight: Sight) -> Self {
        let allowed_actions = policy::allowed_actions(actor, &objection);
        Self { disclosure: sight.disclosure(actor), objection, sight, allowed_actions }
    }

    /// The objection. Whoever shows what the team advised asks [`Seen::recommendations`].
    pub fn objection(&self) -> &Objection {
        &self.objection
    }

    /// What the team advised: for those who handle it.
    pub fn recommendations(&self) -> &[Recommendation] {
        if self.sight == Sight::Applicant { &[] } else { &self.objection.recommendations }
    }

    /// How much is seen.
    pub fn sight(&self) -> Sight {
        self.sight
    }

    /// How much is told of who objects.
    pub fn disclosure(&self) -> Disclosure {
        self.disclosure
    }

    /// What the viewer may do now.
    pub fn allowed_actions(&self) -> &[Action] {
        &self.allowed_actions
    }

    /// How much is seen, as a number that can be kept with an answer.
    pub fn extent(&self) -> u8 {
        extent(self.sight, self.disclosure)
    }

    /// Whether what is seen now holds all that was seen then, by its extent.
    pub fn covers(&self, then: u8) -> bool {
        covers(self.extent(), then)
    }
}

/// How much the actor sees of the objection, or that they may not know of it.
pub fn sight(actor: &Actor, objection: &Objection) -> Result<Sight, Denied> {
    let own = policy::capacities(actor, objection).into_iter().filter_map(|role| match role {
        ActorRole::Reporter => Some(Sight::Applicant),
        ActorRole::Ppid | ActorRole::PpidSuperior | ActorRole::System => Some(Sight::Desk),
        ActorRole::PpidUnit => Some(Sight::Unit),
        ActorRole::ConsiderationTeam => Some(Sight::Observer),
        _ => None,
    });
    let supervised = supervises(actor, objection.agency.locality.province.as_deref(), objection.is_disputed());
    own.chain(supervised.then_some(Sight::Observer)).max().ok_or(Denied::Hidden)
}

/// The objection as the actor may see it, or that they may not know of it.
pub fn view(actor: &Actor, objection: Objection) -> Result<Seen, Denied> {
    let sight = sight(actor, &objection)?;
    Ok(Seen::new(actor, objection, sight))
}

/// The answer to an act: the whole objection, as the actor sees it now or saw it before, whichever is more.
pub fn view_after(actor: &Actor, objection: Objection, before: Sight) -> Seen {
    let sight = sight(actor, &objection).map_or(before, |now| now.max(before));
    Seen::new(actor, objection, sight)
}

/// The objection as all of an audience may see it, whoever they are: what is indexed for them. None is public.
pub fn audience_view(audience: Audience, objection: Objection) -> Option<Seen> {
    let sight = match audience {
        Audience::Public => return None,
        Audience::Reporter => Sight::Applicant,
        Audience::Handlers => Sight::Desk,
    };
    Some(Seen { objection, sight, disclosure: Disclosure::Nothing, allowed_actions: Vec::new() })
}
