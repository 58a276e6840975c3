//! Rows as a spreadsheet. It is written by a thread that may wait for the disk, row by row into files without a name, so that neither
//! memory nor a name is left of what may hold personal data.

use std::{
    fs::File,
    io::{BufWriter, Seek as _, Write as _},
    path::PathBuf,
};

use bytes::{Bytes, BytesMut};
use chrono::Datelike as _;
use futures_util::{
    StreamExt as _, TryStreamExt as _,
    stream::{self, BoxStream},
};
use padi_kernel::cell::Cell;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use tokio::{io::AsyncReadExt as _, sync::mpsc, task::spawn_blocking};

use super::{Table, formula::harmless};
use crate::error::Error;

/// The most rows that a sheet has, its headings among them.
const ROWS: u32 = 1_048_576;
/// The most UTF-16 units that a cell holds.
const TEXT: usize = 32_767;
/// A sheet keeps fifteen digits of a number: a longer one is shown whole, as text.
const ROUNDED: u64 = 1_000_000_000_000_000;
/// How wide a column is, in digits.
const WIDTH: u32 = 22;
/// Batches that wait to be written.
const WAITING: usize = 2;
/// How much of the file goes out at a time.
const PIECE: usize = 64 * 1024;

/// The file, written to its end. `folder` takes what is set aside meanwhile.
pub(super) async fn write(table: Table, folder: PathBuf) -> Result<File, Error> {
    write_within(table, folder, ROWS).await
}

async fn write_within(table: Table, folder: PathBuf, limit: u32) -> Result<File, Error> {
    let Table { name, headings, mut rows } = table;
    let (sender, batches) = mpsc::channel(WAITING);
    let writing = spawn_blocking(move || Sheet { name, headings, folder, limit }.write(batches));
    while let Some(batch) = rows.try_next().await? {
        // Whoever writes has given up, and says why.
        if sender.send(batch).await.is_err() {
            break;
        }
    }
    drop(sender);
    writing.await.map_err(Error::internal)?
}

/// What is in the file, from its beginning.
pub(super) fn stream(file: File) -> BoxStream<'static, Result<Bytes, Error>> {
    let file = tokio::fs::File::from_std(file);
    stream::try_unfold(file, |mut file| async move {
        let mut piece = BytesMut::with_capacity(PIECE);
        let read = file.read_buf(&mut piece).await.map_err(Error::internal)?;
        Ok((read > 0).then(|| (piece.freeze(), file)))
    })
    .boxed()
}

struct Sheet {
    name: String,
    headings: Vec<&'static str>,
    folder: PathBuf,
    limit: u32,
}

impl Sheet {
    fn write(&self, mut batches: mpsc::Receiver<Vec<Vec<Cell>>>) -> Result<File, Error> {
        let mut file = tempfile::tempfile_in(&self.folder).map_err(Error::internal)?;
        let mut workbook = Workbook::new();
        workbook.set_tempdir(&self.folder).map_err(Error::internal)?;
        let sheet = workbook.add_worksheet_with_constant_memory();
        self.head(sheet).map_err(Error::internal)?;
        let days = Format::new().set_num_format("[$-421]dddd, d mmmm yyyy");
        let mut row = 1;
        while let Some(batch) = batches.blocking_recv() {
            for cells in batch {
                if row >= self.limit {
                    return Err(Error::TooManyRows { max: self.limit.into() });
                }
                write_row(sheet, row, &cells, &days).map_err(Error::internal)?;
                row += 1;
            }
        }
        let mut out = BufWriter::new(&mut file);
        workbook.save_to_writer(&mut out).map_err(Error::internal)?;
        out.flush().map_err(Error::internal)?;
        drop(out);
        file.rewind().map_err(Error::internal)?;
        Ok(file)
    }

    /// The headings stay in sight.
    fn head(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(sheet_name(&self.name))?.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, heading) in (0..).zip(&self.headings) {
            sheet.set_column_width(column, WIDTH)?;
            sheet.write_string_with_format(0, column, harmless(heading), &bold)?;
        }
        Ok(())
    }
}

fn write_row(sheet: &mut Worksheet, row: u32, cells: &[Cell], days: &Format) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells) {
        match (cell, day_of(cell)) {
            (Cell::Nothing | Cell::Tick(false), _) => continue,
            (_, Some(day)) => sheet.write_datetime_with_format(row, column, &day, days)?,
            (Cell::Text(text), None) => sheet.write_string(row, column, cut(&harmless(text)))?,
            #[expect(clippy::cast_precision_loss, reason = "with so few digits nothing is lost")]
            (Cell::Number(number), None) if number.unsigned_abs() < ROUNDED => {
                sheet.write_number(row, column, *number as f64)?
            }
            (_, None) => sheet.write_string(row, column, cell.print())?,
        };
    }
    Ok(())
}

/// The day in the cell as spreadsheets count days; they know none before 1900.
fn day_of(cell: &Cell) -> Option<ExcelDateTime> {
    let Cell::Day(day) = cell else { return None };
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

/// As much of the text as a cell holds.
fn cut(text: &str) -> String {
    if text.encode_utf16().count() <= TEXT {
        return text.to_owned();
    }
    let mut length = 1;
    let fits = |letter: &char| {
        length += letter.len_utf16();
        length <= TEXT
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// At most 31 letters, without those that a sheet's name may not have.
fn sheet_name(name: &str) -> String {
    name.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).take(31).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::table::tests::{all, table, words};

    fn xml(file: File, part: &str) -> String {
        let mut text = String::new();
        let mut archive = zip::ZipArchive::new(file).unwrap();
        archive.by_name(part).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    async fn written(batches: Vec<Result<Vec<Vec<Cell>>, Error>>, limit: u32) -> Result<File, Error> {
        write_within(table(&["No", "=Nama"], batches), std::env::temp_dir(), limit).await
    }

    #[tokio::test]
    async fn values_are_what_they_are_and_nothing_runs() {
        let odd = vec![
            Cell::Number(7),
            Cell::Number(1_234_567_890_123_456),
            Cell::Day("2026-05-11".parse().unwrap()),
            Cell::Day("1811-05-11".parse().unwrap()),
            Cell::Flag(false),
            Cell::Tick(true),
            Cell::Nothing,
        ];
        let file = written(vec![Ok(vec![odd]), Ok(vec![words(&["=1+1", "a & b"])])], ROWS).await.unwrap();
        let sheet = xml(file, "xl/worksheets/sheet1.xml");
        for expected in [
            "<t>'=Nama</t>",
            "<v>7</v>",
            "<t>1234567890123456</t>",
            "<v>46153</v>",
            "<t>1811-05-11</t>",
            "<t>tidak</t>",
            "<t>√</t>",
            "<t>'=1+1</t>",
            "<t>a &amp; b</t>",
            "state=\"frozen\"",
        ] {
            assert!(sheet.contains(expected), "{expected}: {sheet}");
        }
        assert!(!sheet.contains("<f>"), "{sheet}");
    }

    #[tokio::test]
    async fn a_sheet_is_full_when_it_is_full() {
        let rows = |count: usize| Ok(vec![words(&["a", "b"]); count]);
        let full = written(vec![rows(2), rows(2)], 5).await.unwrap();
        assert!(xml(full, "xl/worksheets/sheet1.xml").contains("<row r=\"5\""));
        let refused = written(vec![rows(2), rows(3), rows(1), rows(1), rows(1), rows(1)], 5).await;
        assert!(matches!(refused, Err(Error::TooManyRows { max: 5 })), "{refused:?}");
    }

    #[tokio::test]
    async fn what_fails_on_the_way_is_no_file() {
        let failed = written(vec![Ok(vec![words(&["a"])]), Err(Error::NotFound)], ROWS).await;
        assert!(matches!(failed, Err(Error::NotFound)), "{failed:?}");
    }

    #[tokio::test]
    async fn a_file_goes_out_whole() {
        let mut file = written(vec![Ok(vec![words(&["kata"; 2]); 20_000])], ROWS).await.unwrap();
        let mut whole = Vec::new();
        file.read_to_end(&mut whole).unwrap();
        file.rewind().unwrap();
        assert!(whole.len() > PIECE, "{}", whole.len());
        assert_eq!(all(stream(file)).await.unwrap(), whole);
    }

    #[test]
    fn a_cell_holds_so_much() {
        assert_eq!(cut("kata"), "kata");
        let exact = "\u{1f600}".repeat(TEXT / 2);
        assert_eq!(cut(&exact), exact);
        let long = cut(&"\u{1f600}".repeat(TEXT));
        assert!(long.ends_with('…') && long.encode_utf16().count() == TEXT, "{}", long.encode_utf16().count());
        assert_eq!(sheet_name("register/permohonan: 73.71_2026-01-01_2026-12-31"), "registerpermohonan 73.71_2026-0");
    }
}
