//! The PostgreSQL server of `TEST_DATABASE_URL`, which must run on this machine: the time of its sessions is read from /proc.

use std::str::FromStr as _;

use anyhow::Context as _;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, postgres::PgConnectOptions};
use tokio::sync::Mutex;

use crate::process::ticks;

/// The server.
pub(crate) struct Cluster {
    options: PgConnectOptions,
    session: Mutex<PgConnection>,
}

impl Cluster {
    #[expect(clippy::disallowed_methods, reason = "a bench learns its server from the environment")]
    pub(crate) async fn connect() -> anyhow::Result<Self> {
        let url = std::env::var("TEST_DATABASE_URL").context("TEST_DATABASE_URL names no server: use make bench")?;
        let options = PgConnectOptions::from_str(&url)?;
        let session = PgConnection::connect_with(&options).await?;
        Ok(Self { options, session: Mutex::new(session) })
    }

    /// Where the server listens.
    pub(crate) fn address(&self) -> String {
        format!("{}:{}", self.options.get_host(), self.options.get_port())
    }

    /// The address of a database.
    pub(crate) fn url(&self, database: &str) -> String {
        self.url_at(database, self.options.get_port())
    }

    /// The address of a database, behind another port of this machine.
    pub(crate) fn url_at(&self, database: &str, port: u16) -> String {
        self.options.clone().database(database).port(port).to_url_lossy().to_string()
    }

    /// A session of that database.
    pub(crate) async fn session(&self, database: &str) -> anyhow::Result<PgConnection> {
        Ok(PgConnection::connect_with(&self.options.clone().database(database)).await?)
    }

    /// An empty database; what a killed run has left under the name goes.
    pub(crate) async fn create(&self, name: &str) -> anyhow::Result<String> {
        let name = format!("{name}_{}", std::process::id());
        self.execute(format!("CREATE DATABASE {name}")).await?;
        Ok(name)
    }

    /// A copy of a database that nobody uses.
    pub(crate) async fn copy(&self, of: &str, name: &str) -> anyhow::Result<String> {
        let name = format!("{name}_{}", std::process::id());
        self.execute(format!("CREATE DATABASE {name} TEMPLATE {of}")).await?;
        Ok(name)
    }

    pub(crate) async fn drop(&self, name: &str) -> anyhow::Result<()> {
        self.execute(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await
    }

    /// Writes everything out, so that no later turn pays for it.
    pub(crate) async fn settle(&self) -> anyhow::Result<()> {
        self.execute("CHECKPOINT".to_owned()).await
    }

    async fn execute(&self, statement: String) -> anyhow::Result<()> {
        let mut session = self.session.lock().await;
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *session).await?;
        Ok(())
    }

    /// Processor time of all sessions of a database so far, in ticks, by process.
    pub(crate) async fn ticks(&self, database: &str) -> anyhow::Result<Vec<(i32, u64)>> {
        let mut session = self.session.lock().await;
        let question = sqlx::query_scalar::<_, i32>("SELECT pid FROM pg_stat_activity WHERE datname = $1");
        let sessions = question.bind(database).fetch_all(&mut *session).await?;
        sessions.into_iter().map(|pid| Ok((pid, ticks(&pid.to_string())?))).collect()
    }
}
