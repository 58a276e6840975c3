//! What happens when terms pass, whatever kind of case they are of. The worker loops it; the sandbox's clock calls it before it answers.

use std::ops::AddAssign;

use chrono::{DateTime, Utc};
use padi_complaints::complaint;
use padi_information::{exemption, objection, request};
use padi_persistence::deadlines::{self, Passed};
use uuid::Uuid;

use crate::{App, case::Case, error::Error};

/// Cases in one round.
const ROUND: u64 = 200;

/// The kinds of case whose terms have effects on each other, and are told of.
const KINDS: [&str; 4] = [complaint::CASE_KIND, request::CASE_KIND, objection::CASE_KIND, exemption::CASE_KIND];

/// What was done in a round.
#[derive(Clone, Copy, Debug, Default)]
struct Done {
    /// Terms that took their effect.
    lapsed: u64,
    /// Levels of escalation that were told of.
    climbed: u64,
}

impl AddAssign for Done {
    fn add_assign(&mut self, more: Self) {
        self.lapsed += more.lapsed;
        self.climbed += more.climbed;
    }
}

impl Done {
    fn is_nothing(self) -> bool {
        self.lapsed == 0 && self.climbed == 0
    }
}

impl App {
    /// Lets every term that has passed by then take its effect, and tells whoever must know of those that come to their end or have
    /// passed: each as of its own instant, in order. Returns how many terms took effect.
    ///
    /// Any number of processes may do this at once: a case is locked while its terms take effect, and whoever comes second finds
    /// nothing left to do.
    pub async fn run_due(&self, until: DateTime<Utc>) -> Result<u64, Error> {
        let mut lapsed = 0;
        loop {
            let done = self.due_round(until).await?;
            lapsed += done.lapsed;
            // A round without effect means that others have done its work, or that nothing is left that can be done.
            if done.is_nothing() {
                return Ok(lapsed + self.run_privacy(until).await?);
            }
        }
    }

    /// Once through all that has passed or must be told of.
    async fn due_round(&self, until: DateTime<Utc>) -> Result<Done, Error> {
        let mut done = Done::default();
        let mut after = None;
        loop {
            let passed = deadlines::passed(self.db(), &KINDS, until, after, ROUND).await?;
            after = passed.last().map(Passed::place);
            done += self.settle_cases(&passed).await?;
            if after.is_none() {
                break;
            }
        }
        loop {
            let escalating = deadlines::escalating(self.db(), &KINDS, until, after, ROUND).await?;
            after = escalating.last().map(Passed::place);
            done += self.settle_cases(&escalating).await?;
            if after.is_none() {
                return Ok(done);
            }
        }
    }

    /// Each up to its own instant and no further: what other cases do by then may bear on its next term. A case that fails is told
    /// and left for the next time: it must not hold up the others.
    async fn settle_cases(&self, cases: &[Passed]) -> Result<Done, Error> {
        let mut done = Done::default();
        for Passed { at, case_kind, case_id } in cases {
            match self.settle_case(case_kind, *case_id, *at).await {
                Ok(effects) => done += effects,
                Err(unavailable @ Error::Unavailable(_)) => return Err(unavailable),
                Err(error) => {
                    let cause = std::error::Error::source(&error).map(ToString::to_string);
                    tracing::error!(case.kind = case_kind, case.id = %case_id, %error, cause, "a passed term had no effect");
                }
            }
        }
        Ok(done)
    }

    /// All that has come by then of one case: terms and levels in the order of their instants, a term before the level that tells of it.
    async fn settle_case(&self, kind: &str, id: Uuid, until: DateTime<Utc>) -> Result<Done, Error> {
        let kind = kind.to_owned();
        self.write(move |app, tx| {
            Box::pin(async move {
                let mut done = Done::default();
                let Some(mut case) = Case::lock(app, tx, &kind, id).await? else { return Ok(done) };
                let ground = app.ground(tx).await?;
                loop {
                    let level_at = case.deadlines().next_level().map_or(until, |(_, _, at)| at.min(until));
                    let (settled, lapsed) = case.settle(app, tx, level_at, &ground).await?;
                    case = settled;
                    done.lapsed += lapsed;
                    if lapsed > 0 {
                        continue;
                    }
                    if !app.climb(tx, &mut case, until, &ground).await? {
                        return Ok(done);
                    }
                    done.climbed += 1;
                }
            })
        })
        .await
    }
}
