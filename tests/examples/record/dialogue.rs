//! Every operation on dialogues (Propartif), on a case of its own.

use anyhow::ensure;
use serde_json::json;

use super::{Demo, common::api::Known, recorder::Recorder, text};

/// The unit of the demo data that the talks are about.
const UNIT: &str = "73.71.disdukcapil";

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let liaison = demo.log_in(&recorder.api, "unit-liaison").await?;
    let now = recorder.api.get(&Known::Nobody, "/v1/sandbox/clock").await?.body;
    let note = json!({ "note": "Pelapor ingin segera selesai." });
    let (case, _) = disposed(recorder, demo).await?;
    recorder.post(&liaison, &format!("{case}/start-dialogue"), &note).await?;
    talk(recorder, &liaison, &format!("{case}/dialogue"), demo.id("agencies", UNIT)?, text(&now, "now")?).await?;
    // A second one is there to be left.
    let (case, reporter) = disposed(recorder, demo).await?;
    recorder.post(&liaison, &format!("{case}/start-dialogue"), &note).await?;
    let reason = json!({ "reason": "Saya lebih suka jawaban tertulis." });
    recorder.post(&reporter, &format!("{case}/exit-dialogue"), &reason).await?;
    Ok(())
}

/// A case in the unit's hands, whose reporter can be reached; its path and its reporter. Not recorded: others show this better.
async fn disposed(recorder: &Recorder, demo: &Demo) -> anyhow::Result<(String, Known)> {
    let city = demo.id("agencies", "73.71")?;
    let filing = json!({
        "class": "complaint", "title": "Nama di KTP salah", "body": "Nama saya salah ejaan pada KTP.",
        "incident_on": "2026-02-27", "incident_region_code": "73.71", "target_agency_id": city,
        "reporter": { "phone": "0411-1234567" },
    });
    let filed = recorder.api.post(&Known::Nobody, "/v1/complaints", &filing).await?.body;
    let path = format!("/v1/complaints/{}", text(&filed, "tracking_number")?);
    let verify = json!({
        "class": "complaint_non_supervisory", "category_id": demo.id("categories", "ktp-el")?,
        "target_agency_id": city, "unit_id": demo.id("agencies", UNIT)?,
    });
    let admin = demo.log_in(&recorder.api, "agency-admin").await?;
    let verified = recorder.api.post(&admin, &format!("{path}/verify"), &verify).await?;
    ensure!(verified.status == 200, "{}", verified.body);
    Ok((path, Known::Secret(text(&filed, "tracking_secret")?.to_owned())))
}

async fn talk(recorder: &mut Recorder, liaison: &Known, path: &str, unit: &str, now: &str) -> anyhow::Result<()> {
    let contact = json!({
        "party": "reporter", "channel": "phone", "at": now, "reached": true,
        "summary": "Pelapor bersedia datang ke kantor.",
    });
    recorder.post(liaison, &format!("{path}/contacts"), &contact).await?;
    let interview = json!({
        "facts": "Nama salah ejaan sejak perekaman.", "interest": "Kartu diperlukan untuk membuka rekening.",
        "wanted_outcome": "Kartu baru dalam seminggu.", "consent": true,
    });
    recorder.post(liaison, &format!("{path}/interviews"), &interview).await?;
    let session = json!({
        "held_at": now, "place": "Kantor Dukcapil Makassar", "online": false,
        "participants": ["Pelapor", "Kepala loket"], "agenda": "Pembetulan nama",
        "minutes": "Kedua pihak sepakat atas cetak ulang.",
    });
    recorder.post(liaison, &format!("{path}/sessions"), &session).await?;
    let agreement = json!({
        "text": "Kartu dicetak ulang dengan nama yang benar.",
        "items": [{ "text": "Cetak ulang kartu", "due_on": "2099-12-31", "owner_unit_id": unit }],
    });
    let agreed = recorder.post(liaison, &format!("{path}/agreements"), &agreement).await?;
    let item = text(&agreed["agreements"][0]["items"][0], "id")?;
    let evidence = json!({ "evidence": "Tanda terima cetak nomor 470/1301." });
    recorder.post(liaison, &format!("{path}/items/{item}/complete"), &evidence).await?;
    let word = json!({ "satisfied": true, "text": "Kartu sudah diterima pelapor." });
    recorder.post(liaison, &format!("{path}/confirm"), &word).await?;
    recorder.get(liaison, path).await?;
    Ok(())
}
