//! The second story: a villager accuses a village officer in secret, with a photograph that tells where it was taken. The regent's
//! office finds it neither in its lists nor by guessing; the inspectorate examines it.

use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    cast,
    common::{
        api::{Answer, Api, Call, Known, known},
        server::Place,
    },
    forms,
    show::{self, Screen, line},
};

const ZONE: &str = "Asia/Makassar";

/// The photograph as the telephone took it: turned, with the camera's name and the place in its Exif.
const PHOTO: &[u8] = include_bytes!("photo.jpg");

/// What in it would tell the place and the camera: the day of the fix, and who made the camera.
const TELLING: [&[u8]; 2] = [b"2026:05:04", b"Kamera contoh"];

/// What the villager wrote, which nobody may find.
const WORDS: &str = "pungutan";

/// Who there is besides the villager.
struct Cast {
    /// The administrator of the regency of Gowa.
    regency: Known,
    /// An examiner of its inspectorate (APIP).
    inspectorate: Known,
}

/// The story as far as it was told.
struct Secret<'a> {
    api: &'a Api,
    cast: Cast,
    screen: Screen,
    number: String,
    reporter: Known,
}

/// Tells it, on the clock of the first one.
pub(crate) async fn tell(place: &Place, api: &Api, category: &Value) -> anyhow::Result<()> {
    line("\nA second case: a secret complaint about a village officer in Gowa.");
    cast::make(place, "gowa", "agency_admin", "73.06")?;
    cast::make(place, "inspector", "apip", "73.06.insp")?;
    let (regency, inspectorate) = (cast::log_in(api, "gowa").await?, cast::log_in(api, "inspector").await?);
    let screen = Screen::default();
    let cast = Cast { regency, inspectorate };
    let mut secret = Secret { api, cast, screen, number: String::new(), reporter: Known::Nobody };
    secret.filing(category).await?;
    secret.photograph().await?;
    secret.guesses("unverified").await?;
    secret.examination(category).await?;
    secret.index().await?;
    secret.guesses("completed").await
}

impl Secret<'_> {
    async fn filing(&mut self, category: &Value) -> anyhow::Result<()> {
        self.screen.step("A villager accuses a village officer, in secret", "2026-05-05T09:00:00+08:00", ZONE)?;
        super::story::set_clock(self.api, "2026-05-05T09:00:00+08:00").await?;
        let body = json!({
            "class": "complaint",
            "title": "Pungutan untuk surat keterangan tanah",
            "body": "Perangkat desa meminta pungutan sebelum menandatangani surat keterangan tanah.",
            "incident_on": "2026-05-04",
            "incident_region_code": "73.06",
            "category_id": category,
            "is_secret": true,
            "subject": { "office": "village_official" },
            "reporter": { "name": "Warga Desa" },
        });
        let answer = self.post(&Known::Nobody, "/v1/complaints", &body, 201).await?;
        let text = |name: &str| answer.body[name].as_str().map(str::to_owned).with_context(|| format!("no {name}"));
        (self.number, self.reporter) = (text("tracking_number")?, Known::Secret(text("tracking_secret")?));
        let case = self.seen().await?;
        ensure!(case["is_secret"] == true && case["is_anonymous"] == true, "an accusation hides both: {case}");
        ensure!(case["inspectorate_id"].is_string(), "the inspectorate of Gowa has it: {case}");
        show::note("secret and anonymous; on the desk of the inspectorate of Gowa");
        self.screen.deadlines(&case)
    }

    async fn photograph(&mut self) -> anyhow::Result<()> {
        self.screen.step(
            "She hands in a photograph that tells where it was taken",
            "2026-05-05T09:05:00+08:00",
            ZONE,
        )?;
        ensure!(TELLING.iter().all(|telling| holds(PHOTO, telling)), "the photograph tells nothing to begin with");
        let path = format!("/v1/complaints/{}/attachments", self.number);
        let answer = forms::upload(self.api, &self.reporter, &path, PHOTO.to_vec(), "Kuitansi").await?;
        show::call("POST", &path, &answer);
        ensure!(answer.status == 201, "201 was expected: {}", answer.body);
        let id = answer.body["id"].as_str().context("no id")?;
        let content = format!("{path}/{id}/content");
        let request = self.api.client.get(format!("{}{content}", self.api.url));
        let kept = known(request, &self.cast.inspectorate).send().await?.error_for_status()?.bytes().await?;
        ensure!(!TELLING.iter().any(|telling| holds(&kept, telling)), "the place is still in the photograph");
        // What is seen is the same to the last byte: the picture begins with its tables.
        let tables = PHOTO.windows(2).position(|marker| marker == [0xFF, 0xDB]).context("no picture")?;
        ensure!(kept.ends_with(&PHOTO[tables..]), "the picture has changed");
        show::note(&format!(
            "{} bytes came in, {} are kept: the place and the camera are gone, the picture is the same",
            PHOTO.len(),
            kept.len()
        ));
        Ok(())
    }

    /// What the regent's office tries: its lists, a search, the number, attachments, an act, a secret of its own invention. Each answers
    /// as for a case that there is not.
    async fn guesses(&self, state: &str) -> anyhow::Result<()> {
        line(&format!("\n    The regent's office looks for it while it is {state}:"));
        for path in
            ["/v1/complaints?scope=inbox", "/v1/complaints?scope=public", &format!("/v1/search?scope=inbox&q={WORDS}")]
        {
            let answer = self.api.get(&self.cast.regency, path).await?;
            show::call("GET", path, &answer);
            ensure!(answer.status == 200, "200 was expected: {}", answer.body);
            ensure!(!answer.body.to_string().contains(&self.number), "{path} shows it");
        }
        let case = format!("/v1/complaints/{}", self.number);
        let nothing = "/v1/complaints/00000000-0000-4000-8000-000000000000";
        for below in ["", "/timeline", "/attachments", "/assignments"] {
            let there = self.api.get(&self.cast.regency, &format!("{case}{below}")).await?;
            show::call("GET", &format!("{case}{below}"), &there);
            let not_there = self.api.get(&self.cast.regency, &format!("{nothing}{below}")).await?;
            ensure!(alike(&there, &not_there), "{} is not {}", there.body, not_there.body);
        }
        let path = format!("{case}/follow-ups");
        let body = json!({ "type": "progress", "text": "Kami periksa." });
        let act = self.api.post(&self.cast.regency, &path, &body).await?;
        show::call("POST", &path, &act);
        ensure!(act.status == 404, "404 was expected: {}", act.body);
        let guess = Known::Secret("0123456789ABCDEFGHJKMNPQRS".to_owned());
        let guessed = self.api.get(&guess, &case).await?;
        ensure!(guessed.status == 404, "404 was expected: {}", guessed.body);
        show::note("each answer is that for a case that does not exist");
        Ok(())
    }

    async fn examination(&mut self, category: &Value) -> anyhow::Result<()> {
        let acts = [
            (
                "The inspectorate takes it",
                "2026-05-06T09:00:00+08:00",
                "handle",
                json!({
                    "class": "complaint_supervisory", "category_id": category, "subject": { "office": "village_official" },
                }),
            ),
            (
                "It tells of progress",
                "2026-05-08T09:00:00+08:00",
                "follow-ups",
                json!({
                    "type": "progress", "text": "Pemeriksaan dimulai.",
                }),
            ),
            (
                "It concludes: proven",
                "2026-05-12T09:00:00+08:00",
                "conclude-examination",
                json!({
                    "result": "proven", "text": "Pungutan itu terbukti dan uangnya dikembalikan.",
                }),
            ),
        ];
        for (title, at, action, body) in acts {
            super::story::set_clock(self.api, at).await?;
            self.screen.step(title, at, ZONE)?;
            self.post(&self.cast.inspectorate, &format!("/v1/complaints/{}/{action}", self.number), &body, 200).await?;
            let case = self.seen().await?;
            self.screen.deadlines(&case)?;
        }
        self.screen.step("She accepts", "2026-05-13T09:00:00+08:00", ZONE)?;
        super::story::set_clock(self.api, "2026-05-13T09:00:00+08:00").await?;
        self.post(&self.reporter, &format!("/v1/complaints/{}/accept", self.number), &json!({}), 200).await?;
        let case = self.seen().await?;
        ensure!(case["state"] == "completed" && case["examination_result"] == "proven", "{case}");
        let public = self.api.get(&Known::Nobody, &format!("/v1/complaints/{}", self.number)).await?;
        ensure!(public.status == 404, "nothing of an examination is published: {}", public.body);
        show::note("completed; nothing of it is published");
        Ok(())
    }

    /// What the regent's office will not find, the inspectorate does, as soon as the index has followed.
    async fn index(&self) -> anyhow::Result<()> {
        let path = format!("/v1/search?scope=inbox&q={WORDS}");
        for _ in 0..100 {
            let answer = self.api.get(&self.cast.inspectorate, &path).await?;
            if answer.body.to_string().contains(&self.number) {
                line("\n    The inspectorate finds it:");
                show::call("GET", &path, &answer);
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        bail!("the inspectorate does not find it")
    }

    async fn post(&self, by: &Known, path: &str, body: &Value, status: u16) -> anyhow::Result<Answer> {
        let answer = self.api.call(Call { by, method: Method::POST, path, headers: &[], body: Some(body) }).await?;
        show::call("POST", path, &answer);
        ensure!(answer.status == status, "{status} was expected: {}", answer.body);
        Ok(answer)
    }

    /// The case as she sees it.
    async fn seen(&self) -> anyhow::Result<Value> {
        let answer = self.api.get(&self.reporter, &format!("/v1/complaints/{}", self.number)).await?;
        ensure!(answer.status == 200, "200 was expected: {}", answer.body);
        Ok(answer.body)
    }
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Whether two refusals tell the same, but for the id of the request.
fn alike(one: &Answer, other: &Answer) -> bool {
    let told = |answer: &Answer| {
        let mut body = answer.body.clone();
        if let Some(fields) = body.as_object_mut() {
            fields.remove("trace_id");
        }
        (answer.status, body)
    };
    one.status == 404 && told(one) == told(other)
}
