//! Complaints (pengaduan), aspirations and questions: what they are, what can be done to them by whom, and who sees what.
//!
//! Pure: no async, no I/O, no clock, no SQL, no HTTP. A transition takes the complaint, the command, who acts and the law, and
//! returns the changed complaint with its events and deadlines, or says why not.

pub mod action;
pub mod assignment;
pub mod attach;
pub mod clocks;
pub mod command;
pub mod complaint;
pub mod dialogue;
pub mod duplicates;
pub mod filing;
pub mod identity;
mod lapse;
pub mod notice;
pub mod policy;
pub mod receipt;
pub mod reveal;
pub mod scope;
pub mod state;
pub mod subject;
pub mod texts;
mod transition;
pub mod view;

pub use padi_kernel::tracking;
pub use transition::{Context, Refused};

#[cfg(test)]
mod tests;
