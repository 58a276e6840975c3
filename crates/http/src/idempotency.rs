//! `Idempotency-Key` (IETF httpapi draft): the key, and what makes two requests the same.
//!
//! Whether a key has been used is decided by the use case, in the transaction of its effect.

use crate::language::Text;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};

/// The header.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The header of an answer that is given a second time, with the value `true`.
pub const IDEMPOTENCY_REPLAYED: &str = "Idempotency-Replayed";

/// The longest key.
const MAX_KEY: usize = 255;

/// The key of a request, without quotes; `None` where the caller sent none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

impl FromRequest for IdempotencyKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut values = req.headers().get_all(IDEMPOTENCY_KEY);
        let key = match (values.next(), values.next()) {
            (None, _) => Ok(Self(None)),
            (Some(value), None) => {
                value.to_str().ok().and_then(parse).map(|key| Self(Some(key))).ok_or_else(unreadable)
            }
            (Some(_), Some(_)) => Err(unreadable()),
        };
        ready(key)
    }
}

/// Bare (`8e03978e`) or a structured string (`"8e03978e"`, RFC 9651), 1 to 255 visible ASCII characters.
fn parse(text: &str) -> Option<String> {
    let text = text.trim();
    let key = match text.strip_prefix('"') {
        Some(quoted) => unquote(quoted)?,
        None => text.to_owned(),
    };
    let visible = key.bytes().all(|b| b.is_ascii_graphic());
    (visible && (1..=MAX_KEY).contains(&key.len())).then_some(key)
}

fn unquote(text: &str) -> Option<String> {
    let mut key = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '"' => return characters.next().is_none().then_some(key),
            '\\' => match characters.next()? {
                escaped @ ('"' | '\\') => key.push(escaped),
                _ => return None,
            },
            other => key.push(other),
        }
    }
}

fn unreadable() -> Problem {
    Problem::invalid_parameter(
        IDEMPOTENCY_KEY,
        Text::new(
            "Idempotency-Key harus 1 sampai 255 karakter ASCII yang terlihat, satu kali saja.",
            "Idempotency-Key must be 1 to 255 visible ASCII characters, and stand once.",
        ),
    )
}

/// What a fingerprint is made of: equal for equal requests, and for no others. Hash it before it is stored.
///
/// `path` is the path as matched (with the id), `body` the canonical form of [`crate::body::Body::raw`]. Each part is preceded by its
/// length, so that no two requests share their bytes.
pub fn fingerprint_input(method: &Method, path: &str, body: &[u8]) -> Vec<u8> {
    let parts = [method.as_str().as_bytes(), path.as_bytes(), body];
    let mut input = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        input.extend_from_slice(&(part.len() as u64).to_be_bytes());
        input.extend_from_slice(part);
    }
    input
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;
    use actix_web::test::TestRequest;

    async fn key(values: &[&str]) -> Result<Option<String>, Problem> {
        let mut request = TestRequest::post();
        for value in values {
            request = request.append_header((IDEMPOTENCY_KEY, *value));
        }
        let (request, mut payload) = request.to_http_parts();
        IdempotencyKey::from_request(&request, &mut payload).await.map(|key| key.0)
    }

    #[actix_web::test]
    async fn bare_and_quoted_keys_are_the_same() {
        assert_eq!(key(&[]).await.unwrap(), None);
        assert_eq!(key(&["abc"]).await.unwrap().unwrap(), "abc");
        assert_eq!(key(&["\"abc\""]).await.unwrap().unwrap(), "abc");
        assert_eq!(key(&["\"a\\\"b\\\\\""]).await.unwrap().unwrap(), "a\"b\\");
        let longest = "k".repeat(MAX_KEY);
        assert_eq!(key(&[&longest]).await.unwrap().unwrap(), longest);
    }

    #[actix_web::test]
    async fn other_keys_are_refused() {
        let too_long = "k".repeat(MAX_KEY + 1);
        for bad in ["", "\"\"", "a b", "\"abc", "\"a\"b", "\"a\\n\"", too_long.as_str()] {
            assert_eq!(key(&[bad]).await.unwrap_err().code(), Code::InvalidParameter, "{bad}");
        }
        assert!(key(&["a", "b"]).await.is_err());
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let one = fingerprint_input(&Method::POST, "/a", b"b");
        assert_eq!(one, fingerprint_input(&Method::POST, "/a", b"b"));
        assert_ne!(one, fingerprint_input(&Method::POST, "/ab", b""));
        assert_ne!(one, fingerprint_input(&Method::PUT, "/a", b"b"));
    }
}
