//! Table `deadlines`, of every case kind.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deadlines")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) case_kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) case_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) ordinal: i32,
    pub(crate) code: String,
    pub(crate) subject: Option<Uuid>,
    pub(crate) rule_set: String,
    pub(crate) rule_code: String,
    pub(crate) length: i32,
    pub(crate) extended_by: i32,
    pub(crate) unit: String,
    pub(crate) party: String,
    pub(crate) time_zone: String,
    pub(crate) province_code: Option<String>,
    pub(crate) started_at: DateTimeUtc,
    pub(crate) pauses: Json,
    pub(crate) day_zero_on: Date,
    pub(crate) remaining: i32,
    pub(crate) due_at: DateTimeUtc,
    pub(crate) passes_at: DateTimeUtc,
    pub(crate) state: String,
    pub(crate) ended_at: Option<DateTimeUtc>,
    pub(crate) skipped: Json,
    pub(crate) calendar_complete: bool,
    pub(crate) calendar_version: i64,
    pub(crate) cycle: i32,
    pub(crate) ladder: Option<Json>,
    pub(crate) escalates_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
