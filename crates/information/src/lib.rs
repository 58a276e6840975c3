//! Public information (UU 14/2008): requests for it, objections, what is exempt and by which test, and the registers.
//!
//! Pure: no async, no I/O, no clock, no SQL, no HTTP. A transition takes the value, the command, who acts and the law, and returns
//! the changed value with its events and deadlines and with what follows for others ([`effect::Effect`]), or says why not.

#[macro_use]
mod named;

pub mod applicant;
pub mod article;
pub mod attach;
pub mod clocks;
pub mod consequence_test;
pub mod effect;
pub mod exemption;
pub mod objection;
mod refused;
pub mod register;
pub mod registration;
pub mod request;
pub mod sight;
mod step;

pub use refused::{Refused, Untimely};
pub use step::Context;

#[cfg(test)]
mod tests;
