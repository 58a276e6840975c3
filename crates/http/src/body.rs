//! Request bodies: [`Body`] for JSON and [`Patch`] for JSON Merge Patch, checked before a handler sees them.
//!
//! # How to write a request type
//! Derive `Deserialize`, `Validate` and `ToSchema`; nothing else is needed:
//! - A field that must be there is of its own type (`title: String`), an optional one is an `Option` (or has `#[serde(default)]`).
//!   There is no need for `Option` with `required`: missing fields are found by reading on behind them, all at once, as
//!   422 `validation_failed` with `required`. `null` is a wrong type (400), as the document has no nullable field.
//! - Limits are `validator` attributes (`length`, `range`, `email`, `nested`, `custom`); the code of a `custom` rule should be one of
//!   [`crate::field::FieldCode`] (what is not known becomes `invalid_format`). The prose of `validator` is never shown.
//! - Enums with `rename_all = "snake_case"`: an unknown value is 422 `unknown_value`, another JSON type is 400.
//! - An enum with a tag (`#[serde(tag = ...)]`) is read without the places of its members: the faults that follow a missing one are told
//!   in the next round only. Prefer a struct with an enum field.
//! - Unknown fields are refused in every struct (400 `unknown_field`); no `deny_unknown_fields` is needed, and `flatten` must not be
//!   used. Types that read themselves from text (UUID, date) give 422 `invalid_format`.
//! - In a [`Patch`], a field that may be cleared is `#[serde(default)] unit: Change<T>` (described with
//!   `#[schema(value_type = Option<T>)]`); `null` for any other field is 422 `required`.
//!
//! A worked example with all kinds of faults stands in `decode/shape_tests.rs`.
//!
//! An empty body is read as `{}`. Extractors of one handler run side by side: where the order of checks matters (401 before 400) use
//! [`crate::body::After`].

use crate::decode::node::CLEARABLE;
use crate::decode::scan::{MAX_DEPTH, ScanError, scan};
use crate::decode::shape::{Nulls, ShapeError, shape};
use crate::decode::tree::Tree;
use crate::field::{FieldCode, FieldError};
use crate::language::Text;
use crate::payload::{self, MAX_BODY};
use crate::problem::{Code, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use actix_web::{Error, FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::{DeserializeOwned, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::marker::PhantomData;
use validator::Validate;

/// A checked JSON body.
#[derive(Debug)]
pub struct Body<T> {
    /// What the body says.
    pub value: T,
    canonical: Vec<u8>,
}

/// A checked JSON Merge Patch.
#[derive(Debug)]
pub struct Patch<T> {
    /// What the patch says.
    pub value: T,
    canonical: Vec<u8>,
}

impl<T> Body<T> {
    /// The body in canonical form (sorted members, no white space), for the fingerprint of an idempotent request.
    pub fn raw(&self) -> &[u8] {
        &self.canonical
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Patch<T> {
    /// The patch in canonical form, for the fingerprint of an idempotent request.
    pub fn raw(&self) -> &[u8] {
        &self.canonical
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T: DeserializeOwned + Validate> FromRequest for Body<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (headers, payload) = (req.headers().clone(), payload.take());
        Box::pin(async move {
            let (value, canonical) = load(&headers, payload, "application/json", Nulls::Refused).await?;
            Ok(Self { value, canonical })
        })
    }
}

impl<T: DeserializeOwned + Validate> FromRequest for Patch<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (headers, payload) = (req.headers().clone(), payload.take());
        Box::pin(async move {
            let (value, canonical) = load(&headers, payload, "application/merge-patch+json", Nulls::Clear).await?;
            Ok(Self { value, canonical })
        })
    }
}

/// Reads, scans and shapes a body.
async fn load<T: DeserializeOwned + Validate>(
    headers: &HeaderMap,
    payload: Payload,
    media_type: &str,
    nulls: Nulls,
) -> Result<(T, Vec<u8>), Problem> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
    if headers.contains_key(CONTENT_TYPE) {
        check_media_type(headers, media_type)?;
    }
    if declared.is_some_and(|length| length > MAX_BODY as u64) {
        return Err(Problem::new(Code::PayloadTooLarge));
    }
    let text = payload::read(payload, headers, MAX_BODY).await?;
    let (tree, noted) = if text.is_empty() {
        (Tree::Map(Vec::new()), Vec::new())
    } else {
        check_media_type(headers, media_type)?;
        let scanned = scan(&text).map_err(|(error, pointer)| unreadable(&error, pointer))?;
        let noted = scanned.forbidden.into_iter().map(|p| FieldError::new(p, FieldCode::InvalidCharacters)).collect();
        (scanned.tree, noted)
    };
    let canonical = tree.canonical();
    let value = shape(tree, nulls, noted).map_err(misshapen)?;
    Ok((value, canonical))
}

fn check_media_type(headers: &HeaderMap, wanted: &str) -> Result<(), Problem> {
    let mut values = headers.get_all(CONTENT_TYPE);
    let value = values.next().and_then(|v| v.to_str().ok()).unwrap_or_default();
    let mut parts = value.split(';').map(str::trim);
    let essence = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case(wanted));
    let charset = parts.all(|part| match part.split_once('=') {
        Some((name, set)) if name.trim().eq_ignore_ascii_case("charset") => {
            matches!(set.trim().trim_matches('"').to_ascii_lowercase().as_str(), "utf-8" | "utf8" | "us-ascii")
        }
        _ => true,
    });
    if essence && charset && values.next().is_none() {
        return Ok(());
    }
    Err(Problem::new(Code::UnsupportedMediaType).with_detail(Text::new(
        format!("Operasi ini menerima Content-Type: {wanted} (UTF-8)."),
        format!("This operation takes Content-Type: {wanted} (UTF-8)."),
    )))
}

fn unreadable(error: &ScanError, pointer: String) -> Problem {
    let text = match error {
        ScanError::Syntax { line, column } => Text::new(
            format!("Bukan JSON yang sah pada baris {line}, kolom {column}."),
            format!("Not valid JSON at line {line}, column {column}."),
        ),
        ScanError::TooDeep => Text::new(
            format!("Bersarang lebih dari {MAX_DEPTH} tingkat."),
            format!("Nested more than {MAX_DEPTH} levels deep."),
        ),
        ScanError::Duplicate => Text::new("Isian ini tertulis dua kali.", "This field stands twice."),
    };
    let fault = match error {
        ScanError::Syntax { .. } => "invalid_json",
        ScanError::TooDeep => "too_deep",
        ScanError::Duplicate => "duplicate_field",
    };
    Problem::new(Code::MalformedBody).with_errors(vec![FieldError::with_text(pointer, fault, text)])
}

fn misshapen(error: ShapeError) -> Problem {
    match error {
        ShapeError::Type(pointer) => {
            let text = Text::new("Tipe JSON salah.", "Wrong JSON type.");
            Problem::new(Code::MalformedBody).with_errors(vec![FieldError::with_text(pointer, "wrong_type", text)])
        }
        ShapeError::UnknownField(pointer) => {
            let text = Text::new("Isian tidak dikenal.", "Unknown field.");
            Problem::new(Code::UnknownField).with_errors(vec![FieldError::with_text(pointer, "unknown_field", text)])
        }
        ShapeError::Invalid(errors) => Problem::invalid(errors),
    }
}

/// What a [`Patch`] does to a field that may be cleared. It is written, too, as `validator` notes what a rule refuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Change<T> {
    /// The field is absent: it stays as it is.
    #[default]
    Keep,
    /// The field is `null`: its value goes.
    Clear,
    /// The field has a new value.
    Set(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(CLEARABLE, ChangeVisitor(PhantomData))
    }
}

struct ChangeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ChangeVisitor<T> {
    type Value = Change<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        Ok(Change::Clear)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::deserialize(deserializer).map(Change::Set)
    }
}

/// Two extractors one after the other: the second starts only when the first has succeeded.
///
/// actix-web polls the extractors of a handler side by side, so that a bad body could be told to somebody who is not logged in.
#[derive(Debug)]
pub struct After<A, B>(
    /// What is extracted first, such as the caller.
    pub A,
    /// What is extracted then, such as the body.
    pub B,
);

impl<A: FromRequest + 'static, B: FromRequest + 'static> FromRequest for After<A, B> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, mut payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let first = A::from_request(&req, &mut Payload::None).await.map_err(Into::into)?;
            let second = B::from_request(&req, &mut payload).await.map_err(Into::into)?;
            Ok(Self(first, second))
        })
    }
}

#[cfg(test)]
#[path = "body_tests.rs"]
mod tests;
