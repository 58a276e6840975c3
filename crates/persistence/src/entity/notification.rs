//! Table `notifications`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notifications")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) recipient: Vec<u8>,
    pub(crate) kind: String,
    pub(crate) source: String,
    pub(crate) case_kind: Option<String>,
    pub(crate) case_id: Option<Uuid>,
    pub(crate) number: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) detail: Json,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) read_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
