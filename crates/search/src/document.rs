//! What is indexed of some texts, and what they are about.

use std::collections::BTreeSet;

use crate::{
    stop_words::is_stop_word,
    words::{indexable, key, stemmed},
};

/// So many bytes of keys are indexed of one document; PostgreSQL takes 1 MiB.
const MOST_BYTES: usize = 512 * 1024;

/// The keys of some texts: every word and its stem, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    keys: BTreeSet<String>,
    bytes: usize,
}

impl Document {
    /// The document of these texts. What goes beyond 512 KiB of different words is left out, the last texts first.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut document = Self::default();
        for text in texts {
            for word in indexable(text) {
                document.add(key(&stemmed(&word.text)));
                document.add(key(&word.text));
            }
        }
        document
    }

    fn add(&mut self, key: String) {
        let bytes = self.bytes + key.len();
        if bytes <= MOST_BYTES && !self.keys.contains(&key) {
            self.bytes = bytes;
            self.keys.insert(key);
        }
    }

    /// Whether the key is there.
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// The keys, sorted.
    pub fn into_keys(self) -> Vec<String> {
        self.keys.into_iter().collect()
    }
}

/// The stems of what a text is about: no numbers such as a NIK, and none of the words that every text has.
pub fn topics(text: &str) -> BTreeSet<String> {
    let words = indexable(text).into_iter().filter(|word| !is_stop_word(&word.text));
    words.map(|word| stemmed(&word.text).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_stems_once() {
        let keys = Document::of(["Pelayanan pelayanan", "LAYANAN di дом"]).into_keys();
        assert_eq!(keys, ["_d0b4d0bed0bc", "di", "layan", "layanan", "pelayanan"]);
        assert_eq!(Document::of([]), Document::default());
    }

    #[test]
    fn a_document_has_an_end() {
        let text = (0..200_000).map(|n| format!("kata{n}")).collect::<Vec<_>>().join(" ");
        let document = Document::of([text.as_str()]);
        assert!(document.has("kata0") && !document.has("kata199999"));
        assert!(document.into_keys().iter().map(String::len).sum::<usize>() <= MOST_BYTES);
    }

    #[test]
    fn topics_are_stems_of_what_matters() {
        let found = topics("Jalan yang rusak di depan pasar belum diperbaiki, NIK 7371010101010001");
        let found: Vec<_> = found.iter().map(String::as_str).collect();
        assert_eq!(found, ["baik", "jalan", "nik", "pasar", "rusak"]);
    }
}
