//! Table `access_log`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "access_log")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) case_kind: String,
    pub(crate) case_id: Uuid,
    pub(crate) reader_id: Uuid,
    pub(crate) reader_role: String,
    pub(crate) what: String,
    pub(crate) reason: String,
    pub(crate) reveal_id: Option<Uuid>,
    pub(crate) at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
