//! What the two databases say differently: everything here asks which one it is.

use sea_orm::{ConnectionTrait as _, DatabaseBackend, Statement};

use crate::db::{Conn, Error, Tx};

/// Rows numbered in one transaction: short enough to hold up nobody.
const BATCH: i64 = 1000;

/// Under this lock one process at a time numbers the log: "evnt" in ASCII.
const NUMBERING_LOCK: i64 = 0x6576_6e74;

/// Gives the events that can no longer be overtaken their `position`, by which consumers read. Returns how many it numbered.
///
/// On PostgreSQL a row is overtaken while a transaction that began before may still commit, so only rows below the snapshot's
/// horizon are numbered, in the order of transaction and row. SQLite has one writer: its order of rows is the order of commits.
pub(crate) async fn number_events(tx: &Tx) -> Result<u64, Error> {
    let conn = Conn::from(tx);
    let backend = conn.0.get_database_backend();
    let statement = match backend {
        DatabaseBackend::Postgres => {
            conn.0.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({NUMBERING_LOCK})")).await?;
            "WITH settled AS (
                SELECT id, xact_id, seq FROM events
                WHERE position IS NULL AND xact_id < pg_snapshot_xmin(pg_current_snapshot())
                ORDER BY xact_id, seq LIMIT $1
            ), numbered AS (
                SELECT id, row_number() OVER (ORDER BY xact_id, seq) AS n FROM settled
            )
            UPDATE events SET position = n + (SELECT coalesce(max(position), 0) FROM events)
            FROM numbered WHERE events.id = numbered.id"
        }
        _ => {
            "UPDATE events SET position = seq
            WHERE seq IN (SELECT seq FROM events WHERE position IS NULL ORDER BY seq LIMIT $1)"
        }
    };
    let done = conn.0.execute_raw(Statement::from_sql_and_values(backend, statement, [BATCH.into()])).await?;
    Ok(done.rows_affected())
}
