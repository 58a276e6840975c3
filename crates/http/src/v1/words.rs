//! What texts in request bodies must be, beside their lengths.

use validator::ValidationError;

/// The fewest digits of a telephone number.
const PHONE_DIGITS: usize = 5;

/// Refuses what looks empty. Document it as the pattern `\S`.
pub(super) fn not_blank(text: &str) -> Result<(), ValidationError> {
    if text.chars().all(char::is_whitespace) { Err(ValidationError::new("too_short")) } else { Ok(()) }
}

/// Refuses line breaks, tabs and blanks only: a title or a name stands on one line. Document it as the pattern `^[^\t\r\n]*\S[^\t\r\n]*$`.
pub(super) fn one_line(text: &str) -> Result<(), ValidationError> {
    if text.contains(['\t', '\n', '\r', '\u{2028}', '\u{2029}']) {
        return Err(ValidationError::new("invalid_characters"));
    }
    not_blank(text)
}

/// Refuses what has not the shape of a region code. Document it as its pattern.
pub(super) fn region_code(text: &str) -> Result<(), ValidationError> {
    if padi_agencies::region::is_region_code(text) { Ok(()) } else { Err(ValidationError::new("invalid_format")) }
}

/// Digits as people write telephone numbers: with a plus, spaces, hyphens, dots and brackets.
pub(super) fn phone_number(text: &str) -> Result<(), ValidationError> {
    let written = text.chars().all(|c| c.is_ascii_digit() || "+ -.()".contains(c));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if written && digits >= PHONE_DIGITS { Ok(()) } else { Err(ValidationError::new("invalid_format")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: Result<(), ValidationError>) -> String {
        result.err().map_or("good".to_owned(), |error| error.code.into_owned())
    }

    #[test]
    fn a_text_holds_something() {
        assert_eq!(code(not_blank(" KTP-el\n belum jadi ")), "good");
        for blank in ["", " ", "\t \r\n", "\u{3000}\u{a0}\u{2028}"] {
            assert_eq!(code(not_blank(blank)), "too_short", "{blank:?}");
        }
    }

    #[test]
    fn a_title_stands_on_one_line() {
        assert_eq!(code(one_line("Jalan rusak, 3 km")), "good");
        for broken in ["a\nb", "a\r\nb", "a\n", "a\tb", "a\u{2028}b", "a\u{2029}b"] {
            assert_eq!(code(one_line(broken)), "invalid_characters", "{broken:?}");
        }
        assert_eq!(code(one_line("   ")), "too_short");
    }

    #[test]
    fn a_telephone_number_has_digits() {
        for good in ["0411-1234567", "+62 (0) 812.3456.789", "14022"] {
            assert_eq!(code(phone_number(good)), "good", "{good}");
        }
        for bad in ["abcde", "", "()-+.", "1234", "0812345x", "٠١٢٣٤٥", "0812 ext 3"] {
            assert_eq!(code(phone_number(bad)), "invalid_format", "{bad}");
        }
    }
}
