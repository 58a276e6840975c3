//! The sandbox: the law's clock and the mails that would have gone out. Exists only with `PADI_SANDBOX=1`; needs no credentials.

use crate::routes::ServiceConfig;
use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use padi_app::App;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::body::Body;
use crate::problem::{Code, Problem};
use crate::query::{Address, Query};
use crate::timestamp::millis;

/// The law's clock.
#[derive(Debug, Serialize, ToSchema)]
struct SandboxClock {
    /// The law's now: what deadlines, events and the scheduler go by.
    #[serde(serialize_with = "millis")]
    now: DateTime<Utc>,
}

/// The law's clock after it was moved.
#[derive(Debug, Serialize, ToSchema)]
struct MovedSandboxClock {
    /// The law's now.
    #[serde(serialize_with = "millis")]
    now: DateTime<Utc>,
    /// How many terms passed and took their effect on the way.
    acted: u64,
}

/// Where to set the clock.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct SetSandboxClock {
    /// The new now; it ticks on from there. Set back, it undoes nothing.
    now: DateTime<Utc>,
}

/// How far to move the clock.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct AdvanceSandboxClock {
    /// Seconds to go on; at most ten years.
    #[validate(range(min = 0, max = 315_576_000))]
    #[schema(minimum = 0, maximum = 315_576_000)]
    seconds: i64,
}

fn sandbox_only(app: &App) -> Result<(), Problem> {
    if app.is_sandbox() { Ok(()) } else { Err(Problem::new(Code::NotFound)) }
}

/// Read the sandbox clock
///
/// Only in a sandbox; elsewhere 404.
#[utoipa::path(
    tag = "sandbox",
    operation_id = "getSandboxClock",
    security(()),
    responses((status = 200, description = "The law's now.", body = SandboxClock), (status = 404, description = "Not a sandbox.")),
)]
#[get("/v1/sandbox/clock")]
async fn get_sandbox_clock(app: web::Data<App>) -> Result<HttpResponse, Problem> {
    sandbox_only(&app)?;
    Ok(HttpResponse::Ok().json(SandboxClock { now: app.now() }))
}

/// Set the sandbox clock
///
/// Every term that has passed by then takes its effect, each as of its own instant, before the call returns.
#[utoipa::path(
    tag = "sandbox",
    operation_id = "setSandboxClock",
    security(()),
    request_body = SetSandboxClock,
    responses((status = 200, description = "Set.", body = MovedSandboxClock), (status = 404, description = "Not a sandbox.")),
)]
#[post("/v1/sandbox/clock/set")]
async fn set_sandbox_clock(app: web::Data<App>, body: Body<SetSandboxClock>) -> Result<HttpResponse, Problem> {
    sandbox_only(&app)?;
    let (now, acted) = app.set_sandbox_clock(body.into_inner().now).await?;
    Ok(HttpResponse::Ok().json(MovedSandboxClock { now, acted }))
}

/// Advance the sandbox clock
///
/// As setting it, so many seconds from now.
#[utoipa::path(
    tag = "sandbox",
    operation_id = "advanceSandboxClock",
    security(()),
    request_body = AdvanceSandboxClock,
    responses((status = 200, description = "Advanced.", body = MovedSandboxClock), (status = 404, description = "Not a sandbox.")),
)]
#[post("/v1/sandbox/clock/advance")]
async fn advance_sandbox_clock(app: web::Data<App>, body: Body<AdvanceSandboxClock>) -> Result<HttpResponse, Problem> {
    sandbox_only(&app)?;
    let (now, acted) = app.advance_sandbox_clock(body.into_inner().seconds).await?;
    Ok(HttpResponse::Ok().json(MovedSandboxClock { now, acted }))
}

/// Whose mails.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MailParameters {
    /// The recipient's address.
    #[param(value_type = String, format = "email", max_length = 254)]
    to: Address,
}

/// A mail as it was written.
#[derive(Debug, Serialize, ToSchema)]
struct SandboxMail {
    /// Recipient.
    to: String,
    /// Subject.
    subject: String,
    /// Body.
    body: String,
    /// When, by the real clock.
    #[serde(serialize_with = "millis")]
    created_at: DateTime<Utc>,
}

/// The mails of one address, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct SandboxMails {
    /// The mails.
    data: Vec<SandboxMail>,
}

/// Read mails of the sandbox
///
/// What was written to an address, newest first, at most 50: with it, links can be followed without a mailbox.
#[utoipa::path(
    tag = "sandbox",
    operation_id = "listSandboxMails",
    security(()),
    params(MailParameters),
    responses((status = 200, description = "The mails.", body = SandboxMails), (status = 404, description = "Not a sandbox.")),
)]
#[get("/v1/sandbox/mails")]
async fn list_sandbox_mails(
    app: web::Data<App>,
    Query(parameters): Query<MailParameters>,
) -> Result<HttpResponse, Problem> {
    sandbox_only(&app)?;
    let mails = app.sandbox_mails(parameters.to.as_str()).await?;
    let data = mails.into_iter().map(|mail| SandboxMail {
        to: mail.to,
        subject: mail.subject,
        body: mail.body,
        created_at: mail.created_at,
    });
    Ok(HttpResponse::Ok().json(SandboxMails { data: data.collect() }))
}

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(get_sandbox_clock)
        .service(set_sandbox_clock)
        .service(advance_sandbox_clock)
        .service(list_sandbox_mails);
}
