//! One predicate for every channel: what a list shows is what a look shows, and nobody learns of what is not theirs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::harness::{Answer, Caller, Case, Person, TestServer, body_of, complaint, on_both};

on_both!(
    lists_and_looks_agree,
    the_public_reads_the_officers_text_only,
    a_wrong_secret_is_an_unknown_number,
    times_of_the_anonymous
);

const PUBLIC_BODY: &str = "Ringkasan petugas untuk umum.";

/// A verification that publishes.
fn publish(server: &TestServer, to_unit: bool) -> Value {
    let mut body = body_of("verify", server.places());
    body["public_text"] = json!({ "title": "Judul petugas", "body": PUBLIC_BODY });
    if !to_unit {
        body.as_object_mut().expect("a body").remove("unit_id");
    }
    body
}

/// Cases of every kind that sight depends on, by name.
async fn variety(server: &TestServer) -> BTreeMap<&'static str, Case<'_>> {
    let places = server.places();
    let siti = server.log_in(Person::Siti).await;
    let mut cases = BTreeMap::new();
    let flagged = |flag: &str| {
        let mut body = complaint(places);
        body[flag] = json!(true);
        body
    };
    cases.insert("fresh", Case::new(server).await);
    cases.insert("siti's", Case::file(server, &siti, complaint(places)).await);
    for (name, body) in
        [("public", complaint(places)), ("anonymous", flagged("is_anonymous")), ("secret", flagged("is_secret"))]
    {
        let case = Case::file(server, &siti, body).await;
        case.must_with(Person::AdminHere, "verify", publish(server, true)).await;
        cases.insert(name, case);
    }
    let case = Case::new(server).await;
    case.must_with(Person::AdminHere, "verify", publish(server, false)).await;
    cases.insert("at the desk", case);
    let case = Case::new(server).await;
    let mut body = publish(server, true);
    body["class"] = json!("complaint_supervisory");
    body["subject"] = json!({ "office": "local_official" });
    case.must_with(Person::AdminHere, "verify", body).await;
    cases.insert("supervisory", case);
    let case = Case::new(server).await;
    case.must_with(Person::AdminHere, "verify", publish(server, true)).await;
    case.must(Person::AdminHere, "forward").await;
    cases.insert("forwarded", case);
    for (name, kind) in [("supported", "supporting"), ("copied", "copy")] {
        let case = Case::file(server, &siti, flagged("is_anonymous")).await;
        case.dispose(true).await;
        let mut body = body_of("add_support", places);
        body["kind"] = json!(kind);
        case.must_with(Person::AdminHere, "add_support", body).await;
        cases.insert(name, case);
    }
    let case = Case::new(server).await;
    case.must_with(Person::AdminHere, "verify", publish(server, true)).await;
    let merged = Case::new(server).await;
    let kept = json!({ "kept_id": case.id, "reason": "Sama" });
    merged.must_with(Person::AdminHere, "merge", kept).await;
    cases.insert("kept", case);
    cases.insert("merged", merged);
    let mut body = complaint(places);
    body["target_agency_id"] = json!(places.other_city);
    cases.insert("elsewhere", Case::file(server, &Caller::Nobody, body).await);
    let mut body = complaint(places);
    body["target_agency_id"] = json!(places.ministry);
    cases.insert("at the ministry", Case::file(server, &Caller::Nobody, body).await);
    let mut body = complaint(places);
    body.as_object_mut().expect("a body").remove("target_agency_id");
    cases.insert("last desk", Case::file(server, &Caller::Nobody, body).await);
    let case = Case::new(server).await;
    case.bring_to("withdrawn", false).await;
    cases.insert("withdrawn", case);
    cases
}

/// Who sees which cases in full, by name; the public ones everybody sees.
fn expected(person: Person) -> Vec<&'static str> {
    let here = [
        "at the desk",
        "fresh",
        "public",
        "anonymous",
        "secret",
        "siti's",
        "withdrawn",
        "supported",
        "copied",
        "kept",
        "merged",
    ];
    let elsewhere = ["at the ministry", "elsewhere", "forwarded", "last desk", "supervisory"];
    let mut names = match person {
        Person::Coordinator | Person::Ombudsman => [&here[..], &elsewhere].concat(),
        Person::AdminHere => here.to_vec(),
        Person::AdminElsewhere => vec!["elsewhere", "supported", "copied"],
        Person::LiaisonElsewhere => vec!["supported", "copied"],
        Person::ProvinceElsewhere => vec!["elsewhere"],
        Person::MinistryAdmin => vec!["at the ministry"],
        Person::ProvinceHere => vec![
            "fresh",
            "siti's",
            "public",
            "anonymous",
            "withdrawn",
            "at the desk",
            "supported",
            "copied",
            "kept",
            "merged",
        ],
        Person::Liaison | Person::UnitHead => vec!["public", "anonymous", "secret", "supported", "copied", "kept"],
        Person::Apip => vec!["supervisory"],
        Person::Siti => vec!["siti's", "public", "anonymous", "secret", "supported", "copied"],
        _ => Vec::new(),
    };
    names.sort_unstable();
    names
}

/// A look without what lists leave out.
fn as_item(seen: &Value) -> Value {
    let mut item = seen.clone();
    for name in [
        "body",
        "deadlines",
        "handling_track",
        "ombudsman_eligible",
        "incident_place",
        "incident_location",
        "loss_description",
        "requested_remedy",
        "reporter",
        "public_text",
        "original_locked",
        "subject",
        "inspectorate_id",
        "examination_result",
        "assignments",
        "parent_id",
        "child_ids",
        "merged_into_id",
        "converted_to_id",
        "follower_count",
    ] {
        item.as_object_mut().expect("a case").remove(name);
    }
    item
}

async fn listed(server: &TestServer, caller: &Caller, scope: &str) -> BTreeMap<String, Value> {
    let path = format!("/v1/complaints?scope={scope}&limit=3");
    if matches!(server.get(caller, &path).await.status, 401 | 403) {
        return BTreeMap::new();
    }
    let rows = server.all(caller, &path).await;
    rows.into_iter().map(|row| (row["id"].as_str().expect("an id").to_owned(), row)).collect()
}

async fn lists_and_looks_agree(server: &TestServer) {
    let cases = variety(server).await;
    let nobody = Caller::Nobody;
    let public = listed(server, &nobody, "public").await;
    let public_names: BTreeSet<_> =
        cases.iter().filter(|(_, case)| public.contains_key(&case.id)).map(|(name, _)| *name).collect();
    assert_eq!(public_names, BTreeSet::from(["public", "anonymous", "at the desk", "kept"]));
    for person in Person::ALL.map(Some).into_iter().chain([None]) {
        let caller = match person {
            Some(person) => server.log_in(person).await,
            None => Caller::Nobody,
        };
        assert_eq!(listed(server, &caller, "public").await, public, "{person:?}: the public list is the same for all");
        let mut mine = listed(server, &caller, "inbox").await;
        mine.extend(listed(server, &caller, "mine").await);
        for (name, case) in &cases {
            let seen = case.see(&caller).await;
            let by_number = server.get(&caller, &format!("/v1/track/{}", case.tracking_number.to_lowercase())).await;
            assert_eq!((seen.status, &seen.json().get("id")), (by_number.status, &by_number.json().get("id")));
            let timeline = server.get(&caller, &format!("{}/timeline", case.path())).await;
            assert_eq!(seen.status, timeline.status, "{person:?} {name}");
            let item = mine.get(&case.id).or_else(|| public.get(&case.id));
            match (seen.status, item) {
                (200, Some(item)) => assert_eq!(as_item(&seen.json()), *item, "{person:?} {name}"),
                (404, None) => {}
                other => panic!("{person:?} {name}: {other:?}"),
            }
        }
        let mut names: Vec<_> =
            cases.iter().filter(|(_, case)| mine.contains_key(&case.id)).map(|(name, _)| *name).collect();
        names.sort_unstable();
        assert_eq!(names, person.map(expected).unwrap_or_default(), "{person:?}");
    }
    // Each reporter by their secret sees their own case and no other.
    for (name, case) in &cases {
        let Caller::Secret(_) = &case.reporter else { continue };
        assert_eq!(case.see(&case.reporter).await.ok().json()["id"], case.id, "{name}");
        let other =
            cases.values().find(|other| other.id != case.id && !public.contains_key(&other.id)).expect("another");
        other.see(&case.reporter).await.refused(404, "not_found");
        other.act(&case.reporter, "withdraw", json!({})).await.refused(404, "not_found");
    }
}

async fn the_public_reads_the_officers_text_only(server: &TestServer) {
    let mut body = complaint(server.places());
    for (name, text) in [
        ("title", "Judul asli Zulkarnain"),
        ("body", "Isi asli Zulkarnain"),
        ("incident_place", "Rumah Zulkarnain"),
        ("loss_description", "Rugi Zulkarnain"),
        ("requested_remedy", "Minta Zulkarnain"),
    ] {
        body[name] = json!(text);
    }
    let case = Case::file(server, &Caller::Nobody, body).await;
    case.must_with(Person::AdminHere, "verify", publish(server, true)).await;
    case.must_with(Person::Liaison, "follow_up", json!({ "type": "progress", "text": "Kata Zulkarnain" })).await;
    case.must_with(Person::Liaison, "follow_up", crate::harness::answer()).await;
    let rating = json!({ "stars": 5, "text": "Terima kasih dari Zulkarnain" });
    case.done(&case.reporter, "accept", rating).await;
    for caller in [Caller::Nobody, server.log_in(Person::Budi).await, server.log_in(Person::AdminElsewhere).await] {
        let seen = case.see(&caller).await.ok();
        assert_eq!((seen.text("title").as_str(), seen.text("body").as_str()), ("Judul petugas", PUBLIC_BODY));
        let timeline = server.get(&caller, &format!("{}/timeline", case.path())).await.ok();
        let list = server.get(&caller, "/v1/complaints").await.ok();
        for answer in [seen, timeline, list] {
            assert!(!String::from_utf8_lossy(&answer.body).contains("Zulkarnain"), "{answer}");
        }
    }
    let own = case.see(&case.reporter).await.ok();
    assert_eq!(String::from_utf8_lossy(&own.body).matches("Zulkarnain").count(), 6, "{own}");
    // Made secret, it is gone from everybody's sight.
    case.must(Person::Coordinator, "quality_reopen").await;
    case.must(Person::AdminHere, "forward").await;
    let mut secret = publish(server, true);
    secret["is_secret"] = json!(true);
    case.must_with(Person::Coordinator, "verify", secret).await;
    case.see(&Caller::Nobody).await.refused(404, "not_found");
    assert_eq!(server.get(&Caller::Nobody, "/v1/complaints").await.ok().json()["data"], json!([]));
}

/// All of an answer but what differs each time.
fn essence(answer: &Answer) -> (u16, String, Vec<(String, String)>) {
    let trace = answer.header("x-request-id");
    let body = String::from_utf8_lossy(&answer.body).replace(trace, "");
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["date", "x-request-id", "access-control-expose-headers"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().expect("a text").to_owned()))
        .collect();
    headers.sort();
    (answer.status, body, headers)
}

async fn a_wrong_secret_is_an_unknown_number(server: &TestServer) {
    let case = Case::new(server).await;
    let with_account = Case::file(server, &server.log_in(Person::Siti).await, complaint(server.places())).await;
    let wrong = Caller::Secret("0123456789ABCDEFGHJKMNPQRS".to_owned());
    let unknown_number = "KDN-2026-0000000000";
    let unknown_id = "0199aaaa-0000-7000-8000-000000000000";
    let expected = essence(&server.get(&wrong, &format!("/v1/track/{unknown_number}")).await.refused(404, "not_found"));
    for caller in [&wrong, &Caller::Secret("x".to_owned()), &Caller::Nobody] {
        for name in [
            &case.tracking_number,
            &case.id,
            &with_account.tracking_number,
            &with_account.id,
            unknown_number,
            unknown_id,
            "x",
        ] {
            for path in [
                format!("/v1/complaints/{name}"),
                format!("/v1/complaints/{name}/timeline"),
                format!("/v1/track/{name}"),
            ] {
                assert_eq!(essence(&server.get(caller, &path).await), expected, "{path}");
            }
        }
    }
    let refused =
        async |name: &str| essence(&server.post(&wrong, &format!("/v1/complaints/{name}/withdraw"), json!({})).await);
    let first = refused(unknown_id).await;
    for name in [&case.id, &case.tracking_number, &with_account.id, unknown_number] {
        assert_eq!(refused(name).await, first);
    }
    // The secret is taken in small letters, too; the number as people type it.
    let Caller::Secret(secret) = &case.reporter else { panic!("a secret") };
    let small = Caller::Secret(secret.to_lowercase());
    server.get(&small, &format!("/v1/track/{}", case.tracking_number.to_lowercase())).await.ok();
}

async fn times_of_the_anonymous(server: &TestServer) {
    let mut body = complaint(server.places());
    body["is_anonymous"] = json!(true);
    let case = Case::file(server, &Caller::Nobody, body).await;
    assert_eq!(case.id.as_bytes()[14], b'4', "an id that tells no time: {}", case.id);
    assert_eq!(Case::new(server).await.id.as_bytes()[14], b'7');
    case.must_with(Person::AdminHere, "verify", publish(server, true)).await;
    let midnight = "2026-03-01T16:00:00.000Z";
    for caller in [Caller::Nobody, server.log_in(Person::Liaison).await] {
        let seen = case.see(&caller).await.ok().json();
        for name in ["received_at", "created_at", "updated_at"] {
            assert_eq!(seen[name], midnight, "{name}: the day in Makassar, no more");
        }
        let events = server.all(&caller, &format!("{}/timeline", case.path())).await;
        assert!(events.iter().all(|event| event["at"] == midnight), "{events:?}");
    }
    let admin = case.see(&server.log_in(Person::AdminHere).await).await.ok().json();
    assert_ne!(admin["received_at"], midnight);
}
