//! Receiving a request: whether it is complete, completing it, taking it back.

use actix_web::{HttpResponse, post, web};
use padi_app::information::order::Order;
use padi_information::request::command::Command;

use super::dto::{AskInformationCompletion, CompleteInformationRequest, InformationRequest};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::{KnownCall, NoteBody, WithdrawBody};

/// Record a request as complete
///
/// Catat lengkap. By an information officer (PPID) of the body: everything that is needed is there. Ends R1; R3, ten working days for
/// the written notification since receipt, goes on. Once R1 has passed this happens of itself.
#[utoipa::path(
    tag = "information",
    operation_id = "registerInformationRequestComplete",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = NoteBody,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/register-complete")]
pub(super) async fn register_information_request_complete(
    After(call, body): After<KnownCall, Body<NoteBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::Direct(Command::RegisterComplete { note: body.note })).await
}

/// Ask for what a request lacks
///
/// Minta kelengkapan. By an information officer, once, and before R1 has passed (then 409 `window_closed`: what nobody found incomplete
/// is complete). Ends R1 and R3, and gives the applicant three working days (R2); a request that is not completed by then lapses, and
/// stays in the register.
#[utoipa::path(
    tag = "information",
    operation_id = "askInformationRequestCompletion",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = AskInformationCompletion,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/ask-completion")]
pub(super) async fn ask_information_request_completion(
    After(call, body): After<KnownCall, Body<AskInformationCompletion>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let command = Command::AskCompletion { missing: body.missing, reason: body.reason };
    call.act(&id, &raw, Order::Direct(command)).await
}

/// Complete a request
///
/// Lengkapi. By the applicant, or by the desk for whoever comes with what was missing. What is told replaces what was told before,
/// field by field; what the form still lacks is in `missing`. Ends R2 and starts a new R3 that day; a request that was converted from a
/// question goes on with the one that it brought.
#[utoipa::path(
    tag = "information",
    operation_id = "completeInformationRequest",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = CompleteInformationRequest,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/complete")]
pub(super) async fn complete_information_request(
    After(call, body): After<KnownCall, Body<CompleteInformationRequest>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::from(body)).await
}

/// Withdraw a request
///
/// Cabut. By the applicant, before there is a notice. Ends all its clocks; its number stays in the register.
#[utoipa::path(
    tag = "information",
    operation_id = "withdrawInformationRequest",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = WithdrawBody,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/withdraw")]
pub(super) async fn withdraw_information_request(
    After(call, body): After<KnownCall, Body<WithdrawBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::Direct(Command::Withdraw { reason: body.reason })).await
}
