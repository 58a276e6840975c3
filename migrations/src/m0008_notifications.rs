//! Who follows the event log, and how far each has come.

use sea_orm_migration::prelude::*;

use crate::table::{big, create, with};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0008_notifications"
    }
}

/// A consumer that has no row yet begins with the log's first event.
fn consumers() -> TableCreateStatement {
    with(
        create("event_consumers"),
        vec![ColumnDef::new("name").text().not_null().primary_key().to_owned(), big("position")],
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(consumers()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("event_consumers").to_owned()).await
    }
}
