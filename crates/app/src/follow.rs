//! Following the event log: each consumer reads it in the order of its positions and stores what follows from it.
//!
//! A batch's effects and the consumer's new position are one transaction under the consumer's lock: any number of processes may
//! follow at once, a crash loses nothing, and each event has its effect once.

use std::time::Duration;

use padi_persistence::{
    db::Tx,
    event_consumers,
    events::{self, LoggedEvent},
};

use crate::{App, error::Error, idempotency::Work, notifications, search};

/// Events in one transaction: short enough to hold up nobody.
const BATCH: u64 = 100;
/// How long a sandbox's clock waits for the numbering, which another's long transaction may hold back.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it asks.
const PAUSE: Duration = Duration::from_millis(10);

/// One who follows the log.
pub(crate) struct Consumer {
    /// Under which name its position is kept; never changed.
    pub(crate) name: &'static str,
    /// Stores what follows from the events, which come in order. An error leaves the whole batch for the next time, so what can
    /// never succeed must be told and passed over.
    pub(crate) take: for<'a> fn(&'a App, &'a Tx, &'a [LoggedEvent]) -> Work<'a, ()>,
}

/// Everybody who follows the log.
const CONSUMERS: &[Consumer] =
    &[notifications::from_events::CONSUMER, Consumer { name: search::CONSUMER, take: search::take }];

impl App {
    /// Lets everybody who follows the log take what has been numbered. Returns how many events were taken.
    pub async fn follow_events(&self) -> Result<u64, Error> {
        self.follow(CONSUMERS).await
    }

    /// Numbers what was written until now and lets everybody follow it, for a sandbox's clock and for tests. Where another's
    /// transaction holds the numbering back for too long, the worker does the rest.
    pub async fn catch_up(&self) -> Result<(), Error> {
        let last = events::last(self.db()).await?;
        let asks = PATIENCE.as_millis() / PAUSE.as_millis();
        for _ in 0..asks {
            self.number_events().await?;
            if events::is_numbered_to(self.db(), last).await? {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
        self.follow_events().await?;
        Ok(())
    }

    /// One consumer that fails does not hold up the others.
    async fn follow(&self, consumers: &'static [Consumer]) -> Result<u64, Error> {
        let mut taken = 0;
        let mut failed = None;
        for consumer in consumers {
            match self.follow_as(consumer).await {
                Ok(count) => taken += count,
                Err(error) => {
                    tracing::error!(consumer = consumer.name, %error, "the event log can't be followed");
                    failed = Some(error);
                }
            }
        }
        failed.map_or(Ok(taken), Err)
    }

    async fn follow_as(&self, consumer: &'static Consumer) -> Result<u64, Error> {
        let mut taken = 0;
        loop {
            let batch = self.take_batch(consumer).await?;
            if batch == 0 {
                return Ok(taken);
            }
            taken += batch;
        }
    }

    async fn take_batch(&self, consumer: &'static Consumer) -> Result<u64, Error> {
        // Most times nothing is new: then no writer is kept waiting.
        let reached = event_consumers::position(self.db(), consumer.name).await?;
        if events::after(self.db(), reached, 1).await?.is_empty() {
            return Ok(0);
        }
        self.write(move |app, tx| {
            Box::pin(async move {
                let reached = event_consumers::lock(tx, consumer.name).await?;
                let batch = events::after(tx, reached, BATCH).await?;
                let Some(last) = batch.last() else { return Ok(0) };
                (consumer.take)(app, tx, &batch).await?;
                event_consumers::advance(tx, consumer.name, last.position).await?;
                Ok(batch.len() as u64)
            })
        })
        .await
    }
}

#[cfg(test)]
#[path = "follow_tests.rs"]
mod tests;
