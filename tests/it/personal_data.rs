//! Personal data: what people ask of theirs and what comes of it, exports, who read what. Erasing is in `erasure`.

use chrono::{DateTime, TimeDelta, Utc};
use padi_kernel::{actor::ActorRole, id::UserId};
use padi_persistence::{
    access_log::{self, Entry, What},
    db::{Db, Durability},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    dialogue,
    harness::{
        Answer, Caller, Case, Person, Request, TestServer, accusation, complaint, information, on_both, photograph,
        supervisory,
    },
};

on_both!(
    a_correction_reaches_every_case,
    a_corrected_address_gets_nothing_more,
    hours_run_on_weekends,
    strangers_learn_nothing,
    nobody_decides_on_their_own,
    an_officer_without_second_factor_sees_no_identity,
    who_accuses_a_house_asks_the_ministry,
    an_export_holds_everything_for_a_day,
    who_read_it_is_told,
    a_limit_is_remembered,
    a_limit_holds_for_what_is_split_off_later,
    shapes_are_checked,
);

pub(crate) const MINE: &str = "/v1/me/data-requests";
pub(crate) const ALL: &str = "/v1/data-requests";

pub(crate) async fn ask(server: &TestServer, by: &Caller, path: &str, kind: &str) -> Answer {
    let answer = server.post(by, path, json!({ "kind": kind, "text": "Mohon diproses." })).await;
    assert_eq!(answer.status, 201, "{answer}");
    answer
}

pub(crate) async fn officer(server: &TestServer) -> Caller {
    server.with_second_factor(Person::PrivacyOfficer).await
}

pub(crate) fn path_of(request: &Answer) -> String {
    format!("{ALL}/{}", request.text("id"))
}

pub(crate) fn names(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|it| it.as_str().expect("a name")).collect()
}

async fn a_correction_reaches_every_case(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let case = Case::file(server, &siti, complaint(server.places())).await;
    let changes = json!({ "name": "Siti Aminah", "phone": "0812-345-678", "nik": "7371234501900001" });
    let body = json!({ "kind": "correction", "text": "Nama saya salah tulis.", "changes": changes });
    let asked = server.post(&siti, MINE, body).await;
    assert_eq!(asked.status, 201, "{asked}");
    assert!(asked.header("location").ends_with(&path_of(&asked)), "{asked}");
    assert_eq!(asked.json()["changes"]["nik_masked"], "************0001");
    assert!(!asked.to_string().contains("7371234501900001"), "nobody is shown a NIK whole");
    let named = async || {
        let hex = server.database.hex_of("complaint_id");
        let id = case.id.replace('-', "");
        let size = format!("SELECT CAST(length(name) AS bigint) FROM complaint_identities WHERE {hex} = '{id}'");
        server.database.number(&size).await
    };
    let before = named().await;
    let officer = officer(server).await;
    let listed = server.all(&officer, &format!("{ALL}?state=received")).await;
    assert_eq!(listed[0]["text"], "Nama saya salah tulis.");
    let done =
        server.post(&officer, &format!("{}/grant", path_of(&asked)), json!({ "note": "Sudah dibetulkan." })).await;
    let done = done.ok().json();
    assert_eq!((&done["state"], &done["granted"]), (&json!("granted"), &json!(true)));
    assert_eq!(done["decision_text"], "Sudah dibetulkan.");
    assert_eq!(done["deadlines"][0]["state"], "met");
    assert_eq!(server.get(&siti, "/v1/me").await.ok().text("name"), "Siti Aminah");
    // Sealed, so its length is all that tells it from outside: one byte of the text is one of the envelope.
    assert_ne!(named().await, before);
    let phones = "SELECT count(*) FROM complaint_identities WHERE phone IS NOT NULL";
    assert_eq!(server.database.number(phones).await, 1);
    let mine = server.get(&siti, MINE).await.ok().json();
    assert_eq!(mine["data"][0]["decision_text"], "Sudah dibetulkan.");
    let again = server.post(&officer, &format!("{}/grant", path_of(&asked)), json!({})).await;
    assert_eq!((again.status, again.code()), (409, "invalid_transition".to_owned()));
}

async fn a_corrected_address_gets_nothing_more(server: &TestServer) {
    let (budi, officer) = (Person::Budi.email(), officer(server).await);
    // The one has no account; the other is somebody else's, who keeps their mails.
    for (wrong, right, left) in [("salah@uji.example", "benar@uji.example", 0), (&budi, "juga@uji.example", 2)] {
        let mut body = complaint(server.places());
        body["reporter"] = json!({ "name": "Pelapor", "email": wrong });
        let case = Case::file(server, &Caller::Nobody, body).await;
        case.dispose(true).await;
        server.follow().await;
        let mails = async |to: &str| {
            let numbered = format!("recipient = '{to}' AND body LIKE '%{}%'", case.tracking_number);
            server.database.number(&format!("SELECT count(*) FROM mails WHERE {numbered}")).await
        };
        assert_eq!((mails(wrong).await, mails(right).await), (2, 0), "receipt and disposition wait");
        let path = format!("/v1/track/{}/data-requests", case.tracking_number);
        let changes = json!({ "email": right });
        let asked = json!({ "kind": "correction", "text": "Alamat salah.", "changes": changes });
        let asked = server.post(&case.reporter, &path, asked).await.ok();
        server.post(&officer, &format!("{}/grant", path_of(&asked)), json!({})).await.ok();
        assert_eq!(mails(wrong).await, left);
        let told = "SELECT count(*) FROM mails WHERE recipient =";
        assert_eq!(server.database.number(&format!("{told} '{right}'")).await, 1, "of the outcome, at the new address");
        case.must(Person::Liaison, "follow_up").await;
        server.follow().await;
        assert_eq!((mails(wrong).await, mails(right).await), (left, 1));
    }
}

async fn hours_run_on_weekends(server: &TestServer) {
    // A Friday evening in Jakarta.
    server.set_clock("2026-03-06T12:00:00.000Z").await;
    let siti = server.log_in(Person::Siti).await;
    for (kind, code) in [("access", "X2"), ("correction", "X1"), ("erasure", "X4"), ("restriction", "X4")] {
        let mut body = json!({ "kind": kind, "text": "Mohon diproses." });
        if kind == "correction" {
            body["changes"] = json!({ "name": "Siti" });
        }
        let asked = server.post(&siti, MINE, body).await.ok().json();
        let (clock, received) = (&asked["deadlines"][0], &asked["received_at"]);
        let at = |value: &Value| value.as_str().expect("a time").parse::<DateTime<Utc>>().expect("a time");
        assert_eq!(clock["code"], code);
        assert_eq!((&clock["unit"], &clock["length"]), (&json!("clock_hour"), &json!(72)));
        assert_eq!(at(&clock["due_at"]) - at(received), TimeDelta::hours(72));
    }
    server.set_clock("2026-03-09T11:59:00.000Z").await;
    let none = server.all(&siti, MINE).await;
    assert!(none.iter().all(|request| request["overdue"].as_array().is_some_and(Vec::is_empty)), "{none:?}");
    assert!(server.set_clock("2026-03-09T12:01:00.000Z").await >= 4);
    let late = server.all(&siti, MINE).await;
    assert!(late.iter().all(|request| request["overdue"].as_array().is_some_and(|all| all.len() == 1)), "{late:?}");
    let officer = officer(server).await;
    let path = format!("{ALL}/{}", late.last().expect("four")["id"].as_str().expect("an id"));
    let done = server.post(&officer, &format!("{path}/check-identity"), json!({})).await.ok();
    assert_eq!((done.text("state"), done.json()["overdue"][0].clone()), ("identity_check".to_owned(), json!("X2")));
    let done = server.post(&officer, &format!("{path}/grant"), json!({})).await.ok().json();
    assert_eq!((&done["overdue"], &done["deadlines"][0]["state"]), (&json!([]), &json!("missed")));
}

async fn strangers_learn_nothing(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let asked = ask(server, &siti, MINE, "access").await;
    let path = path_of(&asked);
    assert_eq!(server.get(&siti, &path).await.ok().json()["allowed_actions"], json!([]));
    for person in Person::ALL {
        let caller = match person {
            Person::PrivacyOfficer => officer(server).await,
            _ => server.log_in(person).await,
        };
        let (look, list) = (server.get(&caller, &path).await.status, server.get(&caller, ALL).await.status);
        let acts = [
            server.post(&caller, &format!("{path}/check-identity"), json!({})).await.status,
            server
                .post(&caller, &format!("{path}/refuse"), json!({ "reason_code": "retention", "text": "x" }))
                .await
                .status,
            server.post(&caller, &format!("{path}/grant"), json!({})).await.status,
        ];
        let expected = match person {
            Person::Siti => (200, 403, [403, 403, 403]),
            // Refused by the officer, so that granting comes too late.
            Person::PrivacyOfficer => (200, 200, [200, 200, 409]),
            _ => (404, 403, [404, 404, 404]),
        };
        assert_eq!((look, list, acts), expected, "{person:?}");
        let holds = server.get(&caller, "/v1/legal-holds").await.status;
        assert_eq!(holds, if person == Person::PrivacyOfficer { 200 } else { 403 }, "{person:?}");
    }
    assert_eq!(server.get(&Caller::Nobody, &path).await.status, 401);
    assert_eq!(server.get(&siti, &format!("{ALL}/nonsense")).await.status, 404);
}

async fn nobody_decides_on_their_own(server: &TestServer) {
    let officer = officer(server).await;
    let asked = ask(server, &officer, MINE, "erasure").await;
    let own = server.post(&officer, &format!("{}/grant", path_of(&asked)), json!({})).await;
    assert_eq!((own.status, own.code()), (403, "forbidden".to_owned()));
    // Whoever holds a role is not erased: what an officer did must stay attributable.
    let admin = server.log_in(Person::AdminHere).await;
    let asked = ask(server, &admin, MINE, "erasure").await;
    assert_eq!(names(&server.get(&officer, &path_of(&asked)).await.ok().json()["obstacles"]), ["retention"]);
    let refused = json!({ "reason_code": "retention", "text": "Akun dinas." });
    let refused = server.post(&officer, &format!("{}/refuse", path_of(&asked)), refused).await.ok().json();
    assert_eq!((&refused["state"], &refused["reason_code"]), (&json!("refused"), &json!("retention")));
    assert_eq!(server.get(&admin, "/v1/me").await.status, 200);
}

async fn an_export_holds_everything_for_a_day(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let case = Case::file(server, &siti, complaint(server.places())).await;
    case.bring_to("in_dialogue", true).await;
    dialogue::agree(&case).await;
    let attached = server.upload(&siti, &case.path(), &photograph()).await.ok().text("id");
    server.follow().await;
    let request = Request::file(server, &siti, information(server.places())).await;
    ask(server, &siti, MINE, "restriction").await;
    let asked = server.post(&siti, "/v1/me/data-export", json!({})).await;
    assert_eq!((asked.status, asked.text("state")), (202, "ready".to_owned()));
    let path = format!("/v1/me/data-exports/{}", asked.text("id"));
    assert!(asked.header("location").ends_with(&path), "{asked}");
    let data = server.get(&siti, &path).await.ok().json()["data"].clone();
    assert_eq!(data["account"]["email"], Person::Siti.email());
    assert_eq!(data["complaints"][0]["complaint"]["id"], case.id);
    assert_eq!(data["complaints"][0]["complaint"]["body"], "Sudah enam bulan menunggu KTP.");
    assert_eq!(data["complaints"][0]["timeline"][0]["kind"], "complaint.submitted");
    let dialogue = &data["complaints"][0]["dialogue"];
    assert_eq!(dialogue["agreements"][0]["text"], "Kartu dicetak ulang.");
    assert!(dialogue.get("contacts").is_none(), "notes are the handlers': {dialogue}");
    assert_eq!(data["complaints"][0]["attachments"][0]["id"], attached);
    let asked = &data["information_requests"][0];
    assert_eq!(asked["information_request"]["id"], request.id);
    assert_eq!(asked["information_request"]["applicant"]["name"], "Rahmat Hidayat");
    assert_eq!(asked["timeline"][0]["kind"], "information_request.submitted");
    assert_eq!(data["notifications"][0]["case_id"], case.id);
    assert_eq!(data["sessions"][0]["current"], true);
    assert_eq!(data["data_requests"][0]["kind"], "restriction");
    for other in [server.log_in(Person::Budi).await, officer(server).await] {
        assert_eq!(server.get(&other, &path).await.status, 404);
    }
    assert_eq!(server.get(&Caller::Nobody, &path).await.status, 401);
    server.database.execute("UPDATE data_exports SET expires_at = created_at").await;
    let late = server.get(&siti, &path).await.ok().json();
    assert_eq!((&late["state"], late.get("data")), (&json!("expired"), None));
    // Granting access opens one, too.
    let asked = ask(server, &siti, MINE, "access").await;
    server.post(&officer(server).await, &format!("{}/grant", path_of(&asked)), json!({})).await.ok();
    assert_eq!(server.database.number("SELECT count(*) FROM data_exports").await, 2);
}

async fn who_read_it_is_told(server: &TestServer) {
    let (siti, budi) = (server.log_in(Person::Siti).await, server.log_in(Person::Budi).await);
    let case = Case::file(server, &siti, complaint(server.places())).await;
    let others = Case::new(server).await;
    let db = Db::connect(&server.database.url, Durability::Process).await.expect("the database");
    for (n, (id, reason)) in (1..).zip([(&case.id, "Klarifikasi."), (&others.id, "Lain."), (&case.id, "Kedua.")]) {
        let entry = Entry {
            id: Uuid::from_u128(n),
            case_kind: "complaint".to_owned(),
            case_id: id.parse().expect("an id"),
            reader: UserId(Uuid::from_u128(9)),
            role: ActorRole::AgencyAdmin,
            what: What::Identity,
            reason: reason.to_owned(),
            reveal_id: None,
            at: DateTime::from_timestamp(1_773_367_200 + i64::try_from(n).expect("small"), 0).expect("a time"),
        };
        let tx = db.write().await.expect("a transaction");
        access_log::append(&tx, &entry).await.expect("an entry");
        tx.commit().await.expect("a commit");
    }
    db.close().await.expect("closed");
    let read = server.get(&siti, "/v1/me/access-log?limit=1&include_total=true").await.ok().json();
    assert_eq!(read["total"], json!({ "value": 2, "exact": true }));
    let all = server.all(&siti, "/v1/me/access-log?limit=1").await;
    let reasons: Vec<_> = all.iter().map(|entry| entry["reason"].clone()).collect();
    assert_eq!(reasons, ["Kedua.", "Klarifikasi."]);
    assert_eq!((&all[0]["reader_role"], &all[0]["what"]), (&json!("agency_admin"), &json!("identity")));
    assert!(all[0].get("reader").is_none() && all[0].get("reader_id").is_none());
    assert!(server.all(&budi, "/v1/me/access-log").await.is_empty());
}

async fn a_limit_is_remembered(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let asked = ask(server, &siti, MINE, "consent_withdrawal").await;
    server.post(&officer(server).await, &format!("{}/grant", path_of(&asked)), json!({})).await.ok();
    let user = server.get(&siti, "/v1/me").await.ok().text("id");
    assert_eq!(server.database.count_of("processing_limits", "subject_id", &user, "true").await, 1);
}

async fn a_limit_holds_for_what_is_split_off_later(server: &TestServer) {
    let mut body = complaint(server.places());
    body["reporter"] = json!({ "name": "Pelapor", "email": "pelapor@uji.example" });
    let case = Case::file(server, &Caller::Nobody, body).await;
    case.dispose(true).await;
    server.follow().await;
    let path = format!("/v1/track/{}/data-requests", case.tracking_number);
    let asked = ask(server, &case.reporter, &path, "consent_withdrawal").await;
    server.post(&officer(server).await, &format!("{}/grant", path_of(&asked)), json!({})).await.ok();
    let mails = "SELECT count(*) FROM mails WHERE recipient = 'pelapor@uji.example'";
    let before = server.database.number(mails).await;
    let split = case.must(Person::AdminHere, "split").await;
    let child = split["child_ids"][0].as_str().expect("a child");
    server.follow().await;
    assert_eq!(server.database.number(mails).await, before, "of neither part a mail is written");
    let same = "since = (SELECT min(since) FROM processing_limits)";
    assert_eq!(server.database.count_of("processing_limits", "subject_id", child, same).await, 1);
}

async fn shapes_are_checked(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    for (body, pointer, code) in [
        (json!({ "kind": "correction", "text": "x" }), "/changes", "required"),
        (json!({ "kind": "correction", "text": "x", "changes": {} }), "/changes", "required"),
        (json!({ "kind": "access", "text": "x", "changes": { "name": "Siti" } }), "/changes", "inconsistent"),
        (
            json!({ "kind": "correction", "text": "x", "changes": { "nik": "1234567890123456" } }),
            "/changes/nik",
            "invalid_format",
        ),
        (json!({ "kind": "access", "text": " " }), "/text", "too_short"),
        (json!({ "kind": "deletion", "text": "x" }), "/kind", "unknown_value"),
    ] {
        let answer = server.post(&siti, MINE, body.clone()).await;
        assert_eq!((answer.status, answer.code()), (422, "validation_failed".to_owned()), "{body}");
        let error = &answer.json()["errors"][0];
        assert_eq!((&error["pointer"], &error["code"]), (&json!(pointer), &json!(code)), "{body}");
    }
    let officer = officer(server).await;
    for (body, pointer) in [
        (json!({ "case_kind": "dispute", "case_id": Uuid::nil(), "reason": "x" }), "/case_kind"),
        (json!({ "case_kind": "complaint", "case_id": Uuid::nil(), "reason": "x" }), "/case_id"),
    ] {
        let answer = server.post(&officer, "/v1/legal-holds", body).await;
        assert_eq!((answer.status, &answer.json()["errors"][0]["pointer"]), (422, &json!(pointer)), "{answer}");
    }
}

async fn an_officer_without_second_factor_sees_no_identity(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let body = json!({ "kind": "correction", "text": "Salah tulis.", "changes": { "name": "Siti Rahasia" } });
    let asked = server.post(&siti, MINE, body).await.ok();
    let path = path_of(&asked);
    let weak = server.log_in(Person::PrivacyOfficer).await;
    for path in [ALL.to_owned(), path.clone()] {
        let seen = server.get(&weak, &path).await.ok().to_string();
        assert!(!seen.contains("Siti Rahasia") && seen.contains("Salah tulis."), "{seen}");
    }
    for act in ["check-identity", "grant"] {
        server.post(&weak, &format!("{path}/{act}"), json!({})).await.refused(403, "second_factor_required");
    }
    let strong = officer(server).await;
    assert!(server.get(&strong, &path).await.ok().to_string().contains("Siti Rahasia"));
    server.post(&strong, &format!("{path}/grant"), json!({})).await.ok();
}

/// The government of the accused has a privacy officer of its own, who must not come to know who accuses.
async fn who_accuses_a_house_asks_the_ministry(server: &TestServer) {
    let system = server.log_in(Person::SystemAdmin).await;
    let budi = server.log_in(Person::Budi).await;
    let me = server.get(&budi, "/v1/me").await.ok().text("id");
    let grant = json!({ "role": "privacy_officer", "agency_id": server.places().city });
    server.post(&system, &format!("/v1/users/{me}/grants"), grant).await.ok();
    server.forget(Person::Budi);
    let local = server.with_second_factor(Person::Budi).await;
    let ordinary = Case::new(server).await;
    let examined = Case::file(server, &Caller::Nobody, accusation(server.places())).await;
    // Asked while nobody knew that it accuses somebody.
    let late = Case::new(server).await;
    let track = |case: &Case<'_>| format!("/v1/track/{}/data-requests", case.tracking_number);
    let mut asked = Vec::new();
    for case in [&ordinary, &examined, &late] {
        asked.push(path_of(&ask(server, &case.reporter, &track(case), "access").await));
    }
    late.must_with(Person::AdminHere, "verify", supervisory(server.places())).await;
    let listed = server.all(&local, ALL).await;
    assert_eq!(listed.len(), 1, "{listed:?}");
    let ministry = officer(server).await;
    for (path, seen) in asked.iter().zip([200, 404, 404]) {
        assert_eq!(server.get(&local, path).await.status, seen);
        assert_eq!(server.get(&ministry, path).await.status, 200);
    }
    let hold = |case: &Case<'_>| json!({ "case_kind": "complaint", "case_id": case.id, "reason": "Perkara" });
    let hold_id = server.post(&ministry, "/v1/legal-holds", hold(&examined)).await.ok().text("id");
    assert_eq!(server.all(&local, "/v1/legal-holds").await.len(), 0);
    server.post(&local, "/v1/legal-holds", hold(&examined)).await.refused(422, "validation_failed");
    let lift = format!("/v1/legal-holds/{hold_id}/lift");
    server.post(&local, &lift, json!({ "reason": "Selesai" })).await.refused(404, "not_found");
}
