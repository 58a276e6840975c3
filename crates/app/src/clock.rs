//! The two clocks of a process: the system's, and the law's, which a sandbox may set off from it.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use padi_kernel::clock::{Clock, to_millis};

/// The system's clock, with an offset for the law's that ticks on with it.
#[derive(Debug, Default)]
pub struct SystemClock {
    offset_millis: AtomicI64,
}

impl SystemClock {
    /// Sets the law's clock off from the real one.
    pub(crate) fn set_offset(&self, offset: TimeDelta) {
        self.offset_millis.store(offset.num_milliseconds(), Ordering::SeqCst);
    }

    /// How far the law's clock is off.
    pub(crate) fn offset(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.offset_millis.load(Ordering::SeqCst))
    }
}

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        self.real_now() + self.offset()
    }

    fn real_now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
        to_millis(Utc::now())
    }
}

/// How long an access token, a mailed link or a session lasts, by the real clock.
pub mod lifetime {
    use super::Duration;

    /// Access token.
    pub const ACCESS: Duration = Duration::from_mins(10);
    /// Refresh token.
    pub const REFRESH: Duration = Duration::from_hours(30 * 24);
    /// In which the replay of a refresh token whose successor is unused is forgiven.
    pub const REFRESH_GRACE: Duration = Duration::from_secs(30);
    /// Link that verifies an address.
    pub const VERIFY: Duration = Duration::from_hours(24);
    /// Link that resets a password.
    pub const RESET: Duration = Duration::from_mins(15);
    /// For how long no code of a second factor is looked at after too many wrong ones.
    pub const CODE_LOCK: Duration = Duration::from_mins(5);
    /// Link to a file.
    pub const FILE_LINK: Duration = Duration::from_mins(15);
    /// Idempotency record.
    pub const IDEMPOTENCY: Duration = Duration::from_hours(24);
    /// Cached session, calendar and rules.
    pub const CACHE: Duration = Duration::from_secs(5);
}
