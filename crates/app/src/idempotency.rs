//! Idempotency keys: the record of an answer stands in the transaction of its effect, so a retry either finds the answer or
//! does the work; never both.
//!
//! Only successes are kept, sealed, for 24 hours of the real clock. A second caller waits on the first one's row (PostgreSQL)
//! or writer (SQLite).

use std::{future::Future, pin::Pin, time::Duration};

use chrono::{DateTime, Utc};
use padi_persistence::{
    db::Tx,
    idempotency::{self, Record},
};
use serde::{Deserialize, Serialize};

use crate::{App, clock::lifetime, error::Error, keys::Place};

/// How long a second caller waits for the first.
const PATIENCE: Duration = Duration::from_secs(2);

/// A key as it came with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Who called: each caller has keys of their own.
    pub scope: String,
    /// The key.
    pub key: String,
    /// Hash of method, path and body.
    pub fingerprint: Vec<u8>,
}

/// An answer as it goes out: what is replayed to a retry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// `Location`, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The version that `ETag` tells, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// Tag of the language of its texts, if it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The case that the answer tells of; it is replayed only while the caller may still read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<uuid::Uuid>,
    /// How much of the case the answer shows: it is replayed only to who still sees as much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sight: Option<u8>,
    /// The body, JSON text; absent for 204. A repeated answer has the same bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// An answer, and whether it is a repeated one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What goes out.
    pub reply: Reply,
    /// Whether the work was done by an earlier call with the same key.
    pub replayed: bool,
}

impl Reply {
    /// An answer with a body.
    pub fn json(status: u16, body: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_string(body).map_err(Error::internal)?;
        Ok(Self { body: Some(body), ..Self::bare(status) })
    }

    /// 204.
    pub fn empty() -> Self {
        Self::bare(204)
    }

    fn bare(status: u16) -> Self {
        Self { status, location: None, version: None, language: None, case_id: None, sight: None, body: None }
    }

    /// With `Location`.
    #[must_use]
    pub fn at(self, location: String) -> Self {
        Self { location: Some(location), ..self }
    }

    /// With the version for `ETag`.
    #[must_use]
    pub fn versioned(self, version: i64) -> Self {
        Self { version: Some(version), ..self }
    }

    /// With texts of a language: a repeated answer speaks the first caller's.
    #[must_use]
    pub fn in_language(self, tag: &str) -> Self {
        Self { language: Some(tag.to_owned()), ..self }
    }

    /// Telling of a case, as much as somebody sees of it.
    #[must_use]
    pub fn of_case(self, case_id: uuid::Uuid, sight: u8) -> Self {
        Self { case_id: Some(case_id), sight: Some(sight), ..self }
    }
}

/// A unit of work within a transaction.
pub(crate) type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// What came of asking for a key.
#[derive(Debug)]
enum Begun {
    /// Nobody did it yet.
    Fresh,
    /// It was done, and this was the answer.
    Done(Reply),
}

impl App {
    /// The one path of every write: in a task that outlives its caller, begins, takes the key or finds the answer given to it,
    /// does the work, renders and keeps the answer, commits.
    pub(crate) async fn once<T, W, R>(&self, key: Option<Key>, work: W, render: R) -> Result<Answer, Error>
    where
        T: Send,
        W: for<'a> FnOnce(&'a App, &'a Tx) -> Work<'a, T> + Send + 'static,
        R: FnOnce(T) -> Result<Reply, Error> + Send + 'static,
    {
        let app = self.clone();
        self.atomically(async move {
            let tx = app.db().write().await?;
            if let Begun::Done(reply) = app.begin_once(&tx, key.as_ref()).await? {
                return Ok(Answer { reply, replayed: true });
            }
            let done = work(&app, &tx).await?;
            let reply = render(done)?;
            app.end_once(&tx, key.as_ref(), &reply).await?;
            tx.commit().await?;
            Ok(Answer { reply, replayed: false })
        })
        .await
    }

    /// The answer that was given to the key, if the work was done before. For work that is too long for one transaction and may be
    /// done twice without harm.
    pub(crate) async fn answered_before(&self, key: Option<&Key>) -> Result<Option<Answer>, Error> {
        let Some(key) = key else { return Ok(None) };
        match idempotency::find(self.db(), &key.scope, &key.key).await? {
            Some(record) if record.expires_at > self.real_now() => {
                Ok(Some(Answer { reply: self.open_answer(key, &record)?, replayed: true }))
            }
            _ => Ok(None),
        }
    }

    /// Takes the key, or finds the answer that was given to it.
    async fn begin_once(&self, tx: &Tx, key: Option<&Key>) -> Result<Begun, Error> {
        let Some(key) = key else { return Ok(Begun::Fresh) };
        let now = self.real_now();
        tx.lock_timeout(PATIENCE).await?;
        let taken = idempotency::take(tx, &record(key, now)?, now).await;
        match taken {
            Ok(true) => Ok(Begun::Fresh),
            Ok(false) => self.answered(tx, key).await.map(Begun::Done),
            Err(padi_persistence::db::Error::Locked) => Err(Error::IdempotencyInProgress),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps the answer beside its effect.
    async fn end_once(&self, tx: &Tx, key: Option<&Key>, reply: &Reply) -> Result<(), Error> {
        let Some(key) = key else { return Ok(()) };
        let plain = serde_json::to_vec(reply).map_err(Error::internal)?;
        let answer = self.keys().seal(place(&row(key)), &plain, self.entropy()).map_err(Error::internal)?;
        Ok(idempotency::answer(tx, &key.scope, &key.key, answer, reply.case_id).await?)
    }

    async fn answered(&self, tx: &Tx, key: &Key) -> Result<Reply, Error> {
        let record = idempotency::find(tx, &key.scope, &key.key).await?.ok_or(Error::IdempotencyInProgress)?;
        self.open_answer(key, &record)
    }

    fn open_answer(&self, key: &Key, record: &Record) -> Result<Reply, Error> {
        if record.fingerprint != key.fingerprint {
            return Err(Error::IdempotencyKeyReused);
        }
        let plain = self.keys().open_sealed(place(&row(key)), &record.answer).map_err(Error::internal)?;
        serde_json::from_slice(&plain).map_err(Error::internal)
    }
}

fn record(key: &Key, now: DateTime<Utc>) -> Result<Record, Error> {
    Ok(Record {
        scope: key.scope.clone(),
        key: key.key.clone(),
        fingerprint: key.fingerprint.clone(),
        answer: Vec::new(),
        case_id: None,
        created_at: now,
        expires_at: now + chrono::Duration::from_std(lifetime::IDEMPOTENCY).map_err(Error::internal)?,
    })
}

fn place(row: &str) -> Place<'_> {
    Place { table: "idempotency_records", column: "answer", row }
}

/// The record's key, so that nobody's answer opens as another's.
fn row(key: &Key) -> String {
    format!("{} {}", key.scope, key.key)
}
