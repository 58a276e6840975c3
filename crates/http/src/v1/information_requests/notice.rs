//! The written notification (pemberitahuan tertulis): what is given, what is not, and why.

use actix_web::{HttpResponse, post, web};
use padi_app::information::order::Order;
use padi_information::request::command::Command;

use super::dto::{InformationRequest, NoticeGrant, NoticeNotDocumented, NoticeNotHeld, NoticePartial, NoticeRefusal};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::KnownCall;

/// Give notice that the body does not have it
///
/// Tidak dikuasai (UU 14/2008 Ps 22(7) a, b). By the body's information officer, who names the body that has it, if that is known. Ends
/// R3 or R4 and R6, and opens a window for objections (O1, 30 working days).
#[utoipa::path(
    tag = "information",
    operation_id = "notifyInformationNotHeld",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = NoticeNotHeld,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/not-held")]
pub(super) async fn notify_information_not_held(
    After(call, body): After<KnownCall, Body<NoticeNotHeld>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let command = Command::NotHeld { holder: body.holder, text: body.text };
    call.act(&id, &raw, Order::Direct(command)).await
}

/// Give notice that it is not documented
///
/// Belum didokumentasikan (UU 14/2008 Ps 6(3) e). By the body's information officer. Ends R3 or R4 and R6, and opens a window for
/// objections (O1, 30 working days).
#[utoipa::path(
    tag = "information",
    operation_id = "notifyInformationNotDocumented",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = NoticeNotDocumented,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/not-documented")]
pub(super) async fn notify_information_not_documented(
    After(call, body): After<KnownCall, Body<NoticeNotDocumented>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::Direct(Command::NotDocumented { text: body.text })).await
}

/// Give notice that all is given
///
/// Diberikan seluruhnya (UU 14/2008 Ps 22(7) c, f, g). By the body's information officer. Ends R3 or R4. Free of cost it starts R5,
/// three working days to hand it over; with a `cost` for copying and sending, R7, 14 days to pay, and a window for objections to the
/// cost (O1).
#[utoipa::path(
    tag = "information",
    operation_id = "notifyInformationGrant",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = NoticeGrant,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/notify-grant")]
pub(super) async fn notify_information_grant(
    After(call, body): After<KnownCall, Body<NoticeGrant>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::Direct(Command::NotifyGrant(body.into()))).await
}

/// Give notice that a part is given
///
/// Diberikan sebagian, dengan penghitaman (UU 14/2008 Ps 22(7) d, e). As `notify-grant`; each part that is blacked out needs an
/// approved consequence test of that ground (409 `test_required`). Opens a window for objections (O1, 30 working days).
#[utoipa::path(
    tag = "information",
    operation_id = "notifyInformationPartial",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = NoticePartial,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/notify-partial")]
pub(super) async fn notify_information_partial(
    After(call, body): After<KnownCall, Body<NoticePartial>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::from(body)).await
}

/// Give notice that it is refused
///
/// Ditolak (UU 14/2008 Ps 17, Ps 22(7) d). By the body's information officer. Each ground needs an approved consequence test that found
/// the whole exempt (409 `test_required`; `partial_exemption` where it exempts a part only). Ends R3 or R4, and opens a window for
/// objections (O1, 30 working days).
#[utoipa::path(
    tag = "information",
    operation_id = "notifyInformationRefusal",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = NoticeRefusal,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/notify-refusal")]
pub(super) async fn notify_information_refusal(
    After(call, body): After<KnownCall, Body<NoticeRefusal>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::from(body)).await
}
