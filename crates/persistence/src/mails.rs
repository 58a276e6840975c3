//! Outgoing mails: written in the transaction of what they tell of, delivered later by whoever leases the row. Real clock.

use chrono::{DateTime, Utc};
use padi_kernel::id::MailId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, sea_query::Expr,
};

use crate::{
    db::{Conn, Db, Error, Tx},
    entity::mail::{ActiveModel, Column, Entity, Model},
};

/// What limits how many mails of a sort an address is sent; each sort is counted for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quota {
    /// What anybody can ask for in the name of an account: verifying, resetting.
    Account,
    /// What goes to an address that somebody typed in with a case, and that nobody has verified.
    Case,
}

impl Quota {
    fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Case => "case",
        }
    }
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its id, from which its `Message-ID` is made.
    pub id: MailId,
    /// The address.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// The text; blank once delivered, outside of a sandbox.
    pub body: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// How often delivery was tried.
    pub attempts: i32,
    /// When it was delivered.
    pub sent_at: Option<DateTime<Utc>>,
}

/// Writes a mail, due at once; it counts against the quota, if it has one.
pub async fn insert(tx: &Tx, mail: &Mail, quota: Option<Quota>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Set(mail.id.0),
        recipient: Set(mail.recipient.clone()),
        subject: Set(mail.subject.clone()),
        body: Set(mail.body.clone()),
        quota: Set(quota.map(|quota| quota.name().to_owned())),
        created_at: Set(mail.created_at),
        attempts: Set(0),
        next_attempt_at: Set(mail.created_at),
        leased_until: Set(None),
        sent_at: Set(None),
        failed_at: Set(None),
        last_error: Set(None),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// How many mails of the quota were written to the address since the instant.
pub async fn count_since(
    conn: impl Into<Conn<'_>>,
    recipient: &str,
    quota: Quota,
    since: DateTime<Utc>,
) -> Result<u64, Error> {
    let conn = conn.into();
    let of = Entity::find().filter(Column::Recipient.eq(recipient)).filter(Column::CreatedAt.gte(since));
    let of = of.filter(Column::Quota.eq(quota.name()));
    Ok(of.count(&conn.0).await?)
}

/// The mails that are due, oldest first, leased to nobody.
pub async fn due(conn: impl Into<Conn<'_>>, now: DateTime<Utc>, limit: u64) -> Result<Vec<Mail>, Error> {
    let conn = conn.into();
    let rows = Entity::find()
        .filter(due_at(now))
        .order_by_asc(Column::NextAttemptAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(&conn.0)
        .await?;
    Ok(rows.into_iter().map(domain).collect())
}

/// Leases a due mail and counts the attempt. `false` if somebody else was faster.
pub async fn lease(tx: &Tx, id: MailId, now: DateTime<Utc>, until: DateTime<Utc>) -> Result<bool, Error> {
    let conn = Conn::from(tx);
    let taken = Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(until))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.eq(id.0))
        .filter(due_at(now))
        .exec(&conn.0)
        .await?;
    Ok(taken.rows_affected > 0)
}

/// Remembers that the mail went out; its text is kept or blanked.
pub async fn sent(tx: &Tx, id: MailId, now: DateTime<Utc>, keep_body: bool) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let mut update = Entity::update_many()
        .col_expr(Column::SentAt, Expr::value(now))
        .col_expr(Column::LeasedUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::LastError, Expr::value(Option::<String>::None));
    if !keep_body {
        update = update.col_expr(Column::Body, Expr::value(""));
    }
    update.filter(Column::Id.eq(id.0)).exec(&conn.0).await?;
    Ok(())
}

/// What became of a mail that could not be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// It will be tried again.
    At(DateTime<Utc>),
    /// It is given up, now; its text is blanked.
    Never(DateTime<Utc>),
}

/// Remembers why the mail did not go out.
pub async fn failed(tx: &Tx, id: MailId, error: &str, retry: Retry) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let update = Entity::update_many()
        .col_expr(Column::LastError, Expr::value(error))
        .col_expr(Column::LeasedUntil, Expr::value(Option::<DateTime<Utc>>::None));
    let update = match retry {
        Retry::At(at) => update.col_expr(Column::NextAttemptAt, Expr::value(at)),
        Retry::Never(now) => {
            update.col_expr(Column::FailedAt, Expr::value(now)).col_expr(Column::Body, Expr::value(""))
        }
    };
    update.filter(Column::Id.eq(id.0)).exec(&conn.0).await?;
    Ok(())
}

/// The newest mails to the address, newest first.
pub async fn to(conn: impl Into<Conn<'_>>, recipient: &str, limit: u64) -> Result<Vec<Mail>, Error> {
    let conn = conn.into();
    let rows = Entity::find()
        .filter(Column::Recipient.eq(recipient))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(&conn.0)
        .await?;
    Ok(rows.into_iter().map(domain).collect())
}

/// Forgets every mail to the address, delivered or not, but that one.
pub async fn forget(tx: &Tx, recipient: &str, but: Option<MailId>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let mut gone = Entity::delete_many().filter(Column::Recipient.eq(recipient));
    if let Some(kept) = but {
        gone = gone.filter(Column::Id.ne(kept.0));
    }
    gone.exec(&conn.0).await?;
    Ok(())
}

/// Forgets delivered and given-up mails older than the instant. Returns how many.
pub async fn sweep(db: &Db, before: DateTime<Utc>) -> Result<u64, Error> {
    let conn = db.writer();
    let over = Condition::any().add(Column::SentAt.is_not_null()).add(Column::FailedAt.is_not_null());
    let gone = Entity::delete_many().filter(Column::CreatedAt.lt(before)).filter(over).exec(&conn.0).await?;
    Ok(gone.rows_affected)
}

fn due_at(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Column::SentAt.is_null())
        .add(Column::FailedAt.is_null())
        .add(Column::NextAttemptAt.lte(now))
        .add(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now)))
}

fn domain(row: Model) -> Mail {
    Mail {
        id: MailId(row.id),
        recipient: row.recipient,
        subject: row.subject,
        body: row.body,
        created_at: row.created_at,
        attempts: row.attempts,
        sent_at: row.sent_at,
    }
}
