//! Table `registration_counters`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "registration_counters")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) body_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) series: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) year: i32,
    pub(crate) last: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
