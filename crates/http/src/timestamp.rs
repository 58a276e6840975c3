//! Instants in answers: `2026-03-13T02:00:00.000Z`, UTC with milliseconds, always of one length.
//!
//! `#[serde(serialize_with = "crate::timestamp::millis")]` on a field; the schema stays that of `date-time`.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serializer;

/// The instant as text.
pub(crate) fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Writes an instant.
///
/// # Errors
/// Those of the serializer.
pub(crate) fn millis<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text(*at))
}

/// Writes an instant that may be absent; leave the field out then.
///
/// # Errors
/// Those of the serializer.
#[expect(clippy::ref_option, reason = "serde hands out a reference to the field")]
pub(crate) fn millis_option<S: Serializer>(at: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serializer.serialize_some(&text(*at)),
        None => serializer.serialize_none(),
    }
}
