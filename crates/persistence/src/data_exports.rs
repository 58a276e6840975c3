//! Exports of one's own data: who may read theirs until when. Real clock.

use chrono::{DateTime, Utc};
use padi_kernel::id::{DataExportId, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use crate::{
    db::{Conn, Db, Error, Tx},
    entity::data_export::{ActiveModel, Column, Entity},
};

/// An export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataExport {
    /// Its id.
    pub id: DataExportId,
    /// Whose.
    pub user: UserId,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// Until when it may be read.
    pub expires_at: DateTime<Utc>,
}

/// Stores an export.
pub async fn insert(tx: &Tx, export: &DataExport) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Set(export.id.0),
        user_id: Set(export.user.0),
        created_at: Set(export.created_at),
        expires_at: Set(export.expires_at),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// The person's export of that id.
pub async fn find(conn: impl Into<Conn<'_>>, id: DataExportId, user: UserId) -> Result<Option<DataExport>, Error> {
    let row = Entity::find_by_id(id.0).filter(Column::UserId.eq(user.0)).one(&conn.into().0).await?;
    Ok(row.map(|row| DataExport {
        id: DataExportId(row.id),
        user: UserId(row.user_id),
        created_at: row.created_at,
        expires_at: row.expires_at,
    }))
}

/// Forgets the person's exports.
pub async fn forget(tx: &Tx, user: UserId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::delete_many().filter(Column::UserId.eq(user.0)).exec(&conn.0).await?;
    Ok(())
}

/// Forgets what could be read last before the instant. Returns how many.
pub async fn sweep(db: &Db, before: DateTime<Utc>) -> Result<u64, Error> {
    let conn = db.writer();
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(&conn.0).await?.rows_affected)
}
