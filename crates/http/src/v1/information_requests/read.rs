//! Reading requests: one, lists, timelines.

use actix_web::{HttpRequest, HttpResponse, get, web};
use padi_app::information::read::{Filter, ListRequest, Sort};
use padi_app::information::reference;
use padi_kernel::id::AgencyId;
use padi_kernel::page::PageRequest;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::dto::{
    InformationRequest, InformationRequestOutcome, InformationRequestPage, InformationRequestState,
    InformationRequestSummary,
};
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
    #[param(value_type = Vec<InformationRequestState>, style = Form, explode = false, required = false)]
    state: List<InformationRequestState>,
    /// With any of these outcomes, separated by commas.
    #[serde(default)]
    #[param(value_type = Vec<InformationRequestOutcome>, style = Form, explode = false, required = false)]
    outcome: List<InformationRequestOutcome>,
    /// With this number in the register (nomor pendaftaran).
    #[param(nullable = false)]
    registration_number: Option<String>,
    /// Asked of this body.
    #[param(nullable = false)]
    agency_id: Option<Uuid>,
    /// At this unit.
    #[param(nullable = false)]
    unit_id: Option<Uuid>,
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
            outcomes: self.outcome.0.into_iter().map(Into::into).collect(),
            registration_number: self.registration_number,
            agency_id: self.agency_id.map(AgencyId),
            unit_id: self.unit_id.map(AgencyId),
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

/// List requests for information
///
/// Daftar permohonan. `scope=mine` (default) shows what I filed with my account; `inbox` what my grants let me see: the information
/// officers (PPID) and their superior all of their body, a unit's officer what it looks for, the consideration team what it weighs,
/// coordinators what they supervise. Items have neither what is asked for nor deadlines.
#[utoipa::path(
    tag = "information",
    operation_id = "listInformationRequests",
    params(ListParameters),
    security(("bearer" = [])),
    responses((status = 200, description = "One page.", body = InformationRequestPage, headers(("Link")))),
)]
#[get("/v1/information-requests")]
pub(super) async fn list_information_requests(
    http: HttpRequest,
    call: Call,
    Query(parameters): Query<ListParameters>,
) -> Result<HttpResponse, Problem> {
    let request = parameters.request(&http)?;
    let found = call.app.list_information_requests(&call.access.caller, request).await?;
    let next_cursor = found.next.map(|place| encode_cursor(&http, &place)).transpose()?;
    let data = found.items.iter().map(InformationRequestSummary::new).collect();
    let body = InformationRequestPage { data, next_cursor, total: found.total.map(Into::into) };
    Ok(page(&http, &call.context, body.next_cursor.as_deref(), &body))
}

/// Read a request for information
///
/// Lihat permohonan. By its id or its tracking number, by the applicant (by account or with `Tracking-Secret`), the body's information
/// officers and those who supervise them. What the caller may not know of is a 404.
#[utoipa::path(
    tag = "information",
    operation_id = "getInformationRequest",
    params(("id" = String, Path, description = "Id or tracking number.")),
    security((), ("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The request.", body = InformationRequest, headers(("ETag")))),
)]
#[get("/v1/information-requests/{id}")]
pub(super) async fn get_information_request(
    call: Call,
    id: web::Path<String>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    show(&call, &id, &known).await
}

/// The request that the text names, as the caller sees it.
pub(in crate::v1) async fn show(call: &Call, id: &str, known: &IfNoneMatch) -> Result<HttpResponse, Problem> {
    let shown = async { call.app.show_information_request(&call.access, &reference(id)?).await };
    let shown = shown.await.map_err(|error| call.failed(error))?;
    let version = shown.seen.request().version;
    if let Some(unchanged) = known.not_modified(version) {
        return Ok(unchanged);
    }
    Ok(tagged(known, version, &InformationRequest::new(&shown, call.context.language)))
}

/// Read the timeline of a request for information
///
/// Linimasa. What happened, oldest first, as far as it is for the caller: the applicant sees the steps and what was said to them, the
/// handlers also their notes. Of a request that was a question it begins with what the caller may see of that.
#[utoipa::path(
    tag = "information",
    operation_id = "getInformationRequestTimeline",
    params(("id" = String, Path, description = "Id or tracking number."), TimelineParameters),
    security((), ("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "One page.", body = TimelinePage, headers(("Link")))),
)]
#[get("/v1/information-requests/{id}/timeline")]
pub(super) async fn get_information_request_timeline(
    http: HttpRequest,
    call: Call,
    id: web::Path<String>,
    Query(parameters): Query<TimelineParameters>,
) -> Result<HttpResponse, Problem> {
    let request = parameters.request(&http)?;
    let timeline = async { call.app.information_request_timeline(&call.access, &reference(&id)?, &request).await };
    let timeline = timeline.await.map_err(|error| call.failed(error))?;
    timeline_page(&http, &call.context, timeline)
}
