//! Table `dialogue_entries`: what was said, sealed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dialogue_entries")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) complaint_id: Uuid,
    pub(crate) dialogue_no: i32,
    pub(crate) ordinal: i32,
    pub(crate) kind: String,
    pub(crate) content: Vec<u8>,
    pub(crate) recorded_by: Option<Uuid>,
    pub(crate) recorded_role: String,
    pub(crate) recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
