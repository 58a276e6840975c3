//! Making the whole index anew, case by case, while everything else goes on. Cut short, it goes on where it stood.

use padi_persistence::{complaints, db::Tx, event_consumers, settings};
use uuid::Uuid;

use super::index::{CONSUMER, index};
use crate::{App, error::Error};

/// Cases in one transaction: short enough to hold up nobody.
const ROUND: u64 = 100;
/// The setting that holds the last case of a rebuilding that is not at its end; empty when none is under way.
const REACHED: &str = "search_rebuilt_to";

impl App {
    /// Makes the documents of every case anew; goes on where a rebuilding before was cut short. Tells after each round how many
    /// cases it has done, and returns how many in all.
    pub async fn rebuild_search(&self, mut done: impl FnMut(u64)) -> Result<u64, Error> {
        let mut count = 0;
        loop {
            let round = self.write(|_, tx| Box::pin(rebuild_round(tx))).await?;
            if round == 0 {
                return Ok(count);
            }
            count += round;
            done(count);
        }
    }
}

async fn rebuild_round(tx: &Tx) -> Result<u64, Error> {
    event_consumers::lock(tx, CONSUMER).await?;
    let reached = settings::lock(tx, REACHED, "").await?;
    let after = if reached.is_empty() { None } else { Some(reached.parse::<Uuid>().map_err(Error::internal)?) };
    let cases = complaints::ids(tx, after, ROUND).await?;
    index(tx, &cases).await?;
    let next = cases.last().map(ToString::to_string).unwrap_or_default();
    settings::set(tx, REACHED, &next).await?;
    Ok(cases.len() as u64)
}
