//! `/v1/exemptions`: the public list of exempt information (Daftar Informasi yang Dikecualikan), and opening what is on it.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use padi_app::App;
use padi_app::idempotency::Reply;
use padi_app::information::exemptions::{Filter, Shown};
use padi_information::exemption;
use padi_kernel::id::AgencyId;
use padi_kernel::page::PageRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::case::{KnownCall, ListTotal, check_working_days, mirrored};
use super::consequence_tests::ExemptionPeriod;
use super::information_requests::ExemptionGround;
use super::reference::{id as parsed, parts, place};
use super::words::{not_blank, one_line};
use crate::auth::Credentials;
use crate::body::{After, Body};
use crate::conditional::{IfNoneMatch, tagged};
use crate::context::Context;
use crate::page::page;
use crate::problem::Problem;
use crate::query::{Limit, List, Query};
use crate::routes::ServiceConfig;
use crate::timestamp::{millis, millis_option};
use crate::write::respond;

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(list_exemptions).service(get_exemption).service(open_exemption);
}

mirrored! {
    /// Where an exemption stands (status pengecualian). More may be added.
    ExemptionState of exemption::State {
        /// In force (berlaku).
        Active = "active",
        /// In force, and coming to its end: it is to be decreed open (akan berakhir).
        Expiring = "expiring",
        /// Opened at its end, or decreed open as it came near (dibuka).
        Opened = "opened",
        /// Opened by a decision while it was in force (dibuka berdasarkan putusan).
        OpenedByDecision = "opened_by_decision",
        /// Another test took its place (diklasifikasi ulang).
        Reclassified = "reclassified",
    }
}

/// An entry of the list of exempt information (informasi yang dikecualikan, PP 61/2010): that something is kept back, why, and until
/// when. What it says is not told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
struct Exemption {
    /// Its id.
    id: Uuid,
    /// Grows with each change; the `ETag`.
    version: i64,
    /// Where it stands.
    state: ExemptionState,
    /// The body (badan publik).
    agency_id: Uuid,
    /// Which part is kept back, by its title (informasi).
    information: String,
    /// Whether a part only is exempt and the rest open.
    partial: bool,
    /// The letter of UU 14/2008 Ps 17.
    ground: ExemptionGround,
    /// Another law (dasar hukum lain).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    law: Option<String>,
    /// What follows if it is opened (konsekuensi jika dibuka).
    consequence_if_opened: String,
    /// What follows if it is kept (konsekuensi jika ditutup).
    consequence_if_closed: String,
    /// For how long, as it was decreed.
    period: ExemptionPeriod,
    /// Its last day, by decree or by law; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    ends_on: Option<NaiveDate>,
    /// The decree that fixed it (surat penetapan klasifikasi).
    decree_number: String,
    /// The decree or decision that opened it; absent where it opened by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    opening_decree_number: Option<String>,
    /// Why it was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    opening_reason: Option<String>,
    /// When it was opened.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    opened_at: Option<DateTime<Utc>>,
    /// When it was decreed.
    #[serde(serialize_with = "millis")]
    created_at: DateTime<Utc>,
    /// When it changed last.
    #[serde(serialize_with = "millis")]
    updated_at: DateTime<Utc>,
    /// What the caller may do now: `open`, or nothing.
    allowed_actions: Vec<String>,
}

impl From<&Shown> for Exemption {
    fn from(shown: &Shown) -> Self {
        let Shown { exemption, can_open } = shown;
        let exemption = exemption.clone();
        let opening = exemption.opening;
        Self {
            id: exemption.id.0,
            version: exemption.version,
            state: exemption.state.into(),
            agency_id: exemption.agency.id.0,
            information: exemption.information,
            partial: exemption.is_partial,
            ground: exemption.article.into(),
            law: exemption.law,
            consequence_if_opened: exemption.consequence_if_opened,
            consequence_if_closed: exemption.consequence_if_closed,
            period: (&exemption.period).into(),
            ends_on: exemption.ends_on,
            decree_number: exemption.decree_number,
            opened_at: opening.as_ref().map(|opening| opening.at),
            opening_decree_number: opening.as_ref().and_then(|opening| opening.decree_number.clone()),
            opening_reason: opening.and_then(|opening| opening.reason),
            created_at: exemption.created_at,
            updated_at: exemption.updated_at,
            allowed_actions: can_open.then(|| "open".to_owned()).into_iter().collect(),
        }
    }
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
struct ExemptionPage {
    /// The entries.
    data: Vec<Exemption>,
    /// Cursor of the next page; `null` at the end.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<ListTotal>,
}

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ExemptionParameters {
    /// Of this body.
    #[param(nullable = false)]
    agency_id: Option<Uuid>,
    /// In any of these states, separated by commas.
    #[serde(default)]
    #[param(value_type = Vec<ExemptionState>, style = Form, explode = false, required = false)]
    state: List<ExemptionState>,
    /// On any of these grounds, separated by commas.
    #[serde(default)]
    #[param(value_type = Vec<ExemptionGround>, style = Form, explode = false, required = false)]
    ground: List<ExemptionGround>,
    /// In force, and ending within so many working days from today, by national holidays.
    #[param(minimum = 0, maximum = 250, nullable = false)]
    ends_within_working_days: Option<i32>,
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

/// A decree or decision that opens what is exempt.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct OpenExemption {
    /// Its number (nomor penetapan atau putusan).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    decree_number: String,
    /// Why.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S")]
    reason: String,
}

/// List exempt information
///
/// Daftar Informasi yang Dikecualikan, newest first. Everybody may read it, what it keeps back nobody.
#[utoipa::path(
    tag = "information",
    operation_id = "listExemptions",
    params(ExemptionParameters),
    security((), ("bearer" = [])),
    responses((status = 200, description = "One page.", body = ExemptionPage, headers(("Link")))),
)]
#[get("/v1/exemptions")]
async fn list_exemptions(
    http: HttpRequest,
    app: web::Data<App>,
    credentials: Credentials,
    context: Context,
    Query(parameters): Query<ExemptionParameters>,
) -> Result<HttpResponse, Problem> {
    let days = parameters.ends_within_working_days;
    check_working_days("ends_within_working_days", days)?;
    let ExemptionParameters { agency_id, state, ground, limit, cursor, include_total, .. } = parameters;
    let filter = Filter {
        agency_id: agency_id.map(AgencyId),
        states: state.0.into_iter().map(Into::into).collect(),
        grounds: ground.0.into_iter().map(Into::into).collect(),
        ends_by: None,
    };
    let request = PageRequest { limit: limit.get().into(), after: place(&http, cursor.as_deref())?, include_total };
    let found = app.list_exemptions(&credentials.caller, filter, days, &request).await?;
    let (data, next_cursor, total) = parts(&http, found, |shown| Exemption::from(&shown))?;
    let body = ExemptionPage { data, next_cursor, total };
    Ok(page(&http, &context, body.next_cursor.as_deref(), &body))
}

/// Read an exemption
///
/// One entry of the list of exempt information (informasi yang dikecualikan).
#[utoipa::path(
    tag = "information",
    operation_id = "getExemption",
    params(("id" = Uuid, Path, description = "Id of the entry.")),
    security((), ("bearer" = [])),
    responses((status = 200, description = "The entry.", body = Exemption, headers(("ETag")))),
)]
#[get("/v1/exemptions/{id}")]
async fn get_exemption(
    app: web::Data<App>,
    credentials: Credentials,
    id: web::Path<String>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let shown = app.show_exemption(&credentials.caller, parsed(&id)?).await?;
    Ok(tagged(&known, shown.exemption.version, &Exemption::from(&shown)))
}

/// Open exempt information
///
/// Buka informasi yang dikecualikan, by decree as its end comes near, or by a decision while it is in force (of the Commission, of a
/// court, or the body's own). By the body's information officer (PPID) or the superior (atasan PPID). One that nobody opens does so at
/// the local midnight after its last day.
#[utoipa::path(
    tag = "information",
    operation_id = "openExemption",
    params(("id" = Uuid, Path, description = "Id of the entry.")),
    request_body = OpenExemption,
    security(("bearer" = [])),
    responses((status = 200, description = "The entry.", body = Exemption, headers(("ETag")))),
)]
#[post("/v1/exemptions/{id}/open")]
async fn open_exemption(
    After(call, body): After<KnownCall, Body<OpenExemption>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let KnownCall(call) = call;
    let terms = call.terms(body.raw())?;
    let OpenExemption { decree_number, reason } = body.into_inner();
    let render = |shown: Shown| Ok(Reply::json(200, &Exemption::from(&shown))?.versioned(shown.exemption.version));
    let caller = call.access.caller.clone();
    let answer = call.app.open_exemption(caller, parsed(&id)?, (decree_number, reason), terms, render).await?;
    Ok(respond(&call.context, answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_writes_what_the_domain_calls_it() {
        for state in exemption::State::ALL {
            assert_eq!(serde_json::to_value(ExemptionState::from(*state)).unwrap(), state.name());
        }
    }
}
