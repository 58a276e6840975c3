//! What happens when terms pass. The worker loops it; the sandbox's clock calls it before it answers.

use chrono::{DateTime, Utc};
use padi_complaints::complaint::CASE_KIND;
use padi_kernel::id::ComplaintId;
use padi_persistence::{
    complaints::{self, Reference},
    deadlines::{self, PassedPlace},
};

use crate::{App, error::Error};

/// Cases in one round.
const ROUND: u64 = 200;

/// What was done in a round.
#[derive(Clone, Copy, Debug, Default)]
struct Done {
    /// Terms that took their effect.
    lapsed: u64,
    /// Levels of escalation that were told of.
    climbed: u64,
}

impl Done {
    fn and(self, more: Self) -> Self {
        Self { lapsed: self.lapsed + more.lapsed, climbed: self.climbed + more.climbed }
    }

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
            let passed = deadlines::passed(self.db(), CASE_KIND, until, after, ROUND).await?;
            after = passed.last().copied();
            done = done.and(self.settle_cases(&passed).await?);
            if after.is_none() {
                break;
            }
        }
        loop {
            let escalating = deadlines::escalating(self.db(), CASE_KIND, until, after, ROUND).await?;
            after = escalating.last().copied();
            done = done.and(self.settle_cases(&escalating).await?);
            if after.is_none() {
                return Ok(done);
            }
        }
    }

    /// Each up to its own instant and no further: what other cases do by then may bear on its next term. A case that fails is told
    /// and left for the next time: it must not hold up the others.
    async fn settle_cases(&self, cases: &[PassedPlace]) -> Result<Done, Error> {
        let mut done = Done::default();
        for (at, case) in cases {
            match self.settle_case(ComplaintId(*case), *at).await {
                Ok(effects) => done = done.and(effects),
                Err(unavailable @ Error::Unavailable(_)) => return Err(unavailable),
                Err(error) => {
                    let cause = std::error::Error::source(&error).map(ToString::to_string);
                    tracing::error!(complaint.id = %case, %error, cause, "a passed term had no effect");
                }
            }
        }
        Ok(done)
    }

    /// All that has come by then of one case: terms and levels in the order of their instants, a term before the level that tells of it.
    async fn settle_case(&self, case: ComplaintId, until: DateTime<Utc>) -> Result<Done, Error> {
        self.write(move |app, tx| {
            Box::pin(async move {
                let Some(mut complaint) = complaints::find_for_update(tx, &Reference::Id(case)).await? else {
                    return Ok(Done::default());
                };
                let ground = app.ground(tx).await?;
                let mut done = Done::default();
                loop {
                    let level_at = complaint.deadlines.next_level().map_or(until, |(_, _, at)| at.min(until));
                    let (settled, lapsed) = app.settle(tx, complaint, level_at, &ground).await?;
                    complaint = settled;
                    done.lapsed += lapsed;
                    if lapsed > 0 {
                        continue;
                    }
                    if !app.climb(tx, &mut complaint, until, &ground).await? {
                        return Ok(done);
                    }
                    done.climbed += 1;
                }
            })
        })
        .await
    }
}
