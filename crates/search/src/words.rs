//! Words of a text, and their stems. By hand, because the rules of UAX #29 keep `ktp.Sudah` and `7371.01` together: what people
//! type without a blank would not be found.

use std::{borrow::Cow, ops::Range};

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use waken_snowball::{Algorithm, stem};

/// So many characters of a word count; what is longer is a mistake or an attack.
const LONGEST: usize = 64;

/// The digits of a national identity number (NIK), and of a family card's (nomor KK).
const IDENTITY_DIGITS: usize = 16;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// It, in lower case and without diacritics.
    pub(crate) text: String,
}

/// The words of a text, in their order.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let follows = letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let joins = start.is_some() && (is_silent(letter) || (is_apostrophe(letter) && follows));
        if letter.is_alphanumeric() || joins {
            start.get_or_insert(at);
        } else if let Some(begin) = start.take() {
            add(text, begin..at, &mut words);
        }
    }
    if let Some(begin) = start {
        add(text, begin..text.len(), &mut words);
    }
    words
}

/// The words that may be indexed and shown as hits: all but numbers such as a NIK, written together or in groups.
pub(crate) fn indexable(text: &str) -> Vec<Word> {
    let words = words(text);
    let mut hidden = vec![false; words.len()];
    for (first, word) in words.iter().enumerate() {
        if has_long_number(&word.text) {
            hidden[first] = true;
        } else if let Some(after) = grouped_number(text, &words, first) {
            hidden[first..after].fill(true);
        }
    }
    words.into_iter().zip(hidden).filter(|(_, hidden)| !hidden).map(|(word, _)| word).collect()
}

/// The stem of a word by the Snowball algorithm for Indonesian, which knows the letters a to z only.
pub(crate) fn stemmed(word: &str) -> Cow<'_, str> {
    if !word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    let stem = stem(Algorithm::Indonesian, word);
    if stem.is_empty() { Cow::Borrowed(word) } else { stem }
}

/// A word as it stands in the index: letters that are not ASCII as their bytes, so that no database has an opinion on them.
pub(crate) fn key(word: &str) -> String {
    use std::fmt::Write as _;
    if word.is_ascii() {
        return word.to_owned();
    }
    word.bytes().fold("_".to_owned(), |mut key, byte| {
        // Writing into a text does not fail.
        let _ = write!(key, "{byte:02x}");
        key
    })
}

fn add(text: &str, range: Range<usize>, words: &mut Vec<Word>) {
    let plain: String = text[range.clone()]
        .nfkd()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|letter| !is_silent(*letter) && !is_apostrophe(*letter))
        .collect();
    // What is one letter may be several, with a sign between: a half is `1⁄2`.
    for part in plain.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()) {
        words.push(Word { range: range.clone(), text: part.chars().take(LONGEST).collect() });
    }
}

/// What is written within a word and not a letter of it: diacritics, soft hyphens, what joins or has no width.
fn is_silent(letter: char) -> bool {
    is_combining_mark(letter) || matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// As in `Jum'at`, `do'a`.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '`')
}

fn is_number(word: &str) -> bool {
    word.chars().all(char::is_numeric)
}

fn has_long_number(word: &str) -> bool {
    word.split(|letter: char| !letter.is_numeric()).any(|digits| digits.chars().count() >= IDENTITY_DIGITS)
}

/// Where the words end that from this one on are the groups of one identity number, with the same sign between them all.
fn grouped_number(text: &str, words: &[Word], first: usize) -> Option<usize> {
    let mut digits = 0;
    let mut sign = None;
    for (at, word) in words.iter().enumerate().skip(first) {
        if !is_number(&word.text) {
            return None;
        }
        if at > first {
            // Two numbers out of one sign (`½`) are no groups.
            let between = separator(text.get(words[at - 1].range.end..word.range.start)?)?;
            if *sign.get_or_insert(between) != between {
                return None;
            }
        }
        digits += word.text.chars().count();
        if digits >= IDENTITY_DIGITS {
            return (digits == IDENTITY_DIGITS).then_some(at + 1);
        }
    }
    None
}

/// What may stand between the groups of a number; blanks are alike.
fn separator(between: &str) -> Option<char> {
    let mut signs = between.chars().filter(|sign| !sign.is_whitespace());
    match (signs.next(), signs.next()) {
        (None, _) => Some(' '),
        (Some(sign @ ('.' | '-' | '\u{2013}' | '/')), None) => Some(sign),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        for (text, expected) in [
            ("KTP-el: anak-anak,\n\"belum\" jadi!", vec!["ktp", "el", "anak", "anak", "belum", "jadi"]),
            ("KTP.Sudah 73.71.01 RT/RW 001/002", vec!["ktp", "sudah", "73", "71", "01", "rt", "rw", "001", "002"]),
            ("Jum'at, do’a 'kutipan' it`s", vec!["jumat", "doa", "kutipan", "its"]),
            ("Café CAFE\u{301} Ｋａｆｅ ﬁrma İstanbul", vec!["cafe", "cafe", "kafe", "firma", "istanbul"]),
            ("ja\u{AD}lan ja\u{200B}lan", vec!["jalan", "jalan"]),
            ("½ jalan", vec!["1", "2", "jalan"]),
            ("a:* & !b | <-> NEAR(c) col:d {e}^f\\", vec!["a", "b", "near", "c", "col", "d", "e", "f"]),
            ("'' \u{301} -- ' ", vec![]),
        ] {
            assert_eq!(texts(text), expected, "{text}");
        }
        assert_eq!(texts(&"x".repeat(200)), ["x".repeat(64)]);
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let text = "«Kafé» ½";
        let found: Vec<_> = words(text).into_iter().map(|word| text[word.range].to_owned()).collect();
        assert_eq!(found, ["Kafé", "½", "½"]);
    }

    #[test]
    fn numbers_like_a_nik_are_not_indexed() {
        let kept = |text: &str| indexable(text).into_iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
        for (text, expected) in [
            ("NIK 7371010101010001 saya", "nik saya"),
            ("NIK7371010101010001 saya", "saya"),
            ("NIK 7371 0101 0101 0001 saya", "nik saya"),
            ("NIK 737101-010101-0001.", "nik"),
            ("NIK 73.71.01.010101.0001, KK 7371010101010002", "nik kk"),
            ("nomor １２３４５６７８９０１２３４５６", "nomor"),
            ("rekening 12345678901234567890", "rekening"),
            ("RT 7 7371 0101 0101 0001", "rt 7"),
            (
                "telepon 0812-3456-7890 tanggal 2026-03-13 2026-03-14",
                "telepon 0812 3456 7890 tanggal 2026 03 13 2026 03 14",
            ),
            ("123456789012345 dan 12345", "123456789012345 dan 12345"),
        ] {
            assert_eq!(kept(text), expected, "{text}");
        }
    }

    #[test]
    fn stems_of_indonesian() {
        for (stem, forms) in [
            ("jalan", &["jalan", "jalanan", "berjalan", "menjalankan", "perjalanan", "jalannya"][..]),
            ("bangun", &["bangunan", "membangun", "pembangunan", "dibangun"]),
            ("rusak", &["rusak", "kerusakan", "merusak", "rusaklah"]),
            ("layan", &["layan", "layanan", "pelayanan", "melayani"]),
            ("lapor", &["lapor", "laporan", "melaporkan", "pelaporan"]),
        ] {
            for form in forms {
                assert_eq!(stemmed(form), stem, "{form}");
            }
        }
        assert_eq!(stemmed("a1"), "a1");
    }

    #[test]
    fn keys_are_ascii() {
        assert_eq!(key("jalan"), "jalan");
        assert_eq!(key("дом"), "_d0b4d0bed0bc");
    }

    proptest! {
        #[test]
        fn any_text_has_words(text in any::<String>()) {
            let mut last = 0;
            for word in indexable(&text) {
                prop_assert!(word.range.start >= last && !word.text.is_empty());
                last = word.range.start;
                prop_assert!(!text[word.range].is_empty());
                for key in [key(&word.text), key(&stemmed(&word.text))] {
                    prop_assert!(key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')), "{key}");
                    prop_assert!(!key.is_empty() && key.len() < 600);
                }
            }
        }

        #[test]
        fn any_word_has_a_stem(word in "[a-z]{1,70}") {
            prop_assert!(!stemmed(&word).is_empty());
        }

        #[test]
        fn words_are_their_own_words(text in any::<String>()) {
            for word in words(&text) {
                prop_assert_eq!(texts(&word.text), vec![word.text.clone()]);
            }
        }
    }
}
