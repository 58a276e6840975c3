//! Several agencies in one case: support, copies, answers and releases, over HTTP; who sees what by a part, and for how long.

use std::collections::BTreeSet;

use futures_util::future::{join, join_all};
use serde_json::{Value, json};

use crate::harness::{Answer, Caller, Case, Person, TestServer, answer, complaint, on_both};

on_both!(
    the_answer_waits_for_all,
    a_part_is_its_holders_only,
    who_has_a_part_sees_and_lists_the_case,
    what_is_lost_is_lost_in_every_channel,
    terms_of_others_pass_by_themselves,
    two_answers_at_once_turn_the_case_once
);

/// The foreign unit helps, with the whole foreign city informed.
fn support(server: &TestServer, unit: bool, kind: &str) -> Value {
    let places = server.places();
    let mut body = json!({ "agency_id": places.other_city, "kind": kind, "note": "Mohon bantuan." });
    if unit {
        body["unit_id"] = json!(places.foreign_unit);
    }
    body
}

/// Of the last part that was given.
fn last_id(case: &Value) -> String {
    let parts = case["assignments"].as_array().expect("assignments");
    parts.last().expect("a part")["id"].as_str().expect("an id").to_owned()
}

/// Adds a part; its id.
async fn add(case: &Case<'_>, body: Value) -> String {
    last_id(&case.must_with(Person::AdminHere, "add_support", body).await)
}

/// At Makassar's first unit, with Manado's helping; the id of its part.
async fn helped(server: &TestServer) -> (Case<'_>, String) {
    let case = Case::new(server).await;
    case.dispose(true).await;
    let part = add(&case, support(server, true, "supporting")).await;
    (case, part)
}

async fn on_part(case: &Case<'_>, caller: &Caller, part: &str, act: &str) -> Answer {
    let body =
        if act == "answer" { json!({ "text": "Bagian kami beres." }) } else { json!({ "reason": "Sudah jelas." }) };
    case.server.post(caller, &format!("{}/assignments/{part}/{act}", case.path()), body).await
}

/// Role and state of each part.
fn parts(case: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = case["assignments"].as_array().expect("assignments").iter();
    list.map(|part| (text(&part["role"]), text(&part["state"]))).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(role, state)| ((*role).to_owned(), (*state).to_owned())).collect()
}

async fn the_answer_waits_for_all(server: &TestServer) {
    let (case, first) = helped(server).await;
    let elsewhere = server.log_in(Person::LiaisonElsewhere).await;
    let second = add(&case, json!({ "agency_id": server.places().ministry, "kind": "supporting" })).await;
    let seen = case.seen().await;
    assert_eq!(parts(&seen), pairs(&[("lead", "open"), ("supporting", "open"), ("supporting", "open")]));
    let lead = &seen["assignments"][0];
    assert_eq!(
        (&lead["id"], &lead["agency_id"], &lead["unit_id"]),
        (&seen["id"], &seen["agency_id"], &seen["unit_id"])
    );
    let of_part = |id: &str| {
        let clocks = seen["deadlines"].as_array().expect("deadlines").iter();
        clocks.filter(|clock| clock["assignment_id"] == id).map(|clock| clock["code"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((of_part(&first), of_part(&second)), (vec![json!("C2")], vec![json!("C2")]));
    // Five working days from Monday 2 March, each in its own zone: Manado and Jakarta.
    assert_eq!(seen["assignments"][1]["due_at"], "2026-03-09T15:59:59.000Z");
    assert_eq!(seen["assignments"][2]["due_at"], "2026-03-09T16:59:59.000Z");
    let listed = server.get(&case.reporter, &format!("{}/assignments", case.path())).await.ok().json();
    assert_eq!(listed, json!({ "data": seen["assignments"], "next_cursor": null }));

    let held = case.must_with(Person::Liaison, "follow_up", answer()).await;
    assert_eq!((held["state"].as_str(), parts(&held)[0].1.as_str()), (Some("in_process"), "answered"));
    let refused = case.act(&case.reporter, "accept", json!({})).await.refused(409, "assignments_open").json();
    assert_eq!(
        (&refused["state"], &refused["allowed_actions"]),
        (&json!("in_process"), &json!(["withdraw", "restrict"]))
    );
    let answered = on_part(&case, &elsewhere, &first, "answer").await.ok().json();
    assert_eq!(answered["state"], "in_process");
    let released = on_part(&case, &server.log_in(Person::AdminHere).await, &second, "release").await.ok().json();
    assert_eq!(released["state"], "awaiting_reporter");
    assert_eq!(
        parts(&released),
        pairs(&[("lead", "answered"), ("supporting", "answered"), ("supporting", "released")])
    );
    for (act, by) in [("answer", Person::LiaisonElsewhere), ("release", Person::AdminHere)] {
        let again = on_part(&case, &server.log_in(by).await, &first, act).await;
        assert_eq!(again.refused(409, "invalid_transition").json()["state"], "awaiting_reporter");
    }
    let timeline = server.all(&case.reporter, &format!("{}/timeline", case.path())).await;
    let told: Vec<_> = timeline.iter().map(|event| event["kind"].as_str().expect("a kind")).collect();
    assert_eq!(
        told,
        [
            "complaint.submitted",
            "complaint.verified",
            "complaint.support_added",
            "complaint.support_added",
            "complaint.followed_up",
            "complaint.assignment_answered",
            "complaint.assignment_released",
            "complaint.answered",
        ]
    );
    assert_eq!(timeline[5]["actor_role"], "supporting_agency");
    assert_eq!(timeline[5]["text"], "Bagian kami beres.");
    assert!(timeline[2].get("text").is_none() && timeline[6].get("text").is_none(), "notes are for the handlers");
    assert_eq!(case.reporter_must("accept").await["state"], "completed");
}

async fn a_part_is_its_holders_only(server: &TestServer) {
    let (case, part) = helped(server).await;
    let copy = add(&case, json!({ "agency_id": server.places().ministry, "kind": "copy" })).await;
    let admin = server.log_in(Person::AdminHere).await;
    for (person, answers, releases) in [
        (Person::Budi, 404, 404),
        (Person::OtherLiaison, 404, 404),
        (Person::Apip, 404, 404),
        (Person::Liaison, 403, 403),
        (Person::Ombudsman, 403, 403),
        (Person::MinistryAdmin, 403, 403),
        (Person::AdminElsewhere, 200, 403),
    ] {
        let caller = server.log_in(person).await;
        let found = on_part(&case, &caller, &part, "release").await.status;
        assert_eq!(found, releases, "{person:?}");
        // A fresh part each time, as one is answered once.
        let (case, part) = helped(server).await;
        add(&case, json!({ "agency_id": server.places().ministry, "kind": "copy" })).await;
        let found = on_part(&case, &caller, &part, "answer").await;
        assert_eq!(found.status, answers, "{person:?} {found}");
    }
    on_part(&case, &Caller::Nobody, &part, "answer").await.refused(401, "unauthenticated");
    on_part(&case, &case.reporter, &part, "answer").await.refused(403, "forbidden");
    // Not another's, not a copy, none that does not exist.
    let elsewhere = server.log_in(Person::AdminElsewhere).await;
    on_part(&case, &elsewhere, &copy, "answer").await.refused(403, "forbidden");
    on_part(&case, &server.log_in(Person::MinistryAdmin).await, &copy, "answer").await.refused(403, "forbidden");
    for unknown in ["x", "019513d1-0000-7000-8000-000000000000", case.id.as_str()] {
        on_part(&case, &elsewhere, unknown, "answer").await.refused(404, "not_found");
        on_part(&case, &admin, unknown, "release").await.refused(404, "not_found");
    }
    // The precondition is honoured, and a retry is answered as the first call was.
    let path = format!("{}/assignments/{part}/answer", case.path());
    let call = || server.call(reqwest::Method::POST, &path).by(&elsewhere).json(&json!({ "text": "Beres." }));
    call().header("if-match", "\"1\"").send().await.refused(412, "version_mismatch");
    let first = call().header("idempotency-key", "jawaban-1").send().await.ok();
    let again = call().header("idempotency-key", "jawaban-1").send().await.ok();
    assert_eq!((first.body, again.header("idempotency-replayed")), (again.body.clone(), "true"));
    // What makes no sense is told with its place.
    let places = server.places();
    for (body, fault) in [
        (json!({ "agency_id": places.city, "kind": "supporting" }), ("/agency_id", "already_assigned")),
        (support(server, true, "copy"), ("", "")),
        (
            json!({ "agency_id": places.other_city, "unit_id": places.units[1], "kind": "copy" }),
            ("/unit_id", "unknown_value"),
        ),
        (json!({ "agency_id": places.foreign_unit, "kind": "copy" }), ("/agency_id", "unknown_value")),
        (json!({ "agency_id": case.id, "kind": "copy" }), ("/agency_id", "unknown_value")),
    ] {
        let found = case.act(&admin, "add_support", body.clone()).await;
        if fault.0.is_empty() {
            found.ok();
        } else {
            let faults = found.refused(422, "validation_failed").faults();
            assert_eq!(faults, [(fault.0.to_owned(), fault.1.to_owned())], "{body}");
        }
    }
}

/// Whether the case is in the caller's inbox.
async fn lists(server: &TestServer, caller: &Caller, case: &Case<'_>) -> bool {
    let rows = server.all(caller, "/v1/complaints?scope=inbox").await;
    rows.iter().any(|row| row["id"] == case.id.as_str())
}

async fn who_has_a_part_sees_and_lists_the_case(server: &TestServer) {
    let places = server.places();
    let cities_unit = json!({ "agency_id": places.city, "unit_id": places.units[1], "kind": "supporting" });
    let ministry = json!({ "agency_id": places.ministry, "kind": "copy" });
    for (part, holders) in [
        (support(server, true, "supporting"), &[Person::LiaisonElsewhere, Person::AdminElsewhere][..]),
        (support(server, false, "copy"), &[Person::AdminElsewhere]),
        (cities_unit, &[Person::OtherLiaison]),
        (ministry, &[Person::MinistryAdmin]),
    ] {
        for flag in [None, Some("is_anonymous"), Some("is_secret")] {
            let mut body = complaint(places);
            if let Some(flag) = flag {
                body[flag] = json!(true);
            }
            let case = Case::file(server, &Caller::Nobody, body).await;
            case.dispose(true).await;
            for person in holders {
                let caller = server.log_in(*person).await;
                case.see(&caller).await.refused(404, "not_found");
                assert!(!lists(server, &caller, &case).await, "{person:?}");
            }
            add(&case, part.clone()).await;
            let everybody =
                [Person::LiaisonElsewhere, Person::AdminElsewhere, Person::OtherLiaison, Person::MinistryAdmin];
            for person in everybody {
                let caller = server.log_in(person).await;
                let (seen, listed) = (case.see(&caller).await, lists(server, &caller, &case).await);
                let holds = holders.contains(&person);
                assert_eq!((seen.status == 200, listed), (holds, holds), "{person:?} {part}");
                if !holds {
                    continue;
                }
                let seen = seen.json();
                assert_eq!(seen["body"], "Sudah enam bulan menunggu KTP.");
                // The hour of an anonymous case is not theirs.
                let midnight = seen["received_at"].as_str().expect("a time").ends_with("16:00:00.000Z");
                assert_eq!(midnight, flag == Some("is_anonymous"), "{seen}");
                assert_eq!(seen["allowed_actions"], json!([]));
                server.get(&caller, &format!("{}/timeline", case.path())).await.ok();
                for action in ["follow_up", "add_support", "split", "redispose"] {
                    let body = crate::harness::body_of(action, places);
                    case.act(&caller, action, body).await.refused(403, "forbidden");
                }
            }
        }
    }
    // The order of an administrator's list does not tell the hour either: sorted as shown.
    let rows =
        server.all(&server.log_in(Person::AdminElsewhere).await, "/v1/complaints?scope=inbox&sort=received_at").await;
    let shown: Vec<_> = rows.iter().map(|row| row["received_at"].as_str().expect("a time")).collect();
    assert!(shown.is_sorted() && shown.len() > 4, "{shown:?}");
}

async fn what_is_lost_is_lost_in_every_channel(server: &TestServer) {
    for way in ["release", "forward", "withdraw"] {
        let (case, part) = helped(server).await;
        let copy = add(&case, json!({ "agency_id": server.places().ministry, "kind": "copy" })).await;
        let (helper, copied) =
            (server.log_in(Person::LiaisonElsewhere).await, server.log_in(Person::MinistryAdmin).await);
        for caller in [&helper, &copied] {
            case.see(caller).await.ok();
        }
        let admin = server.log_in(Person::AdminHere).await;
        match way {
            "release" => {
                on_part(&case, &admin, &part, "release").await.ok();
                on_part(&case, &admin, &copy, "release").await.ok();
            }
            "forward" => {
                case.must(Person::AdminHere, "forward").await;
            }
            _ => {
                case.reporter_must("withdraw").await;
            }
        }
        for (caller, lost) in [(&helper, true), (&copied, way != "withdraw")] {
            let status = if lost { 404 } else { 200 };
            for path in ["", "/timeline", "/assignments"] {
                assert_eq!(server.get(caller, &format!("{}{path}", case.path())).await.status, status, "{way} {path}");
            }
            assert_eq!(lists(server, caller, &case).await, !lost, "{way}");
        }
        on_part(&case, &helper, &part, "answer").await.refused(404, "not_found");
        let seen = case.seen().await;
        let open = seen["deadlines"].as_array().expect("deadlines").iter();
        let open: BTreeSet<_> =
            open.filter(|clock| clock["state"] == "running").map(|clock| clock["code"].as_str()).collect();
        let expected = match way {
            "release" => BTreeSet::from([Some("C2"), Some("C3"), Some("C6")]),
            "forward" => BTreeSet::from([Some("C1"), Some("C6")]),
            _ => BTreeSet::new(),
        };
        assert_eq!(open, expected, "{way}");
    }
}

async fn terms_of_others_pass_by_themselves(server: &TestServer) {
    let (case, part) = helped(server).await;
    case.must(Person::Liaison, "follow_up").await;
    // The lead's C2 is met; that of the other passes at the end of 9 March in Manado.
    server.set_clock("2026-03-09T15:59:59Z").await;
    assert_eq!(case.seen().await["overdue"], json!([]));
    server.set_clock("2026-03-09T16:00:00Z").await;
    let seen = case.seen().await;
    assert_eq!((&seen["overdue"], &seen["state"]), (&json!(["C2"]), &json!("in_process")));
    let missed = seen["deadlines"].as_array().expect("deadlines").iter().find(|clock| clock["state"] == "missed");
    assert_eq!(missed.expect("a missed one")["assignment_id"], part.as_str());
    let late = on_part(&case, &server.log_in(Person::LiaisonElsewhere).await, &part, "answer").await.ok().json();
    assert_eq!((&late["overdue"], parts(&late)[1].1.as_str()), (&json!([]), "answered"));
}

async fn two_answers_at_once_turn_the_case_once(server: &TestServer) {
    let (helper, admin) = (server.log_in(Person::LiaisonElsewhere).await, server.log_in(Person::AdminHere).await);
    let ministry = server.log_in(Person::MinistryAdmin).await;
    for round in 0..6 {
        let (case, first) = helped(server).await;
        let second = add(&case, json!({ "agency_id": server.places().ministry, "kind": "supporting" })).await;
        let lead = case.server.log_in(Person::Liaison).await;
        if round % 2 == 0 {
            case.done(&lead, "follow_up", answer()).await;
        }
        let answers =
            join_all((0..4).flat_map(|_| {
                [on_part(&case, &helper, &first, "answer"), on_part(&case, &ministry, &second, "answer")]
            }));
        let others = join(on_part(&case, &admin, &second, "release"), async {
            (round % 2 == 1).then_some(case.act(&lead, "follow_up", answer()).await.status)
        });
        let (answers, (release, follow_up)) = join(answers, others).await;
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.push(release.status);
        // A released helper may no longer know of the case; nobody else is refused but by the state.
        assert!(statuses.iter().all(|status| matches!(status, 200 | 404 | 409)), "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 2, "{statuses:?}");
        assert!(follow_up.is_none_or(|status| status == 200), "{follow_up:?}");
        let seen = case.seen().await;
        assert_eq!(seen["state"], "awaiting_reporter");
        let turned = "to_state = 'awaiting_reporter' AND from_state <> 'awaiting_reporter'";
        assert_eq!(server.database.count_of("events", "case_id", &case.id, turned).await, 1);
        let windows = "code = 'C4'";
        assert_eq!(server.database.count_of("deadlines", "case_id", &case.id, windows).await, 1);
    }
}
