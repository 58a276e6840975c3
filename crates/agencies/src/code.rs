//! Codes that people give to agencies and categories: short, stable, typed by hand.

/// The longest code, in characters.
pub const CODE_MAX: usize = 64;

/// Whether the text can be a code: parts of lower-case letters and digits, joined by single full stops or hyphens.
pub fn is_code(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.len() <= CODE_MAX && text.split(['.', '-']).all(part)
}

#[cfg(test)]
mod tests {
    use super::{CODE_MAX, is_code};

    #[test]
    fn codes_are_parts_of_letters_and_digits() {
        for good in ["kemendagri", "73.71", "73.71.dinas-dukcapil", "a", &"x".repeat(CODE_MAX)] {
            assert!(is_code(good), "{good}");
        }
        for bad in ["", ".", "a.", "-a", "a..b", "a b", "Dukcapil", "dinas_x", "é", &"x".repeat(CODE_MAX + 1)] {
            assert!(!is_code(bad), "{bad}");
        }
    }
}
