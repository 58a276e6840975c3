//! A database for each test: a copy of a template that is migrated, loaded and peopled once a run.
//!
//! The names of PostgreSQL's databases carry the number of this process's advisory lock, so that a later run can tell what a
//! killed one has left behind, and drop it.

use std::{
    path::{Path, PathBuf},
    str::FromStr as _,
    sync::{Arc, LazyLock},
    time::Duration,
};

use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, SqliteConnection, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};
use tempfile::TempDir;
use tokio::sync::{Mutex, OnceCell, OwnedSemaphorePermit, Semaphore};

use super::{
    Backend,
    people::{self, Places},
};

/// Servers over PostgreSQL at a time: each may open 16 connections, and a server takes 100 if nobody says otherwise.
static SEATS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(4)));

static SQLITE: OnceCell<Template> = OnceCell::const_new();
static POSTGRES: OnceCell<Template> = OnceCell::const_new();
static OWNER: OnceCell<Owner> = OnceCell::const_new();

/// What every test starts from.
pub(crate) struct Template {
    /// The file or the name.
    source: Source,
    /// Keys: what is sealed in the template can be opened in its copies.
    keys: TempDir,
    /// Ids of what is in it.
    pub(crate) places: Places,
}

enum Source {
    File(TempDir),
    Name(String),
}

/// One copy.
pub(crate) struct Database {
    pub(crate) backend: Backend,
    /// As `PADI_DATABASE_URL` has it.
    pub(crate) url: String,
    pub(crate) keys: PathBuf,
    pub(crate) places: &'static Places,
    name: String,
    folder: Option<TempDir>,
    own_keys: Option<TempDir>,
    _seat: Option<OwnedSemaphorePermit>,
}

/// The session that creates databases and tells others that we live.
struct Owner {
    number: i64,
    session: Mutex<PgConnection>,
}

impl Database {
    pub(crate) async fn create(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => {
                let template = SQLITE.get_or_init(sqlite_template).await;
                let folder = TempDir::new().expect("a temporary folder");
                let file = folder.path().join("padi.db");
                if let Source::File(from) = &template.source {
                    std::fs::copy(from.path().join("padi.db"), &file).expect("a copy of the template");
                }
                Self::of(backend, template, sqlite_url(&file), String::new(), Some(folder), None)
            }
            Backend::Postgres => {
                let seat = SEATS.clone().acquire_owned().await.expect("a seat");
                let template = POSTGRES.get_or_init(postgres_template).await;
                let name = fresh_name().await;
                if let Source::Name(from) = &template.source {
                    as_owner(format!("CREATE DATABASE {name} TEMPLATE {from}")).await;
                }
                Self::of(backend, template, postgres_url(&name), name, None, Some(seat))
            }
        }
    }

    fn of(
        backend: Backend,
        template: &'static Template,
        url: String,
        name: String,
        folder: Option<TempDir>,
        seat: Option<OwnedSemaphorePermit>,
    ) -> Self {
        let keys = template.keys.path().to_owned();
        Self { backend, url, keys, places: &template.places, name, folder, own_keys: None, _seat: seat }
    }

    /// Gives it a copy of the keys, which may be changed.
    pub(crate) fn take_own_keys(&mut self) {
        let folder = TempDir::new().expect("a temporary folder");
        for entry in std::fs::read_dir(&self.keys).expect("the keys") {
            let file = entry.expect("a key").path();
            // The store stands beside the keys in tests, and is new.
            if file.is_file() {
                std::fs::copy(&file, folder.path().join(file.file_name().expect("a name"))).expect("a copy of a key");
            }
        }
        self.keys = folder.path().to_owned();
        self.own_keys = Some(folder);
    }

    /// Ends it; nothing may use it any more.
    pub(crate) async fn drop_it(self) {
        if self.backend == Backend::Postgres {
            as_owner(format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
        }
    }

    /// All that the embedded database has on disk, its log included.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let folder = self.folder.as_ref().map(TempDir::path);
        let entries = folder.into_iter().flat_map(|folder| std::fs::read_dir(folder).expect("the folder"));
        entries.map(|entry| entry.expect("a file").path()).collect()
    }

    /// A column of ids as bare hexadecimal digits, for a statement.
    pub(crate) fn hex_of(&self, column: &str) -> String {
        match self.backend {
            Backend::Sqlite => format!("lower(hex({column}))"),
            Backend::Postgres => format!("replace({column}::text, '-', '')"),
        }
    }

    /// How many rows of the table belong to the id in the column, and fulfil the rest of the condition.
    pub(crate) async fn count_of(&self, table: &str, column: &str, id: &str, rest: &str) -> i64 {
        let (column, id) = (self.hex_of(column), id.replace('-', ""));
        self.number(&format!("SELECT count(*) FROM {table} WHERE {column} = '{id}' AND {rest}")).await
    }

    /// The one number that a statement finds.
    pub(crate) async fn number(&self, statement: &str) -> i64 {
        let statement = AssertSqlSafe(statement.to_owned());
        match self.backend {
            Backend::Sqlite => {
                sqlx::query_scalar(statement).fetch_one(&mut self.sqlite().await).await.expect("a number")
            }
            Backend::Postgres => {
                sqlx::query_scalar(statement).fetch_one(&mut self.postgres().await).await.expect("a number")
            }
        }
    }

    /// The texts that a statement finds.
    pub(crate) async fn texts(&self, statement: &str) -> Vec<String> {
        let statement = AssertSqlSafe(statement.to_owned());
        match self.backend {
            Backend::Sqlite => sqlx::query_scalar(statement).fetch_all(&mut self.sqlite().await).await.expect("texts"),
            Backend::Postgres => {
                sqlx::query_scalar(statement).fetch_all(&mut self.postgres().await).await.expect("texts")
            }
        }
    }

    /// Changes what no call can: the age of something.
    pub(crate) async fn execute(&self, statement: &str) {
        let statement = sqlx::raw_sql(AssertSqlSafe(statement.to_owned()));
        match self.backend {
            Backend::Sqlite => statement.execute(&mut self.sqlite().await).await.map(|_| ()),
            Backend::Postgres => statement.execute(&mut self.postgres().await).await.map(|_| ()),
        }
        .expect("a change");
    }

    async fn sqlite(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::from_str(&self.url).expect("an address");
        SqliteConnection::connect_with(&options.busy_timeout(Duration::from_secs(5))).await.expect("the file")
    }

    async fn postgres(&self) -> PgConnection {
        PgConnection::connect(&self.url).await.expect("the database")
    }
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

async fn sqlite_template() -> Template {
    let folder = TempDir::new().expect("a temporary folder");
    let keys = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("padi.db");
    let places = people::settle(&sqlite_url(&file), keys.path()).await;
    // The last one who closes the file takes its log in; a copy of the file alone would lack what is left there.
    let log = file.with_extension("db-wal");
    assert!(!log.exists() || log.metadata().is_ok_and(|log| log.len() == 0), "the template was closed in good order");
    Template { source: Source::File(folder), keys, places }
}

async fn postgres_template() -> Template {
    let keys = TempDir::new().expect("a temporary folder");
    let name = fresh_name().await;
    as_owner(format!("CREATE DATABASE {name}")).await;
    let places = people::settle(&postgres_url(&name), keys.path()).await;
    Template { source: Source::Name(name), keys, places }
}

/// A name that nobody has.
async fn fresh_name() -> String {
    let owner = OWNER.get_or_init(owner).await;
    format!("padi_it_{}_{:012x}", owner.number, random() & 0xffff_ffff_ffff)
}

fn random() -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _, RandomState};
    RandomState::new().build_hasher().finish()
}

async fn as_owner(statement: String) {
    let owner = OWNER.get_or_init(owner).await;
    let mut session = owner.session.lock().await;
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *session).await.expect("a statement of the frame");
}

async fn owner() -> Owner {
    let mut session = PgConnection::connect(&server_url()).await.expect("the server of TEST_DATABASE_URL");
    let number = i64::from(u32::try_from(random() >> 33).expect("31 bits"));
    lock(&mut session, number).await;
    drop_orphans(&mut session).await;
    Owner { number, session: Mutex::new(session) }
}

async fn lock(session: &mut PgConnection, number: i64) -> bool {
    let question = sqlx::query_scalar("SELECT pg_try_advisory_lock(7371, $1::int)");
    question.bind(number).fetch_one(session).await.expect("an advisory lock")
}

/// Drops what killed runs have left: nobody holds their locks.
async fn drop_orphans(session: &mut PgConnection) {
    let names: Vec<String> =
        sqlx::query_scalar(r"SELECT datname::text FROM pg_database WHERE datname LIKE 'padi\_it\_%'")
            .fetch_all(&mut *session)
            .await
            .expect("the databases");
    for name in names {
        let number = name.split('_').nth(2).and_then(|number| number.parse().ok());
        if let Some(number) = number
            && lock(session, number).await
        {
            // Another run may have been quicker.
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let _ = sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut *session).await;
            sqlx::query("SELECT pg_advisory_unlock(7371, $1::int)")
                .bind(number)
                .execute(&mut *session)
                .await
                .expect("the lock given back");
        }
    }
}

fn postgres_url(name: &str) -> String {
    use sqlx::ConnectOptions as _;
    let options = PgConnectOptions::from_str(&server_url()).expect("TEST_DATABASE_URL is an address of PostgreSQL");
    options.database(name).to_url_lossy().to_string()
}

#[expect(clippy::disallowed_methods, reason = "tests learn their server from the environment")]
fn server_url() -> String {
    std::env::var("TEST_DATABASE_URL").expect("TEST_DATABASE_URL names a PostgreSQL server (make test sets it)")
}
