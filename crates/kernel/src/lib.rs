//! What every case kind of Padi stands on: typed ids, clocks and entropy as arguments, actors and grants, the working-day
//! calendar, rules and deadlines of law, events, pages.
//!
//! Pure: no async, no I/O, no clock, no SQL, no HTTP.

pub mod actor;
pub mod attachment;
pub mod body;
pub mod calendar;
pub mod cell;
pub mod changed;
pub mod channel;
pub mod clock;
pub mod deadline;
pub mod deadlines;
pub mod entropy;
pub mod escalation;
pub mod event;
pub mod filing;
pub mod id;
pub mod journal;
pub mod nik;
pub mod notice;
pub mod page;
pub mod policy;
pub mod rule;
pub mod tracking;
pub mod zone;
