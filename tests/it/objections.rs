//! Objections, from filing to their end, by the clocks of UU 14/2008 Ps 35-37.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{
    Answer, Caller, Objection, Person, Request, TestServer, grant, information, objection, objection_body_of, on_both,
    periodic,
};

const OBJECTIONS: &str = "/v1/objections";

on_both!(
    confirmed_with_reasons,
    accepted_after_silence,
    settled_between_the_parties,
    a_refusal_by_exemption_is_never_settled,
    grounds_fit_what_happened,
    one_at_a_time,
    windows_close_at_local_midnight,
    paper_is_judged_by_its_receipt,
    periodic_information_needs_no_request,
    silence_of_the_superior_opens_the_way,
    before_the_commission,
    nobody_judges_their_own_decision,
    who_objects_is_told_by_degrees,
    bodies_are_checked,
    versions_and_repeats,
    lists_find_what_they_are_asked_for,
    two_at_once,
);

/// The deadline of that code.
fn deadline<'a>(case: &'a Value, code: &str) -> &'a Value {
    let mut all = case["deadlines"].as_array().expect("deadlines").iter().rev();
    all.find(|one| one["code"] == code).unwrap_or_else(|| panic!("no {code}: {case}"))
}

fn names(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|name| name.as_str().expect("a name")).collect()
}

#[track_caller]
fn assert_faults(answer: Answer, expected: &[(&str, &str)]) {
    let faults = answer.refused(422, "validation_failed").faults();
    let expected = expected.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned()));
    assert_eq!(faults, expected.collect::<Vec<_>>());
}

/// A request of which a part is withheld: ground a fits.
async fn partly_refused(server: &TestServer) -> Request<'_> {
    let request = Request::new(server).await;
    request.bring_to("review").await;
    let test = request.tested("17h", "partial_redact").await;
    let mut notice = grant(None);
    notice["redactions"] = json!([{ "part": "NIK penerima", "ground": "17h", "consequence_test_id": test }]);
    request.must_with(Person::Ppid, "notify_partial", notice).await;
    request
}

/// A request that nobody has answered in time, on Tuesday 17 March at midnight: ground c fits.
async fn unanswered(server: &TestServer) -> Request<'_> {
    let request = Request::new(server).await;
    request.bring_to("registered").await;
    server.set_clock("2026-03-16T16:00:00Z").await;
    request
}

async fn confirmed_with_reasons(server: &TestServer) {
    let request = partly_refused(server).await;
    assert!(names(&request.seen().await["allowed_actions"]).contains(&"object"));
    let filed = server.post(&request.applicant, OBJECTIONS, objection(&request.id, &["a"])).await;
    assert_eq!((filed.status, filed.header("etag")), (201, "\"1\""), "{filed}");
    let case = Objection { server, id: filed.text("id"), applicant: request.applicant.clone() };
    assert!(filed.header("location").ends_with(&case.path()), "{}", filed.header("location"));
    let seen = filed.json();
    assert_eq!(seen["registration_number"], "0001/KEB-PPID/73.71/III/2026");
    assert_eq!(
        (&seen["state"], &seen["grounds"], &seen["late"], &seen["request_id"], &seen["channel"]),
        (&json!("registered"), &json!(["a"]), &json!(false), &json!(request.id), &json!("web"))
    );
    assert_eq!(seen["information"], "Salinan DPA Dinas Pendidikan tahun 2025", "what the request asks for");
    assert_eq!(seen["applicant"]["name"], "Rahmat Hidayat");
    assert!(seen.get("tracking_secret").is_none(), "the secret of the request is that of the objection");
    let term = deadline(&seen, "O2");
    assert_eq!(
        (&term["length"], &term["unit"], &term["legal_basis"], &term["due_at"]),
        (&json!(30), &json!("working_day"), &json!("UU 14/2008 Ps 36(2)"), &json!("2026-04-21T15:59:59.000Z"))
    );
    assert_eq!(names(&seen["allowed_actions"]), ["withdraw"]);
    let under = request.seen().await;
    assert_eq!((&under["state"], &under["objection_id"]), (&json!("under_objection"), &json!(case.id)));
    assert!(!names(&under["allowed_actions"]).contains(&"object"));
    // Followed by the secret of the request, and by nothing else.
    let unchanged =
        server.call(Method::GET, &case.path()).by(&case.applicant).header("if-none-match", "\"1\"").send().await;
    assert_eq!(unchanged.status, 304);
    case.see(&Caller::Nobody).await.refused(404, "not_found");
    case.see(&Caller::Secret("0".repeat(26))).await.refused(404, "not_found");
    case.see(&Request::new(server).await.applicant).await.refused(404, "not_found");
    server.get(&case.applicant, &format!("{OBJECTIONS}/nonsense")).await.refused(404, "not_found");
    // The team advises the superior, and nobody else.
    case.must(Person::PpidSuperior, "assign_review").await;
    let advised = case.must(Person::ConsiderationTeam, "recommend").await;
    assert_eq!(advised["state"], "in_review");
    assert_eq!(advised["recommendations"][0]["recommendation"], "accepted");
    assert!(case.seen().await.get("recommendations").is_none(), "advice is not for the applicant");
    let superior = server.log_in(Person::PpidSuperior).await;
    assert_faults(case.act(&superior, "answer_confirm", json!({})).await, &[("/reasons", "required")]);
    assert_faults(case.act(&superior, "answer_confirm", json!({ "reasons": " " })).await, &[("/reasons", "too_short")]);
    let answered = case.done(&superior, "answer_confirm", json!({ "reasons": "NIK adalah rahasia pribadi." })).await;
    assert_eq!((&answered["state"], &answered["result"]), (&json!("answered"), &json!("confirmed")));
    let seen = case.seen().await;
    assert_eq!(seen["answer"]["text"], "NIK adalah rahasia pribadi.");
    assert!(seen["answer"].get("order").is_none() && seen["answer"].get("period").is_none());
    let way = deadline(&seen, "D1");
    assert_eq!(
        (&way["state"], &way["length"], &way["day_zero_on"], &way["due_at"]),
        (&json!("running"), &json!(14), &json!("2026-03-02"), &json!("2026-03-27T15:59:59.000Z"))
    );
    assert_eq!((&deadline(&seen, "O2")["state"], &seen["next_due_at"]), (&json!("met"), &way["due_at"]));
    assert_eq!(names(&seen["allowed_actions"]), ["dispute_filed"]);
    let wrong = case.act(&case.applicant, "withdraw", json!({})).await.refused(409, "invalid_transition").json();
    assert_eq!((&wrong["state"], &wrong["allowed_actions"]), (&json!("answered"), &json!(["dispute_filed"])));
    timeline_of_the_confirmed(server, &case).await;
    // Nobody went to the Commission.
    server.set_clock("2026-03-27T16:00:00Z").await;
    let over = case.seen().await;
    assert_eq!(over["state"], "final");
    assert_eq!(names(&over["allowed_actions"]), ["dispute_filed"], "what was filed in time may come to be known later");
    let closed = request.seen().await;
    assert_eq!((&closed["state"], &closed["closing_reason"]), (&json!("closed"), &json!("objection_final")));
    assert!(closed.get("objection_id").is_none());
}

/// What the applicant reads of it, and what its handlers do.
async fn timeline_of_the_confirmed(server: &TestServer, case: &Objection<'_>) {
    let path = format!("{}/timeline", case.path());
    let kinds = |events: &[Value]| -> Vec<String> {
        events.iter().map(|event| event["kind"].as_str().expect("a kind").to_owned()).collect()
    };
    let told = server.all(&case.applicant, &path).await;
    assert_eq!(kinds(&told), ["filed", "review_assigned", "answered"].map(|kind| format!("objection.{kind}")));
    let answer = &told[2];
    assert_eq!(
        (&answer["actor_role"], &answer["from_state"], &answer["to_state"], &answer["text"]),
        (&json!("ppid_superior"), &json!("in_review"), &json!("answered"), &json!("NIK adalah rahasia pribadi."))
    );
    assert!(told[1].get("text").is_none(), "a note is for the handlers");
    let team = server.log_in(Person::ConsiderationTeam).await;
    let known = server.all(&team, &path).await;
    let all = ["filed", "review_assigned", "recommended", "answered"];
    assert_eq!(kinds(&known), all.map(|kind| format!("objection.{kind}")));
    assert_eq!((&known[1]["text"], &known[2]["text"]), (&json!("Mohon ditelaah"), &json!("Alasannya cukup.")));
    server.get(&Caller::Nobody, &path).await.refused(404, "not_found");
}

async fn accepted_after_silence(server: &TestServer) {
    let request = unanswered(server).await;
    let case = Objection::to(&request, &["c"]).await;
    let order = json!({
        "extent": "part", "order": "Serahkan bagian anggaran.", "text": "Dikabulkan sebagian.",
        "period": { "length": 5, "unit": "working_day" },
    });
    let accepted = case.must_with(Person::PpidSuperior, "answer_accept", order).await;
    assert_eq!((&accepted["state"], &accepted["result"]), (&json!("answered"), &json!("accepted_partial")));
    assert_eq!(accepted["answer"]["order"], "Serahkan bagian anggaran.");
    assert_eq!(accepted["answer"]["period"], json!({ "length": 5, "unit": "working_day" }));
    assert_eq!(
        (
            &deadline(&accepted, "O3")["length"],
            &deadline(&accepted, "O3")["state"],
            &deadline(&accepted, "D1")["state"]
        ),
        (&json!(5), &json!("running"), &json!("running"))
    );
    // The request is in review again, under the order, and there is one thing to do.
    let ppid = server.log_in(Person::Ppid).await;
    let ordered = request.see(&ppid).await.ok().json();
    assert_eq!((&ordered["state"], &ordered["order_id"]), (&json!("review"), &json!(case.id)));
    assert_eq!(names(&ordered["allowed_actions"]), ["deliver"]);
    let delivered = request.must(Person::Ppid, "deliver").await;
    assert_eq!((&delivered["state"], &delivered["order_id"]), (&json!("delivered"), &json!(case.id)));
    let executed = case.seen().await;
    assert_eq!((&executed["state"], &deadline(&executed, "O3")["state"]), (&json!("executed"), &json!("met")));
    assert!(executed["execution"]["executed_at"].is_string() && executed["execution"].get("text").is_none());
    let again = case.act(&ppid, "execute", objection_body_of("execute")).await;
    again.refused(409, "invalid_transition");
    let kinds: Vec<_> = server.all(&case.applicant, &format!("{}/timeline", case.path())).await;
    assert_eq!(kinds.last().expect("an event")["kind"], "objection.executed");
    server.set_clock("2026-06-01T00:00:00Z").await;
    assert_eq!(case.seen().await["state"], "final");
    let closed = request.seen().await;
    assert_eq!((&closed["state"], &closed["closing_reason"]), (&json!("closed"), &json!("objection_final")));
}

async fn settled_between_the_parties(server: &TestServer) {
    let request = Request::answered(server).await;
    let case = Objection::to(&request, &["d"]).await;
    let ppid = server.log_in(Person::Ppid).await;
    case.act(&case.applicant, "settle", json!({})).await.refused(409, "invalid_transition");
    let offer = json!({ "text": "Ringkasan dalam tiga hari.", "period": { "length": 3, "unit": "working_day" } });
    let offered = case.done(&ppid, "propose_settlement", offer).await;
    assert_eq!((&offered["state"], &offered["proposal"]["period"]["length"]), (&json!("registered"), &json!(3)));
    assert_eq!(names(&case.seen().await["allowed_actions"]), ["settle", "withdraw"]);
    // A desk records an agreement with what was signed.
    assert_faults(case.act(&ppid, "settle", json!({})).await, &[("/attachment_id", "required")]);
    let unknown = json!({ "attachment_id": "019513d1-0000-7000-8000-000000000000" });
    assert_faults(case.act(&ppid, "settle", unknown).await, &[("/attachment_id", "unknown_value")]);
    let settled = case.done(&case.applicant, "settle", json!({})).await;
    assert_eq!(settled["state"], "settled");
    assert!(settled["settled_at"].is_string() && settled.get("answer").is_none() && settled.get("result").is_none());
    assert_eq!((&deadline(&settled, "O2")["state"], &deadline(&settled, "O3")["length"]), (&json!("met"), &json!(3)));
    assert!(settled["deadlines"].as_array().expect("deadlines").iter().all(|one| one["code"] != "D1"));
    assert_eq!(request.seen().await["order_id"], case.id);
    let unknown = json!({ "text": "Sudah.", "attachment_ids": ["019513d1-0000-7000-8000-000000000000"] });
    assert_faults(case.act(&ppid, "execute", unknown).await, &[("/attachment_ids/0", "unknown_value")]);
    let executed = case.must(Person::Ppid, "execute").await;
    assert_eq!(executed["execution"]["text"], "Diserahkan di meja layanan.");
    assert_eq!((&executed["state"], &executed["allowed_actions"]), (&json!("executed"), &json!([])));
    let delivered = request.seen().await;
    assert_eq!((&delivered["state"], delivered.get("objection_id")), (&json!("delivered"), None));
    assert!(delivered["delivery"].get("method").is_none(), "by paper");
    // What was agreed and is not done in time opens the way to the Commission.
    let broken = Objection::new(server).await;
    broken.bring_to("offered").await;
    broken.done(&broken.applicant, "settle", json!({})).await;
    assert_eq!(deadline(&broken.seen().await, "O3")["length"], 7);
    server.set_clock("2026-03-11T16:00:00Z").await;
    let late = broken.seen().await;
    assert_eq!((&late["state"], &late["overdue"]), (&json!("settled"), &json!(["O3"])));
    assert_eq!(deadline(&late, "D1")["day_zero_on"], "2026-03-11");
    assert_eq!(names(&late["allowed_actions"]), ["dispute_filed"]);
}

async fn a_refusal_by_exemption_is_never_settled(server: &TestServer) {
    let request = partly_refused(server).await;
    let case = Objection::to(&request, &["d", "a"]).await;
    let ppid = server.log_in(Person::Ppid).await;
    let refused = case.act(&ppid, "propose_settlement", objection_body_of("propose_settlement")).await;
    let refused = refused.refused(409, "settlement_excluded").json();
    assert_eq!((&refused["state"], &refused["allowed_actions"]), (&json!("registered"), &json!([])));
    case.act(&case.applicant, "settle", json!({})).await.refused(409, "settlement_excluded");
    assert_eq!(names(&case.seen().await["grounds"]), ["a", "d"]);
}

async fn grounds_fit_what_happened(server: &TestServer) {
    let request = Request::answered(server).await;
    let file =
        async |grounds: &[&str]| server.post(&request.applicant, OBJECTIONS, objection(&request.id, grounds)).await;
    for (grounds, place) in
        [(&["a"][..], 0), (&["b"], 0), (&["c"], 0), (&["d", "e"], 1), (&["d", "f"], 1), (&["g", "d"], 0)]
    {
        let pointer = format!("/grounds/{place}");
        assert_faults(file(grounds).await, &[(pointer.as_str(), "ground_not_applicable")]);
    }
    // Before anything happened there is nothing to object to.
    let fresh = Request::new(server).await;
    let early = server.post(&fresh.applicant, OBJECTIONS, objection(&fresh.id, &["c"])).await;
    assert_eq!(early.refused(409, "invalid_transition").json()["state"], "submitted");
    // A fee, and what was handed over.
    let invoiced = Request::new(server).await;
    invoiced.bring_to("invoiced").await;
    Objection::to(&invoiced, &["f"]).await;
    let delivered = Request::new(server).await;
    delivered.bring_to("delivered").await;
    let seen = Objection::to(&delivered, &["e", "d", "e"]).await.seen().await;
    assert_eq!(names(&seen["grounds"]), ["d", "e"]);
    // A number was drawn for what was filed, and for nothing else.
    assert_eq!(seen["registration_number"], "0002/KEB-PPID/73.71/III/2026");
}

async fn one_at_a_time(server: &TestServer) {
    let request = Request::answered(server).await;
    let first = Objection::to(&request, &["d"]).await;
    let again = async || server.post(&request.applicant, OBJECTIONS, objection(&request.id, &["d"])).await;
    let twice = again().await.refused(409, "already_objected").json();
    assert_eq!((&twice["state"], &twice["allowed_actions"]), (&json!("under_objection"), &json!([])));
    // Taken back, it leaves the request where it stood, and the window free.
    let withdrawn = first.done(&first.applicant, "withdraw", json!({ "reason": "Sudah saya terima" })).await;
    assert_eq!((&withdrawn["state"], &withdrawn["allowed_actions"]), (&json!("withdrawn"), &json!([])));
    assert_eq!(deadline(&withdrawn, "O2")["state"], "cancelled");
    let back = request.seen().await;
    assert_eq!((&back["state"], back.get("objection_id")), (&json!("notified"), None));
    assert_eq!(names(&back["allowed_actions"]), ["object"]);
    let second = again().await.ok();
    assert_eq!(second.text("registration_number"), "0002/KEB-PPID/73.71/III/2026");
    // An answered one has used its window.
    let second = Objection { server, id: second.text("id"), applicant: request.applicant.clone() };
    second.bring_to("accepted").await;
    second.must(Person::Ppid, "execute").await;
    again().await.refused(409, "already_objected");
}

async fn windows_close_at_local_midnight(server: &TestServer) {
    server.set_clock("2026-05-11T01:00:00Z").await;
    let mut filed = Vec::new();
    // Jayapura (WIT), Makassar (WITA), Jakarta (WIB), in the order in which their days end.
    for (code, closes_at) in [
        ("91.71", "2026-07-14T14:59:59.000Z"),
        ("73.71", "2026-07-14T15:59:59.000Z"),
        ("31", "2026-07-14T16:59:59.000Z"),
    ] {
        let found = server.get(&Caller::Nobody, &format!("/v1/agencies?code={code}")).await.ok().json();
        let mut body = information(server.places());
        body["agency_id"] = found["data"][0]["id"].clone();
        let (in_time, late) = (
            Request::file(server, &Caller::Nobody, body.clone()).await,
            Request::file(server, &Caller::Nobody, body).await,
        );
        filed.push((closes_at, in_time, late));
    }
    server.set_clock("2026-05-30T00:00:00Z").await;
    for (closes_at, in_time, late) in filed {
        assert_eq!(in_time.seen().await["objection_windows"][0]["closes_at"], closes_at);
        server.set_clock(closes_at).await;
        let objection_id = Objection::to(&in_time, &["c"]).await.id;
        server.advance_clock(1).await;
        let refused = server.post(&late.applicant, OBJECTIONS, objection(&late.id, &["c"])).await;
        let refused = refused.refused(409, "window_closed").json();
        assert_eq!(refused["state"], "unanswered", "{closes_at}");
        assert!(!names(&refused["allowed_actions"]).contains(&"object"), "{refused}");
        assert_eq!(in_time.seen().await["objection_id"], objection_id);
    }
}

async fn paper_is_judged_by_its_receipt(server: &TestServer) {
    let (request, other) = (Request::answered(server).await, Request::answered(server).await);
    let ppid = server.log_in(Person::Ppid).await;
    let closes_at = request.seen().await["objection_windows"][0]["closes_at"].clone();
    assert_eq!(closes_at, "2026-04-21T15:59:59.000Z");
    server.set_clock("2026-04-24T02:00:00Z").await;
    let late = server.post(&request.applicant, OBJECTIONS, objection(&request.id, &["d"])).await;
    late.refused(409, "window_closed");
    let letter = |of: &Request<'_>, received_at: &str| {
        let mut body = objection(&of.id, &["d"]);
        (body["channel"], body["received_at"]) = (json!("letter"), json!(received_at));
        body
    };
    // What a desk records is its own to tell: not the applicant's, not another body's, and not of tomorrow.
    server
        .post(&request.applicant, OBJECTIONS, letter(&request, "2026-04-21T02:00:00Z"))
        .await
        .refused(403, "forbidden");
    let foreign = server.log_in(Person::PpidElsewhere).await;
    let foreign = server.post(&foreign, OBJECTIONS, letter(&request, "2026-04-21T02:00:00Z")).await;
    assert_faults(foreign, &[("/request_id", "unknown_value")]);
    let tomorrow = server.post(&ppid, OBJECTIONS, letter(&request, "2026-04-25T02:00:00Z")).await;
    assert_faults(tomorrow, &[("/received_at", "in_future")]);
    let case = Objection::file(server, &ppid, letter(&request, "2026-04-22T02:00:00Z")).await;
    let case = Objection { applicant: request.applicant.clone(), ..case };
    let seen = case.seen().await;
    assert_eq!(
        (&seen["late"], &seen["state"], &seen["channel"], &seen["received_at"]),
        (&json!(true), &json!("filed"), &json!("letter"), &json!("2026-04-22T02:00:00.000Z"))
    );
    assert_eq!(seen["registration_number"], "0001/KEB-PPID/73.71/IV/2026");
    assert_eq!(
        (&deadline(&seen, "O2")["day_zero_on"], &seen["purpose"]),
        (&json!("2026-04-22"), &json!("Penelitian anggaran sekolah"))
    );
    case.act(&server.log_in(Person::PpidSuperior).await, "inadmissible", objection_body_of("inadmissible"))
        .await
        .refused(409, "invalid_transition");
    let registered = case.must(Person::Ppid, "register").await;
    assert_eq!((&registered["state"], &registered["overdue"]), (&json!("registered"), &json!([])));
    let answered = case.must(Person::PpidSuperior, "inadmissible").await;
    assert_eq!((&answered["state"], &answered["result"]), (&json!("answered"), &json!("inadmissible")));
    // In time by its receipt, though it is entered after the window.
    let timely = server.post(&ppid, OBJECTIONS, letter(&other, "2026-04-21T15:59:59Z")).await.ok();
    assert_eq!(timely.json()["late"], false);
    assert_eq!(other.seen().await["state"], "under_objection", "closed meanwhile, and open again");
}

async fn periodic_information_needs_no_request(server: &TestServer) {
    let (city, siti) = (&server.places().city, server.log_in(Person::Siti).await);
    let case = Objection::file(server, &Caller::Nobody, periodic(city)).await;
    let seen = case.seen().await;
    assert_eq!(
        (&seen["state"], &seen["found_on"], seen.get("request_id"), &seen["late"]),
        (&json!("registered"), &json!("2026-02-27"), None, &json!(false))
    );
    assert!(seen.get("tracking_secret").is_none(), "told once");
    case.see(&Caller::Secret("0".repeat(26))).await.refused(404, "not_found");
    let accepted = case.must(Person::PpidSuperior, "answer_accept").await;
    assert_eq!((&deadline(&accepted, "O3")["length"], &accepted["result"]), (&json!(7), &json!("accepted")));
    assert_eq!(case.must(Person::Ppid, "execute").await["state"], "executed");
    // Who has an account is told by it, where nothing else was.
    let mut told = periodic(city);
    told["applicant"] = json!({ "nik": "7371010101019999", "phone": "0411-7654321" });
    told["proxy"] = json!({ "name": "Rahmat", "power_of_attorney": "SK-12/2026" });
    let own = Objection::file(server, &siti, told.clone()).await.seen().await;
    assert_eq!(
        (&own["applicant"]["email"], &own["applicant"]["phone"]),
        (&json!("siti@uji.example"), &json!("0411-7654321"))
    );
    assert_eq!(
        (&own["applicant"]["nik_masked"], &own["proxy"]["name"]),
        (&json!("************9999"), &json!("Rahmat"))
    );
    told["applicant"]["nik"] = json!("0000000000000000");
    assert_faults(server.post(&siti, OBJECTIONS, told).await, &[("/applicant/nik", "invalid_format")]);
    let with = |name: &str, value: Value| {
        let mut body = periodic(city);
        body[name] = value;
        body
    };
    let file = async |body: Value| server.post(&siti, OBJECTIONS, body).await;
    assert_faults(file(with("grounds", json!(["b", "d"]))).await, &[("/grounds/1", "ground_not_applicable")]);
    assert_faults(file(with("found_on", json!("2026-03-03"))).await, &[("/found_on", "in_future")]);
    let unknown = json!("019513d1-0000-7000-8000-000000000000");
    assert_faults(file(with("agency_id", unknown)).await, &[("/agency_id", "unknown_value")]);
    // Its window counts from the day on which it was found.
    file(with("found_on", json!("2025-12-01"))).await.refused(409, "window_closed");
    let mut letter = with("found_on", json!("2025-12-01"));
    letter["channel"] = json!("letter");
    file(letter.clone()).await.refused(403, "forbidden");
    server.post(&Caller::Nobody, OBJECTIONS, letter.clone()).await.refused(401, "unauthenticated");
    let ppid = server.log_in(Person::Ppid).await;
    let call = async || {
        server.call(Method::POST, OBJECTIONS).by(&ppid).header("idempotency-key", "surat-1").json(&letter).send().await
    };
    let (paper, again) = (call().await.ok(), call().await.ok());
    assert_eq!((&paper.json()["late"], &paper.json()["state"]), (&json!(true), &json!("filed")));
    assert_eq!(paper.json()["tracking_secret"].as_str().map(str::len), Some(26), "for whoever holds the receipt");
    assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &paper.body));
}

async fn silence_of_the_superior_opens_the_way(server: &TestServer) {
    let case = Objection::new(server).await;
    server.set_clock("2026-04-21T16:00:00Z").await;
    let silent = case.seen().await;
    assert_eq!((&silent["state"], &silent["overdue"]), (&json!("unanswered"), &json!(["O2"])));
    let way = deadline(&silent, "D1");
    assert_eq!((&way["day_zero_on"], &way["state"]), (&json!("2026-04-21"), &json!("running")));
    assert_eq!(names(&silent["allowed_actions"]), ["withdraw", "dispute_filed"]);
    // Late, and D1 counts anew from the answer.
    server.set_clock("2026-04-28T02:00:00Z").await;
    let late = case.must(Person::PpidSuperior, "answer_confirm").await;
    assert_eq!((&late["state"], &late["overdue"]), (&json!("answered"), &json!([])));
    assert_eq!(deadline(&late, "D1")["day_zero_on"], "2026-04-28");
    assert_eq!(deadline(&late, "O2")["state"], "missed");
}

async fn before_the_commission(server: &TestServer) {
    let request = Request::answered(server).await;
    let case = Objection::to(&request, &["d"]).await;
    let commission = server.log_in(Person::Commission).await;
    let dispute =
        |on: &str| json!({ "filed_on": on, "commission": "Komisi Informasi", "reference": "012/REG-PSI/2026" });
    case.act(&case.applicant, "dispute_filed", dispute("2026-03-02")).await.refused(409, "invalid_transition");
    case.bring_to("confirmed").await;
    case.see(&commission).await.refused(404, "not_found");
    let file = async |on: &str| case.act(&case.applicant, "dispute_filed", dispute(on)).await;
    assert_faults(file("2026-03-03").await, &[("/filed_on", "in_future")]);
    assert_faults(file("2026-03-01").await, &[("/filed_on", "out_of_range")]);
    assert_faults(file("kemarin").await, &[("/filed_on", "invalid_format")]);
    // Filed there in time, and known here when all was final already.
    server.set_clock("2026-04-01T02:00:00Z").await;
    assert_eq!(case.seen().await["state"], "final");
    file("2026-03-28").await.refused(409, "window_closed");
    let disputed = file("2026-03-27").await.ok().json();
    assert_eq!(
        (&disputed["state"], &disputed["dispute"]["reference"]),
        (&json!("disputed"), &json!("012/REG-PSI/2026"))
    );
    assert_eq!((&disputed["allowed_actions"], &disputed["overdue"]), (&json!([]), &json!([])));
    let open = request.seen().await;
    assert_eq!((&open["state"], &open["objection_id"]), (&json!("under_objection"), &json!(case.id)));
    assert_eq!(case.see(&commission).await.ok().json()["dispute"]["filed_on"], "2026-03-27");
    let listed = server.all(&commission, &format!("{OBJECTIONS}?scope=inbox")).await;
    assert_eq!(listed.iter().map(|row| &row["id"]).collect::<Vec<_>>(), [&json!(case.id)]);
}

async fn nobody_judges_their_own_decision(server: &TestServer) {
    let admin = server.log_in(Person::SystemAdmin).await;
    let found = server.get(&admin, &format!("/v1/users?email={}", Person::Ppid.email())).await.ok().json();
    let grants = format!("/v1/users/{}/grants", found["data"][0]["id"].as_str().expect("an id"));
    let superior = json!({ "role": "ppid_superior", "agency_id": server.places().city });
    server.post(&admin, &grants, superior).await.ok();
    let case = Objection::new(server).await;
    let ppid = server.log_in(Person::Ppid).await;
    for action in ["answer_accept", "answer_confirm", "inadmissible"] {
        case.act(&ppid, action, objection_body_of(action)).await.refused(409, "same_person");
    }
    assert_eq!(case.seen().await["version"], 1);
    case.must(Person::PpidSuperior, "answer_confirm").await;
}

async fn who_objects_is_told_by_degrees(server: &TestServer) {
    let case = Objection::new(server).await;
    for person in
        [Person::Ppid, Person::PpidSuperior, Person::ConsiderationTeam, Person::Coordinator, Person::ProvinceHere]
    {
        let caller = server.log_in(person).await;
        let seen = case.see(&caller).await.ok().json();
        assert_eq!(seen.get("applicant"), None, "{person:?}");
        assert_eq!(seen["case_position"], "Dokumen itu pernah dibacakan dalam rapat terbuka.");
    }
    for person in [
        Person::PpidElsewhere,
        Person::PpidUnit,
        Person::Commission,
        Person::AdminHere,
        Person::Ombudsman,
        Person::PrivacyOfficer,
        Person::SystemAdmin,
        Person::ProvinceElsewhere,
        Person::Budi,
    ] {
        let caller = server.log_in(person).await;
        case.see(&caller).await.refused(404, "not_found");
        case.act(&caller, "withdraw", json!({})).await.refused(404, "not_found");
    }
    for person in [Person::Ppid, Person::PpidSuperior] {
        let strong = server.with_second_factor(person).await;
        let whole = case.see(&strong).await.ok();
        assert_eq!(whole.json()["applicant"]["nik_masked"], "************9999", "{person:?}");
        assert!(!String::from_utf8_lossy(&whole.body).contains("7371010101019999"), "the whole number goes to nobody");
    }
    let team = server.with_second_factor(Person::ConsiderationTeam).await;
    assert_eq!(case.see(&team).await.ok().json().get("applicant"), None);
    // A proxy who is named with the objection acts for the applicant from then on.
    let request = Request::answered(server).await;
    let mut body = objection(&request.id, &["d"]);
    body["proxy"] = json!({ "name": "Andi", "power_of_attorney": "SK-7/2026" });
    let named = Objection::file(server, &request.applicant, body).await.seen().await;
    assert_eq!((&named["proxy"]["name"], &named["applicant"]["name"]), (&json!("Andi"), &json!("Rahmat Hidayat")));
    assert_eq!(request.seen().await["proxy"]["name"], "Andi");
}

async fn bodies_are_checked(server: &TestServer) {
    let request = Request::answered(server).await;
    let file = async |body: Value| server.post(&request.applicant, OBJECTIONS, body).await;
    file(json!({ "grounds": ["d"], "colour": "red" })).await.refused(400, "unknown_field");
    assert_faults(file(json!({})).await, &[("/grounds", "required")]);
    assert_faults(file(json!({ "grounds": ["d"] })).await, &[("/request_id", "required")]);
    assert_faults(file(json!({ "grounds": [], "request_id": request.id })).await, &[("/grounds", "too_short")]);
    assert_faults(
        file(json!({ "grounds": ["h"], "request_id": request.id })).await,
        &[("/grounds/0", "unknown_value")],
    );
    let periodic_without = json!({ "grounds": ["b"], "agency_id": server.places().city });
    assert_faults(file(periodic_without).await, &[("/information", "required"), ("/found_on", "required")]);
    assert_faults(
        file(json!({ "grounds": ["b"], "found_on": "2026-02-27", "information": "Laporan" })).await,
        &[("/agency_id", "required")],
    );
    let mut both = periodic(&server.places().city);
    (both["request_id"], both["applicant"]) = (json!(request.id), json!({ "name": "Andi" }));
    let inconsistent = ["/agency_id", "/found_on", "/applicant"].map(|pointer| (pointer, "inconsistent"));
    assert_faults(file(both).await, &inconsistent);
    // Of a request that is not one's own, no more is told than of none.
    let unknown = [("/request_id", "unknown_value")];
    assert_faults(file(objection("019513d1-0000-7000-8000-000000000000", &["d"])).await, &unknown);
    assert_faults(file(objection(&Request::answered(server).await.id, &["d"])).await, &unknown);
    let budi = server.log_in(Person::Budi).await;
    assert_faults(server.post(&budi, OBJECTIONS, objection(&request.id, &["d"])).await, &unknown);
    let case = Objection::to(&request, &["d"]).await;
    let superior = server.log_in(Person::PpidSuperior).await;
    for (period, pointer, code) in [
        (json!({ "length": 0, "unit": "working_day" }), "/period/length", "out_of_range"),
        (json!({ "length": 1_001, "unit": "working_day" }), "/period/length", "out_of_range"),
        (json!({ "length": 1, "unit": "fortnight" }), "/period/unit", "unknown_value"),
    ] {
        let mut body = objection_body_of("answer_accept");
        body["period"] = period;
        assert_faults(case.act(&superior, "answer_accept", body).await, &[(pointer, code)]);
    }
    assert_faults(
        case.act(&superior, "answer_accept", json!({ "extent": "most" })).await,
        &[("/extent", "unknown_value"), ("/order", "required"), ("/text", "required")],
    );
}

async fn versions_and_repeats(server: &TestServer) {
    let request = Request::answered(server).await;
    let body = objection(&request.id, &["d"]);
    let keyed = async |key: &str, by: &Caller, body: &Value| {
        server.call(Method::POST, OBJECTIONS).by(by).json(body).header("idempotency-key", key).send().await
    };
    let file = async |by: &Caller, body: &Value| keyed("8e03978e-40d5-43e8-bc93-6894a57f9324", by, body).await;
    let (first, again) = (file(&request.applicant, &body).await.ok(), file(&request.applicant, &body).await.ok());
    assert_eq!((again.status, again.header("idempotency-replayed"), &again.body), (201, "true", &first.body));
    file(&request.applicant, &objection(&request.id, &["a"])).await.refused(422, "idempotency_key_reused");
    let case = Objection { server, id: first.text("id"), applicant: request.applicant.clone() };
    let superior = server.log_in(Person::PpidSuperior).await;
    let act = async |tag: &str, key: &str| {
        let call = server.call(Method::POST, &case.path_to("assign_review")).by(&superior).json(&json!({}));
        call.header("if-match", tag).header("idempotency-key", key).send().await
    };
    act("\"7\"", "satu").await.refused(412, "version_mismatch");
    let done = act("\"1\"", "dua").await.ok();
    assert_eq!(done.header("etag"), "\"2\"");
    let repeated = act("\"1\"", "dua").await.ok();
    assert_eq!((repeated.header("idempotency-replayed"), &repeated.body), ("true", &done.body));
    act("\"1\"", "tiga").await.refused(412, "version_mismatch");
    // Who objects without request has a secret of their own; that of another case beside it is no hindrance.
    let body = periodic(&server.places().city);
    for by in [&Caller::Nobody, &request.applicant] {
        let file = async || keyed("0f6d2b1e-7c55-4a39-9a44-3a1be9d7b1c2", by, &body).await.ok();
        let (first, again) = (file().await, file().await);
        assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &first.body), "with its secret");
        let own = Caller::Secret(first.text("tracking_secret"));
        server.get(&own, &format!("{OBJECTIONS}/{}", first.text("id"))).await.ok();
    }
    assert_eq!(server.database.number("SELECT count(*) FROM objections").await, 3);
}

async fn lists_find_what_they_are_asked_for(server: &TestServer) {
    let (siti, ppid) = (server.log_in(Person::Siti).await, server.log_in(Person::Ppid).await);
    let mine = Objection::file(server, &siti, periodic(&server.places().city)).await;
    let request = Request::answered(server).await;
    let weighed = Objection::to(&request, &["d"]).await;
    weighed.bring_to("in_review").await;
    let done = Objection::new(server).await;
    done.bring_to("confirmed").await;
    let elsewhere = Objection::file(server, &Caller::Nobody, periodic(&server.places().other_city)).await;
    let list = async |caller: &Caller, query: &str| -> Vec<String> {
        let rows = server.all(caller, &format!("{OBJECTIONS}?limit=1&{query}")).await;
        rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
    };
    let all = [&mine.id, &weighed.id, &done.id].map(Clone::clone);
    assert_eq!(list(&siti, "").await, std::slice::from_ref(&mine.id), "mine, without saying so");
    assert_eq!(list(&server.log_in(Person::Budi).await, "scope=mine").await, [""; 0]);
    assert_eq!(list(&ppid, "scope=inbox&sort=received_at").await, all);
    let newest: Vec<_> = all.iter().rev().cloned().collect();
    for person in [Person::Ppid, Person::PpidSuperior, Person::ConsiderationTeam, Person::ProvinceHere] {
        assert_eq!(list(&server.log_in(person).await, "scope=inbox").await, newest, "{person:?}");
    }
    assert_eq!(
        list(&server.log_in(Person::PpidElsewhere).await, "scope=inbox").await,
        std::slice::from_ref(&elsewhere.id)
    );
    assert_eq!(list(&server.log_in(Person::Coordinator).await, "scope=inbox").await.len(), 4);
    for person in [Person::PpidUnit, Person::Commission] {
        assert_eq!(list(&server.log_in(person).await, "scope=inbox").await, [""; 0], "{person:?}");
    }
    for (query, expected) in [
        ("state=in_review,answered&sort=received_at", vec![&weighed.id, &done.id]),
        ("result=confirmed,accepted", vec![&done.id]),
        (&format!("request_id={}", request.id), vec![&weighed.id]),
        ("registration_number=0001/KEB-PPID/73.71/III/2026", vec![&mine.id]),
        (&format!("agency_id={}", server.places().other_city), vec![]),
        ("overdue=true", vec![]),
        ("received_before=2026-03-01T00:00:00Z", vec![]),
        ("due_within_working_days=14", vec![&done.id]),
        ("sort=due_at&state=answered,registered", vec![&done.id, &mine.id]),
    ] {
        assert_eq!(list(&ppid, &format!("scope=inbox&{query}")).await.iter().collect::<Vec<_>>(), expected, "{query}");
    }
    let page = server.get(&ppid, &format!("{OBJECTIONS}?scope=inbox&limit=1&include_total=true")).await.ok();
    assert_eq!(page.json()["total"], json!({ "value": 3, "exact": true }));
    assert!(page.header("link").contains("rel=\"next\""), "{page}");
    let row = &page.json()["data"][0];
    for hidden in ["information", "deadlines", "applicant", "answer", "case_position", "recommendations"] {
        assert!(row.get(hidden).is_none(), "{row}");
    }
    let whole = done.see(&ppid).await.ok().json();
    assert!(row.as_object().expect("a row").iter().all(|(name, value)| whole[name] == *value), "{row}");
    server.get(&Caller::Nobody, OBJECTIONS).await.refused(401, "unauthenticated");
    server.get(&siti, &format!("{OBJECTIONS}?scope=inbox")).await.refused(403, "forbidden");
    server.get(&ppid, &format!("{OBJECTIONS}?scope=public")).await.refused(400, "invalid_parameter");
    server
        .get(&ppid, &format!("{OBJECTIONS}?unit_id={}", server.places().city))
        .await
        .refused(400, "unknown_parameter");
}

async fn two_at_once(server: &TestServer) {
    let request = Request::answered(server).await;
    let filings = (0..6).map(|_| server.post(&request.applicant, OBJECTIONS, objection(&request.id, &["d"])));
    let mut statuses: Vec<_> = join_all(filings).await.into_iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
    // Numbers of those that were filed, without gaps.
    let others = (0..8).map(|_| server.post(&Caller::Nobody, OBJECTIONS, periodic(&server.places().city)));
    let mut numbers: Vec<_> =
        join_all(others).await.into_iter().map(|answer| answer.ok().text("registration_number")).collect();
    numbers.sort_unstable();
    let expected: Vec<_> = (2..=9).map(|n| format!("{n:04}/KEB-PPID/73.71/III/2026")).collect();
    assert_eq!(numbers, expected);
}
