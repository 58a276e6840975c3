//! Conversion: the request that a question became.

use sea_orm_migration::prelude::*;

use crate::table::{add, drop_columns, index, uuid_null};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0015_conversion"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, "complaints", vec![uuid_null("converted_to_id")]).await?;
        // The inbox of an information officer: the few questions among the many complaints of a body.
        manager.create_index(index("complaints_classes", "complaints", &["agency_id", "class"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("complaints_classes").table("complaints").to_owned()).await?;
        drop_columns(manager, "complaints", &["converted_to_id"]).await
    }
}
