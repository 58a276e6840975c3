//! The history of the schema. Portable table code here; what the databases say differently in `.postgres.sql` and `.sqlite.sql`
//! side files. Applied migrations are never edited.

mod m0001_reference;
mod m0002_accounts;
mod m0003_complaints;
mod m0004_secrecy;
mod m0005_assignments;
mod m0006_dialogue;
mod m0007_attachments;
mod m0008_notifications;
mod m0009_second_factor;
mod m0010_search;
mod m0011_personal_data;
mod m0012_identity_reveals;
mod m0013_aliases;
mod m0014_information;
mod m0015_conversion;
mod table;

use sea_orm_migration::{
    MigrationTrait, MigratorTrait,
    sea_orm::{ConnectionTrait as _, DatabaseBackend, DatabaseConnection, DbErr},
};

/// All migrations, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_reference::Migration),
            Box::new(m0002_accounts::Migration),
            Box::new(m0003_complaints::Migration),
            Box::new(m0004_secrecy::Migration),
            Box::new(m0005_assignments::Migration),
            Box::new(m0006_dialogue::Migration),
            Box::new(m0007_attachments::Migration),
            Box::new(m0008_notifications::Migration),
            Box::new(m0013_aliases::Migration),
            Box::new(m0010_search::Migration),
            Box::new(m0009_second_factor::Migration),
            Box::new(m0011_personal_data::Migration),
            Box::new(m0012_identity_reveals::Migration),
            Box::new(m0014_information::Migration),
            Box::new(m0015_conversion::Migration),
        ]
    }
}

/// The advisory lock under which PostgreSQL migrates, so that several processes may start at once: "padi" in ASCII.
const LOCK: i64 = 0x7061_6469;

/// Applies what is missing. Processes that start together wait for each other.
pub async fn up(connection: &DatabaseConnection) -> Result<(), DbErr> {
    if connection.get_database_backend() != DatabaseBackend::Postgres {
        return Migrator::up(connection, None).await;
    }
    #[expect(clippy::disallowed_methods, reason = "the advisory lock lives in a transaction of its own")]
    let lock = sea_orm_migration::sea_orm::TransactionTrait::begin(connection).await?;
    lock.execute_unprepared("SET LOCAL idle_in_transaction_session_timeout = 0").await?;
    lock.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LOCK})")).await?;
    let done = Migrator::up(connection, None).await;
    lock.commit().await?;
    done
}
