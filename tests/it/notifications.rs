//! What people are told, in the system and by mail: from receipt to completion, each once, and nothing that they may not know.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::harness::{Caller, Case, Person, TestServer, answer, complaint, on_both};

on_both!(
    everybody_is_told_from_receipt_to_completion,
    silence_is_told_of_before_and_after,
    two_workers_tell_nobody_twice,
    who_loses_a_case_loses_what_was_told_of_it,
    the_hour_of_an_anonymous_reporter_is_not_told,
    a_reporter_without_account_has_mails,
    an_address_that_cannot_be_opened_silences_nobody,
    only_unverified_addresses_are_kept_from_floods,
    mails_come_as_they_are_wanted,
    what_was_read_is_read,
    who_no_longer_holds_a_role_is_not_told,
);

const TITLE: &str = "KTP elektronik belum jadi";

/// What somebody was told of cases, oldest first.
async fn told(server: &TestServer, who: &Caller) -> Vec<Value> {
    server.follow().await;
    let page = server.get(who, "/v1/notifications?limit=200").await.ok().json();
    let mut all = page["data"].as_array().expect("a page").clone();
    all.retain(|item| item["kind"] != "sign_in");
    all.reverse();
    all
}

async fn kinds(server: &TestServer, who: &Caller) -> Vec<String> {
    told(server, who).await.iter().map(|item| item["kind"].as_str().expect("a kind").to_owned()).collect()
}

/// The mails to an address about cases, oldest first.
async fn mails(server: &TestServer, address: &str) -> Vec<Value> {
    server.follow().await;
    let page = server.get(&Caller::Nobody, &format!("/v1/sandbox/mails?to={address}")).await.ok().json();
    let mut all = page["data"].as_array().expect("mails").clone();
    all.retain(|mail| mail["body"].as_str().expect("a body").contains("KDN-"));
    all.reverse();
    all
}

async fn siti_files(server: &TestServer) -> Case<'_> {
    let siti = server.log_in(Person::Siti).await;
    Case::file(server, &siti, complaint(server.places())).await
}

async fn everybody_is_told_from_receipt_to_completion(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let admin = server.log_in(Person::AdminHere).await;
    let liaison = server.log_in(Person::Liaison).await;
    let case = siti_files(server).await;
    assert_eq!(kinds(server, &siti).await, ["receipt"]);
    assert_eq!(kinds(server, &admin).await, ["receipt"]);
    case.dispose(true).await;
    assert_eq!(kinds(server, &siti).await, ["receipt", "disposition"]);
    assert_eq!(kinds(server, &liaison).await, ["disposition"]);
    case.must(Person::Liaison, "follow_up").await;
    case.must(Person::Liaison, "ask_reporter").await;
    case.reporter_must("complete_data").await;
    case.must_with(Person::Liaison, "follow_up", answer()).await;
    case.reporter_must("accept").await;
    let expected = ["receipt", "disposition", "follow_up", "question", "follow_up"];
    assert_eq!(kinds(server, &siti).await, expected);
    assert_eq!(kinds(server, &liaison).await, ["disposition", "follow_up", "completion"]);
    assert_eq!(kinds(server, &admin).await, ["receipt"], "nobody is told of their own acts");
    for other in [Person::Budi, Person::AdminElsewhere, Person::OtherLiaison, Person::Coordinator, Person::Apip] {
        assert_eq!(kinds(server, &server.log_in(other).await).await, Vec::<String>::new(), "{other:?}");
    }
    for item in told(server, &siti).await {
        let (title, text) = (item["title"].as_str().expect("a title"), item["text"].as_str().expect("a text"));
        assert!(title.contains(&case.tracking_number) && text.contains("Status: "), "{item}");
        assert!(!title.contains(TITLE) && !text.contains(TITLE), "{item}");
        assert_eq!((item["case_kind"].as_str(), item["case_id"].as_str()), (Some("complaint"), Some(case.id.as_str())));
    }
    let mails = mails(server, &Person::Siti.email()).await;
    assert_eq!(mails.len(), expected.len());
    for mail in mails {
        let (subject, body) = (mail["subject"].as_str().expect("a subject"), mail["body"].as_str().expect("a body"));
        assert!(body.contains(&case.tracking_number) && !subject.contains(&case.tracking_number), "{mail}");
        for secret in [TITLE, "enam bulan", &case.id, "Uji siti"] {
            assert!(!body.contains(secret), "{secret} in {body}");
        }
    }
}

async fn silence_is_told_of_before_and_after(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let case = siti_files(server).await;
    case.bring_to("awaiting_reporter", true).await;
    // Ten working days from Monday 2 March: Monday the 16th; the reminder comes on Friday the 13th.
    server.set_clock("2026-03-12T16:00:00Z").await;
    let reminder = told(server, &siti).await.pop().expect("a reminder");
    assert_eq!(
        (reminder["kind"].as_str(), reminder["created_at"].as_str()),
        (Some("reminder"), Some("2026-03-12T16:00:00.000Z"))
    );
    assert!(reminder["text"].as_str().expect("a text").contains("2026-03-16"), "{reminder}");
    server.set_clock("2026-03-16T16:00:00Z").await;
    let told = told(server, &siti).await;
    let closed = told.last().expect("the end");
    assert_eq!(
        (closed["kind"].as_str(), closed["created_at"].as_str()),
        (Some("completion"), Some("2026-03-16T16:00:00.000Z"))
    );
    assert!(closed["text"].as_str().expect("a text").ends_with("Status: Selesai."), "{closed}");
    let liaison = kinds(server, &server.log_in(Person::Liaison).await).await;
    assert_eq!(liaison, ["disposition", "completion"]);
}

async fn two_workers_tell_nobody_twice(server: &TestServer) {
    let other = server.second().await;
    for _ in 0..12 {
        siti_files(server).await;
    }
    let until = "2026-03-20T00:00:00Z".parse().expect("an instant");
    let (one, two) = (server.app(), other.app());
    let follow = join_all([one, two, one, two].map(padi_app::App::catch_up));
    let watch = join_all([one, two, one, two].map(|app| app.run_due(until)));
    let (followed, watched) = futures_util::future::join(follow, watch).await;
    for done in followed {
        done.expect("the log is followed");
    }
    let lapsed: u64 = watched.into_iter().map(|done| done.expect("terms pass")).sum();
    assert_eq!(lapsed, 12, "C1 of each case");
    server.follow().await;
    let doubled = "SELECT count(*) FROM (SELECT recipient, source, kind FROM notifications GROUP BY recipient, source, kind \
                   HAVING count(*) > 1) AS doubled";
    assert_eq!(server.database.number(doubled).await, 0);
    let of = async |kind: &str| {
        server.database.number(&format!("SELECT count(*) FROM notifications WHERE kind = '{kind}'")).await
    };
    assert_eq!(of("receipt").await, 24, "the reporter and the administrator of each case");
    assert_eq!(of("reminder").await, 12);
    // L1 and L2 to the administrator, L3 to the coordinators of ministry and province.
    assert_eq!(of("escalation").await, 48);
    assert_eq!(server.database.number("SELECT count(*) FROM escalations").await, 48, "four levels of each case");
    let mails = server
        .database
        .number("SELECT count(*) FROM mails WHERE recipient = 'adminhere@uji.example' AND body LIKE '%KDN-%'")
        .await;
    assert_eq!(mails, 48, "receipt, reminder, L1 and L2 of each case");
    other.stop().await;
}

async fn who_loses_a_case_loses_what_was_told_of_it(server: &TestServer) {
    let case = siti_files(server).await;
    case.dispose(true).await;
    let liaison = server.log_in(Person::Liaison).await;
    let before = told(server, &liaison).await;
    assert_eq!(before[0]["case_id"], case.id.as_str());
    case.must(Person::AdminHere, "redispose").await;
    let after = told(server, &liaison).await;
    assert_eq!(after.len(), 1, "{after:?}");
    let text = after[0].to_string();
    assert!(!text.contains(&case.tracking_number) && !text.contains(&case.id), "{text}");
    assert_eq!((after[0].get("case_id"), after[0].get("case_kind")), (None, None));
    let path = format!("/v1/notifications/{}/read", after[0]["id"].as_str().expect("an id"));
    let marked = server.post(&liaison, &path, json!({}));
    assert!(!marked.await.ok().to_string().contains(&case.tracking_number));
    assert_eq!(kinds(server, &server.log_in(Person::OtherLiaison).await).await, ["disposition"]);
}

async fn the_hour_of_an_anonymous_reporter_is_not_told(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let mut body = complaint(server.places());
    body["is_anonymous"] = json!(true);
    let case = Case::file(server, &siti, body).await;
    case.bring_to("awaiting_reporter", true).await;
    server.advance_clock(3600).await;
    case.reporter_must("reply").await;
    let liaison = server.log_in(Person::Liaison).await;
    let told_liaison = told(server, &liaison).await;
    assert_eq!(told_liaison.len(), 2);
    for item in told_liaison {
        // Midnight in Makassar.
        assert_eq!(item["created_at"], "2026-03-01T16:00:00.000Z", "{item}");
    }
    let own = told(server, &siti).await;
    assert!(own.iter().all(|item| item["created_at"].as_str().expect("a time") > "2026-03-02T02:00"), "{own:?}");
    // Filed while it was not anonymous, told with the hour, and cut from then on.
    let open = siti_files(server).await;
    open.dispose(true).await;
    let last = told(server, &liaison).await.pop().expect("a disposition");
    assert_ne!(last["created_at"], "2026-03-01T16:00:00.000Z");
}

async fn a_reporter_without_account_has_mails(server: &TestServer) {
    let mut body = complaint(server.places());
    body["reporter"] = json!({ "name": "Ahmad Yani", "email": "ahmad@warga.example", "nik": "7371014107900001" });
    let case = Case::file(server, &Caller::Nobody, body).await;
    server.follow().await;
    case.dispose(true).await;
    let mails = mails(server, "ahmad@warga.example").await;
    assert_eq!(mails.len(), 2, "{mails:?}");
    let Caller::Secret(secret) = &case.reporter else { panic!("no secret") };
    for mail in mails {
        let body = mail["body"].as_str().expect("a body");
        assert!(body.contains(&case.tracking_number), "{body}");
        for hidden in [secret, "Ahmad", "7371014107900001", TITLE] {
            assert!(!body.contains(hidden), "{hidden} in {body}");
        }
    }
    assert_eq!(server.database.number("SELECT count(*) FROM notifications WHERE kind = 'receipt'").await, 1);
}

/// Anybody can type in somebody else's address. Their mailbox is not flooded, their own cases and passwords are told of all the same.
async fn an_address_that_cannot_be_opened_silences_nobody(server: &TestServer) {
    let mut body = complaint(server.places());
    body["reporter"] = json!({ "name": "Warga", "email": "warga@contoh.test", "phone": "0411-123456" });
    let broken = Case::file(server, &Caller::Nobody, body).await;
    server.follow().await;
    // A ciphertext opens in its own column only.
    let (hex, id) = (server.database.hex_of("complaint_id"), broken.id.replace('-', ""));
    let swap = format!("UPDATE complaint_identities SET email = phone WHERE {hex} = '{id}'");
    server.database.execute(&swap).await;
    let good = siti_files(server).await;
    broken.dispose(true).await;
    good.dispose(true).await;
    assert_eq!(kinds(server, &good.reporter).await, ["receipt", "disposition"]);
    assert_eq!(kinds(server, &server.log_in(Person::Liaison).await).await, ["disposition", "disposition"]);
}

async fn only_unverified_addresses_are_kept_from_floods(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let address = Person::Siti.email();
    let mut typed = complaint(server.places());
    typed["reporter"] = json!({ "name": "Bukan Siti", "email": address });
    for _ in 0..12 {
        Case::file(server, &Caller::Nobody, typed.clone()).await;
    }
    assert_eq!(mails(server, &address).await.len(), 10, "of an address that a stranger typed in");
    for _ in 0..12 {
        Case::file(server, &siti, complaint(server.places())).await;
    }
    assert_eq!(mails(server, &address).await.len(), 22, "of her own mailbox");
    let reset = json!({ "email": address });
    server.post(&Caller::Nobody, "/v1/auth/request-password-reset", reset).await;
    let page = server.get(&Caller::Nobody, &format!("/v1/sandbox/mails?to={address}")).await.ok().json();
    let newest = page["data"][0]["body"].as_str().expect("a body").to_owned();
    assert!(newest.contains("kata sandi"), "{newest}");
}

async fn mails_come_as_they_are_wanted(server: &TestServer) {
    let path = "/v1/me/notification-preferences";
    let siti = server.log_in(Person::Siti).await;
    let read = server.get(&siti, path).await.ok();
    assert_eq!(read.json()["language"], "id");
    assert!(read.json()["email"].as_object().expect("kinds").values().all(|wanted| wanted == true), "{read}");
    let change = json!({ "language": "en", "email": { "disposition": false } });
    let change_by = async |body: &Value, if_match: Option<&str>| {
        let call = server.call(reqwest::Method::PATCH, path).by(&siti);
        let call = call.header("content-type", "application/merge-patch+json");
        let call = if_match.into_iter().fold(call, |call, tag| call.header("if-match", tag));
        call.raw(body.to_string()).send().await
    };
    change_by(&change, None).await.refused(428, "if_match_required");
    change_by(&json!({ "email": { "rumour": false } }), Some("*")).await.refused(400, "unknown_field");
    change_by(&json!({ "email": { "receipt": "yes" } }), Some("*")).await.refused(400, "malformed_body");
    change_by(&json!({ "language": "fr" }), Some("*")).await.refused(422, "validation_failed");
    change_by(&change, Some("\"999\"")).await.refused(412, "version_mismatch");
    let changed = change_by(&change, Some("*")).await.ok().json();
    assert_eq!((&changed["language"], &changed["email"]["disposition"]), (&json!("en"), &json!(false)));
    assert_eq!(changed["email"]["receipt"], true);
    assert_eq!(server.get(&siti, path).await.ok().json(), changed);
    assert_eq!(server.get(&siti, "/v1/me").await.ok().json()["language"], "en");
    let case = siti_files(server).await;
    case.dispose(true).await;
    assert_eq!(kinds(server, &siti).await, ["receipt", "disposition"], "in the system everything is told");
    let mails = mails(server, &Person::Siti.email()).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0]["subject"], "Receipt of a report");
    assert!(mails[0]["body"].as_str().expect("a body").contains("State: "), "{}", mails[0]);
}

async fn what_was_read_is_read(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let sign_in = server.get(&siti, "/v1/notifications").await.ok().json()["data"][0].clone();
    assert_eq!((sign_in["kind"].as_str(), sign_in.get("case_id")), (Some("sign_in"), None));
    server.post(&siti, "/v1/notifications/read-all", json!({})).await;
    for _ in 0..5 {
        siti_files(server).await;
    }
    let all = told(server, &siti).await;
    let one = format!("/v1/notifications/{}/read", all[0]["id"].as_str().expect("an id"));
    let budi = server.log_in(Person::Budi).await;
    server.post(&budi, &one, json!({})).await.refused(404, "not_found");
    server.post(&Caller::Nobody, &one, json!({})).await.refused(401, "unauthenticated");
    server.post(&siti, "/v1/notifications/7/read", json!({})).await.refused(404, "not_found");
    server.get(&Caller::Nobody, "/v1/notifications").await.refused(401, "unauthenticated");
    server.get(&siti, "/v1/notifications?state=new").await.refused(400, "unknown_parameter");
    let read = server.post(&siti, &one, json!({})).await.ok().json();
    assert_eq!(read["id"], all[0]["id"]);
    let again = server.post(&siti, &one, json!({})).await.ok().json();
    assert_eq!(again["read_at"], read["read_at"], "the first time counts");
    let unread = server.get(&siti, "/v1/notifications?unread=true&include_total=true").await.ok().json();
    assert_eq!(unread["total"], json!({ "value": 4, "exact": true }));
    assert!(unread["data"].as_array().expect("a page").iter().all(|item| item.get("read_at").is_none()));
    // Page by page, in the same order.
    let (mut seen, mut next) = (Vec::new(), Some(String::new()));
    while let Some(cursor) = next {
        let query = if cursor.is_empty() { String::new() } else { format!("&cursor={cursor}") };
        let page = server.get(&siti, &format!("/v1/notifications?limit=2{query}")).await.ok().json();
        seen.extend(page["data"].as_array().expect("a page").iter().map(|item| item["id"].clone()));
        next = page["next_cursor"].as_str().map(str::to_owned);
    }
    seen.reverse();
    assert_eq!(seen.remove(0), sign_in["id"]);
    assert_eq!(seen, all.iter().map(|item| item["id"].clone()).collect::<Vec<_>>());
    server.post(&budi, "/v1/notifications/read-all", json!({})).await;
    assert_eq!(
        server.get(&siti, "/v1/notifications?unread=true").await.ok().json()["data"].as_array().map(Vec::len),
        Some(4)
    );
    assert_eq!(server.post(&siti, "/v1/notifications/read-all", json!({})).await.status, 204);
    assert_eq!(server.get(&siti, "/v1/notifications?unread=true").await.ok().json()["data"], json!([]));
    assert_eq!(
        server.get(&siti, "/v1/notifications?unread=false").await.ok().json()["data"].as_array().map(Vec::len),
        Some(6)
    );
}

async fn who_no_longer_holds_a_role_is_not_told(server: &TestServer) {
    let system = server.log_in(Person::SystemAdmin).await;
    let email = Person::Liaison.email();
    let found = server.get(&system, &format!("/v1/users?email={email}")).await.ok().json();
    let (user, grant) = (&found["data"][0]["id"], &found["data"][0]["grants"][0]["id"]);
    let path = format!("/v1/users/{}/grants/{}", user.as_str().expect("an id"), grant.as_str().expect("an id"));
    let call = server.call(reqwest::Method::DELETE, &path).by(&system).header("if-match", "*");
    assert_eq!(call.send().await.status, 204);
    siti_files(server).await.dispose(true).await;
    assert_eq!(kinds(server, &server.log_in(Person::Liaison).await).await, Vec::<String>::new());
    assert_eq!(mails(server, &email).await, Vec::<Value>::new());
}
