//! Browsers of any origin may call the API; cookies and other ambient credentials are no part of it.

use actix_cors::Cors;

/// Headers of answers that a script of another origin may read.
pub const EXPOSED: [&str; 11] = [
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "RateLimit",
    "RateLimit-Policy",
    "X-Request-Id",
    "Idempotency-Replayed",
    "Allow",
    "Content-Language",
    "WWW-Authenticate",
];

/// What a script of another origin may send: all that the API serves, and not TRACE or CONNECT.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The middleware.
pub fn cors() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allowed_methods(METHODS)
        .allow_any_header()
        .expose_headers(EXPOSED)
        .max_age(86_400)
}
