//! Load: a few connections, each waiting for its answer before it asks again.

use std::time::{Duration, Instant};

use futures_util::future::try_join_all;

use crate::{
    call::{Call, Targets},
    cluster::Cluster,
    process::Server,
};

/// Connections at a time.
const CONNECTIONS: usize = 4;
/// What a tick of /proc lasts, in microseconds.
const TICK: f64 = 10_000.0;

/// What a call cost, on the average of a turn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// Processor time of the server, in microseconds.
    pub(crate) server: f64,
    /// Processor time of the database's sessions, in microseconds.
    pub(crate) database: f64,
    /// The middle of how long callers waited.
    pub(crate) waited: Duration,
}

impl Cost {
    pub(crate) fn total(&self) -> f64 {
        self.server + self.database
    }

    /// Of turns that were taken in pairs the pair whose ratio is in the middle: what slows the machine down slows both of a pair.
    pub(crate) fn middle(mut pairs: Vec<(Self, Self)>) -> (Self, Self) {
        let ratio = |(one, other): &(Self, Self)| one.total() / other.total();
        pairs.sort_by(|a, b| ratio(a).total_cmp(&ratio(b)));
        pairs[pairs.len() / 2]
    }
}

/// Fills caches and pools: what is measured later is the usual.
pub(crate) async fn warm_up(call: Call, targets: &Targets) -> anyhow::Result<()> {
    let calls = if matches!(call, Call::Verify) { call.calls() / 20 } else { call.calls() / 5 };
    spread(call, targets, calls).await.map(|_| ())
}

/// One turn.
pub(crate) async fn run(
    call: Call,
    targets: &Targets,
    cluster: &Cluster,
    server: &Server,
    database: &str,
) -> anyhow::Result<Cost> {
    let sessions = cluster.ticks(database).await?;
    let before = server.ticks()?;
    let mut waits = spread(call, targets, call.calls()).await?;
    let ours = server.ticks()? - before;
    let mut theirs = 0;
    for (pid, now) in cluster.ticks(database).await? {
        // A session that was opened meanwhile began at nothing.
        theirs += now - sessions.iter().find(|(known, _)| *known == pid).map_or(0, |(_, then)| *then);
    }
    waits.sort_unstable();
    let each = |ticks: u64| f64::from(u32::try_from(ticks).unwrap_or(u32::MAX)) * TICK / per_turn(call);
    Ok(Cost { server: each(ours), database: each(theirs), waited: waits[waits.len() / 2] })
}

fn per_turn(call: Call) -> f64 {
    f64::from(u32::try_from(call.calls()).unwrap_or(u32::MAX))
}

async fn spread(call: Call, targets: &Targets, calls: usize) -> anyhow::Result<Vec<Duration>> {
    let lanes = (0..CONNECTIONS).map(|lane| async move {
        let mut waits = Vec::new();
        for _ in (lane..calls).step_by(CONNECTIONS) {
            let asked = Instant::now();
            targets.send(call).await?;
            waits.push(asked.elapsed());
        }
        anyhow::Ok(waits)
    });
    Ok(try_join_all(lanes).await?.concat())
}
