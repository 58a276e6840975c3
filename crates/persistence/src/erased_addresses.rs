//! Sealed addresses of people who were erased, until their delivered mails are out of the mail folder.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait as _, QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::erased_address::{ActiveModel, Column, Entity},
};

/// An address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedAddress {
    /// Its id.
    pub id: Uuid,
    /// The address, sealed.
    pub address: Vec<u8>,
    /// When it was erased: mails of a later time stay.
    pub erased_at: DateTime<Utc>,
}

/// Remembers an address.
pub async fn insert(tx: &Tx, erased: ErasedAddress) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel { id: Set(erased.id), address: Set(erased.address), erased_at: Set(erased.erased_at) };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// The oldest ones.
pub async fn oldest(conn: impl Into<Conn<'_>>, limit: u64) -> Result<Vec<ErasedAddress>, Error> {
    let rows =
        Entity::find().order_by_asc(Column::ErasedAt).order_by_asc(Column::Id).limit(limit).all(&conn.into().0).await?;
    let addresses =
        rows.into_iter().map(|row| ErasedAddress { id: row.id, address: row.address, erased_at: row.erased_at });
    Ok(addresses.collect())
}

/// Forgets an address whose mails are gone.
pub async fn forget(tx: &Tx, id: Uuid) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::delete_by_id(id).exec(&conn.0).await?;
    Ok(())
}
