//! The scheduler and the sandbox's clock where things go wrong: one broken case, a clock beyond all years, many at once.

use futures_util::future::join_all;
use serde_json::json;

use crate::harness::{BEGINNING, Caller, Case, TestServer, complaint, on_both};

on_both!(
    a_broken_case_does_not_hold_up_the_others,
    the_clock_stays_within_years_of_four_digits,
    of_many_who_move_the_clock_on_all_do,
    more_writers_than_connections_all_write,
);

async fn a_broken_case_does_not_hold_up_the_others(server: &TestServer) {
    let broken = Case::new(server).await;
    let sound = Case::new(server).await;
    let id = broken.id.replace('-', "");
    let column = server.database.hex_of("id");
    server.database.execute(&format!("UPDATE complaints SET channel = 'pigeon' WHERE {column} = '{id}'")).await;
    // Three working days and the night after them.
    let acted = server.set_clock("2026-03-05T17:00:00Z").await;
    assert_eq!(acted, 1, "the sound case only");
    assert_eq!(sound.seen().await["overdue"], json!(["C1"]));
    server.database.execute(&format!("UPDATE complaints SET channel = 'web' WHERE {column} = '{id}'")).await;
    assert_eq!(server.advance_clock(1).await, 1, "mended, it is made up for");
    assert_eq!(broken.seen().await["overdue"], json!(["C1"]));
}

async fn the_clock_stays_within_years_of_four_digits(server: &TestServer) {
    for far in ["+262142-12-31T23:59:58Z", "9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z", "1999-12-31T00:00:00Z"] {
        let answer = server.post(&Caller::Nobody, "/v1/sandbox/clock/set", json!({ "now": far })).await;
        let answer = answer.refused(422, "validation_failed");
        assert_eq!(answer.faults()[0].0, "/now", "{far}");
    }
    server.set_clock("2999-01-01T00:00:00Z").await;
    Case::new(server).await;
    server.set_clock(BEGINNING).await;
    Case::new(server).await;
}

async fn of_many_who_move_the_clock_on_all_do(server: &TestServer) {
    let moved = join_all((0..10).map(|_| server.advance_clock(600)));
    moved.await;
    let now = server.get(&Caller::Nobody, "/v1/sandbox/clock").await.ok().text("now");
    // 6,000 seconds after 02:00:00, and the few that the test itself takes.
    assert!(now.starts_with("2026-03-02T03:40:"), "{now}");
}

/// A transaction that needs a second connection while it holds one would wait for itself.
async fn more_writers_than_connections_all_write(server: &TestServer) {
    let body = complaint(server.places());
    let filed = join_all((0..60).map(|_| server.post(&Caller::Nobody, "/v1/complaints", body.clone()))).await;
    for answer in filed {
        assert_eq!(answer.status, 201, "{answer}");
    }
}
