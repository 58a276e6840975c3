//! Table `information_requests`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "information_requests")]
#[expect(clippy::struct_excessive_bools, reason = "a row has the columns that it has")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) tracking_number: String,
    pub(crate) tracking_secret_hash: Option<Vec<u8>>,
    pub(crate) reporter_key: Option<Vec<u8>>,
    pub(crate) registration_number: String,
    pub(crate) registered_year: i32,
    pub(crate) registered_n: i32,
    pub(crate) state: String,
    pub(crate) state_data: Option<Json>,
    pub(crate) outcome: Option<String>,
    pub(crate) is_late: bool,
    pub(crate) missing: Json,
    pub(crate) applicant_kind: String,
    pub(crate) has_proxy: bool,
    pub(crate) has_contact: bool,
    pub(crate) information: String,
    pub(crate) purpose: Option<String>,
    pub(crate) access_method: Option<String>,
    pub(crate) copy_form: Option<String>,
    pub(crate) delivery_method: Option<String>,
    pub(crate) agency_id: Uuid,
    pub(crate) unit_id: Option<Uuid>,
    pub(crate) time_zone: String,
    pub(crate) province_code: Option<String>,
    pub(crate) channel: String,
    pub(crate) extension: Option<Json>,
    pub(crate) notice: Option<Json>,
    pub(crate) redactions: Json,
    pub(crate) cost: Option<Json>,
    pub(crate) delivery: Option<Json>,
    pub(crate) windows: Json,
    pub(crate) open_test_id: Option<Uuid>,
    pub(crate) was_tested: bool,
    pub(crate) objection_id: Option<Uuid>,
    pub(crate) order_id: Option<Uuid>,
    pub(crate) order_executed_at: Option<DateTimeUtc>,
    pub(crate) is_disputed: bool,
    pub(crate) origin_complaint_id: Option<Uuid>,
    pub(crate) decided_by: Option<Uuid>,
    pub(crate) is_overdue: bool,
    pub(crate) received_at: DateTimeUtc,
    pub(crate) notified_at: Option<DateTimeUtc>,
    pub(crate) next_due_at: DateTimeUtc,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
