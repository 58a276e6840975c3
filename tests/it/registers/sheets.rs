//! What files show: their cells as texts, whatever the form of the file.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use chrono::{Days, NaiveDate};

use crate::harness::Answer;

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The rows of a CSV, its headings first.
pub(super) fn csv_rows(answer: &Answer) -> Vec<Vec<String>> {
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8", "{answer}");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&answer.body[..]);
    let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    rows.collect()
}

/// The rows of a spreadsheet, its headings first, as a CSV shows them.
pub(super) fn xlsx_rows(answer: &Answer) -> Vec<Vec<String>> {
    assert_eq!(answer.header("content-type"), XLSX);
    let length = answer.body.len().to_string();
    assert_eq!((answer.header("content-length"), answer.header("content-encoding")), (length.as_str(), ""));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body.clone())).expect("a spreadsheet");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    assert!(book.worksheet_formula(&book.sheet_names()[0]).expect("formulas").is_empty(), "nothing runs");
    sheet.rows().map(|row| row.iter().map(text).collect()).collect()
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::DateTime(serial) => {
            let days = format!("{}", serial.as_f64()).parse().expect("whole days");
            let before = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day");
            before.checked_add_days(Days::new(days)).expect("a day").to_string()
        }
        other => panic!("{other:?}"),
    }
}
