//! Column helpers: one way to write each kind of column, the same on both databases.

use sea_orm_migration::prelude::{
    Alias, ColumnDef, DbErr, Index, IndexCreateStatement, SchemaManager, Table, TableCreateStatement,
};

/// A new table.
pub(crate) fn create(name: &'static str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).to_owned()
}

/// A UUID.
pub(crate) fn uuid(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).uuid().not_null().to_owned()
}

/// A UUID that may be absent.
pub(crate) fn uuid_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).uuid().to_owned()
}

/// The primary key, a UUID.
pub(crate) fn id() -> ColumnDef {
    ColumnDef::new(Alias::new("id")).uuid().not_null().primary_key().to_owned()
}

/// Text.
pub(crate) fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().to_owned()
}

/// Text that may be absent.
pub(crate) fn text_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().to_owned()
}

/// A whole number of 32 bits.
pub(crate) fn int(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().not_null().to_owned()
}

/// A whole number of 32 bits that may be absent.
pub(crate) fn int_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().to_owned()
}

/// A whole number of 64 bits.
pub(crate) fn big(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().not_null().to_owned()
}

/// Yes or no.
pub(crate) fn boolean(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).boolean().not_null().to_owned()
}

/// Yes, no or nothing.
pub(crate) fn boolean_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).boolean().to_owned()
}

/// An instant.
pub(crate) fn at(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).timestamp_with_time_zone().not_null().to_owned()
}

/// An instant that may be absent.
pub(crate) fn at_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).timestamp_with_time_zone().to_owned()
}

/// A civil day.
pub(crate) fn on(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).date().not_null().to_owned()
}

/// A civil day that may be absent.
pub(crate) fn on_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).date().to_owned()
}

/// Bytes.
pub(crate) fn bytes(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).blob().not_null().to_owned()
}

/// Bytes that may be absent.
pub(crate) fn bytes_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).blob().to_owned()
}

/// JSON.
pub(crate) fn json(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).json_binary().not_null().to_owned()
}

/// JSON that may be absent.
pub(crate) fn json_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).json_binary().to_owned()
}

/// A table of these columns.
pub(crate) fn with(mut table: TableCreateStatement, columns: Vec<ColumnDef>) -> TableCreateStatement {
    for mut column in columns {
        table.col(&mut column);
    }
    table
}

/// An index over these columns.
pub(crate) fn index(name: &str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(Alias::new(table)).to_owned();
    for column in columns {
        index.col(Alias::new(*column));
    }
    index
}

/// A unique index over these columns.
pub(crate) fn unique(name: &str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(name, table, columns).unique().to_owned()
}

/// Adds columns to a table, each by a statement of its own: SQLite takes no more at once.
pub(crate) async fn add(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: Vec<ColumnDef>,
) -> Result<(), DbErr> {
    for mut column in columns {
        let alter = Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned();
        manager.alter_table(alter).await?;
    }
    Ok(())
}

/// Takes columns off a table again.
pub(crate) async fn drop_columns(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    for column in columns {
        let alter = Table::alter().table(Alias::new(table)).drop_column(Alias::new(*column)).to_owned();
        manager.alter_table(alter).await?;
    }
    Ok(())
}
