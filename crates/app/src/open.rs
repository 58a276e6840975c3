//! Opening an application: connect, migrate, read the keys, load reference data, take up the sandbox's clock.

use std::{path::Path, sync::Arc};

use padi_persistence::{
    db::{self, Db},
    events, idempotency,
};

use crate::{
    App, Setup,
    entropy::SystemEntropy,
    error::Error,
    files::{Files, Storage},
    keys::Keys,
};

pub use padi_persistence::db::Durability;

/// What is needed to open an application.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// `sqlite:PATH` or `postgres://...`.
    pub database_url: &'a str,
    /// How durable SQLite's commits are.
    pub durability: Durability,
    /// The folder of the keys.
    pub keys: &'a Path,
    /// Where files are kept.
    pub storage: Storage<'a>,
    /// Whether the law's clock may be moved.
    pub sandbox: bool,
    /// The address under which the API is reached, without a slash at its end.
    pub public_url: &'a str,
}

impl App {
    /// Opens an application, ready to serve.
    pub async fn open(opening: Opening<'_>) -> Result<Self, Error> {
        let db = Db::connect(opening.database_url, opening.durability).await?;
        db.migrate().await?;
        let entropy = SystemEntropy;
        let keys = Keys::open(opening.keys, &entropy).map_err(Error::internal)?;
        let files = Files::open(opening.storage).map_err(Error::internal)?;
        let app = Self::new(Setup {
            db,
            entropy: Arc::new(entropy),
            keys,
            sandbox: opening.sandbox,
            public_url: opening.public_url.to_owned(),
            files,
        });
        app.watch_keys();
        app.load_reference().await?;
        app.load_sandbox_clock().await?;
        Ok(app)
    }

    /// Sweeps what has expired: idempotency records, tokens, links, the bodies of old mails, files that nothing holds. Returns how many
    /// went.
    pub async fn sweep(&self) -> Result<u64, Error> {
        let records = idempotency::sweep(self.db(), self.real_now()).await?;
        let tokens = self.sweep_sessions().await? + self.sweep_mail_tokens().await?;
        let rest = self.sweep_mails().await? + self.sweep_files().await? + self.sweep_data_exports().await?;
        Ok(records + tokens + rest)
    }

    /// Numbers the event log as far as nothing can be overtaken any more. Returns how many events.
    pub async fn number_events(&self) -> Result<u64, Error> {
        let mut numbered = 0;
        loop {
            let batch = self.write(|_, tx| Box::pin(async move { Ok(events::number(tx).await?) })).await?;
            if batch == 0 {
                return Ok(numbered);
            }
            numbered += batch;
        }
    }

    /// Ends all work in good order: waits for the units of work that still run, then closes the store.
    pub async fn close(&self) -> Result<(), db::Error> {
        self.drain().await;
        self.db().clone().close().await
    }
}
