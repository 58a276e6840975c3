//! Settling an objection between the parties (musyawarah, UU 14/2008 Ps 35(2)), in two acts.

use actix_web::{HttpResponse, post, web};
use padi_app::information::objections::act::Order;
use padi_information::objection::command::Command;

use super::dto::{Objection, ProposeSettlement, SettleObjection};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::KnownCall;

/// Offer to settle
///
/// Usulkan kesepakatan (UU 14/2008 Ps 35(2)). By the body's information officer; another offer takes the place of the one before. Never
/// where a refusal by exemption is among the grounds (409 `settlement_excluded`).
#[utoipa::path(
    tag = "information",
    operation_id = "proposeObjectionSettlement",
    params(("id" = Uuid, Path, description = "Id of the objection.")),
    request_body = ProposeSettlement,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole objection, as the caller sees it now.",
        body = Objection,
        headers(("ETag")),
    )),
)]
#[post("/v1/objections/{id}/propose-settlement")]
pub(super) async fn propose_objection_settlement(
    After(call, body): After<KnownCall, Body<ProposeSettlement>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let command = Command::ProposeSettlement { text: body.text, period: body.period.map(Into::into) };
    call.act(&id, &raw, Order::from(command)).await
}

/// Agree to the offer
///
/// Sepakati (UU 14/2008 Ps 35(2)). By the applicant; or by an information officer with the signed agreement, handed in as an attachment
/// before. Ends O2 and starts O3, to do what was agreed, in the agreed period or seven working days; the request goes back to review
/// with this objection as its `order_id`. Never where a refusal by exemption is among the grounds (409 `settlement_excluded`).
#[utoipa::path(
    tag = "information",
    operation_id = "settleObjection",
    params(("id" = Uuid, Path, description = "Id of the objection.")),
    request_body = SettleObjection,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((
        status = 200,
        description = "The whole objection, as the caller sees it now.",
        body = Objection,
        headers(("ETag")),
    )),
)]
#[post("/v1/objections/{id}/settle")]
pub(super) async fn settle_objection(
    After(call, body): After<KnownCall, Body<SettleObjection>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::from(body)).await
}
