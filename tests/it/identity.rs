//! Who reported stands nowhere in clear: in no answer, in no file or table, in no log line.

use data_encoding::HEXLOWER;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::harness::{Backend, Caller, Case, PASSWORD, Person, TestServer, answer, body_of, complaint, logs, on_both};

on_both!(a_canary_is_found_nowhere, secrets_are_not_kept);

const CANARIES: [(&str, &str); 5] = [
    ("name", "Kenari Tersembunyi"),
    ("email", "kenari.tersembunyi@rahasia.example"),
    ("phone", "+6281155667788"),
    ("nik", "7371010101019999"),
    ("address", "Jalan Kenari Tersembunyi 12"),
];

fn with_identity(server: &TestServer) -> Value {
    let mut body = complaint(server.places());
    body["reporter"] = CANARIES.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    body
}

#[track_caller]
fn assert_clean(text: &str, whence: &str) {
    assert_clean_but(text, whence, &[]);
}

/// What its reporter is shown of themselves; the NIK is shown to nobody.
const OWN: [&str; 4] = ["name", "email", "phone", "address"];

/// As [`assert_clean`], for what may hold some of it.
#[track_caller]
fn assert_clean_but(text: &str, whence: &str, shown: &[&str]) {
    for (_, canary) in CANARIES.into_iter().filter(|(name, _)| !shown.contains(name)) {
        assert!(!text.contains(canary), "{canary} in {whence}");
        let hex = HEXLOWER.encode(canary.as_bytes());
        assert!(!text.to_lowercase().contains(&hex), "{canary} in {whence}, as hexadecimal digits");
    }
}

/// All that the store holds, as text: the bytes of every file, or every row of every table.
async fn stored(server: &TestServer) -> String {
    match server.backend() {
        Backend::Sqlite => {
            let bytes: Vec<u8> =
                server.database.files().iter().flat_map(|file| std::fs::read(file).expect("a file")).collect();
            assert!(bytes.len() > 100_000, "the files were read");
            String::from_utf8_lossy(&bytes).into_owned()
        }
        Backend::Postgres => {
            let tables = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'";
            let tables = server.database.texts(tables).await;
            assert!(tables.len() > 10, "{tables:?}");
            let rows = tables.iter().map(|table| {
                let statement = format!("SELECT t::text FROM {table} t");
                async move { server.database.texts(&statement).await.join("\n") }
            });
            join_all(rows).await.join("\n")
        }
    }
}

async fn a_canary_is_found_nowhere(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let mut answers = Vec::new();
    // What the reporter sees of themselves, and everybody of who wants to be known.
    let mut own = Vec::new();
    let mut named = Vec::new();
    let mut cases = Vec::new();
    for (caller, flag) in [
        (Caller::Nobody, None),
        (siti.clone(), None),
        (Caller::Nobody, Some("is_anonymous")),
        (siti, Some("is_secret")),
    ] {
        let mut body = with_identity(server);
        if let Some(flag) = flag {
            body[flag] = json!(true);
        }
        let key = format!("kunci-yang-panjang-{}", cases.len());
        let filed =
            server.call(reqwest::Method::POST, "/v1/complaints").by(&caller).header("idempotency-key", key).json(&body);
        let filed = filed.send().await.ok();
        let reporter =
            filed.json()["tracking_secret"].as_str().map_or(caller, |secret| Caller::Secret(secret.to_owned()));
        let (id, tracking_number) = (filed.text("id"), filed.text("tracking_number"));
        cases.push(Case { server, id, tracking_number, reporter });
        own.push(filed);
    }
    // Refused bodies are echoed nowhere either.
    let mut refused = with_identity(server);
    refused["reporter"]["nik"] = json!("7371010101019999x");
    answers.push(server.post(&Caller::Nobody, "/v1/complaints", refused).await.refused(422, "validation_failed"));
    let mut unknown = with_identity(server);
    unknown["reporter"]["nickname"] = json!("Kenari Tersembunyi");
    answers.push(server.post(&Caller::Nobody, "/v1/complaints", unknown).await.refused(400, "unknown_field"));
    for (index, case) in cases.iter().enumerate() {
        let mut publish = body_of("verify", server.places());
        publish["public_text"] = json!({ "title": "Judul", "body": "Isi" });
        case.must_with(Person::AdminHere, "verify", publish).await;
        case.must_with(Person::Liaison, "follow_up", answer()).await;
        for person in Person::ALL {
            let caller = server.log_in(person).await;
            match (index, person) {
                (1 | 3, Person::Siti) => own.push(case.see(&caller).await),
                (0 | 1, _) => named.push(case.see(&caller).await),
                _ => answers.push(case.see(&caller).await),
            }
            answers.push(server.get(&caller, &format!("{}/timeline", case.path())).await);
        }
        own.push(case.see(&case.reporter).await.ok());
        own.push(case.act(&case.reporter, "accept", json!({})).await.ok());
    }
    for person in Person::ALL {
        let caller = server.log_in(person).await;
        for scope in ["public", "mine", "inbox"] {
            answers.push(server.get(&caller, &format!("/v1/complaints?scope={scope}&include_total=true")).await);
        }
    }
    for answer in &own {
        let text = String::from_utf8_lossy(&answer.body);
        assert_clean_but(&text, "a reporter's answer", &OWN);
        assert!(CANARIES.iter().all(|(name, canary)| *name == "nik" || text.contains(canary)), "{text}");
        assert!(text.contains("************9999"), "{text}");
    }
    for answer in named.iter().filter(|answer| answer.status == 200) {
        assert_eq!(answer.json()["reporter"], json!({ "display_name": CANARIES[0].1 }));
        assert_clean_but(&String::from_utf8_lossy(&answer.body), "an answer", &["name"]);
    }
    for answer in &answers {
        assert_clean(&String::from_utf8_lossy(&answer.body), "an answer");
        assert_clean(&format!("{:?}", answer.headers), "the headers of an answer");
    }
    let store = stored(server).await;
    assert!(store.contains("KTP elektronik belum jadi"), "the store was looked at");
    assert_clean(&store, "the store");
    let log = logs();
    assert!(log.contains("\"answered\"") && log.contains("/v1/complaints/{id}/verify"), "the log was looked at");
    assert_clean(&log, "the log");
    assert_eq!(server.database.number("SELECT count(*) FROM complaint_identities").await, 4, "it is kept all the same");
    let accounts = "SELECT count(*) FROM complaint_identities WHERE account IS NOT NULL";
    assert_eq!(server.database.number(accounts).await, 2, "the account of who has one, sealed");
}

async fn secrets_are_not_kept(server: &TestServer) {
    let case = Case::new(server).await;
    let Caller::Secret(secret) = &case.reporter else { panic!("a secret") };
    let log_in = json!({ "email": Person::Budi.email(), "password": PASSWORD });
    let tokens = server.post(&Caller::Nobody, "/v1/auth/login", log_in).await.ok();
    let (access, refresh) = (tokens.text("access_token"), tokens.text("refresh_token"));
    server.get(&Caller::Token(access.clone()), "/v1/me").await.ok();
    case.reporter_must("withdraw").await;
    let store = stored(server).await;
    for hidden in [secret.as_str(), &access, &refresh, PASSWORD] {
        assert!(!store.contains(hidden), "{hidden} in the store");
        assert!(!logs().contains(hidden), "{hidden} in the log");
    }
    // Addresses of people are in the store, of course, but not in the log; neither are numbers and ids of cases, nor addresses of
    // the network.
    for hidden in [Person::Budi.email(), case.tracking_number.clone(), "127.0.0.1".to_owned()] {
        let log = logs();
        let line = log.lines().find(|line| line.contains(&hidden) && line.contains("http.request"));
        assert!(line.is_none(), "{hidden}: {line:?}");
    }
}
