//! The event log: append-only, written in the transaction of the change; read as a case's timeline, and in the order of its
//! positions by those who follow it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use padi_kernel::{
    actor::ActorRole,
    event::{Audience, Event, RecordedEvent, Words},
    id::{AttachmentId, EventId, UserId},
    page::{Page, PageRequest},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
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
        position: NotSet,
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

/// An event as those read it who follow the log: what happened, not what was said.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedEvent {
    /// Its place in the log, from 1; consumers read by it.
    pub position: i64,
    /// Its id.
    pub id: EventId,
    /// Its kind.
    pub kind: String,
    /// Of which kind of case.
    pub case_kind: String,
    /// Of which case.
    pub case_id: Uuid,
    /// Which version of the case it led to.
    pub case_version: i64,
    /// In what capacity somebody acted.
    pub actor_role: ActorRole,
    /// The acting account; absent for the scheduler and for every reporter.
    pub actor: Option<UserId>,
    /// The state before.
    pub from_state: Option<String>,
    /// The state after.
    pub to_state: String,
    /// Who may see that it happened.
    pub audience: Audience,
    /// Facts: ids, codes, numbers.
    pub data: serde_json::Value,
    /// When, by the law's clock.
    pub at: DateTime<Utc>,
    /// When it was written down, really.
    pub recorded_at: DateTime<Utc>,
}

/// The numbered events after that position, in order.
pub async fn after(conn: impl Into<Conn<'_>>, position: i64, limit: u64) -> Result<Vec<LoggedEvent>, Error> {
    let numbered = Entity::find().filter(Column::Position.gt(position)).order_by_asc(Column::Position);
    let rows = numbered.limit(limit).all(&conn.into().0).await?;
    rows.into_iter().map(logged).collect()
}

/// The last event that was written, by the number that the database gave it; 0 where none was.
pub async fn last(conn: impl Into<Conn<'_>>) -> Result<Place, Error> {
    let last = Entity::find().select_only().column(Column::Seq).order_by_desc(Column::Seq).limit(1);
    Ok(last.into_tuple().one(&conn.into().0).await?.unwrap_or(0))
}

/// Whether every event up to that one has its place in the log.
pub async fn is_numbered_to(conn: impl Into<Conn<'_>>, last: Place) -> Result<bool, Error> {
    let waiting = Entity::find().filter(Column::Position.is_null()).filter(Column::Seq.lte(last));
    Ok(waiting.one(&conn.into().0).await?.is_none())
}

/// A place in a timeline: the number that the database gave the event. A case is changed by one transaction at a time, so
/// within a case this is the order in which things happened.
pub type Place = i64;

/// The events of one case, as far as these audiences may see them.
#[derive(Clone, Debug)]
pub struct Strand {
    /// Of which kind of case.
    pub case_kind: &'static str,
    /// Of which case.
    pub case_id: Uuid,
    /// For whom.
    pub audiences: Vec<Audience>,
}

/// The events of cases that are one story, oldest first, with the words that are for the audiences of their case.
pub async fn timeline(
    conn: impl Into<Conn<'_>>,
    strands: &[Strand],
    page: &PageRequest<Place>,
) -> Result<Page<RecordedEvent, Place>, Error> {
    let any = strands.iter().fold(Condition::any(), |any, strand| any.add(within(strand)));
    let mut select = Entity::find().filter(any);
    if let Some(seq) = page.after {
        select = select.filter(Column::Seq.gt(seq));
    }
    let rows = select.order_by_asc(Column::Seq).limit(page.limit + 1).all(&conn.into().0).await?;
    let page = keyset::cut(rows, page.limit, None, |row| row.seq);
    let items = page.items.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    let readable = |event: RecordedEvent| {
        let reads =
            |audience| strands.iter().any(|it| it.case_kind == event.case_kind && it.audiences.contains(&audience));
        let words = event.words.clone().filter(|words| reads(words.audience));
        RecordedEvent { words, ..event }
    };
    Ok(Page { items: items.into_iter().map(readable).collect(), next: page.next, total: None })
}

fn within(strand: &Strand) -> Condition {
    Condition::all()
        .add(Column::CaseKind.eq(strand.case_kind))
        .add(Column::CaseId.eq(strand.case_id))
        .add(Column::Audience.is_in(strand.audiences.iter().map(|audience| audience.name())))
}

/// The events of a case that are of these kinds, oldest first: kind, time, and facts.
pub async fn facts(
    conn: impl Into<Conn<'_>>,
    case_kind: &str,
    case_id: Uuid,
    kinds: &[&str],
) -> Result<Vec<(String, DateTime<Utc>, serde_json::Value)>, Error> {
    let select = Entity::find()
        .filter(Column::CaseKind.eq(case_kind))
        .filter(Column::CaseId.eq(case_id))
        .filter(Column::Kind.is_in(kinds.iter().copied()))
        .order_by_asc(Column::Seq);
    let rows = select.all(&conn.into().0).await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.occurred_at, row.data)).collect())
}

fn logged(row: Model) -> Result<LoggedEvent, Error> {
    let reader = Row::new("events", row.id);
    Ok(LoggedEvent {
        position: reader.some(row.position, "position")?,
        id: EventId(row.id),
        kind: row.kind,
        case_kind: row.case_kind,
        case_id: row.case_id,
        case_version: row.case_version,
        actor_role: reader.name(&row.actor_role)?,
        actor: row.actor_id.map(UserId),
        from_state: row.from_state,
        to_state: row.to_state,
        audience: reader.some(Audience::parse(&row.audience), "audience")?,
        data: row.data,
        at: row.occurred_at,
        recorded_at: row.recorded_at,
    })
}

/// What was said in these cases, oldest first, for whoever may read both the event and its words.
pub async fn words(
    conn: impl Into<Conn<'_>>,
    case_kind: &str,
    cases: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Vec<Words>>, Error> {
    let select = Entity::find()
        .filter(Column::CaseKind.eq(case_kind))
        .filter(Column::CaseId.is_in(cases))
        .filter(Column::Text.is_not_null());
    let rows = select.order_by_asc(Column::Seq).all(&conn.into().0).await?;
    let mut found: HashMap<Uuid, Vec<Words>> = HashMap::new();
    for row in rows {
        let case = row.case_id;
        let event = from_row(row)?;
        let words = event.words.map(|words| Words { audience: words.audience.max(event.audience), ..words });
        found.entry(case).or_default().extend(words);
    }
    Ok(found)
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
    let attachments = row.data.get("attachment_ids").cloned().map(serde_json::from_value).transpose()?;
    let attachments: Vec<AttachmentId> = attachments.unwrap_or_default();
    Ok(RecordedEvent {
        id: EventId(row.id),
        case_kind: row.case_kind,
        kind: row.kind,
        at: row.occurred_at,
        actor_role: reader.name(&row.actor_role)?,
        from_state: row.from_state,
        to_state: row.to_state,
        audience: reader.some(Audience::parse(&row.audience), "audience")?,
        words,
        attachments,
    })
}
