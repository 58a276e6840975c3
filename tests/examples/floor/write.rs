//! Filing and verifying: the statements of `padi`, in its order, with copies of what it wrote.

use actix_web::{HttpRequest, HttpResponse, post, web};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::NotSet,
    ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, DbErr, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QuerySelect as _, TransactionTrait as _,
    prelude::DateTimeUtc,
    sea_query::{Expr, OnConflict},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    Floor,
    entity::{agency, category, complaint, complaint_identity, deadline, event, idempotency_record, region, user},
    failed,
    json::Whole,
    read,
    template::Written,
};

/// What a caller sends; read, and not looked at.
#[derive(Deserialize)]
struct Asked {
    #[serde(flatten)]
    _fields: serde_json::Map<String, serde_json::Value>,
}

#[post("/create")]
pub(crate) async fn create(
    floor: web::Data<Floor>,
    request: HttpRequest,
    _asked: web::Json<Asked>,
) -> actix_web::Result<HttpResponse> {
    let key = key(&request);
    let whole = file(&floor, key).await.map_err(failed)?;
    Ok(HttpResponse::Created().json(whole))
}

#[post("/verify/{id}")]
pub(crate) async fn verify(
    floor: web::Data<Floor>,
    request: HttpRequest,
    id: web::Path<Uuid>,
    _asked: web::Json<Asked>,
) -> actix_web::Result<HttpResponse> {
    let key = key(&request);
    Ok(match dispose(&floor, key, *id).await.map_err(failed)? {
        Some(whole) => HttpResponse::Ok().json(whole),
        None => HttpResponse::NotFound().finish(),
    })
}

fn key(request: &HttpRequest) -> String {
    let value = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

async fn file(floor: &Floor, key: String) -> Result<Whole, DbErr> {
    let tx = begin(floor).await?;
    take(&tx, &key).await?;
    agency_by_code(&tx, "kemendagri").await?;
    agency::Entity::find_by_id(floor.template.city).one(&tx).await?;
    region::Entity::find_by_id("73.71").one(&tx).await?;
    user::Entity::find_by_id(floor.template.user).one(&tx).await?;
    let Written { complaint, deadlines, event } = &floor.template.filed;
    let id = fresh();
    // The number is unique, and of the size of ours.
    let number = format!("KDN-2026-{}", &id.simple().to_string()[22..]);
    let row = complaint::Model { id, tracking_number: number, ..complaint.clone() };
    complaint::Entity::insert(row.clone().into_active_model()).exec_without_returning(&tx).await?;
    let identity = complaint_identity::Model { complaint_id: id, ..floor.template.identity.clone() };
    complaint_identity::Entity::insert(identity.into_active_model()).exec_without_returning(&tx).await?;
    let deadlines = store_clocks(&tx, id, deadlines).await?;
    store_event(&tx, id, event).await?;
    let whole = Whole::new(row, deadlines, floor.filling("create"));
    keep(&tx, &key, &whole).await?;
    tx.commit().await?;
    Ok(whole)
}

async fn dispose(floor: &Floor, key: String, id: Uuid) -> Result<Option<Whole>, DbErr> {
    let tx = begin(floor).await?;
    take(&tx, &key).await?;
    let Some(found) = complaint::Entity::find_by_id(id).lock_exclusive().one(&tx).await? else { return Ok(None) };
    read::clocks([id]).all(&tx).await?;
    agency_by_code(&tx, "kemendagri").await?;
    category::Entity::find_by_id(floor.template.category).one(&tx).await?;
    let (city, unit) = (floor.template.city, floor.template.unit);
    for agency in [city, unit, unit, city] {
        agency::Entity::find_by_id(agency).one(&tx).await?;
    }
    let Written { complaint, deadlines, event } = &floor.template.verified;
    let row = complaint::Model { id, tracking_number: found.tracking_number, ..complaint.clone() };
    complaint::Entity::update_many()
        .set(row.clone().into_active_model().reset_all())
        .filter(complaint::Column::Id.eq(id))
        .filter(complaint::Column::Version.eq(found.version))
        .exec(&tx)
        .await?;
    let deadlines = store_clocks(&tx, id, deadlines).await?;
    store_event(&tx, id, event).await?;
    let whole = Whole::new(row, deadlines, floor.filling("verify"));
    keep(&tx, &key, &whole).await?;
    tx.commit().await?;
    Ok(Some(whole))
}

#[expect(clippy::disallowed_methods, reason = "the floor is what one writes who does not know of the product's traps")]
async fn begin(floor: &Floor) -> Result<DatabaseTransaction, DbErr> {
    floor.db.begin().await
}

#[expect(clippy::disallowed_methods, reason = "as above: ids come from the machine")]
fn fresh() -> Uuid {
    Uuid::now_v7()
}

async fn agency_by_code(tx: &DatabaseTransaction, code: &str) -> Result<Option<agency::Model>, DbErr> {
    agency::Entity::find().filter(agency::Column::Code.eq(code)).one(tx).await
}

/// Takes the idempotency key.
async fn take(tx: &DatabaseTransaction, key: &str) -> Result<(), DbErr> {
    use idempotency_record::Column;
    tx.execute_unprepared("SET LOCAL lock_timeout = 2000").await?;
    let now = DateTimeUtc::UNIX_EPOCH;
    let row = idempotency_record::Model {
        scope: "account:bench".to_owned(),
        key: key.to_owned(),
        fingerprint: vec![7; 32],
        answer: Vec::new(),
        case_id: None,
        created_at: now,
        expires_at: now,
    };
    let on_conflict = OnConflict::columns([Column::Scope, Column::Key])
        .update_columns([Column::Fingerprint, Column::Answer, Column::CaseId, Column::CreatedAt, Column::ExpiresAt])
        .action_and_where(sea_orm::ExprTrait::lt(Expr::col((idempotency_record::Entity, Column::ExpiresAt)), now))
        .to_owned();
    let insert = idempotency_record::Entity::insert(row.into_active_model()).on_conflict(on_conflict);
    insert.exec_without_returning(tx).await?;
    Ok(())
}

/// Keeps the answer, as it goes out.
async fn keep(tx: &DatabaseTransaction, key: &str, whole: &Whole) -> Result<(), DbErr> {
    let answer = serde_json::to_vec(whole).map_err(|error| DbErr::Custom(error.to_string()))?;
    idempotency_record::Entity::update_many()
        .col_expr(idempotency_record::Column::Answer, answer.into())
        .col_expr(idempotency_record::Column::CaseId, Some(whole.id()).into())
        .filter(idempotency_record::Column::Scope.eq("account:bench"))
        .filter(idempotency_record::Column::Key.eq(key))
        .exec(tx)
        .await?;
    Ok(())
}

async fn store_clocks(
    tx: &DatabaseTransaction,
    case_id: Uuid,
    deadlines: &[deadline::Model],
) -> Result<Vec<deadline::Model>, DbErr> {
    use deadline::Column;
    let rows: Vec<_> = deadlines.iter().map(|row| deadline::Model { case_id, ..row.clone() }).collect();
    let changed = [
        Column::ExtendedBy,
        Column::Pauses,
        Column::DayZeroOn,
        Column::Remaining,
        Column::DueAt,
        Column::PassesAt,
        Column::State,
        Column::EndedAt,
        Column::Skipped,
        Column::CalendarComplete,
        Column::CalendarVersion,
        Column::Ladder,
        Column::EscalatesAt,
    ];
    let on_conflict =
        OnConflict::columns([Column::CaseKind, Column::CaseId, Column::Ordinal]).update_columns(changed).to_owned();
    let rows_written = rows.iter().map(|row| row.clone().into_active_model());
    deadline::Entity::insert_many(rows_written).on_conflict(on_conflict).exec_without_returning(tx).await?;
    Ok(rows)
}

async fn store_event(tx: &DatabaseTransaction, case_id: Uuid, event: &event::Model) -> Result<(), DbErr> {
    let row = event::Model { id: fresh(), case_id, position: None, ..event.clone() };
    // The database numbers it; its place in the log comes later.
    let row = event::ActiveModel { seq: NotSet, ..row.into_active_model().reset_all() };
    event::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
