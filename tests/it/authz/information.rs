//! Who may ask for what of requests for information: their officers are others than those of complaints.

use serde_json::json;

use super::Prepared;
use crate::harness::{
    Caller, Person, Request, TestServer, approve, grant, information, photograph, request_body_of, sheet,
};

/// Who calls, in the order of the columns; the applicant by the secret of the request, where there is one.
pub(super) const CALLERS: [Option<Person>; 9] = [
    None,
    Some(Person::Budi),
    None,
    Some(Person::PpidUnit),
    Some(Person::Ppid),
    Some(Person::PpidElsewhere),
    Some(Person::PpidSuperior),
    Some(Person::Coordinator),
    Some(Person::AdminHere),
];

/// Operation | nobody citizen applicant unit ppid elsewhere superior coordinator admin.
pub(super) const TABLE: &str = "
submitInformationRequest             | 201 201 -   201 201 201 201 201 201
submitInformationRequest at the desk | 401 403 -   201 201 403 403 403 403
listInformationRequests              | 401 200 -   200 200 200 200 200 200
listInformationRequests scope=inbox  | 401 403 -   200 200 200 200 200 403
getInformationRequest                | 404 404 200 404 200 404 200 200 404
getInformationRequestTimeline        | 404 404 200 404 200 404 200 200 404
trackComplaint of a request          | 404 404 200 404 200 404 200 200 404
registerInformationRequestComplete   | 401 404 403 404 200 404 403 403 404
askInformationRequestCompletion      | 401 404 403 404 200 404 403 403 404
completeInformationRequest           | 401 404 200 404 200 404 403 403 404
withdrawInformationRequest           | 401 404 200 404 403 404 403 403 404
assignInformationRequest             | 401 404 403 404 200 404 403 403 404
submitInformationMaterial            | 401 404 403 200 200 404 403 403 404
startInformationConsequenceTest      | 401 404 403 403 200 404 403 403 404
extendInformationRequest             | 401 404 403 404 200 404 403 403 404
notifyInformationNotHeld             | 401 404 403 404 200 404 403 403 404
notifyInformationNotDocumented       | 401 404 403 404 200 404 403 403 404
notifyInformationGrant               | 401 404 403 403 200 404 403 403 404
notifyInformationPartial             | 401 404 403 403 200 404 403 403 404
notifyInformationRefusal             | 401 404 403 403 200 404 403 403 404
recordInformationPayment             | 401 404 403 200 200 404 403 403 404
deliverInformation                   | 401 404 403 200 200 404 403 403 404
attachToInformationRequest           | 401 404 201 201 201 404 403 403 404
listInformationRequestAttachments    | 404 404 200 200 200 404 200 200 404
getInformationRequestAttachment      | 404 404 200 200 200 404 200 200 404
downloadInformationRequestAttachment | 404 404 200 200 200 404 200 200 404
linkInformationRequestAttachment     | 401 404 201 201 201 404 201 201 404
removeInformationRequestAttachment   | 401 404 204 404 403 404 403 404 404
beginConsequenceTest                 | 401 403 -   403 201 403 403 403 403
listConsequenceTests                 | 401 403 -   403 200 200 200 403 403
getConsequenceTest                   | 401 404 401 404 200 404 200 404 404
changeConsequenceTest                | 401 404 401 404 200 404 403 404 404
submitConsequenceTest                | 401 404 401 404 200 404 403 404 404
approveConsequenceTest               | 401 404 401 404 403 404 200 404 404
rejectConsequenceTest                | 401 404 401 404 403 404 200 404 404
listExemptions                       | 200 200 -   200 200 200 200 200 200
getExemption                         | 200 200 200 200 200 200 200 200 200
openExemption                        | 401 403 401 403 200 403 200 403 403
listRequestRegister                  | 401 403 -   403 200 403 200 403 403
listRequestRegister as a file        | 401 403 -   403 200 403 200 403 403
listObjectionRegister                | 401 403 -   403 200 403 200 403 403
listObjectionRegister as a file      | 401 403 -   403 200 403 200 403 403
getRegisterFigures                   | 401 403 -   403 200 403 200 403 403
";

/// An operation on a request: the action that it does, and where the request must stand for it.
fn action_of(operation: &str) -> Option<(&'static str, &'static str)> {
    Some(match operation {
        "registerInformationRequestComplete" => ("register_complete", "submitted"),
        "askInformationRequestCompletion" => ("ask_completion", "submitted"),
        "completeInformationRequest" => ("complete", "incomplete"),
        "withdrawInformationRequest" => ("withdraw", "registered"),
        "assignInformationRequest" => ("assign", "registered"),
        "submitInformationMaterial" => ("submit_material", "in_search"),
        "startInformationConsequenceTest" => ("start_consequence_test", "review"),
        "extendInformationRequest" => ("extend", "registered"),
        "notifyInformationNotHeld" => ("not_held", "registered"),
        "notifyInformationNotDocumented" => ("not_documented", "registered"),
        "notifyInformationGrant" => ("notify_grant", "review"),
        "deliverInformation" => ("deliver", "notified"),
        _ => return None,
    })
}

/// A valid call of the row.
pub(super) async fn prepare(server: &TestServer, name: &str, template: &str) -> Prepared {
    let (operation, variant) = name.split_once(' ').unwrap_or((name, ""));
    let places = server.places();
    match operation {
        "submitInformationRequest" => {
            let mut body = information(places);
            if !variant.is_empty() {
                body["channel"] = json!("letter");
            }
            return Prepared { path: template.to_owned(), body: Some(body), reporter: Caller::Nobody };
        }
        "beginConsequenceTest" => {
            let body = json!({ "agency_id": places.city, "information": "Nomor rekening" });
            return Prepared { path: template.to_owned(), body: Some(body), reporter: Caller::Nobody };
        }
        "listRequestRegister" | "listObjectionRegister" | "getRegisterFigures" => {
            let format = if variant.is_empty() { "" } else { "&format=csv" };
            let path = format!("{template}?agency_id={}{format}", places.city);
            return Prepared { path, body: None, reporter: Caller::Nobody };
        }
        "listInformationRequests" | "listConsequenceTests" | "listExemptions" => {
            return Prepared { path: format!("{template}?{variant}"), body: None, reporter: Caller::Nobody };
        }
        _ => {}
    }
    if operation.ends_with("ConsequenceTest") && action_of(operation).is_none() || operation.ends_with("Exemption") {
        return withheld(server, operation, template).await;
    }
    if operation.contains("Attachment") || operation.starts_with("attachTo") {
        return attached(server, operation, template).await;
    }
    let request = Request::new(server).await;
    let body = match operation {
        "notifyInformationPartial" => {
            request.bring_to("review").await;
            let test = request.tested("17h", "partial_redact").await;
            let mut body = grant(None);
            body["redactions"] = json!([{ "part": "NIK", "ground": "17h", "consequence_test_id": test }]);
            Some(body)
        }
        "notifyInformationRefusal" => {
            request.bring_to("review").await;
            let test = request.tested("17h", "exempt").await;
            let ground = json!({ "ground": "17h", "consequence_test_id": test });
            Some(json!({ "grounds": [ground], "text": "Rahasia pribadi." }))
        }
        "recordInformationPayment" => {
            request.bring_to("invoiced").await;
            Some(request.payment().await)
        }
        other => match action_of(other) {
            Some((action, place)) => {
                request.bring_to(place).await;
                Some(request_body_of(action, places))
            }
            None => None,
        },
    };
    let path = template.replace("{id}", &request.id).replace("{tracking_number}", &request.tracking_number);
    Prepared { path, body, reporter: request.applicant }
}

/// A valid call about a test, or the exemption that came of one.
async fn withheld(server: &TestServer, operation: &str, template: &str) -> Prepared {
    let request = Request::new(server).await;
    request.bring_to("in_test").await;
    let mut id = request.test().await["id"].as_str().expect("an id").to_owned();
    let (path, ppid) = (format!("/v1/consequence-tests/{id}"), server.log_in(Person::Ppid).await);
    let body = match operation {
        "getConsequenceTest" => None,
        "changeConsequenceTest" => Some(json!({ "law": null })),
        "submitConsequenceTest" => {
            server.patch(&ppid, &path, sheet("17h", "exempt")).await.ok();
            Some(json!({}))
        }
        "approveConsequenceTest" | "rejectConsequenceTest" => {
            server.patch(&ppid, &path, sheet("17h", "exempt")).await.ok();
            server.post(&ppid, &format!("{path}/submit"), json!({})).await.ok();
            let field = if operation.starts_with('a') { "decree_number" } else { "reason" };
            Some(json!({ field: "SK-17/2026" }))
        }
        _ => {
            approve(server, &id, sheet("17h", "exempt")).await;
            let list = server.get(&ppid, "/v1/exemptions?limit=1").await.ok().json();
            list["data"][0]["id"].as_str().expect("an id").clone_into(&mut id);
            let decree = json!({ "decree_number": "SK-18/2026", "reason": "Putusan Komisi Informasi" });
            operation.starts_with("open").then_some(decree)
        }
    };
    Prepared { path: template.replace("{id}", &id), body, reporter: request.applicant }
}

/// A valid call about the files of a request: one that was handed over, but for what is taken back.
async fn attached(server: &TestServer, operation: &str, template: &str) -> Prepared {
    let request = Request::new(server).await;
    let (ppid, applicant) = (server.log_in(Person::Ppid).await, request.applicant.clone());
    let upload = async |by: &Caller| server.upload(by, &request.path(), &photograph()).await.ok().text("id");
    let id = if operation.starts_with("remove") {
        upload(&applicant).await
    } else {
        request.bring_to("notified").await;
        let id = upload(&ppid).await;
        request.must_with(Person::Ppid, "deliver", json!({ "method": "email", "attachment_ids": [id] })).await;
        id
    };
    let path = template.replace("{id}", &request.id).replace("{attachment_id}", &id);
    Prepared { path, body: operation.starts_with("link").then(|| json!({})), reporter: applicant }
}
