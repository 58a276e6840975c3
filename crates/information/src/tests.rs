//! Tests of the whole domain, with the rules and holidays of the repository: the tables, dates counted by hand, windows, random walks,
//! and who sees what.

mod answers;
mod docket;
mod exemptions;
mod expected;
mod filing;
mod grounds;
mod objections;
mod place;
mod random;
mod registers;
mod sights;
mod table;
mod vectors;
mod world;
