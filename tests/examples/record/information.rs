//! Every operation on requests for information, by the officers of the demo data.

use anyhow::Context as _;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use super::{
    Demo,
    common::{
        api::{Call, Known},
        server::Place,
    },
    recorder::Recorder,
    text,
};

const REQUESTS: &str = "/v1/information-requests";

/// Who works on requests.
struct Desk {
    ppid: Known,
    unit: Known,
    city: String,
    unit_id: String,
}

/// A request, and who filed it.
struct Request {
    path: String,
    number: String,
    applicant: Known,
}

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo, place: &Place) -> anyhow::Result<()> {
    let desk = Desk {
        ppid: demo.log_in(&recorder.api, "ppid").await?,
        unit: demo.log_in(&recorder.api, "ppid-unit").await?,
        city: demo.id("agencies", "73.71")?.to_owned(),
        unit_id: demo.id("agencies", "73.71.disdukcapil")?.to_owned(),
    };
    receive(recorder, &desk).await?;
    give(recorder, &desk).await?;
    refuse(recorder, &desk, place).await?;
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
async fn refuse(recorder: &mut Recorder, desk: &Desk, place: &Place) -> anyhow::Result<()> {
    let elsewhere = json!({ "holder": "Pemerintah Provinsi Sulawesi Selatan", "text": "Tidak kami kuasai." });
    for (action, body) in [("not-held", elsewhere), ("not-documented", json!({ "text": "Belum kami dokumentasikan." }))]
    {
        let request = file(recorder, desk).await?;
        act(recorder, &desk.ppid, &request, "register-complete", json!({})).await?;
        act(recorder, &desk.ppid, &request, action, body).await?;
    }
    let (partial, whole) = (reviewed(recorder, desk).await?, reviewed(recorder, desk).await?);
    let test = tested(recorder, desk, place, &partial, "partial_redact").await?;
    let mut notice = grant();
    notice["redactions"] = json!([{ "part": "NIK penerima", "ground": "17h", "consequence_test_id": test }]);
    act(recorder, &desk.ppid, &partial, "notify-partial", notice).await?;
    let test = tested(recorder, desk, place, &whole, "exempt").await?;
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

/// The id of an approved test that may be cited for the request: what is tested for another is decided and put there by hand.
async fn tested(
    recorder: &mut Recorder,
    desk: &Desk,
    place: &Place,
    cited: &Request,
    outcome: &str,
) -> anyhow::Result<String> {
    let other = reviewed(recorder, desk).await?;
    let subject = json!({ "information": "NIK dan alamat penerima pada lampiran." });
    act(recorder, &desk.ppid, &other, "start-consequence-test", subject).await?;
    let file = place.data().join("padi.db");
    let mut database = SqliteConnection::connect(&format!("sqlite:{}", file.display())).await?;
    let id_of = |number: &str| format!("(SELECT id FROM information_requests WHERE tracking_number = '{number}')");
    let decide = format!(
        "UPDATE consequence_tests SET state = 'approved', article = '17h', outcome = '{outcome}', request_id = {} \
         WHERE request_id = {} RETURNING lower(hex(id))",
        id_of(&cited.number),
        id_of(&other.number),
    );
    let id: String = sqlx::query_scalar(AssertSqlSafe(decide)).fetch_one(&mut database).await.context("no test")?;
    database.close().await?;
    Ok(format!("{}-{}-{}-{}-{}", &id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]))
}
