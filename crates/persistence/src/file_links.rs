//! Links to attachments. Only hashes of their tokens are stored.

use chrono::{DateTime, Utc};
use padi_kernel::id::{AttachmentId, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use crate::{
    db::{Conn, Db, Error, Tx},
    entity::file_link::{ActiveModel, Column, Entity},
    inconsistent::Row,
};

/// In whose eyes a link is used. A reporter's account does not stand here: it would name who reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// The case's reporter.
    Reporter,
    /// An officer.
    User(UserId),
    /// Everybody.
    Public,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLink {
    /// SHA-256 of its token.
    pub hash: Vec<u8>,
    /// What it leads to.
    pub attachment: AttachmentId,
    /// In whose eyes.
    pub viewer: Viewer,
    /// When it ends, real clock.
    pub expires_at: DateTime<Utc>,
}

/// Stores a new link.
pub async fn insert(tx: &Tx, link: &FileLink) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let (viewer, user) = match link.viewer {
        Viewer::Reporter => ("reporter", None),
        Viewer::User(user) => ("user", Some(user.0)),
        Viewer::Public => ("public", None),
    };
    let row = ActiveModel {
        token_hash: Set(link.hash.clone()),
        attachment_id: Set(link.attachment.0),
        viewer: Set(viewer.to_owned()),
        user_id: Set(user),
        expires_at: Set(link.expires_at),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// The link of that hash, if it has not ended.
pub async fn find(conn: impl Into<Conn<'_>>, hash: &[u8], now: DateTime<Utc>) -> Result<Option<FileLink>, Error> {
    let conn = conn.into();
    let row = Entity::find_by_id(hash.to_vec()).filter(Column::ExpiresAt.gt(now)).one(&conn.0).await?;
    let Some(row) = row else { return Ok(None) };
    let viewer = match (row.viewer.as_str(), row.user_id) {
        ("reporter", None) => Viewer::Reporter,
        ("user", Some(user)) => Viewer::User(UserId(user)),
        ("public", None) => Viewer::Public,
        _ => return Err(Row::new("file_links", row.attachment_id).wrong("unknown viewer")),
    };
    let attachment = AttachmentId(row.attachment_id);
    Ok(Some(FileLink { hash: row.token_hash, attachment, viewer, expires_at: row.expires_at }))
}

/// Forgets links that ended before the instant. Returns how many.
pub async fn sweep(db: &Db, before: DateTime<Utc>) -> Result<u64, Error> {
    let conn = db.writer();
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(&conn.0).await?.rows_affected)
}
