//! Settings that live in the database because all processes share them: hashes of loaded reference files, the calendar's
//! version, the sandbox's offset. Not the configuration of a process.

use sea_orm::{
    ActiveValue::Set,
    EntityTrait as _,
    sea_query::{Expr, OnConflict},
};

use crate::{
    db::{Conn, Error, Tx},
    entity::setting::{ActiveModel, Column, Entity},
};

/// The value under the key, if any.
pub async fn get(conn: impl Into<Conn<'_>>, key: &str) -> Result<Option<String>, Error> {
    value(&conn.into(), key).await
}

/// The same for functions of this crate that read more than once.
pub(crate) async fn value(conn: &Conn<'_>, key: &str) -> Result<Option<String>, Error> {
    Ok(Entity::find_by_id(key.to_owned()).one(&conn.0).await?.map(|row| row.value))
}

/// Puts the value under the key.
pub async fn set(tx: &Tx, key: &str, value: &str) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel { key: Set(key.to_owned()), value: Set(value.to_owned()) };
    let replace = OnConflict::column(Column::Key).update_column(Column::Value).to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Makes sure that the key exists, and locks its row until the transaction ends: who holds it is alone. Returns its value.
pub async fn lock(tx: &Tx, key: &str, initial: &str) -> Result<String, Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel { key: Set(key.to_owned()), value: Set(initial.to_owned()) };
    // Writing the old value over itself takes the row's lock on PostgreSQL; SQLite has one writer anyway.
    let touch = OnConflict::column(Column::Key).value(Column::Value, Expr::col((Entity, Column::Value))).to_owned();
    Entity::insert(row).on_conflict(touch).exec_without_returning(&conn.0).await?;
    Ok(value(&conn, key).await?.unwrap_or_else(|| initial.to_owned()))
}
