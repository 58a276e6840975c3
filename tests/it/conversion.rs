//! A question that turns out to be a request for public information (`decisions` 7, Conversion).

use serde_json::{Value, json};

use crate::harness::{Caller, Case, Person, Request, TestServer, body_of, complaint, on_both};

on_both!(
    one_chain_by_one_secret,
    the_clock_counts_from_the_first_receipt_by_the_same_body,
    a_passed_term_stays_passed,
    who_may_convert_what,
    an_asker_with_an_account_is_told,
    what_hides_stays_hidden,
);

/// A question to Makassar.
fn question(server: &TestServer) -> Value {
    let mut body = complaint(server.places());
    body["class"] = json!("information_question");
    body["title"] = json!("Anggaran perbaikan jalan");
    body["body"] = json!("Mohon salinan anggaran perbaikan jalan 2025.");
    body
}

fn reason() -> Value {
    json!({ "reason": "Meminta salinan dokumen." })
}

/// What the form asks for beyond the question.
fn completion() -> Value {
    json!({
        "applicant": {
            "name": "Rahmat Hidayat", "nik": "7371010101019999", "address": "Jl. Sulawesi 7, Makassar",
            "phone": "0411-7654321", "email": "rahmat@uji.example", "occupation": "Peneliti",
        },
        "purpose": "Penelitian", "access_method": "copy", "copy_form": "soft", "delivery_method": "email",
    })
}

/// Converts the question; the request that it became.
async fn convert<'a>(question: &Case<'a>, by: &Caller) -> Request<'a> {
    let converted = question.done(by, "convert", reason()).await;
    assert_eq!(converted["state"], "converted");
    let id = converted["converted_to_id"].as_str().expect("an id").to_owned();
    let path = format!("/v1/information-requests/{id}");
    let tracking_number = question.server.get(&question.reporter, &path).await.ok().text("tracking_number");
    Request { server: question.server, id, tracking_number, applicant: question.reporter.clone() }
}

fn clock<'a>(case: &'a Value, code: &str) -> &'a Value {
    let mut clocks = case["deadlines"].as_array().expect("deadlines").iter();
    clocks.find(|clock| clock["code"] == code).unwrap_or_else(|| panic!("no {code}: {case}"))
}

async fn one_chain_by_one_secret(server: &TestServer) {
    server.set_clock("2026-05-11T02:00:00Z").await;
    let question = Case::file(server, &Caller::Nobody, question(server)).await;
    server.set_clock("2026-05-20T02:00:00Z").await;
    let admin = server.log_in(Person::AdminHere).await;
    let request = convert(&question, &admin).await;
    let ended = question.see(&question.reporter).await.ok().json();
    assert_eq!((&ended["next_due_at"], &ended["allowed_actions"]), (&Value::Null, &json!(["restrict"])));
    let open = ended["deadlines"].as_array().expect("deadlines").iter().filter(|clock| clock.get("ended_at").is_none());
    assert_eq!(open.count(), 0, "{ended}");
    let seen = request.seen().await;
    assert_eq!((&seen["state"], &seen["origin_complaint_id"]), (&json!("incomplete"), &json!(question.id)));
    assert_eq!(seen["registration_number"], "0001/PPID/73.71/V/2026");
    assert!(seen["missing"].as_array().expect("a list").contains(&json!("applicant.nik")), "{seen}");
    assert_eq!(clock(&seen, "R2")["due_at"], "2026-05-25T15:59:59.000Z");
    let notice = clock(&seen, "R3");
    assert_eq!((&notice["state"], &notice["day_zero_on"]), (&json!("paused"), &json!("2026-05-11")));
    // Completed, it goes on with what was left of the term since the question was received.
    server.set_clock("2026-05-22T02:00:00Z").await;
    let completed = request.done(&request.applicant, "complete", completion()).await;
    assert_eq!((&completed["state"], &completed["missing"]), (&json!("registered"), &json!([])));
    assert_eq!(clock(&completed, "R3")["due_at"], "2026-06-03T15:59:59.000Z");
    // One story, for the asker and for the desk.
    let ppid = server.log_in(Person::Ppid).await;
    for reader in [&request.applicant, &ppid] {
        let story = server.all(reader, &format!("{}/timeline?limit=2", request.path())).await;
        let kinds: Vec<_> = story.iter().map(|event| event["kind"].as_str().expect("a kind")).collect();
        assert_eq!(kinds.first(), Some(&"complaint.submitted"));
        assert_eq!(
            kinds[kinds.len() - 3..],
            ["complaint.converted", "information_request.converted", "information_request.completed"]
        );
    }
    // A superior of the body, who knows of no complaint, sees the request's part of it.
    let superior = server.log_in(Person::PpidSuperior).await;
    let part = server.all(&superior, &format!("{}/timeline", request.path())).await;
    assert_eq!(part[0]["kind"], "information_request.converted");
    let track = format!("/v1/track/{}", request.tracking_number);
    assert_eq!(server.get(&request.applicant, &track).await.ok().text("id"), request.id);
}

async fn the_clock_counts_from_the_first_receipt_by_the_same_body(server: &TestServer) {
    server.set_clock("2026-05-11T02:00:00Z").await;
    let places = server.places();
    let mut elsewhere = question(server);
    elsewhere["target_agency_id"] = json!(places.other_city);
    let question = Case::file(server, &Caller::Nobody, elsewhere).await;
    question.must(Person::AdminElsewhere, "not_authority").await;
    // Whoever asks a desk that answers nothing asks nobody yet.
    let asker = question.reporter.clone();
    question.act(&asker, "convert", reason()).await.refused(409, "not_convertible");
    server.set_clock("2026-05-13T02:00:00Z").await;
    let mut findings = body_of("verify", places);
    findings["class"] = json!("information_question");
    let coordinator = server.log_in(Person::Coordinator).await;
    question.done(&coordinator, "verify", findings).await;
    server.set_clock("2026-05-13T03:00:00Z").await;
    let request = convert(&question, &asker).await;
    let completed = request.done(&asker, "complete", completion()).await;
    // Ten working days from Wednesday 13 May, not from Monday 11 (2026-05-29).
    assert_eq!(clock(&completed, "R3")["due_at"], "2026-06-03T15:59:59.000Z");
}

async fn a_passed_term_stays_passed(server: &TestServer) {
    server.set_clock("2026-05-11T02:00:00Z").await;
    let question = Case::file(server, &Caller::Nobody, question(server)).await;
    server.set_clock("2026-06-10T02:00:00Z").await;
    let request = convert(&question, &question.reporter.clone()).await;
    let completed = request.done(&request.applicant, "complete", completion()).await;
    assert_eq!((&completed["state"], &completed["overdue"]), (&json!("unanswered"), &json!(["R3"])));
    let window = &completed["objection_windows"][0];
    assert_eq!((&window["trigger"], &window["grounds"]), (&json!("lapse"), &json!(["c"])));
    assert_eq!(window["opens_at"].as_str().expect("a time")[..10], *"2026-06-10");
}

async fn who_may_convert_what(server: &TestServer) {
    let ordinary = Case::new(server).await;
    let admin = server.log_in(Person::AdminHere).await;
    let refused = ordinary.act(&admin, "convert", reason()).await.refused(409, "not_convertible").json();
    assert!(!refused["allowed_actions"].as_array().expect("a list").contains(&json!("convert")), "{refused}");
    let first = Case::file(server, &Caller::Nobody, question(server)).await;
    let coordinator = server.log_in(Person::Coordinator).await;
    first.act(&coordinator, "convert", reason()).await.refused(403, "forbidden");
    let (ppid, elsewhere) = (server.log_in(Person::Ppid).await, server.log_in(Person::PpidElsewhere).await);
    first.act(&elsewhere, "convert", reason()).await.refused(404, "not_found");
    first.act(&ppid, "convert", json!({})).await.refused(422, "validation_failed");
    // The information officer has the questions of the body in the inbox, and nothing else.
    let inbox = server.all(&ppid, "/v1/complaints?scope=inbox").await;
    assert_eq!(inbox.iter().map(|it| it["id"].clone()).collect::<Vec<_>>(), [json!(first.id)]);
    assert_eq!(server.all(&elsewhere, "/v1/complaints?scope=inbox").await.len(), 0);
    let seen = first.see(&ppid).await.ok().json();
    assert_eq!((&seen["allowed_actions"], seen.get("reporter")), (&json!(["convert"]), None));
    let request = convert(&first, &ppid).await;
    first.act(&ppid, "convert", reason()).await.refused(409, "invalid_transition");
    // What the request shows of its asker is what the asker tells it, not what the question was told.
    let desk = request.see(&ppid).await.ok().json();
    assert_eq!((desk.get("applicant"), &desk["state"]), (None, &json!("incomplete")));
    let second = Case::file(server, &Caller::Nobody, question(server)).await;
    let second = convert(&second, &second.reporter.clone()).await;
    assert_eq!(second.seen().await["registration_number"], "0002/PPID/73.71/III/2026");
}

async fn what_hides_stays_hidden(server: &TestServer) {
    let admin = server.log_in(Person::AdminHere).await;
    let mut secret = question(server);
    secret["is_secret"] = json!(true);
    let secret = Case::file(server, &Caller::Nobody, secret).await;
    secret.act(&admin, "convert", reason()).await.refused(403, "forbidden");
    convert(&secret, &secret.reporter.clone()).await;
    // Words under lock do not come out as a request.
    let locked = Case::file(server, &Caller::Nobody, question(server)).await;
    let text = json!({ "title": "Anggaran", "body": "Meminta anggaran jalan." });
    locked.done(&admin, "redact", json!({ "public_text": text, "lock_original": true })).await;
    let request = convert(&locked, &admin).await;
    assert_eq!(request.seen().await["information"], "Anggaran\n\nMeminta anggaran jalan.");
}

async fn an_asker_with_an_account_is_told(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let question = Case::file(server, &siti, question(server)).await;
    let request = convert(&question, &server.log_in(Person::AdminHere).await).await;
    let mine = server.all(&siti, "/v1/information-requests?scope=mine").await;
    assert_eq!(mine.iter().map(|it| it["id"].clone()).collect::<Vec<_>>(), [json!(request.id)]);
    server.follow().await;
    let told = server.all(&siti, "/v1/notifications").await;
    let asked = told.iter().find(|it| it["case_id"] == request.id).unwrap_or_else(|| panic!("{told:?}"));
    assert_eq!(asked["kind"], "question");
    let mails = server
        .get(&Caller::Nobody, &format!("/v1/sandbox/mails?to={}", Person::Siti.email()))
        .await
        .ok()
        .json()
        .to_string();
    assert!(mails.contains(&request.tracking_number), "{mails}");
}
