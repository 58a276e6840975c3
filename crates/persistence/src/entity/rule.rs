//! Table `rules`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "rules")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) rule_set: String,
    pub(crate) code: String,
    pub(crate) name_id: String,
    pub(crate) name_en: String,
    pub(crate) length: i32,
    pub(crate) unit: String,
    pub(crate) party: String,
    pub(crate) legal_basis: String,
    pub(crate) confirmed: bool,
    pub(crate) valid_from: Date,
    pub(crate) valid_to: Option<Date>,
    pub(crate) version: i64,
    pub(crate) updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
