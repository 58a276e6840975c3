//! `/v1/users`: looking up accounts and giving them roles.

use std::str::FromStr;

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use padi_app::App;
use padi_app::accounts::GrantRole;
use padi_app::idempotency::Reply;
use padi_kernel::id::{AgencyId, GrantId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::account::{AccountBody, GrantBody, RoleName};
use crate::auth::Required;
use crate::body::{After, Body};
use crate::conditional::{IfMatch, IfNoneMatch, tagged};
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::page::page;
use crate::problem::{Code, Problem};
use crate::query::{Address, Query};
use crate::write::{self, Scope};

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(list_users).service(read_user).service(grant_role).service(revoke_role);
}

/// Which users.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct UserFilter {
    /// The whole e-mail address (alamat surel).
    #[param(value_type = String, format = "email", max_length = 254, example = "siti.aminah@example.id")]
    email: Address,
}

/// A page of users: daftar pengguna
#[derive(Debug, Serialize, ToSchema)]
struct UserPage {
    /// The users.
    data: Vec<AccountBody>,
    /// Always null: an address has one account at most.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// A role to be given: pemberian peran
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewGrant {
    /// The role (peran).
    role: RoleName,
    /// Where it is to be held (instansi).
    agency_id: Uuid,
}

/// A malformed id is that of nothing: 404.
fn id<T: FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::new(Code::NotFound))
}

/// Find a user by address
///
/// The account of exactly that address, for those who may give roles (cari pengguna). Grants that the caller may not know of are
/// left out.
#[utoipa::path(
    operation_id = "listUsers",
    tag = "users",
    params(UserFilter),
    responses((status = 200, description = "The account, or an empty list.", body = UserPage)),
    security(("bearer" = []))
)]
#[get("/v1/users")]
async fn list_users(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, filter): After<Required, Query<UserFilter>>,
) -> Result<HttpResponse, Problem> {
    let found = app.find_users(&caller.0, filter.into_inner().email.as_str()).await?;
    let body = UserPage { data: found.into_iter().map(AccountBody::from).collect(), next_cursor: None };
    Ok(page(&req, &context, None, &body))
}

/// Read a user
///
/// An account with its grants, for those who may give roles (pengguna). Grants that the caller may not know of are left out.
#[utoipa::path(
    operation_id = "readUser",
    tag = "users",
    params(("id" = Uuid, Path, description = "Id of the account.")),
    responses((status = 200, description = "The account.", body = AccountBody, headers(("ETag" = String)))),
    security(("bearer" = []))
)]
#[get("/v1/users/{id}")]
async fn read_user(
    app: web::Data<App>,
    path: web::Path<String>,
    After(caller, known): After<Required, IfNoneMatch>,
) -> Result<HttpResponse, Problem> {
    let account = app.user(&caller.0, id::<UserId>(&path)?).await?;
    Ok(tagged(&known, account.version, &AccountBody::from(account)))
}

/// Give a role
///
/// Gives the account a role at an agency (beri peran). Who may give which role where: system administrators any; the ministry's
/// coordinators any but `system_admin` and `privacy_officer`; an agency's administrators those of their own agency that are not
/// above their own. The `ETag` is the account's new version.
#[utoipa::path(
    operation_id = "grantRole",
    tag = "users",
    params(("id" = Uuid, Path, description = "Id of the account.")),
    request_body = NewGrant,
    responses((
        status = 201,
        description = "The grant.",
        body = GrantBody,
        headers(("ETag" = String), ("Location" = String), ("Idempotency-Replayed" = String))
    )),
    security(("bearer" = []))
)]
#[post("/v1/users/{id}/grants")]
async fn grant_role(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    After(caller, (header, seen, body)): After<Required, (IdempotencyKey, IfMatch, Body<NewGrant>)>,
) -> Result<HttpResponse, Problem> {
    let user = id::<UserId>(&path)?;
    let key = write::key(&req, Scope::Account(&caller.0.scope), header, body.raw())?;
    let NewGrant { role, agency_id } = body.into_inner();
    let wanted = GrantRole { role: role.domain(), agency_id: AgencyId(agency_id) };
    let render = move |granted: padi_app::accounts::Granted| {
        let reply = Reply::json(201, &GrantBody::from(granted.grant))?;
        Ok(reply.at(format!("/v1/users/{user}")).versioned(granted.user_version))
    };
    let answer = app.grant_role(key, &caller.0, user, wanted, seen.for_use_case(), render).await?;
    Ok(write::respond(&context, answer))
}

/// Take a role away
///
/// Takes the grant from the account, at once (cabut peran). A grant has no version of its own: `If-Match`, where it is sent, is
/// held against that of the account, and nothing is asked for where it is not.
#[utoipa::path(
    operation_id = "revokeRole",
    tag = "users",
    params(
        ("id" = Uuid, Path, description = "Id of the account."),
        ("grant_id" = Uuid, Path, description = "Id of the grant.")
    ),
    responses((status = 204, description = "The role is taken away.")),
    security(("bearer" = []))
)]
#[delete("/v1/users/{id}/grants/{grant_id}")]
async fn revoke_role(
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    After(caller, seen): After<Required, IfMatch>,
) -> Result<HttpResponse, Problem> {
    let (user, grant) = (id::<UserId>(&path.0)?, id::<GrantId>(&path.1)?);
    app.revoke_role(&caller.0, user, grant, seen.for_use_case()).await?;
    Ok(HttpResponse::NoContent().finish())
}
