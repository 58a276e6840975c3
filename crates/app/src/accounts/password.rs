//! What a password must be: long enough, not the address, not one that everybody guesses first.

use std::collections::HashSet;

use super::email::Email;

/// The shortest password, in characters.
pub const MIN: usize = 10;
/// The longest password, in characters.
pub const MAX: usize = 128;

/// Fewer different characters than this are too few, however long the password is.
const MIN_DISTINCT: usize = 4;

/// What is guessed first, of those that are long enough; in lower case.
const COMMON: [&str; 63] = [
    "0123456789",
    "0987654321",
    "1029384756",
    "111222333444",
    "112233445566",
    "123123123123",
    "1234512345",
    "1234567890",
    "12345678901",
    "12345678910",
    "123456789012",
    "123456789a",
    "123456789q",
    "1234qwerasdf",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "9876543210",
    "a123456789",
    "a1b2c3d4e5",
    "aa12345678",
    "abc123456789",
    "abcd123456",
    "abcdefghij",
    "abcdefghijk",
    "adminadmin",
    "admin12345",
    "admin123456",
    "administrator",
    "alhamdulillah",
    "anakmama123",
    "asdfghjkl1",
    "assalamualaikum",
    "bismillah1",
    "bismillah123",
    "garudaindonesia",
    "indonesia1",
    "indonesia123",
    "indonesia1945",
    "indonesiaraya",
    "iloveyou123",
    "jakarta123",
    "kemendagri",
    "kemendagri1",
    "kemendagri123",
    "lapor12345",
    "merdeka1945",
    "merdeka123",
    "pancasila1",
    "pancasila123",
    "password01",
    "password10",
    "password12",
    "password123",
    "password1234",
    "passwordpassword",
    "pemerintah",
    "q1w2e3r4t5",
    "qwerty1234",
    "qwerty12345",
    "qwertyuiop",
    "rahasia123",
    "sayangkamu",
];

/// Why the password can't be taken, as the stable code of a field error; nothing if it can.
pub fn fault(password: &str, email: &Email) -> Option<&'static str> {
    let lower = password.to_lowercase();
    match password.chars().count() {
        n if n < MIN => Some("too_short"),
        n if n > MAX => Some("too_long"),
        _ if lower.trim() == email.as_str() || lower.trim() == email.local_part() => Some("same_as_email"),
        _ if COMMON.contains(&lower.trim()) => Some("too_common"),
        _ if lower.chars().collect::<HashSet<_>>().len() < MIN_DISTINCT => Some("too_common"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_named() {
        let email: Email = "siti.aminah@example.id".parse().unwrap();
        let long = "ab1-".repeat(33);
        for (password, code) in [
            ("short-9ch", Some("too_short")),
            ("ten-chars!", None),
            ("ééééé-àüö9", None),
            (long.as_str(), Some("too_long")),
            (&long[..128], None),
            ("Siti.Aminah@example.id", Some("same_as_email")),
            ("siti.aminah", Some("same_as_email")),
            ("Password123", Some("too_common")),
            ("aaaaaaaaaaaa", Some("too_common")),
            ("ababababab", Some("too_common")),
            ("perahu kertas di sungai", None),
        ] {
            assert_eq!(fault(password, &email), code, "{password}");
        }
    }

    #[test]
    fn the_list_holds_only_what_the_other_checks_let_through() {
        for password in COMMON {
            assert!(password.chars().count() >= MIN, "{password}");
            assert_eq!(password, password.to_lowercase());
        }
    }
}
