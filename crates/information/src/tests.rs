//! Tests of the whole domain, with the rules and holidays of the repository: the tables, dates counted by hand, windows, random walks,
//! and who sees what.

mod docket;
mod expected;
mod filing;
mod place;
mod table;
mod vectors;
mod world;
