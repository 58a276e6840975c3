//! Agencies: the tree of bodies and units as it is stored.

use chrono::{DateTime, Utc};
use padi_agencies::agency::{Agency, AgencyKind};
use padi_kernel::{
    id::AgencyId,
    page::{Page, PageRequest},
    zone::Locality,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Select,
    sea_query::{Expr, Func, LikeExpr, OnConflict},
};

use crate::{
    agency_aliases,
    db::{Conn, Error, Tx},
    entity::agency::{ActiveModel, Column, Entity, Model},
    keyset,
};

/// Rows in one statement: twelve columns each, well below what both databases take.
const CHUNK: usize = 500;

/// Deeper than any tree of offices: a guard against rows that point in a ring.
const DEPTH: usize = 16;

/// The agency of that id.
pub async fn find(conn: impl Into<Conn<'_>>, id: AgencyId) -> Result<Option<Agency>, Error> {
    let conn = conn.into();
    Entity::find_by_id(id.0).one(&conn.0).await?.map(domain).transpose()
}

/// The agency of that code.
pub async fn find_by_code(conn: impl Into<Conn<'_>>, code: &str) -> Result<Option<Agency>, Error> {
    let conn = conn.into();
    Entity::find().filter(Column::Code.eq(code)).one(&conn.0).await?.map(domain).transpose()
}

/// The agency and everything above it, nearest first.
async fn ancestry(conn: &Conn<'_>, id: AgencyId) -> Result<Vec<Agency>, Error> {
    let mut line: Vec<Agency> = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next {
        let found = Entity::find_by_id(id.0).one(&conn.0).await?;
        let Some(agency) = found.map(domain).transpose()? else { break };
        next = agency.parent_id;
        line.push(agency);
        if line.len() > DEPTH {
            let what = "more ancestors than a tree of offices has".to_owned();
            return Err(Error::Inconsistent { table: "agencies", id: id.to_string(), what });
        }
    }
    Ok(line)
}

/// The agency, and the body whose desk answers for it: itself, or the first above it that has a desk. An administrative region
/// of Jakarta answers through its province, a component or unit through its body.
pub async fn body_of(conn: impl Into<Conn<'_>>, id: AgencyId) -> Result<Option<(Agency, Agency)>, Error> {
    let conn = conn.into();
    let line = ancestry(&conn, id).await?;
    let Some(agency) = line.first().cloned() else { return Ok(None) };
    let Some(body) = line.into_iter().find(|agency| agency.kind.is_body()) else {
        let what = "no body above it".to_owned();
        return Err(Error::Inconsistent { table: "agencies", id: id.to_string(), what });
    };
    Ok(Some((agency, body)))
}

/// The agency and everything above it, nearest first; empty where there is no such agency.
pub async fn line(conn: impl Into<Conn<'_>>, id: AgencyId) -> Result<Vec<Agency>, Error> {
    ancestry(&conn.into(), id).await
}

/// Whether the unit stands below the body, at any depth. Nothing is below itself.
pub async fn is_below(conn: impl Into<Conn<'_>>, unit: AgencyId, body: AgencyId) -> Result<bool, Error> {
    let conn = conn.into();
    Ok(unit != body && ancestry(&conn, unit).await?.iter().any(|agency| agency.id == body))
}

/// What part of the list is wanted; what is absent does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Governing or lying in exactly this region.
    pub region_code: Option<String>,
    /// Of this kind.
    pub kind: Option<AgencyKind>,
    /// Directly below this agency.
    pub parent_id: Option<AgencyId>,
    /// Of this code.
    pub code: Option<String>,
    /// With this in the name or in another name, upper and lower case alike.
    pub q: Option<String>,
}

/// A page of the list, by code.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    filter: &Filter,
    page: &PageRequest<String>,
) -> Result<Page<Agency, String>, Error> {
    let conn = conn.into();
    let total = keyset::total(&conn, page, select(filter)).await?;
    let rows = select(filter)
        .apply_if(page.after.clone(), |select, code| select.filter(Column::Code.gt(code)))
        .order_by_asc(Column::Code)
        .limit(page.limit + 1)
        .all(&conn.0)
        .await?;
    let agencies = rows.into_iter().map(domain).collect::<Result<Vec<_>, _>>()?;
    Ok(keyset::cut(agencies, page.limit, total, |agency| agency.code.clone()))
}

fn select(filter: &Filter) -> Select<Entity> {
    Entity::find()
        .apply_if(filter.region_code.clone(), |select, code| select.filter(Column::RegionCode.eq(code)))
        .apply_if(filter.kind, |select, kind| select.filter(Column::Kind.eq(kind.name())))
        .apply_if(filter.parent_id, |select, id| select.filter(Column::ParentId.eq(id.0)))
        .apply_if(filter.code.clone(), |select, code| select.filter(Column::Code.eq(code)))
        .apply_if(filter.q.as_deref(), |select, q| {
            let pattern = LikeExpr::new(keyset::containing(q)).escape('\\');
            let named = Expr::expr(Func::lower(Expr::col(Column::Name))).like(pattern);
            select.filter(named.or(Column::Id.in_subquery(agency_aliases::named(q))))
        })
}

/// Every agency but units: governments, the ministry and its components.
pub async fn without_units(conn: impl Into<Conn<'_>>) -> Result<Vec<Agency>, Error> {
    let conn = conn.into();
    let rows = Entity::find().filter(Column::Kind.ne(AgencyKind::Unit.name())).all(&conn.0).await?;
    rows.into_iter().map(domain).collect()
}

/// The units below these agencies, at any depth, up to so many.
pub async fn units_below(
    conn: impl Into<Conn<'_>>,
    tops: impl IntoIterator<Item = AgencyId>,
    most: u64,
) -> Result<Vec<Agency>, Error> {
    let conn = conn.into();
    let mut found = Vec::new();
    let mut level: Vec<_> = tops.into_iter().map(|id| id.0).collect();
    for _ in 0..DEPTH {
        let left = most.saturating_sub(found.len() as u64);
        if level.is_empty() || left == 0 {
            break;
        }
        let below =
            Entity::find().filter(Column::ParentId.is_in(level)).filter(Column::Kind.eq(AgencyKind::Unit.name()));
        let rows = below.order_by_asc(Column::Code).limit(left).all(&conn.0).await?;
        level = rows.iter().map(|row| row.id).collect();
        found.extend(rows.into_iter().map(domain).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// Every agency. For loading reference data.
pub async fn all(tx: &Tx) -> Result<Vec<Agency>, Error> {
    let conn = Conn::from(tx);
    Entity::find().all(&conn.0).await?.into_iter().map(domain).collect()
}

/// The agency of that id; nobody else changes it until the transaction ends.
pub async fn find_for_update(tx: &Tx, id: AgencyId) -> Result<Option<Agency>, Error> {
    let conn = Conn::from(tx);
    Entity::find_by_id(id.0).lock_exclusive().one(&conn.0).await?.map(domain).transpose()
}

/// Stores a new agency. [`Error::Conflict`] if its code is taken.
pub async fn insert(tx: &Tx, agency: &Agency, at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::insert(new_row(agency, at)).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Stores new agencies, leaving alone those whose code is taken.
pub async fn insert_missing(tx: &Tx, agencies: &[Agency], at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    for chunk in agencies.chunks(CHUNK) {
        let keep = OnConflict::new().do_nothing().to_owned();
        let rows = chunk.iter().map(|agency| new_row(agency, at));
        Entity::insert_many(rows).on_conflict(keep).exec_without_returning(&conn.0).await?;
    }
    Ok(())
}

/// Stores the agency as it is now, if it still has the version that it was read with; its version grows by one.
pub async fn update(tx: &Tx, agency: &mut Agency, at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: NotSet,
        code: NotSet,
        created_at: NotSet,
        version: Set(agency.version + 1),
        updated_at: Set(at),
        ..new_row(agency, at)
    };
    let filtered =
        Entity::update_many().set(row).filter(Column::Id.eq(agency.id.0)).filter(Column::Version.eq(agency.version));
    if filtered.exec(&conn.0).await?.rows_affected == 0 {
        return Err(Error::Stale);
    }
    agency.version += 1;
    Ok(())
}

fn new_row(agency: &Agency, at: DateTime<Utc>) -> ActiveModel {
    ActiveModel {
        id: Set(agency.id.0),
        code: Set(agency.code.clone()),
        kind: Set(agency.kind.name().to_owned()),
        name: Set(agency.name.clone()),
        region_code: Set(agency.region_code.clone()),
        time_zone: Set(agency.locality.zone.name().to_owned()),
        province_code: Set(agency.locality.province.clone()),
        parent_id: Set(agency.parent_id.map(|id| id.0)),
        active: Set(agency.active),
        version: Set(agency.version),
        created_at: Set(at),
        updated_at: Set(at),
    }
}

fn domain(row: Model) -> Result<Agency, Error> {
    let bad = |what: String| Error::Inconsistent { table: "agencies", id: row.id.to_string(), what };
    let kind = row.kind.parse().map_err(|error| bad(format!("kind: {error}")))?;
    let zone = row.time_zone.parse().map_err(|error| bad(format!("time_zone: {error}")))?;
    Ok(Agency {
        id: AgencyId(row.id),
        code: row.code,
        kind,
        name: row.name,
        region_code: row.region_code,
        locality: Locality { zone, province: row.province_code },
        parent_id: row.parent_id.map(AgencyId),
        active: row.active,
        version: row.version,
    })
}
