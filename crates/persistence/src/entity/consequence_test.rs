//! Table `consequence_tests`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "consequence_tests")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) agency_id: Uuid,
    pub(crate) time_zone: String,
    pub(crate) province_code: Option<String>,
    pub(crate) request_id: Option<Uuid>,
    pub(crate) exemption_id: Option<Uuid>,
    pub(crate) information: String,
    pub(crate) article: Option<String>,
    pub(crate) law: Option<String>,
    pub(crate) consequence_if_opened: Option<String>,
    pub(crate) consequence_if_closed: Option<String>,
    pub(crate) public_interest: Option<String>,
    pub(crate) period: Json,
    pub(crate) outcome: Option<String>,
    pub(crate) participants: Json,
    pub(crate) held_on: Option<Date>,
    pub(crate) state: String,
    pub(crate) authors: Json,
    pub(crate) decree_number: Option<String>,
    pub(crate) rejection_reason: Option<String>,
    pub(crate) decided_by: Option<Uuid>,
    pub(crate) decided_at: Option<DateTimeUtc>,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
