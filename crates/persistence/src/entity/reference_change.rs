//! Table `reference_changes`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reference_changes")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) entity_id: Uuid,
    pub(crate) operation: String,
    pub(crate) changed_by: Uuid,
    pub(crate) changed_at: DateTimeUtc,
    pub(crate) before: Option<Json>,
    pub(crate) after: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
