//! Query strings: the extractor [`Query`], lists with commas and the size of pages.
//!
//! A parameter that is not known, stands twice or has a bad value is a 400 that names it. Parameter types derive `Deserialize` and
//! `IntoParams`; what is optional is an `Option` or has `#[serde(default)]`.

use crate::decode::fault::Fault;
use crate::decode::shape::shape_query;
use crate::language::Text;
use crate::problem::{Code, Problem};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use padi_app::accounts::email::Email;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use std::collections::HashSet;
use std::future::{Ready, ready};

/// The most items on a page.
pub const MAX_LIMIT: u32 = 200;

/// The checked parameters of a query.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T> Query<T> {
    /// The parameters alone.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(req.query_string()).map(Self))
    }
}

/// Reads a query string.
///
/// # Errors
/// 400 `unknown_parameter` or `invalid_parameter`.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(text).map_err(|_| unreadable())?;
    let mut seen = HashSet::new();
    for (name, value) in &pairs {
        if !seen.insert(name) {
            let text = Text::new(
                format!("Parameter {name} tertulis lebih dari sekali; daftar ditulis dengan koma."),
                format!("The parameter {name} stands more than once; lists are written with commas."),
            );
            return Err(Problem::invalid_parameter(name, text));
        }
        if value.contains('\u{FFFD}') || value.chars().any(crate::decode::scan::is_forbidden) {
            return Err(Problem::invalid_parameter(
                name,
                Text::new(
                    format!("Parameter {name} memuat karakter yang tidak diperbolehkan."),
                    format!("The parameter {name} contains characters that are not permitted."),
                ),
            ));
        }
    }
    shape_query(&pairs).map_err(|(fault, name)| problem_of(fault, &name))
}

fn unreadable() -> Problem {
    Problem::new(Code::InvalidParameter)
        .with_detail(Text::new("Parameter kueri tidak dapat dibaca.", "The query string cannot be read."))
}

/// 400 `unknown_parameter`, with the names that are known.
pub(crate) fn unknown_parameter(name: &str, known: &[&str]) -> Problem {
    let list = known.join(", ");
    let text = if known.is_empty() {
        Text::new(
            format!("Parameter {name} tidak dikenal; operasi ini tidak menerima parameter kueri."),
            format!("The parameter {name} is not known; this operation takes no query parameters."),
        )
    } else {
        Text::new(
            format!("Parameter {name} tidak dikenal. Yang dikenal: {list}."),
            format!("The parameter {name} is not known. Known: {list}."),
        )
    };
    Problem::new(Code::UnknownParameter).with("parameter", name).with("allowed", known).with_detail(text)
}

fn problem_of(fault: Fault, name: &str) -> Problem {
    match fault {
        Fault::UnknownField(field, known) => unknown_parameter(&field, known),
        Fault::Missing(field) => Problem::invalid_parameter(
            field,
            Text::new(format!("Parameter {field} wajib ada."), format!("The parameter {field} is required.")),
        ),
        Fault::UnknownVariant(known) => {
            let list = known.join(", ");
            Problem::invalid_parameter(
                name,
                Text::new(
                    format!("Nilai parameter {name} tidak dikenal. Pilihan: {list}."),
                    format!("Unknown value of the parameter {name}. Choose from: {list}."),
                ),
            )
        }
        Fault::Type | Fault::Range | Fault::Format => Problem::invalid_parameter(
            name,
            Text::new(
                format!("Nilai parameter {name} tidak sah."),
                format!("The value of the parameter {name} is invalid."),
            ),
        ),
    }
}

/// A list with commas: `state=unverified,in_process`. An empty parameter is an empty list.
///
/// Document it with `#[param(value_type = Vec<X>, style = Form, explode = false)]`.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(transparent, bound(deserialize = "T: Deserialize<'de>"))]
pub struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// The size of a page: 50 if not given, above 200 taken as 200, below 1 refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u32);

impl Limit {
    /// The number of items.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.strip_prefix('+').unwrap_or(&text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(D::Error::custom("not a number"));
        }
        // Only digits: what can't be parsed is too large, and what is too large is the largest.
        match digits.parse::<u32>().unwrap_or(u32::MAX) {
            0 => Err(D::Error::custom("below 1")),
            limit => Ok(Self(limit.min(MAX_LIMIT))),
        }
    }
}

/// An instant or a day of the years 1 to 9999: what both databases hold and order alike. Document it as what is within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated<T>(T);

impl<T> Dated<T> {
    /// What is within.
    pub fn get(self) -> T {
        self.0
    }
}

/// An instant in a query.
pub type Instant = Dated<DateTime<Utc>>;
/// A day in a query.
pub type Day = Dated<NaiveDate>;

impl<'de, T: Deserialize<'de> + Datelike> Deserialize<'de> for Dated<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = T::deserialize(deserializer)?;
        if (1..=9999).contains(&value.year()) { Ok(Self(value)) } else { Err(D::Error::custom("outside of the years")) }
    }
}

/// An e-mail address that accounts can have, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Email);

impl Address {
    /// The address.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map(Self).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Params {
        #[serde(default)]
        state: List<State>,
        #[serde(default)]
        limit: Limit,
        #[serde(default)]
        include_total: bool,
        due_within: Option<u16>,
        after: Option<chrono::DateTime<chrono::Utc>>,
    }

    #[derive(Debug, Deserialize, PartialEq, Eq)]
    #[serde(rename_all = "snake_case")]
    enum State {
        Unverified,
        InProcess,
    }

    #[test]
    fn parameters_are_read() {
        let params: Params =
            parse("state=unverified,in_process&limit=7&include_total=true&due_within=3&after=2026-03-13T02%3A00%3A00Z")
                .unwrap();
        assert_eq!(params.state.0, [State::Unverified, State::InProcess]);
        assert_eq!(params.limit.get(), 7);
        assert!(params.include_total && params.due_within == Some(3) && params.after.is_some());
        let none: Params = parse("").unwrap();
        assert_eq!((none.state.0.len(), none.limit.get(), none.due_within), (0, 50, None));
        assert_eq!(parse::<Params>("state=").unwrap().state.0, []);
    }

    #[test]
    fn addresses_are_checked() {
        #[derive(Debug, Deserialize)]
        struct To {
            to: Address,
        }
        assert_eq!(parse::<To>("to=Siti%40Example.id").unwrap().to.as_str(), "siti@example.id");
        for bad in ["null", "siti", "siti%40", ""] {
            let problem = parse::<To>(&format!("to={bad}")).unwrap_err();
            assert_eq!(problem.extension("parameter").unwrap(), "to", "{bad}");
        }
    }

    #[test]
    fn instants_and_days_lie_in_years_that_databases_have() {
        #[derive(Debug, Deserialize)]
        struct When {
            at: Option<Instant>,
            on: Option<Day>,
        }
        for (at, on) in [("0001-01-01T00:00:00Z", "0001-01-01"), ("9999-12-31T23:59:59.999Z", "9999-12-31")] {
            let when = parse::<When>(&format!("at={at}&on={on}")).unwrap();
            assert_eq!(when.at.unwrap().get(), at.parse::<DateTime<Utc>>().unwrap());
            assert_eq!(when.on.unwrap().get(), on.parse::<NaiveDate>().unwrap());
        }
        for bad in [
            "at=0000-12-31T23:59:59Z",
            "at=0001-01-01T00:00:00%2B07:00",
            "at=9999-12-31T23:00:00-05:00",
            "at=%2B262142-12-31T23:59:59Z",
            "at=-0001-01-01T00:00:00Z",
            "on=0000-01-01",
            "on=%2B10000-01-01",
            "on=-4713-01-01",
        ] {
            let problem = parse::<When>(bad).unwrap_err();
            assert_eq!(problem.code(), Code::InvalidParameter, "{bad}");
            assert_eq!(problem.extension("parameter").unwrap().as_str().unwrap(), &bad[..2], "{bad}");
        }
    }

    #[test]
    fn limits_are_cut_above_and_refused_below() {
        let limit = |text: &str| parse::<Params>(&format!("limit={text}")).map(|p| p.limit.get());
        assert_eq!(limit("200").unwrap(), 200);
        assert_eq!(limit("201").unwrap(), 200);
        assert_eq!(limit("99999999999999999999999").unwrap(), 200);
        for bad in ["0", "-1", "", "x", "1.5"] {
            let problem = limit(bad).unwrap_err();
            assert_eq!(problem.code(), Code::InvalidParameter, "{bad}");
            assert_eq!(problem.extension("parameter").unwrap(), "limit");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, code, name) in [
            ("foo=1", Code::UnknownParameter, "foo"),
            ("state=unverified&state=in_process", Code::InvalidParameter, "state"),
            ("state=unverified,nonsense", Code::InvalidParameter, "state"),
            ("include_total=yes", Code::InvalidParameter, "include_total"),
            ("due_within=70000", Code::InvalidParameter, "due_within"),
            ("due_within=-3", Code::InvalidParameter, "due_within"),
            ("after=yesterday", Code::InvalidParameter, "after"),
            ("after=%00", Code::InvalidParameter, "after"),
        ] {
            let problem = parse::<Params>(text).unwrap_err();
            assert_eq!(problem.code(), code, "{text}");
            assert_eq!(problem.extension("parameter").unwrap(), name, "{text}");
        }
        let problem = parse::<Params>("foo=1").unwrap_err();
        assert!(problem.extension("allowed").unwrap().as_array().unwrap().contains(&"state".into()));
    }
}
