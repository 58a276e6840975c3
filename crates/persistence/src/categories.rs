//! Categories of complaints as they are stored.

use chrono::{DateTime, Utc};
use padi_agencies::category::Category;
use padi_kernel::{
    id::CategoryId,
    page::{Page, PageRequest},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Select,
    sea_query::{Expr, Func, LikeExpr, OnConflict},
};

use crate::{
    db::{Conn, Error, Tx},
    entity::category::{ActiveModel, Column, Entity, Model},
    keyset,
};

/// What part of the list is wanted; what is absent does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Directly below this category.
    pub parent_id: Option<CategoryId>,
    /// Whether new cases may carry it.
    pub active: Option<bool>,
    /// Of this code.
    pub code: Option<String>,
    /// With this in the name, upper and lower case alike.
    pub q: Option<String>,
}

/// The category of that id.
pub async fn find(conn: impl Into<Conn<'_>>, id: CategoryId) -> Result<Option<Category>, Error> {
    let conn = conn.into();
    Ok(Entity::find_by_id(id.0).one(&conn.0).await?.map(domain))
}

/// The category of that code.
pub async fn find_by_code(conn: impl Into<Conn<'_>>, code: &str) -> Result<Option<Category>, Error> {
    let conn = conn.into();
    Ok(Entity::find().filter(Column::Code.eq(code)).one(&conn.0).await?.map(domain))
}

/// The category of that id; nobody else changes it until the transaction ends.
pub async fn find_for_update(tx: &Tx, id: CategoryId) -> Result<Option<Category>, Error> {
    let conn = Conn::from(tx);
    Ok(Entity::find_by_id(id.0).lock_exclusive().one(&conn.0).await?.map(domain))
}

/// Every category. For loading reference data.
pub async fn all(tx: &Tx) -> Result<Vec<Category>, Error> {
    let conn = Conn::from(tx);
    Ok(Entity::find().all(&conn.0).await?.into_iter().map(domain).collect())
}

/// A page of the list, by code.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    filter: &Filter,
    page: &PageRequest<String>,
) -> Result<Page<Category, String>, Error> {
    let conn = conn.into();
    let total = keyset::total(&conn, page, select(filter)).await?;
    let rows = select(filter)
        .apply_if(page.after.clone(), |select, code| select.filter(Column::Code.gt(code)))
        .order_by_asc(Column::Code)
        .limit(page.limit + 1)
        .all(&conn.0)
        .await?;
    let categories = rows.into_iter().map(domain).collect();
    Ok(keyset::cut(categories, page.limit, total, |category: &Category| category.code.clone()))
}

fn select(filter: &Filter) -> Select<Entity> {
    Entity::find()
        .apply_if(filter.parent_id, |select, id| select.filter(Column::ParentId.eq(id.0)))
        .apply_if(filter.active, |select, active| select.filter(Column::Active.eq(active)))
        .apply_if(filter.code.clone(), |select, code| select.filter(Column::Code.eq(code)))
        .apply_if(filter.q.as_deref(), |select, q| {
            let pattern = LikeExpr::new(keyset::containing(q)).escape('\\');
            select.filter(Expr::expr(Func::lower(Expr::col(Column::Name))).like(pattern))
        })
}

/// Stores a new category. [`Error::Conflict`] if its code is taken.
pub async fn insert(tx: &Tx, category: &Category, at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::insert(new_row(category, at)).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Stores new categories, leaving alone those whose code is taken.
pub async fn insert_missing(tx: &Tx, categories: &[Category], at: DateTime<Utc>) -> Result<(), Error> {
    if categories.is_empty() {
        return Ok(());
    }
    let conn = Conn::from(tx);
    let keep = OnConflict::new().do_nothing().to_owned();
    let rows = categories.iter().map(|category| new_row(category, at));
    Entity::insert_many(rows).on_conflict(keep).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Stores the category as it is now, if it still has the version that it was read with; its version grows by one.
pub async fn update(tx: &Tx, category: &mut Category, at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: NotSet,
        code: NotSet,
        created_at: NotSet,
        version: Set(category.version + 1),
        ..new_row(category, at)
    };
    let update = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(category.id.0))
        .filter(Column::Version.eq(category.version));
    if update.exec(&conn.0).await?.rows_affected == 0 {
        return Err(Error::Stale);
    }
    category.version += 1;
    Ok(())
}

fn new_row(category: &Category, at: DateTime<Utc>) -> ActiveModel {
    ActiveModel {
        id: Set(category.id.0),
        code: Set(category.code.clone()),
        name: Set(category.name.clone()),
        parent_id: Set(category.parent_id.map(|id| id.0)),
        active: Set(category.active),
        valid_from: Set(category.valid_from),
        valid_to: Set(category.valid_to),
        version: Set(category.version),
        created_at: Set(at),
        updated_at: Set(at),
    }
}

fn domain(row: Model) -> Category {
    Category {
        id: CategoryId(row.id),
        code: row.code,
        name: row.name,
        parent_id: row.parent_id.map(CategoryId),
        active: row.active,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        version: row.version,
    }
}
