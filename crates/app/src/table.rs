//! Tables as files: rows come in, in batches, and go out as CSV or as a spreadsheet, in constant memory. What the rows are is for
//! others; so is who may have them.

mod csv;
mod formula;
mod xlsx;

use std::future::Future;

use bytes::Bytes;
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use padi_kernel::{
    cell::Cell,
    page::{Page, PageRequest},
};

use crate::{App, error::Error};

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with commas (RFC 4180), UTF-8 without a byte order mark: programs would take it for a part of the first heading, and whoever
    /// opens the file in Excel has XLSX.
    Csv,
    /// A spreadsheet (Office Open XML).
    Xlsx,
}

impl Format {
    /// The end of the file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The media type.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What is to be written.
pub(crate) struct Table {
    /// What it is called: the name of the file, and of its sheet.
    pub(crate) name: String,
    /// The headings of its columns.
    pub(crate) headings: Vec<&'static str>,
    /// Its rows, some at a time.
    pub(crate) rows: BoxStream<'static, Result<Vec<Vec<Cell>>, Error>>,
}

/// Rows of a list that are read at a time: so many are in memory, and no transaction is open between them.
const STEP: u64 = 200;

/// The rows of a list, page by page to its end. Each is as it stands when its page is read; the whole is no picture of one moment.
pub(crate) fn rows<C, F>(
    page: impl Fn(PageRequest<C>) -> F + Send + 'static,
) -> BoxStream<'static, Result<Vec<Vec<Cell>>, Error>>
where
    C: Send + 'static,
    F: Future<Output = Result<Page<Vec<Cell>, C>, Error>> + Send,
{
    let first = Some(PageRequest { limit: STEP, after: None, include_total: false });
    let steps = stream::try_unfold((page, first), |(page, request)| async move {
        let Some(request) = request else { return Ok(None) };
        let Page { items, next, total: _ } = page(request).await?;
        let next = next.map(|after| PageRequest { limit: STEP, after: Some(after), include_total: false });
        Ok(Some((items, (page, next))))
    });
    steps.boxed()
}

/// A file that goes out.
pub struct TableFile {
    /// Its name.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// Its length in bytes, where it is known before the end.
    pub size: Option<u64>,
    /// What is in it. An error cuts it off: a part must not be taken for the whole.
    pub bytes: BoxStream<'static, Result<Bytes, Error>>,
}

impl App {
    /// The table as a file. Whatever fails before the first row is there fails here, and not in the middle of an answer.
    pub(crate) async fn write_table(&self, table: Table, format: Format) -> Result<TableFile, Error> {
        let name = format!("{}.{}", file_name(&table.name), format.extension());
        let (size, bytes) = match format {
            Format::Csv => (None, csv::stream(table).await?),
            Format::Xlsx => {
                let file = xlsx::write(table, self.scratch_folder().to_owned()).await?;
                let size = file.metadata().map_err(Error::internal)?.len();
                (Some(size), xlsx::stream(file))
            }
        };
        Ok(TableFile { name, format, size, bytes })
    }
}

/// A name that every file system and every header takes.
fn file_name(name: &str) -> String {
    let kept = |letter: char| if letter.is_ascii_alphanumeric() || "._-".contains(letter) { letter } else { '-' };
    name.chars().map(kept).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::future::ready;

    use futures_util::TryStreamExt as _;

    use super::*;

    /// A table of these batches.
    pub(crate) fn table(headings: &[&'static str], batches: Vec<Result<Vec<Vec<Cell>>, Error>>) -> Table {
        Table { name: "uji".to_owned(), headings: headings.to_vec(), rows: stream::iter(batches).boxed() }
    }

    pub(crate) fn words(words: &[&str]) -> Vec<Cell> {
        words.iter().map(|word| Cell::Text((*word).to_owned())).collect()
    }

    /// All that goes out.
    pub(crate) async fn all(bytes: BoxStream<'static, Result<Bytes, Error>>) -> Result<Vec<u8>, Error> {
        bytes
            .try_fold(Vec::new(), |mut all, more| {
                all.extend_from_slice(&more);
                ready(Ok(all))
            })
            .await
    }

    #[tokio::test]
    async fn a_list_is_read_to_its_end_and_no_further() {
        let pages = rows(async |request: PageRequest<u64>| {
            let from = request.after.unwrap_or(0);
            let items = (from..(from + request.limit).min(450)).map(|n| vec![Cell::Number(n.cast_signed())]).collect();
            let next = Some(from + request.limit).filter(|next| *next < 450);
            Ok(Page { items, next, total: None })
        });
        let pages: Vec<_> = pages.try_collect().await.unwrap();
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [200, 200, 50]);
        let numbers: Vec<_> = pages.into_iter().flatten().flatten().collect();
        assert_eq!(numbers, (0..450).map(Cell::Number).collect::<Vec<_>>());
        let failing = rows(async |_: PageRequest<u64>| Err(Error::NotFound));
        assert!(matches!(failing.try_collect::<Vec<_>>().await, Err(Error::NotFound)));
    }

    #[test]
    fn names_have_nothing_that_a_header_or_a_folder_would_take_amiss() {
        assert_eq!(file_name("register_73.71_2026-01-01"), "register_73.71_2026-01-01");
        assert_eq!(file_name("a/../\"b\"\r\né"), "a-..--b----");
    }
}
