use super::*;
use crate::decode::scan::scan;
use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

/// How a request type is written: what is required is not an `Option`, what is optional is one (or has a default).
#[derive(Debug, Deserialize, Validate)]
struct Filing {
    class: Class,
    #[validate(length(min = 10, max = 20))]
    title: String,
    incident_on: NaiveDate,
    category_id: Uuid,
    stars: Option<Stars>,
    #[serde(default)]
    tags: Vec<String>,
    #[validate(nested)]
    reporter: Reporter,
    #[validate(nested)]
    #[serde(default)]
    witnesses: Vec<Reporter>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Class {
    Complaint,
    Aspiration,
}

#[derive(Debug, Deserialize, Validate)]
struct Reporter {
    #[validate(length(equal = 16))]
    nik: String,
    #[validate(email)]
    email: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Stars(#[expect(dead_code, reason = "only read from JSON")] u8);

fn read(text: &str) -> Result<Filing, ShapeError> {
    shape(scan(text.as_bytes()).unwrap().tree, Nulls::Refused, Vec::new())
}

fn faults(text: &str) -> Vec<String> {
    match read(text) {
        Err(ShapeError::Invalid(list)) => list.into_iter().map(|e| format!("{} {}", e.pointer, e.code)).collect(),
        other => panic!("{other:?}"),
    }
}

const GOOD: &str = r#"{"class": "aspiration", "title": "Jalan rusak", "incident_on": "2026-03-13",
    "category_id": "018f0000-0000-7000-8000-000000000000", "reporter": {"nik": "7371000000000001"}}"#;

#[test]
fn a_good_body_is_read() {
    let filing = read(GOOD).unwrap();
    assert_eq!(filing.class, Class::Aspiration);
    assert!(filing.stars.is_none() && filing.tags.is_empty() && filing.witnesses.is_empty());
    assert_eq!(filing.incident_on.to_string(), "2026-03-13");
    assert!(!filing.category_id.is_nil() && filing.reporter.email.is_none());
}

#[test]
fn everything_missing_is_told_at_once() {
    let all = ["/category_id", "/class", "/incident_on", "/reporter", "/title"].map(|p| format!("{p} required"));
    assert_eq!(faults("{}"), all);
}

#[test]
fn null_is_a_wrong_type_even_for_what_is_optional() {
    for (from, to, place) in [
        ("\"Jalan rusak\"", "null", "/title"),
        ("\"nik\"", "\"email\": null, \"nik\"", "/reporter/email"),
        ("\"class\"", "\"stars\": null, \"class\"", "/stars"),
        // Whatever else is at fault, which would be a 422.
        ("\"aspiration\"", "\"whistle\", \"tags\": null", "/tags"),
    ] {
        let text = GOOD.replacen(from, to, 1);
        assert!(matches!(read(&text), Err(ShapeError::Type(pointer)) if pointer == place), "{text}");
    }
}

#[test]
fn all_kinds_of_faults_are_told_together() {
    let text = r#"{"class": "whistle", "title": "x", "incident_on": "2026-13-40", "category_id": "zzz", "stars": 300,
        "reporter": {"nik": "1", "email": "nobody"}, "witnesses": [{"nik": "7371000000000001"}, {}]}"#;
    assert_eq!(
        faults(text),
        [
            "/category_id invalid_format",
            "/class unknown_value",
            "/incident_on invalid_format",
            "/reporter/email invalid_format",
            "/reporter/nik too_short",
            "/stars out_of_range",
            "/title too_short",
            "/witnesses/1/nik required",
        ]
    );
}

#[test]
fn a_wrong_type_wins_over_what_is_missing() {
    for (text, place) in [
        (r#"{"title": 5}"#, "/title"),
        (r#"{"class": 5}"#, "/class"),
        (r#"{"reporter": {"nik": []}}"#, "/reporter/nik"),
        (r#"{"reporter": [{"nik": ""}]}"#, "/reporter"),
        (r#"{"witnesses": [{"nik": "7371000000000001"}, 5]}"#, "/witnesses/1"),
        (r#"{"stars": 1.5}"#, "/stars"),
        ("[]", ""),
        ("null", ""),
    ] {
        match read(text) {
            Err(ShapeError::Type(pointer)) => assert_eq!(pointer, place, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn unknown_fields_are_refused_at_every_depth() {
    for (text, place) in [
        (r#"{"titel": "x"}"#, "/titel"),
        (r#"{"reporter": {"nik": "1", "a/b": 1}}"#, "/reporter/a~1b"),
        (r#"{"foo": null}"#, "/foo"),
    ] {
        match read(text) {
            Err(ShapeError::UnknownField(pointer)) => assert_eq!(pointer, place),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[derive(Debug, Deserialize, Validate)]
struct Wrapper {
    choice: Choice,
    when: Option<NaiveDate>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Choice {
    One { count: u32 },
}

#[test]
fn tagged_enums_and_patches_are_understood() {
    let read = |text: &str| shape::<Wrapper>(scan(text.as_bytes()).unwrap().tree, Nulls::Clear, Vec::new());
    let faults = |text: &str| match read(text) {
        Err(ShapeError::Invalid(list)) => list.into_iter().map(|e| format!("{} {}", e.pointer, e.code)).collect(),
        other => vec![format!("{other:?}")],
    };
    let good = read(r#"{"choice": {"kind": "one", "count": 3}}"#).unwrap();
    let Choice::One { count } = good.choice;
    assert!(count == 3 && good.when.is_none());
    // serde reads the members of such an enum without their places, so the search ends where one of them is missing.
    assert_eq!(faults(r#"{"choice": {"kind": "one", "count": 3}, "when": null}"#), ["/when required"]);
    assert_eq!(faults(r#"{"choice": null, "when": "x"}"#), ["/choice required"]);
    let unknown = faults(r#"{"choice": {"kind": "two", "count": 1}, "when": "x"}"#);
    assert_eq!(unknown, ["/choice/kind unknown_value", "/when invalid_format"]);
    assert_eq!(faults(r#"{"choice": {"count": 1}, "when": "x"}"#), ["/choice/kind required", "/when invalid_format"]);
}

#[test]
fn null_in_a_list_is_a_wrong_type() {
    assert!(matches!(read(r#"{"tags": [null]}"#), Err(ShapeError::Type(pointer)) if pointer == "/tags/0"));
}
