//! `make bench`: what a request costs, beside a floor.
//!
//! The same calls go to `padi` and to `floor` (actix-web and sea-orm, the same statements and JSON, nothing else), each over its own
//! copy of one PostgreSQL database with 120,000 complaints on one desk, in turns, by few connections that each wait for their answer.
//! What is compared is processor time of the server and of its database sessions per request, which a busy machine changes little. The
//! worker, which does for every case what no request waits for, is left out of that, and counts in memory and start.
//! All of it runs on this machine, within a few minutes, and fails where a bound is broken.

mod bounds;
mod call;
mod cluster;
mod load;
mod process;
mod proxy;
mod seed;

use anyhow::{Context as _, ensure};

use bounds::{Bounds, Figures};
use call::{Call, Targets};
use cluster::Cluster;
use load::Cost;
use process::{Place, Server};
use proxy::Proxy;

/// How often both take their turns; the pair with the ratio in the middle counts.
const ROUNDS: usize = 5;

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(bench())
}

async fn bench() -> anyhow::Result<()> {
    let cluster = Cluster::connect().await?;
    let place = Place::new()?;
    let padi_database = cluster.create("padi_bench").await?;
    let mut bounds = Bounds::default();
    say("filling a database");
    let seeded = seed::seed(&cluster, &padi_database, &place, &mut bounds).await?;
    let floor_database = cluster.copy(&padi_database, "padi_bench_floor").await?;
    let databases = Databases { padi: padi_database, floor: floor_database };
    let done = measure(&cluster, &place, &databases, &seeded, &mut bounds).await;
    for name in [&databases.padi, &databases.floor] {
        cluster.drop(name).await?;
    }
    done?;
    bounds.report()
}

struct Databases {
    padi: String,
    floor: String,
}

async fn measure(
    cluster: &Cluster,
    place: &Place,
    databases: &Databases,
    seeded: &seed::Seeded,
    bounds: &mut Bounds,
) -> anyhow::Result<()> {
    say("counting statements");
    let padi_statements = count(cluster, place, &databases.padi, seeded, Kind::Padi).await?;
    let floor_statements = count(cluster, place, &databases.floor, seeded, Kind::Floor).await?;
    for ((call, padi), floor) in Call::ALL.into_iter().zip(&padi_statements).zip(&floor_statements) {
        ensure!(
            padi == floor,
            "{}: padi sends {padi} statements, the floor {floor}: bring tests/examples/floor in step",
            call.name()
        );
    }
    let mut padi = start(cluster, place, &databases.padi, Kind::Padi, None).await?;
    let floor = start(cluster, place, &databases.floor, Kind::Floor, None).await?;
    let (padi_targets, floor_targets) = targets(&padi, &floor, seeded).await?;
    learn_sizes(&padi_targets, &floor_targets).await?;
    for (call, statements) in Call::ALL.into_iter().zip(padi_statements) {
        say(&format!("measuring {}", call.name()));
        let mut turns = Vec::new();
        load::warm_up(call, &padi_targets).await?;
        load::warm_up(call, &floor_targets).await?;
        for _ in 0..ROUNDS {
            let of_floor = load::run(call, &floor_targets, cluster, &floor, &databases.floor).await?;
            let of_padi = load::run(call, &padi_targets, cluster, &padi, &databases.padi).await?;
            turns.push((of_padi, of_floor));
        }
        let (padi, floor) = Cost::middle(turns);
        bounds.compared(call, statements, Figures { padi, floor });
    }
    say("walking to depth 100,000");
    for list in [Call::Public, Call::Inbox] {
        let (first, deep) = depth(list, &padi_targets, cluster, &padi, &databases.padi).await?;
        bounds.deep(list, first, deep);
    }
    padi.stop()?;
    as_shipped(cluster, place, &databases.padi, seeded, (floor.peak_memory()?, bounds)).await
}

/// Start and memory of the whole program, its worker included, over a turn of each call.
async fn as_shipped(
    cluster: &Cluster,
    place: &Place,
    database: &str,
    seeded: &seed::Seeded,
    (floor, bounds): (u64, &mut Bounds),
) -> anyhow::Result<()> {
    say("measuring memory and start");
    let mut shipped = start(cluster, place, database, Kind::Shipped, None).await?;
    bounds.started(shipped.started_in);
    let targets = Targets::padi(&shipped.url, seeded).await?;
    for call in Call::ALL {
        load::warm_up(call, &targets).await?;
        load::run(call, &targets, cluster, &shipped, database).await?;
    }
    bounds.memory(shipped.peak_memory()?, floor);
    shipped.stop()
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `padi serve --no-worker`: what the worker does is no request's, and the floor has none.
    Padi,
    /// `padi serve`, as shipped.
    Shipped,
    Floor,
}

async fn start(
    cluster: &Cluster,
    place: &Place,
    database: &str,
    kind: Kind,
    proxy: Option<&Proxy>,
) -> anyhow::Result<Server> {
    let url = match proxy {
        Some(proxy) => cluster.url_at(database, proxy.port()),
        None => cluster.url(database),
    };
    match kind {
        Kind::Padi => place.padi(&url, false).await,
        Kind::Shipped => place.padi(&url, true).await,
        Kind::Floor => place.floor(&url).await,
    }
}

async fn targets(padi: &Server, floor: &Server, seeded: &seed::Seeded) -> anyhow::Result<(Targets, Targets)> {
    Ok((Targets::padi(&padi.url, seeded).await?, Targets::floor(&floor.url, seeded)?))
}

/// Statements of one call each, seen on the wire.
async fn count(
    cluster: &Cluster,
    place: &Place,
    database: &str,
    seeded: &seed::Seeded,
    kind: Kind,
) -> anyhow::Result<Vec<u64>> {
    const CALLS: u64 = 8;
    let proxy = Proxy::start(cluster.address()).await?;
    let mut server = start(cluster, place, database, kind, Some(&proxy)).await?;
    let targets = match kind {
        Kind::Padi | Kind::Shipped => Targets::padi(&server.url, seeded).await?,
        Kind::Floor => Targets::floor(&server.url, seeded)?,
    };
    let mut found = Vec::new();
    for call in Call::ALL {
        // Session and law are kept for some seconds: the least of several calls has them at hand.
        let mut least = u64::MAX;
        for _ in 0..CALLS {
            let before = proxy.statements();
            targets.send(call).await?;
            least = least.min(proxy.statements() - before);
        }
        found.push(least);
    }
    server.stop()?;
    Ok(found)
}

/// Tells the floor how many bytes its answers lack.
async fn learn_sizes(padi: &Targets, floor: &Targets) -> anyhow::Result<()> {
    for call in Call::ALL {
        let (ours, bare) = (padi.send(call).await?, floor.send(call).await?);
        let filling = ours.saturating_sub(bare);
        floor.shape(call, filling).await?;
        let filled = floor.send(call).await?;
        let off = ours.abs_diff(filled);
        ensure!(off * 20 <= ours, "{}: padi answers {ours} bytes, the floor {filled}", call.name());
    }
    Ok(())
}

async fn depth(
    list: Call,
    targets: &Targets,
    cluster: &Cluster,
    padi: &Server,
    database: &str,
) -> anyhow::Result<(Cost, Cost)> {
    let cursor = targets.walk(list, 100_000).await?;
    let deep = targets.at(cursor);
    load::warm_up(list, &deep).await?;
    let mut turns = Vec::new();
    for _ in 0..ROUNDS {
        let first = load::run(list, targets, cluster, padi, database).await?;
        turns.push((load::run(list, &deep, cluster, padi, database).await?, first));
    }
    let (deep, first) = Cost::middle(turns);
    Ok((first, deep))
}

/// What goes on, for whoever waits.
#[expect(clippy::print_stderr, reason = "the program's progress on the screen")]
pub(crate) fn say(text: &str) {
    eprintln!("bench: {text}");
}

/// The text of a JSON answer's field.
pub(crate) fn text(value: &serde_json::Value, field: &str) -> anyhow::Result<String> {
    value[field].as_str().map(str::to_owned).with_context(|| format!("no {field} in {value}"))
}
