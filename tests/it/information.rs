//! Requests for public information, from filing to their end, by the clocks of UU 14/2008.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Caller, Person, Request, TestServer, grant, information, on_both, request_body_of};

const REQUESTS: &str = "/v1/information-requests";

on_both!(
    from_filing_to_the_end,
    a_stranger_follows_by_secret,
    a_desk_records_what_comes_on_paper,
    what_is_missing_is_asked_for_once,
    no_notice_in_time,
    who_asks_is_told_by_degrees,
    bodies_are_checked,
    versions_and_repeats,
    numbers_have_no_gaps,
    lists_find_what_they_are_asked_for,
    unpaid_copies_close_it,
    withdrawn_before_the_notice,
);

/// The deadline of that code, and trigger where it is a window's.
fn deadline<'a>(request: &'a Value, code: &str, trigger: Option<&str>) -> &'a Value {
    let all = request["deadlines"].as_array().expect("deadlines").iter();
    let mut found = all.filter(|one| one["code"] == code && one["trigger"].as_str() == trigger);
    found.next_back().unwrap_or_else(|| panic!("no {code} {trigger:?}: {request}"))
}

fn names(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|name| name.as_str().expect("a name")).collect()
}

async fn from_filing_to_the_end(server: &TestServer) {
    let places = server.places();
    let (siti, ppid) = (server.log_in(Person::Siti).await, server.log_in(Person::Ppid).await);
    let filed = server.post(&siti, REQUESTS, information(places)).await;
    assert_eq!((filed.status, filed.header("etag")), (201, "\"1\""), "{filed}");
    let request = Request {
        server,
        id: filed.text("id"),
        tracking_number: filed.text("tracking_number"),
        applicant: siti.clone(),
    };
    assert!(filed.header("location").ends_with(&request.path()), "{}", filed.header("location"));
    let seen = filed.json();
    assert!(request.tracking_number.starts_with("KIP-2026-"), "{seen}");
    assert_eq!(seen["registration_number"], "0001/PPID/73.71/III/2026");
    assert_eq!(
        (&seen["state"], &seen["missing"], &seen["late"], &seen["extended"]),
        (&json!("submitted"), &json!([]), &json!(false), &json!(false))
    );
    assert!(seen.get("tracking_secret").is_none() && seen.get("notice").is_none() && seen.get("stage").is_none());
    assert_eq!(deadline(&seen, "R1", None)["due_at"], "2026-03-05T15:59:59.000Z");
    let notice_term = deadline(&seen, "R3", None);
    assert_eq!(
        (&notice_term["due_at"], &notice_term["length"], &notice_term["legal_basis"]),
        (&json!("2026-03-16T15:59:59.000Z"), &json!(10), &json!("UU 14/2008 Ps 22(7)"))
    );
    assert_eq!(names(&seen["allowed_actions"]), ["withdraw"]);
    // Whose it is not.
    let body = request_body_of("register_complete", places);
    request.act(&siti, "register_complete", body.clone()).await.refused(403, "forbidden");
    let stranger = server.log_in(Person::Budi).await;
    request.act(&stranger, "register_complete", body.clone()).await.refused(404, "not_found");
    request.see(&stranger).await.refused(404, "not_found");
    request.act(&Caller::Nobody, "register_complete", body.clone()).await.refused(401, "unauthenticated");
    // The desk receives it, and a unit looks for it.
    let registered = request.done(&ppid, "register_complete", body.clone()).await;
    assert_eq!((&registered["state"], &registered["stage"]), (&json!("registered"), &json!("registered")));
    assert_eq!(deadline(&registered, "R1", None)["state"], "met");
    let again = request.act(&ppid, "register_complete", body).await.refused(409, "invalid_transition").json();
    assert_eq!(again["state"], "registered");
    assert_eq!(names(&again["allowed_actions"]), ["assign", "extend", "not_held", "not_documented"]);
    let assigned = request.must(Person::Ppid, "assign").await;
    assert_eq!((&assigned["state"], &assigned["unit_id"]), (&json!("in_search"), &json!(places.units[0])));
    assert_eq!(deadline(&assigned, "R6", None)["state"], "running");
    // Once, seven working days more.
    let extended = request.must(Person::Ppid, "extend").await;
    assert_eq!((&extended["extended"], &extended["state"]), (&json!(true), &json!("in_search")));
    assert_eq!(extended["extension"]["reason_code"], "not_yet_held");
    assert_eq!(deadline(&extended, "R3", None)["state"], "met");
    assert_eq!(deadline(&extended, "R4", None)["due_at"], "2026-04-01T15:59:59.000Z");
    let body = request_body_of("extend", places);
    let twice = request.act(&ppid, "extend", body).await.refused(409, "already_extended").json();
    assert!(names(&twice["allowed_actions"]).contains(&"submit_material"), "{twice}");
    let found = request.must(Person::PpidUnit, "submit_material").await;
    assert_eq!((&found["state"], &deadline(&found, "R6", None)["state"]), (&json!("review"), &json!("met")));
    // All of it is given, for a fee.
    let notified = request.must_with(Person::Ppid, "notify_grant", grant(Some(25_000))).await;
    assert_eq!(
        (&notified["state"], &notified["outcome"], &notified["cost"]["total_idr"]),
        (&json!("notified"), &json!("granted"), &json!(25_000))
    );
    assert!(notified["cost"].get("payment").is_none() && notified.get("stage").is_none());
    assert_eq!((&notified["notice"]["form"], &notified["notice"]["grounds"]), (&json!("PDF"), &json!([])));
    assert_eq!(deadline(&notified, "R7", None)["state"], "running");
    assert_eq!(notified["objection_windows"][0]["trigger"], "fee");
    assert_eq!(notified["objection_windows"][0]["grounds"], json!(["f"]));
    request.act(&ppid, "deliver", json!({ "method": "email" })).await.refused(409, "invalid_transition");
    let mut short = request.payment().await;
    short["amount_idr"] = json!(24_999);
    let refused = request.act(&ppid, "record_payment", short).await.refused(422, "validation_failed");
    assert_eq!(refused.faults(), [("/amount_idr".to_owned(), "out_of_range".to_owned())]);
    let settled = request.must_with(Person::PpidUnit, "record_payment", request.payment().await).await;
    assert_eq!(settled["cost"]["payment"]["reference"], "STS-1");
    assert_eq!(deadline(&settled, "R5", None)["state"], "running");
    // It is handed over, and closed when nobody has objected.
    let handed = json!({ "method": "email", "received_by": "Rahmat" });
    let delivered = request.must_with(Person::PpidUnit, "deliver", handed).await;
    assert_eq!((&delivered["state"], &delivered["delivery"]["method"]), (&json!("delivered"), &json!("email")));
    assert!(delivered["delivery"].get("received_by").is_none(), "a name, and no second factor");
    assert_eq!(request.seen().await["delivery"]["received_by"], "Rahmat");
    let window = &delivered["objection_windows"][1];
    assert_eq!((&window["trigger"], &window["grounds"]), (&json!("delivery"), &json!(["d", "e", "f", "g"])));
    assert_eq!(deadline(&delivered, "O1", Some("delivery"))["due_at"], window["closes_at"]);
    server.set_clock("2026-06-01T00:00:00Z").await;
    let closed = request.seen().await;
    assert_eq!((&closed["state"], &closed["closing_reason"]), (&json!("closed"), &json!("no_objection")));
    assert_eq!((&closed["overdue"], &closed["allowed_actions"]), (&json!([]), &json!([])));
    let timeline = server.all(&siti, &format!("{}/timeline", request.path())).await;
    let kinds: Vec<_> = timeline.iter().map(|event| event["kind"].as_str().expect("a kind")).collect();
    let expected = [
        "submitted",
        "registered",
        "assigned",
        "extended",
        "material_submitted",
        "notified",
        "paid",
        "delivered",
        "window_closed",
        "window_closed",
        "closed",
    ];
    assert_eq!(kinds, expected.map(|kind| format!("information_request.{kind}")));
    let noted = timeline.iter().find(|event| event["kind"] == "information_request.assigned").expect("the assignment");
    assert!(noted.get("text").is_none(), "a note is for the handlers");
    let told = server.all(&ppid, &format!("{}/timeline", request.path())).await;
    assert!(told.iter().any(|event| event["text"] == "Mohon dicari"), "{told:?}");
}

async fn a_stranger_follows_by_secret(server: &TestServer) {
    let filed = server.post(&Caller::Nobody, REQUESTS, information(server.places())).await.ok();
    let secret = Caller::Secret(filed.text("tracking_secret"));
    let (id, number) = (filed.text("id"), filed.text("tracking_number"));
    for path in [
        format!("{REQUESTS}/{id}"),
        format!("{REQUESTS}/{number}"),
        format!("{REQUESTS}/{}", number.to_lowercase()),
        format!("/v1/track/{}", number.to_lowercase()),
    ] {
        let seen = server.get(&secret, &path).await.ok();
        assert_eq!((seen.text("id"), seen.header("etag")), (id.clone(), "\"1\""), "{path}");
        assert_eq!(seen.json()["applicant"]["name"], "Rahmat Hidayat");
        assert!(seen.json().get("tracking_secret").is_none());
        server.get(&Caller::Nobody, &path).await.refused(404, "not_found");
        let wrong = Caller::Secret("0".repeat(26));
        server.get(&wrong, &path).await.refused(404, "not_found");
        let unchanged = server.call(Method::GET, &path).by(&secret).header("if-none-match", "\"1\"").send().await;
        assert_eq!(unchanged.status, 304);
    }
    server.get(&secret, &format!("{REQUESTS}/{id}/timeline")).await.ok();
    // A number of one kind leads to nothing of the other.
    server.get(&secret, &format!("/v1/complaints/{number}")).await.refused(404, "not_found");
    let case = crate::harness::Case::new(server).await;
    server.get(&case.reporter, &format!("{REQUESTS}/{}", case.tracking_number)).await.refused(404, "not_found");
    server.get(&case.reporter, &format!("/v1/track/{}", case.tracking_number)).await.ok();
    for nonsense in ["nonsense", "KIP-2026-0000000000", "019513d1-0000-7000-8000-000000000000"] {
        server.get(&secret, &format!("{REQUESTS}/{nonsense}")).await.refused(404, "not_found");
    }
}

async fn a_desk_records_what_comes_on_paper(server: &TestServer) {
    let places = server.places();
    let ppid = server.log_in(Person::Ppid).await;
    let mut letter = information(places);
    (letter["channel"], letter["received_at"]) = (json!("letter"), json!("2026-02-27T02:00:00Z"));
    let filed = server.post(&ppid, REQUESTS, letter.clone()).await;
    assert_eq!(filed.status, 201, "{filed}");
    let seen = filed.json();
    assert_eq!((&seen["channel"], &seen["received_at"]), (&json!("letter"), &json!("2026-02-27T02:00:00.000Z")));
    // Clocks run since receipt; year and month of the number are those of registering.
    assert_eq!(deadline(&seen, "R1", None)["due_at"], "2026-03-04T15:59:59.000Z");
    assert_eq!(seen["registration_number"], "0001/PPID/73.71/III/2026");
    assert_eq!(seen["tracking_secret"].as_str().map(str::len), Some(26), "for whoever holds the receipt");
    server.post(&Caller::Nobody, REQUESTS, letter.clone()).await.refused(401, "unauthenticated");
    for person in [Person::PpidElsewhere, Person::AdminHere, Person::Siti, Person::Coordinator] {
        let caller = server.log_in(person).await;
        server.post(&caller, REQUESTS, letter.clone()).await.refused(403, "forbidden");
    }
    letter["received_at"] = json!("2026-04-01T02:00:00Z");
    let refused = server.post(&ppid, REQUESTS, letter).await.refused(422, "validation_failed");
    assert_eq!(refused.faults(), [("/received_at".to_owned(), "in_future".to_owned())]);
}

async fn what_is_missing_is_asked_for_once(server: &TestServer) {
    let places = server.places();
    let ppid = server.log_in(Person::Ppid).await;
    let bare = json!({
        "agency_id": places.city,
        "applicant": { "kind": "individual", "name": "Rahmat Hidayat" },
        "information": "Salinan DPA 2025",
    });
    let request = Request::file(server, &Caller::Nobody, bare).await;
    let missing = request.seen().await["missing"].clone();
    let form =
        ["applicant.nik", "applicant.address", "applicant.contact", "purpose", "access_method", "delivery_method"];
    assert_eq!(names(&missing), form);
    let asked = request.must(Person::Ppid, "ask_completion").await;
    assert_eq!((&asked["state"], &asked["missing"]), (&json!("incomplete"), &json!(["applicant.nik"])));
    assert_eq!(deadline(&asked, "R3", None)["state"], "cancelled");
    let empty = request.act(&request.applicant, "complete", json!({})).await.refused(422, "validation_failed");
    assert_eq!(empty.faults(), [(String::new(), "required".to_owned())]);
    let wrong = json!({ "applicant": { "nik": "0000000000000000" } });
    let wrong = request.act(&request.applicant, "complete", wrong).await.refused(422, "validation_failed");
    assert_eq!(wrong.faults(), [("/applicant/nik".to_owned(), "invalid_format".to_owned())]);
    server.set_clock("2026-03-04T02:00:00Z").await;
    let completion = json!({
        "applicant": { "nik": "7371010101019999", "address": "Jl. Sulawesi 7", "phone": "0411-7654321" },
        "purpose": "Penelitian", "access_method": "copy", "copy_form": "hard", "delivery_method": "post",
        "text": "Ini kelengkapannya.",
    });
    let completed = request.done(&request.applicant, "complete", completion).await;
    assert_eq!((&completed["state"], &completed["missing"]), (&json!("registered"), &json!([])));
    assert_eq!(completed["applicant"]["name"], "Rahmat Hidayat", "what was told before stays");
    assert!(completed["applicant"]["nik_masked"].as_str().expect("a number").starts_with('*'), "{completed}");
    assert_eq!(deadline(&completed, "R3", None)["due_at"], "2026-03-25T15:59:59.000Z", "ten days anew");
    request
        .act(&ppid, "ask_completion", request_body_of("ask_completion", places))
        .await
        .refused(409, "invalid_transition");
    // Who does not complete it in time is not answered, and stays in the register.
    let lapsing = Request::new(server).await;
    lapsing.bring_to("incomplete").await;
    server.set_clock("2026-04-10T02:00:00Z").await;
    let lapsed = lapsing.seen().await;
    assert_eq!((&lapsed["state"], &lapsed["allowed_actions"]), (&json!("lapsed_incomplete"), &json!([])));
}

async fn no_notice_in_time(server: &TestServer) {
    let places = server.places();
    let ppid = server.log_in(Person::Ppid).await;
    let request = Request::new(server).await;
    server.set_clock("2026-03-06T02:00:00Z").await;
    let complete = request.seen().await;
    assert_eq!(complete["state"], "registered", "nobody said that something is missing");
    let body = request_body_of("ask_completion", places);
    request.act(&ppid, "ask_completion", body).await.refused(409, "window_closed");
    server.set_clock("2026-03-16T16:00:00Z").await;
    let silent = request.seen().await;
    assert_eq!(
        (&silent["state"], &silent["stage"], &silent["overdue"], &silent["late"]),
        (&json!("unanswered"), &json!("registered"), &json!(["R3"]), &json!(false))
    );
    let window = &silent["objection_windows"][0];
    assert_eq!(
        (&window["trigger"], &window["grounds"], &window["opens_at"], &window["is_open"]),
        (&json!("lapse"), &json!(["c"]), &json!("2026-03-16T15:59:59.000Z"), &json!(true))
    );
    assert_eq!(names(&silent["allowed_actions"]), ["withdraw", "object"]);
    request.act(&ppid, "extend", request_body_of("extend", places)).await.refused(409, "invalid_transition");
    let late = request.must(Person::Ppid, "not_held").await;
    assert_eq!(
        (&late["state"], &late["outcome"], &late["late"], &late["notice"]["holder"]),
        (&json!("notified"), &json!("not_held"), &json!(true), &json!("Badan Keuangan Provinsi"))
    );
    assert_eq!(late["overdue"], json!([]));
    assert_eq!(late["objection_windows"][1]["grounds"], json!(["a", "d", "f", "g"]));
    server.set_clock("2026-06-01T00:00:00Z").await;
    assert_eq!(request.seen().await["closing_reason"], "no_objection");
}

async fn who_asks_is_told_by_degrees(server: &TestServer) {
    let request = Request::new(server).await;
    request.bring_to("in_search").await;
    let applicant = |seen: &Value| seen.get("applicant").cloned();
    for person in [Person::Ppid, Person::PpidUnit, Person::PpidSuperior, Person::Coordinator, Person::ProvinceHere] {
        let caller = server.log_in(person).await;
        let seen = request.see(&caller).await.ok().json();
        assert_eq!((applicant(&seen), seen.get("proxy")), (None, None), "{person:?}");
        assert_eq!(seen["information"], "Salinan DPA Dinas Pendidikan tahun 2025");
    }
    let hidden = [
        Person::PpidElsewhere,
        Person::ConsiderationTeam,
        Person::Commission,
        Person::AdminHere,
        Person::Liaison,
        Person::Ombudsman,
        Person::SystemAdmin,
        Person::PrivacyOfficer,
        Person::ProvinceElsewhere,
        Person::Budi,
    ];
    for person in hidden {
        let caller = server.log_in(person).await;
        request.see(&caller).await.refused(404, "not_found");
    }
    let ppid = server.with_second_factor(Person::Ppid).await;
    let whole = request.see(&ppid).await.ok();
    assert_eq!(whole.json()["applicant"]["phone"], "0411-7654321");
    assert_eq!(whole.json()["applicant"]["nik_masked"], "************9999");
    let unit = server.with_second_factor(Person::PpidUnit).await;
    let named = request.see(&unit).await.ok().json();
    assert_eq!(applicant(&named), Some(json!({ "name": "Rahmat Hidayat" })));
    let coordinator = server.with_second_factor(Person::Coordinator).await;
    assert_eq!(applicant(&request.see(&coordinator).await.ok().json()), None);
    let own = request.see(&request.applicant).await.ok();
    for answer in [&whole, &own] {
        assert!(!String::from_utf8_lossy(&answer.body).contains("7371010101019999"), "the whole number goes to nobody");
    }
}

async fn bodies_are_checked(server: &TestServer) {
    let places = server.places();
    let faults = async |change: Value| {
        let mut body = information(places);
        body.as_object_mut().expect("a body").extend(change.as_object().expect("members").clone());
        server.post(&Caller::Nobody, REQUESTS, body).await
    };
    faults(json!({ "colour": "red" })).await.refused(400, "unknown_field");
    faults(json!({ "information": 7 })).await.refused(400, "malformed_body");
    faults(json!({ "purpose": null })).await.refused(400, "malformed_body");
    let empty = server.post(&Caller::Nobody, REQUESTS, json!({})).await.refused(422, "validation_failed");
    let needed = ["/agency_id", "/applicant", "/information"];
    assert_eq!(empty.faults(), needed.map(|pointer| (pointer.to_owned(), "required".to_owned())));
    for (change, pointer, code) in [
        (json!({ "information": "  " }), "/information", "too_short"),
        (json!({ "applicant": { "kind": "individual" } }), "/applicant/name", "required"),
        (json!({ "applicant": { "kind": "robot", "name": "x" } }), "/applicant/kind", "unknown_value"),
        (json!({ "applicant": { "kind": "group", "name": "x", "nik": "12" } }), "/applicant/nik", "too_short"),
        (json!({ "access_method": "buy" }), "/access_method", "unknown_value"),
        (json!({ "agency_id": "x" }), "/agency_id", "invalid_format"),
        (json!({ "agency_id": "019513d1-0000-7000-8000-000000000000" }), "/agency_id", "unknown_value"),
    ] {
        let refused = faults(change.clone()).await.refused(422, "validation_failed");
        assert_eq!(refused.faults(), [(pointer.to_owned(), code.to_owned())], "{change}");
    }
    let ppid = server.log_in(Person::Ppid).await;
    let request = Request::new(server).await;
    let many = request.act(&ppid, "ask_completion", json!({ "missing": [] })).await.refused(422, "validation_failed");
    let expected = [("/missing", "too_short"), ("/reason", "required")];
    assert_eq!(many.faults(), expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
    request.bring_to("registered").await;
    let foreign = json!({ "unit_id": places.foreign_unit });
    let foreign = request.act(&ppid, "assign", foreign).await.refused(422, "validation_failed");
    assert_eq!(foreign.faults()[0].0, "/unit_id");
    let mut dear = grant(None);
    dear["cost"] = json!({ "items": [{ "item": "Fotokopi", "amount_idr": -1, "legal_basis": "Perda" }] });
    let dear = request.act(&ppid, "notify_grant", dear).await.refused(422, "validation_failed");
    assert_eq!(dear.faults(), [("/cost/items/0/amount_idr".to_owned(), "out_of_range".to_owned())]);
    let reason = json!({ "reason_code": "lazy", "text": "x" });
    let reason = request.act(&ppid, "extend", reason).await.refused(422, "validation_failed");
    assert_eq!(reason.faults(), [("/reason_code".to_owned(), "unknown_value".to_owned())]);
}

async fn versions_and_repeats(server: &TestServer) {
    let ppid = server.log_in(Person::Ppid).await;
    let body = information(server.places());
    let key = "8e03978e-40d5-43e8-bc93-6894a57f9324";
    let file = async || server.call(Method::POST, REQUESTS).header("idempotency-key", key).json(&body).send().await;
    let (first, again) = (file().await.ok(), file().await.ok());
    assert_eq!((first.status, &first.body), (again.status, &again.body), "with its secret");
    assert_eq!(again.header("idempotency-replayed"), "true");
    let applicant = Caller::Secret(first.text("tracking_secret"));
    let (id, tracking_number) = (first.text("id"), first.text("tracking_number"));
    let request = Request { server, id, tracking_number, applicant };
    let act = async |tag: &str, key: &str| {
        let call = server.call(Method::POST, &request.path_to("register_complete")).by(&ppid).json(&json!({}));
        call.header("if-match", tag).header("idempotency-key", key).send().await
    };
    act("\"7\"", "satu").await.refused(412, "version_mismatch");
    let done = act("\"1\"", "dua").await.ok();
    assert_eq!(done.header("etag"), "\"2\"");
    let repeated = act("\"1\"", "dua").await.ok();
    assert_eq!((repeated.header("idempotency-replayed"), &repeated.body), ("true", &done.body));
    act("\"1\"", "tiga").await.refused(412, "version_mismatch");
    assert_eq!(request.seen().await["version"], 2);
    let rows = server.database.number("SELECT count(*) FROM information_requests").await;
    assert_eq!(rows, 1);
}

async fn numbers_have_no_gaps(server: &TestServer) {
    let body = information(server.places());
    let refused = async || {
        let mut bad = body.clone();
        bad["applicant"]["nik"] = json!("0000000000000000");
        server.post(&Caller::Nobody, REQUESTS, bad).await.refused(422, "validation_failed");
    };
    let filings = (0..32).map(|_| server.post(&Caller::Nobody, REQUESTS, body.clone()));
    let (filed, _) = futures_util::future::join(join_all(filings), join_all((0..8).map(|_| refused()))).await;
    let numbers: BTreeSet<String> = filed.into_iter().map(|answer| answer.ok().text("registration_number")).collect();
    let expected: BTreeSet<String> = (1..=32).map(|n| format!("{n:04}/PPID/73.71/III/2026")).collect();
    assert_eq!(numbers, expected);
    // Each body counts for itself, and anew in each of its own years.
    let mut elsewhere = body.clone();
    elsewhere["agency_id"] = json!(server.places().other_city);
    let there = server.post(&Caller::Nobody, REQUESTS, elsewhere).await.ok();
    assert_eq!(there.text("registration_number"), "0001/PPID/71.71/III/2026");
    server.set_clock("2026-12-31T16:00:00Z").await;
    let next = server.post(&Caller::Nobody, REQUESTS, body).await.ok();
    assert_eq!(next.text("registration_number"), "0001/PPID/73.71/I/2027");
}

async fn lists_find_what_they_are_asked_for(server: &TestServer) {
    let places = server.places();
    let (siti, ppid) = (server.log_in(Person::Siti).await, server.log_in(Person::Ppid).await);
    let mine = Request::file(server, &siti, information(places)).await;
    let found = Request::new(server).await;
    found.bring_to("in_search").await;
    let given = Request::new(server).await;
    given.bring_to("notified").await;
    let mut body = information(places);
    body["agency_id"] = json!(places.other_city);
    let elsewhere = Request::file(server, &Caller::Nobody, body).await;
    let list = async |caller: &Caller, query: &str| -> Vec<String> {
        let rows = server.all(caller, &format!("{REQUESTS}?limit=1&{query}")).await;
        rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
    };
    let all = [&mine.id, &found.id, &given.id].map(Clone::clone);
    assert_eq!(list(&siti, "").await, std::slice::from_ref(&mine.id), "mine, without saying so");
    assert_eq!(list(&server.log_in(Person::Budi).await, "scope=mine").await, [""; 0]);
    assert_eq!(list(&ppid, "scope=inbox&sort=received_at").await, all);
    let newest: Vec<_> = all.iter().rev().cloned().collect();
    assert_eq!(list(&ppid, "scope=inbox").await, newest);
    assert_eq!(
        list(&server.log_in(Person::PpidElsewhere).await, "scope=inbox").await,
        std::slice::from_ref(&elsewhere.id)
    );
    let of_unit = list(&server.log_in(Person::PpidUnit).await, "scope=inbox&sort=received_at").await;
    assert_eq!(of_unit, [found.id.clone(), given.id.clone()]);
    assert_eq!(list(&server.log_in(Person::ConsiderationTeam).await, "scope=inbox").await, [""; 0]);
    assert_eq!(list(&server.log_in(Person::Coordinator).await, "scope=inbox").await.len(), 4);
    assert_eq!(list(&server.log_in(Person::ProvinceHere).await, "scope=inbox").await.len(), 3);
    for (query, expected) in [
        ("state=in_search,registered", vec![&found.id]),
        ("outcome=granted", vec![&given.id]),
        ("registration_number=0001/PPID/73.71/III/2026", vec![&mine.id]),
        (&format!("unit_id={}&sort=received_at", places.units[0]), vec![&found.id, &given.id]),
        (&format!("agency_id={}", places.other_city), vec![]),
        ("overdue=true", vec![]),
        ("received_before=2026-03-01T00:00:00Z", vec![]),
        ("due_within_working_days=3&state=submitted", vec![&mine.id]),
        ("due_within_working_days=2&state=submitted", vec![]),
    ] {
        assert_eq!(list(&ppid, &format!("scope=inbox&{query}")).await.iter().collect::<Vec<_>>(), expected, "{query}");
    }
    let page = server.get(&ppid, &format!("{REQUESTS}?scope=inbox&limit=1&include_total=true")).await.ok();
    assert_eq!(page.json()["total"], json!({ "value": 3, "exact": true }));
    assert!(page.header("link").contains("rel=\"next\""), "{page}");
    let row = &page.json()["data"][0];
    for hidden in ["information", "deadlines", "applicant", "notice"] {
        assert!(row.get(hidden).is_none(), "{row}");
    }
    let whole = given.see(&ppid).await.ok().json();
    assert!(row.as_object().expect("a row").iter().all(|(name, value)| whole[name] == *value), "{row}");
    server.get(&Caller::Nobody, REQUESTS).await.refused(401, "unauthenticated");
    server.get(&siti, &format!("{REQUESTS}?scope=inbox")).await.refused(403, "forbidden");
    server.get(&ppid, &format!("{REQUESTS}?scope=public")).await.refused(400, "invalid_parameter");
    server.get(&ppid, &format!("{REQUESTS}?class=complaint")).await.refused(400, "unknown_parameter");
    server.get(&ppid, &format!("{REQUESTS}?due_within_working_days=251")).await.refused(400, "invalid_parameter");
}

async fn unpaid_copies_close_it(server: &TestServer) {
    let request = Request::new(server).await;
    request.bring_to("invoiced").await;
    let paid = request.payment().await;
    server.set_clock("2026-04-06T02:00:00Z").await;
    let closed = request.seen().await;
    assert_eq!((&closed["state"], &closed["closing_reason"]), (&json!("closed"), &json!("unpaid")));
    assert_eq!(names(&closed["allowed_actions"]), ["object"], "the fee itself may be the ground");
    // What was paid in time and comes to be known late opens it again.
    let opened = request.must_with(Person::Ppid, "record_payment", paid).await;
    assert_eq!((&opened["state"], opened.get("closing_reason")), (&json!("notified"), None));
}

async fn withdrawn_before_the_notice(server: &TestServer) {
    let request = Request::new(server).await;
    request.bring_to("review").await;
    let withdrawn = request.done(&request.applicant, "withdraw", json!({ "reason": "Sudah dapat" })).await;
    assert_eq!((&withdrawn["state"], &withdrawn["closing_reason"]), (&json!("withdrawn"), &json!("withdrawn")));
    assert!(withdrawn["deadlines"].as_array().expect("deadlines").iter().all(|one| one["state"] != "running"));
    let given = Request::new(server).await;
    given.bring_to("notified").await;
    given.act(&given.applicant, "withdraw", json!({})).await.refused(409, "invalid_transition");
}
