//! `/v1/me/second-factor`: the second factor of the caller's own account.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, post, web};
use padi_app::App;
use padi_app::accounts::{Enrolment, SecretString};
use padi_app::error::Error;
use padi_app::idempotency::Reply;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::auth::Required;
use crate::body::{After, Body};
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::language::Text;
use crate::problem::Problem;
use crate::rate_limit;
use crate::write::{self, Scope};

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(enroll).service(confirm).service(disable).service(renew_recovery_codes);
}

/// The password of one's own account: kata sandi
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct SecondFactorEnrolment {
    /// The password that the account has (kata sandi).
    #[validate(length(min = 1, max = 1024))]
    #[schema(format = "password", min_length = 1, max_length = 1024, example = "perahu kertas di sungai")]
    password: String,
}

/// A code of the second factor: kode faktor kedua
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct SecondFactorCode {
    /// Six digits of the authenticator, or a recovery code where there is one (kode).
    #[validate(length(min = 1, max = 32))]
    #[schema(min_length = 1, max_length = 32, example = "287082")]
    code: String,
}

/// Password and code: kata sandi dan kode
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct SecondFactorRemoval {
    /// The password that the account has (kata sandi).
    #[validate(length(min = 1, max = 1024))]
    #[schema(format = "password", min_length = 1, max_length = 1024, example = "perahu kertas di sungai")]
    password: String,
    /// Six digits of the authenticator, or a recovery code (kode).
    #[validate(length(min = 1, max = 32))]
    #[schema(min_length = 1, max_length = 32, example = "287082")]
    code: String,
}

/// What an authenticator is set up with, shown this once: kunci autentikator
#[derive(Serialize, ToSchema)]
struct Authenticator {
    /// The secret (kunci rahasia), base32: TOTP by RFC 6238 with SHA-1, six digits, 30 seconds.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    /// The same as an address, for a QR code.
    #[schema(
        format = "uri",
        example = "otpauth://totp/Padi:siti%40example.id?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Padi"
    )]
    otpauth_uri: String,
}

impl From<Enrolment> for Authenticator {
    fn from(enrolment: Enrolment) -> Self {
        let Enrolment { secret, otpauth_uri } = enrolment;
        Self { secret, otpauth_uri }
    }
}

/// Codes for who has lost the authenticator, shown this once: kode pemulihan
#[derive(Serialize, ToSchema)]
struct RecoveryCodes {
    /// Ten codes (kode pemulihan), each good once. Only their hashes are kept.
    #[schema(min_items = 10, max_items = 10)]
    recovery_codes: Vec<String>,
}

impl From<Vec<String>> for RecoveryCodes {
    fn from(recovery_codes: Vec<String>) -> Self {
        Self { recovery_codes }
    }
}

fn password_refused(error: Error) -> Problem {
    match error {
        Error::InvalidCredentials => {
            let detail = Text::new("Kata sandi sekarang salah.", "The current password is wrong.");
            Problem::from(error).with_detail(detail)
        }
        other => about_the_factor(other),
    }
}

/// What is wrong with the state of a second factor is not said of a case.
fn about_the_factor(error: Error) -> Problem {
    let detail = match error {
        Error::Transition { state: "enabled", .. } => {
            Text::new("Faktor kedua akun ini sudah aktif.", "The second factor of this account is on already.")
        }
        Error::Transition { state: "unconfirmed", .. } => Text::new(
            "Faktor kedua akun ini belum dikonfirmasi.",
            "The second factor of this account is not confirmed yet.",
        ),
        Error::Transition { .. } => {
            Text::new("Akun ini tidak memiliki faktor kedua.", "This account has no second factor.")
        }
        other => return other.into(),
    };
    Problem::from(error).with_detail(detail)
}

/// Set up a second factor
///
/// Makes a secret for an authenticator (aktifkan faktor kedua, TOTP). It counts once it is confirmed by a code; until then a further call
/// gives another.
#[utoipa::path(
    operation_id = "enrollSecondFactor",
    tag = "accounts",
    request_body = SecondFactorEnrolment,
    responses(
        (status = 201, description = "The secret, shown this once.", body = Authenticator, headers(("Idempotency-Replayed" = String))),
        (status = 401, description = "No good access token: `unauthenticated`; or the password is wrong: `invalid_credentials`."),
        (status = 409, description = "The account has a second factor: `invalid_transition`.")
    ),
    security(("bearer" = []))
)]
#[post("/v1/me/second-factor")]
async fn enroll(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<SecondFactorEnrolment>)>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&req, Scope::Account(&caller.0.scope), header, body.raw())?;
    rate_limit::charge_login(&req, &caller.0.scope)?;
    let password = SecretString::from(body.into_inner().password);
    let render = |enrolment: Enrolment| Reply::json(201, &Authenticator::from(enrolment));
    let answer = app.enroll_second_factor(key, &caller.0, password, render).await.map_err(password_refused)?;
    Ok(write::respond(&context, answer))
}

/// Confirm the second factor
///
/// Takes a code of the new authenticator (konfirmasi faktor kedua): from now on log-ins need a code. This session has shown it; other
/// sessions of the account have not. The answer holds ten recovery codes.
#[utoipa::path(
    operation_id = "confirmSecondFactor",
    tag = "accounts",
    request_body = SecondFactorCode,
    responses(
        (status = 200, description = "The recovery codes, shown this once.", body = RecoveryCodes, headers(("Idempotency-Replayed" = String))),
        (status = 409, description = "There is nothing to confirm: `invalid_transition`."),
        (status = 422, description = "The code is wrong: `invalid_code`.")
    ),
    security(("bearer" = []))
)]
#[post("/v1/me/second-factor/confirm")]
async fn confirm(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<SecondFactorCode>)>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&req, Scope::Account(&caller.0.scope), header, body.raw())?;
    let code = body.into_inner().code;
    let render = |codes: Vec<String>| Reply::json(200, &RecoveryCodes::from(codes));
    let answer = app.confirm_second_factor(key, &caller.0, code, render).await.map_err(about_the_factor)?;
    Ok(write::respond(&context, answer))
}

/// Take the second factor away
///
/// Needs the password and a code, of the authenticator or for recovery (nonaktifkan faktor kedua). Every session of the account is one
/// without second factor from then on.
#[utoipa::path(
    operation_id = "disableSecondFactor",
    tag = "accounts",
    request_body = SecondFactorRemoval,
    responses(
        (status = 204, description = "Log-ins need no code any more.", headers(("Idempotency-Replayed" = String))),
        (status = 401, description = "No good access token: `unauthenticated`; or the password is wrong: `invalid_credentials`."),
        (status = 409, description = "The account has no second factor: `invalid_transition`."),
        (status = 422, description = "The code is wrong: `invalid_code`.")
    ),
    security(("bearer" = []))
)]
#[post("/v1/me/second-factor/disable")]
async fn disable(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<SecondFactorRemoval>)>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&req, Scope::Account(&caller.0.scope), header, body.raw())?;
    rate_limit::charge_login(&req, &caller.0.scope)?;
    let SecondFactorRemoval { password, code } = body.into_inner();
    let answer = app.disable_second_factor(key, &caller.0, SecretString::from(password), code).await;
    Ok(write::respond(&context, answer.map_err(password_refused)?))
}

/// Renew the recovery codes
///
/// Gives ten new codes for the old ones, which are worth nothing any more (ganti kode pemulihan). Needs a code, of the authenticator or
/// for recovery.
#[utoipa::path(
    operation_id = "renewRecoveryCodes",
    tag = "accounts",
    request_body = SecondFactorCode,
    responses(
        (status = 200, description = "The recovery codes, shown this once.", body = RecoveryCodes, headers(("Idempotency-Replayed" = String))),
        (status = 409, description = "The account has no second factor: `invalid_transition`."),
        (status = 422, description = "The code is wrong: `invalid_code`.")
    ),
    security(("bearer" = []))
)]
#[post("/v1/me/second-factor/recovery-codes")]
async fn renew_recovery_codes(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<SecondFactorCode>)>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&req, Scope::Account(&caller.0.scope), header, body.raw())?;
    let code = body.into_inner().code;
    let render = |codes: Vec<String>| Reply::json(200, &RecoveryCodes::from(codes));
    let answer = app.renew_recovery_codes(key, &caller.0, code, render).await.map_err(about_the_factor)?;
    Ok(write::respond(&context, answer))
}
