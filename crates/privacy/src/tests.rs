//! Every state against every command, the clocks, who may, and how long data is kept.

mod periods;
mod requests;
mod sights;
