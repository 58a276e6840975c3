//! One case, and two lists.

use actix_web::{HttpResponse, Responder, get, web};
use sea_orm::{
    ColumnTrait as _, Condition, DbErr, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Select,
    sea_query::{Expr, Query, SelectStatement, UnionType},
};
use uuid::Uuid;

use crate::{
    Floor,
    entity::{complaint, complaint_identity, deadline},
    failed,
    json::{Page, Whole},
};

/// Rows of a page.
const LIMIT: u64 = 50;

#[get("/one/{id}")]
pub(crate) async fn one(floor: web::Data<Floor>, id: web::Path<Uuid>) -> actix_web::Result<HttpResponse> {
    let row = complaint::Entity::find_by_id(*id).one(&floor.db).await.map_err(failed)?;
    let Some(row) = row else { return Ok(HttpResponse::NotFound().finish()) };
    let deadlines = clocks([row.id]).all(&floor.db).await.map_err(failed)?;
    // Who reported is read from a table of its own; the floor opens nothing that is sealed.
    complaint_identity::Entity::find_by_id(row.id).one(&floor.db).await.map_err(failed)?;
    Ok(HttpResponse::Ok().json(Whole::new(row, deadlines, floor.filling("one"))))
}

#[get("/public")]
pub(crate) async fn public(floor: web::Data<Floor>) -> actix_web::Result<impl Responder> {
    let rows = complaint::Entity::find()
        .filter(complaint::Column::IsPublic.eq(true))
        .order_by_desc(complaint::Column::ShownReceivedAt)
        .order_by_desc(complaint::Column::Id);
    page(&floor, rows, "public").await.map_err(failed)
}

#[get("/inbox")]
pub(crate) async fn inbox(floor: web::Data<Floor>) -> actix_web::Result<impl Responder> {
    let reach = || floor.template.reach.iter().copied();
    let leads =
        Condition::all().add(complaint::Column::Desk.eq("agency")).add(complaint::Column::AgencyId.is_in(reach()));
    let parts = Query::select()
        .column("complaint_id")
        .from("complaint_assignments")
        .and_where(Expr::col("agency_id").is_in(reach()))
        .to_owned();
    let has_part = Condition::all().add(complaint::Column::Id.in_subquery(parts));
    let ids = first(leads).union(UnionType::All, first(has_part)).to_owned();
    let rows = due(complaint::Entity::find().filter(complaint::Column::Id.in_subquery(ids)));
    page(&floor, rows, "inbox").await.map_err(failed)
}

/// The ids of the first rows of one part of the inbox, in a table of their own.
fn first(within: Condition) -> SelectStatement {
    let ids = due(complaint::Entity::find().select_only().column(complaint::Column::Id).filter(within));
    let ids = ids.limit(LIMIT + 1).into_query();
    Query::select().column(complaint::Column::Id).from_subquery(ids, "branch").to_owned()
}

fn due(rows: Select<complaint::Entity>) -> Select<complaint::Entity> {
    rows.order_by_asc(complaint::Column::NextDueAt).order_by_asc(complaint::Column::Id)
}

async fn page(floor: &Floor, rows: Select<complaint::Entity>, call: &str) -> Result<web::Json<Page>, DbErr> {
    let mut rows = rows.limit(LIMIT + 1).all(&floor.db).await?;
    rows.pop();
    let deadlines = clocks(rows.iter().map(|row| row.id)).all(&floor.db).await?;
    Ok(web::Json(Page::new(rows, deadlines, call == "public", floor.filling(call))))
}

/// The deadlines of these cases.
pub(crate) fn clocks(cases: impl IntoIterator<Item = Uuid>) -> Select<deadline::Entity> {
    deadline::Entity::find()
        .filter(deadline::Column::CaseKind.eq("complaint"))
        .filter(deadline::Column::CaseId.is_in(cases))
        .order_by_asc(deadline::Column::CaseId)
        .order_by_asc(deadline::Column::Ordinal)
}
