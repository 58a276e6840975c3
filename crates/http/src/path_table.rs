//! Which methods each path of the `OpenAPI` document has, for 405 with `Allow` and for `OPTIONS`.
//!
//! actix-web answers a wrong method on a route macro with an empty 404; this table tells the two apart.

use serde_json::Value;
use std::collections::BTreeSet;

/// All paths with their methods.
#[derive(Clone, Debug, Default)]
pub struct PathTable {
    entries: Vec<(Vec<Segment>, BTreeSet<String>)>,
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
            let methods = item.as_object().into_iter().flatten().map(|(name, _)| name.to_ascii_uppercase());
            let known = ["GET", "PUT", "POST", "DELETE", "PATCH"];
            let methods: Vec<String> = methods.filter(|name| known.contains(&name.as_str())).collect();
            table.add(path, methods.iter().map(String::as_str));
        }
        table
    }

    /// Adds a path; a last segment `*` stands for any rest.
    pub fn add<'m>(&mut self, path: &str, methods: impl Iterator<Item = &'m str>) {
        let segments: Vec<Segment> = path
            .split('/')
            .map(|segment| match segment {
                "*" => Segment::Tail,
                name if name.starts_with('{') => Segment::Any,
                name => Segment::Literal(name.to_owned()),
            })
            .collect();
        let mut set: BTreeSet<String> = methods.map(str::to_owned).collect();
        if set.contains("GET") {
            set.insert("HEAD".to_owned());
        }
        set.insert("OPTIONS".to_owned());
        self.entries.push((segments, set));
    }

    /// The value of `Allow` for a path: the methods of every path that it matches; `None` for an unknown path.
    pub fn allow(&self, path: &str) -> Option<String> {
        let segments: Vec<&str> = path.split('/').collect();
        let mut all = BTreeSet::new();
        for (pattern, methods) in &self.entries {
            if matches(pattern, &segments) {
                all.extend(methods.iter().map(String::as_str));
            }
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
}
