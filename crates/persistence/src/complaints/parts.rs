//! Where agencies have a part: the index of the active assignments, which lists ask. The assignments themselves stand in the case.

use padi_complaints::{assignment::Assignment, complaint::Complaint};
use padi_kernel::id::AgencyId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _, QueryTrait as _,
    sea_query::SelectStatement,
};

use crate::{
    db::{Conn, Error, Tx},
    entity::complaint_assignment::{ActiveModel, Column, Entity},
};

/// Writes the active assignments of the case. Assignments are never taken out of a case, so one without any has no rows.
pub(super) async fn index(tx: &Tx, complaint: &Complaint) -> Result<(), Error> {
    if complaint.assignments.is_empty() {
        return Ok(());
    }
    let conn = Conn::from(tx);
    Entity::delete_many().filter(Column::ComplaintId.eq(complaint.id.0)).exec(&conn.0).await?;
    let active = complaint.assignments.iter().filter(|assignment| assignment.is_active());
    let rows: Vec<_> = active.map(|assignment| row(complaint, assignment)).collect();
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(&conn.0).await?;
    }
    Ok(())
}

fn row(complaint: &Complaint, assignment: &Assignment) -> ActiveModel {
    ActiveModel {
        assignment_id: Set(assignment.id.0),
        complaint_id: Set(complaint.id.0),
        agency_id: Set(assignment.agency_id.0),
        unit_id: Set(assignment.unit_id.map(|unit| unit.0)),
    }
}

/// The cases in which these agencies have a part.
pub(super) fn of_agencies(ids: &[AgencyId]) -> SelectStatement {
    cases(Column::AgencyId, ids)
}

/// The cases in which these units have a part.
pub(super) fn of_units(ids: &[AgencyId]) -> SelectStatement {
    cases(Column::UnitId, ids)
}

fn cases(column: Column, ids: &[AgencyId]) -> SelectStatement {
    let held = column.is_in(ids.iter().map(|id| id.0));
    Entity::find().select_only().column(Column::ComplaintId).filter(held).into_query()
}
