//! Every operation on objections, to answers that gave nothing, by the officers of the demo data.

use anyhow::Context as _;
use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use super::{
    Demo,
    common::api::Known,
    files,
    information::{Desk, Request, not_documented},
    recorder::Recorder,
    text,
};

const OBJECTIONS: &str = "/v1/objections";
/// Seconds by which Makassar is ahead of UTC (WITA).
const WITA: i32 = 8 * 3600;

/// Who works on objections.
struct Bench {
    desk: Desk,
    superior: Known,
    team: Known,
}

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let bench = Bench {
        desk: Desk::open(recorder, demo).await?,
        superior: demo.log_in(&recorder.api, "ppid-superior").await?,
        team: demo.log_in(&recorder.api, "consideration-team").await?,
    };
    accept(recorder, &bench).await?;
    settle(recorder, &bench).await?;
    refuse(recorder, &bench).await?;
    let list = format!("{OBJECTIONS}?scope=inbox&sort=due_at&limit=2&include_total=true");
    recorder.get(&bench.superior, &list).await?;
    Ok(())
}

async fn act(recorder: &mut Recorder, by: &Known, on: &str, action: &str, body: Value) -> anyhow::Result<Value> {
    recorder.post(by, &format!("{on}/{action}"), &body).await
}

/// An objection to an answer that gave nothing: the request, and the path of the objection.
async fn object(recorder: &mut Recorder, bench: &Bench) -> anyhow::Result<(Request, String)> {
    let request = not_documented(recorder, &bench.desk).await?;
    let body = json!({
        "request_id": request.id,
        "grounds": ["d"],
        "purpose": "Penelitian tentang anggaran pelayanan.",
        "case_position": "Dokumen itu pernah dibacakan dalam rapat terbuka, jadi seharusnya ada.",
    });
    let filed = recorder.post(&request.applicant, OBJECTIONS, &body).await?;
    let path = format!("{OBJECTIONS}/{}", text(&filed, "id")?);
    Ok((request, path))
}

/// Weighed, accepted, and executed by paper.
async fn accept(recorder: &mut Recorder, bench: &Bench) -> anyhow::Result<()> {
    let (request, path) = object(recorder, bench).await?;
    let note = json!({ "note": "Mohon ditelaah dalam pekan ini." });
    act(recorder, &bench.superior, &path, "assign-review", note).await?;
    let advice = json!({ "recommendation": "accepted", "text": "Dokumen itu ada pada sekretariat." });
    act(recorder, &bench.team, &path, "recommend", advice).await?;
    let answer = json!({
        "extent": "all",
        "order": "Serahkan salinan dokumen pelaksanaan anggaran tahun 2025.",
        "period": { "length": 5, "unit": "working_day" },
        "text": "Keberatan dikabulkan.",
    });
    act(recorder, &bench.superior, &path, "answer-accept", answer).await?;
    let done = json!({ "text": "Salinan diserahkan di meja layanan dengan tanda terima." });
    act(recorder, &bench.desk.ppid, &path, "execute", done).await?;
    recorder.get(&request.applicant, &path).await?;
    recorder.get(&request.applicant, &format!("{path}/timeline?limit=2")).await?;
    Ok(())
}

/// Settled between the parties, and another taken back.
async fn settle(recorder: &mut Recorder, bench: &Bench) -> anyhow::Result<()> {
    let (request, path) = object(recorder, bench).await?;
    let offer = json!({
        "text": "Ringkasan anggaran diserahkan paling lambat dalam tiga hari kerja.",
        "period": { "length": 3, "unit": "working_day" },
    });
    act(recorder, &bench.desk.ppid, &path, "propose-settlement", offer).await?;
    act(recorder, &request.applicant, &path, "settle", json!({})).await?;
    let (request, path) = object(recorder, bench).await?;
    let reason = json!({ "reason": "Dokumennya sudah saya terima." });
    files::of_case(recorder, &request.applicant, &path).await?;
    act(recorder, &request.applicant, &path, "withdraw", reason).await?;
    Ok(())
}

/// Confirmed and brought before the Commission; and what a desk recorded, found inadmissible.
async fn refuse(recorder: &mut Recorder, bench: &Bench) -> anyhow::Result<()> {
    let (request, path) = object(recorder, bench).await?;
    let reasons = json!({ "reasons": "Dokumen itu memang tidak pernah dibuat." });
    let answered = act(recorder, &bench.superior, &path, "answer-confirm", reasons).await?;
    let at: DateTime<FixedOffset> = text(&answered["answer"], "answered_at")?.parse()?;
    let zone = FixedOffset::east_opt(WITA).context("no zone")?;
    let dispute = json!({
        "filed_on": at.with_timezone(&zone).date_naive(),
        "commission": "Komisi Informasi Provinsi Sulawesi Selatan",
        "reference": "012/REG-PSI/2026",
    });
    act(recorder, &request.applicant, &path, "dispute-filed", dispute).await?;
    let request = not_documented(recorder, &bench.desk).await?;
    let letter = json!({ "request_id": request.id, "grounds": ["d"], "channel": "letter" });
    let filed = recorder.post(&bench.desk.ppid, OBJECTIONS, &letter).await?;
    let path = format!("{OBJECTIONS}/{}", text(&filed, "id")?);
    act(recorder, &bench.desk.ppid, &path, "register", json!({})).await?;
    let reasons = json!({ "reasons": "Surat tidak ditandatangani oleh pemohon." });
    act(recorder, &bench.superior, &path, "inadmissible", reasons).await?;
    Ok(())
}
