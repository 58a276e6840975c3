//! A JSON document in memory, whose gaps can be filled so that reading goes on behind them.

use serde_json::{Number, Value};

/// One JSON value, or a filler where one is missing.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// Any number.
    Number(Number),
    /// Any text.
    Text(String),
    /// An array.
    List(Vec<Tree>),
    /// An object, members in the order of the document, without duplicates.
    Map(Vec<(String, Tree)>),
    /// Stands for a value that is missing or unusable; the n-th of [`GUESSES`].
    Filler(usize),
}

/// What a filler says when a text is asked for: forms that the types of our requests accept.
pub const FILLERS: [&str; 7] =
    ["", "x", "00000000-0000-0000-0000-000000000000", "2000-01-01", "2000-01-01T00:00:00Z", "11", "a@example.id"];

/// How many guesses there are: the texts, then a number, a truth value, a list and an object, for what reads whatever stands there.
pub const GUESSES: usize = FILLERS.len() + 4;

/// One step of a path into a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A member of an object.
    Key(String),
    /// An element of an array.
    Index(usize),
}

impl Tree {
    /// The value at a path.
    pub fn at(&self, path: &[Step]) -> Option<&Self> {
        path.iter().try_fold(self, |tree, step| match (tree, step) {
            (Self::Map(members), Step::Key(key)) => members.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            (Self::List(items), Step::Index(index)) => items.get(*index),
            _ => None,
        })
    }

    /// The value at a path, made as a filler where it is not there; `None` where the path can't be walked.
    pub fn make(&mut self, path: &[Step]) -> Option<&mut Self> {
        let Some((step, rest)) = path.split_first() else { return Some(self) };
        match step {
            Step::Index(index) => match self {
                Self::List(items) => items.get_mut(*index)?.make(rest),
                _ => None,
            },
            Step::Key(key) => {
                if matches!(self, Self::Filler(_)) {
                    *self = Self::Map(Vec::new());
                }
                let Self::Map(members) = self else { return None };
                let place = members.iter().position(|(k, _)| k == key).unwrap_or_else(|| {
                    members.push((key.clone(), Self::Filler(0)));
                    members.len() - 1
                });
                members.get_mut(place)?.1.make(rest)
            }
        }
    }

    /// The document with sorted members and no white space: equal documents give equal bytes.
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = String::new();
        self.write(&mut out);
        out.into_bytes()
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null | Self::Filler(_) => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(value) => out.push_str(&value.to_string()),
            Self::Text(value) => out.push_str(&quoted(value)),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Map(members) => {
                let mut sorted: Vec<_> = members.iter().collect();
                sorted.sort_by(|a, b| a.0.cmp(&b.0));
                out.push('{');
                for (index, (key, value)) in sorted.into_iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    out.push_str(&quoted(key));
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_form_ignores_order_of_members() {
        let tree = Tree::Map(vec![
            ("b".to_owned(), Tree::List(vec![Tree::Null, Tree::Bool(true)])),
            ("a".to_owned(), Tree::Text("\"x\"".to_owned())),
        ]);
        assert_eq!(tree.canonical(), br#"{"a":"\"x\"","b":[null,true]}"#);
    }

    #[test]
    fn gaps_are_made() {
        let mut tree = Tree::Map(Vec::new());
        let path = [Step::Key("a".to_owned()), Step::Key("b".to_owned())];
        *tree.make(&path).unwrap() = Tree::Bool(true);
        assert_eq!(tree.at(&path), Some(&Tree::Bool(true)));
    }
}
