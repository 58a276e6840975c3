//! Every operation on complaints that concerns several agencies or several cases.

use serde_json::json;

use super::{Demo, common::api::Known, recorder::Recorder, text};

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let admin = demo.log_in(&recorder.api, "agency-admin").await?;
    let (jakarta, jayapura) = (demo.id("agencies", "31")?, demo.id("agencies", "91.71")?);
    let category = demo.id("categories", "ktp-el")?;
    let (number, _) = demo.case("supported", 0)?;
    let path = format!("/v1/complaints/{number}");
    let copy = json!({ "agency_id": jakarta, "kind": "copy", "note": "Warga ini pernah terdaftar di Jakarta." });
    let informed = recorder.post(&admin, &format!("{path}/add-support"), &copy).await?;
    let (helper, copied) = (text(&informed["assignments"][1], "id")?, text(&informed["assignments"][2], "id")?);
    recorder.get(&admin, &format!("{path}/assignments")).await?;
    let answer = json!({ "text": "Berkas fisik warga ini sudah kami serahkan." });
    recorder.post(&admin, &format!("{path}/assignments/{helper}/answer"), &answer).await?;
    let reason = json!({ "reason": "Tidak lagi menyangkut Jakarta." });
    recorder.post(&admin, &format!("{path}/assignments/{copied}/release"), &reason).await?;
    let split = json!({
        "children": [{
            "title": "Akta kelahiran tidak ditemukan",
            "body": "Akta kelahiran pelapor yang terbit di Jayapura tidak ditemukan dalam sistem.",
            "category_id": category,
            "target_agency_id": jayapura,
        }],
        "reason": "Laporan memuat dua pokok yang ditangani instansi berbeda.",
    });
    recorder.post(&admin, &format!("{path}/split"), &split).await?;
    let ((duplicate, _), (kept, _)) = (demo.case("duplicate", 0)?, demo.case("duplicate", 1)?);
    let kept = recorder.api.get(&admin, &format!("/v1/complaints/{kept}")).await?.body;
    let merge = json!({ "kept_id": text(&kept, "id")?, "reason": "Laporan yang sama dari warga yang sama." });
    recorder.post(&admin, &format!("/v1/complaints/{duplicate}/merge"), &merge).await?;
    let question = json!({
        "class": "information_question",
        "title": "Anggaran perbaikan jalan",
        "body": "Mohon salinan rincian anggaran perbaikan jalan tahun 2025.",
        "target_agency_id": demo.id("agencies", "73.71")?,
    });
    let question = recorder.api.post(&Known::Nobody, "/v1/complaints", &question).await?.body;
    let reason = json!({ "reason": "Meminta salinan dokumen." });
    recorder.post(&admin, &format!("/v1/complaints/{}/convert", text(&question, "id")?), &reason).await?;
    Ok(())
}
