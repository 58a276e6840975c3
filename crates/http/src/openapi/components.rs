//! The components that operations share: problem responses, headers, parameters, security schemes.

use crate::problem::{Code, PROBLEM_JSON};
use serde_json::{Map, Value, json};

/// One shared problem response.
pub struct ProblemResponse {
    /// The status as a key of `responses`.
    pub status: &'static str,
    /// The name of the component.
    pub name: &'static str,
    description: &'static str,
    headers: &'static [&'static str],
}

/// Every status that a problem can have.
pub const PROBLEMS: [ProblemResponse; 15] = [
    problem("400", "BadRequest", "The request can't be read.", &[]),
    problem("401", "Unauthorized", "Credentials are missing or no longer good.", &["WWW-Authenticate"]),
    problem("403", "Forbidden", "The caller may not do this.", &[]),
    problem("404", "NotFound", "It does not exist, or the caller may not know of it.", &[]),
    problem("405", "MethodNotAllowed", "The path does not serve this method.", &["Allow"]),
    problem("408", "RequestTimeout", "The body came too slowly.", &[]),
    problem("409", "Conflict", "Not possible in the present state.", &["Retry-After"]),
    problem("412", "PreconditionFailed", "The version in If-Match is not the present one.", &[]),
    problem("413", "PayloadTooLarge", "The body is larger than 256 KiB.", &[]),
    problem("415", "UnsupportedMediaType", "The type or coding of the body is not supported.", &[]),
    problem("422", "UnprocessableContent", "The request is well-formed and yet invalid.", &[]),
    problem("428", "PreconditionRequired", "If-Match is missing.", &[]),
    problem("429", "TooManyRequests", "A quota is used up.", &["Retry-After"]),
    problem("500", "InternalError", "Something went wrong on our side.", &[]),
    problem("503", "Unavailable", "The service can't answer at the moment.", &["Retry-After"]),
];

const fn problem(
    status: &'static str,
    name: &'static str,
    description: &'static str,
    headers: &'static [&'static str],
) -> ProblemResponse {
    ProblemResponse { status, name, description, headers }
}

/// Headers of every answer of an operation.
pub const COMMON_HEADERS: [&str; 3] = ["X-Request-Id", "RateLimit", "RateLimit-Policy"];

/// References to header components.
pub fn header_refs<'n>(names: impl Iterator<Item = &'n str>) -> Map<String, Value> {
    names.map(|name| (name.to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }))).collect()
}

/// The content of every problem response.
pub fn problem_content() -> Value {
    json!({ PROBLEM_JSON: { "schema": { "$ref": "#/components/schemas/Problem" } } })
}

/// `components.responses`; the examples are real problems by status.
pub fn responses(examples: &Value) -> Value {
    let entries = PROBLEMS.iter().map(|response| {
        let codes: Vec<String> = Code::ALL
            .into_iter()
            .filter(|code| code.status().as_str() == response.status)
            .map(|code| format!("`{}`", code.as_str()))
            .collect();
        let own = response.headers.iter().copied().chain(["Content-Language"]);
        let mut content = problem_content();
        if let Some(example) = examples.get(response.status) {
            content[PROBLEM_JSON]["example"] = example.clone();
        }
        let value = json!({
            "description": format!("{} Codes: {}.", response.description, codes.join(", ")),
            "headers": header_refs(COMMON_HEADERS.into_iter().chain(own)),
            "content": content,
        });
        (response.name.to_owned(), value)
    });
    Value::Object(entries.collect())
}

/// `components.headers`
pub fn headers() -> Value {
    let text = |description: &str, example: &str| json!({ "description": description, "schema": { "type": "string", "examples": [example] } });
    json!({
        "Allow": text("The methods of this path.", "GET, HEAD, OPTIONS"),
        "Content-Language": text("Language of the texts for people.", "id"),
        "ETag": text("Version of the resource; weak where the body is compressed.", "\"7\""),
        "Idempotency-Replayed": text("`true` where the answer was given before to the same key.", "true"),
        "Link": text("The next page (RFC 8288), where there is one.", "<http://127.0.0.1:8080/v1/complaints?cursor=abc>; rel=\"next\""),
        "Location": text("Where the new resource is.", "http://127.0.0.1:8080/v1/complaints/018f0000-0000-7000-8000-000000000000"),
        "RateLimit": text("What is left of the quotas, and seconds until there is more.", "\"address\";r=118;t=1"),
        "RateLimit-Policy": text("The quotas that this request was charged to: requests and window in seconds.", "\"address\";q=120;w=60"),
        "Retry-After": {
            "description": "Seconds after which trying again is of use.",
            "schema": { "type": "integer", "minimum": 1, "examples": [1] }
        },
        "WWW-Authenticate": text("How to authenticate (RFC 6750).", "Bearer realm=\"padi\""),
        "X-Request-Id": {
            "description": "Trace id of the request; the same as `trace_id` in problems.",
            "schema": { "type": "string", "pattern": "^[0-9a-f]{32}$", "examples": ["0af7651916cd43dd8448eb211c80319c"] }
        },
    })
}

/// A list of entity tags, or `*`.
const TAGS_PATTERN: &str = r#"^(\*|(W/)?"[0-9]{1,18}"(, ?(W/)?"[0-9]{1,18}")*)$"#;

/// `components.parameters`
pub fn parameters() -> Value {
    let tags = |name: &str, description: &str| {
        json!({
            "name": name, "in": "header", "required": false, "description": description,
            "schema": { "type": "string", "pattern": TAGS_PATTERN, "examples": ["\"7\""] }
        })
    };
    json!({
        "AcceptLanguage": {
            "name": "Accept-Language", "in": "header", "required": false,
            "description": "Language of texts for people (RFC 9110): `id` or `en`; `id` where it names neither.",
            "schema": { "type": "string", "examples": ["en", "id"] }
        },
        "IdempotencyKey": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Makes a repeat safe for 24 hours: the same key and body get the first answer again, another body is a 422. \
                Without credentials at least 16 characters.",
            "schema": {
                "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!#-~][!-~]*$",
                "examples": ["8e03978e-40d5-43e8-bc93-6894a57f9324"]
            }
        },
        "IfMatch": tags("If-Match", "The version (`ETag`) that the caller knows; another present version is a 412."),
        "IfMatchRequired": tags(
            "If-Match",
            "The version (`ETag`) that the caller knows; another present version is a 412. Without this header the answer is a 428."
        ),
        "IfNoneMatch": tags("If-None-Match", "Versions that the caller has; if one is the present one, the answer is a 304."),
    })
}

/// `components.securitySchemes`
pub fn security_schemes() -> Value {
    json!({
        "bearer": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "Access token of an account, from `/v1/auth/login` (token akses)."
        },
        "metrics_token": {
            "type": "http", "scheme": "bearer",
            "description": "The token of `PADI_METRICS_TOKEN`, for `/metrics` only."
        },
        "tracking_secret": {
            "type": "apiKey", "in": "header", "name": "Tracking-Secret",
            "description": "Secret of a case that was filed without account, shown once when it was filed (kode rahasia)."
        },
    })
}
