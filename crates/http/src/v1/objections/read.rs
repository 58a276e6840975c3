//! Reading objections: one, lists, timelines.

use actix_web::{HttpRequest, HttpResponse, get, web};
use padi_app::information::objections::read::{Filter, ListRequest, Sort};
use padi_kernel::id::{AgencyId, InformationRequestId};
use padi_kernel::page::PageRequest;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::call::named;
use super::dto::{Objection, ObjectionPage, ObjectionResult, ObjectionState, ObjectionSummary};
use crate::conditional::{IfNoneMatch, tagged};
use crate::page::{decode_cursor, encode_cursor, page};
use crate::problem::Problem;
use crate::query::{Instant, Limit, List, Query};
use crate::v1::case::{Call, ListSort, TimelinePage, TimelineParameters, check_working_days, timeline_page};
use crate::v1::information::InformationScope;

impl From<ListSort> for Sort {
    fn from(sort: ListSort) -> Self {
        match sort {
            ListSort::ReceivedAt => Self::ReceivedAt,
            ListSort::ReceivedAtDescending => Self::ReceivedAtDescending,
            ListSort::DueAt => Self::DueAt,
            ListSort::DueAtDescending => Self::DueAtDescending,
        }
    }
}

/// What is wanted of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListParameters {
    /// Which list: `mine` (default), `inbox` (what my grants let me see).
    #[serde(default)]
    #[param(inline)]
    scope: InformationScope,
    /// In any of these states, separated by commas.
    #[serde(default)]
    #[param(value_type = Vec<ObjectionState>, style = Form, explode = false, required = false)]
    state: List<ObjectionState>,
    /// With any of these results, separated by commas.
    #[serde(default)]
    #[param(value_type = Vec<ObjectionResult>, style = Form, explode = false, required = false)]
    result: List<ObjectionResult>,
    /// To this request.
    #[param(nullable = false)]
    request_id: Option<Uuid>,
    /// With this number in the register (nomor pendaftaran keberatan).
    #[param(nullable = false)]
    registration_number: Option<String>,
    /// To this body.
    #[param(nullable = false)]
    agency_id: Option<Uuid>,
    /// With a term that has passed and is still not done, or without.
    #[param(nullable = false)]
    overdue: Option<bool>,
    /// The earliest open term ends within so many working days from today, by national holidays.
    #[param(minimum = 0, maximum = 250, nullable = false)]
    due_within_working_days: Option<i32>,
    /// Received later than, in the years 1 to 9999.
    #[param(value_type = Option<DateTime<Utc>>, nullable = false)]
    received_after: Option<Instant>,
    /// Received earlier than, in the years 1 to 9999.
    #[param(value_type = Option<DateTime<Utc>>, nullable = false)]
    received_before: Option<Instant>,
    /// In which order.
    #[serde(default)]
    #[param(inline)]
    sort: ListSort,
    /// How many: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    limit: Limit,
    /// Where to go on: `next_cursor` of the page before, with the same filters and sort.
    #[param(nullable = false)]
    cursor: Option<String>,
    /// Whether to count, up to 10,000.
    #[serde(default)]
    include_total: bool,
}

impl ListParameters {
    fn request(self, http: &HttpRequest) -> Result<ListRequest, Problem> {
        check_working_days("due_within_working_days", self.due_within_working_days)?;
        let after = self.cursor.as_deref().map(|cursor| decode_cursor(http, cursor)).transpose()?;
        let filter = Filter {
            states: self.state.0.into_iter().map(Into::into).collect(),
            results: self.result.0.into_iter().map(Into::into).collect(),
            request_id: self.request_id.map(InformationRequestId),
            registration_number: self.registration_number,
            agency_id: self.agency_id.map(AgencyId),
            overdue: self.overdue,
            due_by: None,
            received_after: self.received_after.map(Instant::get),
            received_before: self.received_before.map(Instant::get),
        };
        Ok(ListRequest {
            list: self.scope.into(),
            filter,
            due_within_working_days: self.due_within_working_days,
            sort: self.sort.into(),
            page: PageRequest { limit: self.limit.get().into(), after, include_total: self.include_total },
        })
    }
}

/// List objections
///
/// Daftar keberatan. `scope=mine` (default) shows what I filed with my account; `inbox` what my grants let me see: the information
/// officers (PPID), their superior and the consideration team all of their body, coordinators what they supervise, the Information
/// Commission what is disputed. Items have neither texts nor deadlines.
#[utoipa::path(
    tag = "information",
    operation_id = "listObjections",
    params(ListParameters),
    security(("bearer" = [])),
    responses((status = 200, description = "One page.", body = ObjectionPage, headers(("Link")))),
)]
#[get("/v1/objections")]
pub(super) async fn list_objections(
    http: HttpRequest,
    call: Call,
    Query(parameters): Query<ListParameters>,
) -> Result<HttpResponse, Problem> {
    let request = parameters.request(&http)?;
    let found = call.app.list_objections(&call.access.caller, request).await?;
    let next_cursor = found.next.map(|place| encode_cursor(&http, &place)).transpose()?;
    let data = found.items.iter().map(ObjectionSummary::new).collect();
    let body = ObjectionPage { data, next_cursor, total: found.total.map(Into::into) };
    Ok(page(&http, &call.context, body.next_cursor.as_deref(), &body))
}

/// Read an objection
///
/// Lihat keberatan. By the applicant (by account, or with the `Tracking-Secret` of the objection or of its request), the body's officers
/// and those who supervise them. What the caller may not know of is a 404.
#[utoipa::path(
    tag = "information",
    operation_id = "getObjection",
    params(("id" = Uuid, Path, description = "Id of the objection.")),
    security((), ("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The objection.", body = Objection, headers(("ETag")))),
)]
#[get("/v1/objections/{id}")]
pub(super) async fn get_objection(
    call: Call,
    id: web::Path<String>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let shown = async { call.app.show_objection(&call.access, named(&id)?).await };
    let shown = shown.await.map_err(|error| call.failed(error))?;
    let version = shown.seen.objection().version;
    if let Some(unchanged) = known.not_modified(version) {
        return Ok(unchanged);
    }
    Ok(tagged(&known, version, &Objection::new(&shown, call.context.language)))
}

/// Read the timeline of an objection
///
/// Linimasa. What happened, oldest first, as far as it is for the caller: the applicant sees the steps and what was said to them, the
/// handlers also their notes and what the team advised.
#[utoipa::path(
    tag = "information",
    operation_id = "getObjectionTimeline",
    params(("id" = Uuid, Path, description = "Id of the objection."), TimelineParameters),
    security((), ("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "One page.", body = TimelinePage, headers(("Link")))),
)]
#[get("/v1/objections/{id}/timeline")]
pub(super) async fn get_objection_timeline(
    http: HttpRequest,
    call: Call,
    id: web::Path<String>,
    Query(parameters): Query<TimelineParameters>,
) -> Result<HttpResponse, Problem> {
    let request = parameters.request(&http)?;
    let timeline = async { call.app.objection_timeline(&call.access, named(&id)?, &request).await };
    let timeline = timeline.await.map_err(|error| call.failed(error))?;
    timeline_page(&http, &call.context, timeline)
}
