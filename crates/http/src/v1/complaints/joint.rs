//! Several agencies and several cases: support, merging, splitting, converting.

use actix_web::{HttpResponse, post, web};
use padi_app::complaints::order::Order;
use padi_kernel::id::{AgencyId, ComplaintId};

use super::dto::{AddSupport, Complaint, MergeComplaint, SplitComplaint};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::{KnownCall, ReasonBody};

/// Add a supporting agency or a copy
///
/// Instansi pendukung dan tembusan. A supporting agency owes an answer of its own within five working days (C2); the lead's substantive answer is kept until all have answered or were released. A copy is for information. Whoever has a part sees the case as the handling unit does, a copy without the reporter's name.
#[utoipa::path(
    tag = "complaints",
    operation_id = "addComplaintSupport",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = AddSupport,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/add-support")]
pub(super) async fn add_complaint_support(
    After(call, body): After<KnownCall, Body<AddSupport>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let order = Order::AddSupport {
        role: body.kind.into(),
        agency_id: AgencyId(body.agency_id),
        unit_id: body.unit_id.map(AgencyId),
        note: body.note,
    };
    call.act(&id, &raw, order).await
}

/// Merge a duplicate into another complaint
///
/// Penggabungan laporan ganda. The case is archived as a duplicate; its reporter follows the kept one and sees its public view and its state there. The caller must see both, and the kept one must not hide more (409 `stricter_target`). `unarchive` undoes it.
#[utoipa::path(
    tag = "complaints",
    operation_id = "mergeComplaint",
    params(("id" = String, Path, description = "Id or tracking number of the duplicate.")),
    request_body = MergeComplaint,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole duplicate, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/merge")]
pub(super) async fn merge_complaint(
    After(call, body): After<KnownCall, Body<MergeComplaint>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let order = Order::Merge { kept_id: ComplaintId(body.kept_id), reason: body.reason };
    call.act(&id, &raw, order).await
}

/// Split a complaint
///
/// Pemecahan laporan. Each part becomes a case at the desk of its agency (`child_ids`), with the reporter, flags, secret and times of this one: C3 and C6 are due as here, C2 is new. This case goes on, and does not complete before its parts have ended (409 `children_open`).
#[utoipa::path(
    tag = "complaints",
    operation_id = "splitComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = SplitComplaint,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/split")]
pub(super) async fn split_complaint(
    After(call, body): After<KnownCall, Body<SplitComplaint>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let children = body.children.into_iter().map(Into::into).collect();
    call.act(&id, &raw, Order::Split { children, reason: body.reason }).await
}

/// Convert a question to a request for information
///
/// Konversi menjadi permohonan informasi publik (UU 14/2008). Where a question (`information_question`) on a body's desk asks for a
/// document or a formal answer: by the asker, the body's administrator or its information officer (PPID); anything else is 409
/// `not_convertible`. An anonymous or secret question is its asker's alone to convert: the request is seen by the body's information
/// officers and those who supervise it, with the times, and is answered to somebody who tells who they are. The question ends as `converted`, with all its clocks; the request (`converted_to_id`) waits for what its form
/// needs (R2), and its ten working days (R3) count from the first receipt by the same body. The same secret opens both, and the
/// request's timeline begins with the question's.
#[utoipa::path(
    tag = "complaints",
    operation_id = "convertComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ReasonBody,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The whole question, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/convert")]
pub(super) async fn convert_complaint(
    After(call, body): After<KnownCall, Body<ReasonBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::Convert { reason: body.reason }).await
}
