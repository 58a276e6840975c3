//! The walk of the project's first promise: a reporter without account in Makassar, from filing to reopening over Idulfitri 2026.
//! Every date was counted by hand.
//!
//! Working days: 23-27 February, 2-6, 9-13, 16, 17, 25-27, 30, 31 March, 1, 2, 6-10, 13-17, 20-24, 27-30 April, 4-8 May.

use serde_json::{Value, json};

use crate::harness::{Case, Person, TestServer, on_both};

on_both!(a_complaint_from_filing_to_reopening);

/// Civil time in Makassar as the API writes it.
fn wita(local: &str) -> String {
    let local: chrono::NaiveDateTime = local.parse().expect("a civil time");
    let utc = local - chrono::TimeDelta::hours(8);
    format!("{}.000Z", utc.format("%Y-%m-%dT%H:%M:%S"))
}

/// The last clock of that code.
#[track_caller]
fn clock<'a>(case: &'a Value, code: &str) -> &'a Value {
    let all = case["deadlines"].as_array().expect("deadlines");
    all.iter().rfind(|clock| clock["code"] == code).unwrap_or_else(|| panic!("no {code}: {case}"))
}

#[track_caller]
fn stands(case: &Value, code: &str, due: &str, state: &str) {
    let clock = clock(case, code);
    assert_eq!(clock["state"], state, "{code}: {clock}");
    if state == "paused" {
        assert!(clock.get("due_at").is_none(), "{code} stands still: {clock}");
    } else {
        assert_eq!(clock["due_at"], wita(due), "{code}: {clock}");
    }
}

#[track_caller]
fn skips(case: &Value, code: &str, days: &[&str]) {
    let skipped = clock(case, code)["skipped"].as_array().expect("skipped days").clone();
    let found: Vec<&str> = skipped.iter().map(|day| &day["on"].as_str().expect("a day")[5..]).collect();
    assert_eq!(found, days, "{code}");
}

#[track_caller]
fn is(case: &Value, state: &str, actions: &[&str]) {
    assert_eq!(case["state"], state, "{case}");
    let found: Vec<&str> =
        case["allowed_actions"].as_array().expect("actions").iter().filter_map(Value::as_str).collect();
    assert_eq!(found, actions, "{case}");
}

async fn at(server: &TestServer, local: &str) {
    server.set_clock(&wita(local)).await;
}

async fn a_complaint_from_filing_to_reopening(server: &TestServer) {
    let case = disposed_and_returned(server).await;
    asked_and_completed(server, &case).await;
    answered_twice(server, &case).await;
    closed_and_reopened(server, &case).await;
    timeline(&case).await;
}

async fn disposed_and_returned(server: &TestServer) -> Case<'_> {
    let places = server.places();
    at(server, "2026-02-23T09:00:00").await;
    let filing = json!({
        "class": "complaint", "title": "KTP elektronik belum jadi", "body": "Enam bulan menunggu KTP di Makassar.",
        "incident_on": "2026-01-05", "incident_region_code": "73.71", "reporter": { "name": "Siti" },
    });
    let case = Case::file(server, &crate::harness::Caller::Nobody, filing).await;
    let seen = case.seen().await;
    is(&seen, "unverified", &["withdraw", "restrict"]);
    assert_eq!((seen["desk"].as_str(), &seen["agency_id"]), (Some("coordinator"), &json!(places.ministry)));
    // 24, 25, 26 February, in Jakarta, which ends an hour later.
    stands(&seen, "C1", "2026-02-27T00:59:59", "running");
    skips(&seen, "C1", &[]);

    at(server, "2026-02-24T10:00:00").await;
    let verify = json!({
        "class": "complaint_non_supervisory", "category_id": places.category, "target_agency_id": places.city,
        "unit_id": places.units[0], "public_text": { "title": "KTP terlambat", "body": "Warga menunggu KTP." },
    });
    let seen = case.must_with(Person::Coordinator, "verify", verify).await;
    assert_eq!(seen["state"], "not_followed_up");
    stands(&seen, "C1", "2026-02-27T00:59:59", "met");
    stands(&seen, "C2", "2026-03-03T23:59:59", "running");
    skips(&seen, "C2", &["02-28", "03-01"]);
    stands(&seen, "C3", "2026-03-16T23:59:59", "running");
    skips(&seen, "C3", &["02-28", "03-01", "03-07", "03-08", "03-14", "03-15"]);
    stands(&seen, "C6", "2026-04-25T23:59:59", "running");
    assert_eq!(seen["next_due_at"], wita("2026-03-03T23:59:59"));

    at(server, "2026-02-25T11:00:00").await;
    let seen = case.must_with(Person::Liaison, "return", json!({ "reason": "Bukan tugas unit kami" })).await;
    // The answer is the whole case once more; from now on the unit sees what the public sees.
    stands(&seen, "C11", "2026-02-26T23:59:59", "running");
    let unit = server.log_in(Person::Liaison).await;
    let later = case.see(&unit).await.ok().json();
    assert!(later["deadlines"] == json!([]) && later["body"] == "Warga menunggu KTP.", "{later}");
    stands(&case.seen().await, "C11", "2026-02-26T23:59:59", "running");
    at(server, "2026-02-26T09:00:00").await;
    let admin = server.log_in(Person::AdminHere).await;
    let again = case.act(&admin, "redispose", json!({ "unit_id": places.units[0] })).await;
    again.refused(409, "unit_already_returned");
    let seen = case.must(Person::AdminHere, "redispose").await;
    assert_eq!((&seen["unit_id"], seen["redisposition_count"].as_i64()), (&json!(places.units[1]), Some(1)));
    stands(&seen, "C11", "2026-02-26T23:59:59", "met");
    stands(&seen, "C2", "2026-03-03T23:59:59", "running");
    case.see(&server.log_in(Person::OtherLiaison).await).await.ok();
    case
}

async fn asked_and_completed(server: &TestServer, case: &Case<'_>) {
    at(server, "2026-02-27T14:00:00").await;
    let seen = case.must(Person::OtherLiaison, "follow_up").await;
    is(&seen, "in_process", &["follow_up", "ask_reporter", "restrict"]);
    stands(&seen, "C2", "2026-03-03T23:59:59", "met");

    // Four of fourteen used: 25-27 February and 2 March.
    at(server, "2026-03-02T10:00:00").await;
    let seen = case.must(Person::OtherLiaison, "ask_reporter").await;
    is(&seen, "postponed", &["restrict"]);
    stands(&seen, "C3", "", "paused");
    assert_eq!(clock(&seen, "C3")["remaining"], 10);
    stands(&seen, "C5", "2026-03-16T23:59:59", "running");
    stands(&seen, "C9", "2026-04-01T23:59:59", "running");
    is(&case.seen().await, "postponed", &["complete_data", "withdraw", "restrict"]);

    // After closing time: day 0 is Thursday 5 March. Ten more: 6, 9-13, 16, 17, 25, 26 March.
    at(server, "2026-03-04T17:00:00").await;
    let seen = case.reporter_must("complete_data").await;
    is(&seen, "in_process", &["withdraw", "restrict"]);
    stands(&seen, "C3", "2026-03-26T23:59:59", "running");
    skips(
        &seen,
        "C3",
        &[
            "02-28", "03-01", "03-07", "03-08", "03-14", "03-15", "03-18", "03-19", "03-20", "03-21", "03-22", "03-23",
            "03-24",
        ],
    );
    stands(&seen, "C5", "2026-03-16T23:59:59", "met");
    stands(&seen, "C9", "2026-04-01T23:59:59", "met");
}

async fn answered_twice(server: &TestServer, case: &Case<'_>) {
    let answer = || json!({ "type": "substantive", "text": "KTP dicetak.", "evidence": "Foto KTP" });
    // One more used: 6 March. The reporter has 9-13, 16, 17, 25-27 March.
    at(server, "2026-03-06T10:00:00").await;
    let seen = case.must_with(Person::OtherLiaison, "follow_up", answer()).await;
    stands(&seen, "C3", "", "paused");
    stands(&seen, "C4", "2026-03-27T23:59:59", "running");
    // Nine more: 10-13, 16, 17, 25-27 March.
    at(server, "2026-03-09T10:00:00").await;
    let seen = case.reporter_must("reply").await;
    stands(&seen, "C4", "2026-03-27T23:59:59", "met");
    stands(&seen, "C3", "2026-03-27T23:59:59", "running");
    // One more used: 10 March. The reporter has 11-13, 16, 17, 25-27, 30, 31 March.
    at(server, "2026-03-10T15:00:00").await;
    case.must_with(Person::OtherLiaison, "follow_up", answer()).await;
    let seen = case.seen().await;
    is(&seen, "awaiting_reporter", &["reply", "accept", "withdraw", "restrict"]);
    stands(&seen, "C3", "", "paused");
    assert_eq!(clock(&seen, "C3")["remaining"], 8);
    stands(&seen, "C4", "2026-03-31T23:59:59", "running");
    skips(
        &seen,
        "C4",
        &["03-14", "03-15", "03-18", "03-19", "03-20", "03-21", "03-22", "03-23", "03-24", "03-28", "03-29"],
    );
    let kinds: Vec<_> =
        clock(&seen, "C4")["skipped"].as_array().expect("days").iter().map(|d| d["kind"].clone()).collect();
    let [w, h, j] = ["weekend", "holiday", "joint_leave"];
    assert_eq!(kinds, [w, w, j, h, j, h, h, j, j, w, w]);
}

async fn closed_and_reopened(server: &TestServer, case: &Case<'_>) {
    // In the last second of the term nothing happens.
    assert_eq!(server.set_clock(&wita("2026-03-31T23:58:00")).await, 0);
    assert_eq!(case.seen().await["state"], "awaiting_reporter");
    assert_eq!(server.set_clock(&wita("2026-04-07T08:00:00")).await, 1);
    let seen = case.seen().await;
    is(&seen, "completed", &["rate", "reopen", "restrict"]);
    assert_eq!(seen["completed_at"], wita("2026-04-01T00:00:00"), "as of the instant at which the term passed");
    stands(&seen, "C3", "2026-03-27T23:59:59", "met");
    stands(&seen, "C4", "2026-03-31T23:59:59", "missed");
    stands(&seen, "C6", "2026-04-25T23:59:59", "met");
    stands(&seen, "C10", "2026-04-16T23:59:59", "running");
    // Wafat Yesus Kristus on Friday the 3rd.
    skips(&seen, "C10", &["04-03", "04-04", "04-05", "04-11", "04-12"]);

    // In the last moment; after closing time, so the agency's clocks count from Friday 17 April.
    server.set_clock(&wita("2026-04-16T23:58:00")).await;
    let seen = case.reporter_must("reopen").await;
    is(&seen, "not_followed_up", &["withdraw", "restrict"]);
    assert_eq!((seen["cycle_no"].as_i64(), &seen["unit_id"]), (Some(2), &json!(server.places().units[1])));
    stands(&seen, "C2", "2026-04-24T23:59:59", "running");
    stands(&seen, "C3", "2026-05-08T23:59:59", "running");
    stands(&seen, "C10", "2026-04-16T23:59:59", "cancelled");
}

async fn timeline(case: &Case<'_>) {
    let path = format!("{}/timeline", case.path());
    let events = case.server.all(&case.reporter, &path).await;
    let kinds: Vec<_> = events.iter().map(|event| event["kind"].as_str().expect("a kind")).collect();
    let expected = [
        "submitted",
        "verified",
        "returned",
        "redisposed",
        "followed_up",
        "reporter_asked",
        "data_completed",
        "followed_up",
        "replied",
        "followed_up",
        "completed",
        "reopened",
    ]
    .map(|kind| format!("complaint.{kind}"));
    assert_eq!(kinds, expected);
    assert_eq!(events[10]["at"], wita("2026-04-01T00:00:00"));
    assert_eq!(
        (events[10]["actor_role"].as_str(), events[10]["from_state"].as_str()),
        (Some("system"), Some("awaiting_reporter"))
    );
    // The public sees the steps and none of the words; the note of the unit is for handlers only.
    let public = case.server.all(&crate::harness::Caller::Nobody, &path).await;
    assert!(public.iter().all(|event| event.get("text").is_none()), "{public:?}");
    assert!(public.len() < events.len());
    assert!(events[2].get("text").is_none(), "{}", events[2]);
    let handlers = case.server.all(&case.server.log_in(Person::AdminHere).await, &path).await;
    assert_eq!(handlers[2]["text"], "Bukan tugas unit kami");
}
