//! Paying and handing over.

use actix_web::{HttpResponse, post, web};
use padi_app::information::order::Order;
use padi_information::request::command::Command;
use padi_kernel::clock::to_millis;

use super::dto::{DeliverInformation, InformationRequest, RecordPayment};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::KnownCall;

/// Record a payment
///
/// Catat pembayaran. By an information officer who has seen the proof; Padi moves no money. Ends R7 and starts R5, three working days
/// to hand the information over, since it was paid. What was paid in time and comes to be known later opens a request again that was
/// closed as unpaid.
#[utoipa::path(
    tag = "information",
    operation_id = "recordInformationPayment",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = RecordPayment,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/record-payment")]
pub(super) async fn record_information_payment(
    After(call, body): After<KnownCall, Body<RecordPayment>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let (amount_idr, paid_at) = (body.amount_idr, to_millis(body.paid_at));
    let command = Command::RecordPayment { amount_idr, paid_at, reference: body.reference };
    call.act(&id, &raw, Order::Direct(command)).await
}

/// Hand the information over
///
/// Serahkan informasi. By an information officer, after a notice that gives something and, where it costs, the payment. Ends R5 and
/// opens a window for objections (O1, 30 working days), after which the request is closed. Under the order or settlement of an
/// objection it executes that one instead.
#[utoipa::path(
    tag = "information",
    operation_id = "deliverInformation",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = DeliverInformation,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/deliver")]
pub(super) async fn deliver_information(
    After(call, body): After<KnownCall, Body<DeliverInformation>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::from(body)).await
}
