//! Reading tests: one, lists.

use actix_web::{HttpRequest, HttpResponse, get, web};
use padi_app::information::consequence_tests::Filter;
use padi_kernel::id::{AgencyId, InformationRequestId};
use padi_kernel::page::PageRequest;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::dto::{ConsequenceTest, ConsequenceTestPage, ConsequenceTestState};
use crate::conditional::{IfNoneMatch, tagged};
use crate::page::page;
use crate::problem::Problem;
use crate::query::{Limit, List, Query};
use crate::v1::case::KnownCall;
use crate::v1::reference::{id as parsed, parts, place};

/// Which tests.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ConsequenceTestParameters {
    /// Of this body.
    #[param(nullable = false)]
    agency_id: Option<Uuid>,
    /// For this request.
    #[param(nullable = false)]
    request_id: Option<Uuid>,
    /// In any of these states, separated by commas.
    #[serde(default)]
    #[param(value_type = Vec<ConsequenceTestState>, style = Form, explode = false, required = false)]
    state: List<ConsequenceTestState>,
    /// How many: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    limit: Limit,
    /// Where to go on: `next_cursor` of the page before, with the same filters.
    #[param(nullable = false)]
    cursor: Option<String>,
    /// Whether to count, up to 10,000.
    #[serde(default)]
    include_total: bool,
}

/// List consequence tests
///
/// Daftar uji konsekuensi, newest first. For the information officers (PPID), consideration teams and superiors of the bodies where
/// they hold that office; nobody else knows of any.
#[utoipa::path(
    tag = "information",
    operation_id = "listConsequenceTests",
    params(ConsequenceTestParameters),
    security(("bearer" = [])),
    responses((status = 200, description = "One page.", body = ConsequenceTestPage, headers(("Link")))),
)]
#[get("/v1/consequence-tests")]
pub(super) async fn list_consequence_tests(
    http: HttpRequest,
    KnownCall(call): KnownCall,
    Query(parameters): Query<ConsequenceTestParameters>,
) -> Result<HttpResponse, Problem> {
    let ConsequenceTestParameters { agency_id, request_id, state, limit, cursor, include_total } = parameters;
    let filter = Filter {
        agency_id: agency_id.map(AgencyId),
        request_id: request_id.map(InformationRequestId),
        states: state.0.into_iter().map(Into::into).collect(),
    };
    let request = PageRequest { limit: limit.get().into(), after: place(&http, cursor.as_deref())?, include_total };
    let found = call.app.list_consequence_tests(&call.access.caller, &filter, &request).await?;
    let (data, next_cursor, total) = parts(&http, found, |shown| ConsequenceTest::from(&shown))?;
    let body = ConsequenceTestPage { data, next_cursor, total };
    Ok(page(&http, &call.context, body.next_cursor.as_deref(), &body))
}

/// Read a consequence test
///
/// Lihat uji konsekuensi. For the body's information officer (PPID), consideration team and superior; for anybody else there is none.
#[utoipa::path(
    tag = "information",
    operation_id = "getConsequenceTest",
    params(("id" = Uuid, Path, description = "Id of the test.")),
    security(("bearer" = [])),
    responses((status = 200, description = "The test.", body = ConsequenceTest, headers(("ETag")))),
)]
#[get("/v1/consequence-tests/{id}")]
pub(super) async fn get_consequence_test(
    KnownCall(call): KnownCall,
    id: web::Path<String>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let shown = call.app.show_consequence_test(&call.access.caller, parsed(&id)?).await?;
    Ok(tagged(&known, shown.test.version, &ConsequenceTest::from(&shown)))
}
