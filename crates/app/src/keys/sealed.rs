//! Every column that depends on a key: what is sealed, and what is marked. A test holds the lists complete: a column of bytes that
//! stands in none of them fails it.

pub use padi_persistence::sealed::{Marked, RowKey, Sealed};

/// A sealed column whose row is named by one id.
const fn by_id(table: &'static str, key: &'static str, column: &'static str) -> Sealed {
    Sealed { table, key: RowKey::Id(key), column }
}

/// What is sealed. The row in the associated data is the id, or the texts with a blank between them.
pub const SEALED: &[Sealed] = &[
    by_id("complaint_identities", "complaint_id", "name"),
    by_id("complaint_identities", "complaint_id", "email"),
    by_id("complaint_identities", "complaint_id", "phone"),
    by_id("complaint_identities", "complaint_id", "nik"),
    by_id("complaint_identities", "complaint_id", "address"),
    by_id("complaint_identities", "complaint_id", "account"),
    by_id("information_identities", "case_id", "name"),
    by_id("information_identities", "case_id", "nik"),
    by_id("information_identities", "case_id", "decree_number"),
    by_id("information_identities", "case_id", "address"),
    by_id("information_identities", "case_id", "phone"),
    by_id("information_identities", "case_id", "email"),
    by_id("information_identities", "case_id", "occupation"),
    by_id("information_identities", "case_id", "proxy_name"),
    by_id("information_identities", "case_id", "power_of_attorney"),
    by_id("information_identities", "case_id", "account"),
    // What opens a file in the store.
    by_id("blobs", "id", "content_key"),
    by_id("dialogue_entries", "id", "content"),
    by_id("dialogue_items", "id", "content"),
    by_id("dialogue_items", "id", "evidence"),
    by_id("second_factors", "user_id", "secret"),
    by_id("data_requests", "id", "text"),
    by_id("data_requests", "id", "changes"),
    by_id("data_requests", "id", "decision"),
    by_id("erased_addresses", "id", "address"),
    Sealed { table: "idempotency_records", key: RowKey::Texts(["scope", "key"]), column: "answer" },
];

/// What is marked with the keyed hash of an account's id.
pub const MARKED: &[Marked] = &[
    Marked { table: "complaints", column: "reporter_key", once: &[] },
    Marked { table: "information_requests", column: "reporter_key", once: &[] },
    Marked { table: "objections", column: "reporter_key", once: &[] },
    // Somebody is told of a thing once, under whichever mark.
    Marked { table: "notifications", column: "recipient", once: &["source", "kind"] },
];

/// What is marked with the keyed hash of a file's content: by what the same file is found again.
pub const MARKED_BY_CONTENT: &[Marked] = &[Marked { table: "blobs", column: "mark", once: &[] }];

/// Bytes that depend on no key: hashes of secrets that are random and long.
pub const HASHES: &[(&str, &str)] = &[
    ("complaints", "tracking_secret_hash"),
    ("information_requests", "tracking_secret_hash"),
    ("objections", "tracking_secret_hash"),
    ("refresh_tokens", "token_hash"),
    ("mail_tokens", "token_hash"),
    ("file_links", "token_hash"),
    ("recovery_codes", "code_hash"),
    ("idempotency_records", "fingerprint"),
];
