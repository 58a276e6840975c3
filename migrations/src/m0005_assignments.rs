//! Several agencies in one case, cases split off and cases merged: columns of `complaints`, and where agencies have a part.

use sea_orm_migration::prelude::*;

use crate::table::{add, at_null, boolean, create, drop_columns, index, int, json, uuid, uuid_null, with};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_assignments"
    }
}

/// Which agencies and units have a part in which case: what a list asks. The assignments themselves stand in the case.
fn parts() -> TableCreateStatement {
    with(
        create("complaint_assignments"),
        vec![
            ColumnDef::new("assignment_id").uuid().not_null().primary_key().to_owned(),
            uuid("complaint_id"),
            uuid("agency_id"),
            uuid_null("unit_id"),
        ],
    )
}

fn columns() -> Vec<ColumnDef> {
    vec![
        json("assignments").default("[]").to_owned(),
        at_null("answer_held_at"),
        uuid_null("parent_id"),
        json("child_ids").default("[]").to_owned(),
        int("open_children").default(0).to_owned(),
        uuid_null("merged_into_id"),
        boolean("has_followers").default(false).to_owned(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, "complaints", columns()).await?;
        manager.create_table(parts()).await?;
        let indexes = [
            index("complaint_assignments_case", "complaint_assignments", &["complaint_id"]),
            index("complaint_assignments_agency", "complaint_assignments", &["agency_id", "complaint_id"]),
            index("complaint_assignments_unit", "complaint_assignments", &["unit_id", "complaint_id"]),
            index("complaints_merged", "complaints", &["merged_into_id"]),
            // Administrators, too, read lists that hold cases of whose hour they may not know.
            index("complaints_agency_shown", "complaints", &["agency_id", "shown_received_at", "id"]),
            index("complaints_unit_shown", "complaints", &["unit_id", "shown_received_at", "id"]),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["complaints_unit_shown", "complaints_agency_shown", "complaints_merged"] {
            manager.drop_index(Index::drop().name(name).table("complaints").to_owned()).await?;
        }
        manager.drop_table(Table::drop().table("complaint_assignments").to_owned()).await?;
        let names: Vec<_> = vec![
            "assignments",
            "answer_held_at",
            "parent_id",
            "child_ids",
            "open_children",
            "merged_into_id",
            "has_followers",
        ];
        drop_columns(manager, "complaints", &names).await
    }
}
