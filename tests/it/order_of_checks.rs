//! In which order a call is checked: 401; 400, 413, 415; 422 of shape; 404; 403; 412; 409; 422 of meaning.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Caller, Case, Person, TestServer, body_of, complaint, on_both};

on_both!(one_check_after_the_other, every_fault_of_a_body_is_told, references_that_lead_nowhere);

const NOBODYS: &str = "/v1/complaints/0199aaaa-0000-7000-8000-000000000000";

async fn one_check_after_the_other(server: &TestServer) {
    let case = Case::new(server).await;
    case.bring_to("in_process", true).await;
    let [budi, liaison, admin] = [
        server.log_in(Person::Budi).await,
        server.log_in(Person::Liaison).await,
        server.log_in(Person::AdminHere).await,
    ];
    let send = async |caller: &Caller, path: &str, kind: &str, body: &str, tag: &str| -> Answer {
        let call = server.call(Method::POST, path).by(caller).header("content-type", kind).header("if-match", tag);
        call.raw(body.to_owned()).send().await
    };
    let verify = body_of("verify", server.places()).to_string();
    let (json, text) = ("application/json", "text/plain");
    for path in [format!("{NOBODYS}/verify"), case.path_to("verify"), "/v1/complaints/x/verify".to_owned()] {
        for (kind, body) in [(json, "{"), (text, "{}"), (json, "{}"), (json, verify.as_str())] {
            send(&Caller::Nobody, &path, kind, body, "\"0\"").await.refused(401, "unauthenticated");
        }
        let bad = Caller::Token("a.b.c".to_owned());
        send(&bad, &path, json, "{", "*").await.refused(401, "unauthenticated");
        send(&budi, &path, json, "{", "*").await.refused(400, "malformed_body");
        send(&budi, &path, json, r#"{"klass": 1}"#, "*").await.refused(400, "unknown_field");
        send(&budi, &path, text, &verify, "*").await.refused(415, "unsupported_media_type");
        send(&budi, &path, json, "{}", "*").await.refused(422, "validation_failed");
        send(&budi, &path, json, &verify, "\"0\"").await.refused(404, "not_found");
    }
    // Known, not permitted, with a stale tag and in the wrong state.
    send(&liaison, &case.path_to("verify"), json, &verify, "\"0\"").await.refused(403, "forbidden");
    // Permitted, stale, wrong state.
    send(&admin, &case.path_to("verify"), json, &verify, "\"0\"").await.refused(412, "version_mismatch");
    // Permitted, in time, wrong state, and a reference that leads nowhere.
    let nowhere = verify.replace(&server.places().city, "0199aaaa-0000-7000-8000-000000000000");
    let problem = send(&admin, &case.path_to("verify"), json, &nowhere, "*").await.refused(409, "invalid_transition");
    assert_eq!(problem.json()["state"], "in_process");
    let version = case.seen().await["version"].clone();
    for tag in ["\"0\"", "W/\"0\"", "\"0\", \"99\""] {
        send(&liaison, &case.path_to("follow_up"), json, "{\"type\":\"progress\",\"text\":\"x\"}", tag)
            .await
            .refused(412, "version_mismatch");
    }
    send(&liaison, &case.path_to("follow_up"), json, "{\"type\":\"progress\",\"text\":\"x\"}", "7")
        .await
        .refused(400, "invalid_parameter");
    let lists = format!("\"0\", W/\"{version}\"");
    send(&liaison, &case.path_to("follow_up"), json, "{\"type\":\"progress\",\"text\":\"x\"}", &lists).await.ok();
    // Both credentials at once.
    let Caller::Secret(secret) = &case.reporter else { panic!("a secret") };
    let both = server.call(Method::GET, &case.path()).by(&budi).header("tracking-secret", secret).send().await;
    both.refused(400, "invalid_parameter");
}

async fn every_fault_of_a_body_is_told(server: &TestServer) {
    let file = async |change: &dyn Fn(&mut Value)| {
        let mut body = complaint(server.places());
        change(&mut body);
        server.post(&Caller::Nobody, "/v1/complaints", body).await
    };
    let pair = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    let answer = file(&|body| {
        body["title"] = json!("");
        body["class"] = json!("wish");
        body["reporter"] = json!({ "email": "no address", "nik": "12" });
        body["target_agency_id"] = json!("x");
        body.as_object_mut().expect("a body").remove("body");
    });
    let mut faults = answer.await.refused(422, "validation_failed").faults();
    faults.sort();
    assert_eq!(
        faults,
        [
            pair("/body", "required"),
            pair("/class", "unknown_value"),
            pair("/reporter/email", "invalid_format"),
            pair("/reporter/nik", "too_short"),
            pair("/target_agency_id", "invalid_format"),
            pair("/title", "too_short"),
        ]
    );
    let answer = file(&|body| body["reporter"] = json!({ "name": 7 })).await.refused(400, "malformed_body");
    assert_eq!(answer.faults(), [pair("/reporter/name", "wrong_type")]);
    let answer = file(&|body| body["reporter"] = json!({ "nama": "x" })).await.refused(400, "unknown_field");
    assert_eq!(answer.faults(), [pair("/reporter/nama", "unknown_field")]);
    for member in ["status", "state", "version", "id", "agency_id", "unit_id", "desk", "tracking_number", "created_at"]
    {
        let answer = file(&|body| body[member] = json!("x")).await.refused(400, "unknown_field");
        assert_eq!(answer.faults(), [pair(&format!("/{member}"), "unknown_field")], "no mass assignment");
    }
    // Meaning: what the day and the law say.
    let answer = file(&|body| {
        body["incident_on"] = json!("2026-03-04");
        body["incident_region_code"] = json!("99");
        body["category_id"] = json!("0199aaaa-0000-7000-8000-000000000000");
        body["target_agency_id"] = json!("0199aaaa-0000-7000-8000-000000000000");
        body["reporter"] = json!({ "nik": "abcdefghijklmnop" });
    });
    let mut faults = answer.await.refused(422, "validation_failed").faults();
    faults.sort();
    assert_eq!(
        faults,
        [
            pair("/category_id", "unknown_value"),
            pair("/incident_on", "in_future"),
            pair("/incident_region_code", "unknown_value"),
            pair("/reporter/nik", "invalid_format"),
            pair("/target_agency_id", "unknown_value"),
        ]
    );
    let mut bare = complaint(server.places());
    for member in ["incident_on", "incident_region_code"] {
        bare.as_object_mut().expect("a body").remove(member);
    }
    let answer = server.post(&Caller::Nobody, "/v1/complaints", bare.clone()).await.refused(422, "validation_failed");
    assert_eq!(answer.faults(), [pair("/incident_on", "required"), pair("/incident_region_code", "required")]);
    bare["class"] = json!("aspiration");
    server.post(&Caller::Nobody, "/v1/complaints", bare).await.ok();
    let english = server.call(Method::POST, "/v1/complaints").header("accept-language", "en").json(&json!({}));
    let (english, indonesian) = (english.send().await, server.post(&Caller::Nobody, "/v1/complaints", json!({})).await);
    assert_ne!(english.text("title"), indonesian.text("title"));
    assert_eq!((english.header("content-language"), indonesian.header("content-language")), ("en", "id"));
}

async fn references_that_lead_nowhere(server: &TestServer) {
    let places = server.places();
    let pair = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
    let admin = server.log_in(Person::AdminHere).await;
    let coordinator = server.log_in(Person::Coordinator).await;
    let case = Case::new(server).await;
    let verify = |name: &str, value: &str| {
        let mut body = body_of("verify", places);
        body[name] = json!(value);
        body
    };
    let meaning = async |caller: &Caller, action: &str, body: Value| {
        case.act(caller, action, body).await.refused(422, "validation_failed").faults()
    };
    assert_eq!(
        meaning(&admin, "verify", verify("unit_id", &places.foreign_unit)).await,
        pair("/unit_id", "unknown_value")
    );
    assert_eq!(meaning(&admin, "verify", verify("unit_id", &places.city)).await, pair("/unit_id", "unknown_value"));
    assert_eq!(
        meaning(&coordinator, "verify", verify("target_agency_id", &places.units[0])).await.first(),
        pair("/target_agency_id", "unknown_value").first()
    );
    assert_eq!(meaning(&admin, "verify", verify("class", "complaint")).await, pair("/class", "unknown_value"));
    // To another agency: the coordinator's to decide.
    let elsewhere = json!({
        "class": "complaint_non_supervisory", "category_id": places.category, "target_agency_id": places.other_city,
    });
    case.act(&admin, "verify", elsewhere.clone()).await.refused(403, "forbidden");
    case.act(&coordinator, "verify", elsewhere).await.ok();
    case.see(&admin).await.refused(404, "not_found");

    let case = Case::new(server).await;
    case.dispose(true).await;
    let again = case.act(&admin, "redispose", json!({ "unit_id": places.units[0] })).await;
    assert_eq!(again.refused(422, "validation_failed").faults(), pair("/unit_id", "unchanged"));
    let liaison = server.log_in(Person::Liaison).await;
    let bare = json!({ "type": "substantive", "text": "Sudah." });
    let answer = case.act(&liaison, "follow_up", bare).await.refused(422, "validation_failed");
    assert_eq!(answer.faults(), pair("/evidence", "required"));
    // A secret or anonymous case can be made stricter only.
    let mut body = complaint(places);
    (body["is_anonymous"], body["is_secret"]) = (json!(true), json!(true));
    let case = Case::file(server, &Caller::Nobody, body).await;
    for member in ["is_anonymous", "is_secret"] {
        let mut body = body_of("handle", places);
        body[member] = json!(false);
        let answer = case.act(&admin, "handle", body).await.refused(422, "validation_failed");
        assert_eq!(answer.faults(), pair(&format!("/{member}"), "only_stricter"));
    }
}
