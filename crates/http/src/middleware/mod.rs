//! What surrounds every handler, from the outside in:
//!
//! 1. [`edge`]: trace, language, HEAD; headers of every answer.
//! 2. [`observe`]: span, log line and metrics.
//! 3. actix-web's `Compress`.
//! 4. [`render`]: problems become bytes.
//! 5. [`cors`]: browsers of other origins.
//! 6. [`guard`]: panics, the deadline of bodies, the quota of the address.
//! 7. [`parameters`]: query parameters that nobody knows.
//!
//! [`fallback`] answers what no route takes. Each is a function; the order is in [`crate::server`].

pub mod cors;
pub mod edge;
pub mod fallback;
pub mod guard;
pub mod observe;
pub mod parameters;
pub mod render;
