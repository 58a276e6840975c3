//! What supervisors do: the inspectorate concludes, the Ombudsman asks, the agency explains.

use actix_web::{HttpResponse, post, web};
use padi_app::complaints::order::Order;
use padi_complaints::command::Command;

use super::dto::{Complaint, ConcludeExamination, ExplanationBody};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::{KnownCall, attachments};

/// Conclude an examination
///
/// Simpulan pemeriksaan. The inspectorate's substantive answer to a supervisory complaint, for the reporter; nothing of it is ever public. Ends C2, pauses C3, starts C4.
#[utoipa::path(
    tag = "complaints",
    operation_id = "concludeComplaintExamination",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ConcludeExamination,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/conclude-examination")]
pub(super) async fn conclude_complaint_examination(
    After(call, body): After<KnownCall, Body<ConcludeExamination>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let command = Command::ConcludeExamination { result: body.result.into(), text: body.text };
    call.act(&id, &raw, Order::WithAttachments(command, attachments(body.attachment_ids))).await
}

/// Ask for an explanation
///
/// Permintaan penjelasan. The Ombudsman asks those who have the case to explain within 14 days (C15).
#[utoipa::path(
    tag = "complaints",
    operation_id = "requestComplaintExplanation",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ExplanationBody,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/request-explanation")]
pub(super) async fn request_complaint_explanation(
    After(call, body): After<KnownCall, Body<ExplanationBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::Direct(Command::RequestExplanation { text: body.text })).await
}

/// Explain to the Ombudsman
///
/// Penjelasan. Answers what the Ombudsman asked; ends C15.
#[utoipa::path(
    tag = "complaints",
    operation_id = "explainComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ExplanationBody,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/explain")]
pub(super) async fn explain_complaint(
    After(call, body): After<KnownCall, Body<ExplanationBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::Direct(Command::Explain { text: body.text })).await
}
