//! Which level of which deadline was told of. A row for each, so that of any number of schedulers one tells.

use chrono::{DateTime, Utc};
use padi_kernel::escalation::Level;
use sea_orm::{ActiveValue::Set, EntityTrait as _, sea_query::OnConflict};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::escalation::{ActiveModel, Column, Entity},
};

/// One level of one deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escalation {
    /// Of which kind of case.
    pub case_kind: &'static str,
    /// Of which case.
    pub case_id: Uuid,
    /// The deadline's place in the case's list.
    pub ordinal: i32,
    /// The deadline's code.
    pub code: String,
    /// The level.
    pub level: Level,
    /// When it came, by the law's clock.
    pub at: DateTime<Utc>,
}

/// Writes it down. `false` if it was told of before.
pub async fn record(tx: &Tx, escalation: &Escalation) -> Result<bool, Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        case_kind: Set(escalation.case_kind.to_owned()),
        case_id: Set(escalation.case_id),
        ordinal: Set(escalation.ordinal),
        level: Set(escalation.level.name().to_owned()),
        code: Set(escalation.code.clone()),
        escalated_at: Set(escalation.at),
    };
    let key = [Column::CaseKind, Column::CaseId, Column::Ordinal, Column::Level];
    let once = OnConflict::columns(key).do_nothing().to_owned();
    Ok(Entity::insert(row).on_conflict(once).exec_without_returning(&conn.0).await? > 0)
}
