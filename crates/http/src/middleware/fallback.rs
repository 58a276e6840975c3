//! What no route takes: 404 for an unknown path, 405 with `Allow` for a wrong method, 204 with `Allow` for `OPTIONS`.

use crate::problem::{Code, Problem};
use crate::server::Http;
use actix_web::http::Method;
use actix_web::http::header::ALLOW;
use actix_web::{HttpRequest, HttpResponse, web};

/// The default service.
///
/// # Errors
/// 404 `not_found` or 405 `method_not_allowed`.
pub async fn fallback(req: HttpRequest, http: web::Data<Http>) -> Result<HttpResponse, Problem> {
    let allow = http.paths().allow(req.path()).ok_or_else(|| Problem::new(Code::NotFound))?;
    if *req.method() == Method::OPTIONS {
        return Ok(HttpResponse::NoContent().insert_header((ALLOW, allow)).finish());
    }
    // A path that serves this method is taken by its route; that it came here means that a segment of it did not fit.
    if allow.split(", ").any(|method| method == req.method().as_str()) {
        return Err(Problem::new(Code::NotFound));
    }
    Err(Problem::new(Code::MethodNotAllowed).allow(&allow))
}
