//! How far each consumer of the event log has come: the position of the last event whose effect is stored.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, QueryFilter as _,
    sea_query::{Expr, OnConflict},
};

use crate::{
    db::{Conn, Error, Tx},
    entity::event_consumer::{ActiveModel, Column, Entity},
};

/// The position that the consumer has reached; 0 for one that has not begun.
pub async fn position(conn: impl Into<Conn<'_>>, name: &str) -> Result<i64, Error> {
    reached(&conn.into(), name).await
}

/// The same, with the consumer's row locked until the transaction ends: who holds it is alone.
pub async fn lock(tx: &Tx, name: &str) -> Result<i64, Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel { name: Set(name.to_owned()), position: Set(0) };
    // Writing the old value over itself takes the row's lock on PostgreSQL; SQLite has one writer anyway.
    let touch =
        OnConflict::column(Column::Name).value(Column::Position, Expr::col((Entity, Column::Position))).to_owned();
    Entity::insert(row).on_conflict(touch).exec_without_returning(&conn.0).await?;
    reached(&conn, name).await
}

/// Remembers how far the consumer has come. Whoever calls this holds the lock.
pub async fn advance(tx: &Tx, name: &str, position: i64) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let update = Entity::update_many().col_expr(Column::Position, Expr::value(position));
    update.filter(Column::Name.eq(name)).exec(&conn.0).await?;
    Ok(())
}

async fn reached(conn: &Conn<'_>, name: &str) -> Result<i64, Error> {
    Ok(Entity::find_by_id(name.to_owned()).one(&conn.0).await?.map_or(0, |row| row.position))
}
