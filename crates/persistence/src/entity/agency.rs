//! Table `agencies`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "agencies")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) code: String,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) region_code: Option<String>,
    pub(crate) time_zone: String,
    pub(crate) province_code: Option<String>,
    pub(crate) parent_id: Option<Uuid>,
    pub(crate) active: bool,
    pub(crate) version: i64,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
