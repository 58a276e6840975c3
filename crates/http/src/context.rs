//! What every answer needs to know of its request: the trace, the language and the public address.
//!
//! The outermost middleware makes the [`Context`] once; handlers may take it as an extractor.

use crate::language::Language;
use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use uuid::Uuid;

/// The trace of one request (W3C Trace Context).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// 32 lower-case hex digits; also `X-Request-Id` and `trace_id`.
    pub trace_id: String,
    /// The caller's span, 16 hex digits, when a valid `traceparent` came.
    pub parent_id: Option<String>,
}

impl Trace {
    /// Continues the caller's trace, or starts a new one where `traceparent` is absent, repeated or invalid.
    #[expect(clippy::disallowed_methods, reason = "a trace id names a request in logs; nothing depends on it")]
    pub fn of(headers: &HeaderMap) -> Self {
        let mut values = headers.get_all("traceparent");
        let first = values.next().and_then(|value| value.to_str().ok());
        match (first.and_then(parse_traceparent), values.next()) {
            (Some(trace), None) => trace,
            _ => Self { trace_id: Uuid::new_v4().simple().to_string(), parent_id: None },
        }
    }
}

/// Reads `version-traceid-parentid-flags`; later versions may carry more fields, version 00 may not.
fn parse_traceparent(value: &str) -> Option<Trace> {
    let mut parts = value.split('-');
    let (version, trace, parent, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let lengths = version.len() == 2 && trace.len() == 32 && parent.len() == 16 && flags.len() == 2;
    let hex =
        [version, trace, parent, flags].iter().all(|part| part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')));
    let zero = |text: &str| text.bytes().all(|b| b == b'0');
    let extra = version == "00" && parts.next().is_some();
    if !lengths || !hex || version == "ff" || zero(trace) || zero(parent) || extra {
        return None;
    }
    Some(Trace { trace_id: trace.to_owned(), parent_id: Some(parent.to_owned()) })
}

/// What the renderer of problems, the pages and the links need to know of a request.
#[derive(Clone, Debug)]
pub struct Context {
    /// The trace that this request belongs to.
    pub trace: Trace,
    /// The language of texts in the answer.
    pub language: Language,
    /// The address under which people reach the API, without a slash at the end.
    pub public_url: Arc<str>,
}

impl Context {
    /// The context of a request.
    pub fn of(headers: &HeaderMap, public_url: Arc<str>) -> Self {
        Self { trace: Trace::of(headers), language: Language::of(headers), public_url }
    }
}

impl FromRequest for Context {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let stored = req.extensions().get::<Self>().cloned();
        ready(Ok(stored.unwrap_or_else(|| Self::of(req.headers(), Arc::from("")))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn of(value: &'static str) -> Trace {
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static("traceparent"), HeaderValue::from_static(value));
        Trace::of(&headers)
    }

    #[test]
    fn a_valid_traceparent_is_continued() {
        let trace = of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assert_eq!(trace.trace_id, "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(trace.parent_id.as_deref(), Some("b7ad6b7169203331"));
        let later = of("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-ever");
        assert_eq!(later.trace_id, "0af7651916cd43dd8448eb211c80319c");
    }

    #[test]
    fn an_invalid_traceparent_is_ignored() {
        for bad in [
            "",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            "00-0af7-b7ad-01",
        ] {
            let trace = of(bad);
            assert_eq!(trace.trace_id.len(), 32);
            assert_ne!(trace.trace_id, "0af7651916cd43dd8448eb211c80319c");
            assert_eq!(trace.parent_id, None);
        }
    }
}
