//! `/v1/data-requests`: what a privacy officer decides. A request is shown to its person, too.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use padi_app::App;
use padi_app::complaints::act::Terms;
use padi_app::privacy::{Decision, Shown};
use padi_kernel::id::DataRequestId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::dto::{DataRequest, DataRequestPage, DataRequestRefusal, DataRequestState, PageParameters};
use super::mine::answered;
use crate::auth::Required;
use crate::body::{After, Body};
use crate::conditional::{IfMatch, IfNoneMatch, tagged};
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::page::page;
use crate::problem::Problem;
use crate::query::{List, Query};
use crate::v1::reference::{id, parts};
use crate::v1::words::not_blank;
use crate::write::{self, Scope};

/// Which requests.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DataRequestFilter {
    /// In any of these states, separated by commas.
    #[serde(default)]
    #[param(value_type = Vec<DataRequestState>, style = Form, explode = false, required = false)]
    state: List<DataRequestState>,
    /// How many: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    limit: crate::query::Limit,
    /// Where to go on: `next_cursor` of the page before, with the same filter.
    #[param(nullable = false)]
    cursor: Option<String>,
    /// Whether to count, up to 10,000.
    #[serde(default)]
    include_total: bool,
}

/// List data requests
///
/// Those that the caller decides as a privacy officer, newest first (daftar permintaan subjek data): an officer of the ministry all, one
/// of a government those about its own cases.
#[utoipa::path(
    operation_id = "listDataRequests",
    tag = "personal data",
    params(DataRequestFilter),
    responses((status = 200, description = "One page.", body = DataRequestPage, headers(("Link")))),
    security(("bearer" = []))
)]
#[get("/v1/data-requests")]
pub(super) async fn list_data_requests(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, Query(filter)): After<Required, Query<DataRequestFilter>>,
) -> Result<HttpResponse, Problem> {
    let DataRequestFilter { state, limit, cursor, include_total } = filter;
    let parameters = PageParameters::of(limit, cursor, include_total);
    let states: Vec<_> = state.0.into_iter().map(Into::into).collect();
    let found = app.officer_data_requests(&caller.0, &states, &parameters.request(&req)?).await?;
    let (data, next_cursor, total) = parts(&req, found, |shown| DataRequest::new(shown, context.language))?;
    let body = DataRequestPage { data, next_cursor, total };
    Ok(page(&req, &context, body.next_cursor.as_deref(), &body))
}

/// Read a data request
///
/// For its person and for the privacy officer who decides it (permintaan subjek data).
#[utoipa::path(
    operation_id = "getDataRequest",
    tag = "personal data",
    params(("id" = Uuid, Path, description = "Id of the request.")),
    responses((status = 200, description = "The request.", body = DataRequest, headers(("ETag")))),
    security(("bearer" = []))
)]
#[get("/v1/data-requests/{id}")]
pub(super) async fn get_data_request(
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    After(caller, known): After<Required, IfNoneMatch>,
) -> Result<HttpResponse, Problem> {
    let shown = app.data_request(&caller.0, id::<DataRequestId>(&path)?).await?;
    let request = DataRequest::new(shown, context.language);
    Ok(tagged(&known, request.version, &request))
}

/// To begin to check who asks: there is nothing to say.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckIdentity {}

/// To do as asked (pengabulan).
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GrantDataRequest {
    /// A word to the person (keterangan).
    #[validate(length(min = 1, max = 5_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 5_000, pattern = r"\S", nullable = false)]
    note: Option<String>,
}

/// To refuse (penolakan).
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RefuseDataRequest {
    /// The reason of law (alasan).
    reason_code: DataRequestRefusal,
    /// In words, for the person (keterangan).
    #[validate(length(min = 1, max = 5_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 5_000, pattern = r"\S", example = "Laporan masih ditangani.")]
    text: String,
}

/// What comes with every act on a request.
type Asked<T> = After<Required, (IdempotencyKey, IfMatch, Body<T>)>;

async fn decide<T>(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    request: &str,
    After(caller, (header, seen, body)): Asked<T>,
    decision: impl FnOnce(T) -> Decision,
) -> Result<HttpResponse, Problem> {
    let request = id::<DataRequestId>(request)?;
    let key = write::key(&req, Scope::Account(&caller.0.scope), header, body.raw())?;
    let terms = Terms { key, if_match: seen.for_use_case() };
    let language = context.language;
    let render = move |shown: Shown| answered(200, shown, language);
    let answer = app.decide_data_request(caller.0, request, decision(body.into_inner()), terms, render).await?;
    Ok(write::respond(&context, answer))
}

/// Begin to check who asks
///
/// Tells the person that it is being checked whether they are who they say (pemeriksaan identitas). The clock goes on.
#[utoipa::path(
    operation_id = "checkDataRequestIdentity",
    tag = "personal data",
    params(("id" = Uuid, Path, description = "Id of the request.")),
    request_body = CheckIdentity,
    responses((status = 200, description = "The request.", body = DataRequest, headers(("ETag")))),
    security(("bearer" = []))
)]
#[post("/v1/data-requests/{id}/check-identity")]
pub(super) async fn check_data_request_identity(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    asked: Asked<CheckIdentity>,
) -> Result<HttpResponse, Problem> {
    decide(req, app, context, &path, asked, |CheckIdentity {}| Decision::CheckIdentity).await
}

/// Grant a data request
///
/// Does as asked, at once, and tells the person by mail where there is an address (pengabulan). An erasure removes the identity and the
/// account's mark from every case, the account itself, answers kept for retries, and mails; it is refused with 409 while a case is open or
/// must be kept, and with 409 `legal_hold` under a hold. Backups of the database lose the data when they age out.
#[utoipa::path(
    operation_id = "grantDataRequest",
    tag = "personal data",
    params(("id" = Uuid, Path, description = "Id of the request.")),
    request_body = GrantDataRequest,
    responses((status = 200, description = "The request.", body = DataRequest, headers(("ETag")))),
    security(("bearer" = []))
)]
#[post("/v1/data-requests/{id}/grant")]
pub(super) async fn grant_data_request(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    asked: Asked<GrantDataRequest>,
) -> Result<HttpResponse, Problem> {
    decide(req, app, context, &path, asked, |body| Decision::Grant(body.note)).await
}

/// Refuse a data request
///
/// With a reason of law and in words, and tells the person by mail where there is an address (penolakan).
#[utoipa::path(
    operation_id = "refuseDataRequest",
    tag = "personal data",
    params(("id" = Uuid, Path, description = "Id of the request.")),
    request_body = RefuseDataRequest,
    responses((status = 200, description = "The request.", body = DataRequest, headers(("ETag")))),
    security(("bearer" = []))
)]
#[post("/v1/data-requests/{id}/refuse")]
pub(super) async fn refuse_data_request(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    asked: Asked<RefuseDataRequest>,
) -> Result<HttpResponse, Problem> {
    decide(req, app, context, &path, asked, |body| Decision::Refuse(body.reason_code.into(), body.text)).await
}
