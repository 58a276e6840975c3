//! How much somebody sees of a request or an objection, and the case as they may see it. None is ever public.

use padi_kernel::{
    actor::{Actor, Role},
    event::Audience,
};

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
    fn disclosure(self, actor: &Actor) -> Disclosure {
        let strong = actor.person().is_some_and(|person| person.second_factor);
        match self {
            Self::Applicant => Disclosure::Full,
            Self::Desk if strong => Disclosure::Full,
            Self::Unit if strong => Disclosure::Name,
            Self::Desk | Self::Unit | Self::Observer => Disclosure::Nothing,
        }
    }

    /// What all of an audience see, whoever they are.
    fn of(audience: Audience) -> Option<Self> {
        match audience {
            Audience::Public => None,
            Audience::Reporter => Some(Self::Applicant),
            Audience::Handlers => Some(Self::Desk),
        }
    }
}

/// A case as somebody may see it, with what they may do to it. Made by the `view` of its kind only; what is shown anywhere is built
/// from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen<C, A> {
    case: C,
    sight: Sight,
    disclosure: Disclosure,
    allowed_actions: Vec<A>,
}

impl<C, A> Seen<C, A> {
    /// With that sight, by that actor.
    pub(crate) fn new(actor: &Actor, case: C, sight: Sight, allowed_actions: Vec<A>) -> Self {
        Self { disclosure: sight.disclosure(actor), case, sight, allowed_actions }
    }

    /// As all of an audience may see it: what is indexed for them, and tells nobody who asks.
    pub(crate) fn by_audience(audience: Audience, case: C) -> Option<Self> {
        let sight = Sight::of(audience)?;
        Some(Self { case, sight, disclosure: Disclosure::Nothing, allowed_actions: Vec::new() })
    }

    /// The case.
    pub(crate) fn case(&self) -> &C {
        &self.case
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
    pub fn allowed_actions(&self) -> &[A] {
        &self.allowed_actions
    }

    /// How much is seen, sight and disclosure, as a number that can be kept with an answer.
    pub fn extent(&self) -> u8 {
        let disclosed = match self.disclosure {
            Disclosure::Nothing => 0,
            Disclosure::Name => 1,
            Disclosure::Full => 2,
        };
        self.sight.rank() | disclosed << 2
    }

    /// Whether what is seen now holds all that was seen then, by its extent.
    pub fn covers(&self, then: u8) -> bool {
        let parts = |extent: u8| [extent & 3, extent >> 2];
        parts(self.extent()).into_iter().zip(parts(then)).all(|(now, then)| now >= then)
    }
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
