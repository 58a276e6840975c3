//! The `OpenAPI` document: what the registrations of the routes say, completed once with what is common to all operations.
//!
//! Handlers describe their success, their parameters and their own problems; problems, headers, conditions and examples that follow from
//! method, path and security are added by [`operations`]. Building needs no state and no database, and gives the same text each time.

pub mod components;
pub mod operations;

use crate::problem::schema::{ProblemBody, ProblemField};
use crate::routes::ServiceConfig;
use crate::server::routes;
use actix_web::App;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::OpenApi;

/// What is described though no single operation names it.
#[derive(OpenApi)]
#[openapi(components(schemas(ProblemBody, ProblemField)))]
struct Base;

/// Requests and answers taken from real runs, by operation id: `{"submitComplaint": {"request": {}, "responses": {"201": {}}}}`, and
/// problems by status: `{"problems": {"404": {}}}`. Written by `make examples`.
const EXAMPLES: &str = include_str!("../../../../openapi/examples.json");

const DESCRIPTION: &str = "Padi (Pengaduan, Akses, Dokumentasi Informasi) takes public complaints and requests for public \
information in Indonesia from submission to closure, with the deadlines of law running and explained.\n\nEverything that is not a success \
is a problem (RFC 9457): programs switch on its `code`, and its `type` leads to a page that explains it. Texts for people come in \
Indonesian, or in English by `Accept-Language`. What a caller may not see is absent, not null. Send an `Idempotency-Key` with every POST, \
and `If-Match` with every change. A request whose head is malformed, too large or too slow in coming reaches no operation: it is answered \
by a bare 400, 431 or 408 without a problem.";

/// Names of tags with what they hold; the order is the order of the documentation.
const TAGS: &[(&str, &str)] = &[
    ("complaints", "Complaints from submission to closure (pengaduan)."),
    ("dialogue", "Settling a complaint in talks (Propartif)."),
    ("information", "Requests for public information and what follows from them (permohonan informasi publik)."),
    ("attachments", "Files that hang on a case (lampiran)."),
    ("identity", "Revealing who stands behind a case, and who did (pembukaan identitas)."),
    ("tracking", "Following a case by its number and secret (lacak)."),
    ("auth", "Registration, log-in and passwords (pendaftaran dan masuk)."),
    ("accounts", "The caller's own account (akun)."),
    ("notifications", "What the caller is told, and how (pemberitahuan)."),
    ("users", "Users and their grants (pengguna dan peran)."),
    ("agencies", "Governments, ministry components and units (instansi)."),
    ("regions", "Provinces, regencies, cities and districts (wilayah)."),
    ("categories", "Categories of complaints (kategori)."),
    ("search", "Finding cases by their words (pencarian)."),
    ("calendar", "Working days and due dates (kalender kerja)."),
    ("rules", "The deadlines of law as dated data (tenggat)."),
    ("sandbox", "The clock and the mails of a sandbox (uji coba)."),
    ("service", "The service itself: health, metrics, documentation (layanan)."),
];

/// The whole document.
///
/// # Errors
/// Only if the committed examples are no JSON.
pub fn document() -> Result<Value, serde_json::Error> {
    let mut registered = Base::openapi();
    let _unused = App::new().configure(|plain| routes(&mut ServiceConfig::describing(plain, &mut registered)));
    let mut document = serde_json::to_value(&registered)?;
    drop(registered);
    let examples: Value = serde_json::from_str(EXAMPLES)?;
    let Some(root) = document.as_object_mut() else { return Ok(document) };
    root.insert("openapi".to_owned(), json!("3.1.0"));
    root.insert("info".to_owned(), info());
    root.insert("servers".to_owned(), json!([{ "url": "/", "description": "This server." }]));
    complete_components(root, &examples);
    let tags = operations::complete(root, &examples);
    let known = TAGS.iter().filter(|(name, _)| tags.contains(*name));
    let mut listed: Vec<Value> =
        known.map(|(name, description)| json!({ "name": name, "description": description })).collect();
    let unknown = tags.iter().filter(|tag| TAGS.iter().all(|(name, _)| name != tag));
    listed.extend(unknown.map(|name| json!({ "name": name, "description": name })));
    root.insert("tags".to_owned(), Value::Array(listed));
    drop_unused(&mut document);
    Ok(document)
}

/// The document as it is committed and served: pretty, with a line end.
///
/// # Errors
/// As [`document`].
pub fn text() -> Result<String, serde_json::Error> {
    written(&document()?)
}

/// The text of the document.
pub(crate) fn written(document: &Value) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(document)?;
    text.push('\n');
    Ok(text)
}

fn info() -> Value {
    json!({
        "title": "Padi",
        "summary": "Public complaints and requests for information in Indonesia",
        "description": DESCRIPTION,
        "contact": { "name": "Padi" },
        "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        "version": env!("CARGO_PKG_VERSION"),
    })
}

/// Adds the common components and sorts each kind by name.
fn complete_components(root: &mut Map<String, Value>, examples: &Value) {
    let components = root.entry("components").or_insert_with(|| json!({}));
    let Some(components) = components.as_object_mut() else { return };
    for (kind, entries) in [
        ("responses", components::responses(&examples["problems"])),
        ("headers", components::headers()),
        ("parameters", components::parameters()),
        ("securitySchemes", components::security_schemes()),
    ] {
        let place = components.entry(kind).or_insert_with(|| json!({}));
        if let (Some(place), Value::Object(entries)) = (place.as_object_mut(), entries) {
            place.extend(entries);
        }
    }
    for kind in components.values_mut() {
        if let Some(entries) = kind.as_object_mut() {
            let sorted: BTreeMap<String, Value> = std::mem::take(entries).into_iter().collect();
            entries.extend(sorted);
        }
    }
}

/// Takes out the shared components that nothing refers to: the problem of a method that a path does not serve belongs to no
/// operation.
fn drop_unused(document: &mut Value) {
    loop {
        let text = document.to_string();
        let mut dropped = false;
        for kind in ["responses", "headers", "parameters"] {
            let components = document.pointer_mut(&format!("/components/{kind}")).and_then(Value::as_object_mut);
            let Some(components) = components else { continue };
            let before = components.len();
            components.retain(|name, _| text.contains(&format!("\"#/components/{kind}/{name}\"")));
            dropped |= components.len() < before;
        }
        // What was dropped may have been the only one to refer to another.
        if !dropped {
            return;
        }
    }
}

#[cfg(test)]
#[path = "../openapi_tests.rs"]
mod tests;
