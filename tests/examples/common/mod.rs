//! A real server of one's own, in a sandbox, and a client of it. What starts it needs nothing but the program `padi`.

pub(crate) mod api;
pub(crate) mod server;
