//! Personal data: what people ask of theirs, what the privacy officer does, exports, who read it, legal holds.

use serde_json::json;

use super::{
    Demo,
    common::api::Known,
    identity::{strengthen, weaken},
    recorder::Recorder,
    text,
};

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let citizen = demo.log_in(&recorder.api, "citizen").await?;
    let strong = strengthen(recorder, demo, "privacy-officer").await?;
    let officer = strong.known.clone();
    let correction = json!({
        "kind": "correction", "text": "Nama saya salah tulis.",
        "changes": { "name": "Siti Aminah", "phone": "0812-3456-7890" },
    });
    let correction = recorder.post(&citizen, "/v1/me/data-requests", &correction).await?;
    recorder.get(&citizen, "/v1/me/data-requests").await?;
    let path = format!("/v1/data-requests/{}", text(&correction, "id")?);
    recorder.get(&officer, "/v1/data-requests?state=received,identity_check").await?;
    recorder.post(&officer, &format!("{path}/check-identity"), &json!({})).await?;
    recorder.post(&officer, &format!("{path}/grant"), &json!({ "note": "Nama sudah dibetulkan." })).await?;
    recorder.get(&citizen, &path).await?;
    let export = recorder.post(&citizen, "/v1/me/data-export", &json!({})).await?;
    recorder.get(&citizen, &format!("/v1/me/data-exports/{}", text(&export, "id")?)).await?;
    recorder.get(&citizen, "/v1/me/access-log").await?;
    without_account(recorder, &officer).await?;
    weaken(recorder, strong).await
}

async fn without_account(recorder: &mut Recorder, officer: &Known) -> anyhow::Result<()> {
    let body = json!({
        "class": "aspiration", "title": "Taman kota untuk Panakkukang", "body": "Mohon dibuatkan taman kota.",
        "reporter": { "name": "Budi Santoso" },
    });
    let filed = recorder.post(&Known::Nobody, "/v1/complaints", &body).await?;
    let secret = Known::Secret(text(&filed, "tracking_secret")?.to_owned());
    let path = format!("/v1/track/{}/data-requests", text(&filed, "tracking_number")?);
    let asked = recorder.post(&secret, &path, &json!({ "kind": "erasure", "text": "Hapus data saya." })).await?;
    recorder.get(&secret, &path).await?;
    let hold = json!({ "case_kind": "complaint", "case_id": filed["id"], "reason": "Perkara nomor 12/Pid.Sus/2026." });
    let hold = recorder.post(officer, "/v1/legal-holds", &hold).await?;
    recorder.get(officer, "/v1/legal-holds").await?;
    let refusal = json!({ "reason_code": "legal_hold", "text": "Perkara masih diperiksa pengadilan." });
    let request = format!("/v1/data-requests/{}", text(&asked, "id")?);
    recorder.post(officer, &format!("{request}/refuse"), &refusal).await?;
    let lift = json!({ "reason": "Putusan berkekuatan hukum tetap." });
    recorder.post(officer, &format!("/v1/legal-holds/{}/lift", text(&hold, "id")?), &lift).await?;
    Ok(())
}
