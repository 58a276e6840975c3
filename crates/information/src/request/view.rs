//! Who sees what of a request. Every channel shows requests through [`view`] only; none is ever public.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    event::Audience,
};

use super::{InformationRequest, action::Action, policy};
use crate::sight::supervises;

pub use crate::sight::Sight;

/// A request as somebody may see it.
pub type Seen = crate::sight::Seen<InformationRequest, Action>;

impl Seen {
    /// The request.
    pub fn request(&self) -> &InformationRequest {
        self.case()
    }
}

/// How much the actor sees of the request, or that they may not know of it.
pub fn sight(actor: &Actor, request: &InformationRequest) -> Result<Sight, Denied> {
    let own = policy::capacities(actor, request).into_iter().filter_map(|role| match role {
        ActorRole::Reporter => Some(Sight::Applicant),
        ActorRole::Ppid | ActorRole::PpidSuperior | ActorRole::System => Some(Sight::Desk),
        ActorRole::PpidUnit => Some(Sight::Unit),
        // The team sees what it is asked to weigh.
        ActorRole::ConsiderationTeam => is_weighed(request).then_some(Sight::Observer),
        _ => None,
    });
    let supervised = supervises(actor, request.agency.locality.province.as_deref(), request.is_disputed);
    own.chain(supervised.then_some(Sight::Observer)).max().ok_or(Denied::Hidden)
}

/// Whether the consideration team has something to weigh in it: a test or an objection.
pub(super) fn is_weighed(request: &InformationRequest) -> bool {
    request.was_tested || request.objection_id.is_some() || request.order.is_some()
}

/// The request as the actor may see it, or that they may not know of it.
pub fn view(actor: &Actor, request: InformationRequest) -> Result<Seen, Denied> {
    let sight = sight(actor, &request)?;
    Ok(seen(actor, request, sight))
}

/// The answer to an act: the whole request, as the actor sees it now or saw it before, whichever is more.
pub fn view_after(actor: &Actor, request: InformationRequest, before: Sight) -> Seen {
    let sight = sight(actor, &request).map_or(before, |now| now.max(before));
    seen(actor, request, sight)
}

fn seen(actor: &Actor, request: InformationRequest, sight: Sight) -> Seen {
    let allowed_actions = policy::allowed_actions(actor, &request);
    Seen::new(actor, request, sight, allowed_actions)
}

/// The request as all of an audience may see it, whoever they are: what is indexed for them.
pub fn audience_view(audience: Audience, request: InformationRequest) -> Option<Seen> {
    Seen::by_audience(audience, request)
}
