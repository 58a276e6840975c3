//! Other names of agencies, by which they are found; the point at which an incident happened.

use sea_orm_migration::prelude::*;

use crate::table::{add, at, create, drop_columns, index, int_null, text, uuid, uuid_null, with};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0013_aliases"
    }
}

/// `name_key` is the name as it is compared: words in lower case.
fn aliases() -> TableCreateStatement {
    with(
        create("agency_aliases"),
        vec![uuid("agency_id"), text("name_key"), text("name"), uuid_null("created_by"), at("created_at")],
    )
    .primary_key(Index::create().col("agency_id").col("name_key"))
    .foreign_key(ForeignKey::create().from("agency_aliases", "agency_id").to("agencies", "id"))
    .to_owned()
}

/// Degrees times a million: exact, and alike on both databases.
const POINT: [&str; 2] = ["incident_latitude_e6", "incident_longitude_e6"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(aliases()).await?;
        manager.create_index(index("agency_aliases_name", "agency_aliases", &["name_key"])).await?;
        add(manager, "complaints", POINT.map(int_null).to_vec()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_columns(manager, "complaints", &POINT).await?;
        manager.drop_table(Table::drop().table("agency_aliases").to_owned()).await
    }
}
