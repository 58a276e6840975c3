//! Table `events`. `seq` is numbered by the database; `xact_id` belongs to the numbering in `dialect`, which gives `position`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) seq: i64,
    pub(crate) position: Option<i64>,
    pub(crate) case_kind: String,
    pub(crate) case_id: Uuid,
    pub(crate) case_version: i64,
    pub(crate) kind: String,
    pub(crate) actor_role: String,
    pub(crate) actor_id: Option<Uuid>,
    pub(crate) from_state: Option<String>,
    pub(crate) to_state: String,
    pub(crate) audience: String,
    pub(crate) text: Option<String>,
    pub(crate) text_audience: Option<String>,
    pub(crate) data: Json,
    pub(crate) occurred_at: DateTimeUtc,
    pub(crate) recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
