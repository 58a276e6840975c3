//! The order of the event log: a consumer that reads by position, while eight writers write, misses nothing and sees nothing twice.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use futures_util::future::{join, join_all};

use crate::harness::{Backend, Caller, TestServer, complaint, on_both};

on_both!(a_consumer_by_position_misses_nothing);

async fn a_consumer_by_position_misses_nothing(server: &TestServer) {
    let written = AtomicBool::new(false);
    let writers = async {
        join_all((0..8).map(|_| async {
            for _ in 0..12 {
                server.post(&Caller::Nobody, "/v1/complaints", complaint(server.places())).await.ok();
            }
        }))
        .await;
        written.store(true, Ordering::SeqCst);
    };
    let consumer = async {
        let (mut last, mut patience) = (0, 2000);
        let mut seen = Vec::new();
        loop {
            let all_written = written.load(Ordering::SeqCst);
            server.app().number_events().await.expect("the log is numbered");
            let page = server
                .database
                .texts(&format!(
                    "SELECT CAST(position AS text) FROM events WHERE position > {last} ORDER BY events.position LIMIT 7"
                ))
                .await;
            if let Some(position) = page.last() {
                last = position.parse().expect("a position");
                seen.extend(page);
            } else if all_written {
                // A transaction of any database on the server holds back the numbering, so the last rows may take a moment.
                if server.database.number("SELECT count(*) FROM events WHERE position IS NULL").await == 0 {
                    return seen;
                }
                patience -= 1;
                assert!(patience > 0, "the log is never numbered to its end");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    };
    let ((), seen) = join(writers, consumer).await;
    let once: BTreeSet<_> = seen.iter().collect();
    assert_eq!(once.len(), seen.len(), "a position was seen twice");
    let all = server.database.number("SELECT count(*) FROM events").await;
    assert_eq!(i64::try_from(seen.len()).expect("a count"), all, "{:?}: an event was missed", server.backend());
    if server.backend() == Backend::Postgres {
        assert_eq!(server.database.number("SELECT max(position) FROM events").await, all, "positions have no gaps");
    }
}
