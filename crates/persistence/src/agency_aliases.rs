//! Other names of agencies: short ones, and those that they had before. Never taken away, so that old names keep finding.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use padi_agencies::routing::name_key;
use padi_kernel::id::{AgencyId, UserId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
    sea_query::{Expr, ExprTrait as _, Func, LikeExpr, OnConflict, SelectStatement},
};

use crate::{
    db::{Conn, Error, Tx},
    entity::agency_alias::{ActiveModel, Column, Entity},
    keyset,
};

/// Ids in one statement, well below what both databases take.
const CHUNK: usize = 500;

/// A new alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAlias {
    /// Of which agency.
    pub agency_id: AgencyId,
    /// The name.
    pub name: String,
    /// Who gave it; absent for what comes from a file.
    pub created_by: Option<UserId>,
}

/// The aliases of these agencies, each list in the order of the alphabet. Agencies without any are absent.
pub async fn of(
    conn: impl Into<Conn<'_>>,
    agencies: impl IntoIterator<Item = AgencyId>,
) -> Result<HashMap<AgencyId, Vec<String>>, Error> {
    let conn = conn.into();
    let ids: Vec<_> = agencies.into_iter().map(|id| id.0).collect();
    let mut found: HashMap<AgencyId, Vec<String>> = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = Entity::find().filter(Column::AgencyId.is_in(chunk.iter().copied()));
        for row in rows.order_by_asc(Column::NameKey).all(&conn.0).await? {
            found.entry(AgencyId(row.agency_id)).or_default().push(row.name);
        }
    }
    Ok(found)
}

/// Stores an alias. [`Error::Conflict`] if the agency has it already, however it is written.
pub async fn insert(tx: &Tx, alias: &NewAlias, at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::insert(row(alias, at)).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Stores aliases, leaving alone those that are there.
pub async fn insert_missing(tx: &Tx, aliases: &[NewAlias], at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    for chunk in aliases.chunks(CHUNK) {
        let keep = OnConflict::new().do_nothing().to_owned();
        let rows = chunk.iter().map(|alias| row(alias, at));
        Entity::insert_many(rows).on_conflict(keep).exec_without_returning(&conn.0).await?;
    }
    Ok(())
}

/// The ids of the agencies with this in an alias, upper and lower case alike; for a list's filter.
pub(crate) fn named(q: &str) -> SelectStatement {
    let pattern = LikeExpr::new(keyset::containing(q)).escape('\\');
    Entity::find()
        .select_only()
        .column(Column::AgencyId)
        .filter(Expr::expr(Func::lower(Expr::col(Column::Name))).like(pattern))
        .into_query()
}

fn row(alias: &NewAlias, at: DateTime<Utc>) -> ActiveModel {
    ActiveModel {
        agency_id: Set(alias.agency_id.0),
        name_key: Set(name_key(&alias.name)),
        name: Set(alias.name.clone()),
        created_by: Set(alias.created_by.map(|user| user.0)),
        created_at: Set(at),
    }
}
