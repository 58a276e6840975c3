//! Use cases: one function for each thing that somebody can do. The only place that begins and commits a transaction, asks
//! the policies, and knows idempotency.

pub mod accounts;
pub mod calendar;
pub mod caller;
mod case;
pub mod clock;
pub mod complaints;
mod cursor;
mod due;
pub mod entropy;
pub mod error;
mod escalate;
pub mod files;
mod follow;
pub mod idempotency;
pub mod if_match;
pub mod information;
pub mod keys;
pub mod language;
pub mod mail;
pub mod notifications;
pub mod open;
pub mod privacy;
pub mod recompute;
pub mod reference;
pub mod sandbox;
pub mod search;
pub mod table;
mod write;

use std::{future::Future, sync::Arc};

use chrono::{DateTime, Utc};
use padi_kernel::{clock::Clock as _, entropy::Entropy, id::AgencyId};
use padi_persistence::db::Db;
use tokio::sync::OnceCell;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;

use crate::{clock::SystemClock, error::Error, keys::Keys};

/// Everything that use cases need; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

struct Parts {
    db: Db,
    clock: SystemClock,
    entropy: Arc<dyn Entropy>,
    keys: Keys,
    sandbox: bool,
    public_url: String,
    tasks: TaskTracker,
    law: calendar::LawCache,
    accounts: accounts::Accounts,
    files: files::Files,
    retention: privacy::LastRun,
    ministry: OnceCell<AgencyId>,
}

/// What an [`App`] is made of.
pub struct Setup {
    /// The store, migrated.
    pub db: Db,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Keys.
    pub keys: Keys,
    /// Whether the law's clock may be moved.
    pub sandbox: bool,
    /// The address under which the API is reached from outside, without a slash at its end.
    pub public_url: String,
    /// Where files are kept.
    pub files: files::Files,
}

impl App {
    /// An application over its parts.
    pub fn new(setup: Setup) -> Self {
        let Setup { db, entropy, keys, sandbox, public_url, files } = setup;
        let clock = SystemClock::default();
        let accounts = accounts::Accounts::new(keys.signing_seeds(), &public_url);
        Self(Arc::new(Parts {
            db,
            clock,
            entropy,
            keys,
            sandbox,
            public_url,
            tasks: TaskTracker::new(),
            law: calendar::LawCache::default(),
            accounts,
            files,
            retention: privacy::LastRun::default(),
            ministry: OnceCell::new(),
        }))
    }

    /// The store.
    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    /// The law's now.
    pub fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    /// The real now.
    pub fn real_now(&self) -> DateTime<Utc> {
        self.0.clock.real_now()
    }

    /// Randomness.
    pub(crate) fn entropy(&self) -> &dyn Entropy {
        self.0.entropy.as_ref()
    }

    /// The process's clock.
    pub(crate) fn system_clock(&self) -> &SystemClock {
        &self.0.clock
    }

    /// The kept law.
    pub(crate) fn law_cache(&self) -> &calendar::LawCache {
        &self.0.law
    }

    /// Keys.
    pub(crate) fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// Tokens, hashes and sessions.
    pub(crate) fn accounts(&self) -> &accounts::Accounts {
        &self.0.accounts
    }

    /// The store of files.
    pub(crate) fn files(&self) -> &files::Files {
        &self.0.files
    }

    /// The ministry's id, once it was read.
    pub(crate) fn ministry_cell(&self) -> &OnceCell<AgencyId> {
        &self.0.ministry
    }

    /// When retention was seen to.
    pub(crate) fn last_retention(&self) -> &privacy::LastRun {
        &self.0.retention
    }

    /// Whether the law's clock may be moved.
    pub fn is_sandbox(&self) -> bool {
        self.0.sandbox
    }

    /// The address under which the API is reached.
    pub fn public_url(&self) -> &str {
        &self.0.public_url
    }

    /// Whether the store answers.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.0.db.ping().await?)
    }

    /// Runs a unit of work to its end even when the caller goes away: a handler whose client resets the connection is dropped,
    /// and a dropped `BEGIN` can lose another's acknowledged rows (`connect_postgres`).
    pub(crate) async fn atomically<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        match self.0.tasks.spawn(work.in_current_span()).await {
            Ok(done) => done,
            Err(panicked) => Err(Error::internal(panicked)),
        }
    }

    /// Waits for the units of work that still run. For shutting down.
    pub async fn drain(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }
}
