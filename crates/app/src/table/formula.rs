//! Texts that a spreadsheet would take for a formula: what somebody wrote in a request must not run on an officer's machine.

use std::borrow::Cow;

/// What a formula begins with, and the apostrophe itself, so that exactly one is taken off again.
const FIRST: [char; 7] = ['=', '+', '-', '@', '\'', '\t', '\r'];

/// The text as it may stand in a cell: with an apostrophe before it where it would run.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(FIRST) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_run_gets_an_apostrophe_and_nothing_else_does() {
        for bad in ["=1+1", "+62 811", "-1", "@SUM(A1)", "'=1", "\t=1", "\r=1", "=", "'"] {
            assert_eq!(harmless(bad), format!("'{bad}"));
        }
        for good in ["", "Jl. Mawar 1", "1+1", " =1", "a@b", "0411-7654321", "√"] {
            assert_eq!(harmless(good), good);
        }
    }
}
