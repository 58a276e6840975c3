//! Lists of complaints: the scope's predicate, filters, keyset pages. At most three statements a page.

use chrono::{DateTime, Utc};
use padi_complaints::{
    complaint::{CASE_KIND, Complaint, Desk},
    scope::{Reach, Scope},
    state::{Class, StateTag},
};
use padi_kernel::{
    deadlines::Deadlines,
    id::{AgencyId, CategoryId},
    page::{Page, PageRequest},
};
use sea_orm::{ColumnTrait as _, Condition, Order, sea_query::Expr};

use super::{parts, row};
use crate::{
    db::{Conn, Error},
    deadlines,
    entity::complaint::{Column, Entity, Model},
    keyset::{self, Course},
};

pub use crate::keyset::Place;

/// What is wanted of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In any of these states.
    pub states: Vec<StateTag>,
    /// Of any of these classes.
    pub classes: Vec<Class>,
    /// Of this category.
    pub category_id: Option<CategoryId>,
    /// The incident lies in this region or below.
    pub region_code: Option<String>,
    /// At this agency.
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

/// The column that tells in this list when a case was received.
fn received(scope: &Scope) -> Column {
    if scope.cuts_times() { Column::ShownReceivedAt } else { Column::ReceivedAt }
}

impl Sort {
    fn column(self, scope: &Scope) -> Column {
        match self {
            Self::ReceivedAt | Self::ReceivedAtDescending => received(scope),
            Self::DueAt | Self::DueAtDescending => Column::NextDueAt,
        }
    }

    fn order(self) -> Order {
        match self {
            Self::ReceivedAt | Self::DueAt => Order::Asc,
            Self::ReceivedAtDescending | Self::DueAtDescending => Order::Desc,
        }
    }
}

/// One page of the complaints that the scope admits.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    scope: &Scope,
    filter: &Filter,
    sort: Sort,
    page: &PageRequest<Place>,
) -> Result<Page<Complaint, Place>, Error> {
    let conn = conn.into();
    let page = rows(&conn, scope, wanted(filter, received(scope)), sort, page).await?;
    let mut clocks = deadlines::of_cases(&conn, CASE_KIND, page.items.iter().map(|row| row.id)).await?;
    let items = page
        .items
        .into_iter()
        .map(|row| {
            let clocks = Deadlines::stored(clocks.remove(&row.id).unwrap_or_default());
            row::from_row(row, clocks)
        })
        .collect::<Result<_, _>>()?;
    Ok(Page { items, next: page.next, total: page.total })
}

/// One page of what the scope admits and the condition wants: the rows alone.
pub(super) async fn rows(
    conn: &Conn<'_>,
    scope: &Scope,
    wanted: Condition,
    sort: Sort,
    page: &PageRequest<Place>,
) -> Result<Page<Model, Place>, Error> {
    let by = sort.column(scope);
    let place = move |row: &Model| match by {
        Column::NextDueAt => (row.next_due_at, row.id),
        Column::ShownReceivedAt => (row.shown_received_at, row.id),
        _ => (row.received_at, row.id),
    };
    let course = Course { by, id: Column::Id, order: sort.order() };
    keyset::united::<Entity>(conn, branches(scope), wanted, course, page, place).await
}

/// The same predicate as `Scope::admits`, as SQL: the parts that each have an index in the order of the lists. A condition that joined
/// them would have none, and a small desk would pay for the whole country.
fn branches(scope: &Scope) -> Vec<Condition> {
    match scope {
        Scope::Public => vec![Condition::all().add(Column::IsPublic.eq(true))],
        Scope::Mine(keys) => {
            vec![Condition::all().add(Column::ReporterKey.is_in(keys.iter().map(|key| key.0.clone())))]
        }
        Scope::Inbox(reaches) if reaches.contains(&Reach::Everything) => vec![Condition::all().add(Expr::value(true))],
        Scope::Inbox(reaches) => reaches.iter().flat_map(reached).collect(),
    }
}

fn reached(reach: &Reach) -> Vec<Condition> {
    let uuids = |ids: &[AgencyId]| ids.iter().map(|id| id.0).collect::<Vec<_>>();
    match reach {
        Reach::Agencies(ids) => {
            let leads =
                Condition::all().add(Column::Desk.eq(Desk::Agency.name())).add(Column::AgencyId.is_in(uuids(ids)));
            vec![leads, Condition::all().add(Column::Id.in_subquery(parts::of_agencies(ids)))]
        }
        Reach::Units(ids) => {
            // On an inspectorate's desk a unit is only how that divides its work.
            let leads =
                Condition::all().add(Column::UnitId.is_in(uuids(ids))).add(Column::Desk.ne(Desk::Inspectorate.name()));
            vec![leads, Condition::all().add(Column::Id.in_subquery(parts::of_units(ids)))]
        }
        Reach::Questions(ids) => vec![
            Condition::all()
                .add(Column::AgencyId.is_in(uuids(ids)))
                .add(Column::Class.eq(Class::InformationQuestion.name()))
                .add(Column::Desk.eq(Desk::Agency.name())),
        ],
        Reach::Inspectorates(ids) => vec![Condition::all().add(Column::InspectorateId.is_in(uuids(ids)))],
        Reach::AllBut(ids) => vec![
            Condition::any()
                .add(Column::Desk.ne(Desk::Inspectorate.name()))
                .add(Column::SubjectAgencyId.is_null())
                .add(Column::SubjectAgencyId.is_not_in(uuids(ids))),
        ],
        Reach::Province(code) => vec![
            Condition::all()
                .add(Column::ProvinceCode.eq(code.as_str()))
                .add(Column::Desk.eq(Desk::Agency.name()))
                .add(Column::IsSecret.eq(false))
                .add(Column::Class.is_not_in(Class::ALL.into_iter().filter(|c| c.is_supervisory()).map(Class::name))),
        ],
        Reach::Everything => vec![Condition::all().add(Expr::value(true))],
    }
}

fn wanted(filter: &Filter, received: Column) -> Condition {
    let mut all = Condition::all();
    if !filter.states.is_empty() {
        all = all.add(Column::State.is_in(filter.states.iter().map(|state| state.name())));
    }
    if !filter.classes.is_empty() {
        all = all.add(Column::Class.is_in(filter.classes.iter().map(|class| class.name())));
    }
    // A region code holds digits and dots only, and every level has a fixed width: a prefix is a region and all below it.
    if let Some(code) = &filter.region_code {
        all = all.add(Column::IncidentRegionCode.starts_with(code));
    }
    all.add_option(filter.category_id.map(|id| Column::CategoryId.eq(id.0)))
        .add_option(filter.agency_id.map(|id| Column::AgencyId.eq(id.0)))
        .add_option(filter.unit_id.map(|id| Column::UnitId.eq(id.0)))
        .add_option(filter.overdue.map(|overdue| Column::IsOverdue.eq(overdue)))
        .add_option(filter.due_by.map(|at| Column::NextDueAt.lte(at)))
        .add_option(filter.received_after.map(|at| received.gt(at)))
        .add_option(filter.received_before.map(|at| received.lt(at)))
}
