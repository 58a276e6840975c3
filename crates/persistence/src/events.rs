//! The event log: append-only, written in the transaction of the change; read as a case's timeline.

use chrono::{DateTime, Utc};
use padi_kernel::{
    event::{Audience, Event, RecordedEvent, Words},
    id::EventId,
    page::{Page, PageRequest},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::event::{ActiveModel, Column, Entity, Model},
    inconsistent::Row,
    keyset,
};

/// Which case an event belongs to, and which version it led to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Of {
    pub(crate) case_kind: &'static str,
    pub(crate) case_id: Uuid,
    pub(crate) version: i64,
}

/// Appends events. Ids are given by the caller, in the order of the events.
pub(crate) async fn append(
    tx: &Tx,
    of: Of,
    events: &[Event],
    ids: &[EventId],
    recorded_at: DateTime<Utc>,
) -> Result<(), Error> {
    if events.is_empty() {
        return Ok(());
    }
    let rows = events.iter().zip(ids).map(|(event, id)| ActiveModel {
        id: Set(id.0),
        seq: NotSet,
        case_kind: Set(of.case_kind.to_owned()),
        case_id: Set(of.case_id),
        case_version: Set(of.version),
        kind: Set(event.kind.to_owned()),
        actor_role: Set(event.by.role.name().to_owned()),
        actor_id: Set(event.by.user.map(|user| user.0)),
        from_state: Set(event.from_state.map(str::to_owned)),
        to_state: Set(event.to_state.to_owned()),
        audience: Set(event.audience.name().to_owned()),
        text: Set(event.words.as_ref().map(|words| words.text.clone())),
        text_audience: Set(event.words.as_ref().map(|words| words.audience.name().to_owned())),
        data: Set(event.data.clone()),
        occurred_at: Set(event.at),
        recorded_at: Set(recorded_at),
    });
    let conn = Conn::from(tx);
    Entity::insert_many(rows).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Numbers what can no longer be overtaken, one batch. Returns how many.
pub async fn number(tx: &Tx) -> Result<u64, Error> {
    crate::dialect::number_events(tx).await
}

/// A place in a timeline: the number that the database gave the event. A case is changed by one transaction at a time, so
/// within a case this is the order in which things happened.
pub type Place = i64;

/// The events of a case that these audiences may see, oldest first.
pub async fn timeline(
    conn: impl Into<Conn<'_>>,
    case_kind: &str,
    case_id: Uuid,
    audiences: &[Audience],
    page: &PageRequest<Place>,
) -> Result<Page<RecordedEvent, Place>, Error> {
    let mut select = Entity::find()
        .filter(Column::CaseKind.eq(case_kind))
        .filter(Column::CaseId.eq(case_id))
        .filter(Column::Audience.is_in(audiences.iter().map(|audience| audience.name())));
    if let Some(seq) = page.after {
        select = select.filter(Column::Seq.gt(seq));
    }
    let rows = select.order_by_asc(Column::Seq).limit(page.limit + 1).all(&conn.into().0).await?;
    let page = keyset::cut(rows, page.limit, None, |row| row.seq);
    let items = page.items.into_iter().map(from_row).collect::<Result<_, _>>()?;
    Ok(Page { items, next: page.next, total: None })
}

fn from_row(row: Model) -> Result<RecordedEvent, Error> {
    let reader = Row::new("events", row.id);
    let words = match (row.text, row.text_audience) {
        (Some(text), Some(audience)) => {
            Some(Words { text, audience: reader.some(Audience::parse(&audience), "text_audience")? })
        }
        (None, None) => None,
        _ => return Err(reader.wrong("text without audience, or audience without text")),
    };
    Ok(RecordedEvent {
        id: EventId(row.id),
        kind: row.kind,
        at: row.occurred_at,
        actor_role: reader.name(&row.actor_role)?,
        from_state: row.from_state,
        to_state: row.to_state,
        audience: reader.some(Audience::parse(&row.audience), "audience")?,
        words,
    })
}
