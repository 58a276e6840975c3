//! `/v1/track/{tracking_number}/data-requests`: the same for a reporter without account, who shows the secret of the case.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use padi_app::complaints::reference;
use padi_app::privacy::submit::About;

use super::dto::{DataRequest, DataRequestPage, NewDataRequest, PartParameters};
use super::mine::received;
use crate::body::{After, Body};
use crate::page::page;
use crate::problem::Problem;
use crate::query::Query;
use crate::rate_limit::{Policy, charge_address};
use crate::v1::case::KnownCall;
use crate::v1::reference::parts;
use crate::write::respond;

/// Ask something of one's data in a case
///
/// As `submitMyDataRequest`, for a reporter without account (permintaan subjek data pribadi): about what was told in this case. Whoever
/// has an account asks by that.
#[utoipa::path(
    operation_id = "submitReporterDataRequest",
    tag = "personal data",
    params(("tracking_number" = String, Path, description = "Tracking number, in any case.")),
    request_body = NewDataRequest,
    responses((status = 201, description = "Received.", body = DataRequest, headers(("ETag")))),
    security(("bearer" = []), ("tracking_secret" = []))
)]
#[post("/v1/track/{tracking_number}/data-requests")]
pub(super) async fn submit_reporter_data_request(
    req: HttpRequest,
    path: web::Path<String>,
    After(KnownCall(call), body): After<KnownCall, Body<NewDataRequest>>,
) -> Result<HttpResponse, Problem> {
    charge_address(&req, Policy::Tracking)?;
    let terms = call.terms(body.raw())?;
    let language = call.context.language;
    let case = reference(&path).map_err(|error| call.failed(error))?;
    let render = move |shown| received(shown, language);
    let (access, ask) = (call.access.clone(), body.into_inner().into());
    let answer = call.app.submit_data_request(access, About::Case(case), ask, terms.key, render).await;
    Ok(respond(&call.context, answer.map_err(|error| call.failed(error))?))
}

/// List one's data requests in a case
///
/// Newest first, for a reporter without account (permintaan saya).
#[utoipa::path(
    operation_id = "listReporterDataRequests",
    tag = "personal data",
    params(("tracking_number" = String, Path, description = "Tracking number, in any case."), PartParameters),
    responses((status = 200, description = "One page.", body = DataRequestPage, headers(("Link")))),
    security(("bearer" = []), ("tracking_secret" = []))
)]
#[get("/v1/track/{tracking_number}/data-requests")]
pub(super) async fn list_reporter_data_requests(
    req: HttpRequest,
    path: web::Path<String>,
    After(KnownCall(call), Query(parameters)): After<KnownCall, Query<PartParameters>>,
) -> Result<HttpResponse, Problem> {
    charge_address(&req, Policy::Tracking)?;
    let request = parameters.whole().request(&req)?;
    let found = async { call.app.reporter_data_requests(&call.access, &reference(&path)?, &request).await };
    let found = found.await.map_err(|error| call.failed(error))?;
    let (data, next_cursor, total) = parts(&req, found, |shown| DataRequest::new(shown, call.context.language))?;
    let body = DataRequestPage { data, next_cursor, total };
    Ok(page(&req, &call.context, body.next_cursor.as_deref(), &body))
}
