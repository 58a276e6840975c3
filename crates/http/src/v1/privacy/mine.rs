//! `/v1/me/...`: what a person with an account may do about their own data.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use padi_app::App;
use padi_app::complaints::Access;
use padi_app::idempotency::Reply;
use padi_app::privacy::read::AccessEntry;
use padi_app::privacy::submit::About;
use padi_app::privacy::{Shown, submit};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::dto::{DataRequest, DataRequestPage, NewDataRequest, PageParameters};
use crate::auth::Required;
use crate::body::{After, Body};
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::language::Language;
use crate::page::page;
use crate::problem::Problem;
use crate::query::Query;
use crate::timestamp::millis;
use crate::v1::case::ListTotal;
use crate::v1::reference::parts;
use crate::write::{self, Scope};

/// The answer that shows a request. It is found by that when the person is erased.
pub(super) fn answered(status: u16, shown: Shown, language: Language) -> Result<Reply, padi_app::error::Error> {
    let (id, version) = (shown.request.id.0, shown.request.version);
    let reply = Reply::json(status, &DataRequest::new(shown, language))?;
    Ok(reply.in_language(language.tag()).versioned(version).of_case(id, 0))
}

/// The answer to a new request.
pub(super) fn received(shown: Shown, language: Language) -> Result<Reply, padi_app::error::Error> {
    answered(201, shown, language)
}

/// Ask something of one's own data
///
/// Access, correction, erasure, restriction of processing or withdrawal of consent (permintaan subjek data pribadi, UU 27/2022). It
/// reaches the account and every case filed with it. Starts X1, X2 or X4: 3 x 24 hours by the clock.
#[utoipa::path(
    operation_id = "submitMyDataRequest",
    tag = "personal data",
    request_body = NewDataRequest,
    responses((status = 201, description = "Received.", body = DataRequest, headers(("ETag"), ("Location")))),
    security(("bearer" = []))
)]
#[post("/v1/me/data-requests")]
pub(super) async fn submit_my_data_request(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<NewDataRequest>)>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&req, Scope::Account(&caller.0.scope), header, body.raw())?;
    let language = context.language;
    let render = move |shown: Shown| {
        let location = format!("/v1/data-requests/{}", shown.request.id);
        Ok(received(shown, language)?.at(location))
    };
    let ask: submit::Ask = body.into_inner().into();
    let answer = app.submit_data_request(Access::of(caller.0), About::Me, ask, key, render).await?;
    Ok(write::respond(&context, answer))
}

/// List one's own data requests
///
/// Newest first (permintaan saya).
#[utoipa::path(
    operation_id = "listMyDataRequests",
    tag = "personal data",
    params(PageParameters),
    responses((status = 200, description = "One page.", body = DataRequestPage, headers(("Link")))),
    security(("bearer" = []))
)]
#[get("/v1/me/data-requests")]
pub(super) async fn list_my_data_requests(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, Query(parameters)): After<Required, Query<PageParameters>>,
) -> Result<HttpResponse, Problem> {
    let found = app.my_data_requests(&caller.0, &parameters.request(&req)?).await?;
    let (data, next_cursor, total) = parts(&req, found, |shown| DataRequest::new(shown, context.language))?;
    let body = DataRequestPage { data, next_cursor, total };
    Ok(page(&req, &context, body.next_cursor.as_deref(), &body))
}

/// One reading of what is kept sealed (catatan akses).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AccessLogEntry {
    /// Its id.
    id: Uuid,
    /// When, by the real clock (waktu).
    #[serde(serialize_with = "millis")]
    at: DateTime<Utc>,
    /// The kind of the case, `complaint`.
    case_kind: String,
    /// The case.
    case_id: Uuid,
    /// In what capacity somebody read (peran pembaca).
    reader_role: String,
    /// What was read: `identity` (identitas) or `original` (naskah asli).
    what: String,
    /// Why, in the reader's words (alasan).
    reason: String,
}

impl From<AccessEntry> for AccessLogEntry {
    fn from(entry: AccessEntry) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            case_kind: entry.case_kind,
            case_id: entry.case_id,
            reader_role: entry.role.name().to_owned(),
            what: entry.what.name().to_owned(),
            reason: entry.reason,
        }
    }
}

/// A page of readings, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct AccessLogPage {
    /// The readings.
    data: Vec<AccessLogEntry>,
    /// Cursor of the next page; `null` at the end.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<ListTotal>,
}

/// List who read one's data
///
/// Every reading of the identity or of words under lock in the cases filed with the account, newest first (catatan akses, UU 27/2022
/// Ps 31, 32).
#[utoipa::path(
    operation_id = "listMyAccessLog",
    tag = "personal data",
    params(PageParameters),
    responses((status = 200, description = "One page.", body = AccessLogPage, headers(("Link")))),
    security(("bearer" = []))
)]
#[get("/v1/me/access-log")]
pub(super) async fn list_my_access_log(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, Query(parameters)): After<Required, Query<PageParameters>>,
) -> Result<HttpResponse, Problem> {
    let found = app.my_access_log(&caller.0, &parameters.request(&req)?).await?;
    let (data, next_cursor, total) = parts(&req, found, AccessLogEntry::from)?;
    let body = AccessLogPage { data, next_cursor, total };
    Ok(page(&req, &context, body.next_cursor.as_deref(), &body))
}
