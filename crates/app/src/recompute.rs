//! Computing open deadlines anew after the holiday list changed: an explicit act, with a dry run that tells what would move.

use std::sync::Arc;

use padi_complaints::complaint::CASE_KIND as COMPLAINT;
use padi_information::{exemption::CASE_KIND as EXEMPTION, objection::CASE_KIND as OBJECTION};
use padi_kernel::{attachment::CaseRef, deadlines::Moved, id::ComplaintId};
use padi_persistence::{complaints, db::Tx, deadlines};
use uuid::Uuid;

use crate::{
    App,
    caller::Caller,
    case::Case,
    error::Error,
    idempotency::{Answer, Key, Reply},
    information::REQUEST,
    reference::policy,
};

/// Each kind of case that has terms, and how many of it are dealt with in one round. An objection is locked after its request: one at a
/// time, so that no round holds requests in another order than the rest.
const ROUNDS: [(&str, u64); 4] = [(COMPLAINT, 200), (REQUEST, 200), (OBJECTION, 1), (EXEMPTION, 200)];

/// A deadline that moved, or would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedDeadline {
    /// Of which case.
    pub case: CaseRef,
    /// Which, from when to when.
    pub moved: Moved,
}

/// One round: what moved, and the last case that was looked at.
struct Round {
    moved: Vec<MovedDeadline>,
    last: Option<Uuid>,
}

impl App {
    /// Recomputes every open deadline, by rounds of a few cases, each in a transaction of its own, so that nobody else is held
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
        for kind in ROUNDS {
            let mut after = None;
            loop {
                let round = self.write(move |app, tx| Box::pin(app.recompute_round(tx, kind, dry_run, after))).await?;
                moved.extend(round.moved);
                after = round.last;
                if after.is_none() {
                    break;
                }
            }
        }
        self.once(key, move |_, _| Box::pin(async move { Ok(moved) }), render).await
    }

    async fn recompute_round(
        &self,
        tx: &Tx,
        (case_kind, most): (&'static str, u64),
        dry_run: bool,
        after: Option<Uuid>,
    ) -> Result<Round, Error> {
        let ground = self.ground_of(tx, Arc::new(self.law_now(tx).await?)).await?;
        let mut cases = deadlines::open_cases(tx, case_kind, after, most).await?;
        let last = cases.last().copied();
        if case_kind == COMPLAINT && !dry_run {
            // A part before its whole.
            let locked = complaints::lock_together(tx, cases.into_iter().map(ComplaintId)).await?;
            cases = locked.into_iter().map(|id| id.0).collect();
        }
        let mut found = Vec::new();
        for case_id in cases {
            let case = if dry_run {
                Case::find(tx, case_kind, case_id).await?
            } else {
                Case::lock(self, tx, case_kind, case_id).await?
            };
            let Some(case) = case else { continue };
            let moved = case.recompute(self, tx, &ground, dry_run).await?;
            found.extend(
                moved
                    .into_iter()
                    .map(|moved| MovedDeadline { case: CaseRef { kind: case_kind.into(), id: case_id }, moved }),
            );
        }
        Ok(Round { moved: found, last })
    }
}
