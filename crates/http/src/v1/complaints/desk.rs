//! What a desk does: verify, handle, postpone, resume, archive, not authority, unarchive.

use actix_web::{HttpResponse, post, web};
use padi_app::complaints::order::Order;
use padi_complaints::command::Command;
use padi_kernel::id::AgencyId;

use super::dto::{ArchiveComplaint, AskForData, Complaint, HandleComplaint, SendOn, VerifyComplaint};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::{KnownCall, NoteBody, ReasonBody};

/// Verify and dispose a complaint
///
/// Verifikasi dan disposisi. The desk finds class and category and gives the case to an agency or a unit of it. An administrator disposes within the own agency, the ministry coordinator to any. Ends C1; starts C2, C3 and C6.
#[utoipa::path(
    tag = "complaints",
    operation_id = "verifyComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = VerifyComplaint,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/verify")]
pub(super) async fn verify_complaint(
    After(call, body): After<KnownCall, Body<VerifyComplaint>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let order = Order::Verify {
        target_agency_id: AgencyId(body.target_agency_id),
        unit_id: body.unit_id.map(AgencyId),
        findings: body.into(),
    };
    call.act(&id, &raw, order).await
}

/// Verify a complaint and keep it
///
/// Kelola sendiri. As `verify`, but the verifying agency handles the case itself.
#[utoipa::path(
    tag = "complaints",
    operation_id = "handleComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = HandleComplaint,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/handle")]
pub(super) async fn handle_complaint(
    After(call, body): After<KnownCall, Body<HandleComplaint>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::Handle { findings: body.into() }).await
}

/// Postpone verification for missing data
///
/// Tunda. The reporter is asked to complete the data within ten working days (C5); until C9 a lapsed case can be revived. Ends C1.
#[utoipa::path(
    tag = "complaints",
    operation_id = "postponeComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = AskForData,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/postpone")]
pub(super) async fn postpone_complaint(
    After(call, body): After<KnownCall, Body<AskForData>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, Order::Direct(Command::Postpone(body.into_inner().into()))).await
}

/// Resume a postponed verification
///
/// Lanjutkan. The desk goes on without waiting for the reporter. Ends C5 and C9, starts C1.
#[utoipa::path(
    tag = "complaints",
    operation_id = "resumeComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = NoteBody,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/resume")]
pub(super) async fn resume_complaint(
    After(call, body): After<KnownCall, Body<NoteBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, Order::Direct(Command::Resume { note: body.into_inner().note })).await
}

/// Archive a complaint
///
/// Arsipkan. The case is not handled, for a reason that the reporter is told.
#[utoipa::path(
    tag = "complaints",
    operation_id = "archiveComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ArchiveComplaint,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/archive")]
pub(super) async fn archive_complaint(
    After(call, body): After<KnownCall, Body<ArchiveComplaint>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let command = Command::Archive { reason: body.reason, reason_code: body.reason_code.into() };
    call.act(&id, &raw, Order::Direct(command)).await
}

/// Say that a complaint is not this agency's
///
/// Bukan wewenang. The case goes onto the ministry coordinator's desk, unverified, with the reason and a suggestion. C1 starts anew.
#[utoipa::path(
    tag = "complaints",
    operation_id = "rejectComplaintAuthority",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = SendOn,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/not-authority")]
pub(super) async fn reject_complaint_authority(
    After(call, body): After<KnownCall, Body<SendOn>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let suggested_agency_id = body.suggested_agency_id.map(AgencyId);
    let command = Command::NotAuthority { reason: body.reason, suggested_agency_id };
    call.act(&id, &raw, Order::Direct(command)).await
}

/// Take a complaint out of the archive
///
/// Buka arsip. Back onto the desk, unverified; C1 starts.
#[utoipa::path(
    tag = "complaints",
    operation_id = "unarchiveComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ReasonBody,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/unarchive")]
pub(super) async fn unarchive_complaint(
    After(call, body): After<KnownCall, Body<ReasonBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, Order::Direct(Command::Unarchive { reason: body.into_inner().reason })).await
}

/// Forward a complaint to another agency
///
/// Teruskan. Through the ministry coordinator: the case goes onto that desk, unverified, with the reason and a suggestion. Ends C2 and C3, starts C1; C6 runs on.
#[utoipa::path(
    tag = "complaints",
    operation_id = "forwardComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = SendOn,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/forward")]
pub(super) async fn forward_complaint(
    After(call, body): After<KnownCall, Body<SendOn>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let suggested_agency_id = body.suggested_agency_id.map(AgencyId);
    let command = Command::Forward { reason: body.reason, suggested_agency_id };
    call.act(&id, &raw, Order::Direct(command)).await
}
