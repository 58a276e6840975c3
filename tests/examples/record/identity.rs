//! Revealing who stands behind an anonymous case, on a case of its own.

use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use super::{Demo, common::api::Known, recorder::Recorder, text};

/// Somebody with a second factor, and the code that takes it away again.
pub(crate) struct Strong {
    pub(crate) known: Known,
    password: String,
    code: Value,
}

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let (case, reporter) = file(recorder, demo).await?;
    let admin = strengthen(recorder, demo, "agency-admin").await?;
    let officer = strengthen(recorder, demo, "privacy-officer").await?;
    let ombudsman = strengthen(recorder, demo, "ombudsman").await?;
    let path = format!("/v1/complaints/{case}/identity-reveals");
    let reason = json!({ "reason": "Alamat kejadian tidak jelas; pelapor perlu ditanya." });
    let asked = recorder.post(&admin.known, &path, &reason).await?;
    let reveal = format!("/v1/identity-reveals/{}", text(&asked, "id")?);
    recorder.post(&officer.known, &format!("{reveal}/approve"), &json!({})).await?;
    recorder.get(&admin.known, &format!("{reveal}/identity")).await?;
    let asked = recorder.post(&ombudsman.known, &path, &json!({ "reason": "Memeriksa keluhan lanjutan." })).await?;
    let reveal = format!("/v1/identity-reveals/{}", text(&asked, "id")?);
    let note = json!({ "note": "Pelapor dapat dihubungi melalui instansi." });
    recorder.post(&officer.known, &format!("{reveal}/deny"), &note).await?;
    recorder.get(&officer.known, "/v1/identity-reveals?include_total=true").await?;
    recorder.get(&reporter, &format!("/v1/complaints/{case}/access-log")).await?;
    for strong in [admin, officer, ombudsman] {
        weaken(recorder, strong).await?;
    }
    Ok(())
}

/// Takes the second factor away again: other walks log in without.
pub(crate) async fn weaken(recorder: &Recorder, strong: Strong) -> anyhow::Result<()> {
    let Strong { known, password, code } = strong;
    let body = json!({ "password": password, "code": code });
    recorder.api.post(&known, "/v1/me/second-factor/disable", &body).await?;
    Ok(())
}

/// An anonymous case, and the secret of its reporter.
async fn file(recorder: &Recorder, demo: &Demo) -> anyhow::Result<(String, Known)> {
    let body = json!({
        "class": "complaint",
        "title": "Pungutan di loket",
        "body": "Saya diminta membayar untuk surat yang tidak berbayar.",
        "incident_on": "2026-02-27",
        "incident_region_code": "73.71",
        "target_agency_id": demo.id("agencies", "73.71")?,
        "is_anonymous": true,
        "reporter": {
            "name": "Siti Aminah", "email": "siti@padi.example", "phone": "+62 811 0000 1234", "nik": "7371014107900001",
            "address": "Jalan Toddopuli 7, Makassar",
        },
    });
    let filed = recorder.api.post(&Known::Nobody, "/v1/complaints", &body).await?.body;
    Ok((text(&filed, "id")?.to_owned(), Known::Secret(text(&filed, "tracking_secret")?.to_owned())))
}

/// Logs somebody in with a second factor of their own.
pub(crate) async fn strengthen(recorder: &Recorder, demo: &Demo, name: &str) -> anyhow::Result<Strong> {
    let known = demo.log_in(&recorder.api, name).await?;
    let password = text(demo.user(name)?, "password")?.to_owned();
    let path = "/v1/me/second-factor";
    let made = recorder.api.post(&known, path, &json!({ "password": password })).await?.body;
    let secret = Secret::try_from_base32(text(&made, "secret")?)?;
    let code = Builder::new().with_secret(secret).build()?.generate_current().to_string();
    let confirmed = recorder.api.post(&known, &format!("{path}/confirm"), &json!({ "code": code })).await?.body;
    Ok(Strong { known, password, code: confirmed["recovery_codes"][0].clone() })
}
