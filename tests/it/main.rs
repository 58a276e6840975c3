//! Black-box and scenario tests in one program; each that needs a database runs on both.
#![cfg(test)]

mod lost_rows;
mod proxy;
mod tidy;
