//! Holidays and joint leave: stored rows and the calendar made of them.

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    calendar::{DayKind, Holiday, WorkCalendar},
    id::HolidayId,
    page::{Page, PageRequest},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Select,
    sea_query::{Expr, OnConflict},
};

use crate::{
    db::{Conn, Error, Tx},
    entity::holiday::{ActiveModel, Column, Entity, Model},
    keyset, settings,
};

/// Where the version of the list stands.
const VERSION: &str = "calendar_version";

/// How a day of the whole nation is marked.
pub const NATIONAL: &str = "national";

/// Rows in one statement.
const CHUNK: usize = 1000;

/// A holiday as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredHoliday {
    /// Its id.
    pub id: HolidayId,
    /// The day.
    pub holiday: Holiday,
    /// Grows with each change.
    pub version: i64,
}

/// Where a day stands in the list: day, scope, kind.
pub type Place = (NaiveDate, String, String);

/// What part of the list is wanted; what is absent does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// First and last day.
    pub between: Option<(NaiveDate, NaiveDate)>,
    /// `national`, or the two digits of a province.
    pub scope: Option<String>,
}

/// The whole calendar with its version.
pub async fn calendar(conn: impl Into<Conn<'_>>) -> Result<WorkCalendar, Error> {
    let conn = conn.into();
    // The version first: a change that comes between the two reads leaves the older number on the newer list, and whoever asks
    // 'was it computed with the present list' computes once too often, never once too seldom.
    let version = version_of(settings::value(&conn, VERSION).await?)?;
    let rows = Entity::find().order_by_asc(Column::Day).order_by_asc(Column::Scope).all(&conn.0).await?;
    let days = rows.into_iter().map(|row| domain(row).map(|stored| stored.holiday)).collect::<Result<Vec<_>, _>>()?;
    Ok(WorkCalendar::new(version, days))
}

fn version_of(stored: Option<String>) -> Result<i64, Error> {
    let Some(text) = stored else { return Ok(1) };
    text.parse().map_err(|_| Error::Inconsistent {
        table: "settings",
        id: VERSION.to_owned(),
        what: "no whole number".to_owned(),
    })
}

/// Raises the version of the list, in the transaction that changed it.
pub async fn raise_version(tx: &Tx) -> Result<i64, Error> {
    let next = version_of(Some(settings::lock(tx, VERSION, "1").await?))? + 1;
    settings::set(tx, VERSION, &next.to_string()).await?;
    Ok(next)
}

/// Every day with its version. For loading reference data.
pub async fn all(tx: &Tx) -> Result<Vec<StoredHoliday>, Error> {
    let conn = Conn::from(tx);
    Entity::find().all(&conn.0).await?.into_iter().map(domain).collect()
}

/// A page of the list, by day.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    filter: &Filter,
    page: &PageRequest<Place>,
) -> Result<Page<StoredHoliday, Place>, Error> {
    let conn = conn.into();
    let total = keyset::total(&conn, page, select(filter)).await?;
    let rows = select(filter)
        .apply_if(page.after.clone(), |select, (day, scope, kind)| {
            let place = Expr::tuple([Expr::col(Column::Day), Expr::col(Column::Scope), Expr::col(Column::Kind)]);
            select.filter(place.gt(Expr::tuple([Expr::val(day), Expr::val(scope), Expr::val(kind)])))
        })
        .order_by_asc(Column::Day)
        .order_by_asc(Column::Scope)
        .order_by_asc(Column::Kind)
        .limit(page.limit + 1)
        .all(&conn.0)
        .await?;
    let days = rows.into_iter().map(domain).collect::<Result<Vec<_>, _>>()?;
    Ok(keyset::cut(days, page.limit, total, |stored| {
        (stored.holiday.on, scope_of(&stored.holiday).to_owned(), kind_of(&stored.holiday).to_owned())
    }))
}

fn select(filter: &Filter) -> Select<Entity> {
    Entity::find()
        .apply_if(filter.between, |select, (from, to)| select.filter(Column::Day.between(from, to)))
        .apply_if(filter.scope.clone(), |select, scope| select.filter(Column::Scope.eq(scope)))
}

/// The day of that id.
pub async fn find(conn: impl Into<Conn<'_>>, id: HolidayId) -> Result<Option<StoredHoliday>, Error> {
    let conn = conn.into();
    Entity::find_by_id(id.0).one(&conn.0).await?.map(domain).transpose()
}

/// The day of that id; nobody else changes it until the transaction ends.
pub async fn find_for_update(tx: &Tx, id: HolidayId) -> Result<Option<StoredHoliday>, Error> {
    let conn = Conn::from(tx);
    Entity::find_by_id(id.0).lock_exclusive().one(&conn.0).await?.map(domain).transpose()
}

/// Stores a new day. [`Error::Conflict`] if the day stands in the list already with that scope and kind.
pub async fn insert(tx: &Tx, stored: &StoredHoliday, at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::insert(new_row(stored, at)).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Stores new days, leaving alone those that stand in the list already.
pub async fn insert_missing(tx: &Tx, days: &[StoredHoliday], at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    for chunk in days.chunks(CHUNK) {
        let keep = OnConflict::new().do_nothing().to_owned();
        let rows = chunk.iter().map(|stored| new_row(stored, at));
        Entity::insert_many(rows).on_conflict(keep).exec_without_returning(&conn.0).await?;
    }
    Ok(())
}

/// Stores the day as it is now, if it still has the version that it was read with; its version grows by one.
pub async fn update(tx: &Tx, stored: &mut StoredHoliday, at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel { id: NotSet, version: Set(stored.version + 1), ..new_row(stored, at) };
    let update =
        Entity::update_many().set(row).filter(Column::Id.eq(stored.id.0)).filter(Column::Version.eq(stored.version));
    if update.exec(&conn.0).await?.rows_affected == 0 {
        return Err(Error::Stale);
    }
    stored.version += 1;
    Ok(())
}

/// Takes the day out of the list, if it still has the version that it was read with.
pub async fn delete(tx: &Tx, stored: &StoredHoliday) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let delete = Entity::delete_many().filter(Column::Id.eq(stored.id.0)).filter(Column::Version.eq(stored.version));
    if delete.exec(&conn.0).await?.rows_affected == 0 {
        return Err(Error::Stale);
    }
    Ok(())
}

/// How the day's scope is written: `national`, or the two digits of a province.
pub fn scope_of(holiday: &Holiday) -> &str {
    holiday.province.as_deref().unwrap_or(NATIONAL)
}

/// How the day's kind is written.
pub fn kind_of(holiday: &Holiday) -> &'static str {
    match holiday.kind {
        DayKind::Weekend => "weekend",
        DayKind::Holiday => "holiday",
        DayKind::JointLeave => "joint_leave",
    }
}

fn new_row(stored: &StoredHoliday, at: DateTime<Utc>) -> ActiveModel {
    ActiveModel {
        id: Set(stored.id.0),
        day: Set(stored.holiday.on),
        scope: Set(scope_of(&stored.holiday).to_owned()),
        kind: Set(kind_of(&stored.holiday).to_owned()),
        name: Set(stored.holiday.name.clone()),
        version: Set(stored.version),
        updated_at: Set(at),
    }
}

fn domain(row: Model) -> Result<StoredHoliday, Error> {
    let kind = match row.kind.as_str() {
        "holiday" => DayKind::Holiday,
        "joint_leave" => DayKind::JointLeave,
        other => {
            let what = format!("kind: {other}");
            return Err(Error::Inconsistent { table: "holidays", id: row.id.to_string(), what });
        }
    };
    let province = (row.scope != NATIONAL).then_some(row.scope);
    let holiday = Holiday { on: row.day, province, kind, name: row.name };
    Ok(StoredHoliday { id: HolidayId(row.id), holiday, version: row.version })
}
