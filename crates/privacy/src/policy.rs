//! Who may see and decide which data request.

use padi_kernel::{
    actor::{Actor, Denied, Person, Role},
    id::AgencyId,
};

use crate::request::{Command, DataRequest, Subject};

/// In what capacity somebody looks at a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// The person whose data it is about.
    Subject,
    /// A privacy officer (pejabat pelindungan data pribadi).
    Officer,
}

/// Which requests an officer may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All: an officer of the ministry.
    Everything,
    /// Those about cases of these bodies.
    Agencies(Vec<AgencyId>),
}

/// What the person's grants let them see; nothing where they are no privacy officer.
pub fn reach(person: &Person, ministry: AgencyId) -> Option<Reach> {
    let officer = || person.grants.iter().filter(|grant| grant.role == Role::PrivacyOfficer);
    if officer().any(|grant| grant.reaches(ministry)) {
        return Some(Reach::Everything);
    }
    let agencies: Vec<AgencyId> = officer().flat_map(|grant| grant.reach.iter().copied()).collect();
    (!agencies.is_empty()).then_some(Reach::Agencies(agencies))
}

impl Reach {
    /// Whether it holds a case of the body. What an inspectorate examines is the ministry's: the body is the house of the accused.
    pub fn holds(&self, agency: AgencyId, is_examined: bool) -> bool {
        match self {
            Self::Everything => true,
            Self::Agencies(agencies) => !is_examined && agencies.contains(&agency),
        }
    }
}

/// In what capacity the actor may see the request, which may be about a case that an inspectorate examines. Nobody decides on their
/// own: who is both is the subject.
pub fn capacity(
    actor: &Actor,
    request: &DataRequest,
    ministry: AgencyId,
    is_examined: bool,
) -> Result<Capacity, Denied> {
    let is_subject = match (actor, request.subject) {
        (Actor::Person(person), Subject::Account(user)) => person.user == user,
        (Actor::SecretHolder(case), Subject::Reporter(complaint)) => *case == complaint.0,
        _ => false,
    };
    if is_subject {
        return Ok(Capacity::Subject);
    }
    match actor {
        Actor::Anonymous => Err(Denied::Unauthenticated),
        Actor::Person(person) => {
            let reach = reach(person, ministry).filter(|reach| reach.holds(request.agency_id, is_examined));
            reach.map(|_| Capacity::Officer).ok_or(Denied::Hidden)
        }
        _ => Err(Denied::Hidden),
    }
}

/// Whether somebody in that capacity is shown what is to be corrected: it is an identity, for which officers need a second factor.
pub fn sees_changes(actor: &Actor, capacity: Capacity) -> bool {
    capacity == Capacity::Subject || actor.person().is_some_and(|person| person.second_factor)
}

/// Whether an officer may decide that: whatever looks at an identity or changes one needs a second factor.
pub fn may_decide(actor: &Actor, command: Command) -> Result<(), Denied> {
    let strong = actor.person().is_some_and(|person| person.second_factor);
    match command {
        Command::CheckIdentity | Command::Grant if !strong => Err(Denied::SecondFactor),
        _ => Ok(()),
    }
}

/// What somebody in that capacity may do now.
pub fn allowed_actions(capacity: Capacity, request: &DataRequest, has_obstacle: bool) -> Vec<&'static str> {
    if capacity == Capacity::Subject {
        return Vec::new();
    }
    let acts = [
        ("check_identity", request.allows(Command::CheckIdentity)),
        ("grant", request.allows(Command::Grant) && !has_obstacle),
        // Every reason is one of the same act.
        ("refuse", request.state.is_open()),
    ];
    acts.into_iter().filter_map(|(name, allowed)| allowed.then_some(name)).collect()
}
