//! The working-day calendar as administrators change it: due dates follow, running deadlines move by an explicit act only.

use serde_json::{Value, json};

use crate::harness::{BEGINNING, Caller, Case, Person, Request, TestServer, on_both};

on_both!(a_new_holiday_moves_what_runs, due_dates_of_the_vectors, histories_of_reference_data);

async fn due_on(server: &TestServer, query: &str) -> Value {
    let due = server.get(&Caller::Nobody, &format!("/v1/calendar/due-date?{query}")).await.ok().json();
    json!([due["due_on"], due["skipped"].as_array().map(Vec::len), due["calendar_complete"]])
}

async fn due_dates_of_the_vectors(server: &TestServer) {
    let working = "length=3&unit=working_day";
    for (query, expected) in [
        // Decisions 2: after 16:00, and on a Saturday.
        (format!("start=2026-03-13T16:30:00%2B07:00&{working}"), json!(["2026-03-26", 9, true])),
        (format!("start=2026-03-14T09:00:00%2B07:00&{working}"), json!(["2026-03-26", 9, true])),
        (format!("start=2026-03-13T10:00:00%2B07:00&{working}&region=31"), json!(["2026-03-25", 9, true])),
        // 16:30 in Jakarta is 17:30 in Makassar and 18:30 in Jayapura; 15:30 in Jakarta is after closing time in both.
        (format!("start=2026-03-02T15:30:00%2B07:00&{working}&region=31"), json!(["2026-03-05", 0, true])),
        (format!("start=2026-03-02T15:30:00%2B07:00&{working}&region=73.71"), json!(["2026-03-06", 0, true])),
        (format!("start=2026-03-02T15:30:00%2B07:00&{working}&region=91"), json!(["2026-03-06", 0, true])),
        // A year of which nobody has the holidays yet.
        (format!("start=2040-01-02T10:00:00%2B07:00&{working}"), json!(["2040-01-05", 0, false])),
        ("start=2026-03-13T10:00:00%2B07:00&length=60&unit=calendar_day".to_owned(), json!(["2026-05-12", 0, true])),
    ] {
        assert_eq!(due_on(server, &query).await, expected, "{query}");
    }
    for (query, parameter) in [
        ("start=2026-03-13T10:00:00%2B07:00&length=0&unit=working_day", "length"),
        ("start=2026-03-13T10:00:00%2B07:00&length=1001&unit=working_day", "length"),
        ("start=2026-03-13T10:00:00%2B07:00&length=3&unit=week", "unit"),
        ("start=2026-03-13&length=3&unit=working_day", "start"),
        ("start=2026-03-13T10:00:00%2B07:00&length=3&unit=working_day&region=99", "region"),
        ("start=2026-03-13T10:00:00%2B07:00&unit=working_day", "length"),
    ] {
        let answer = server.get(&Caller::Nobody, &format!("/v1/calendar/due-date?{query}")).await;
        let refused = answer.refused(400, "invalid_parameter");
        assert_eq!(refused.json()["parameter"], parameter, "{refused}");
    }
}

fn due_of(case: &Value, code: &str) -> Value {
    let clocks = case["deadlines"].as_array().expect("deadlines");
    clocks.iter().rfind(|clock| clock["code"] == code).expect("the clock")["due_at"].clone()
}

async fn a_new_holiday_moves_what_runs(server: &TestServer) {
    server.set_clock(BEGINNING).await;
    let admin = server.log_in(Person::SystemAdmin).await;
    let running = Case::new(server).await;
    let closed = Case::new(server).await;
    closed.bring_to("completed", false).await;
    closed.reporter_must("rate").await;
    let ended = Case::new(server).await;
    ended.bring_to("withdrawn", false).await;
    let asked = Request::new(server).await;
    // C1 from Monday 2 March: 3, 4, 5 March.
    let thursday = "2026-03-05T15:59:59.000Z";
    assert_eq!(due_of(&running.seen().await, "C1"), thursday);
    let query = "start=2026-03-02T10:00:00%2B08:00&length=3&unit=working_day&region=73.71";
    assert_eq!(due_on(server, query).await, json!(["2026-03-05", 0, true]));

    let holiday = json!({ "on": "2026-03-04", "scope": "73", "kind": "holiday", "name": "Hari Jadi Provinsi" });
    let path = "/v1/calendar/holidays";
    server.post(&Caller::Nobody, path, holiday.clone()).await.refused(401, "unauthenticated");
    server.post(&server.log_in(Person::AdminHere).await, path, holiday.clone()).await.refused(403, "forbidden");
    let added = server.post(&admin, path, holiday.clone()).await.ok();
    server.post(&admin, path, holiday).await.refused(422, "validation_failed");
    assert_eq!(due_on(server, query).await, json!(["2026-03-06", 1, true]));
    assert_eq!(
        due_on(server, &query.replace("73.71", "71.71")).await,
        json!(["2026-03-05", 0, true]),
        "the province's own"
    );
    // What runs is not moved by that.
    let before = running.seen().await;
    assert_eq!((due_of(&before, "C1"), before["version"].as_i64()), (json!(thursday), Some(1)));

    let path = "/v1/calendar/recomputations";
    server.post(&Caller::Nobody, path, json!({ "dry_run": true })).await.refused(401, "unauthenticated");
    server
        .post(&server.log_in(Person::AdminHere).await, path, json!({ "dry_run": true }))
        .await
        .refused(403, "forbidden");
    let friday = "2026-03-06T15:59:59.000Z";
    let dry = server.post(&admin, path, json!({ "dry_run": true })).await.ok().json();
    let moved = dry["moved"].as_array().expect("what moves").clone();
    assert!(
        moved.contains(
            &json!({ "case_kind": "complaint", "case_id": running.id, "complaint_id": running.id, "code": "C1", "from": thursday, "to": friday })
        ),
        "{dry}"
    );
    assert!(
        moved.contains(
            &json!({ "case_kind": "information_request", "case_id": asked.id, "code": "R1", "from": thursday, "to": friday })
        ),
        "{dry}"
    );
    // The window to reopen of the completed one still runs; nothing of the withdrawn one does.
    let codes = |case: &Case<'_>| {
        moved.iter().filter(|row| row["case_id"] == case.id).map(|row| row["code"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((codes(&running), codes(&closed), codes(&ended)), (vec![json!("C1")], vec![json!("C10")], vec![]));
    assert_eq!(running.seen().await, before, "a dry run stores nothing");

    let key = server.call(reqwest::Method::POST, path).by(&admin).header("idempotency-key", "hitung");
    let real = key.json(&json!({ "dry_run": false })).send().await.ok().json();
    assert_eq!(real, dry, "what was told is what is done");
    let after = running.seen().await;
    assert_eq!((due_of(&after, "C1"), after["version"].as_i64()), (json!(friday), Some(2)));
    assert_eq!(after["next_due_at"], friday);
    assert_eq!(due_of(&asked.seen().await, "R1"), friday);
    let skipped = &after["deadlines"][0]["skipped"];
    assert_eq!(*skipped, json!([{ "on": "2026-03-04", "kind": "holiday", "reason": "Hari Jadi Provinsi" }]));
    let met = closed.seen().await;
    assert_eq!(due_of(&met, "C1"), thursday, "what has ended stays as it was");
    let again = server.post(&admin, path, json!({ "dry_run": false })).await.ok().json();
    assert_eq!(again["moved"], json!([]));
    let events = server.all(&running.reporter, &format!("{}/timeline", running.path())).await;
    assert_eq!(events[1]["kind"], "complaint.deadlines_recomputed");

    // Taken away again, everything moves back.
    let place = format!("/v1/calendar/holidays/{}", added.text("id"));
    let delete = async |tag: Option<&str>| {
        let call = server.call(reqwest::Method::DELETE, &place).by(&admin);
        let call = match tag {
            Some(tag) => call.header("if-match", tag),
            None => call,
        };
        call.send().await
    };
    delete(None).await.refused(428, "if_match_required");
    delete(Some("\"9\"")).await.refused(412, "version_mismatch");
    assert_eq!(delete(Some(added.header("etag"))).await.status, 204);
    let back = server.post(&admin, path, json!({ "dry_run": false })).await.ok().json();
    assert_eq!(back["moved"].as_array().map(Vec::len), Some(moved.len()));
    assert_eq!(due_of(&running.seen().await, "C1"), thursday);
}

async fn histories_of_reference_data(server: &TestServer) {
    let admin = server.log_in(Person::SystemAdmin).await;
    let me = server.get(&admin, "/v1/me").await.ok().text("id");
    let rule = server.get(&Caller::Nobody, "/v1/rules?code=C1&on=2026-03-02").await.ok().json()["data"][0].clone();
    let path = format!("/v1/rules/{}", rule["id"].as_str().expect("an id"));
    server
        .patch(&server.log_in(Person::AdminHere).await, &path, json!({ "length": 4 }))
        .await
        .refused(403, "forbidden");
    let changed = server.patch(&admin, &path, json!({ "length": 4 })).await.ok();
    assert_eq!(changed.json()["length"], 4);
    let history = server.all(&admin, &format!("{path}/history")).await;
    assert_eq!((&history[0]["operation"], &history[0]["changed_by"]), (&json!("updated"), &json!(me)));
    assert_eq!((&history[0]["before"]["length"], &history[0]["after"]["length"]), (&json!(3), &json!(4)));
    server.get(&Caller::Nobody, &format!("{path}/history")).await.refused(401, "unauthenticated");
    server.get(&server.log_in(Person::Budi).await, &format!("{path}/history")).await.refused(403, "forbidden");
    // What starts from now on is under the changed rule: 3, 4, 5, 6 March.
    let case = Case::new(server).await;
    assert_eq!(due_of(&case.seen().await, "C1"), "2026-03-06T15:59:59.000Z");

    let category = server
        .post(&admin, "/v1/categories", json!({ "code": "uji-coba", "name": "Uji coba", "valid_from": "2026-01-01" }))
        .await
        .ok();
    let path = format!("/v1/categories/{}", category.text("id"));
    server.patch(&admin, &path, json!({ "active": false })).await.ok();
    let mut body = crate::harness::body_of("handle", server.places());
    body["category_id"] = json!(category.text("id"));
    let refused =
        case.act(&server.log_in(Person::AdminHere).await, "handle", body).await.refused(422, "validation_failed");
    assert_eq!(
        refused.faults(),
        [("/category_id".to_owned(), "unknown_value".to_owned())],
        "closed categories take nothing"
    );
    let operations: Vec<_> = server
        .all(&admin, &format!("{path}/history?limit=1"))
        .await
        .iter()
        .map(|row| row["operation"].clone())
        .collect();
    assert_eq!(operations, ["updated", "created"]);
    // An agency's administrator sets up units of the own agency only.
    let here = server.log_in(Person::AdminHere).await;
    let unit =
        |parent: &str, code: &str| json!({ "parent_id": parent, "kind": "unit", "name": "Dinas Baru", "code": code });
    server.post(&here, "/v1/agencies", unit(&server.places().city, "73.71.baru")).await.ok();
    server.post(&here, "/v1/agencies", unit(&server.places().other_city, "71.71.baru")).await.refused(403, "forbidden");
    let taken = server.post(&here, "/v1/agencies", unit(&server.places().city, "73.71.baru")).await;
    assert_eq!(taken.refused(422, "validation_failed").faults(), [("/code".to_owned(), "taken".to_owned())]);
}
