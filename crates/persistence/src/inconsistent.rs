//! Reading stored names and JSON: what the program doesn't know is an error with table and row, never a default.

use std::{fmt::Display, str::FromStr};

use crate::db::Error;

/// A reader of the columns of one row.
pub(crate) struct Row {
    table: &'static str,
    id: String,
}

impl Row {
    /// Of that table and key.
    pub(crate) fn new(table: &'static str, id: impl Display) -> Self {
        Self { table, id: id.to_string() }
    }

    /// The row makes no sense.
    pub(crate) fn wrong(&self, what: impl Display) -> Error {
        Error::Inconsistent { table: self.table, id: self.id.clone(), what: what.to_string() }
    }

    /// A name out of a closed list.
    pub(crate) fn name<T: FromStr<Err: Display>>(&self, text: &str) -> Result<T, Error> {
        text.parse().map_err(|error| self.wrong(error))
    }

    /// What must be there.
    pub(crate) fn some<T>(&self, value: Option<T>, column: &str) -> Result<T, Error> {
        value.ok_or_else(|| self.wrong(format_args!("{column} is missing or unknown")))
    }
}
