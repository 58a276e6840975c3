//! Rotation of keys while requests are served, and that nothing which depends on a key is forgotten by it.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
    time::{Duration, Instant},
};

use padi_app::{
    App,
    keys::{
        Kid,
        rotate::{RotationError, Standing},
        sealed::{HASHES, MARKED, MARKED_BY_CONTENT, SEALED},
    },
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    dialogue,
    harness::{
        Answer, Backend, Caller, Case, Options, PASSWORD, Person, TestServer, code_of, complaint, on_both, periodic,
        photograph, run_with,
    },
    personal_data,
};

on_both!(every_column_of_bytes_is_listed);

#[test]
fn keys_rotate_on_sqlite() {
    run_with(Backend::Sqlite, Options { own_keys: true, ..Options::default() }, rotation);
}

#[test]
fn keys_rotate_on_postgres() {
    run_with(Backend::Postgres, Options { own_keys: true, ..Options::default() }, rotation);
}

#[test]
fn nothing_of_an_old_key_is_left_on_sqlite() {
    run_with(Backend::Sqlite, Options { own_keys: true, ..Options::default() }, nothing_is_left);
}

#[test]
fn nothing_of_an_old_key_is_left_on_postgres() {
    run_with(Backend::Postgres, Options { own_keys: true, ..Options::default() }, nothing_is_left);
}

/// A column that is in no list would keep its key for ever, and be lost with it.
async fn every_column_of_bytes_is_listed(server: &TestServer) {
    let statement = match server.backend() {
        Backend::Sqlite => {
            "SELECT t.name || '.' || c.name FROM pragma_table_list t, pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.schema = 'main' AND lower(c.type) LIKE '%blob%'"
        }
        Backend::Postgres => {
            "SELECT table_name || '.' || column_name FROM information_schema.columns \
             WHERE table_schema = 'public' AND data_type = 'bytea'"
        }
    };
    let found: BTreeSet<String> = server.database.texts(statement).await.into_iter().collect();
    let sealed = SEALED.iter().map(|of| (of.table, of.column));
    let marked = MARKED.iter().chain(MARKED_BY_CONTENT).map(|of| (of.table, of.column));
    let listed = sealed.chain(marked).chain(HASHES.iter().copied());
    let listed: BTreeSet<String> = listed.map(|(table, column)| format!("{table}.{column}")).collect();
    assert_eq!(found, listed, "sealed, marked or a hash: crates/app/src/keys/sealed.rs");
}

/// What was asked and went wrong.
#[derive(Default)]
struct Load {
    stop: AtomicBool,
    calls: AtomicU32,
    failures: AtomicU32,
}

impl Load {
    fn count(&self, what: &str, good: bool, answer: &Answer) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        if !good {
            self.failures.fetch_add(1, Ordering::Relaxed);
            eprintln!("{what}: {answer}");
        }
    }

    /// Files, repeats, lists and reads, for as long as nobody stops it.
    async fn run(&self, server: &TestServer, caller: &Caller, own: &[String]) {
        let mut n = 0;
        while !self.stop.load(Ordering::Relaxed) {
            n += 1;
            let key = format!("beban-{n}-{}", server.address());
            let filed = file(server, caller, &key).await;
            self.count("file", filed.status == 201, &filed);
            let again = file(server, caller, &key).await;
            self.count("repeat", again.status == 201 && again.body == filed.body, &again);
            let mine = server.get(caller, "/v1/complaints?scope=mine&sort=received_at&limit=200").await;
            let listed = mine.json()["data"].to_string();
            self.count("mine", mine.status == 200 && own.iter().all(|id| listed.contains(id)), &mine);
            let one = server.get(caller, &format!("/v1/complaints/{}", own[0])).await;
            let reads_own = one.json()["allowed_actions"].to_string().contains("withdraw");
            self.count("read", one.status == 200 && reads_own, &one);
        }
    }
}

async fn file(server: &TestServer, caller: &Caller, key: &str) -> Answer {
    let mut body = complaint(server.places());
    body["reporter"] = json!({ "name": "Siti", "phone": "+62 812 3456 789" });
    let call = server.call(Method::POST, "/v1/complaints").by(caller).header("idempotency-key", key);
    call.json(&body).send().await
}

async fn standing(app: &App) -> Vec<Standing> {
    app.list_keys().await.expect("the keys")
}

fn carried(standing: &[Standing], kid: Kid) -> u64 {
    standing.iter().find(|key| key.kid == kid).map_or(0, |key| key.rows)
}

/// Lets the active key look as if it had been so for an hour: no access token of the one before is good.
fn age_activation(server: &TestServer) {
    let path = server.database.keys.join("active");
    let text = std::fs::read_to_string(&path).expect("which key is active");
    let kid = text.split(' ').next().expect("a kid");
    let since = server.app().real_now() - chrono::TimeDelta::hours(1);
    std::fs::write(&path, format!("{kid} {}\n", since.to_rfc3339())).expect("an older time");
}

async fn rotation(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let mut own = Vec::new();
    for n in 0..3 {
        own.push(file(server, &siti, &format!("awal-{n}")).await.ok().text("id"));
    }
    let budi = server.log_in(Person::Budi).await;
    let secret = server.post(&budi, "/v1/me/second-factor", json!({ "password": PASSWORD })).await.ok().text("secret");
    let code = json!({ "code": code_of(server, &secret, -1) });
    server.post(&budi, "/v1/me/second-factor/confirm", code).await.ok();
    let app = server.app();
    let first = Kid::FIRST;
    assert!(matches!(app.retire_key(first).await, Err(RotationError::Active(_))));
    let before = standing(app).await;
    // Of each case: name, e-mail from the account, telephone, account where it is kept; mark and answer. And the second factor.
    assert!(before.len() == 1 && before[0].active && before[0].rows > 3 * 5, "{before:?}");
    let second_process = match server.backend() {
        Backend::Sqlite => None,
        Backend::Postgres => Some(server.second().await),
    };
    let load = Load::default();
    let rotate = async {
        let second = app.add_key().expect("one more key");
        assert!(matches!(app.activate_key("0009".parse().expect("a kid")).await, Err(RotationError::Unknown(_))));
        app.activate_key(second).await.expect("it is active");
        assert!(matches!(app.retire_key(first).await, Err(RotationError::TooEarly { .. })));
        age_activation(server);
        assert!(matches!(app.retire_key(first).await, Err(RotationError::Carried { rows, .. }) if rows > 0));
        // What was under way when the key changed is found the next time.
        let since = Instant::now();
        while carried(&standing(app).await, first) > 0 {
            assert!(since.elapsed() < Duration::from_mins(1), "{:?}", standing(app).await);
            app.reencrypt().await.expect("written anew");
        }
        // A while longer with both keys, and nothing of the old one comes back.
        tokio::time::sleep(Duration::from_secs(3)).await;
        let after = standing(app).await;
        assert_eq!((carried(&after, first), after.len()), (0, 2), "{after:?}");
        assert!(carried(&after, second) > before[0].rows, "{after:?}");
        assert_eq!(app.reencrypt().await.expect("nothing to do"), 0);
        load.stop.store(true, Ordering::Relaxed);
        second
    };
    let elsewhere = async {
        if let Some(process) = &second_process {
            load.run(process, &siti, &own).await;
        }
    };
    let (second, (), ()) = tokio::join!(rotate, load.run(server, &siti, &own), elsewhere);
    let calls = load.calls.load(Ordering::Relaxed);
    assert!(calls > 40, "{calls} calls");
    assert_eq!(load.failures.load(Ordering::Relaxed), 0, "of {calls} calls");
    let keys = server.get(&Caller::Nobody, "/.well-known/jwks.json").await.ok().json();
    assert_eq!(keys["keys"].as_array().map(Vec::len), Some(2));
    app.retire_key(first).await.expect("nothing carries it");
    assert!(matches!(app.retire_key(first).await, Err(RotationError::Unknown(_))));
    assert!(server.database.keys.join("retired/seal-0001.key").exists());
    after_retirement(server, &own, &secret, &siti).await;
    assert_eq!(standing(app).await.iter().map(|key| (key.kid, key.active)).collect::<Vec<_>>(), [(second, true)]);
    if let Some(process) = second_process {
        process.stop().await;
    }
}

/// The old key is gone, and everything is as before.
async fn after_retirement(server: &TestServer, own: &[String], secret: &str, old: &Caller) {
    server.get(old, "/v1/me").await.refused(401, "unauthenticated");
    server.forget(Person::Siti);
    let siti = server.log_in(Person::Siti).await;
    let mine = Value::Array(server.all(&siti, "/v1/complaints?scope=mine").await).to_string();
    assert!(own.iter().all(|id| mine.contains(id)));
    let again = file(server, &siti, "awal-0").await.ok();
    assert_eq!((again.header("idempotency-replayed"), again.text("id")), ("true", own[0].clone()));
    let log_in = json!({ "email": Person::Budi.email(), "password": PASSWORD, "code": code_of(server, secret, 0) });
    server.post(&Caller::Nobody, "/v1/auth/login", log_in).await.ok();
}

/// Everything that is sealed or marked, once at least.
async fn populate(server: &TestServer) -> [Case<'_>; 3] {
    let siti = server.log_in(Person::Siti).await;
    let mut body = complaint(server.places());
    body["reporter"] = json!({
        "name": "Siti", "phone": "+62 812 3456 789", "email": "siti@warga.example", "nik": "7371014107900001",
        "address": "Jalan Mawar 1",
    });
    let open = Case::file(server, &siti, body.clone()).await;
    body["is_secret"] = json!(true);
    let secret = Case::file(server, &siti, body).await;
    for case in [&open, &secret] {
        server.upload(&siti, &case.path(), &photograph()).await.ok();
    }
    let talking = dialogue::talking(server).await;
    let item = dialogue::agree(&talking).await;
    let liaison = server.log_in(Person::Liaison).await;
    let done = format!("{}/dialogue/items/{item}/complete", talking.path());
    server.post(&liaison, &done, json!({ "evidence": "Foto kartu" })).await.ok();
    server.with_second_factor(Person::AdminHere).await;
    file(server, &siti, "yang-disimpan").await.ok();
    data_requests(server, &siti).await;
    information(server, &siti).await;
    server.follow().await;
    [open, secret, talking]
}

/// A request for information of which everything is told, and an objection that carries its mark.
async fn information(server: &TestServer, siti: &Caller) {
    let mut body = crate::harness::information(server.places());
    body["applicant"] = json!({
        "kind": "legal_entity", "name": "Yayasan Warga", "nik": "7371010101019999", "decree_number": "AHU-0001.AH.01.04",
        "address": "Jl. Sulawesi 7", "phone": "0411-7654321", "email": "warga@contoh.test", "occupation": "Peneliti",
    });
    body["proxy"] = json!({ "name": "Rahmat", "power_of_attorney": "SK-12/2026" });
    server.post(siti, "/v1/information-requests", body).await.ok();
    server.post(siti, "/v1/objections", periodic(&server.places().city)).await.ok();
}

/// A correction that is refused, and somebody else erased, whose delivered mails are still to be taken away.
async fn data_requests(server: &TestServer, siti: &Caller) {
    let officer = personal_data::officer(server).await;
    let correction = json!({ "kind": "correction", "text": "Nama saya keliru.", "changes": { "name": "Siti Rahayu" } });
    let asked = server.post(siti, personal_data::MINE, correction).await.ok();
    let refusal = json!({ "reason_code": "endangers_others", "text": "Nama itu milik orang lain." });
    server.post(&officer, &format!("{}/refuse", personal_data::path_of(&asked)), refusal).await.ok();
    let budi = server.log_in(Person::Budi).await;
    let asked = personal_data::ask(server, &budi, personal_data::MINE, "erasure").await;
    server.post(&officer, &format!("{}/grant", personal_data::path_of(&asked)), json!({})).await.ok();
}

/// The hexadecimal values of a column of bytes.
async fn bytes_in(server: &TestServer, table: &str, column: &str) -> Vec<String> {
    let hex = match server.backend() {
        Backend::Sqlite => format!("lower(hex({column}))"),
        Backend::Postgres => format!("encode({column}, 'hex')"),
    };
    server.database.texts(&format!("SELECT {hex} FROM {table} WHERE length({column}) > 0")).await
}

/// No value anywhere carries the old key, not even written as text, and all is as it was.
async fn nothing_is_left(server: &TestServer) {
    let cases = populate(server).await;
    let siti = server.log_in(Person::Siti).await;
    let told = server.all(&siti, "/v1/notifications").await;
    let app = server.app();
    let second = app.add_key().expect("one more key");
    app.activate_key(second).await.expect("it is active");
    assert_eq!(server.all(&siti, "/v1/notifications").await, told, "found by the mark of the key before");
    // The same file again, while its mark is the old key's.
    let stored = server.database.number("SELECT count(*) FROM blobs").await;
    server.upload(&siti, &cases[0].path(), &photograph()).await.ok();
    assert_eq!(server.database.number("SELECT count(*) FROM blobs").await, stored);
    while app.reencrypt().await.expect("written anew") > 0 {}
    for of in SEALED {
        let values = bytes_in(server, of.table, of.column).await;
        assert!(!values.is_empty(), "fill {}.{} in this test", of.table, of.column);
        assert!(values.iter().all(|value| value.starts_with("0130303032")), "{}.{}", of.table, of.column);
    }
    for of in MARKED.iter().chain(MARKED_BY_CONTENT) {
        let values = bytes_in(server, of.table, of.column).await;
        assert!(!values.is_empty(), "fill {}.{} in this test", of.table, of.column);
        assert!(values.iter().all(|value| value.starts_with("30303032")), "{}.{}", of.table, of.column);
    }
    no_text_is_an_envelope(server).await;
    age_activation(server);
    app.retire_key(Kid::FIRST).await.expect("nothing carries it");
    server.forget(Person::Siti);
    let siti = server.log_in(Person::Siti).await;
    let after = server.all(&siti, "/v1/notifications").await;
    assert!(told.iter().all(|item| after.contains(item)));
    server.upload(&siti, &cases[0].path(), &photograph()).await.ok();
    assert_eq!(server.database.number("SELECT count(*) FROM blobs").await, stored);
    let [open, secret, talking] = &cases;
    for case in [open, secret] {
        let list = server.get(&siti, &format!("{}/attachments", case.path())).await.ok().json();
        let id = list["data"][0]["id"].as_str().expect("an attachment");
        server.get(&siti, &format!("{}/attachments/{id}/content", case.path())).await.ok();
    }
    let dialogue = server.get(&talking.reporter, &format!("{}/dialogue", talking.path())).await.ok();
    assert!(dialogue.to_string().contains("Foto kartu"));
}

/// Nothing sealed hides in a column of text, as hexadecimal or in base64.
async fn no_text_is_an_envelope(server: &TestServer) {
    let columns = match server.backend() {
        Backend::Sqlite => {
            "SELECT t.name || ' ' || c.name FROM pragma_table_list t, pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.schema = 'main' AND lower(c.type) NOT LIKE '%blob%'"
        }
        Backend::Postgres => {
            "SELECT table_name || ' ' || column_name FROM information_schema.columns \
             WHERE table_schema = 'public' AND data_type <> 'bytea'"
        }
    };
    for column in server.database.texts(columns).await {
        let (table, column) = column.split_once(' ').expect("a table and a column");
        let text = format!("CAST(\"{column}\" AS TEXT)");
        let found = format!(
            "SELECT count(*) FROM {table} WHERE {text} LIKE '%0130303031%' OR {text} LIKE '%0130303032%' \
             OR {text} LIKE '%ATAwMDE%' OR {text} LIKE '%ATAwMDI%'"
        );
        assert_eq!(server.database.number(&found).await, 0, "{table}.{column}");
    }
}
