//! Pages of lists: `{ "data": [...], "next_cursor": ... }`, the `Link` header and the cursors.
//!
//! A cursor is opaque to clients: base64url of JSON, with the position after which the next page starts and a hash of filters and sort, so
//! that it can't be used with others. It carries no rights; whatever it says, a query shows only what the caller may see.
//!
//! Concrete page types are written out per resource (utoipa writes a generic one inline), with the fields `data` and `next_cursor`, the
//! one nullable field of the API.

use crate::context::Context;
use crate::digest::digest64;
use crate::problem::{Code, Problem};
use actix_web::http::header::LINK;
use actix_web::{HttpRequest, HttpResponse};
use data_encoding::BASE64URL_NOPAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a cursor carries.
#[derive(Serialize, Deserialize)]
struct Cursor<P> {
    /// Form of this cursor; another one is refused.
    v: u8,
    /// Hash of filters and sort.
    f: u64,
    /// The position after which to go on.
    p: P,
}

const VERSION: u8 = 1;

/// The longest cursor that is looked at.
const MAX_CURSOR: usize = 2048;

/// A cursor after `position`, for this query only.
///
/// # Errors
/// A position that is no JSON is an error of ours: 500.
pub fn encode_cursor<P: Serialize>(req: &HttpRequest, position: &P) -> Result<String, Problem> {
    let cursor = Cursor { v: VERSION, f: filters_of(req), p: position };
    serde_json::to_vec(&cursor).map(|json| BASE64URL_NOPAD.encode(&json)).map_err(|error| Problem::internal(&error))
}

/// The position of a cursor that was made for this query.
///
/// # Errors
/// 400 `invalid_cursor`.
pub fn decode_cursor<P: DeserializeOwned>(req: &HttpRequest, text: &str) -> Result<P, Problem> {
    let json = (text.len() <= MAX_CURSOR).then(|| BASE64URL_NOPAD.decode(text.as_bytes()).ok()).flatten();
    let cursor = json.and_then(|json| serde_json::from_slice::<Cursor<P>>(&json).ok());
    match cursor {
        Some(cursor) if cursor.v == VERSION && cursor.f == filters_of(req) => Ok(cursor.p),
        _ => Err(Problem::new(Code::InvalidCursor).with("parameter", "cursor")),
    }
}

/// The parameters of a query, in the order in which they came, without some.
fn parameters_without(req: &HttpRequest, left_out: &[&str]) -> Vec<(String, String)> {
    let all: Vec<(String, String)> = serde_urlencoded::from_str(req.query_string()).unwrap_or_default();
    all.into_iter().filter(|(name, _)| !left_out.contains(&name.as_str())).collect()
}

/// Path, filters and sort. The size of a page and the wish for a total may change on the way.
fn filters_of(req: &HttpRequest) -> u64 {
    let mut parameters = parameters_without(req, &["cursor", "limit", "include_total"]);
    parameters.sort();
    let query = serde_urlencoded::to_string(parameters).unwrap_or_default();
    digest64(format!("{}?{query}", req.path()).as_bytes())
}

/// The address of the next page.
fn next_address(req: &HttpRequest, context: &Context, cursor: &str) -> String {
    let mut parameters = parameters_without(req, &["cursor"]);
    parameters.push(("cursor".to_owned(), cursor.to_owned()));
    let query = serde_urlencoded::to_string(parameters).unwrap_or_default();
    format!("{}{}?{query}", context.public_url, req.path())
}

/// An answer of 200 with a page; with `Link: <...>; rel="next"` where there is one more.
pub fn page<T: Serialize>(req: &HttpRequest, context: &Context, next_cursor: Option<&str>, body: &T) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    if let Some(cursor) = next_cursor {
        response.insert_header((LINK, format!("<{}>; rel=\"next\"", next_address(req, context, cursor))));
    }
    response.json(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Trace;
    use crate::language::Language;
    use actix_web::test::TestRequest;
    use std::sync::Arc;

    fn request(uri: &str) -> HttpRequest {
        TestRequest::with_uri(uri).to_http_request()
    }

    #[test]
    fn a_cursor_belongs_to_its_query() {
        let first = request("/v1/complaints?state=unverified&sort=-due_at&limit=5");
        let cursor = encode_cursor(&first, &("2026-03-13", 7)).unwrap();
        let next = request(&format!("/v1/complaints?limit=9&sort=-due_at&state=unverified&cursor={cursor}"));
        assert_eq!(decode_cursor::<(String, u32)>(&next, &cursor).unwrap(), ("2026-03-13".to_owned(), 7));
        for other in ["/v1/complaints?state=archived&sort=-due_at", "/v1/complaints?state=unverified", "/v1/agencies"] {
            let problem = decode_cursor::<(String, u32)>(&request(other), &cursor).unwrap_err();
            assert_eq!(problem.code(), Code::InvalidCursor, "{other}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        let req = request("/v1/complaints");
        let other_type = encode_cursor(&req, &true).unwrap();
        for bad in ["", "x", "!!!!", "bm9uc2Vuc2U", &other_type, &"A".repeat(5000)] {
            assert!(decode_cursor::<(String, u32)>(&req, bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_link_is_absolute_and_keeps_the_filters() {
        let req = request("/v1/complaints?state=a%2Cb&cursor=old&limit=5");
        let trace = Trace { trace_id: String::new(), parent_id: None };
        let context = Context { trace, language: Language::English, public_url: Arc::from("https://padi.example") };
        let body = serde_json::json!({ "data": [], "next_cursor": "new" });
        let response = page(&req, &context, Some("new"), &body);
        assert_eq!(
            response.headers().get("link").unwrap(),
            "<https://padi.example/v1/complaints?state=a%2Cb&limit=5&cursor=new>; rel=\"next\""
        );
        assert!(page(&req, &context, None, &body).headers().get("link").is_none());
    }
}
