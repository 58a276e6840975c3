//! Close around the handlers: a panic is a 500, a body has a deadline, an address has a quota.

use crate::payload::{Pace, paced};
use crate::problem::{Code, Problem};
use crate::rate_limit::{self, Policy};
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;

/// Panics that were caught.
pub const PANICS: &str = "http_panics_total";

/// Paths that are asked by machines of the operator, or must not cost what they tell.
const FREE: [&str; 4] = ["/healthz/live", "/healthz/ready", "/metrics", "/v1/me/limits"];

/// The middleware.
///
/// # Errors
/// A caught panic, as a problem `internal`: the request is gone with it, so the outermost layer answers.
pub async fn guard<B: MessageBody>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    if !FREE.contains(&req.path())
        && let Err(problem) = rate_limit::charge_address(req.request(), Policy::Address)
    {
        // Not `into_response`, which loses what the problem says beside its status.
        let mut refused = req.error_response(problem);
        let (request, response) = (refused.request().clone(), refused.response_mut());
        rate_limit::write_headers(&request, response.headers_mut());
        return Ok(refused.map_into_right_body());
    }
    let payload = req.take_payload();
    let pace = Pace::of(req.headers());
    req.set_payload(paced(payload, pace));
    let Ok(result) = AssertUnwindSafe(next.call(req)).catch_unwind().await else {
        metrics::counter!(PANICS).increment(1);
        tracing::error!("a handler panicked");
        return Err(Problem::new(Code::Internal).into());
    };
    let mut response = result?;
    let request = response.request().clone();
    rate_limit::write_headers(&request, response.headers_mut());
    Ok(response.map_into_left_body())
}
