//! Notifications: what somebody is told, found by the keyed hash of their account.

use chrono::{DateTime, Utc};
use padi_kernel::{
    actor::ReporterKey,
    id::NotificationId,
    notice::NoticeKind,
    page::{Page, PageRequest},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{Expr, OnConflict},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::notification::{ActiveModel, Column, Entity, Model},
    inconsistent::Row,
    keyset,
};

/// The case that a notification is about, by number and state: never its title, its text or a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The kind of the case.
    pub case_kind: String,
    /// The case.
    pub case_id: Uuid,
    /// Its number.
    pub number: String,
    /// The state that it was in.
    pub state: String,
}

/// A notification.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// What it is about.
    pub kind: NoticeKind,
    /// The case, if it is about one.
    pub about: Option<About>,
    /// Facts beside: a deadline's code, level and day.
    pub detail: Value,
    /// When it happened, by the law's clock; cut to the day for whoever may not know the hour.
    pub created_at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

/// Stores a notification for somebody. `false` if they were told of the same thing before.
pub async fn insert(
    tx: &Tx,
    recipient: &ReporterKey,
    source: &str,
    notification: &Notification,
) -> Result<bool, Error> {
    let conn = Conn::from(tx);
    let about = notification.about.clone();
    let row = ActiveModel {
        id: Set(notification.id.0),
        recipient: Set(recipient.0.clone()),
        kind: Set(notification.kind.name().to_owned()),
        source: Set(source.to_owned()),
        case_kind: Set(about.as_ref().map(|about| about.case_kind.clone())),
        case_id: Set(about.as_ref().map(|about| about.case_id)),
        number: Set(about.as_ref().map(|about| about.number.clone())),
        state: Set(about.map(|about| about.state)),
        detail: Set(notification.detail.clone()),
        created_at: Set(notification.created_at),
        read_at: Set(notification.read_at),
    };
    let once = OnConflict::columns([Column::Recipient, Column::Source, Column::Kind]).do_nothing().to_owned();
    Ok(Entity::insert(row).on_conflict(once).exec_without_returning(&conn.0).await? > 0)
}

/// A place in the list: when it was made, and the id that makes it unique.
pub type Place = (DateTime<Utc>, Uuid);

/// Somebody's notifications, newest first; only the unread ones, only the read ones, or all.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    recipient: &[ReporterKey],
    unread: Option<bool>,
    page: &PageRequest<Place>,
) -> Result<Page<Notification, Place>, Error> {
    let conn = conn.into();
    let mut select = Entity::find().filter(of(recipient));
    if let Some(unread) = unread {
        select = select.filter(if unread { Column::ReadAt.is_null() } else { Column::ReadAt.is_not_null() });
    }
    let total = keyset::total(&conn, page, select.clone()).await?;
    if let Some((at, id)) = page.after {
        let key = Expr::tuple([Expr::col(Column::CreatedAt), Expr::col(Column::Id)]);
        select = select.filter(key.lt(Expr::tuple([Expr::value(at), Expr::value(id)])));
    }
    let select = select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(page.limit + 1);
    let page = keyset::cut(select.all(&conn.0).await?, page.limit, total, |row| (row.created_at, row.id));
    let items = page.items.into_iter().map(from_row).collect::<Result<_, _>>()?;
    Ok(Page { items, next: page.next, total: page.total })
}

/// One of somebody's notifications.
pub async fn find(
    conn: impl Into<Conn<'_>>,
    recipient: &[ReporterKey],
    id: NotificationId,
) -> Result<Option<Notification>, Error> {
    let row = Entity::find_by_id(id.0).filter(of(recipient)).one(&conn.into().0).await?;
    row.map(from_row).transpose()
}

/// Marks somebody's notifications as read: the one, or all. What was read before keeps its time.
pub async fn mark_read(
    tx: &Tx,
    recipient: &[ReporterKey],
    one: Option<NotificationId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let theirs =
        Condition::all().add(of(recipient)).add(Column::ReadAt.is_null()).add_option(one.map(|id| Column::Id.eq(id.0)));
    Entity::update_many().col_expr(Column::ReadAt, Expr::value(now)).filter(theirs).exec(&conn.0).await?;
    Ok(())
}

/// What is an account's, by any of its marks.
fn of(recipient: &[ReporterKey]) -> Expr {
    Column::Recipient.is_in(recipient.iter().map(|key| key.0.clone()))
}

fn from_row(row: Model) -> Result<Notification, Error> {
    let reader = Row::new("notifications", row.id);
    let about = match (row.case_kind, row.case_id, row.number, row.state) {
        (Some(case_kind), Some(case_id), Some(number), Some(state)) => {
            Some(About { case_kind, case_id, number, state })
        }
        (None, None, None, None) => None,
        _ => return Err(reader.wrong("half a case")),
    };
    Ok(Notification {
        id: NotificationId(row.id),
        kind: reader.name(&row.kind)?,
        about,
        detail: row.detail,
        created_at: row.created_at,
        read_at: row.read_at,
    })
}

/// Forgets everything that somebody was told.
pub async fn forget(tx: &Tx, recipient: &[ReporterKey]) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::delete_many().filter(of(recipient)).exec(&conn.0).await?;
    Ok(())
}
