//! The superior's written answer (tanggapan atasan PPID, UU 14/2008 Ps 36(2), (3)): in time, or late while none was given.
//!
//! Whoever decided the request does not answer the objection to it (409 `same_person`).

use actix_web::{HttpResponse, post, web};
use padi_app::information::objections::act::Order;
use padi_information::objection::command::Command;

use super::dto::{AcceptObjection, Objection, ReasonsBody};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::KnownCall;

/// Accept an objection
///
/// Kabulkan, seluruhnya atau sebagian (UU 14/2008 Ps 36(2)). By the superior (atasan PPID), but not by who decided the request (409
/// `same_person`). Ends O2. Starts O3, to do what is ordered, in the ordered period or seven working days, and D1, the applicant's
/// fourteen working days to go to the Information Commission. The request goes back to review with this objection as its `order_id`;
/// delivering it executes the objection.
#[utoipa::path(
    tag = "information",
    operation_id = "acceptObjection",
    params(("id" = Uuid, Path, description = "Id of the objection.")),
    request_body = AcceptObjection,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole objection, as the caller sees it now.",
        body = Objection,
        headers(("ETag")),
    )),
)]
#[post("/v1/objections/{id}/answer-accept")]
pub(super) async fn accept_objection(
    After(call, body): After<KnownCall, Body<AcceptObjection>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::from(Command::from(body))).await
}

/// Confirm the decision that was objected to
///
/// Kuatkan (UU 14/2008 Ps 36(3)). By the superior (atasan PPID), but not by who decided the request (409 `same_person`), with written
/// reasons. Ends O2 and starts D1, the applicant's fourteen working days to go to the Information Commission.
#[utoipa::path(
    tag = "information",
    operation_id = "confirmDecisionObjectedTo",
    params(("id" = Uuid, Path, description = "Id of the objection.")),
    request_body = ReasonsBody,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole objection, as the caller sees it now.",
        body = Objection,
        headers(("ETag")),
    )),
)]
#[post("/v1/objections/{id}/answer-confirm")]
pub(super) async fn confirm_decision_objected_to(
    After(call, body): After<KnownCall, Body<ReasonsBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::from(Command::AnswerConfirm { reasons: body.reasons })).await
}

/// Find an objection inadmissible
///
/// Nyatakan tidak dapat diterima: it came late, or is not the objector's to raise. By the superior (atasan PPID), but not by who decided
/// the request (409 `same_person`), with written reasons. Ends O2 and starts D1, the applicant's fourteen working days to go to the
/// Information Commission.
#[utoipa::path(
    tag = "information",
    operation_id = "declareObjectionInadmissible",
    params(("id" = Uuid, Path, description = "Id of the objection.")),
    request_body = ReasonsBody,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole objection, as the caller sees it now.",
        body = Objection,
        headers(("ETag")),
    )),
)]
#[post("/v1/objections/{id}/inadmissible")]
pub(super) async fn declare_objection_inadmissible(
    After(call, body): After<KnownCall, Body<ReasonsBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::from(Command::Inadmissible { reasons: body.reasons })).await
}
