//! Problems (RFC 9457): the one shape of everything that is not a success.
//!
//! Code anywhere makes a [`Problem`] with [`Problem::new`] and a few additions, and returns it; it knows neither the language nor the
//! trace nor the public address. The rendering middleware attaches the [`Context`] and calls [`Problem::render`], the only place
//! where a problem becomes bytes.

pub mod code;
pub mod page;
pub mod schema;
mod texts;

pub use code::Code;

use crate::context::Context;
use crate::field::FieldError;
use crate::language::Text;
use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ALLOW, CONTENT_LANGUAGE, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError};
use serde_json::{Map, Value, json};
use std::error::Error;
use std::fmt;
use std::time::Duration;

/// The media type of every problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// The realm of `WWW-Authenticate` (RFC 6750 3).
const REALM: &str = "Bearer realm=\"padi\"";

/// Something that is not a success, on its way to the caller.
#[derive(Clone, Debug)]
pub struct Problem(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    code: Code,
    status: StatusCode,
    detail: Option<Text>,
    errors: Vec<FieldError>,
    extensions: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
    close: bool,
}

impl Problem {
    /// A problem with the status and the texts of its code.
    pub fn new(code: Code) -> Self {
        let headers = match code {
            Code::Unauthenticated | Code::InvalidCredentials => {
                vec![(WWW_AUTHENTICATE, HeaderValue::from_static(REALM))]
            }
            _ => Vec::new(),
        };
        Self(Box::new(Inner {
            code,
            status: code.status(),
            detail: None,
            errors: Vec::new(),
            extensions: Map::new(),
            headers,
            // What is left of such a body is not worth reading.
            close: matches!(code, Code::RequestTimeout | Code::PayloadTooLarge),
        }))
    }

    /// 401 for a token that was sent and is not (any longer) good.
    pub fn invalid_token() -> Self {
        let mut problem = Self::new(Code::Unauthenticated);
        let value = HeaderValue::from_static("Bearer realm=\"padi\", error=\"invalid_token\"");
        problem.0.headers = vec![(WWW_AUTHENTICATE, value)];
        problem
    }

    /// 409 for a write that lost a race and carried no `If-Match`: the code of 412 with the status of a conflict.
    pub fn lost_race() -> Self {
        let mut problem = Self::new(Code::VersionMismatch);
        problem.0.status = StatusCode::CONFLICT;
        problem
    }

    /// 401 for a log-in that needs a code of the second factor, or came with a wrong one: elsewhere these codes are a 403 and a 422.
    pub fn at_log_in(code: Code) -> Self {
        let mut problem = Self::new(code);
        problem.0.status = StatusCode::UNAUTHORIZED;
        problem.0.headers = vec![(WWW_AUTHENTICATE, HeaderValue::from_static(REALM))];
        problem
    }

    /// 422 with all faults of a body.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self::new(Code::ValidationFailed).with_errors(errors)
    }

    /// 400 `invalid_parameter` for a query, path or header parameter.
    pub fn invalid_parameter(name: &str, detail: Text) -> Self {
        Self::new(Code::InvalidParameter).with("parameter", name).with_detail(detail)
    }

    /// 409 naming the state of the case and what may be done in it.
    pub fn invalid_transition(state: &str, allowed_actions: &[&str]) -> Self {
        Self::new(Code::InvalidTransition).with("state", state).with("allowed_actions", allowed_actions)
    }

    /// 500; the chain of causes is logged here, once, and never shown.
    pub fn internal(source: &(dyn Error + 'static)) -> Self {
        let mut chain = source.to_string();
        let mut next = source.source();
        while let Some(cause) = next {
            chain.push_str(": ");
            chain.push_str(&cause.to_string());
            next = cause.source();
        }
        tracing::error!(error = %chain, "internal error");
        Self::new(Code::Internal)
    }

    /// A detail of this occurrence instead of the code's own.
    #[must_use]
    pub fn with_detail(mut self, detail: Text) -> Self {
        self.0.detail = Some(detail);
        self
    }

    /// The faults of the body, with pointers.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.0.errors = errors;
        self
    }

    /// An extension member, such as `state` or `parameter`. The members of RFC 9457 and our own common ones can't be replaced.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.extensions.insert(name.to_owned(), value.into());
        self
    }

    /// `Retry-After` in whole seconds, rounded up, at least one.
    #[must_use]
    pub fn retry_after(self, wait: Duration) -> Self {
        let seconds = wait.as_millis().div_ceil(1000).max(1);
        self.header(RETRY_AFTER, &seconds.to_string())
    }

    /// `Allow` of a 405.
    #[must_use]
    pub fn allow(self, methods: &str) -> Self {
        self.header(ALLOW, methods)
    }

    /// A header of the answer; a value that is no header value is left out.
    fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers.push((name, value));
        }
        self
    }

    /// The code.
    #[cfg(test)]
    pub(crate) fn code(&self) -> Code {
        self.0.code
    }

    /// The faults of the body.
    #[cfg(test)]
    pub(crate) fn errors(&self) -> &[FieldError] {
        &self.0.errors
    }

    /// An extension member.
    #[cfg(test)]
    pub(crate) fn extension(&self, name: &str) -> Option<&Value> {
        self.0.extensions.get(name)
    }

    /// The body, in the order in which a reader wants it.
    pub fn body(&self, context: &Context) -> Value {
        let Inner { code, status, detail, errors, extensions, .. } = &*self.0;
        let language = context.language;
        let detail = detail.as_ref().map_or(code.detail(language), |text| text.get(language));
        let mut body = extensions.clone();
        body.insert("type".to_owned(), json!(format!("{}/problems/{}", context.public_url, code.as_str())));
        body.insert("title".to_owned(), json!(code.title(language)));
        body.insert("status".to_owned(), json!(status.as_u16()));
        body.insert("detail".to_owned(), json!(detail));
        body.insert("code".to_owned(), json!(code.as_str()));
        body.insert("trace_id".to_owned(), json!(context.trace.trace_id));
        if !errors.is_empty() {
            let errors: Vec<Value> = errors.iter().map(|error| error.to_json(language)).collect();
            body.insert("errors".to_owned(), Value::Array(errors));
        }
        Value::Object(body)
    }

    /// The answer: the one place where a problem becomes bytes.
    pub fn render(&self, context: &Context) -> HttpResponse {
        let mut response = self.bare();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(context.language.tag()));
        response.set_body(BoxBody::new(self.body(context).to_string()))
    }

    /// Status and headers without a body.
    fn bare(&self) -> HttpResponse {
        let mut builder = HttpResponse::build(self.0.status);
        if self.0.close {
            builder.force_close();
        }
        for (name, value) in &self.0.headers {
            builder.insert_header((name.clone(), value.clone()));
        }
        builder.finish()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.status.as_u16(), self.0.code.as_str())
    }
}

impl Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    fn error_response(&self) -> HttpResponse {
        self.bare()
    }
}

impl Responder for Problem {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::from_error(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Trace;
    use crate::field::FieldCode;
    use crate::language::Language;
    use std::sync::Arc;

    fn context(language: Language) -> Context {
        let trace = Trace { trace_id: "0af7651916cd43dd8448eb211c80319c".to_owned(), parent_id: None };
        Context { trace, language, public_url: Arc::from("https://padi.example") }
    }

    #[test]
    fn the_body_has_every_member() {
        let problem = Problem::invalid(vec![FieldError::new("/title", FieldCode::Required)]).with("status", 1);
        let body = problem.body(&context(Language::English));
        assert_eq!(body["type"], "https://padi.example/problems/validation_failed");
        assert_eq!(body["title"], "Validation failed");
        assert_eq!(body["status"], 422, "an extension can't replace a standard member");
        assert_eq!(body["code"], "validation_failed");
        assert_eq!(body["trace_id"], "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(body["errors"][0]["pointer"], "/title");
        let indonesian = problem.body(&context(Language::Indonesian));
        assert_eq!(indonesian["title"], "Isian belum benar");
        assert_eq!(indonesian["errors"][0]["message"], "Wajib diisi.");
    }

    #[test]
    fn headers_go_with_their_problems() {
        let context = context(Language::Indonesian);
        let late = Problem::new(Code::RateLimited).retry_after(Duration::from_millis(1200)).render(&context);
        assert_eq!(late.headers().get("retry-after").unwrap(), "2");
        assert_eq!(late.headers().get("content-type").unwrap(), PROBLEM_JSON);
        assert_eq!(late.headers().get("content-language").unwrap(), "id");
        let unknown = Problem::new(Code::Unauthenticated).render(&context);
        assert_eq!(unknown.headers().get("www-authenticate").unwrap(), "Bearer realm=\"padi\"");
        let stale = Problem::invalid_token().render(&context);
        assert_eq!(stale.headers().get("www-authenticate").unwrap(), "Bearer realm=\"padi\", error=\"invalid_token\"");
        assert_eq!(
            Problem::new(Code::MethodNotAllowed).allow("GET").render(&context).headers().get("allow").unwrap(),
            "GET"
        );
    }

    #[test]
    fn a_lost_race_is_a_conflict() {
        let problem = Problem::lost_race();
        assert_eq!(problem.status_code(), StatusCode::CONFLICT);
        assert_eq!(problem.code(), Code::VersionMismatch);
    }
}
