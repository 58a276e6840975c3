//! Writing a test, and deciding on it.

use actix_web::{HttpResponse, patch, post, web};
use padi_app::complaints::act::Terms;
use padi_app::error::Error;
use padi_app::idempotency::{Answer, Reply};
use padi_app::information::consequence_tests::{Order, Shown};
use padi_information::consequence_test::Command;

use super::dto::{ApproveConsequenceTest, BeginConsequenceTest, ConsequenceTest, ConsequenceTestChange};
use crate::body::{After, Body, Patch};
use crate::problem::Problem;
use crate::v1::case::{Act, Call, EmptyBody, KnownCall, ReasonBody};
use crate::write::respond;

impl Act for Order {
    async fn act(self, call: &Call, id: &str, terms: Terms) -> Result<Answer, Error> {
        let id = id.parse().map_err(|_| Error::NotFound)?;
        let caller = call.access.caller.clone();
        call.app.act_on_consequence_test(caller, id, self, terms, |shown| reply(200, &shown)).await
    }
}

fn reply(status: u16, shown: &Shown) -> Result<Reply, Error> {
    let reply = Reply::json(status, &ConsequenceTest::from(shown))?.versioned(shown.test.version);
    Ok(Reply { case_id: Some(shown.test.id.0), ..reply })
}

/// Begin a consequence test
///
/// Mulai uji konsekuensi (UU 14/2008 Ps 19). By the body's information officer (PPID) or its consideration team (tim pertimbangan),
/// before any request, for one, or for an exemption that is tested anew. `start-consequence-test` of a request begins one, too.
#[utoipa::path(
    tag = "information",
    operation_id = "beginConsequenceTest",
    request_body = BeginConsequenceTest,
    security(("bearer" = [])),
    responses((
        status = 201,
        description = "Begun. `Location` is the test.",
        body = ConsequenceTest,
        headers(("ETag"), ("Location")),
    )),
)]
#[post("/v1/consequence-tests")]
pub(super) async fn begin_consequence_test(
    After(call, body): After<KnownCall, Body<BeginConsequenceTest>>,
) -> Result<HttpResponse, Problem> {
    let KnownCall(call) = call;
    let terms = call.terms(body.raw())?;
    let render = |shown: Shown| Ok(reply(201, &shown)?.at(format!("/v1/consequence-tests/{}", shown.test.id)));
    let begin = body.into_inner().into();
    let answer = call.app.begin_consequence_test(call.access.caller.clone(), begin, terms, render).await?;
    Ok(respond(&call.context, answer))
}

/// Write in a consequence test
///
/// Ubah draf uji konsekuensi. By the body's information officer or consideration team, while it is a draft. What is absent stays,
/// `null` clears. Whoever writes in it cannot decide on it.
#[utoipa::path(
    tag = "information",
    operation_id = "changeConsequenceTest",
    params(("id" = Uuid, Path, description = "Id of the test.")),
    request_body(content = ConsequenceTestChange, content_type = "application/merge-patch+json"),
    security(("bearer" = [])),
    responses((status = 200, description = "The test.", body = ConsequenceTest, headers(("ETag")))),
)]
#[patch("/v1/consequence-tests/{id}")]
pub(super) async fn change_consequence_test(
    After(call, body): After<KnownCall, Patch<ConsequenceTestChange>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, change) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::from(change)).await
}

/// Hand a consequence test in
///
/// Ajukan uji konsekuensi. By the body's information officer or consideration team: the sheet is whole, and goes to the superior
/// (atasan PPID). What is missing is a 422 with its field.
#[utoipa::path(
    tag = "information",
    operation_id = "submitConsequenceTest",
    params(("id" = Uuid, Path, description = "Id of the test.")),
    request_body = EmptyBody,
    security(("bearer" = [])),
    responses((status = 200, description = "The test.", body = ConsequenceTest, headers(("ETag")))),
)]
#[post("/v1/consequence-tests/{id}/submit")]
pub(super) async fn submit_consequence_test(
    After(call, body): After<KnownCall, Body<EmptyBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    call.act(&id, body.raw(), Order::Direct(Command::Submit)).await
}

/// Approve a consequence test
///
/// Tetapkan hasil uji konsekuensi. By the body's superior (atasan PPID), who has not written in it (409 `same_person`). What is kept
/// back enters the public list of exempt information; the request that asked for it comes back to review.
#[utoipa::path(
    tag = "information",
    operation_id = "approveConsequenceTest",
    params(("id" = Uuid, Path, description = "Id of the test.")),
    request_body = ApproveConsequenceTest,
    security(("bearer" = [])),
    responses((status = 200, description = "The test.", body = ConsequenceTest, headers(("ETag")))),
)]
#[post("/v1/consequence-tests/{id}/approve")]
pub(super) async fn approve_consequence_test(
    After(call, body): After<KnownCall, Body<ApproveConsequenceTest>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::Direct(Command::Approve { decree_number: body.decree_number })).await
}

/// Reject a consequence test
///
/// Tolak hasil uji konsekuensi. By the body's superior, who has not written in it (409 `same_person`). It proves nothing; the request
/// that asked for it comes back to review.
#[utoipa::path(
    tag = "information",
    operation_id = "rejectConsequenceTest",
    params(("id" = Uuid, Path, description = "Id of the test.")),
    request_body = ReasonBody,
    security(("bearer" = [])),
    responses((status = 200, description = "The test.", body = ConsequenceTest, headers(("ETag")))),
)]
#[post("/v1/consequence-tests/{id}/reject")]
pub(super) async fn reject_consequence_test(
    After(call, body): After<KnownCall, Body<ReasonBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::Direct(Command::Reject { reason: body.reason })).await
}
