//! What all writing operations share: the idempotency key in the caller's scope, the precondition, and the answer as it goes out.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LANGUAGE, ContentType, LOCATION};
use actix_web::{HttpRequest, HttpResponse};
use data_encoding::HEXLOWER;
use padi_app::idempotency::{Answer, Key};
use padi_app::keys::sha256;

use crate::conditional::ETag;
use crate::context::Context;
use crate::idempotency::{IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED, IdempotencyKey, fingerprint_input};
use crate::language::Text;
use crate::problem::Problem;

/// The shortest key of somebody without credentials, whose scope is the key itself.
const MIN_ANONYMOUS_KEY: usize = 16;

/// In whose name a key is kept.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// An account.
    Account(&'a str),
    /// A reporter without account, by the case's secret.
    Secret(&'a str),
    /// Nobody known.
    Nobody,
}

/// The idempotency key of the request, if it has one, in the caller's scope.
///
/// # Errors
/// 400 for a key without credentials that somebody else could guess.
pub fn key(
    req: &HttpRequest,
    scope: Scope<'_>,
    header: IdempotencyKey,
    canonical_body: &[u8],
) -> Result<Option<Key>, Problem> {
    let Some(key) = header.0 else { return Ok(None) };
    let fingerprint = sha256(&fingerprint_input(req.method(), req.path(), canonical_body));
    let scope = match scope {
        Scope::Account(id) => format!("account:{id}"),
        Scope::Secret(secret) => format!("secret:{}", HEXLOWER.encode(&sha256(secret.as_bytes()))),
        Scope::Nobody if key.len() < MIN_ANONYMOUS_KEY => return Err(guessable()),
        Scope::Nobody => format!("nobody:{}", HEXLOWER.encode(&fingerprint)),
    };
    Ok(Some(Key { scope, key, fingerprint }))
}

fn guessable() -> Problem {
    let detail = Text::new(
        "Tanpa kredensial, Idempotency-Key harus paling sedikit 16 karakter.",
        "Without credentials, Idempotency-Key must have at least 16 characters.",
    );
    Problem::invalid_parameter(IDEMPOTENCY_KEY, detail)
}

/// The answer of a write: status, `Location`, `ETag`, body, and whether it is a repeated one.
pub fn respond(context: &Context, answer: Answer) -> HttpResponse {
    let Answer { reply, replayed } = answer;
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    let mut response = HttpResponse::build(status);
    if let Some(path) = reply.location {
        response.insert_header((LOCATION, crate::conditional::location(context, &path)));
    }
    if let Some(version) = reply.version {
        response.insert_header(ETag(version));
    }
    if let Some(language) = reply.language {
        response.insert_header((CONTENT_LANGUAGE, language));
    }
    if replayed {
        response.insert_header((IDEMPOTENCY_REPLAYED, "true"));
    }
    match reply.body {
        Some(body) => response.content_type(ContentType::json()).body(body),
        None => response.finish(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Trace;
    use crate::language::Language;
    use padi_app::idempotency::Reply;
    use std::sync::Arc;

    #[test]
    fn a_repeated_answer_tells_the_language_that_it_was_given_in() {
        let trace = Trace { trace_id: String::new(), parent_id: None };
        let context = Context { trace, language: Language::English, public_url: Arc::from("https://padi.example") };
        let reply = Reply::json(201, &"teks").unwrap().in_language("id").at("/v1/complaints/7".to_owned()).versioned(1);
        let response = respond(&context, Answer { reply, replayed: true });
        assert_eq!(response.status(), StatusCode::CREATED);
        for (name, value) in [
            ("content-language", "id"),
            ("idempotency-replayed", "true"),
            ("etag", "\"1\""),
            ("location", "https://padi.example/v1/complaints/7"),
        ] {
            assert_eq!(response.headers().get(name).unwrap(), value);
        }
    }
}
