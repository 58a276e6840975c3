//! Dialogues (Propartif): adding to one, and reading what was said as far as it is for the reader. What people write is sealed.

use chrono::{DateTime, NaiveDate, Utc};
use padi_complaints::{
    Refused,
    complaint::Complaint,
    dialogue::{self, Agreement, Confirmation, Contact, Contribution, Interview, Session},
    view::{self, Seen},
};
use padi_kernel::{
    actor::{ActorRole, Denied},
    event::By,
    id::{AgencyId, ComplaintId, DialogueEntryId, DialogueItemId},
};
use padi_persistence::{
    agencies,
    complaints::{self, Reference},
    db::{Conn, Tx},
    dialogues::{self, StoredEntry, StoredItem},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    Access,
    act::{Terms, acting_user, refused},
};
use crate::{
    App,
    error::{Error, FieldError},
    idempotency::{Answer, Reply},
    if_match::IfMatch,
    keys::{self, Place},
};

/// The most entries of one case, so that they can be read at once.
const ENTRIES_MAX: u64 = 200;

/// An entry with who wrote it down.
#[derive(Clone, Debug)]
pub struct Noted<T> {
    /// Its id.
    pub id: DialogueEntryId,
    /// In which dialogue of the case, from 1.
    pub dialogue_no: i32,
    /// In what capacity.
    pub recorded_role: ActorRole,
    /// When, by the law's clock.
    pub recorded_at: DateTime<Utc>,
    /// What was written.
    pub content: T,
}

/// Something promised, and how it stands.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Its id.
    pub id: DialogueItemId,
    /// What.
    pub text: String,
    /// By when.
    pub due_on: NaiveDate,
    /// Who does it.
    pub owner_unit_id: AgencyId,
    /// When it was done.
    pub completed_at: Option<DateTime<Utc>>,
    /// What proves it.
    pub evidence: Option<String>,
}

/// An agreement with its items.
#[derive(Clone, Debug)]
pub struct Agreed {
    /// In words.
    pub text: String,
    /// What is to be done.
    pub items: Vec<Promise>,
}

/// What was said in the dialogues of a case, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Talks {
    /// Contacts and their attempts.
    pub contacts: Vec<Noted<Contact>>,
    /// Interviews.
    pub interviews: Vec<Noted<Interview>>,
    /// Sessions.
    pub sessions: Vec<Noted<Session>>,
    /// Agreements.
    pub agreements: Vec<Noted<Agreed>>,
    /// The reporter's words.
    pub confirmations: Vec<Noted<Confirmation>>,
}

/// A case's dialogues as somebody may see them.
#[derive(Clone, Debug)]
pub struct ShownTalks {
    /// The case.
    pub seen: Seen,
    /// What was said; for the reporter, what concerns both parties.
    pub talks: Talks,
    /// Whether the reader is a handler, who alone sees the notes: contacts, interviews, participants, agenda and minutes.
    pub with_notes: bool,
}

/// A contribution as it was asked for.
struct Asked {
    access: Access,
    reference: Reference,
    contribution: Contribution,
    if_match: Option<IfMatch>,
}

impl App {
    /// Adds to the dialogue of a case. The checks come in the order of every act.
    pub async fn contribute_to_dialogue(
        &self,
        access: Access,
        reference: Reference,
        contribution: Contribution,
        terms: Terms,
        render: impl FnOnce(ShownTalks) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        if access.is_anonymous() {
            return Err(Denied::Unauthenticated.into());
        }
        let viewer = access.clone();
        let asked = Asked { access, reference, contribution, if_match: terms.if_match };
        let answer = self.once(terms.key, |app, tx| Box::pin(asked.contribute(app, tx)), render).await?;
        self.check_replay(&viewer, &answer).await?;
        Ok(answer)
    }

    /// What was said in a case's dialogues, as far as the caller may read it. 401 without credentials, whatever the case.
    pub async fn show_dialogue(&self, access: &Access, reference: &Reference) -> Result<ShownTalks, Error> {
        if access.is_anonymous() {
            return Err(Denied::Unauthenticated.into());
        }
        let complaint = complaints::find(self.db(), reference).await?.ok_or(Error::NotFound)?;
        let actor = access.actor(&complaint)?;
        let role = dialogue::reads(&actor, &complaint)?;
        let talks = self.talks(self.db(), complaint.id).await?;
        Ok(ShownTalks { talks, with_notes: role != ActorRole::Reporter, seen: view::view(&actor, complaint)? })
    }

    /// Everything that was said, unsealed.
    async fn talks(&self, conn: impl Into<Conn<'_>>, complaint: ComplaintId) -> Result<Talks, Error> {
        let (entries, mut items) = dialogues::of_case(conn, complaint).await?;
        let mut talks = Talks::default();
        for entry in entries {
            match entry.kind.as_str() {
                "contact" => talks.contacts.push(self.noted(entry)?),
                "interview" => talks.interviews.push(self.noted(entry)?),
                "session" => talks.sessions.push(self.noted(entry)?),
                "confirmation" => talks.confirmations.push(self.noted(entry)?),
                "agreement" => {
                    let (own, rest) = items.into_iter().partition(|item| item.entry_id == entry.id);
                    items = rest;
                    let text: Noted<String> = self.noted(entry)?;
                    let own: Vec<StoredItem> = own;
                    let items = own.into_iter().map(|item| self.promise(item)).collect::<Result<_, _>>()?;
                    talks.agreements.push(text.map(|text| Agreed { text, items }));
                }
                other => return Err(Error::internal(format!("dialogue_entries {}: kind {other}", entry.id))),
            }
        }
        Ok(talks)
    }

    fn noted<T: DeserializeOwned>(&self, entry: StoredEntry) -> Result<Noted<T>, Error> {
        let plain = self.unseal("dialogue_entries", "content", entry.id.0, &entry.content)?;
        Ok(Noted {
            id: entry.id,
            dialogue_no: entry.dialogue_no,
            recorded_role: entry.recorded_role,
            recorded_at: entry.recorded_at,
            content: serde_json::from_slice(&plain).map_err(Error::internal)?,
        })
    }

    fn promise(&self, item: StoredItem) -> Result<Promise, Error> {
        let text = |column, sealed: &[u8]| -> Result<String, Error> {
            let plain = self.unseal("dialogue_items", column, item.id.0, sealed)?;
            serde_json::from_slice(&plain).map_err(Error::internal)
        };
        Ok(Promise {
            id: item.id,
            text: text("content", &item.content)?,
            due_on: item.due_on,
            owner_unit_id: item.owner_unit_id,
            completed_at: item.completed_at,
            evidence: item.evidence.as_deref().map(|sealed| text("evidence", sealed)).transpose()?,
        })
    }

    fn seal_json(&self, table: &str, column: &str, id: Uuid, value: &impl Serialize) -> Result<Vec<u8>, Error> {
        let plain = serde_json::to_vec(value).map_err(Error::internal)?;
        let row = keys::row(id);
        self.keys().seal(Place { table, column, row: &row }, &plain, self.entropy()).map_err(Error::internal)
    }

    fn unseal(&self, table: &str, column: &str, id: Uuid, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let row = keys::row(id);
        self.keys().open_sealed(Place { table, column, row: &row }, sealed).map_err(Error::internal)
    }
}

impl<T> Noted<T> {
    fn map<U>(self, turn: impl FnOnce(T) -> U) -> Noted<U> {
        let Self { id, dialogue_no, recorded_role, recorded_at, content } = self;
        Noted { id, dialogue_no, recorded_role, recorded_at, content: turn(content) }
    }
}

impl Asked {
    async fn contribute(self, app: &App, tx: &Tx) -> Result<ShownTalks, Error> {
        let Self { access, reference, contribution, if_match } = self;
        let complaint = complaints::find_for_update(tx, &reference).await?.ok_or(Error::NotFound)?;
        let actor = access.actor(&complaint)?;
        let ground = app.ground(tx).await?;
        let now = app.now();
        let (complaint, _) = app.settle(tx, complaint, now, &ground).await?;
        let role = dialogue::authorize(&actor, &complaint)?;
        let promised = find_promised(tx, &contribution, &complaint).await?;
        IfMatch::honour(if_match.as_ref(), complaint.version)?;
        let untimely = |error: Refused| refused(&error, &actor, &complaint);
        dialogue::timely(&contribution, &complaint).map_err(|error| untimely(error.into()))?;
        if promised.is_some_and(|item| item.completed_at.is_some()) {
            return Err(untimely(Refused::State));
        }
        check_sense(tx, &contribution, &complaint, now).await?;
        let by = By { role, user: acting_user(role, &actor) };
        let changed = complaint.clone().contribute(&contribution, by, &ground.context(now)).map_err(untimely)?;
        complaints::save(tx, &changed, &app.recording(&changed)).await?;
        app.write_down(tx, &changed.value, contribution, by, now).await?;
        let talks = app.talks(tx, changed.value.id).await?;
        Ok(ShownTalks { talks, with_notes: true, seen: view::view(&actor, changed.value)? })
    }
}

/// The item that is said to be done: one of the present dialogue.
async fn find_promised(
    tx: &Tx,
    contribution: &Contribution,
    complaint: &Complaint,
) -> Result<Option<StoredItem>, Error> {
    let Contribution::Completion { item_id, .. } = contribution else { return Ok(None) };
    let found = dialogues::find_item(tx, complaint.id, *item_id).await?.ok_or(Error::NotFound)?;
    let present = complaint.dialogue.as_ref().map(|dialogue| dialogue.no);
    if present == Some(found.dialogue_no) { Ok(Some(found)) } else { Err(Error::NotFound) }
}

/// All that makes no sense, references that lead nowhere included.
async fn check_sense(
    tx: &Tx,
    contribution: &Contribution,
    complaint: &Complaint,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let told = contribution.faults(complaint, now).into_iter();
    let mut faults: Vec<_> = told.map(|(pointer, code)| FieldError::new(pointer, code)).collect();
    if let Contribution::Agreement(Agreement { items, .. }) = contribution {
        for (n, item) in items.iter().enumerate() {
            if !agencies::find(tx, item.owner_unit_id).await?.is_some_and(|unit| unit.active) {
                faults.push(FieldError::new(format!("/items/{n}/owner_unit_id"), "unknown_value"));
            }
        }
    }
    let entry = !matches!(contribution, Contribution::Completion { .. });
    if entry && dialogues::count(tx, complaint.id).await? >= ENTRIES_MAX {
        faults.push(FieldError::new("", "too_many"));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

impl App {
    /// Seals and stores what was said.
    async fn write_down(
        &self,
        tx: &Tx,
        complaint: &Complaint,
        contribution: Contribution,
        by: By,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if let Contribution::Completion { item_id, evidence } = contribution {
            let evidence = self.seal_json("dialogue_items", "evidence", item_id.0, &evidence)?;
            return Ok(dialogues::complete_item(tx, item_id, now, evidence).await?);
        }
        // Random, as all that belongs to a case that may be anonymous.
        let id = DialogueEntryId(padi_kernel::id::random(self.entropy()));
        let seal = |content: serde_json::Value| self.seal_json("dialogue_entries", "content", id.0, &content);
        let (kind, content) = written(&contribution)?;
        let dialogue_no = complaint.dialogue.as_ref().map_or(1, |dialogue| dialogue.no);
        let entry = StoredEntry {
            id,
            dialogue_no,
            kind: kind.to_owned(),
            content: seal(content)?,
            recorded_by: by.user,
            recorded_role: by.role,
            recorded_at: now,
        };
        let ordinal = i32::try_from(dialogues::count(tx, complaint.id).await?).map_err(Error::internal)?;
        dialogues::insert(tx, complaint.id, ordinal, entry).await?;
        if let Contribution::Agreement(Agreement { items, .. }) = contribution {
            let stored = items.into_iter().map(|item| {
                let item_id = DialogueItemId(padi_kernel::id::random(self.entropy()));
                Ok(StoredItem {
                    id: item_id,
                    entry_id: id,
                    dialogue_no,
                    content: self.seal_json("dialogue_items", "content", item_id.0, &item.text)?,
                    due_on: item.due_on,
                    owner_unit_id: item.owner_unit_id,
                    completed_at: None,
                    evidence: None,
                })
            });
            let stored = stored.collect::<Result<Vec<_>, Error>>()?;
            dialogues::insert_items(tx, complaint.id, stored).await?;
        }
        Ok(())
    }
}

/// The kind of an entry, and what is sealed of it.
fn written(contribution: &Contribution) -> Result<(&'static str, serde_json::Value), Error> {
    let (kind, content) = match contribution {
        Contribution::Contact(contact) => ("contact", serde_json::to_value(contact)),
        Contribution::Interview(interview) => ("interview", serde_json::to_value(interview)),
        Contribution::Session(session) => ("session", serde_json::to_value(session)),
        Contribution::Agreement(agreement) => ("agreement", serde_json::to_value(&agreement.text)),
        Contribution::Confirmation(confirmation) => ("confirmation", serde_json::to_value(confirmation)),
        Contribution::Completion { evidence, .. } => ("completion", serde_json::to_value(evidence)),
    };
    Ok((kind, content.map_err(Error::internal)?))
}
