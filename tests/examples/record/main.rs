//! `make examples`: walks every operation of the API against a real server of its own and writes what was asked and answered to
//! `openapi/examples.json`, from which the `OpenAPI` document takes its examples. Fails where an operation was not walked.

#[path = "../common/mod.rs"]
mod common;
mod dialogue;
mod files;
#[path = "../common/files.rs"]
mod forms;
mod identity;
mod information;
mod joint;
mod notifications;
mod objections;
mod people;
mod privacy;
mod problems;
mod recorder;
mod reference;
mod registers;
mod story;

use std::{fs, path::Path};

use anyhow::Context as _;
use common::{
    api::{Api, Known},
    server::{Place, until_interrupted},
};
use recorder::Recorder;
use serde_json::Value;

/// Where the examples go.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/examples.json");

/// What `padi demo-data` made.
pub(crate) struct Demo(Value);

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(until_interrupted(record()))
}

async fn record() -> anyhow::Result<()> {
    let place = Place::new()?;
    let demo = Demo(serde_json::from_str(&place.run(&["demo-data"], "")?)?);
    let server = place.serve("off").await?;
    let mut recorder = Recorder::new(Api::new(&server.url)?).await?;
    files::walk(&mut recorder, &demo).await?;
    story::walk(&mut recorder, &demo).await?;
    dialogue::walk(&mut recorder, &demo).await?;
    joint::walk(&mut recorder, &demo).await?;
    identity::walk(&mut recorder, &demo).await?;
    information::walk(&mut recorder, &demo).await?;
    objections::walk(&mut recorder, &demo).await?;
    registers::walk(&mut recorder, &demo).await?;
    reference::walk(&mut recorder, &demo).await?;
    people::walk(&mut recorder, &demo).await?;
    notifications::walk(&mut recorder, &demo).await?;
    privacy::walk(&mut recorder, &demo).await?;
    problems::walk(&mut recorder, &demo, &place, &server).await?;
    let examples = recorder.into_examples()?;
    write(&serde_json::to_string_pretty(&examples)?)
}

fn write(text: &str) -> anyhow::Result<()> {
    let new = Path::new(FILE).with_extension("json.new");
    fs::write(&new, format!("{text}\n")).with_context(|| format!("cannot write {}", new.display()))?;
    Ok(fs::rename(&new, FILE)?)
}

impl Demo {
    /// Logs a person in.
    pub(crate) async fn log_in(&self, api: &Api, name: &str) -> anyhow::Result<Known> {
        let user = self.user(name)?;
        api.log_in(text(user, "email")?, text(user, "password")?).await
    }

    pub(crate) fn user(&self, name: &str) -> anyhow::Result<&Value> {
        let email = format!("{name}@padi.example");
        let found = self.0["users"].as_array().into_iter().flatten().find(|user| user["email"] == email.as_str());
        found.with_context(|| format!("no user {name}"))
    }

    /// The id of an agency or a category.
    pub(crate) fn id(&self, list: &str, code: &str) -> anyhow::Result<&str> {
        let found = self.0[list].as_array().into_iter().flatten().find(|item| item["code"] == code);
        text(found.with_context(|| format!("no {code} in {list}"))?, "id")
    }

    /// The n-th item of a list.
    pub(crate) fn nth(&self, list: &str, n: usize) -> anyhow::Result<&str> {
        text(&self.0[list][n], "id")
    }

    /// The n-th case that stands for that, and the credentials of its reporter.
    pub(crate) fn case(&self, stands_for: &str, n: usize) -> anyhow::Result<(&str, Option<Known>)> {
        let all = self.0["complaints"].as_array().into_iter().flatten();
        let found = all.filter(|case| case["stands_for"] == stands_for).nth(n);
        let case = found.with_context(|| format!("no case {n} that is {stands_for}"))?;
        let secret = case["tracking_secret"].as_str().map(|secret| Known::Secret(secret.to_owned()));
        Ok((text(case, "tracking_number")?, secret))
    }
}

/// A member that must be a text.
pub(crate) fn text<'v>(value: &'v Value, name: &str) -> anyhow::Result<&'v str> {
    value[name].as_str().with_context(|| format!("{name} is missing in {value}"))
}
