//! Versions and conditions: `ETag`, `If-Match`, `If-None-Match` (RFC 9110 8.8 and 13).
//!
//! A tag is the version of the resource, `"7"`. On a compressed body it becomes `W/"7"`, because a strong tag would have to differ between
//! codings; so both forms are taken back, and versions are compared as numbers.

use crate::context::Context;
use crate::language::Text;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::http::header::{
    CONTENT_ENCODING, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH, TryIntoHeaderPair,
};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use std::convert::Infallible;
use std::future::{Ready, ready};

/// The tag of a version; insert it as a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ETag(pub i64);

impl ETag {
    fn value(self) -> HeaderValue {
        // Digits between quotes are always a header value.
        HeaderValue::from_str(&format!("\"{}\"", self.0)).unwrap_or_else(|_| HeaderValue::from_static("\"0\""))
    }
}

impl TryIntoHeaderPair for ETag {
    type Error = Infallible;

    fn try_into_pair(self) -> Result<(HeaderName, HeaderValue), Infallible> {
        Ok((ETAG, self.value()))
    }
}

/// The versions that a condition names.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Tags {
    Any,
    /// Tags that are not ours are left out: they match nothing.
    Versions(Vec<i64>),
}

impl Tags {
    fn contain(&self, version: i64) -> bool {
        match self {
            Self::Any => true,
            Self::Versions(list) => list.contains(&version),
        }
    }

    /// All values of a header; `None` if it is absent, an error if it is no list of tags.
    fn of(headers: &HeaderMap, name: &HeaderName) -> Result<Option<Self>, Problem> {
        let mut found = None;
        for value in headers.get_all(name) {
            let next = value.to_str().ok().and_then(Self::parse).ok_or_else(|| unreadable(name))?;
            found = Some(match (found, next) {
                (None, next) => next,
                (Some(Self::Versions(mut list)), Self::Versions(more)) => {
                    list.extend(more);
                    Self::Versions(list)
                }
                (Some(_), _) => return Err(unreadable(name)),
            });
        }
        Ok(found)
    }

    fn parse(text: &str) -> Option<Self> {
        if text.trim() == "*" {
            return Some(Self::Any);
        }
        let mut versions = Vec::new();
        let mut rest = text.trim();
        loop {
            let quoted = rest.strip_prefix("W/").unwrap_or(rest).strip_prefix('"')?;
            let (tag, after) = quoted.split_once('"')?;
            versions.extend(version_of(tag));
            rest = after.trim_start();
            match rest.strip_prefix(',') {
                Some(next) => rest = next.trim_start(),
                None if rest.is_empty() => return Some(Self::Versions(versions)),
                None => return None,
            }
        }
    }
}

/// `7`, but not `+7` or `07`, which we never wrote.
fn version_of(tag: &str) -> Option<i64> {
    let version = tag.parse::<i64>().ok()?;
    (version.to_string() == tag).then_some(version)
}

fn unreadable(name: &HeaderName) -> Problem {
    Problem::invalid_parameter(
        name.as_str(),
        Text::new(
            "Bukan daftar ETag yang sah; contoh: \"7\" dengan tanda kutip, atau *.",
            "Not a list of entity tags; for example \"7\" with its quotes, or *.",
        ),
    )
}

/// `If-Match`: the versions of which the caller takes one to be the present one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfMatch(Option<Tags>);

impl IfMatch {
    /// The condition as use cases take it; `None` where the header is absent.
    pub fn for_use_case(self) -> Option<padi_app::if_match::IfMatch> {
        self.0.map(|tags| match tags {
            Tags::Any => padi_app::if_match::IfMatch::Any,
            Tags::Versions(list) => padi_app::if_match::IfMatch::OneOf(list),
        })
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Tags::of(req.headers(), &IF_MATCH).map(Self))
    }
}

/// `If-None-Match`: the versions that the caller has already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfNoneMatch(Option<Tags>);

impl IfNoneMatch {
    /// 304 with the tag, if the caller has this version.
    pub fn not_modified(&self, version: i64) -> Option<HttpResponse> {
        let known = self.0.as_ref().is_some_and(|tags| tags.contain(version));
        known.then(|| HttpResponse::NotModified().insert_header(ETag(version)).finish())
    }
}

impl FromRequest for IfNoneMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Tags::of(req.headers(), &IF_NONE_MATCH).map(Self))
    }
}

/// An answer of 200 with a tag, or 304 where the caller has the version already.
pub fn tagged<T: serde::Serialize>(known: &IfNoneMatch, version: i64, body: &T) -> HttpResponse {
    known.not_modified(version).unwrap_or_else(|| HttpResponse::Ok().insert_header(ETag(version)).json(body))
}

/// Makes the tag of a compressed answer weak.
pub fn weaken(headers: &mut HeaderMap) {
    if !headers.contains_key(CONTENT_ENCODING) {
        return;
    }
    if let Some(tag) = headers.get(ETAG).and_then(|tag| tag.to_str().ok())
        && !tag.starts_with("W/")
        && let Ok(weak) = HeaderValue::from_str(&format!("W/{tag}"))
    {
        headers.insert(ETAG, weak);
    }
}

/// `Location` of something new: absolute, below the public address.
pub fn location(context: &Context, path: &str) -> String {
    format!("{}{path}", context.public_url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;

    use padi_app::if_match::IfMatch as Condition;

    fn given(values: &[&'static str]) -> Result<Option<Condition>, Problem> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(IF_MATCH, HeaderValue::from_static(value));
        }
        Tags::of(&headers, &IF_MATCH).map(|tags| IfMatch(tags).for_use_case())
    }

    #[test]
    fn both_forms_lists_and_the_star_are_taken() {
        let versions = |list: &[i64]| Some(Condition::OneOf(list.to_vec()));
        assert_eq!(given(&[]).unwrap(), None);
        assert_eq!(given(&["*"]).unwrap(), Some(Condition::Any));
        assert_eq!(given(&["\"7\""]).unwrap(), versions(&[7]));
        assert_eq!(given(&["W/\"7\""]).unwrap(), versions(&[7]));
        assert_eq!(given(&["\"6\", W/\"7\""]).unwrap(), versions(&[6, 7]));
        assert_eq!(given(&[" \"7\" ,\"foreign, tag\""]).unwrap(), versions(&[7]));
        assert_eq!(given(&["\"6\"", "\"7\""]).unwrap(), versions(&[6, 7]));
    }

    #[test]
    fn foreign_tags_match_nothing() {
        for other in ["\"07\"", "\"+7\"", "\"abc\"", "\"\""] {
            assert_eq!(given(&[other]).unwrap(), Some(Condition::OneOf(Vec::new())), "{other}");
        }
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for bad in ["7", "", "\"7", "\"7\" \"8\"", "w/\"7\"", "\"7\",", "\"7\", *"] {
            let problem = given(&[bad]).unwrap_err();
            assert_eq!(problem.code(), Code::InvalidParameter, "{bad}");
            assert_eq!(problem.extension("parameter").unwrap(), "if-match");
        }
    }

    #[test]
    fn a_known_version_is_not_sent_again() {
        let mut headers = HeaderMap::new();
        headers.insert(IF_NONE_MATCH, HeaderValue::from_static("W/\"3\""));
        let known = IfNoneMatch(Tags::of(&headers, &IF_NONE_MATCH).unwrap());
        assert_eq!(known.not_modified(3).unwrap().headers().get("etag").unwrap(), "\"3\"");
        assert!(known.not_modified(4).is_none());
        assert!(IfNoneMatch(None).not_modified(3).is_none());
    }

    #[test]
    fn only_tags_of_compressed_answers_are_weakened() {
        let mut headers = HeaderMap::new();
        headers.insert(ETAG, ETag(7).value());
        weaken(&mut headers);
        assert_eq!(headers.get(ETAG).unwrap(), "\"7\"");
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
        weaken(&mut headers);
        weaken(&mut headers);
        assert_eq!(headers.get(ETAG).unwrap(), "W/\"7\"");
    }
}
