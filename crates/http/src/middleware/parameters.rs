//! A query parameter that the document does not name is a 400, whatever the handler reads: a misspelt one would be ignored in silence.
//!
//! Who may not call at all is told that first (401).

use crate::auth::Credentials;
use crate::path_table::Operation;
use crate::problem::{Code, Problem};
use crate::query::unknown_parameter;
use crate::server::Http;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest as _, HttpRequest, web};

/// The middleware.
///
/// # Errors
/// Those from inside, untouched.
pub async fn parameters<B: MessageBody>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    match refusal(req.request()).await {
        Some(problem) => Ok(req.error_response(problem).map_into_right_body()),
        None => Ok(next.call(req).await?.map_into_left_body()),
    }
}

/// Why the request is refused, if it is.
async fn refusal(req: &HttpRequest) -> Option<Problem> {
    let http = req.app_data::<web::Data<Http>>()?;
    let operation = http.paths().operation(req.method().as_str(), req.path())?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(req.query_string()).unwrap_or_default();
    let (unknown, _) = pairs.into_iter().find(|(name, _)| !operation.query.contains(name))?;
    if let Err(problem) = identify(req, operation).await {
        return Some(problem);
    }
    let known: Vec<&str> = operation.query.iter().map(String::as_str).collect();
    Some(unknown_parameter(&unknown, &known))
}

/// 401 where the handler would say so before it looked at parameters.
async fn identify(req: &HttpRequest, operation: &Operation) -> Result<(), Problem> {
    if !operation.credentials {
        return Ok(());
    }
    let Credentials { caller, tracking_secret } = Credentials::from_request(req, &mut Payload::None).await?;
    if operation.secured && caller.person().is_none() && tracking_secret.is_none() {
        return Err(Problem::new(Code::Unauthenticated));
    }
    Ok(())
}
