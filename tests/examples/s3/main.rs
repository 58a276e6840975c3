//! `make s3`: attachments in a real S3-speaking store. Uploads, downloads whole and in part, takes back, and looks into the bucket
//! itself: what stands there is noise under the prefix, and is gone after the sweep.

#[path = "../common/mod.rs"]
#[expect(dead_code, reason = "what the other walks need besides")]
mod common;
#[path = "../common/files.rs"]
mod forms;

use std::{
    env,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use common::{
    api::{Api, Call, Known, known},
    server::{Place, until_interrupted},
};
use forms::upload;
use futures_util::TryStreamExt as _;
use object_store::{ObjectStore, ObjectStoreExt as _, aws::AmazonS3Builder};
use reqwest::Method;
use serde_json::{Value, json};

/// How long a sweep may take after the start.
const PATIENCE: Duration = Duration::from_secs(20);
const PREFIX: &str = "padi/lampiran";

/// The bucket, as it is seen from outside of the server.
struct Bucket(Box<dyn ObjectStore>);

impl Bucket {
    /// The names of all objects.
    async fn names(&self) -> anyhow::Result<Vec<String>> {
        let all: Vec<_> = self.0.list(None).try_collect().await?;
        Ok(all.into_iter().map(|object| object.location.to_string()).collect())
    }

    async fn object(&self, name: &str) -> anyhow::Result<Vec<u8>> {
        Ok(self.0.get(&name.into()).await?.bytes().await?.to_vec())
    }

    async fn is_emptied(&self) -> anyhow::Result<bool> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if self.names().await?.is_empty() {
                return Ok(true);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Ok(false)
    }
}

/// A photograph of this many coded bytes.
fn photograph(size: usize) -> Vec<u8> {
    let coded = (0..size).map(|at| u8::try_from(at % 251).unwrap_or_default());
    let mut bytes = b"\xFF\xD8\xFF\xC0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xFF\xDA\0\x08\x01\x01\0\0\x3f\0".to_vec();
    bytes.extend(coded);
    bytes.extend_from_slice(b"\xFF\xD9");
    bytes
}

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(until_interrupted(walk()))
}

async fn walk() -> anyhow::Result<()> {
    let name = env::args().nth(1).context("s3 BUCKET, with the AWS_ variables of its store")?;
    let bucket = Bucket(Box::new(AmazonS3Builder::from_env().with_bucket_name(&name).build()?));
    ensure!(bucket.names().await?.is_empty(), "the bucket is empty at first");
    let place = Place::new()?;
    let storage = format!("s3://{name}/{PREFIX}");
    let settings = [("PADI_STORAGE_URL", storage.as_str()), ("PADI_RATE_LIMIT", "off")];
    let server = place.serve_with(&settings).await?;
    let api = Api::new(&server.url)?;
    let body = json!({ "class": "aspiration", "title": "Taman kota", "body": "Mohon ditambah." });
    let filed = api.post(&Known::Nobody, "/v1/complaints", &body).await?.body;
    let reporter = Known::Secret(text(&filed, "tracking_secret")?);
    let path = format!("/v1/complaints/{}/attachments", text(&filed, "id")?);
    let mut attached = Vec::new();
    // Of one part and of several.
    for size in [100_000, 12 * 1024 * 1024] {
        attached.push(round_trip(&api, &bucket, &reporter, &path, size).await?);
    }
    for id in attached {
        let path = format!("{path}/{id}");
        let call = Call { by: &reporter, method: Method::DELETE, path: &path, headers: &[], body: None };
        ensure!(api.call(call).await?.status == 204, "an attachment is taken back");
    }
    // The sweep runs at the start, and every ten minutes.
    drop(server);
    let _server = place.serve_with(&settings).await?;
    ensure!(bucket.is_emptied().await?, "the bucket is empty after the sweep: {:?}", bucket.names().await?);
    say("s3: passed: 2 files stored sealed, read whole and in part, taken back and swept");
    Ok(())
}

async fn round_trip(api: &Api, bucket: &Bucket, reporter: &Known, path: &str, size: usize) -> anyhow::Result<String> {
    let before = bucket.names().await?;
    let photo = photograph(size);
    let attached = upload(api, reporter, path, photo.clone(), "Taman").await?;
    ensure!(attached.status == 201, "{}", attached.body);
    let id = text(&attached.body, "id")?;
    let names = bucket.names().await?;
    let new: Vec<&String> = names.iter().filter(|name| !before.contains(name)).collect();
    let [object] = new.as_slice() else { anyhow::bail!("one object for one file, not {new:?}") };
    ensure!(object.starts_with(PREFIX), "{object} is below the prefix");
    let stored = bucket.object(object).await?;
    ensure!(stored.len() > photo.len() && !stored.windows(40).any(|part| part == &photo[200..240]), "it is sealed");
    let content = format!("{path}/{id}/content");
    let whole = bytes(api, reporter, &content, None).await?;
    ensure!(whole == photo, "{size} bytes come back as they were");
    let (from, to) = (size / 2, size / 2 + 70_000);
    let part = bytes(api, reporter, &content, Some(&format!("bytes={from}-{}", to - 1))).await?;
    ensure!(part == photo[from..to.min(photo.len())], "a part comes back");
    Ok(id)
}

/// A file, or a part of it.
async fn bytes(api: &Api, by: &Known, path: &str, range: Option<&str>) -> anyhow::Result<Vec<u8>> {
    let request = known(api.client.get(format!("{}{path}", api.url)), by);
    let request = range.into_iter().fold(request, |request, range| request.header("Range", range));
    let answer = request.send().await?;
    ensure!(answer.status() == if range.is_some() { 206 } else { 200 }, "GET {path}: {}", answer.status());
    Ok(answer.bytes().await?.to_vec())
}

fn text(value: &Value, name: &str) -> anyhow::Result<String> {
    Ok(value[name].as_str().with_context(|| format!("{name} is missing in {value}"))?.to_owned())
}

#[expect(clippy::print_stdout, reason = "what the walk is for")]
fn say(text: &str) {
    println!("{text}");
}
