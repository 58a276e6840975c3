//! Files that hang on complaints: cleaned, sealed, deduplicated where that tells nobody anything, and seen by whom it concerns.

use data_encoding::HEXLOWER;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::harness::{
    Answer, Caller, Case, Person, SECRET, TestServer, accusation, body_of, complaint, form, on_both, photograph,
    supervisory,
};

on_both!(
    a_photograph_goes_in_and_comes_out_clean,
    parts_of_a_file_are_given_out,
    who_sees_and_who_may,
    what_is_not_taken_is_told,
    the_same_file_is_stored_once_where_that_tells_nothing,
    what_becomes_strict_is_moved_out,
    links_show_what_their_maker_may_see,
    taking_back_and_sweeping,
    a_retry_attaches_once,
    what_waited_is_cleaned_later,
    attachments_prove_what_was_done,
    parts_and_conclusions_are_proved_alike,
    times_of_the_anonymous_are_cut,
);

async fn content(server: &TestServer, caller: &Caller, case: &Case<'_>, id: &str) -> Answer {
    server.get(caller, &format!("{}/attachments/{id}/content", case.path())).await
}

async fn listed(server: &TestServer, caller: &Caller, case: &Case<'_>) -> Vec<Value> {
    let answer = server.get(caller, &format!("{}/attachments", case.path())).await.ok();
    answer.json()["data"].as_array().expect("data").clone()
}

fn filed(server: &TestServer, flag: &str) -> Value {
    let mut body = complaint(server.places());
    body[flag] = json!(true);
    body
}

async fn a_photograph_goes_in_and_comes_out_clean(server: &TestServer) {
    let case = Case::new(server).await;
    let sent = photograph();
    let (kind, body) =
        form(&[("description", None, "Antrean di loket".as_bytes()), ("file", Some("rahasia-siti.jpg"), &sent)]);
    let path = format!("{}/attachments", case.path());
    let call = server.call(Method::POST, &path).by(&case.reporter).header("content-type", kind);
    let answer = call.raw(body).send().await.ok();
    assert_eq!(answer.status, 201);
    let attachment = answer.json();
    assert_eq!(attachment["name"], "lampiran-1.jpg");
    assert_eq!(attachment["content_type"], "image/jpeg");
    assert_eq!(attachment["state"], "ready");
    assert_eq!(attachment["description"], "Antrean di loket");
    assert_eq!(attachment["is_public"], false);
    assert_eq!(attachment["uploaded_by_role"], "reporter");
    assert!(!String::from_utf8_lossy(&answer.body).contains("rahasia-siti"), "its own name is gone");
    let id = answer.text("id");
    assert!(answer.header("location").ends_with(&format!("/v1/complaints/{}/attachments/{id}", case.id)));
    assert_eq!(listed(server, &case.reporter, &case).await, std::slice::from_ref(&attachment));
    assert_eq!(server.get(&case.reporter, &format!("{path}/{id}")).await.ok().json(), attachment);

    let file = content(server, &case.reporter, &case, &id).await.ok();
    assert_eq!(attachment["size_bytes"], file.body.len());
    assert_eq!(attachment["sha256"], HEXLOWER.encode(&Sha256::digest(&file.body)));
    assert!(!file.body.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()), "nothing tells of the maker");
    assert!(file.body.len() > 200_000 && file.body.len() < sent.len());
    assert!(file.body.windows(6).any(|window| window == b"Exif\0\0"), "how it is turned is kept");
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("content-disposition", "attachment; filename=\"lampiran-1.jpg\""),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cache-control", "no-store"),
        ("accept-ranges", "bytes"),
        ("content-encoding", ""),
    ] {
        assert_eq!(file.header(name), value, "{name}");
    }
    // At rest it is noise: in no file of the store, and in no row.
    let plain = &file.body[file.body.len() - 64..];
    for stored in walk(&server.database.keys) {
        let bytes = std::fs::read(&stored).expect("a stored file");
        assert!(!bytes.windows(plain.len()).any(|window| window == plain), "{}", stored.display());
    }
}

/// All files below a folder.
fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.file_type().expect("a kind").is_dir() {
            found.extend(walk(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}

async fn parts_of_a_file_are_given_out(server: &TestServer) {
    let case = Case::new(server).await;
    let id = server.upload(&case.reporter, &case.path(), &photograph()).await.ok().text("id");
    let whole = content(server, &case.reporter, &case, &id).await.ok().body;
    let path = format!("{}/attachments/{id}/content", case.path());
    let size = whole.len();
    for (range, from, to) in [
        ("bytes=0-0", 0, 1),
        ("bytes=65535-65536", 65_535, 65_537),
        ("bytes=65536-131071", 65_536, 131_072),
        ("bytes=100000-", 100_000, size),
        ("bytes=-10", size - 10, size),
        ("bytes=5-99999999", 5, size),
    ] {
        let call = server.call(Method::GET, &path).by(&case.reporter).header("range", range);
        let part = call.header("accept-encoding", "gzip, br").send().await;
        assert_eq!(part.status, 206, "{range}: {}", part.status);
        assert_eq!(part.body, whole[from..to], "{range}");
        assert_eq!(part.header("content-range"), format!("bytes {from}-{}/{size}", to - 1));
    }
    for other in ["bytes=0-1,5-6", "bytes=9-3", "lines=1-2", "bytes=x"] {
        let all = server.call(Method::GET, &path).by(&case.reporter).header("range", other).send().await;
        assert_eq!((all.status, all.body.len()), (200, size), "{other}");
    }
    let head = server.call(Method::HEAD, &path).by(&case.reporter).send().await;
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, size.to_string().as_str(), 0));
}

async fn who_sees_and_who_may(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let case = Case::file(server, &siti, complaint(server.places())).await;
    let id = server.upload(&siti, &case.path(), &photograph()).await.ok().text("id");
    let mut verify = body_of("verify", server.places());
    verify["public_text"] = json!({ "title": "Judul petugas", "body": "Ringkasan petugas." });
    case.must_with(Person::AdminHere, "verify", verify).await;
    for (person, sees) in [
        (Person::AdminHere, true),
        (Person::Liaison, true),
        (Person::Coordinator, true),
        (Person::Ombudsman, true),
        (Person::ProvinceHere, true),
        (Person::Budi, false),
        (Person::AdminElsewhere, false),
        (Person::SystemAdmin, false),
    ] {
        let caller = server.log_in(person).await;
        let count = listed(server, &caller, &case).await.len();
        assert_eq!(
            count,
            usize::from(sees),
            "{person:?} sees the public case, and of its files none that is not public"
        );
        let status = content(server, &caller, &case, &id).await.status;
        assert_eq!(status, if sees { 200 } else { 404 }, "{person:?}");
    }
    assert!(listed(server, &Caller::Nobody, &case).await.is_empty());
    for (person, status) in [
        (Person::AdminHere, 201),
        (Person::Liaison, 201),
        (Person::Coordinator, 201),
        (Person::Ombudsman, 403),
        (Person::ProvinceHere, 403),
        (Person::Budi, 403),
    ] {
        let caller = server.log_in(person).await;
        let answer = server.upload(&caller, &case.path(), &photograph()).await;
        assert_eq!(answer.status, status, "{person:?}: {answer}");
    }
    let roles: Vec<_> = listed(server, &siti, &case).await.iter().map(|one| one["uploaded_by_role"].clone()).collect();
    assert_eq!(roles, ["reporter", "agency_admin", "unit_liaison", "ministry_coordinator"]);
    // Another case's attachment is not found below this one.
    let other = Case::new(server).await;
    content(server, &other.reporter, &other, &id).await.refused(404, "not_found");
    // Whoever loses the case loses its files.
    case.must(Person::AdminHere, "redispose").await;
    let liaison = server.log_in(Person::Liaison).await;
    content(server, &liaison, &case, &id).await.refused(404, "not_found");
}

async fn what_is_not_taken_is_told(server: &TestServer) {
    let case = Case::new(server).await;
    let path = format!("{}/attachments", case.path());
    let send = |kind: String, body: Vec<u8>| {
        server.call(Method::POST, &path).by(&case.reporter).header("content-type", kind).raw(body).send()
    };
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    let html = b"<html><script>alert(1)</script></html>";
    for other in [heic.as_slice(), html, b"", b"plain words", b"MZ\x90\0"] {
        let answer = server.upload(&case.reporter, &case.path(), other).await.refused(415, "unsupported_file");
        assert!(answer.json()["accepted"].as_array().expect("kinds").contains(&json!("image/jpeg")), "{answer}");
    }
    let cut = photograph();
    let answer = server.upload(&case.reporter, &case.path(), &cut[..5_000]).await.refused(422, "file_rejected");
    assert_eq!(answer.json()["reason"], "corrupt");
    let large = vec![0xFF; 20 * 1024 * 1024 + 1];
    let answer = server.upload(&case.reporter, &case.path(), &large).await.refused(413, "payload_too_large");
    assert_eq!(answer.json()["max_bytes"], 20 * 1024 * 1024);
    let photo = photograph();
    let (kind, body) = form(&[("description", None, b"x")]);
    assert_eq!(
        send(kind, body).await.refused(422, "validation_failed").faults(),
        [("/file".into(), "required".into())]
    );
    for (description, code) in
        [(b"  ".to_vec(), "too_short"), (b"a\0b".to_vec(), "invalid_characters"), (vec![b'x'; 501], "too_long")]
    {
        let (kind, body) = form(&[("description", None, &description), ("file", Some("a"), &photo)]);
        let answer = send(kind, body).await.refused(422, "validation_failed");
        assert_eq!(answer.faults(), [("/description".into(), code.into())]);
    }
    let (kind, body) = form(&[("file", Some("a"), &photo), ("file", Some("b"), &photo)]);
    send(kind, body).await.refused(400, "malformed_body");
    let (kind, body) = form(&[("photo", Some("a"), &photo)]);
    send(kind, body).await.refused(400, "unknown_field");
    let (kind, body) = form(&[("file", Some("a"), &photo)]);
    send(kind, body[..body.len() / 2].to_vec()).await.refused(400, "malformed_body");
    send("application/json".to_owned(), b"{}".to_vec()).await.refused(415, "unsupported_media_type");
    send("multipart/form-data".to_owned(), b"{}".to_vec()).await.refused(400, "malformed_body");
    server.upload(&Caller::Nobody, &case.path(), &photo).await.refused(401, "unauthenticated");
    server.upload(&case.reporter, "/v1/complaints/nothing", &photo).await.refused(404, "not_found");
    let (kind, body) = form(&[("file", Some("a"), &photo)]);
    let call = server.call(Method::POST, &path).by(&case.reporter).header("content-type", kind);
    call.header("if-match", "\"9\"").raw(body).send().await.refused(412, "version_mismatch");
    assert!(listed(server, &case.reporter, &case).await.is_empty(), "none of it was kept");
    assert_eq!(server.database.number("SELECT count(*) FROM blobs").await, 0);
}

async fn blobs(server: &TestServer) -> i64 {
    server.database.number("SELECT count(*) FROM blobs").await
}

async fn the_same_file_is_stored_once_where_that_tells_nothing(server: &TestServer) {
    let photo = photograph();
    let mut ordinary = Vec::new();
    for _ in 0..3 {
        let case = Case::new(server).await;
        let id = server.upload(&case.reporter, &case.path(), &photo).await.ok().text("id");
        ordinary.push((case, id));
    }
    assert_eq!(blobs(server).await, 1, "ordinary cases share");
    for flag in ["is_anonymous", "is_secret"] {
        for _ in 0..2 {
            let before = blobs(server).await;
            let case = Case::file(server, &Caller::Nobody, filed(server, flag)).await;
            for _ in 0..2 {
                server.upload(&case.reporter, &case.path(), &photo).await.ok();
            }
            assert_eq!(blobs(server).await, before + 1, "{flag}: within itself only");
        }
    }
    // The last one who holds a blob takes it along.
    let whole = content(server, &ordinary[0].0.reporter, &ordinary[0].0, &ordinary[0].1).await.ok().body;
    let total = blobs(server).await;
    for (n, (case, id)) in ordinary.iter().enumerate() {
        let path = format!("{}/attachments/{id}", case.path());
        if n == 2 {
            assert_eq!(content(server, &case.reporter, case, id).await.ok().body, whole);
            assert_eq!(blobs(server).await, total);
        }
        let gone = server.call(Method::DELETE, &path).by(&case.reporter).send().await;
        assert_eq!(gone.status, 204, "{gone}");
    }
    assert_eq!(blobs(server).await, total - 1);
}

async fn what_becomes_strict_is_moved_out(server: &TestServer) {
    let photo = photograph();
    let (first, second) = (Case::new(server).await, Case::new(server).await);
    let mut ids = Vec::new();
    for case in [&first, &second] {
        ids.push(server.upload(&case.reporter, &case.path(), &photo).await.ok().text("id"));
    }
    let before = content(server, &first.reporter, &first, &ids[0]).await.ok().body;
    assert_eq!(blobs(server).await, 1);
    let mut verify = body_of("verify", server.places());
    verify["is_secret"] = json!(true);
    first.must_with(Person::AdminHere, "verify", verify.clone()).await;
    assert_eq!(server.app().tend_files().await.expect("files are tended"), 1);
    assert_eq!(blobs(server).await, 2, "it stands alone now, under a key of its own");
    second.must_with(Person::AdminHere, "verify", verify).await;
    assert_eq!(server.app().tend_files().await.expect("files are tended"), 1);
    assert_eq!(blobs(server).await, 2, "the last one in a blob keeps it for itself");
    assert_eq!(server.app().tend_files().await.expect("files are tended"), 0);
    for (case, id) in [&first, &second].into_iter().zip(&ids) {
        assert_eq!(content(server, &case.reporter, case, id).await.ok().body, before);
    }
    let shared = server.database.number("SELECT count(*) FROM blobs WHERE is_shared").await;
    assert_eq!(shared, 0);
    let third = Case::new(server).await;
    server.upload(&third.reporter, &third.path(), &photo).await.ok();
    assert_eq!(blobs(server).await, 3, "nobody joins them any more");
}

async fn links_show_what_their_maker_may_see(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let case = Case::file(server, &siti, complaint(server.places())).await;
    let id = server.upload(&siti, &case.path(), &photograph()).await.ok().text("id");
    case.dispose(true).await;
    let whole = content(server, &siti, &case, &id).await.ok().body;
    let links = format!("{}/attachments/{id}/links", case.path());
    let link = async |caller: &Caller| {
        let answer = server.post(caller, &links, json!({})).await.ok();
        assert_eq!(answer.status, 201);
        assert!(answer.json()["expires_at"].is_string());
        let url = answer.text("url");
        url[url.find("/v1/").expect("a path")..].to_owned()
    };
    let liaison = server.log_in(Person::Liaison).await;
    let (of_reporter, of_liaison) = (link(&siti).await, link(&liaison).await);
    for path in [&of_reporter, &of_liaison] {
        let file = server.get(&Caller::Nobody, path).await.ok();
        assert_eq!((file.body.clone(), file.header("cache-control")), (whole.clone(), "no-store"));
        assert!(file.header("content-disposition").starts_with("attachment"));
    }
    let part = server.call(Method::GET, &of_reporter).header("range", "bytes=1-3").send().await;
    assert_eq!((part.status, part.body), (206, whole.slice(1..4)));
    // No account stands beside the reporter's link.
    let named = server.database.number("SELECT count(*) FROM file_links WHERE user_id IS NOT NULL").await;
    assert_eq!(named, 1, "the liaison's");
    case.must(Person::AdminHere, "redispose").await;
    server.get(&Caller::Nobody, &of_liaison).await.refused(404, "not_found");
    server.get(&Caller::Nobody, &of_reporter).await.ok();
    server.database.execute("UPDATE file_links SET expires_at = '2020-01-01T00:00:00Z'").await;
    server.get(&Caller::Nobody, &of_reporter).await.refused(404, "not_found");
    server.get(&Caller::Nobody, "/v1/files/nothing").await.refused(404, "not_found");
    server.post(&Caller::Nobody, &links, json!({})).await.refused(401, "unauthenticated");
    let budi = server.log_in(Person::Budi).await;
    server.post(&budi, &links, json!({})).await.refused(404, "not_found");
    server.app().sweep().await.expect("links are swept");
    assert_eq!(server.database.number("SELECT count(*) FROM file_links").await, 0);
}

async fn taking_back_and_sweeping(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let admin = server.log_in(Person::AdminHere).await;
    let case = Case::file(server, &siti, complaint(server.places())).await;
    let remove = |caller: Caller, id: String| {
        let path = format!("{}/attachments/{id}", case.path());
        async move { server.call(Method::DELETE, &path).by(&caller).send().await }
    };
    let upload = async |caller: &Caller| server.upload(caller, &case.path(), &photograph()).await.ok().text("id");
    let (hers, theirs) = (upload(&siti).await, upload(&admin).await);
    remove(Caller::Nobody, hers.clone()).await.refused(401, "unauthenticated");
    remove(admin.clone(), hers.clone()).await.refused(403, "forbidden");
    remove(siti.clone(), theirs.clone()).await.refused(403, "forbidden");
    remove(server.log_in(Person::AdminElsewhere).await, theirs.clone()).await.refused(404, "not_found");
    assert_eq!(remove(admin.clone(), theirs.clone()).await.status, 204);
    remove(admin.clone(), theirs).await.refused(404, "not_found");
    let object = server.database.texts("SELECT object_key FROM blobs").await.remove(0);
    let stands = || walk(&server.database.keys).iter().any(|path| path.ends_with(&object));
    assert!(stands());
    assert_eq!(remove(siti.clone(), hers).await.status, 204);
    assert_eq!(blobs(server).await, 0, "the key of its content is gone at once");
    server.app().sweep().await.expect("objects are swept");
    assert!(!stands(), "and then the object");
    let late = upload(&siti).await;
    case.dispose(true).await;
    remove(siti, late).await.refused(409, "window_closed");
}

async fn a_retry_attaches_once(server: &TestServer) {
    let case = Case::new(server).await;
    let path = format!("{}/attachments", case.path());
    let send = async |bytes: &[u8]| {
        let (kind, body) = form(&[("file", Some("a.jpg"), bytes)]);
        let call = server.call(Method::POST, &path).by(&case.reporter).header("content-type", kind);
        call.header("idempotency-key", "lampiran-satu-dua-tiga").raw(body).send().await
    };
    let first = send(&photograph()).await.ok();
    let again = send(&photograph()).await.ok();
    assert_eq!((first.body, again.header("idempotency-replayed")), (again.body.clone(), "true"));
    assert_eq!(listed(server, &case.reporter, &case).await.len(), 1);
    let mut other = photograph();
    other.push(0);
    send(&other).await.refused(422, "idempotency_key_reused");
}

async fn what_waited_is_cleaned_later(server: &TestServer) {
    let case = Case::new(server).await;
    let id = server.upload(&case.reporter, &case.path(), &photograph()).await.ok().text("id");
    let whole = content(server, &case.reporter, &case, &id).await.ok().body;
    // As it stands while another document is being cleaned.
    server.database.execute("UPDATE attachments SET state = 'pending'").await;
    let waiting = listed(server, &case.reporter, &case).await.remove(0);
    assert_eq!(waiting["state"], "pending");
    assert!(waiting.get("sha256").is_none() && waiting.get("size_bytes").is_none());
    content(server, &case.reporter, &case, &id).await.refused(404, "not_found");
    let links = format!("{}/attachments/{id}/links", case.path());
    server.post(&case.reporter, &links, json!({})).await.refused(404, "not_found");
    assert_eq!(server.app().tend_files().await.expect("files are tended"), 1);
    assert_eq!(content(server, &case.reporter, &case, &id).await.ok().body, whole);
    // What cannot be cleaned is rejected, and gone.
    server.database.execute("UPDATE attachments SET state = 'pending', content_type = 'application/pdf'").await;
    assert_eq!(server.app().tend_files().await.expect("files are tended"), 1);
    let rejected = listed(server, &case.reporter, &case).await.remove(0);
    assert_eq!((rejected["state"].clone(), rejected["reject_reason"].clone()), (json!("rejected"), json!("corrupt")));
    assert_eq!(blobs(server).await, 0);
    content(server, &case.reporter, &case, &id).await.refused(404, "not_found");
}

async fn attachments_prove_what_was_done(server: &TestServer) {
    let case = Case::new(server).await;
    let hers = server.upload(&case.reporter, &case.path(), &photograph()).await.ok().text("id");
    case.dispose(true).await;
    let liaison = server.log_in(Person::Liaison).await;
    let proof = server.upload(&liaison, &case.path(), &photograph()).await.ok().text("id");
    let other = Case::new(server).await;
    let foreign = server.upload(&other.reporter, &other.path(), &photograph()).await.ok().text("id");
    let answer = |ids: &[&String]| json!({ "type": "substantive", "text": "Sudah dicetak.", "attachment_ids": ids });
    let refused = case.act(&liaison, "follow_up", answer(&[])).await.refused(422, "validation_failed");
    assert_eq!(refused.faults(), [("/evidence".into(), "required".into())]);
    for id in [&hers, &foreign, &case.id] {
        let refused = case.act(&liaison, "follow_up", answer(&[&proof, id])).await.refused(422, "validation_failed");
        assert_eq!(refused.faults(), [("/attachment_ids/1".into(), "unknown_value".into())]);
    }
    case.done(&liaison, "follow_up", answer(&[&proof])).await;
    case.done(&case.reporter, "reply", json!({ "text": "Belum.", "attachment_ids": [hers] })).await;
    let timeline = server.get(&case.reporter, &format!("{}/timeline", case.path())).await.ok().json();
    let named = |kind: &str| {
        let events = timeline["data"].as_array().expect("events");
        events.iter().find(|event| event["kind"] == kind).expect("an event")["attachment_ids"].clone()
    };
    assert_eq!(named("complaint.followed_up"), json!([proof]));
    assert_eq!(named("complaint.replied"), json!([hers]));
    assert!(named("complaint.submitted").is_null());
}

/// A supporting agency's answer and an inspectorate's conclusion name files of their side; what passes between the Ombudsman and the
/// agency names none.
async fn parts_and_conclusions_are_proved_alike(server: &TestServer) {
    let places = server.places();
    let helped = Case::new(server).await;
    let hers = server.upload(&helped.reporter, &helped.path(), &photograph()).await.ok().text("id");
    helped.dispose(true).await;
    let given = helped.must(Person::AdminHere, "add_support").await;
    let part = given["assignments"][1]["id"].as_str().expect("a part").to_owned();
    let examined = Case::file(server, &Caller::Nobody, accusation(places)).await;
    let (supporter, apip) = (server.log_in(Person::AdminElsewhere).await, server.log_in(Person::Apip).await);
    examined.done(&apip, "verify", supervisory(places)).await;
    for (case, by, path, body, kind) in [
        (
            &helped,
            &supporter,
            format!("{}/assignments/{part}/answer", helped.path()),
            json!({ "text": "Bagian kami beres." }),
            "complaint.assignment_answered",
        ),
        (
            &examined,
            &apip,
            examined.path_to("conclude_examination"),
            body_of("conclude_examination", places),
            "complaint.examination_concluded",
        ),
    ] {
        let proof = server.upload(by, &case.path(), &photograph()).await.ok().text("id");
        let with = |ids: &[&String]| {
            let mut body = body.clone();
            body["attachment_ids"] = json!(ids);
            server.post(by, &path, body)
        };
        let refused = with(&[&proof, &hers]).await.refused(422, "validation_failed");
        assert_eq!(refused.faults(), [("/attachment_ids/1".into(), "unknown_value".into())]);
        with(&[&proof]).await.ok();
        let told = server.all(&case.reporter, &format!("{}/timeline", case.path())).await;
        let event = told.iter().find(|event| event["kind"] == kind).expect(kind);
        assert_eq!(event["attachment_ids"], json!([proof]), "{kind}");
    }
    let body = json!({ "text": "Mohon penjelasan.", "attachment_ids": [] });
    for (person, action) in [(Person::Ombudsman, "request_explanation"), (Person::AdminHere, "explain")] {
        let caller = server.log_in(person).await;
        helped.act(&caller, action, body.clone()).await.refused(400, "unknown_field");
        helped.must(person, action).await;
    }
}

async fn times_of_the_anonymous_are_cut(server: &TestServer) {
    let case = Case::file(server, &Caller::Nobody, filed(server, "is_anonymous")).await;
    server.upload(&case.reporter, &case.path(), &photograph()).await.ok();
    case.dispose(true).await;
    let liaison = server.log_in(Person::Liaison).await;
    let at = |one: &Value| one["created_at"].as_str().expect("a time").to_owned();
    assert!(at(&listed(server, &case.reporter, &case).await[0]).starts_with("2026-03-02T02:00"));
    assert_eq!(at(&listed(server, &liaison, &case).await[0]), "2026-03-01T16:00:00.000Z", "midnight in Makassar");
}
