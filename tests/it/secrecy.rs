//! Cases made stricter, texts redacted, originals under lock, and the reporter shown as the case allows.

use serde_json::{Value, json};

use crate::harness::{Caller, Case, Person, TestServer, body_of, complaint, on_both, photograph};

on_both!(
    made_secret_it_is_gone_from_every_channel,
    a_repeated_answer_tells_no_more_than_may_be_seen_now,
    an_original_under_lock_is_read_with_a_reason,
    a_text_for_the_public_is_written_and_taken_away,
    a_reporter_is_shown_as_they_filed,
    an_officer_opens_attachments_with_the_text,
);

const ORIGINAL: &str = "Pak Zulkarnain di lorong 4";

fn telling(server: &TestServer) -> Value {
    let mut body = complaint(server.places());
    for name in ["title", "body", "incident_place", "loss_description", "requested_remedy"] {
        body[name] = json!(ORIGINAL);
    }
    body["reporter"] = json!({ "name": "Rahmatullah", "phone": "+62 812 3456 789", "nik": "7371014107900001" });
    body
}

async fn published(server: &TestServer) -> Case<'_> {
    let case = Case::file(server, &Caller::Nobody, telling(server)).await;
    let mut verify = body_of("verify", server.places());
    verify["public_text"] = json!({ "title": "Judul petugas", "body": "Isi petugas" });
    case.must_with(Person::AdminHere, "verify", verify).await;
    case
}

/// The metamorphic rule: whoever had it from a public channel has it from none a moment later.
async fn made_secret_it_is_gone_from_every_channel(server: &TestServer) {
    for by_reporter in [true, false] {
        let case = published(server).await;
        let before = case.see(&Caller::Nobody).await.ok();
        let count = async |caller: &Caller, scope: &str| {
            let page =
                server.get(caller, &format!("/v1/complaints?scope={scope}&include_total=true")).await.ok().json();
            let listed = page["data"].as_array().expect("data").iter().any(|row| row["id"] == case.id);
            (listed, page["total"]["value"].as_u64().expect("a total"))
        };
        let strangers =
            [Caller::Nobody, server.log_in(Person::Budi).await, server.log_in(Person::AdminElsewhere).await];
        let province = server.log_in(Person::ProvinceHere).await;
        let (_, public_before) = count(&Caller::Nobody, "public").await;
        let (_, province_before) = count(&province, "inbox").await;
        let restriction = json!({ "is_secret": true, "reason": "Menyebut nama orang" });
        let restricted = if by_reporter {
            case.done(&case.reporter, "restrict", restriction).await
        } else {
            case.must_with(Person::Liaison, "restrict", restriction).await
        };
        assert_eq!((&restricted["is_secret"], &restricted["is_public"]), (&json!(true), &json!(false)));
        for caller in strangers.iter().chain([&province]) {
            case.see(caller).await.refused(404, "not_found");
            let known = server.call(reqwest::Method::GET, &case.path()).by(caller);
            known.header("if-none-match", before.header("etag")).send().await.refused(404, "not_found");
            server.get(caller, &format!("/v1/track/{}", case.tracking_number)).await.refused(404, "not_found");
            server.get(caller, &format!("{}/timeline", case.path())).await.refused(404, "not_found");
            assert_eq!(count(caller, "public").await, (false, public_before - 1));
        }
        assert_eq!(count(&province, "inbox").await, (false, province_before - 1));
        // Never back.
        for name in ["is_secret", "is_anonymous"] {
            let looser = json!({ name: false, "reason": "dibuka" });
            let refused = case.act(&case.reporter, "restrict", looser).await.refused(422, "validation_failed");
            assert_eq!(refused.faults(), [(format!("/{name}"), "only_stricter".to_owned())]);
        }
        let same = case.act(&case.reporter, "restrict", json!({ "is_secret": true, "reason": "lagi" })).await;
        assert_eq!(
            same.refused(422, "validation_failed").faults(),
            [("/is_anonymous".to_owned(), "unchanged".to_owned())]
        );
        let both = case.done(&case.reporter, "restrict", json!({ "is_anonymous": true, "reason": "takut" })).await;
        assert!(!both["allowed_actions"].as_array().expect("actions").contains(&json!("restrict")));
        let more = case.act(&case.reporter, "restrict", body_of("restrict", server.places())).await;
        more.refused(409, "invalid_transition");
    }
}

async fn a_repeated_answer_tells_no_more_than_may_be_seen_now(server: &TestServer) {
    let case = published(server).await;
    let admin = server.log_in(Person::AdminHere).await;
    let act = async || {
        let call = server.call(reqwest::Method::POST, &case.path_to("comment")).by(&admin);
        let call = call.header("idempotency-key", "kunci-komentar-1").json(&body_of("comment", server.places()));
        call.send().await
    };
    case.must_with(Person::Liaison, "follow_up", crate::harness::answer()).await;
    let first = act().await.ok();
    assert_eq!(first.json()["reporter"]["display_name"], "Rahmatullah");
    assert_eq!(act().await.ok().body, first.body);
    let restriction = json!({ "is_anonymous": true, "reason": "takut" });
    case.done(&case.reporter, "restrict", restriction).await;
    act().await.refused(404, "not_found");
    assert_eq!(case.see(&admin).await.ok().json()["reporter"], json!({ "display_name": "Anonim" }));
}

async fn an_original_under_lock_is_read_with_a_reason(server: &TestServer) {
    let case = published(server).await;
    let admin = server.log_in(Person::AdminHere).await;
    let liaison = server.log_in(Person::Liaison).await;
    let shows = |answer: &crate::harness::Answer| String::from_utf8_lossy(&answer.body).contains(ORIGINAL);
    assert!(shows(&case.see(&liaison).await.ok()));
    case.done(&admin, "redact", json!({ "lock_original": true })).await;
    for person in [Person::AdminHere, Person::Liaison, Person::UnitHead, Person::Coordinator, Person::Ombudsman] {
        let caller = server.log_in(person).await;
        let seen = case.see(&caller).await.ok();
        let inbox = server.get(&caller, "/v1/complaints?scope=inbox").await.ok();
        assert!(!shows(&seen) && !shows(&inbox), "{person:?}: {seen}");
        assert_eq!((seen.text("title"), &seen.json()["original_locked"]), ("Judul petugas".to_owned(), &json!(true)));
    }
    assert!(shows(&case.see(&case.reporter).await.ok()), "the reporter reads the own words");
    let path = |reason: &str| format!("{}/original?reason={reason}", case.path());
    let logged = async || server.database.number("SELECT count(*) FROM access_log").await;
    for bad in ["", "%20%20", &"x".repeat(2_001)] {
        server.get(&admin, &path(bad)).await.refused(400, "invalid_parameter");
    }
    server.get(&admin, &format!("{}/original", case.path())).await.refused(400, "invalid_parameter");
    for (caller, status, code) in [
        (&liaison, 403, "forbidden"),
        (&case.reporter, 403, "forbidden"),
        (&Caller::Nobody, 401, "unauthenticated"),
        (&server.log_in(Person::ProvinceHere).await, 403, "forbidden"),
        (&server.log_in(Person::AdminElsewhere).await, 403, "forbidden"),
    ] {
        server.get(caller, &path("ingin-tahu")).await.refused(status, code);
    }
    assert_eq!(logged().await, 0, "what was refused was not read");
    let original = server.get(&admin, &path("memeriksa%20alamat")).await.ok().json();
    for name in ["title", "body", "incident_place", "loss_description", "requested_remedy"] {
        assert_eq!(original[name], ORIGINAL, "{name}");
    }
    server.get(&server.log_in(Person::Ombudsman).await, &path("pemeriksaan")).await.ok();
    assert_eq!(logged().await, 2);
    let reasons = server.database.texts("SELECT reader_role || ': ' || what || ': ' || reason FROM access_log").await;
    for line in ["agency_admin: original: memeriksa alamat", "ombudsman: original: pemeriksaan"] {
        assert!(reasons.iter().any(|known| known == line), "{reasons:?}");
    }
    let unlock = json!({ "lock_original": false, "public_text": { "title": "a", "body": "b" } });
    let refused = case.act(&admin, "redact", unlock).await.refused(422, "validation_failed");
    assert_eq!(refused.faults(), [("/lock_original".to_owned(), "only_stricter".to_owned())]);
}

async fn a_text_for_the_public_is_written_and_taken_away(server: &TestServer) {
    let case = Case::file(server, &Caller::Nobody, telling(server)).await;
    case.bring_to("in_process", true).await;
    case.see(&Caller::Nobody).await.refused(404, "not_found");
    case.must(Person::AdminHere, "redact").await;
    let seen = case.see(&Caller::Nobody).await.ok();
    assert_eq!((seen.text("title"), seen.text("body")), ("Judul petugas".to_owned(), "Ringkasan petugas".to_owned()));
    assert!(!String::from_utf8_lossy(&seen.body).contains(ORIGINAL));
    let admin = server.log_in(Person::AdminHere).await;
    for (body, pointer, code) in [
        (json!({}), "/public_text", "required"),
        (json!({ "remove": true, "lock_original": true }), "/remove", "contradictory"),
    ] {
        let refused = case.act(&admin, "redact", body).await.refused(422, "validation_failed");
        assert_eq!(refused.faults(), [(pointer.to_owned(), code.to_owned())]);
    }
    case.done(&admin, "redact", json!({ "remove": true })).await;
    case.see(&Caller::Nobody).await.refused(404, "not_found");
}

async fn a_reporter_is_shown_as_they_filed(server: &TestServer) {
    let places = server.places();
    let siti = server.log_in(Person::Siti).await;
    // With an account and without a name: the account's.
    let case = Case::file(server, &siti, complaint(places)).await;
    let own = case.seen().await;
    let email = Person::Siti.email();
    let name = format!("Uji {email}");
    assert_eq!(own["reporter"], json!({ "display_name": name, "name": name, "email": email }));
    // Without an account and without a word: nobody.
    let unnamed = Case::new(server).await;
    assert_eq!(unnamed.seen().await.get("reporter"), None);
    // Anonymous: called so by all, known to themselves.
    let mut body = telling(server);
    body["is_anonymous"] = json!(true);
    let hidden = Case::file(server, &Caller::Nobody, body).await;
    let own = hidden.seen().await;
    assert_eq!(
        own["reporter"],
        json!({
            "display_name": "Anonim", "name": "Rahmatullah", "phone": "+62 812 3456 789", "nik_masked": "************0001",
        })
    );
    let admin = hidden.see(&server.log_in(Person::AdminHere).await).await.ok().json();
    assert_eq!(admin["reporter"], json!({ "display_name": "Anonim" }));
    let list = server.get(&siti, "/v1/complaints?scope=mine").await.ok();
    assert_eq!(list.json()["data"][0].get("reporter"), None, "lists stay narrow");
}

async fn an_officer_opens_attachments_with_the_text(server: &TestServer) {
    let case = Case::new(server).await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        ids.push(server.upload(&case.reporter, &case.path(), &photograph()).await.ok().text("id"));
    }
    let path = format!("{}/attachments", case.path());
    let public = async || {
        let page = server.get(&Caller::Nobody, &path).await.ok().json();
        page["data"].as_array().expect("data").iter().map(|one| one["id"].clone()).collect::<Vec<_>>()
    };
    case.dispose(true).await;
    case.must(Person::AdminHere, "redact").await;
    assert_eq!(public().await, Vec::<Value>::new());
    let admin = server.log_in(Person::AdminHere).await;
    let open = |ids: &[&String]| json!({ "public_attachment_ids": ids });
    let foreign = Case::new(server).await;
    let other = server.upload(&foreign.reporter, &foreign.path(), &photograph()).await.ok().text("id");
    let refused = case.act(&admin, "redact", open(&[&ids[0], &other])).await.refused(422, "validation_failed");
    assert_eq!(refused.faults(), [("/public_attachment_ids/1".to_owned(), "unknown_value".to_owned())]);
    case.done(&admin, "redact", open(&[&ids[1]])).await;
    assert_eq!(public().await, [ids[1].clone()]);
    server.get(&Caller::Nobody, &format!("{path}/{}/content", ids[1])).await.ok();
    server.get(&Caller::Nobody, &format!("{path}/{}/content", ids[0])).await.refused(404, "not_found");
    case.done(&admin, "redact", open(&[&ids[0]])).await;
    assert_eq!(public().await, [ids[0].clone()], "in place of those before");
    // The text goes, and a new one does not bring them back.
    case.done(&admin, "redact", json!({ "remove": true })).await;
    case.must(Person::AdminHere, "redact").await;
    assert_eq!(public().await, Vec::<Value>::new());
}
