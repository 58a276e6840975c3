//! The faults of deserialisation, as values instead of prose.

use serde::de::{self, Expected, Unexpected};
use std::fmt;

/// Why a value could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Another JSON type than the one that is expected.
    Type,
    /// A number outside the limits of its type.
    Range,
    /// The right JSON type, but not in the form that is expected (a date, a UUID, ...).
    Format,
    /// An enum value that is not known; the known ones.
    UnknownVariant(&'static [&'static str]),
    /// A field that is not known; its name and the known ones.
    UnknownField(String, &'static [&'static str]),
    /// A field that must be there.
    Missing(&'static str),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Type => "wrong type",
            Self::Range => "number out of range",
            Self::Format => "wrong format",
            Self::UnknownVariant(_) => "unknown value",
            Self::UnknownField(..) => "unknown field",
            Self::Missing(_) => "missing field",
        })
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Format
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::Type
    }

    fn invalid_value(found: Unexpected<'_>, _: &dyn Expected) -> Self {
        match found {
            Unexpected::Signed(_) | Unexpected::Unsigned(_) | Unexpected::Float(_) => Self::Range,
            _ => Self::Format,
        }
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::UnknownVariant(expected)
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::UnknownField(field.to_owned(), expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }
}
