//! Who follows the event log and how far each has come; when deadlines are told of, and what was; what people are told.

use sea_orm_migration::prelude::*;

use crate::table::{
    add, at, at_null, big, boolean, bytes, create, drop_columns, id, index, int, json, json_null, text, text_null,
    unique, uuid, uuid_null, with,
};

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

/// Each level of each deadline is told of once: whoever writes the row tells.
fn escalations() -> TableCreateStatement {
    with(
        create("escalations"),
        vec![text("case_kind"), uuid("case_id"), int("ordinal"), text("level"), text("code"), at("escalated_at")],
    )
    .primary_key(Index::create().col("case_kind").col("case_id").col("ordinal").col("level"))
    .to_owned()
}

fn notifications() -> TableCreateStatement {
    with(
        create("notifications"),
        vec![
            id(),
            // Keyed hash of the account, as in `complaints.reporter_key`: no account's id stands beside a case.
            bytes("recipient"),
            text("kind"),
            // What it comes from: an event, a level of a deadline. Of one thing somebody is told once.
            text("source"),
            text_null("case_kind"),
            uuid_null("case_id"),
            text_null("number"),
            text_null("state"),
            // Code and level of a deadline, when it is due.
            json("detail"),
            at("created_at"),
            at_null("read_at"),
        ],
    )
}

/// Which kinds of notifications somebody does not want by mail, or does; the language stands in the account.
fn preferences() -> TableCreateStatement {
    with(
        create("notification_preferences"),
        vec![ColumnDef::new("user_id").uuid().not_null().primary_key().to_owned(), json("email")],
    )
    .foreign_key(ForeignKey::create().from("notification_preferences", "user_id").to("users", "id"))
    .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [consumers(), escalations(), notifications(), preferences()] {
            manager.create_table(table).await?;
        }
        add(manager, "complaints", vec![boolean("ombudsman_eligible").default(false).to_owned()]).await?;
        // A deadline from before has no ladder: it is laid with the next change of its case.
        add(manager, "deadlines", vec![json_null("ladder"), at_null("escalates_at")]).await?;
        // Mails from before count against no quota: the longest is an hour.
        add(manager, "mails", vec![text_null("quota")]).await?;
        let indexes = [
            index("deadlines_escalating", "deadlines", &["escalates_at", "case_id"]),
            index("notifications_recipient", "notifications", &["recipient", "created_at", "id"]),
            unique("notifications_once", "notifications", &["recipient", "source", "kind"]),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        // What happened before there were notifications is no news.
        let begin = "INSERT INTO event_consumers (name, position) \
            SELECT 'notifications', coalesce(max(position), 0) FROM events";
        manager.get_connection().execute_unprepared(begin).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("deadlines_escalating").table("deadlines").to_owned()).await?;
        drop_columns(manager, "deadlines", &["ladder", "escalates_at"]).await?;
        drop_columns(manager, "mails", &["quota"]).await?;
        drop_columns(manager, "complaints", &["ombudsman_eligible"]).await?;
        for name in ["notification_preferences", "notifications", "escalations", "event_consumers"] {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        Ok(())
    }
}
