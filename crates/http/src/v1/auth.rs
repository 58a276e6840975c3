//! `/v1/auth`: registration, log-in, tokens and passwords. None of these takes an `Idempotency-Key`.

use crate::routes::ServiceConfig;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use padi_app::App;
use padi_app::accounts::tokens::PublicKey;
use padi_app::accounts::{ChangePassword, Login, Register, ResetPassword, SecretString, TokenPair};
use padi_app::error::Error;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::account::LanguageTag;
use super::words::one_line;
use crate::auth::Required;
use crate::body::{After, Body};
use crate::context::Context;
use crate::language::Text;
use crate::problem::{Code, Problem};
use crate::rate_limit;

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(register).service(verify_email).service(log_in).service(refresh_tokens);
    config.service(log_out).service(log_out_everywhere).service(change_password);
    config.service(request_password_reset).service(reset_password).service(read_keys);
}

/// Somebody who wants an account: pendaftaran
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct Registration {
    /// E-mail address (alamat surel); letters count the same in upper and lower case.
    #[validate(email, length(max = 254))]
    #[schema(format = "email", max_length = 254, example = "siti.aminah@example.id")]
    email: String,
    /// Password (kata sandi): 10 to 128 characters, not the address, none of the commonest.
    #[validate(length(min = 10, max = 128))]
    #[schema(format = "password", min_length = 10, max_length = 128, example = "perahu kertas di sungai")]
    password: String,
    /// The person's name (nama).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", example = "Siti Aminah")]
    name: String,
    /// Language of mails (bahasa); that of `Accept-Language` if absent.
    #[schema(nullable = false)]
    language: Option<LanguageTag>,
}

/// Address and password: data masuk
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// E-mail address (alamat surel).
    #[validate(length(min = 1, max = 254))]
    #[schema(format = "email", min_length = 1, max_length = 254, example = "siti.aminah@example.id")]
    email: String,
    /// Password (kata sandi).
    #[validate(length(min = 1, max = 1024))]
    #[schema(format = "password", min_length = 1, max_length = 1024, example = "perahu kertas di sungai")]
    password: String,
    /// Code of the second factor (kode faktor kedua): six digits of the authenticator, or a recovery code. Needed where the account has
    /// a second factor.
    #[validate(length(min = 1, max = 32))]
    #[schema(nullable = false, min_length = 1, max_length = 32, example = "287082")]
    code: Option<String>,
}

/// A refresh token: token penyegar
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct RefreshToken {
    /// The refresh token of the last answer (token penyegar).
    #[validate(length(min = 1, max = 256))]
    #[schema(min_length = 1, max_length = 256, example = "u3xq1T0Z0hYk4pYc0n2bQm7Q2rX8sV5wJ1aL9dE6fGg")]
    refresh_token: String,
}

/// A mailed token: token dari surel
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct MailedToken {
    /// The token out of the mail (token).
    #[validate(length(min = 1, max = 256))]
    #[schema(min_length = 1, max_length = 256, example = "u3xq1T0Z0hYk4pYc0n2bQm7Q2rX8sV5wJ1aL9dE6fGg")]
    token: String,
}

/// The old password and the new one: ganti kata sandi
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordChange {
    /// The password that the account has (kata sandi sekarang).
    #[validate(length(min = 1, max = 1024))]
    #[schema(format = "password", min_length = 1, max_length = 1024, example = "perahu kertas di sungai")]
    current_password: String,
    /// The password that it shall have (kata sandi baru).
    #[validate(length(min = 10, max = 128))]
    #[schema(format = "password", min_length = 10, max_length = 128, example = "perahu layar di lautan")]
    new_password: String,
}

/// An address: alamat surel
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct EmailAddress {
    /// E-mail address of the account (alamat surel).
    #[validate(email, length(max = 254))]
    #[schema(format = "email", max_length = 254, example = "siti.aminah@example.id")]
    email: String,
}

/// A mailed token and a new password: atur ulang kata sandi
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordReset {
    /// The token out of the mail (token).
    #[validate(length(min = 1, max = 256))]
    #[schema(min_length = 1, max_length = 256, example = "u3xq1T0Z0hYk4pYc0n2bQm7Q2rX8sV5wJ1aL9dE6fGg")]
    token: String,
    /// The password that the account shall have (kata sandi baru).
    #[validate(length(min = 10, max = 128))]
    #[schema(format = "password", min_length = 10, max_length = 128, example = "perahu layar di lautan")]
    new_password: String,
}

/// A pair of tokens: token akses dan token penyegar
#[derive(Serialize, ToSchema)]
struct Tokens {
    /// Access token (token akses), a JWT for `Authorization: Bearer`.
    access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds for which the access token is good (masa berlaku).
    #[schema(minimum = 1, example = 600)]
    expires_in: u64,
    /// Refresh token (token penyegar), good for one use within 30 days.
    refresh_token: String,
}

/// The keys with which our access tokens can be checked: kunci publik
#[derive(Serialize, ToSchema)]
struct KeySet {
    /// The keys.
    keys: Vec<Key>,
}

/// A public key (RFC 7517, RFC 8037): kunci publik
#[derive(Serialize, ToSchema)]
struct Key {
    /// Key type.
    #[schema(example = "OKP")]
    kty: &'static str,
    /// Curve.
    #[schema(example = "Ed25519")]
    crv: &'static str,
    /// The public key, base64url.
    x: String,
    /// Key id: its RFC 7638 thumbprint.
    kid: String,
    /// Algorithm.
    #[schema(example = "EdDSA")]
    alg: &'static str,
    /// What it is for.
    #[serde(rename = "use")]
    #[schema(rename = "use", example = "sig")]
    purpose: &'static str,
}

impl From<PublicKey> for Key {
    fn from(key: PublicKey) -> Self {
        let PublicKey { kty, crv, x, kid, alg, purpose } = key;
        Self { kty, crv, x, kid, alg, purpose }
    }
}

/// What a use case said, with words of its own for what was not believed here; the code stays `invalid_credentials`.
fn refused(error: Error, id: &'static str, en: &'static str) -> Problem {
    match error {
        Error::InvalidCredentials => Problem::from(error).with_detail(Text::new(id, en)),
        other => other.into(),
    }
}

/// As [`refused`], for what came by mail.
fn mailed_token_refused(error: Error) -> Problem {
    refused(
        error,
        "Token dari surel ini tidak dikenal, sudah dipakai, atau kedaluwarsa.",
        "The token from the mail is unknown, used or expired.",
    )
}

fn tokens(pair: TokenPair) -> HttpResponse {
    let TokenPair { access_token, expires_in, refresh_token } = pair;
    HttpResponse::Ok().json(Tokens { access_token, token_type: "Bearer", expires_in, refresh_token })
}

/// Register
///
/// Makes an account (daftar). The answer never tells whether the address has one: the mailbox gets a token that verifies the
/// address, or a mail that says that it is registered already.
#[utoipa::path(
    operation_id = "register",
    tag = "auth",
    request_body = Registration,
    responses((status = 202, description = "A mail is on its way.")),
    security(())
)]
#[post("/v1/auth/register")]
async fn register(app: web::Data<App>, context: Context, body: Body<Registration>) -> Result<HttpResponse, Problem> {
    let Registration { email, password, name, language } = body.into_inner();
    let language = language.unwrap_or_else(|| LanguageTag::from(context.language)).into();
    app.register(Register { email, password: SecretString::from(password), name, language }).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Verify an address
///
/// Takes the token that was mailed at registration, once, within 24 hours (verifikasi alamat surel).
#[utoipa::path(
    operation_id = "verifyEmail",
    tag = "auth",
    request_body = MailedToken,
    responses(
        (status = 204, description = "The address is verified."),
        (status = 401, description = "The token is unknown, used or expired: `invalid_credentials`.")
    ),
    security(())
)]
#[post("/v1/auth/verify-email")]
async fn verify_email(app: web::Data<App>, body: Body<MailedToken>) -> Result<HttpResponse, Problem> {
    app.verify_email(&body.into_inner().token).await.map_err(mailed_token_refused)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Log in
///
/// Gives an access token for ten minutes and a refresh token (masuk), and begins a session. The address must be verified. An account
/// with a second factor needs a `code` as well: without one the answer is `second_factor_required`, which costs no attempt. Each code is
/// good once; after five wrong ones in a row none is looked at for five minutes. The account is told of a sign-in by mail.
#[utoipa::path(
    operation_id = "logIn",
    tag = "auth",
    request_body = Credentials,
    responses(
        (status = 200, description = "Logged in.", body = Tokens),
        (status = 401, description = "The address or the password is wrong: `invalid_credentials`. The password is right, and a code is needed: `second_factor_required`, or was wrong: `invalid_code`."),
        (status = 403, description = "The password is right, the address is not verified: `email_unverified`.")
    ),
    security(())
)]
#[post("/v1/auth/login")]
async fn log_in(req: HttpRequest, app: web::Data<App>, body: Body<Credentials>) -> Result<HttpResponse, Problem> {
    let Credentials { email, password, code } = body.into_inner();
    rate_limit::charge_login(&req, &email)?;
    let login = Login { email: email.clone(), password: SecretString::from(password), code };
    match app.login(login).await {
        Ok(pair) => Ok(tokens(pair)),
        Err(Error::CodeNeeded) => {
            rate_limit::refund_login(&req, &email);
            Err(Error::CodeNeeded.into())
        }
        Err(Error::InvalidCode) => Err(Problem::at_log_in(Code::InvalidCode)),
        Err(other) => Err(other.into()),
    }
}

/// Refresh the tokens
///
/// Gives the next pair for a refresh token, which is used up by it (segarkan token). A refresh token that is shown again ends its
/// log-in, except within 30 seconds while the one that followed it was not used.
#[utoipa::path(
    operation_id = "refreshTokens",
    tag = "auth",
    request_body = RefreshToken,
    responses(
        (status = 200, description = "The next pair.", body = Tokens),
        (status = 401, description = "The refresh token is unknown, used, revoked or expired: `invalid_credentials`.")
    ),
    security(())
)]
#[post("/v1/auth/refresh")]
async fn refresh_tokens(app: web::Data<App>, body: Body<RefreshToken>) -> Result<HttpResponse, Problem> {
    let pair = app.refresh(&body.into_inner().refresh_token).await.map_err(|error| {
        refused(
            error,
            "Token penyegar ini tidak dikenal, sudah dipakai, dicabut, atau kedaluwarsa.",
            "The refresh token is unknown, used, revoked or expired.",
        )
    })?;
    Ok(tokens(pair))
}

/// Log out
///
/// Ends the session that the refresh token belongs to (keluar), its access tokens included, within five seconds. An unknown token is
/// no error: it is out already.
#[utoipa::path(
    operation_id = "logOut",
    tag = "auth",
    request_body = RefreshToken,
    responses((status = 204, description = "Logged out.")),
    security(())
)]
#[post("/v1/auth/logout")]
async fn log_out(app: web::Data<App>, body: Body<RefreshToken>) -> Result<HttpResponse, Problem> {
    app.logout(&body.into_inner().refresh_token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Log out everywhere
///
/// Ends every session of the caller, access tokens included (keluar dari semua perangkat).
#[utoipa::path(
    operation_id = "logOutEverywhere",
    tag = "auth",
    responses((status = 204, description = "Logged out everywhere.")),
    security(("bearer" = []))
)]
#[post("/v1/auth/logout-all")]
async fn log_out_everywhere(app: web::Data<App>, caller: Required) -> Result<HttpResponse, Problem> {
    app.logout_all(&caller.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Change the password
///
/// Needs the current password (ganti kata sandi). Ends every log-in of the account, the present one included, and gives a pair of
/// tokens that begins a new one here.
#[utoipa::path(
    operation_id = "changePassword",
    tag = "auth",
    request_body = PasswordChange,
    responses(
        (status = 200, description = "Changed; a new log-in has begun.", body = Tokens),
        (status = 401, description = "No good access token: `unauthenticated`; or the current password is wrong: `invalid_credentials`.")
    ),
    security(("bearer" = []))
)]
#[post("/v1/auth/change-password")]
async fn change_password(
    req: HttpRequest,
    app: web::Data<App>,
    After(caller, body): After<Required, Body<PasswordChange>>,
) -> Result<HttpResponse, Problem> {
    let PasswordChange { current_password, new_password } = body.into_inner();
    rate_limit::charge_login(&req, &caller.0.scope)?;
    let change = ChangePassword {
        current_password: SecretString::from(current_password),
        new_password: SecretString::from(new_password),
    };
    let pair = app
        .change_password(&caller.0, change)
        .await
        .map_err(|error| refused(error, "Kata sandi sekarang salah.", "The current password is wrong."))?;
    Ok(tokens(pair))
}

/// Ask for a new password
///
/// Mails a token with which a new password can be set within 15 minutes (lupa kata sandi). The answer never tells whether the
/// address has an account.
#[utoipa::path(
    operation_id = "requestPasswordReset",
    tag = "auth",
    request_body = EmailAddress,
    responses((status = 202, description = "If the address has an account, a mail is on its way.")),
    security(())
)]
#[post("/v1/auth/request-password-reset")]
async fn request_password_reset(app: web::Data<App>, body: Body<EmailAddress>) -> Result<HttpResponse, Problem> {
    app.request_password_reset(&body.into_inner().email).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Set a new password
///
/// Takes the mailed token, once (atur ulang kata sandi). Ends every log-in of the account and takes its address as verified.
#[utoipa::path(
    operation_id = "resetPassword",
    tag = "auth",
    request_body = PasswordReset,
    responses(
        (status = 204, description = "The password is set."),
        (status = 401, description = "The token is unknown, used or expired: `invalid_credentials`.")
    ),
    security(())
)]
#[post("/v1/auth/reset-password")]
async fn reset_password(app: web::Data<App>, body: Body<PasswordReset>) -> Result<HttpResponse, Problem> {
    let PasswordReset { token, new_password } = body.into_inner();
    let reset = ResetPassword { token: SecretString::from(token), new_password: SecretString::from(new_password) };
    app.reset_password(reset).await.map_err(mailed_token_refused)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Read the public keys
///
/// The keys with which anybody can check our access tokens (kunci publik, RFC 7517).
#[utoipa::path(
    operation_id = "readKeys",
    tag = "auth",
    responses((status = 200, description = "The keys.", body = KeySet)),
    security(())
)]
#[get("/.well-known/jwks.json")]
async fn read_keys(app: web::Data<App>) -> Result<HttpResponse, Problem> {
    let keys = app.jwks()?.into_iter().map(Key::from).collect();
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=300")).json(KeySet { keys }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Trace;
    use crate::language::Language;

    #[test]
    fn a_token_that_is_not_believed_is_not_called_a_password() {
        let trace = Trace { trace_id: String::new(), parent_id: None };
        let context = Context { trace, language: Language::English, public_url: std::sync::Arc::from("") };
        let problem = mailed_token_refused(Error::InvalidCredentials);
        assert_eq!(problem.code(), Code::InvalidCredentials);
        assert_eq!(problem.body(&context)["detail"], "The token from the mail is unknown, used or expired.");
        assert_eq!(mailed_token_refused(Error::NotFound).code(), Code::NotFound);
        let plain = Problem::from(Error::InvalidCredentials);
        assert_eq!(plain.body(&context)["detail"], "The e-mail address or the password is wrong.");
    }
}
