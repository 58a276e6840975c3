//! Accounts from registration on: the mailed tokens, log-in, rotation of refresh tokens, revocation.

use data_encoding::HEXLOWER;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use padi_app::keys::sha256;
use serde_json::{Value, json};

use crate::harness::{Answer, Backend, Caller, PASSWORD, Person, TestServer, on_both};

on_both!(
    from_registration_to_log_in,
    refresh_tokens_rotate,
    twenty_refreshes_leave_one_pair,
    logging_out_everywhere,
    passwords_change,
    a_revoked_role_ends_at_once,
    own_account,
);

async fn auth(server: &TestServer, what: &str, body: Value) -> Answer {
    server.post(&Caller::Nobody, &format!("/v1/auth/{what}"), body).await
}

async fn log_in(server: &TestServer, email: &str, password: &str) -> Answer {
    auth(server, "login", json!({ "email": email, "password": password })).await
}

async fn refresh(server: &TestServer, token: &str) -> Answer {
    auth(server, "refresh", json!({ "refresh_token": token })).await
}

fn access(tokens: &Answer) -> Caller {
    Caller::Token(tokens.text("access_token"))
}

/// Mails to an address, newest first.
async fn mails(server: &TestServer, to: &str) -> Vec<Value> {
    let found = server.get(&Caller::Nobody, &format!("/v1/sandbox/mails?to={to}")).await.ok().json();
    found["data"].as_array().expect("mails").clone()
}

/// The token of the newest mail.
async fn mailed(server: &TestServer, to: &str) -> String {
    let mails = mails(server, to).await;
    let body = mails[0]["body"].as_str().expect("a body");
    body.lines().find_map(|line| line.strip_prefix("Token: ")).expect("a token").to_owned()
}

async fn from_registration_to_log_in(server: &TestServer) {
    let email = "dewi@uji.example";
    let form = json!({ "email": "Dewi@Uji.Example", "password": PASSWORD, "name": "Dewi" });
    let first = auth(server, "register", form.clone()).await;
    assert_eq!((first.status, first.body.len()), (202, 0));
    log_in(server, email, PASSWORD).await.refused(403, "email_unverified");
    log_in(server, email, "kata sandi yang salah").await.refused(401, "invalid_credentials");
    let token = mailed(server, email).await;
    auth(server, "verify-email", json!({ "token": format!("{token}x") })).await.refused(401, "invalid_credentials");
    auth(server, "verify-email", json!({ "token": token })).await.ok();
    auth(server, "verify-email", json!({ "token": token })).await.refused(401, "invalid_credentials");
    let tokens = log_in(server, "DEWI@uji.example", PASSWORD).await.ok();
    assert_eq!((tokens.text("token_type").as_str(), tokens.json()["expires_in"].as_u64()), ("Bearer", Some(600)));
    assert_eq!(tokens.header("cache-control"), "no-store");
    let me = server.get(&access(&tokens), "/v1/me").await.ok();
    assert_eq!(
        (me.text("email").as_str(), me.text("name").as_str(), &me.json()["grants"]),
        (email, "Dewi", &json!([]))
    );
    // The answer never tells whether an address is known; its mailbox does.
    let again = auth(server, "register", form).await;
    assert_eq!((again.status, again.body.len()), (202, 0));
    // The verification, the sign-in, and what is told now.
    assert_eq!(mails(server, email).await.len(), 3);
    assert!(mails(server, email).await[0]["subject"].as_str().expect("a subject").contains("sudah terdaftar"));
    for (password, code) in
        [("pendek", "too_short"), ("password1234", "too_common"), ("baru@uji.example", "same_as_email")]
    {
        let form = json!({ "email": "baru@uji.example", "password": password, "name": "Baru" });
        let answer = auth(server, "register", form).await.refused(422, "validation_failed");
        assert_eq!(answer.faults(), [("/password".to_owned(), code.to_owned())]);
    }
    // A stranger and a wrong password are answered alike.
    let stranger = log_in(server, "tiada@uji.example", PASSWORD).await.refused(401, "invalid_credentials");
    let wrong = log_in(server, email, "kata sandi yang salah").await;
    assert_eq!((stranger.text("title"), stranger.text("detail")), (wrong.text("title"), wrong.text("detail")));
}

async fn refresh_tokens_rotate(server: &TestServer) {
    let email = Person::Budi.email();
    let first = log_in(server, &email, PASSWORD).await.ok();
    // 1-2: each use gives the next.
    let second = refresh(server, &first.text("refresh_token")).await.ok();
    server.get(&access(&second), "/v1/me").await.ok();
    let third = refresh(server, &second.text("refresh_token")).await.ok();
    // 3: within the grace, while its successor is unused, the second is believed once more; what it gave before is replaced.
    let fourth = refresh(server, &second.text("refresh_token")).await.ok();
    assert_ne!(fourth.text("refresh_token"), third.text("refresh_token"));
    // 4: and goes on.
    let fifth = refresh(server, &fourth.text("refresh_token")).await.ok();
    // 5: its successor was used, so that whoever shows it again stole it, or was stolen from.
    refresh(server, &second.text("refresh_token")).await.refused(401, "invalid_credentials");
    // 6: the whole log-in is over.
    refresh(server, &fifth.text("refresh_token")).await.refused(401, "invalid_credentials");
    // 7-8: another log-in is not touched; after the grace a replay ends it.
    let other = log_in(server, &email, PASSWORD).await.ok();
    let next = refresh(server, &other.text("refresh_token")).await.ok();
    let statement = "UPDATE refresh_tokens SET used_at = '2026-01-01T00:00:00+00:00' WHERE used_at IS NOT NULL";
    server.database.execute(statement).await;
    refresh(server, &other.text("refresh_token")).await.refused(401, "invalid_credentials");
    refresh(server, &next.text("refresh_token")).await.refused(401, "invalid_credentials");
    for nonsense in ["x", "u3xq1T0Z0hYk4pYc0n2bQm7Q2rX8sV5wJ1aL9dE6fGg"] {
        refresh(server, nonsense).await.refused(401, "invalid_credentials");
    }
    // Logging out ends one log-in, and says nothing of unknown tokens.
    let (here, there) = (log_in(server, &email, PASSWORD).await.ok(), log_in(server, &email, PASSWORD).await.ok());
    auth(server, "logout", json!({ "refresh_token": here.text("refresh_token") })).await.ok();
    auth(server, "logout", json!({ "refresh_token": "x" })).await.ok();
    refresh(server, &here.text("refresh_token")).await.refused(401, "invalid_credentials");
    refresh(server, &there.text("refresh_token")).await.ok();
}

async fn twenty_refreshes_leave_one_pair(server: &TestServer) {
    let first = log_in(server, &Person::Budi.email(), PASSWORD).await.ok().text("refresh_token");
    let answers = join_all((0..20).map(|_| refresh(server, &first))).await;
    let given: Vec<String> =
        answers.iter().filter(|answer| answer.status == 200).map(|answer| answer.text("refresh_token")).collect();
    assert!(!given.is_empty() && answers.iter().all(|answer| matches!(answer.status, 200 | 401)));
    let usable = match server.backend() {
        Backend::Sqlite => {
            "SELECT lower(hex(token_hash)) FROM refresh_tokens WHERE used_at IS NULL AND revoked_at IS NULL"
        }
        Backend::Postgres => {
            "SELECT encode(token_hash, 'hex') FROM refresh_tokens WHERE used_at IS NULL AND revoked_at IS NULL"
        }
    };
    let usable = server.database.texts(usable).await;
    let hash = |token: &String| HEXLOWER.encode(&sha256(token.as_bytes()));
    let good: Vec<&String> = given.iter().filter(|token| usable.contains(&hash(token))).collect();
    assert_eq!(good.len(), 1, "of {} given", given.len());
    refresh(server, good[0]).await.ok();
}

async fn logging_out_everywhere(server: &TestServer) {
    let email = Person::Budi.email();
    let (here, there) = (log_in(server, &email, PASSWORD).await.ok(), log_in(server, &email, PASSWORD).await.ok());
    server.post(&Caller::Nobody, "/v1/auth/logout-all", json!({})).await.refused(401, "unauthenticated");
    server.post(&access(&here), "/v1/auth/logout-all", json!({})).await.ok();
    for tokens in [&here, &there] {
        let refused = server.get(&access(tokens), "/v1/me").await.refused(401, "unauthenticated");
        assert!(refused.header("www-authenticate").contains("invalid_token"));
        refresh(server, &tokens.text("refresh_token")).await.refused(401, "invalid_credentials");
    }
    log_in(server, &email, PASSWORD).await.ok();
}

async fn passwords_change(server: &TestServer) {
    let email = Person::Budi.email();
    let [second, third] = ["perahu layar di lautan", "perahu motor di danau"];
    let before = log_in(server, &email, PASSWORD).await.ok();
    let change = |current: &str, new: &str| json!({ "current_password": current, "new_password": new });
    let path = "/v1/auth/change-password";
    server.post(&access(&before), path, change("salah sama sekali", second)).await.refused(401, "invalid_credentials");
    let after = server.post(&access(&before), path, change(PASSWORD, second)).await.ok();
    server.get(&access(&before), "/v1/me").await.refused(401, "unauthenticated");
    server.get(&access(&after), "/v1/me").await.ok();
    log_in(server, &email, PASSWORD).await.refused(401, "invalid_credentials");
    log_in(server, &email, second).await.ok();
    // Forgotten.
    let unknown = auth(server, "request-password-reset", json!({ "email": "tiada@uji.example" })).await.ok();
    let known = auth(server, "request-password-reset", json!({ "email": email })).await.ok();
    assert_eq!((unknown.status, unknown.body.len(), known.status, known.body.len()), (202, 0, 202, 0));
    assert!(mails(server, "tiada@uji.example").await.is_empty());
    let token = mailed(server, &email).await;
    let reset = |token: &str, new: &str| json!({ "token": token, "new_password": new });
    auth(server, "reset-password", reset("x", third)).await.refused(401, "invalid_credentials");
    auth(server, "reset-password", reset(&token, "pendek")).await.refused(422, "validation_failed");
    auth(server, "reset-password", reset(&token, third)).await.ok();
    auth(server, "reset-password", reset(&token, third)).await.refused(401, "invalid_credentials");
    server.get(&access(&after), "/v1/me").await.refused(401, "unauthenticated");
    log_in(server, &email, second).await.refused(401, "invalid_credentials");
    log_in(server, &email, third).await.ok();
    // A token that has run out is none.
    auth(server, "request-password-reset", json!({ "email": email })).await.ok();
    let token = mailed(server, &email).await;
    server.database.execute("UPDATE mail_tokens SET expires_at = '2026-01-01T00:00:00+00:00'").await;
    auth(server, "reset-password", reset(&token, second)).await.refused(401, "invalid_credentials");
}

async fn a_revoked_role_ends_at_once(server: &TestServer) {
    let (admin, budi) = (server.log_in(Person::SystemAdmin).await, server.log_in(Person::Budi).await);
    let inbox = "/v1/complaints?scope=inbox";
    server.get(&budi, inbox).await.refused(403, "forbidden");
    let found = server.get(&admin, &format!("/v1/users?email={}", Person::Budi.email())).await.ok().json();
    let id = found["data"][0]["id"].as_str().expect("an id").to_owned();
    let body = json!({ "role": "agency_admin", "agency_id": server.places().city });
    let path = format!("/v1/users/{id}/grants");
    let grant = server.post(&admin, &path, body.clone()).await.ok();
    server.post(&admin, &path, body).await.refused(422, "validation_failed");
    server.get(&budi, inbox).await.ok();
    // Another process that has just asked for the session keeps it for five seconds.
    let second = match server.backend() {
        Backend::Sqlite => None,
        Backend::Postgres => Some(server.second().await),
    };
    if let Some(second) = &second {
        second.get(&budi, inbox).await.ok();
    }
    let revoke = server.call(reqwest::Method::DELETE, &format!("{path}/{}", grant.text("id"))).by(&admin);
    let revoked = revoke.send().await;
    assert_eq!(revoked.status, 204, "{revoked}");
    server.get(&budi, inbox).await.refused(403, "forbidden");
    let Some(second) = second else { return };
    let since = Instant::now();
    while second.get(&budi, inbox).await.status == 200 {
        assert!(since.elapsed() < Duration::from_millis(5500), "a revoked role is still good");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    second.stop().await;
}

async fn own_account(server: &TestServer) {
    let budi = server.log_in(Person::Budi).await;
    let me = server.get(&budi, "/v1/me").await.ok();
    let change = |tag: Option<&str>, body: Value| {
        let call = server
            .call(reqwest::Method::PATCH, "/v1/me")
            .by(&budi)
            .header("content-type", "application/merge-patch+json");
        let call = match tag {
            Some(tag) => call.header("if-match", tag),
            None => call,
        };
        call.raw(body.to_string()).send()
    };
    change(None, json!({ "name": "Budi S" })).await.refused(428, "if_match_required");
    change(Some("\"0\""), json!({ "name": "Budi S" })).await.refused(412, "version_mismatch");
    let changed = change(Some(me.header("etag")), json!({ "name": "Budi S", "language": "en" })).await.ok();
    assert_eq!((changed.text("name").as_str(), changed.text("language").as_str()), ("Budi S", "en"));
    change(Some(me.header("etag")), json!({ "name": "x" })).await.refused(412, "version_mismatch");
    change(Some("*"), json!({ "email": "x@uji.example" })).await.refused(400, "unknown_field");
    change(Some("*"), json!({ "name": null })).await.refused(422, "validation_failed");
    server.get(&Caller::Nobody, "/v1/me").await.refused(401, "unauthenticated");
    // Tokens that are none of ours.
    let Caller::Token(token) = &budi else { panic!("a token") };
    let parts: Vec<&str> = token.split('.').collect();
    let [head, claims, signature] = parts[..] else { panic!("a JWT") };
    for forged in [
        format!("{head}.{claims}."),
        format!("eyJhbGciOiJub25lIn0.{claims}."),
        format!("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.{claims}.{signature}"),
        format!("{head}.{}.{signature}", claims.replace(&claims[10..14], "AAAA")),
        format!("{head}.{claims}.{}", signature.chars().rev().collect::<String>()),
        "a.b.c".to_owned(),
    ] {
        server.get(&Caller::Token(forged), "/v1/me").await.refused(401, "unauthenticated");
    }
    let keys = server.get(&Caller::Nobody, "/.well-known/jwks.json").await.ok().json();
    assert_eq!((&keys["keys"][0]["alg"], &keys["keys"][0]["crv"]), (&json!("EdDSA"), &json!("Ed25519")));
    assert!(keys["keys"][0].get("d").is_none());
}
