//! Connecting, transactions and errors. The only place that begins a transaction; only `app` asks for one.

use std::{str::FromStr as _, time::Duration};

use sea_orm::{
    ConnectionTrait as _, DatabaseBackend, DatabaseConnection, DatabaseExecutor, DatabaseTransaction, DbErr,
    RuntimeErr, SqlErr, SqliteTransactionMode, SqlxPostgresConnector, SqlxSqliteConnector, TransactionOptions,
    TransactionTrait as _,
};
use sqlx::{
    Executor as _, Row as _,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// Why the store could not do something.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The row was changed by somebody else since it was read.
    #[error("the row was changed meanwhile")]
    Stale,
    /// A unique constraint refused the row.
    #[error("a row with that key exists")]
    Conflict,
    /// Another transaction held the row for longer than this one would wait.
    #[error("another transaction holds the row")]
    Locked,
    /// The database cannot be reached or is too busy; trying again later may help.
    #[error("the database is not available")]
    Unavailable(#[source] DbErr),
    /// A row does not make sense to the program.
    #[error("{table} {id}: {what}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row.
        id: String,
        /// What is wrong.
        what: String,
    },
    /// Anything else that the database said.
    #[error("database error")]
    Driver(#[source] DbErr),
    /// A value could not be turned into or out of JSON.
    #[error("stored JSON")]
    Json(#[from] serde_json::Error),
    /// The address of the database is of no known kind.
    #[error("a database address starts with sqlite: or postgres:")]
    UnknownScheme,
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(_)) = error.sql_err() {
            return Self::Conflict;
        }
        if code_of(&error).is_some_and(|code| code == LOCK_NOT_AVAILABLE) {
            return Self::Locked;
        }
        if is_unavailable(&error) { Self::Unavailable(error) } else { Self::Driver(error) }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        DbErr::Conn(RuntimeErr::SqlxError(error.into())).into()
    }
}

/// PostgreSQL's code for a lock that was waited for in vain.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// The database's own code of the error, if it has one.
fn code_of(error: &DbErr) -> Option<String> {
    let (DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner))) = error else {
        return None;
    };
    inner.as_database_error().and_then(sqlx::error::DatabaseError::code).map(std::borrow::Cow::into_owned)
}

/// Whether the error says that the database is away or too busy, and not that the statement is wrong.
fn is_unavailable(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(inner))
    | DbErr::Exec(RuntimeErr::SqlxError(inner))
    | DbErr::Query(RuntimeErr::SqlxError(inner))) = error
    else {
        return matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_));
    };
    match inner.as_ref() {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Protocol(_)
        | sqlx::Error::WorkerCrashed => true,
        // 08 connection, 53 resources, 57 shut down or cancelled, 40 serialisation or deadlock; 5 and 6 SQLite busy.
        sqlx::Error::Database(db) => db.code().is_some_and(|code| {
            ["08", "53", "57", "40"].iter().any(|class| code.len() == 5 && code.starts_with(class))
                || matches!(code.as_ref(), "5" | "6" | "261" | "517" | "773")
        }),
        _ => false,
    }
}

/// The database: one pool on PostgreSQL; one writer and several readers on SQLite.
#[derive(Clone, Debug)]
pub struct Db {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
}

/// A write transaction. Dropped without [`Tx::commit`] it is rolled back.
#[derive(Debug)]
pub struct Tx(DatabaseTransaction);

/// Something that statements can be sent to: a [`Db`]'s reader or a [`Tx`].
#[derive(Debug)]
pub struct Conn<'a>(pub(crate) DatabaseExecutor<'a>);

impl<'a> From<&'a Db> for Conn<'a> {
    fn from(db: &'a Db) -> Self {
        Self(DatabaseExecutor::Connection(&db.reader))
    }
}

impl<'a> From<&'a Tx> for Conn<'a> {
    fn from(tx: &'a Tx) -> Self {
        Self(DatabaseExecutor::Transaction(&tx.0))
    }
}

/// How durable SQLite's commits are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Survives a power cut.
    Full,
    /// Survives a crash of the process only; for tests.
    Process,
}

impl Db {
    /// Connects by address: `sqlite:PATH` or `postgres://...`.
    pub async fn connect(url: &str, durability: Durability) -> Result<Self, Error> {
        if url.starts_with("sqlite:") {
            Self::connect_sqlite(url, durability).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = connect_postgres(url, 16)?;
            let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
            Ok(Self { writer: connection.clone(), reader: connection })
        } else {
            Err(Error::UnknownScheme)
        }
    }

    async fn connect_sqlite(url: &str, durability: Durability) -> Result<Self, Error> {
        let synchronous = match durability {
            Durability::Full => SqliteSynchronous::Full,
            Durability::Process => SqliteSynchronous::Normal,
        };
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("secure_delete", "ON")
            .pragma("trusted_schema", "OFF")
            .pragma("temp_store", "MEMORY");
        let pool = |max| SqlitePoolOptions::new().max_connections(max).acquire_timeout(Duration::from_secs(10));
        let writer = pool(1).connect_with(options.clone()).await?;
        let reader = pool(4).connect_lazy_with(options);
        Ok(Self {
            writer: SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
            reader: SqlxSqliteConnector::from_sqlx_sqlite_pool(reader),
        })
    }

    /// Begins a write transaction: `BEGIN IMMEDIATE` on SQLite, where a plain one fails as soon as two writers meet.
    pub async fn write(&self) -> Result<Tx, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        #[expect(clippy::disallowed_methods, reason = "the one place where a transaction begins")]
        let tx = self.writer.begin_with_options(options).await?;
        Ok(Tx(tx))
    }

    /// The writer, for single statements that need no transaction.
    pub(crate) fn writer(&self) -> Conn<'_> {
        Conn(DatabaseExecutor::Connection(&self.writer))
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), Error> {
        padi_migrations::up(&self.writer).await.map_err(Error::Driver)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.reader.ping().await?)
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.writer.get_database_backend() == DatabaseBackend::Postgres
    }

    /// Ends all connections in good order.
    pub async fn close(self) -> Result<(), Error> {
        let same = self.is_postgres();
        self.writer.close().await?;
        if !same {
            self.reader.close().await?;
        }
        Ok(())
    }
}

impl Tx {
    /// Makes everything that was written durable.
    pub async fn commit(self) -> Result<(), Error> {
        Ok(self.0.commit().await?)
    }

    /// How long a statement of this transaction may wait for another's lock (PostgreSQL; SQLite has one writer).
    pub async fn lock_timeout(&self, limit: Duration) -> Result<(), Error> {
        if self.0.get_database_backend() == DatabaseBackend::Postgres {
            self.0.execute_unprepared(&format!("SET LOCAL lock_timeout = {}", limit.as_millis())).await?;
        }
        Ok(())
    }
}

/// A pool that never lends a session which still stands in a transaction.
///
/// A future dropped while its `BEGIN` is in flight puts the session back in the pool inside an open transaction, and the next
/// borrower's acknowledged rows are rolled back with it (sqlx 0.9.0, issues 4385 and 4393). The question costs the one round
/// trip of the ping that it replaces.
pub fn connect_postgres(url: &str, connections: u32) -> Result<PgPool, Error> {
    let options = PgConnectOptions::from_str(url)?.application_name("padi").options([
        ("idle_in_transaction_session_timeout", "15s"),
        ("statement_timeout", "30s"),
        ("timezone", "UTC"),
    ]);
    Ok(PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .before_acquire(|connection, _| {
            Box::pin(async move {
                // In a transaction now() is the time of its BEGIN, outside of one that of the statement. By the simple
                // protocol: in the extended one the statement's time moves between its steps.
                let question = sqlx::raw_sql("SELECT now() <> statement_timestamp()");
                let stale: bool = connection.fetch_one(question).await?.try_get(0)?;
                Ok(!stale)
            })
        })
        .connect_lazy_with(options))
}
