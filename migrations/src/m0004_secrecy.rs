//! Secrecy of complaints: the sealed account of a reporter, and the log of who read an identity or an original.

use sea_orm_migration::prelude::*;

use crate::table::{add, at, bytes_null, create, drop_columns, id, index, text, uuid, uuid_null, with};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0004_secrecy"
    }
}

/// Who read what of whom, and why; written in the transaction of the reading.
fn access_log() -> TableCreateStatement {
    with(
        create("access_log"),
        vec![
            id(),
            text("case_kind"),
            uuid("case_id"),
            uuid("reader_id"),
            text("reader_role"),
            text("what"),
            text("reason"),
            // The approved act under which an identity was read, if it was.
            uuid_null("reveal_id"),
            // By the real clock.
            at("at"),
        ],
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The account of a reporter, sealed: what a notice needs, which the keyed hash in the case cannot give.
        add(manager, "complaint_identities", vec![bytes_null("account")]).await?;
        manager.create_table(access_log()).await?;
        manager.create_index(index("access_log_case", "access_log", &["case_kind", "case_id", "at", "id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("access_log").to_owned()).await?;
        drop_columns(manager, "complaint_identities", &["account"]).await
    }
}
