//! Every operation on attachments, on a case of the demo data that the desk has not examined.

use serde_json::{Value, json};

use super::{Demo, common::api::Known, recorder::Recorder, text};

/// The smallest picture that is one: a black point.
fn picture() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55".to_vec();
    bytes.extend_from_slice(
        b"\0\0\0\x0aIDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82",
    );
    bytes
}

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let (number, secret) = demo.case("unverified_agency", 0)?;
    let reporter = match secret {
        Some(secret) => secret,
        None => demo.log_in(&recorder.api, "citizen").await?,
    };
    of_case(recorder, &reporter, &format!("/v1/complaints/{number}")).await
}

/// Every operation on the files of that case, by whose it is.
pub(crate) async fn of_case(recorder: &mut Recorder, reporter: &Known, case: &str) -> anyhow::Result<()> {
    let path = format!("{case}/attachments");
    let attached = recorder.upload(reporter, &path, picture(), "Resi perekaman").await?;
    let one = format!("{path}/{}", text(&attached, "id")?);
    recorder.get(reporter, &path).await?;
    recorder.get(reporter, &one).await?;
    let content = format!("{one}/content");
    recorder.get(reporter, &content).await?;
    recorder.get_part(reporter, &content).await?;
    let link: Value = recorder.post(reporter, &format!("{one}/links"), &json!({})).await?;
    let url = text(&link, "url")?;
    let from = url.find("/v1/").unwrap_or_default();
    recorder.get(&Known::Nobody, &url[from..]).await?;
    recorder.get_part(&Known::Nobody, &url[from..]).await?;
    recorder.delete(reporter, &one).await?;
    Ok(())
}
