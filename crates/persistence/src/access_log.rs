//! Who read a reporter's identity, or an original under lock, and why. Written in the transaction of the reading, never changed.

use chrono::{DateTime, Utc};
use padi_complaints::complaint::CASE_KIND;
use padi_kernel::{
    actor::{ActorRole, ReporterKey},
    id::UserId,
    page::{Page, PageRequest},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Select,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::{
        access_log::{ActiveModel, Column, Entity, Model},
        complaint,
    },
    inconsistent::Row,
    keyset, legal_holds,
};

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Who reported (identitas pelapor).
    Identity,
    /// The reporter's own words, which lie under lock (naskah asli).
    Original,
}

impl What {
    /// Everything that is logged.
    pub const ALL: [Self; 2] = [Self::Identity, Self::Original];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Original => "original",
        }
    }
}

/// One reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id; random, because the log of an anonymous case must not tell its minute either.
    pub id: Uuid,
    /// The kind of the case.
    pub case_kind: String,
    /// The case.
    pub case_id: Uuid,
    /// Who read.
    pub reader: UserId,
    /// In what capacity.
    pub role: ActorRole,
    /// What.
    pub what: What,
    /// Why, in the reader's words.
    pub reason: String,
    /// The approved reveal under which an identity was read.
    pub reveal_id: Option<Uuid>,
    /// When, by the real clock.
    pub at: DateTime<Utc>,
}

/// A place in the log: the time, and the id that makes it unique.
pub type Place = (DateTime<Utc>, Uuid);

/// Writes down a reading, in its transaction.
pub async fn append(tx: &Tx, entry: &Entry) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Set(entry.id),
        case_kind: Set(entry.case_kind.clone()),
        case_id: Set(entry.case_id),
        reader_id: Set(entry.reader.0),
        reader_role: Set(entry.role.name().to_owned()),
        what: Set(entry.what.name().to_owned()),
        reason: Set(entry.reason.clone()),
        reveal_id: Set(entry.reveal_id),
        at: Set(entry.at),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// The readings of a case, newest first.
pub async fn of_case(
    conn: impl Into<Conn<'_>>,
    case_kind: &str,
    case_id: Uuid,
    page: &PageRequest<Place>,
) -> Result<Page<Entry, Place>, Error> {
    let conn = conn.into();
    let of_it = Entity::find().filter(Column::CaseKind.eq(case_kind)).filter(Column::CaseId.eq(case_id));
    listed(&conn, of_it, page).await
}

async fn listed(
    conn: &Conn<'_>,
    matching: Select<Entity>,
    page: &PageRequest<Place>,
) -> Result<Page<Entry, Place>, Error> {
    let total = keyset::total(conn, page, matching.clone()).await?;
    let rows = matching
        .apply_if(page.after, |select, (at, id)| {
            let place = Expr::tuple([Expr::col(Column::At), Expr::col(Column::Id)]);
            select.filter(place.lt(Expr::tuple([Expr::val(at), Expr::val(id)])))
        })
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(page.limit + 1)
        .all(&conn.0)
        .await?;
    let entries = rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    Ok(keyset::cut(entries, page.limit, total, |entry: &Entry| (entry.at, entry.id)))
}

/// The readings of all cases filed with the account of those marks, newest first.
pub async fn of_reporter(
    conn: impl Into<Conn<'_>>,
    reporter: &[ReporterKey],
    page: &PageRequest<Place>,
) -> Result<Page<Entry, Place>, Error> {
    let conn = conn.into();
    let cases = Query::select()
        .column(complaint::Column::Id)
        .from(complaint::Entity)
        .and_where(Expr::col(complaint::Column::ReporterKey).is_in(reporter.iter().map(|key| key.0.clone())))
        .to_owned();
    let of_them = Entity::find().filter(Column::CaseKind.eq(CASE_KIND)).filter(Column::CaseId.in_subquery(cases));
    listed(&conn, of_them, page).await
}

/// Forgets readings before the instant, of cases that are under no legal hold. Returns how many.
pub async fn forget_before(tx: &Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    let conn = Conn::from(tx);
    let gone = Entity::delete_many()
        .filter(Column::At.lt(before))
        .filter(Column::CaseId.not_in_subquery(legal_holds::held_complaints()))
        .exec(&conn.0)
        .await?;
    Ok(gone.rows_affected)
}

fn from_row(row: Model) -> Result<Entry, Error> {
    let reader = Row::new("access_log", row.id);
    Ok(Entry {
        id: row.id,
        case_kind: row.case_kind,
        case_id: row.case_id,
        reader: UserId(row.reader_id),
        role: reader.name(&row.reader_role)?,
        what: reader.some(What::ALL.into_iter().find(|what| what.name() == row.what), "what")?,
        reason: row.reason,
        reveal_id: row.reveal_id,
        at: row.at,
    })
}
