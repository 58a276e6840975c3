//! What is known of each request afterwards: a span, one log line, a counter and a histogram.
//!
//! They name the method, the route's pattern, the status and the time; never the address, the agent, the query, the path with its ids, or
//! anything of a body.

use super::edge::SentMethod;
use crate::context::Context;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use std::time::{Duration, Instant};
use tracing::Instrument as _;

/// Answers by method, route and status.
pub const REQUESTS: &str = "http_requests_total";
/// Seconds until the head of an answer, by method, route and status.
pub const DURATION: &str = "http_request_duration_seconds";

/// The route of requests that no route took.
const UNMATCHED: &str = "unmatched";

/// The middleware.
///
/// # Errors
/// Those from inside, untouched.
pub async fn observe<B: MessageBody>(req: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let start = Instant::now();
    let method = {
        let extensions = req.extensions();
        label(extensions.get::<SentMethod>().map_or(req.method(), |sent| &sent.0))
    };
    let trace = req.extensions().get::<Context>().map(|context| context.trace.clone());
    // Asked now, because a panic takes the request with it.
    let route = req.match_pattern().unwrap_or_else(|| UNMATCHED.to_owned());
    let span = tracing::info_span!(
        "http.request",
        trace_id = trace.as_ref().map(|trace| trace.trace_id.as_str()),
        parent_id = trace.as_ref().and_then(|trace| trace.parent_id.as_deref()),
        http.method = method,
        http.route = route.as_str(),
        http.status = tracing::field::Empty
    );
    let result = next.call(req).instrument(span.clone()).await;
    let status = match &result {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    span.record("http.status", status.as_u16());
    let took = start.elapsed();
    span.in_scope(|| log(&route, status, took));
    measure(method, route, status, took);
    result
}

/// The method as a label: a caller can invent methods, but not label values.
fn label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn log(route: &str, status: StatusCode, took: Duration) {
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if route.starts_with("/healthz") || route == "/metrics" {
        tracing::debug!(milliseconds, "answered");
    } else if status.is_server_error() {
        tracing::warn!(milliseconds, "answered");
    } else {
        tracing::info!(milliseconds, "answered");
    }
}

fn measure(method: &'static str, route: String, status: StatusCode, took: Duration) {
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.as_u16().to_string())];
    metrics::counter!(REQUESTS, &labels).increment(1);
    metrics::histogram!(DURATION, &labels).record(took.as_secs_f64());
}

#[cfg(test)]
#[path = "observe_tests.rs"]
mod tests;
