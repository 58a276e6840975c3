//! Sealed blobs in the object store, who holds them, and the objects that no blob stands for.

use chrono::{DateTime, Utc};
use padi_kernel::id::BlobId;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
    sea_query::{Expr, OnConflict},
};

use crate::{
    db::{Conn, Db, Error, Tx},
    entity::{
        blob::{ActiveModel, Column, Entity, Model},
        loose_object,
    },
    sealed::kid_of_mark,
};

/// A blob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Its id.
    pub id: BlobId,
    /// Its name in the object store.
    pub object_key: String,
    /// The sealed key of its content.
    pub content_key: Vec<u8>,
    /// Size of the content in bytes.
    pub size_bytes: i64,
    /// Keyed hash of the content.
    pub mark: Vec<u8>,
    /// Whether several cases may hold it.
    pub is_shared: bool,
    /// When it was stored, real clock.
    pub created_at: DateTime<Utc>,
}

/// Stores a new blob with one holder. Its object is loose no longer.
pub async fn insert(tx: &Tx, blob: &Blob) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Set(blob.id.0),
        object_key: Set(blob.object_key.clone()),
        content_key: Set(blob.content_key.clone()),
        size_bytes: Set(blob.size_bytes),
        mark: Set(blob.mark.clone()),
        is_shared: Set(blob.is_shared),
        holders: Set(1),
        created_at: Set(blob.created_at),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    loose_object::Entity::delete_by_id(blob.object_key.clone()).exec(&conn.0).await?;
    Ok(())
}

/// One more holder for a blob with one of these marks, if there is one.
pub async fn hold_same(tx: &Tx, marks: &[Vec<u8>], is_shared: bool) -> Result<Option<Blob>, Error> {
    let conn = Conn::from(tx);
    let same = Entity::find()
        .filter(Column::Mark.is_in(marks.to_vec()))
        .filter(Column::IsShared.eq(is_shared))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .limit(1)
        .lock_exclusive();
    let Some(row) = same.one(&conn.0).await? else { return Ok(None) };
    Entity::update_many()
        .col_expr(Column::Holders, Expr::col(Column::Holders).add(1))
        .filter(Column::Id.eq(row.id))
        .exec(&conn.0)
        .await?;
    Ok(Some(domain(row)))
}

/// One holder less. With the last one the blob and the key of its content are gone, and its object is loose.
pub async fn release(tx: &Tx, id: BlobId, since: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::update_many()
        .col_expr(Column::Holders, Expr::col(Column::Holders).sub(1))
        .filter(Column::Id.eq(id.0))
        .exec(&conn.0)
        .await?;
    let unheld = Entity::find_by_id(id.0).filter(Column::Holders.lte(0)).one(&conn.0).await?;
    if let Some(row) = unheld {
        Entity::delete_by_id(row.id).exec(&conn.0).await?;
        insert_loose(&conn, &row.object_key, since).await?;
    }
    Ok(())
}

/// Lets no other case into a blob that only one holds. `false` where others hold it as well.
pub async fn close(tx: &Tx, id: BlobId, mark: &[u8]) -> Result<bool, Error> {
    let conn = Conn::from(tx);
    let closed = Entity::update_many()
        .col_expr(Column::IsShared, Expr::value(false))
        .col_expr(Column::Mark, Expr::value(mark.to_vec()))
        .filter(Column::Id.eq(id.0))
        .filter(Column::Holders.eq(1))
        .exec(&conn.0)
        .await?;
    Ok(closed.rows_affected == 1)
}

/// Blobs whose mark carries another key than that one, after a blob, in the order of their ids: any order would do that stays the same.
pub async fn marked_by_others(
    conn: impl Into<Conn<'_>>,
    (kid, first): ([u8; 4], [u8; 4]),
    after: Option<BlobId>,
    limit: u64,
) -> Result<Vec<Blob>, Error> {
    let rows = Entity::find()
        .filter(kid_of_mark("mark", first).ne(kid.to_vec()))
        .apply_if(after, |select, BlobId(after)| select.filter(Expr::col(Column::Id).gt(after)))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(&conn.into().0)
        .await?;
    Ok(rows.into_iter().map(domain).collect())
}

/// Puts a mark in the place of the blob's, if nobody has written there since. Returns how many marks.
pub async fn replace_mark(tx: &Tx, blob: &Blob, fresh: Vec<u8>) -> Result<u64, Error> {
    let replaced = Entity::update_many()
        .col_expr(Column::Mark, Expr::value(fresh))
        .filter(Column::Id.eq(blob.id.0))
        .filter(Column::Mark.eq(blob.mark.clone()))
        .exec(&Conn::from(tx).0)
        .await?;
    Ok(replaced.rows_affected)
}

/// Notes an object that no blob stands for yet, before it is written.
pub async fn note_loose(tx: &Tx, object_key: &str, since: DateTime<Utc>) -> Result<(), Error> {
    insert_loose(&Conn::from(tx), object_key, since).await
}

async fn insert_loose(conn: &Conn<'_>, object_key: &str, since: DateTime<Utc>) -> Result<(), Error> {
    let row = loose_object::ActiveModel { object_key: Set(object_key.to_owned()), since: Set(since) };
    let again =
        OnConflict::column(loose_object::Column::ObjectKey).update_column(loose_object::Column::Since).to_owned();
    loose_object::Entity::insert(row).on_conflict(again).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Objects that have been loose since before the instant, oldest first.
pub async fn loose_before(db: &Db, before: DateTime<Utc>, limit: u64) -> Result<Vec<String>, Error> {
    let conn = Conn::from(db);
    let rows = loose_object::Entity::find()
        .filter(loose_object::Column::Since.lt(before))
        .order_by_asc(loose_object::Column::Since)
        .order_by_asc(loose_object::Column::ObjectKey)
        .limit(limit)
        .all(&conn.0)
        .await?;
    Ok(rows.into_iter().map(|row| row.object_key).collect())
}

/// Forgets an object that is deleted.
pub async fn forget_loose(db: &Db, object_key: &str) -> Result<(), Error> {
    let conn = db.writer();
    loose_object::Entity::delete_by_id(object_key.to_owned()).exec(&conn.0).await?;
    Ok(())
}

pub(crate) fn domain(row: Model) -> Blob {
    Blob {
        id: BlobId(row.id),
        object_key: row.object_key,
        content_key: row.content_key,
        size_bytes: row.size_bytes,
        mark: row.mark,
        is_shared: row.is_shared,
        created_at: row.created_at,
    }
}
