//! What was said in dialogues: entries and promised items, sealed by `app`. The figures of a dialogue stand with its case.

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    actor::ActorRole,
    id::{AgencyId, ComplaintId, DialogueEntryId, DialogueItemId, UserId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
};

use crate::{
    db::{Conn, Error, Tx},
    entity::{dialogue_entry, dialogue_item},
    inconsistent::Row,
};

/// An entry of a dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its id.
    pub id: DialogueEntryId,
    /// In which dialogue of the case, from 1.
    pub dialogue_no: i32,
    /// `contact`, `interview`, `session`, `agreement` or `confirmation`.
    pub kind: String,
    /// What was written, sealed.
    pub content: Vec<u8>,
    /// Who wrote it down.
    pub recorded_by: Option<UserId>,
    /// In what capacity.
    pub recorded_role: ActorRole,
    /// When, by the law's clock.
    pub recorded_at: DateTime<Utc>,
}

/// Something promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredItem {
    /// Its id.
    pub id: DialogueItemId,
    /// The agreement.
    pub entry_id: DialogueEntryId,
    /// In which dialogue of the case, from 1.
    pub dialogue_no: i32,
    /// What, sealed.
    pub content: Vec<u8>,
    /// By when.
    pub due_on: NaiveDate,
    /// Who does it.
    pub owner_unit_id: AgencyId,
    /// When it was done.
    pub completed_at: Option<DateTime<Utc>>,
    /// What proves it, sealed.
    pub evidence: Option<Vec<u8>>,
}

/// How many entries the case has. The case must be locked.
pub async fn count(tx: &Tx, complaint: ComplaintId) -> Result<u64, Error> {
    let conn = Conn::from(tx);
    let entries = dialogue_entry::Entity::find().filter(dialogue_entry::Column::ComplaintId.eq(complaint.0));
    Ok(entries.count(&conn.0).await?)
}

/// Stores an entry behind the others.
pub async fn insert(tx: &Tx, complaint: ComplaintId, ordinal: i32, entry: StoredEntry) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = dialogue_entry::ActiveModel {
        id: Set(entry.id.0),
        complaint_id: Set(complaint.0),
        dialogue_no: Set(entry.dialogue_no),
        ordinal: Set(ordinal),
        kind: Set(entry.kind),
        content: Set(entry.content),
        recorded_by: Set(entry.recorded_by.map(|user| user.0)),
        recorded_role: Set(entry.recorded_role.name().to_owned()),
        recorded_at: Set(entry.recorded_at),
    };
    dialogue_entry::Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Stores what an agreement promises, in its order.
pub async fn insert_items(tx: &Tx, complaint: ComplaintId, items: Vec<StoredItem>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let rows = items.into_iter().zip(0..).map(|(item, ordinal)| dialogue_item::ActiveModel {
        id: Set(item.id.0),
        entry_id: Set(item.entry_id.0),
        complaint_id: Set(complaint.0),
        dialogue_no: Set(item.dialogue_no),
        ordinal: Set(ordinal),
        content: Set(item.content),
        due_on: Set(item.due_on),
        owner_unit_id: Set(item.owner_unit_id.0),
        completed_at: Set(item.completed_at),
        evidence: Set(item.evidence),
    });
    dialogue_item::Entity::insert_many(rows).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// The case's item of that id.
pub async fn find_item(tx: &Tx, complaint: ComplaintId, id: DialogueItemId) -> Result<Option<StoredItem>, Error> {
    let conn = Conn::from(tx);
    let row = dialogue_item::Entity::find_by_id(id.0).filter(dialogue_item::Column::ComplaintId.eq(complaint.0));
    Ok(row.one(&conn.0).await?.map(item))
}

/// Marks an item as done. [`Error::Stale`] if it is done already.
pub async fn complete_item(tx: &Tx, id: DialogueItemId, at: DateTime<Utc>, evidence: Vec<u8>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row =
        dialogue_item::ActiveModel { completed_at: Set(Some(at)), evidence: Set(Some(evidence)), ..Default::default() };
    let open = dialogue_item::Entity::update_many()
        .set(row)
        .filter(dialogue_item::Column::Id.eq(id.0))
        .filter(dialogue_item::Column::CompletedAt.is_null());
    if open.exec(&conn.0).await?.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Everything that was said in the case's dialogues, oldest first.
pub async fn of_case(
    conn: impl Into<Conn<'_>>,
    complaint: ComplaintId,
) -> Result<(Vec<StoredEntry>, Vec<StoredItem>), Error> {
    let conn = conn.into();
    let entries = dialogue_entry::Entity::find()
        .filter(dialogue_entry::Column::ComplaintId.eq(complaint.0))
        .order_by_asc(dialogue_entry::Column::Ordinal)
        .all(&conn.0)
        .await?;
    let items = dialogue_item::Entity::find()
        .filter(dialogue_item::Column::ComplaintId.eq(complaint.0))
        .order_by_asc(dialogue_item::Column::Ordinal)
        .all(&conn.0)
        .await?;
    let entries = entries.into_iter().map(entry).collect::<Result<_, _>>()?;
    Ok((entries, items.into_iter().map(item).collect()))
}

/// Forgets all that was said in the case's dialogues, for erasure. Their figures stand with the case, their steps in its timeline.
pub async fn forget(tx: &Tx, complaint: ComplaintId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let items = dialogue_item::Entity::delete_many().filter(dialogue_item::Column::ComplaintId.eq(complaint.0));
    items.exec(&conn.0).await?;
    let entries = dialogue_entry::Entity::delete_many().filter(dialogue_entry::Column::ComplaintId.eq(complaint.0));
    entries.exec(&conn.0).await?;
    Ok(())
}

fn entry(row: dialogue_entry::Model) -> Result<StoredEntry, Error> {
    let recorded_role = Row::new("dialogue_entries", row.id).name(&row.recorded_role)?;
    Ok(StoredEntry {
        id: DialogueEntryId(row.id),
        dialogue_no: row.dialogue_no,
        kind: row.kind,
        content: row.content,
        recorded_by: row.recorded_by.map(UserId),
        recorded_role,
        recorded_at: row.recorded_at,
    })
}

fn item(row: dialogue_item::Model) -> StoredItem {
    StoredItem {
        id: DialogueItemId(row.id),
        entry_id: DialogueEntryId(row.entry_id),
        dialogue_no: row.dialogue_no,
        content: row.content,
        due_on: row.due_on,
        owner_unit_id: AgencyId(row.owner_unit_id),
        completed_at: row.completed_at,
        evidence: row.evidence,
    }
}
