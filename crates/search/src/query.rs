//! What somebody looks for: every word of it, in any form.

use std::ops::Range;

use crate::words::{indexable, key, stemmed, words};

/// A word that is looked for: it or its stem must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    word: String,
    stem: String,
}

impl Term {
    fn of(word: &str) -> Self {
        Self { word: key(word), stem: key(&stemmed(word)) }
    }

    /// Whether a document with that word of the text has this one. The databases ask the same of the same keys.
    fn is(&self, found: &Self) -> bool {
        [&self.word, &self.stem].into_iter().any(|key| *key == found.word || *key == found.stem)
    }
}

/// A query. Nothing in it is an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

/// A word of a text that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Which words of the query it is.
    terms: Vec<usize>,
}

impl Hit {
    pub(crate) fn terms(&self) -> &[usize] {
        &self.terms
    }
}

impl Query {
    /// Reads what was typed. A number such as a NIK stays a word: no index holds one, so nothing is found by it.
    pub fn parse(text: &str) -> Self {
        let mut terms: Vec<Term> = Vec::new();
        for word in words(text) {
            let term = Term::of(&word.text);
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
        Self { terms }
    }

    /// Whether there is no word in it; then it finds nothing.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// For each word the keys of which a document must have one.
    pub fn alternatives(&self) -> Vec<Vec<String>> {
        let either = |term: &Term| {
            let mut keys = vec![term.word.clone()];
            keys.extend((term.stem != term.word).then(|| term.stem.clone()));
            keys
        };
        self.terms.iter().map(either).collect()
    }

    /// Where its words stand in a text, in the order of the text.
    pub fn hits(&self, text: &str) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for word in indexable(text) {
            let found = Term::of(&word.text);
            let terms: Vec<usize> = (0..self.terms.len()).filter(|at| self.terms[*at].is(&found)).collect();
            match hits.last_mut() {
                _ if terms.is_empty() => {}
                Some(last) if last.range == word.range => last.terms.extend(terms),
                _ => hits.push(Hit { range: word.range, terms }),
            }
        }
        hits
    }

    /// Whether texts with these hits have every word.
    pub fn finds<'a>(&self, hits: impl IntoIterator<Item = &'a Hit>) -> bool {
        let mut there = vec![false; self.terms.len()];
        for term in hits.into_iter().flat_map(Hit::terms) {
            there[*term] = true;
        }
        !self.is_empty() && there.into_iter().all(|there| there)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Document;

    fn found(query: &str, text: &str) -> bool {
        let query = Query::parse(query);
        let hits = query.hits(text);
        assert_eq!(query.finds(&hits), by_keys(&query, text), "what databases find is what is shown");
        query.finds(&hits)
    }

    /// As a database decides.
    fn by_keys(query: &Query, text: &str) -> bool {
        let document = Document::of([text]);
        let wanted = query.alternatives();
        !wanted.is_empty() && wanted.iter().all(|keys| keys.iter().any(|key| document.has(key)))
    }

    #[test]
    fn any_form_finds_any_form() {
        let text = "Pelayanan KTP-el di kelurahan: petugas MELAYANI, café ditutup. RT 05.";
        for query in [
            "layanan",
            "melayani ktp",
            "\"pelayanan\"",
            "kelurahan & petugas",
            "CAFE",
            "-ktp",
            "el",
            "05",
            "tutup",
            "tutup ditutup",
        ] {
            assert!(found(query, text), "{query}");
        }
        for query in ["layan kartu", "5", "", "  ", "&|!", "kelurahanku-bukan", "7371010101010001"] {
            assert!(!found(query, text), "{query}");
        }
    }

    #[test]
    fn no_identity_number_is_found() {
        let text = "NIK saya 7371010101010001.";
        assert!(found("nik saya", text));
        assert!(!found("7371010101010001", text) && !found("nik 7371010101010001", text));
        assert!(Query::parse("7371010101010001").hits(text).is_empty());
    }

    #[test]
    fn hits_stand_where_the_words_are() {
        let text = "Anak-anak melayani; pelayanan ½.";
        let hits = Query::parse("anak layanan 1 2").hits(text);
        let shown: Vec<_> = hits.iter().map(|hit| (&text[hit.range.clone()], hit.terms())).collect();
        let expected: [(&str, &[usize]); 5] =
            [("Anak", &[0]), ("anak", &[0]), ("melayani", &[1]), ("pelayanan", &[1]), ("½", &[2, 3])];
        assert_eq!(shown, expected);
    }

    proptest! {
        #[test]
        fn a_text_is_found_by_each_of_its_words(text in "\\PC{0,80}") {
            for word in indexable(&text) {
                let query = Query::parse(&text[word.range.clone()]);
                prop_assert!(query.finds(&query.hits(&text)), "{:?}", word);
            }
        }

        #[test]
        fn what_databases_find_is_what_is_shown(query in "[a-j]{1,3}( (me|ber|di)?[a-j]{1,4}(an|i|nya)?){0,3}", text in "([a-j]{1,4} |(me|ber|di)[a-j]{1,3}(an|kan)? ){0,12}") {
            let query = Query::parse(&query);
            prop_assert_eq!(query.finds(&query.hits(&text)), by_keys(&query, &text));
        }
    }
}
