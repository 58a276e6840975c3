//! Every operation on requests for information, by the officers of the demo data.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    Demo,
    common::api::{Call, Known},
    files,
    recorder::Recorder,
    text,
};

const REQUESTS: &str = "/v1/information-requests";
const TESTS: &str = "/v1/consequence-tests";

/// Who works on requests.
pub(crate) struct Desk {
    pub(crate) ppid: Known,
    unit: Known,
    superior: Known,
    team: Known,
    pub(crate) city: String,
    unit_id: String,
}

/// A request, and who filed it.
pub(crate) struct Request {
    pub(crate) id: String,
    path: String,
    number: String,
    pub(crate) applicant: Known,
}

impl Desk {
    pub(crate) async fn open(recorder: &Recorder, demo: &Demo) -> anyhow::Result<Self> {
        Ok(Self {
            ppid: demo.log_in(&recorder.api, "ppid").await?,
            unit: demo.log_in(&recorder.api, "ppid-unit").await?,
            superior: demo.log_in(&recorder.api, "ppid-superior").await?,
            team: demo.log_in(&recorder.api, "consideration-team").await?,
            city: demo.id("agencies", "73.71")?.to_owned(),
            unit_id: demo.id("agencies", "73.71.disdukcapil")?.to_owned(),
        })
    }
}

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let desk = Desk::open(recorder, demo).await?;
    receive(recorder, &desk).await?;
    give(recorder, &desk).await?;
    refuse(recorder, &desk).await?;
    keep_back(recorder, &desk).await?;
    let list = format!("{REQUESTS}?scope=inbox&sort=due_at&limit=2&include_total=true");
    recorder.get(&desk.ppid, &list).await?;
    Ok(())
}

async fn file(recorder: &mut Recorder, desk: &Desk) -> anyhow::Result<Request> {
    let body = json!({
        "agency_id": desk.city,
        "applicant": {
            "kind": "individual",
            "name": "Rahmat Hidayat",
            "nik": "7371010101019999",
            "address": "Jl. Sulawesi 7, Makassar",
            "email": "rahmat@padi.example",
            "occupation": "Peneliti",
        },
        "information": "Salinan dokumen pelaksanaan anggaran Dinas Kependudukan tahun 2025.",
        "purpose": "Penelitian tentang anggaran pelayanan.",
        "access_method": "copy",
        "copy_form": "hard",
        "delivery_method": "post",
    });
    let filed = recorder.post(&Known::Nobody, REQUESTS, &body).await?;
    Ok(Request {
        id: text(&filed, "id")?.to_owned(),
        path: format!("{REQUESTS}/{}", text(&filed, "tracking_number")?),
        number: text(&filed, "tracking_number")?.to_owned(),
        applicant: Known::Secret(text(&filed, "tracking_secret")?.to_owned()),
    })
}

async fn act(recorder: &mut Recorder, by: &Known, on: &Request, action: &str, body: Value) -> anyhow::Result<Value> {
    recorder.post(by, &format!("{}/{action}", on.path), &body).await
}

/// What comes in: completed, and taken back.
async fn receive(recorder: &mut Recorder, desk: &Desk) -> anyhow::Result<()> {
    let request = file(recorder, desk).await?;
    files::of_case(recorder, &request.applicant, &request.path).await?;
    let missing = json!({ "missing": ["tahun anggaran"], "reason": "Tahun anggaran yang diminta belum jelas." });
    act(recorder, &desk.ppid, &request, "ask-completion", missing).await?;
    let completion = json!({
        "applicant": { "phone": "0411-7654321" },
        "delivery_method": "collect",
        "text": "Yang saya minta tahun anggaran 2025.",
    });
    act(recorder, &request.applicant, &request, "complete", completion).await?;
    let reason = json!({ "reason": "Dokumennya sudah saya temukan di situs web." });
    act(recorder, &request.applicant, &request, "withdraw", reason).await?;
    Ok(())
}

/// What is given: all of it, for a fee.
async fn give(recorder: &mut Recorder, desk: &Desk) -> anyhow::Result<()> {
    let request = file(recorder, desk).await?;
    let note = json!({ "note": "Lengkap." });
    act(recorder, &desk.ppid, &request, "register-complete", note).await?;
    let assignment = json!({ "unit_id": desk.unit_id, "note": "Mohon dicari dalam arsip." });
    act(recorder, &desk.ppid, &request, "assign", assignment).await?;
    let extension = json!({ "reason_code": "not_yet_held", "text": "Dokumen masih dihimpun dari kecamatan." });
    act(recorder, &desk.ppid, &request, "extend", extension.clone()).await?;
    let path = format!("{}/extend", request.path);
    let again = Call { by: &desk.ppid, method: Method::POST, path: &path, headers: &[], body: Some(&extension) };
    recorder.bad(409, again).await?;
    let material = json!({ "text": "Dokumen ada pada kami, 40 halaman." });
    act(recorder, &desk.unit, &request, "submit-material", material).await?;
    let mut notice = grant();
    let copies = json!({ "item": "Fotokopi 40 halaman", "amount_idr": 20_000, "legal_basis": "Perda 1/2024" });
    notice["cost"] = json!({ "items": [copies] });
    let notified = act(recorder, &desk.ppid, &request, "notify-grant", notice).await?;
    let paid_at = text(&notified["cost"], "invoiced_at")?;
    let payment = json!({ "amount_idr": 20_000, "paid_at": paid_at, "reference": "STS 0412/2026" });
    act(recorder, &desk.unit, &request, "record-payment", payment).await?;
    let receipt = json!({ "method": "collect", "received_by": "Rahmat Hidayat" });
    act(recorder, &desk.unit, &request, "deliver", receipt).await?;
    recorder.get(&request.applicant, &request.path).await?;
    recorder.get(&request.applicant, &format!("{}/timeline?limit=2", request.path)).await?;
    recorder.get(&request.applicant, &format!("/v1/track/{}", request.number)).await?;
    Ok(())
}

fn grant() -> Value {
    json!({
        "text": "Dokumen diberikan dalam bentuk salinan cetak.",
        "form": "Salinan cetak",
        "means": "Diambil di meja layanan informasi",
    })
}

/// What is not given, and why.
async fn refuse(recorder: &mut Recorder, desk: &Desk) -> anyhow::Result<()> {
    let elsewhere = json!({ "holder": "Pemerintah Provinsi Sulawesi Selatan", "text": "Tidak kami kuasai." });
    let request = file(recorder, desk).await?;
    act(recorder, &desk.ppid, &request, "register-complete", json!({})).await?;
    act(recorder, &desk.ppid, &request, "not-held", elsewhere).await?;
    not_documented(recorder, desk).await?;
    let (partial, whole) = (reviewed(recorder, desk).await?, reviewed(recorder, desk).await?);
    let test = tested(recorder, desk, &partial, "partial_redact").await?;
    let mut notice = grant();
    notice["redactions"] = json!([{ "part": "NIK penerima", "ground": "17h", "consequence_test_id": test }]);
    act(recorder, &desk.ppid, &partial, "notify-partial", notice).await?;
    let test = tested(recorder, desk, &whole, "exempt").await?;
    let ground = json!({ "ground": "17h", "consequence_test_id": test });
    let refusal = json!({ "grounds": [ground], "text": "Seluruhnya berisi data pribadi warga." });
    act(recorder, &desk.ppid, &whole, "notify-refusal", refusal).await?;
    Ok(())
}

/// One whose material is there.
async fn reviewed(recorder: &mut Recorder, desk: &Desk) -> anyhow::Result<Request> {
    let request = file(recorder, desk).await?;
    act(recorder, &desk.ppid, &request, "register-complete", json!({})).await?;
    act(recorder, &desk.ppid, &request, "assign", json!({ "unit_id": desk.unit_id })).await?;
    act(recorder, &desk.ppid, &request, "submit-material", json!({ "text": "Ada pada kami." })).await?;
    Ok(request)
}

/// One that was answered with a notice which gives nothing.
pub(crate) async fn not_documented(recorder: &mut Recorder, desk: &Desk) -> anyhow::Result<Request> {
    let request = file(recorder, desk).await?;
    act(recorder, &desk.ppid, &request, "register-complete", json!({})).await?;
    let notice = json!({ "text": "Belum kami dokumentasikan." });
    act(recorder, &desk.ppid, &request, "not-documented", notice).await?;
    Ok(request)
}

/// The id of an approved test for the request.
async fn tested(recorder: &mut Recorder, desk: &Desk, request: &Request, outcome: &str) -> anyhow::Result<String> {
    let subject = json!({ "information": "NIK dan alamat penerima pada lampiran." });
    let in_test = act(recorder, &desk.ppid, request, "start-consequence-test", subject).await?;
    let list = format!("{TESTS}?request_id={}&state=draft", text(&in_test, "id")?);
    let drafts = recorder.get(&desk.ppid, &list).await?;
    let id = text(&drafts["data"][0], "id")?.to_owned();
    let path = format!("{TESTS}/{id}");
    let sheet = json!({
        "ground": "17h",
        "law": "UU 27/2022 tentang Pelindungan Data Pribadi",
        "consequence_if_opened": "Data pribadi penerima dapat disalahgunakan.",
        "consequence_if_closed": "Penggunaan anggaran tetap dapat diperiksa dari jumlah dan sasarannya.",
        "public_interest": "Pengawasan masyarakat atas anggaran.",
        "period": { "from": "2026-03-02", "until": "2031-03-01" },
        "outcome": outcome,
        "participants": ["PPID Kota Makassar", "Bagian Hukum"],
        "held_on": "2026-03-02",
    });
    recorder.patch(&desk.team, &path, &sheet).await?;
    recorder.post(&desk.ppid, &format!("{path}/submit"), &json!({})).await?;
    let decree = json!({ "decree_number": "188.4/17/PPID/2026" });
    recorder.post(&desk.superior, &format!("{path}/approve"), &decree).await?;
    recorder.get(&desk.ppid, &path).await?;
    Ok(id)
}

/// What is kept back: the list of it, an entry that is opened, and a test that is not approved.
async fn keep_back(recorder: &mut Recorder, desk: &Desk) -> anyhow::Result<()> {
    let list = format!("/v1/exemptions?agency_id={}&state=active&limit=2&include_total=true", desk.city);
    let exemptions = recorder.get(&Known::Nobody, &list).await?;
    let path = format!("/v1/exemptions/{}", text(&exemptions["data"][0], "id")?);
    let decision = json!({ "decree_number": "012/VII/KIP-PS/2026", "reason": "Putusan Komisi Informasi." });
    recorder.post(&desk.ppid, &format!("{path}/open"), &decision).await?;
    recorder.get(&Known::Nobody, &path).await?;
    let draft = json!({
        "agency_id": desk.city,
        "information": "Denah ruang peladen pusat data.",
        "ground": "17c",
        "consequence_if_opened": "Ruang peladen dapat diserang.",
        "consequence_if_closed": "Tidak ada yang dirugikan.",
        "period": { "from": "2026-03-02", "until": "2030-12-31" },
        "outcome": "exempt",
        "participants": ["PPID Kota Makassar"],
        "held_on": "2026-03-02",
    });
    let test = recorder.post(&desk.ppid, TESTS, &draft).await?;
    let path = format!("{TESTS}/{}", text(&test, "id")?);
    recorder.post(&desk.ppid, &format!("{path}/submit"), &json!({})).await?;
    let reason = json!({ "reason": "Ancaman nyata belum diuraikan." });
    recorder.post(&desk.superior, &format!("{path}/reject"), &reason).await?;
    Ok(())
}
