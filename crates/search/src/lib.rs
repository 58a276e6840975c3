//! The words of texts: how they are found, stemmed, indexed, asked for and shown. Pure; knows neither cases nor databases.
//!
//! Words are cut and stemmed here and not in the databases, so that both give the same hits: what they are handed is a set of
//! keys, each of `[a-z0-9_]+`. A word is a run of letters and digits, without upper case and diacritics; what stands between
//! (hyphens, quotes, the operators of any query language) separates words and means nothing else.

mod document;
mod query;
mod snippet;
mod stop_words;
mod words;

pub use document::{Document, topics};
pub use query::{Hit, Query};
pub use snippet::{Part, snippet};
