//! A page costs at most three statements, however many rows it has: after authentication, without BEGIN and COMMIT, the pool's
//! question and the session check.

use serde_json::json;

use crate::harness::{Caller, Case, Person, TestServer, body_of, complaint, on_both, statements};

on_both!(a_page_costs_at_most_three);

const MOST: usize = 3;

async fn a_page_costs_at_most_three(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let admin = server.log_in(Person::AdminHere).await;
    let mut path = String::new();
    for _ in 0..51 {
        let case = Case::file(server, &siti, complaint(server.places())).await;
        let mut body = body_of("verify", server.places());
        body["public_text"] = json!({ "title": "Judul", "body": "Isi" });
        body["note"] = json!("Untuk dinas");
        case.done(&admin, "verify", body).await;
        path = case.path();
    }
    server.app().catch_up().await.expect("the index is made");
    let liaison = server.log_in(Person::Liaison).await;
    for (caller, path, rows) in [
        (&siti, path.clone(), None),
        (&Caller::Nobody, path.clone(), None),
        (&siti, format!("{path}/timeline"), Some(2)),
        (&Caller::Nobody, "/v1/complaints".to_owned(), Some(50)),
        (&siti, "/v1/complaints?scope=mine&include_total=true".to_owned(), Some(50)),
        (&admin, "/v1/complaints?scope=inbox&include_total=true&sort=due_at".to_owned(), Some(50)),
        (&liaison, "/v1/complaints?scope=inbox&state=not_followed_up&due_within_working_days=9".to_owned(), Some(50)),
        (&Caller::Nobody, "/v1/search?q=judul".to_owned(), Some(50)),
        // One word of the title and one of the note: what was said is read, too.
        (&liaison, "/v1/search?q=ktp+dinas&scope=inbox".to_owned(), Some(50)),
    ] {
        // Session and law are read now and then, and kept for some seconds: of three calls at least one has both at hand.
        let mut least = None::<Vec<String>>;
        for _ in 0..3 {
            let answer = server.get(caller, &path).await.ok();
            if let Some(rows) = rows {
                assert_eq!(answer.json()["data"].as_array().map(Vec::len), Some(rows), "{path}");
            }
            let sent = statements(answer.header("x-request-id"));
            assert!(!sent.is_empty(), "{path}");
            if least.as_ref().is_none_or(|least| sent.len() < least.len()) {
                least = Some(sent);
            }
        }
        let least = least.expect("three calls");
        assert!(least.len() <= MOST, "{path}: {least:#?}");
    }
    // The counter counts: a write sends more than that.
    let case = Case::new(server).await;
    let answer = case.act(&admin, "postpone", body_of("postpone", server.places())).await.ok();
    assert!(statements(answer.header("x-request-id")).len() > MOST);
}
