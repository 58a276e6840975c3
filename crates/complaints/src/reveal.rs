//! Revealing who stands behind a case (pembukaan identitas pelapor): always by two people, for a while, and told to the reporter.
//!
//! One who handles the case asks, with a reason; another decides within 72 hours; who asked reads within 15 minutes. Real clock.
//! The whole NIK is not among what is read.

use chrono::{DateTime, TimeDelta, Utc};
use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Person, Role},
    changed::Changed,
    event::{Audience, By},
    id::{AgencyId, ComplaintId, RevealId, UserId},
};
use serde_json::Value;

use crate::{
    Context,
    complaint::{Complaint, Desk},
    policy,
    transition::{Step, for_reporter},
    view,
};

/// For how long a request waits for a decision.
pub const OPEN: TimeDelta = TimeDelta::hours(72);
/// For how long after its approval an identity can be read.
pub const READABLE: TimeDelta = TimeDelta::minutes(15);

/// In what capacities somebody may ask: those who see the content and must know whom they deal with.
const ASKS: &[ActorRole] =
    &[ActorRole::AgencyAdmin, ActorRole::MinistryCoordinator, ActorRole::Apip, ActorRole::Ombudsman];

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RevealState {
    /// It waits for a decision (menunggu).
    Pending,
    /// It was approved, and can be read (disetujui).
    Approved,
    /// It was denied (ditolak).
    Denied,
    /// Nobody decided in time, or the time for reading is over (kedaluwarsa).
    Expired,
}

impl RevealState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Approved, Self::Denied, Self::Expired];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::Expired => "expired",
        }
    }
}

/// What the second person said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The identity may be read.
    Approve,
    /// It may not.
    Deny,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What was said.
    pub verdict: Verdict,
    /// By whom.
    pub by: UserId,
    /// In what capacity.
    pub role: ActorRole,
    /// When, by the real clock.
    pub at: DateTime<Utc>,
    /// Why.
    pub note: Option<String>,
}

/// A request to know who stands behind a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reveal {
    /// Its id.
    pub id: RevealId,
    /// The case.
    pub complaint: ComplaintId,
    /// Who asks.
    pub asker: UserId,
    /// In what capacity.
    pub asker_role: ActorRole,
    /// Why, in the asker's words.
    pub reason: String,
    /// When, by the real clock.
    pub requested_at: DateTime<Utc>,
    /// What the second person said.
    pub decision: Option<Decision>,
    /// When the identity was first read.
    pub first_read_at: Option<DateTime<Utc>>,
}

/// The request does not stand where the act needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untimely(pub RevealState);

impl Reveal {
    /// Where it stands.
    pub fn state(&self, now: DateTime<Utc>) -> RevealState {
        let over = self.expires_at().is_some_and(|end| now >= end);
        match self.decision.as_ref().map(|decision| decision.verdict) {
            Some(Verdict::Deny) => RevealState::Denied,
            _ if over => RevealState::Expired,
            Some(Verdict::Approve) => RevealState::Approved,
            None => RevealState::Pending,
        }
    }

    /// Until when it can be decided or, once approved, read; nothing where it was denied.
    pub fn expires_at(&self) -> Option<DateTime<Utc>> {
        match &self.decision {
            None => Some(self.requested_at + OPEN),
            Some(Decision { verdict: Verdict::Approve, at, .. }) => Some(*at + READABLE),
            Some(Decision { verdict: Verdict::Deny, .. }) => None,
        }
    }

    /// The request with a decision.
    pub fn decide(self, decision: Decision) -> Result<Self, Untimely> {
        match self.state(decision.at) {
            RevealState::Pending => Ok(Self { decision: Some(decision), ..self }),
            other => Err(Untimely(other)),
        }
    }

    /// The request after a reading.
    pub fn read(self, now: DateTime<Utc>) -> Result<Self, Untimely> {
        match self.state(now) {
            RevealState::Approved => Ok(Self { first_read_at: self.first_read_at.or(Some(now)), ..self }),
            other => Err(Untimely(other)),
        }
    }
}

/// In what capacity the actor may ask who stands behind the case.
pub fn authorize_asking(actor: &Actor, complaint: &Complaint) -> Result<ActorRole, Denied> {
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    view::sight(actor, complaint)?;
    let mut capacities = policy::capacities(actor, complaint).into_iter();
    let role = capacities.find(|role| ASKS.contains(role)).ok_or(Denied::Forbidden)?;
    strong(actor)?;
    Ok(role)
}

/// Whether there is anything to reveal to somebody in that capacity: who handles a case sees whom it is from, unless it is
/// anonymous.
pub fn is_hidden_from(role: ActorRole, complaint: &Complaint) -> bool {
    complaint.is_anonymous || role == ActorRole::Ombudsman
}

/// In what capacity the actor may decide on the request. Who may not even know of it is told nothing.
pub fn authorize_deciding(
    actor: &Actor,
    reveal: &Reveal,
    complaint: &Complaint,
    ministry: AgencyId,
) -> Result<ActorRole, Denied> {
    let person = actor.person().ok_or(Denied::Unauthenticated)?;
    if reveal.asker == person.user {
        return Err(Denied::Forbidden);
    }
    let role = decider(person, complaint, ministry).ok_or(Denied::Hidden)?;
    strong(actor)?;
    Ok(role)
}

/// Whether the actor may know of the request.
pub fn authorize_seeing(
    actor: &Actor,
    reveal: &Reveal,
    complaint: &Complaint,
    ministry: AgencyId,
) -> Result<(), Denied> {
    let person = actor.person().ok_or(Denied::Unauthenticated)?;
    if scope(person, ministry).admits(reveal, complaint) { Ok(()) } else { Err(Denied::Hidden) }
}

/// In what capacity the actor may read the identity: only who asked, and still handles the case.
pub fn authorize_reading(
    actor: &Actor,
    reveal: &Reveal,
    complaint: &Complaint,
    ministry: AgencyId,
) -> Result<ActorRole, Denied> {
    authorize_seeing(actor, reveal, complaint, ministry)?;
    if actor.person().is_none_or(|person| person.user != reveal.asker) {
        return Err(Denied::Forbidden);
    }
    authorize_asking(actor, complaint)
}

fn strong(actor: &Actor) -> Result<(), Denied> {
    match actor.person() {
        Some(person) if !person.second_factor => Err(Denied::SecondFactor),
        _ => Ok(()),
    }
}

/// A part of the requests that somebody may decide on, and in what capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All: the ministry's privacy officer.
    Everything,
    /// A body's privacy officer: its cases, but not what an inspectorate examines there.
    Body(Vec<AgencyId>),
    /// Cases on the desks of these agencies: their administrators, and their inspectorate, which sees no more than the request.
    Desk(ActorRole, Vec<AgencyId>),
    /// Cases that these inspectorates examine.
    Examined(Vec<AgencyId>),
    /// Cases on the coordinator's desk.
    Coordinator,
}

impl Reach {
    fn role(&self) -> ActorRole {
        match self {
            Self::Everything | Self::Body(_) => ActorRole::PrivacyOfficer,
            Self::Desk(role, _) => *role,
            Self::Examined(_) => ActorRole::Apip,
            Self::Coordinator => ActorRole::MinistryCoordinator,
        }
    }

    fn admits(&self, complaint: &Complaint) -> bool {
        match self {
            Self::Everything => true,
            Self::Body(bodies) => complaint.desk != Desk::Inspectorate && bodies.contains(&complaint.agency.id),
            Self::Desk(_, agencies) => complaint.desk == Desk::Agency && agencies.contains(&complaint.agency.id),
            Self::Examined(inspectorates) => complaint.inspectorate_id.is_some_and(|id| inspectorates.contains(&id)),
            Self::Coordinator => complaint.desk == Desk::Coordinator,
        }
    }
}

/// Which requests somebody may know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Those that they made.
    pub asker: UserId,
    /// Those that they may decide on.
    pub reaches: Vec<Reach>,
}

impl Scope {
    /// Whether the request belongs to the list. The query in persistence says the same.
    pub fn admits(&self, reveal: &Reveal, complaint: &Complaint) -> bool {
        reveal.asker == self.asker || self.reaches.iter().any(|reach| reach.admits(complaint))
    }
}

/// The requests that the person may know of.
pub fn scope(person: &Person, ministry: AgencyId) -> Scope {
    Scope { asker: person.user, reaches: reaches(person, ministry) }
}

fn reaches(person: &Person, ministry: AgencyId) -> Vec<Reach> {
    let mut found = Vec::new();
    for grant in &person.grants {
        let reach = || grant.reach.clone();
        match grant.role {
            Role::PrivacyOfficer if grant.agency_id == ministry => found.push(Reach::Everything),
            Role::PrivacyOfficer => found.push(Reach::Body(reach())),
            Role::AgencyAdmin => found.push(Reach::Desk(ActorRole::AgencyAdmin, reach())),
            Role::Apip => {
                // An inspectorate is a part of the body beside whose desk it stands.
                let desks = std::iter::once(grant.body).chain(reach()).collect();
                found.extend([Reach::Examined(reach()), Reach::Desk(ActorRole::Apip, desks)]);
            }
            // What the ministry itself has taken, its coordinator handles as its administrator.
            Role::MinistryCoordinator => {
                found.extend([Reach::Coordinator, Reach::Desk(ActorRole::MinistryCoordinator, reach())]);
            }
            _ => {}
        }
    }
    found
}

fn decider(person: &Person, complaint: &Complaint, ministry: AgencyId) -> Option<ActorRole> {
    reaches(person, ministry).into_iter().find(|reach| reach.admits(complaint)).map(|reach| reach.role())
}

/// What the timeline tells of a request; the reporter reads all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// Somebody asked.
    Requested,
    /// Another approved.
    Approved,
    /// Another denied.
    Denied,
    /// Who asked has read.
    Revealed,
}

impl Noted {
    fn kind(self) -> &'static str {
        match self {
            Self::Requested => "complaint.identity_reveal_requested",
            Self::Approved => "complaint.identity_reveal_approved",
            Self::Denied => "complaint.identity_reveal_denied",
            Self::Revealed => "complaint.identity_revealed",
        }
    }
}

/// The case with that on its timeline. The state stays.
pub fn note(
    complaint: Complaint,
    noted: Noted,
    by: By,
    words: Option<String>,
    context: Context<'_>,
) -> Changed<Complaint> {
    let mut step = Step::new(complaint, by, context);
    step.record(noted.kind(), Audience::Reporter, words.map(for_reporter), Value::Null);
    step.done()
}
