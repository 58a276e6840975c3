//! Who may ask for what: every operation of the OpenAPI document has its row, and is called by everybody.

mod information;
mod objections;

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{
    BEGINNING, Caller, Case, PASSWORD, Person, TestServer, body_of, code_of, complaint, form, on_both, photograph,
};

on_both!(every_operation_by_everybody);

/// Who calls, in the order of the columns; the reporter by the secret of the case, where there is one.
const CALLERS: [Option<Person>; 8] = [
    None,
    Some(Person::Budi),
    None,
    Some(Person::Liaison),
    Some(Person::AdminHere),
    Some(Person::AdminElsewhere),
    Some(Person::Coordinator),
    Some(Person::SystemAdmin),
];
const REPORTER: usize = 2;

/// Operation | nobody citizen reporter liaison admin elsewhere coordinator operator.
const TABLE: &str = "
verifyComplaint              | 401 404 403 404 200 404 200 404
handleComplaint              | 401 404 403 404 200 404 200 404
postponeComplaint            | 401 404 403 404 200 404 200 404
archiveComplaint             | 401 404 403 404 200 404 200 404
rejectComplaintAuthority     | 401 404 403 404 200 404 200 404
resumeComplaint              | 401 404 403 404 200 404 403 404
unarchiveComplaint           | 401 404 403 404 200 404 200 404
forwardComplaint             | 401 404 403 403 200 404 403 404
returnComplaint              | 401 404 403 200 403 404 403 404
redisposeComplaint           | 401 404 403 403 200 404 200 404
followUpComplaint            | 401 404 403 200 403 404 403 404
askComplaintReporter         | 401 404 403 200 403 404 403 404
commentOnComplaint           | 401 404 403 403 200 404 403 404
reopenComplaintForQuality    | 401 404 403 403 403 404 200 404
completeComplaintData        | 401 404 200 403 403 404 403 404
replyToComplaint             | 401 404 200 403 403 404 403 404
acceptComplaint              | 401 404 200 403 403 404 403 404
rateComplaint                | 401 404 200 403 403 404 403 404
reopenComplaint              | 401 404 200 403 403 404 403 404
withdrawComplaint            | 401 404 200 403 403 404 403 404
startDialogue                | 401 404 403 200 200 404 403 404
exitDialogue                 | 401 404 200 200 200 404 403 404
getDialogue                  | 401 404 200 200 200 404 200 404
addDialogueContact           | 401 404 403 201 201 404 403 404
addDialogueInterview         | 401 404 403 201 201 404 403 404
addDialogueSession           | 401 404 403 201 201 404 403 404
addDialogueAgreement         | 401 404 403 201 201 404 403 404
completeDialogueItem         | 401 404 403 200 200 404 403 404
confirmDialogue              | 401 404 403 200 200 404 403 404
restrictComplaint            | 401 404 200 200 200 404 200 404
redactComplaint              | 401 404 403 403 200 404 200 404
getComplaintOriginal         | 401 404 403 403 200 404 200 404
requestIdentityReveal        | 401 404 403 403 201 404 201 404
listIdentityReveals          | 401 200 -   200 200 200 200 200
approveIdentityReveal        | 401 404 -   404 200 404 404 404
denyIdentityReveal           | 401 404 -   404 200 404 404 404
readRevealedIdentity         | 401 404 -   404 200 404 404 404
listComplaintAccesses        | 401 404 200 403 403 404 403 404
concludeComplaintExamination | 401 404 403 403 403 404 403 404
requestComplaintExplanation  | 401 404 403 403 403 404 403 404
explainComplaint             | 401 404 403 403 200 404 403 404
addComplaintSupport          | 401 404 403 403 200 404 200 404
mergeComplaint               | 401 404 403 404 200 404 200 404
splitComplaint               | 401 404 403 403 200 404 200 404
convertComplaint             | 401 404 200 404 200 404 403 404
listComplaintAssignments     | 404 404 200 200 200 404 200 404
answerComplaintAssignment    | 401 404 403 403 403 200 403 404
releaseComplaintAssignment   | 401 404 403 403 200 403 200 404
getComplaint                 | 404 404 200 200 200 404 200 404
getComplaintTimeline         | 404 404 200 200 200 404 200 404
trackComplaint               | 404 404 200 200 200 404 200 404
attachToComplaint            | 401 404 201 201 201 404 201 404
listComplaintAttachments     | 404 404 200 200 200 404 200 404
getComplaintAttachment       | 404 404 200 200 200 404 200 404
downloadComplaintAttachment  | 404 404 200 200 200 404 200 404
linkComplaintAttachment      | 401 404 201 201 201 404 201 404
removeComplaintAttachment    | 401 404 204 -   403 404 403 404
followFileLink               | 200 200 200 200 200 200 200 200
listComplaints               | 200 200 -   200 200 200 200 200
listComplaints scope=mine    | 401 200 -   200 200 200 200 200
listComplaints scope=inbox   | 401 403 -   200 200 200 200 403
listLikelyDuplicates         | 401 404 403 200 200 404 200 404
searchCases                  | 200 200 -   200 200 200 200 200
searchCases scope=mine       | 401 200 -   200 200 200 200 200
searchCases scope=inbox      | 401 403 -   200 200 200 200 403
submitComplaint              | 201 201 -   201 201 201 201 201
submitComplaint at the desk  | 401 403 -   201 201 403 403 403
listAgencies                 | 200 200 -   200 200 200 200 200
getAgency                    | 200 200 -   200 200 200 200 200
addAgencyAlias               | 401 403 -   403 201 403 201 201
previewRouting               | 200 200 -   200 200 200 200 200
createAgency                 | 401 403 -   403 201 403 201 201
changeAgency                 | 401 403 -   403 200 403 200 200
getAgencyHistory             | 401 403 -   403 200 403 200 200
listRegions                  | 200 200 -   200 200 200 200 200
getRegion                    | 200 200 -   200 200 200 200 200
listCategories               | 200 200 -   200 200 200 200 200
getCategory                  | 200 200 -   200 200 200 200 200
createCategory               | 401 403 -   403 403 403 201 201
changeCategory               | 401 403 -   403 403 403 200 200
getCategoryHistory           | 401 403 -   403 403 403 200 200
listRules                    | 200 200 -   200 200 200 200 200
getRule                      | 200 200 -   200 200 200 200 200
createRule                   | 401 403 -   403 403 403 201 201
changeRule                   | 401 403 -   403 403 403 200 200
getRuleHistory               | 401 403 -   403 403 403 200 200
computeDueDate               | 200 200 -   200 200 200 200 200
listHolidays                 | 200 200 -   200 200 200 200 200
getHoliday                   | 200 200 -   200 200 200 200 200
createHoliday                | 401 403 -   403 403 403 201 201
changeHoliday                | 401 403 -   403 403 403 200 200
deleteHoliday                | 401 403 -   403 403 403 204 204
getHolidayHistory            | 401 403 -   403 403 403 200 200
recomputeDeadlines           | 401 403 -   403 403 403 200 200
register                     | 202 202 -   202 202 202 202 202
verifyEmail                  | 401 401 -   401 401 401 401 401
logIn                        | 200 200 -   200 200 200 200 200
refreshTokens                | 200 200 -   200 200 200 200 200
logOut                       | 204 204 -   204 204 204 204 204
logOutEverywhere             | 401 204 -   204 204 204 204 204
changePassword               | 401 200 -   200 200 200 200 200
requestPasswordReset         | 202 202 -   202 202 202 202 202
resetPassword                | 401 401 -   401 401 401 401 401
readKeys                     | 200 200 -   200 200 200 200 200
readMe                       | 401 200 -   200 200 200 200 200
changeMe                     | 401 200 -   200 200 200 200 200
enrollSecondFactor           | 401 201 -   201 201 201 201 201
confirmSecondFactor          | 401 200 -   200 200 200 200 200
renewRecoveryCodes           | 401 200 -   200 200 200 200 200
disableSecondFactor          | 401 204 -   204 204 204 204 204
listSessions                 | 401 200 -   200 200 200 200 200
endSession                   | 401 204 -   204 204 204 204 204
listNotifications            | 401 200 -   200 200 200 200 200
readNotification             | 401 404 -   404 200 404 404 404
readAllNotifications         | 401 204 -   204 204 204 204 204
readNotificationPreferences  | 401 200 -   200 200 200 200 200
changeNotificationPreferences | 401 200 -  200 200 200 200 200
readLimits                   | 200 200 -   200 200 200 200 200
submitMyDataRequest          | 401 201 -   201 201 201 201 201
listMyDataRequests           | 401 200 -   200 200 200 200 200
submitReporterDataRequest    | 401 404 201 404 404 404 404 404
listReporterDataRequests     | 401 404 200 404 404 404 404 404
askDataExport                | 401 202 -   202 202 202 202 202
getDataExport                | 401 404 -   404 404 404 404 404
listMyAccessLog              | 401 200 -   200 200 200 200 200
listDataRequests             | 401 403 -   403 403 403 403 403
getDataRequest               | 401 404 -   404 404 404 404 404
checkDataRequestIdentity     | 401 404 -   404 404 404 404 404
grantDataRequest             | 401 404 -   404 404 404 404 404
refuseDataRequest            | 401 404 -   404 404 404 404 404
placeLegalHold               | 401 403 -   403 403 403 403 403
listLegalHolds               | 401 403 -   403 403 403 403 403
liftLegalHold                | 401 403 -   403 403 403 403 403
listUsers                    | 401 403 -   403 200 200 200 200
readUser                     | 401 403 -   403 200 200 200 200
grantRole                    | 401 403 -   403 201 403 201 201
revokeRole                   | 401 403 -   403 204 404 204 204
getSandboxClock              | 200 200 -   200 200 200 200 200
setSandboxClock              | 200 200 -   200 200 200 200 200
advanceSandboxClock          | 200 200 -   200 200 200 200 200
listSandboxMails             | 200 200 -   200 200 200 200 200
checkLive                    | 200 200 -   200 200 200 200 200
checkReady                   | 200 200 -   200 200 200 200 200
readMetrics                  | 200 200 -   200 200 200 200 200
readOpenApi                  | 200 200 -   200 200 200 200 200
explainProblem               | 200 200 -   200 200 200 200 200
";

/// An operation on a case: the action that it does, and where the case must stand for it.
fn action_of(operation: &str) -> Option<(&'static str, &'static str)> {
    Some(match operation {
        "verifyComplaint" => ("verify", "unverified"),
        "handleComplaint" => ("handle", "unverified"),
        "postponeComplaint" => ("postpone", "unverified"),
        "archiveComplaint" => ("archive", "unverified"),
        "rejectComplaintAuthority" => ("not_authority", "unverified"),
        "resumeComplaint" => ("resume", "postponed_unverified"),
        "unarchiveComplaint" => ("unarchive", "archived"),
        "forwardComplaint" => ("forward", "not_followed_up"),
        "returnComplaint" => ("return", "not_followed_up"),
        "redisposeComplaint" => ("redispose", "not_followed_up"),
        "followUpComplaint" => ("follow_up", "in_process"),
        "askComplaintReporter" => ("ask_reporter", "in_process"),
        "commentOnComplaint" => ("comment", "awaiting_reporter"),
        "reopenComplaintForQuality" => ("quality_reopen", "completed"),
        "completeComplaintData" => ("complete_data", "postponed_in_process"),
        "replyToComplaint" => ("reply", "awaiting_reporter"),
        "acceptComplaint" => ("accept", "awaiting_reporter"),
        "rateComplaint" => ("rate", "completed"),
        "reopenComplaint" => ("reopen", "completed"),
        "withdrawComplaint" => ("withdraw", "in_process"),
        "startDialogue" => ("start_dialogue", "in_process"),
        "exitDialogue" => ("exit_dialogue", "in_dialogue"),
        "restrictComplaint" => ("restrict", "in_process"),
        "redactComplaint" => ("redact", "in_process"),
        "concludeComplaintExamination" => ("conclude_examination", "in_process"),
        "requestComplaintExplanation" => ("request_explanation", "in_process"),
        "explainComplaint" => ("explain", "asked"),
        "addComplaintSupport" => ("add_support", "in_process"),
        "splitComplaint" => ("split", "in_process"),
        _ => return None,
    })
}

/// A valid call.
struct Prepared {
    path: String,
    body: Option<Value>,
    reporter: Caller,
}

/// What can be changed or looked at: fresh for each call that changes it.
async fn made(server: &TestServer, path: &str, body: Value) -> String {
    let admin = server.log_in(Person::SystemAdmin).await;
    server.post(&admin, path, body).await.ok().text("id")
}

async fn prepare(server: &TestServer, name: &str, template: &str, n: usize) -> Prepared {
    let (operation, variant) = name.split_once(' ').unwrap_or((name, ""));
    let filled = |name: &str, value: &str| template.replace(name, value);
    let places = server.places();
    let mut reporter = Caller::Nobody;
    let holiday = |n: usize| json!({ "on": format!("2029-02-0{}", n + 1), "scope": "national", "kind": "holiday", "name": "Uji" });
    let category = |n: usize| json!({ "code": format!("uji-{operation}-{n}").to_lowercase(), "name": "Uji", "valid_from": "2026-01-01" });
    let rule = |n: usize| {
        json!({
            "rule_set": format!("uji-{operation}-{n}").to_lowercase(), "code": "Z1", "name_id": "Uji", "name_en": "Test", "length": 3,
            "unit": "working_day", "party": "agency", "legal_basis": "Uji", "confirmed": false, "valid_from": "2026-01-01",
        })
    };
    let (path, body) = match operation {
        "getComplaint" | "getComplaintTimeline" | "trackComplaint" | "listLikelyDuplicates" => {
            let case = Case::new(server).await;
            case.bring_to("in_process", true).await;
            reporter = case.reporter.clone();
            (filled("{id}", &case.id).replace("{tracking_number}", &case.tracking_number), None)
        }
        dialogue if dialogue.contains("Dialogue") && action_of(dialogue).is_none() => {
            let case = crate::dialogue::talking(server).await;
            reporter = case.reporter.clone();
            let item = crate::dialogue::agree(&case).await;
            let path = filled("{id}", &case.id).replace("{item_id}", &item);
            (path, crate::dialogue::body_of(dialogue, places))
        }
        "attachToComplaint" | "listComplaintAttachments" | "listComplaintAssignments" => {
            let case = Case::new(server).await;
            case.bring_to("in_process", true).await;
            reporter = case.reporter.clone();
            (filled("{id}", &case.id), None)
        }
        "getComplaintAttachment"
        | "downloadComplaintAttachment"
        | "linkComplaintAttachment"
        | "removeComplaintAttachment"
        | "followFileLink" => {
            let case = Case::new(server).await;
            let id = server.upload(&case.reporter, &case.path(), &photograph()).await.ok().text("id");
            if operation != "removeComplaintAttachment" {
                case.bring_to("in_process", true).await;
            }
            reporter = case.reporter.clone();
            let link = format!("{}/attachments/{id}/links", case.path());
            match operation {
                "followFileLink" => {
                    let url = server.post(&reporter, &link, json!({})).await.ok().text("url");
                    (filled("{token}", url.rsplit('/').next().expect("a token")), None)
                }
                _ => (filled("{id}", &case.id).replace("{attachment_id}", &id), None),
            }
        }
        "getComplaintOriginal" => {
            let case = Case::new(server).await;
            case.bring_to("in_process", true).await;
            reporter = case.reporter.clone();
            (format!("{}?reason=memeriksa", filled("{id}", &case.id)), None)
        }
        "answerComplaintAssignment" | "releaseComplaintAssignment" => {
            let case = Case::new(server).await;
            case.bring_to("in_process", true).await;
            let supported = case.must(Person::AdminHere, "add_support").await;
            reporter = case.reporter.clone();
            let part = supported["assignments"][1]["id"].as_str().expect("an id").to_owned();
            let body = json!({ if operation.starts_with('a') { "text" } else { "reason" }: "Bagian kami beres." });
            (filled("{id}", &case.id).replace("{assignment_id}", &part), Some(body))
        }
        "convertComplaint" => {
            let mut question = complaint(places);
            question["class"] = json!("information_question");
            let case = Case::file(server, &Caller::Nobody, question).await;
            reporter = case.reporter.clone();
            (filled("{id}", &case.id), Some(json!({ "reason": "Meminta salinan dokumen" })))
        }
        "mergeComplaint" => {
            let (case, kept) = (Case::new(server).await, Case::new(server).await);
            reporter = case.reporter.clone();
            (filled("{id}", &case.id), Some(json!({ "kept_id": kept.id, "reason": "Laporan yang sama" })))
        }
        "submitReporterDataRequest" | "listReporterDataRequests" => {
            let case = Case::new(server).await;
            reporter = case.reporter.clone();
            let body = json!({ "kind": "access", "text": "Uji" });
            (filled("{tracking_number}", &case.tracking_number), (operation.starts_with("submit")).then_some(body))
        }
        "submitMyDataRequest" => (template.to_owned(), Some(json!({ "kind": "access", "text": "Uji" }))),
        "getDataExport" => {
            let siti = server.log_in(Person::Siti).await;
            let export = server.post(&siti, "/v1/me/data-export", json!({})).await.ok().text("id");
            (filled("{id}", &export), None)
        }
        "getDataRequest" | "checkDataRequestIdentity" | "grantDataRequest" | "refuseDataRequest" => {
            let siti = server.log_in(Person::Siti).await;
            let asked = json!({ "kind": "access", "text": "Uji" });
            let asked = server.post(&siti, "/v1/me/data-requests", asked).await.ok().text("id");
            let body = match operation {
                "getDataRequest" => None,
                "refuseDataRequest" => Some(json!({ "reason_code": "retention", "text": "Uji" })),
                _ => Some(json!({})),
            };
            (filled("{id}", &asked), body)
        }
        "placeLegalHold" => {
            let case = Case::new(server).await;
            (template.to_owned(), Some(json!({ "case_kind": "complaint", "case_id": case.id, "reason": "Uji" })))
        }
        "liftLegalHold" => {
            let (case, officer) = (Case::new(server).await, server.log_in(Person::PrivacyOfficer).await);
            let hold = json!({ "case_kind": "complaint", "case_id": case.id, "reason": "Uji" });
            let hold = server.post(&officer, "/v1/legal-holds", hold).await.ok().text("id");
            (filled("{id}", &hold), Some(json!({ "reason": "Uji" })))
        }
        "requestIdentityReveal"
        | "approveIdentityReveal"
        | "denyIdentityReveal"
        | "readRevealedIdentity"
        | "listComplaintAccesses" => {
            if let Some(person) = CALLERS[n] {
                server.with_second_factor(person).await;
            }
            let (case, id) = crate::reveals::prepared(server, operation).await;
            reporter = case.reporter.clone();
            (filled("{id}", &id), crate::reveals::body_for(operation))
        }
        "listComplaints" => (format!("{template}?{variant}"), None),
        "searchCases" => (format!("{template}?q=ktp&{variant}"), None),
        "submitComplaint" => {
            let mut body = complaint(places);
            if !variant.is_empty() {
                body["channel"] = json!("letter");
            }
            (template.to_owned(), Some(body))
        }
        "getAgency" | "getAgencyHistory" => (filled("{id}", &places.units[0]), None),
        "changeAgency" => (filled("{id}", &places.units[2]), Some(json!({ "name": format!("Dinas {n}") }))),
        "addAgencyAlias" => (filled("{id}", &places.units[2]), Some(json!({ "name": format!("Nama lain {n}") }))),
        "previewRouting" => (template.to_owned(), Some(json!({ "region_code": "73.71" }))),
        "createAgency" => {
            let code = format!("73.71.baru-{n}");
            let body = json!({ "parent_id": places.city, "kind": "unit", "name": "Dinas Baru", "code": code });
            (template.to_owned(), Some(body))
        }
        "getRegion" => (filled("{code}", "73.71"), None),
        "getCategory" | "getCategoryHistory" => (filled("{id}", &places.category), None),
        "createCategory" => (template.to_owned(), Some(category(n))),
        "changeCategory" => {
            let id = made(server, "/v1/categories", category(n)).await;
            (filled("{id}", &id), Some(json!({ "name": "Uji lagi" })))
        }
        "createRule" => (template.to_owned(), Some(rule(n))),
        "getRule" | "getRuleHistory" => (filled("{id}", &made(server, "/v1/rules", rule(n)).await), None),
        "changeRule" => (filled("{id}", &made(server, "/v1/rules", rule(n)).await), Some(json!({ "length": 4 }))),
        "createHoliday" => (template.to_owned(), Some(holiday(n))),
        "getHoliday" | "getHolidayHistory" | "deleteHoliday" | "changeHoliday" => {
            let days = ["getHoliday", "getHolidayHistory", "deleteHoliday", "changeHoliday"];
            let year = 2030 + days.iter().position(|known| *known == operation).unwrap_or_default();
            let mut day = holiday(n);
            day["on"] = json!(format!("{year}-01-0{}", n + 1));
            let id = made(server, "/v1/calendar/holidays", day).await;
            (filled("{id}", &id), (operation == "changeHoliday").then(|| json!({ "name": "Lain" })))
        }
        "recomputeDeadlines" => (template.to_owned(), Some(json!({ "dry_run": true }))),
        "computeDueDate" => (format!("{template}?start=2026-03-13T10:00:00%2B07:00&length=3&unit=working_day"), None),
        "listSandboxMails" => (format!("{template}?to=budi@uji.example"), None),
        "explainProblem" => (filled("{code}", "not_found"), None),
        "setSandboxClock" => (template.to_owned(), Some(json!({ "now": BEGINNING }))),
        "advanceSandboxClock" => (template.to_owned(), Some(json!({ "seconds": 1 }))),
        "askDataExport" | "logOutEverywhere" => (template.to_owned(), Some(json!({}))),
        "listUsers" => (format!("{template}?email=siti@uji.example"), None),
        "readUser" => (filled("{id}", &server.new_citizen().await), None),
        "grantRole" => {
            let body = json!({ "role": "unit_liaison", "agency_id": places.units[0] });
            (filled("{id}", &server.new_citizen().await), Some(body))
        }
        "revokeRole" => {
            let id = server.new_citizen().await;
            let body = json!({ "role": "unit_liaison", "agency_id": places.units[0] });
            let grant = made(server, &format!("/v1/users/{id}/grants"), body).await;
            (filled("{id}", &id).replace("{grant_id}", &grant), None)
        }
        "register" => {
            let body = json!({ "email": format!("baru{n}@uji.example"), "password": PASSWORD, "name": "Baru" });
            (template.to_owned(), Some(body))
        }
        "verifyEmail" => (template.to_owned(), Some(json!({ "token": "x" }))),
        "resetPassword" => (template.to_owned(), Some(json!({ "token": "x", "new_password": PASSWORD }))),
        "requestPasswordReset" => (template.to_owned(), Some(json!({ "email": "siti@uji.example" }))),
        "logIn" => (template.to_owned(), Some(json!({ "email": "siti@uji.example", "password": PASSWORD }))),
        "refreshTokens" | "logOut" => {
            let body = json!({ "email": "siti@uji.example", "password": PASSWORD });
            let token = server.post(&Caller::Nobody, "/v1/auth/login", body).await.ok().text("refresh_token");
            (template.to_owned(), Some(json!({ "refresh_token": token })))
        }
        "changePassword" => {
            (template.to_owned(), Some(json!({ "current_password": PASSWORD, "new_password": PASSWORD })))
        }
        "enrollSecondFactor" => (template.to_owned(), Some(json!({ "password": PASSWORD }))),
        "confirmSecondFactor" | "renewRecoveryCodes" | "disableSecondFactor" => {
            (template.to_owned(), Some(second_factor(server, operation, n).await))
        }
        "endSession" => (filled("{id}", &one_more_session(server, n).await), None),
        "changeNotificationPreferences" => (template.to_owned(), Some(json!({ "email": { "receipt": true } }))),
        // One that the desk's administrator was told, so that it is nobody else's.
        "readNotification" => {
            Case::new(server).await;
            server.follow().await;
            let admin = server.log_in(Person::AdminHere).await;
            let told = server.get(&admin, "/v1/notifications?unread=true&limit=1").await.ok().json();
            (filled("{id}", told["data"][0]["id"].as_str().expect("an id")), None)
        }
        "changeMe" => (template.to_owned(), Some(json!({ "language": "en" }))),
        action => match action_of(action) {
            Some((action, place)) => {
                let case = Case::reachable(server).await;
                case.bring_to(place, true).await;
                reporter = case.reporter.clone();
                (filled("{id}", &case.id), Some(body_of(action, places)))
            }
            None => (template.to_owned(), None),
        },
    };
    Prepared { path, body, reporter }
}

/// What a caller sends to an operation on the second factor, which is brought to where it is possible.
async fn second_factor(server: &TestServer, operation: &str, n: usize) -> Value {
    let Some(person) = CALLERS[n] else { return json!({ "code": "000000", "password": PASSWORD }) };
    let caller = server.log_in(person).await;
    let made = server.post(&caller, "/v1/me/second-factor", json!({ "password": PASSWORD })).await.ok();
    let code = json!({ "code": code_of(server, &made.text("secret"), 0) });
    if operation == "confirmSecondFactor" {
        return code;
    }
    let confirmed = server.post(&caller, "/v1/me/second-factor/confirm", code).await.ok().json();
    let code = confirmed["recovery_codes"][0].clone();
    if operation == "renewRecoveryCodes" {
        json!({ "code": code })
    } else {
        json!({ "code": code, "password": PASSWORD })
    }
}

/// A session of the caller beside the one in which they call.
async fn one_more_session(server: &TestServer, n: usize) -> String {
    let Some(person) = CALLERS[n] else { return "019cb1c0-0000-7000-8000-000000000000".to_owned() };
    let body = json!({ "email": person.email(), "password": PASSWORD });
    let tokens = server.post(&Caller::Nobody, "/v1/auth/login", body).await.ok();
    let all = server.all(&Caller::Token(tokens.text("access_token")), "/v1/me/sessions").await;
    let one = all.iter().find(|session| session["current"] == true).expect("the new session");
    one["id"].as_str().expect("an id").to_owned()
}

fn operations(document: &Value) -> BTreeMap<String, (Method, String)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    let all = paths.flat_map(|(path, item)| {
        item.as_object().expect("operations").iter().map(move |(method, operation)| {
            let id = operation["operationId"].as_str().expect("an id").to_owned();
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
            (id, (method, path.clone()))
        })
    });
    all.collect()
}

/// The rows of a table: operation with variant, and what each caller is answered.
fn rows(table: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let cells = table.lines().filter_map(|line| line.split_once('|'));
    cells.map(|(name, cells)| (name.trim(), cells.split_whitespace().collect())).collect()
}

async fn every_operation_by_everybody(server: &TestServer) {
    let document = server.get(&Caller::Nobody, "/openapi.json").await.ok().json();
    let operations = operations(&document);
    let (rows, of_requests, of_objections) = (rows(TABLE), rows(information::TABLE), rows(objections::TABLE));
    let all = || rows.iter().chain(&of_requests).chain(&of_objections);
    let named = |id: &str| all().any(|(name, _)| name.split(' ').next() == Some(id));
    let missing: Vec<_> = operations.keys().filter(|id| !named(id)).collect();
    assert!(missing.is_empty(), "without a row: {missing:?}");
    for (name, expected) in &rows {
        let prepared = async |template: &str, n: usize| prepare(server, name, template, n).await;
        check(server, &operations, &CALLERS, (name, expected), prepared).await;
    }
    for (name, expected) in &of_requests {
        let prepared = async |template: &str, _| information::prepare(server, name, template).await;
        check(server, &operations, &information::CALLERS, (name, expected), prepared).await;
    }
    for (name, expected) in &of_objections {
        let prepared = async |template: &str, _| objections::prepare(server, name, template).await;
        check(server, &operations, &objections::CALLERS, (name, expected), prepared).await;
    }
}

/// Calls the operation of a row in the name of each caller.
async fn check(
    server: &TestServer,
    operations: &BTreeMap<String, (Method, String)>,
    callers: &[Option<Person>],
    (name, expected): (&str, &[&str]),
    prepared: impl AsyncFn(&str, usize) -> Prepared,
) {
    let id = name.split(' ').next().expect("an id");
    let (method, template) = operations.get(id).unwrap_or_else(|| panic!("no such operation: {id}"));
    let mut found = Vec::new();
    let mut last = None;
    for (n, person) in callers.iter().enumerate() {
        if expected[n] == "-" {
            found.push("-".to_owned());
            continue;
        }
        let Prepared { path, body, reporter } = prepared(template, n).await;
        assert!(!path.contains('{'), "{name}: {path}");
        let caller = match person {
            Some(person) => server.log_in(*person).await,
            None if n == REPORTER => reporter,
            None => Caller::Nobody,
        };
        let call = server.call(method.clone(), &path).by(&caller).header("if-match", "*");
        let answer = match (&body, method) {
            (None, &Method::POST) if id.starts_with("attachTo") => {
                let (kind, body) = form(&[("file", Some("a.jpg"), &photograph())]);
                call.header("content-type", kind).raw(body).send().await
            }
            (None, _) => call.send().await,
            (Some(body), &Method::PATCH) => {
                call.header("content-type", "application/merge-patch+json").raw(body.to_string()).send().await
            }
            (Some(body), _) => call.json(body).send().await,
        };
        found.push(answer.status.to_string());
        if answer.status.to_string() != expected[n] {
            last = Some(answer);
        }
        // Others log in without a code again.
        server.database.execute("DELETE FROM second_factors").await;
        if let (Some(person), "logOutEverywhere" | "changePassword") = (person, id) {
            server.forget(*person);
        }
    }
    assert_eq!(found, expected, "{name}: {}", last.map(|answer| answer.to_string()).unwrap_or_default());
}
