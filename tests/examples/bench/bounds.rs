//! What must hold, and the table that says whether it does.

use std::{fmt::Write as _, time::Duration};

use anyhow::ensure;

use crate::{call::Call, load::Cost};

/// A page at depth 100,000 costs at most so many times the first.
const DEPTH: f64 = 3.0;
/// The most memory, in bytes.
const MEMORY: u64 = 100 * 1024 * 1024;
/// The longest start, on a database that is up to date.
const START: Duration = Duration::from_secs(1);

/// Both servers' costs of a call.
pub(crate) struct Figures {
    pub(crate) padi: Cost,
    pub(crate) floor: Cost,
}

/// All that was found, and what of it breaks a bound.
#[derive(Default)]
pub(crate) struct Bounds {
    table: String,
    rest: String,
    broken: Vec<String>,
}

impl Bounds {
    /// A call, beside the floor.
    pub(crate) fn compared(&mut self, call: Call, statements: u64, figures: Figures) {
        let Figures { padi, floor } = figures;
        let ratio = padi.total() / floor.total();
        let _ = writeln!(
            self.table,
            "| {:<23} | {statements:>2} | {:>4.0} + {:>4.0} | {:>4.0} + {:>4.0} | {ratio:>5.2} | {:>5.1} | {:>6.2} | {:>6.2} |",
            call.name(),
            floor.server,
            floor.database,
            padi.server,
            padi.database,
            call.bound(),
            milliseconds(floor.waited),
            milliseconds(padi.waited),
        );
        self.hold(ratio <= call.bound(), format!("{}: {ratio:.2} times the floor", call.name()));
    }

    /// A list's page at depth 100,000 beside its first one.
    pub(crate) fn deep(&mut self, list: Call, first: Cost, deep: Cost) {
        let ratio = deep.total() / first.total();
        let _ = writeln!(
            self.rest,
            "{} at depth 100,000: {:.0} us, the first page {:.0} us: {ratio:.2} times (at most {DEPTH})",
            list.name(),
            deep.total(),
            first.total(),
        );
        self.hold(ratio <= DEPTH, format!("{} at depth 100,000: {ratio:.2} times the first", list.name()));
    }

    /// The most memory that both ever held.
    pub(crate) fn memory(&mut self, padi: u64, floor: u64) {
        let mebibytes = |bytes: u64| bytes / (1024 * 1024);
        let _ = writeln!(
            self.rest,
            "memory at its peak: {} MiB, the floor {} MiB (at most {})",
            mebibytes(padi),
            mebibytes(floor),
            mebibytes(MEMORY),
        );
        self.hold(padi <= MEMORY, format!("memory: {} MiB", mebibytes(padi)));
    }

    /// How long `padi migrate` took on an empty database: schema, 91,600 places and all reference data.
    pub(crate) fn first_start(&mut self, took: Duration) {
        let _ = writeln!(self.rest, "first start, on an empty database: {:.2} s", took.as_secs_f64());
    }

    /// How long a start took.
    pub(crate) fn started(&mut self, took: Duration) {
        let _ = writeln!(self.rest, "start to first answer: {:.2} s (at most {})", took.as_secs_f64(), START.as_secs());
        self.hold(took <= START, format!("start: {:.2} s", took.as_secs_f64()));
    }

    fn hold(&mut self, holds: bool, otherwise: String) {
        if !holds {
            self.broken.push(otherwise);
        }
    }

    /// Prints everything; an error where a bound is broken.
    #[expect(clippy::print_stdout, reason = "what the program is for")]
    pub(crate) fn report(self) -> anyhow::Result<()> {
        println!(
            "Processor time per request in microseconds (server + PostgreSQL), ratio of the sums; time waited in milliseconds.\n"
        );
        println!(
            "| call                    | statements | floor | padi | ratio | at most | floor waits | padi waits |"
        );
        println!("|---|---|---|---|---|---|---|---|");
        println!("{}\n{}", self.table, self.rest);
        ensure!(self.broken.is_empty(), "above the bound: {}", self.broken.join("; "));
        Ok(())
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
