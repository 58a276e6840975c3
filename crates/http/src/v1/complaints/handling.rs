//! What handlers do: return, redispose, follow up, ask the reporter, comment, reopen for quality.

use actix_web::{HttpResponse, post, web};
use padi_app::complaints::order::Order;
use padi_complaints::command::{Command, FollowUp};
use padi_kernel::id::AgencyId;

use super::dto::{AskForData, Complaint, FollowUpBody, RedisposeComplaint, ReturnComplaint};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::{KnownCall, ReasonBody, TextBody, attachments};

/// Return a complaint to the agency's administrator
///
/// Bukan wewenang unit. The unit gives the case back with a reason; C2 runs on, the administrator has one working day (C11).
#[utoipa::path(
    tag = "complaints",
    operation_id = "returnComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ReturnComplaint,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/return")]
pub(super) async fn return_complaint(
    After(call, body): After<KnownCall, Body<ReturnComplaint>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let suggested_unit_id = body.suggested_unit_id.map(AgencyId);
    let command = Command::Return { reason: body.reason, suggested_unit_id };
    call.act(&id, &raw, Order::Direct(command)).await
}

/// Give a complaint to a unit
///
/// Disposisi ulang. Assigns or re-assigns a unit of the same agency. A unit that returned the case gets it again from the coordinator only, with a note; after two returns the coordinator decides.
#[utoipa::path(
    tag = "complaints",
    operation_id = "redisposeComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = RedisposeComplaint,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/redispose")]
pub(super) async fn redispose_complaint(
    After(call, body): After<KnownCall, Body<RedisposeComplaint>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let command = Command::Redispose { unit_id: AgencyId(body.unit_id), note: body.note };
    call.act(&id, &raw, Order::Direct(command)).await
}

/// Follow up on a complaint
///
/// Tindak lanjut. The first one ends C2. A `substantive` one pauses C3 and gives the reporter ten working days (C4); for a complaint it needs `evidence`, attachments or `no_evidence_reason`.
#[utoipa::path(
    tag = "complaints",
    operation_id = "followUpComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = FollowUpBody,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/follow-ups")]
pub(super) async fn follow_up_complaint(
    After(call, body): After<KnownCall, Body<FollowUpBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let command = Command::FollowUp(FollowUp {
        kind: body.kind.into(),
        text: body.text,
        evidence: body.evidence,
        no_evidence_reason: body.no_evidence_reason,
    });
    call.act(&id, &raw, Order::WithAttachments(command, attachments(body.attachment_ids))).await
}

/// Ask the reporter for data
///
/// Minta data. The case waits; C3 stands still, C5 and C9 start.
#[utoipa::path(
    tag = "complaints",
    operation_id = "askComplaintReporter",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = AskForData,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/ask-reporter")]
pub(super) async fn ask_complaint_reporter(
    After(call, body): After<KnownCall, Body<AskForData>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, Order::Direct(Command::AskReporter(body.into_inner().into()))).await
}

/// Add to an answer
///
/// Komentar administrator. The reporter's ten working days (C4) start anew.
#[utoipa::path(
    tag = "complaints",
    operation_id = "commentOnComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = TextBody,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/comment")]
pub(super) async fn comment_on_complaint(
    After(call, body): After<KnownCall, Body<TextBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, body.into_inner().order(|text| Command::Comment { text })).await
}

/// Reopen a complaint for its quality
///
/// By the ministry coordinator or the Ombudsman, without a window; does not count as the reporter's reopening. Starts C2 and C3 of a new cycle.
#[utoipa::path(
    tag = "complaints",
    operation_id = "reopenComplaintForQuality",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ReasonBody,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/quality-reopen")]
pub(super) async fn reopen_complaint_for_quality(
    After(call, body): After<KnownCall, Body<ReasonBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, Order::Direct(Command::QualityReopen { reason: body.into_inner().reason })).await
}
