//! Who sees what of a complaint. Every channel shows cases through [`view`] only.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Role},
    event::Audience,
};

use crate::{
    action::Action,
    assignment::AssignmentRole,
    command::PublicText,
    complaint::{Complaint, Desk, Location},
    policy,
    subject::Subject,
};

/// How much somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sight {
    /// The text for the public.
    Public,
    /// The text for the public, and the state whether there is such a text or not: the case that one's own was merged into.
    Follower,
    /// The content, as one who supervises from outside.
    Observer,
    /// The content, as one who is kept informed: as [`Sight::Unit`], without the reporter's name.
    Copy,
    /// The content, as one who must act but may not know the times of an anonymous reporter.
    Unit,
    /// The content.
    Desk,
    /// Everything: it is their own.
    Reporter,
}

impl Sight {
    /// A number that grows with what is seen.
    fn rank(self) -> u8 {
        match self {
            Self::Public => 0,
            Self::Follower => 1,
            Self::Observer => 2,
            Self::Copy => 3,
            Self::Unit => 4,
            Self::Desk => 5,
            Self::Reporter => 6,
        }
    }

    /// Which events and words of the timeline belong to this sight.
    pub fn reads(self, audience: Audience) -> bool {
        match self {
            Self::Public | Self::Follower => audience == Audience::Public,
            Self::Reporter => audience <= Audience::Reporter,
            Self::Observer | Self::Copy | Self::Unit | Self::Desk => true,
        }
    }
}

/// How much somebody is told of who reported (`domain` 1.7). In no list; the whole NIK goes to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disclosure {
    /// Nothing at all.
    Nothing,
    /// That they do not want to be known (anonim).
    Anonymous,
    /// The name under which they reported.
    Name,
    /// Name, telephone, e-mail, address, and the last digits of the NIK.
    Full,
}

/// A complaint as somebody may see it. Made by [`view`] only; what is shown anywhere is built from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    complaint: Complaint,
    sight: Sight,
    disclosure: Disclosure,
    allowed_actions: Vec<Action>,
}

impl Seen {
    fn new(actor: &Actor, complaint: Complaint, sight: Sight) -> Self {
        let disclosure = disclosure(actor, &complaint, sight);
        let allowed_actions = policy::allowed_actions(actor, &complaint);
        Self { complaint, sight, disclosure, allowed_actions }
    }

    /// How much is told of who reported.
    pub fn disclosure(&self) -> Disclosure {
        self.disclosure
    }

    /// Whether the reporter's own words are kept from this viewer, who reads the officer's instead.
    pub fn original_is_kept_back(&self) -> bool {
        match self.sight {
            Sight::Public | Sight::Follower => true,
            Sight::Observer | Sight::Copy | Sight::Unit | Sight::Desk => self.complaint.locked_text.is_some(),
            Sight::Reporter => false,
        }
    }

    /// The officer's text in place of the reporter's words, where those are kept back.
    fn in_place(&self) -> Option<&PublicText> {
        match self.sight {
            Sight::Public | Sight::Follower => self.complaint.public_text.as_ref(),
            Sight::Observer | Sight::Copy | Sight::Unit | Sight::Desk => self.complaint.locked_text.as_ref(),
            Sight::Reporter => None,
        }
    }

    /// How much is seen, as a number that can be kept with an answer: sight, disclosure, the reporter's own words.
    pub fn extent(&self) -> u8 {
        let disclosed = match self.disclosure {
            Disclosure::Nothing => 0,
            Disclosure::Anonymous => 1,
            Disclosure::Name => 2,
            Disclosure::Full => 3,
        };
        self.sight.rank() | disclosed << 3 | u8::from(!self.original_is_kept_back()) << 5
    }

    /// Whether what is seen now holds all that was seen then, by its extent.
    pub fn covers(&self, extent: u8) -> bool {
        let parts = |extent: u8| [extent & 7, extent >> 3 & 3, extent >> 5];
        parts(self.extent()).into_iter().zip(parts(extent)).all(|(now, then)| now >= then)
    }

    /// Who is accused: for those who examine, supervise or complained.
    pub fn subject(&self) -> Option<&Subject> {
        let told = matches!(self.sight, Sight::Observer | Sight::Desk | Sight::Reporter);
        self.complaint.subject.as_ref().filter(|_| told)
    }

    /// How much is seen.
    pub fn sight(&self) -> Sight {
        self.sight
    }

    /// Whether only the text for the public is seen.
    pub fn is_public_view(&self) -> bool {
        matches!(self.sight, Sight::Public | Sight::Follower)
    }

    /// Whether words, units and files are shown: of a case that is not public, who follows it sees the state only.
    pub fn shows_words(&self) -> bool {
        self.sight != Sight::Follower || self.complaint.is_public()
    }

    /// Whether times are cut to the day: an hour could tell who an anonymous reporter is.
    pub fn cuts_times(&self) -> bool {
        self.complaint.is_anonymous && matches!(self.sight, Sight::Public | Sight::Follower | Sight::Copy | Sight::Unit)
    }

    /// The title that this viewer sees.
    pub fn title(&self) -> &str {
        self.words(&self.complaint.title, |text| &text.title)
    }

    /// The body that this viewer sees.
    pub fn body(&self) -> &str {
        self.words(&self.complaint.body, |text| &text.body)
    }

    /// The reporter's words, or those of the officer in their place; nothing where neither is for the viewer.
    fn words<'a>(&'a self, own: &'a str, officers: impl FnOnce(&'a PublicText) -> &'a String) -> &'a str {
        if !self.original_is_kept_back() {
            return own;
        }
        let shown = self.in_place().filter(|_| self.shows_words());
        shown.map_or("", |text| officers(text).as_str())
    }

    /// The point of the incident, for the reporter and those who handle the case: it can tell who reports.
    pub fn location(&self) -> Option<Location> {
        self.complaint
            .incident
            .location
            .filter(|_| !matches!(self.sight, Sight::Public | Sight::Follower | Sight::Observer))
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
    let own = policy::capacities(actor, complaint).into_iter().filter_map(|role| match role {
        ActorRole::Reporter => Some(Sight::Reporter),
        ActorRole::UnitLiaison | ActorRole::SupportingAgency | ActorRole::Ppid => Some(Sight::Unit),
        ActorRole::CopiedAgency => Some(Sight::Copy),
        ActorRole::AgencyAdmin
        | ActorRole::MinistryCoordinator
        | ActorRole::Apip
        | ActorRole::System
        | ActorRole::DeskOfficer => Some(Sight::Desk),
        ActorRole::Ombudsman => Some(Sight::Observer),
        ActorRole::PrivacyOfficer | ActorRole::PpidUnit | ActorRole::PpidSuperior | ActorRole::ConsiderationTeam => {
            None
        }
    });
    let head = as_head(actor, complaint);
    let province = coordinates_province(actor, complaint).then_some(Sight::Observer);
    let public = complaint.is_public().then_some(Sight::Public);
    own.chain(head).chain(province).chain(public).max().ok_or(Denied::Hidden)
}

/// The head of a unit that has the case or a part in it sees what the unit sees, and acts through its liaison.
fn as_head(actor: &Actor, complaint: &Complaint) -> Option<Sight> {
    let person = actor.person()?;
    let leads = policy::unit(complaint).is_some_and(|unit| person.holds_at(Role::UnitHead, unit));
    let parts = complaint.assignments.iter().filter(|part| part.is_active() && part.is_headed_by(person));
    let part = parts.map(|part| match part.role {
        AssignmentRole::Supporting => Sight::Unit,
        AssignmentRole::Copy => Sight::Copy,
    });
    leads.then_some(Sight::Unit).into_iter().chain(part).max()
}

/// How much that viewer is told of who reported. An officer without second factor learns no more than the public; who only
/// supervises, too.
fn disclosure(actor: &Actor, complaint: &Complaint, sight: Sight) -> Disclosure {
    let strong = actor.person().is_some_and(|person| person.second_factor);
    let published = if complaint.is_public() { Disclosure::Name } else { Disclosure::Nothing };
    match sight {
        Sight::Reporter => Disclosure::Full,
        Sight::Follower if !complaint.is_public() => Disclosure::Nothing,
        _ if complaint.is_anonymous => Disclosure::Anonymous,
        Sight::Desk if strong => Disclosure::Full,
        Sight::Unit if strong => Disclosure::Name,
        Sight::Desk | Sight::Unit | Sight::Copy | Sight::Observer | Sight::Follower | Sight::Public => published,
    }
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
    Ok(Seen::new(actor, complaint, sight))
}

/// The case as everybody sees it, whoever asks: what a public list shows must not change with the eyes of its reader.
pub fn public_view(complaint: Complaint) -> Result<Seen, Denied> {
    if !complaint.is_public() {
        return Err(Denied::Hidden);
    }
    let disclosure = disclosure(&Actor::Anonymous, &complaint, Sight::Public);
    Ok(Seen { complaint, sight: Sight::Public, disclosure, allowed_actions: Vec::new() })
}

/// The case as all of an audience may see it, whoever they are: what is indexed for them. `None` where the audience may not know of it.
pub fn audience_view(audience: Audience, complaint: Complaint) -> Option<Seen> {
    let sight = match audience {
        Audience::Public => return public_view(complaint).ok(),
        Audience::Reporter => Sight::Reporter,
        Audience::Handlers => Sight::Desk,
    };
    Some(Seen { complaint, sight, disclosure: Disclosure::Nothing, allowed_actions: Vec::new() })
}

/// The case as the reporter of one that was merged into it sees it: the view of the public, and the state.
pub fn follower_view(complaint: Complaint) -> Seen {
    let disclosure = disclosure(&Actor::Anonymous, &complaint, Sight::Follower);
    Seen { complaint, sight: Sight::Follower, disclosure, allowed_actions: Vec::new() }
}

/// The answer to an act: the whole case, as the actor sees it now or saw it before, whichever is more. Afterwards it may be out of
/// their sight.
pub fn view_after(actor: &Actor, complaint: Complaint, before: Sight) -> Seen {
    let sight = sight(actor, &complaint).map_or(before, |now| now.max(before));
    Seen::new(actor, complaint, sight)
}
