//! Second factors: the sealed secret of an account's authenticator, what was tried against it, and its recovery codes. Real clock.
//!
//! Whoever writes here holds the account's lock (`users::lock`).

use chrono::{DateTime, Utc};
use padi_kernel::id::UserId;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, PaginatorTrait as _, QueryFilter as _,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::{recovery_code, second_factor},
};

/// A second factor of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whose it is.
    pub user: UserId,
    /// The secret, sealed.
    pub secret: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When its owner showed a code of it; it counts from then on.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The last step (30 seconds since 1970) of which a code was taken.
    pub last_step: i64,
    /// Codes that did not fit, since the last that did.
    pub failures: i32,
    /// Until when no code is looked at.
    pub locked_until: Option<DateTime<Utc>>,
}

/// The account's second factor, confirmed or not.
pub async fn find(conn: impl Into<Conn<'_>>, user: UserId) -> Result<Option<SecondFactor>, Error> {
    let conn = conn.into();
    Ok(second_factor::Entity::find_by_id(user.0).one(&conn.0).await?.map(domain))
}

/// Stores the account's second factor, in the place of the one that it has.
pub async fn put(tx: &Tx, factor: &SecondFactor) -> Result<(), Error> {
    use second_factor::{ActiveModel, Column, Entity};
    let conn = Conn::from(tx);
    let row = ActiveModel {
        user_id: Set(factor.user.0),
        secret: Set(factor.secret.clone()),
        created_at: Set(factor.created_at),
        confirmed_at: Set(factor.confirmed_at),
        last_step: Set(factor.last_step),
        failures: Set(factor.failures),
        locked_until: Set(factor.locked_until),
    };
    let replace = OnConflict::column(Column::UserId)
        .update_columns([
            Column::Secret,
            Column::CreatedAt,
            Column::ConfirmedAt,
            Column::LastStep,
            Column::Failures,
            Column::LockedUntil,
        ])
        .to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Takes the second factor and its recovery codes from the account.
pub async fn delete(tx: &Tx, user: UserId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    second_factor::Entity::delete_by_id(user.0).exec(&conn.0).await?;
    delete_codes(tx, user).await
}

/// Stores recovery codes by their hashes, in the place of those that the account has.
pub async fn put_codes(tx: &Tx, user: UserId, codes: Vec<(Uuid, Vec<u8>)>) -> Result<(), Error> {
    delete_codes(tx, user).await?;
    let conn = Conn::from(tx);
    let rows = codes.into_iter().map(|(id, hash)| recovery_code::ActiveModel {
        id: Set(id),
        user_id: Set(user.0),
        code_hash: Set(hash),
        used_at: Set(None),
    });
    recovery_code::Entity::insert_many(rows).exec_without_returning(&conn.0).await?;
    Ok(())
}

async fn delete_codes(tx: &Tx, user: UserId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let all = recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(user.0));
    all.exec(&conn.0).await?;
    Ok(())
}

/// Uses a recovery code up. `false` if the account has no such code, or has used it.
pub async fn use_code(tx: &Tx, user: UserId, hash: &[u8], now: DateTime<Utc>) -> Result<bool, Error> {
    use recovery_code::{Column, Entity};
    let conn = Conn::from(tx);
    let done = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Expr::col(Column::UserId).eq(user.0))
        .filter(Column::CodeHash.eq(hash.to_vec()))
        .filter(Column::UsedAt.is_null())
        .exec(&conn.0)
        .await?;
    Ok(done.rows_affected > 0)
}

/// How many recovery codes of the account are left.
pub async fn codes_left(conn: impl Into<Conn<'_>>, user: UserId) -> Result<u64, Error> {
    use recovery_code::{Column, Entity};
    let conn = conn.into();
    let left = Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::UsedAt.is_null());
    Ok(left.count(&conn.0).await?)
}

fn domain(row: second_factor::Model) -> SecondFactor {
    SecondFactor {
        user: UserId(row.user_id),
        secret: row.secret,
        created_at: row.created_at,
        confirmed_at: row.confirmed_at,
        last_step: row.last_step,
        failures: row.failures,
        locked_until: row.locked_until,
    }
}
