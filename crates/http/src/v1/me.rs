//! `/v1/me`: the caller's own account and quotas.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get, patch, web};
use padi_app::App;
use padi_app::accounts::ChangeMe;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::account::{AccountBody, LanguageTag};
use super::words::one_line;
use crate::auth::{Auth, Required};
use crate::body::{After, Patch};
use crate::conditional::{ETag, IfMatch, IfNoneMatch, tagged};
use crate::problem::Problem;
use crate::rate_limit::{self, Standing};

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(read_limits).service(read_me).service(change_me);
}

/// What to change of one's account; what is absent stays: perubahan akun
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct AccountChange {
    /// Another name (nama).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(
        nullable = false,
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$",
        example = "Siti Aminah"
    )]
    name: Option<String>,
    /// Another language of mails (bahasa).
    #[schema(nullable = false)]
    language: Option<LanguageTag>,
}

/// The caller's quotas: kuota
#[derive(Debug, Serialize, ToSchema)]
struct Limits {
    /// Each quota as it stands; empty where limits are off.
    data: Vec<Standing>,
}

/// Read one's own account
///
/// The account of the access token with all that it may do where (akun saya).
#[utoipa::path(
    operation_id = "readMe",
    tag = "accounts",
    responses((status = 200, description = "The account.", body = AccountBody, headers(("ETag" = String)))),
    security(("bearer" = []))
)]
#[get("/v1/me")]
async fn read_me(
    app: web::Data<App>,
    After(caller, known): After<Required, IfNoneMatch>,
) -> Result<HttpResponse, Problem> {
    let account = app.me(&caller.0).await?;
    Ok(tagged(&known, account.version, &AccountBody::from(account)))
}

/// Change one's own account
///
/// Changes name and language (ubah akun saya).
#[utoipa::path(
    operation_id = "changeMe",
    tag = "accounts",
    request_body(content = AccountChange, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The account.", body = AccountBody, headers(("ETag" = String)))),
    security(("bearer" = []))
)]
#[patch("/v1/me")]
async fn change_me(
    app: web::Data<App>,
    After(caller, (seen, patch)): After<Required, (IfMatch, Patch<AccountChange>)>,
) -> Result<HttpResponse, Problem> {
    let AccountChange { name, language } = patch.into_inner();
    let change = ChangeMe { name, language: language.map(Into::into) };
    let account = app.change_me(&caller.0, change, seen.for_use_case()).await?;
    Ok(HttpResponse::Ok().insert_header(ETag(account.version)).json(AccountBody::from(account)))
}

/// Read the caller's quotas
///
/// How the quotas of the caller's address, and of the account if there is one, stand now (kuota). Costs nothing.
#[utoipa::path(
    operation_id = "readLimits",
    tag = "accounts",
    responses((status = 200, description = "The quotas.", body = Limits)),
    security((), ("bearer" = []))
)]
#[get("/v1/me/limits")]
async fn read_limits(req: HttpRequest, caller: Auth) -> HttpResponse {
    let account = caller.0.person().map(|person| person.user.0);
    HttpResponse::Ok().json(Limits { data: rate_limit::snapshot(&req, account) })
}
