//! Problems become bytes here, and whatever else is an error becomes a problem.

use crate::context::Context;
use crate::payload;
use crate::problem::{Code, PROBLEM_JSON, Problem};
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};

/// The middleware.
///
/// # Errors
/// Those from inside, untouched.
pub async fn render<B: MessageBody>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let response = next.call(req).await?;
    let Some(problem) = problem_of(&response) else { return Ok(response.map_into_left_body()) };
    let context = response.request().extensions().get::<Context>().cloned();
    let Some(context) = context else { return Ok(response.map_into_left_body()) };
    let (request, old) = response.into_parts();
    let mut rendered = problem.render(&context);
    keep(old.headers(), rendered.headers_mut());
    Ok(ServiceResponse::new(request, rendered.map_into_right_body()))
}

/// Headers that inner layers have set (CORS, quotas) stay.
fn keep(old: &HeaderMap, new: &mut HeaderMap) {
    for (name, value) in old {
        if name != CONTENT_TYPE && name != CONTENT_LENGTH && !new.contains_key(name) {
            new.append(name.clone(), value.clone());
        }
    }
}

/// The problem of an answer: one of ours, or the one that stands for an error of the framework. Answers that speak a standard's own form
/// of error (JSON that is not a problem) are left alone.
fn problem_of<B>(response: &ServiceResponse<B>) -> Option<Problem> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    if let Some(error) = response.response().error() {
        return Some(error.as_error::<Problem>().cloned().unwrap_or_else(|| problem_of_error(error)));
    }
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let speaks = content_type.starts_with("application/json") || content_type.starts_with(PROBLEM_JSON);
    (!speaks).then(|| problem_of_status(status))
}

/// The problem for an error of the framework.
pub(super) fn problem_of_error(error: &Error) -> Problem {
    match error.as_error::<PayloadError>() {
        Some(error) => payload::problem_of(error),
        None => problem_of_status(error.as_response_error().status_code()),
    }
}

fn problem_of_status(status: StatusCode) -> Problem {
    let code = match status {
        StatusCode::UNAUTHORIZED => Code::Unauthenticated,
        StatusCode::FORBIDDEN => Code::Forbidden,
        StatusCode::NOT_FOUND | StatusCode::GONE => Code::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::REQUEST_TIMEOUT => Code::RequestTimeout,
        StatusCode::PAYLOAD_TOO_LARGE => Code::PayloadTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType,
        StatusCode::UNPROCESSABLE_ENTITY => Code::ValidationFailed,
        StatusCode::TOO_MANY_REQUESTS => Code::RateLimited,
        StatusCode::SERVICE_UNAVAILABLE => Code::Unavailable,
        other if other.is_client_error() => Code::InvalidParameter,
        _ => Code::Internal,
    };
    Problem::new(code)
}
