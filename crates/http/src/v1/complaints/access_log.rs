//! Who read the identity or the original of a case, for its reporter.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, Utc};
use padi_app::complaints::reference;
use padi_app::complaints::reveals::{Entry, What};
use padi_kernel::page::PageRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::page::{decode_cursor, encode_cursor, page};
use crate::problem::Problem;
use crate::query::{Limit, Query};
use crate::timestamp::millis;
use crate::v1::case::{KnownCall, ListTotal};

/// What was read (yang dibaca). More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AccessedWhat {
    /// Who reported (identitas pelapor).
    Identity,
    /// The reporter's own words, which lie under lock (naskah asli).
    Original,
}

impl From<What> for AccessedWhat {
    fn from(what: What) -> Self {
        match what {
            What::Identity => Self::Identity,
            What::Original => Self::Original,
        }
    }
}

/// One reading (catatan akses).
#[derive(Debug, Serialize, ToSchema)]
struct AccessEntry {
    /// Its id.
    id: Uuid,
    /// When (waktu).
    #[serde(serialize_with = "millis")]
    at: DateTime<Utc>,
    /// In what capacity somebody read (peran pembaca), as `actor_role` of a timeline.
    reader_role: String,
    /// What was read (yang dibaca).
    what: AccessedWhat,
    /// Why, in the reader's words (alasan).
    reason: String,
    /// The approved request under which an identity was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reveal_id: Option<Uuid>,
}

impl From<Entry> for AccessEntry {
    fn from(entry: Entry) -> Self {
        let Entry { id, role, what, reason, reveal_id, at, .. } = entry;
        Self { id, at, reader_role: role.name().to_owned(), what: what.into(), reason, reveal_id }
    }
}

/// A page of readings.
#[derive(Debug, Serialize, ToSchema)]
struct AccessPage {
    /// The readings (catatan akses), newest first.
    data: Vec<AccessEntry>,
    /// Cursor of the next page; `null` at the end.
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<ListTotal>,
}

/// Which part of the readings.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AccessParameters {
    /// How many: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    limit: Limit,
    /// Where to go on: `next_cursor` of the page before.
    #[param(nullable = false)]
    cursor: Option<String>,
    /// Whether to count, up to 10,000.
    #[serde(default)]
    include_total: bool,
}

/// List who read the identity or the original of a complaint
///
/// Catatan akses. For the reporter of the case, with an account or with the case's secret: each reading of the identity under an approved
/// reveal, and of an original under lock, with its reason.
#[utoipa::path(
    tag = "identity",
    operation_id = "listComplaintAccesses",
    params(("id" = String, Path, description = "Id or tracking number."), AccessParameters),
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "One page.", body = AccessPage, headers(("Link")))),
)]
#[get("/v1/complaints/{id}/access-log")]
pub(super) async fn list_complaint_accesses(
    http: HttpRequest,
    call: KnownCall,
    id: web::Path<String>,
    Query(parameters): Query<AccessParameters>,
) -> Result<HttpResponse, Problem> {
    let call = call.0;
    let AccessParameters { limit, cursor, include_total } = parameters;
    let after = cursor.as_deref().map(|cursor| decode_cursor(&http, cursor)).transpose()?;
    let request = PageRequest { limit: limit.get().into(), after, include_total };
    let found = async { call.app.complaint_access_log(&call.access, &reference(&id)?, &request).await };
    let found = found.await.map_err(|error| call.failed(error))?;
    let next_cursor = found.next.map(|place| encode_cursor(&http, &place)).transpose()?;
    let total = found.total.map(|total| ListTotal { value: total.value, exact: total.exact });
    let body = AccessPage { data: found.items.into_iter().map(Into::into).collect(), next_cursor, total };
    Ok(page(&http, &call.context, body.next_cursor.as_deref(), &body))
}
