//! Black-box and scenario tests in one program; each that needs a database runs on both.
#![cfg(test)]
#![expect(clippy::too_many_lines, reason = "a scenario reads from its beginning to its end")]

mod accounts;
mod assignments;
mod attachments;
mod authz;
mod calendar;
mod consequence_tests;
mod conversion;
mod dialogue;
mod erasure;
mod escalations;
mod event_log;
mod harness;
mod idempotency;
mod identity;
mod information;
mod information_files;
mod keys;
mod likely_duplicates;
mod limits;
mod lists;
mod lost_rows;
mod manners;
mod notifications;
mod openapi;
mod order_of_checks;
mod personal_data;
mod proxy;
mod races;
mod registers;
mod relations;
mod reveals;
mod routing;
mod scheduler;
mod search;
mod second_factor;
mod secrecy;
mod secrecy_matrix;
mod sessions;
mod show;
mod statements;
mod supervision;
mod tidy;
mod transitions;
mod visibility;
