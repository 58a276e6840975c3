//! How much a PDF may become in memory. Read whole, it grows: an array of ones has a value for every second byte, and an object
//! stream unpacks to a thousand times its size.

use std::cell::Cell;

use lopdf::{Object, ObjectId};

/// All packed objects together, unpacked.
const MAX_PACKED: usize = 32 * 1024 * 1024;
/// Values in all objects together. A thousand pages of text have some hundred thousand.
const MAX_VALUES: usize = 1_500_000;
/// What may begin a value, in a whole file: noise, such as packed pictures, has up to two millions in 20 MiB.
const MAX_TOKENS: usize = 3_000_000;
/// The most that one packed stream of objects or references may unpack to.
pub(super) const MAX_STREAM: usize = 16 * 1024 * 1024;

thread_local! {
    // The reader's filter is a plain function: what it spends can be kept nowhere else.
    static LEFT: Cell<Option<Left>> = const { Cell::new(None) };
}

#[derive(Clone, Copy)]
struct Left {
    packed: usize,
    values: usize,
}

/// Begins a document on this thread.
pub(super) fn begin() {
    LEFT.set(Some(Left { packed: MAX_PACKED, values: MAX_VALUES }));
}

/// Ends it; whether it kept within the budget.
pub(super) fn end() -> bool {
    LEFT.take().is_some()
}

/// The reader's filter: lets objects in as long as something is left.
pub(super) fn charge(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let left = LEFT.get().and_then(|left| spend(left, object));
    LEFT.set(left);
    left?;
    // The reader keeps its own object; what is returned it uses for packed ones, which are never streams.
    let kept = if matches!(object, Object::Stream(_)) { Object::Null } else { object.clone() };
    Some((id, kept))
}

fn spend(left: Left, object: &Object) -> Option<Left> {
    let mut left = left;
    if let Object::Stream(stream) = object
        && stream.dict.has_type(b"ObjStm")
    {
        let unpacked = stream.get_plain_content_with_limit(left.packed.min(MAX_STREAM)).ok()?;
        left.packed = left.packed.checked_sub(unpacked.len())?;
        // Before they become values.
        if tokens(&unpacked) > left.values {
            return None;
        }
    }
    left.values = left.values.checked_sub(values(object))?;
    Some(left)
}

/// Values in an object. The reader lets none be nested deeper than a hundred.
fn values(object: &Object) -> usize {
    1 + match object {
        Object::Array(items) => items.iter().map(values).sum(),
        Object::Dictionary(dictionary) => dictionary.iter().map(|(_, value)| values(value)).sum(),
        Object::Stream(stream) => stream.dict.iter().map(|(_, value)| values(value)).sum(),
        _ => 0,
    }
}

/// Whether a file has too many beginnings of values to be read into memory.
pub(super) fn is_too_dense(bytes: &[u8]) -> bool {
    tokens(bytes) > MAX_TOKENS
}

/// How many values could begin here.
fn tokens(bytes: &[u8]) -> usize {
    let mut before = b' ';
    let mut count = 0;
    for byte in bytes {
        let begins = matches!(byte, b'[' | b'(' | b'<' | b'/');
        let separated = is_separator(before) && !is_separator(*byte);
        count += usize::from(begins || separated);
        before = *byte;
    }
    count
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | b' ' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}
