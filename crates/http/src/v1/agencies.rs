//! `/v1/agencies`: governments, the ministry with its components, and units.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use padi_agencies::agency;
use padi_app::App;
use padi_app::idempotency::Reply;
use padi_app::reference::Kind;
use padi_app::reference::agencies::{ChangeAgency, Filter, NewAgency};
use padi_kernel::id::AgencyId;
use padi_kernel::page::PageRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::case::ListTotal;
use super::reference::{
    HistoryParameters, ReferenceChangePage, check_q, check_region_code, history, id, parts, place, tagged_page,
};
use super::words::one_line;
use crate::auth::Required;
use crate::body::{After, Body, Patch};
use crate::conditional::{ETag, IfMatch, IfNoneMatch, tagged};
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::problem::Problem;
use crate::query::{Limit, Query};
use crate::write::{self, Scope};

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(list_agencies).service(create_agency).service(get_agency).service(change_agency);
    config.service(add_agency_alias).service(get_agency_history);
}

/// What an agency is: jenis instansi. An open set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AgencyKind {
    /// The Ministry of Home Affairs (Kementerian Dalam Negeri).
    Ministry,
    /// A component of the ministry (komponen).
    Component,
    /// A provincial government (pemerintah provinsi).
    Province,
    /// A regency's government (pemerintah kabupaten).
    Regency,
    /// A city's government (pemerintah kota).
    City,
    /// An administrative region of Jakarta (kota atau kabupaten administrasi).
    AdministrativeRegion,
    /// A unit of any of these (unit kerja, perangkat daerah).
    Unit,
}

impl From<agency::AgencyKind> for AgencyKind {
    fn from(kind: agency::AgencyKind) -> Self {
        match kind {
            agency::AgencyKind::Ministry => Self::Ministry,
            agency::AgencyKind::Component => Self::Component,
            agency::AgencyKind::Province => Self::Province,
            agency::AgencyKind::Regency => Self::Regency,
            agency::AgencyKind::City => Self::City,
            agency::AgencyKind::AdministrativeRegion => Self::AdministrativeRegion,
            agency::AgencyKind::Unit => Self::Unit,
        }
    }
}

impl From<AgencyKind> for agency::AgencyKind {
    fn from(kind: AgencyKind) -> Self {
        match kind {
            AgencyKind::Ministry => Self::Ministry,
            AgencyKind::Component => Self::Component,
            AgencyKind::Province => Self::Province,
            AgencyKind::Regency => Self::Regency,
            AgencyKind::City => Self::City,
            AgencyKind::AdministrativeRegion => Self::AdministrativeRegion,
            AgencyKind::Unit => Self::Unit,
        }
    }
}

/// What can be set up by hand: jenis instansi baru
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum NewAgencyKind {
    /// A component directly below the ministry (komponen).
    Component,
    /// A unit below any agency (unit kerja, perangkat daerah).
    Unit,
}

/// An agency: instansi
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Agency)]
struct AgencyBody {
    /// Id of the agency.
    id: Uuid,
    /// Its code (kode): the region code for governments, `kemendagri` for the ministry.
    #[schema(example = "73.71")]
    code: String,
    /// What it is (jenis).
    kind: AgencyKind,
    /// Its name (nama).
    #[schema(example = "Pemerintah Kota Makassar")]
    name: String,
    /// The region that it governs or lies in (wilayah); absent for the ministry.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "73.71")]
    region_code: Option<String>,
    /// Its time zone (zona waktu), by which its deadlines count.
    #[schema(example = "Asia/Makassar")]
    time_zone: &'static str,
    /// The agency above it (instansi induk); absent for an autonomous body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    parent_id: Option<Uuid>,
    /// Other names by which it is found (nama lain): short ones, and those that it had before.
    #[schema(example = json!(["Pemkot Makassar"]))]
    aliases: Vec<String>,
    /// Whether cases can be given to it (aktif).
    active: bool,
    /// Grows with each change (versi); also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    version: i64,
}

impl From<agency::Known> for AgencyBody {
    fn from(known: agency::Known) -> Self {
        let agency::Known { agency, aliases } = known;
        Self {
            aliases,
            id: agency.id.0,
            code: agency.code,
            kind: agency.kind.into(),
            name: agency.name,
            region_code: agency.region_code,
            time_zone: agency.locality.zone.name(),
            parent_id: agency.parent_id.map(|id| id.0),
            active: agency.active,
            version: agency.version,
        }
    }
}

/// A page of agencies: daftar instansi
#[derive(Debug, Serialize, ToSchema)]
struct AgencyPage {
    /// The agencies, by code.
    data: Vec<AgencyBody>,
    /// Cursor of the next page; `null` at the end.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<ListTotal>,
}

/// Which agencies.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AgencyParameters {
    /// Governing or lying in exactly this region (wilayah).
    #[param(nullable = false, pattern = r"^\d{2}(\.\d{2}(\.\d{2}(\.[123]\d{3})?)?)?$", example = "73.71")]
    region_code: Option<String>,
    /// Of this kind (jenis).
    #[param(nullable = false, inline)]
    kind: Option<AgencyKind>,
    /// Directly below this agency (instansi induk).
    #[param(nullable = false)]
    parent_id: Option<Uuid>,
    /// Of exactly this code (kode).
    #[param(nullable = false, example = "kemendagri")]
    code: Option<String>,
    /// With this in the name or in another name, upper and lower case alike.
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

/// An agency to be set up: instansi baru
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(as = NewAgency)]
#[serde(deny_unknown_fields)]
struct NewAgencyBody {
    /// The agency above it (instansi induk).
    parent_id: Uuid,
    /// What it is to be (jenis).
    kind: NewAgencyKind,
    /// Its name (nama).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$",
        example = "Dinas Kependudukan dan Pencatatan Sipil"
    )]
    name: String,
    /// Its code (kode), which no other agency has.
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9]+([.-][a-z0-9]+)*$", example = "73.71.dukcapil")]
    code: String,
}

/// What to change of an agency; what is absent stays: perubahan instansi
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct AgencyChange {
    /// Another name (nama).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(
        nullable = false,
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$",
        example = "Dinas Dukcapil Kota Makassar"
    )]
    name: Option<String>,
    /// Whether cases can be given to it (aktif).
    #[schema(nullable = false)]
    active: Option<bool>,
}

/// List agencies
///
/// Governments, the ministry with its components, and units, by code (daftar instansi).
#[utoipa::path(
    operation_id = "listAgencies",
    tag = "agencies",
    params(AgencyParameters),
    responses((status = 200, description = "One page.", body = AgencyPage, headers(("ETag" = String), ("Link" = String)))),
    security(())
)]
#[get("/v1/agencies")]
async fn list_agencies(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    known: IfNoneMatch,
    Query(parameters): Query<AgencyParameters>,
) -> Result<HttpResponse, Problem> {
    let AgencyParameters { region_code, kind, parent_id, code, q, limit, cursor, include_total } = parameters;
    check_region_code("region_code", region_code.as_deref())?;
    check_q(q.as_deref())?;
    let filter = Filter { region_code, kind: kind.map(Into::into), parent_id: parent_id.map(AgencyId), code, q };
    let request = PageRequest { limit: limit.get().into(), after: place(&http, cursor.as_deref())?, include_total };
    let (data, next_cursor, total) = parts(&http, app.agencies(&filter, &request).await?, AgencyBody::from)?;
    let body = AgencyPage { data, next_cursor, total };
    tagged_page(&http, &context, &known, body.next_cursor.as_deref(), &body)
}

/// Read an agency
///
/// One agency with its place in the tree (instansi).
#[utoipa::path(
    operation_id = "getAgency",
    tag = "agencies",
    params(("id" = Uuid, Path, description = "Id of the agency.")),
    responses((status = 200, description = "The agency.", body = AgencyBody, headers(("ETag" = String)))),
    security(())
)]
#[get("/v1/agencies/{id}")]
async fn get_agency(app: web::Data<App>, path: web::Path<String>, known: IfNoneMatch) -> Result<HttpResponse, Problem> {
    let agency = AgencyBody::from(app.agency(id(&path)?).await?);
    Ok(tagged(&known, agency.version, &agency))
}

/// Set up an agency
///
/// Adds a unit below an agency, or a component below the ministry (bentuk instansi). Region and time zone are those of the agency
/// above. For the system's administrator and the ministry's coordinator; an agency's administrator sets up units of the own agency.
/// Governments come with the list of regions.
#[utoipa::path(
    operation_id = "createAgency",
    tag = "agencies",
    request_body = NewAgencyBody,
    responses((
        status = 201,
        description = "The agency.",
        body = AgencyBody,
        headers(("ETag" = String), ("Location" = String), ("Idempotency-Replayed" = String))
    )),
    security(("bearer" = []))
)]
#[post("/v1/agencies")]
async fn create_agency(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<NewAgencyBody>)>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&http, Scope::Account(&caller.0.scope), header, body.raw())?;
    let NewAgencyBody { parent_id, kind, name, code } = body.into_inner();
    let kind = match kind {
        NewAgencyKind::Component => agency::AgencyKind::Component,
        NewAgencyKind::Unit => agency::AgencyKind::Unit,
    };
    let new = NewAgency { parent_id: AgencyId(parent_id), kind, name, code };
    Ok(write::respond(&context, app.create_agency(key, &caller.0, new, made).await?))
}

/// The agency with what was made, as an answer.
fn made(known: agency::Known) -> Result<Reply, padi_app::error::Error> {
    let body = AgencyBody::from(known);
    Ok(Reply::json(201, &body)?.at(format!("/v1/agencies/{}", body.id)).versioned(body.version))
}

/// Change an agency
///
/// Renames, closes or opens an agency (ubah instansi); a renamed one is still found by its old name. An agency's administrator changes the units of the own agency.
#[utoipa::path(
    operation_id = "changeAgency",
    tag = "agencies",
    params(("id" = Uuid, Path, description = "Id of the agency.")),
    request_body(content = AgencyChange, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The agency.", body = AgencyBody, headers(("ETag" = String)))),
    security(("bearer" = []))
)]
#[patch("/v1/agencies/{id}")]
async fn change_agency(
    app: web::Data<App>,
    path: web::Path<String>,
    After(caller, (seen, body)): After<Required, (IfMatch, Patch<AgencyChange>)>,
) -> Result<HttpResponse, Problem> {
    let AgencyChange { name, active } = body.into_inner();
    let change = ChangeAgency { name, active };
    let agency = AgencyBody::from(app.change_agency(&caller.0, id(&path)?, change, seen.for_use_case()).await?);
    Ok(HttpResponse::Ok().insert_header(ETag(agency.version)).json(agency))
}

/// Another name of an agency: nama lain
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAgencyAlias {
    /// The name (nama lain).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$",
        example = "Disdukcapil Makassar"
    )]
    name: String,
}

/// Give an agency another name
///
/// A short or former name by which lists and routing find it (nama lain). Names stay: nothing takes one away, and a renamed agency keeps
/// its old name as another name. For those who may change the agency; at most 50 for each.
#[utoipa::path(
    operation_id = "addAgencyAlias",
    tag = "agencies",
    params(("id" = Uuid, Path, description = "Id of the agency.")),
    request_body = NewAgencyAlias,
    responses((
        status = 201,
        description = "The agency with all its names.",
        body = AgencyBody,
        headers(("ETag" = String), ("Location" = String), ("Idempotency-Replayed" = String))
    )),
    security(("bearer" = []))
)]
#[post("/v1/agencies/{id}/aliases")]
async fn add_agency_alias(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    After(caller, (header, (seen, body))): After<Required, (IdempotencyKey, (IfMatch, Body<NewAgencyAlias>))>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&http, Scope::Account(&caller.0.scope), header, body.raw())?;
    let alias = (id(&path)?, body.into_inner().name);
    let added = app.add_agency_alias(key, &caller.0, alias, seen.for_use_case(), made).await?;
    Ok(write::respond(&context, added))
}

/// Read the history of an agency
///
/// What administrators changed, newest first (riwayat instansi). For those who may change it.
#[utoipa::path(
    operation_id = "getAgencyHistory",
    tag = "agencies",
    params(("id" = Uuid, Path, description = "Id of the agency."), HistoryParameters),
    responses((status = 200, description = "One page.", body = ReferenceChangePage, headers(("Link" = String)))),
    security(("bearer" = []))
)]
#[get("/v1/agencies/{id}/history")]
async fn get_agency_history(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    After(caller, parameters): After<Required, Query<HistoryParameters>>,
) -> Result<HttpResponse, Problem> {
    let what = (Kind::Agency, id(&path)?);
    history(&http, (&app, &caller.0, &context), what, parameters.into_inner()).await
}
