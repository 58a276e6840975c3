//! Accounts: from registering to leaving, and what administrators do with them.

use anyhow::Context as _;
use reqwest::Method;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use super::{
    Demo,
    common::api::{Call, Known},
    recorder::Recorder,
    text,
};

const NOBODY: &Known = &Known::Nobody;
const EMAIL: &str = "siti.aminah@padi.example";
const PASSWORD: &str = "Pete-Pete-Merah-7";
const NEXT_PASSWORD: &str = "Pete-Pete-Biru-8";

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    join(recorder).await?;
    let tokens = log_in(recorder, PASSWORD).await?;
    let me = Known::Token(text(&tokens, "access_token")?.to_owned());
    recorder.get(&me, "/v1/me").await?;
    recorder.patch(&me, "/v1/me", &json!({ "language": "en" })).await?;
    secure(recorder, &me).await?;
    manage(recorder, demo).await?;
    let refresh = json!({ "refresh_token": text(&tokens, "refresh_token")? });
    let tokens = recorder.post(NOBODY, "/v1/auth/refresh", &refresh).await?;
    let change = json!({ "current_password": PASSWORD, "new_password": NEXT_PASSWORD });
    recorder.post(&me, "/v1/auth/change-password", &change).await?;
    let refresh = json!({ "refresh_token": text(&tokens, "refresh_token")? });
    recorder.post(NOBODY, "/v1/auth/logout", &refresh).await?;
    recorder.post(NOBODY, "/v1/auth/request-password-reset", &json!({ "email": EMAIL })).await?;
    let reset = json!({ "token": mailed(recorder).await?, "new_password": PASSWORD });
    recorder.post(NOBODY, "/v1/auth/reset-password", &reset).await?;
    let tokens = log_in(recorder, PASSWORD).await?;
    let me = Known::Token(text(&tokens, "access_token")?.to_owned());
    let leave = Call { by: &me, method: Method::POST, path: "/v1/auth/logout-all", headers: &[], body: None };
    recorder.good(leave).await?;
    Ok(())
}

async fn join(recorder: &mut Recorder) -> anyhow::Result<()> {
    let body = json!({ "email": EMAIL, "password": PASSWORD, "name": "Siti Aminah", "language": "id" });
    recorder.post(NOBODY, "/v1/auth/register", &body).await?;
    let token = mailed(recorder).await?;
    recorder.post(NOBODY, "/v1/auth/verify-email", &json!({ "token": token })).await?;
    Ok(())
}

async fn log_in(recorder: &mut Recorder, password: &str) -> anyhow::Result<Value> {
    recorder.post(NOBODY, "/v1/auth/login", &json!({ "email": EMAIL, "password": password })).await
}

/// Sets a second factor up, uses it, looks at the sessions, and takes it away again.
async fn secure(recorder: &mut Recorder, me: &Known) -> anyhow::Result<()> {
    let path = "/v1/me/second-factor";
    let made = recorder.post(me, path, &json!({ "password": PASSWORD })).await?;
    let secret = Secret::try_from_base32(text(&made, "secret")?).context("the secret is not base32")?;
    let totp = Builder::new().with_secret(secret).build()?;
    let code = json!({ "code": totp.generate_current().to_string() });
    let codes = recorder.post(me, &format!("{path}/confirm"), &code).await?;
    let codes =
        recorder.post(me, &format!("{path}/recovery-codes"), &json!({ "code": codes["recovery_codes"][0] })).await?;
    let credentials = json!({ "email": EMAIL, "password": PASSWORD });
    let without =
        Call { by: NOBODY, method: Method::POST, path: "/v1/auth/login", headers: &[], body: Some(&credentials) };
    recorder.bad(401, without).await?;
    let code = &codes["recovery_codes"][1];
    let credentials = json!({ "email": EMAIL, "password": PASSWORD, "code": code });
    recorder.post(NOBODY, "/v1/auth/login", &credentials).await?;
    let sessions = recorder.get(me, "/v1/me/sessions").await?;
    recorder.delete(me, &format!("/v1/me/sessions/{}", text(&sessions["data"][0], "id")?)).await?;
    let disable = json!({ "password": PASSWORD, "code": codes["recovery_codes"][2] });
    recorder.post(me, &format!("{path}/disable"), &disable).await?;
    Ok(())
}

/// The token in the last mail: its one word of 43 characters.
async fn mailed(recorder: &mut Recorder) -> anyhow::Result<String> {
    let mails = recorder.get(NOBODY, &format!("/v1/sandbox/mails?to={EMAIL}")).await?;
    let mut words = text(&mails["data"][0], "body")?.split(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c)));
    words.rfind(|word| word.len() == 43).map(str::to_owned).context("no token in the mail")
}

async fn manage(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let admin = demo.log_in(&recorder.api, "agency-admin").await?;
    let found = recorder.get(&admin, &format!("/v1/users?email={EMAIL}")).await?;
    let path = format!("/v1/users/{}", text(&found["data"][0], "id")?);
    let body = json!({ "role": "unit_liaison", "agency_id": demo.id("agencies", "73.71.disdukcapil")? });
    let granted = recorder.post(&admin, &format!("{path}/grants"), &body).await?;
    recorder.get(&admin, &path).await?;
    recorder.delete(&admin, &format!("{path}/grants/{}", text(&granted, "id")?)).await?;
    Ok(())
}
