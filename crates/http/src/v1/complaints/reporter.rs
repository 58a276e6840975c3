//! What the reporter does: complete data, reply, accept, rate, reopen, withdraw.

use actix_web::{HttpResponse, post, web};
use padi_app::complaints::order::Order;
use padi_complaints::command::{Command, Rating};

use super::dto::{AcceptComplaint, Complaint, RateComplaint};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::{KnownCall, ReasonBody, TextBody, WithdrawBody};

/// Complete the data of a complaint
///
/// Lengkapi. Back to where the case waited from; a lapsed one returns to the desk until C9.
#[utoipa::path(
    tag = "complaints",
    operation_id = "completeComplaintData",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = TextBody,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/complete-data")]
pub(super) async fn complete_complaint_data(
    After(call, body): After<KnownCall, Body<TextBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, body.into_inner().order(|text| Command::CompleteData { text })).await
}

/// Reply to an answer
///
/// Tanggapi. The reporter is not satisfied; the case is worked on again and C3 goes on.
#[utoipa::path(
    tag = "complaints",
    operation_id = "replyToComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = TextBody,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/reply")]
pub(super) async fn reply_to_complaint(
    After(call, body): After<KnownCall, Body<TextBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, body.into_inner().order(|text| Command::Reply { text })).await
}

/// Accept an answer
///
/// Terima. The case is completed at once; a rating may come with it. C10, the window to reopen, starts.
#[utoipa::path(
    tag = "complaints",
    operation_id = "acceptComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = AcceptComplaint,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/accept")]
pub(super) async fn accept_complaint(
    After(call, body): After<KnownCall, Body<AcceptComplaint>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let rating = Rating { stars: body.stars, resolved: body.resolved, text: body.text };
    let rating = Some(rating).filter(|rating| *rating != Rating::default());
    call.act(&id, &raw, Order::Direct(Command::Accept(rating))).await
}

/// Rate a completed complaint
///
/// Nilai. One judgement for each cycle, which can be changed until the next completion.
#[utoipa::path(
    tag = "complaints",
    operation_id = "rateComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = RateComplaint,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/rate")]
pub(super) async fn rate_complaint(
    After(call, body): After<KnownCall, Body<RateComplaint>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, Order::Direct(Command::Rate(body.into_inner().into()))).await
}

/// Reopen a completed complaint
///
/// Banding. Within ten working days after completion (C10), at most twice; the case goes to the last unit.
#[utoipa::path(
    tag = "complaints",
    operation_id = "reopenComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ReasonBody,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/reopen")]
pub(super) async fn reopen_complaint(
    After(call, body): After<KnownCall, Body<ReasonBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, Order::Direct(Command::Reopen { reason: body.into_inner().reason })).await
}

/// Withdraw a complaint
///
/// Cabut. Ends the case and all its clocks. Of a supervisory complaint it is recorded, and the examiners go on.
#[utoipa::path(
    tag = "complaints",
    operation_id = "withdrawComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = WithdrawBody,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/withdraw")]
pub(super) async fn withdraw_complaint(
    After(call, body): After<KnownCall, Body<WithdrawBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, Order::Direct(Command::Withdraw { reason: body.into_inner().reason })).await
}
