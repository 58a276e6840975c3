//! `/v1/categories`: what complaints are about, a tree of two levels.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use chrono::NaiveDate;
use padi_agencies::category;
use padi_app::App;
use padi_app::idempotency::Reply;
use padi_app::reference::Kind;
use padi_app::reference::categories::{ChangeCategory, Filter, NewCategory};
use padi_kernel::id::CategoryId;
use padi_kernel::page::PageRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::case::ListTotal;
use super::reference::{
    HistoryParameters, ReferenceChangePage, check_q, clearable, history, id, parts, place, tagged_page,
};
use super::words::one_line;
use crate::auth::Required;
use crate::body::{After, Body, Change, Patch};
use crate::conditional::{ETag, IfMatch, IfNoneMatch, tagged};
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::problem::Problem;
use crate::query::{Limit, Query};
use crate::write::{self, Scope};

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(list_categories).service(create_category).service(get_category).service(change_category);
    config.service(get_category_history);
}

/// A category: kategori
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Category)]
struct CategoryBody {
    /// Id of the category.
    id: Uuid,
    /// Its code (kode).
    #[schema(example = "ktp-el")]
    code: String,
    /// Its name (nama).
    #[schema(example = "KTP Elektronik")]
    name: String,
    /// The category above it (kategori induk); absent for the first level.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    parent_id: Option<Uuid>,
    /// Whether new cases may carry it (aktif).
    active: bool,
    /// First day on which it may be used (berlaku sejak).
    valid_from: NaiveDate,
    /// Last day on which it may be used (berlaku sampai), if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    valid_to: Option<NaiveDate>,
    /// Grows with each change (versi); also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    version: i64,
}

impl From<category::Category> for CategoryBody {
    fn from(category: category::Category) -> Self {
        Self {
            id: category.id.0,
            code: category.code,
            name: category.name,
            parent_id: category.parent_id.map(|id| id.0),
            active: category.active,
            valid_from: category.valid_from,
            valid_to: category.valid_to,
            version: category.version,
        }
    }
}

/// A page of categories: daftar kategori
#[derive(Debug, Serialize, ToSchema)]
struct CategoryPage {
    /// The categories, by code.
    data: Vec<CategoryBody>,
    /// Cursor of the next page; `null` at the end.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<ListTotal>,
}

/// Which categories.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CategoryParameters {
    /// Directly below this category (kategori induk).
    #[param(nullable = false)]
    parent_id: Option<Uuid>,
    /// Open to new cases, or not (aktif).
    #[param(nullable = false)]
    active: Option<bool>,
    /// Of exactly this code (kode).
    #[param(nullable = false, example = "ktp-el")]
    code: Option<String>,
    /// With this in the name, upper and lower case alike.
    #[param(nullable = false, min_length = 1, max_length = 100, example = "ktp")]
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

/// A category to be added: kategori baru
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(as = NewCategory)]
#[serde(deny_unknown_fields)]
struct NewCategoryBody {
    /// Its code (kode), which no other category has.
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9]+([.-][a-z0-9]+)*$", example = "identitas-digital")]
    code: String,
    /// Its name (nama).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$",
        example = "Identitas Kependudukan Digital"
    )]
    name: String,
    /// The category of the first level above it (kategori induk); absent for one of the first level.
    #[schema(nullable = false)]
    parent_id: Option<Uuid>,
    /// First day on which it may be used (berlaku sejak).
    valid_from: NaiveDate,
    /// Last day on which it may be used (berlaku sampai).
    #[schema(nullable = false)]
    valid_to: Option<NaiveDate>,
}

/// What to change of a category; what is absent stays: perubahan kategori
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct CategoryChange {
    /// Another name (nama).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(
        nullable = false,
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$",
        example = "KTP Elektronik"
    )]
    name: Option<String>,
    /// Whether new cases may carry it (aktif).
    #[schema(nullable = false)]
    active: Option<bool>,
    /// Another first day (berlaku sejak).
    #[schema(nullable = false)]
    valid_from: Option<NaiveDate>,
    /// Another last day (berlaku sampai); `null` for none.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    valid_to: Change<NaiveDate>,
}

/// List categories
///
/// What complaints are about, by code (daftar kategori): a tree of two levels.
#[utoipa::path(
    operation_id = "listCategories",
    tag = "categories",
    params(CategoryParameters),
    responses((
        status = 200,
        description = "One page.",
        body = CategoryPage,
        headers(("ETag" = String), ("Link" = String))
    )),
    security(())
)]
#[get("/v1/categories")]
async fn list_categories(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    known: IfNoneMatch,
    Query(parameters): Query<CategoryParameters>,
) -> Result<HttpResponse, Problem> {
    let CategoryParameters { parent_id, active, code, q, limit, cursor, include_total } = parameters;
    check_q(q.as_deref())?;
    let filter = Filter { parent_id: parent_id.map(CategoryId), active, code, q };
    let request = PageRequest { limit: limit.get().into(), after: place(&http, cursor.as_deref())?, include_total };
    let (data, next_cursor, total) = parts(&http, app.categories(&filter, &request).await?, CategoryBody::from)?;
    let body = CategoryPage { data, next_cursor, total };
    tagged_page(&http, &context, &known, body.next_cursor.as_deref(), &body)
}

/// Read a category
///
/// One category (kategori).
#[utoipa::path(
    operation_id = "getCategory",
    tag = "categories",
    params(("id" = Uuid, Path, description = "Id of the category.")),
    responses((status = 200, description = "The category.", body = CategoryBody, headers(("ETag" = String)))),
    security(())
)]
#[get("/v1/categories/{id}")]
async fn get_category(
    app: web::Data<App>,
    path: web::Path<String>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let category = app.category(id(&path)?).await?;
    Ok(tagged(&known, category.version, &CategoryBody::from(category)))
}

/// Add a category
///
/// Adds a category of the first or second level (tambah kategori). For the system's administrator and the ministry's coordinator.
#[utoipa::path(
    operation_id = "createCategory",
    tag = "categories",
    request_body = NewCategoryBody,
    responses((
        status = 201,
        description = "The category.",
        body = CategoryBody,
        headers(("ETag" = String), ("Location" = String), ("Idempotency-Replayed" = String))
    )),
    security(("bearer" = []))
)]
#[post("/v1/categories")]
async fn create_category(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<NewCategoryBody>)>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&http, Scope::Account(&caller.0.scope), header, body.raw())?;
    let NewCategoryBody { code, name, parent_id, valid_from, valid_to } = body.into_inner();
    let new = NewCategory { code, name, parent_id: parent_id.map(CategoryId), valid_from, valid_to };
    let render = |category: category::Category| {
        let (place, version) = (format!("/v1/categories/{}", category.id), category.version);
        Ok(Reply::json(201, &CategoryBody::from(category))?.at(place).versioned(version))
    };
    Ok(write::respond(&context, app.create_category(key, &caller.0, new, render).await?))
}

/// Change a category
///
/// Renames, closes, opens or dates a category (ubah kategori). For the system's administrator and the ministry's coordinator.
#[utoipa::path(
    operation_id = "changeCategory",
    tag = "categories",
    params(("id" = Uuid, Path, description = "Id of the category.")),
    request_body(content = CategoryChange, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The category.", body = CategoryBody, headers(("ETag" = String)))),
    security(("bearer" = []))
)]
#[patch("/v1/categories/{id}")]
async fn change_category(
    app: web::Data<App>,
    path: web::Path<String>,
    After(caller, (seen, body)): After<Required, (IfMatch, Patch<CategoryChange>)>,
) -> Result<HttpResponse, Problem> {
    let CategoryChange { name, active, valid_from, valid_to } = body.into_inner();
    let change = ChangeCategory { name, active, valid_from, valid_to: clearable(valid_to) };
    let category = app.change_category(&caller.0, id(&path)?, change, seen.for_use_case()).await?;
    Ok(HttpResponse::Ok().insert_header(ETag(category.version)).json(CategoryBody::from(category)))
}

/// Read the history of a category
///
/// What administrators changed, newest first (riwayat kategori). For those who may change it.
#[utoipa::path(
    operation_id = "getCategoryHistory",
    tag = "categories",
    params(("id" = Uuid, Path, description = "Id of the category."), HistoryParameters),
    responses((status = 200, description = "One page.", body = ReferenceChangePage, headers(("Link" = String)))),
    security(("bearer" = []))
)]
#[get("/v1/categories/{id}/history")]
async fn get_category_history(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    After(caller, parameters): After<Required, Query<HistoryParameters>>,
) -> Result<HttpResponse, Problem> {
    let what = (Kind::Category, id(&path)?);
    history(&http, (&app, &caller.0, &context), what, parameters.into_inner()).await
}
