//! Sessions: what a log-in begins. Each has its family of refresh tokens, which ends with it. Real clock.
//!
//! Whoever writes here holds the account's lock (`users::lock`).

use chrono::{DateTime, Utc};
use padi_kernel::{
    id::{SessionId, UserId},
    page::{Page, PageRequest},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, Select, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    db::{Conn, Db, Error, Tx},
    entity::session::{ActiveModel, Column, Entity, Model},
    keyset, refresh_tokens,
};

/// A session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// Whether a second factor was shown in it.
    pub second_factor: bool,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When its tokens were last refreshed.
    pub last_used_at: DateTime<Utc>,
    /// When it ends if its tokens are not refreshed.
    pub expires_at: DateTime<Utc>,
}

/// A place in the list of an account's sessions.
pub type Place = (DateTime<Utc>, Uuid);

/// Stores a new session.
pub async fn insert(tx: &Tx, session: &Session) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Set(session.id.0),
        user_id: Set(session.user.0),
        second_factor: Set(session.second_factor),
        created_at: Set(session.created_at),
        last_used_at: Set(session.last_used_at),
        expires_at: Set(session.expires_at),
        ended_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// The session of that id, if nobody has ended it.
pub async fn find(conn: impl Into<Conn<'_>>, id: SessionId) -> Result<Option<Session>, Error> {
    let conn = conn.into();
    Ok(Entity::find_by_id(id.0).filter(Column::EndedAt.is_null()).one(&conn.0).await?.map(domain))
}

/// A page of the account's sessions that live, newest first.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    user: UserId,
    now: DateTime<Utc>,
    page: &PageRequest<Place>,
) -> Result<Page<Session, Place>, Error> {
    let conn = conn.into();
    let total = keyset::total(&conn, page, living(user, now)).await?;
    let rows = living(user, now)
        .apply_if(page.after, |select, (at, id)| {
            let same = Condition::all().add(Column::CreatedAt.eq(at)).add(Column::Id.lt(id));
            select.filter(Condition::any().add(Column::CreatedAt.lt(at)).add(same))
        })
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(page.limit + 1)
        .all(&conn.0)
        .await?;
    let sessions = rows.into_iter().map(domain).collect();
    Ok(keyset::cut(sessions, page.limit, total, |session: &Session| (session.created_at, session.id.0)))
}

fn living(user: UserId, now: DateTime<Utc>) -> Select<Entity> {
    Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::EndedAt.is_null()).filter(Column::ExpiresAt.gt(now))
}

/// How many sessions of the account began since the instant.
pub async fn count_since(tx: &Tx, user: UserId, since: DateTime<Utc>) -> Result<u64, Error> {
    let conn = Conn::from(tx);
    let of = Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::CreatedAt.gte(since));
    Ok(of.count(&conn.0).await?)
}

/// Remembers that the session's tokens were refreshed.
pub async fn refreshed(tx: &Tx, id: SessionId, now: DateTime<Utc>, expires_at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(now))
        .col_expr(Column::ExpiresAt, Expr::value(expires_at))
        .filter(Expr::col(Column::Id).eq(id.0))
        .exec(&conn.0)
        .await?;
    Ok(())
}

/// Remembers that a second factor was shown in the session.
pub async fn proved(tx: &Tx, id: SessionId) -> Result<(), Error> {
    set_second_factor(tx, Expr::col(Column::Id).eq(id.0), true).await
}

/// Takes the second factor from every session of the account.
pub async fn unprove(tx: &Tx, user: UserId) -> Result<(), Error> {
    set_second_factor(tx, Expr::col(Column::UserId).eq(user.0), false).await
}

async fn set_second_factor(tx: &Tx, which: Expr, value: bool) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::update_many().col_expr(Column::SecondFactor, Expr::value(value)).filter(which).exec(&conn.0).await?;
    Ok(())
}

/// Ends a session and its refresh tokens.
pub async fn end(tx: &Tx, id: SessionId, now: DateTime<Utc>) -> Result<(), Error> {
    end_where(tx, Expr::col(Column::Id).eq(id.0), now).await?;
    refresh_tokens::revoke_session(tx, id, now).await
}

/// Ends every session of the account and their refresh tokens.
pub async fn end_all(tx: &Tx, user: UserId, now: DateTime<Utc>) -> Result<(), Error> {
    end_where(tx, Expr::col(Column::UserId).eq(user.0), now).await?;
    refresh_tokens::revoke_user(tx, user, now).await
}

async fn end_where(tx: &Tx, which: Expr, now: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(which.and(Column::EndedAt.is_null()))
        .exec(&conn.0)
        .await?;
    Ok(())
}

/// Forgets sessions that expired before the instant. Returns how many.
pub async fn sweep(db: &Db, before: DateTime<Utc>) -> Result<u64, Error> {
    let conn = db.writer();
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(&conn.0).await?.rows_affected)
}

fn domain(row: Model) -> Session {
    Session {
        id: SessionId(row.id),
        user: UserId(row.user_id),
        second_factor: row.second_factor,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        expires_at: row.expires_at,
    }
}
