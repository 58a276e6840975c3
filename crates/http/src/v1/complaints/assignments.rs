//! The parts of agencies in a complaint: reading them, answering, releasing.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use padi_app::complaints::order::Order;
use padi_app::complaints::reference;
use padi_app::error::Error;
use padi_complaints::command::Command;
use padi_kernel::id::AssignmentId;

use super::dto::{Assignment, AssignmentPage, Complaint};
use crate::body::{After, Body};
use crate::page::page;
use crate::problem::Problem;
use crate::v1::case::{Call, KnownCall, ReasonBody, TextBody, attachments};

/// List the assignments of a complaint
///
/// Penugasan instansi. The lead first, then supporting agencies and copies, whatever their state; the public sees the lead only. The same as `assignments` of the case.
#[utoipa::path(
    tag = "complaints",
    operation_id = "listComplaintAssignments",
    params(("id" = String, Path, description = "Id or tracking number.")),
    security((), ("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "All of them.", body = AssignmentPage)),
)]
#[get("/v1/complaints/{id}/assignments")]
pub(super) async fn list_complaint_assignments(
    http: HttpRequest,
    call: Call,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let shown = async { call.app.show_complaint(&call.access, &reference(&id)?).await };
    let shown = shown.await.map_err(|error| call.failed(error))?;
    let body = AssignmentPage { data: Assignment::all(&shown.seen), next_cursor: None };
    Ok(page(&http, &call.context, None, &body))
}

/// Answer an assignment
///
/// Jawaban instansi pendukung. By the liaison of the assigned unit or the administrator of its agency. Ends its C2; when the last one has answered and the lead has, the reporter's ten working days (C4) begin.
#[utoipa::path(
    tag = "complaints",
    operation_id = "answerComplaintAssignment",
    params(
        ("id" = String, Path, description = "Id or tracking number."),
        ("assignment_id" = String, Path, description = "Id of the assignment."),
    ),
    request_body = TextBody,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/assignments/{assignment_id}/answer")]
pub(super) async fn answer_complaint_assignment(
    After(call, body): After<KnownCall, Body<TextBody>>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    let (id, assignment) = path.into_inner();
    let assignment = assignment_id(&assignment)?;
    let TextBody { text, attachment_ids } = body.into_inner();
    let command = Command::AnswerAssignment { id: assignment, text };
    call.act(&id, &raw, Order::Assignment(assignment, command, attachments(attachment_ids))).await
}

/// Release an assignment
///
/// Pembebasan instansi pendukung, pencabutan tembusan. By the lead's desk: the answer is no longer waited for, and the agency loses sight of the case. What was answered stays answered.
#[utoipa::path(
    tag = "complaints",
    operation_id = "releaseComplaintAssignment",
    params(
        ("id" = String, Path, description = "Id or tracking number."),
        ("assignment_id" = String, Path, description = "Id of the assignment."),
    ),
    request_body = ReasonBody,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/assignments/{assignment_id}/release")]
pub(super) async fn release_complaint_assignment(
    After(call, body): After<KnownCall, Body<ReasonBody>>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    let (id, assignment) = path.into_inner();
    let assignment = assignment_id(&assignment)?;
    let command = Command::ReleaseAssignment { id: assignment, reason: body.into_inner().reason };
    call.act(&id, &raw, Order::Assignment(assignment, command, Vec::new())).await
}

/// What is no id names nothing.
fn assignment_id(text: &str) -> Result<AssignmentId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}
