//! Idempotency keys: one effect, one answer, whoever repeats it how often, in their own name only.

use data_encoding::HEXLOWER;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{
    Answer, Caller, Case, Person, Request, TestServer, body_of, complaint, information, objection, on_both, periodic,
};

on_both!(
    fifty_repeats_have_one_effect,
    another_body_is_refused,
    keys_belong_to_their_caller,
    a_repeat_is_only_for_who_may_still_read,
    a_hold_is_repeated_only_to_who_is_still_an_officer,
    what_a_desk_records_is_repeated_to_it,
    failures_are_not_kept,
);

async fn with_key(server: &TestServer, caller: &Caller, path: &str, key: &str, body: &Value) -> Answer {
    server.call(Method::POST, path).by(caller).header("idempotency-key", key).json(body).send().await
}

/// As a client does: while the first call is still being worked on, it comes back.
async fn until_answered(server: &TestServer, caller: &Caller, path: &str, key: &str, body: &Value) -> Answer {
    for _ in 0..20 {
        let answer = with_key(server, caller, path, key, body).await;
        if answer.status != 409 {
            return answer;
        }
        assert_eq!(answer.code(), "idempotency_in_progress", "{answer}");
        assert!(!answer.header("retry-after").is_empty(), "{answer}");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("still in progress");
}

async fn filed(server: &TestServer, title: &str) -> i64 {
    server.database.number(&format!("SELECT count(*) FROM complaints WHERE title = '{title}'")).await
}

async fn fifty_repeats_have_one_effect(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    for (caller, title, key) in
        [(&Caller::Nobody, "Tanpa akun", "8e03978e-40d5-43dd-bc93-6894a57f9324"), (&siti, "Dengan akun", "\"satu\"")]
    {
        let mut body = complaint(server.places());
        body["title"] = json!(title);
        let calls = (0..50).map(|_| until_answered(server, caller, "/v1/complaints", key, &body));
        let answers = join_all(calls).await;
        let first = &answers[0];
        assert_eq!(first.status, 201, "{first}");
        for answer in &answers {
            assert_eq!((answer.status, &answer.body), (201, &first.body), "the same bytes");
            assert_eq!((answer.header("location"), answer.header("etag")), (first.header("location"), "\"1\""));
        }
        let replayed = answers.iter().filter(|answer| answer.header("idempotency-replayed") == "true").count();
        assert_eq!(replayed, 49, "all but the first say that they are repeats");
        assert_eq!(filed(server, title).await, 1);
        assert_eq!(server.database.count_of("events", "case_id", &first.text("id"), "true").await, 1);
    }
    assert_eq!(server.database.number("SELECT count(*) FROM idempotency_records").await, 2);
}

async fn another_body_is_refused(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let mut body = complaint(server.places());
    with_key(server, &siti, "/v1/complaints", "k", &body).await.ok();
    // White space and the order of members are no difference.
    let shuffled =
        format!("{{ \"title\" : {} , {}", body["title"], &body.to_string()[1..].replace("\"title\"", "\"title\" "));
    let shuffled: Value = serde_json::from_str(&shuffled).expect("JSON");
    let again = with_key(server, &siti, "/v1/complaints", "k", &shuffled).await;
    assert_eq!(again.header("idempotency-replayed"), "true", "{again}");
    body["title"] = json!("lain");
    with_key(server, &siti, "/v1/complaints", "k", &body).await.refused(422, "idempotency_key_reused");
    assert_eq!(filed(server, "lain").await, 0);
    // The same key and body on another path is another request.
    let case = Case::new(server).await;
    let other = Case::new(server).await;
    let admin = server.log_in(Person::AdminHere).await;
    let postpone = body_of("postpone", server.places());
    with_key(server, &admin, &case.path_to("postpone"), "p", &postpone).await.ok();
    with_key(server, &admin, &other.path_to("postpone"), "p", &postpone).await.refused(422, "idempotency_key_reused");
    // A key that others could guess, or that is none.
    let anonymous = |key: &'static str| with_key(server, &Caller::Nobody, "/v1/complaints", key, &body);
    anonymous("123456789012345").await.refused(400, "invalid_parameter");
    anonymous("1234567890123456").await.ok();
    with_key(server, &siti, "/v1/complaints", "a b", &body).await.refused(400, "invalid_parameter");
    let long = "k".repeat(256);
    with_key(server, &siti, "/v1/complaints", &long, &body).await.refused(400, "invalid_parameter");
}

async fn keys_belong_to_their_caller(server: &TestServer) {
    let body = complaint(server.places());
    let key = "kunci-yang-sama-persis";
    let mut ids = Vec::new();
    for caller in [server.log_in(Person::Siti).await, server.log_in(Person::Budi).await, Caller::Nobody] {
        let answer = with_key(server, &caller, "/v1/complaints", key, &body).await.ok();
        assert_eq!(answer.header("idempotency-replayed"), "", "{answer}");
        let again = with_key(server, &caller, "/v1/complaints", key, &body).await.ok();
        assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &answer.body));
        ids.push(answer.text("id"));
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3, "three callers, three complaints");
    // Without credentials another body is another request: nobody learns that the key was used.
    let mut other = body;
    other["title"] = json!("lain");
    let answer = with_key(server, &Caller::Nobody, "/v1/complaints", key, &other).await;
    assert_eq!((answer.status, answer.header("idempotency-replayed")), (201, ""), "{answer}");
    // Two reporters by secret.
    let (one, two) = (Case::new(server).await, Case::new(server).await);
    for case in [&one, &two] {
        let answer = with_key(server, &case.reporter, &case.path_to("withdraw"), "cabut", &json!({})).await.ok();
        assert_eq!(answer.header("idempotency-replayed"), "");
        let again = with_key(server, &case.reporter, &case.path_to("withdraw"), "cabut", &json!({})).await.ok();
        assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &answer.body));
    }
}

async fn a_repeat_is_only_for_who_may_still_read(server: &TestServer) {
    let case = Case::new(server).await;
    case.dispose(true).await;
    let liaison = server.log_in(Person::Liaison).await;
    let body = body_of("return", server.places());
    let path = case.path_to("return");
    let first = with_key(server, &liaison, &path, "kembali", &body).await.ok();
    assert_eq!(first.text("state"), "not_followed_up");
    // With the return the unit gave up its sight of the case.
    case.see(&liaison).await.refused(404, "not_found");
    with_key(server, &liaison, &path, "kembali", &body).await.refused(404, "not_found");
    let mut back = body_of("redispose", server.places());
    (back["unit_id"], back["note"]) = (json!(server.places().units[0]), json!("Memang tugas unit ini."));
    case.must_with(Person::Coordinator, "redispose", back).await;
    let again = with_key(server, &liaison, &path, "kembali", &body).await.ok();
    assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &first.body));
}

async fn a_hold_is_repeated_only_to_who_is_still_an_officer(server: &TestServer) {
    let case = Case::new(server).await;
    let officer = server.log_in(Person::PrivacyOfficer).await;
    let (hold, lift) = (
        json!({ "case_kind": "complaint", "case_id": case.id, "reason": "Perkara 12." }),
        json!({ "reason": "Putusan tetap." }),
    );
    let placed = with_key(server, &officer, "/v1/legal-holds", "tahan", &hold).await.ok();
    let path = format!("/v1/legal-holds/{}/lift", placed.text("id"));
    let lifted = with_key(server, &officer, &path, "cabut", &lift).await.ok();
    let calls = [("/v1/legal-holds", "tahan", &hold, &placed), (&path, "cabut", &lift, &lifted)];
    for (path, key, body, first) in calls {
        let again = with_key(server, &officer, path, key, body).await.ok();
        assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &first.body));
    }
    let system = server.log_in(Person::SystemAdmin).await;
    let email = Person::PrivacyOfficer.email();
    let found = server.get(&system, &format!("/v1/users?email={email}")).await.ok().json();
    let (user, grant) = (&found["data"][0]["id"], &found["data"][0]["grants"][0]["id"]);
    let taken = format!("/v1/users/{}/grants/{}", user.as_str().expect("an id"), grant.as_str().expect("an id"));
    let taken = server.call(Method::DELETE, &taken).by(&system).header("if-match", "*").send().await;
    assert_eq!(taken.status, 204, "{taken}");
    for (path, key, body, _) in calls {
        with_key(server, &officer, path, key, body).await.refused(403, "forbidden");
    }
}

/// The desk is told the secret of the applicant once more, where the first answer was lost; who has left the desk is not.
async fn what_a_desk_records_is_repeated_to_it(server: &TestServer) {
    let places = server.places();
    let lost = Request::answered(server).await;
    let of_unit = Request::new(server).await;
    of_unit.bring_to("in_search").await;
    of_unit.must(Person::Ppid, "not_held").await;
    for (officer, path, mut body) in [
        (Person::AdminHere, "/v1/complaints", complaint(places)),
        (Person::Liaison, "/v1/complaints", complaint(places)),
        (Person::Ppid, "/v1/information-requests", information(places)),
        (Person::PpidUnit, "/v1/information-requests", information(places)),
        (Person::Ppid, "/v1/objections", periodic(&places.city)),
        (Person::PpidUnit, "/v1/objections", periodic(&places.city)),
        (Person::Ppid, "/v1/objections", objection(&lost.id, &["d"])),
        (Person::PpidUnit, "/v1/objections", objection(&of_unit.id, &["d"])),
    ] {
        body["channel"] = json!("letter");
        let caller = server.log_in(officer).await;
        let key = format!("{officer:?}-{}-{}", path.replace('/', "-"), body["request_id"]);
        let first = with_key(server, &caller, path, &key, &body).await;
        assert_eq!(first.status, 201, "{officer:?} {path}: {first}");
        let again = with_key(server, &caller, path, &key, &body).await;
        assert_eq!(again.status, 201, "{officer:?} {path}: {again}");
        assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &first.body));
    }
}

async fn failures_are_not_kept(server: &TestServer) {
    let case = Case::new(server).await;
    let admin = server.log_in(Person::AdminHere).await;
    let body = body_of("resume", server.places());
    let path = case.path_to("resume");
    with_key(server, &admin, &path, "lanjut", &body).await.refused(409, "invalid_transition");
    case.must(Person::AdminHere, "postpone").await;
    let done = with_key(server, &admin, &path, "lanjut", &body).await.ok();
    assert_eq!((done.text("state").as_str(), done.header("idempotency-replayed")), ("unverified", ""));
    // What is kept, is kept sealed: the answer stands nowhere in clear.
    let answers = match server.backend() {
        crate::harness::Backend::Sqlite => "SELECT hex(answer) FROM idempotency_records",
        crate::harness::Backend::Postgres => "SELECT encode(answer, 'hex') FROM idempotency_records",
    };
    let clear = HEXLOWER.encode(b"unverified");
    let kept = server.database.texts(answers).await;
    assert!(!kept.is_empty() && kept.iter().all(|answer| !answer.to_lowercase().contains(&clear)));
    // Log-in takes no key.
    let log_in = json!({ "email": Person::Budi.email(), "password": crate::harness::PASSWORD });
    let [one, two] = [(), ()].map(|()| with_key(server, &Caller::Nobody, "/v1/auth/login", "sama", &log_in));
    assert_ne!(one.await.ok().text("refresh_token"), two.await.ok().text("refresh_token"));
}
