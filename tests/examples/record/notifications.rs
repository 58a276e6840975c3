//! What people are told, and what they want to be told.

use anyhow::Context as _;
use reqwest::Method;
use serde_json::json;

use super::{
    Demo,
    common::api::{Call, Known},
    recorder::Recorder,
    text,
};

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let citizen = demo.log_in(&recorder.api, "citizen").await?;
    // The clock answers only when everybody who follows the log has followed.
    recorder.api.post(&Known::Nobody, "/v1/sandbox/clock/advance", &json!({ "seconds": 1 })).await?;
    let told = recorder.get(&citizen, "/v1/notifications?unread=true&limit=2&include_total=true").await?;
    let first = told["data"].get(0).context("the citizen was told nothing")?;
    let path = format!("/v1/notifications/{}/read", text(first, "id")?);
    bodiless(recorder, &citizen, &path).await?;
    bodiless(recorder, &citizen, "/v1/notifications/read-all").await?;
    let path = "/v1/me/notification-preferences";
    recorder.get(&citizen, path).await?;
    recorder.patch(&citizen, path, &json!({ "language": "en", "email": { "follow_up": false } })).await?;
    // Whoever comes after reads Indonesian mails.
    let back = json!({ "language": "id", "email": { "follow_up": true } });
    recorder.patch(&citizen, path, &back).await?;
    Ok(())
}

async fn bodiless(recorder: &mut Recorder, by: &Known, path: &str) -> anyhow::Result<()> {
    recorder.good(Call { by, method: Method::POST, path, headers: &[], body: None }).await?;
    Ok(())
}
