//! Acknowledged rows that vanish, and the pool that keeps them.
//!
//! A future of `begin()` that is dropped while its `BEGIN` is on the way puts the session back in the pool inside an open
//! transaction. The next borrower's INSERTs are acknowledged and rolled back later (sqlx 0.9.0, issues 4385 and 4393). A request's
//! future is dropped by every timeout and by every client that resets its connection. The first test shows that the harm is real
//! with a plain pool, so that the second, with ours, proves something.

use std::{
    hash::{BuildHasher as _, Hasher as _, RandomState},
    str::FromStr as _,
    time::Duration,
};

use padi_persistence::db::connect_postgres;
use sqlx::{
    Connection as _, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::proxy::SlowProxy;

const ROUND_TRIP: Duration = Duration::from_millis(40);
/// Ten tries: five dropped when `BEGIN` has been seen on its way, five by the clock, as a time limit would.
const TRIES: [Option<u64>; 10] = [None, Some(45), None, Some(50), None, Some(55), None, Some(60), None, Some(70)];
const ROWS: i32 = 3;
/// One session, so that the next borrower gets the one that the dropped future had.
const SESSIONS: u32 = 1;

/// What came of all tries.
#[derive(Debug, Default)]
struct Tally {
    acknowledged: i64,
    kept: i64,
    dropped: usize,
}

#[tokio::test]
async fn a_plain_pool_loses_acknowledged_rows() {
    let plain = PgPoolOptions::new().max_connections(SESSIONS);
    let tally = try_with(async |url: &str| plain.clone().connect(url).await.expect("a plain pool")).await;
    assert!(tally.dropped >= 5, "begin() was dropped in flight: {tally:?}");
    if tally.kept == tally.acknowledged {
        eprintln!("sqlx has mended the cancelled begin(): {tally:?}. The guard of the pool may be reconsidered.");
    } else {
        eprintln!("a plain pool lost {} of {} acknowledged rows", tally.acknowledged - tally.kept, tally.acknowledged);
    }
    assert!(tally.kept <= tally.acknowledged, "no row comes from nowhere: {tally:?}");
}

#[tokio::test]
async fn our_pool_keeps_every_acknowledged_row() {
    let tally = try_with(async |url: &str| connect_postgres(url, SESSIONS).expect("our pool")).await;
    assert!(tally.dropped >= 5, "begin() was dropped in flight: {tally:?}");
    assert!(tally.acknowledged > 0, "{tally:?}");
    assert_eq!(tally.kept, tally.acknowledged, "every acknowledged row is there");
}

/// The guard must not take a session in good order for a stale one: that would be a new connection for each request.
#[tokio::test]
async fn our_pool_lends_a_sound_session_again() {
    let pool = connect_postgres(&server_url(), 1).expect("our pool");
    let mut sessions = Vec::new();
    for _ in 0..5 {
        let session: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&pool).await.expect("a session");
        sessions.push(session);
    }
    pool.close().await;
    sessions.dedup();
    assert_eq!(sessions.len(), 1, "one session served all five: {sessions:?}");
}

/// Runs all tries with pools that `make_pool` connects to the address given to it, in a database of its own.
async fn try_with(make_pool: impl AsyncFn(&str) -> PgPool) -> Tally {
    let options = PgConnectOptions::from_str(&server_url()).expect("TEST_DATABASE_URL is an address of PostgreSQL");
    let database = format!("padi_lost_rows_{:016x}", RandomState::new().build_hasher().finish());
    let mut admin = PgConnection::connect_with(&options).await.expect("the server of TEST_DATABASE_URL");
    execute(&mut admin, format!("CREATE DATABASE {database}")).await;
    let mut direct = PgConnection::connect_with(&options.clone().database(&database)).await.expect("the new database");
    execute(&mut direct, "CREATE TABLE acknowledged (id int PRIMARY KEY)".to_owned()).await;

    let proxy = SlowProxy::start(&options, ROUND_TRIP, "BEGIN").await;
    let mut tally = Tally::default();
    for (at, first) in TRIES.into_iter().zip((0..).step_by(100)) {
        let pool = make_pool(&proxy.url(&database)).await;
        one_try(&pool, &proxy, at, first, &mut tally).await;
    }
    tally.kept =
        sqlx::query_scalar("SELECT count(*) FROM acknowledged").fetch_one(&mut direct).await.expect("the rows kept");
    direct.close().await.expect("an end in good order");
    execute(&mut admin, format!("DROP DATABASE {database} WITH (FORCE)")).await;
    tally
}

/// Drops one `begin()`, writes some rows as the next borrower, and ends the pool.
async fn one_try(pool: &PgPool, proxy: &SlowProxy, at: Option<u64>, first: i32, tally: &mut Tally) {
    // The session is there and idle before, as in a server that has been running for a while.
    sqlx::query("SELECT 1").execute(pool).await.expect("a first statement");
    while pool.num_idle() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let mut on_its_way = proxy.watch();
    let dropped = match at {
        None => tokio::select! {
            _changed = on_its_way.changed() => true,
            _begun = begin(pool) => false,
        },
        Some(millis) => tokio::time::timeout(Duration::from_millis(millis), begin(pool)).await.is_err(),
    };
    tally.dropped += usize::from(dropped);
    for id in first..first + ROWS {
        let inserted = sqlx::query("INSERT INTO acknowledged VALUES ($1)").bind(id).execute(pool).await;
        tally.acknowledged += i64::from(inserted.is_ok());
    }
    pool.close().await;
}

#[expect(clippy::disallowed_methods, reason = "this is the harm that is shown here")]
async fn begin(pool: &PgPool) -> Result<(), sqlx::Error> {
    pool.begin().await?.rollback().await
}

async fn execute(connection: &mut PgConnection, statement: String) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(connection).await.expect("a statement of the frame");
}

#[expect(clippy::disallowed_methods, reason = "tests learn their server from the environment")]
fn server_url() -> String {
    std::env::var("TEST_DATABASE_URL").expect("TEST_DATABASE_URL names a PostgreSQL server (make test sets it)")
}
