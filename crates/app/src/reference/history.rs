//! The history of reference data: what administrators changed.

use chrono::{DateTime, Utc};
use padi_agencies::{agency::Known, category::Category, policy};
use padi_kernel::{
    id::{AgencyId, CategoryId, HolidayId, RuleId, UserId},
    page::{Page, PageRequest},
};
use padi_persistence::{
    agencies, categories,
    db::Tx,
    holidays::{self, StoredHoliday},
    reference_changes,
    rules::{self, StoredRule},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{App, caller::Caller, error::Error};

pub use padi_persistence::reference_changes::Change;

/// Where a change stands in a history: when, and its id.
pub type ChangePlace = (DateTime<Utc>, Uuid);

/// What has a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An agency.
    Agency,
    /// A category.
    Category,
    /// A holiday.
    Holiday,
    /// A rule of law.
    Rule,
}

impl Kind {
    /// The name in the database and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Category => "category",
            Self::Holiday => "holiday",
            Self::Rule => "rule",
        }
    }
}

/// What a change did; what was and what is, as it is shown.
pub(super) enum Did {
    Created(Value),
    Updated(Value, Value),
    Deleted(Value),
}

impl App {
    /// Writes a change down, in its transaction.
    pub(super) async fn write_history(
        &self,
        tx: &Tx,
        what: (Kind, Uuid),
        changed_by: UserId,
        did: Did,
    ) -> Result<(), Error> {
        let now = self.now();
        let (operation, before, after) = match did {
            Did::Created(after) => ("created", None, Some(after)),
            Did::Updated(before, after) => ("updated", Some(before), Some(after)),
            Did::Deleted(before) => ("deleted", Some(before), None),
        };
        let change = Change {
            id: padi_kernel::id::time_ordered(now, self.entropy()),
            kind: what.0.name().to_owned(),
            entity_id: what.1,
            operation: operation.to_owned(),
            changed_by,
            changed_at: now,
            before,
            after,
        };
        Ok(reference_changes::append(tx, change).await?)
    }

    /// The history of one thing, newest first. 404 if there is and was no such thing.
    pub async fn reference_history(
        &self,
        caller: &Caller,
        kind: Kind,
        entity: Uuid,
        page: PageRequest<ChangePlace>,
    ) -> Result<Page<Change, ChangePlace>, Error> {
        let action = match kind {
            Kind::Agency => policy::Action::ReadAgencyHistory { agency: AgencyId(entity) },
            Kind::Category | Kind::Holiday | Kind::Rule => policy::Action::ReadHistory,
        };
        let permitted = policy::authorize(&caller.actor, action);
        if permitted == Err(padi_kernel::actor::Denied::Unauthenticated) {
            return Err(padi_kernel::actor::Denied::Unauthenticated.into());
        }
        let found = reference_changes::list(self.db(), kind.name(), entity, &page).await?;
        // What was deleted is gone, but not its history.
        if found.items.is_empty() && page.after.is_none() && !self.exists(kind, entity).await? {
            return Err(Error::NotFound);
        }
        permitted?;
        Ok(found)
    }

    async fn exists(&self, kind: Kind, id: Uuid) -> Result<bool, Error> {
        let db = self.db();
        Ok(match kind {
            Kind::Agency => agencies::find(db, AgencyId(id)).await?.is_some(),
            Kind::Category => categories::find(db, CategoryId(id)).await?.is_some(),
            Kind::Holiday => holidays::find(db, HolidayId(id)).await?.is_some(),
            Kind::Rule => rules::find(db, RuleId(id)).await?.is_some(),
        })
    }
}

/// An agency as its history shows it.
pub(super) fn agency(known: &Known) -> Value {
    let Known { agency, aliases } = known;
    json!({
        "code": agency.code, "kind": agency.kind.name(), "name": agency.name, "region_code": agency.region_code,
        "parent_id": agency.parent_id, "active": agency.active, "aliases": aliases, "version": agency.version,
    })
}

/// A category as its history shows it.
pub(super) fn category(category: &Category) -> Value {
    json!({
        "code": category.code, "name": category.name, "parent_id": category.parent_id, "active": category.active,
        "valid_from": category.valid_from, "valid_to": category.valid_to, "version": category.version,
    })
}

/// A holiday as its history shows it.
pub(super) fn holiday(stored: &StoredHoliday) -> Value {
    let holiday = &stored.holiday;
    json!({
        "on": holiday.on, "scope": holidays::scope_of(holiday), "kind": holiday.kind, "name": holiday.name,
        "version": stored.version,
    })
}

/// A rule as its history shows it.
pub(super) fn rule(stored: &StoredRule) -> Value {
    let rule = &stored.rule;
    json!({
        "rule_set": rule.rule_set, "code": rule.code, "name_id": rule.name_id, "name_en": rule.name_en,
        "length": rule.length, "unit": rule.unit, "party": rule.party, "legal_basis": rule.legal_basis,
        "confirmed": rule.confirmed, "valid_from": rule.valid_from, "valid_to": rule.valid_to,
        "version": stored.version,
    })
}
