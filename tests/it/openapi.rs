//! The document: the committed one is the program's, and every operation is described whole.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Map, Value};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

fn document() -> Value {
    padi_http::openapi::document().expect("the document")
}

/// `get /v1/regions`, with the operation.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    let all = paths.flat_map(|(path, item)| {
        let item = item.as_object().expect("a path").iter().filter(|(method, _)| METHODS.contains(&method.as_str()));
        item.map(move |(method, operation)| (format!("{method} {path}"), operation))
    });
    all.collect()
}

/// What a reference leads to, or the value itself.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).expect("a reference leads somewhere"),
        None => value,
    }
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

#[track_caller]
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_committed_document_is_the_programs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    let committed = fs::read_to_string(path).expect("openapi/openapi.json");
    let text = padi_http::openapi::text().expect("the document");
    let first = committed.lines().zip(text.lines()).position(|(old, new)| old != new);
    assert!(committed == text, "run `make openapi`: the committed document differs, first in line {first:?}");
}

#[test]
fn operations_are_named_and_described() {
    let document = document();
    let operations = operations(&document);
    assert!(operations.len() > 70, "{}", operations.len());
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    let tags: BTreeSet<_> =
        document["tags"].as_array().expect("tags").iter().map(|tag| &tag["name"]).map(Value::to_string).collect();
    for (name, operation) in &operations {
        let id = operation["operationId"].as_str().unwrap_or_default();
        if !id.starts_with(|c: char| c.is_ascii_lowercase()) || !id.chars().all(|c| c.is_ascii_alphanumeric()) {
            faults.push(format!("{name}: operationId {id:?} is not camelCase"));
        }
        if !ids.insert(id) {
            faults.push(format!("{name}: operationId {id:?} is used twice"));
        }
        for member in ["summary", "description"] {
            if !is_text(&operation[member]) {
                faults.push(format!("{name}: no {member}"));
            }
        }
        if operation["summary"] == operation["description"] {
            faults.push(format!("{name}: the description says no more than the summary"));
        }
        let own = operation["tags"].as_array().map_or(&[][..], Vec::as_slice);
        if own.len() != 1 || !tags.contains(&own[0].to_string()) {
            faults.push(format!("{name}: tags {own:?}"));
        }
        if !operation["security"].is_array() {
            faults.push(format!("{name}: says nothing of security"));
        }
        let path = name.split(' ').nth(1).expect("a path");
        let base = !path.starts_with("/v1/") || path.chars().all(|c| c.is_ascii_lowercase() || "/-_{}1".contains(c));
        if !base {
            faults.push(format!("{name}: not in kebab case"));
        }
    }
    assert_none(&faults);
}

#[test]
fn every_refusal_is_a_problem() {
    let document = document();
    let mut faults = Vec::new();
    for (name, operation) in operations(&document) {
        let mut successes = 0;
        for (status, response) in object(&operation["responses"]) {
            let response = resolved(&document, response);
            if !is_text(&response["description"]) {
                faults.push(format!("{name} {status}: no description"));
            }
            if !status.starts_with(['4', '5']) {
                successes += usize::from(status.starts_with('2'));
                continue;
            }
            let content: Vec<_> = object(&response["content"]).map(|(media, _)| media.as_str()).collect();
            if content != ["application/problem+json"] {
                faults.push(format!("{name} {status}: {content:?}"));
            }
        }
        if successes == 0 {
            faults.push(format!("{name}: never succeeds"));
        }
        for status in ["429", "500"] {
            if operation["responses"][status].is_null() {
                faults.push(format!("{name}: no {status}"));
            }
        }
        let secured =
            operation["security"].as_array().is_some_and(|all| all.iter().all(|way| way != &Value::Object(Map::new())));
        if secured && operation["responses"]["401"].is_null() {
            faults.push(format!("{name}: no 401"));
        }
    }
    assert_none(&faults);
}

#[test]
fn parameters_and_properties_are_described() {
    let document = document();
    let mut faults = Vec::new();
    for (name, operation) in operations(&document) {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter = resolved(&document, parameter);
            if !is_text(&parameter["description"]) {
                faults.push(format!("{name}: parameter {}", parameter["name"]));
            }
        }
    }
    let mut properties = 0;
    for (name, schema) in object(&document["components"]["schemas"]) {
        if !is_text(&schema["description"]) {
            faults.push(format!("schema {name}"));
        }
        let parts = schema["allOf"].as_array().into_iter().flatten().chain([schema]);
        for (property, described) in parts.flat_map(|part| object(&part["properties"])) {
            properties += 1;
            if !is_text(&described["description"]) {
                faults.push(format!("schema {name}: property {property}"));
            }
            let snake = property.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if !snake {
                faults.push(format!("schema {name}: property {property} is not snake_case"));
            }
        }
    }
    assert!(properties > 200, "{properties}");
    assert_none(&faults);
}

#[test]
fn the_one_nullable_field_is_the_cursor() {
    let document = document();
    let mut faults = Vec::new();
    for (name, schema) in object(&document["components"]["schemas"]) {
        let parts = schema["allOf"].as_array().into_iter().flatten().chain([schema]);
        for (property, described) in parts.flat_map(|part| object(&part["properties"])) {
            let types = described["type"].as_array().into_iter().flatten();
            let null = |kind: &Value| kind == "null" || kind["type"] == "null";
            let one_of = described["oneOf"].as_array().into_iter().flatten();
            // A merge patch says null where it clears.
            if types.chain(one_of).any(null) && property != "next_cursor" && !name.ends_with("Change") {
                faults.push(format!("schema {name}: property {property}"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn requests_and_answers_have_examples() {
    let document = document();
    let mut faults = Vec::new();
    for (name, operation) in operations(&document) {
        let has = |content: &Value| {
            object(content).all(|(_, media)| !media["example"].is_null() || media["examples"].is_object())
        };
        let body = &operation["requestBody"];
        if body.is_object() && (body["content"].is_null() || !has(&body["content"])) {
            faults.push(format!("{name}: the request has no example"));
        }
        let successes: Vec<_> = object(&operation["responses"]).filter(|(status, _)| status.starts_with('2')).collect();
        let with_body: Vec<_> = successes.iter().filter(|(_, response)| response["content"].is_object()).collect();
        if !with_body.is_empty() && !with_body.iter().any(|(_, response)| has(&response["content"])) {
            faults.push(format!("{name}: no answer has an example"));
        }
    }
    assert_none(&faults);
}
