//! The outermost layer: makes the [`Context`], lets HEAD be answered by GET, and completes the headers of every answer.

use crate::conditional;
use crate::context::Context;
use crate::problem::Problem;
use crate::server::Http;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT_ENCODING, AcceptEncoding, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, Encoding, Header as _, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use std::sync::Arc;

/// What every answer varies by.
const VARY_BY: [&str; 4] = ["Authorization", "Tracking-Secret", "Accept-Language", "Accept-Encoding"];

/// The method as it was sent, before HEAD became GET.
#[derive(Clone, Debug)]
pub struct SentMethod(pub Method);

/// The middleware.
///
/// # Errors
/// None of its own: an error from inside (a caught panic) gets its context here and is rendered by the server.
pub async fn edge<B: MessageBody>(mut req: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let public_url = req.app_data::<web::Data<Http>>().map_or_else(|| Arc::from(""), |http| http.public_url());
    let context = Context::of(req.headers(), public_url);
    let sent = req.method().clone();
    if sent == Method::HEAD {
        // The connection remembers that it was HEAD and leaves the body out.
        req.head_mut().method = Method::GET;
    }
    drop_unusable_accept_encoding(&mut req);
    req.extensions_mut().insert(context.clone());
    req.extensions_mut().insert(SentMethod(sent));
    match next.call(req).await {
        Ok(mut response) => {
            let versioned = response.request().path().starts_with("/v1/");
            let headers = response.headers_mut();
            if versioned {
                name_language(headers, &context);
            }
            complete(headers, &context);
            Ok(response)
        }
        Err(error) => Err(AtTheEdge { problem: problem_of(&error), context }.into()),
    }
}

/// A problem that no response carries: what is left of a panic.
#[derive(Debug)]
struct AtTheEdge {
    problem: Problem,
    context: Context,
}

impl std::fmt::Display for AtTheEdge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.problem.fmt(f)
    }
}

impl actix_web::ResponseError for AtTheEdge {
    fn status_code(&self) -> actix_web::http::StatusCode {
        self.problem.status_code()
    }

    fn error_response(&self) -> actix_web::HttpResponse {
        let mut response = self.problem.render(&self.context);
        // Such an answer has not passed the layer of CORS; any origin may read it, as any other.
        response
            .headers_mut()
            .insert(actix_web::http::header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        complete(response.headers_mut(), &self.context);
        response
    }
}

fn problem_of(error: &Error) -> Problem {
    error.as_error::<Problem>().cloned().unwrap_or_else(|| super::render::problem_of_error(error))
}

/// `Accept-Encoding` that nothing satisfies would be a 406 in plain text; RFC 9110 12.5.3 lets us answer without a coding instead.
fn drop_unusable_accept_encoding(req: &mut ServiceRequest) {
    let supported = [Encoding::identity(), Encoding::brotli(), Encoding::gzip(), Encoding::deflate(), Encoding::zstd()];
    let unusable = match AcceptEncoding::parse(&*req) {
        Ok(accepted) => accepted.negotiate(supported.iter()).is_none_or(|chosen| !supported.contains(&chosen)),
        Err(_) => true,
    };
    if unusable {
        req.headers_mut().remove(ACCEPT_ENCODING);
    }
}

/// Tells the language of the texts in an answer, such as the names of deadlines. A repeated answer has told its own.
fn name_language(headers: &mut HeaderMap, context: &Context) {
    let json = |value: &HeaderValue| value.as_bytes().starts_with(b"application/json");
    if headers.get(CONTENT_TYPE).is_some_and(json) && !headers.contains_key(CONTENT_LANGUAGE) {
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(context.language.tag()));
    }
}

/// The headers that every answer has.
fn complete(headers: &mut HeaderMap, context: &Context) {
    // Said by handlers whose bodies are not to be compressed; on the wire it would say nothing (RFC 9110 8.4).
    if headers.get(CONTENT_ENCODING).is_some_and(|coding| coding == "identity") {
        headers.remove(CONTENT_ENCODING);
    }
    conditional::weaken(headers);
    merge_vary(headers);
    if let Ok(id) = HeaderValue::from_str(&context.trace.trace_id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    for (name, value) in
        [(CACHE_CONTROL, "no-store"), (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'")]
    {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

/// One `Vary` with our own names first and whatever else was named, once each.
fn merge_vary(headers: &mut HeaderMap) {
    let mut names: Vec<String> = VARY_BY.iter().map(|name| (*name).to_owned()).collect();
    for value in headers.get_all(VARY).filter_map(|value| value.to_str().ok()) {
        for name in value.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                names.push(name.to_owned());
            }
        }
    }
    if let Ok(value) = HeaderValue::from_str(&names.join(", ")) {
        headers.insert(VARY, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vary_is_one_header_without_doubles() {
        let mut headers = HeaderMap::new();
        headers.append(VARY, HeaderValue::from_static("accept-encoding, Origin"));
        headers.append(VARY, HeaderValue::from_static("origin"));
        merge_vary(&mut headers);
        let all: Vec<_> = headers.get_all(VARY).collect();
        assert_eq!(all, ["Authorization, Tracking-Secret, Accept-Language, Accept-Encoding, Origin"]);
    }
}
