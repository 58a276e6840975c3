//! Computing open deadlines anew after the holiday list changed: an explicit act, with a dry run that tells what would move.

use std::sync::Arc;

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

/// One round: what moved, and the last case that was looked at.
struct Round {
    moved: Vec<MovedDeadline>,
    last: Option<Uuid>,
}

impl App {
    /// Recomputes every open deadline, by rounds of [`ROUND`] cases, each in a transaction of its own, so that nobody else is held
    /// up; with `dry_run` nothing is stored. Cut off in the middle, it can be done again: what was moved stays.
    pub async fn recompute_deadlines(
        &self,
        caller: Caller,
        dry_run: bool,
        key: Option<Key>,
        render: impl FnOnce(Vec<MovedDeadline>) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        policy::may_change_law(&caller.actor)?;
        if let Some(answer) = self.answered_before(key.as_ref()).await? {
            return Ok(answer);
        }
        let mut moved = Vec::new();
        let mut after = None;
        loop {
            let round = self.write(move |app, tx| Box::pin(app.recompute_round(tx, dry_run, after))).await?;
            moved.extend(round.moved);
            after = round.last;
            if after.is_none() {
                break;
            }
        }
        self.once(key, move |_, _| Box::pin(async move { Ok(moved) }), render).await
    }

    async fn recompute_round(&self, tx: &Tx, dry_run: bool, after: Option<Uuid>) -> Result<Round, Error> {
        let ground = self.ground_of(tx, Arc::new(self.law_now(tx).await?)).await?;
        let now = self.now();
        let cases = deadlines::open_cases(tx, CASE_KIND, after, ROUND).await?;
        let last = cases.last().copied();
        let cases = cases.into_iter().map(ComplaintId);
        let cases = if dry_run { cases.collect() } else { complaints::lock_together(tx, cases).await? };
        let mut found = Vec::new();
        for complaint_id in cases {
            let Some(complaint) = complaints::find(tx, &Reference::Id(complaint_id)).await? else { continue };
            let (changed, moved) = complaint.recompute(now, &ground.law.calendar, &ground.context(now))?;
            found.extend(moved.into_iter().map(|moved| MovedDeadline { complaint_id, moved }));
            if let (Some(changed), false) = (changed, dry_run) {
                complaints::save(tx, &changed, &self.recording(&changed)).await?;
            }
        }
        Ok(Round { moved: found, last })
    }
}
