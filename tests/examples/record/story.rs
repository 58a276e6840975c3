//! Every operation on complaints, on the cases of the demo data.

use serde_json::{Value, json};

use super::{Demo, common::api::Known, recorder::Recorder};

/// Action, case, who, with what.
type Act = (&'static str, &'static str, usize, By, Value);

/// Whose turn it is.
#[derive(Clone, Copy)]
enum By {
    Coordinator,
    Admin,
    Liaison,
    Apip,
    Ombudsman,
    Reporter,
}

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let coordinator = demo.log_in(&recorder.api, "ministry-coordinator").await?;
    let admin = demo.log_in(&recorder.api, "agency-admin").await?;
    let liaison = demo.log_in(&recorder.api, "unit-liaison").await?;
    let apip = demo.log_in(&recorder.api, "apip").await?;
    let ombudsman = demo.log_in(&recorder.api, "ombudsman").await?;
    let citizen = demo.log_in(&recorder.api, "citizen").await?;
    submit(recorder, demo).await?;
    for (action, stands_for, n, by, body) in acts(demo)? {
        let (number, secret) = demo.case(stands_for, n)?;
        let reporter = secret.unwrap_or_else(|| citizen.clone());
        let by = match by {
            By::Coordinator => &coordinator,
            By::Admin => &admin,
            By::Liaison => &liaison,
            By::Apip => &apip,
            By::Ombudsman => &ombudsman,
            By::Reporter => &reporter,
        };
        recorder.post(by, &format!("/v1/complaints/{number}/{action}"), &body).await?;
    }
    let (number, _) = demo.case("in_process", 2)?;
    let lock = json!({ "public_text": public_text(), "lock_original": true });
    recorder.post(&admin, &format!("/v1/complaints/{number}/redact"), &lock).await?;
    let reason = "Mencocokkan%20alamat%20kejadian";
    recorder.get(&admin, &format!("/v1/complaints/{number}/original?reason={reason}")).await?;
    let (number, reporter) = demo.case("completed", 2)?;
    let reporter = reporter.unwrap_or(citizen);
    recorder.get(&reporter, &format!("/v1/complaints/{number}")).await?;
    recorder.get(&reporter, &format!("/v1/complaints/{number}/timeline?limit=2")).await?;
    recorder.get(&reporter, &format!("/v1/track/{number}")).await?;
    recorder
        .get(&admin, "/v1/complaints?scope=inbox&state=not_followed_up&sort=due_at&limit=2&include_total=true")
        .await?;
    Ok(())
}

async fn submit(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let body = json!({
        "class": "complaint",
        "title": "KTP elektronik belum dicetak",
        "body": "Saya merekam data KTP di Makassar tiga bulan lalu, tetapi kartunya belum juga dicetak.",
        "incident_on": "2026-02-27",
        "incident_region_code": "73.71",
        "incident_place": "Kantor Kecamatan Panakkukang",
        "incident_location": { "latitude": -5.147_665, "longitude": 119.432_732 },
        "target_agency_id": demo.id("agencies", "73.71")?,
        "category_id": demo.id("categories", "ktp-el")?,
        "reporter": { "name": "Siti Aminah", "email": "siti@padi.example" },
        "requested_remedy": "Kartu segera dicetak."
    });
    recorder.post(&Known::Nobody, "/v1/complaints", &body).await?;
    Ok(())
}

fn public_text() -> Value {
    json!({
        "title": "Antrean pencetakan KTP elektronik",
        "body": "Seorang warga Makassar menunggu kartunya sejak tiga bulan.",
    })
}

fn acts(demo: &Demo) -> anyhow::Result<Vec<Act>> {
    let (city, jakarta) = (demo.id("agencies", "73.71")?, demo.id("agencies", "31")?);
    let (unit, other_unit) = (demo.id("agencies", "73.71.disdukcapil")?, demo.id("agencies", "73.71.panakkukang")?);
    let category = demo.id("categories", "ktp-el")?;
    let findings = json!({ "class": "complaint_non_supervisory", "category_id": category });
    let verify = json!({
        "class": "complaint_non_supervisory", "category_id": category, "target_agency_id": city, "unit_id": unit,
        "public_text": public_text(), "note": "Mohon ditangani.",
    });
    let missing = json!({ "reason": "Data belum lengkap.", "missing": ["nomor kartu keluarga", "tanggal perekaman"] });
    let answer = json!({
        "type": "substantive", "text": "Kartu sudah dicetak dan dapat diambil di loket 3.",
        "evidence": "Tanda terima cetak nomor 470/1203.",
    });
    let send_on = json!({ "reason": "Warga ini terdaftar di Jakarta.", "suggested_agency_id": jakarta });
    let archive = json!({ "reason": "Isi laporan tidak dapat dipahami.", "reason_code": "wrong_format" });
    let give_back = json!({ "reason": "Dicetak di kecamatan.", "suggested_unit_id": other_unit });
    let redispose = json!({ "unit_id": other_unit, "note": "Mohon segera ditangani." });
    let judgement = json!({ "stars": 4, "resolved": true, "text": "Cepat setelah ditanggapi." });
    let restriction = json!({ "is_secret": true, "is_anonymous": true, "reason": "Laporan saya menyebut nama orang." });
    let conclusion = json!({ "result": "proven", "text": "Terbukti; sanksi telah dijatuhkan." });
    let reason = |text: &str| json!({ "reason": text });
    let words = |text: &str| json!({ "text": text });
    Ok(vec![
        ("verify", "unverified_coordinator", 0, By::Coordinator, verify),
        ("handle", "unverified_agency", 0, By::Admin, findings),
        ("postpone", "unverified_agency", 1, By::Admin, missing.clone()),
        ("archive", "unverified_agency", 2, By::Admin, archive),
        ("not-authority", "unverified_agency", 3, By::Admin, send_on.clone()),
        ("withdraw", "unverified_agency", 4, By::Reporter, reason("Kartunya sudah saya terima.")),
        ("complete-data", "postponed_in_process", 0, By::Reporter, words("Nomor resi 7371-0209.")),
        ("resume", "postponed_unverified", 0, By::Admin, json!({ "note": "Data ada di arsip kami." })),
        ("return", "not_followed_up", 0, By::Liaison, give_back),
        ("redispose", "returned", 0, By::Admin, redispose),
        ("forward", "not_followed_up", 1, By::Admin, send_on),
        ("follow-ups", "in_process", 0, By::Liaison, answer),
        ("ask-reporter", "in_process", 1, By::Liaison, missing),
        ("reply", "awaiting_reporter", 0, By::Reporter, words("Nama saya salah ejaan.")),
        ("accept", "awaiting_reporter", 1, By::Reporter, judgement.clone()),
        ("comment", "awaiting_reporter", 2, By::Admin, words("Loket 3 buka sampai pukul 15.")),
        ("rate", "completed", 0, By::Reporter, judgement),
        ("reopen", "completed", 1, By::Reporter, reason("Kartunya tidak terbaca di bank.")),
        ("quality-reopen", "completed", 2, By::Coordinator, reason("Jawaban tidak menyentuh pokok laporan.")),
        ("unarchive", "archived", 0, By::Admin, reason("Diarsipkan karena keliru.")),
        ("restrict", "in_process", 3, By::Reporter, restriction),
        ("conclude-examination", "supervisory", 0, By::Apip, conclusion),
        ("request-explanation", "not_followed_up", 2, By::Ombudsman, words("Mengapa belum ada tindak lanjut?")),
        ("explain", "explanation_requested", 0, By::Admin, words("Alat cetak rusak; diganti pekan ini.")),
    ])
}
