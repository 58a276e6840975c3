//! Accounts, grants, refresh tokens, mailed links and outgoing mails; idempotency records.

use sea_orm_migration::prelude::*;

use crate::table::{at, at_null, big, bytes, create, id, index, int, text, text_null, unique, uuid, uuid_null, with};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_accounts"
    }
}

#[expect(clippy::too_many_lines, reason = "a list of columns")]
fn tables() -> Vec<TableCreateStatement> {
    vec![
        // The address is kept in lower case. session_version grows when every token of the account must die.
        with(
            create("users"),
            vec![
                id(),
                text("email"),
                text("name"),
                text_null("password_hash"),
                text("language"),
                at_null("email_verified_at"),
                int("session_version"),
                at_null("last_login_at"),
                big("version"),
                at("created_at"),
                at("updated_at"),
            ],
        ),
        with(
            create("grants"),
            vec![id(), uuid("user_id"), text("role"), uuid("agency_id"), uuid_null("granted_by"), at("created_at")],
        ),
        with(
            create("refresh_tokens"),
            vec![
                id(),
                uuid("family_id"),
                uuid("user_id"),
                bytes("token_hash"),
                uuid_null("successor_id"),
                at("created_at"),
                at("expires_at"),
                at_null("used_at"),
                at_null("revoked_at"),
            ],
        ),
        // purpose: `verify_email` or `reset_password`.
        with(
            create("mail_tokens"),
            vec![
                id(),
                uuid("user_id"),
                text("purpose"),
                bytes("token_hash"),
                at("created_at"),
                at("expires_at"),
                at_null("used_at"),
            ],
        ),
        with(
            create("mails"),
            vec![
                id(),
                text("recipient"),
                text("subject"),
                text("body"),
                at("created_at"),
                int("attempts"),
                at("next_attempt_at"),
                at_null("leased_until"),
                at_null("sent_at"),
                at_null("failed_at"),
                text_null("last_error"),
            ],
        ),
        // The answer is sealed; the record stands in the transaction of the effect that it remembers.
        with(
            create("idempotency_records"),
            vec![
                ColumnDef::new("scope").text().not_null().to_owned(),
                ColumnDef::new("key").text().not_null().to_owned(),
                bytes("fingerprint"),
                bytes("answer"),
                at("created_at"),
                at("expires_at"),
            ],
        )
        .primary_key(Index::create().col("scope").col("key"))
        .to_owned(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        let indexes = [
            unique("users_email", "users", &["email"]),
            unique("grants_once", "grants", &["user_id", "role", "agency_id"]),
            index("grants_agency", "grants", &["agency_id"]),
            unique("refresh_tokens_hash", "refresh_tokens", &["token_hash"]),
            index("refresh_tokens_family", "refresh_tokens", &["family_id"]),
            index("refresh_tokens_user", "refresh_tokens", &["user_id"]),
            unique("mail_tokens_hash", "mail_tokens", &["token_hash"]),
            index("mails_due", "mails", &["sent_at", "next_attempt_at"]),
            index("mails_recipient", "mails", &["recipient", "created_at"]),
            index("idempotency_records_expiry", "idempotency_records", &["expires_at"]),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["idempotency_records", "mails", "mail_tokens", "refresh_tokens", "grants", "users"] {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        Ok(())
    }
}
