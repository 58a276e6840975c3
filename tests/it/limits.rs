//! Quotas, in a server of their own.

use padi_http::rate_limit::Setting;
use serde_json::json;

use crate::harness::{Backend, Caller, Case, Options, PASSWORD, Person, TestServer, complaint, run_with};

fn limited(backend: Backend, scenario: impl AsyncFnOnce(&TestServer)) {
    run_with(backend, Options { rate_limit: Setting::Factor(1.0), ..Options::default() }, scenario);
}

#[test]
fn log_ins_are_limited_by_address_and_by_account() {
    limited(Backend::Sqlite, async |server: &TestServer| {
        let log_in = |email: String, password: &str| {
            let body = json!({ "email": email, "password": password });
            async move { server.post(&Caller::Nobody, "/v1/auth/login", body).await }
        };
        for left in (0..5).rev() {
            let refused = log_in(Person::Budi.email(), "salah").await.refused(401, "invalid_credentials");
            let policy = refused.header("ratelimit-policy");
            for quota in ["\"address\";q=120;w=60", "\"login-address\";q=10;w=60", "\"login-account\";q=5;w=60"] {
                assert!(policy.contains(quota), "{policy}");
            }
            assert!(
                refused.header("ratelimit").contains(&format!("\"login-account\";r={left};")),
                "{:?}",
                refused.headers
            );
        }
        // Even with the right password, whatever the case of the address.
        let refused = log_in(Person::Budi.email().to_uppercase(), PASSWORD).await.refused(429, "rate_limited");
        assert_eq!(refused.json()["policy"], "login-account");
        let wait: u64 = refused.header("retry-after").parse().expect("seconds");
        assert!((1..=60).contains(&wait));
        // Another account still has its own; then the address is used up.
        for _ in 0..4 {
            log_in(Person::Siti.email(), PASSWORD).await.ok();
        }
        let refused = log_in(Person::AdminHere.email(), PASSWORD).await.refused(429, "rate_limited");
        assert_eq!(refused.json()["policy"], "login-address");
    });
}

#[test]
fn tracking_and_filing_are_limited_by_address() {
    limited(Backend::Postgres, async |server: &TestServer| {
        let case = Case::new(server).await;
        let track = format!("/v1/track/{}", case.tracking_number);
        let wrong = Caller::Secret("0123456789ABCDEFGHJKMNPQRS".to_owned());
        // A secret is not guessed faster beside the front door: every failure costs, on every path.
        let paths = [case.path(), format!("{}/timeline", case.path()), track.clone(), format!("{}x", case.path())];
        let mut guesses = 0;
        while server.get(&wrong, &paths[guesses % 4]).await.status == 404 {
            guesses += 1;
            assert!(guesses <= 11, "ten a minute, and one more where it takes long");
        }
        assert!(guesses >= 10, "each guess is charged once: {guesses}");
        server.post(&wrong, &case.path_to("withdraw"), json!({})).await.refused(429, "rate_limited");
        for path in [case.path(), track, format!("{}/timeline", case.path())] {
            let refused = server.get(&wrong, &path).await.refused(429, "rate_limited");
            assert_eq!(refused.json()["policy"], "tracking");
        }
        // Who knows it is not troubled by those who do not.
        server.get(&case.reporter, &case.path()).await.ok();
        for _ in 1..30 {
            server.post(&Caller::Nobody, "/v1/complaints", complaint(server.places())).await.ok();
        }
        let refused = server.post(&Caller::Nobody, "/v1/complaints", complaint(server.places())).await;
        assert_eq!(refused.refused(429, "rate_limited").json()["policy"], "filing");
        // With an account it goes on.
        let siti = server.log_in(Person::Siti).await;
        server.post(&siti, "/v1/complaints", complaint(server.places())).await.ok();
    });
}

#[test]
fn an_address_is_limited_and_may_look_at_its_quotas() {
    limited(Backend::Sqlite, async |server: &TestServer| {
        let budi = server.log_in(Person::Budi).await;
        let mut refused = None;
        for _ in 0..200 {
            let answer = server.get(&Caller::Nobody, "/v1/regions/73.71").await;
            if answer.status != 200 {
                refused = Some(answer.refused(429, "rate_limited"));
                break;
            }
        }
        let refused = refused.expect("120 a minute, and few more while it takes");
        assert_eq!(refused.json()["policy"], "address", "{refused}");
        assert!(!refused.header("retry-after").is_empty());
        // An unknown path costs as much; these are free.
        server.get(&Caller::Nobody, "/nowhere").await.refused(429, "rate_limited");
        let limits = server.get(&budi, "/v1/me/limits").await.ok().json();
        let names: Vec<_> =
            limits["data"].as_array().expect("quotas").iter().map(|quota| quota["name"].clone()).collect();
        assert_eq!(names, ["address", "login-address", "tracking", "filing", "account"]);
        assert!(limits["data"][0]["remaining"].as_u64().is_some_and(|left| left <= 1), "{limits}");
        server.get(&Caller::Nobody, "/healthz/live").await.ok();
        // What others say of their address is not believed.
        let spoofed = || {
            let call = server.call(reqwest::Method::GET, "/v1/regions/73.71");
            call.header("x-forwarded-for", "203.0.113.9").send()
        };
        // Two a second come back: on a busy machine one may be there again.
        let mut statuses = Vec::new();
        for _ in 0..10 {
            statuses.push(spoofed().await.status);
        }
        assert!(statuses.contains(&429), "{statuses:?}");
    });
}

#[test]
fn what_belongs_to_the_operator_needs_the_token() {
    let options = Options { metrics_token: Some("rahasia".to_owned()), sandbox: false, ..Options::default() };
    run_with(Backend::Sqlite, options, async |server: &TestServer| {
        server.get(&Caller::Nobody, "/metrics").await.refused(401, "unauthenticated");
        server.get(&Caller::Token("salah".to_owned()), "/metrics").await.refused(401, "unauthenticated");
        server.get(&Caller::Token("rahasia".to_owned()), "/metrics").await.ok();
        // Outside of a sandbox nobody moves the clock or reads mails.
        for path in ["/v1/sandbox/clock", "/v1/sandbox/mails?to=budi@uji.example"] {
            server.get(&Caller::Nobody, path).await.refused(404, "not_found");
        }
        for path in ["/v1/sandbox/clock/set", "/v1/sandbox/clock/advance"] {
            let body =
                if path.ends_with("set") { json!({ "now": "2030-01-01T00:00:00Z" }) } else { json!({ "seconds": 9 }) };
            server.post(&Caller::Nobody, path, body).await.refused(404, "not_found");
        }
        let before = server.app().now();
        assert!((server.app().real_now() - before).num_seconds() < 2);
    });
}
