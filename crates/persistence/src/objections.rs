//! Objections: rows to values and back. An objection is written with its events and deadlines or not at all.

use chrono::{DateTime, Utc};
use padi_information::{
    objection::{CASE_KIND, Ground, Objection, State, Verdict},
    registration::RegistrationNumber,
    request::scope::{Reach, Scope},
};
use padi_kernel::{
    actor::ReporterKey,
    changed::Changed,
    deadlines::Deadlines,
    id::{AgencyId, InformationRequestId, ObjectionId, UserId},
    page::{Page, PageRequest},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, Order, QueryFilter as _, QuerySelect as _, Select,
    sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    case,
    complaints::Recording,
    db::{Conn, Error, Tx},
    deadlines::{self, never},
    entity::objection::{ActiveModel, Column, Entity, Model},
    events,
    inconsistent::Row,
    information_identities::{self, SealedIdentity},
    keyset::{self, Course},
    registers,
};

pub use crate::keyset::Place;

/// What is wanted of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In any of these states.
    pub states: Vec<State>,
    /// With any of these results.
    pub results: Vec<Verdict>,
    /// On this request.
    pub request_id: Option<InformationRequestId>,
    /// With this number.
    pub registration_number: Option<String>,
    /// At this body.
    pub agency_id: Option<AgencyId>,
    /// Overdue, or not.
    pub overdue: Option<bool>,
    /// The earliest open term is due by then.
    pub due_by: Option<DateTime<Utc>>,
    /// Received later than.
    pub received_after: Option<DateTime<Utc>>,
    /// Received earlier than.
    pub received_before: Option<DateTime<Utc>>,
}

/// By what a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// When received, oldest first.
    ReceivedAt,
    /// When received, newest first.
    ReceivedAtDescending,
    /// What is due first.
    DueAt,
    /// What is due last.
    DueAtDescending,
}

impl Sort {
    fn course(self) -> Course<Column> {
        let (by, order) = match self {
            Self::ReceivedAt => (Column::ReceivedAt, Order::Asc),
            Self::ReceivedAtDescending => (Column::ReceivedAt, Order::Desc),
            Self::DueAt => (Column::NextDueAt, Order::Asc),
            Self::DueAtDescending => (Column::NextDueAt, Order::Desc),
        };
        Course { by, id: Column::Id, order }
    }
}

/// Stores a new objection; who objects stands beside it where no request tells it.
pub async fn insert(
    tx: &Tx,
    changed: &Changed<Objection>,
    identity: SealedIdentity,
    recording: &Recording,
) -> Result<(), Error> {
    Entity::insert(to_row(&changed.value)?).exec_without_returning(&Conn::from(tx).0).await?;
    information_identities::save(tx, changed.value.id.0, identity).await?;
    case::effects(tx, of(&changed.value), changed, recording).await
}

/// Stores a changed objection, if nobody changed it meanwhile.
pub async fn save(tx: &Tx, changed: &Changed<Objection>, recording: &Recording) -> Result<(), Error> {
    let objection = &changed.value;
    let before = case::before((Column::Id, objection.id.0), (Column::Version, objection.version));
    case::replace::<Entity, _>(tx, to_row(objection)?, before).await?;
    case::effects(tx, of(objection), changed, recording).await
}

fn of(objection: &Objection) -> events::Of {
    events::Of { case_kind: CASE_KIND, case_id: objection.id.0, version: objection.version }
}

/// The objection, if there is one. Whoever asks must show it through `objection::view` only.
pub async fn find(conn: impl Into<Conn<'_>>, id: ObjectionId) -> Result<Option<Objection>, Error> {
    fetch(&conn.into(), Entity::find_by_id(id.0)).await
}

/// The objection, locked against others until the transaction ends.
pub async fn find_for_update(tx: &Tx, id: ObjectionId) -> Result<Option<Objection>, Error> {
    fetch(&Conn::from(tx), Entity::find_by_id(id.0).lock_exclusive()).await
}

async fn fetch(conn: &Conn<'_>, select: Select<Entity>) -> Result<Option<Objection>, Error> {
    let Some(row) = select.one(&conn.0).await? else { return Ok(None) };
    let deadlines = deadlines::of_case(conn, CASE_KIND, row.id).await?;
    from_row(row, deadlines).map(Some)
}

/// Objections of these ids, without their clocks.
pub async fn bare(conn: impl Into<Conn<'_>>, ids: &[Uuid]) -> Result<Vec<Objection>, Error> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.iter().copied())).all(&conn.into().0).await?;
    rows.into_iter().map(bare_row).collect()
}

/// The objection of a row, without its clocks.
pub(crate) fn bare_row(row: Model) -> Result<Objection, Error> {
    from_row(row, Deadlines::default())
}

/// The ids of all objections of whoever has one of these marks.
pub async fn of_reporter(conn: impl Into<Conn<'_>>, keys: &[ReporterKey]) -> Result<Vec<ObjectionId>, Error> {
    let ids = Entity::find().select_only().column(Column::Id).filter(own(keys));
    let ids: Vec<Uuid> = ids.into_tuple().all(&conn.into().0).await?;
    Ok(ids.into_iter().map(ObjectionId).collect())
}

/// Whether any of those is still open.
pub async fn has_open(conn: impl Into<Conn<'_>>, keys: &[ReporterKey]) -> Result<bool, Error> {
    let ended = State::ALL.iter().filter(|state| state.is_end()).map(|state| state.name());
    let open = Entity::find().filter(own(keys)).filter(Column::State.is_not_in(ended)).limit(1);
    Ok(open.one(&conn.into().0).await?.is_some())
}

/// Takes the marks away. An objection tells of that by its request; one without request shows nobody who objected.
pub async fn forget_reporter(tx: &Tx, keys: &[ReporterKey]) -> Result<(), Error> {
    let forget = Entity::update_many().col_expr(Column::ReporterKey, Expr::value(None::<Vec<u8>>)).filter(own(keys));
    forget.exec(&Conn::from(tx).0).await?;
    Ok(())
}

fn own(keys: &[ReporterKey]) -> Expr {
    Column::ReporterKey.is_in(keys.iter().map(|key| key.0.clone()))
}

/// One page of the objections that the scope admits.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    scope: &Scope,
    filter: &Filter,
    sort: Sort,
    page: &PageRequest<Place>,
) -> Result<Page<Objection, Place>, Error> {
    let conn = conn.into();
    let course = sort.course();
    let by = course.by;
    let place = move |row: &Model| match by {
        Column::NextDueAt => (row.next_due_at, row.id),
        _ => (row.received_at, row.id),
    };
    let page = keyset::united::<Entity>(&conn, branches(scope), wanted(filter), course, page, place).await?;
    let mut clocks = deadlines::of_cases(&conn, CASE_KIND, page.items.iter().map(|row| row.id)).await?;
    let items = page.items.into_iter().map(|row| {
        let clocks = Deadlines::stored(clocks.remove(&row.id).unwrap_or_default());
        from_row(row, clocks)
    });
    Ok(Page { items: items.collect::<Result<_, _>>()?, next: page.next, total: page.total })
}

/// The same predicate as `Scope::admits_objection`, as SQL.
fn branches(scope: &Scope) -> Vec<Condition> {
    match scope {
        Scope::Mine(keys) => {
            vec![Condition::all().add(Column::ReporterKey.is_in(keys.iter().map(|key| key.0.clone())))]
        }
        Scope::Inbox(reaches) if reaches.contains(&Reach::Everything) => vec![Condition::all().add(Expr::value(true))],
        Scope::Inbox(reaches) => reaches.iter().map(reached).collect(),
    }
}

fn reached(reach: &Reach) -> Condition {
    let all = Condition::all();
    match reach {
        Reach::Bodies(ids) | Reach::Units(ids) | Reach::Weighed(ids) => {
            all.add(Column::AgencyId.is_in(ids.iter().map(|id| id.0)))
        }
        Reach::Province(code) => all.add(Column::ProvinceCode.eq(code.as_str())),
        Reach::Disputed => all.add(Column::State.eq(State::Disputed.name())),
        Reach::Everything => all.add(Expr::value(true)),
    }
}

fn wanted(filter: &Filter) -> Condition {
    let mut all = Condition::all();
    if !filter.states.is_empty() {
        all = all.add(Column::State.is_in(filter.states.iter().map(|state| state.name())));
    }
    if !filter.results.is_empty() {
        all = all.add(Column::Result.is_in(filter.results.iter().map(|result| result.name())));
    }
    all.add_option(filter.request_id.map(|id| Column::RequestId.eq(id.0)))
        .add_option(filter.registration_number.as_deref().map(|number| Column::RegistrationNumber.eq(number)))
        .add_option(filter.agency_id.map(|id| Column::AgencyId.eq(id.0)))
        .add_option(filter.overdue.map(|overdue| Column::IsOverdue.eq(overdue)))
        .add_option(filter.due_by.map(|at| Column::NextDueAt.lte(at)))
        .add_option(filter.received_after.map(|at| Column::ReceivedAt.gt(at)))
        .add_option(filter.received_before.map(|at| Column::ReceivedAt.lt(at)))
}

fn to_row(objection: &Objection) -> Result<ActiveModel, Error> {
    let Objection { agency, deadlines, .. } = objection;
    let (registered_year, registered_n) =
        registers::columns(&Row::new("objections", objection.id), &objection.registration_number)?;
    Ok(ActiveModel {
        id: Set(objection.id.0),
        registration_number: Set(objection.registration_number.to_string()),
        registered_year: Set(registered_year),
        registered_n: Set(registered_n),
        request_id: Set(objection.request_id.map(|id| id.0)),
        tracking_secret_hash: Set(objection.tracking_secret_hash.clone()),
        reporter_key: Set(objection.reporter_key.clone().map(|key| key.0)),
        agency_id: Set(agency.id.0),
        time_zone: Set(agency.locality.zone.name().to_owned()),
        province_code: Set(agency.locality.province.clone()),
        information: Set(objection.information.clone()),
        found_on: Set(objection.found_on),
        grounds: Set(serde_json::to_value(&objection.grounds)?),
        purpose: Set(objection.purpose.clone()),
        case_position: Set(objection.case_position.clone()),
        has_proxy: Set(objection.has_proxy),
        channel: Set(objection.channel.name().to_owned()),
        is_late: Set(objection.late),
        state: Set(objection.state.name().to_owned()),
        result: Set(objection.result.map(|result| result.name().to_owned())),
        recommendations: Set(serde_json::to_value(&objection.recommendations)?),
        proposal: Set(objection.proposal.as_ref().map(serde_json::to_value).transpose()?),
        settled_at: Set(objection.settled_at),
        answer: Set(objection.answer.as_ref().map(serde_json::to_value).transpose()?),
        answered_by: Set(objection.answered_by.map(|id| id.0)),
        execution: Set(objection.execution.as_ref().map(serde_json::to_value).transpose()?),
        dispute: Set(objection.dispute.as_ref().map(serde_json::to_value).transpose()?),
        decided_by: Set(objection.decided_by.map(|id| id.0)),
        is_overdue: Set(!deadlines.overdue().is_empty()),
        received_at: Set(objection.received_at),
        next_due_at: Set(deadlines.next_due_at().unwrap_or_else(never)),
        created_at: Set(objection.created_at),
        updated_at: Set(objection.updated_at),
        version: Set(objection.version),
    })
}

fn from_row(row: Model, deadlines: Deadlines) -> Result<Objection, Error> {
    let reader = Row::new("objections", row.id);
    let agency = case::body(&reader, row.agency_id, &row.time_zone, row.province_code)?;
    let grounds: Vec<Ground> = serde_json::from_value(row.grounds)?;
    Ok(Objection {
        id: ObjectionId(row.id),
        registration_number: RegistrationNumber::stored(row.registration_number),
        request_id: row.request_id.map(InformationRequestId),
        tracking_secret_hash: row.tracking_secret_hash,
        reporter_key: row.reporter_key.map(ReporterKey),
        agency,
        information: row.information,
        found_on: row.found_on,
        grounds,
        purpose: row.purpose,
        case_position: row.case_position,
        has_proxy: row.has_proxy,
        channel: reader.name(&row.channel)?,
        late: row.is_late,
        state: reader.name(&row.state)?,
        result: row.result.map(|name| reader.name(&name)).transpose()?,
        recommendations: serde_json::from_value(row.recommendations)?,
        proposal: row.proposal.map(serde_json::from_value).transpose()?,
        settled_at: row.settled_at,
        answer: row.answer.map(serde_json::from_value).transpose()?,
        answered_by: row.answered_by.map(UserId),
        execution: row.execution.map(serde_json::from_value).transpose()?,
        dispute: row.dispute.map(serde_json::from_value).transpose()?,
        decided_by: row.decided_by.map(UserId),
        deadlines,
        received_at: row.received_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    })
}
