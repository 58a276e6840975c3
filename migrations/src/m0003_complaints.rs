//! Complaints, their reporters' sealed identities, deadlines of every case kind, and the event log.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::table::{
    at, at_null, big, boolean, boolean_null, bytes_null, create, id, index, int, int_null, json, json_null, on,
    on_null, text, text_null, unique, uuid, uuid_null, with,
};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_complaints"
    }
}

fn complaints() -> TableCreateStatement {
    with(
        create("complaints"),
        vec![
            id(),
            text("tracking_number"),
            bytes_null("tracking_secret_hash"),
            // Keyed hash of the reporter's account; the id itself stands nowhere beside the case.
            bytes_null("reporter_key"),
            text("state"),
            // What belongs to the state: where a postponed case came from, why an archived one was archived.
            json_null("state_data"),
            text("class"),
            text("title"),
            text("body"),
            uuid_null("category_id"),
            uuid("agency_id"),
            text("desk"),
            uuid_null("unit_id"),
            text("time_zone"),
            text_null("province_code"),
            on_null("incident_on"),
            text_null("incident_region_code"),
            text_null("incident_place"),
            text_null("loss_description"),
            text_null("requested_remedy"),
            boolean("is_anonymous"),
            boolean("is_secret"),
            boolean("is_public"),
            text_null("public_title"),
            text_null("public_body"),
            text("channel"),
            json("returned_by"),
            int("redisposition_count"),
            int("cycle_no"),
            int("reopened_count"),
            int_null("rating_stars"),
            boolean_null("rating_resolved"),
            text_null("rating_text"),
            boolean("is_overdue"),
            at("received_at"),
            // Cut to the local day where the case is anonymous: what those sort and filter by who may not know the hour.
            at("shown_received_at"),
            at_null("verified_at"),
            at_null("completed_at"),
            // The earliest open due time, or a far-future sentinel, so that it can be sorted by.
            at("next_due_at"),
            at("created_at"),
            at("updated_at"),
            big("version"),
        ],
    )
}

fn identities() -> TableCreateStatement {
    with(
        create("complaint_identities"),
        vec![
            ColumnDef::new("complaint_id").uuid().not_null().primary_key().to_owned(),
            bytes_null("name"),
            bytes_null("email"),
            bytes_null("phone"),
            bytes_null("nik"),
            bytes_null("address"),
        ],
    )
    .foreign_key(ForeignKey::create().from("complaint_identities", "complaint_id").to("complaints", "id"))
    .to_owned()
}

/// `ordinal` is the place in the case's own list, in which they were started.
fn deadlines() -> TableCreateStatement {
    with(
        create("deadlines"),
        vec![
            text("case_kind"),
            uuid("case_id"),
            int("ordinal"),
            text("code"),
            uuid_null("subject"),
            text("rule_set"),
            text("rule_code"),
            int("length"),
            int("extended_by"),
            text("unit"),
            text("party"),
            text("time_zone"),
            text_null("province_code"),
            at("started_at"),
            json("pauses"),
            on("day_zero_on"),
            int("remaining"),
            at("due_at"),
            at("passes_at"),
            text("state"),
            at_null("ended_at"),
            // Why the due time is what it is, by the list that it was computed with.
            json("skipped"),
            boolean("calendar_complete"),
            big("calendar_version"),
            int("cycle"),
        ],
    )
    .primary_key(Index::create().col("case_kind").col("case_id").col("ordinal"))
    .to_owned()
}

/// `seq` and, on PostgreSQL, `xact_id` are added by the side files: they are numbered by the database.
fn events() -> TableCreateStatement {
    with(
        create("events"),
        vec![
            id(),
            big("position").null().to_owned(),
            text("case_kind"),
            uuid("case_id"),
            big("case_version"),
            text("kind"),
            text("actor_role"),
            uuid_null("actor_id"),
            text_null("from_state"),
            text("to_state"),
            text("audience"),
            text_null("text"),
            text_null("text_audience"),
            json("data"),
            at("occurred_at"),
            at("recorded_at"),
        ],
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [complaints(), identities(), deadlines()] {
            manager.create_table(table).await?;
        }
        let side = match manager.get_database_backend() {
            DatabaseBackend::Postgres => {
                manager.create_table(events()).await?;
                include_str!("m0003_complaints.postgres.sql")
            }
            _ => include_str!("m0003_complaints.sqlite.sql"),
        };
        manager.get_connection().execute_unprepared(side).await?;
        let indexes = [
            unique("complaints_tracking_number", "complaints", &["tracking_number"]),
            index("complaints_reporter", "complaints", &["reporter_key", "received_at", "id"]),
            index("complaints_agency_due", "complaints", &["agency_id", "next_due_at", "id"]),
            index("complaints_agency_received", "complaints", &["agency_id", "received_at", "id"]),
            index("complaints_unit_due", "complaints", &["unit_id", "next_due_at", "id"]),
            index("complaints_unit_received", "complaints", &["unit_id", "received_at", "id"]),
            index("complaints_received", "complaints", &["received_at", "id"]),
            index("complaints_due", "complaints", &["next_due_at", "id"]),
            index("complaints_public", "complaints", &["is_public", "shown_received_at", "id"]),
            index("deadlines_passing", "deadlines", &["state", "passes_at"]),
            index("events_case", "events", &["case_kind", "case_id", "seq"]),
            unique("events_position", "events", &["position"]),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["events", "deadlines", "complaint_identities", "complaints"] {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        Ok(())
    }
}
