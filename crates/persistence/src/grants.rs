//! Grants of roles, and what each reaches.

use chrono::{DateTime, Utc};
use padi_complaints::notice::{Post, Seat};
use padi_kernel::{
    actor::{Grant, Role},
    id::{AgencyId, GrantId, UserId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _,
    Statement, Value,
};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::grant::{ActiveModel, Column, Entity, Model},
};

/// A new grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewGrant {
    /// Its id.
    pub id: GrantId,
    /// Who holds it.
    pub user: UserId,
    /// The role.
    pub role: Role,
    /// Where.
    pub agency: AgencyId,
    /// Who gave it; absent for the command line.
    pub granted_by: Option<UserId>,
}

/// A grant as it is stored, without its reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredGrant {
    /// Its id.
    pub id: GrantId,
    /// The role.
    pub role: Role,
    /// Where.
    pub agency: AgencyId,
    /// When it was given.
    pub created_at: DateTime<Utc>,
}

/// Everything that a person holds, with its body and its reach, in one statement: the agency itself and all below it, but never
/// another autonomous government. SQLite and PostgreSQL take the same text.
const REACH: &str = "
WITH RECURSIVE reached (grant_id, agency_id, depth) AS (
    SELECT g.id, g.agency_id, 0 FROM grants g WHERE g.user_id = $1
    UNION
    SELECT r.grant_id, a.id, r.depth + 1 FROM reached r JOIN agencies a ON a.parent_id = r.agency_id
    WHERE r.depth < 16 AND a.kind NOT IN ('ministry', 'province', 'regency', 'city')
),
above (grant_id, id, parent_id, is_body) AS (
    SELECT r.grant_id, a.id, a.parent_id, a.kind IN ('ministry', 'province', 'regency', 'city')
    FROM reached r JOIN agencies a ON a.id = r.agency_id WHERE r.depth = 0
    UNION
    SELECT u.grant_id, a.id, a.parent_id, a.kind IN ('ministry', 'province', 'regency', 'city')
    FROM above u JOIN agencies a ON a.id = u.parent_id WHERE NOT u.is_body
)
SELECT g.id AS id, g.role AS role, g.agency_id AS agency_id, COALESCE(u.id, g.agency_id) AS body_id,
    b.province_code AS province_code, r.agency_id AS within_id
FROM reached r JOIN grants g ON g.id = r.grant_id JOIN agencies b ON b.id = g.agency_id
LEFT JOIN above u ON u.grant_id = g.id AND u.is_body
ORDER BY g.created_at, g.id, r.depth, r.agency_id";

/// Who holds a role at an agency or above it within the same body: the same reach, seen from below.
const HOLDERS_AT: &str = "
WITH RECURSIVE above (agency_id, parent_id, kind, depth) AS (
    SELECT a.id, a.parent_id, a.kind, 0 FROM agencies a WHERE a.id = $2
    UNION
    SELECT a.id, a.parent_id, a.kind, u.depth + 1 FROM above u JOIN agencies a ON a.id = u.parent_id
    WHERE u.depth < 16 AND u.kind NOT IN ('ministry', 'province', 'regency', 'city')
)
SELECT DISTINCT g.user_id AS user_id FROM grants g JOIN above u ON u.agency_id = g.agency_id
WHERE g.role = $1 ORDER BY user_id";

/// Who holds a role at an agency of a province.
const HOLDERS_IN_PROVINCE: &str = "
SELECT DISTINCT g.user_id AS user_id FROM grants g JOIN agencies a ON a.id = g.agency_id
WHERE g.role = $1 AND a.province_code = $2 ORDER BY user_id";

/// Who holds a role anywhere.
const HOLDERS: &str = "SELECT DISTINCT g.user_id AS user_id FROM grants g WHERE g.role = $1 ORDER BY user_id";

#[derive(Debug, FromQueryResult)]
struct Holder {
    user_id: Uuid,
}

#[derive(Debug, FromQueryResult)]
struct Reached {
    id: Uuid,
    role: String,
    agency_id: Uuid,
    body_id: Uuid,
    province_code: Option<String>,
    within_id: Uuid,
}

/// Everything that the person holds, with its reach, in the order in which it was given.
pub async fn with_reach(conn: impl Into<Conn<'_>>, user: UserId) -> Result<Vec<Grant>, Error> {
    let conn = conn.into();
    let statement = Statement::from_sql_and_values(conn.0.get_database_backend(), REACH, [user.0.into()]);
    let rows = Reached::find_by_statement(statement).all(&conn.0).await?;
    let mut grants: Vec<Grant> = Vec::new();
    for row in rows {
        match grants.last_mut().filter(|grant| grant.id.0 == row.id) {
            Some(grant) => grant.reach.push(AgencyId(row.within_id)),
            None => grants.push(Grant {
                id: GrantId(row.id),
                role: role(row.id, &row.role)?,
                agency_id: AgencyId(row.agency_id),
                body: AgencyId(row.body_id),
                reach: vec![AgencyId(row.within_id)],
                province: row.province_code,
            }),
        }
    }
    Ok(grants)
}

/// Everybody who holds the post.
pub async fn holders(conn: impl Into<Conn<'_>>, post: &Post) -> Result<Vec<UserId>, Error> {
    let conn = conn.into();
    let role = post.role.name().into();
    match &post.seat {
        Seat::At(agency) => named(&conn, HOLDERS_AT, vec![role, agency.0.into()]).await,
        Seat::Province(code) => named(&conn, HOLDERS_IN_PROVINCE, vec![role, code.as_str().into()]).await,
        Seat::Anywhere => named(&conn, HOLDERS, vec![role]).await,
        Seat::Outside(agency) => {
            let inside = named(&conn, HOLDERS_AT, vec![role.clone(), agency.0.into()]).await?;
            let mut all = named(&conn, HOLDERS, vec![role]).await?;
            all.retain(|holder| !inside.contains(holder));
            Ok(all)
        }
    }
}

async fn named(conn: &Conn<'_>, text: &str, values: Vec<Value>) -> Result<Vec<UserId>, Error> {
    let statement = Statement::from_sql_and_values(conn.0.get_database_backend(), text, values);
    let holders = Holder::find_by_statement(statement).all(&conn.0).await?;
    Ok(holders.into_iter().map(|holder| UserId(holder.user_id)).collect())
}

/// Everything that the person holds, in the order in which it was given.
pub async fn of_user(conn: impl Into<Conn<'_>>, user: UserId) -> Result<Vec<StoredGrant>, Error> {
    let conn = conn.into();
    let mut rows = Entity::find().filter(Column::UserId.eq(user.0)).all(&conn.0).await?;
    rows.sort_by_key(|row| (row.created_at, row.id));
    rows.into_iter().map(domain).collect()
}

/// The person's grant of that id.
pub async fn find(conn: impl Into<Conn<'_>>, user: UserId, id: GrantId) -> Result<Option<StoredGrant>, Error> {
    let conn = conn.into();
    let row = Entity::find_by_id(id.0).filter(Column::UserId.eq(user.0)).one(&conn.0).await?;
    row.map(domain).transpose()
}

/// Stores a grant. [`Error::Conflict`] if the person holds it already.
pub async fn insert(tx: &Tx, grant: &NewGrant, now: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Set(grant.id.0),
        user_id: Set(grant.user.0),
        role: Set(grant.role.name().to_owned()),
        agency_id: Set(grant.agency.0),
        granted_by: Set(grant.granted_by.map(|user| user.0)),
        created_at: Set(now),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Takes a grant away. [`Error::Stale`] if it is gone already.
pub async fn delete(tx: &Tx, id: GrantId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let gone = Entity::delete_by_id(id.0).exec(&conn.0).await?;
    if gone.rows_affected == 0 { Err(Error::Stale) } else { Ok(()) }
}

fn domain(row: Model) -> Result<StoredGrant, Error> {
    Ok(StoredGrant {
        id: GrantId(row.id),
        role: role(row.id, &row.role)?,
        agency: AgencyId(row.agency_id),
        created_at: row.created_at,
    })
}

fn role(id: Uuid, name: &str) -> Result<Role, Error> {
    name.parse().map_err(|_| Error::Inconsistent { table: "grants", id: id.to_string(), what: format!("role {name}") })
}
