//! The database that is measured: people and two cases by the product's own ways, 120,000 copies of one of them by SQL.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::ensure;
use padi_app::entropy::SystemEntropy;
use padi_complaints::tracking::{Series, TrackingNumber};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{bounds::Bounds, cluster::Cluster, process::Place, say, text};

/// Complaints in all.
const COPIES: usize = 120_000;
/// Rows in one statement.
const CHUNK: usize = 20_000;
const PASSWORD: &str = "perahu kertas di sungai";
/// Administrator of the city.
pub(crate) const ADMINISTRATOR: &str = "admin@bench.example";
/// A citizen.
pub(crate) const REPORTER: &str = "warga@bench.example";
const SYSTEM: &str = "sistem@bench.example";

/// What is in the database.
pub(crate) struct Seeded {
    /// Copies of the verified, public case.
    pub(crate) cases: Arc<Vec<Uuid>>,
    pub(crate) city: String,
    pub(crate) unit: String,
    pub(crate) category: String,
}

/// A complaint to be filed.
pub(crate) fn complaint(city: &str) -> Value {
    json!({
        "class": "complaint",
        "title": "Jalan rusak di depan SD Inpres Tamalanrea",
        "body": "Sudah enam bulan jalan di depan sekolah berlubang dan tergenang setiap kali hujan turun. Anak-anak berjalan \
                 kaki di tepi selokan, dan dua pengendara motor sudah jatuh bulan ini. Mohon segera diperbaiki sebelum musim hujan.",
        "incident_on": "2026-01-05",
        "incident_region_code": "73.71",
        "target_agency_id": city,
    })
}

/// Fills the database.
pub(crate) async fn seed(
    cluster: &Cluster,
    database: &str,
    place: &Place,
    bounds: &mut Bounds,
) -> anyhow::Result<Seeded> {
    let url = cluster.url(database);
    let begun = Instant::now();
    place.run(&url, &["migrate"], "")?;
    bounds.first_start(begun.elapsed());
    for (email, role, agency) in
        [(SYSTEM, "system_admin", "kemendagri"), (ADMINISTRATOR, "agency_admin", "73.71"), (REPORTER, "citizen", "")]
    {
        let mut arguments = vec!["user", "create", "--email", email, "--name", "Uji Beban", "--role", role];
        if !agency.is_empty() {
            arguments.extend(["--agency", agency]);
        }
        arguments.push("--password-stdin");
        place.run(&url, &arguments, PASSWORD)?;
    }
    let mut server = place.padi(&url, true).await?;
    let (template, mut seeded) = write_templates(&server.url).await?;
    // The worker numbers the events; a copy taken in the middle of it would not be at rest.
    tokio::time::sleep(Duration::from_secs(2)).await;
    server.stop()?;
    let mut session = cluster.session(database).await?;
    seeded.cases = Arc::new(copy(&mut session, template).await?);
    sqlx::raw_sql("VACUUM ANALYZE").execute(&mut session).await?;
    drop(session);
    cluster.settle().await?;
    Ok(seeded)
}

/// Logs in.
pub(crate) async fn log_in(url: &str, email: &str) -> anyhow::Result<String> {
    let client = Client::builder().no_proxy().build()?;
    let request = client.post(format!("{url}/v1/auth/login"));
    let tokens = call(request.json(&json!({ "email": email, "password": PASSWORD }))).await?;
    text(&tokens, "access_token")
}

/// Files two complaints, of which the first is verified and public; its id.
async fn write_templates(url: &str) -> anyhow::Result<(Uuid, Seeded)> {
    let client = Client::builder().no_proxy().build()?;
    let (system, administrator, reporter) =
        (log_in(url, SYSTEM).await?, log_in(url, ADMINISTRATOR).await?, log_in(url, REPORTER).await?);
    let cities = call(client.get(format!("{url}/v1/agencies?code=73.71"))).await?;
    let city = text(&cities["data"][0], "id")?;
    let unit = json!({ "parent_id": city, "kind": "unit", "name": "Dinas Pekerjaan Umum", "code": "73.71.bench" });
    let unit = text(&post(&client, &system, format!("{url}/v1/agencies"), &unit).await?, "id")?;
    let categories = call(client.get(format!("{url}/v1/categories"))).await?;
    let category = text(&categories["data"][0], "id")?;
    let filing = format!("{url}/v1/complaints");
    let verified = text(&post(&client, &reporter, filing.clone(), &complaint(&city)).await?, "id")?;
    let findings = json!({
        "class": "complaint_non_supervisory", "category_id": category, "target_agency_id": city, "unit_id": unit,
        "public_text": { "title": "Jalan rusak di depan sekolah", "body": "Jalan berlubang dan tergenang saat hujan." },
    });
    post(&client, &administrator, format!("{filing}/{verified}/verify"), &findings).await?;
    post(&client, &reporter, filing, &complaint(&city)).await?;
    Ok((verified.parse()?, Seeded { cases: Arc::default(), city, unit, category }))
}

async fn post(client: &Client, token: &str, url: String, body: &Value) -> anyhow::Result<Value> {
    call(client.post(url).bearer_auth(token).json(body)).await
}

async fn call(request: RequestBuilder) -> anyhow::Result<Value> {
    let answer = request.send().await?;
    let (status, url) = (answer.status(), answer.url().to_string());
    let body = answer.text().await?;
    ensure!(status.is_success(), "{url}: {status}: {body}");
    Ok(serde_json::from_str(&body)?)
}

/// Copies the case with its deadlines, a minute apart; each copy is due a second later than the one before.
async fn copy(session: &mut PgConnection, template: Uuid) -> anyhow::Result<Vec<Uuid>> {
    let mut copies = Vec::with_capacity(COPIES);
    for chunk in 0..COPIES / CHUNK {
        say(&format!("{} complaints", (chunk + 1) * CHUNK));
        let ids: Vec<Uuid> = (0..CHUNK).map(|_| padi_kernel::id::random(&SystemEntropy)).collect();
        let numbers: Vec<String> =
            (0..CHUNK).map(|_| TrackingNumber::generate(Series::Complaint, 2026, &SystemEntropy).to_string()).collect();
        let offset = i64::try_from(chunk * CHUNK)?;
        sqlx::query(
            "CREATE TEMPORARY TABLE chunk ON COMMIT PRESERVE ROWS AS
            SELECT id, number, $3 + row_number() OVER () AS n FROM unnest($1::uuid[], $2::text[]) AS it (id, number)",
        )
        .bind(&ids)
        .bind(&numbers)
        .bind(offset)
        .execute(&mut *session)
        .await?;
        sqlx::query(
            "INSERT INTO complaints SELECT copied.* FROM complaints c, chunk, LATERAL jsonb_populate_record(c, jsonb_build_object(
                'id', chunk.id, 'tracking_number', chunk.number,
                'received_at', c.received_at - chunk.n * interval '1 minute',
                'shown_received_at', c.shown_received_at - chunk.n * interval '1 minute',
                'next_due_at', c.next_due_at + chunk.n * interval '1 second')) AS copied
            WHERE c.id = $1",
        )
        .bind(template)
        .execute(&mut *session)
        .await?;
        sqlx::query(
            "INSERT INTO deadlines SELECT copied.* FROM deadlines d, chunk, LATERAL jsonb_populate_record(d, jsonb_build_object(
                'case_id', chunk.id)) AS copied
            WHERE d.case_id = $1",
        )
        .bind(template)
        .execute(&mut *session)
        .await?;
        sqlx::query("DROP TABLE chunk").execute(&mut *session).await?;
        copies.extend(ids);
    }
    Ok(copies)
}
