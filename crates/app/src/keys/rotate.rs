//! Rotation of keys, while the service goes on: one more generation is added, made active, what older ones sealed and marked is
//! written anew, and they are retired. Each step may be repeated, and none is lost half way.

use std::{collections::BTreeMap, path::Path, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use padi_kernel::id::UserId;
use padi_persistence::{
    complaints::{self, Reporter},
    sealed as rows,
};

use super::{
    KeyError, Kid, Place, folder,
    sealed::{MARKED, MARKED_BY_CONTENT, Marked, SEALED, Sealed},
};
use crate::{App, clock::lifetime, error::Error};

/// How often a process reads the folder again.
const REREAD: Duration = Duration::from_secs(2);
/// How old a key must be before it is used: by then every process knows it.
const SETTLE: TimeDelta = TimeDelta::seconds(10);
/// After how long every process uses what the folder names.
const SPREAD: Duration = Duration::from_secs(3);
/// Longer than any access token is good.
const TOKENS: TimeDelta = TimeDelta::minutes(11);
/// Rows, or accounts, in one transaction.
const CHUNK: u64 = 100;

/// Why a step of a rotation was not taken.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// No such key lives.
    #[error("there is no key {0}")]
    Unknown(Kid),
    /// What is active is not retired.
    #[error("key {0} is the active one")]
    Active(Kid),
    /// Something still carries the key.
    #[error("{rows} values still carry key {kid}: run `padi keys reencrypt`")]
    Carried {
        /// The key.
        kid: Kid,
        /// How many values.
        rows: u64,
    },
    /// Access tokens that it signed may still be good.
    #[error("access tokens may still be signed with key {kid}: retire it after {after}")]
    TooEarly {
        /// The key.
        kid: Kid,
        /// From when on.
        after: DateTime<Utc>,
    },
    /// The keys stand in no folder.
    #[error("the keys stand in no folder")]
    NoFolder,
    /// The folder cannot be read or written.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The store said no.
    #[error(transparent)]
    App(#[from] Error),
}

impl From<padi_persistence::db::Error> for RotationError {
    fn from(error: padi_persistence::db::Error) -> Self {
        Self::App(error.into())
    }
}

/// A generation of keys as an operator sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub kid: Kid,
    /// Whether it is used for what is new.
    pub active: bool,
    /// How many values carry it.
    pub rows: u64,
}

impl App {
    /// Reads the folder of the keys again, and takes up what is new there.
    pub(crate) async fn reread_keys(&self) {
        let app = self.clone();
        match tokio::task::spawn_blocking(move || app.keys().reread()).await {
            Ok(Ok(false)) => {}
            Ok(Ok(true)) => {
                self.accounts().use_seeds(self.keys().signing_seeds());
                tracing::info!("keys were read anew");
            }
            Ok(Err(error)) => tracing::error!(%error, "the keys cannot be read anew; those in hand stay"),
            Err(error) => tracing::error!(%error, "the keys cannot be read anew"),
        }
    }

    /// Rereads the keys from time to time, for as long as the application lives.
    pub(crate) fn watch_keys(&self) {
        let parts = std::sync::Arc::downgrade(&self.0);
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(REREAD);
            loop {
                ticks.tick().await;
                let Some(parts) = parts.upgrade() else { return };
                Self(parts).reread_keys().await;
            }
        });
    }

    fn key_folder(&self) -> Result<&Path, RotationError> {
        self.keys().folder.as_deref().ok_or(RotationError::NoFolder)
    }

    /// The generations that live, with how much carries each.
    pub async fn list_keys(&self) -> Result<Vec<Standing>, RotationError> {
        let ring = folder::read(self.key_folder()?)?;
        let carried = self.carried().await?;
        let standing = |kid: &Kid| {
            let rows = carried.get(kid).copied().unwrap_or_default();
            Standing { kid: *kid, active: *kid == ring.active, rows }
        };
        Ok(ring.generations.keys().map(standing).collect())
    }

    /// How many values carry each key.
    async fn carried(&self) -> Result<BTreeMap<Kid, u64>, RotationError> {
        let mut carried = BTreeMap::new();
        for column in SEALED {
            for (kid, rows) in rows::count_sealed(self.db(), column).await? {
                *carried.entry(Kid(kid)).or_default() += rows;
            }
        }
        for column in MARKED.iter().chain(MARKED_BY_CONTENT) {
            for (kid, rows) in rows::count_marked(self.db(), column, Kid::FIRST.0).await? {
                *carried.entry(Kid(kid)).or_default() += rows;
            }
        }
        Ok(carried)
    }

    /// Adds a generation of keys, which is not used yet.
    pub fn add_key(&self) -> Result<Kid, RotationError> {
        Ok(folder::add(self.key_folder()?, self.entropy())?)
    }

    /// Uses a generation for what is new, once every process has had the time to read it; comes back when every process does so.
    pub async fn activate_key(&self, kid: Kid) -> Result<(), RotationError> {
        let folder = self.key_folder()?;
        if !folder::read(folder)?.generations.contains_key(&kid) {
            return Err(RotationError::Unknown(kid));
        }
        if folder::read_active(folder)?.kid == kid {
            return Ok(());
        }
        let wait = folder::made_at(folder, kid)? + SETTLE - self.real_now();
        tokio::time::sleep(wait.to_std().unwrap_or_default()).await;
        folder::activate(folder, kid, self.real_now())?;
        self.reread_keys().await;
        tokio::time::sleep(SPREAD).await;
        Ok(())
    }

    /// Seals and marks anew whatever does not carry the active key, a hundred values a transaction; what was done before stays done.
    /// Returns how many values.
    pub async fn reencrypt(&self) -> Result<u64, RotationError> {
        self.reread_keys().await;
        let mut done = 0;
        for column in SEALED {
            done += self.reseal(column).await?;
        }
        done += self.remark_all().await?;
        done += self.remark_blobs().await?;
        Ok(done)
    }

    async fn reseal(&self, column: &'static Sealed) -> Result<u64, RotationError> {
        let active = self.keys().active().bytes();
        let (mut done, mut after) = (0, None);
        loop {
            let page = rows::sealed_by_others(self.db(), column, active, after.as_ref(), CHUNK).await?;
            let Some(last) = page.last() else { return Ok(done) };
            after = Some(last.key.clone());
            done += self
                .write(move |app, tx| {
                    Box::pin(async move {
                        let mut changed = 0;
                        for value in page {
                            let row = value.key.to_string();
                            let place = Place { table: column.table, column: column.column, row: &row };
                            let plain = app.keys().open_sealed(place, &value.envelope).map_err(Error::internal)?;
                            let fresh = app.keys().seal(place, &plain, app.entropy()).map_err(Error::internal)?;
                            changed += rows::replace_sealed(tx, column, &value, fresh).await?;
                        }
                        Ok(changed)
                    })
                })
                .await?;
        }
    }

    /// Marks are found by account: a mark does not tell whose it is.
    async fn remark_all(&self) -> Result<u64, RotationError> {
        let active = self.keys().active();
        let mut columns = Vec::new();
        for column in MARKED {
            let counted = rows::count_marked(self.db(), column, Kid::FIRST.0).await?;
            if counted.into_iter().any(|(kid, rows)| kid != active.0 && rows > 0) {
                columns.push(column);
            }
        }
        if columns.is_empty() {
            return Ok(0);
        }
        let (mut done, mut after) = (0, None);
        loop {
            let accounts = rows::accounts(self.db(), after, CHUNK).await?;
            let Some(last) = accounts.last() else { return Ok(done) };
            after = Some(*last);
            done += self.remark(columns.clone(), accounts).await?;
        }
    }

    async fn remark(&self, columns: Vec<&'static Marked>, accounts: Vec<UserId>) -> Result<u64, RotationError> {
        let changed = self.write(move |app, tx| {
            Box::pin(async move {
                let mut changed = 0;
                // Their cases are changed in no order of their own, so they are locked before.
                let former = accounts.iter().flat_map(|user| app.keys().former_reporter_keys(*user)).collect();
                let cases = complaints::cases_of(tx, &Reporter::Account(former)).await?;
                complaints::lock_together(tx, cases).await?;
                for user in accounts {
                    let fresh = app.keys().reporter_key(user).0;
                    let former: Vec<_> = app.keys().former_reporter_keys(user).into_iter().map(|key| key.0).collect();
                    for column in &columns {
                        changed += rows::replace_mark(tx, column, &former, &fresh).await?;
                    }
                }
                Ok(changed)
            })
        });
        Ok(changed.await?)
    }

    /// Puts a generation away which nothing carries any more and no access token is signed with.
    pub async fn retire_key(&self, kid: Kid) -> Result<(), RotationError> {
        let folder = self.key_folder()?;
        let active = folder::read_active(folder)?;
        if active.kid == kid {
            return Err(RotationError::Active(kid));
        }
        if !folder::read(folder)?.generations.contains_key(&kid) {
            return Err(RotationError::Unknown(kid));
        }
        if let Some(after) = active.since.map(|since| since + TOKENS).filter(|after| *after > self.real_now()) {
            return Err(RotationError::TooEarly { kid, after });
        }
        let rows = self.carried().await?.get(&kid).copied().unwrap_or_default();
        if rows > 0 {
            return Err(RotationError::Carried { kid, rows });
        }
        folder::retire(folder, kid)?;
        self.reread_keys().await;
        Ok(())
    }
}

const _: () = assert!(TOKENS.num_seconds() > lifetime::ACCESS.as_secs().cast_signed(), "a token outlives its key");
