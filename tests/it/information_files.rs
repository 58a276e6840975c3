//! Files that hang on requests for information: what an applicant hands in is the desk's, what officers hand in is the applicant's
//! once it is handed over.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Caller, Objection, Person, Request, TestServer, on_both, photograph};

on_both!(
    a_proof_is_for_the_desk,
    what_is_handed_over_is_the_applicants,
    what_was_handed_in_is_taken_back,
    a_signed_agreement_settles_an_objection,
);

async fn upload(request: &Request<'_>, by: &Caller) -> String {
    request.server.upload(by, &request.path(), &photograph()).await.ok().text("id")
}

async fn listed(request: &Request<'_>, by: &Caller) -> Vec<String> {
    let list = request.server.get(by, &format!("{}/attachments", request.path())).await.ok().json();
    let ids = list["data"].as_array().expect("data").iter().map(|it| it["id"].as_str().expect("an id").to_owned());
    ids.collect()
}

async fn content(request: &Request<'_>, by: &Caller, id: &str) -> Answer {
    request.server.get(by, &format!("{}/attachments/{id}/content", request.path())).await
}

async fn a_proof_is_for_the_desk(server: &TestServer) {
    let request = Request::new(server).await;
    request.bring_to("in_search").await;
    let proof = upload(&request, &request.applicant).await;
    let (ppid, unit) = (server.log_in(Person::Ppid).await, server.log_in(Person::PpidUnit).await);
    let coordinator = server.log_in(Person::Coordinator).await;
    for reader in [&request.applicant, &ppid] {
        assert_eq!(listed(&request, reader).await, std::slice::from_ref(&proof));
        assert_eq!(content(&request, reader, &proof).await.status, 200);
    }
    for other in [&unit, &coordinator] {
        assert_eq!(listed(&request, other).await, [""; 0]);
        content(&request, other, &proof).await.refused(404, "not_found");
    }
    let stranger = server.log_in(Person::Budi).await;
    content(&request, &stranger, &proof).await.refused(404, "not_found");
    let link = format!("{}/attachments/{proof}/links", request.path());
    server.post(&unit, &link, json!({})).await.refused(404, "not_found");
    let path = format!("{}/attachments", request.path());
    server.upload(&coordinator, &request.path(), &photograph()).await.refused(403, "forbidden");
    server.get(&Caller::Nobody, &path).await.refused(404, "not_found");
    // Officers hand over what officers handed in.
    request.must(Person::PpidUnit, "submit_material").await;
    request.must(Person::Ppid, "notify_grant").await;
    let handed = json!({ "method": "email", "attachment_ids": [proof] });
    let refused = request.act(&ppid, "deliver", handed).await.refused(422, "validation_failed");
    assert_eq!(refused.faults(), [("/attachment_ids/0".to_owned(), "unknown_value".to_owned())]);
}

async fn what_is_handed_over_is_the_applicants(server: &TestServer) {
    let request = Request::new(server).await;
    request.bring_to("in_search").await;
    let unit = server.log_in(Person::PpidUnit).await;
    let (copy, draft) = (upload(&request, &unit).await, upload(&request, &unit).await);
    let material = json!({ "text": "Ada di arsip kami.", "attachment_ids": [copy, draft] });
    request.must_with(Person::PpidUnit, "submit_material", material).await;
    request.must(Person::Ppid, "notify_grant").await;
    assert_eq!(listed(&request, &request.applicant).await, [""; 0]);
    content(&request, &request.applicant, &copy).await.refused(404, "not_found");
    let handed = json!({ "method": "download", "attachment_ids": [copy] });
    request.must_with(Person::Ppid, "deliver", handed).await;
    assert_eq!(listed(&request, &request.applicant).await, std::slice::from_ref(&copy));
    let file = content(&request, &request.applicant, &copy).await;
    assert_eq!((file.status, file.header("content-disposition")), (200, "attachment; filename=\"lampiran-1.jpg\""));
    content(&request, &request.applicant, &draft).await.refused(404, "not_found");
    // By a link, too, for whoever has it; in the applicant's eyes.
    let link = format!("{}/attachments/{copy}/links", request.path());
    let url = server.post(&request.applicant, &link, json!({})).await.ok().text("url");
    let path = url[url.find("/v1/").expect("a path")..].to_owned();
    let followed = server.get(&Caller::Nobody, &path).await.ok();
    assert_eq!(followed.body, file.body);
    let shown: Value =
        server.get(&request.applicant, &format!("{}/attachments/{copy}", request.path())).await.ok().json();
    assert_eq!((&shown["is_public"], &shown["uploaded_by_role"]), (&json!(true), &json!("ppid_unit")));
}

async fn what_was_handed_in_is_taken_back(server: &TestServer) {
    let request = Request::new(server).await;
    let ppid = server.log_in(Person::Ppid).await;
    let (first, second) = (upload(&request, &request.applicant).await, upload(&request, &request.applicant).await);
    let remove = async |by: &Caller, id: &str| {
        let path = format!("{}/attachments/{id}", request.path());
        server.call(Method::DELETE, &path).by(by).send().await
    };
    remove(&ppid, &first).await.refused(403, "forbidden");
    assert_eq!(remove(&request.applicant, &first).await.status, 204);
    remove(&request.applicant, &first).await.refused(404, "not_found");
    request.must(Person::Ppid, "register_complete").await;
    remove(&request.applicant, &second).await.refused(409, "window_closed");
    assert_eq!(listed(&request, &request.applicant).await, [second]);
}

async fn a_signed_agreement_settles_an_objection(server: &TestServer) {
    let objection = Objection::new(server).await;
    objection.bring_to("offered").await;
    let ppid = server.log_in(Person::Ppid).await;
    let missing = objection.act(&ppid, "settle", json!({})).await.refused(422, "validation_failed");
    assert_eq!(missing.faults(), [("/attachment_id".to_owned(), "required".to_owned())]);
    let scan = server.upload(&ppid, &objection.path(), &photograph()).await.ok().text("id");
    let settled = objection.act(&ppid, "settle", json!({ "attachment_id": scan })).await.ok().json();
    assert_eq!(settled["state"], "settled");
}
