//! Time as an argument: the law's clock and the real clock (`decisions` 2).
//!
//! The law's clock rules deadlines, events, the scheduler, received and created times; a sandbox may move it. The real clock
//! rules tokens, mail links, idempotency, rate limits and leases.

use chrono::{DateTime, SubsecRound as _, Utc};

/// Two clocks in one: what the law counts by and what really is.
pub trait Clock: Send + Sync {
    /// The law's now, cut to milliseconds, so that both databases answer alike.
    fn now(&self) -> DateTime<Utc>;
    /// The real now, cut to milliseconds.
    fn real_now(&self) -> DateTime<Utc>;
}

/// Cuts an instant to the precision that the API and both databases keep.
pub fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(3)
}
