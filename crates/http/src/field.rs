//! One fault at one place of a request body: `{pointer, code, message}` in `errors` of a problem.
//!
//! The codes of [`FieldCode`] come from the shape of a body; use cases may add their own with [`FieldError::with_text`].

use crate::language::{Language, Text};
use serde_json::{Value, json};
use std::borrow::Cow;

/// What can be wrong with the shape of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldCode {
    /// The field must be there.
    Required,
    /// Text or list below its minimum length.
    TooShort,
    /// Text or list above its maximum length.
    TooLong,
    /// Number outside its limits.
    OutOfRange,
    /// The text is not in the form that the field asks for (e-mail, date, UUID, ...).
    InvalidFormat,
    /// The value is none of the listed ones.
    UnknownValue,
    /// NUL, a control character or a bidirectional override.
    InvalidCharacters,
    /// Two fields that must be equal, or must not be together, are not so.
    Inconsistent,
}

impl FieldCode {
    /// The code as it stands in the answer.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::OutOfRange => "out_of_range",
            Self::InvalidFormat => "invalid_format",
            Self::UnknownValue => "unknown_value",
            Self::InvalidCharacters => "invalid_characters",
            Self::Inconsistent => "inconsistent",
        }
    }

    /// The message without any number in it.
    fn text(self) -> Text {
        match self {
            Self::Required => Text::new("Wajib diisi.", "This field is required."),
            Self::TooShort => Text::new("Terlalu pendek.", "Too short."),
            Self::TooLong => Text::new("Terlalu panjang.", "Too long."),
            Self::OutOfRange => Text::new("Di luar batas yang diperbolehkan.", "Outside the permitted range."),
            Self::InvalidFormat => Text::new("Format tidak sah.", "Invalid format."),
            Self::UnknownValue => Text::new("Nilai tidak dikenal.", "Unknown value."),
            Self::InvalidCharacters => Text::new(
                "Memuat karakter yang tidak diperbolehkan (NUL, karakter kendali, atau pengubah arah teks).",
                "Contains characters that are not permitted (NUL, control characters or bidirectional overrides).",
            ),
            Self::Inconsistent => Text::new("Tidak sesuai dengan isian lain.", "Inconsistent with another field."),
        }
    }
}

/// One fault with its JSON Pointer (RFC 6901) into the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Where: `/reporter/nik`; empty for the whole body.
    pub pointer: String,
    /// Which: stable, `snake_case`, never translated.
    pub code: Cow<'static, str>,
    text: Text,
}

impl FieldError {
    /// A fault of shape with its standard message.
    pub fn new(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self::with_text(pointer, code.as_str(), code.text())
    }

    /// A fault with a code and a message of its own.
    pub fn with_text(pointer: impl Into<String>, code: impl Into<Cow<'static, str>>, text: Text) -> Self {
        Self { pointer: pointer.into(), code: code.into(), text }
    }

    /// `too_short`, naming the least length in characters or items.
    pub fn too_short(pointer: impl Into<String>, min: u64) -> Self {
        let text = Text::new(format!("Panjang minimal {min}."), format!("At least {min} long."));
        Self::with_text(pointer, FieldCode::TooShort.as_str(), text)
    }

    /// `too_long`, naming the greatest length in characters or items.
    pub fn too_long(pointer: impl Into<String>, max: u64) -> Self {
        let text = Text::new(format!("Panjang maksimal {max}."), format!("At most {max} long."));
        Self::with_text(pointer, FieldCode::TooLong.as_str(), text)
    }

    /// `out_of_range`, naming the limits that are set.
    pub fn out_of_range(pointer: impl Into<String>, min: Option<&str>, max: Option<&str>) -> Self {
        let text = match (min, max) {
            (Some(min), Some(max)) => {
                Text::new(format!("Harus antara {min} dan {max}."), format!("Must be between {min} and {max}."))
            }
            (Some(min), None) => Text::new(format!("Minimal {min}."), format!("Must be at least {min}.")),
            (None, Some(max)) => Text::new(format!("Maksimal {max}."), format!("Must be at most {max}.")),
            (None, None) => FieldCode::OutOfRange.text(),
        };
        Self::with_text(pointer, FieldCode::OutOfRange.as_str(), text)
    }

    /// `unknown_value`, naming the values that are known.
    pub fn unknown_value(pointer: impl Into<String>, known: &[&str]) -> Self {
        let list = known.join(", ");
        let text =
            Text::new(format!("Nilai tidak dikenal. Pilihan: {list}."), format!("Unknown value. Choose from: {list}."));
        Self::with_text(pointer, FieldCode::UnknownValue.as_str(), text)
    }

    /// The entry of `errors`.
    pub fn to_json(&self, language: Language) -> Value {
        json!({ "pointer": self.pointer, "code": self.code, "message": self.text.get(language) })
    }
}

/// Appends one step to a JSON Pointer, escaped by RFC 6901.
pub fn push_step(pointer: &mut String, step: &str) {
    pointer.push('/');
    for character in step.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_escaped() {
        let mut pointer = String::from("/a");
        push_step(&mut pointer, "b/c~d");
        assert_eq!(pointer, "/a/b~1c~0d");
    }

    #[test]
    fn messages_come_in_both_languages() {
        let error = FieldError::out_of_range("/stars", Some("1"), Some("5"));
        assert_eq!(error.to_json(Language::Indonesian)["message"], "Harus antara 1 dan 5.");
        assert_eq!(error.to_json(Language::English)["message"], "Must be between 1 and 5.");
        assert_eq!(error.to_json(Language::English)["code"], "out_of_range");
    }
}
