//! `/v1/calendar/holidays`: the days on which offices are closed.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use chrono::NaiveDate;
use padi_app::App;
use padi_app::idempotency::Reply;
use padi_app::reference::Kind;
use padi_app::reference::holidays::{ChangeHoliday, Filter, NATIONAL, StoredHoliday, scope_of};
use padi_kernel::calendar::{DayKind, Holiday};
use padi_kernel::page::PageRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::case::ListTotal;
use super::reference::{HistoryParameters, ReferenceChangePage, history, id, parts, place, tagged_page};
use super::words::one_line;
use crate::auth::Required;
use crate::body::{After, Body, Patch};
use crate::conditional::{ETag, IfMatch, IfNoneMatch, tagged};
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::language::Text;
use crate::problem::Problem;
use crate::query::{Limit, Query};
use crate::write::{self, Scope};

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(list_holidays).service(create_holiday).service(get_holiday).service(change_holiday);
    config.service(delete_holiday).service(get_holiday_history);
}

/// Kind of a day off: jenis hari libur
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum HolidayKind {
    /// Holiday (hari libur).
    Holiday,
    /// Joint leave (cuti bersama).
    JointLeave,
}

impl From<HolidayKind> for DayKind {
    fn from(kind: HolidayKind) -> Self {
        match kind {
            HolidayKind::Holiday => Self::Holiday,
            HolidayKind::JointLeave => Self::JointLeave,
        }
    }
}

/// A day on which offices are closed: hari libur atau cuti bersama
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Holiday)]
struct HolidayBody {
    /// Id of the day.
    id: Uuid,
    /// The day (tanggal).
    on: NaiveDate,
    /// `national`, or the two digits of the province that alone keeps it (cakupan).
    #[schema(pattern = r"^(national|\d{2})$", example = "national")]
    scope: String,
    /// Its kind (jenis).
    kind: HolidayKind,
    /// Its name (nama).
    #[schema(example = "Hari Suci Nyepi")]
    name: String,
    /// Grows with each change (versi); also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    version: i64,
}

impl From<StoredHoliday> for HolidayBody {
    fn from(stored: StoredHoliday) -> Self {
        let kind = match stored.holiday.kind {
            DayKind::JointLeave => HolidayKind::JointLeave,
            DayKind::Holiday | DayKind::Weekend => HolidayKind::Holiday,
        };
        Self {
            id: stored.id.0,
            on: stored.holiday.on,
            scope: scope_of(&stored.holiday).to_owned(),
            kind,
            name: stored.holiday.name,
            version: stored.version,
        }
    }
}

/// A page of days: daftar hari libur
#[derive(Debug, Serialize, ToSchema)]
struct HolidayPage {
    /// The days, in order.
    data: Vec<HolidayBody>,
    /// Cursor of the next page; `null` at the end.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<ListTotal>,
}

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct HolidayParameters {
    /// Of this year (tahun).
    #[param(nullable = false, minimum = 1900, maximum = 9999, example = 2026)]
    year: Option<i32>,
    /// `national`, or the two digits of a province (cakupan).
    #[param(nullable = false, pattern = r"^(national|\d{2})$", example = "national")]
    scope: Option<String>,
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

impl HolidayParameters {
    fn filter(&self) -> Result<Filter, Problem> {
        let between = self.year.map(|year| {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).filter(|_| (1900..=9999).contains(&year));
            let last = NaiveDate::from_ymd_opt(year, 12, 31);
            first.zip(last).ok_or_else(|| {
                let text = Text::new("Harus 1900 sampai 9999.", "Must be 1900 to 9999.");
                Problem::invalid_parameter("year", text)
            })
        });
        if self.scope.as_deref().is_some_and(|scope| !is_scope(scope)) {
            let text = Text::new(
                "Harus national atau dua angka kode provinsi.",
                "Must be national or the two digits of a province.",
            );
            return Err(Problem::invalid_parameter("scope", text));
        }
        Ok(Filter { between: between.transpose()?, scope: self.scope.clone() })
    }
}

/// Whether it names the nation or can name a province.
fn is_scope(text: &str) -> bool {
    text == NATIONAL || (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()))
}

fn valid_scope(text: &str) -> Result<(), validator::ValidationError> {
    if is_scope(text) { Ok(()) } else { Err(validator::ValidationError::new("invalid_format")) }
}

/// A day to be added: hari libur baru
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(as = NewHoliday)]
#[serde(deny_unknown_fields)]
struct NewHolidayBody {
    /// The day (tanggal).
    on: NaiveDate,
    /// `national`, or the two digits of the province that alone keeps it (cakupan).
    #[validate(custom(function = valid_scope))]
    #[schema(pattern = r"^(national|\d{2})$", example = "51")]
    scope: String,
    /// Its kind (jenis).
    kind: HolidayKind,
    /// Its name (nama).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", example = "Hari Raya Galungan")]
    name: String,
}

/// What to change of a day; what is absent stays: perubahan hari libur
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct HolidayChange {
    /// Another day (tanggal).
    #[schema(nullable = false)]
    on: Option<NaiveDate>,
    /// Another kind (jenis).
    #[schema(nullable = false)]
    kind: Option<HolidayKind>,
    /// Another name (nama).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(
        nullable = false,
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$",
        example = "Hari Raya Galungan"
    )]
    name: Option<String>,
}

/// List holidays
///
/// Holidays and joint leave, by day (daftar hari libur). Weekends are no entries.
#[utoipa::path(
    operation_id = "listHolidays",
    tag = "calendar",
    params(HolidayParameters),
    responses((status = 200, description = "One page.", body = HolidayPage, headers(("ETag" = String), ("Link" = String)))),
    security(())
)]
#[get("/v1/calendar/holidays")]
async fn list_holidays(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    known: IfNoneMatch,
    Query(parameters): Query<HolidayParameters>,
) -> Result<HttpResponse, Problem> {
    let filter = parameters.filter()?;
    let HolidayParameters { limit, cursor, include_total, .. } = parameters;
    let request = PageRequest { limit: limit.get().into(), after: place(&http, cursor.as_deref())?, include_total };
    let (data, next_cursor, total) = parts(&http, app.holidays(&filter, &request).await?, HolidayBody::from)?;
    let body = HolidayPage { data, next_cursor, total };
    tagged_page(&http, &context, &known, body.next_cursor.as_deref(), &body)
}

/// Read a holiday
///
/// One day of the list (hari libur).
#[utoipa::path(
    operation_id = "getHoliday",
    tag = "calendar",
    params(("id" = Uuid, Path, description = "Id of the day.")),
    responses((status = 200, description = "The day.", body = HolidayBody, headers(("ETag" = String)))),
    security(())
)]
#[get("/v1/calendar/holidays/{id}")]
async fn get_holiday(
    app: web::Data<App>,
    path: web::Path<String>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let stored = app.holiday(id(&path)?).await?;
    Ok(tagged(&known, stored.version, &HolidayBody::from(stored)))
}

/// Add a holiday
///
/// Adds a day to the list (tambah hari libur). What starts from now on counts by it; deadlines that run are moved by an explicit
/// recomputation. For the system's administrator and the ministry's coordinator.
#[utoipa::path(
    operation_id = "createHoliday",
    tag = "calendar",
    request_body = NewHolidayBody,
    responses((
        status = 201,
        description = "The day.",
        body = HolidayBody,
        headers(("ETag" = String), ("Location" = String), ("Idempotency-Replayed" = String))
    )),
    security(("bearer" = []))
)]
#[post("/v1/calendar/holidays")]
async fn create_holiday(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<NewHolidayBody>)>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&http, Scope::Account(&caller.0.scope), header, body.raw())?;
    let NewHolidayBody { on, scope, kind, name } = body.into_inner();
    let new = Holiday { on, province: (scope != NATIONAL).then_some(scope), kind: kind.into(), name };
    let render = |stored: StoredHoliday| {
        let (place, version) = (format!("/v1/calendar/holidays/{}", stored.id), stored.version);
        Ok(Reply::json(201, &HolidayBody::from(stored))?.at(place).versioned(version))
    };
    Ok(write::respond(&context, app.create_holiday(key, &caller.0, new, render).await?))
}

/// Change a holiday
///
/// Moves or renames a day (ubah hari libur). For the system's administrator and the ministry's coordinator.
#[utoipa::path(
    operation_id = "changeHoliday",
    tag = "calendar",
    params(("id" = Uuid, Path, description = "Id of the day.")),
    request_body(content = HolidayChange, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The day.", body = HolidayBody, headers(("ETag" = String)))),
    security(("bearer" = []))
)]
#[patch("/v1/calendar/holidays/{id}")]
async fn change_holiday(
    app: web::Data<App>,
    path: web::Path<String>,
    After(caller, (seen, body)): After<Required, (IfMatch, Patch<HolidayChange>)>,
) -> Result<HttpResponse, Problem> {
    let HolidayChange { on, kind, name } = body.into_inner();
    let change = ChangeHoliday { on, kind: kind.map(Into::into), name };
    let stored = app.change_holiday(&caller.0, id(&path)?, change, seen.for_use_case()).await?;
    Ok(HttpResponse::Ok().insert_header(ETag(stored.version)).json(HolidayBody::from(stored)))
}

/// Delete a holiday
///
/// Takes a day out of the list; its history stays (hapus hari libur). For the system's administrator and the ministry's coordinator.
#[utoipa::path(
    operation_id = "deleteHoliday",
    tag = "calendar",
    params(("id" = Uuid, Path, description = "Id of the day.")),
    responses((status = 204, description = "The day is gone.")),
    security(("bearer" = []))
)]
#[delete("/v1/calendar/holidays/{id}")]
async fn delete_holiday(
    app: web::Data<App>,
    path: web::Path<String>,
    After(caller, seen): After<Required, IfMatch>,
) -> Result<HttpResponse, Problem> {
    app.delete_holiday(&caller.0, id(&path)?, seen.for_use_case()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Read the history of a holiday
///
/// What administrators changed, newest first (riwayat hari libur), also of a day that is gone. For those who may change it.
#[utoipa::path(
    operation_id = "getHolidayHistory",
    tag = "calendar",
    params(("id" = Uuid, Path, description = "Id of the day."), HistoryParameters),
    responses((status = 200, description = "One page.", body = ReferenceChangePage, headers(("Link" = String)))),
    security(("bearer" = []))
)]
#[get("/v1/calendar/holidays/{id}/history")]
async fn get_holiday_history(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    After(caller, parameters): After<Required, Query<HistoryParameters>>,
) -> Result<HttpResponse, Problem> {
    let what = (Kind::Holiday, id(&path)?);
    history(&http, (&app, &caller.0, &context), what, parameters.into_inner()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(query: &str) -> Result<Filter, Problem> {
        crate::query::parse::<HolidayParameters>(query).and_then(|parameters| parameters.filter())
    }

    #[test]
    fn a_year_is_its_first_and_last_day() {
        let between = filter("year=2028").unwrap().between.unwrap();
        assert_eq!((between.0.to_string(), between.1.to_string()), ("2028-01-01".to_owned(), "2028-12-31".to_owned()));
        assert_eq!(filter("scope=51").unwrap(), Filter { between: None, scope: Some("51".to_owned()) });
        for bad in ["year=0", "year=1899", "year=10000", "year=-2026", "year=300000", "scope=", "scope=5", "scope=bali"]
        {
            assert!(filter(bad).is_err(), "{bad}");
        }
    }
}
