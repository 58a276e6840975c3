//! Second factors: from setting one up to taking it away, and that nobody guesses past one.

use futures_util::future::join_all;
use padi_http::rate_limit::Setting;
use serde_json::{Value, json};

use crate::harness::{Answer, Backend, Caller, Options, PASSWORD, Person, TestServer, code_of, on_both, run_with};

on_both!(
    from_setting_up_to_taking_away,
    recovery_codes_are_good_once,
    codes_cannot_be_guessed,
    a_session_keeps_its_second_factor,
    a_repeated_call_does_nothing_twice,
);

const PATH: &str = "/v1/me/second-factor";

async fn log_in(server: &TestServer, person: Person, code: Option<&str>) -> Answer {
    let mut body = json!({ "email": person.email(), "password": PASSWORD });
    if let Some(code) = code {
        body["code"] = json!(code);
    }
    server.post(&Caller::Nobody, "/v1/auth/login", body).await
}

fn access(tokens: &Answer) -> Caller {
    Caller::Token(tokens.text("access_token"))
}

async fn subjects(server: &TestServer, person: Person) -> Vec<String> {
    let path = format!("/v1/sandbox/mails?to={}", person.email());
    let mails = server.get(&Caller::Nobody, &path).await.ok().json();
    let all = mails["data"].as_array().expect("mails");
    all.iter().map(|mail| mail["subject"].as_str().expect("a subject").to_owned()).collect()
}

/// Sets a second factor up: its secret, its recovery codes, and the step (from now) of the code that was used.
async fn enrolled(server: &TestServer, caller: &Caller) -> (String, Vec<String>) {
    let secret = server.post(caller, PATH, json!({ "password": PASSWORD })).await.ok().text("secret");
    // The last code that is still taken, so that those of now and of the next step are left.
    let code = code_of(server, &secret, -1);
    let confirmed = server.post(caller, &format!("{PATH}/confirm"), json!({ "code": code })).await.ok().json();
    let codes = confirmed["recovery_codes"].as_array().expect("codes").iter();
    (secret, codes.map(|code| code.as_str().expect("a code").to_owned()).collect())
}

async fn from_setting_up_to_taking_away(server: &TestServer) {
    let budi = server.log_in(Person::Budi).await;
    let confirm = format!("{PATH}/confirm");
    let refused = server.post(&budi, &confirm, json!({ "code": "123456" })).await.refused(409, "invalid_transition");
    assert_eq!(refused.text("state"), "disabled");
    server.post(&budi, PATH, json!({ "password": "salah sekali" })).await.refused(401, "invalid_credentials");
    let first = server.post(&budi, PATH, json!({ "password": PASSWORD })).await.ok();
    let made = server.post(&budi, PATH, json!({ "password": PASSWORD })).await.ok();
    let secret = made.text("secret");
    assert_ne!(first.text("secret"), secret, "what was not confirmed is replaced");
    let uri = format!("otpauth://totp/Padi%20padi.test:budi%40uji.example?secret={secret}&issuer=Padi%20padi.test");
    assert_eq!(made.text("otpauth_uri"), uri);
    // It does not count yet.
    assert_eq!(server.get(&budi, "/v1/me").await.json()["second_factor"], false);
    log_in(server, Person::Budi, None).await.ok();
    let stale = code_of(server, &first.text("secret"), 0);
    for wrong in [stale.as_str(), "000000", "abc", "0"] {
        server.post(&budi, &confirm, json!({ "code": wrong })).await.refused(422, "invalid_code");
    }
    let used = code_of(server, &secret, -1);
    let confirmed = server.post(&budi, &confirm, json!({ "code": used })).await.ok().json();
    assert_eq!(confirmed["recovery_codes"].as_array().map(Vec::len), Some(10));
    assert_eq!(server.get(&budi, "/v1/me").await.json()["second_factor"], true);
    assert_eq!(subjects(server, Person::Budi).await[0], "Faktor kedua diaktifkan");
    for (path, body) in [(PATH, json!({ "password": PASSWORD })), (confirm.as_str(), json!({ "code": used }))] {
        let refused = server.post(&budi, path, body).await.refused(409, "invalid_transition");
        assert_eq!(refused.text("state"), "enabled");
    }
    // From now on a code is needed; who does not know the password learns nothing of it.
    log_in(server, Person::Budi, None).await.refused(401, "second_factor_required");
    let stranger = json!({ "email": Person::Budi.email(), "password": "salah sekali" });
    server.post(&Caller::Nobody, "/v1/auth/login", stranger).await.refused(401, "invalid_credentials");
    log_in(server, Person::Budi, Some(&used)).await.refused(401, "invalid_code");
    let now = code_of(server, &secret, 0);
    log_in(server, Person::Budi, Some(&format!("{} {}", &now[..3], &now[3..]))).await.ok();
    log_in(server, Person::Budi, Some(&now)).await.refused(401, "invalid_code");
    // A code says nothing where none is needed.
    log_in(server, Person::Siti, Some("123456")).await.ok();
    let disable = format!("{PATH}/disable");
    let next = code_of(server, &secret, 1);
    let with = |password: &str, code: &str| json!({ "password": password, "code": code });
    server.post(&budi, &disable, with("salah sekali", &next)).await.refused(401, "invalid_credentials");
    server.post(&budi, &disable, with(PASSWORD, &now)).await.refused(422, "invalid_code");
    let gone = server.post(&budi, &disable, with(PASSWORD, &next)).await;
    assert_eq!(gone.status, 204, "{gone}");
    server.post(&budi, &disable, with(PASSWORD, &next)).await.refused(409, "invalid_transition");
    assert_eq!(server.get(&budi, "/v1/me").await.json()["second_factor"], false);
    log_in(server, Person::Budi, None).await.ok();
    let left = "SELECT (SELECT count(*) FROM second_factors) + (SELECT count(*) FROM recovery_codes)";
    assert_eq!(server.database.number(left).await, 0);
    server.post(&Caller::Nobody, PATH, json!({ "password": PASSWORD })).await.refused(401, "unauthenticated");
}

async fn recovery_codes_are_good_once(server: &TestServer) {
    let budi = server.log_in(Person::Budi).await;
    let (secret, codes) = enrolled(server, &budi).await;
    assert!(codes.iter().all(|code| code.len() == 19), "{codes:?}");
    log_in(server, Person::Budi, Some(&codes[0].to_lowercase().replace('-', " "))).await.ok();
    log_in(server, Person::Budi, Some(&codes[0])).await.refused(401, "invalid_code");
    let path = format!("/v1/sandbox/mails?to={}", Person::Budi.email());
    let told = server.get(&Caller::Nobody, &path).await.ok().json();
    let text = told["data"][0]["body"].as_str().expect("a body");
    assert!(text.contains("dengan faktor kedua") && text.contains("sisa 9"), "{text}");
    // Another's code is none.
    let siti = server.log_in(Person::Siti).await;
    enrolled(server, &siti).await;
    log_in(server, Person::Siti, Some(&codes[1])).await.refused(401, "invalid_code");
    // New ones for a code; the old ones are worth nothing.
    let renew = format!("{PATH}/recovery-codes");
    server.post(&budi, &renew, json!({ "code": codes[0] })).await.refused(422, "invalid_code");
    let code = code_of(server, &secret, 0);
    let fresh = server.post(&budi, &renew, json!({ "code": code })).await.ok().json();
    let fresh = fresh["recovery_codes"].as_array().expect("codes").clone();
    assert!(fresh.len() == 10 && fresh.iter().all(|code| !codes.iter().any(|old| code == old)));
    log_in(server, Person::Budi, Some(&codes[1])).await.refused(401, "invalid_code");
    log_in(server, Person::Budi, fresh[9].as_str()).await.ok();
    let unenrolled = server.log_in(Person::Liaison).await;
    server.post(&unenrolled, &renew, json!({ "code": "123456" })).await.refused(409, "invalid_transition");
}

async fn codes_cannot_be_guessed(server: &TestServer) {
    let budi = server.log_in(Person::Budi).await;
    let (secret, _) = enrolled(server, &budi).await;
    let right = code_of(server, &secret, 0);
    let wrong = if right.starts_with('0') { "111111" } else { "000000" };
    // However many come at once, five are looked at.
    let answers = join_all((0..20).map(|_| log_in(server, Person::Budi, Some(wrong)))).await;
    let looked_at = answers.iter().filter(|answer| answer.status == 401).count();
    assert_eq!(looked_at, 5, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    let locked = log_in(server, Person::Budi, Some(&right)).await.refused(429, "rate_limited");
    let wait: u64 = locked.header("retry-after").parse().expect("seconds");
    assert!((200..=300).contains(&wait), "{wait}");
    let body = json!({ "code": right });
    server.post(&budi, &format!("{PATH}/recovery-codes"), body).await.refused(429, "rate_limited");
    assert_eq!(subjects(server, Person::Budi).await[0], "Kode faktor kedua salah berkali-kali");
    // Neither a missing code nor a wrong password is held against it, and the lock ends by itself.
    log_in(server, Person::Budi, None).await.refused(401, "second_factor_required");
    let past = "UPDATE second_factors SET locked_until = '2026-01-01T00:00:00+00:00'";
    server.database.execute(past).await;
    let right = code_of(server, &secret, 0);
    log_in(server, Person::Budi, Some(&right)).await.ok();
    // What fits forgives what did not.
    for _ in 0..4 {
        log_in(server, Person::Budi, Some(wrong)).await.refused(401, "invalid_code");
    }
    log_in(server, Person::Budi, Some(&code_of(server, &secret, 1))).await.ok();
    for _ in 0..4 {
        log_in(server, Person::Budi, Some(wrong)).await.refused(401, "invalid_code");
    }
}

async fn a_session_keeps_its_second_factor(server: &TestServer) {
    let before = log_in(server, Person::AdminHere, None).await.ok();
    let here = server.log_in(Person::AdminHere).await;
    let (secret, codes) = enrolled(server, &here).await;
    let shown = async |caller: &Caller| {
        let all = server.all(caller, "/v1/me/sessions").await;
        let current: Vec<&Value> = all.iter().filter(|session| session["current"] == true).collect();
        assert_eq!(current.len(), 1);
        current[0]["second_factor"].as_bool().expect("yes or no")
    };
    assert!(shown(&here).await, "a code was shown in it");
    assert!(!shown(&access(&before)).await, "not in one that began before");
    let with = log_in(server, Person::AdminHere, Some(&code_of(server, &secret, 0))).await.ok();
    assert!(shown(&access(&with)).await);
    let refresh = json!({ "refresh_token": with.text("refresh_token") });
    let with = server.post(&Caller::Nobody, "/v1/auth/refresh", refresh).await.ok();
    assert!(shown(&access(&with)).await, "a refreshed session has what it had");
    let change = json!({ "current_password": PASSWORD, "new_password": "perahu layar di lautan" });
    let changed = server.post(&access(&with), "/v1/auth/change-password", change).await.ok();
    assert!(shown(&access(&changed)).await);
    let body = json!({ "password": "perahu layar di lautan", "code": codes[3] });
    server.post(&access(&changed), &format!("{PATH}/disable"), body).await.ok();
    assert!(!shown(&access(&changed)).await);
}

async fn a_repeated_call_does_nothing_twice(server: &TestServer) {
    let budi = server.log_in(Person::Budi).await;
    let call = async |path: &str, key: &str, body: Value| {
        let call = server.call(reqwest::Method::POST, path).by(&budi).header("idempotency-key", key);
        call.json(&body).send().await
    };
    let first = call(PATH, "satu", json!({ "password": PASSWORD })).await.ok();
    let again = call(PATH, "satu", json!({ "password": PASSWORD })).await.ok();
    assert_eq!((&first.body, again.header("idempotency-replayed")), (&again.body, "true"));
    let code = json!({ "code": code_of(server, &first.text("secret"), -1) });
    let confirm = format!("{PATH}/confirm");
    let first_codes = call(&confirm, "dua", code.clone()).await.ok();
    assert_eq!(call(&confirm, "dua", code).await.ok().body, first_codes.body);
    let renew = format!("{PATH}/recovery-codes");
    let code = json!({ "code": code_of(server, &first.text("secret"), 0) });
    let renewed = call(&renew, "tiga", code.clone()).await.ok();
    assert_eq!(call(&renew, "tiga", code).await.ok().body, renewed.body, "the used code is not tried again");
    let code = renewed.json()["recovery_codes"][0].clone();
    let disable = json!({ "password": PASSWORD, "code": code });
    for _ in 0..2 {
        let gone = call(&format!("{PATH}/disable"), "empat", disable.clone()).await;
        assert_eq!(gone.status, 204, "{gone}");
    }
}

#[test]
fn a_missing_code_costs_no_attempt() {
    let options = Options { rate_limit: Setting::Factor(1.0), ..Options::default() };
    run_with(Backend::Sqlite, options, async |server: &TestServer| {
        let budi = server.log_in(Person::Budi).await;
        let (secret, _) = enrolled(server, &budi).await;
        for _ in 0..30 {
            let needed = log_in(server, Person::Budi, None).await.refused(401, "second_factor_required");
            assert!(needed.header("ratelimit").contains("\"login-account\";r=4;"), "{:?}", needed.headers);
        }
        log_in(server, Person::Budi, Some(&code_of(server, &secret, 0))).await.ok();
    });
}
