//! Consequence tests: rows to values and back.

use padi_information::consequence_test::{CASE_KIND, ConsequenceTest, Sheet, State};
use padi_kernel::{
    changed::Changed,
    deadlines::Deadlines,
    id::{AgencyId, ConsequenceTestId, ExemptionId, InformationRequestId, UserId},
    page::{Page, PageRequest},
};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, Order, QuerySelect as _};

use crate::{
    case,
    complaints::Recording,
    db::{Conn, Error, Tx},
    entity::consequence_test::{ActiveModel, Column, Entity, Model},
    events,
    inconsistent::Row,
    keyset::{self, Course},
};

pub use crate::keyset::Place;

/// Which tests are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this body.
    pub agency_id: Option<AgencyId>,
    /// For this request.
    pub request_id: Option<InformationRequestId>,
    /// In any of these states.
    pub states: Vec<State>,
}

/// Stores a new test.
pub async fn insert(tx: &Tx, changed: &Changed<ConsequenceTest>, recording: &Recording) -> Result<(), Error> {
    Entity::insert(to_row(&changed.value)?).exec_without_returning(&Conn::from(tx).0).await?;
    case::effects(tx, of(&changed.value), changed, recording).await
}

/// Stores a changed test, if nobody changed it meanwhile.
pub async fn save(tx: &Tx, changed: &Changed<ConsequenceTest>, recording: &Recording) -> Result<(), Error> {
    let test = &changed.value;
    let before = case::before((Column::Id, test.id.0), (Column::Version, test.version));
    case::replace::<Entity, _>(tx, to_row(test)?, before).await?;
    case::effects(tx, of(test), changed, recording).await
}

fn of(test: &ConsequenceTest) -> events::Of {
    events::Of { case_kind: CASE_KIND, case_id: test.id.0, version: test.version }
}

/// The test, if there is one. Whoever asks must have shown that they may read it.
pub async fn find(conn: impl Into<Conn<'_>>, id: ConsequenceTestId) -> Result<Option<ConsequenceTest>, Error> {
    Entity::find_by_id(id.0).one(&conn.into().0).await?.map(from_row).transpose()
}

/// The test, locked against others until the transaction ends.
pub async fn find_for_update(tx: &Tx, id: ConsequenceTestId) -> Result<Option<ConsequenceTest>, Error> {
    Entity::find_by_id(id.0).lock_exclusive().one(&Conn::from(tx).0).await?.map(from_row).transpose()
}

/// One page of the tests of these bodies, newest first.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    bodies: &[AgencyId],
    filter: &Filter,
    page: &PageRequest<Place>,
) -> Result<Page<ConsequenceTest, Place>, Error> {
    let within = Condition::all().add(Column::AgencyId.is_in(bodies.iter().map(|id| id.0)));
    let mut wanted = Condition::all()
        .add_option(filter.agency_id.map(|id| Column::AgencyId.eq(id.0)))
        .add_option(filter.request_id.map(|id| Column::RequestId.eq(id.0)));
    if !filter.states.is_empty() {
        wanted = wanted.add(Column::State.is_in(filter.states.iter().map(|state| state.name())));
    }
    let course = Course { by: Column::CreatedAt, id: Column::Id, order: Order::Desc };
    let place = |row: &Model| (row.created_at, row.id);
    let page = keyset::united::<Entity>(&conn.into(), vec![within], wanted, course, page, place).await?;
    let items = page.items.into_iter().map(from_row).collect::<Result<_, _>>()?;
    Ok(Page { items, next: page.next, total: page.total })
}

fn to_row(test: &ConsequenceTest) -> Result<ActiveModel, Error> {
    let ConsequenceTest { agency, sheet, .. } = test;
    Ok(ActiveModel {
        id: Set(test.id.0),
        agency_id: Set(agency.id.0),
        time_zone: Set(agency.locality.zone.name().to_owned()),
        province_code: Set(agency.locality.province.clone()),
        request_id: Set(test.request_id.map(|id| id.0)),
        exemption_id: Set(test.exemption_id.map(|id| id.0)),
        information: Set(sheet.information.clone()),
        article: Set(sheet.article.map(|article| article.name().to_owned())),
        law: Set(sheet.law.clone()),
        consequence_if_opened: Set(sheet.consequence_if_opened.clone()),
        consequence_if_closed: Set(sheet.consequence_if_closed.clone()),
        public_interest: Set(sheet.public_interest.clone()),
        period: Set(serde_json::to_value(&sheet.period)?),
        outcome: Set(sheet.outcome.map(|outcome| outcome.name().to_owned())),
        participants: Set(serde_json::to_value(&sheet.participants)?),
        held_on: Set(sheet.held_on),
        state: Set(test.state.name().to_owned()),
        authors: Set(serde_json::to_value(&test.authors)?),
        decree_number: Set(test.decree_number.clone()),
        rejection_reason: Set(test.rejection_reason.clone()),
        decided_by: Set(test.decided_by.map(|id| id.0)),
        decided_at: Set(test.decided_at),
        created_at: Set(test.created_at),
        updated_at: Set(test.updated_at),
        version: Set(test.version),
    })
}

fn from_row(row: Model) -> Result<ConsequenceTest, Error> {
    let reader = Row::new("consequence_tests", row.id);
    let agency = case::body(&reader, row.agency_id, &row.time_zone, row.province_code)?;
    let sheet = Sheet {
        information: row.information,
        article: row.article.map(|name| reader.name(&name)).transpose()?,
        law: row.law,
        consequence_if_opened: row.consequence_if_opened,
        consequence_if_closed: row.consequence_if_closed,
        public_interest: row.public_interest,
        period: serde_json::from_value(row.period)?,
        outcome: row.outcome.map(|name| reader.name(&name)).transpose()?,
        participants: serde_json::from_value(row.participants)?,
        held_on: row.held_on,
    };
    Ok(ConsequenceTest {
        id: ConsequenceTestId(row.id),
        agency,
        request_id: row.request_id.map(InformationRequestId),
        exemption_id: row.exemption_id.map(ExemptionId),
        sheet,
        state: reader.name(&row.state)?,
        authors: serde_json::from_value(row.authors)?,
        decree_number: row.decree_number,
        rejection_reason: row.rejection_reason,
        decided_by: row.decided_by.map(UserId),
        decided_at: row.decided_at,
        deadlines: Deadlines::default(),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    })
}
