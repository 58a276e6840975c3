//! `/v1/track/{tracking_number}`: a case of any kind by its number.

use actix_web::{HttpRequest, HttpResponse, get, web};
use padi_kernel::tracking::Series;
use utoipa::ToSchema;

use super::case::Call;
use super::complaints::{self, Complaint};
use super::information_requests::{self, InformationRequest};
use crate::conditional::IfNoneMatch;
use crate::problem::Problem;
use crate::rate_limit::{Policy, charge_address};
use crate::routes::ServiceConfig;

/// Registers the operation.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(track_complaint);
}

/// A case of the kind that the number tells: `KDN-` a complaint, aspiration or question, `KIP-` a request for information.
#[derive(ToSchema)]
#[schema(as = TrackedCase)]
#[serde(untagged)]
#[expect(dead_code, reason = "described only: each kind is answered as where it lives")]
enum TrackedCase {
    /// `KDN-`
    Complaint(Complaint),
    /// `KIP-`
    InformationRequest(InformationRequest),
}

/// Track a case
///
/// Lacak. The same complaint (`KDN-`) or request for information (`KIP-`) as under its own path, by its tracking number, for whoever holds
/// the secret.
#[utoipa::path(
    tag = "tracking",
    operation_id = "trackComplaint",
    params(("tracking_number" = String, Path, description = "Tracking number, in any case.")),
    security((), ("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The case.", body = TrackedCase, headers(("ETag")))),
)]
#[get("/v1/track/{tracking_number}")]
async fn track_complaint(
    http: HttpRequest,
    call: Call,
    tracking_number: web::Path<String>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    charge_address(&http, Policy::Tracking)?;
    if tracking_number.to_ascii_uppercase().starts_with(Series::InformationRequest.prefix()) {
        information_requests::show(&call, &tracking_number, &known).await
    } else {
        complaints::show(&call, &tracking_number, &known).await
    }
}
