//! Whose a complaint is likely to be: by place, category and words; other names of agencies; the point of an incident.

use serde_json::{Value, json};

use crate::harness::{Caller, Case, Person, TestServer, complaint, on_both};

on_both!(
    candidates_by_place_category_and_text,
    a_bad_question_is_told_whole,
    other_names_find_agencies,
    a_renamed_agency_keeps_its_old_name,
    the_point_of_an_incident_is_for_few,
);

async fn ask(server: &TestServer, body: Value) -> Value {
    server.post(&Caller::Nobody, "/v1/routing/preview", body).await.ok().json()
}

/// Each candidate's name, score and the codes of its reasons.
fn lines(preview: &Value) -> Vec<String> {
    let line = |candidate: &Value| {
        let reasons = candidate["reasons"].as_array().expect("reasons").iter();
        let codes: Vec<_> = reasons.map(|reason| reason["code"].as_str().expect("a code")).collect();
        format!("{} {} {}", candidate["name"].as_str().expect("a name"), candidate["score"], codes.join(","))
    };
    preview["candidates"].as_array().expect("candidates").iter().map(line).collect()
}

async fn category(server: &TestServer, code: &str) -> Value {
    let found = server.all(&Caller::Nobody, "/v1/categories?limit=200").await;
    found.iter().find(|category| category["code"] == code).expect("a category")["id"].clone()
}

async fn candidates_by_place_category_and_text(server: &TestServer) {
    let places = server.places();
    let here = ask(server, json!({ "region_code": "73.71.01" })).await;
    assert_eq!(
        lines(&here),
        ["Pemerintah Kota Makassar 50 place", "Pemerintah Provinsi Sulawesi Selatan 20 province_of_place"]
    );
    assert_eq!((&here["candidates"][0]["agency_id"], &here["to_coordinator"]), (&json!(places.city), &json!(false)));
    // The six administrative regions of Jakarta are answered for by 31.
    let jakarta = server.all(&Caller::Nobody, "/v1/agencies?code=31").await[0].clone();
    for n in [1, 71, 72, 73, 74, 75] {
        let found = ask(server, json!({ "region_code": format!("31.{n:02}") })).await;
        assert_eq!(found["candidates"][0]["agency_id"], jakarta["id"], "{found}");
        assert_eq!(found["candidates"][0]["reasons"][0]["code"], "answers_for_place");
        assert_eq!(found["candidates"][0].get("unit_id"), None);
    }
    // A category of the ministry's component, a unit by a name in the text, and a matter that is nobody's here.
    let card = category(server, "ktp-el").await;
    let found =
        ask(server, json!({ "region_code": "73.71", "category_id": card, "text": "Ke Pemkot Makassar." })).await;
    assert_eq!(lines(&found)[0], "Pemerintah Kota Makassar 85 place,named");
    assert_eq!(
        lines(&found)[1],
        "Direktorat Jenderal Kependudukan dan Pencatatan Sipil 25 category_of_ministry",
        "{found}"
    );
    assert_eq!(found["candidates"][1]["agency_id"], places.ministry.as_str());
    let police = category(server, "polri").await;
    let found = ask(server, json!({ "region_code": "73.71", "category_id": police })).await;
    assert_eq!(found["to_coordinator"], true);
    // Reasons speak both languages.
    let call = server.call(reqwest::Method::POST, "/v1/routing/preview").header("accept-language", "en");
    let english = call.json(&json!({ "region_code": "73.71" })).send().await.ok();
    assert_eq!(english.header("content-language"), "en");
    assert_eq!(english.json()["candidates"][0]["reasons"][0]["text"], "The government of the place.");
    assert_eq!(here["candidates"][0]["reasons"][0]["text"], "Pemerintah daerah tempat kejadian.");
    // A target that nobody knows: filed without one, it lies on the coordinator's desk.
    let mut body = complaint(places);
    body.as_object_mut().expect("a body").remove("target_agency_id");
    let case = Case::file(server, &Caller::Nobody, body).await;
    assert_eq!(case.seen().await["desk"], "coordinator");
}

async fn a_bad_question_is_told_whole(server: &TestServer) {
    let refused = async |body: Value| {
        let answer = server.post(&Caller::Nobody, "/v1/routing/preview", body).await;
        answer.clone().refused(422, "validation_failed");
        answer.faults()
    };
    let fault = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    assert_eq!(refused(json!({})).await, [fault("/region_code", "required")]);
    assert_eq!(
        refused(json!({ "region_code": "73-71", "text": " " })).await,
        [fault("/region_code", "invalid_format"), fault("/text", "too_short")]
    );
    let nothing = "0199aaaa-0000-7000-8000-000000000000";
    assert_eq!(
        refused(json!({ "region_code": "99.99", "category_id": nothing })).await,
        [fault("/region_code", "unknown_value"), fault("/category_id", "unknown_value")]
    );
    server
        .post(&Caller::Nobody, "/v1/routing/preview", json!({ "region_code": "73", "latitude": 1 }))
        .await
        .refused(400, "unknown_field");
    // A key is honoured as everywhere.
    let keyed = async || {
        let call = server.call(reqwest::Method::POST, "/v1/routing/preview");
        call.header("idempotency-key", "satu-kali-saja-0001").json(&json!({ "region_code": "73.71" })).send().await.ok()
    };
    let (first, second) = (keyed().await, keyed().await);
    assert_eq!(first.body, second.body);
    assert_eq!((first.header("idempotency-replayed"), second.header("idempotency-replayed")), ("", "true"));
}

async fn other_names_find_agencies(server: &TestServer) {
    let places = server.places();
    let admin = server.log_in(Person::AdminHere).await;
    let path = format!("/v1/agencies/{}/aliases", places.units[0]);
    let text = "Kantor Capil Panakkukang menolak berkas saya.";
    let question = json!({ "region_code": "73.71", "text": text });
    assert_eq!(lines(&ask(server, question.clone()).await)[0], "Pemerintah Kota Makassar 50 place");
    let version =
        server.get(&Caller::Nobody, &format!("/v1/agencies/{}", places.units[0])).await.ok().json()["version"]
            .as_i64()
            .expect("a version");
    let stale = server.call(reqwest::Method::POST, &path).by(&admin).header("if-match", "\"99\"");
    stale.json(&json!({ "name": "Capil Panakkukang" })).send().await.refused(412, "version_mismatch");
    let made = server.post(&admin, &path, json!({ "name": " Capil Panakkukang " })).await.ok();
    assert_eq!((made.status, made.json()["aliases"].clone()), (201, json!(["Capil Panakkukang"])));
    assert_eq!(made.json()["version"], version + 1);
    assert!(made.header("location").ends_with(&format!("/v1/agencies/{}", places.units[0])), "{made}");
    // Found by the list and in a text, whatever the case.
    for q in ["capil%20panak", "CAPIL"] {
        let found = server.all(&Caller::Nobody, &format!("/v1/agencies?q={q}")).await;
        assert!(found.iter().any(|agency| agency["id"] == places.units[0].as_str()), "{q}: {found:?}");
    }
    let found = ask(server, question).await;
    assert_eq!(lines(&found)[0], format!("{} 85 place,named", made.text("name")));
    assert_eq!(found["candidates"][0]["unit_id"], places.units[0].as_str());
    // Names that say nothing new, or nothing at all.
    for (name, code) in [("CAPIL-Panakkukang", "taken"), ("---", "invalid_characters"), (&made.text("name"), "taken")] {
        let refused = server.post(&admin, &path, json!({ "name": name })).await.refused(422, "validation_failed");
        assert_eq!(refused.faults(), [("/name".to_owned(), code.to_owned())], "{name}");
    }
    let history = server.get(&admin, &format!("/v1/agencies/{}/history", places.units[0])).await.ok().json();
    let changes = history["data"].as_array().expect("changes").iter();
    let (before, after) = changes
        .map(|change| (&change["before"], &change["after"]))
        .find(|(before, _)| before.is_object())
        .expect("a change");
    assert_eq!((&before["aliases"], &after["aliases"]), (&json!([]), &json!(["Capil Panakkukang"])));
    // Others' agencies are not theirs to name, and nobody's is nobody's.
    let elsewhere = server.log_in(Person::AdminElsewhere).await;
    server.post(&elsewhere, &path, json!({ "name": "Bukan milik kami" })).await.refused(403, "forbidden");
    let nothing = "/v1/agencies/0199aaaa-0000-7000-8000-000000000000/aliases";
    server.post(&elsewhere, nothing, json!({ "name": "Tidak ada" })).await.refused(404, "not_found");
    for n in 1..50 {
        server.post(&admin, &path, json!({ "name": format!("Capil nomor {n}") })).await.ok();
    }
    let refused = server.post(&admin, &path, json!({ "name": "Capil lagi" })).await.refused(422, "validation_failed");
    assert_eq!(refused.faults(), [("/name".to_owned(), "too_many".to_owned())]);
}

async fn a_renamed_agency_keeps_its_old_name(server: &TestServer) {
    let path = format!("/v1/agencies/{}", server.places().units[1]);
    let old = server.get(&Caller::Nobody, &path).await.ok().text("name");
    let admin = server.log_in(Person::AdminHere).await;
    let changed = server.patch(&admin, &path, json!({ "name": "Dinas Gabungan Baru" })).await.ok().json();
    assert_eq!(changed["aliases"], json!([old]));
    let read = server.get(&Caller::Nobody, &path).await.ok();
    assert_eq!((read.json(), read.header("etag")), (changed, "\"2\""));
    let found = server.all(&Caller::Nobody, &format!("/v1/agencies?q={}", old.replace(' ', "%20"))).await;
    assert!(found.iter().any(|agency| agency["name"] == "Dinas Gabungan Baru"), "{found:?}");
    // Written otherwise, it is the same name.
    let changed = server.patch(&admin, &path, json!({ "name": "DINAS gabungan  baru" })).await.ok().json();
    assert_eq!(changed["aliases"], json!([old]));
}

async fn the_point_of_an_incident_is_for_few(server: &TestServer) {
    let point = json!({ "latitude": -5.147_665, "longitude": 119.432_732 });
    let mut body = complaint(server.places());
    body["incident_location"] = json!({ "latitude": -5.147_664_9, "longitude": 119.432_732_4 });
    let case = Case::file(server, &Caller::Nobody, body.clone()).await;
    let mut verify = crate::harness::body_of("verify", server.places());
    verify["public_text"] = json!({ "title": "Judul petugas", "body": "Isi petugas" });
    case.must_with(Person::AdminHere, "verify", verify).await;
    for person in [Person::AdminHere, Person::Liaison, Person::Coordinator] {
        let seen = case.see(&server.log_in(person).await).await.ok().json();
        assert_eq!(seen["incident_location"], point, "{person:?}");
    }
    assert_eq!(case.seen().await["incident_location"], point);
    for caller in [
        Caller::Nobody,
        server.log_in(Person::Budi).await,
        server.log_in(Person::ProvinceHere).await,
        server.log_in(Person::Ombudsman).await,
    ] {
        let seen = case.see(&caller).await.ok().json();
        assert_eq!(seen.get("incident_location"), None, "{seen}");
    }
    let admin = server.log_in(Person::AdminHere).await;
    let list = server.all(&admin, "/v1/complaints?scope=inbox").await;
    assert!(list.iter().all(|item| item.get("incident_location").is_none()), "{list:?}");
    body["incident_location"] = json!({ "latitude": 91, "longitude": -180.000_1 });
    let refused = server.post(&Caller::Nobody, "/v1/complaints", body).await.refused(422, "validation_failed");
    let codes: Vec<_> = refused.faults();
    let out = |name: &str| (format!("/incident_location/{name}"), "out_of_range".to_owned());
    assert_eq!(codes, [out("latitude"), out("longitude")]);
}
