//! The part of a text that shows why it was found.

use crate::query::Hit;

/// A snippet has about so many bytes.
const LENGTH: usize = 240;
/// So many bytes of it, at most, stand before the first hit.
const BEFORE: usize = 60;
/// What stands where a text was cut.
const CUT: char = '\u{2026}';

/// A piece of a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Whether it is a word that was looked for.
    pub hit: bool,
}

/// The part of the text with the most words of a query, as it stands there, cut between words where it is long; `None` without hits.
/// The hits are those of the query in this text.
pub fn snippet(text: &str, hits: &[Hit]) -> Option<Vec<Part>> {
    let first = densest(hits)?;
    let (start, end) = window(text, hits[first].range.start, hits[first].range.end);
    let mut parts = Vec::new();
    let mut plain = String::new();
    if start > 0 {
        plain.push(CUT);
    }
    let mut at = start;
    for hit in hits.iter().filter(|hit| hit.range.start >= start && hit.range.end <= end) {
        plain.push_str(&text[at..hit.range.start]);
        add(&mut parts, std::mem::take(&mut plain), false);
        add(&mut parts, text[hit.range.clone()].to_owned(), true);
        at = hit.range.end;
    }
    plain.push_str(&text[at..end]);
    if end < text.len() {
        plain.push(CUT);
    }
    add(&mut parts, plain, false);
    Some(parts)
}

fn add(parts: &mut Vec<Part>, text: String, hit: bool) {
    if !text.is_empty() {
        parts.push(Part { text, hit });
    }
}

/// The hit from which on, within a snippet, the most different words of the query stand; the first such.
fn densest(hits: &[Hit]) -> Option<usize> {
    let different = |first: usize| {
        let end = hits[first].range.start + LENGTH - BEFORE;
        let mut terms: Vec<usize> =
            hits[first..].iter().take_while(|hit| hit.range.end <= end).flat_map(Hit::terms).copied().collect();
        terms.sort_unstable();
        terms.dedup();
        terms.len()
    };
    (0..hits.len()).rev().max_by_key(|first| different(*first))
}

/// From where to where: both ends between words if there is a blank nearby, and always around the hit.
fn window(text: &str, hit_start: usize, hit_end: usize) -> (usize, usize) {
    if text.len() <= LENGTH {
        return (0, text.len());
    }
    // Near the end there is more room before the hit.
    let earliest = hit_start.saturating_sub(BEFORE).min(text.len() - LENGTH);
    let start = text.floor_char_boundary(earliest);
    let end = text.floor_char_boundary((start + LENGTH).min(text.len())).max(hit_end);
    let start = match text[start..hit_start].find(char::is_whitespace) {
        Some(blank) if start > 0 => text.ceil_char_boundary(start + blank + 1),
        _ => start,
    };
    let end = match text[hit_end..end].rfind(char::is_whitespace) {
        Some(blank) if end < text.len() => hit_end + blank,
        _ => end,
    };
    (start.min(hit_start), end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Query;

    fn shown(text: &str, query: &str) -> Option<String> {
        let parts = snippet(text, &Query::parse(query).hits(text))?;
        Some(parts.into_iter().map(|Part { text, hit }| if hit { format!("[{text}]") } else { text }).collect())
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        let text = "Jalan di depan pasar rusak, berjalan pun sulit.";
        assert_eq!(shown(text, "jalan").unwrap(), "[Jalan] di depan pasar rusak, [berjalan] pun sulit.");
        assert_eq!(shown(text, "sungai"), None);
        assert_eq!(shown("", "sungai"), None);
    }

    #[test]
    fn a_long_text_is_cut_between_words_around_the_most_words() {
        let filler = "kata lain ".repeat(60);
        let text = format!("pasar {filler}jalan di depan pasar rusak berat {filler}");
        let snippet = shown(&text, "pasar rusak").unwrap();
        assert!(snippet.contains("jalan di depan [pasar] [rusak] berat"), "{snippet}");
        assert!(snippet.starts_with("…") && snippet.ends_with('…') && snippet.len() < 300, "{snippet}");
        assert!(!snippet.contains("…ata") && !snippet.contains("kat…"), "{snippet}");
    }

    proptest! {
        #[test]
        fn a_snippet_is_a_piece_of_its_text(text in "(\\PC| |jalan){0,400}") {
            if let Some(parts) = snippet(&text, &Query::parse("jalan").hits(&text)) {
                let joined: String = parts.iter().map(|part| part.text.as_str()).collect();
                let piece = joined.trim_start_matches(CUT).trim_end_matches(CUT);
                prop_assert!(text.contains(piece));
                prop_assert!(joined.len() <= LENGTH + 400);
                prop_assert!(parts.iter().any(|part| part.hit) && parts.iter().all(|part| !part.text.is_empty()));
            }
        }
    }
}
