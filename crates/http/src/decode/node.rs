//! The deserializer: reads a [`Tree`] of a body, or the parameters of a query, and fails with a [`Fault`].
//!
//! It refuses unknown members of every struct by itself, so that no request type can forget `deny_unknown_fields`; a struct with
//! `#[serde(flatten)]` escapes this, so request types don't use it. A list in a query is one parameter with commas.

use super::fault::Fault;
use super::tree::{FILLERS, Tree};
use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

/// A place to read from.
#[derive(Clone, Copy)]
pub enum Node<'de> {
    /// A value of a body.
    Tree(&'de Tree),
    /// All parameters of a query, without duplicates.
    Query(&'de [(String, String)]),
    /// One parameter, or one element of a list.
    Param(&'de str),
}

impl<'de> IntoDeserializer<'de, Fault> for Node<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Node<'de> {
    /// The text of a filler or of a parameter; `None` for everything that has a type of its own.
    fn untyped(self) -> Option<&'de str> {
        match self {
            Self::Param(text) => Some(text),
            Self::Tree(Tree::Filler(guess)) => Some(FILLERS.get(*guess).copied().unwrap_or_default()),
            _ => None,
        }
    }

    fn is_filler(self) -> bool {
        matches!(self, Self::Tree(Tree::Filler(_)))
    }

    fn integer<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.untyped() {
            Some(_) if self.is_filler() => visitor.visit_u64(1),
            Some(text) if text.starts_with('-') => visitor.visit_i64(text.parse().map_err(|_| Fault::Format)?),
            Some(text) => visitor.visit_u64(text.parse().map_err(|_| Fault::Format)?),
            None => self.deserialize_any(visitor),
        }
    }

    fn float<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.untyped() {
            Some(_) if self.is_filler() => visitor.visit_f64(1.0),
            Some(text) => match text.parse::<f64>() {
                Ok(value) if value.is_finite() => visitor.visit_f64(value),
                _ => Err(Fault::Format),
            },
            None => self.deserialize_any(visitor),
        }
    }

    fn members<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Tree(Tree::Map(members)) => {
                let entries = members.iter().map(|(key, value)| (key.as_str(), Node::Tree(value)));
                visitor.visit_map(MapDeserializer::new(entries))
            }
            Self::Query(pairs) => {
                let entries = pairs.iter().map(|(key, value)| (key.as_str(), Node::Param(value)));
                visitor.visit_map(MapDeserializer::new(entries))
            }
            Self::Tree(Tree::Filler(_)) => visitor.visit_map(MapDeserializer::new(no_members())),
            _ => self.deserialize_any(visitor),
        }
    }

    fn check_members(self, fields: &'static [&'static str]) -> Result<(), Fault> {
        let unknown = |key: &&str| !fields.contains(key);
        let first = match self {
            Self::Tree(Tree::Map(members)) => members.iter().map(|(key, _)| key.as_str()).find(unknown),
            Self::Query(pairs) => pairs.iter().map(|(key, _)| key.as_str()).find(unknown),
            _ => None,
        };
        first.map_or(Ok(()), |key| Err(Fault::unknown_field(key, fields)))
    }
}

/// The name under which a type reads itself that takes a null for a meaning of its own.
pub const CLEARABLE: &str = "$clearable";

fn no_members<'de>() -> std::iter::Empty<(&'static str, Node<'de>)> {
    std::iter::empty()
}

/// What a filler is to somebody who takes any type.
fn guessed<'de, V: Visitor<'de>>(guess: usize, visitor: V) -> Result<V::Value, Fault> {
    match (FILLERS.get(guess), guess.saturating_sub(FILLERS.len())) {
        (Some(text), _) => visitor.visit_borrowed_str(text),
        (None, 0) => visitor.visit_u64(1),
        (None, 1) => visitor.visit_bool(false),
        (None, 2) => visitor.visit_seq(SeqDeserializer::new(std::iter::empty::<Node<'de>>())),
        (None, _) => visitor.visit_map(MapDeserializer::new(no_members())),
    }
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Param(text) => visitor.visit_borrowed_str(text),
            Self::Query(_) | Self::Tree(Tree::Map(_)) => self.members(visitor),
            Self::Tree(Tree::Null) => visitor.visit_unit(),
            Self::Tree(Tree::Bool(value)) => visitor.visit_bool(*value),
            Self::Tree(Tree::Text(text)) => visitor.visit_borrowed_str(text),
            Self::Tree(Tree::List(items)) => visitor.visit_seq(SeqDeserializer::new(items.iter().map(Node::Tree))),
            Self::Tree(Tree::Filler(guess)) => guessed(*guess, visitor),
            Self::Tree(Tree::Number(number)) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(value), _, _) => visitor.visit_u64(value),
                (None, Some(value), _) => visitor.visit_i64(value),
                (None, None, Some(value)) => visitor.visit_f64(value),
                (None, None, None) => Err(Fault::Range),
            },
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.untyped() {
            Some(_) if self.is_filler() => visitor.visit_bool(false),
            Some("true") => visitor.visit_bool(true),
            Some("false") => visitor.visit_bool(false),
            Some(_) => Err(Fault::UnknownVariant(&["true", "false"])),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.integer(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.float(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.float(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            // What is optional is left out; only what is `CLEARABLE` may be null.
            Self::Tree(Tree::Null) => Err(Fault::Type),
            Self::Tree(Tree::Filler(_)) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Tree(Tree::Null) if name == CLEARABLE => visitor.visit_none(),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            // An empty parameter is an empty list, not a list of one empty text.
            Self::Param("") | Self::Tree(Tree::Filler(_)) => {
                visitor.visit_seq(SeqDeserializer::new(std::iter::empty::<Node<'de>>()))
            }
            Self::Param(text) => visitor.visit_seq(SeqDeserializer::new(text.split(',').map(Node::Param))),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.members(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.check_members(fields)?;
        match self {
            Self::Tree(Tree::List(_)) => Err(Fault::Type),
            _ => self.members(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self {
            Self::Tree(Tree::Filler(_)) => {
                visitor.visit_enum(variants.first().copied().unwrap_or_default().into_deserializer())
            }
            Self::Tree(Tree::Text(text)) => visitor.visit_enum(text.as_str().into_deserializer()),
            Self::Param(text) => visitor.visit_enum(text.into_deserializer()),
            Self::Tree(Tree::Map(members)) if members.len() == 1 => {
                let entries = members.iter().map(|(key, value)| (key.as_str(), Node::Tree(value)));
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(entries)))
            }
            _ => Err(Fault::Type),
        }
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}
