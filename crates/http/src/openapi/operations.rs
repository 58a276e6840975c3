//! What every operation has by its method, path and security, and its examples.

use super::components::{COMMON_HEADERS, PROBLEMS, header_refs, problem_content};
use padi_app::table::Format;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Methods that a path item can hold; other members of it are no operations.
const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// What has no version, so that nothing is held against `If-Match`.
const UNVERSIONED: [&str; 1] = ["/sessions/{id}"];

/// Facts from which the common parts follow.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not a state")]
struct Facts {
    /// Reads only.
    safe: bool,
    /// PUT, PATCH, DELETE of what has a version: `If-Match` is required.
    conditional: bool,
    /// POST on a resource that exists, and DELETE of what has no version of its own: `If-Match` is honoured.
    action: bool,
    /// POST that takes an `Idempotency-Key`.
    idempotent: bool,
    secured: bool,
    body: bool,
    /// Has a place for an id.
    placed: bool,
    /// Is below `/v1`, so that every language and quota applies.
    versioned: bool,
}

/// Completes all operations and returns the tags that they use.
pub fn complete(root: &mut Map<String, Value>, examples: &Value) -> BTreeSet<String> {
    let mut tags = BTreeSet::new();
    for (path, item) in root.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            let Some(operation) = operation.as_object_mut().filter(|_| METHODS.contains(&method.as_str())) else {
                continue;
            };
            let used = operation.get("tags").and_then(Value::as_array).into_iter().flatten();
            tags.extend(used.filter_map(Value::as_str).map(str::to_owned));
            let facts = facts_of(path, method, operation);
            name_file_types(operation);
            add_parameters(operation, facts);
            add_problems(operation, facts);
            add_headers(operation, facts);
            let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
            add_examples(operation, &examples[id.as_str()]);
        }
    }
    tags
}

fn facts_of(path: &str, method: &str, operation: &Map<String, Value>) -> Facts {
    let after_id = path.rsplit_once('}').is_some_and(|(_, rest)| rest.len() > 1);
    let requirements = operation.get("security").and_then(Value::as_array).into_iter().flatten();
    let auth = path.starts_with("/v1/auth/");
    // A grant and an attachment have no version of their own: what is held against If-Match is that of account and case.
    let grant =
        path.ends_with("/grants/{grant_id}") || path.ends_with("/attachments/{attachment_id}") && method == "delete";
    let unversioned = grant || UNVERSIONED.iter().any(|end| path.ends_with(end));
    // A notification has none at all, nor has a legal hold or a request for a reveal; a request that is made below a tracking number is
    // new.
    let plain = path.ends_with("/data-requests")
        || ["/v1/notifications/", "/v1/legal-holds/", "/v1/identity-reveals/"]
            .iter()
            .any(|start| path.starts_with(start));
    Facts {
        safe: method == "get",
        conditional: matches!(method, "put" | "patch" | "delete") && !unversioned,
        action: (method == "post" && after_id && !plain) || grant,
        // What a clock that is moved sets off takes many transactions: no key could stand in one of them.
        idempotent: method == "post" && !auth && !path.starts_with("/v1/sandbox/"),
        secured: requirements.filter_map(Value::as_object).any(|requirement| !requirement.is_empty()),
        body: operation.contains_key("requestBody"),
        placed: path.contains('{'),
        versioned: path.starts_with("/v1/"),
    }
}

fn add_parameters(operation: &mut Map<String, Value>, facts: Facts) {
    let tagged = facts.safe && operation.get("responses").is_some_and(|all| !all["200"]["headers"]["ETag"].is_null());
    let wanted = [
        (facts.versioned, "Accept-Language", "AcceptLanguage"),
        (facts.idempotent, "Idempotency-Key", "IdempotencyKey"),
        (facts.conditional, "If-Match", "IfMatchRequired"),
        (facts.action, "If-Match", "IfMatch"),
        (tagged, "If-None-Match", "IfNoneMatch"),
    ];
    let list = operation.entry("parameters").or_insert_with(|| json!([]));
    let Some(list) = list.as_array_mut() else { return };
    for parameter in list.iter_mut().filter(|parameter| parameter["in"] == "query" && parameter["name"] == "limit") {
        // Whatever is above 200 is taken as 200: no width of a number bounds it.
        if let Some(schema) = parameter["schema"].as_object_mut() {
            schema.remove("format");
        }
    }
    for (applies, name, component) in wanted {
        let declared = list.iter().any(|parameter| {
            parameter["in"] == "header" && parameter["name"].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name))
        });
        if applies && !declared {
            list.push(json!({ "$ref": format!("#/components/parameters/{component}") }));
        }
    }
    if list.is_empty() {
        operation.remove("parameters");
    }
}

/// Whether an operation with these facts can answer with a status.
fn can_answer(status: &str, facts: Facts) -> bool {
    match status {
        "400" | "429" | "500" | "503" => true,
        "401" | "403" => facts.secured,
        "404" => facts.placed,
        "408" | "413" | "415" => facts.body && !facts.safe,
        "409" => facts.idempotent || facts.conditional || facts.action,
        "412" => facts.conditional || facts.action,
        "422" => !facts.safe && (facts.body || facts.idempotent),
        "428" => facts.conditional,
        // 405 is an answer to another method, so no operation has it.
        _ => false,
    }
}

fn add_problems(operation: &mut Map<String, Value>, facts: Facts) {
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    let Some(responses) = responses.as_object_mut() else { return };
    for problem in &PROBLEMS {
        match responses.get_mut(problem.status).and_then(Value::as_object_mut) {
            // A problem of the handler's own: it says when, the rest is as everywhere.
            Some(own) if !own.contains_key("$ref") => {
                own.entry("content").or_insert_with(problem_content);
            }
            None if can_answer(problem.status, facts) => {
                let reference = format!("#/components/responses/{}", problem.name);
                responses.insert(problem.status.to_owned(), json!({ "$ref": reference }));
            }
            _ => {}
        }
    }
    if facts.safe && !responses.get("200").is_none_or(|ok| ok["headers"]["ETag"].is_null()) {
        responses.entry("304").or_insert_with(|| {
            json!({ "description": "The caller has the present version.", "headers": header_refs(["ETag"].into_iter()) })
        });
    }
    let sorted: std::collections::BTreeMap<String, Value> = std::mem::take(responses).into_iter().collect();
    responses.extend(sorted);
}

/// Where a file goes out, its kind is one of those that are taken in, or it is a spreadsheet of ours.
fn name_file_types(operation: &mut Map<String, Value>) {
    let responses = operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten();
    for (_, response) in responses {
        let Some(content) = response.get_mut("content").and_then(Value::as_object_mut) else { continue };
        // Bytes, for a client: without this they would be a list of numbers.
        let bytes = || json!({ "type": "string", "format": "binary" });
        if let Some(sheet) = content.get_mut(Format::Xlsx.content_type()) {
            sheet["schema"] = bytes();
        }
        if let Some(mut file) = content.remove("application/octet-stream") {
            file["schema"] = bytes();
            content.extend(padi_app::files::content_types().map(|kind| (kind.to_owned(), file.clone())));
        }
    }
}

/// Headers that the common components describe are described there only; every answer has the common ones, and JSON of the API tells its
/// language.
fn add_headers(operation: &mut Map<String, Value>, facts: Facts) {
    let known = super::components::headers();
    for response in operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten() {
        let Some(response) = response.1.as_object_mut().filter(|response| !response.contains_key("$ref")) else {
            continue;
        };
        response.entry("description").or_insert_with(|| json!("Success."));
        let told =
            facts.versioned && response.get("content").is_some_and(|content| !content["application/json"].is_null());
        let headers = response.entry("headers").or_insert_with(|| json!({}));
        let Some(headers) = headers.as_object_mut() else { continue };
        let own: Vec<String> = headers.keys().filter(|name| known.get(name.as_str()).is_some()).cloned().collect();
        let language = told.then_some("Content-Language");
        headers.extend(header_refs(own.iter().map(String::as_str).chain(COMMON_HEADERS).chain(language)));
    }
}

/// Puts `{"request": ..., "responses": {"201": ...}, "files": {"200": {"text/csv": ...}}}` where an example is missing.
fn add_examples(operation: &mut Map<String, Value>, examples: &Value) {
    if let Some(body) = operation.get_mut("requestBody") {
        put_example(body, &examples["request"]);
    }
    let responses = operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten();
    for (status, response) in responses {
        // An answer in several forms has an example of each.
        for (media, example) in examples["files"][status.as_str()].as_object().into_iter().flatten() {
            if let Some(form) = response["content"].get_mut(media) {
                form["example"] = example.clone();
            }
        }
        put_example(response, &examples["responses"][status.as_str()]);
    }
}

fn put_example(holder: &mut Value, example: &Value) {
    if example.is_null() {
        return;
    }
    for (_, media) in holder.get_mut("content").and_then(Value::as_object_mut).into_iter().flatten() {
        if let Some(media) = media.as_object_mut().filter(|media| !media.contains_key("examples")) {
            media.entry("example").or_insert_with(|| example.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(path: &str, method: &str, operation: Value, examples: &Value) -> Value {
        let mut root = json!({ "paths": { path: { method: operation } } });
        complete(root.as_object_mut().unwrap(), examples);
        root["paths"][path][method].take()
    }

    fn statuses(operation: &Value) -> Vec<&str> {
        operation["responses"].as_object().unwrap().keys().map(String::as_str).collect()
    }

    fn parameters(operation: &Value) -> Vec<&str> {
        let list = operation["parameters"].as_array().into_iter().flatten();
        list.map(|p| p["$ref"].as_str().unwrap().rsplit('/').next().unwrap()).collect()
    }

    #[test]
    fn a_public_read_has_few_problems() {
        let operation =
            completed("/v1/regions", "get", json!({ "security": [{}], "responses": { "200": {} } }), &Value::Null);
        assert_eq!(statuses(&operation), ["200", "400", "429", "500", "503"]);
        assert_eq!(parameters(&operation), ["AcceptLanguage"]);
    }

    #[test]
    fn an_action_has_conditions_and_keys() {
        let source = json!({ "operationId": "verifyComplaint", "security": [{ "bearer": [] }],
            "requestBody": { "content": { "application/json": {} } },
            "responses": { "200": { "description": "The case.", "headers": { "ETag": { "schema": {} } } },
                           "409": { "description": "Own words." } } });
        let examples = json!({ "verifyComplaint": { "request": { "class": "x" } } });
        let operation = completed("/v1/complaints/{id}/verify", "post", source, &examples);
        let all = ["200", "400", "401", "403", "404", "408", "409", "412", "413", "415", "422", "429", "500", "503"];
        assert_eq!(statuses(&operation), all);
        assert_eq!(parameters(&operation), ["AcceptLanguage", "IdempotencyKey", "IfMatch"]);
        assert_eq!(operation["responses"]["200"]["headers"]["ETag"]["$ref"], "#/components/headers/ETag");
        assert_eq!(operation["responses"]["409"]["description"], "Own words.");
        assert!(!operation["responses"]["409"]["content"]["application/problem+json"].is_null());
        assert_eq!(operation["requestBody"]["content"]["application/json"]["example"]["class"], "x");
    }

    #[test]
    fn a_patch_needs_if_match_and_a_log_in_needs_no_key() {
        let source = json!({ "security": [{ "bearer": [] }], "requestBody": {}, "responses": { "200": {} } });
        let patch = completed("/v1/agencies/{id}", "patch", source, &Value::Null);
        assert!(statuses(&patch).contains(&"428"));
        assert_eq!(parameters(&patch), ["AcceptLanguage", "IfMatchRequired"]);
        let source = json!({ "security": [{}], "requestBody": {}, "responses": { "200": {} } });
        let login = completed("/v1/auth/login", "post", source, &Value::Null);
        assert_eq!(parameters(&login), ["AcceptLanguage"]);
        assert!(!statuses(&login).contains(&"401"));
    }

    #[test]
    fn a_grant_has_no_version_and_a_sandbox_takes_no_key() {
        let source = json!({ "security": [{ "bearer": [] }], "responses": { "204": {} } });
        let revoke = completed("/v1/users/{id}/grants/{grant_id}", "delete", source, &Value::Null);
        assert_eq!(parameters(&revoke), ["AcceptLanguage", "IfMatch"]);
        let all = statuses(&revoke);
        assert!(all.contains(&"412") && !all.contains(&"428"), "{all:?}");
        let source = json!({ "security": [{}], "requestBody": {}, "responses": { "200": {} } });
        let advance = completed("/v1/sandbox/clock/advance", "post", source, &Value::Null);
        assert_eq!(parameters(&advance), ["AcceptLanguage"]);
        assert!(!statuses(&advance).contains(&"409"));
    }

    #[test]
    fn json_of_the_api_tells_its_language() {
        let source = || json!({ "responses": { "200": { "content": { "application/json": {} } }, "204": {} } });
        let read = completed("/v1/complaints/{id}", "get", source(), &Value::Null);
        assert!(read["responses"]["200"]["headers"]["Content-Language"].is_object());
        assert!(read["responses"]["204"]["headers"]["Content-Language"].is_null());
        let live = completed("/healthz/live", "get", source(), &Value::Null);
        assert!(live["responses"]["200"]["headers"]["Content-Language"].is_null());
    }

    #[test]
    fn a_tagged_read_can_be_unchanged() {
        let source = json!({ "responses": { "200": { "headers": { "ETag": {} } } } });
        let read = completed("/v1/complaints/{id}", "get", source, &Value::Null);
        assert!(statuses(&read).contains(&"304"));
        assert!(parameters(&read).contains(&"IfNoneMatch"));
    }
}
