//! `/v1/me/sessions`: the caller's own sessions.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, delete, get, web};
use chrono::{DateTime, Utc};
use padi_app::App;
use padi_app::accounts::SessionView;
use padi_kernel::id::SessionId;
use padi_kernel::page::PageRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::case::ListTotal;
use super::reference::{id, parts, place};
use crate::auth::Required;
use crate::body::After;
use crate::context::Context;
use crate::page::page;
use crate::problem::Problem;
use crate::query::{Limit, Query};
use crate::timestamp::millis;

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(list_sessions).service(end_session);
}

/// A session: sesi. Neither address nor browser is kept.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    /// Its id.
    id: Uuid,
    /// When somebody logged in (masuk pada).
    #[serde(serialize_with = "millis")]
    created_at: DateTime<Utc>,
    /// When its tokens were last refreshed (terakhir dipakai).
    #[serde(serialize_with = "millis")]
    last_used_at: DateTime<Utc>,
    /// When it ends if its tokens are not refreshed (berakhir pada).
    #[serde(serialize_with = "millis")]
    expires_at: DateTime<Utc>,
    /// Whether a second factor was shown in it (faktor kedua).
    second_factor: bool,
    /// Whether it is the one of this request (sesi ini).
    current: bool,
}

impl From<SessionView> for Session {
    fn from(session: SessionView) -> Self {
        let SessionView { id, created_at, last_used_at, expires_at, second_factor, is_current } = session;
        Self { id: id.0, created_at, last_used_at, expires_at, second_factor, current: is_current }
    }
}

/// A page of sessions: daftar sesi
#[derive(Debug, Serialize, ToSchema)]
struct SessionPage {
    /// The sessions that live, newest first.
    data: Vec<Session>,
    /// Cursor of the next page; `null` at the end.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<ListTotal>,
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SessionParameters {
    /// How many: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    limit: Limit,
    /// Where to go on: `next_cursor` of the page before.
    #[param(nullable = false)]
    cursor: Option<String>,
    /// Whether to count, up to 10,000.
    #[serde(default)]
    include_total: bool,
}

/// List one's own sessions
///
/// The log-ins of the account that nobody has ended, newest first (sesi saya).
#[utoipa::path(
    operation_id = "listSessions",
    tag = "accounts",
    params(SessionParameters),
    responses((status = 200, description = "One page.", body = SessionPage, headers(("Link" = String)))),
    security(("bearer" = []))
)]
#[get("/v1/me/sessions")]
async fn list_sessions(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, Query(parameters)): After<Required, Query<SessionParameters>>,
) -> Result<HttpResponse, Problem> {
    let SessionParameters { limit, cursor, include_total } = parameters;
    let request = PageRequest { limit: limit.get().into(), after: place(&req, cursor.as_deref())?, include_total };
    let (data, next_cursor, total) = parts(&req, app.own_sessions(&caller.0, &request).await?, Session::from)?;
    let body = SessionPage { data, next_cursor, total };
    Ok(page(&req, &context, body.next_cursor.as_deref(), &body))
}

/// End a session
///
/// Ends one of the account's sessions (akhiri sesi): its refresh token at once, its access tokens within five seconds. It may be the one
/// of this request. A session has no version: nothing is asked for.
#[utoipa::path(
    operation_id = "endSession",
    tag = "accounts",
    params(("id" = Uuid, Path, description = "Id of the session.")),
    responses((status = 204, description = "The session is over.")),
    security(("bearer" = []))
)]
#[delete("/v1/me/sessions/{id}")]
async fn end_session(app: web::Data<App>, caller: Required, path: web::Path<String>) -> Result<HttpResponse, Problem> {
    app.end_session(&caller.0, id::<SessionId>(&path)?).await?;
    Ok(HttpResponse::NoContent().finish())
}
