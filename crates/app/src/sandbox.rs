//! The sandbox: moving the law's clock. Its offset is kept, so that it ticks on after a restart.

use chrono::{DateTime, TimeDelta, Utc};
use padi_persistence::settings;

use crate::{App, error::Error};

/// The setting that holds the offset in milliseconds.
const OFFSET: &str = "sandbox_clock_offset_ms";

impl App {
    /// Takes up the kept offset. Does nothing outside a sandbox.
    pub async fn load_sandbox_clock(&self) -> Result<(), Error> {
        if !self.is_sandbox() {
            return Ok(());
        }
        if let Some(text) = settings::get(self.db(), OFFSET).await? {
            let millis: i64 = text.parse().map_err(Error::internal)?;
            self.system_clock().set_offset(TimeDelta::milliseconds(millis));
        }
        Ok(())
    }

    /// Sets the law's clock; every term that has passed by then takes its effect first. Returns the new now and how many did.
    /// Set back, it undoes nothing.
    pub async fn set_sandbox_clock(&self, now: DateTime<Utc>) -> Result<(DateTime<Utc>, u64), Error> {
        self.move_clock(now - self.real_now()).await
    }

    /// Moves the law's clock on by so many seconds.
    pub async fn advance_sandbox_clock(&self, seconds: i64) -> Result<(DateTime<Utc>, u64), Error> {
        let by = TimeDelta::try_seconds(seconds).ok_or_else(|| Error::field("/seconds", "out_of_range"))?;
        let offset = self.system_clock().offset().checked_add(&by);
        self.move_clock(offset.ok_or_else(|| Error::field("/seconds", "out_of_range"))?).await
    }

    async fn move_clock(&self, offset: TimeDelta) -> Result<(DateTime<Utc>, u64), Error> {
        if !self.is_sandbox() {
            return Err(Error::NotFound);
        }
        let stored = offset.num_milliseconds().to_string();
        self.write(move |_, tx| Box::pin(async move { Ok(settings::set(tx, OFFSET, &stored).await?) })).await?;
        self.system_clock().set_offset(offset);
        let acted = self.run_due(self.now()).await?;
        Ok((self.now(), acted))
    }
}
