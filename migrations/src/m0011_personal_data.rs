//! Personal data: what people ask of theirs, exports, legal holds, limits of processing, addresses whose mails are to go, and
//! kept answers by the case that they tell of.

use sea_orm_migration::prelude::*;

use crate::table::{
    add, at, at_null, big, boolean, boolean_null, bytes, bytes_null, create, drop_columns, id, index, text, text_null,
    uuid, uuid_null, with,
};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0011_personal_data"
    }
}

/// The words of the person and of the officer are sealed.
fn data_requests() -> TableCreateStatement {
    with(
        create("data_requests"),
        vec![
            id(),
            text("kind"),
            text("state"),
            boolean_null("granted"),
            text_null("refusal_reason"),
            // Whose data: an account, or the reporter of a case; neither once the account was erased.
            uuid_null("user_id"),
            uuid_null("complaint_id"),
            uuid("agency_id"),
            text("time_zone"),
            text_null("province_code"),
            bytes_null("text"),
            bytes_null("changes"),
            bytes_null("decision"),
            // The mail that tells the outcome; its delivery makes it known.
            uuid_null("notice_id"),
            boolean("is_overdue"),
            at("received_at"),
            at_null("decided_at"),
            at_null("notified_at"),
            at("updated_at"),
            big("version"),
        ],
    )
}

/// What may be read for a day, by the real clock. The data itself is gathered when it is read: no second copy lies about.
fn data_exports() -> TableCreateStatement {
    with(create("data_exports"), vec![id(), uuid("user_id"), at("created_at"), at("expires_at")])
}

fn legal_holds() -> TableCreateStatement {
    with(
        create("legal_holds"),
        vec![
            id(),
            text("case_kind"),
            uuid("case_id"),
            text("reason"),
            uuid("placed_by"),
            at("placed_at"),
            uuid_null("lifted_by"),
            text_null("lift_reason"),
            at_null("lifted_at"),
        ],
    )
}

/// Whose data may only be stored: an account or the reporter of a case.
fn processing_limits() -> TableCreateStatement {
    with(
        create("processing_limits"),
        vec![ColumnDef::new("subject_id").uuid().not_null().primary_key().to_owned(), uuid("request_id"), at("since")],
    )
}

/// Sealed addresses whose delivered mails are still to be taken out of the mail folder.
fn erased_addresses() -> TableCreateStatement {
    with(create("erased_addresses"), vec![id(), bytes("address"), at("erased_at")])
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [data_requests(), data_exports(), legal_holds(), processing_limits(), erased_addresses()] {
            manager.create_table(table).await?;
        }
        // By which an answer is found when somebody is erased. Those from before live for a day at most.
        add(manager, "idempotency_records", vec![uuid_null("case_id")]).await?;
        let indexes = [
            index("idempotency_records_case", "idempotency_records", &["case_id"]),
            index("data_requests_user", "data_requests", &["user_id", "received_at", "id"]),
            index("data_requests_complaint", "data_requests", &["complaint_id", "received_at", "id"]),
            index("data_requests_agency", "data_requests", &["agency_id", "received_at", "id"]),
            index("data_requests_received", "data_requests", &["received_at", "id"]),
            index("data_requests_state", "data_requests", &["state", "decided_at"]),
            index("data_exports_user", "data_exports", &["user_id"]),
            index("data_exports_expiry", "data_exports", &["expires_at"]),
            index("legal_holds_case", "legal_holds", &["case_kind", "case_id"]),
            index("legal_holds_placed", "legal_holds", &["placed_at", "id"]),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let by_case = Index::drop().name("idempotency_records_case").table("idempotency_records").to_owned();
        manager.drop_index(by_case).await?;
        drop_columns(manager, "idempotency_records", &["case_id"]).await?;
        for name in ["erased_addresses", "processing_limits", "legal_holds", "data_exports", "data_requests"] {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        Ok(())
    }
}
