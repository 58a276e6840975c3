//! What the `OpenAPI` document says of each path: its methods, for 405 with `Allow` and for `OPTIONS`, and which query parameters each
//! operation knows.
//!
//! actix-web answers a wrong method on a route macro with an empty 404; this table tells the two apart.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// All paths with their methods.
#[derive(Clone, Debug, Default)]
pub struct PathTable {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    segments: Vec<Segment>,
    methods: BTreeSet<String>,
    /// What is described, by method.
    operations: BTreeMap<String, Operation>,
}

/// What must be known of an operation before its handler runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operation {
    /// The names of its query parameters.
    pub query: BTreeSet<String>,
    /// Whether it looks at the credentials of people and reporters.
    pub credentials: bool,
    /// Whether nobody may call it without them.
    pub secured: bool,
}

impl Operation {
    fn of(item: &Value) -> Self {
        let parameters = item["parameters"].as_array().into_iter().flatten();
        let query = parameters.filter(|parameter| parameter["in"] == "query");
        let ways: Vec<_> = item["security"].as_array().into_iter().flatten().filter_map(Value::as_object).collect();
        let credentials = ways.iter().any(|way| way.contains_key("bearer") || way.contains_key("tracking_secret"));
        Self {
            query: query.filter_map(|parameter| parameter["name"].as_str()).map(str::to_owned).collect(),
            credentials,
            secured: credentials && ways.iter().all(|way| !way.is_empty()),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Any,
    /// The rest of the path, however long.
    Tail,
}

impl PathTable {
    /// The table of an `OpenAPI` document. Routes that are not described in it are added with [`Self::add`].
    pub fn of(document: &Value) -> Self {
        let mut table = Self::default();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            let members = item.as_object().into_iter().flatten();
            let known = ["GET", "PUT", "POST", "DELETE", "PATCH"];
            let operations: BTreeMap<String, Operation> = members
                .map(|(name, operation)| (name.to_ascii_uppercase(), operation))
                .filter(|(name, _)| known.contains(&name.as_str()))
                .map(|(name, operation)| (name, Operation::of(operation)))
                .collect();
            table.push(path, operations.keys().cloned().collect(), operations);
        }
        table
    }

    /// Adds a path that is not described; a last segment `*` stands for any rest.
    pub fn add<'m>(&mut self, path: &str, methods: impl Iterator<Item = &'m str>) {
        self.push(path, methods.map(str::to_owned).collect(), BTreeMap::new());
    }

    fn push(&mut self, path: &str, mut methods: BTreeSet<String>, operations: BTreeMap<String, Operation>) {
        let segments: Vec<Segment> = path
            .split('/')
            .map(|segment| match segment {
                "*" => Segment::Tail,
                name if name.starts_with('{') => Segment::Any,
                name => Segment::Literal(name.to_owned()),
            })
            .collect();
        if methods.contains("GET") {
            methods.insert("HEAD".to_owned());
        }
        methods.insert("OPTIONS".to_owned());
        self.entries.push(Entry { segments, methods, operations });
    }

    /// The operation of a method and path, that of the most literal path where several match; `None` where none is described.
    pub fn operation(&self, method: &str, path: &str) -> Option<&Operation> {
        let parts: Vec<&str> = path.split('/').collect();
        let literals = |entry: &&Entry| entry.segments.iter().filter(|s| matches!(s, Segment::Literal(_))).count();
        let matching = self.entries.iter().filter(|entry| matches(&entry.segments, &parts));
        let serving = matching.filter(|entry| entry.operations.contains_key(method));
        serving.max_by_key(literals).and_then(|entry| entry.operations.get(method))
    }

    /// The value of `Allow` for a path: the methods of every path that it matches; `None` for an unknown path.
    pub fn allow(&self, path: &str) -> Option<String> {
        let segments: Vec<&str> = path.split('/').collect();
        let mut all = BTreeSet::new();
        for entry in self.entries.iter().filter(|entry| matches(&entry.segments, &segments)) {
            all.extend(entry.methods.iter().map(String::as_str));
        }
        (!all.is_empty()).then(|| all.into_iter().collect::<Vec<_>>().join(", "))
    }
}

fn matches(pattern: &[Segment], path: &[&str]) -> bool {
    match (pattern.split_first(), path.split_first()) {
        (None, None) | (Some((Segment::Tail, _)), _) => true,
        (Some((Segment::Literal(name), rest)), Some((segment, others))) => name == segment && matches(rest, others),
        (Some((Segment::Any, rest)), Some((segment, others))) => !segment.is_empty() && matches(rest, others),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn methods_of_all_matching_paths_are_joined() {
        let mut table = PathTable::of(&json!({ "paths": {
            "/v1/cases": { "get": {}, "post": {}, "parameters": [] },
            "/v1/cases/{id}": { "get": {}, "patch": {} },
            "/v1/cases/{id}/verify": { "post": {} },
            "/v1/cases/search": { "post": {} },
        }}));
        table.add("/docs/*", ["GET"].into_iter());
        assert_eq!(table.allow("/v1/cases").unwrap(), "GET, HEAD, OPTIONS, POST");
        assert_eq!(table.allow("/v1/cases/7").unwrap(), "GET, HEAD, OPTIONS, PATCH");
        assert_eq!(table.allow("/v1/cases/7/verify").unwrap(), "OPTIONS, POST");
        assert_eq!(table.allow("/v1/cases/search").unwrap(), "GET, HEAD, OPTIONS, PATCH, POST");
        assert_eq!(table.allow("/docs/a/b.css").unwrap(), "GET, HEAD, OPTIONS");
        for unknown in ["/v1/cases/", "/v1", "/", "", "/v1/cases/7/verify/x", "/v1/cases//verify"] {
            assert_eq!(table.allow(unknown), None, "{unknown}");
        }
    }
    #[test]
    fn operations_know_their_parameters_and_who_may_call_them() {
        let table = PathTable::of(&json!({ "paths": {
            "/v1/cases": {
                "get": { "security": [{}, { "bearer": [] }], "parameters": [
                    { "name": "limit", "in": "query" }, { "name": "If-Match", "in": "header" },
                    { "$ref": "#/components/parameters/AcceptLanguage" } ] },
                "post": { "security": [{ "bearer": [] }] },
            },
            "/v1/cases/{id}": { "get": { "security": [{}] } },
            "/v1/cases/search": { "get": { "parameters": [{ "name": "q", "in": "query" }] } },
            "/metrics": { "get": { "security": [{}, { "metrics_token": [] }] } },
        }}));
        let list = table.operation("GET", "/v1/cases").unwrap();
        assert_eq!(list.query, BTreeSet::from(["limit".to_owned()]));
        assert!(list.credentials && !list.secured);
        let post = table.operation("POST", "/v1/cases").unwrap();
        assert!(post.query.is_empty() && post.credentials && post.secured);
        assert!(table.operation("GET", "/v1/cases/search").unwrap().query.contains("q"), "the literal path wins");
        assert_eq!(table.operation("GET", "/v1/cases/7").unwrap(), &Operation::default());
        assert!(!table.operation("GET", "/metrics").unwrap().credentials, "its token is not one of people");
        for (method, path) in [("PUT", "/v1/cases"), ("GET", "/nowhere"), ("OPTIONS", "/v1/cases")] {
            assert_eq!(table.operation(method, path), None, "{method} {path}");
        }
    }
}
