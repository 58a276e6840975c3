//! What the reference resources share: lists with tags, checked parameters, histories.

use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use padi_app::reference::Change;
use padi_kernel::page::Page;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::case::ListTotal;
use crate::conditional::{ETag, IfNoneMatch};
use crate::context::Context;
use crate::digest::digest64;
use crate::language::Text;
use crate::page::{decode_cursor, encode_cursor, page};
use crate::problem::{Code, Problem};
use crate::query::Limit;
use crate::timestamp::millis;

/// The longest text that is looked for in names, in characters.
const Q_MAX: usize = 100;

/// A malformed id is that of nothing: 404.
pub(super) fn id<T: std::str::FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::new(Code::NotFound))
}

/// A field that may be cleared, as use cases take it: untouched, cleared, or set.
#[expect(clippy::option_option, reason = "that is what a merge patch says")]
pub(super) fn clearable<T>(change: crate::body::Change<T>) -> Option<Option<T>> {
    match change {
        crate::body::Change::Keep => None,
        crate::body::Change::Clear => Some(None),
        crate::body::Change::Set(value) => Some(Some(value)),
    }
}

/// The place of a cursor that was made for this query.
pub(super) fn place<C: DeserializeOwned>(http: &HttpRequest, cursor: Option<&str>) -> Result<Option<C>, Problem> {
    cursor.map(|cursor| decode_cursor(http, cursor)).transpose()
}

/// Refuses what is no region code.
pub(super) fn check_region_code(name: &str, code: Option<&str>) -> Result<(), Problem> {
    if code.is_none_or(padi_agencies::region::is_region_code) {
        return Ok(());
    }
    let text = Text::new("Bukan kode wilayah; contoh: 73.71.", "Not a region code; for example 73.71.");
    Err(Problem::invalid_parameter(name, text))
}

/// Refuses a search for nothing, or for more than a name holds.
pub(super) fn check_q(q: Option<&str>) -> Result<(), Problem> {
    if q.is_none_or(|q| (1..=Q_MAX).contains(&q.chars().count())) {
        return Ok(());
    }
    let text = Text::new(format!("Harus 1 sampai {Q_MAX} karakter."), format!("Must be 1 to {Q_MAX} characters."));
    Err(Problem::invalid_parameter("q", text))
}

/// The parts of a page in an answer: rows, cursor, count.
pub(super) type Parts<T> = (Vec<T>, Option<String>, Option<ListTotal>);

/// A page of the domain as an answer has it.
pub(super) fn parts<T, C: Serialize, B>(
    http: &HttpRequest,
    found: Page<T, C>,
    turn: impl FnMut(T) -> B,
) -> Result<Parts<B>, Problem> {
    let next_cursor = found.next.map(|place| encode_cursor(http, &place)).transpose()?;
    let total = found.total.map(|total| ListTotal { value: total.value, exact: total.exact });
    Ok((found.items.into_iter().map(turn).collect(), next_cursor, total))
}

/// The version of something that has none of its own: a hash of how it is shown.
pub(super) fn version_of<T: Serialize>(body: &T) -> Result<i64, Problem> {
    let bytes = serde_json::to_vec(body).map_err(|error| Problem::internal(&error))?;
    // The sign bit is shifted out: a version is never negative.
    Ok(i64::try_from(digest64(&bytes) >> 1).unwrap_or_default())
}

/// The version of a page. A cursor is sealed anew each time, so only whether there is one counts: where it leads follows from the rows.
fn version_of_page<T: Serialize>(body: &T) -> Result<i64, Problem> {
    let mut shown = serde_json::to_value(body).map_err(|error| Problem::internal(&error))?;
    if let Some(cursor) = shown.get_mut("next_cursor") {
        *cursor = cursor.is_string().into();
    }
    version_of(&shown)
}

/// An answer with a page and its tag, or 304 where the caller has it already: reference data seldom changes.
pub(super) fn tagged_page<T: Serialize>(
    http: &HttpRequest,
    context: &Context,
    known: &IfNoneMatch,
    next_cursor: Option<&str>,
    body: &T,
) -> Result<HttpResponse, Problem> {
    let version = version_of_page(body)?;
    if let Some(unchanged) = known.not_modified(version) {
        return Ok(unchanged);
    }
    let mut response = page(http, context, next_cursor, body);
    let Ok((name, value)) = actix_web::http::header::TryIntoHeaderPair::try_into_pair(ETag(version));
    response.headers_mut().insert(name, value);
    Ok(response)
}

/// One change of reference data by an administrator: perubahan data acuan
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReferenceChange {
    /// Its id.
    id: Uuid,
    /// `created`, `updated` or `deleted`.
    #[schema(example = "updated")]
    operation: String,
    /// The account that changed it (diubah oleh).
    changed_by: Uuid,
    /// When (diubah pada).
    #[serde(serialize_with = "millis")]
    changed_at: DateTime<Utc>,
    /// What it was (sebelum); absent for something new.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Object)]
    before: Option<serde_json::Value>,
    /// What it became (sesudah); absent for something deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Object)]
    after: Option<serde_json::Value>,
}

impl From<Change> for ReferenceChange {
    fn from(change: Change) -> Self {
        Self {
            id: change.id,
            operation: change.operation,
            changed_by: change.changed_by.0,
            changed_at: change.changed_at,
            before: change.before,
            after: change.after,
        }
    }
}

/// A page of a history: riwayat perubahan
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReferenceChangePage {
    /// The changes, newest first.
    data: Vec<ReferenceChange>,
    /// Cursor of the next page; `null` at the end.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<ListTotal>,
}

/// Which part of a history.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct HistoryParameters {
    /// How many: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    pub(super) limit: Limit,
    /// Where to go on: `next_cursor` of the page before.
    #[param(nullable = false)]
    pub(super) cursor: Option<String>,
    /// Whether to count, up to 10,000.
    #[serde(default)]
    pub(super) include_total: bool,
}

/// The history of one thing, as an answer.
pub(super) async fn history(
    http: &HttpRequest,
    (app, caller, context): (&padi_app::App, &padi_app::caller::Caller, &Context),
    (kind, id): (padi_app::reference::Kind, Uuid),
    parameters: HistoryParameters,
) -> Result<HttpResponse, Problem> {
    let request = padi_kernel::page::PageRequest {
        limit: parameters.limit.get().into(),
        after: place(http, parameters.cursor.as_deref())?,
        include_total: parameters.include_total,
    };
    let found = app.reference_history(caller, kind, id, request).await?;
    let (data, next_cursor, total) = parts(http, found, ReferenceChange::from)?;
    let body = ReferenceChangePage { data, next_cursor, total };
    Ok(page(http, context, body.next_cursor.as_deref(), &body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_tag_of_a_page_does_not_change_with_its_cursor() {
        let version = |body: serde_json::Value| version_of_page(&body).unwrap();
        let page = version(json!({ "data": [1], "next_cursor": "abc" }));
        assert_eq!(page, version(json!({ "data": [1], "next_cursor": "xyz" })));
        assert_ne!(page, version(json!({ "data": [1], "next_cursor": null })));
        assert_ne!(page, version(json!({ "data": [2], "next_cursor": "abc" })));
    }
}
