//! `/v1/legal-holds`: cases of which nothing may be erased.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use padi_app::App;
use padi_app::error::Error;
use padi_app::idempotency::Reply;
use padi_app::privacy::holds;
use padi_kernel::id::LegalHoldId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::dto::PageParameters;
use crate::auth::Required;
use crate::body::{After, Body};
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::page::page;
use crate::problem::Problem;
use crate::query::Query;
use crate::timestamp::{millis, millis_option};
use crate::v1::case::ListTotal;
use crate::v1::reference::{id, parts};
use crate::v1::words::not_blank;
use crate::write::{self, Scope};

/// A hold to be placed (penahanan hukum).
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLegalHold {
    /// The kind of the case, `complaint`.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "complaint")]
    case_kind: String,
    /// The case.
    case_id: Uuid,
    /// Why (alasan).
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S", example = "Perkara nomor 12/Pid.Sus/2026.")]
    reason: String,
}

/// Why a hold ends.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LiftLegalHold {
    /// Why (alasan).
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S", example = "Putusan berkekuatan hukum tetap.")]
    reason: String,
}

/// A legal hold (penahanan hukum): while it stands, nothing of the case's reporter is erased.
#[derive(Debug, Serialize, ToSchema)]
struct LegalHold {
    /// Its id.
    id: Uuid,
    /// The kind of the case.
    case_kind: String,
    /// The case.
    case_id: Uuid,
    /// Why it was placed (alasan).
    reason: String,
    /// When it was placed, by the law's clock.
    #[serde(serialize_with = "millis")]
    placed_at: DateTime<Utc>,
    /// When it was lifted; absent while it stands.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    lifted_at: Option<DateTime<Utc>>,
    /// Why it was lifted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    lift_reason: Option<String>,
}

impl From<holds::LegalHold> for LegalHold {
    fn from(hold: holds::LegalHold) -> Self {
        let (lifted_at, lift_reason) = hold.lifted.map(|lifted| (lifted.at, lifted.reason)).unzip();
        Self {
            id: hold.id.0,
            case_kind: hold.case_kind,
            case_id: hold.case_id,
            reason: hold.reason,
            placed_at: hold.placed_at,
            lifted_at,
            lift_reason,
        }
    }
}

/// The hold as an answer that tells of its case, of which it shows nothing.
fn reply(status: u16, hold: holds::LegalHold) -> Result<Reply, Error> {
    const SIGHT: u8 = 0;
    let case = hold.case_id;
    Ok(Reply::json(status, &LegalHold::from(hold))?.of_case(case, SIGHT))
}

/// A page of holds, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct LegalHoldPage {
    /// The holds.
    data: Vec<LegalHold>,
    /// Cursor of the next page; `null` at the end.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<ListTotal>,
}

/// Place a legal hold
///
/// Keeps the identity of the case's reporter from erasure and from the end of its period, by a privacy officer (penahanan hukum). A case
/// that the officer does not answer for is an unknown value.
#[utoipa::path(
    operation_id = "placeLegalHold",
    tag = "personal data",
    request_body = NewLegalHold,
    responses((status = 201, description = "The hold.", body = LegalHold)),
    security(("bearer" = []))
)]
#[post("/v1/legal-holds")]
pub(super) async fn place_legal_hold(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<NewLegalHold>)>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&req, Scope::Account(&caller.0.scope), header, body.raw())?;
    let NewLegalHold { case_kind, case_id, reason } = body.into_inner();
    let render = |hold| reply(201, hold);
    let answer = app.place_legal_hold(caller.0, (case_kind, case_id), reason, key, render).await?;
    Ok(write::respond(&context, answer))
}

/// List legal holds
///
/// Those on cases that the caller answers for as a privacy officer, lifted ones too, newest first (daftar penahanan hukum).
#[utoipa::path(
    operation_id = "listLegalHolds",
    tag = "personal data",
    params(PageParameters),
    responses((status = 200, description = "One page.", body = LegalHoldPage, headers(("Link")))),
    security(("bearer" = []))
)]
#[get("/v1/legal-holds")]
pub(super) async fn list_legal_holds(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, Query(parameters)): After<Required, Query<PageParameters>>,
) -> Result<HttpResponse, Problem> {
    let found = app.legal_holds(&caller.0, &parameters.request(&req)?).await?;
    let (data, next_cursor, total) = parts(&req, found, LegalHold::from)?;
    let body = LegalHoldPage { data, next_cursor, total };
    Ok(page(&req, &context, body.next_cursor.as_deref(), &body))
}

/// Lift a legal hold
///
/// Periods and erasure go on as if it had not been (pencabutan penahanan hukum). Once lifted it stays so: a new one may be placed.
#[utoipa::path(
    operation_id = "liftLegalHold",
    tag = "personal data",
    params(("id" = Uuid, Path, description = "Id of the hold.")),
    request_body = LiftLegalHold,
    responses((status = 200, description = "The hold.", body = LegalHold)),
    security(("bearer" = []))
)]
#[post("/v1/legal-holds/{id}/lift")]
pub(super) async fn lift_legal_hold(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<LiftLegalHold>)>,
) -> Result<HttpResponse, Problem> {
    let hold = id::<LegalHoldId>(&path)?;
    let key = write::key(&req, Scope::Account(&caller.0.scope), header, body.raw())?;
    let render = |hold| reply(200, hold);
    let answer = app.lift_legal_hold(caller.0, hold, body.into_inner().reason, key, render).await?;
    Ok(write::respond(&context, answer))
}
