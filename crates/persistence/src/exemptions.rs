//! Exempt information: rows to values and back.

use chrono::NaiveDate;
use padi_information::{
    article::Article,
    exemption::{CASE_KIND, Exemption, Opening, State},
};
use padi_kernel::{
    changed::Changed,
    deadlines::Deadlines,
    id::{AgencyId, ConsequenceTestId, ExemptionId},
    page::{Page, PageRequest},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, Order, QueryFilter as _, QuerySelect as _,
    sea_query::Expr,
};

use crate::{
    case,
    complaints::Recording,
    db::{Conn, Error, Tx},
    deadlines,
    entity::exemption::{ActiveModel, Column, Entity, Model},
    events,
    inconsistent::Row,
    keyset::{self, Course},
};

pub use crate::keyset::Place;

/// What is wanted of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this body.
    pub agency_id: Option<AgencyId>,
    /// In any of these states.
    pub states: Vec<State>,
    /// On any of these grounds.
    pub grounds: Vec<Article>,
    /// In force, and ending by that day.
    pub ends_by: Option<NaiveDate>,
}

/// Stores a new exemption.
pub async fn insert(tx: &Tx, changed: &Changed<Exemption>, recording: &Recording) -> Result<(), Error> {
    Entity::insert(to_row(&changed.value)?).exec_without_returning(&Conn::from(tx).0).await?;
    case::effects(tx, of(&changed.value), changed, recording).await
}

/// Stores a changed exemption, if nobody changed it meanwhile.
pub async fn save(tx: &Tx, changed: &Changed<Exemption>, recording: &Recording) -> Result<(), Error> {
    let exemption = &changed.value;
    let before = case::before((Column::Id, exemption.id.0), (Column::Version, exemption.version));
    case::replace::<Entity, _>(tx, to_row(exemption)?, before).await?;
    case::effects(tx, of(exemption), changed, recording).await
}

fn of(exemption: &Exemption) -> events::Of {
    events::Of { case_kind: CASE_KIND, case_id: exemption.id.0, version: exemption.version }
}

/// The exemption, if there is one.
pub async fn find(conn: impl Into<Conn<'_>>, id: ExemptionId) -> Result<Option<Exemption>, Error> {
    let conn = conn.into();
    let Some(row) = Entity::find_by_id(id.0).one(&conn.0).await? else { return Ok(None) };
    let clocks = deadlines::of_case(&conn, CASE_KIND, row.id).await?;
    from_row(row, clocks).map(Some)
}

/// The exemption, locked against others until the transaction ends.
pub async fn find_for_update(tx: &Tx, id: ExemptionId) -> Result<Option<Exemption>, Error> {
    let conn = Conn::from(tx);
    let Some(row) = Entity::find_by_id(id.0).lock_exclusive().one(&conn.0).await? else { return Ok(None) };
    let clocks = deadlines::of_case(&conn, CASE_KIND, row.id).await?;
    from_row(row, clocks).map(Some)
}

/// Whether an exemption that rests on the test is in force.
pub async fn is_in_force_by(conn: impl Into<Conn<'_>>, test: ConsequenceTestId) -> Result<bool, Error> {
    let found = Entity::find().filter(Column::TestId.eq(test.0)).filter(in_force()).limit(1);
    Ok(found.one(&conn.into().0).await?.is_some())
}

fn in_force() -> Condition {
    let names = State::ALL.iter().filter(|state| state.is_in_force()).map(|state| state.name());
    Condition::all().add(Column::State.is_in(names))
}

/// One page of the list, newest first.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    filter: &Filter,
    page: &PageRequest<Place>,
) -> Result<Page<Exemption, Place>, Error> {
    let conn = conn.into();
    let mut wanted = Condition::all().add_option(filter.agency_id.map(|id| Column::AgencyId.eq(id.0)));
    if !filter.states.is_empty() {
        wanted = wanted.add(Column::State.is_in(filter.states.iter().map(|state| state.name())));
    }
    if !filter.grounds.is_empty() {
        wanted = wanted.add(Column::Article.is_in(filter.grounds.iter().map(|ground| ground.name())));
    }
    if let Some(day) = filter.ends_by {
        wanted = wanted.add(Column::EndsOn.lte(day)).add(in_force());
    }
    let course = Course { by: Column::CreatedAt, id: Column::Id, order: Order::Desc };
    let place = |row: &Model| (row.created_at, row.id);
    let all = vec![Condition::all().add(Expr::value(true))];
    let page = keyset::united::<Entity>(&conn, all, wanted, course, page, place).await?;
    let mut clocks = deadlines::of_cases(&conn, CASE_KIND, page.items.iter().map(|row| row.id)).await?;
    let items = page.items.into_iter().map(|row| {
        let clocks = Deadlines::stored(clocks.remove(&row.id).unwrap_or_default());
        from_row(row, clocks)
    });
    Ok(Page { items: items.collect::<Result<_, _>>()?, next: page.next, total: page.total })
}

fn to_row(exemption: &Exemption) -> Result<ActiveModel, Error> {
    let Exemption { agency, opening, .. } = exemption;
    Ok(ActiveModel {
        id: Set(exemption.id.0),
        agency_id: Set(agency.id.0),
        time_zone: Set(agency.locality.zone.name().to_owned()),
        province_code: Set(agency.locality.province.clone()),
        test_id: Set(exemption.test_id.0),
        information: Set(exemption.information.clone()),
        article: Set(exemption.article.name().to_owned()),
        law: Set(exemption.law.clone()),
        consequence_if_opened: Set(exemption.consequence_if_opened.clone()),
        consequence_if_closed: Set(exemption.consequence_if_closed.clone()),
        is_partial: Set(exemption.is_partial),
        period: Set(serde_json::to_value(&exemption.period)?),
        ends_on: Set(exemption.ends_on),
        decree_number: Set(exemption.decree_number.clone()),
        state: Set(exemption.state.name().to_owned()),
        opening_decree: Set(opening.as_ref().and_then(|opening| opening.decree_number.clone())),
        opening_reason: Set(opening.as_ref().and_then(|opening| opening.reason.clone())),
        opened_at: Set(opening.as_ref().map(|opening| opening.at)),
        created_at: Set(exemption.created_at),
        updated_at: Set(exemption.updated_at),
        version: Set(exemption.version),
    })
}

fn from_row(row: Model, deadlines: Deadlines) -> Result<Exemption, Error> {
    let reader = Row::new("exemptions", row.id);
    let agency = case::body(&reader, row.agency_id, &row.time_zone, row.province_code)?;
    let (decree_number, reason) = (row.opening_decree, row.opening_reason);
    Ok(Exemption {
        id: ExemptionId(row.id),
        agency,
        test_id: ConsequenceTestId(row.test_id),
        information: row.information,
        article: reader.name(&row.article)?,
        law: row.law,
        consequence_if_opened: row.consequence_if_opened,
        consequence_if_closed: row.consequence_if_closed,
        is_partial: row.is_partial,
        period: serde_json::from_value(row.period)?,
        ends_on: row.ends_on,
        decree_number: row.decree_number,
        state: reader.name(&row.state)?,
        opening: row.opened_at.map(|at| Opening { decree_number, reason, at }),
        deadlines,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    })
}
