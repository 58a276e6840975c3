//! What is done to a case's secrecy: made stricter, its words redacted, the original read under lock.

use actix_web::{HttpResponse, get, post, web};
use padi_app::complaints::{order::Order, reference};
use padi_complaints::command::Command;
use serde::Deserialize;
use utoipa::IntoParams;

use super::dto::{Complaint, Original, RedactComplaint, RestrictComplaint};
use crate::body::{After, Body};
use crate::language::Text;
use crate::problem::Problem;
use crate::query::Query;
use crate::v1::case::{Call, KnownCall};

/// The longest reason, in characters.
const REASON_MAX: usize = 2_000;

/// Make a complaint stricter
///
/// Perketat kerahasiaan. By the reporter and the handlers, in any state: anonymous, secret or both, and never back. What is secret is public no longer.
#[utoipa::path(
    tag = "complaints",
    operation_id = "restrictComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = RestrictComplaint,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/restrict")]
pub(super) async fn restrict_complaint(
    After(call, body): After<KnownCall, Body<RestrictComplaint>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    let command = Command::Restrict { is_anonymous: body.is_anonymous, is_secret: body.is_secret, reason: body.reason };
    call.act(&id, &raw, Order::Direct(command)).await
}

/// Redact a complaint
///
/// Redaksi. Writes, changes or removes the text for the public, and may put the original under lock: handlers, too, read the officer's text then, and the original only with a reason that is written down.
#[utoipa::path(
    tag = "complaints",
    operation_id = "redactComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = RedactComplaint,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/redact")]
pub(super) async fn redact_complaint(
    After(call, body): After<KnownCall, Body<RedactComplaint>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (raw, body) = (body.raw().to_vec(), body.into_inner());
    call.act(&id, &raw, Order::Direct(Command::Redact(body.into()))).await
}

/// Why the original is read.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OriginalParameters {
    /// Why: written down with who read it, for the reporter to see.
    #[param(min_length = 1, max_length = 2_000, pattern = r"\S")]
    reason: String,
}

/// Read the original of a complaint
///
/// Naskah asli. The reporter's own words, also where they lie under lock; for the desk, the examining inspectorate and the Ombudsman. Each reading is logged with its reason.
#[utoipa::path(
    tag = "complaints",
    operation_id = "getComplaintOriginal",
    params(("id" = String, Path, description = "Id or tracking number."), OriginalParameters),
    security(("bearer" = [])),
    responses((status = 200, description = "The original.", body = Original)),
)]
#[get("/v1/complaints/{id}/original")]
pub(super) async fn read_complaint_original(
    call: KnownCall,
    id: web::Path<String>,
    Query(OriginalParameters { reason }): Query<OriginalParameters>,
) -> Result<HttpResponse, Problem> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_MAX {
        let text = Text::new(
            format!("Harus 1 sampai {REASON_MAX} karakter."),
            format!("Must be 1 to {REASON_MAX} characters."),
        );
        return Err(Problem::invalid_parameter("reason", text));
    }
    let call: Call = call.0;
    let reference = reference(&id).map_err(|error| call.failed(error))?;
    let read = call.app.read_original(call.access.clone(), reference, reason.to_owned()).await;
    let original = read.map_err(|error| call.failed(error))?;
    Ok(HttpResponse::Ok().json(Original::from(original)))
}
