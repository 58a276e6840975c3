//! Propartif: the informal track on which a case is settled in talks (dialog, penyelesaian informal). A track beside the states, not a
//! state: the clocks of SP4N run on, and whoever leaves it has lost no right.
//!
//! Here is what a dialogue is and what may be added to it when; what that does to the case is in `transition/dialogue.rs`. What people
//! write is confidential to the handlers, but for sessions and agreements, which concern both parties.

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    id::{AgencyId, DialogueItemId},
};
use serde::{Deserialize, Serialize};

use crate::{
    complaint::Complaint,
    policy::{self, Untimely},
    state::{PostponedFrom, State},
    view,
};

/// On which track a case is handled (jalur penanganan).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// By written answers (jalur formal).
    #[default]
    Formal,
    /// By talks (jalur informal, Propartif).
    Informal,
}

impl Track {
    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Formal => "formal",
            Self::Informal => "informal",
        }
    }

    /// Reads the database's name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Formal, Self::Informal].into_iter().find(|track| track.name() == text)
    }
}

/// Where a dialogue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialogueState {
    /// The parties talk.
    Open,
    /// The reporter is satisfied; the answer was posted.
    Confirmed,
    /// The case was closed on it.
    Settled,
    /// Left for the formal track, or ended with the case.
    Exited,
}

impl DialogueState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Confirmed, Self::Settled, Self::Exited];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirmed => "confirmed",
            Self::Settled => "settled",
            Self::Exited => "exited",
        }
    }

    /// Reads the database's name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == text)
    }
}

/// The last dialogue of a case, with the figures that reports ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialogue {
    /// 1 for the first of the case.
    pub no: i32,
    /// Where it stands.
    pub state: DialogueState,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When the reporter was first reached.
    pub contacted_at: Option<DateTime<Utc>>,
    /// Whether that was within P1, one working day; told when it happened, or at the end if it never did.
    pub contact_in_time: Option<bool>,
    /// When the parties first agreed.
    pub agreed_at: Option<DateTime<Utc>>,
    /// When it was confirmed or left.
    pub ended_at: Option<DateTime<Utc>>,
    /// Local calendar days from its beginning to its end.
    pub days: Option<i32>,
}

impl Dialogue {
    /// The n-th dialogue of a case, begun now.
    pub(crate) fn begun(no: i32, now: DateTime<Utc>) -> Self {
        Self {
            no,
            state: DialogueState::Open,
            started_at: now,
            contacted_at: None,
            contact_in_time: None,
            agreed_at: None,
            ended_at: None,
            days: None,
        }
    }

    /// Whether the case was closed on it.
    pub fn is_settled(&self) -> bool {
        self.state == DialogueState::Settled
    }
}

/// With whom somebody spoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The reporter (pelapor).
    Reporter,
    /// The unit complained of (unit terlapor).
    Unit,
}

/// By what (cara kontak).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactChannel {
    /// Telephone.
    Phone,
    /// A visit at their place (kunjungan).
    Visit,
    /// At the counter (tatap muka).
    FaceToFace,
    /// A messenger (pesan).
    Chat,
    /// SMS.
    Sms,
    /// E-mail (surel).
    Email,
    /// Letter (surat).
    Letter,
    /// A call with pictures.
    VideoCall,
}

/// A direct contact, or the attempt of one (kontak langsung).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// With whom.
    pub party: Party,
    /// By what.
    pub channel: ContactChannel,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether they were reached.
    pub reached: bool,
    /// What was said.
    pub summary: String,
}

/// What was heard (mendengar aktif): the interest behind the position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interview {
    /// The facts.
    pub facts: String,
    /// The interest (kepentingan).
    pub interest: String,
    /// The outcome that is wanted (harapan).
    pub wanted_outcome: String,
    /// Whether the reporter wants to settle the matter in talks.
    pub consent: bool,
}

/// A dialogue session (pertemuan dialog).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// When; planned ones lie ahead.
    pub held_at: DateTime<Utc>,
    /// Where.
    pub place: Option<String>,
    /// Whether over the network.
    pub online: bool,
    /// Who takes part.
    pub participants: Vec<String>,
    /// What about.
    pub agenda: String,
    /// What was said (notulen).
    pub minutes: Option<String>,
}

/// Something that one side has promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedItem {
    /// What.
    pub text: String,
    /// By when.
    pub due_on: NaiveDate,
    /// Who does it.
    pub owner_unit_id: AgencyId,
}

/// What the parties agreed upon (kesepakatan).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// In words.
    pub text: String,
    /// What is to be done.
    pub items: Vec<AgreedItem>,
}

/// The reporter's word on the outcome, asked for by the handler (konfirmasi).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Whether they are satisfied.
    pub satisfied: bool,
    /// In their words.
    pub text: Option<String>,
}

/// What is added to a dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contribution {
    /// A contact.
    Contact(Contact),
    /// An interview; one without consent ends the dialogue, which nobody can be held to.
    Interview(Interview),
    /// A session.
    Session(Session),
    /// An agreement.
    Agreement(Agreement),
    /// Something promised was done.
    Completion {
        /// What.
        item_id: DialogueItemId,
        /// What proves it.
        evidence: String,
    },
    /// The reporter's word; a satisfied one is posted as a substantive answer.
    Confirmation(Confirmation),
}

/// What makes no sense: JSON pointer and stable code.
pub type Fault = (String, &'static str);

impl Contribution {
    /// All that makes no sense, by the day of the body that has the case.
    pub fn faults(&self, complaint: &Complaint, now: DateTime<Utc>) -> Vec<Fault> {
        let zone = complaint.locality().zone;
        // By the day: people note the minute, and the case knows the millisecond.
        let too_early = |at| zone.day_of(at) < zone.day_of(complaint.received_at);
        let mut faults = Vec::new();
        match self {
            Self::Contact(contact) if contact.at > now => faults.push(("/at".to_owned(), "in_future")),
            Self::Contact(contact) if too_early(contact.at) => {
                faults.push(("/at".to_owned(), "out_of_range"));
            }
            Self::Session(session) => {
                if too_early(session.held_at) {
                    faults.push(("/held_at".to_owned(), "out_of_range"));
                }
                if !session.online && session.place.is_none() {
                    faults.push(("/place".to_owned(), "required"));
                }
            }
            Self::Agreement(agreement) => {
                let today = zone.day_of(now);
                let past = agreement.items.iter().enumerate().filter(|(_, item)| item.due_on < today);
                faults.extend(past.map(|(n, _)| (format!("/items/{n}/due_on"), "out_of_range")));
            }
            _ => {}
        }
        faults
    }
}

/// In what capacity the actor may add to the case's dialogue: as one who handles it.
pub fn authorize(actor: &Actor, complaint: &Complaint) -> Result<ActorRole, Denied> {
    standing(actor, complaint, &[ActorRole::UnitLiaison, ActorRole::AgencyAdmin])
}

/// In what capacity the actor may read the case's dialogue: the handlers all of it, the reporter what concerns both parties.
pub fn reads(actor: &Actor, complaint: &Complaint) -> Result<ActorRole, Denied> {
    let handlers = [ActorRole::UnitLiaison, ActorRole::AgencyAdmin, ActorRole::MinistryCoordinator];
    // Whoever reported the case themselves reads it as its reporter only: a handler's notes are not for them.
    standing(actor, complaint, &[ActorRole::Reporter]).or_else(|denied| match denied {
        Denied::Forbidden => standing(actor, complaint, &handlers),
        other => Err(other),
    })
}

fn standing(actor: &Actor, complaint: &Complaint, wanted: &[ActorRole]) -> Result<ActorRole, Denied> {
    if *actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated);
    }
    view::sight(actor, complaint)?;
    policy::capacities(actor, complaint).into_iter().find(|role| wanted.contains(role)).ok_or(Denied::Forbidden)
}

/// Whether the case's state allows it now: in a dialogue, while the case is being worked on.
pub fn timely(contribution: &Contribution, complaint: &Complaint) -> Result<(), Untimely> {
    let dialogue = complaint.dialogue.as_ref().filter(|_| complaint.track == Track::Informal);
    let dialogue = dialogue.ok_or(Untimely::State)?;
    let worked_on = match complaint.state {
        State::NotFollowedUp | State::InProcess => true,
        State::Postponed(PostponedFrom::InProcess) | State::AwaitingReporter => {
            !matches!(contribution, Contribution::Confirmation(_))
        }
        _ => false,
    };
    let open = match contribution {
        // What was promised is still to be done after the reporter's word.
        Contribution::Completion { .. } => matches!(dialogue.state, DialogueState::Open | DialogueState::Confirmed),
        _ => dialogue.state == DialogueState::Open,
    };
    if worked_on && open { Ok(()) } else { Err(Untimely::State) }
}

/// Whether a dialogue can begin: not where abuse is alleged, and not where nobody can be reached.
pub(crate) fn can_start(complaint: &Complaint) -> bool {
    complaint.track == Track::Formal && !complaint.is_supervisory() && complaint.has_contact
}

/// Whether there is one to be left.
pub(crate) fn can_exit(complaint: &Complaint) -> bool {
    complaint.dialogue.as_ref().is_some_and(|dialogue| dialogue.state == DialogueState::Open)
}
