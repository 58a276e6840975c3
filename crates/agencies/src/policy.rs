//! Who may change reference data, and who may read what was changed. Reading the data itself is open to everybody.

use padi_kernel::{
    actor::{Actor, Denied, Person, Role},
    id::AgencyId,
};

use crate::agency::AgencyKind;

/// Something that is done to reference data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Holidays and joint leave are added, changed or taken away.
    ChangeHolidays,
    /// Rules of law are added or changed.
    ChangeRules,
    /// Deadlines that run are computed anew after the holiday list changed.
    RecomputeDeadlines,
    /// Categories are added or changed.
    ChangeCategories,
    /// An agency of that kind is added below another.
    CreateAgency {
        /// The agency above it.
        parent: AgencyId,
        /// What it is to be.
        kind: AgencyKind,
    },
    /// An agency is renamed, closed or opened.
    ChangeAgency {
        /// Which one.
        agency: AgencyId,
        /// What it is.
        kind: AgencyKind,
    },
    /// The history of an agency is read.
    ReadAgencyHistory {
        /// Of which one.
        agency: AgencyId,
    },
    /// The history of holidays, rules or categories is read.
    ReadHistory,
}

/// Whether the actor may do it. The operator and the ministry's coordinator may everything; an agency's administrator sets up
/// and changes the units within its reach.
pub fn authorize(actor: &Actor, action: Action) -> Result<(), Denied> {
    let person = actor.person().ok_or(Denied::Unauthenticated)?;
    if person.holds(Role::SystemAdmin) || person.holds(Role::MinistryCoordinator) || administers(person, action) {
        Ok(())
    } else {
        Err(Denied::Forbidden)
    }
}

fn administers(person: &Person, action: Action) -> bool {
    match action {
        Action::CreateAgency { parent, kind } => kind == AgencyKind::Unit && person.holds_at(Role::AgencyAdmin, parent),
        Action::ChangeAgency { agency, kind } => kind == AgencyKind::Unit && person.holds_at(Role::AgencyAdmin, agency),
        Action::ReadAgencyHistory { agency } => person.holds_at(Role::AgencyAdmin, agency),
        Action::ChangeHolidays
        | Action::ChangeRules
        | Action::RecomputeDeadlines
        | Action::ChangeCategories
        | Action::ReadHistory => false,
    }
}

/// Whether the actor may let a changed holiday list move the deadlines that run.
pub fn may_change_law(actor: &Actor) -> Result<(), Denied> {
    authorize(actor, Action::RecomputeDeadlines)
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
