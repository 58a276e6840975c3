//! Which kinds of notifications somebody has by mail. What nobody said anything about comes by mail.

use std::collections::{BTreeMap, HashMap};

use padi_kernel::{id::UserId, notice::NoticeKind};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::OnConflict};

use crate::{
    db::{Conn, Error, Tx},
    entity::notification_preference::{ActiveModel, Column, Entity},
};

/// By kind, whether somebody wants it by mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailChoice(pub BTreeMap<NoticeKind, bool>);

impl MailChoice {
    /// Whether the kind comes by mail.
    pub fn wants(&self, kind: NoticeKind) -> bool {
        self.0.get(&kind).copied().unwrap_or(true)
    }
}

/// What these people chose; who chose nothing is missing.
pub async fn of_users(
    conn: impl Into<Conn<'_>>,
    users: impl IntoIterator<Item = UserId>,
) -> Result<HashMap<UserId, MailChoice>, Error> {
    let ids = users.into_iter().map(|user| user.0);
    let rows = Entity::find().filter(Column::UserId.is_in(ids)).all(&conn.into().0).await?;
    let choice = |row: crate::entity::notification_preference::Model| {
        Ok((UserId(row.user_id), MailChoice(serde_json::from_value(row.email)?)))
    };
    rows.into_iter().map(choice).collect()
}

/// Keeps what somebody chose. Whoever calls this holds the account's lock.
pub async fn set(tx: &Tx, user: UserId, choice: &MailChoice) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel { user_id: Set(user.0), email: Set(serde_json::to_value(&choice.0)?) };
    let replace = OnConflict::column(Column::UserId).update_column(Column::Email).to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(&conn.0).await?;
    Ok(())
}
