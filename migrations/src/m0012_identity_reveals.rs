//! Requests to know who stands behind a case, and what a second person said to them.

use sea_orm_migration::prelude::*;

use crate::table::{at, at_null, create, id, index, text, text_null, uuid, uuid_null, with};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0012_identity_reveals"
    }
}

/// All times are the real clock's. `verdict`: `approve` or `deny`.
fn reveals() -> TableCreateStatement {
    with(
        create("identity_reveals"),
        vec![
            id(),
            uuid("complaint_id"),
            uuid("asker_id"),
            text("asker_role"),
            text("reason"),
            at("requested_at"),
            text_null("verdict"),
            uuid_null("decided_by"),
            text_null("decided_role"),
            at_null("decided_at"),
            text_null("note"),
            at_null("first_read_at"),
        ],
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(reveals()).await?;
        let indexes = [
            index("identity_reveals_complaint", "identity_reveals", &["complaint_id"]),
            index("identity_reveals_asker", "identity_reveals", &["asker_id", "requested_at", "id"]),
            index("identity_reveals_requested", "identity_reveals", &["requested_at", "id"]),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("identity_reveals").to_owned()).await
    }
}
