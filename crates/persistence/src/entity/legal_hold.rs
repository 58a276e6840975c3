//! Table `legal_holds`: cases of which nothing may be erased.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "legal_holds")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) case_kind: String,
    pub(crate) case_id: Uuid,
    pub(crate) reason: String,
    pub(crate) placed_by: Uuid,
    pub(crate) placed_at: DateTimeUtc,
    pub(crate) lifted_by: Option<Uuid>,
    pub(crate) lift_reason: Option<String>,
    pub(crate) lifted_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
