//! Tests of the whole domain: the table, the scheduler, a scenario with dates counted by hand, random walks, and who sees what.

mod attach;
mod command;
mod details;
mod dialogue;
mod erasure;
mod expected;
mod notice;
mod place;
mod random;
mod relation;
mod reveal;
mod scenario;
mod scheduler;
mod secrecy;
mod sights;
mod supervision;
mod support;
mod table;
mod world;
