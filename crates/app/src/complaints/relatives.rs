//! Cases that belong together: what happens to one is told to the other in the same transaction.
//!
//! A case is locked before its parent; an order on cases that follow each other locks all of them first (`Order::lock_first`), in the
//! same one order, so callers wait for each other in one direction only.

use padi_complaints::{Context, command::Part, complaint::Complaint};
use padi_kernel::{actor::Actor, changed::Changed, event::By, id::ComplaintId};
use padi_persistence::{
    complaints::{self, Follower, Reference},
    db::{Conn, Tx},
    processing_limits,
};

use super::{Access, Ground, hash_of};
use crate::{App, error::Error};

/// Longer chains of merged cases do not come about by hand: a guard against rows that point in a ring.
const CHAIN: usize = 64;

impl App {
    /// Saves the change of a case, and tells those that it concerns.
    pub(super) async fn save_change(
        &self,
        tx: &Tx,
        before: &Complaint,
        changed: &Changed<Complaint>,
        ground: &Ground,
    ) -> Result<(), Error> {
        complaints::save(tx, changed, &self.recording(changed)).await?;
        let after = &changed.value;
        let context = ground.context(after.updated_at);
        if before.state.is_open() != after.state.is_open()
            && let Some(parent) = after.parent_id
        {
            self.change(tx, parent, |parent| parent.child_changed(after, &context)).await?;
        }
        match (before.merged_into_id, after.merged_into_id) {
            (None, Some(kept)) if after.counted() == 0 => complaints::remember_follower(tx, kept).await?,
            (None, Some(kept)) => {
                self.change(tx, kept, |kept| kept.follower_joined(after, &context)).await?;
            }
            (Some(kept), None) if after.counted() > 0 => {
                self.along(tx, kept, |kept| kept.follower_left(after, &context)).await?;
            }
            (Some(kept), Some(_)) if before.counted() != after.counted() => {
                self.along(tx, kept, |kept| kept.follower_hid(&context)).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Changes the case that is followed, and each that it was merged into itself: all count their followers anew.
    async fn along(
        &self,
        tx: &Tx,
        kept: ComplaintId,
        change: impl Fn(Complaint) -> Changed<Complaint>,
    ) -> Result<(), Error> {
        let mut next = Some(kept);
        for _ in 0..CHAIN {
            let Some(kept) = next else { break };
            next = self.change(tx, kept, &change).await?.merged_into_id;
        }
        Ok(())
    }

    async fn change(
        &self,
        tx: &Tx,
        id: ComplaintId,
        change: impl FnOnce(Complaint) -> Changed<Complaint>,
    ) -> Result<Complaint, Error> {
        let found = complaints::find_for_update(tx, &Reference::Id(id)).await?;
        let complaint = found.ok_or_else(|| Error::internal(format!("the case {id} is gone")))?;
        let changed = change(complaint);
        complaints::save(tx, &changed, &self.recording(&changed)).await?;
        Ok(changed.value)
    }

    /// The parts that a case was split into become cases of their own, of the same reporter, whose data are limited as there.
    pub(super) async fn split_off(
        &self,
        tx: &Tx,
        parent: &Complaint,
        parts: Vec<Part>,
        by: By,
        context: &Context<'_>,
    ) -> Result<(), Error> {
        if parts.is_empty() {
            return Ok(());
        }
        let identity = complaints::identity(tx, parent.id).await?.unwrap_or_default();
        for part in parts {
            let child = parent.split_off(part, by, context)?;
            let sealed = self.reseal_identity(&identity, parent.id, child.value.id)?;
            complaints::insert(tx, &child, sealed, &self.recording(&child)).await?;
            processing_limits::pass_on(tx, parent.id.0, child.value.id.0).await?;
        }
        Ok(())
    }

    /// Whether the caller is the reporter of a case that was merged into this one.
    pub(super) async fn follows(
        &self,
        conn: impl Into<Conn<'_>>,
        access: &Access,
        complaint: &Complaint,
    ) -> Result<bool, Error> {
        if !complaint.has_followers {
            return Ok(false);
        }
        let follower = match (&access.tracking_secret, &access.caller.actor) {
            (Some(secret), _) => Follower::Secret(hash_of(secret)),
            (None, Actor::Person(person)) => Follower::Account(person.reporter_keys().cloned().collect()),
            (None, _) => return Ok(false),
        };
        Ok(complaints::is_followed_by(conn, complaint.id, follower).await?)
    }
}
