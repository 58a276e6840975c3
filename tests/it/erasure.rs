//! Erasing people (penghapusan data pribadi): on request, and when the periods of retention end; and what stands against it.

use padi_worker::mail::Mailer;
use reqwest::Method;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::{
    dialogue,
    harness::{
        Caller, Case, PASSWORD, Person, TestServer, answer, body_of, complaint, information, on_both, photograph,
    },
    personal_data::{MINE, ask, names, officer, path_of},
};

on_both!(
    an_account_is_erased,
    all_that_hangs_on_a_case_goes,
    a_reporter_without_account_is_erased,
    what_was_split_off_goes_with_the_whole,
    a_typed_address_of_somebody_else_keeps_its_mails,
    what_was_kept_long_enough_is_erased,
    what_cannot_be_opened_holds_up_nobody,
    who_asked_for_information_goes_with_the_account,
);

/// How many mails in the folder go to the person.
fn mails(folder: &std::path::Path, to: Person) -> usize {
    let files = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("a file").path());
    let line = format!("To: {}", to.email());
    files.filter(|path| std::fs::read_to_string(path).expect("a mail").contains(&line)).count()
}

async fn identities(server: &TestServer, case: &Case<'_>) -> i64 {
    server.database.count_of("complaint_identities", "complaint_id", &case.id, "true").await
}

/// How many cases still carry a mark of the account.
async fn marked(server: &TestServer, case: &Case<'_>) -> i64 {
    server.database.count_of("complaints", "id", &case.id, "reporter_key IS NOT NULL").await
}

/// How many rows there are.
async fn rows(server: &TestServer, of: &str) -> i64 {
    server.database.number(&format!("SELECT count(*) FROM {of}")).await
}

async fn an_account_is_erased(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let folder = tempfile::TempDir::new().expect("a folder");
    let mailer = Mailer::into_folder(folder.path().to_owned(), "http://padi.test").expect("a mailer");
    let stop = CancellationToken::new();
    // A mail of the past, and an answer that is kept for a retry.
    server
        .post(&Caller::Nobody, "/v1/auth/request-password-reset", json!({ "email": Person::Siti.email() }))
        .await
        .ok();
    mailer.deliver_due(server.app(), &stop).await.expect("mails go out");
    let old = mails(folder.path(), Person::Siti);
    assert!(old >= 1, "the mail of the past was delivered");
    let call = server.call(reqwest::Method::POST, "/v1/complaints").by(&siti).header("idempotency-key", "satu");
    let filed = call.json(&complaint(server.places())).send().await.ok();
    let case =
        Case { server, id: filed.text("id"), tracking_number: filed.text("tracking_number"), reporter: siti.clone() };
    let asked = ask(server, &siti, MINE, "erasure").await;
    let (path, officer) = (path_of(&asked), officer(server).await);
    let grant = format!("{path}/grant");
    let seen = server.get(&officer, &path).await.ok().json();
    assert_eq!(names(&seen["obstacles"]), ["case_open"]);
    assert_eq!(names(&seen["allowed_actions"]), ["check_identity", "refuse"]);
    let refused = server.post(&officer, &grant, json!({})).await;
    assert_eq!((refused.status, refused.code()), (409, "invalid_transition".to_owned()));
    case.done(&siti, "withdraw", body_of("withdraw", server.places())).await;
    let hold = json!({ "case_kind": "complaint", "case_id": case.id, "reason": "Perkara 12/Pid.Sus/2026." });
    let hold = server.post(&officer, "/v1/legal-holds", hold).await;
    assert_eq!(hold.status, 201, "{hold}");
    let barred = server.post(&officer, &grant, json!({})).await;
    assert_eq!((barred.status, barred.code()), (409, "legal_hold".to_owned()));
    assert_eq!(identities(server, &case).await, 1);
    let ending = format!("/v1/legal-holds/{}/lift", hold.text("id"));
    server.post(&officer, &ending, json!({ "reason": "Putusan tetap." })).await.ok();
    let twice = server.post(&officer, &ending, json!({ "reason": "Putusan tetap." })).await;
    assert_eq!((twice.status, twice.code()), (409, "invalid_transition".to_owned()));
    assert_eq!(server.all(&officer, "/v1/legal-holds").await[0]["lift_reason"], "Putusan tetap.");
    let stale = server.call(reqwest::Method::POST, &grant).by(&officer).header("if-match", "\"7\"");
    assert_eq!(stale.json(&json!({})).send().await.status, 412);
    let done = server.post(&officer, &grant, json!({ "note": "Selesai." })).await.ok().json();
    assert_eq!(done["state"], "granted");
    assert!(done.get("text").is_none() && done.get("decision_text").is_none(), "{done}");

    // Nothing leads to the person any more.
    assert_eq!((identities(server, &case).await, marked(server, &case).await), (0, 0));
    let email = Person::Siti.email();
    for (what, left) in [
        (format!("users WHERE email = '{email}'"), 0),
        ("refresh_tokens WHERE user_id NOT IN (SELECT id FROM users)".to_owned(), 0),
        ("sessions WHERE user_id NOT IN (SELECT id FROM users)".to_owned(), 0),
        ("idempotency_records WHERE key = 'satu'".to_owned(), 0),
        ("data_requests WHERE user_id IS NOT NULL OR text IS NOT NULL OR changes IS NOT NULL".to_owned(), 0),
        // The one that tells of the erasure.
        (format!("mails WHERE recipient = '{email}'"), 1),
    ] {
        assert_eq!(server.database.number(&format!("SELECT count(*) FROM {what}")).await, left, "{what}");
    }
    assert_eq!(server.get(&siti, "/v1/me").await.status, 401);
    let log_in = json!({ "email": email, "password": PASSWORD });
    assert_eq!(server.post(&Caller::Nobody, "/v1/auth/login", log_in).await.status, 401);
    server.forget(Person::Siti);
    // The case stays, for its handlers.
    assert_eq!(case.see(&server.log_in(Person::AdminHere).await).await.ok().text("state"), "withdrawn");

    // The mails of the past go from the folder, the last one stays, and its delivery is the notice.
    assert_eq!(mailer.erase(server.app()).await.expect("files go"), u64::try_from(old).expect("few"));
    assert_eq!(mails(folder.path(), Person::Siti), 0);
    mailer.deliver_due(server.app(), &stop).await.expect("mails go out");
    assert_eq!(mailer.erase(server.app()).await.expect("nothing is left to do"), 0);
    assert_eq!(mails(folder.path(), Person::Siti), 1);
    assert_eq!(server.app().mark_told_data_requests().await.expect("told"), 1);
    assert_eq!(server.get(&officer, &path).await.ok().text("state"), "notified");
    assert_eq!(server.app().mark_told_data_requests().await.expect("told once"), 0);
}

async fn a_reporter_without_account_is_erased(server: &TestServer) {
    let mut body = complaint(server.places());
    body["reporter"] = json!({ "name": "Pelapor", "email": "pelapor@uji.example", "nik": "7371234501900001" });
    let case = Case::file(server, &Caller::Nobody, body).await;
    let path = format!("/v1/track/{}/data-requests", case.tracking_number);
    let siti = server.log_in(Person::Siti).await;
    let wrong = Caller::Secret("0123456789ABCDEFGHJKMNPQRS".to_owned());
    let body = || json!({ "kind": "erasure", "text": "Hapus data saya." });
    for (caller, status) in [(&Caller::Nobody, 401), (&wrong, 404), (&siti, 404)] {
        assert_eq!(server.post(caller, &path, body()).await.status, status, "{caller:?}");
        assert_eq!(server.get(caller, &path).await.status, status, "{caller:?}");
    }
    let unknown = "/v1/track/KDN-2026-0000000000/data-requests";
    assert_eq!(server.get(&case.reporter, unknown).await.status, 404);
    case.reporter_must("withdraw").await;
    let key =
        |by: Caller| server.call(reqwest::Method::POST, &path).by(&by).header("idempotency-key", "kunci-yang-panjang");
    let asked = key(case.reporter.clone()).json(&body()).send().await.ok();
    let replayed = key(case.reporter.clone()).json(&body()).send().await;
    assert_eq!(replayed.header("idempotency-replayed"), "true", "{replayed}");
    let officer = officer(server).await;
    assert_eq!(identities(server, &case).await, 1);
    let done = server.post(&officer, &format!("{}/grant", path_of(&asked)), json!({ "note": "Sudah." })).await.ok();
    assert_eq!(done.text("state"), "granted");
    assert_eq!(identities(server, &case).await, 0);
    let kept = "SELECT count(*) FROM idempotency_records WHERE scope LIKE 'secret:%'";
    assert_eq!(server.database.number(kept).await, 0);
    let mine = server.all(&case.reporter, &path).await;
    assert_eq!((&mine[0]["granted"], mine[0].get("text")), (&json!(true), None));
    assert_eq!(server.database.number("SELECT count(*) FROM mails WHERE recipient = 'pelapor@uji.example'").await, 1);
}

async fn what_was_split_off_goes_with_the_whole(server: &TestServer) {
    let mut body = complaint(server.places());
    body["reporter"] = json!({ "name": "Pelapor" });
    let case = Case::file(server, &Caller::Nobody, body).await;
    case.dispose(true).await;
    let split = case.must(Person::AdminHere, "split").await;
    let child = split["child_ids"][0].as_str().expect("a child").to_owned();
    let all = [case.id.clone(), child];
    let kept = async || {
        let mut kept = 0;
        for id in &all {
            kept += server.database.count_of("complaint_identities", "complaint_id", id, "true").await;
        }
        kept
    };
    assert_eq!(kept().await, 2);
    case.reporter_must("withdraw").await;
    let path = format!("/v1/track/{}/data-requests", case.tracking_number);
    let asked = ask(server, &case.reporter, &path, "erasure").await;
    let officer = officer(server).await;
    let open = server.get(&officer, &path_of(&asked)).await.ok().json();
    assert_eq!(names(&open["obstacles"]), ["case_open"], "the part is still being worked on");
    server.post(&case.reporter, &format!("/v1/complaints/{}/withdraw", all[1]), json!({})).await.ok();
    server.post(&officer, &format!("{}/grant", path_of(&asked)), json!({})).await.ok();
    assert_eq!(kept().await, 0);
}

async fn all_that_hangs_on_a_case_goes(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let choice = json!({ "email": { "receipt": false } });
    server.patch(&siti, "/v1/me/notification-preferences", choice).await.ok();
    let case = Case::file(server, &siti, complaint(server.places())).await;
    case.bring_to("in_dialogue", true).await;
    let item = dialogue::agree(&case).await;
    let liaison = server.log_in(Person::Liaison).await;
    let done = format!("{}/dialogue/items/{item}/complete", case.path());
    server.post(&liaison, &done, json!({ "evidence": "Foto kartu" })).await.ok();
    let attached = server.upload(&siti, &case.path(), &photograph()).await.ok().text("id");
    server.upload(&liaison, &case.path(), &photograph()).await.ok();
    server.post(&siti, &format!("{}/attachments/{attached}/links", case.path()), json!({})).await.ok();
    // What an officer is answered tells of the case, too.
    let word = server.call(Method::POST, &case.path_to("follow_up")).by(&liaison).header("idempotency-key", "kata");
    word.json(&body_of("follow_up", server.places())).send().await.ok();
    case.reporter_must("withdraw").await;
    server.follow().await;
    let request = ask(server, &siti, MINE, "erasure").await;
    let officer = officer(server).await;
    let check = server.call(Method::POST, &format!("{}/check-identity", path_of(&request))).by(&officer);
    check.header("idempotency-key", "periksa").json(&json!({})).send().await.ok();
    let hex = server.database.hex_of("case_id");
    let notified = format!("notifications WHERE {hex} = '{}' AND kind = 'follow_up'", case.id.replace('-', ""));
    let gone = [
        "dialogue_entries",
        "dialogue_items",
        "attachments",
        "blobs",
        "file_links",
        "notification_preferences",
        "idempotency_records WHERE key = 'kata'",
        "idempotency_records WHERE key = 'periksa'",
        "complaints WHERE has_contact = TRUE",
        notified.as_str(),
    ];
    for what in gone {
        assert!(rows(server, what).await > 0, "{what}");
    }
    server.post(&officer, &format!("{}/grant", path_of(&request)), json!({})).await.ok();
    for what in gone {
        assert_eq!(rows(server, what).await, 0, "{what}");
    }
    server.forget(Person::Siti);
    // Sealed content leaves the store with its key; the object itself with the next sweep.
    let seen = case.see(&server.log_in(Person::AdminHere).await).await.ok().json();
    assert_eq!((&seen["state"], &seen["dialogue_days"]), (&json!("withdrawn"), &json!(null)));
    let talks = server.get(&server.log_in(Person::AdminHere).await, &format!("{}/dialogue", case.path())).await.ok();
    assert_eq!(talks.json()["agreements"], json!([]));
}

async fn a_typed_address_of_somebody_else_keeps_its_mails(server: &TestServer) {
    let budi = Person::Budi.email();
    let reset = json!({ "email": budi });
    server.post(&Caller::Nobody, "/v1/auth/request-password-reset", reset).await.ok();
    let mut body = complaint(server.places());
    body["reporter"] = json!({ "name": "Pelapor", "email": budi });
    let case = Case::file(server, &Caller::Nobody, body).await;
    case.reporter_must("withdraw").await;
    let path = format!("/v1/track/{}/data-requests", case.tracking_number);
    let asked = ask(server, &case.reporter, &path, "erasure").await;
    let kept = format!("mails WHERE recipient = '{budi}'");
    let before = rows(server, &kept).await;
    server.post(&officer(server).await, &format!("{}/grant", path_of(&asked)), json!({})).await.ok();
    assert_eq!(identities(server, &case).await, 0);
    // The one that tells of the erasure comes beside.
    assert_eq!(rows(server, &kept).await, before + 1);
}

/// A case that ended today, with an identity.
async fn closed<'a>(server: &'a TestServer, by: &Caller, is_anonymous: bool) -> Case<'a> {
    let mut body = complaint(server.places());
    body["reporter"] = json!({ "name": "Pelapor", "phone": "0812345678" });
    body["is_anonymous"] = json!(is_anonymous);
    let case = Case::file(server, by, body).await;
    case.must(Person::AdminHere, "handle").await;
    case.must_with(Person::AdminHere, "follow_up", answer()).await;
    case.reporter_must("accept").await;
    case
}

async fn what_was_kept_long_enough_is_erased(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let ordinary = closed(server, &siti, false).await;
    let anonymous = closed(server, &Caller::Nobody, true).await;
    let kept = closed(server, &Caller::Nobody, true).await;
    let evidence = closed(server, &Caller::Nobody, true).await;
    let hex = server.database.hex_of("id");
    let id = evidence.id.replace('-', "");
    server
        .database
        .execute(&format!("UPDATE complaints SET class = 'complaint_supervisory' WHERE {hex} = '{id}'"))
        .await;
    let open = Case::file(server, &siti, complaint(server.places())).await;
    let officer = officer(server).await;
    let hold = json!({ "case_kind": "complaint", "case_id": kept.id, "reason": "Perkara 12." });
    let hold = server.post(&officer, "/v1/legal-holds", hold).await.ok();
    let left = async || {
        let mut left = Vec::new();
        for case in [&ordinary, &anonymous, &kept, &evidence, &open] {
            left.push(identities(server, case).await);
        }
        (left, marked(server, &ordinary).await)
    };
    // They were completed on 2 March 2026.
    for (now, expected) in [
        ("2028-03-01T16:00:00.000Z", (vec![1, 1, 1, 1, 1], 1)),
        ("2028-03-02T17:30:00.000Z", (vec![1, 0, 1, 1, 1], 1)),
        ("2031-03-02T17:30:00.000Z", (vec![0, 0, 1, 1, 1], 0)),
        ("2036-03-02T17:30:00.000Z", (vec![0, 0, 1, 0, 1], 0)),
    ] {
        server.set_clock(now).await;
        assert_eq!(left().await, expected, "{now}");
    }
    let path = format!("/v1/legal-holds/{}/lift", hold.text("id"));
    server.post(&officer, &path, json!({ "reason": "Selesai." })).await.ok();
    server.set_clock("2036-03-04T02:00:00.000Z").await;
    assert_eq!(left().await, (vec![0, 0, 0, 0, 1], 0));
    // What was erased is told, and tells nobody.
    let seen = server.get(&anonymous.reporter, &format!("{}/timeline", anonymous.path())).await.ok().json();
    let kinds: Vec<_> = seen["data"].as_array().expect("events").iter().map(|event| event["kind"].clone()).collect();
    assert!(kinds.contains(&json!("complaint.reporter_erased")), "{kinds:?}");
}

async fn what_cannot_be_opened_holds_up_nobody(server: &TestServer) {
    let cases = [
        closed(server, &Caller::Nobody, true).await,
        closed(server, &Caller::Nobody, true).await,
        closed(server, &Caller::Nobody, true).await,
    ];
    // What is told of them is told before.
    server.set_clock("2028-03-01T16:00:00.000Z").await;
    let [unreachable, unnamed, _] = &cases;
    // A ciphertext opens in its own column only.
    for (case, column) in [(unreachable, "email"), (unnamed, "name")] {
        let (hex, id) = (server.database.hex_of("complaint_id"), case.id.replace('-', ""));
        let swap = format!("UPDATE complaint_identities SET {column} = phone WHERE {hex} = '{id}'");
        server.database.execute(&swap).await;
    }
    server.set_clock("2028-03-02T17:30:00.000Z").await;
    let mut left = Vec::new();
    for case in &cases {
        left.push(identities(server, case).await);
    }
    assert_eq!(left, [1, 0, 0], "only an address is needed for erasing, and only that case waits for it");
}

async fn who_asked_for_information_goes_with_the_account(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let asked = server.post(&siti, "/v1/information-requests", information(server.places())).await.ok();
    let request = format!("/v1/information-requests/{}", asked.text("id"));
    let correction = json!({ "kind": "correction", "text": "Nama keliru.", "changes": { "name": "Siti Rahayu" } });
    let (officer, wish) = (officer(server).await, server.post(&siti, MINE, correction).await.ok());
    server.post(&officer, &format!("{}/grant", path_of(&wish)), json!({})).await.ok();
    let seen = server.get(&siti, &request).await.ok().json();
    assert_eq!(
        (&seen["applicant"]["name"], &seen["applicant"]["address"]),
        (&json!("Siti Rahayu"), &json!("Jl. Sulawesi 7, Makassar"))
    );

    let erasure = path_of(&ask(server, &siti, MINE, "erasure").await);
    assert_eq!(names(&server.get(&officer, &erasure).await.ok().json()["obstacles"]), ["case_open"]);
    server.post(&siti, &format!("{request}/withdraw"), json!({})).await.ok();
    server.post(&officer, &format!("{erasure}/grant"), json!({})).await.ok();
    server.forget(Person::Siti);
    for (what, left) in [
        ("information_identities", 0),
        ("information_requests WHERE reporter_key IS NOT NULL", 0),
        // Nothing that was numbered is deleted.
        ("information_requests WHERE registration_number LIKE '0001/PPID/%'", 1),
    ] {
        assert_eq!(rows(server, what).await, left, "{what}");
    }
}
