//! Reading complaints: one, lists, timelines, by tracking number.

use actix_web::{HttpRequest, HttpResponse, get, web};
use padi_app::complaints::read::ListRequest;
use padi_app::complaints::reference;
use padi_complaints::scope::List as Scope;
use padi_kernel::id::{AgencyId, CategoryId};
use padi_kernel::page::PageRequest;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::dto::{Complaint, ComplaintClass, ComplaintPage, ComplaintState, ComplaintSummary};
use crate::conditional::{IfNoneMatch, tagged};
use crate::language::Text;
use crate::page::{decode_cursor, encode_cursor, page};
use crate::problem::Problem;
use crate::query::{Instant, Limit, List, Query};
use crate::v1::case::{Call, ListSort, TimelinePage, TimelineParameters, check_working_days, timeline_page};

/// Which list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ListScope {
    /// What everybody may see.
    #[default]
    Public,
    /// What I filed.
    Mine,
    /// What my grants let me see.
    Inbox,
}

impl From<ListScope> for Scope {
    fn from(scope: ListScope) -> Self {
        match scope {
            ListScope::Public => Self::Public,
            ListScope::Mine => Self::Mine,
            ListScope::Inbox => Self::Inbox,
        }
    }
}

impl From<ListSort> for padi_app::complaints::read::Sort {
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
    /// Which list: `public` (default), `mine`, `inbox` (what my grants let me see).
    #[serde(default)]
    #[param(inline)]
    scope: ListScope,
    /// In any of these states, separated by commas.
    #[serde(default)]
    #[param(value_type = Vec<ComplaintState>, style = Form, explode = false, required = false)]
    state: List<ComplaintState>,
    /// Of any of these classes, separated by commas.
    #[serde(default)]
    #[param(value_type = Vec<ComplaintClass>, style = Form, explode = false, required = false)]
    class: List<ComplaintClass>,
    /// Of this category.
    #[param(nullable = false)]
    category_id: Option<Uuid>,
    /// The incident lies in this region or below it (prefix of the code).
    #[param(pattern = r"^\d{2}(\.\d{2}(\.\d{2}(\.[123]\d{3})?)?)?$", nullable = false)]
    region_code: Option<String>,
    /// At this agency.
    #[param(nullable = false)]
    agency_id: Option<Uuid>,
    /// At this unit.
    #[param(nullable = false)]
    unit_id: Option<Uuid>,
    /// With a term that has passed and is still not done, or without; not with `scope=public`.
    #[param(nullable = false)]
    overdue: Option<bool>,
    /// The earliest open term ends within so many working days from today, by national holidays; not with `scope=public`.
    #[param(minimum = 0, maximum = 250, nullable = false)]
    due_within_working_days: Option<i32>,
    /// Received later than, in the years 1 to 9999.
    #[param(value_type = Option<DateTime<Utc>>, nullable = false)]
    received_after: Option<Instant>,
    /// Received earlier than, in the years 1 to 9999.
    #[param(value_type = Option<DateTime<Utc>>, nullable = false)]
    received_before: Option<Instant>,
    /// In which order; by `due_at` not with `scope=public`.
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
    /// The public sees no deadlines, so nothing public is found or sorted by them.
    fn refuse_what_is_not_public(&self) -> Result<(), Problem> {
        let due_sort = matches!(self.sort, ListSort::DueAt | ListSort::DueAtDescending);
        let asked = [
            ("sort", due_sort),
            ("overdue", self.overdue.is_some()),
            ("due_within_working_days", self.due_within_working_days.is_some()),
        ];
        match asked.into_iter().find(|(_, asked)| *asked) {
            None => Ok(()),
            Some((name, _)) => Err(Problem::invalid_parameter(
                name,
                Text::new("Tenggat tidak terbuka untuk umum.", "Deadlines are not public."),
            )),
        }
    }

    fn request(self, http: &HttpRequest) -> Result<ListRequest, Problem> {
        if self.region_code.as_deref().is_some_and(|code| !padi_agencies::region::is_region_code(code)) {
            return Err(Problem::invalid_parameter(
                "region_code",
                Text::new("Bukan kode wilayah; contoh: 73.71.", "Not a region code; for example 73.71."),
            ));
        }
        check_working_days("due_within_working_days", self.due_within_working_days)?;
        if self.scope == ListScope::Public {
            self.refuse_what_is_not_public()?;
        }
        let after = self.cursor.as_deref().map(|cursor| decode_cursor(http, cursor)).transpose()?;
        let filter = padi_app::complaints::read::Filter {
            states: self.state.0.into_iter().map(Into::into).collect(),
            classes: self.class.0.into_iter().map(Into::into).collect(),
            category_id: self.category_id.map(CategoryId),
            region_code: self.region_code,
            agency_id: self.agency_id.map(AgencyId),
            unit_id: self.unit_id.map(AgencyId),
            overdue: self.overdue,
            due_by: None,
            received_after: self.received_after.map(Instant::get),
            received_before: self.received_before.map(Instant::get),
        };
        let list = self.scope.into();
        Ok(ListRequest {
            list,
            filter,
            due_within_working_days: self.due_within_working_days,
            sort: self.sort.into(),
            page: PageRequest { limit: self.limit.get().into(), after, include_total: self.include_total },
        })
    }
}

/// List complaints
///
/// `scope=public` (default) shows disposed cases that are not secret and have a text for the public, as everybody sees them;
/// `mine` what I filed; `inbox` what my grants let me see. Items have neither body nor deadlines.
#[utoipa::path(
    tag = "complaints",
    operation_id = "listComplaints",
    params(ListParameters),
    security((), ("bearer" = [])),
    responses((status = 200, description = "One page.", body = ComplaintPage, headers(("Link")))),
)]
#[get("/v1/complaints")]
pub(super) async fn list_complaints(
    http: HttpRequest,
    call: Call,
    Query(parameters): Query<ListParameters>,
) -> Result<HttpResponse, Problem> {
    let request = parameters.request(&http)?;
    let found = call.app.list_complaints(&call.access.caller, request).await?;
    let next_cursor = found.next.map(|place| encode_cursor(&http, &place)).transpose()?;
    let total = found.total.map(Into::into);
    let data = found.items.iter().map(ComplaintSummary::new).collect();
    let body = ComplaintPage { data, next_cursor, total };
    Ok(page(&http, &call.context, body.next_cursor.as_deref(), &body))
}

/// Read a complaint
///
/// By its id or its tracking number, as the caller sees it: the public sees the officer's text of a public case, the reporter
/// (by account or with `Tracking-Secret`) and the handlers the case itself. What the caller may not know of is a 404.
#[utoipa::path(
    tag = "complaints",
    operation_id = "getComplaint",
    params(("id" = String, Path, description = "Id or tracking number.")),
    security((), ("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The complaint.", body = Complaint, headers(("ETag")))),
)]
#[get("/v1/complaints/{id}")]
pub(super) async fn get_complaint(
    call: Call,
    id: web::Path<String>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    show(&call, &id, &known).await
}

/// The complaint that the text names, as the caller sees it.
pub(in crate::v1) async fn show(call: &Call, id: &str, known: &IfNoneMatch) -> Result<HttpResponse, Problem> {
    let shown = async { call.app.show_complaint(&call.access, &reference(id)?).await };
    let shown = shown.await.map_err(|error| call.failed(error))?;
    let version = shown.seen.complaint().version;
    if let Some(unchanged) = known.not_modified(version) {
        return Ok(unchanged);
    }
    Ok(tagged(known, version, &Complaint::new(&shown, call.context.language)))
}

/// Read the timeline of a complaint
///
/// What happened, oldest first, as far as it is for the caller: the public sees the steps, the reporter also the words, the
/// handlers also their notes.
#[utoipa::path(
    tag = "complaints",
    operation_id = "getComplaintTimeline",
    params(("id" = String, Path, description = "Id or tracking number."), TimelineParameters),
    security((), ("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "One page.", body = TimelinePage, headers(("Link")))),
)]
#[get("/v1/complaints/{id}/timeline")]
pub(super) async fn get_complaint_timeline(
    http: HttpRequest,
    call: Call,
    id: web::Path<String>,
    Query(parameters): Query<TimelineParameters>,
) -> Result<HttpResponse, Problem> {
    let request = parameters.request(&http)?;
    let timeline = async { call.app.complaint_timeline(&call.access, &reference(&id)?, &request).await };
    let timeline = timeline.await.map_err(|error| call.failed(error))?;
    timeline_page(&http, &call.context, timeline)
}
