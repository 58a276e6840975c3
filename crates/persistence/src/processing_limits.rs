//! Whose data may be stored and not used otherwise: an account, or the reporter of a case (its id).

use chrono::{DateTime, Utc};
use padi_kernel::id::DataRequestId;
use sea_orm::{ActiveValue::Set, EntityTrait as _, sea_query::OnConflict};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::processing_limit::{ActiveModel, Column, Entity},
};

/// Limits the processing of somebody's data. Twice is once.
pub async fn limit(tx: &Tx, subject: Uuid, request: DataRequestId, since: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel { subject_id: Set(subject), request_id: Set(request.0), since: Set(since) };
    let keep = OnConflict::column(Column::SubjectId).do_nothing().to_owned();
    Entity::insert(row).on_conflict(keep).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Limits somebody's data as far as those are that it was copied from, from the same request and time.
pub async fn pass_on(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), Error> {
    match Entity::find_by_id(from).one(&Conn::from(tx).0).await? {
        Some(limit) => self::limit(tx, to, DataRequestId(limit.request_id), limit.since).await,
        None => Ok(()),
    }
}

/// Whether it is limited.
pub async fn is_limited(conn: impl Into<Conn<'_>>, subject: Uuid) -> Result<bool, Error> {
    Ok(Entity::find_by_id(subject).one(&conn.into().0).await?.is_some())
}

/// Forgets the limit of somebody who is erased.
pub async fn forget(tx: &Tx, subject: Uuid) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::delete_by_id(subject).exec(&conn.0).await?;
    Ok(())
}
