//! Revealing who stands behind a case: two people, a reason, a while, and the reporter who sees all of it.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::harness::{Answer, Caller, Case, Person, TestServer, body_of, complaint, on_both};

on_both!(
    one_asks_another_approves_and_the_reporter_sees_it,
    a_reporter_with_an_account_is_told,
    who_may_not_ask,
    who_may_not_decide,
    the_inspectorate_decides_for_its_government,
    nobody_decides_after_three_days,
    nobody_reads_after_a_quarter_of_an_hour,
    what_was_denied_is_not_read,
    two_who_decide_at_once_decide_once,
    the_ombudsman_sees_nobody_without_a_reveal,
    who_loses_the_case_loses_the_identity,
    a_request_is_made_once,
    each_sees_the_requests_that_concern_them,
);

const REASON: &str = "Memastikan alamat kejadian";
const NIK: &str = "7371014107900001";

fn from_siti(server: &TestServer, is_anonymous: bool, is_secret: bool) -> Value {
    let mut body = complaint(server.places());
    body["is_anonymous"] = json!(is_anonymous);
    body["is_secret"] = json!(is_secret);
    body["reporter"] = json!({
        "name": "Siti Rahayu", "phone": "+62 812 3456 789", "email": "siti.rahayu@warga.example", "nik": NIK,
        "address": "Jalan Mawar 1",
    });
    body
}

/// An anonymous case by somebody without account, in the hands of the first unit.
async fn anonymous(server: &TestServer) -> Case<'_> {
    let case = Case::file(server, &Caller::Nobody, from_siti(server, true, false)).await;
    case.bring_to("in_process", true).await;
    case
}

async fn ask(case: &Case<'_>, by: &Caller) -> Answer {
    case.server.post(by, &format!("{}/identity-reveals", case.path()), json!({ "reason": REASON })).await
}

/// Asks, and demands that it is taken; the request's id.
async fn asked(case: &Case<'_>, by: &Caller) -> String {
    let answer = ask(case, by).await.ok();
    assert_eq!(answer.status, 201);
    answer.text("id")
}

async fn decide(server: &TestServer, by: &Caller, id: &str, verdict: &str) -> Answer {
    server.post(by, &format!("/v1/identity-reveals/{id}/{verdict}"), json!({})).await
}

async fn read(server: &TestServer, by: &Caller, id: &str) -> Answer {
    server.get(by, &format!("/v1/identity-reveals/{id}/identity")).await
}

async fn timeline(case: &Case<'_>, who: &Caller) -> Vec<Value> {
    case.server.all(who, &format!("{}/timeline", case.path())).await
}

async fn log(case: &Case<'_>, who: &Caller) -> Vec<Value> {
    case.server.all(who, &format!("{}/access-log", case.path())).await
}

/// What the timeline tells of reveals, in its order.
async fn steps(case: &Case<'_>) -> Vec<String> {
    let kinds =
        timeline(case, &case.reporter).await.into_iter().map(|event| event["kind"].as_str().unwrap().to_owned());
    kinds.filter(|kind| kind.contains("identity")).collect()
}

/// A valid body for an operation.
pub(crate) fn body_for(operation: &str) -> Option<Value> {
    match operation {
        "requestIdentityReveal" => Some(json!({ "reason": REASON })),
        "denyIdentityReveal" => Some(json!({})),
        _ => None,
    }
}

/// A case with a request where the operation needs it: what the administrator reads a data-protection officer has approved, what
/// others decide on the Ombudsman has asked.
pub(crate) async fn prepared<'a>(server: &'a TestServer, operation: &str) -> (Case<'a>, String) {
    let case = anonymous(server).await;
    let id = match operation {
        "approveIdentityReveal" | "denyIdentityReveal" => {
            asked(&case, &server.with_second_factor(Person::Ombudsman).await).await
        }
        "readRevealedIdentity" => {
            let id = asked(&case, &server.with_second_factor(Person::AdminHere).await).await;
            decide(server, &server.with_second_factor(Person::PrivacyOfficer).await, &id, "approve").await.ok();
            id
        }
        _ => case.id.clone(),
    };
    (case, id)
}

/// Puts a time of all requests back by so much, as if that had passed.
async fn age(server: &TestServer, column: &str, by: TimeDelta) {
    let at = (server.app().real_now() - by).to_rfc3339();
    server.database.execute(&format!("UPDATE identity_reveals SET {column} = '{at}'")).await;
}

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().expect("a time").parse().expect("an instant")
}

async fn one_asks_another_approves_and_the_reporter_sees_it(server: &TestServer) {
    let case = anonymous(server).await;
    let admin = server.with_second_factor(Person::AdminHere).await;
    let officer = server.with_second_factor(Person::PrivacyOfficer).await;
    assert!(!case.see(&admin).await.ok().to_string().contains("Siti Rahayu"), "an anonymous case tells nobody");

    let request = ask(&case, &admin).await.ok().json();
    assert_eq!((&request["state"], &request["reason"]), (&json!("pending"), &json!(REASON)));
    assert_eq!(
        (&request["complaint_id"], &request["tracking_number"]),
        (&json!(case.id), &json!(case.tracking_number))
    );
    assert_eq!(instant(&request["expires_at"]) - instant(&request["requested_at"]), TimeDelta::hours(72));
    let id = request["id"].as_str().expect("an id");
    read(server, &admin, id).await.refused(409, "reveal_not_approved");

    decide(server, &admin, id, "approve").await.refused(403, "forbidden");
    let approved = decide(server, &officer, id, "approve").await.ok().json();
    assert_eq!((&approved["state"], &approved["decided_by_role"]), (&json!("approved"), &json!("privacy_officer")));
    assert_eq!(instant(&approved["expires_at"]) - instant(&approved["decided_at"]), TimeDelta::minutes(15));
    decide(server, &officer, id, "approve").await.refused(409, "invalid_transition");

    read(server, &officer, id).await.refused(403, "forbidden");
    assert_eq!(log(&case, &case.reporter).await, Vec::<Value>::new(), "nobody has read yet");
    let identity = read(server, &admin, id).await.ok();
    assert_eq!(identity.header("cache-control"), "no-store");
    assert_eq!(
        identity.json(),
        json!({
            "display_name": "Siti Rahayu", "name": "Siti Rahayu", "phone": "+62 812 3456 789",
            "email": "siti.rahayu@warga.example", "address": "Jalan Mawar 1", "nik_masked": "************0001",
        })
    );
    read(server, &admin, id).await.ok();
    assert!(!case.see(&admin).await.ok().to_string().contains("Siti Rahayu"), "nowhere else");

    let entries = log(&case, &case.reporter).await;
    assert_eq!(entries.len(), 2, "each reading is written down");
    for entry in &entries {
        let said = (&entry["what"], &entry["reader_role"], &entry["reason"], &entry["reveal_id"]);
        assert_eq!(said, (&json!("identity"), &json!("agency_admin"), &json!(REASON), &json!(id)));
    }
    assert_eq!(
        steps(&case).await,
        ["complaint.identity_reveal_requested", "complaint.identity_reveal_approved", "complaint.identity_revealed"]
    );
    let told = timeline(&case, &case.reporter).await;
    assert!(told.iter().any(|event| event["text"] == REASON), "the reporter reads why");
    // By the number, too; and for nobody but the reporter.
    let by_number = format!("/v1/complaints/{}/access-log?limit=1&include_total=true", case.tracking_number);
    let page = server.get(&case.reporter, &by_number).await.ok().json();
    assert_eq!((page["data"].as_array().map(Vec::len), &page["total"]["value"]), (Some(1), &json!(2)));
    let path = format!("{}/access-log", case.path());
    server.get(&admin, &path).await.refused(403, "forbidden");
    server.get(&officer, &path).await.refused(404, "not_found");
    server.get(&Caller::Nobody, &path).await.refused(401, "unauthenticated");
    server.get(&Caller::Secret("0".repeat(26)), &path).await.refused(404, "not_found");
    server.follow().await;
    let mails = server.get(&Caller::Nobody, "/v1/sandbox/mails?to=siti.rahayu@warga.example").await.ok().json();
    let about = |mail: &Value| mail["body"].as_str().is_some_and(|body| body.contains("dibuka identitas pelapornya"));
    assert_eq!(mails["data"].as_array().expect("mails").iter().filter(|mail| about(mail)).count(), 1);
    let revealed = "SELECT count(*) FROM events WHERE kind = 'complaint.identity_revealed'";
    let logged = "SELECT count(DISTINCT reveal_id) FROM access_log WHERE what = 'identity'";
    assert_eq!(server.database.number(revealed).await, server.database.number(logged).await);
}

async fn a_reporter_with_an_account_is_told(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let case = Case::file(server, &siti, from_siti(server, true, true)).await;
    case.must_with(Person::AdminHere, "verify", body_of("verify", server.places())).await;
    let admin = server.with_second_factor(Person::AdminHere).await;
    let officer = server.with_second_factor(Person::PrivacyOfficer).await;
    let id = asked(&case, &admin).await;
    decide(server, &officer, &id, "approve").await.ok();
    let kinds = async || -> Vec<Value> {
        server.follow().await;
        let told = server.all(&siti, "/v1/notifications").await;
        told.into_iter().map(|item| item["kind"].clone()).filter(|kind| *kind == "identity_revealed").collect()
    };
    assert_eq!(kinds().await.len(), 0);
    read(server, &admin, &id).await.ok();
    read(server, &admin, &id).await.ok();
    assert_eq!(kinds().await.len(), 1, "once for what was allowed once");
    assert_eq!(log(&case, &siti).await.len(), 2);
    let budi = server.log_in(Person::Budi).await;
    server.get(&budi, &format!("{}/access-log", case.path())).await.refused(404, "not_found");
}

async fn who_may_not_ask(server: &TestServer) {
    let case = anonymous(server).await;
    let admin = server.log_in(Person::AdminHere).await;
    ask(&case, &admin).await.refused(403, "second_factor_required");
    for (person, status, code) in [
        (Person::Liaison, 403, "forbidden"),
        (Person::UnitHead, 403, "forbidden"),
        (Person::ProvinceHere, 403, "forbidden"),
        (Person::AdminElsewhere, 404, "not_found"),
        (Person::PrivacyOfficer, 404, "not_found"),
        (Person::SystemAdmin, 404, "not_found"),
        (Person::Budi, 404, "not_found"),
    ] {
        let caller = server.with_second_factor(person).await;
        ask(&case, &caller).await.refused(status, code);
    }
    ask(&case, &case.reporter).await.refused(403, "forbidden");
    ask(&case, &Caller::Nobody).await.refused(401, "unauthenticated");
    let admin = server.with_second_factor(Person::AdminHere).await;
    let path = format!("{}/identity-reveals", case.path());
    server.post(&admin, &path, json!({})).await.refused(422, "validation_failed");
    server.post(&admin, &path, json!({ "reason": " " })).await.refused(422, "validation_failed");
    // Secret alone hides nobody from the desk.
    for is_secret in [false, true] {
        let open = Case::file(server, &Caller::Nobody, from_siti(server, false, is_secret)).await;
        ask(&open, &admin).await.refused(409, "invalid_transition");
        assert_eq!(open.see(&admin).await.ok().json()["reporter"]["name"], "Siti Rahayu");
    }
    assert_eq!(server.database.number("SELECT count(*) FROM identity_reveals").await, 0);
}

async fn who_may_not_decide(server: &TestServer) {
    let case = anonymous(server).await;
    let ombudsman = server.with_second_factor(Person::Ombudsman).await;
    let id = asked(&case, &ombudsman).await;
    let admin = server.log_in(Person::AdminHere).await;
    for verdict in ["approve", "deny"] {
        decide(server, &Caller::Nobody, &id, verdict).await.refused(401, "unauthenticated");
        decide(server, &ombudsman, &id, verdict).await.refused(403, "forbidden");
        decide(server, &admin, &id, verdict).await.refused(403, "second_factor_required");
        decide(server, &ombudsman, "nothing", verdict).await.refused(404, "not_found");
    }
    for person in [Person::Liaison, Person::AdminElsewhere, Person::ApipOfProvince, Person::SystemAdmin, Person::Budi] {
        let caller = server.with_second_factor(person).await;
        decide(server, &caller, &id, "approve").await.refused(404, "not_found");
        read(server, &caller, &id).await.refused(404, "not_found");
    }
    let admin = server.with_second_factor(Person::AdminHere).await;
    let approved = decide(server, &admin, &id, "approve").await.ok().json();
    assert_eq!(approved["decided_by_role"], "agency_admin");
    read(server, &admin, &id).await.refused(403, "forbidden");
    read(server, &Caller::Nobody, &id).await.refused(401, "unauthenticated");
    assert_eq!(log(&case, &case.reporter).await.len(), 0);
}

/// An examiner at the city's inspectorate, who sees no more of an ordinary case than that somebody asks.
async fn the_inspectorate_decides_for_its_government(server: &TestServer) {
    let case = anonymous(server).await;
    let admin = server.with_second_factor(Person::AdminHere).await;
    let id = asked(&case, &admin).await;
    decide(server, &server.log_in(Person::Apip).await, &id, "approve").await.refused(403, "second_factor_required");
    let apip = server.with_second_factor(Person::Apip).await;
    assert_eq!(server.all(&apip, "/v1/identity-reveals?state=pending").await[0]["id"], id.as_str());
    let approved = decide(server, &apip, &id, "approve").await.ok().json();
    assert_eq!(approved["decided_by_role"], "apip");
    read(server, &apip, &id).await.refused(403, "forbidden");
    case.see(&apip).await.refused(404, "not_found");
    read(server, &admin, &id).await.ok();
}

async fn nobody_decides_after_three_days(server: &TestServer) {
    let case = anonymous(server).await;
    let admin = server.with_second_factor(Person::AdminHere).await;
    let officer = server.with_second_factor(Person::PrivacyOfficer).await;
    let id = asked(&case, &admin).await;
    age(server, "requested_at", TimeDelta::hours(72) - TimeDelta::minutes(5)).await;
    let pending = server.all(&officer, "/v1/identity-reveals?state=pending").await;
    assert_eq!(pending.len(), 1);
    ask(&case, &admin).await.refused(409, "invalid_transition");
    age(server, "requested_at", TimeDelta::hours(72)).await;
    assert_eq!(server.all(&officer, "/v1/identity-reveals?state=pending").await.len(), 0);
    assert_eq!(server.all(&officer, "/v1/identity-reveals?state=expired").await[0]["id"], id.as_str());
    for verdict in ["approve", "deny"] {
        decide(server, &officer, &id, verdict).await.refused(409, "invalid_transition");
    }
    read(server, &admin, &id).await.refused(409, "reveal_not_approved");
    assert_ne!(asked(&case, &admin).await, id, "they may ask anew");
}

async fn nobody_reads_after_a_quarter_of_an_hour(server: &TestServer) {
    let case = anonymous(server).await;
    let admin = server.with_second_factor(Person::AdminHere).await;
    let officer = server.with_second_factor(Person::PrivacyOfficer).await;
    let id = asked(&case, &admin).await;
    decide(server, &officer, &id, "approve").await.ok();
    // The sandbox moves the law's clock only.
    server.advance_clock(3_600).await;
    age(server, "decided_at", TimeDelta::minutes(14)).await;
    read(server, &admin, &id).await.ok();
    age(server, "decided_at", TimeDelta::minutes(15)).await;
    let refused = read(server, &admin, &id).await.refused(409, "reveal_not_approved");
    assert!(!refused.to_string().contains("Siti"));
    assert_eq!(server.all(&admin, "/v1/identity-reveals").await[0]["state"], "expired");
    assert_eq!(log(&case, &case.reporter).await.len(), 1, "what was not shown is not in the log");
}

async fn what_was_denied_is_not_read(server: &TestServer) {
    let case = anonymous(server).await;
    let admin = server.with_second_factor(Person::AdminHere).await;
    let officer = server.with_second_factor(Person::PrivacyOfficer).await;
    let id = asked(&case, &admin).await;
    let path = format!("/v1/identity-reveals/{id}/deny");
    let denied = server.post(&officer, &path, json!({ "note": "Alasan tidak cukup" })).await.ok().json();
    assert_eq!((&denied["state"], &denied["note"]), (&json!("denied"), &json!("Alasan tidak cukup")));
    assert!(denied.get("expires_at").is_none());
    read(server, &admin, &id).await.refused(409, "reveal_not_approved");
    decide(server, &officer, &id, "approve").await.refused(409, "invalid_transition");
    assert_eq!(steps(&case).await, ["complaint.identity_reveal_requested", "complaint.identity_reveal_denied"]);
    let told = timeline(&case, &case.reporter).await;
    assert!(told.iter().all(|event| event["text"] != "Alasan tidak cukup"), "that is between the two");
}

async fn two_who_decide_at_once_decide_once(server: &TestServer) {
    let case = anonymous(server).await;
    let ombudsman = server.with_second_factor(Person::Ombudsman).await;
    let admin = server.with_second_factor(Person::AdminHere).await;
    let officer = server.with_second_factor(Person::PrivacyOfficer).await;
    let id = asked(&case, &ombudsman).await;
    let (one, other) = tokio::join!(decide(server, &officer, &id, "approve"), decide(server, &admin, &id, "deny"));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(steps(&case).await.len(), 2);
}

async fn the_ombudsman_sees_nobody_without_a_reveal(server: &TestServer) {
    let case = Case::file(server, &Caller::Nobody, from_siti(server, false, true)).await;
    let ombudsman = server.with_second_factor(Person::Ombudsman).await;
    let officer = server.with_second_factor(Person::PrivacyOfficer).await;
    assert!(!case.see(&ombudsman).await.ok().to_string().contains("Siti Rahayu"));
    let id = asked(&case, &ombudsman).await;
    decide(server, &officer, &id, "approve").await.ok();
    assert_eq!(read(server, &ombudsman, &id).await.ok().text("name"), "Siti Rahayu");
    assert_eq!(log(&case, &case.reporter).await[0]["reader_role"], "ombudsman");
}

async fn who_loses_the_case_loses_the_identity(server: &TestServer) {
    let case = Case::file(server, &Caller::Nobody, from_siti(server, true, false)).await;
    case.bring_to("not_followed_up", true).await;
    let admin = server.with_second_factor(Person::AdminHere).await;
    let officer = server.with_second_factor(Person::PrivacyOfficer).await;
    let id = asked(&case, &admin).await;
    decide(server, &officer, &id, "approve").await.ok();
    case.must(Person::AdminHere, "forward").await;
    read(server, &admin, &id).await.refused(404, "not_found");
    assert_eq!(log(&case, &case.reporter).await.len(), 0);
}

async fn a_request_is_made_once(server: &TestServer) {
    let case = anonymous(server).await;
    let admin = server.with_second_factor(Person::AdminHere).await;
    let path = format!("{}/identity-reveals", case.path());
    let send = async || {
        let call = server.call(reqwest::Method::POST, &path).by(&admin).header("idempotency-key", "satu-kali");
        call.json(&json!({ "reason": REASON })).send().await
    };
    let (first, again) = (send().await.ok(), send().await.ok());
    assert_eq!((first.status, again.status, &first.body), (201, 201, &again.body));
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(server.database.number("SELECT count(*) FROM identity_reveals").await, 1);
    let stale = server.call(reqwest::Method::POST, &path).by(&admin).header("if-match", "\"1\"");
    stale.json(&json!({ "reason": REASON })).send().await.refused(412, "version_mismatch");
}

async fn each_sees_the_requests_that_concern_them(server: &TestServer) {
    let cases = [anonymous(server).await, anonymous(server).await, anonymous(server).await];
    let admin = server.with_second_factor(Person::AdminHere).await;
    let officer = server.with_second_factor(Person::PrivacyOfficer).await;
    let ombudsman = server.with_second_factor(Person::Ombudsman).await;
    let mut ids = Vec::new();
    for case in &cases {
        ids.push(asked(case, &admin).await);
    }
    let foreign = asked(&cases[0], &ombudsman).await;
    decide(server, &officer, &ids[1], "approve").await.ok();
    decide(server, &officer, &ids[2], "deny").await.ok();
    let listed = async |who: &Caller, query: &str| -> Vec<String> {
        let all = server.all(who, &format!("/v1/identity-reveals?limit=1{query}")).await;
        all.into_iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
    };
    let newest_first: Vec<_> = ids.iter().chain([&foreign]).rev().cloned().collect();
    assert_eq!(listed(&officer, "").await, newest_first);
    assert_eq!(listed(&admin, "").await, newest_first, "their own, and the Ombudsman's on their desk");
    assert_eq!(listed(&ombudsman, "").await, std::slice::from_ref(&foreign));
    assert_eq!(listed(&officer, "&state=pending").await, [foreign, ids[0].clone()]);
    assert_eq!(listed(&officer, "&state=approved").await, [ids[1].clone()]);
    assert_eq!(listed(&officer, "&state=denied").await, [ids[2].clone()]);
    let apip = server.log_in(Person::Apip).await;
    assert_eq!(listed(&apip, "").await, newest_first, "on the desk of their government");
    for person in [Person::Budi, Person::Liaison, Person::AdminElsewhere, Person::Coordinator, Person::ApipOfProvince] {
        let caller = server.log_in(person).await;
        assert_eq!(listed(&caller, "").await, Vec::<String>::new(), "{person:?}");
    }
    server.get(&officer, "/v1/identity-reveals?state=lain").await.refused(400, "invalid_parameter");
    server.get(&Caller::Nobody, "/v1/identity-reveals").await.refused(401, "unauthenticated");
}
