//! The program `padi`: configuration, wiring, commands.

pub mod commands;
pub mod config;
pub mod demo_data;
mod keys;
pub mod serve;
