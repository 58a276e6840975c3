//! Reference data: regions, agencies, categories, holidays, rules, and the history of their changes; settings.

use sea_orm_migration::prelude::*;

use crate::table::{
    at, big, boolean, create, id, index, int, json_null, on, on_null, text, text_null, unique, uuid, uuid_null, with,
};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_reference"
    }
}

#[expect(clippy::too_many_lines, reason = "a list of columns")]
fn tables() -> Vec<TableCreateStatement> {
    vec![
        with(create("settings"), vec![ColumnDef::new("key").text().not_null().primary_key().to_owned(), text("value")]),
        with(
            create("regions"),
            vec![
                ColumnDef::new("code").text().not_null().primary_key().to_owned(),
                text("kind"),
                text_null("parent_code"),
                text("name"),
                text("time_zone"),
            ],
        ),
        with(
            create("agencies"),
            vec![
                id(),
                text("code"),
                text("kind"),
                text("name"),
                text_null("region_code"),
                text("time_zone"),
                text_null("province_code"),
                uuid_null("parent_id"),
                boolean("active"),
                big("version"),
                at("created_at"),
                at("updated_at"),
            ],
        ),
        with(
            create("categories"),
            vec![
                id(),
                text("code"),
                text("name"),
                uuid_null("parent_id"),
                boolean("active"),
                on("valid_from"),
                on_null("valid_to"),
                big("version"),
                at("created_at"),
                at("updated_at"),
            ],
        ),
        // scope: `national`, or the two digits of a province.
        with(
            create("holidays"),
            vec![id(), on("day"), text("scope"), text("kind"), text("name"), big("version"), at("updated_at")],
        ),
        with(
            create("rules"),
            vec![
                id(),
                text("rule_set"),
                text("code"),
                text("name_id"),
                text("name_en"),
                int("length"),
                text("unit"),
                text("party"),
                text("legal_basis"),
                boolean("confirmed"),
                on("valid_from"),
                on_null("valid_to"),
                big("version"),
                at("updated_at"),
            ],
        ),
        // One line for each change by an administrator: what it was and what it became.
        with(
            create("reference_changes"),
            vec![
                id(),
                text("kind"),
                uuid("entity_id"),
                text("operation"),
                uuid("changed_by"),
                at("changed_at"),
                json_null("before"),
                json_null("after"),
            ],
        ),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        let indexes = [
            index("regions_parent", "regions", &["parent_code", "code"]),
            unique("agencies_code", "agencies", &["code"]),
            index("agencies_parent", "agencies", &["parent_id", "code"]),
            index("agencies_region", "agencies", &["region_code", "code"]),
            unique("categories_code", "categories", &["code"]),
            unique("holidays_day", "holidays", &["day", "scope", "kind"]),
            unique("rules_code", "rules", &["rule_set", "code"]),
            index("reference_changes_entity", "reference_changes", &["entity_id", "changed_at"]),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["reference_changes", "rules", "holidays", "categories", "agencies", "regions", "settings"] {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        Ok(())
    }
}
