//! Table `dialogue_items`: what was promised, sealed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dialogue_items")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) entry_id: Uuid,
    pub(crate) complaint_id: Uuid,
    pub(crate) dialogue_no: i32,
    pub(crate) ordinal: i32,
    pub(crate) content: Vec<u8>,
    pub(crate) due_on: Date,
    pub(crate) owner_unit_id: Uuid,
    pub(crate) completed_at: Option<DateTimeUtc>,
    pub(crate) evidence: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
