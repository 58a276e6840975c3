//! Cases that belong together: splitting into children, merging duplicates, following, and undoing it.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::harness::{Caller, Case, Person, TestServer, answer, body_of, complaint, on_both, photograph};

on_both!(
    parts_become_cases_of_the_same_reporter,
    a_case_completes_after_its_parts,
    a_split_names_what_makes_no_sense,
    a_duplicates_reporter_follows,
    who_follows_loses_what_is_public_no_longer,
    whoever_follows_by_a_secret_has_links_too,
    who_follows_a_chain_follows_its_end,
    who_hides_later_is_counted_no_longer,
    what_may_not_be_merged,
    merging_crosswise_keeps_one
);

fn split(server: &TestServer, agencies: &[&str]) -> Value {
    let category = &server.places().category;
    let child = |agency: &&str| json!({ "title": "Bagian", "body": "Bagian dari laporan.", "category_id": category, "target_agency_id": agency });
    json!({ "children": agencies.iter().map(child).collect::<Vec<_>>(), "reason": "Dua pokok laporan." })
}

fn merge(kept: &Case<'_>) -> Value {
    json!({ "kept_id": kept.id, "reason": "Laporan yang sama." })
}

/// The children of the case, for its reporter.
async fn children<'a>(case: &Case<'a>) -> Vec<Case<'a>> {
    let seen = case.seen().await;
    let mut found = Vec::new();
    for id in seen["child_ids"].as_array().expect("child_ids") {
        let id = id.as_str().expect("an id").to_owned();
        let child = case.server.get(&case.reporter, &format!("/v1/complaints/{id}")).await.ok();
        let tracking_number = child.text("tracking_number");
        found.push(Case { server: case.server, id, tracking_number, reporter: case.reporter.clone() });
    }
    found
}

async fn parts_become_cases_of_the_same_reporter(server: &TestServer) {
    let places = server.places();
    let siti = server.log_in(Person::Siti).await;
    for (caller, flag) in [(Caller::Nobody, "is_anonymous"), (siti, "is_secret")] {
        let mut body = complaint(places);
        body[flag] = json!(true);
        body["reporter"] = json!({ "name": "Siti Aminah", "nik": "7371010101010001" });
        let case = Case::file(server, &caller, body).await;
        let mut publish = body_of("verify", places);
        publish["public_text"] = json!({ "title": "Judul petugas", "body": "Isi petugas" });
        case.must_with(Person::AdminHere, "verify", publish).await;
        case.must(Person::Liaison, "follow_up").await;
        server.advance_clock(2 * 86_400).await;
        let parent =
            case.must_with(Person::AdminHere, "split", split(server, &[&places.other_city, &places.ministry])).await;
        let children = children(&case).await;
        assert_eq!((parent["child_ids"].as_array().map(Vec::len), children.len()), (Some(2), 2));
        for (child, agency) in children.iter().zip([&places.other_city, &places.ministry]) {
            let seen = child.seen().await;
            for same in
                ["class", "received_at", "is_anonymous", "is_secret", "channel", "incident_on", "incident_region_code"]
            {
                assert_eq!(seen[same], parent[same], "{same}");
            }
            assert_eq!((&seen["parent_id"], &seen["agency_id"]), (&json!(case.id), &json!(agency)));
            assert_eq!((&seen["state"], &seen["is_public"]), (&json!("not_followed_up"), &json!(false)));
            assert_ne!(seen["tracking_number"], parent["tracking_number"]);
            let due = |of: &Value, code: &str| {
                let clocks = of["deadlines"].as_array().expect("deadlines").iter();
                clocks
                    .filter(|clock| clock["code"] == code && clock["state"] == "running")
                    .map(|clock| clock["due_at"].clone())
                    .collect::<Vec<_>>()
            };
            for code in ["C3", "C6"] {
                assert_eq!((due(&seen, code).len(), due(&seen, code)), (1, due(&parent, code)), "{code}");
            }
            assert_eq!(due(&seen, "C2").len(), 1);
            let told = server.all(&child.reporter, &format!("{}/timeline", child.path())).await;
            assert_eq!((told.len(), &told[0]["kind"]), (1, &json!("complaint.split_off")));
            // The same reporter, sealed for a row of its own.
            let kept = "name IS NOT NULL AND nik IS NOT NULL";
            assert_eq!(server.database.count_of("complaint_identities", "complaint_id", &child.id, kept).await, 1);
            let twins = "SELECT count(*) FROM complaint_identities a JOIN complaint_identities b \
                ON a.name = b.name AND a.complaint_id <> b.complaint_id";
            assert_eq!(server.database.number(twins).await, 0, "a ciphertext opens in its own row only");
            child.see(&server.log_in(Person::Budi).await).await.refused(404, "not_found");
        }
        // Each at its own desk, and at no other.
        let (elsewhere, ministry) =
            (server.log_in(Person::AdminElsewhere).await, server.log_in(Person::MinistryAdmin).await);
        children[0].see(&elsewhere).await.ok();
        children[0].see(&ministry).await.refused(404, "not_found");
        children[1].see(&ministry).await.ok();
        children[0].done(&elsewhere, "follow_up", answer()).await;
        assert_eq!(children[0].reporter_must("accept").await["state"], "completed");
        server.set_clock(crate::harness::BEGINNING).await;
    }
}

async fn a_case_completes_after_its_parts(server: &TestServer) {
    let places = server.places();
    let case = Case::new(server).await;
    case.dispose(true).await;
    case.must_with(Person::AdminHere, "split", split(server, &[&places.other_city, &places.other_city])).await;
    case.must_with(Person::Liaison, "follow_up", answer()).await;
    let refused = case.act(&case.reporter, "accept", json!({})).await.refused(409, "children_open").json();
    assert_eq!(
        (&refused["state"], &refused["allowed_actions"]),
        (&json!("awaiting_reporter"), &json!(["reply", "withdraw", "restrict"]))
    );
    let children = children(&case).await;
    let elsewhere = server.log_in(Person::AdminElsewhere).await;
    children[0].done(&elsewhere, "follow_up", answer()).await;
    // The reporter's ten working days pass for the answered child (2 to 16 March): it completes. The parent's begin anew.
    server.set_clock("2026-03-16T16:00:00Z").await;
    assert_eq!(children[0].seen().await["state"], "completed");
    let waiting = case.seen().await;
    assert_eq!((&waiting["state"], &waiting["overdue"]), (&json!("awaiting_reporter"), &json!([])));
    let told = server.all(&case.reporter, &format!("{}/timeline", case.path())).await;
    assert!(told.iter().any(|event| event["kind"] == "complaint.completion_deferred"), "{told:?}");
    // One has ended, one has not.
    case.act(&case.reporter, "accept", json!({})).await.refused(409, "children_open");
    let before = case.seen().await["version"].as_i64();
    children[1].reporter_must("withdraw").await;
    let after = case.seen().await;
    assert_eq!(after["version"].as_i64(), before.map(|version| version + 1), "what can be done has changed");
    assert_eq!(after["allowed_actions"], json!(["reply", "accept", "withdraw", "restrict"]));
    // Opened again, a child is waited for again.
    children[0].reporter_must("reopen").await;
    case.act(&case.reporter, "accept", json!({})).await.refused(409, "children_open");
    children[0].done(&elsewhere, "follow_up", answer()).await;
    children[0].reporter_must("accept").await;
    // A year on, everything has closed by itself, in the right order.
    server.set_clock("2026-05-04T00:00:00Z").await;
    assert_eq!(case.seen().await["state"], "completed");
}

async fn a_split_names_what_makes_no_sense(server: &TestServer) {
    let places = server.places();
    let case = Case::new(server).await;
    case.dispose(true).await;
    let admin = server.log_in(Person::AdminHere).await;
    let mut body = split(server, &[&places.other_city, &places.foreign_unit, &case.id]);
    body["children"][0]["category_id"] = json!(case.id);
    let faults = case.act(&admin, "split", body).await.refused(422, "validation_failed").faults();
    let expected = ["/children/0/category_id", "/children/1/target_agency_id", "/children/2/target_agency_id"];
    assert_eq!(faults, expected.map(|pointer| (pointer.to_owned(), "unknown_value".to_owned())));
    for (change, pointer, code) in [
        (json!([]), "/children", "too_short"),
        (
            json!([{ "title": " ", "body": "x", "category_id": places.category, "target_agency_id": places.city }]),
            "/children/0/title",
            "too_short",
        ),
        (json!(vec![split(server, &[&places.city])["children"][0].clone(); 21]), "/children", "too_long"),
    ] {
        let mut body = split(server, &[&places.city]);
        body["children"] = change;
        let faults = case.act(&admin, "split", body).await.refused(422, "validation_failed").faults();
        assert_eq!(faults, [(pointer.to_owned(), code.to_owned())]);
    }
    assert_eq!(case.seen().await["child_ids"], json!([]));
}

async fn a_duplicates_reporter_follows(server: &TestServer) {
    let places = server.places();
    let siti = server.log_in(Person::Siti).await;
    let kept = Case::file(server, &server.log_in(Person::Budi).await, complaint(places)).await;
    let duplicate = Case::file(server, &siti, complaint(places)).await;
    let without_account = Case::new(server).await;
    let mut hidden = complaint(places);
    hidden["is_anonymous"] = json!(true);
    let hidden = Case::file(server, &Caller::Nobody, hidden).await;
    kept.see(&siti).await.refused(404, "not_found");
    for (n, case) in [&duplicate, &without_account, &hidden].into_iter().enumerate() {
        let before = kept.seen().await;
        let version = before["version"].as_i64().expect("a version");
        let merged = case.must_with(Person::AdminHere, "merge", merge(&kept)).await;
        assert_eq!((&merged["state"], &merged["archive_reason_code"]), (&json!("archived"), &json!("duplicate")));
        assert_eq!((&merged["merged_into_id"], &merged["next_due_at"]), (&json!(kept.id), &Value::Null));
        let seen = kept.seen().await;
        if n == 2 {
            assert_eq!(seen, before, "nothing tells that somebody hides");
        } else {
            assert_eq!((&seen["follower_count"], seen["version"].as_i64()), (&json!(n + 1), Some(version + 1)));
        }
    }
    assert_eq!(events(&kept, "complaint.follower_joined").await, 2, "of those who hide nothing");
    // The follower, by account or secret, by id or number: the state, and no words while there is no text for the public.
    for (follower, path) in [
        (&duplicate.reporter, kept.path()),
        (&without_account.reporter, kept.path()),
        (&hidden.reporter, format!("/v1/track/{}", kept.tracking_number)),
    ] {
        let seen = server.get(follower, &path).await.ok().json();
        assert_eq!((&seen["state"], &seen["allowed_actions"]), (&json!("unverified"), &json!([])));
        for absent in [
            "title",
            "body",
            "incident_on",
            "incident_region_code",
            "incident_place",
            "unit_id",
            "next_due_at",
            "follower_count",
            "category_id",
        ] {
            assert!(seen.get(absent).is_none(), "{absent} in {seen}");
        }
        assert_eq!((&seen["deadlines"], &seen["assignments"]), (&json!([]), &json!([])));
        let told = server.all(follower, &format!("{}/timeline", kept.path())).await;
        assert!(told.iter().all(|event| event.get("text").is_none()), "{told:?}");
        // No right of a reporter comes with it.
        for action in ["withdraw", "accept", "reply", "complete_data", "rate", "reopen"] {
            kept.act(follower, action, body_of(action, places)).await.refused(403, "forbidden");
        }
    }
    kept.see(&Caller::Secret("0".repeat(26))).await.refused(404, "not_found");
    kept.see(&Caller::Nobody).await.refused(404, "not_found");
    let mut publish = body_of("verify", places);
    publish["public_text"] = json!({ "title": "Judul petugas", "body": "Isi petugas" });
    kept.must_with(Person::AdminHere, "verify", publish).await;
    let seen = kept.see(&without_account.reporter).await.ok().json();
    assert_eq!(
        (&seen["state"], &seen["title"], &seen["body"]),
        (&json!("not_followed_up"), &json!("Judul petugas"), &json!("Isi petugas"))
    );
    assert!(seen.get("unit_id").is_some() && seen.get("next_due_at").is_none());
    let listed = server.all(&siti, "/v1/complaints?scope=mine").await;
    assert_eq!(listed.len(), 1, "what one follows is not one's own");
    // Undone, it is a case of its own, and nobody follows by it.
    let version = kept.seen().await["version"].as_i64().expect("a version");
    let undone = duplicate.must(Person::AdminHere, "unarchive").await;
    assert_eq!((&undone["state"], undone.get("merged_into_id")), (&json!("unverified"), None));
    let seen = kept.seen().await;
    assert_eq!((&seen["follower_count"], seen["version"].as_i64()), (&json!(1), Some(version + 1)));
    assert_eq!(kept.see(&siti).await.ok().text("title"), "Judul petugas", "as everybody");
    kept.act(&siti, "accept", json!({})).await.refused(403, "forbidden");
    hidden.must(Person::AdminHere, "unarchive").await;
    assert_eq!(kept.seen().await, seen, "nor that they hid");
    assert_eq!(events(&kept, "complaint.follower_left").await, 1);
}

/// How many events of that kind the handlers are shown.
async fn events(case: &Case<'_>, kind: &str) -> usize {
    let admin = case.server.log_in(Person::AdminHere).await;
    let told = case.server.all(&admin, &format!("{}/timeline", case.path())).await;
    told.iter().filter(|event| event["kind"] == kind).count()
}

/// What was for everybody, words, unit and files, goes from who follows when the case becomes secret: the state stays.
async fn who_follows_loses_what_is_public_no_longer(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let (kept, duplicate) = (Case::new(server).await, Case::file(server, &siti, complaint(server.places())).await);
    duplicate.must_with(Person::AdminHere, "merge", merge(&kept)).await;
    let mut publish = body_of("verify", server.places());
    publish["public_text"] = json!({ "title": "Judul petugas", "body": "Isi petugas" });
    kept.must_with(Person::AdminHere, "verify", publish).await;
    let liaison = server.log_in(Person::Liaison).await;
    let proof = server.upload(&liaison, &kept.path(), &photograph()).await.ok().text("id");
    let mut done = answer();
    done["attachment_ids"] = json!([proof]);
    kept.done(&liaison, "follow_up", done).await;
    kept.must_with(Person::AdminHere, "redact", json!({ "public_attachment_ids": [proof] })).await;
    let follower = &duplicate.reporter;
    let [timeline, assignments, files] =
        ["timeline", "assignments", "attachments"].map(|part| format!("{}/{part}", kept.path()));
    let (file, content) = (format!("{files}/{proof}"), format!("{files}/{proof}/content"));
    let told = async |field: &str| {
        let events = server.all(follower, &timeline).await;
        events.into_iter().filter(|event| event.get(field).is_some()).count()
    };
    let unit = async || server.all(follower, &assignments).await[0].get("unit_id").cloned();
    let seen = kept.see(follower).await.ok().json();
    assert_eq!((&seen["title"], &seen["public_text"]["body"]), (&json!("Judul petugas"), &json!("Isi petugas")));
    let given_to = json!(server.places().units[0]);
    assert_eq!((unit().await, &seen["unit_id"]), (Some(given_to.clone()), &given_to));
    assert_eq!((told("text").await, told("attachment_ids").await), (0, 0), "open files stand in their own list");
    assert_eq!(server.all(follower, &files).await.len(), 1);
    for path in [&file, &content] {
        server.get(follower, path).await.ok();
    }
    let link = server.post(follower, &format!("{file}/links"), json!({})).await.ok().text("url");
    let link = &link[link.find("/v1/").expect("a path")..];
    server.get(&Caller::Nobody, link).await.ok();

    kept.must(Person::AdminHere, "restrict").await;
    let seen = kept.see(follower).await.ok().json();
    assert_eq!(seen["state"], "awaiting_reporter");
    for absent in ["title", "body", "public_text", "unit_id", "category_id", "reporter"] {
        assert!(seen.get(absent).is_none(), "{absent} in {seen}");
    }
    assert!(seen["assignments"][0].get("unit_id").is_none() && unit().await.is_none(), "{seen}");
    assert_eq!((told("text").await, told("attachment_ids").await), (0, 0));
    assert!(!server.all(follower, &timeline).await.is_empty(), "how it goes on is told");
    assert!(server.all(follower, &files).await.is_empty());
    for path in [file.as_str(), &content] {
        server.get(follower, path).await.refused(404, "not_found");
    }
    server.post(follower, &format!("{file}/links"), json!({})).await.refused(404, "not_found");
    server.get(&Caller::Nobody, link).await.refused(404, "not_found");
    server.get(&liaison, &content).await.ok();
}

/// Their secret is that of the case that was merged, and no secret of the kept one.
async fn whoever_follows_by_a_secret_has_links_too(server: &TestServer) {
    let (kept, duplicate) = (Case::new(server).await, Case::new(server).await);
    duplicate.must_with(Person::AdminHere, "merge", merge(&kept)).await;
    let mut publish = body_of("verify", server.places());
    publish["public_text"] = json!({ "title": "Judul petugas", "body": "Isi petugas" });
    kept.must_with(Person::AdminHere, "verify", publish).await;
    let liaison = server.log_in(Person::Liaison).await;
    let proof = server.upload(&liaison, &kept.path(), &photograph()).await.ok().text("id");
    kept.must_with(Person::AdminHere, "redact", json!({ "public_attachment_ids": [proof] })).await;
    let links = format!("{}/attachments/{proof}/links", kept.path());
    let link = server.post(&duplicate.reporter, &links, json!({})).await.ok().text("url");
    server.get(&Caller::Nobody, &link[link.find("/v1/").expect("a path")..]).await.ok();
}

async fn who_follows_a_chain_follows_its_end(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let first = Case::file(server, &siti, complaint(server.places())).await;
    let [second, third] = [Case::new(server).await, Case::new(server).await];
    first.must_with(Person::AdminHere, "merge", merge(&second)).await;
    second.must_with(Person::AdminHere, "merge", merge(&third)).await;
    assert_eq!(third.seen().await["follower_count"], 2);
    for case in [&second, &third] {
        assert_eq!(case.see(&siti).await.ok().json()["allowed_actions"], json!([]));
    }
    third.see(&second.reporter).await.ok();
    // What ended cannot be merged into.
    let admin = server.log_in(Person::AdminHere).await;
    let faults = third.act(&admin, "merge", merge(&second)).await.refused(422, "validation_failed").faults();
    assert_eq!(faults, [("/kept_id".to_owned(), "case_ended".to_owned())]);
    let version = third.seen().await["version"].as_i64();
    first.must(Person::AdminHere, "unarchive").await;
    let seen = third.seen().await;
    assert_eq!((&seen["follower_count"], seen["version"].as_i64()), (&json!(1), version.map(|version| version + 1)));
    third.see(&siti).await.refused(404, "not_found");
}

async fn who_hides_later_is_counted_no_longer(server: &TestServer) {
    let [first, second, third] = [Case::new(server).await, Case::new(server).await, Case::new(server).await];
    first.must_with(Person::AdminHere, "merge", merge(&second)).await;
    second.must_with(Person::AdminHere, "merge", merge(&third)).await;
    let admin = server.log_in(Person::AdminHere).await;
    let (tag, version) = (
        third.see(&admin).await.header("etag").to_owned(),
        second.seen().await["version"].as_i64().expect("a version"),
    );
    let stricter = json!({ "is_secret": true, "reason": "Permintaan pelapor." });
    first.must_with(Person::AdminHere, "restrict", stricter).await;
    // Whoever kept the answer from before is told that it has changed.
    let again = server.call(reqwest::Method::GET, &third.path()).by(&admin).header("if-none-match", tag);
    assert_eq!(again.send().await.ok().json()["follower_count"], 1);
    assert_eq!(second.seen().await["version"].as_i64(), Some(version + 1));
    let seen = third.seen().await;
    first.must(Person::AdminHere, "unarchive").await;
    assert_eq!(third.seen().await, seen, "it was counted no longer");
}

async fn what_may_not_be_merged(server: &TestServer) {
    let places = server.places();
    let admin = server.log_in(Person::AdminHere).await;
    let flagged = async |flag: &str| {
        let mut body = complaint(places);
        body[flag] = json!(true);
        Case::file(server, &Caller::Nobody, body).await
    };
    let (plain, secret, anonymous) =
        (Case::new(server).await, flagged("is_secret").await, flagged("is_anonymous").await);
    for (case, kept) in [(&plain, &secret), (&plain, &anonymous), (&anonymous, &secret), (&secret, &anonymous)] {
        case.act(&admin, "merge", merge(kept)).await.refused(409, "stricter_target");
    }
    let mut elsewhere = complaint(places);
    elsewhere["target_agency_id"] = json!(places.other_city);
    let elsewhere = Case::file(server, &Caller::Nobody, elsewhere).await;
    let unknown = json!({ "kept_id": "019513d1-0000-7000-8000-000000000000", "reason": "x" });
    let hidden = plain.act(&admin, "merge", merge(&elsewhere)).await.refused(422, "validation_failed");
    let missing = plain.act(&admin, "merge", unknown).await.refused(422, "validation_failed");
    assert_eq!((hidden.faults(), hidden.code()), (missing.faults(), missing.code()), "what is hidden is unknown");
    let own = plain.act(&admin, "merge", merge(&plain)).await.refused(422, "validation_failed").faults();
    assert_eq!(own, [("/kept_id".to_owned(), "same_case".to_owned())]);
    // The coordinator sees both.
    plain.done(&server.log_in(Person::Coordinator).await, "merge", merge(&elsewhere)).await;
    secret.done(&admin, "merge", merge(&Case::new(server).await)).await;
}

/// Each of two cases into the other, by many at once.
async fn merging_crosswise_keeps_one(server: &TestServer) {
    let admin = server.log_in(Person::AdminHere).await;
    for _ in 0..5 {
        let [first, second] = [Case::new(server).await, Case::new(server).await];
        let calls = (0..8).map(|n| {
            let (case, kept) = if n % 2 == 0 { (&first, &second) } else { (&second, &first) };
            case.act(&admin, "merge", merge(kept))
        });
        let statuses: Vec<u16> = join_all(calls).await.iter().map(|answer| answer.status).collect();
        assert!(statuses.iter().all(|status| matches!(status, 200 | 409 | 422)), "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        let states = [first.seen().await["state"].clone(), second.seen().await["state"].clone()];
        assert!(states.contains(&json!("archived")) && states.contains(&json!("unverified")), "{states:?}");
    }
}
