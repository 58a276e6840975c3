//! Table `data_requests`: what people ask of their data; the words are sealed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "data_requests")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) state: String,
    pub(crate) granted: Option<bool>,
    pub(crate) refusal_reason: Option<String>,
    pub(crate) user_id: Option<Uuid>,
    pub(crate) complaint_id: Option<Uuid>,
    pub(crate) agency_id: Uuid,
    pub(crate) time_zone: String,
    pub(crate) province_code: Option<String>,
    pub(crate) text: Option<Vec<u8>>,
    pub(crate) changes: Option<Vec<u8>>,
    pub(crate) decision: Option<Vec<u8>>,
    pub(crate) notice_id: Option<Uuid>,
    pub(crate) is_overdue: bool,
    pub(crate) received_at: DateTimeUtc,
    pub(crate) decided_at: Option<DateTimeUtc>,
    pub(crate) notified_at: Option<DateTimeUtc>,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
