//! The index of search: for each case the words that the public, its reporter and its handlers may find it by. A projection: it can
//! be made again at any time.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0010_search"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let side = match manager.get_database_backend() {
            DatabaseBackend::Postgres => include_str!("m0010_search.postgres.sql"),
            _ => include_str!("m0010_search.sqlite.sql"),
        };
        manager.get_connection().execute_unprepared(side).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DatabaseBackend::Postgres {
            for name in ["search_public", "search_reporter", "search_handlers"] {
                manager.drop_table(Table::drop().table(name).to_owned()).await?;
            }
        }
        manager.drop_table(Table::drop().table("search_documents").to_owned()).await
    }
}
