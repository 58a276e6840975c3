//! One case, and two lists.

use actix_web::{HttpResponse, Responder, get, web};
use sea_orm::{
    ColumnTrait as _, Condition, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

use crate::{
    Floor,
    entity::{complaint, deadline},
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
    let within = Condition::all()
        .add(complaint::Column::Desk.eq("agency"))
        .add(complaint::Column::AgencyId.is_in(floor.template.reach.iter().copied()));
    let rows = complaint::Entity::find()
        .filter(within)
        .order_by_asc(complaint::Column::NextDueAt)
        .order_by_asc(complaint::Column::Id);
    page(&floor, rows, "inbox").await.map_err(failed)
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
