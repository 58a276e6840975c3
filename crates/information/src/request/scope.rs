//! Which requests and objections somebody may list: the same predicate as their `view::sight`, in a form that a query can hold.

use padi_kernel::{
    actor::{Actor, Denied, ReporterKey, Role},
    id::AgencyId,
    page::List,
};

use super::{InformationRequest, view};
use crate::objection::Objection;

/// A part of an inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What these bodies are asked.
    Bodies(Vec<AgencyId>),
    /// What these units look for, and whatever these bodies are asked.
    Units(Vec<AgencyId>),
    /// What these bodies weigh: tests and objections.
    Weighed(Vec<AgencyId>),
    /// Of the bodies of a province.
    Province(String),
    /// What is disputed.
    Disputed,
    /// All.
    Everything,
}

/// What a list is cut to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those of this applicant, by each mark that they may have.
    Mine(Vec<ReporterKey>),
    /// Those in any of these.
    Inbox(Vec<Reach>),
}

/// The cut for that list and actor. There is no public one: such a list is empty for everybody.
pub fn scope(actor: &Actor, list: List) -> Result<Scope, Denied> {
    let Actor::Person(person) = actor else {
        return Err(if list == List::Public { Denied::Forbidden } else { Denied::Unauthenticated });
    };
    match list {
        List::Public => return Err(Denied::Forbidden),
        List::Mine => return Ok(Scope::Mine(person.reporter_keys().cloned().collect())),
        List::Inbox => {}
    }
    let mut reaches = Vec::new();
    for grant in &person.grants {
        match grant.role {
            Role::Ppid | Role::PpidSuperior => reaches.push(Reach::Bodies(grant.reach.clone())),
            Role::PpidUnit => reaches.push(Reach::Units(grant.reach.clone())),
            Role::ConsiderationTeam => reaches.push(Reach::Weighed(grant.reach.clone())),
            Role::MinistryCoordinator => reaches.push(Reach::Everything),
            Role::ProvinceCoordinator => reaches.extend(grant.province.clone().map(Reach::Province)),
            Role::Commission => reaches.push(Reach::Disputed),
            Role::Citizen
            | Role::AgencyAdmin
            | Role::UnitLiaison
            | Role::UnitHead
            | Role::Apip
            | Role::Ombudsman
            | Role::PrivacyOfficer
            | Role::SystemAdmin => {}
        }
    }
    if reaches.is_empty() { Err(Denied::Forbidden) } else { Ok(Scope::Inbox(reaches)) }
}

impl Scope {
    /// Whether the request belongs to the list. The query in persistence says the same; a test compares them.
    pub fn admits(&self, request: &InformationRequest) -> bool {
        match self {
            Self::Mine(keys) => request.reporter_key.as_ref().is_some_and(|key| keys.contains(key)),
            Self::Inbox(reaches) => reaches.iter().any(|reach| reach.admits(request)),
        }
    }

    /// Whether the objection belongs to the list.
    pub fn admits_objection(&self, objection: &Objection) -> bool {
        match self {
            Self::Mine(keys) => objection.reporter_key.as_ref().is_some_and(|key| keys.contains(key)),
            Self::Inbox(reaches) => reaches.iter().any(|reach| reach.admits_objection(objection)),
        }
    }
}

impl Reach {
    fn admits(&self, request: &InformationRequest) -> bool {
        let body = request.agency.id;
        match self {
            Self::Bodies(bodies) => bodies.contains(&body),
            Self::Units(units) => units.contains(&body) || request.unit_id.is_some_and(|unit| units.contains(&unit)),
            Self::Weighed(bodies) => bodies.contains(&body) && view::is_weighed(request),
            Self::Province(province) => request.agency.locality.province.as_deref() == Some(province),
            Self::Disputed => request.is_disputed,
            Self::Everything => true,
        }
    }

    fn admits_objection(&self, objection: &Objection) -> bool {
        let body = objection.agency.id;
        match self {
            // An objection is weighed by nature; a unit's officer has no part in it, but at the body's own desk.
            Self::Bodies(bodies) | Self::Units(bodies) | Self::Weighed(bodies) => bodies.contains(&body),
            Self::Province(province) => objection.agency.locality.province.as_deref() == Some(province),
            Self::Disputed => objection.is_disputed(),
            Self::Everything => true,
        }
    }
}
