//! Table `attachments`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attachments")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) case_kind: String,
    pub(crate) case_id: Uuid,
    pub(crate) number: i32,
    pub(crate) state: String,
    pub(crate) content_type: String,
    pub(crate) description: Option<String>,
    pub(crate) blob_id: Option<Uuid>,
    pub(crate) reject_reason: Option<String>,
    pub(crate) is_public: bool,
    pub(crate) uploaded_by_role: String,
    pub(crate) uploaded_by: Option<Uuid>,
    pub(crate) created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {
    #[sea_orm(belongs_to = "super::blob::Entity", from = "Column::BlobId", to = "super::blob::Column::Id")]
    Blob,
}

impl Related<super::blob::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Blob.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
