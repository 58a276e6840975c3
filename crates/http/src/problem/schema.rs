//! How the `OpenAPI` document describes a problem. Rendering does not go through these types: they only describe it.

use serde::Serialize;
use utoipa::ToSchema;

/// A problem (RFC 9457): masalah
///
/// Every answer that is not a success has this shape. Programs switch on `code`; people read `title` and `detail`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Address of the page that explains this code.
    #[schema(rename = "type", format = "uri", example = "http://127.0.0.1:8080/problems/validation_failed")]
    #[serde(rename = "type")]
    pub kind: String,
    /// Short summary, in the language of the answer.
    #[schema(example = "Isian belum benar")]
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 422)]
    pub status: u16,
    /// What happened, in the language of the answer.
    #[schema(example = "Satu isian atau lebih belum benar.")]
    pub detail: String,
    /// Stable name of the problem; never translated.
    #[schema(example = "validation_failed")]
    pub code: String,
    /// Trace id of the request, 32 hex digits; the same as `X-Request-Id`.
    #[schema(pattern = "^[0-9a-f]{32}$", example = "0af7651916cd43dd8448eb211c80319c")]
    pub trace_id: String,
    /// All faults of the body, where the body is at fault.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<ProblemField>>,
    /// With `invalid_transition`: the present state of the case (status).
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// With `invalid_transition`: what the caller may do instead (tindakan yang mungkin).
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_actions: Option<Vec<String>>,
    /// With `invalid_parameter` and `unknown_parameter`: the name of the parameter.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// With `unknown_parameter`: the parameters that are known.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Vec<String>>,
    /// With `rate_limited`: the quota that is used up, as `RateLimit-Policy` names it (kuota).
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// With `unavailable` of `/healthz/ready`: each component with `ready` and its own figures (komponen).
    #[schema(nullable = false, value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub components: Option<serde_json::Map<String, serde_json::Value>>,
}

/// One fault of a body: kesalahan isian
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemField {
    /// JSON Pointer (RFC 6901) into the body; empty for the whole body.
    #[schema(example = "/reporter/nik")]
    pub pointer: String,
    /// Stable name of the fault; never translated.
    #[schema(example = "required")]
    pub code: String,
    /// What is wrong, in the language of the answer.
    #[schema(example = "Wajib diisi.")]
    pub message: String,
}
