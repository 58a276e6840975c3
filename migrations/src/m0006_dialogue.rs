//! Propartif: on which track a case is handled, the figures of its dialogue, and what was said in it, sealed.

use sea_orm_migration::prelude::*;

use crate::table::{
    add, at, at_null, boolean, boolean_null, bytes, bytes_null, create, drop_columns, id, index, int, int_null, on,
    text, text_null, unique, uuid, uuid_null, with,
};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_dialogue"
    }
}

/// What a case gains, with the figures of its last dialogue that reports sum.
fn of_case() -> Vec<ColumnDef> {
    vec![
        text("handling_track").default("formal").to_owned(),
        // Whether the reporter has an account, a telephone number or an e-mail address; what it is stays sealed.
        boolean("has_contact").default(false).to_owned(),
        int_null("dialogue_no"),
        text_null("dialogue_state"),
        at_null("dialogue_started_at"),
        at_null("dialogue_contacted_at"),
        boolean_null("dialogue_contact_in_time"),
        at_null("dialogue_agreed_at"),
        at_null("dialogue_ended_at"),
        int_null("dialogue_days"),
    ]
}

const COLUMNS: [&str; 10] = [
    "handling_track",
    "has_contact",
    "dialogue_no",
    "dialogue_state",
    "dialogue_started_at",
    "dialogue_contacted_at",
    "dialogue_contact_in_time",
    "dialogue_agreed_at",
    "dialogue_ended_at",
    "dialogue_days",
];

/// Cases that are there already: by account or identity row, without opening it.
const KNOWN: &str = "UPDATE complaints SET has_contact = TRUE WHERE reporter_key IS NOT NULL OR EXISTS (
    SELECT 1 FROM complaint_identities i
    WHERE i.complaint_id = complaints.id AND (i.email IS NOT NULL OR i.phone IS NOT NULL))";

/// `content` is what people wrote, sealed as one.
fn entries() -> TableCreateStatement {
    with(
        create("dialogue_entries"),
        vec![
            id(),
            uuid("complaint_id"),
            int("dialogue_no"),
            int("ordinal"),
            text("kind"),
            bytes("content"),
            uuid_null("recorded_by"),
            text("recorded_role"),
            at("recorded_at"),
        ],
    )
    .foreign_key(ForeignKey::create().from("dialogue_entries", "complaint_id").to("complaints", "id"))
    .to_owned()
}

/// What was promised in an agreement; `content` and `evidence` are sealed.
fn items() -> TableCreateStatement {
    with(
        create("dialogue_items"),
        vec![
            id(),
            uuid("entry_id"),
            uuid("complaint_id"),
            int("dialogue_no"),
            int("ordinal"),
            bytes("content"),
            on("due_on"),
            uuid("owner_unit_id"),
            at_null("completed_at"),
            bytes_null("evidence"),
        ],
    )
    .foreign_key(ForeignKey::create().from("dialogue_items", "entry_id").to("dialogue_entries", "id"))
    .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, "complaints", of_case()).await?;
        manager.get_connection().execute_unprepared(KNOWN).await?;
        manager.create_table(entries()).await?;
        manager.create_table(items()).await?;
        manager.create_index(unique("dialogue_entries_case", "dialogue_entries", &["complaint_id", "ordinal"])).await?;
        manager.create_index(index("dialogue_items_case", "dialogue_items", &["complaint_id", "entry_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["dialogue_items", "dialogue_entries"] {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        drop_columns(manager, "complaints", &COLUMNS).await
    }
}
