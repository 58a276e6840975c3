//! Secrecy of complaints: who is accused and who examines, the original under lock, the sealed account of a reporter, and the log
//! of who read an identity or an original.

use sea_orm_migration::prelude::*;

use crate::table::{
    add, at, boolean, bytes_null, create, drop_columns, id, index, on, on_null, text, text_null, uuid, uuid_null, with,
};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0004_secrecy"
    }
}

/// What a case gains.
const COLUMNS: [&str; 7] = [
    "subject_office",
    "subject_agency_id",
    "subject_unit_id",
    "inspectorate_id",
    "locked_title",
    "locked_body",
    "examination_result",
];

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

/// Whose inspectorate examines which office.
fn examination_rules() -> TableCreateStatement {
    with(
        create("examination_rules"),
        vec![
            id(),
            text("office"),
            text("competence"),
            text("legal_basis"),
            boolean("confirmed"),
            on("valid_from"),
            on_null("valid_to"),
        ],
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The account of a reporter, sealed: what a notice needs, which the keyed hash in the case cannot give.
        add(manager, "complaint_identities", vec![bytes_null("account")]).await?;
        let columns = vec![
            // Who is accused: the office, where it is held, the unit.
            text_null("subject_office"),
            uuid_null("subject_agency_id"),
            uuid_null("subject_unit_id"),
            // Whose desk it lies on where somebody is accused.
            uuid_null("inspectorate_id"),
            // What handlers read in place of the reporter's words, which lie under lock.
            text_null("locked_title"),
            text_null("locked_body"),
            text_null("examination_result"),
        ];
        add(manager, "complaints", columns).await?;
        // Nothing of an examination is public any more, whatever its flags say.
        let hide = "UPDATE complaints SET is_public = false WHERE class IN ('complaint_supervisory', 'whistleblowing')";
        manager.get_connection().execute_unprepared(hide).await?;
        manager.create_table(access_log()).await?;
        manager.create_table(examination_rules()).await?;
        let indexes = [
            index("access_log_case", "access_log", &["case_kind", "case_id", "at", "id"]),
            index("complaints_inspectorate_due", "complaints", &["inspectorate_id", "next_due_at", "id"]),
            index("complaints_inspectorate_received", "complaints", &["inspectorate_id", "received_at", "id"]),
            index("examination_rules_office", "examination_rules", &["office", "valid_from"]),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["complaints_inspectorate_due", "complaints_inspectorate_received"] {
            manager.drop_index(Index::drop().name(name).table("complaints").to_owned()).await?;
        }
        for name in ["examination_rules", "access_log"] {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        drop_columns(manager, "complaints", &COLUMNS).await?;
        drop_columns(manager, "complaint_identities", &["account"]).await
    }
}
