//! Complaints: rows to values and back. A case is written with its events and deadlines or not at all.

mod find;
mod followers;
mod identities;
mod list;
mod locks;
mod parts;
mod row;

use chrono::{DateTime, Utc};
use padi_complaints::{
    complaint::{CASE_KIND, Complaint},
    tracking::TrackingNumber,
};
use padi_kernel::{changed::Changed, deadlines::Deadlines, id::ComplaintId, id::EventId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

pub use find::search;
pub use followers::{Follower, followers_of, is_followed_by, remember_follower};
pub(crate) use identities::examined;
pub use identities::{
    Kept, Reporter, Standing, cases_of, correct_identity, erase_identity, family, is_examined, is_kept_long_enough,
    kept_long_enough, secret_of, standing,
};
pub use list::{Filter, Place, Sort, list};
pub use locks::{lock_together, lock_with_followed};

use crate::{
    db::{Conn, Error, Tx},
    deadlines,
    entity::{
        complaint::{Column, Entity},
        complaint_identity,
    },
    events,
};

/// What a caller names a complaint by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// Its id.
    Id(ComplaintId),
    /// Its tracking number.
    Tracking(TrackingNumber),
}

/// The sealed identity of a reporter, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SealedIdentity {
    /// Name.
    pub name: Option<Vec<u8>>,
    /// E-mail address.
    pub email: Option<Vec<u8>>,
    /// Telephone number.
    pub phone: Option<Vec<u8>>,
    /// National identity number.
    pub nik: Option<Vec<u8>>,
    /// Address.
    pub address: Option<Vec<u8>>,
    /// The account of a reporter who has one: its id as text.
    pub account: Option<Vec<u8>>,
}

/// When and under which ids the events of a change are recorded.
#[derive(Clone, Debug)]
pub struct Recording {
    /// One id for each event.
    pub ids: Vec<EventId>,
    /// The real time.
    pub at: DateTime<Utc>,
}

/// Stores a new complaint.
pub async fn insert(
    tx: &Tx,
    changed: &Changed<Complaint>,
    identity: SealedIdentity,
    recording: &Recording,
) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let complaint = &changed.value;
    Entity::insert(row::to_row(complaint)?).exec_without_returning(&conn.0).await?;
    if identity != SealedIdentity::default() {
        let SealedIdentity { name, email, phone, nik, address, account } = identity;
        let row = complaint_identity::ActiveModel {
            complaint_id: Set(complaint.id.0),
            name: Set(name),
            email: Set(email),
            phone: Set(phone),
            nik: Set(nik),
            address: Set(address),
            account: Set(account),
        };
        complaint_identity::Entity::insert(row).exec_without_returning(&conn.0).await?;
    }
    effects(tx, changed, recording).await
}

/// Stores a changed complaint, if nobody changed it meanwhile.
pub async fn save(tx: &Tx, changed: &Changed<Complaint>, recording: &Recording) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let complaint = &changed.value;
    let saved = Entity::update_many()
        .set(row::to_row(complaint)?)
        .filter(Column::Id.eq(complaint.id.0))
        .filter(Column::Version.eq(complaint.version - 1))
        .exec(&conn.0)
        .await?;
    if saved.rows_affected != 1 {
        return Err(Error::Stale);
    }
    effects(tx, changed, recording).await
}

async fn effects(tx: &Tx, changed: &Changed<Complaint>, recording: &Recording) -> Result<(), Error> {
    let complaint = &changed.value;
    parts::index(tx, complaint).await?;
    deadlines::apply(tx, CASE_KIND, complaint.id.0, &changed.deadlines).await?;
    let of = events::Of { case_kind: CASE_KIND, case_id: complaint.id.0, version: complaint.version };
    events::append(tx, of, &changed.events, &recording.ids, recording.at).await
}

/// The complaint, if there is one. Whoever asks must show it through `complaints::view` only.
pub async fn find(conn: impl Into<Conn<'_>>, reference: &Reference) -> Result<Option<Complaint>, Error> {
    fetch(&conn.into(), by(reference)).await
}

/// The complaint, locked against others until the transaction ends.
pub async fn find_for_update(tx: &Tx, reference: &Reference) -> Result<Option<Complaint>, Error> {
    fetch(&Conn::from(tx), by(reference).lock_exclusive()).await
}

/// Complaints of these ids, without their clocks: what is indexed of them has none.
pub async fn bare(conn: impl Into<Conn<'_>>, ids: &[Uuid]) -> Result<Vec<Complaint>, Error> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.iter().copied())).all(&conn.into().0).await?;
    rows.into_iter().map(|row| row::from_row(row, Deadlines::default())).collect()
}

/// The ids of so many complaints, in the order of ids, after the given one.
pub async fn ids(conn: impl Into<Conn<'_>>, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>, Error> {
    let mut select = Entity::find().select_only().column(Column::Id);
    if let Some(after) = after {
        select = select.filter(Column::Id.gt(after));
    }
    Ok(select.order_by_asc(Column::Id).limit(limit).into_tuple().all(&conn.into().0).await?)
}

/// The sealed identity of the complaint's reporter, if any of it was told.
pub async fn identity(conn: impl Into<Conn<'_>>, id: ComplaintId) -> Result<Option<SealedIdentity>, Error> {
    let row = complaint_identity::Entity::find_by_id(id.0).one(&conn.into().0).await?;
    Ok(row.map(|row| SealedIdentity {
        name: row.name,
        email: row.email,
        phone: row.phone,
        nik: row.nik,
        address: row.address,
        account: row.account,
    }))
}

fn by(reference: &Reference) -> Select<Entity> {
    match reference {
        Reference::Id(id) => Entity::find_by_id(id.0),
        Reference::Tracking(number) => Entity::find().filter(Column::TrackingNumber.eq(number.as_str())),
    }
}

async fn fetch(conn: &Conn<'_>, select: Select<Entity>) -> Result<Option<Complaint>, Error> {
    let Some(row) = select.one(&conn.0).await? else { return Ok(None) };
    let deadlines = deadlines::of_case(conn, CASE_KIND, row.id).await?;
    let mut complaint = row::from_row(row, deadlines)?;
    if complaint.has_followers {
        complaint.follower_count = followers::count(conn, &complaint).await?;
    }
    Ok(Some(complaint))
}
