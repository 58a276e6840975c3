//! How an objection ends: executed, taken back, or before the Information Commission.

use actix_web::{HttpResponse, post, web};
use padi_app::information::objections::act::Order;
use padi_information::objection::command::Command;

use super::dto::{Objection, RecordDispute};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::{KnownCall, TextBody, WithdrawBody};

/// Record that it was executed
///
/// Laksanakan. By the body's information officer, for what was done by paper what an accepted or settled objection ordered; what is
/// delivered on the request executes the objection of itself. Ends O3; owed, and recorded, after the objection is final, too.
#[utoipa::path(
    tag = "information",
    operation_id = "executeObjection",
    params(("id" = Uuid, Path, description = "Id of the objection.")),
    request_body = TextBody,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole objection, as the caller sees it now.",
        body = Objection,
        headers(("ETag")),
    )),
)]
#[post("/v1/objections/{id}/execute")]
pub(super) async fn execute_objection(
    After(call, body): After<KnownCall, Body<TextBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, super::dto::execution(body)).await
}

/// Withdraw an objection
///
/// Cabut. By the applicant, before there is an answer. Ends all its clocks, and the request goes back to where it stood; its windows are
/// free again, as far as they are still open.
#[utoipa::path(
    tag = "information",
    operation_id = "withdrawObjection",
    params(("id" = Uuid, Path, description = "Id of the objection.")),
    request_body = WithdrawBody,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((
        status = 200,
        description = "The whole objection, as the caller sees it now.",
        body = Objection,
        headers(("ETag")),
    )),
)]
#[post("/v1/objections/{id}/withdraw")]
pub(super) async fn withdraw_objection(
    After(call, body): After<KnownCall, Body<WithdrawBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::from(Command::Withdraw { reason: body.reason })).await
}

/// Record that the Information Commission has it
///
/// Catat sengketa (UU 14/2008 Ps 37(2)). By the applicant or an information officer: the application was filed there within D1, fourteen
/// working days since the answer or since the term for it passed (409 `window_closed` for what was filed there later). Ends D1.
#[utoipa::path(
    tag = "information",
    operation_id = "recordObjectionDispute",
    params(("id" = Uuid, Path, description = "Id of the objection.")),
    request_body = RecordDispute,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((
        status = 200,
        description = "The whole objection, as the caller sees it now.",
        body = Objection,
        headers(("ETag")),
    )),
)]
#[post("/v1/objections/{id}/dispute-filed")]
pub(super) async fn record_objection_dispute(
    After(call, body): After<KnownCall, Body<RecordDispute>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::from(Command::from(body))).await
}
