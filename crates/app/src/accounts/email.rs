//! E-mail addresses: one spelling for each, in lower case.

use std::{fmt, str::FromStr};

/// An e-mail address of plain ASCII, in lower case. Quoted local parts, comments, address literals and internationalised
/// addresses are refused: no account needs one, and each has been used to slip past somebody's checks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

/// The text is no address that we take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct BadEmail;

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Email {
    type Err = BadEmail;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (local, domain) = text.split_once('@').ok_or(BadEmail)?;
        let good = text.len() <= 254 && is_local_part(local) && is_domain(domain);
        if good { Ok(Self(text.to_ascii_lowercase())) } else { Err(BadEmail) }
    }
}

/// A dot-atom (RFC 5322 3.2.3).
fn is_local_part(text: &str) -> bool {
    let atom = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    };
    text.len() <= 64 && text.split('.').all(atom)
}

/// At least two labels of letters, digits and inner hyphens, the last no number.
fn is_domain(text: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let top_is_a_name = text.rsplit('.').next().is_some_and(|top| top.bytes().any(|b| b.is_ascii_alphabetic()));
    text.contains('.') && text.split('.').all(label) && top_is_a_name
}

#[cfg(test)]
mod tests {
    use super::Email;

    #[test]
    fn addresses_have_one_spelling() {
        for (text, email) in [
            ("Siti.Aminah@Example.CO.id", "siti.aminah@example.co.id"),
            ("  a+b@example.org ", "a+b@example.org"),
            ("o'neil@sub-domain.example", "o'neil@sub-domain.example"),
        ] {
            assert_eq!(text.parse::<Email>().unwrap().as_str(), email);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.org", "a".repeat(65));
        for bad in [
            "",
            "@",
            "a@",
            "@b.id",
            "a@b",
            "a@@b.id",
            "a b@c.id",
            "a@b..id",
            "a@-b.id",
            "a@b-.id",
            ".a@b.id",
            "a.@b.id",
            "a..b@c.id",
            "\"a\"@b.id",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a@b.id\r\nBcc: c@d.id",
            "a@b.id,c@d.id",
            "ä@b.id",
            "a@bücher.de",
            "a\0@b.id",
            "<a@b.id>",
            &long,
        ] {
            assert!(bad.parse::<Email>().is_err(), "{bad:?}");
        }
    }
}
