//! Makes a request type out of a [`Tree`] and finds all faults of shape at once.
//!
//! Wrong JSON types and unknown fields end the search (400: the client speaks another language). Missing fields, unknown enum values,
//! wrong formats and numbers out of range are noted (422); the place is filled with something that the type accepts, and reading starts
//! again, until the whole value stands or no filler fits. The rules of `validator` run on what stands.

use super::fault::Fault;
use super::node::Node;
use super::rules;
use super::tree::{GUESSES, Step, Tree};
use crate::field::{FieldCode, FieldError, push_step};
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use validator::Validate;

/// How often reading may start again: well above the number of fields of any request.
const MAX_ROUNDS: usize = 400;

/// What `null` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nulls {
    /// Nothing: it is a wrong type (a whole body, in which what is absent is left out).
    Refused,
    /// Taking a value away, where that is possible (JSON Merge Patch, RFC 7396).
    Clear,
}

/// Why no value was made.
#[derive(Debug)]
pub enum ShapeError {
    /// A wrong JSON type, with its pointer.
    Type(String),
    /// A field that is not known, with its pointer.
    UnknownField(String),
    /// Everything else, all at once, sorted by pointer.
    Invalid(Vec<FieldError>),
}

/// Makes a value. `noted` are faults found before, such as forbidden characters.
///
/// # Errors
/// See [`ShapeError`].
pub fn shape<T: DeserializeOwned + Validate>(
    tree: Tree,
    nulls: Nulls,
    noted: Vec<FieldError>,
) -> Result<T, ShapeError> {
    let mut search = Search { tree, nulls, errors: noted, filled: Vec::new() };
    for _ in 0..MAX_ROUNDS {
        match serde_path_to_error::deserialize::<_, T>(Node::Tree(&search.tree)) {
            Ok(value) => return search.finish(value),
            Err(error) => {
                let path = steps(error.path());
                if !search.mend(path, error.into_inner())? {
                    break;
                }
            }
        }
    }
    Err(ShapeError::Invalid(sorted(search.errors)))
}

/// Reads the parameters of a query; stops at the first fault.
///
/// # Errors
/// The fault and the parameter at which it was found, empty for a fault of the whole.
pub fn shape_query<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, (Fault, String)> {
    serde_path_to_error::deserialize(Node::Query(pairs)).map_err(|error| {
        let name = match steps(error.path()).into_iter().next() {
            Some(Step::Key(key)) => key,
            _ => String::new(),
        };
        (error.into_inner(), name)
    })
}

struct Search {
    tree: Tree,
    nulls: Nulls,
    errors: Vec<FieldError>,
    /// Pointers of what was filled: what is found there or below is our doing, not the caller's.
    filled: Vec<String>,
}

impl Search {
    /// Notes a fault and mends its place; `false` where it can't be mended.
    fn mend(&mut self, mut path: Vec<Step>, fault: Fault) -> Result<bool, ShapeError> {
        if let Fault::Missing(field) = fault {
            path.push(Step::Key(field.to_owned()));
        }
        let pointer = pointer_of(&path);
        let known = match fault {
            Fault::UnknownVariant(known) => known.first().copied(),
            _ => None,
        };
        if self.is_filled(&pointer) && !matches!(fault, Fault::Missing(_)) {
            // The tag of an enum, asked for as any text: its own first name fits, where none of the fillers does.
            return Ok(known.is_some_and(|name| self.name_variant(&path, name)) || self.next_guess(&path));
        }
        let is_member = matches!(path.last(), Some(Step::Key(_)));
        let is_null = is_member && self.tree.at(&path) == Some(&Tree::Null);
        let error = match fault {
            Fault::Type if is_null && self.nulls == Nulls::Clear => FieldError::new(&pointer, FieldCode::Required),
            Fault::Type => return Err(ShapeError::Type(pointer)),
            Fault::UnknownField(field, _) => {
                path.push(Step::Key(field));
                return Err(ShapeError::UnknownField(pointer_of(&path)));
            }
            Fault::Missing(_) => FieldError::new(&pointer, FieldCode::Required),
            Fault::UnknownVariant(known) => FieldError::unknown_value(&pointer, known),
            Fault::Range => FieldError::new(&pointer, FieldCode::OutOfRange),
            Fault::Format => FieldError::new(&pointer, FieldCode::InvalidFormat),
        };
        if !self.is_filled(&pointer) {
            self.errors.push(error);
            self.filled.push(pointer);
        }
        let filler = known.map_or(Tree::Filler(0), |name| Tree::Text(name.to_owned()));
        let Some(place) = self.tree.make(&path) else { return Ok(false) };
        *place = filler;
        Ok(!path.is_empty())
    }

    /// Puts the name of a variant where a filler stands.
    fn name_variant(&mut self, path: &[Step], name: &str) -> bool {
        match self.tree.make(path) {
            Some(place @ Tree::Filler(_)) => {
                *place = Tree::Text(name.to_owned());
                true
            }
            _ => false,
        }
    }

    fn is_filled(&self, pointer: &str) -> bool {
        self.filled.iter().any(|filled| {
            pointer.strip_prefix(filled.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// The filler at this place, or the nearest above it, did not fit: try the next one.
    fn next_guess(&mut self, path: &[Step]) -> bool {
        for length in (1..=path.len()).rev() {
            let above = path.get(..length).unwrap_or_default();
            if let Some(Tree::Filler(guess)) = self.tree.at(above) {
                let next = guess + 1;
                if next < GUESSES
                    && let Some(place) = self.tree.make(above)
                {
                    *place = Tree::Filler(next);
                    return true;
                }
                return false;
            }
        }
        false
    }

    /// Runs the rules on what stands and gives it out if nothing is at fault.
    fn finish<T: Validate>(mut self, value: T) -> Result<T, ShapeError> {
        if let Err(found) = value.validate() {
            let mut list = Vec::new();
            rules::flatten(&found, "", &mut list);
            list.retain(|error| !self.is_filled(&error.pointer));
            self.errors.extend(list);
        }
        if self.errors.is_empty() { Ok(value) } else { Err(ShapeError::Invalid(sorted(self.errors))) }
    }
}

fn sorted(mut errors: Vec<FieldError>) -> Vec<FieldError> {
    errors.sort_by(|a, b| (&a.pointer, &a.code).cmp(&(&b.pointer, &b.code)));
    errors.dedup_by(|a, b| a.pointer == b.pointer && a.code == b.code);
    errors
}

fn steps(path: &serde_path_to_error::Path) -> Vec<Step> {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Map { key } => Some(Step::Key(key.clone())),
            Segment::Seq { index } => Some(Step::Index(*index)),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

fn pointer_of(path: &[Step]) -> String {
    let mut pointer = String::new();
    for step in path {
        match step {
            Step::Key(key) => push_step(&mut pointer, key),
            Step::Index(index) => push_step(&mut pointer, &index.to_string()),
        }
    }
    pointer
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
