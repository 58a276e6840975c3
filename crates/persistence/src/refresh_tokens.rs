//! Refresh tokens: rotated at each use, in families of one session each. Only hashes are stored.
//!
//! Whoever writes here holds the account's lock (`users::lock`).

use chrono::{DateTime, Utc};
use padi_kernel::id::{SessionId, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    db::{Conn, Db, Error, Tx},
    entity::refresh_token::{ActiveModel, Column, Entity, Model},
};

/// A refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// Its id.
    pub id: Uuid,
    /// The session that it belongs to.
    pub session: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// SHA-256 of the token.
    pub hash: Vec<u8>,
    /// The token that was given for it.
    pub successor: Option<Uuid>,
    /// When it was made, real clock.
    pub created_at: DateTime<Utc>,
    /// When it ends, real clock.
    pub expires_at: DateTime<Utc>,
    /// When it was first used.
    pub used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Stores a new token.
pub async fn insert(tx: &Tx, token: &RefreshToken) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Set(token.id),
        family_id: Set(token.session.0),
        user_id: Set(token.user.0),
        token_hash: Set(token.hash.clone()),
        successor_id: Set(token.successor),
        created_at: Set(token.created_at),
        expires_at: Set(token.expires_at),
        used_at: Set(token.used_at),
        revoked_at: Set(token.revoked_at),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// The token of that hash.
pub async fn find_by_hash(conn: impl Into<Conn<'_>>, hash: &[u8]) -> Result<Option<RefreshToken>, Error> {
    let conn = conn.into();
    let row = Entity::find().filter(Column::TokenHash.eq(hash.to_vec())).one(&conn.0).await?;
    Ok(row.map(domain))
}

/// The token of that id.
pub async fn find(conn: impl Into<Conn<'_>>, id: Uuid) -> Result<Option<RefreshToken>, Error> {
    let conn = conn.into();
    Ok(Entity::find_by_id(id).one(&conn.0).await?.map(domain))
}

/// Remembers the use of a token and what was given for it.
pub async fn succeed(tx: &Tx, id: Uuid, used_at: DateTime<Utc>, successor: Uuid) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let done = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(used_at))
        .col_expr(Column::SuccessorId, Expr::value(successor))
        .filter(Column::Id.eq(id))
        .filter(Column::RevokedAt.is_null())
        .exec(&conn.0)
        .await?;
    if done.rows_affected == 0 { Err(Error::Stale) } else { Ok(()) }
}

/// Revokes one token.
pub async fn revoke(tx: &Tx, id: Uuid, now: DateTime<Utc>) -> Result<(), Error> {
    revoke_where(tx, Column::Id.eq(id), now).await
}

/// Revokes every token of the session.
pub(crate) async fn revoke_session(tx: &Tx, session: SessionId, now: DateTime<Utc>) -> Result<(), Error> {
    revoke_where(tx, Column::FamilyId.eq(session.0), now).await
}

/// Revokes every token of the account.
pub(crate) async fn revoke_user(tx: &Tx, user: UserId, now: DateTime<Utc>) -> Result<(), Error> {
    revoke_where(tx, Column::UserId.eq(user.0), now).await
}

async fn revoke_where(tx: &Tx, which: Expr, now: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(which.and(Column::RevokedAt.is_null()))
        .exec(&conn.0)
        .await?;
    Ok(())
}

/// Forgets tokens that ended before the instant. Returns how many.
pub async fn sweep(db: &Db, before: DateTime<Utc>) -> Result<u64, Error> {
    let conn = db.writer();
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(&conn.0).await?.rows_affected)
}

fn domain(row: Model) -> RefreshToken {
    RefreshToken {
        id: row.id,
        session: SessionId(row.family_id),
        user: UserId(row.user_id),
        hash: row.token_hash,
        successor: row.successor_id,
        created_at: row.created_at,
        expires_at: row.expires_at,
        used_at: row.used_at,
        revoked_at: row.revoked_at,
    }
}
