//! Deciding a data request: checking who asks, doing as asked, refusing; and telling the person.

use chrono::{DateTime, Utc};
use padi_kernel::{
    actor::{ActorRole, Denied},
    changed::Changed,
    event::By,
    id::DataRequestId,
};
use padi_persistence::{
    complaints,
    data_requests::{self, Told},
    db::Tx,
    processing_limits, users,
    users::User,
};
use padi_privacy::{
    policy::{self, Capacity},
    request::{Command, DataRequest, Kind, RefusalReason, Subject},
};

use super::{Notice, Shown, erase::Parting};
use crate::{
    App,
    caller::Caller,
    complaints::act::Terms,
    error::Error,
    idempotency::{Answer, Reply},
    if_match::IfMatch,
    mail,
};

/// Requests told in one round.
const ROUND: u64 = 100;

/// What an officer does with a request.
#[derive(Clone, Debug)]
pub enum Decision {
    /// Begins to check who asks.
    CheckIdentity,
    /// Does as asked, with a word to the person.
    Grant(Option<String>),
    /// Refuses, and says why.
    Refuse(RefusalReason, String),
}

impl Decision {
    fn command(&self) -> Command {
        match self {
            Self::CheckIdentity => Command::CheckIdentity,
            Self::Grant(_) => Command::Grant,
            Self::Refuse(reason, _) => Command::Refuse(*reason),
        }
    }

    fn words(&self) -> Option<&str> {
        match self {
            Self::CheckIdentity => None,
            Self::Grant(note) => note.as_deref(),
            Self::Refuse(_, text) => Some(text),
        }
    }
}

impl App {
    /// Does what the officer decides. The checks come in this order: credentials, existence, permission, version, state.
    pub async fn decide_data_request(
        &self,
        caller: Caller,
        id: DataRequestId,
        decision: Decision,
        terms: Terms,
        render: impl FnOnce(Shown) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        if caller.person().is_none() {
            return Err(Denied::Unauthenticated.into());
        }
        let viewer = caller.clone();
        let Terms { key, if_match } = terms;
        let command = decision.command();
        // Known before the transaction, which must not ask for a second connection.
        self.ministry_id().await?;
        let before = data_requests::find(self.db(), id).await?.map(|stored| stored.request.subject);
        let answer =
            self.once(key, move |app, tx| Box::pin(app.decide(tx, caller, id, decision, if_match)), render).await?;
        if answer.replayed {
            // A repeated answer goes only to who may still read it.
            self.data_request(&viewer, id).await?;
            policy::may_decide(&viewer.actor, command)?;
        }
        if let Some(Subject::Account(user)) = before {
            // Whoever was erased is logged in nowhere.
            self.forget_account(user).await;
        }
        Ok(answer)
    }

    async fn decide(
        &self,
        tx: &Tx,
        caller: Caller,
        id: DataRequestId,
        decision: Decision,
        if_match: Option<IfMatch>,
    ) -> Result<Shown, Error> {
        data_requests::lock_siblings(tx, id).await?;
        let stored = data_requests::find_for_update(tx, id).await?.ok_or(Error::NotFound)?;
        let capacity = self.capacity(tx, &caller.actor, &stored.request).await?;
        if capacity == Capacity::Subject {
            return Err(Denied::Forbidden.into());
        }
        policy::may_decide(&caller.actor, decision.command())?;
        let now = self.now();
        let request = self.settle_data_request(tx, stored.request, now).await?.0;
        IfMatch::honour(if_match.as_ref(), request.version)?;
        let law = self.law_within(tx).await?;
        let command = decision.command();
        if command == Command::Grant && request.kind == Kind::Erasure {
            self.lock_cases(tx, request.subject).await?;
        }
        let options = self.options(tx, &request, capacity, &law).await?;
        let refused = Error::Transition { state: request.state.name(), allowed: options.allowed };
        if !request.allows(command) {
            return Err(refused);
        }
        if command == Command::Grant && !options.obstacles.is_empty() {
            let held = options.obstacles.contains(&RefusalReason::LegalHold);
            return Err(if held { Error::LegalHold } else { refused });
        }
        let by = By { role: ActorRole::PrivacyOfficer, user: caller.person().map(|person| person.user) };
        let mut changed = request.apply(command, by, now).map_err(Error::internal)?;
        let notice = self.carry_out(tx, &mut changed, command).await?;
        // Of who was erased nothing is kept, the officer's words to them included.
        let words = decision.words().filter(|_| changed.value.subject != Subject::Erased);
        let told =
            Told { decision: words.map(|words| self.seal_word(id, "decision", words.as_bytes())).transpose()?, notice };
        data_requests::save(tx, &changed, told, &self.recording(&changed)).await?;
        let stored = data_requests::find(tx, id).await?.ok_or(Error::NotFound)?;
        let options = self.options(tx, &stored.request, capacity, &law).await?;
        let shown = self.shown_request(stored, Some(options), law)?;
        Ok(if policy::sees_changes(&caller.actor, capacity) { shown } else { shown.without_changes() })
    }

    /// Does what was granted, and writes the mail that tells the outcome, where the person has an address.
    async fn carry_out(&self, tx: &Tx, changed: &mut Changed<DataRequest>, command: Command) -> Result<Notice, Error> {
        if command == Command::CheckIdentity {
            return Ok(None);
        }
        let real_now = self.real_now();
        let by = changed.events.last().map_or(By::SYSTEM, |event| event.by);
        if (command, changed.value.kind) == (Command::Grant, Kind::Correction) {
            // Before it is told, so that it is told at the right address.
            self.correct(tx, &changed.value, Parting { by, notice: None, at: real_now }).await?;
        }
        let notice = self.tell(tx, &changed.value, real_now).await?;
        if command != Command::Grant {
            return Ok(notice);
        }
        let request = &changed.value;
        match request.kind {
            Kind::Access => self.grant_access(tx, request).await?,
            Kind::Correction => {}
            Kind::Restriction | Kind::ConsentWithdrawal => {
                let subjects = match request.subject {
                    Subject::Account(user) => vec![user.0],
                    Subject::Reporter(case) => {
                        complaints::family(tx, case).await?.into_iter().map(|case| case.0).collect()
                    }
                    Subject::Erased => Vec::new(),
                };
                for subject in subjects {
                    processing_limits::limit(tx, subject, request.id, request.updated_at).await?;
                }
            }
            Kind::Erasure => {
                let parting = Parting { by, notice, at: real_now };
                self.erase(tx, request.subject, parting).await?;
                if matches!(request.subject, Subject::Account(_)) {
                    changed.value.subject = Subject::Erased;
                }
            }
        }
        Ok(notice)
    }

    /// Writes the mail that tells the outcome.
    async fn tell(&self, tx: &Tx, request: &DataRequest, now: DateTime<Utc>) -> Result<Notice, Error> {
        let notice = mail::Notice::DataRequestDecided { granted: request.granted.unwrap_or(false) };
        let user = match request.subject {
            Subject::Account(user) => users::find(tx, user).await?,
            Subject::Reporter(case) => {
                let identity = self.identity(tx, case).await?;
                identity.email.map(|email| stranger(email, identity.name))
            }
            Subject::Erased => None,
        };
        let Some(user) = user else { return Ok(None) };
        self.notify(tx, &user, notice, now).await.map(Some)
    }

    /// Marks decided requests as told whose mail has been delivered. Returns how many. For the worker.
    pub async fn mark_told_data_requests(&self) -> Result<u64, Error> {
        let ids = data_requests::told(self.db(), ROUND).await?;
        let mut done = 0;
        for id in ids {
            done += self.write(move |app, tx| Box::pin(app.mark_told(tx, id))).await?;
        }
        Ok(done)
    }

    async fn mark_told(&self, tx: &Tx, id: DataRequestId) -> Result<u64, Error> {
        let Some(stored) = data_requests::find_for_update(tx, id).await? else { return Ok(0) };
        if !stored.request.allows(Command::Notify) {
            return Ok(0);
        }
        let changed = stored.request.apply(Command::Notify, By::SYSTEM, self.now()).map_err(Error::internal)?;
        data_requests::save(tx, &changed, Told::default(), &self.recording(&changed)).await?;
        Ok(1)
    }
}

/// A reporter without account, as the writer of mails takes somebody: in Indonesian, since no language was asked for.
fn stranger(email: String, name: Option<String>) -> User {
    User {
        id: padi_kernel::id::UserId(uuid::Uuid::nil()),
        email,
        name: name.unwrap_or_else(|| "Pelapor".to_owned()),
        password_hash: None,
        language: crate::language::Language::default().tag().to_owned(),
        email_verified_at: None,
        session_version: 0,
        version: 0,
    }
}
