//! Many at once: closers of one case, clients that go away in the middle, schedulers of several processes.

use std::time::Duration;

use futures_util::{
    FutureExt as _,
    future::{join, join_all},
};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use crate::{
    harness::{BEGINNING, Backend, Caller, Case, Person, TestServer, body_of, complaint, on_both},
    personal_data::{ask, officer, path_of},
};

on_both!(
    thirty_two_closers_close_once,
    clients_that_go_away_harm_nobody,
    one_of_many_writers_wins,
    relatives_wait_in_one_order,
    decisions_on_one_person_wait_in_one_order
);

async fn thirty_two_closers_close_once(server: &TestServer) {
    // The scheduler looks from the first moment after the reporter's term.
    let later = "2026-03-16T16:00:00Z".parse().expect("an instant");
    for _ in 0..5 {
        server.set_clock(BEGINNING).await;
        let case = Case::new(server).await;
        case.bring_to("awaiting_reporter", true).await;
        // A day later, so that the window to reopen, which begins with the reporter's own closing, does not pass as well.
        server.advance_clock(86_400).await;
        let before = case.seen().await["version"].as_i64().expect("a version");
        let accepts = join_all((0..16).map(|_| case.act(&case.reporter, "accept", json!({ "stars": 5 }))));
        let schedulers = join_all((0..16).map(|_| server.app().run_due(later)));
        let (accepted, ran) = join(accepts, schedulers).await;
        let closed_by_term: u64 = ran.into_iter().map(|acted| acted.expect("the scheduler runs")).sum();
        let accepted: Vec<u16> = accepted.iter().map(|answer| answer.status).collect();
        let closed_by_reporter = accepted.iter().filter(|status| **status == 200).count() as u64;
        assert!(accepted.iter().all(|status| matches!(status, 200 | 409)), "{accepted:?}");
        assert_eq!(closed_by_reporter + closed_by_term, 1, "{accepted:?}");
        let seen = case.seen().await;
        assert_eq!((seen["state"].as_str(), seen["version"].as_i64()), (Some("completed"), Some(before + 1)));
        let closings = "kind IN ('complaint.accepted', 'complaint.completed')";
        assert_eq!(server.database.count_of("events", "case_id", &case.id, closings).await, 1);
    }
}

/// 200 connections end with a reset, at every point of a request, while eight writers write.
async fn clients_that_go_away_harm_nobody(server: &TestServer) {
    let mut body = complaint(server.places());
    body["reporter"] = json!({ "name": "Siti" });
    let mut lost = body.clone();
    lost["title"] = json!("Terputus");
    let lost = lost.to_string();
    let head = format!(
        "POST /v1/complaints HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        lost.len()
    );
    let request = format!("{head}{lost}");
    let resets = async {
        for round in 0_usize..20 {
            let ten = (0..10).map(|n| reset(server.address(), &request, round * 10 + n));
            join_all(ten).await;
        }
    };
    let writers = join_all((0..8).map(|writer| {
        let body = &body;
        async move {
            let mut acknowledged = Vec::new();
            for n in 0..15 {
                let mut body = body.clone();
                body["title"] = json!(format!("Penulis {writer} ke-{n}"));
                let answer = server.post(&Caller::Nobody, "/v1/complaints", body).await;
                assert_eq!(answer.status, 201, "{answer}");
                acknowledged.push((answer.text("id"), answer.text("tracking_secret")));
            }
            acknowledged
        }
    }));
    let ((), acknowledged) = join(resets, writers).await;
    let acknowledged: Vec<_> = acknowledged.into_iter().flatten().collect();
    assert_eq!(acknowledged.len(), 120);
    for (id, secret) in &acknowledged {
        server.get(&Caller::Secret(secret.clone()), &format!("/v1/complaints/{id}")).await.ok();
    }
    let kept = server.database.number("SELECT count(*) FROM complaints WHERE title LIKE 'Penulis %'").await;
    assert_eq!(kept, 120);
    // Whatever was begun for those who went away was done whole, or not at all.
    let halves = "SELECT count(*) FROM complaints c WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.case_id = c.id) \
        OR NOT EXISTS (SELECT 1 FROM deadlines d WHERE d.case_id = c.id) \
        OR NOT EXISTS (SELECT 1 FROM complaint_identities i WHERE i.complaint_id = c.id)";
    assert_eq!(server.database.number(halves).await, 0);
    if server.backend() == Backend::Postgres {
        nobody_is_idle_in_a_transaction(server).await;
    }
    let ready = server.get(&Caller::Nobody, "/healthz/ready").await.ok();
    assert_eq!(ready.text("status"), "ready");
    let done = Case::new(server).await;
    done.bring_to("completed", true).await;
}

/// Sends a part of the request, or all of it, waits a little or not, and resets the connection.
async fn reset(address: &str, request: &str, n: usize) {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("TCP_NODELAY");
    stream.set_zero_linger().expect("SO_LINGER 0");
    // Half of them send all: their handlers run while the reset comes.
    let part = if n.is_multiple_of(2) { request.len() } else { request.len() * (n % 10) / 10 };
    stream.write_all(&request.as_bytes()[..part]).await.expect("a part of a request");
    tokio::time::sleep(Duration::from_micros((n as u64 * 137) % 9000)).await;
    drop(stream);
}

async fn nobody_is_idle_in_a_transaction(server: &TestServer) {
    let idle = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    for _ in 0..40 {
        if server.database.number(idle).await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("a session is still idle in a transaction");
}

/// Sixteen administrators who saw the same version.
async fn one_of_many_writers_wins(server: &TestServer) {
    let admin = server.log_in(Person::AdminHere).await;
    let case = Case::new(server).await;
    let body = body_of("handle", server.places());
    let calls = (0..16).map(|_| {
        let call = server.call(reqwest::Method::POST, &case.path_to("handle")).by(&admin);
        call.header("if-match", "\"1\"").json(&body).send()
    });
    let mut statuses: Vec<u16> = join_all(calls).await.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [[200].as_slice(), &[412; 15]].concat());
    // Changes of reference data, where the tag is needed.
    let coordinator = server.log_in(Person::Coordinator).await;
    let unit = format!("/v1/agencies/{}", server.places().units[2]);
    let calls = (0..16).map(|n| {
        let call = server.call(reqwest::Method::PATCH, &unit).by(&coordinator).header("if-match", "\"1\"");
        call.header("content-type", "application/merge-patch+json")
            .raw(json!({ "name": format!("Dinas {n}") }).to_string())
            .send()
    });
    let answers = join_all(calls).await;
    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!((won.len(), answers.iter().filter(|answer| answer.status == 412).count()), (1, 15));
    let stored = server.get(&Caller::Nobody, &unit).await.ok();
    assert_eq!(stored.text("name"), won[0].text("name"), "the winner's change, not lost");
}

/// Parts are merged into the whole and the whole into them, parts end, terms are recomputed, merges undone: all at once. Whoever
/// loses is told so; nobody waits for somebody who waits for them, which PostgreSQL would end as unavailable.
/// All that somebody asked of their data is decided at once: erasing them blanks the others.
async fn decisions_on_one_person_wait_in_one_order(server: &TestServer) {
    let officer = officer(server).await;
    for _ in 0..5 {
        let mut body = complaint(server.places());
        body["reporter"] = json!({ "name": "Warga", "phone": "0411-123456" });
        let case = Case::file(server, &Caller::Nobody, body).await;
        case.reporter_must("withdraw").await;
        let asks = format!("/v1/track/{}/data-requests", case.tracking_number);
        let mut grants = Vec::new();
        for kind in ["access", "restriction", "erasure", "access", "consent_withdrawal", "erasure"] {
            grants.push(format!("{}/grant", path_of(&ask(server, &case.reporter, &asks, kind).await)));
        }
        let answers = join_all(grants.iter().map(|grant| server.post(&officer, grant, json!({})))).await;
        assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 404 | 409)), "{answers:?}");
    }
}

async fn relatives_wait_in_one_order(server: &TestServer) {
    let places = server.places();
    let (admin, operator) = (server.log_in(Person::AdminHere).await, server.log_in(Person::SystemAdmin).await);
    let mut body = body_of("split", places);
    body["children"][0]["target_agency_id"] = json!(places.city);
    body["children"] = json!(vec![body["children"][0].clone(); 3]);
    for round in 0..6 {
        // The ids of anonymous cases are random: a part's may be the lower one.
        let mut filed = complaint(places);
        filed["is_anonymous"] = json!(round % 2 == 0);
        let whole = Case::file(server, &Caller::Nobody, filed).await;
        whole.dispose(true).await;
        let split = whole.must_with(Person::AdminHere, "split", body.clone()).await;
        let ids: Vec<&str> =
            split["child_ids"].as_array().expect("parts").iter().filter_map(|id| id.as_str()).collect();
        let act = |by: &Caller, id: &str, action: &str, body: Value| {
            let (by, path) = (by.clone(), format!("/v1/complaints/{id}/{action}"));
            async move { server.post(&by, &path, body).await }.boxed()
        };
        let merge = |id: &str, kept: &str| act(&admin, id, "merge", json!({ "kept_id": kept, "reason": "Sama." }));
        let reason = || json!({ "reason": "Keliru." });
        for wave in 0..2 {
            let mut calls =
                vec![server.post(&operator, "/v1/calendar/recomputations", json!({ "dry_run": false })).boxed()];
            for (n, id) in ids.iter().enumerate() {
                calls.push(merge(id, &whole.id));
                calls.push(merge(&whole.id, id));
                calls.push(merge(id, ids[(n + 1) % ids.len()]));
                calls.push(act(&admin, id, "unarchive", reason()));
                if wave == n {
                    calls.push(act(&whole.reporter, id, "withdraw", reason()));
                }
            }
            calls.push(act(&admin, &whole.id, "unarchive", reason()));
            let statuses: Vec<u16> = join_all(calls).await.iter().map(|answer| answer.status).collect();
            assert!(statuses.iter().all(|status| matches!(status, 200 | 409 | 422)), "{statuses:?}");
        }
    }
    let miscounted = "SELECT count(*) FROM complaints p WHERE p.open_children <> (SELECT count(*) FROM complaints c \
        WHERE c.parent_id = p.id AND c.state NOT IN ('completed', 'archived', 'withdrawn'))";
    assert_eq!(server.database.number(miscounted).await, 0, "each end was told to the whole");
}

/// Two processes over one database; only PostgreSQL takes them.
#[test]
fn two_schedulers_do_each_thing_once() {
    crate::harness::run(Backend::Postgres, async |server: &TestServer| {
        let second = server.second().await;
        let admin = server.log_in(Person::AdminHere).await;
        let body = complaint(server.places());
        let mut filed = Vec::new();
        for _ in 0..25 {
            let eight = (0..8).map(|_| server.post(&Caller::Nobody, "/v1/complaints", body.clone()));
            filed.extend(join_all(eight).await.into_iter().map(|answer| answer.ok().text("id")));
        }
        // Half of them wait for data, and lapse; of the others C1 passes.
        for ten in filed[..100].chunks(10) {
            let postpone = |id: &String| {
                let path = format!("/v1/complaints/{id}/postpone");
                let (server, admin, body) = (server, &admin, body_of("postpone", server.places()));
                async move { server.post(admin, &path, body).await.ok() }
            };
            join_all(ten.iter().map(postpone)).await;
        }
        let later = "2026-03-20T00:00:00Z".parse().expect("an instant");
        let runs = [server, &second, server, &second].map(|process| process.app().run_due(later));
        let acted: u64 = join_all(runs).await.into_iter().map(|acted| acted.expect("a scheduler")).sum();
        assert_eq!(acted, 200);
        for (kind, count) in [("complaint.lapsed", 100), ("complaint.deadline_missed", 100)] {
            let all = format!("SELECT count(*) FROM events WHERE kind = '{kind}'");
            let cases = format!("SELECT count(DISTINCT case_id) FROM events WHERE kind = '{kind}'");
            assert_eq!((server.database.number(&all).await, server.database.number(&cases).await), (count, count));
        }
        assert_eq!(second.app().run_due(later).await.expect("a scheduler"), 0, "nothing is left");
        second.stop().await;
    });
}

#[test]
fn no_erasure_passes_a_hold_by() {
    crate::harness::run(Backend::Postgres, a_hold_that_is_being_placed_bars_both_erasures);
}

/// A hold is written but not committed while a request for erasure is granted, and while retention runs.
async fn a_hold_that_is_being_placed_bars_both_erasures(server: &TestServer) {
    let mut body = complaint(server.places());
    body["reporter"] = json!({ "name": "Siti" });
    let case = Case::file(server, &Caller::Nobody, body).await;
    case.reporter_must("withdraw").await;
    let asked =
        ask(server, &case.reporter, &format!("/v1/track/{}/data-requests", case.tracking_number), "erasure").await;
    let officer = officer(server).await;
    let grant = format!("{}/grant", path_of(&asked));

    let session = hold_uncommitted(server, &case).await;
    let (granted, ()) = join(server.post(&officer, &grant, json!({})), commit_later(session)).await;
    assert_eq!((granted.status, granted.code()), (409, "legal_hold".to_owned()));

    server.database.execute("DELETE FROM legal_holds").await;
    let session = hold_uncommitted(server, &case).await;
    let (erased, ()) =
        join(server.app().run_due("2040-03-02T00:00:00Z".parse().expect("an instant")), commit_later(session)).await;
    erased.expect("retention runs");
    assert_eq!(server.database.count_of("complaint_identities", "complaint_id", &case.id, "TRUE").await, 1);
}

async fn hold_uncommitted(server: &TestServer, case: &Case<'_>) -> PgConnection {
    let mut session = PgConnection::connect(&server.database.url).await.expect("a session");
    let id = &case.id;
    let statements = format!(
        "BEGIN; SELECT 1 FROM complaints WHERE id = '{id}' FOR UPDATE; INSERT INTO legal_holds (id, case_kind, case_id, reason, \
         placed_by, placed_at) SELECT gen_random_uuid(), 'complaint', '{id}', 'Perkara', u.id, now() FROM users u LIMIT 1"
    );
    sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut session).await.expect("a hold");
    session
}

async fn commit_later(mut session: PgConnection) {
    tokio::time::sleep(Duration::from_millis(500)).await;
    sqlx::raw_sql("COMMIT").execute(&mut session).await.expect("a commit");
}
