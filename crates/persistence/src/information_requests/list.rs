//! Lists of requests: the scope's predicate, filters, keyset pages. At most three statements a page.

use chrono::{DateTime, Utc};
use padi_information::request::{
    CASE_KIND, InformationRequest,
    scope::{Reach, Scope},
    state::{Outcome, StateTag},
};
use padi_kernel::{
    deadlines::Deadlines,
    id::AgencyId,
    page::{Page, PageRequest},
};
use sea_orm::{ColumnTrait as _, Condition, Order, sea_query::Expr};

use super::row;
use crate::{
    db::{Conn, Error},
    deadlines,
    entity::information_request::{Column, Entity, Model},
    keyset::{self, Course},
};

pub use crate::keyset::Place;

/// What is wanted of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In any of these states.
    pub states: Vec<StateTag>,
    /// With any of these outcomes.
    pub outcomes: Vec<Outcome>,
    /// With this number.
    pub registration_number: Option<String>,
    /// At this body.
    pub agency_id: Option<AgencyId>,
    /// At this unit.
    pub unit_id: Option<AgencyId>,
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

/// One page of the requests that the scope admits.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    scope: &Scope,
    filter: &Filter,
    sort: Sort,
    page: &PageRequest<Place>,
) -> Result<Page<InformationRequest, Place>, Error> {
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
        row::from_row(row, clocks)
    });
    Ok(Page { items: items.collect::<Result<_, _>>()?, next: page.next, total: page.total })
}

/// The same predicate as `Scope::admits`, as SQL: the parts that each have an index in the order of the lists.
fn branches(scope: &Scope) -> Vec<Condition> {
    match scope {
        Scope::Mine(keys) => {
            vec![Condition::all().add(Column::ReporterKey.is_in(keys.iter().map(|key| key.0.clone())))]
        }
        Scope::Inbox(reaches) if reaches.contains(&Reach::Everything) => vec![Condition::all().add(Expr::value(true))],
        Scope::Inbox(reaches) => reaches.iter().flat_map(reached).collect(),
    }
}

fn reached(reach: &Reach) -> Vec<Condition> {
    let of_bodies = |ids: &[AgencyId]| Condition::all().add(Column::AgencyId.is_in(ids.iter().map(|id| id.0)));
    match reach {
        Reach::Bodies(ids) => vec![of_bodies(ids)],
        Reach::Units(ids) => {
            let at_units = Condition::all().add(Column::UnitId.is_in(ids.iter().map(|id| id.0)));
            vec![at_units, of_bodies(ids)]
        }
        Reach::Weighed(ids) => {
            let weighed = Condition::any()
                .add(Column::WasTested.eq(true))
                .add(Column::ObjectionId.is_not_null())
                .add(Column::OrderId.is_not_null());
            vec![of_bodies(ids).add(weighed)]
        }
        Reach::Province(code) => vec![Condition::all().add(Column::ProvinceCode.eq(code.as_str()))],
        Reach::Disputed => vec![Condition::all().add(Column::IsDisputed.eq(true))],
        Reach::Everything => vec![Condition::all().add(Expr::value(true))],
    }
}

fn wanted(filter: &Filter) -> Condition {
    let mut all = Condition::all();
    if !filter.states.is_empty() {
        all = all.add(Column::State.is_in(filter.states.iter().map(|state| state.name())));
    }
    if !filter.outcomes.is_empty() {
        all = all.add(Column::Outcome.is_in(filter.outcomes.iter().map(|outcome| outcome.name())));
    }
    all.add_option(filter.registration_number.as_deref().map(|number| Column::RegistrationNumber.eq(number)))
        .add_option(filter.agency_id.map(|id| Column::AgencyId.eq(id.0)))
        .add_option(filter.unit_id.map(|id| Column::UnitId.eq(id.0)))
        .add_option(filter.overdue.map(|overdue| Column::IsOverdue.eq(overdue)))
        .add_option(filter.due_by.map(|at| Column::NextDueAt.lte(at)))
        .add_option(filter.received_after.map(|at| Column::ReceivedAt.gt(at)))
        .add_option(filter.received_before.map(|at| Column::ReceivedAt.lt(at)))
}
