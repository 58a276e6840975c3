//! Cells of tables that are printed: registers and exports. What a value is, apart from the file that it comes to stand in.

use chrono::NaiveDate;

/// One cell of a row.
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
    /// Words, where there are any.
    pub fn text(text: Option<&String>) -> Self {
        text.cloned().map_or(Self::Nothing, Self::Text)
    }

    /// A word out of a closed list, where there is one.
    pub fn word(word: Option<&'static str>) -> Self {
        word.map_or(Self::Nothing, |word| Self::Text(word.to_owned()))
    }

    /// A day, where there is one.
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Nothing, Self::Day)
    }

    /// Yes or no, where it is known.
    pub fn flag(flag: Option<bool>) -> Self {
        flag.map_or(Self::Nothing, Self::Flag)
    }

    /// A number, where there is one.
    pub fn number(number: Option<i64>) -> Self {
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
