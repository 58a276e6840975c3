//! Second factors with their recovery codes, and sessions: what a log-in begins and what every token of it stands on.

use sea_orm_migration::prelude::*;

use crate::table::{at, at_null, big, boolean, bytes, create, id, index, int, unique, uuid, with};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0009_second_factor"
    }
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        with(
            create("sessions"),
            vec![
                id(),
                uuid("user_id"),
                boolean("second_factor"),
                at("created_at"),
                at("last_used_at"),
                at("expires_at"),
                at_null("ended_at"),
            ],
        ),
        // The secret is sealed. last_step is the last 30 seconds of which a code was taken: each is good once.
        with(
            create("second_factors"),
            vec![
                ColumnDef::new("user_id").uuid().not_null().primary_key().to_owned(),
                bytes("secret"),
                at("created_at"),
                at_null("confirmed_at"),
                big("last_step"),
                int("failures"),
                at_null("locked_until"),
            ],
        ),
        with(create("recovery_codes"), vec![id(), uuid("user_id"), bytes("code_hash"), at_null("used_at")]),
    ]
}

/// Log-ins that live when the schema changes go on.
const LIVING: &str = "INSERT INTO sessions (id, user_id, second_factor, created_at, last_used_at, expires_at) \
    SELECT family_id, user_id, FALSE, min(created_at), max(created_at), max(expires_at) FROM refresh_tokens \
    WHERE family_id IN (SELECT family_id FROM refresh_tokens WHERE used_at IS NULL AND revoked_at IS NULL) \
    GROUP BY family_id, user_id";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        manager.get_connection().execute_unprepared(LIVING).await?;
        let indexes = [
            index("sessions_user", "sessions", &["user_id", "created_at", "id"]),
            index("sessions_expiry", "sessions", &["expires_at"]),
            unique("recovery_codes_once", "recovery_codes", &["user_id", "code_hash"]),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["recovery_codes", "second_factors", "sessions"] {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        Ok(())
    }
}
