//! Which part of a register is asked for, and in which form.

use actix_web::HttpRequest;
use padi_app::information::registers::{Mark, Wanted};
use padi_kernel::id::AgencyId;
use padi_kernel::page::PageRequest;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::page::decode_cursor;
use crate::problem::Problem;
use crate::query::{Day, Limit};
use crate::v1::table::ListFormat;

/// Which part of a register.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RegisterParameters {
    /// Whose register (badan publik).
    agency_id: Uuid,
    /// The first day of registering (didaftarkan sejak), in the body's local time. Without it, 1 January of the year of `to`.
    #[param(value_type = Option<NaiveDate>, nullable = false)]
    from: Option<Day>,
    /// The last day of registering (didaftarkan sampai), itself included. Without it, 31 December of the current year.
    #[param(value_type = Option<NaiveDate>, nullable = false)]
    to: Option<Day>,
    /// In which form: `json` page by page, `csv` and `xlsx` as one file with the whole of it.
    #[serde(default)]
    #[param(inline)]
    pub(super) format: ListFormat,
    /// How many, of `json`: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    limit: Limit,
    /// Where to go on, of `json`: `next_cursor` of the page before, with the same period.
    #[param(nullable = false)]
    cursor: Option<String>,
    /// Whether to count, of `json`: up to 10,000.
    #[serde(default)]
    include_total: bool,
}

impl RegisterParameters {
    pub(super) fn wanted(&self) -> Wanted {
        wanted(self.agency_id, self.from, self.to)
    }

    pub(super) fn page(&self, http: &HttpRequest) -> Result<PageRequest<Mark>, Problem> {
        let after = self.cursor.as_deref().map(|cursor| decode_cursor(http, cursor)).transpose()?;
        Ok(PageRequest { limit: self.limit.get().into(), after, include_total: self.include_total })
    }
}

/// Which part of a register is counted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FigureParameters {
    /// Whose figures (badan publik).
    agency_id: Uuid,
    /// The first day of registering (didaftarkan sejak), in the body's local time. Without it, 1 January of the year of `to`.
    #[param(value_type = Option<NaiveDate>, nullable = false)]
    from: Option<Day>,
    /// The last day of registering (didaftarkan sampai), itself included. Without it, 31 December of the current year.
    #[param(value_type = Option<NaiveDate>, nullable = false)]
    to: Option<Day>,
}

impl FigureParameters {
    pub(super) fn wanted(&self) -> Wanted {
        wanted(self.agency_id, self.from, self.to)
    }
}

fn wanted(agency_id: Uuid, from: Option<Day>, to: Option<Day>) -> Wanted {
    Wanted { agency_id: AgencyId(agency_id), from: from.map(Day::get), to: to.map(Day::get) }
}
