//! Table `exemptions`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "exemptions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) agency_id: Uuid,
    pub(crate) time_zone: String,
    pub(crate) province_code: Option<String>,
    pub(crate) test_id: Uuid,
    pub(crate) information: String,
    pub(crate) article: String,
    pub(crate) law: Option<String>,
    pub(crate) consequence_if_opened: String,
    pub(crate) consequence_if_closed: String,
    pub(crate) is_partial: bool,
    pub(crate) period: Json,
    pub(crate) ends_on: Option<Date>,
    pub(crate) decree_number: String,
    pub(crate) state: String,
    pub(crate) opening_decree: Option<String>,
    pub(crate) opening_reason: Option<String>,
    pub(crate) opened_at: Option<DateTimeUtc>,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
