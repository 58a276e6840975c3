//! The calendar and the deadline engine against the real holiday list: the vectors that were worked out by hand, the rules one by
//! one, and thousands of random terms against an independent count.

#![cfg(test)]

mod counting;
mod ladder;
mod random;
mod rules;
mod support;
mod vectors;
