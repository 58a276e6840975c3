//! Files as forms bring them.

use reqwest::multipart::{Form, Part};
use uuid::Uuid;

use super::common::api::{Answer, Api, Known, known, read};

/// Uploads a file with what it shows.
#[expect(clippy::disallowed_methods, reason = "a client makes its keys as it likes")]
pub(crate) async fn upload(
    api: &Api,
    by: &Known,
    path: &str,
    file: Vec<u8>,
    description: &str,
) -> anyhow::Result<Answer> {
    let file = Part::bytes(file).file_name("foto.jpg");
    let form = Form::new().part("file", file).text("description", description.to_owned());
    let request = known(api.client.post(format!("{}{path}", api.url)), by).multipart(form);
    let request = request.header("Idempotency-Key", Uuid::new_v4().to_string()).header("Accept-Language", "en");
    read(request.send().await?).await
}
