//! What administrators changed in the reference data: what it was, what it became, who and when.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use padi_kernel::{
    id::UserId,
    page::{Page, PageRequest},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, sea_query::Expr,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::reference_change::{ActiveModel, Column, Entity, Model},
    keyset,
};

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its id.
    pub id: Uuid,
    /// What was changed: `agency`, `category`, `holiday` or `rule`.
    pub kind: String,
    /// Which one.
    pub entity_id: Uuid,
    /// `created`, `updated` or `deleted`.
    pub operation: String,
    /// Who changed it.
    pub changed_by: UserId,
    /// When, by the law's clock.
    pub changed_at: DateTime<Utc>,
    /// What it was; absent for something new.
    pub before: Option<Value>,
    /// What it became; absent for something deleted.
    pub after: Option<Value>,
}

/// Writes down a change, in its transaction.
pub async fn append(tx: &Tx, change: Change) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Set(change.id),
        kind: Set(change.kind),
        entity_id: Set(change.entity_id),
        operation: Set(change.operation),
        changed_by: Set(change.changed_by.0),
        changed_at: Set(change.changed_at),
        before: Set(change.before),
        after: Set(change.after),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// The changes of one thing, newest first.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    kind: &str,
    entity_id: Uuid,
    page: &PageRequest<(DateTime<Utc>, Uuid)>,
) -> Result<Page<Change, (DateTime<Utc>, Uuid)>, Error> {
    let conn = conn.into();
    let of_it = || Entity::find().filter(Column::EntityId.eq(entity_id)).filter(Column::Kind.eq(kind));
    let total = keyset::total(&conn, page, of_it()).await?;
    let rows = of_it()
        .apply_if(page.after, |select, (at, id)| {
            let place = Expr::tuple([Expr::col(Column::ChangedAt), Expr::col(Column::Id)]);
            select.filter(place.lt(Expr::tuple([Expr::val(at), Expr::val(id)])))
        })
        .order_by_desc(Column::ChangedAt)
        .order_by_desc(Column::Id)
        .limit(page.limit + 1)
        .all(&conn.0)
        .await?;
    let changes = rows.into_iter().map(domain).collect();
    Ok(keyset::cut(changes, page.limit, total, |change: &Change| (change.changed_at, change.id)))
}

/// Everything of that kind that an administrator ever touched: files loaded later leave it alone.
pub async fn touched(tx: &Tx, kind: &str) -> Result<HashSet<Uuid>, Error> {
    let conn = Conn::from(tx);
    let ids: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::EntityId)
        .filter(Column::Kind.eq(kind))
        .distinct()
        .into_tuple()
        .all(&conn.0)
        .await?;
    Ok(ids.into_iter().collect())
}

fn domain(row: Model) -> Change {
    Change {
        id: row.id,
        kind: row.kind,
        entity_id: row.entity_id,
        operation: row.operation,
        changed_by: UserId(row.changed_by),
        changed_at: row.changed_at,
        before: row.before,
        after: row.after,
    }
}
