//! Receiving an objection, and having it weighed.

use actix_web::{HttpResponse, post, web};
use padi_app::information::objections::act::Order;
use padi_information::objection::command::Command;

use super::dto::{Objection, RecommendOnObjection};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::v1::case::{EmptyBody, KnownCall, NoteBody};

/// Enter an objection in the register
///
/// Catat keberatan. By an information officer (PPID) of the body, for what a desk recorded. O2 runs since its receipt already.
#[utoipa::path(
    tag = "information",
    operation_id = "registerObjection",
    params(("id" = Uuid, Path, description = "Id of the objection.")),
    request_body = EmptyBody,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole objection, as the caller sees it now.",
        body = Objection,
        headers(("ETag")),
    )),
)]
#[post("/v1/objections/{id}/register")]
pub(super) async fn register_objection(
    After(call, body): After<KnownCall, Body<EmptyBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    call.act(&id, body.raw(), Order::from(Command::Register)).await
}

/// Have an objection weighed
///
/// Minta pertimbangan. By the superior (atasan PPID): the consideration team (tim pertimbangan) weighs it. The superior may as well
/// answer without the team.
#[utoipa::path(
    tag = "information",
    operation_id = "assignObjectionReview",
    params(("id" = Uuid, Path, description = "Id of the objection.")),
    request_body = NoteBody,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole objection, as the caller sees it now.",
        body = Objection,
        headers(("ETag")),
    )),
)]
#[post("/v1/objections/{id}/assign-review")]
pub(super) async fn assign_objection_review(
    After(call, body): After<KnownCall, Body<NoteBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::from(Command::AssignReview { note: body.note })).await
}

/// Advise on an objection
///
/// Beri rekomendasi. By the consideration team (tim pertimbangan), as often as it has something to say: for the superior, who is not
/// bound by it. The applicant does not see it.
#[utoipa::path(
    tag = "information",
    operation_id = "recommendOnObjection",
    params(("id" = Uuid, Path, description = "Id of the objection.")),
    request_body = RecommendOnObjection,
    security(("bearer" = [])),
    responses((
        status = 200,
        description = "The whole objection, as the caller sees it now.",
        body = Objection,
        headers(("ETag")),
    )),
)]
#[post("/v1/objections/{id}/recommend")]
pub(super) async fn recommend_on_objection(
    After(call, body): After<KnownCall, Body<RecommendOnObjection>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let command = Command::Recommend { recommendation: body.recommendation.into(), text: body.text };
    call.act(&id, &raw, Order::from(command)).await
}
