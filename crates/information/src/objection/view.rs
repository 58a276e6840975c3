//! Who sees what of an objection. Every channel shows objections through [`view`] only; none is ever public.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    event::Audience,
};

use super::{Objection, Recommendation, command::Action, policy};
use crate::sight::{Sight, supervises};

/// An objection as somebody may see it.
pub type Seen = crate::sight::Seen<Objection, Action>;

impl Seen {
    /// The objection. Whoever shows what the team advised asks [`Seen::recommendations`].
    pub fn objection(&self) -> &Objection {
        self.case()
    }

    /// What the team advised: for those who handle it.
    pub fn recommendations(&self) -> &[Recommendation] {
        if self.sight() == Sight::Applicant { &[] } else { &self.objection().recommendations }
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
    Ok(seen(actor, objection, sight))
}

/// The answer to an act: the whole objection, as the actor sees it now or saw it before, whichever is more.
pub fn view_after(actor: &Actor, objection: Objection, before: Sight) -> Seen {
    let sight = sight(actor, &objection).map_or(before, |now| now.max(before));
    seen(actor, objection, sight)
}

fn seen(actor: &Actor, objection: Objection, sight: Sight) -> Seen {
    let allowed_actions = policy::allowed_actions(actor, &objection);
    Seen::new(actor, objection, sight, allowed_actions)
}

/// The objection as all of an audience may see it, whoever they are: what is indexed for them.
pub fn audience_view(audience: Audience, objection: Objection) -> Option<Seen> {
    Seen::by_audience(audience, objection)
}
