//! Computing open deadlines anew after the holiday list changed: an explicit act, with a dry run that tells what would move.

use padi_complaints::complaint::CASE_KIND;
use padi_kernel::{deadlines::Moved, id::ComplaintId};
use padi_persistence::{
    complaints::{self, Reference},
    db::Tx,
    deadlines,
};
use uuid::Uuid;

use crate::{
    App,
    caller::Caller,
    error::Error,
    idempotency::{Answer, Key, Reply},
    reference::policy,
};

/// Cases in one round.
const ROUND: u64 = 200;

/// A deadline that moved, or would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedDeadline {
    /// Of which complaint.
    pub complaint_id: ComplaintId,
    /// Which, from when to when.
    pub moved: Moved,
}

impl App {
    /// Recomputes every open deadline; with `dry_run` nothing is stored.
    pub async fn recompute_deadlines(
        &self,
        caller: Caller,
        dry_run: bool,
        key: Option<Key>,
        render: impl FnOnce(Vec<MovedDeadline>) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        policy::may_change_law(&caller.actor)?;
        self.once(key, move |app, tx| Box::pin(app.recompute(tx, dry_run)), render).await
    }

    async fn recompute(&self, tx: &Tx, dry_run: bool) -> Result<Vec<MovedDeadline>, Error> {
        let ground = self.ground(tx).await?;
        let now = self.now();
        let mut found = Vec::new();
        let mut after: Option<Uuid> = None;
        loop {
            let cases = deadlines::open_cases(tx, CASE_KIND, after, ROUND).await?;
            after = cases.last().copied();
            if after.is_none() {
                return Ok(found);
            }
            for case in cases {
                let complaint_id = ComplaintId(case);
                let complaint = complaints::find_for_update(tx, &Reference::Id(complaint_id)).await?;
                let Some(complaint) = complaint else { continue };
                let (changed, moved) = complaint.recompute(now, &ground.law.calendar, &ground.context(now))?;
                found.extend(moved.into_iter().map(|moved| MovedDeadline { complaint_id, moved }));
                if let (Some(changed), false) = (changed, dry_run) {
                    complaints::save(tx, &changed, &self.recording(&changed)).await?;
                }
            }
        }
    }
}
