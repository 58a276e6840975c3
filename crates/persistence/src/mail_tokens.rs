//! Tokens that are mailed to prove that an address is the person's. Only hashes are stored; each can be used once.

use chrono::{DateTime, Utc};
use padi_kernel::id::UserId;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use uuid::Uuid;

use crate::{
    db::{Conn, Db, Error, Tx},
    entity::mail_token::{ActiveModel, Column, Entity, Model},
};

/// What a mailed token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Verifies the address.
    VerifyEmail,
    /// Sets a new password.
    ResetPassword,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
        }
    }
}

/// A mailed token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailToken {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub user: UserId,
    /// What it is for.
    pub purpose: Purpose,
    /// SHA-256 of the token.
    pub hash: Vec<u8>,
    /// When it was made, real clock.
    pub created_at: DateTime<Utc>,
    /// When it ends, real clock.
    pub expires_at: DateTime<Utc>,
}

/// Stores a new token.
pub async fn insert(tx: &Tx, token: &MailToken) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Set(token.id),
        user_id: Set(token.user.0),
        purpose: Set(token.purpose.name().to_owned()),
        token_hash: Set(token.hash.clone()),
        created_at: Set(token.created_at),
        expires_at: Set(token.expires_at),
        used_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// The token of that hash and purpose, if it can still be used.
pub async fn find_usable(
    conn: impl Into<Conn<'_>>,
    purpose: Purpose,
    hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<MailToken>, Error> {
    let conn = conn.into();
    let row = Entity::find()
        .filter(Column::TokenHash.eq(hash.to_vec()))
        .filter(Column::Purpose.eq(purpose.name()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .one(&conn.0)
        .await?;
    Ok(row.map(|row| domain(row, purpose)))
}

/// Uses the token up. [`Error::Stale`] if somebody else was faster.
pub async fn use_up(tx: &Tx, id: Uuid, now: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let used = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::UsedAt.is_null())
        .exec(&conn.0)
        .await?;
    if used.rows_affected == 0 { Err(Error::Stale) } else { Ok(()) }
}

/// Uses up every token that the account still has for that purpose.
pub async fn use_up_all(tx: &Tx, user: UserId, purpose: Purpose, now: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::Purpose.eq(purpose.name()))
        .filter(Column::UsedAt.is_null())
        .exec(&conn.0)
        .await?;
    Ok(())
}

/// Forgets tokens that ended before the instant. Returns how many.
pub async fn sweep(db: &Db, before: DateTime<Utc>) -> Result<u64, Error> {
    let conn = db.writer();
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(&conn.0).await?.rows_affected)
}

fn domain(row: Model, purpose: Purpose) -> MailToken {
    MailToken {
        id: row.id,
        user: UserId(row.user_id),
        purpose,
        hash: row.token_hash,
        created_at: row.created_at,
        expires_at: row.expires_at,
    }
}
