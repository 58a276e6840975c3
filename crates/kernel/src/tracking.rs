//! Tracking numbers and secrets: what a reporter without account holds in hand.
//!
//! `KDN-YYYY-` (a complaint) or `KIP-YYYY-` (a request for information) and nine random Crockford base32 characters with a check
//! character; the secret has 128 bits. The number is no secret, the secret is: only its hash is kept.

use std::{fmt, str::FromStr};

use crate::entropy::Entropy;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM: usize = 9;

/// What a tracking number belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Series {
    /// Complaints, aspirations and questions (pengaduan).
    Complaint,
    /// Requests for public information (permohonan informasi publik).
    InformationRequest,
}

impl Series {
    /// Every series.
    pub const ALL: [Self; 2] = [Self::Complaint, Self::InformationRequest];

    /// What its numbers begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Complaint => "KDN-",
            Self::InformationRequest => "KIP-",
        }
    }
}

/// A tracking number (nomor pelacakan).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TrackingNumber(String);

/// The text is no tracking number: wrong shape or wrong check character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a tracking number")]
pub struct NotATrackingNumber;

impl TrackingNumber {
    /// A fresh number of that series and year.
    pub fn generate(series: Series, year: i32, entropy: &dyn Entropy) -> Self {
        let code = base32(RANDOM, entropy);
        let check = check_character(year, &code);
        Self(format!("{}{year:04}-{code}{check}", series.prefix()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TrackingNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TrackingNumber {
    type Err = NotATrackingNumber;

    /// Reads a number as people type it: any case, and I, L, O for the digits that they look like.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let upper = text.to_ascii_uppercase();
        let series = Series::ALL.into_iter().find(|series| upper.starts_with(series.prefix()));
        let prefix = series.ok_or(NotATrackingNumber)?.prefix();
        let (year, code) = upper[prefix.len()..].split_once('-').ok_or(NotATrackingNumber)?;
        let year_number: i32 = year.parse().map_err(|_| NotATrackingNumber)?;
        let code: String = code
            .chars()
            .map(|c| match c {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        let valid = year.len() == 4
            && year.bytes().all(|byte| byte.is_ascii_digit())
            && code.len() == RANDOM + 1
            && code.bytes().all(|byte| ALPHABET.contains(&byte));
        if !valid || !code.ends_with(check_character(year_number, &code[..RANDOM])) {
            return Err(NotATrackingNumber);
        }
        Ok(Self(format!("{prefix}{year}-{code}")))
    }
}

/// A fresh secret: 26 characters, 128 bits and two spare.
pub fn generate_secret(entropy: &dyn Entropy) -> String {
    base32(26, entropy)
}

fn base32(length: usize, entropy: &dyn Entropy) -> String {
    let mut bytes = vec![0_u8; length];
    entropy.fill(&mut bytes);
    // 256 is a multiple of 32: the low five bits are as random as the byte.
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

/// A weighted sum modulo 31, a prime, over the year and the code: every single wrong character and every swap of neighbours
/// changes it, save for the pair of values that 31 does not tell apart.
fn check_character(year: i32, code: &str) -> char {
    let value = |byte: u8| ALPHABET.iter().position(|letter| *letter == byte).unwrap_or(0);
    let digits = year.to_string().into_bytes();
    let sum: usize =
        digits.iter().chain(code.as_bytes()).enumerate().map(|(index, byte)| (index + 2) * value(*byte)).sum();
    char::from(ALPHABET[sum % 31])
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(std::cell::Cell<u8>);
    // Only a test's thread uses it; `Entropy` asks for Sync.
    struct Seeded(std::sync::Mutex<Counting>);

    impl Entropy for Seeded {
        fn fill(&self, buffer: &mut [u8]) {
            let counting = self.0.lock().unwrap();
            for byte in buffer {
                counting.0.set(counting.0.get().wrapping_mul(37).wrapping_add(11));
                *byte = counting.0.get();
            }
        }
    }

    #[test]
    fn a_number_survives_how_people_type_it_and_a_wrong_character_does_not() {
        let entropy = Seeded(std::sync::Mutex::new(Counting(std::cell::Cell::new(1))));
        for series in (0..200).flat_map(|_| Series::ALL) {
            let number = TrackingNumber::generate(series, 2026, &entropy);
            let text = number.to_string();
            assert_eq!(text.parse(), Ok(number.clone()));
            assert_eq!(text.to_ascii_lowercase().parse(), Ok(number.clone()));
            assert_eq!(text.replace('0', "o").replace("2o26", "2026").parse(), Ok(number));
            let position = 9 + usize::from(text.as_bytes()[9] % 9);
            for letter in ALPHABET {
                let mut wrong = text.clone().into_bytes();
                let (old, new) = (wrong[position], *letter);
                wrong[position] = new;
                let same_to_31 = ALPHABET.iter().position(|l| *l == old).unwrap() % 31
                    == ALPHABET.iter().position(|l| *l == new).unwrap() % 31;
                let parsed = String::from_utf8(wrong).unwrap().parse::<TrackingNumber>();
                assert_eq!(parsed.is_ok(), same_to_31, "{text} {}", char::from(new));
            }
        }
        for bad in [
            "",
            "KDN-",
            "KDN-2026-",
            "KDN-2026-0000000000x",
            "LPR-2026-0000000000",
            "KDN-20-0000000000",
            "KDN-2026-ÜÜÜÜÜ",
        ] {
            assert!(bad.parse::<TrackingNumber>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_secret_has_26_characters_of_the_alphabet() {
        let entropy = Seeded(std::sync::Mutex::new(Counting(std::cell::Cell::new(1))));
        let secret = generate_secret(&entropy);
        assert_eq!(secret.len(), 26);
        assert!(secret.bytes().all(|byte| ALPHABET.contains(&byte)));
    }
}
