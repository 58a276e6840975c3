//! The `OpenAPI` document at `/openapi.json` and Swagger UI at `/docs`, out of the binary, with no request to anywhere else.

use crate::conditional::{ETag, IfNoneMatch};
use crate::problem::{Code, Problem};
use crate::server::Http;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, LOCATION};
use actix_web::{HttpResponse, get, web};
use std::io;
use std::sync::{Arc, LazyLock};
use utoipa_swagger_ui::Config;

/// What Swagger UI needs beyond scripts of its own: styles that it writes itself, and images in data addresses.
const POLICY: &str =
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

/// The validator badge would ask a server of others, so it is off.
static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let config = Config::new(["/openapi.json"]).validator_url("none");
    Arc::new(config.deep_linking(true).display_operation_id(true).try_it_out_enabled(true).filter(true))
});

/// Read the description of this API
///
/// The document from which clients and the pages at `/docs` are made, in the format of version 3.1 (dokumen antarmuka).
#[utoipa::path(
    operation_id = "readOpenApi",
    tag = "service",
    responses((
        status = 200,
        description = "The document.",
        body = Object,
        content_type = "application/json",
        headers(("ETag" = String, description = "Version of the document."))
    )),
    security(())
)]
#[get("/openapi.json")]
pub(crate) async fn read_openapi(known: IfNoneMatch, http: web::Data<Http>) -> HttpResponse {
    let (json, version) = http.document();
    let mut response = known
        .not_modified(version)
        .unwrap_or_else(|| HttpResponse::Ok().insert_header(ETag(version)).content_type("application/json").body(json));
    response.headers_mut().insert(CACHE_CONTROL, actix_web::http::header::HeaderValue::from_static("no-cache"));
    response
}

/// Leads `/docs` to `/docs/`, so that the files beside the page are found.
#[get("/docs")]
pub(crate) async fn docs_without_slash() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/docs/")).finish()
}

/// A file of Swagger UI; the page itself for the empty name.
///
/// # Errors
/// 404 `not_found` for a file that is none of its own.
#[get("/docs/{file:.*}")]
pub(crate) async fn docs(file: web::Path<String>) -> Result<HttpResponse, Problem> {
    let found = utoipa_swagger_ui::serve(&file, Arc::clone(&CONFIG))
        .map_err(|error| Problem::internal(&io::Error::other(error.to_string())))?
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    let mut response = HttpResponse::Ok();
    response.content_type(found.content_type);
    response.insert_header((CONTENT_SECURITY_POLICY, POLICY));
    response.insert_header((CACHE_CONTROL, "public, max-age=3600"));
    if found.gzpipped {
        response.insert_header((CONTENT_ENCODING, "gzip"));
    }
    Ok(response.body(found.bytes.into_owned()))
}
