//! The registers (buku register, Perki 1/2021; `domain` 2.14): a row for each request and each objection, with its headings.
//!
//! Who may read them with names is said by [`may_read`]; files are written by others.

pub mod figures;
mod objections;
mod requests;

use chrono::NaiveDate;
use padi_kernel::{
    actor::{Actor, Denied, Role},
    id::AgencyId,
};

pub use objections::{OBJECTION_HEADINGS, ObjectionRow, Response, Superior};
pub use requests::{REQUEST_HEADINGS, RequestRow};

/// One cell of a row, as a file prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is known.
    Nothing,
    /// A number.
    Number(i64),
    /// Words.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A column to be ticked.
    Tick(bool),
}

impl Cell {
    fn text(text: Option<&String>) -> Self {
        text.cloned().map_or(Self::Nothing, Self::Text)
    }

    fn word(word: Option<&'static str>) -> Self {
        word.map_or(Self::Nothing, |word| Self::Text(word.to_owned()))
    }

    fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Nothing, Self::Day)
    }

    fn flag(flag: Option<bool>) -> Self {
        flag.map_or(Self::Nothing, Self::Flag)
    }

    fn number(number: Option<i64>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }

    /// As it is printed in Indonesian.
    pub fn print(&self) -> String {
        match self {
            Self::Nothing | Self::Tick(false) => String::new(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Day(day) => day.to_string(),
            Self::Flag(true) => "ya".to_owned(),
            Self::Flag(false) => "tidak".to_owned(),
            Self::Tick(true) => "√".to_owned(),
        }
    }
}

/// Whether the actor may read the registers of the body: its information officers and their superior.
pub fn may_read(actor: &Actor, body: AgencyId) -> Result<(), Denied> {
    let person = match actor {
        Actor::Anonymous => return Err(Denied::Unauthenticated),
        actor => actor.person().ok_or(Denied::Forbidden)?,
    };
    let reads = [Role::Ppid, Role::PpidSuperior].into_iter().any(|role| person.holds_at(role, body));
    if reads { Ok(()) } else { Err(Denied::Forbidden) }
}

/// Whether names and addresses stand in what the actor reads of them: not without a second factor.
pub fn shows_names(actor: &Actor) -> bool {
    actor.person().is_some_and(|person| person.second_factor)
}
