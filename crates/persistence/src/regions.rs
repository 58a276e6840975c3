//! Regions: read-only by the API, loaded from the ministry's list.

use padi_agencies::region::Region;
use padi_kernel::page::{Page, PageRequest};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Select,
    sea_query::{Expr, Func, LikeExpr, OnConflict},
};

use crate::{
    db::{Conn, Error, Tx},
    entity::region::{ActiveModel, Column, Entity, Model},
    keyset,
};

/// Rows in one statement: five columns each, well below what both databases take.
const CHUNK: usize = 1000;

/// What part of the list is wanted; what is absent does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Directly below this region.
    pub parent_code: Option<String>,
    /// Of this level.
    pub kind: Option<String>,
    /// With this in the name, upper and lower case alike.
    pub q: Option<String>,
}

/// The region of that code.
pub async fn find(conn: impl Into<Conn<'_>>, code: &str) -> Result<Option<Region>, Error> {
    let conn = conn.into();
    Entity::find_by_id(code.to_owned()).one(&conn.0).await?.map(domain).transpose()
}

/// A page of the list, by code.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    filter: &Filter,
    page: &PageRequest<String>,
) -> Result<Page<Region, String>, Error> {
    let conn = conn.into();
    let total = keyset::total(&conn, page, select(filter)).await?;
    let after = page.after.clone();
    let rows = select(filter)
        .apply_if(after, |select, code| select.filter(Column::Code.gt(code)))
        .order_by_asc(Column::Code)
        .limit(page.limit + 1)
        .all(&conn.0)
        .await?;
    let regions = rows.into_iter().map(domain).collect::<Result<Vec<_>, _>>()?;
    Ok(keyset::cut(regions, page.limit, total, |region| region.code.clone()))
}

fn select(filter: &Filter) -> Select<Entity> {
    Entity::find()
        .apply_if(filter.parent_code.clone(), |select, code| select.filter(Column::ParentCode.eq(code)))
        .apply_if(filter.kind.clone(), |select, kind| select.filter(Column::Kind.eq(kind)))
        .apply_if(filter.q.as_deref(), |select, q| {
            let pattern = LikeExpr::new(keyset::containing(q)).escape('\\');
            select.filter(Expr::expr(Func::lower(Expr::col(Column::Name))).like(pattern))
        })
}

/// Stores the regions, replacing those of the same code.
pub async fn put(tx: &Tx, regions: &[Region]) -> Result<(), Error> {
    let conn = Conn::from(tx);
    for chunk in regions.chunks(CHUNK) {
        let replace = OnConflict::column(Column::Code)
            .update_columns([Column::Kind, Column::ParentCode, Column::Name, Column::TimeZone])
            .to_owned();
        Entity::insert_many(chunk.iter().map(row)).on_conflict(replace).exec_without_returning(&conn.0).await?;
    }
    Ok(())
}

fn row(region: &Region) -> ActiveModel {
    ActiveModel {
        code: Set(region.code.clone()),
        kind: Set(region.kind.clone()),
        parent_code: Set(region.parent_code.clone()),
        name: Set(region.name.clone()),
        time_zone: Set(region.zone.name().to_owned()),
    }
}

fn domain(row: Model) -> Result<Region, Error> {
    let zone = row.time_zone.parse().map_err(|error| Error::Inconsistent {
        table: "regions",
        id: row.code.clone(),
        what: format!("time_zone: {error}"),
    })?;
    Ok(Region { code: row.code, kind: row.kind, parent_code: row.parent_code, name: row.name, zone })
}
