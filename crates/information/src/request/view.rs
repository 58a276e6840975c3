//! Who sees what of a request. Every channel shows requests through [`view`] only; none is ever public.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Role},
    event::Audience,
};

use super::{InformationRequest, action::Action, policy};
use crate::applicant::Disclosure;

/// How much somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sight {
    /// The content, as one who supervises from outside or weighs it.
    Observer,
    /// The content, as the unit that must find it.
    Unit,
    /// The content, as the body that answers.
    Desk,
    /// Everything: it is their own.
    Applicant,
}

impl Sight {
    /// A number that grows with what is seen.
    pub fn rank(self) -> u8 {
        match self {
            Self::Observer => 0,
            Self::Unit => 1,
            Self::Desk => 2,
            Self::Applicant => 3,
        }
    }

    /// Which events and words of the timeline belong to this sight.
    pub fn reads(self, audience: Audience) -> bool {
        self != Self::Applicant || audience <= Audience::Reporter
    }

    /// How much that viewer is told of who asks. An officer without second factor is told nothing.
    pub(crate) fn disclosure(self, actor: &Actor) -> Disclosure {
        let strong = actor.person().is_some_and(|person| person.second_factor);
        match self {
            Self::Applicant => Disclosure::Full,
            Self::Desk if strong => Disclosure::Full,
            Self::Unit if strong => Disclosure::Name,
            Self::Desk | Self::Unit | Self::Observer => Disclosure::Nothing,
        }
    }
}

/// A request as somebody may see it. Made by [`view`] only; what is shown anywhere is built from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    request: InformationRequest,
    sight: Sight,
    disclosure: Disclosure,
    allowed_actions: Vec<Action>,
}

impl Seen {
    fn new(actor: &Actor, request: InformationRequest, sight: Sight) -> Self {
        let allowed_actions = policy::allowed_actions(actor, &request);
        Self { disclosure: sight.disclosure(actor), request, sight, allowed_actions }
    }

    /// The request.
    pub fn request(&self) -> &InformationRequest {
        &self.request
    }

    /// How much is seen.
    pub fn sight(&self) -> Sight {
        self.sight
    }

    /// How much is told of who asks.
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

/// Sight and disclosure as one number.
pub(crate) fn extent(sight: Sight, disclosure: Disclosure) -> u8 {
    let disclosed = match disclosure {
        Disclosure::Nothing => 0,
        Disclosure::Name => 1,
        Disclosure::Full => 2,
    };
    sight.rank() | disclosed << 2
}

/// Whether one extent holds all that is in another.
pub(crate) fn covers(now: u8, then: u8) -> bool {
    let parts = |extent: u8| [extent & 3, extent >> 2];
    parts(now).into_iter().zip(parts(then)).all(|(now, then)| now >= then)
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

/// Whether the actor looks from outside: the ministry's coordinators at all, a province's at its own, the Commission at what is
/// disputed.
pub(crate) fn supervises(actor: &Actor, province: Option<&str>, is_disputed: bool) -> bool {
    let Some(person) = actor.person() else { return false };
    person.grants.iter().any(|grant| match grant.role {
        Role::MinistryCoordinator => true,
        Role::ProvinceCoordinator => grant.province.is_some() && grant.province.as_deref() == province,
        Role::Commission => is_disputed,
        _ => false,
    })
}

/// The request as the actor may see it, or that they may not know of it.
pub fn view(actor: &Actor, request: InformationRequest) -> Result<Seen, Denied> {
    let sight = sight(actor, &request)?;
    Ok(Seen::new(actor, request, sight))
}

/// The answer to an act: the whole request, as the actor sees it now or saw it before, whichever is more.
pub fn view_after(actor: &Actor, request: InformationRequest, before: Sight) -> Seen {
    let sight = sight(actor, &request).map_or(before, |now| now.max(before));
    Seen::new(actor, request, sight)
}

/// The request as all of an audience may see it, whoever they are: what is indexed for them. None is public.
pub fn audience_view(audience: Audience, request: InformationRequest) -> Option<Seen> {
    let sight = match audience {
        Audience::Public => return None,
        Audience::Reporter => Sight::Applicant,
        Audience::Handlers => Sight::Desk,
    };
    Some(Seen { request, sight, disclosure: Disclosure::Nothing, allowed_actions: Vec::new() })
}
