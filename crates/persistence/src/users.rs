//! Accounts as they are stored. The e-mail address is kept in lower case and is unique.

use chrono::{DateTime, Utc};
use padi_kernel::id::UserId;
use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::Expr,
};

use crate::{
    db::{Conn, Error, Tx},
    entity::{
        mail_token, notification_preference, recovery_code, refresh_token, second_factor, session,
        user::{ActiveModel, Column, Entity, Model},
    },
};

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// The address, in lower case.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// Argon2id in PHC form; absent where no password is set, so that none fits.
    pub password_hash: Option<String>,
    /// `id` or `en`.
    pub language: String,
    /// When the address was shown to be the person's.
    pub email_verified_at: Option<DateTime<Utc>>,
    /// Grows when every access token of the account must die.
    pub session_version: i32,
    /// Grows with each change that a caller can see, grants included.
    pub version: i64,
}

/// Stores a new account. [`Error::Conflict`] if the address has one.
pub async fn insert(tx: &Tx, user: &User, now: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Set(user.id.0),
        email: Set(user.email.clone()),
        name: Set(user.name.clone()),
        password_hash: Set(user.password_hash.clone()),
        language: Set(user.language.clone()),
        email_verified_at: Set(user.email_verified_at),
        session_version: Set(user.session_version),
        last_login_at: Set(None),
        version: Set(user.version),
        created_at: Set(now),
        updated_at: Set(now),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// The account of that id.
pub async fn find(conn: impl Into<Conn<'_>>, id: UserId) -> Result<Option<User>, Error> {
    let conn = conn.into();
    Ok(Entity::find_by_id(id.0).one(&conn.0).await?.map(domain))
}

/// The accounts of these ids, by id.
pub async fn of_ids(conn: impl Into<Conn<'_>>, ids: impl IntoIterator<Item = UserId>) -> Result<Vec<User>, Error> {
    let ids = ids.into_iter().map(|id| id.0);
    let rows = Entity::find().filter(Column::Id.is_in(ids)).order_by_asc(Column::Id).all(&conn.into().0).await?;
    Ok(rows.into_iter().map(domain).collect())
}

/// The account of that address, which must be in lower case.
pub async fn find_by_email(conn: impl Into<Conn<'_>>, email: &str) -> Result<Option<User>, Error> {
    let conn = conn.into();
    Ok(Entity::find().filter(Column::Email.eq(email)).one(&conn.0).await?.map(domain))
}

/// The account of that id, kept from all other writers until the transaction ends. Whoever changes an account, its sessions or
/// its grants takes this lock first, so that they come one after the other.
pub async fn lock(tx: &Tx, id: UserId) -> Result<Option<User>, Error> {
    let conn = Conn::from(tx);
    Ok(Entity::find_by_id(id.0).lock_exclusive().one(&conn.0).await?.map(domain))
}

/// Stores a changed account. [`Error::Stale`] if somebody else changed it since it was read; its version grows by one.
pub async fn update(tx: &Tx, user: &User, now: DateTime<Utc>) -> Result<User, Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Unchanged(user.id.0),
        email: Set(user.email.clone()),
        name: Set(user.name.clone()),
        password_hash: Set(user.password_hash.clone()),
        language: Set(user.language.clone()),
        email_verified_at: Set(user.email_verified_at),
        session_version: Set(user.session_version),
        version: Set(user.version + 1),
        updated_at: Set(now),
        ..Default::default()
    };
    let changed = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(user.id.0))
        .filter(Column::Version.eq(user.version))
        .exec(&conn.0)
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::Stale);
    }
    Ok(User { version: user.version + 1, ..user.clone() })
}

/// Erases the account with its sessions, second factor, mailed links, and what it wants by mail. Whoever calls has locked it, and has seen that it holds no role.
pub async fn erase(tx: &Tx, id: UserId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    refresh_token::Entity::delete_many().filter(refresh_token::Column::UserId.eq(id.0)).exec(&conn.0).await?;
    mail_token::Entity::delete_many().filter(mail_token::Column::UserId.eq(id.0)).exec(&conn.0).await?;
    session::Entity::delete_many().filter(session::Column::UserId.eq(id.0)).exec(&conn.0).await?;
    recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(id.0)).exec(&conn.0).await?;
    second_factor::Entity::delete_many().filter(second_factor::Column::UserId.eq(id.0)).exec(&conn.0).await?;
    notification_preference::Entity::delete_by_id(id.0).exec(&conn.0).await?;
    Entity::delete_by_id(id.0).exec(&conn.0).await?;
    Ok(())
}

/// Remembers when the person last logged in; nobody sees it, so the version stays.
pub async fn logged_in(tx: &Tx, id: UserId, now: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::update_many()
        .col_expr(Column::LastLoginAt, Expr::value(now))
        .filter(Expr::col(Column::Id).eq(id.0))
        .exec(&conn.0)
        .await?;
    Ok(())
}

fn domain(row: Model) -> User {
    User {
        id: UserId(row.id),
        email: row.email,
        name: row.name,
        password_hash: row.password_hash,
        language: row.language,
        email_verified_at: row.email_verified_at,
        session_version: row.session_version,
        version: row.version,
    }
}
