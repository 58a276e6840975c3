//! `/v1/regions`: provinces, regencies, cities, districts and, where they were loaded, villages.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get, web};
use padi_agencies::region;
use padi_app::App;
use padi_app::reference::regions::Filter;
use padi_kernel::page::PageRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::case::ListTotal;
use super::reference::{check_q, check_region_code, parts, place, tagged_page, version_of};
use crate::conditional::{IfNoneMatch, tagged};
use crate::context::Context;
use crate::problem::{Code, Problem};
use crate::query::{Limit, Query};

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(list_regions).service(get_region);
}

/// Level of a region: tingkat wilayah
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum RegionKind {
    /// Province (provinsi).
    Province,
    /// Regency (kabupaten).
    Regency,
    /// City (kota).
    City,
    /// District (kecamatan).
    District,
    /// Village (kelurahan, desa).
    Village,
}

impl RegionKind {
    fn name(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Regency => "regency",
            Self::City => "city",
            Self::District => "district",
            Self::Village => "village",
        }
    }
}

/// A region: wilayah
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Region)]
struct RegionBody {
    /// Code of the ministry (kode wilayah).
    #[schema(pattern = r"^\d{2}(\.\d{2}(\.\d{2}(\.[123]\d{3})?)?)?$", example = "73.71")]
    code: String,
    /// Its level (tingkat).
    #[schema(value_type = RegionKind)]
    kind: String,
    /// The region above it (wilayah induk); absent for a province.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "73")]
    parent_code: Option<String>,
    /// Its name (nama).
    #[schema(example = "Kota Makassar")]
    name: String,
    /// Its time zone (zona waktu).
    #[schema(example = "Asia/Makassar")]
    time_zone: &'static str,
}

impl From<region::Region> for RegionBody {
    fn from(region: region::Region) -> Self {
        let region::Region { code, kind, parent_code, name, zone } = region;
        Self { code, kind, parent_code, name, time_zone: zone.name() }
    }
}

/// A page of regions: daftar wilayah
#[derive(Debug, Serialize, ToSchema)]
struct RegionPage {
    /// The regions, by code.
    data: Vec<RegionBody>,
    /// Cursor of the next page; `null` at the end.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<ListTotal>,
}

/// Which regions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RegionParameters {
    /// Directly below this region (wilayah induk).
    #[param(nullable = false, pattern = r"^\d{2}(\.\d{2}(\.\d{2}(\.[123]\d{3})?)?)?$", example = "73")]
    parent_code: Option<String>,
    /// Of this level (tingkat).
    #[param(nullable = false, inline)]
    kind: Option<RegionKind>,
    /// With this in the name, upper and lower case alike.
    #[param(nullable = false, min_length = 1, max_length = 100, example = "makassar")]
    q: Option<String>,
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

/// List regions
///
/// Provinces, regencies, cities and districts by their codes (daftar wilayah); villages where the installation has loaded them.
#[utoipa::path(
    operation_id = "listRegions",
    tag = "regions",
    params(RegionParameters),
    responses((status = 200, description = "One page.", body = RegionPage, headers(("ETag" = String), ("Link" = String)))),
    security(())
)]
#[get("/v1/regions")]
async fn list_regions(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    known: IfNoneMatch,
    Query(parameters): Query<RegionParameters>,
) -> Result<HttpResponse, Problem> {
    let RegionParameters { parent_code, kind, q, limit, cursor, include_total } = parameters;
    check_region_code("parent_code", parent_code.as_deref())?;
    check_q(q.as_deref())?;
    let filter = Filter { parent_code, kind: kind.map(|kind| kind.name().to_owned()), q };
    let request = PageRequest { limit: limit.get().into(), after: place(&http, cursor.as_deref())?, include_total };
    let (data, next_cursor, total) = parts(&http, app.regions(&filter, &request).await?, RegionBody::from)?;
    let body = RegionPage { data, next_cursor, total };
    tagged_page(&http, &context, &known, body.next_cursor.as_deref(), &body)
}

/// Read a region
///
/// The region of a code (wilayah).
#[utoipa::path(
    operation_id = "getRegion",
    tag = "regions",
    params(("code" = String, Path, description = "Code of the region.", example = "73.71")),
    responses((status = 200, description = "The region.", body = RegionBody, headers(("ETag" = String)))),
    security(())
)]
#[get("/v1/regions/{code}")]
async fn get_region(app: web::Data<App>, code: web::Path<String>, known: IfNoneMatch) -> Result<HttpResponse, Problem> {
    let region = app.region(&code).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    let body = RegionBody::from(region);
    Ok(tagged(&known, version_of(&body)?, &body))
}
