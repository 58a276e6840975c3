//! The findings of `validator` as faults with pointers; its own English prose is never shown.

use crate::field::{FieldCode, FieldError, push_step};
use serde_json::Value;
use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

/// All findings, flat, with pointers below `base`. The order is that of a hash map: sort afterwards.
pub fn flatten(errors: &ValidationErrors, base: &str, out: &mut Vec<FieldError>) {
    for (field, kind) in errors.errors() {
        let mut pointer = base.to_owned();
        // Rules of a whole struct are filed under this name by validator.
        if field != "__all__" {
            push_step(&mut pointer, field.strip_prefix("r#").unwrap_or(field));
        }
        match kind {
            ValidationErrorsKind::Field(list) => out.extend(list.iter().map(|error| translate(&pointer, error))),
            ValidationErrorsKind::Struct(inner) => flatten(inner, &pointer, out),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    flatten(inner, &format!("{pointer}/{index}"), out);
                }
            }
        }
    }
}

fn translate(pointer: &str, error: &ValidationError) -> FieldError {
    let number = |name: &str| error.params.get(name).and_then(Value::as_u64);
    match error.code.as_ref() {
        "length" => length(pointer, error, number("min"), number("max"), number("equal")),
        "range" => {
            let limit = |name: &str| error.params.get(name).map(plain);
            FieldError::out_of_range(pointer, limit("min").as_deref(), limit("max").as_deref())
        }
        "required" => FieldError::new(pointer, FieldCode::Required),
        "must_match" | "inconsistent" => FieldError::new(pointer, FieldCode::Inconsistent),
        "non_control_character" | "invalid_characters" => FieldError::new(pointer, FieldCode::InvalidCharacters),
        "too_short" => FieldError::new(pointer, FieldCode::TooShort),
        "too_long" => FieldError::new(pointer, FieldCode::TooLong),
        "out_of_range" => FieldError::new(pointer, FieldCode::OutOfRange),
        "unknown_value" => FieldError::new(pointer, FieldCode::UnknownValue),
        // email, url, regex, contains, and every rule of our own that is about the form of a text.
        _ => FieldError::new(pointer, FieldCode::InvalidFormat),
    }
}

/// Which side of its limits a text or list is on; validator tells the limits and the value, not the side.
fn length(
    pointer: &str,
    error: &ValidationError,
    min: Option<u64>,
    max: Option<u64>,
    equal: Option<u64>,
) -> FieldError {
    let (min, max) = (equal.or(min), equal.or(max));
    let actual = error.params.get("value").map_or(0, |value| match value {
        Value::String(text) => text.chars().count(),
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    });
    let actual = u64::try_from(actual).unwrap_or(u64::MAX);
    match (min, max) {
        (_, Some(max)) if actual > max => FieldError::too_long(pointer, max),
        (Some(min), _) => FieldError::too_short(pointer, min),
        (None, Some(max)) => FieldError::too_long(pointer, max),
        (None, None) => FieldError::new(pointer, FieldCode::InvalidFormat),
    }
}

/// A limit as people write it: `5`, not `5.0`.
fn plain(value: &Value) -> String {
    let text = value.to_string();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
