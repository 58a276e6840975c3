//! Which complaints somebody may list: the same predicate as [`crate::view::sight`], in a form that a query can hold.

pub use padi_kernel::page::List;
use padi_kernel::{
    actor::{Actor, Denied, ReporterKey, Role},
    id::AgencyId,
};

use crate::{
    assignment::Assignment,
    complaint::{Complaint, Desk},
};

/// A part of an inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Cases on these agencies' own desks and in their hands, and those in which they have a part.
    Agencies(Vec<AgencyId>),
    /// Cases in these units' hands, and those in which they have a part.
    Units(Vec<AgencyId>),
    /// Questions on these agencies' own desks and in their hands.
    Questions(Vec<AgencyId>),
    /// Cases on these inspectorates' desks.
    Inspectorates(Vec<AgencyId>),
    /// Cases of the bodies of a province that are neither secret nor supervisory.
    Province(String),
    /// All cases, but not what an inspectorate examines of these agencies.
    AllBut(Vec<AgencyId>),
    /// All cases.
    Everything,
}

/// What a list is cut to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Public cases.
    Public,
    /// Cases of this reporter, by each mark that they may have.
    Mine(Vec<ReporterKey>),
    /// Cases in any of these.
    Inbox(Vec<Reach>),
}

/// The cut for that list and actor.
pub fn scope(actor: &Actor, list: List) -> Result<Scope, Denied> {
    let person = match (list, actor) {
        (List::Public, _) => return Ok(Scope::Public),
        (_, Actor::Person(person)) => person,
        (_, Actor::Anonymous | Actor::SecretHolder(_) | Actor::System) => return Err(Denied::Unauthenticated),
    };
    if list == List::Mine {
        return Ok(Scope::Mine(person.reporter_keys().cloned().collect()));
    }
    let mut reaches = Vec::new();
    for grant in &person.grants {
        match grant.role {
            Role::AgencyAdmin => reaches.push(Reach::Agencies(grant.reach.clone())),
            Role::UnitLiaison | Role::UnitHead => reaches.push(Reach::Units(grant.reach.clone())),
            Role::Ppid => reaches.push(Reach::Questions(grant.reach.clone())),
            Role::Apip => reaches.push(Reach::Inspectorates(grant.reach.clone())),
            Role::MinistryCoordinator => reaches.push(Reach::AllBut(grant.reach.clone())),
            Role::Ombudsman => reaches.push(Reach::Everything),
            Role::ProvinceCoordinator => reaches.extend(grant.province.clone().map(Reach::Province)),
            Role::Citizen
            | Role::PpidUnit
            | Role::PpidSuperior
            | Role::ConsiderationTeam
            | Role::Commission
            | Role::PrivacyOfficer
            | Role::SystemAdmin => {}
        }
    }
    if reaches.is_empty() { Err(Denied::Forbidden) } else { Ok(Scope::Inbox(reaches)) }
}

impl Scope {
    /// Whether the list shows times cut to the day where a case is anonymous; then it sorts and filters by them, too, or the order
    /// would tell the hour. An agency's administrator is one of them where the agency helps or has a copy.
    pub fn cuts_times(&self) -> bool {
        match self {
            Self::Public => true,
            Self::Mine(_) => false,
            Self::Inbox(reaches) => {
                reaches.iter().any(|reach| matches!(reach, Reach::Agencies(_) | Reach::Units(_) | Reach::Questions(_)))
            }
        }
    }

    /// Whether the case belongs to the list. The query in persistence says the same; a test compares them.
    pub fn admits(&self, complaint: &Complaint) -> bool {
        match self {
            Self::Public => complaint.is_public(),
            Self::Mine(keys) => complaint.reporter_key.as_ref().is_some_and(|key| keys.contains(key)),
            Self::Inbox(reaches) => reaches.iter().any(|reach| reach.admits(complaint)),
        }
    }
}

impl Reach {
    fn admits(&self, complaint: &Complaint) -> bool {
        match self {
            Self::Agencies(agencies) => {
                let leads = complaint.desk == Desk::Agency && agencies.contains(&complaint.agency.id);
                leads || has_part(complaint, |part| agencies.contains(&part.agency_id))
            }
            Self::Units(units) => {
                let among = |unit: Option<AgencyId>| unit.is_some_and(|unit| units.contains(&unit));
                among(crate::policy::unit(complaint)) || has_part(complaint, |part| among(part.unit_id))
            }
            Self::Questions(agencies) => complaint.is_bodys_question() && agencies.contains(&complaint.agency.id),
            Self::Inspectorates(inspectorates) => {
                complaint.inspectorate_id.is_some_and(|inspectorate| inspectorates.contains(&inspectorate))
            }
            Self::Province(province) => {
                complaint.desk == Desk::Agency
                    && !complaint.is_secret
                    && !complaint.class.is_supervisory()
                    && complaint.agency.locality.province.as_deref() == Some(province)
            }
            Self::AllBut(agencies) => {
                let accused = complaint.subject.and_then(|subject| subject.agency_id);
                complaint.desk != Desk::Inspectorate || accused.is_none_or(|agency| !agencies.contains(&agency))
            }
            Self::Everything => true,
        }
    }
}

fn has_part(complaint: &Complaint, held: impl Fn(&Assignment) -> bool) -> bool {
    complaint.assignments.iter().any(|assignment| assignment.is_active() && held(assignment))
}
