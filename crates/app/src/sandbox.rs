//! The sandbox: moving the law's clock. Its offset is kept, so that it ticks on after a restart.

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use padi_persistence::{db::Tx, settings};

use crate::{App, error::Error};

/// The setting that holds the offset in milliseconds.
const OFFSET: &str = "sandbox_clock_offset_ms";

/// The years in which the clock may stand: rules of law reach back to the first, and terms that start in the last one end in years
/// of four digits.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2999;

/// Where the clock is to go.
#[derive(Clone, Copy, Debug)]
enum To {
    Instant(DateTime<Utc>),
    On(TimeDelta),
}

impl App {
    /// Takes up the kept offset. Does nothing outside a sandbox.
    pub async fn load_sandbox_clock(&self) -> Result<(), Error> {
        if self.is_sandbox()
            && let Some(text) = settings::get(self.db(), OFFSET).await?
        {
            self.system_clock().set_offset(offset(&text)?);
        }
        Ok(())
    }

    /// Sets the law's clock; every term that has passed by then takes its effect first, and
    /// whoever follows the log has followed. Returns the new now and how many did.
    /// Set back, it undoes nothing.
    pub async fn set_sandbox_clock(&self, now: DateTime<Utc>) -> Result<(DateTime<Utc>, u64), Error> {
        self.move_clock(To::Instant(now), "/now").await
    }

    /// Moves the law's clock on by so many seconds.
    pub async fn advance_sandbox_clock(&self, seconds: i64) -> Result<(DateTime<Utc>, u64), Error> {
        let by = TimeDelta::try_seconds(seconds).ok_or_else(|| Error::field("/seconds", "out_of_range"))?;
        self.move_clock(To::On(by), "/seconds").await
    }

    async fn move_clock(&self, to: To, pointer: &'static str) -> Result<(DateTime<Utc>, u64), Error> {
        if !self.is_sandbox() {
            return Err(Error::NotFound);
        }
        let real = self.real_now();
        let moved = self.write(move |_, tx| Box::pin(keep(tx, to, real, pointer))).await?;
        self.system_clock().set_offset(moved);
        let acted = self.run_due(self.now()).await?;
        self.catch_up().await?;
        Ok((self.now(), acted))
    }
}

/// Keeps the new offset, under a lock, so that of two who move the clock on, both do.
async fn keep(tx: &Tx, to: To, real: DateTime<Utc>, pointer: &'static str) -> Result<TimeDelta, Error> {
    let kept = offset(&settings::lock(tx, OFFSET, "0").await?)?;
    let moved = match to {
        To::Instant(now) => Some(now - real),
        To::On(by) => kept.checked_add(&by),
    };
    let stands = moved.filter(|moved| real.checked_add_signed(*moved).is_some_and(|now| YEARS.contains(&now.year())));
    let moved = stands.ok_or_else(|| Error::field(pointer, "out_of_range"))?;
    settings::set(tx, OFFSET, &moved.num_milliseconds().to_string()).await?;
    Ok(moved)
}

fn offset(text: &str) -> Result<TimeDelta, Error> {
    text.parse().map(TimeDelta::milliseconds).map_err(Error::internal)
}
