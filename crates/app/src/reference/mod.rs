//! Reference data: regions, agencies, categories, holidays and rules of law. Everybody may read them; administrators change all
//! but the regions, and every change is written down with its author.

pub mod agencies;
pub mod categories;
mod history;
pub mod holidays;
mod load;
pub mod regions;
pub mod routing;
pub mod rules;
mod sources;
#[cfg(test)]
mod tests;
mod villages;

pub use padi_agencies::policy;

pub use self::{
    history::{Change, ChangePlace, Kind},
    villages::Villages,
};

use chrono::{Datelike as _, NaiveDate};

use crate::error::{Error, FieldError};

/// The longest name of anything here, in characters.
pub const NAME_MAX: usize = 200;

/// The text without blanks around it; what is wrong with it goes to the faults.
fn checked_text(text: &str, pointer: &str, faults: &mut Vec<FieldError>) -> String {
    let text = text.trim();
    let fault = match text.chars().count() {
        0 => Some("required"),
        n if n > NAME_MAX => Some("too_long"),
        _ if text.chars().any(char::is_control) => Some("invalid_characters"),
        _ => None,
    };
    faults.extend(fault.map(|code| FieldError::new(pointer, code)));
    text.to_owned()
}

/// The code, if it has the shape of one.
fn checked_code(code: &str, pointer: &str, faults: &mut Vec<FieldError>) {
    if !padi_agencies::code::is_code(code) {
        faults.push(FieldError::new(pointer, "invalid_format"));
    }
}

/// A day that four digits of the year can write, and no slip of the keyboard long ago.
fn checked_day(day: NaiveDate, pointer: &str, faults: &mut Vec<FieldError>) {
    if !(1900..=9999).contains(&day.year()) {
        faults.push(FieldError::new(pointer, "out_of_range"));
    }
}

/// A span of such days; one that ends before it begins is none.
fn checked_span(from: NaiveDate, to: Option<NaiveDate>, faults: &mut Vec<FieldError>) {
    checked_day(from, "/valid_from", faults);
    if let Some(to) = to {
        checked_day(to, "/valid_to", faults);
        if to < from {
            faults.push(FieldError::new("/valid_to", "contradictory"));
        }
    }
}

/// All faults at once, or none.
fn no_faults(faults: Vec<FieldError>) -> Result<(), Error> {
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// A row whose unique key is taken: the field that holds the key is wrong.
fn taken(error: padi_persistence::db::Error, pointer: &str) -> Error {
    match error {
        padi_persistence::db::Error::Conflict => Error::field(pointer, "taken"),
        other => other.into(),
    }
}
