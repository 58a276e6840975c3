//! Public information: requests, objections, consequence tests, exemptions, sealed identities, and the counters of the registers.

use sea_orm_migration::prelude::*;

use crate::table::{
    at, at_null, big, boolean, bytes_null, create, id, index, int, json, json_null, on_null, text, text_null, unique,
    uuid, uuid_null, with,
};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0014_information"
    }
}

fn requests() -> TableCreateStatement {
    with(
        create("information_requests"),
        vec![
            id(),
            text("tracking_number"),
            bytes_null("tracking_secret_hash"),
            // Keyed hash of the applicant's account.
            bytes_null("reporter_key"),
            text("registration_number"),
            // The same in columns: the text does not sort.
            int("registered_year"),
            int("registered_n"),
            text("state"),
            // What belongs to the state: the stage of the work, where an objection came from, why it was closed.
            json_null("state_data"),
            text_null("outcome"),
            boolean("is_late"),
            json("missing"),
            text("applicant_kind"),
            boolean("has_proxy"),
            boolean("has_contact"),
            text("information"),
            text_null("purpose"),
            text_null("access_method"),
            text_null("copy_form"),
            text_null("delivery_method"),
            uuid("agency_id"),
            uuid_null("unit_id"),
            text("time_zone"),
            text_null("province_code"),
            text("channel"),
            json_null("extension"),
            json_null("notice"),
            json("redactions"),
            json_null("cost"),
            json_null("delivery"),
            json("windows"),
            uuid_null("open_test_id"),
            boolean("was_tested"),
            uuid_null("objection_id"),
            uuid_null("order_id"),
            at_null("order_executed_at"),
            boolean("is_disputed"),
            uuid_null("origin_complaint_id"),
            uuid_null("decided_by"),
            boolean("is_overdue"),
            at("received_at"),
            at_null("notified_at"),
            // The earliest open due time, or a far-future sentinel, so that it can be sorted by.
            at("next_due_at"),
            at("created_at"),
            at("updated_at"),
            big("version"),
        ],
    )
}

/// Of requests and of objections.
fn identities() -> TableCreateStatement {
    with(
        create("information_identities"),
        vec![
            ColumnDef::new("case_id").uuid().not_null().primary_key().to_owned(),
            bytes_null("name"),
            bytes_null("nik"),
            bytes_null("decree_number"),
            bytes_null("address"),
            bytes_null("phone"),
            bytes_null("email"),
            bytes_null("occupation"),
            bytes_null("proxy_name"),
            bytes_null("power_of_attorney"),
            bytes_null("account"),
        ],
    )
}

/// The last number that was given out. A row, not a sequence: what is rolled back leaves no gap.
fn counters() -> TableCreateStatement {
    with(create("registration_counters"), vec![uuid("body_id"), text("series"), int("year"), int("last")])
        .primary_key(Index::create().col("body_id").col("series").col("year"))
        .to_owned()
}

fn consequence_tests() -> TableCreateStatement {
    with(
        create("consequence_tests"),
        vec![
            id(),
            uuid("agency_id"),
            text("time_zone"),
            text_null("province_code"),
            uuid_null("request_id"),
            uuid_null("exemption_id"),
            text("information"),
            text_null("article"),
            text_null("law"),
            text_null("consequence_if_opened"),
            text_null("consequence_if_closed"),
            text_null("public_interest"),
            json("period"),
            text_null("outcome"),
            json("participants"),
            on_null("held_on"),
            text("state"),
            json("authors"),
            text_null("decree_number"),
            text_null("rejection_reason"),
            uuid_null("decided_by"),
            at_null("decided_at"),
            at("created_at"),
            at("updated_at"),
            big("version"),
        ],
    )
}

fn exemptions() -> TableCreateStatement {
    with(
        create("exemptions"),
        vec![
            id(),
            uuid("agency_id"),
            text("time_zone"),
            text_null("province_code"),
            uuid("test_id"),
            text("information"),
            text("article"),
            text_null("law"),
            text("consequence_if_opened"),
            text("consequence_if_closed"),
            boolean("is_partial"),
            json("period"),
            on_null("ends_on"),
            text("decree_number"),
            text("state"),
            text_null("opening_decree"),
            text_null("opening_reason"),
            at_null("opened_at"),
            at("created_at"),
            at("updated_at"),
            big("version"),
        ],
    )
}

fn objections() -> TableCreateStatement {
    with(
        create("objections"),
        vec![
            id(),
            text("registration_number"),
            // The same in columns: the text does not sort.
            int("registered_year"),
            int("registered_n"),
            uuid_null("request_id"),
            bytes_null("tracking_secret_hash"),
            bytes_null("reporter_key"),
            uuid("agency_id"),
            text("time_zone"),
            text_null("province_code"),
            text("information"),
            on_null("found_on"),
            json("grounds"),
            text_null("purpose"),
            text_null("case_position"),
            boolean("has_proxy"),
            text("channel"),
            boolean("is_late"),
            text("state"),
            text_null("result"),
            json("recommendations"),
            json_null("proposal"),
            at_null("settled_at"),
            json_null("answer"),
            uuid_null("answered_by"),
            json_null("execution"),
            json_null("dispute"),
            uuid_null("decided_by"),
            boolean("is_overdue"),
            at("received_at"),
            at("next_due_at"),
            at("created_at"),
            at("updated_at"),
            big("version"),
        ],
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [requests(), identities(), counters(), consequence_tests(), exemptions(), objections()];
        for table in tables {
            manager.create_table(table).await?;
        }
        let table = "information_requests";
        let indexes = [
            unique("information_requests_tracking_number", table, &["tracking_number"]),
            unique("information_requests_registration_number", table, &["registration_number"]),
            unique("information_requests_register", table, &["agency_id", "registered_year", "registered_n"]),
            index("information_requests_reporter", table, &["reporter_key", "received_at", "id"]),
            index("information_requests_agency_due", table, &["agency_id", "next_due_at", "id"]),
            index("information_requests_agency_received", table, &["agency_id", "received_at", "id"]),
            index("information_requests_unit_due", table, &["unit_id", "next_due_at", "id"]),
            index("information_requests_unit_received", table, &["unit_id", "received_at", "id"]),
            index("information_requests_province_received", table, &["province_code", "received_at", "id"]),
            index("information_requests_province_due", table, &["province_code", "next_due_at", "id"]),
            index("information_requests_disputed", table, &["is_disputed", "received_at", "id"]),
            index("information_requests_received", table, &["received_at", "id"]),
            index("information_requests_due", table, &["next_due_at", "id"]),
            index("consequence_tests_agency", "consequence_tests", &["agency_id", "created_at", "id"]),
            index("consequence_tests_request", "consequence_tests", &["request_id"]),
            index("exemptions_agency", "exemptions", &["agency_id", "created_at", "id"]),
            index("exemptions_created", "exemptions", &["created_at", "id"]),
            index("exemptions_ends", "exemptions", &["state", "ends_on"]),
            index("exemptions_test", "exemptions", &["test_id"]),
            unique("objections_registration_number", "objections", &["registration_number"]),
            unique("objections_register", "objections", &["agency_id", "registered_year", "registered_n"]),
            index("objections_request", "objections", &["request_id"]),
            index("objections_reporter", "objections", &["reporter_key", "received_at", "id"]),
            index("objections_agency_due", "objections", &["agency_id", "next_due_at", "id"]),
            index("objections_agency_received", "objections", &["agency_id", "received_at", "id"]),
            index("objections_province_received", "objections", &["province_code", "received_at", "id"]),
            index("objections_province_due", "objections", &["province_code", "next_due_at", "id"]),
            index("objections_received", "objections", &["received_at", "id"]),
            index("objections_due", "objections", &["next_due_at", "id"]),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in [
            "objections",
            "exemptions",
            "consequence_tests",
            "registration_counters",
            "information_identities",
            "information_requests",
        ] {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        Ok(())
    }
}
