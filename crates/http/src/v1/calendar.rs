//! `/v1/calendar/due-date`: when a term is due, and why then, so that no front end counts days itself.

use crate::routes::ServiceConfig;
use actix_web::{HttpResponse, get, web};
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use padi_app::App;
use padi_app::calendar::DueDate;
use padi_kernel::zone::Locality;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::case::{SkippedDay, TermUnit};
use super::reference::check_region_code;
use super::rules::unit_of;
use crate::language::Text;
use crate::problem::Problem;
use crate::query::Query;
use crate::timestamp::millis;

/// The longest term.
const LENGTH_MAX: i32 = 1000;

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(compute_due_date);
}

/// What is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DueDateParameters {
    /// When the body received it (diterima pada), in the years 1900 to 9998.
    #[param(example = "2026-03-13T10:00:00+07:00")]
    start: DateTime<Utc>,
    /// How many units (lama), 1 to 1000.
    #[param(minimum = 1, maximum = 1000, example = 3)]
    length: i32,
    /// What is counted (satuan).
    #[param(inline)]
    unit: TermUnit,
    /// Region of the body (wilayah), for its time zone and the holidays of its province; without it the ministry in Jakarta.
    #[param(nullable = false, pattern = r"^\d{2}(\.\d{2}(\.\d{2}(\.[123]\d{3})?)?)?$", example = "31")]
    region: Option<String>,
}

/// When a term is due, and why then: tenggat
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DueDate)]
struct DueDateBody {
    /// When it was received (diterima pada).
    #[serde(serialize_with = "millis")]
    start: DateTime<Utc>,
    /// The day from which it counts (hari nol): in working days, what comes after 16:00 local or on a day off counts as received on
    /// the next working day.
    day_zero_on: NaiveDate,
    /// How many units (lama).
    #[schema(minimum = 1, maximum = 1000, example = 3)]
    length: i32,
    /// What was counted (satuan).
    unit: TermUnit,
    /// Region of the body (wilayah); absent for the ministry.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "31")]
    region: Option<String>,
    /// Time zone of the body (zona waktu).
    #[schema(example = "Asia/Jakarta")]
    time_zone: &'static str,
    /// When it is due (jatuh tempo): the last second of the day, or the instant where hours are counted.
    #[serde(serialize_with = "millis")]
    due_at: DateTime<Utc>,
    /// The local day of it (hari jatuh tempo).
    due_on: NaiveDate,
    /// Days between that did not count (hari yang dilewati), weekends too; empty where every day counts.
    skipped: Vec<SkippedDay>,
    /// Whether every year between has holiday data (kalender lengkap); in others only weekends were left out.
    calendar_complete: bool,
    /// Version of the holiday list (versi kalender).
    #[schema(minimum = 1, example = 1)]
    calendar_version: i64,
}

/// Compute a due date
///
/// When a term of law that an agency is under is due, exact to the day in three time zones, with every day that did not count
/// (hitung tenggat).
#[utoipa::path(
    operation_id = "computeDueDate",
    tag = "calendar",
    params(DueDateParameters),
    responses((status = 200, description = "The due date.", body = DueDateBody)),
    security(())
)]
#[get("/v1/calendar/due-date")]
async fn compute_due_date(
    app: web::Data<App>,
    Query(parameters): Query<DueDateParameters>,
) -> Result<HttpResponse, Problem> {
    let DueDateParameters { start, length, unit, region } = parameters;
    check_bounds(start, length)?;
    let locality = locality(&app, region.as_deref()).await?;
    let law = app.law().await?;
    let due = DueDate::of(start, length, unit_of(unit), &locality, &law.calendar).map_err(|_| too_far())?;
    Ok(HttpResponse::Ok().json(DueDateBody {
        start,
        day_zero_on: due.day_zero_on,
        length,
        unit,
        region,
        time_zone: locality.zone.name(),
        due_at: due.due_at,
        due_on: due.due_on,
        skipped: due.skipped.into_iter().map(Into::into).collect(),
        calendar_complete: due.calendar_complete,
        calendar_version: due.calendar_version,
    }))
}

fn check_bounds(start: DateTime<Utc>, length: i32) -> Result<(), Problem> {
    if !(1..=LENGTH_MAX).contains(&length) {
        let text = Text::new(format!("Harus 1 sampai {LENGTH_MAX}."), format!("Must be 1 to {LENGTH_MAX}."));
        return Err(Problem::invalid_parameter("length", text));
    }
    if !(1900..=9998).contains(&start.year()) {
        let text = Text::new("Harus dalam tahun 1900 sampai 9998.", "Must lie in the years 1900 to 9998.");
        return Err(Problem::invalid_parameter("start", text));
    }
    Ok(())
}

async fn locality(app: &App, region: Option<&str>) -> Result<Locality, Problem> {
    let Some(code) = region else { return Ok(Locality::ministry()) };
    check_region_code("region", Some(code))?;
    app.locality_of(code).await?.ok_or_else(|| {
        let text = Text::new("Wilayah tidak dikenal.", "There is no such region.");
        Problem::invalid_parameter("region", text)
    })
}

fn too_far() -> Problem {
    let text = Text::new("Tenggatnya lewat tahun 9999.", "It would be due after the year 9999.");
    Problem::invalid_parameter("length", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_named_by_their_parameter() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let refused = |start: &str, length| {
            let problem = check_bounds(at(start), length).unwrap_err();
            problem.extension("parameter").unwrap().as_str().unwrap().to_owned()
        };
        for length in [1, 1000] {
            assert!(check_bounds(at("2026-03-13T03:00:00Z"), length).is_ok());
        }
        for length in [0, -1, 1001, i32::MAX, i32::MIN] {
            assert_eq!(refused("2026-03-13T03:00:00Z", length), "length");
        }
        for start in
            ["1899-12-31T23:59:59Z", "9999-01-01T00:00:00Z", "+262142-12-31T23:59:59Z", "-0001-01-01T00:00:00Z"]
        {
            assert_eq!(refused(start, 3), "start");
        }
    }
}
