//! The national identity number (NIK): its form, and how much of it is shown.

use chrono::NaiveDate;

/// How much of a NIK is shown at most: its last digits.
const NIK_SHOWN: usize = 4;

/// A NIK as it is shown: the last digits, the others as stars.
pub fn masked_nik(nik: &str) -> String {
    let hidden = nik.chars().count().saturating_sub(NIK_SHOWN);
    nik.chars().enumerate().map(|(index, digit)| if index < hidden { '*' } else { digit }).collect()
}

/// Whether the text has the form of a NIK: 16 digits, of which six name a region, six a birth date (day + 40 for women), and four
/// count from 0001 (UU 23/2006 jo. 24/2013).
pub fn is_nik(text: &str) -> bool {
    if text.len() != 16 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let part = |from: usize, to: usize| text[from..to].parse::<u32>().unwrap_or(0);
    let region = part(0, 2) >= 11 && part(2, 4) >= 1 && part(4, 6) >= 1;
    let day = part(6, 8);
    let day = if day > 40 { day - 40 } else { day };
    // The century is not told: 29 February is right in either.
    let date = [1900, 2000].into_iter().any(|century| {
        let year = i32::try_from(century + part(10, 12)).unwrap_or(0);
        NaiveDate::from_ymd_opt(year, part(8, 10), day).is_some()
    });
    region && date && part(12, 16) >= 1
}

#[cfg(test)]
mod tests {
    use super::{is_nik, masked_nik};

    #[test]
    fn a_nik_is_checked_by_format() {
        for good in ["7371014107900001", "3273010101000001", "7371016902000007"] {
            assert!(is_nik(good), "{good}");
        }
        for bad in [
            "",
            "737101410790000",
            "73710141079000011",
            "7371014107900000",
            "0071014107900001",
            "7371013213900001",
            "7371017213900001",
            "7371014113900001",
            "737101410790000x",
            "७३७१०१४१०७९०००01",
        ] {
            assert!(!is_nik(bad), "{bad}");
        }
    }

    #[test]
    fn four_digits_are_shown() {
        assert_eq!(masked_nik("7371014107900001"), "************0001");
        assert_eq!(masked_nik("12"), "12");
    }
}
