//! Records of answers given to idempotency keys.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use crate::{
    db::{Conn, Db, Error, Tx},
    entity::idempotency_record::{ActiveModel, Column, Entity},
};

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Who called.
    pub scope: String,
    /// The key.
    pub key: String,
    /// Hash of what was asked.
    pub fingerprint: Vec<u8>,
    /// The sealed answer; empty until the work is done.
    pub answer: Vec<u8>,
    /// The case that the answer tells of, by which it is found when somebody is erased.
    pub case_id: Option<Uuid>,
    /// When it was taken, real clock.
    pub created_at: DateTime<Utc>,
    /// When it may be forgotten, real clock.
    pub expires_at: DateTime<Utc>,
}

/// Takes the key. `false` if it is taken; waits for another transaction that is just taking it.
pub async fn take(tx: &Tx, record: &Record, now: DateTime<Utc>) -> Result<bool, Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        scope: Set(record.scope.clone()),
        key: Set(record.key.clone()),
        fingerprint: Set(record.fingerprint.clone()),
        answer: Set(record.answer.clone()),
        case_id: Set(record.case_id),
        created_at: Set(record.created_at),
        expires_at: Set(record.expires_at),
    };
    // An expired record is overwritten in place, so that no sweeper decides whether a retry is one.
    let on_conflict = OnConflict::columns([Column::Scope, Column::Key])
        .update_columns([Column::Fingerprint, Column::Answer, Column::CaseId, Column::CreatedAt, Column::ExpiresAt])
        .action_and_where(Expr::col((Entity, Column::ExpiresAt)).lt(now))
        .to_owned();
    let rows = Entity::insert(row).on_conflict(on_conflict).exec_without_returning(&conn.0).await?;
    Ok(rows > 0)
}

/// The record of a key.
pub async fn find(conn: impl Into<Conn<'_>>, scope: &str, key: &str) -> Result<Option<Record>, Error> {
    let conn = conn.into();
    let row = Entity::find_by_id((scope.to_owned(), key.to_owned())).one(&conn.0).await?;
    Ok(row.map(|row| Record {
        scope: row.scope,
        key: row.key,
        fingerprint: row.fingerprint,
        answer: row.answer,
        case_id: row.case_id,
        created_at: row.created_at,
        expires_at: row.expires_at,
    }))
}

/// Keeps the sealed answer, and of which case it tells.
pub async fn answer(tx: &Tx, scope: &str, key: &str, answer: Vec<u8>, case_id: Option<Uuid>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::update_many()
        .col_expr(Column::Answer, answer.into())
        .col_expr(Column::CaseId, case_id.into())
        .filter(Column::Scope.eq(scope))
        .filter(Column::Key.eq(key))
        .exec(&conn.0)
        .await?;
    Ok(())
}

/// Forgets every answer that was given to the caller.
pub async fn forget(tx: &Tx, scope: &str) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::delete_many().filter(Column::Scope.eq(scope)).exec(&conn.0).await?;
    Ok(())
}

/// Forgets every answer that tells of one of the cases, to whomever it was given.
pub async fn forget_cases(tx: &Tx, cases: impl IntoIterator<Item = Uuid>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::delete_many().filter(Column::CaseId.is_in(cases)).exec(&conn.0).await?;
    Ok(())
}

/// Forgets what has expired. Returns how many.
pub async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<u64, Error> {
    let conn = db.writer();
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(now)).exec(&conn.0).await?.rows_affected)
}
