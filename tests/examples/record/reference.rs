//! Reference data, the calendar, the sandbox, search, and the service itself.

use anyhow::ensure;
use serde_json::json;

use super::{Demo, common::api::Known, recorder::Recorder, text};

const NOBODY: &Known = &Known::Nobody;

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let operator = demo.log_in(&recorder.api, "system-admin").await?;
    service(recorder).await?;
    agencies(recorder, demo, &operator).await?;
    categories(recorder, &operator).await?;
    holidays(recorder, &operator).await?;
    rules(recorder, demo, &operator).await?;
    sandbox(recorder, &operator).await?;
    search(recorder, demo).await
}

async fn service(recorder: &mut Recorder) -> anyhow::Result<()> {
    for path in [
        "/.well-known/jwks.json",
        "/healthz/live",
        "/healthz/ready",
        "/metrics",
        "/openapi.json",
        "/problems/version_mismatch",
        "/v1/regions?parent_code=73&kind=city",
        "/v1/regions/73.71",
        "/v1/calendar/due-date?start=2026-03-13T16:30:00%2B07:00&length=3&unit=working_day&region=31",
    ] {
        recorder.get(NOBODY, path).await?;
    }
    Ok(())
}

async fn agencies(recorder: &mut Recorder, demo: &Demo, operator: &Known) -> anyhow::Result<()> {
    recorder.get(NOBODY, "/v1/agencies?region_code=73.71&kind=city").await?;
    let city = demo.id("agencies", "73.71")?;
    let body =
        json!({ "parent_id": city, "kind": "unit", "name": "Dinas Perhubungan Kota Makassar", "code": "73.71.dishub" });
    let made = recorder.post(operator, "/v1/agencies", &body).await?;
    let path = format!("/v1/agencies/{}", text(&made, "id")?);
    recorder.get(NOBODY, &path).await?;
    recorder.patch(operator, &path, &json!({ "name": "Dinas Perhubungan" })).await?;
    recorder.post(operator, &format!("{path}/aliases"), &json!({ "name": "Dishub Makassar" })).await?;
    recorder.get(operator, &format!("{path}/history")).await?;
    let question = json!({
        "region_code": "73.71",
        "category_id": demo.id("categories", "ktp-el")?,
        "text": "Petugas Dishub Makassar menolak laporan saya.",
    });
    recorder.post(NOBODY, "/v1/routing/preview", &question).await?;
    Ok(())
}

async fn categories(recorder: &mut Recorder, operator: &Known) -> anyhow::Result<()> {
    recorder.get(NOBODY, "/v1/categories?q=kependudukan").await?;
    let body = json!({ "code": "kartu-identitas-anak", "name": "Kartu Identitas Anak", "valid_from": "2026-01-01" });
    let made = recorder.post(operator, "/v1/categories", &body).await?;
    let path = format!("/v1/categories/{}", text(&made, "id")?);
    recorder.get(NOBODY, &path).await?;
    recorder.patch(operator, &path, &json!({ "name": "Kartu Identitas Anak (KIA)", "active": true })).await?;
    recorder.get(operator, &format!("{path}/history")).await?;
    Ok(())
}

async fn holidays(recorder: &mut Recorder, operator: &Known) -> anyhow::Result<()> {
    recorder.get(NOBODY, "/v1/calendar/holidays?year=2026&scope=national&limit=2").await?;
    let body = json!({ "on": "2026-12-10", "scope": "73", "kind": "holiday", "name": "Pemilihan Gubernur" });
    let made = recorder.post(operator, "/v1/calendar/holidays", &body).await?;
    let path = format!("/v1/calendar/holidays/{}", text(&made, "id")?);
    recorder.get(NOBODY, &path).await?;
    recorder.patch(operator, &path, &json!({ "on": "2026-12-09" })).await?;
    recorder.post(operator, "/v1/calendar/recomputations", &json!({ "dry_run": true })).await?;
    recorder.get(operator, &format!("{path}/history")).await?;
    recorder.delete(operator, &path).await?;
    Ok(())
}

async fn rules(recorder: &mut Recorder, demo: &Demo, operator: &Known) -> anyhow::Result<()> {
    recorder.get(NOBODY, "/v1/rules?code=C3c").await?;
    let body = json!({
        "rule_set": "panrb-contoh", "code": "C1", "name_id": "Verifikasi dan penerusan",
        "name_en": "Verification and forwarding", "length": 3, "unit": "working_day", "party": "agency",
        "legal_basis": "Contoh", "confirmed": false, "valid_from": "2090-01-01",
    });
    recorder.post(operator, "/v1/rules", &body).await?;
    let path = format!("/v1/rules/{}", demo.nth("rules", 0)?);
    recorder.get(NOBODY, &path).await?;
    recorder.patch(operator, &path, &json!({ "confirmed": true })).await?;
    recorder.get(operator, &format!("{path}/history")).await?;
    Ok(())
}

async fn sandbox(recorder: &mut Recorder, operator: &Known) -> anyhow::Result<()> {
    let clock = recorder.get(NOBODY, "/v1/sandbox/clock").await?;
    recorder.post(NOBODY, "/v1/sandbox/clock/set", &json!({ "now": clock["now"] })).await?;
    recorder.post(NOBODY, "/v1/sandbox/clock/advance", &json!({ "seconds": 60 })).await?;
    recorder.get(operator, "/v1/me/limits").await?;
    Ok(())
}

/// After the clock was moved: then the index has followed.
async fn search(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let admin = demo.log_in(&recorder.api, "agency-admin").await?;
    let found = recorder.get(&admin, "/v1/search?q=kartu+dicetak&scope=inbox&limit=2").await?;
    ensure!(found["data"].as_array().is_some_and(|data| !data.is_empty()), "nothing was found: {found}");
    let id = text(&found["data"][0], "id")?;
    recorder.get(&admin, &format!("/v1/complaints/{id}/likely-duplicates")).await?;
    Ok(())
}
