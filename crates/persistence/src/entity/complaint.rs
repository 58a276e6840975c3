//! Table `complaints`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "complaints")]
#[expect(clippy::struct_excessive_bools, reason = "a row has the columns that it has")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) tracking_number: String,
    pub(crate) tracking_secret_hash: Option<Vec<u8>>,
    pub(crate) reporter_key: Option<Vec<u8>>,
    pub(crate) state: String,
    pub(crate) state_data: Option<Json>,
    pub(crate) class: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) category_id: Option<Uuid>,
    pub(crate) agency_id: Uuid,
    pub(crate) desk: String,
    pub(crate) inspectorate_id: Option<Uuid>,
    pub(crate) unit_id: Option<Uuid>,
    pub(crate) subject_office: Option<String>,
    pub(crate) subject_agency_id: Option<Uuid>,
    pub(crate) subject_unit_id: Option<Uuid>,
    pub(crate) time_zone: String,
    pub(crate) province_code: Option<String>,
    pub(crate) incident_on: Option<Date>,
    pub(crate) incident_region_code: Option<String>,
    pub(crate) incident_place: Option<String>,
    pub(crate) loss_description: Option<String>,
    pub(crate) requested_remedy: Option<String>,
    pub(crate) is_anonymous: bool,
    pub(crate) is_secret: bool,
    pub(crate) is_public: bool,
    pub(crate) public_title: Option<String>,
    pub(crate) public_body: Option<String>,
    pub(crate) locked_title: Option<String>,
    pub(crate) locked_body: Option<String>,
    pub(crate) examination_result: Option<String>,
    pub(crate) channel: String,
    pub(crate) returned_by: Json,
    pub(crate) redisposition_count: i32,
    pub(crate) cycle_no: i32,
    pub(crate) reopened_count: i32,
    pub(crate) rating_stars: Option<i32>,
    pub(crate) rating_resolved: Option<bool>,
    pub(crate) rating_text: Option<String>,
    pub(crate) is_overdue: bool,
    pub(crate) ombudsman_eligible: bool,
    pub(crate) received_at: DateTimeUtc,
    pub(crate) shown_received_at: DateTimeUtc,
    pub(crate) verified_at: Option<DateTimeUtc>,
    pub(crate) completed_at: Option<DateTimeUtc>,
    pub(crate) next_due_at: DateTimeUtc,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
    pub(crate) incident_latitude_e6: Option<i32>,
    pub(crate) incident_longitude_e6: Option<i32>,
    pub(crate) has_contact: bool,
    pub(crate) handling_track: String,
    pub(crate) dialogue_no: Option<i32>,
    pub(crate) dialogue_state: Option<String>,
    pub(crate) dialogue_started_at: Option<DateTimeUtc>,
    pub(crate) dialogue_contacted_at: Option<DateTimeUtc>,
    pub(crate) dialogue_contact_in_time: Option<bool>,
    pub(crate) dialogue_agreed_at: Option<DateTimeUtc>,
    pub(crate) dialogue_ended_at: Option<DateTimeUtc>,
    pub(crate) dialogue_days: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
