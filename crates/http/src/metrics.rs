//! `/metrics` in the text format of Prometheus, behind a token of its own where one is set.

use crate::problem::{Code, Problem};
use crate::server::Http;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{HttpRequest, HttpResponse, get, web};
use std::sync::Arc;
use subtle::ConstantTimeEq as _;

/// Writes all metrics of the process as text.
pub type RenderMetrics = Arc<dyn Fn() -> String + Send + Sync>;

/// Read the metrics of this process
///
/// Counters and histograms in the text format of Prometheus. Needs the token of `PADI_METRICS_TOKEN` as a bearer token where one is set
/// (metrik).
#[utoipa::path(
    operation_id = "readMetrics",
    tag = "service",
    responses((status = 200, description = "All metrics.", content_type = "text/plain", body = String)),
    security((), ("metrics_token" = []))
)]
#[get("/metrics")]
pub(crate) async fn read_metrics(req: HttpRequest, http: web::Data<Http>) -> Result<HttpResponse, Problem> {
    if let Some(token) = http.metrics_token() {
        let sent = req.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        match sent.and_then(|value| value.split_once(' ')) {
            None => return Err(Problem::new(Code::Unauthenticated)),
            Some((scheme, given)) if scheme.eq_ignore_ascii_case("bearer") && same(given.trim(), token) => {}
            Some(_) => return Err(Problem::invalid_token()),
        }
    }
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(http.render_metrics()))
}

/// Compares in a time that does not depend on where two tokens of one length differ.
fn same(given: &str, token: &str) -> bool {
    given.as_bytes().ct_eq(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn tokens_are_compared_whole() {
        assert!(same("abc", "abc"));
        for other in ["", "ab", "abcd", "abd", "xbc"] {
            assert!(!same(other, "abc"), "{other}");
        }
    }
}
