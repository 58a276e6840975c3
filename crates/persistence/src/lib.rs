//! The store: sea-orm entities (private), rows to domain values and back, SQL, transactions, the event log.
//!
//! Free functions over [`db::Conn`] or [`db::Tx`]; no repository traits. Nothing here decides what may happen.

pub mod complaints;
pub mod consequence_tests;
pub mod db;
pub mod deadlines;
mod dialect;
pub mod dialogues;
pub mod escalations;
pub mod event_consumers;
pub mod events;
pub mod exemptions;
mod inconsistent;

pub mod access_log;
pub mod agencies;
pub mod agency_aliases;
pub mod attachments;
pub mod blobs;
mod case;
pub mod categories;
pub mod data_exports;
pub mod data_requests;
mod entity;
pub mod erased_addresses;
pub mod examination_rules;
pub mod file_links;
pub mod grants;
pub mod holidays;
pub mod idempotency;
pub mod information_identities;
pub mod information_requests;
mod keyset;
pub mod legal_holds;
pub mod mail_tokens;
pub mod mails;
pub mod notification_preferences;
pub mod notifications;
pub mod objections;
pub mod processing_limits;
pub mod reference_changes;
pub mod refresh_tokens;
pub mod regions;
pub mod registers;
pub mod registrations;
pub mod reveals;
pub mod rules;
pub mod sealed;
pub mod search;
pub mod second_factors;
pub mod sessions;
pub mod settings;
pub mod users;
