//! Reads JSON text into a [`Tree`]: depth at most [`MAX_DEPTH`], no member twice, and the places of forbidden characters noted.

use super::tree::Tree;
use crate::field::push_step;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use std::cell::RefCell;
use std::fmt;

/// The deepest nesting of arrays and objects that is read.
pub const MAX_DEPTH: usize = 32;

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanError {
    /// Not JSON; line and column, counted from 1.
    Syntax {
        /// The line.
        line: usize,
        /// The column, in bytes.
        column: usize,
    },
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// A member stands twice in its object.
    Duplicate,
}

/// A document that was read.
#[derive(Debug)]
pub struct Scanned {
    /// The document.
    pub tree: Tree,
    /// Pointers of texts with forbidden characters.
    pub forbidden: Vec<String>,
}

/// Reads a document.
///
/// # Errors
/// The reason and the pointer of the place where reading stopped.
pub fn scan(text: &[u8]) -> Result<Scanned, (ScanError, String)> {
    let state = RefCell::new(State::default());
    let mut reader = serde_json::Deserializer::from_slice(text);
    let read = Seed { state: &state, depth: 0 }.deserialize(&mut reader);
    let result = read.and_then(|tree| reader.end().map(|()| tree));
    let state = state.into_inner();
    match result {
        Ok(tree) => Ok(Scanned { tree, forbidden: state.forbidden }),
        Err(error) => {
            let syntax = ScanError::Syntax { line: error.line(), column: error.column() };
            Err((state.fault.unwrap_or(syntax), state.pointer))
        }
    }
}

#[derive(Default)]
struct State {
    pointer: String,
    forbidden: Vec<String>,
    fault: Option<ScanError>,
}

/// Reads one value; the pointer of the state names it.
#[derive(Clone, Copy)]
struct Seed<'s> {
    state: &'s RefCell<State>,
    depth: usize,
}

impl Seed<'_> {
    /// Goes one level down, or refuses to.
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            self.state.borrow_mut().fault = Some(ScanError::TooDeep);
            return Err(E::custom("too deep"));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    /// Steps into a member or element and returns the length to step back to. On an error nobody steps back, so that the pointer
    /// stays at the place of the fault.
    fn enter(self, step: &str) -> usize {
        let mut state = self.state.borrow_mut();
        let length = state.pointer.len();
        push_step(&mut state.pointer, step);
        length
    }

    fn leave(self, length: usize) {
        self.state.borrow_mut().pointer.truncate(length);
    }

    fn note(self, text: &str) {
        if text.chars().any(is_forbidden) {
            let mut state = self.state.borrow_mut();
            let pointer = state.pointer.clone();
            state.forbidden.push(pointer);
        }
    }
}

/// NUL and control characters but tab and line ends; bidirectional embeddings, overrides and isolates, which make a text read
/// otherwise than it is stored.
pub fn is_forbidden(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Tree, E> {
        Number::from_f64(value).map(Tree::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        self.note(value);
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        loop {
            let back = self.enter(&items.len().to_string());
            let item = access.next_element_seed(inner)?;
            self.leave(back);
            match item {
                Some(item) => items.push(item),
                None => return Ok(Tree::List(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let inner = self.deeper()?;
        let mut members: Vec<(String, Tree)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        while let Some(key) = access.next_key::<String>()? {
            let back = self.enter(&key);
            if !seen.insert(key.clone()) {
                self.state.borrow_mut().fault = Some(ScanError::Duplicate);
                return Err(A::Error::custom("duplicate member"));
            }
            let value = access.next_value_seed(inner)?;
            self.leave(back);
            members.push((key, value));
        }
        Ok(Tree::Map(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax_duplicates_and_depth_are_told_apart() {
        assert!(matches!(scan(b"{\"a\": }"), Err((ScanError::Syntax { line: 1, .. }, pointer)) if pointer == "/a"));
        assert!(matches!(scan(b"{} x"), Err((ScanError::Syntax { .. }, _))));
        assert!(matches!(scan(b"\xff"), Err((ScanError::Syntax { .. }, _))));
        let duplicate = scan(br#"{"a": {"b": 1, "b": 2}}"#).unwrap_err();
        assert_eq!(duplicate, (ScanError::Duplicate, "/a/b".to_owned()));
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(scan(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert_eq!(scan(nested(MAX_DEPTH + 1).as_bytes()).unwrap_err().0, ScanError::TooDeep);
        assert!(scan(nested(100_000).as_bytes()).is_err());
    }

    #[test]
    fn forbidden_characters_are_noted_with_their_place() {
        let scanned = scan(br#"{"a": ["x", "\u0000"], "b": "\u202e", "c": "tab\tand\nline"}"#).unwrap();
        assert_eq!(scanned.forbidden, ["/a/1", "/b"]);
    }

    #[test]
    fn a_wide_object_is_read_in_linear_time() {
        let members: Vec<String> = (0..20_000).map(|n| format!("\"k{n}\":1")).collect();
        let text = format!("{{{}}}", members.join(","));
        assert!(scan(text.as_bytes()).is_ok());
    }
}
