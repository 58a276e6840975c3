//! Consequence tests and the list of exempt information (UU 14/2008 Ps 17-20).

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Caller, Person, Request, TestServer, approve, grant, on_both, sheet};

const TESTS: &str = "/v1/consequence-tests";

on_both!(
    a_test_brings_its_request_back,
    a_draft_is_written_by_several,
    a_sheet_lacks_nothing,
    nothing_is_withheld_without_a_test,
    an_exemption_is_used_again,
    an_exemption_ends_by_itself,
    an_exemption_is_opened_by_decision,
    an_exemption_is_tested_anew,
    a_test_is_of_its_body,
);

fn fault(pointer: &str, code: &str) -> [(String, String); 1] {
    [(pointer.to_owned(), code.to_owned())]
}

/// A draft of its own, before any request.
async fn draft(server: &TestServer) -> Value {
    let ppid = server.log_in(Person::Ppid).await;
    let body = json!({ "agency_id": server.places().city, "information": "Denah ruang server" });
    server.post(&ppid, TESTS, body).await.ok().json()
}

fn path_of(test: &Value) -> String {
    format!("{TESTS}/{}", test["id"].as_str().expect("an id"))
}

/// The exemption that an approved test has put on the list.
async fn listed(server: &TestServer) -> Value {
    let list = server.get(&Caller::Nobody, "/v1/exemptions?limit=1").await.ok().json();
    list["data"][0].clone()
}

async fn entry(server: &TestServer, exemption: &Value) -> Value {
    let path = format!("/v1/exemptions/{}", exemption["id"].as_str().expect("an id"));
    server.get(&Caller::Nobody, &path).await.ok().json()
}

async fn a_test_brings_its_request_back(server: &TestServer) {
    let (ppid, superior) = (server.log_in(Person::Ppid).await, server.log_in(Person::PpidSuperior).await);
    let request = Request::new(server).await;
    request.bring_to("in_test").await;
    let test = request.test().await;
    let path = path_of(&test);
    assert_eq!(
        (&test["state"], &test["request_id"], &test["information"], &test["allowed_actions"]),
        (&json!("draft"), &json!(request.id), &json!("Nomor rekening pada lampiran"), &json!(["revise", "submit"]))
    );
    server.patch(&ppid, &path, sheet("17h", "partial_redact")).await.ok();
    let early = json!({ "decree_number": "SK-1" });
    server.post(&superior, &format!("{path}/approve"), early.clone()).await.refused(409, "invalid_transition");
    let submitted = server.post(&ppid, &format!("{path}/submit"), json!({})).await.ok().json();
    assert_eq!((&submitted["state"], &submitted["allowed_actions"]), (&json!("submitted"), &json!([])));
    server.patch(&ppid, &path, json!({ "law": null })).await.refused(409, "invalid_transition");
    server.post(&ppid, &format!("{path}/approve"), early).await.refused(403, "forbidden");
    assert_eq!(request.seen().await["state"], "in_test");
    let waiting = server.all(&superior, &format!("{TESTS}?state=submitted")).await;
    assert_eq!(waiting[0]["allowed_actions"], json!(["approve", "reject"]));
    let no = json!({ "reason": "Kepentingan publik lebih besar." });
    let rejected = server.post(&superior, &format!("{path}/reject"), no.clone()).await.ok().json();
    assert_eq!((&rejected["state"], &rejected["rejection_reason"]), (&json!("rejected"), &no["reason"]));
    assert_eq!(request.seen().await["state"], "review");
    let again = request.tested("17h", "partial_redact").await;
    let seen = request.seen().await;
    assert_eq!((&seen["state"], &seen["stage"]), (&json!("review"), &json!("review")));
    let approved = server.get(&ppid, &format!("{TESTS}/{again}")).await.ok().json();
    assert_eq!((&approved["state"], &approved["decree_number"]), (&json!("approved"), &json!("SK-17/2026")));
    // What is kept back is on the list, and the applicant learns nothing of the test.
    let exemption = listed(server).await;
    assert_eq!(
        (&exemption["state"], &exemption["ground"], &exemption["partial"], &exemption["ends_on"]),
        (&json!("active"), &json!("17h"), &json!(true), &json!("2026-12-31"))
    );
    assert_eq!((&exemption["decree_number"], &exemption["allowed_actions"]), (&json!("SK-17/2026"), &json!([])));
    server.get(&request.applicant, &path).await.refused(401, "unauthenticated");
}

async fn a_draft_is_written_by_several(server: &TestServer) {
    let (ppid, team) = (server.log_in(Person::Ppid).await, server.log_in(Person::ConsiderationTeam).await);
    let test = draft(server).await;
    let path = path_of(&test);
    let wording = json!({ "public_interest": "Keamanan data", "ground": "17a", "period": { "from": "2026-01-01" } });
    let written = server.patch(&team, &path, wording).await.ok();
    assert_eq!((written.header("etag"), &written.json()["version"]), ("\"2\"", &json!(2)));
    let seen = server.get(&ppid, &path).await.ok().json();
    assert_eq!((&seen["ground"], &seen["period"]), (&json!("17a"), &json!({ "from": "2026-01-01" })));
    // What a patch does not name stays, null clears, an old version is refused.
    let until = json!({ "period": { "until": "2026-12-31" }, "public_interest": null });
    let patched = server.patch(&ppid, &path, until.clone()).await.ok().json();
    assert_eq!(patched["period"], json!({ "from": "2026-01-01", "until": "2026-12-31" }));
    assert_eq!((patched.get("public_interest"), &patched["ground"]), (None, &json!("17a")));
    let stale = server.call(Method::PATCH, &path).by(&ppid).header("if-match", "\"2\"");
    let stale = stale.header("content-type", "application/merge-patch+json").raw(until.to_string());
    stale.send().await.refused(412, "version_mismatch");
    for (change, pointer, code) in [
        (json!({ "law": "  " }), "/law", "too_short"),
        (json!({ "law": "x".repeat(501) }), "/law", "too_long"),
        (json!({ "consequence_if_opened": "" }), "/consequence_if_opened", "too_short"),
        (json!({ "period": { "rule": "a\nb" } }), "/period/rule", "invalid_characters"),
        (json!({ "ground": "17k" }), "/ground", "unknown_value"),
        (json!({ "information": null }), "/information", "required"),
        (json!({ "ground": null }), "/ground", "required"),
        (json!({ "participants": [""] }), "/participants", "too_short"),
    ] {
        let refused = server.patch(&ppid, &path, change).await.refused(422, "validation_failed");
        assert_eq!(refused.faults(), fault(pointer, code));
    }
}

/// Merges as RFC 7396 says.
fn json_patch(whole: &mut Value, change: Value) {
    let Value::Object(change) = change else { panic!("{change}") };
    for (name, value) in change {
        match value {
            Value::Null => drop(whole.as_object_mut().expect("an object").remove(&name)),
            Value::Object(_) => json_patch(&mut whole[&name], value),
            value => whole[&name] = value,
        }
    }
}

async fn a_sheet_lacks_nothing(server: &TestServer) {
    let ppid = server.log_in(Person::Ppid).await;
    let submit = async |change: Value| {
        let test = draft(server).await;
        let path = path_of(&test);
        let mut written = sheet("17a", "exempt");
        json_patch(&mut written, change);
        server.patch(&ppid, &path, written).await.ok();
        server.post(&ppid, &format!("{path}/submit"), json!({})).await
    };
    for (change, pointer, code) in [
        (json!({ "ground": null }), "/ground", "required"),
        (json!({ "consequence_if_opened": null }), "/consequence_if_opened", "required"),
        (json!({ "consequence_if_closed": null }), "/consequence_if_closed", "required"),
        (json!({ "outcome": null }), "/outcome", "required"),
        (json!({ "participants": [] }), "/participants", "required"),
        (json!({ "held_on": null }), "/held_on", "required"),
        (json!({ "held_on": "2026-03-03" }), "/held_on", "in_future"),
        (json!({ "ground": "17j", "law": null }), "/law", "required"),
        (json!({ "period": { "from": null } }), "/period/from", "required"),
        (json!({ "period": { "until": null } }), "/period/until", "required"),
        (json!({ "period": { "until": "2026-03-01" } }), "/period/until", "out_of_range"),
        // Thirty years at most, and no day more (PP 61/2010).
        (json!({ "period": { "until": "2056-03-03" } }), "/period/until", "out_of_range"),
    ] {
        let refused = submit(change).await.refused(422, "validation_failed");
        assert_eq!(refused.faults(), fault(pointer, code));
    }
    submit(json!({ "period": { "until": "2056-03-02" } })).await.ok();
    submit(json!({ "ground": "17g", "period": { "until": null } })).await.ok();
    submit(json!({ "outcome": "open", "period": { "from": null, "until": null } })).await.ok();
}

async fn nothing_is_withheld_without_a_test(server: &TestServer) {
    let ppid = server.log_in(Person::Ppid).await;
    let request = Request::new(server).await;
    request.bring_to("review").await;
    let refusal = |test: &str, ground: &str| {
        let ground = json!({ "ground": ground, "consequence_test_id": test });
        json!({ "grounds": [ground], "text": "Rahasia pribadi." })
    };
    let unknown = "019513d1-0000-7000-8000-000000000000";
    request.act(&ppid, "notify_refusal", refusal(unknown, "17h")).await.refused(409, "test_required");
    let partly = request.tested("17h", "partial_redact").await;
    request.act(&ppid, "notify_refusal", refusal(&partly, "17h")).await.refused(409, "partial_exemption");
    request.act(&ppid, "notify_refusal", refusal(&partly, "17a")).await.refused(409, "test_required");
    let by_law = request.tested("17j", "exempt").await;
    let nameless = request.act(&ppid, "notify_refusal", refusal(&by_law, "17j")).await;
    assert_eq!(
        nameless.refused(422, "validation_failed").faults(),
        [("/grounds/0/law".to_owned(), "required".to_owned())]
    );
    let mut partial = grant(None);
    partial["redactions"] = json!([{ "part": "NIK penerima", "ground": "17h", "consequence_test_id": partly }]);
    let given = request.must_with(Person::Ppid, "notify_partial", partial).await;
    assert_eq!((&given["outcome"], &given["redactions"][0]["ground"]), (&json!("granted_partial"), &json!("17h")));
    assert_eq!(given["redactions"][0]["consequence_test_id"], partly);
    let other = Request::new(server).await;
    other.bring_to("review").await;
    let whole = other.tested("17h", "exempt").await;
    let refused = other.must_with(Person::Ppid, "notify_refusal", refusal(&whole, "17h")).await;
    assert_eq!((&refused["outcome"], &refused["notice"]["grounds"][0]["ground"]), (&json!("refused"), &json!("17h")));
}

async fn an_exemption_is_used_again(server: &TestServer) {
    let first = Request::new(server).await;
    first.bring_to("review").await;
    let test = first.tested("17h", "exempt").await;
    let refusal = json!({ "grounds": [{ "ground": "17h", "consequence_test_id": test }], "text": "Rahasia pribadi." });
    let second = Request::new(server).await;
    second.bring_to("review").await;
    let refused = second.must_with(Person::Ppid, "notify_refusal", refusal.clone()).await;
    assert_eq!(refused["outcome"], "refused");
    // Once it is open it withholds nothing more; what was tested for a request stays proof there.
    let exemption = listed(server).await;
    let superior = server.log_in(Person::PpidSuperior).await;
    let decree = json!({ "decree_number": "SK-18/2026", "reason": "Dibuka" });
    let open = format!("/v1/exemptions/{}/open", exemption["id"].as_str().expect("an id"));
    server.post(&superior, &open, decree).await.ok();
    let third = Request::new(server).await;
    third.bring_to("review").await;
    let ppid = server.log_in(Person::Ppid).await;
    third.act(&ppid, "notify_refusal", refusal).await.refused(409, "test_required");
}

async fn an_exemption_ends_by_itself(server: &TestServer) {
    let test = draft(server).await;
    approve(server, test["id"].as_str().expect("an id"), sheet("17c", "exempt")).await;
    let exemption = listed(server).await;
    server.set_clock("2026-10-05T15:59:59Z").await;
    assert_eq!(entry(server, &exemption).await["state"], "active");
    // Sixty working days before, and at the local midnight after the last day.
    server.set_clock("2026-10-05T16:00:00Z").await;
    assert_eq!(entry(server, &exemption).await["state"], "expiring");
    let soon = server.all(&Caller::Nobody, "/v1/exemptions?ends_within_working_days=61").await;
    assert_eq!(soon.len(), 1, "{soon:?}");
    let later = server.all(&Caller::Nobody, "/v1/exemptions?ends_within_working_days=50").await;
    assert_eq!(later.len(), 0, "{later:?}");
    let ppid = server.log_in(Person::Ppid).await;
    let warned = server.all(&ppid, "/v1/notifications").await;
    assert!(warned.iter().any(|it| it["case_id"] == exemption["id"] && it["kind"] == "reminder"), "{warned:?}");
    server.set_clock("2026-12-31T15:59:59Z").await;
    assert_eq!(entry(server, &exemption).await["state"], "expiring");
    server.set_clock("2026-12-31T16:00:00Z").await;
    let opened = entry(server, &exemption).await;
    assert_eq!((&opened["state"], opened.get("opening_decree_number")), (&json!("opened"), None));
    assert_eq!(opened["opened_at"], "2026-12-31T16:00:00.000Z");
}

async fn an_exemption_is_opened_by_decision(server: &TestServer) {
    let test = draft(server).await;
    approve(server, test["id"].as_str().expect("an id"), sheet("17c", "exempt")).await;
    let exemption = listed(server).await;
    let path = format!("/v1/exemptions/{}/open", exemption["id"].as_str().expect("an id"));
    let decree = json!({ "decree_number": "012/KIP/2026", "reason": "Putusan Komisi Informasi" });
    let (ppid, elsewhere) = (server.log_in(Person::Ppid).await, server.log_in(Person::PpidElsewhere).await);
    server.post(&elsewhere, &path, decree.clone()).await.refused(403, "forbidden");
    let nothing = server.post(&ppid, &path, json!({ "decree_number": "" })).await.refused(422, "validation_failed");
    let faults = nothing.faults();
    assert!(faults.contains(&("/reason".to_owned(), "required".to_owned())), "{faults:?}");
    let call = || server.call(Method::POST, &path).by(&ppid).header("idempotency-key", "buka-1").json(&decree);
    let opened = call().send().await.ok();
    assert_eq!(
        (&opened.json()["state"], &opened.json()["opening_decree_number"]),
        (&json!("opened_by_decision"), &decree["decree_number"])
    );
    let again = call().send().await.ok();
    assert_eq!((again.header("idempotency-replayed"), again.json()), ("true", opened.json()));
    server.post(&ppid, &path, decree).await.refused(409, "invalid_transition");
    let states = "/v1/exemptions?state=opened_by_decision,opened&ground=17c";
    assert_eq!(server.all(&Caller::Nobody, states).await.len(), 1);
    assert_eq!(server.all(&Caller::Nobody, "/v1/exemptions?state=active").await.len(), 0);
}

async fn an_exemption_is_tested_anew(server: &TestServer) {
    let (ppid, city) = (server.log_in(Person::Ppid).await, &server.places().city);
    let test = draft(server).await;
    approve(server, test["id"].as_str().expect("an id"), sheet("17c", "exempt")).await;
    let first = listed(server).await;
    let anew = json!({ "agency_id": city, "exemption_id": first["id"], "information": "Denah ruang server" });
    let retest = server.post(&ppid, TESTS, anew.clone()).await.ok().json();
    approve(server, retest["id"].as_str().expect("an id"), sheet("17c", "partial_redact")).await;
    assert_eq!(entry(server, &first).await["state"], "reclassified");
    let second = listed(server).await;
    assert_eq!((&second["state"], &second["partial"]), (&json!("active"), &json!(true)));
    // What is no longer in force is not tested again; what is found open is open.
    let refused = server.post(&ppid, TESTS, anew.clone()).await.refused(422, "validation_failed");
    assert_eq!(refused.faults(), fault("/exemption_id", "unknown_value"));
    let mut last = anew;
    last["exemption_id"] = second["id"].clone();
    let last = server.post(&ppid, TESTS, last).await.ok().json();
    approve(server, last["id"].as_str().expect("an id"), sheet("17c", "open")).await;
    let opened = entry(server, &second).await;
    assert_eq!(
        (&opened["state"], &opened["opening_decree_number"]),
        (&json!("opened_by_decision"), &json!("SK-17/2026"))
    );
}

async fn a_test_is_of_its_body(server: &TestServer) {
    let elsewhere = server.log_in(Person::PpidElsewhere).await;
    let request = Request::new(server).await;
    let body = |agency: &str| json!({ "agency_id": agency, "request_id": request.id, "information": "Uji" });
    let foreign = server.post(&elsewhere, TESTS, body(&server.places().other_city)).await;
    assert_eq!(foreign.refused(422, "validation_failed").faults(), fault("/request_id", "unknown_value"));
    server.post(&elsewhere, TESTS, body(&server.places().city)).await.refused(403, "forbidden");
    let ppid = server.log_in(Person::Ppid).await;
    let nobody = server.post(&ppid, TESTS, body("019513d1-0000-7000-8000-000000000000")).await;
    assert_eq!(nobody.refused(422, "validation_failed").faults(), fault("/agency_id", "unknown_value"));
    let test = draft(server).await;
    server.get(&elsewhere, &path_of(&test)).await.refused(404, "not_found");
    assert_eq!(server.all(&elsewhere, TESTS).await.len(), 0);
    assert_eq!(server.all(&ppid, &format!("{TESTS}?limit=1")).await.len(), 1);
}
