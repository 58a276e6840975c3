//! The register of requests counted anew from the cases as the API shows each, and printed as a file prints it.

use chrono::{DateTime, TimeDelta, Utc};
use padi_information::register::REQUEST_HEADINGS;
use serde_json::{Map, Value, json};

/// The day in Makassar and Manado.
fn day(at: &Value) -> Option<Value> {
    let at: DateTime<Utc> = at.as_str()?.parse().expect("an instant");
    Some(json!((at + TimeDelta::hours(8)).date_naive().to_string()))
}

/// The row of a request that an officer sees whole; `named` where names are shown.
pub(super) fn row(no: usize, case: &Value, named: bool) -> Value {
    let given = |value: &Value| (!value.is_null()).then(|| value.clone());
    let applicant = |name: &str| given(&case["applicant"][name]).filter(|_| named);
    let contact: Vec<_> = [applicant("phone"), applicant("email")].into_iter().flatten().collect();
    let contact: Vec<_> = contact.iter().map(|one| one.as_str().expect("a text")).collect();
    let outcome = case["outcome"].as_str();
    let cited = [&case["notice"]["grounds"], &case["redactions"]]
        .into_iter()
        .flat_map(|list| list.as_array().into_iter().flatten());
    let letters: Vec<_> =
        cited.map(|one| format!("Ps 17 huruf {}", &one["ground"].as_str().expect("a ground")[2..])).collect();
    let form = || match case["copy_form"].as_str().filter(|_| case["delivery"].is_object())? {
        "soft" => Some(json!("Salinan elektronik")),
        _ => Some(json!("Salinan cetak")),
    };
    let possession = match outcome {
        Some("granted" | "granted_partial" | "refused") => Some(json!(true)),
        Some("not_held") => Some(json!(false)),
        _ => None,
    };
    let columns = [
        ("no", Some(json!(no))),
        ("registration_number", given(&case["registration_number"])),
        ("received_on", day(&case["received_at"])),
        ("name", applicant("name")),
        ("address", applicant("address")),
        ("contact", (!contact.is_empty()).then(|| json!(contact.join(", ")))),
        ("occupation", applicant("occupation")),
        ("information", given(&case["information"])),
        ("purpose", given(&case["purpose"])),
        ("in_possession", possession),
        ("not_documented", outcome.map(|outcome| json!(outcome == "not_documented"))),
        ("form_held", given(&case["notice"]["form"]).or_else(form)),
        ("kind_of_request", given(&case["access_method"])),
        ("decision", given(&case["outcome"])),
        ("refusal_reason", (!letters.is_empty()).then(|| json!(letters.join(", ")))),
        ("notified_on", day(&case["notice"]["notified_at"])),
        ("given_on", day(&case["delivery"]["received_at"])),
        ("cost_idr", given(&case["cost"]["total_idr"])),
        ("payment_method", given(&case["cost"]["payment"]["reference"])),
    ];
    let known = columns.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(known.collect::<Map<_, _>>())
}

/// The row as a file prints it.
pub(super) fn printed(row: &Value) -> Vec<String> {
    REQUEST_HEADINGS.iter().map(|(key, _)| cell(&row[*key])).collect()
}

/// A value as a file prints it.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "ya".to_owned(),
        Value::Bool(false) => "tidak".to_owned(),
        Value::String(text) => match text.as_str() {
            "copy" => "Meminta salinan".to_owned(),
            "view" => "Melihat/mengetahui".to_owned(),
            "granted" => "Diberikan seluruhnya".to_owned(),
            "granted_partial" => "Diberikan sebagian".to_owned(),
            "refused" => "Ditolak".to_owned(),
            "not_held" => "Tidak dikuasai".to_owned(),
            "not_documented" => "Belum didokumentasikan".to_owned(),
            text if text.starts_with(['=', '+', '-', '@', '\'', '\t', '\r']) => format!("'{text}"),
            text => text.to_owned(),
        },
        other => other.to_string(),
    }
}
