//! Dialogues as they go out: the notes to handlers only, the rest to the reporter, too.

use chrono::{DateTime, NaiveDate, Utc};
use padi_app::complaints::dialogue::{Agreed, Noted, Promise, ShownTalks, Talks};
use padi_complaints::dialogue;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::ComplaintState;
use super::request::{DialogueChannel, DialogueParty};
use crate::timestamp::{millis, millis_option};

/// On which track a case is handled (jalur penanganan).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HandlingTrack {
    /// By written answers (jalur formal).
    Formal,
    /// By talks (jalur informal, Propartif).
    Informal,
}

impl From<dialogue::Track> for HandlingTrack {
    fn from(track: dialogue::Track) -> Self {
        match track {
            dialogue::Track::Formal => Self::Formal,
            dialogue::Track::Informal => Self::Informal,
        }
    }
}

/// Where a dialogue stands (status dialog). More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DialogueState {
    /// The parties talk (berlangsung).
    Open,
    /// The reporter is satisfied; the answer was posted (dikonfirmasi).
    Confirmed,
    /// The case was closed on it (selesai secara informal).
    Settled,
    /// Left for the formal track, or ended with the case (keluar).
    Exited,
}

impl From<dialogue::DialogueState> for DialogueState {
    fn from(state: dialogue::DialogueState) -> Self {
        match state {
            dialogue::DialogueState::Open => Self::Open,
            dialogue::DialogueState::Confirmed => Self::Confirmed,
            dialogue::DialogueState::Settled => Self::Settled,
            dialogue::DialogueState::Exited => Self::Exited,
        }
    }
}

/// The last dialogue of a case, with its figures (angka hasil dialog).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DialogueFigures {
    /// 1 for the first of the case (dialog ke-).
    no: i32,
    /// Where it stands (status).
    state: DialogueState,
    /// When it began (mulai).
    #[serde(serialize_with = "millis")]
    started_at: DateTime<Utc>,
    /// When the reporter was first reached (kontak pertama); for the handlers.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    contacted_at: Option<DateTime<Utc>>,
    /// Whether that was within one working day, P1 (kontak dalam 1 hari kerja); for the handlers, once it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    contact_in_time: Option<bool>,
    /// When the parties first agreed (kesepakatan pertama).
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    agreed_at: Option<DateTime<Utc>>,
    /// When it was confirmed or left (berakhir).
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    ended_at: Option<DateTime<Utc>>,
    /// Local calendar days from its beginning to its end (lama dalam hari).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    days: Option<i32>,
}

/// What every entry has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DialogueEntry {
    /// Its id.
    id: Uuid,
    /// In which dialogue of the case, from 1 (dialog ke-).
    dialogue_no: i32,
    /// In what capacity it was written down (dicatat oleh).
    recorded_by_role: String,
    /// When it was written down (dicatat pada).
    #[serde(serialize_with = "millis")]
    recorded_at: DateTime<Utc>,
}

/// A direct contact, or the attempt of one (kontak langsung).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DialogueContact {
    #[serde(flatten)]
    entry: DialogueEntry,
    /// With whom (pihak).
    party: DialogueParty,
    /// By what (cara).
    channel: DialogueChannel,
    /// When (waktu).
    #[serde(serialize_with = "millis")]
    at: DateTime<Utc>,
    /// Whether they were reached (terhubung).
    reached: bool,
    /// What was said (ringkasan).
    summary: String,
}

/// What was heard (mendengar aktif).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DialogueInterview {
    #[serde(flatten)]
    entry: DialogueEntry,
    /// The facts (fakta).
    facts: String,
    /// The interest (kepentingan).
    interest: String,
    /// The outcome that is wanted (harapan).
    wanted_outcome: String,
    /// Whether the reporter wants to settle the matter in talks (persetujuan).
    consent: bool,
}

/// A session (pertemuan dialog).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DialogueSession {
    #[serde(flatten)]
    entry: DialogueEntry,
    /// When (waktu).
    #[serde(serialize_with = "millis")]
    held_at: DateTime<Utc>,
    /// Where (tempat).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    place: Option<String>,
    /// Whether over the network (daring).
    online: bool,
    /// Who takes part (peserta); for the handlers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    participants: Option<Vec<String>>,
    /// What about (agenda); for the handlers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    agenda: Option<String>,
    /// What was said (notulen); for the handlers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    minutes: Option<String>,
}

/// Something promised (butir kesepakatan).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct AgreementItem {
    /// Its id.
    id: Uuid,
    /// What (uraian).
    text: String,
    /// By when (batas waktu).
    due_on: NaiveDate,
    /// Who does it (penanggung jawab).
    owner_unit_id: Uuid,
    /// When it was done (selesai pada); absent while it is not.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    completed_at: Option<DateTime<Utc>>,
    /// What proves it (bukti).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    evidence: Option<String>,
}

/// What the parties agreed upon (kesepakatan).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DialogueAgreement {
    #[serde(flatten)]
    entry: DialogueEntry,
    /// In words (isi kesepakatan).
    text: String,
    /// What is to be done (butir).
    items: Vec<AgreementItem>,
}

/// The reporter's word (konfirmasi).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DialogueConfirmation {
    #[serde(flatten)]
    entry: DialogueEntry,
    /// Whether they are satisfied (puas).
    satisfied: bool,
    /// In words (keterangan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    text: Option<String>,
}

/// The dialogues of a case (dialog, Propartif), each list oldest first.
///
/// Contacts, interviews, participants, agenda and minutes are confidential to the handlers, and absent for the reporter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Dialogue {
    /// The case (laporan).
    complaint_id: Uuid,
    /// Version of the case; also the `ETag`.
    version: i64,
    /// State of the case (status laporan).
    state: ComplaintState,
    /// On which track it is handled (jalur penanganan).
    handling_track: HandlingTrack,
    /// The last dialogue; absent where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    current: Option<DialogueFigures>,
    /// Contacts (kontak); for the handlers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    contacts: Option<Vec<DialogueContact>>,
    /// Interviews (wawancara); for the handlers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    interviews: Option<Vec<DialogueInterview>>,
    /// Sessions (pertemuan).
    sessions: Vec<DialogueSession>,
    /// Agreements (kesepakatan).
    agreements: Vec<DialogueAgreement>,
    /// The reporter's words (konfirmasi).
    confirmations: Vec<DialogueConfirmation>,
}

fn entry<T>(noted: &Noted<T>) -> DialogueEntry {
    DialogueEntry {
        id: noted.id.0,
        dialogue_no: noted.dialogue_no,
        recorded_by_role: noted.recorded_role.name().to_owned(),
        recorded_at: noted.recorded_at,
    }
}

fn contact(noted: Noted<dialogue::Contact>) -> DialogueContact {
    let entry = entry(&noted);
    let dialogue::Contact { party, channel, at, reached, summary } = noted.content;
    DialogueContact { entry, party: party.into(), channel: channel.into(), at, reached, summary }
}

fn interview(noted: Noted<dialogue::Interview>) -> DialogueInterview {
    let entry = entry(&noted);
    let dialogue::Interview { facts, interest, wanted_outcome, consent } = noted.content;
    DialogueInterview { entry, facts, interest, wanted_outcome, consent }
}

fn session(noted: Noted<dialogue::Session>, with_notes: bool) -> DialogueSession {
    let entry = entry(&noted);
    let dialogue::Session { held_at, place, online, participants, agenda, minutes } = noted.content;
    DialogueSession {
        entry,
        held_at,
        place,
        online,
        participants: with_notes.then_some(participants),
        agenda: with_notes.then_some(agenda),
        minutes: minutes.filter(|_| with_notes),
    }
}

fn agreement(noted: Noted<Agreed>) -> DialogueAgreement {
    let entry = entry(&noted);
    let item = |promise: Promise| AgreementItem {
        id: promise.id.0,
        text: promise.text,
        due_on: promise.due_on,
        owner_unit_id: promise.owner_unit_id.0,
        completed_at: promise.completed_at,
        evidence: promise.evidence,
    };
    let Agreed { text, items } = noted.content;
    DialogueAgreement { entry, text, items: items.into_iter().map(item).collect() }
}

fn confirmation(noted: Noted<dialogue::Confirmation>) -> DialogueConfirmation {
    let entry = entry(&noted);
    let dialogue::Confirmation { satisfied, text } = noted.content;
    DialogueConfirmation { entry, satisfied, text }
}

impl From<ShownTalks> for Dialogue {
    fn from(shown: ShownTalks) -> Self {
        let ShownTalks { seen, talks, with_notes } = shown;
        let Talks { contacts, interviews, sessions, agreements, confirmations } = talks;
        let complaint = seen.complaint();
        let figures = |last: &dialogue::Dialogue| DialogueFigures {
            no: last.no,
            state: last.state.into(),
            started_at: last.started_at,
            contacted_at: last.contacted_at.filter(|_| with_notes),
            contact_in_time: last.contact_in_time.filter(|_| with_notes),
            agreed_at: last.agreed_at,
            ended_at: last.ended_at,
            days: last.days,
        };
        Self {
            complaint_id: complaint.id.0,
            version: complaint.version,
            state: complaint.state.tag().into(),
            handling_track: complaint.track.into(),
            current: complaint.dialogue.as_ref().map(figures),
            contacts: with_notes.then(|| contacts.into_iter().map(contact).collect()),
            interviews: with_notes.then(|| interviews.into_iter().map(interview).collect()),
            sessions: sessions.into_iter().map(|noted| session(noted, with_notes)).collect(),
            agreements: agreements.into_iter().map(agreement).collect(),
            confirmations: confirmations.into_iter().map(confirmation).collect(),
        }
    }
}
