//! Sessions: listed and ended by whose they are, told of by mail.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Backend, Caller, PASSWORD, Person, TestServer, on_both};

on_both!(sessions_are_listed_and_ended, an_ended_session_ends_everywhere, sign_ins_are_told);

async fn log_in(server: &TestServer, person: Person) -> Answer {
    let body = json!({ "email": person.email(), "password": PASSWORD });
    server.post(&Caller::Nobody, "/v1/auth/login", body).await.ok()
}

fn access(tokens: &Answer) -> Caller {
    Caller::Token(tokens.text("access_token"))
}

async fn end(server: &TestServer, caller: &Caller, id: &str) -> Answer {
    server.call(Method::DELETE, &format!("/v1/me/sessions/{id}")).by(caller).send().await
}

async fn current(server: &TestServer, caller: &Caller) -> String {
    let all = server.all(caller, "/v1/me/sessions").await;
    let one = all.iter().find(|session| session["current"] == true).expect("the session that asks");
    one["id"].as_str().expect("an id").to_owned()
}

async fn sessions_are_listed_and_ended(server: &TestServer) {
    let (first, second, third) =
        (log_in(server, Person::Budi).await, log_in(server, Person::Budi).await, log_in(server, Person::Budi).await);
    let listed = server.all(&access(&second), "/v1/me/sessions?limit=2").await;
    let times: Vec<&str> = listed.iter().map(|session| session["created_at"].as_str().expect("a time")).collect();
    assert!(listed.len() == 3 && times.is_sorted_by(|one, next| one >= next), "{times:?}");
    let currents: Vec<&Value> = listed.iter().map(|session| &session["current"]).collect();
    assert_eq!(currents, [false, true, false]);
    assert!(listed.iter().all(|session| session["second_factor"] == false && session["last_used_at"].is_string()));
    let total = server.get(&access(&second), "/v1/me/sessions?limit=1&include_total=true").await.ok().json();
    assert_eq!(total["total"], json!({ "value": 3, "exact": true }));
    // Refreshing makes no new session.
    let refresh = |tokens: &Answer| json!({ "refresh_token": tokens.text("refresh_token") });
    let path = "/v1/auth/refresh";
    let third = server.post(&Caller::Nobody, path, refresh(&third)).await.ok();
    assert_eq!(server.all(&access(&third), "/v1/me/sessions").await.len(), 3);
    let coordinator = server.with_second_factor(Person::Coordinator).await;
    let shown = server.all(&coordinator, "/v1/me/sessions").await;
    assert_eq!((shown.len(), &shown[0]["second_factor"]), (1, &json!(true)));
    // Nobody ends another's.
    let id = current(server, &access(&first)).await;
    end(server, &Caller::Nobody, &id).await.refused(401, "unauthenticated");
    let siti = server.log_in(Person::Siti).await;
    for nothing in [id.as_str(), "019cb1c0-0000-7000-8000-000000000000", "x"] {
        end(server, &siti, nothing).await.refused(404, "not_found");
    }
    let ended = end(server, &access(&second), &id).await;
    assert_eq!((ended.status, ended.body.len()), (204, 0));
    end(server, &access(&second), &id).await.refused(404, "not_found");
    server.get(&access(&first), "/v1/me").await.refused(401, "unauthenticated");
    server.post(&Caller::Nobody, path, refresh(&first)).await.refused(401, "invalid_credentials");
    // Its own, too; and logging out is the same.
    let own = current(server, &access(&second)).await;
    assert_eq!(end(server, &access(&second), &own).await.status, 204);
    server.get(&access(&second), "/v1/me").await.refused(401, "unauthenticated");
    assert_eq!(server.all(&access(&third), "/v1/me/sessions").await.len(), 1);
    server.post(&Caller::Nobody, "/v1/auth/logout", refresh(&third)).await.ok();
    server.get(&access(&third), "/v1/me").await.refused(401, "unauthenticated");
    // What has run out is not listed.
    let last = log_in(server, Person::Budi).await;
    log_in(server, Person::Budi).await;
    assert_eq!(server.all(&access(&last), "/v1/me/sessions").await.len(), 2);
    server.database.execute("UPDATE sessions SET expires_at = '2026-01-01T00:00:00+00:00'").await;
    assert!(server.all(&access(&last), "/v1/me/sessions").await.is_empty());
    assert!(server.app().sweep().await.expect("a sweep") >= 5);
    assert_eq!(server.database.number("SELECT count(*) FROM sessions").await, 0);
}

async fn an_ended_session_ends_everywhere(server: &TestServer) {
    if server.backend() == Backend::Sqlite {
        // One process serves an embedded database.
        return;
    }
    let (here, there) = (log_in(server, Person::Budi).await, log_in(server, Person::Budi).await);
    let second = server.second().await;
    second.get(&access(&there), "/v1/me").await.ok();
    let id = current(server, &access(&there)).await;
    assert_eq!(end(server, &access(&here), &id).await.status, 204);
    server.get(&access(&there), "/v1/me").await.refused(401, "unauthenticated");
    let since = Instant::now();
    while second.get(&access(&there), "/v1/me").await.status == 200 {
        assert!(since.elapsed() < Duration::from_millis(5500), "an ended session is still good");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    second.get(&access(&here), "/v1/me").await.ok();
    second.stop().await;
}

async fn sign_ins_are_told(server: &TestServer) {
    let mails = async || {
        let path = format!("/v1/sandbox/mails?to={}", Person::Budi.email());
        server.get(&Caller::Nobody, &path).await.ok().json()["data"].as_array().expect("mails").clone()
    };
    let wrong = json!({ "email": Person::Budi.email(), "password": "salah sekali" });
    server.post(&Caller::Nobody, "/v1/auth/login", wrong).await.refused(401, "invalid_credentials");
    assert!(mails().await.is_empty(), "who did not get in is not told of");
    log_in(server, Person::Budi).await;
    let told = mails().await;
    assert_eq!((told.len(), &told[0]["subject"]), (1, &json!("Akun Anda dipakai masuk")));
    let text = told[0]["body"].as_str().expect("a body");
    assert!(text.contains("tanpa faktor kedua") && text.contains("/v1/me/sessions"), "{text}");
    // A flood of sign-ins fills no mailbox.
    for _ in 0..6 {
        log_in(server, Person::Budi).await;
    }
    assert_eq!(mails().await.len(), 4);
}
