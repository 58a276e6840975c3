//! The two languages of the API and their choice by `Accept-Language` (RFC 9110 12.5.4).
//!
//! Only texts for people are translated; codes, field names and enum values never are.

use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use std::borrow::Cow;

/// A language in which titles, details and messages are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Bahasa Indonesia, the default.
    #[default]
    Indonesian,
    /// English.
    English,
}

impl Language {
    /// The tag of `Content-Language`: `id` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::English => "en",
        }
    }

    /// The language that the caller prefers; Indonesian where the header is absent, unreadable or names neither.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut best = (0_u16, Self::Indonesian);
        for value in headers.get_all(ACCEPT_LANGUAGE).filter_map(|v| v.to_str().ok()) {
            for range in value.split(',') {
                if let Some((language, weight)) = parse_range(range)
                    && weight > best.0
                {
                    best = (weight, language);
                }
            }
        }
        best.1
    }
}

impl From<Language> for padi_app::language::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::Indonesian => Self::Indonesian,
            Language::English => Self::English,
        }
    }
}

/// One language range with its weight in thousandths; `None` for a language that we do not speak.
fn parse_range(range: &str) -> Option<(Language, u16)> {
    let mut parts = range.split(';').map(str::trim);
    let primary = parts.next()?.split('-').next()?.to_ascii_lowercase();
    let language = match primary.as_str() {
        "id" | "in" | "*" => Language::Indonesian,
        "en" => Language::English,
        _ => return None,
    };
    let weight = match parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q="))) {
        Some(text) => parse_weight(text)?,
        None => 1000,
    };
    Some((language, weight))
}

/// `0.8` as 800; `None` unless it is a qvalue of RFC 9110 12.4.2.
fn parse_weight(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

/// One text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The Indonesian text.
    pub id: Cow<'static, str>,
    /// The English text.
    pub en: Cow<'static, str>,
}

impl Text {
    /// A text in both languages.
    pub fn new(id: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { id: id.into(), en: en.into() }
    }

    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Indonesian => &self.id,
            Language::English => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn of(value: &'static str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(value));
        Language::of(&headers)
    }

    #[test]
    fn the_heavier_language_wins_and_indonesian_is_the_default() {
        assert_eq!(Language::of(&HeaderMap::new()), Language::Indonesian);
        assert_eq!(of("en"), Language::English);
        assert_eq!(of("EN-us"), Language::English);
        assert_eq!(of("id;q=0.4, en;q=0.5"), Language::English);
        assert_eq!(of("en;q=0.4, id;q=0.5"), Language::Indonesian);
        assert_eq!(of("fr, en;q=0.3"), Language::English);
        assert_eq!(of("en;q=0"), Language::Indonesian);
        assert_eq!(of("fr, de"), Language::Indonesian);
        assert_eq!(of("*"), Language::Indonesian);
    }

    #[test]
    fn a_broken_weight_takes_its_range_out() {
        assert_eq!(of("en;q=abc"), Language::Indonesian);
        assert_eq!(of("en;q=1.5, id;q=0.1"), Language::Indonesian);
        assert_eq!(of("en;q=0.12345"), Language::Indonesian);
        assert_eq!(of(",,;;,en;q=1.000"), Language::English);
    }
}
