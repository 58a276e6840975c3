//! Table `complaint_assignments`: where agencies have a part.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "complaint_assignments")]
#[expect(clippy::struct_field_names, reason = "the columns are ids and nothing else")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) assignment_id: Uuid,
    pub(crate) complaint_id: Uuid,
    pub(crate) agency_id: Uuid,
    pub(crate) unit_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
