//! Table `identity_reveals`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_reveals")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) complaint_id: Uuid,
    pub(crate) asker_id: Uuid,
    pub(crate) asker_role: String,
    pub(crate) reason: String,
    pub(crate) requested_at: DateTimeUtc,
    pub(crate) verdict: Option<String>,
    pub(crate) decided_by: Option<Uuid>,
    pub(crate) decided_role: Option<String>,
    pub(crate) decided_at: Option<DateTimeUtc>,
    pub(crate) note: Option<String>,
    pub(crate) first_read_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
