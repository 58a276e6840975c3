//! What happens when terms pass. The worker loops it; the sandbox's clock calls it before it answers.

use chrono::{DateTime, Utc};
use padi_complaints::complaint::CASE_KIND;
use padi_kernel::id::ComplaintId;
use padi_persistence::{
    complaints::{self, Reference},
    deadlines,
};

use crate::{App, error::Error};

/// Cases in one round.
const ROUND: u64 = 200;

impl App {
    /// Lets every term that has passed by then take its effect, each as of its own instant, in order. Returns how many did.
    ///
    /// Any number of processes may do this at once: a case is locked while its terms take effect, and whoever comes second finds
    /// nothing left to do.
    pub async fn run_due(&self, until: DateTime<Utc>) -> Result<u64, Error> {
        let mut acted = 0;
        loop {
            let done = self.due_round(until).await?;
            acted += done;
            // A round without effect means that others have done its work, or that nothing is left that can be done.
            if done == 0 {
                return Ok(acted);
            }
        }
    }

    /// Once through all that has passed. A case that fails is told and left for the next time: it must not hold up the others.
    async fn due_round(&self, until: DateTime<Utc>) -> Result<u64, Error> {
        let mut done = 0;
        let mut after = None;
        loop {
            let passed = deadlines::passed(self.db(), CASE_KIND, until, after, ROUND).await?;
            after = passed.last().copied();
            if after.is_none() {
                return Ok(done);
            }
            for (_, case) in passed {
                match self.settle_case(ComplaintId(case), until).await {
                    Ok(effects) => done += effects,
                    Err(unavailable @ Error::Unavailable(_)) => return Err(unavailable),
                    Err(error) => {
                        let cause = std::error::Error::source(&error).map(ToString::to_string);
                        tracing::error!(complaint.id = %case, %error, cause, "a passed term had no effect");
                    }
                }
            }
        }
    }

    async fn settle_case(&self, case: ComplaintId, until: DateTime<Utc>) -> Result<u64, Error> {
        self.write(move |app, tx| {
            Box::pin(async move {
                let Some(complaint) = complaints::find_for_update(tx, &Reference::Id(case)).await? else {
                    return Ok(0);
                };
                let ground = app.ground(tx).await?;
                Ok(app.settle(tx, complaint, until, &ground).await?.1)
            })
        })
        .await
    }
}
