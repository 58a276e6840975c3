//! Rows as text with commas (RFC 4180): lines end in CR LF, and a field with a comma, a quote or a line's end stands in quotes.

use std::borrow::Cow;

use bytes::Bytes;
use csv::{Terminator, Writer, WriterBuilder};
use futures_util::{
    StreamExt as _, TryStreamExt as _,
    stream::{self, BoxStream},
};
use padi_kernel::cell::Cell;

use super::{Table, formula::harmless};
use crate::error::Error;

/// The file, a batch of rows at a time. The first batch is read before it begins.
pub(super) async fn stream(table: Table) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
    let Table { headings, mut rows, .. } = table;
    let first = rows.try_next().await?.unwrap_or_default();
    let mut writer = writer();
    writer.write_record(headings.iter().map(|heading| harmless(heading).into_owned())).map_err(Error::internal)?;
    let beginning = finish(writer, &first);
    let rest = rows.map(|batch| finish(self::writer(), &batch?));
    Ok(stream::once(std::future::ready(beginning)).chain(rest).boxed())
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new())
}

fn finish(mut writer: Writer<Vec<u8>>, rows: &[Vec<Cell>]) -> Result<Bytes, Error> {
    for row in rows {
        writer.write_record(row.iter().map(|cell| field(cell).into_owned())).map_err(Error::internal)?;
    }
    writer.into_inner().map(Bytes::from).map_err(|error| Error::internal(error.into_error()))
}

/// Only what somebody wrote can run.
fn field(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) => harmless(text),
        other => Cow::Owned(other.print()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::tests::{all, table, words};

    #[tokio::test]
    async fn a_file_has_its_headings_and_whatever_was_written_in_cells() {
        let day = "2026-05-11".parse().unwrap();
        let odd = vec![
            Cell::Number(-5),
            Cell::Day(day),
            Cell::Flag(true),
            Cell::Tick(true),
            Cell::Tick(false),
            Cell::Nothing,
        ];
        let told = words(&["a,b", "kata \"petik\"", "dua\nbaris", "=HYPERLINK(\"x\")", "", "√"]);
        let batches = vec![Ok(vec![odd]), Ok(vec![]), Ok(vec![told])];
        let file =
            all(stream(table(&["No", "Hari, tanggal", "c", "d", "e", "f"], batches)).await.unwrap()).await.unwrap();
        let expected = "No,\"Hari, tanggal\",c,d,e,f\r\n-5,2026-05-11,ya,√,,\r\n\
            \"a,b\",\"kata \"\"petik\"\"\",\"dua\nbaris\",\"'=HYPERLINK(\"\"x\"\")\",,√\r\n";
        assert_eq!(String::from_utf8(file).unwrap(), expected);
    }

    #[tokio::test]
    async fn a_table_without_rows_has_its_headings() {
        let file = all(stream(table(&["No", "Nama"], vec![])).await.unwrap()).await.unwrap();
        assert_eq!(file, b"No,Nama\r\n");
    }

    #[tokio::test]
    async fn what_fails_at_once_is_no_file_and_what_fails_later_cuts_it_off() {
        assert!(matches!(stream(table(&["a"], vec![Err(Error::NotFound)])).await, Err(Error::NotFound)));
        let cut = stream(table(&["a"], vec![Ok(vec![words(&["b"])]), Err(Error::NotFound)])).await.unwrap();
        assert!(matches!(all(cut).await, Err(Error::NotFound)));
    }
}
