//! The HTTP face of Padi: what turns requests into use cases and results into answers.
//!
//! Everything that is not a resource handler lives in the modules of this level; the handlers of `/v1` are in [`v1`].
//! This crate knows no SQL and no database: it calls use cases and renders what they return.
//!
//! A newcomer starts at [`server`], which puts the parts in order, and at [`problem`], which every handler returns.

pub mod auth;
pub mod body;
pub mod client_address;
pub mod conditional;
pub mod context;
pub mod decode;
mod digest;
pub mod docs;
mod error;
pub mod field;
pub mod health;
pub mod idempotency;
pub mod language;
pub mod metrics;
pub mod middleware;
pub mod openapi;
pub mod page;
pub mod path_table;
pub mod payload;
pub mod problem;
pub mod query;
pub mod rate_limit;
mod routes;
pub mod server;
mod timestamp;
pub mod v1;
pub mod write;
