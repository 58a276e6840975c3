//! Deadlines of cases: rows to values and back, and the question which have passed.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    deadline::{Deadline, DeadlineState},
    deadlines::Deadlines,
    zone::Locality,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::deadline::{ActiveModel, Column, Entity, Model},
    inconsistent::Row,
};

/// What stands in `next_due_at` where nothing is due, so that such rows sort last on both databases.
pub(crate) fn never() -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX).and_time(chrono::NaiveTime::MIN).and_utc()
}

/// The deadlines of these cases.
pub(crate) async fn of_cases(
    conn: &Conn<'_>,
    case_kind: &str,
    cases: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Vec<Deadline>>, Error> {
    let rows = Entity::find()
        .filter(Column::CaseKind.eq(case_kind))
        .filter(Column::CaseId.is_in(cases))
        .order_by_asc(Column::CaseId)
        .order_by_asc(Column::Ordinal)
        .all(&conn.0)
        .await?;
    let mut found: HashMap<Uuid, Vec<Deadline>> = HashMap::new();
    for row in rows {
        found.entry(row.case_id).or_default().push(from_row(row)?);
    }
    Ok(found)
}

/// The deadlines of one case.
pub(crate) async fn of_case(conn: &Conn<'_>, case_kind: &str, case: Uuid) -> Result<Deadlines, Error> {
    let mut found = of_cases(conn, case_kind, [case]).await?;
    Ok(Deadlines::stored(found.remove(&case).unwrap_or_default()))
}

/// Writes what a transition started or changed.
pub(crate) async fn apply(tx: &Tx, case_kind: &str, case: Uuid, changed: &[Deadline]) -> Result<(), Error> {
    if changed.is_empty() {
        return Ok(());
    }
    let rows = changed.iter().map(|deadline| to_row(case_kind, case, deadline)).collect::<Result<Vec<_>, _>>()?;
    let on_conflict = OnConflict::columns([Column::CaseKind, Column::CaseId, Column::Ordinal])
        .update_columns([
            Column::ExtendedBy,
            Column::Pauses,
            Column::DayZeroOn,
            Column::Remaining,
            Column::DueAt,
            Column::PassesAt,
            Column::State,
            Column::EndedAt,
            Column::Skipped,
            Column::CalendarComplete,
            Column::CalendarVersion,
            Column::Ladder,
            Column::EscalatesAt,
        ])
        .to_owned();
    let conn = Conn::from(tx);
    Entity::insert_many(rows).on_conflict(on_conflict).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// A place among the passed deadlines: when it passed, and of which case it is.
pub type PassedPlace = (DateTime<Utc>, Uuid);

/// A case of which a deadline has passed, or must be told of.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Passed {
    /// When.
    pub at: DateTime<Utc>,
    /// The kind of case.
    pub case_kind: String,
    /// The case.
    pub case_id: Uuid,
}

impl Passed {
    /// Where to go on after it.
    pub fn place(&self) -> PassedPlace {
        (self.at, self.case_id)
    }
}

/// Running deadlines of these kinds of case that have passed by then, earliest first, after the given place.
pub async fn passed(
    conn: impl Into<Conn<'_>>,
    case_kinds: &[&str],
    by: DateTime<Utc>,
    after: Option<PassedPlace>,
    limit: u64,
) -> Result<Vec<Passed>, Error> {
    let running = Column::State.eq(DeadlineState::Running.name());
    let wanted = Column::CaseKind.is_in(case_kinds.iter().copied()).and(running);
    earliest(&conn.into(), Column::PassesAt, wanted, (by, after, limit)).await
}

/// Deadlines of these kinds of case of which somebody must be told by then, earliest first, after the given place.
pub async fn escalating(
    conn: impl Into<Conn<'_>>,
    case_kinds: &[&str],
    by: DateTime<Utc>,
    after: Option<PassedPlace>,
    limit: u64,
) -> Result<Vec<Passed>, Error> {
    let wanted = Column::CaseKind.is_in(case_kinds.iter().copied());
    earliest(&conn.into(), Column::EscalatesAt, wanted, (by, after, limit)).await
}

/// The cases of what has its instant by then, in the order of the instants: by when, after which place, how many.
async fn earliest(
    conn: &Conn<'_>,
    instant: Column,
    wanted: Expr,
    (by, after, limit): (DateTime<Utc>, Option<PassedPlace>, u64),
) -> Result<Vec<Passed>, Error> {
    let mut select = Entity::find()
        .select_only()
        .column_as(instant, "at")
        .columns([Column::CaseKind, Column::CaseId])
        .filter(wanted)
        .filter(instant.lte(by));
    if let Some((at, case)) = after {
        let place = Expr::tuple([Expr::col(instant), Expr::col(Column::CaseId)]);
        select = select.filter(place.gt(Expr::tuple([Expr::value(at), Expr::value(case)])));
    }
    let select = select.order_by_asc(instant).order_by_asc(Column::CaseId).limit(limit);
    Ok(select.into_model().all(&conn.0).await?)
}

/// Remembers how far a deadline was told of. Nobody sees that, so the case keeps its version.
pub async fn climbed(tx: &Tx, case_kind: &str, case: Uuid, deadline: &Deadline) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::update_many()
        .col_expr(Column::Ladder, Expr::value(serde_json::to_value(&deadline.ladder)?))
        .col_expr(Column::EscalatesAt, Expr::value(deadline.next_level().map(|(_, at)| at)))
        .filter(Column::CaseKind.eq(case_kind))
        .filter(Column::CaseId.eq(case))
        .filter(Column::Ordinal.eq(deadline.ordinal))
        .exec(&conn.0)
        .await?;
    Ok(())
}

/// Cases of that kind with a deadline that runs or stands still, by id, after the given one.
pub async fn open_cases(
    conn: impl Into<Conn<'_>>,
    case_kind: &str,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>, Error> {
    let open = [DeadlineState::Running.name(), DeadlineState::Paused.name()];
    let mut select = Entity::find()
        .select_only()
        .column(Column::CaseId)
        .distinct()
        .filter(Column::CaseKind.eq(case_kind))
        .filter(Column::State.is_in(open));
    if let Some(after) = after {
        select = select.filter(Column::CaseId.gt(after));
    }
    Ok(select.order_by_asc(Column::CaseId).limit(limit).into_tuple().all(&conn.into().0).await?)
}

fn to_row(case_kind: &str, case: Uuid, deadline: &Deadline) -> Result<ActiveModel, Error> {
    Ok(ActiveModel {
        case_kind: Set(case_kind.to_owned()),
        case_id: Set(case),
        ordinal: Set(deadline.ordinal),
        code: Set(deadline.code.clone()),
        subject: Set(deadline.subject),
        rule_set: Set(deadline.rule_set.clone()),
        rule_code: Set(deadline.rule_code.clone()),
        length: Set(deadline.length),
        extended_by: Set(deadline.extended_by),
        unit: Set(deadline.unit.name().to_owned()),
        party: Set(deadline.party.name().to_owned()),
        time_zone: Set(deadline.locality.zone.name().to_owned()),
        province_code: Set(deadline.locality.province.clone()),
        started_at: Set(deadline.started_at),
        pauses: Set(serde_json::to_value(&deadline.pauses)?),
        day_zero_on: Set(deadline.day_zero_on),
        remaining: Set(deadline.remaining),
        due_at: Set(deadline.due_at),
        passes_at: Set(deadline.passes_at()),
        state: Set(deadline.state.name().to_owned()),
        ended_at: Set(deadline.ended_at),
        skipped: Set(serde_json::to_value(&deadline.skipped)?),
        calendar_complete: Set(deadline.calendar_complete),
        calendar_version: Set(deadline.calendar_version),
        cycle: Set(deadline.cycle),
        ladder: Set(Some(serde_json::to_value(&deadline.ladder)?)),
        escalates_at: Set(deadline.next_level().map(|(_, at)| at)),
    })
}

fn from_row(row: Model) -> Result<Deadline, Error> {
    let reader = Row::new("deadlines", format_args!("{}/{}", row.case_id, row.ordinal));
    Ok(Deadline {
        ordinal: row.ordinal,
        code: row.code,
        subject: row.subject,
        rule_set: row.rule_set,
        rule_code: row.rule_code,
        length: row.length,
        extended_by: row.extended_by,
        unit: reader.name(&row.unit)?,
        party: reader.name(&row.party)?,
        locality: Locality { zone: reader.name(&row.time_zone)?, province: row.province_code },
        started_at: row.started_at,
        pauses: serde_json::from_value(row.pauses)?,
        day_zero_on: row.day_zero_on,
        remaining: row.remaining,
        due_at: row.due_at,
        state: reader.name(&row.state)?,
        ended_at: row.ended_at,
        skipped: serde_json::from_value(row.skipped)?,
        calendar_complete: row.calendar_complete,
        calendar_version: row.calendar_version,
        cycle: row.cycle,
        ladder: row.ladder.map(serde_json::from_value).transpose()?.unwrap_or_default(),
    })
}
