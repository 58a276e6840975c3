//! Pages of lists: `{ "data": [...], "next_cursor": ... }`, the `Link` header and the cursors.
//!
//! A cursor is opaque to clients: base64url of sealed JSON, with the position after which the next page starts and a hash of filters and
//! sort, so that it can't be used with others. It is sealed because a position is exact where what is shown is not: the instant of an
//! anonymous case, the number of an event. It carries no rights; whatever it says, a query shows only what the caller may see.
//!
//! Concrete page types are written out per resource (utoipa writes a generic one inline), with the fields `data` and `next_cursor`, the
//! one nullable field of the API.

use crate::context::Context;
use crate::digest::digest64;
use crate::problem::{Code, Problem};
use actix_web::http::header::LINK;
use actix_web::{HttpRequest, HttpResponse, web};
use data_encoding::BASE64URL_NOPAD;
use padi_app::App;
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
/// A position that is no JSON, or can't be sealed, is an error of ours: 500.
pub fn encode_cursor<P: Serialize>(req: &HttpRequest, position: &P) -> Result<String, Problem> {
    let app = app(req)?;
    encode(position, filters_of(req), |plain| app.seal_cursor(plain).map_err(Problem::from))
}

/// The position of a cursor that was made for this query.
///
/// # Errors
/// 400 `invalid_cursor`.
pub fn decode_cursor<P: DeserializeOwned>(req: &HttpRequest, text: &str) -> Result<P, Problem> {
    let app = app(req)?;
    decode(text, filters_of(req), |sealed| app.open_cursor(sealed))
        .ok_or_else(|| Problem::new(Code::InvalidCursor).with("parameter", "cursor"))
}

/// What seals and opens.
fn app(req: &HttpRequest) -> Result<&web::Data<App>, Problem> {
    req.app_data().ok_or_else(|| Problem::internal(&std::io::Error::other("the use cases are not wired")))
}

fn encode<P: Serialize>(
    position: &P,
    filters: u64,
    seal: impl FnOnce(&[u8]) -> Result<Vec<u8>, Problem>,
) -> Result<String, Problem> {
    let cursor = Cursor { v: VERSION, f: filters, p: position };
    let plain = serde_json::to_vec(&cursor).map_err(|error| Problem::internal(&error))?;
    Ok(BASE64URL_NOPAD.encode(&seal(&plain)?))
}

fn decode<P: DeserializeOwned>(text: &str, filters: u64, open: impl FnOnce(&[u8]) -> Option<Vec<u8>>) -> Option<P> {
    if text.len() > MAX_CURSOR {
        return None;
    }
    let plain = open(&BASE64URL_NOPAD.decode(text.as_bytes()).ok()?)?;
    let cursor: Cursor<P> = serde_json::from_slice(&plain).ok()?;
    (cursor.v == VERSION && cursor.f == filters).then_some(cursor.p)
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
    use padi_app::entropy::SystemEntropy;
    use padi_app::keys::{Keys, Place};
    use std::sync::Arc;

    const PLACE: Place<'static> = Place { table: "cursor", column: "", row: "" };

    fn keys() -> Keys {
        Keys::new(*b"0001", &[1; 32], [2; 32], [3; 32])
    }

    fn request(uri: &str) -> HttpRequest {
        TestRequest::with_uri(uri).to_http_request()
    }

    fn made<P: Serialize>(uri: &str, position: &P) -> String {
        let seal = |plain: &[u8]| Ok(keys().seal(PLACE, plain, &SystemEntropy).unwrap());
        encode(position, filters_of(&request(uri)), seal).unwrap()
    }

    fn read(uri: &str, cursor: &str) -> Option<(String, u32)> {
        decode(cursor, filters_of(&request(uri)), |sealed| keys().open_sealed(PLACE, sealed).ok())
    }

    #[test]
    fn a_cursor_belongs_to_its_query() {
        let cursor = made("/v1/complaints?state=unverified&sort=-due_at&limit=5", &("2026-03-13", 7));
        let next = format!("/v1/complaints?limit=9&sort=-due_at&state=unverified&cursor={cursor}");
        assert_eq!(read(&next, &cursor).unwrap(), ("2026-03-13".to_owned(), 7));
        for other in ["/v1/complaints?state=archived&sort=-due_at", "/v1/complaints?state=unverified", "/v1/agencies"] {
            assert_eq!(read(other, &cursor), None, "{other}");
        }
    }

    #[test]
    fn a_cursor_does_not_tell_its_position() {
        let cursor = made("/v1/complaints", &("2026-03-13T02:00:00.123Z", 4711));
        let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("2026-03") && !text.contains("4711"), "{text}");
    }

    #[test]
    fn nonsense_is_refused() {
        let uri = "/v1/complaints";
        let plain = BASE64URL_NOPAD
            .encode(format!("{{\"v\":1,\"f\":{},\"p\":[\"a\",1]}}", filters_of(&request(uri))).as_bytes());
        let mut broken = BASE64URL_NOPAD.decode(made(uri, &("a", 1)).as_bytes()).unwrap();
        *broken.last_mut().unwrap() ^= 1;
        let broken = BASE64URL_NOPAD.encode(&broken);
        let other_type = made(uri, &true);
        for bad in ["", "x", "!!!!", "bm9uc2Vuc2U", &plain, &broken, &other_type, &"A".repeat(5000)] {
            assert_eq!(read(uri, bad), None, "{bad}");
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
