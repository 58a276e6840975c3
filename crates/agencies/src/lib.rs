//! Governments, ministry components, units, categories and regions: who can be complained to, about what, and where.
//!
//! Pure: no async, no I/O, no clock, no SQL, no HTTP.

pub mod agency;
pub mod category;
pub mod code;
pub mod policy;
pub mod region;
pub mod routing;
