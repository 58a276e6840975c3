//! Attachments of every case kind, the sealed blobs that they stand in, and links to them.

use sea_orm_migration::prelude::*;

use crate::table::{at, big, boolean, bytes, create, id, index, int, text, text_null, unique, uuid, uuid_null, with};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0007_attachments"
    }
}

/// What stands in the object store, under a key of its own, which is sealed here: without the row the object is noise.
fn blobs() -> TableCreateStatement {
    with(
        create("blobs"),
        vec![
            id(),
            text("object_key"),
            bytes("content_key"),
            big("size_bytes"),
            // Keyed hash of the content, by which the same is found again.
            bytes("mark"),
            // Whether cases that are neither anonymous nor secret may stand in it together.
            boolean("is_shared"),
            int("holders"),
            at("created_at"),
        ],
    )
}

fn attachments() -> TableCreateStatement {
    with(
        create("attachments"),
        vec![
            id(),
            text("case_kind"),
            uuid("case_id"),
            // The n-th of its case: what it is called by instead of its own name.
            int("number"),
            text("state"),
            text("content_type"),
            text_null("description"),
            uuid_null("blob_id"),
            text_null("reject_reason"),
            boolean("is_public"),
            text("uploaded_by_role"),
            // The officer who uploaded it; never the reporter.
            uuid_null("uploaded_by"),
            at("created_at"),
        ],
    )
    .foreign_key(ForeignKey::create().from("attachments", "blob_id").to("blobs", "id"))
    .to_owned()
}

/// Who may come by a link, and to what. Only the hash of the link's token is here.
fn links() -> TableCreateStatement {
    with(
        create("file_links"),
        vec![
            ColumnDef::new("token_hash").blob().not_null().primary_key().to_owned(),
            uuid("attachment_id"),
            text("viewer"),
            uuid_null("user_id"),
            at("expires_at"),
        ],
    )
}

/// Objects in the store that no blob stands for: being uploaded, or to be deleted.
fn loose_objects() -> TableCreateStatement {
    with(
        create("loose_objects"),
        vec![ColumnDef::new("object_key").text().not_null().primary_key().to_owned(), at("since")],
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [blobs(), attachments(), links(), loose_objects()] {
            manager.create_table(table).await?;
        }
        for index in [
            index("blobs_mark", "blobs", &["mark"]),
            unique("attachments_case", "attachments", &["case_kind", "case_id", "number"]),
            index("attachments_blob", "attachments", &["blob_id"]),
            index("attachments_state", "attachments", &["state", "created_at"]),
            index("file_links_expiry", "file_links", &["expires_at"]),
            index("loose_objects_since", "loose_objects", &["since"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["loose_objects", "file_links", "attachments", "blobs"] {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        Ok(())
    }
}
