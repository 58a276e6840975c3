//! Supervisory complaints: they go to the competent inspectorate, and never to those whom they accuse.

use serde_json::{Value, json};

use crate::harness::{Caller, Case, Person, TestServer, accusation, body_of, complaint, on_both, supervisory};

on_both!(
    each_office_has_its_inspectorate,
    nobody_is_given_a_case_about_themselves,
    nobody_keeps_a_case_about_themselves,
    found_out_later_it_moves_at_once,
    an_examination_from_filing_to_its_end,
    the_ministry_does_not_see_what_accuses_it,
    an_accusation_must_make_sense,
    the_ombudsman_asks_and_is_told,
);

/// Office | region of the incident | inspectorate, `-` for the coordinator's desk | government. By hand.
const ROUTES: &str = "
village_official          | 73.71 | 73.71.insp       | 73.71
village_head              | 73.71 | 73.71.insp       | 73.71
local_official            | 73.71 | 73.71.insp       | 73.71
local_council_member      | 73.71 | 73.insp          | 73.71
regent_or_mayor           | 73.71 | 73.insp          | 73.71
deputy_regent_or_mayor    | 73.71 | 73.insp          | 73.71
inspectorate              | 73.71 | 73.insp          | 73.71
provincial_official       | 73.71 | 73.insp          | 73
provincial_council_member | 73.71 | kemendagri.itjen | 73
governor                  | 73.71 | kemendagri.itjen | 73
vice_governor             | 73    | kemendagri.itjen | 73
ministry_official         | 73.71 | kemendagri.itjen | kemendagri
local_official            | 31.71 | 31.insp          | 31
";

async fn agency(server: &TestServer, code: &str) -> String {
    let found = server.get(&Caller::Nobody, &format!("/v1/agencies?code={code}")).await.ok().json();
    found["data"][0]["id"].as_str().unwrap_or_else(|| panic!("no agency {code}")).to_owned()
}

async fn unit(server: &TestServer, parent: &str, code: &str) -> String {
    let operator = server.log_in(Person::SystemAdmin).await;
    let body = json!({ "parent_id": parent, "kind": "unit", "name": format!("Unit {code}"), "code": code });
    server.post(&operator, "/v1/agencies", body).await.ok().text("id")
}

fn accusing(server: &TestServer, subject: Value) -> Value {
    let mut body = complaint(server.places());
    body["subject"] = subject;
    body
}

async fn each_office_has_its_inspectorate(server: &TestServer) {
    for line in ROUTES.lines().filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [office, region, inspectorate, government] = cells[..] else { panic!("{line}") };
        let mut body = accusing(server, json!({ "office": office }));
        body["incident_region_code"] = json!(region);
        // Whoever is addressed has no part in it.
        body["target_agency_id"] = json!(server.places().other_city);
        let case = Case::file(server, &Caller::Nobody, body).await;
        let seen = case.seen().await;
        assert_eq!(seen["inspectorate_id"], agency(server, inspectorate).await, "{line}");
        assert_eq!(seen["subject"]["agency_id"], agency(server, government).await, "{line}");
        assert_eq!(
            (&seen["desk"], &seen["is_anonymous"], &seen["is_secret"], &seen["is_public"], &seen["state"]),
            (&json!("inspectorate"), &json!(true), &json!(true), &json!(false), &json!("unverified")),
            "{line}"
        );
        assert_eq!(case.id.as_bytes()[14], b'4', "an id that tells no time");
        for person in [Person::AdminElsewhere, Person::AdminHere] {
            case.see(&server.log_in(person).await).await.refused(404, "not_found");
        }
    }
    // The unit says where, and the inspectorate that is itself accused does not examine.
    let inspectorate = agency(server, "73.71.insp").await;
    for subject in [
        json!({ "office": "local_official", "unit_id": inspectorate }),
        json!({ "office": "local_official", "agency_id": inspectorate }),
        json!({ "office": "inspectorate", "agency_id": server.places().city }),
    ] {
        let seen = Case::file(server, &Caller::Nobody, accusing(server, subject)).await.seen().await;
        assert_eq!(seen["inspectorate_id"], agency(server, "73.insp").await, "{seen}");
        assert_eq!(seen["subject"]["unit_id"], inspectorate, "{seen}");
    }
    let subject = json!({ "office": "inspectorate", "agency_id": server.places().ministry });
    let seen = Case::file(server, &Caller::Nobody, accusing(server, subject)).await.seen().await;
    assert_eq!((&seen["desk"], seen.get("inspectorate_id")), (&json!("coordinator"), None), "nobody stands above");
}

async fn nobody_is_given_a_case_about_themselves(server: &TestServer) {
    let places = server.places();
    let accused = &places.units[1];
    let below = unit(server, accused, "73.71.dinkes.seksi").await;
    let subject = json!({ "office": "local_official", "agency_id": places.city, "unit_id": accused });
    let case = Case::file(server, &Caller::Nobody, accusing(server, subject.clone())).await;
    let apip = server.log_in(Person::Apip).await;
    for unit in [accused, &below] {
        let mut body = body_of("verify", places);
        body["unit_id"] = json!(unit);
        case.act(&apip, "verify", body).await.refused(409, "conflict_of_interest");
    }
    // Given on to the agency, it still can't come to them, whoever gives.
    case.done(&apip, "verify", body_of("verify", places)).await;
    for unit in [accused, &below] {
        for person in [Person::AdminHere, Person::Coordinator] {
            let caller = server.log_in(person).await;
            let body = json!({ "unit_id": unit, "note": "tugas Anda" });
            case.act(&caller, "redispose", body).await.refused(409, "conflict_of_interest");
        }
    }
    case.see(&server.log_in(Person::OtherLiaison).await).await.refused(404, "not_found");
    case.done(&server.log_in(Person::AdminHere).await, "redispose", json!({ "unit_id": places.units[2] })).await;
    // Forwarded, the coordinator cannot either; nor may the accused be told at that very moment.
    case.must(Person::AdminHere, "forward").await;
    let coordinator = server.log_in(Person::Coordinator).await;
    let mut body = body_of("verify", places);
    body["unit_id"] = json!(accused);
    case.act(&coordinator, "verify", body).await.refused(409, "conflict_of_interest");
    let plain = Case::new(server).await;
    let mut body = body_of("verify", places);
    (body["unit_id"], body["subject"]) = (json!(accused), subject);
    plain.act(&coordinator, "verify", body).await.refused(409, "conflict_of_interest");
    // An inspectorate divides its work among its own only.
    let examined = Case::file(server, &Caller::Nobody, accusation(places)).await;
    examined.done(&apip, "verify", supervisory(places)).await;
    let foreign = json!({ "unit_id": places.units[0] });
    examined.act(&apip, "redispose", foreign).await.refused(422, "validation_failed");
    let section = unit(server, &agency(server, "73.71.insp").await, "73.71.insp.wilayah-1").await;
    let divided = examined.done(&apip, "redispose", json!({ "unit_id": section })).await;
    assert_eq!((&divided["unit_id"], &divided["desk"]), (&json!(section), &json!("inspectorate")));
}

async fn nobody_keeps_a_case_about_themselves(server: &TestServer) {
    let places = server.places();
    let keep = |subject: &Value| {
        let mut body = body_of("handle", places);
        body["subject"] = subject.clone();
        body
    };
    // The accused is the whole city.
    let city = json!({ "office": "local_official", "unit_id": places.city });
    let admin = server.log_in(Person::AdminHere).await;
    let plain = Case::new(server).await;
    plain.act(&admin, "handle", keep(&city)).await.refused(409, "conflict_of_interest");
    plain.must(Person::AdminHere, "not_authority").await;
    plain.done(&server.log_in(Person::Coordinator).await, "handle", keep(&city)).await;
    // Its inspectorate keeps what accuses the city, and not what accuses itself.
    let apip = server.log_in(Person::Apip).await;
    let [examined, own] = [(); 2].map(|()| Case::file(server, &Caller::Nobody, accusing(server, city.clone())));
    let (examined, own) = (examined.await, own.await);
    examined.done(&apip, "handle", body_of("handle", places)).await;
    let itself = json!({ "office": "inspectorate", "unit_id": agency(server, "73.71.insp").await });
    own.act(&apip, "handle", keep(&itself)).await.refused(409, "conflict_of_interest");
    // As supervisory it goes to who is competent, by whatever desk it is found out.
    let mut supervisory = keep(&itself);
    supervisory["class"] = json!("complaint_supervisory");
    let moved = own.done(&apip, "handle", supervisory).await;
    assert_eq!(moved["inspectorate_id"], agency(server, "73.insp").await);
}

async fn found_out_later_it_moves_at_once(server: &TestServer) {
    let places = server.places();
    for action in ["verify", "handle"] {
        let case = Case::new(server).await;
        let admin = server.log_in(Person::AdminHere).await;
        let mut body = supervisory(places);
        if action == "handle" {
            body.as_object_mut()
                .expect("a body")
                .retain(|name, _| !["target_agency_id", "unit_id"].contains(&name.as_str()));
        }
        body["public_text"] = json!({ "title": "Judul petugas", "body": "Isi petugas" });
        let mut unproven = body.clone();
        unproven.as_object_mut().expect("a body").remove("subject");
        let refused = case.act(&admin, action, unproven).await.refused(422, "validation_failed");
        assert_eq!(refused.faults(), [("/subject".to_owned(), "required".to_owned())]);
        let done = case.done(&admin, action, body).await;
        assert_eq!((&done["desk"], &done["state"]), (&json!("inspectorate"), &json!("not_followed_up")), "{done}");
        assert_eq!(
            (&done["is_anonymous"], &done["is_secret"], done.get("unit_id")),
            (&json!(true), &json!(true), None)
        );
        assert_eq!(done["allowed_actions"], json!([]), "it is no longer theirs");
        for person in
            [Person::AdminHere, Person::Liaison, Person::UnitHead, Person::ProvinceHere, Person::ApipOfProvince]
        {
            let caller = server.log_in(person).await;
            case.see(&caller).await.refused(404, "not_found");
            server.get(&caller, &format!("{}/timeline", case.path())).await.refused(404, "not_found");
            server.get(&caller, &format!("/v1/track/{}", case.tracking_number)).await.refused(404, "not_found");
            case.act(&caller, "restrict", body_of("restrict", places)).await.refused(404, "not_found");
        }
        let apip = case.see(&server.log_in(Person::Apip).await).await.ok().json();
        let actions = apip["allowed_actions"].as_array().expect("actions").clone();
        for action in ["follow_up", "conclude_examination", "redispose", "forward", "redact"] {
            assert!(actions.contains(&json!(action)), "{action} in {actions:?}");
        }
    }
}

async fn an_examination_from_filing_to_its_end(server: &TestServer) {
    let places = server.places();
    let case = Case::file(server, &Caller::Nobody, accusation(places)).await;
    let apip = server.log_in(Person::Apip).await;
    case.done(&apip, "verify", supervisory(places)).await;
    case.done(&apip, "follow_up", body_of("follow_up", places)).await;
    let substantive = case.act(&apip, "follow_up", crate::harness::answer()).await.refused(422, "validation_failed");
    assert_eq!(substantive.faults(), [("/type".to_owned(), "not_applicable".to_owned())]);
    case.done(&apip, "ask_reporter", body_of("ask_reporter", places)).await;
    case.reporter_must("complete_data").await;
    // Nobody else concludes, the ministry's coordinator included.
    for person in [Person::Coordinator, Person::Ombudsman] {
        let caller = server.log_in(person).await;
        let body = body_of("conclude_examination", places);
        case.act(&caller, "conclude_examination", body).await.refused(403, "forbidden");
    }
    let done = case.done(&apip, "conclude_examination", body_of("conclude_examination", places)).await;
    assert_eq!((&done["state"], &done["examination_result"]), (&json!("awaiting_reporter"), &json!("proven")));
    let events = server.all(&case.reporter, &format!("{}/timeline", case.path())).await;
    let told = events.iter().find(|event| event["kind"] == "complaint.examination_concluded").expect("the conclusion");
    assert_eq!((&told["text"], &told["actor_role"]), (&json!("Terbukti menerima uang."), &json!("apip")));
    // Taken back, it goes on; accepted, it ends, and no word of it is public.
    assert_eq!(case.reporter_must("withdraw").await["state"], "awaiting_reporter");
    assert_eq!(case.reporter_must("accept").await["state"], "completed");
    for caller in [Caller::Nobody, server.log_in(Person::AdminHere).await, server.log_in(Person::Budi).await] {
        case.see(&caller).await.refused(404, "not_found");
    }
    let reopened = case.must(Person::Coordinator, "quality_reopen").await;
    assert_eq!((&reopened["desk"], reopened.get("examination_result")), (&json!("inspectorate"), None));
}

async fn the_ministry_does_not_see_what_accuses_it(server: &TestServer) {
    let subject = json!({ "office": "ministry_official" });
    let mut body = accusing(server, subject);
    body["target_agency_id"] = json!(server.places().ministry);
    let case = Case::file(server, &Caller::Nobody, body).await;
    for person in [Person::Coordinator, Person::MinistryAdmin, Person::SystemAdmin, Person::PrivacyOfficer] {
        let caller = server.log_in(person).await;
        case.see(&caller).await.refused(404, "not_found");
        if person == Person::Coordinator {
            let inbox = server.get(&caller, "/v1/complaints?scope=inbox&include_total=true").await.ok().json();
            assert_eq!((&inbox["data"], &inbox["total"]["value"]), (&json!([]), &json!(0)));
        }
    }
    case.see(&server.log_in(Person::Ombudsman).await).await.ok();
}

async fn an_accusation_must_make_sense(server: &TestServer) {
    let places = server.places();
    let unknown = "0199aaaa-0000-7000-8000-000000000000";
    for (subject, pointer, code) in [
        (json!({ "office": "king" }), "/subject/office", "unknown_value"),
        (json!({}), "/subject/office", "required"),
        (json!({ "office": "village_head", "agency_id": unknown }), "/subject/agency_id", "unknown_value"),
        (json!({ "office": "village_head", "unit_id": unknown }), "/subject/unit_id", "unknown_value"),
        (
            json!({ "office": "village_head", "agency_id": places.other_city, "unit_id": places.units[0] }),
            "/subject/unit_id",
            "contradictory",
        ),
        (json!({ "office": "governor", "unit_id": places.units[0] }), "/subject/unit_id", "contradictory"),
    ] {
        let body = accusing(server, subject.clone());
        let answer = server.post(&Caller::Nobody, "/v1/complaints", body).await.refused(422, "validation_failed");
        assert_eq!(answer.faults(), [(pointer.to_owned(), code.to_owned())], "{subject}");
    }
    let mut body = accusing(server, json!({ "office": "village_head" }));
    body["class"] = json!("aspiration");
    let answer = server.post(&Caller::Nobody, "/v1/complaints", body).await.refused(422, "validation_failed");
    assert_eq!(answer.faults(), [("/subject".to_owned(), "not_applicable".to_owned())]);
    let mut body = accusing(server, json!({ "office": "village_head" }));
    body["subject"]["name"] = json!("Fulan");
    server.post(&Caller::Nobody, "/v1/complaints", body).await.refused(400, "unknown_field");
    // An examiner at the counter of the own city may type in a letter.
    let mut body = accusation(places);
    body["channel"] = json!("letter");
    let typed_in = server.post(&server.log_in(Person::Apip).await, "/v1/complaints", body.clone()).await.ok();
    assert_eq!(typed_in.json()["desk"], "inspectorate");
    server.post(&server.log_in(Person::ApipOfProvince).await, "/v1/complaints", body).await.refused(403, "forbidden");
}

async fn the_ombudsman_asks_and_is_told(server: &TestServer) {
    let case = Case::new(server).await;
    case.bring_to("asked", true).await;
    let asked = case.seen().await;
    let clock = |case: &Value| {
        let clocks =
            case["deadlines"].as_array().expect("deadlines").iter().rfind(|clock| clock["code"] == "C15").cloned();
        clocks.expect("C15")
    };
    // Monday 2 March, before 16:00 in Makassar: 14 calendar days.
    assert_eq!(clock(&asked)["due_at"], "2026-03-16T15:59:59.000Z");
    case.must(Person::AdminHere, "explain").await;
    assert_eq!(clock(&case.seen().await)["state"], "met");
    let again = case.act(&server.log_in(Person::AdminHere).await, "explain", body_of("explain", server.places())).await;
    again.refused(409, "invalid_transition");
    // What is asked and told is between them.
    let events = server.all(&case.reporter, &format!("{}/timeline", case.path())).await;
    for kind in ["complaint.explanation_requested", "complaint.explained"] {
        let event = events.iter().find(|event| event["kind"] == kind).expect(kind);
        assert_eq!(event.get("text"), None, "{kind}");
    }
    let ombudsman = server.log_in(Person::Ombudsman).await;
    let events = server.all(&ombudsman, &format!("{}/timeline", case.path())).await;
    assert!(events.iter().any(|event| event["kind"] == "complaint.explained" && event.get("text").is_some()));
}
