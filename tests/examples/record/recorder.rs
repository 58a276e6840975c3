//! Calls, and what is kept of them: for each operation a request and its answers, for each problem one answer.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, ensure};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::{
    common::api::{Answer, Api, Call, Known},
    forms::upload,
};

/// So many rows of a list are kept.
const ROWS: usize = 2;
/// So many characters of a text that is no JSON are kept.
const CHARACTERS: usize = 400;

/// An operation of the document.
struct Operation {
    method: String,
    path: Vec<String>,
    id: String,
    has_body: bool,
}

/// Makes calls and keeps what is worth keeping.
pub(crate) struct Recorder {
    pub(crate) api: Api,
    operations: Vec<Operation>,
    examples: BTreeMap<String, Value>,
    /// Problems by status.
    problems: BTreeMap<String, Value>,
}

impl Recorder {
    pub(crate) async fn new(api: Api) -> anyhow::Result<Self> {
        let document = api.get(&Known::Nobody, "/openapi.json").await?.body;
        let paths = document["paths"].as_object().context("no paths")?;
        let operations = paths.iter().flat_map(|(path, item)| {
            item.as_object().into_iter().flatten().filter_map(|(method, operation)| {
                Some(Operation {
                    method: method.to_ascii_uppercase(),
                    path: path.split('/').map(str::to_owned).collect(),
                    id: operation["operationId"].as_str()?.to_owned(),
                    has_body: operation.get("requestBody").is_some(),
                })
            })
        });
        let operations = operations.collect();
        Ok(Self { api, operations, examples: BTreeMap::new(), problems: BTreeMap::new() })
    }

    /// A read.
    pub(crate) async fn get(&mut self, by: &Known, path: &str) -> anyhow::Result<Value> {
        self.good(Call { by, method: Method::GET, path, headers: &[], body: None }).await
    }

    /// A write with a body.
    pub(crate) async fn post(&mut self, by: &Known, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.good(Call { by, method: Method::POST, path, headers: &[], body: Some(body) }).await
    }

    /// A read of a part of a file.
    pub(crate) async fn get_part(&mut self, by: &Known, path: &str) -> anyhow::Result<Value> {
        self.good(Call { by, method: Method::GET, path, headers: &[("Range", "bytes=0-15")], body: None }).await
    }

    /// An upload.
    pub(crate) async fn upload(
        &mut self,
        by: &Known,
        path: &str,
        file: Vec<u8>,
        description: &str,
    ) -> anyhow::Result<Value> {
        let answer = upload(&self.api, by, path, file, description).await?;
        ensure!(answer.status == 201, "POST {path}: {} {}", answer.status, answer.body);
        let id = self.operation(&Method::POST, path).with_context(|| format!("POST {path} is not in the document"))?;
        let request = json!({ "file": "(a file)", "description": description });
        let kept = self.examples.entry(id).or_insert_with(|| json!({ "request": request, "responses": {} }));
        keep(kept, &answer);
        Ok(answer.body)
    }

    /// A change, of whatever version there is.
    pub(crate) async fn patch(&mut self, by: &Known, path: &str, body: &Value) -> anyhow::Result<Value> {
        let headers = [("If-Match", "*"), ("Content-Type", "application/merge-patch+json")];
        self.good(Call { by, method: Method::PATCH, path, headers: &headers, body: Some(body) }).await
    }

    /// A removal.
    pub(crate) async fn delete(&mut self, by: &Known, path: &str) -> anyhow::Result<Value> {
        self.good(Call { by, method: Method::DELETE, path, headers: &[("If-Match", "*")], body: None }).await
    }

    /// A call that must succeed.
    pub(crate) async fn good(&mut self, call: Call<'_>) -> anyhow::Result<Value> {
        let asked = (call.method.clone(), call.path.to_owned(), call.body.cloned());
        let answer = self.api.call(call).await?;
        let (method, path, body) = asked;
        ensure!((200..300).contains(&answer.status), "{method} {path}: {} {}", answer.status, answer.body);
        let id = self.operation(&method, &path).with_context(|| format!("{method} {path} is not in the document"))?;
        let kept = self.examples.entry(id).or_insert_with(|| json!({ "responses": {} }));
        if let Some(body) = body.filter(|_| kept.get("request").is_none()) {
            kept["request"] = body;
        }
        keep(kept, &answer);
        Ok(answer.body)
    }

    /// A call that must be refused with that status.
    pub(crate) async fn bad(&mut self, status: u16, call: Call<'_>) -> anyhow::Result<()> {
        let operation = self.operation(&call.method, call.path);
        let (method, path) = (call.method.clone(), call.path.to_owned());
        let answer = self.api.call(call).await?;
        ensure!(
            answer.status == status,
            "{method} {path}: {status} was expected, not {} {}",
            answer.status,
            answer.body
        );
        ensure!(answer.header("content-type") == Some("application/problem+json"), "{method} {path}: no problem");
        ensure!(answer.header("x-request-id") == answer.body["trace_id"].as_str(), "{method} {path}: two trace ids");
        self.refused(operation, &answer);
        Ok(())
    }

    /// Keeps a problem that was got in another way.
    pub(crate) fn problem(&mut self, status: u16, body: Value) -> anyhow::Result<()> {
        ensure!(body["status"] == status, "{status} was expected, not {body}");
        self.problems.entry(status.to_string()).or_insert(body);
        Ok(())
    }

    /// Keeps a problem, for its status and, where it is that operation's own, there.
    fn refused(&mut self, operation: Option<String>, answer: &Answer) {
        self.problems.entry(answer.status.to_string()).or_insert_with(|| answer.body.clone());
        if let Some(kept) = operation.and_then(|id| self.examples.get_mut(&id)) {
            keep(kept, answer);
        }
    }

    /// The operation that a path leads to; a fixed path goes before one with a place for an id.
    fn operation(&self, method: &Method, path: &str) -> Option<String> {
        let path = path.split('?').next().unwrap_or(path);
        let asked: Vec<&str> = path.split('/').collect();
        let fits = |operation: &&Operation| {
            operation.method == method.as_str()
                && operation.path.len() == asked.len()
                && operation.path.iter().zip(&asked).all(|(part, asked)| part == asked || part.starts_with('{'))
        };
        let placed = |operation: &&Operation| operation.path.iter().filter(|part| part.starts_with('{')).count();
        self.operations.iter().filter(fits).min_by_key(placed).map(|operation| operation.id.clone())
    }

    /// All that was kept, if nothing is missing.
    pub(crate) fn into_examples(self) -> anyhow::Result<Value> {
        let missing: BTreeSet<&str> = self
            .operations
            .iter()
            .filter(|operation| {
                let kept = self.examples.get(&operation.id);
                kept.is_none_or(|kept| operation.has_body && kept.get("request").is_none())
            })
            .map(|operation| operation.id.as_str())
            .collect();
        ensure!(missing.is_empty(), "operations without an example: {missing:?}");
        let mut examples: Map<String, Value> = self.examples.into_iter().collect();
        examples.insert("problems".to_owned(), json!(self.problems));
        Ok(Value::Object(examples))
    }
}

/// Keeps the first answer of each status, cut to what a reader needs; and where that one is JSON, the first of each other form.
fn keep(kept: &mut Value, answer: &Answer) {
    let status = answer.status.to_string();
    if answer.body.is_null() {
        return;
    }
    let first = kept["responses"].get(&status);
    if first.is_none() {
        kept["responses"][status] = cut(&answer.body);
    } else if let (false, Some(text)) = (first.is_some_and(Value::is_string), answer.body.as_str()) {
        let form = answer.header("content-type").unwrap_or_default();
        let media = form.split(';').next().unwrap_or_default();
        if kept["files"][&status].get(media).is_none() {
            // Headings, and some rows.
            kept["files"][&status][media] = text.split_inclusive("\r\n").take(1 + ROWS).collect::<String>().into();
        }
    }
}

fn cut(body: &Value) -> Value {
    match body {
        Value::String(text) => Value::String(text.chars().take(CHARACTERS).collect()),
        Value::Array(items) => Value::Array(items.iter().take(ROWS).map(cut).collect()),
        // The document itself would be an example of its own size.
        Value::Object(members) if members.contains_key("openapi") => {
            json!({ "openapi": members["openapi"], "info": members["info"], "paths": {} })
        }
        Value::Object(members) => {
            let cut_member = |(name, value): (&String, &Value)| {
                // Short lists of names say most when they are whole.
                let whole =
                    matches!(value, Value::String(_)) || matches!(name.as_str(), "allowed_actions" | "recovery_codes");
                (name.clone(), if whole { value.clone() } else { cut(value) })
            };
            Value::Object(members.iter().map(cut_member).collect())
        }
        other => other.clone(),
    }
}
