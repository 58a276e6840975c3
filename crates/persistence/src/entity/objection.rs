//! Table `objections`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "objections")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) registration_number: String,
    pub(crate) registered_year: i32,
    pub(crate) registered_n: i32,
    pub(crate) request_id: Option<Uuid>,
    pub(crate) tracking_secret_hash: Option<Vec<u8>>,
    pub(crate) reporter_key: Option<Vec<u8>>,
    pub(crate) agency_id: Uuid,
    pub(crate) time_zone: String,
    pub(crate) province_code: Option<String>,
    pub(crate) information: String,
    pub(crate) found_on: Option<Date>,
    pub(crate) grounds: Json,
    pub(crate) purpose: Option<String>,
    pub(crate) case_position: Option<String>,
    pub(crate) has_proxy: bool,
    pub(crate) channel: String,
    pub(crate) is_late: bool,
    pub(crate) state: String,
    pub(crate) result: Option<String>,
    pub(crate) recommendations: Json,
    pub(crate) proposal: Option<Json>,
    pub(crate) settled_at: Option<DateTimeUtc>,
    pub(crate) answer: Option<Json>,
    pub(crate) answered_by: Option<Uuid>,
    pub(crate) execution: Option<Json>,
    pub(crate) dispute: Option<Json>,
    pub(crate) decided_by: Option<Uuid>,
    pub(crate) is_overdue: bool,
    pub(crate) received_at: DateTimeUtc,
    pub(crate) next_due_at: DateTimeUtc,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
