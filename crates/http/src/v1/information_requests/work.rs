//! Working on an answer: looking for the information, testing the consequences, asking for more time.

use actix_web::{HttpResponse, post, web};
use padi_app::information::order::Order;
use padi_information::request::command::Command;
use padi_kernel::id::AgencyId;

use super::dto::{AssignInformationRequest, ExtendInformationRequest, InformationRequest, StartConsequenceTest};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::{KnownCall, TextBody, attachments};

/// Have a unit look for the information
///
/// Teruskan ke PPID pelaksana. By the body's information officer, again where the first unit does not have it. Starts R6, five working
/// days for the unit's material; R3 runs on.
#[utoipa::path(
    tag = "information",
    operation_id = "assignInformationRequest",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = AssignInformationRequest,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/assign")]
pub(super) async fn assign_information_request(
    After(call, body): After<KnownCall, Body<AssignInformationRequest>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let order = Order::Assign { unit_id: AgencyId(body.unit_id), note: body.note };
    call.act(&id, &raw, order).await
}

/// Hand the material in
///
/// Serahkan bahan. By the unit's information officer, or the body's where the unit has none: what was found, for the handlers. Ends R6.
#[utoipa::path(
    tag = "information",
    operation_id = "submitInformationMaterial",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = TextBody,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/submit-material")]
pub(super) async fn submit_information_material(
    After(call, body): After<KnownCall, Body<TextBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let order = Order::SubmitMaterial { text: body.text, attachment_ids: attachments(body.attachment_ids) };
    call.act(&id, &raw, order).await
}

/// Start a consequence test
///
/// Mulai uji konsekuensi (UU 14/2008 Ps 19). By the body's information officer: a test of the part in question is drafted, without
/// which nothing may be withheld. Ends R6; R3 runs on, and the request comes back to review when the superior (atasan PPID) has
/// decided.
#[utoipa::path(
    tag = "information",
    operation_id = "startInformationConsequenceTest",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = StartConsequenceTest,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/start-consequence-test")]
pub(super) async fn start_information_consequence_test(
    After(call, body): After<KnownCall, Body<StartConsequenceTest>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let order = Order::StartConsequenceTest { information: body.information };
    call.act(&id, &raw, order).await
}

/// Put the notice off
///
/// Perpanjang (UU 14/2008 Ps 22(8)). By the body's information officer, once (then 409 `already_extended`) and until the last second of
/// R3, with a reason that the law knows. Ends R3 and starts R4: seven more working days from the end of R3.
#[utoipa::path(
    tag = "information",
    operation_id = "extendInformationRequest",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ExtendInformationRequest,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole request, as the caller sees it now.",
        body = InformationRequest,
        headers(("ETag")),
    )),
)]
#[post("/v1/information-requests/{id}/extend")]
pub(super) async fn extend_information_request(
    After(call, body): After<KnownCall, Body<ExtendInformationRequest>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let command = Command::Extend { reason_code: body.reason_code.into(), text: body.text };
    call.act(&id, &raw, Order::Direct(command)).await
}
