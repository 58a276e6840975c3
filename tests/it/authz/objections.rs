//! Who may ask for what of objections: the superior answers, the team advises, and a unit's officer has no part in it.

use serde_json::json;

use super::Prepared;
use crate::harness::{
    Caller, Objection, Person, Request, TestServer, objection, objection_body_of, periodic, photograph,
};

/// Who calls, in the order of the columns; the applicant by the secret of the request.
pub(super) const CALLERS: [Option<Person>; 10] = [
    None,
    Some(Person::Budi),
    None,
    Some(Person::PpidUnit),
    Some(Person::Ppid),
    Some(Person::PpidElsewhere),
    Some(Person::PpidSuperior),
    Some(Person::ConsiderationTeam),
    Some(Person::Commission),
    Some(Person::Coordinator),
];

/// Operation | nobody citizen applicant unit ppid elsewhere superior team commission coordinator.
///
/// A request that the caller may not know of is a value that is unknown (422); a desk that settles needs the signed agreement (422).
pub(super) const TABLE: &str = "
submitObjection                 | 401 422 201 422 403 422 403 422 422 403
submitObjection at the desk     | 401 422 403 422 201 422 403 422 422 403
submitObjection without request | 201 201 -   201 201 201 201 201 201 201
listObjections                  | 401 200 -   200 200 200 200 200 200 200
listObjections scope=inbox      | 401 403 -   200 200 200 200 200 200 200
getObjection                    | 404 404 200 404 200 404 200 200 404 200
getObjection when disputed      | 404 404 200 404 200 404 200 200 200 200
getObjectionTimeline            | 404 404 200 404 200 404 200 200 404 200
registerObjection               | 401 404 403 404 200 404 403 403 404 403
assignObjectionReview           | 401 404 403 404 403 404 200 403 404 403
recommendOnObjection            | 401 404 403 404 403 404 403 200 404 403
proposeObjectionSettlement      | 401 404 403 404 200 404 403 403 404 403
settleObjection                 | 401 404 200 404 422 404 403 403 404 403
acceptObjection                 | 401 404 403 404 403 404 200 403 404 403
confirmDecisionObjectedTo       | 401 404 403 404 403 404 200 403 404 403
declareObjectionInadmissible    | 401 404 403 404 403 404 200 403 404 403
executeObjection                | 401 404 403 404 200 404 403 403 404 403
withdrawObjection               | 401 404 200 404 403 404 403 403 404 403
recordObjectionDispute          | 401 404 200 404 200 404 403 403 404 403
attachToObjection               | 401 404 201 404 201 404 201 403 404 403
listObjectionAttachments        | 404 404 200 404 200 404 200 200 404 200
getObjectionAttachment          | 404 404 200 404 200 404 200 404 404 404
downloadObjectionAttachment     | 404 404 200 404 200 404 200 404 404 404
linkObjectionAttachment         | 401 404 201 404 201 404 201 404 404 404
removeObjectionAttachment       | 401 404 204 404 403 404 403 404 404 404
";

/// An operation on an objection: the action that it does, and where the objection must stand for it.
fn action_of(operation: &str) -> Option<(&'static str, &'static str)> {
    Some(match operation {
        "registerObjection" => ("register", "filed"),
        "assignObjectionReview" => ("assign_review", "registered"),
        "recommendOnObjection" => ("recommend", "in_review"),
        "proposeObjectionSettlement" => ("propose_settlement", "registered"),
        "settleObjection" => ("settle", "offered"),
        "acceptObjection" => ("answer_accept", "in_review"),
        "confirmDecisionObjectedTo" => ("answer_confirm", "registered"),
        "declareObjectionInadmissible" => ("inadmissible", "registered"),
        "executeObjection" => ("execute", "accepted"),
        "withdrawObjection" => ("withdraw", "registered"),
        "recordObjectionDispute" => ("dispute_filed", "confirmed"),
        _ => return None,
    })
}

/// A valid call of the row.
pub(super) async fn prepare(server: &TestServer, name: &str, template: &str) -> Prepared {
    let (operation, variant) = name.split_once(' ').unwrap_or((name, ""));
    match operation {
        "submitObjection" if variant == "without request" => {
            let body = Some(periodic(&server.places().city));
            return Prepared { path: template.to_owned(), body, reporter: Caller::Nobody };
        }
        "submitObjection" => {
            let request = Request::answered(server).await;
            let mut body = objection(&request.id, &["d"]);
            if !variant.is_empty() {
                body["channel"] = json!("letter");
            }
            return Prepared { path: template.to_owned(), body: Some(body), reporter: request.applicant };
        }
        "listObjections" => {
            return Prepared { path: format!("{template}?{variant}"), body: None, reporter: Caller::Nobody };
        }
        _ => {}
    }
    if operation.contains("Attachment") || operation.starts_with("attachTo") {
        // What the applicant handed in, which is for the desk.
        let objection = Objection::new(server).await;
        let id = server.upload(&objection.applicant, &objection.path(), &photograph()).await.ok().text("id");
        let path = template.replace("{id}", &objection.id).replace("{attachment_id}", &id);
        let body = operation.starts_with("link").then(|| json!({}));
        return Prepared { path, body, reporter: objection.applicant };
    }
    let (action, place) = match action_of(operation) {
        Some((action, place)) => (Some(action), place),
        None => (None, if variant.is_empty() { "registered" } else { "disputed" }),
    };
    let objection = if place == "filed" { Objection::on_paper(server).await } else { Objection::new(server).await };
    objection.bring_to(place).await;
    let path = template.replace("{id}", &objection.id);
    Prepared { path, body: action.map(objection_body_of), reporter: objection.applicant }
}
