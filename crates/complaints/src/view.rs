//! Who sees what of a complaint. Every channel shows cases through [`view`] only.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Role},
    event::Audience,
};

use crate::{
    action::Action,
    complaint::{Complaint, Desk, Location},
    policy,
};

/// How much somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sight {
    /// The text for the public.
    Public,
    /// The content, as one who supervises from outside.
    Observer,
    /// The content, as one who must act but may not know the times of an anonymous reporter.
    Unit,
    /// The content.
    Desk,
    /// Everything: it is their own.
    Reporter,
}

impl Sight {
    /// A number that grows with what is seen.
    pub fn rank(self) -> u8 {
        match self {
            Self::Public => 0,
            Self::Observer => 1,
            Self::Unit => 2,
            Self::Desk => 3,
            Self::Reporter => 4,
        }
    }

    /// Which events and words of the timeline belong to this sight.
    pub fn reads(self, audience: Audience) -> bool {
        match self {
            Self::Public => audience == Audience::Public,
            Self::Reporter => audience <= Audience::Reporter,
            Self::Observer | Self::Unit | Self::Desk => true,
        }
    }
}

/// A complaint as somebody may see it. Made by [`view`] only; what is shown anywhere is built from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    complaint: Complaint,
    sight: Sight,
    allowed_actions: Vec<Action>,
}

impl Seen {
    /// How much is seen.
    pub fn sight(&self) -> Sight {
        self.sight
    }

    /// Whether only the text for the public is seen.
    pub fn is_public_view(&self) -> bool {
        self.sight == Sight::Public
    }

    /// Whether times are cut to the day: an hour could tell who an anonymous reporter is.
    pub fn cuts_times(&self) -> bool {
        self.complaint.is_anonymous && matches!(self.sight, Sight::Public | Sight::Unit)
    }

    /// The title that this viewer sees.
    pub fn title(&self) -> &str {
        match (&self.complaint.public_text, self.sight) {
            (Some(text), Sight::Public) => &text.title,
            _ => &self.complaint.title,
        }
    }

    /// The body that this viewer sees.
    pub fn body(&self) -> &str {
        match (&self.complaint.public_text, self.sight) {
            (Some(text), Sight::Public) => &text.body,
            _ => &self.complaint.body,
        }
    }

    /// The point of the incident, for the reporter and those who handle the case: it can tell who reports.
    pub fn location(&self) -> Option<Location> {
        self.complaint.incident.location.filter(|_| !matches!(self.sight, Sight::Public | Sight::Observer))
    }

    /// What the viewer may do now.
    pub fn allowed_actions(&self) -> &[Action] {
        &self.allowed_actions
    }

    /// The rest of the case. Whoever shows it asks [`Seen::is_public_view`] and [`Seen::cuts_times`] first.
    pub fn complaint(&self) -> &Complaint {
        &self.complaint
    }
}

/// How much the actor sees of the case, or that they may not know of it.
pub fn sight(actor: &Actor, complaint: &Complaint) -> Result<Sight, Denied> {
    let own = policy::capacities(actor, complaint).into_iter().map(|role| match role {
        ActorRole::Reporter => Sight::Reporter,
        ActorRole::UnitLiaison => Sight::Unit,
        ActorRole::AgencyAdmin | ActorRole::MinistryCoordinator | ActorRole::System | ActorRole::DeskOfficer => {
            Sight::Desk
        }
        ActorRole::Ombudsman => Sight::Observer,
    });
    let province = coordinates_province(actor, complaint).then_some(Sight::Observer);
    let public = complaint.is_public().then_some(Sight::Public);
    own.chain(province).chain(public).max().ok_or(Denied::Hidden)
}

/// A province's coordinator reads downwards: normal and anonymous cases of its regencies and cities, never secret or
/// supervisory ones.
fn coordinates_province(actor: &Actor, complaint: &Complaint) -> bool {
    let Some(person) = actor.person() else { return false };
    let open = !complaint.is_secret && !complaint.class.is_supervisory() && complaint.desk == Desk::Agency;
    let province = complaint.agency.locality.province.as_deref();
    open && person.grants.iter().any(|grant| {
        grant.role == Role::ProvinceCoordinator && grant.province.is_some() && grant.province.as_deref() == province
    })
}

/// The case as the actor may see it, or that they may not know of it.
pub fn view(actor: &Actor, complaint: Complaint) -> Result<Seen, Denied> {
    let sight = sight(actor, &complaint)?;
    let allowed_actions = policy::allowed_actions(actor, &complaint);
    Ok(Seen { complaint, sight, allowed_actions })
}

/// The case as everybody sees it, whoever asks: what a public list shows must not change with the eyes of its reader.
pub fn public_view(complaint: Complaint) -> Result<Seen, Denied> {
    if !complaint.is_public() {
        return Err(Denied::Hidden);
    }
    Ok(Seen { complaint, sight: Sight::Public, allowed_actions: Vec::new() })
}

/// The case as all of an audience may see it, whoever they are: what is indexed for them. `None` where the audience may not know of it.
pub fn audience_view(audience: Audience, complaint: Complaint) -> Option<Seen> {
    let sight = match audience {
        Audience::Public => return public_view(complaint).ok(),
        Audience::Reporter => Sight::Reporter,
        Audience::Handlers => Sight::Desk,
    };
    Some(Seen { complaint, sight, allowed_actions: Vec::new() })
}

/// The answer to an act: the whole case, as the actor sees it now or saw it before, whichever is more. Afterwards it may be out of
/// their sight.
pub fn view_after(actor: &Actor, complaint: Complaint, before: Sight) -> Seen {
    let sight = sight(actor, &complaint).map_or(before, |now| now.max(before));
    let allowed_actions = policy::allowed_actions(actor, &complaint);
    Seen { complaint, sight, allowed_actions }
}
