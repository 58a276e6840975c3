//! The words that every Indonesian text has, by the list of `stop-words` (stopwords-iso). Only for comparing texts: in a search
//! every word counts.

use std::{collections::HashSet, sync::LazyLock};

static STOP_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| stop_words::lookup("id").unwrap_or_default().iter().copied().collect());

/// Whether the word tells nothing of what a text is about.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_there() {
        assert!(["yang", "di", "sudah", "tidak"].into_iter().all(is_stop_word));
        assert!(!["jalan", "lampu", "ktp"].into_iter().any(is_stop_word));
    }
}
