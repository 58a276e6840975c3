//! The one order in which cases are locked, so that nobody waits for somebody who waits for them: a case before what it was split off
//! from, and otherwise the lower id first. Nobody's parent ever changes, so the order is the same for everybody at any time.
//!
//! Whoever locks one case and then, at most, its parent keeps this order by itself; whoever locks others beside it locks all of them
//! here, first.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    iter,
};

use padi_kernel::id::ComplaintId;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use uuid::Uuid;

use super::{Reference, by};
use crate::{
    db::{Conn, Error, Tx},
    entity::complaint::{Column, Entity},
};

/// Locks the cases against others until the transaction ends. Returns them in the order in which they were locked.
pub async fn lock_together(tx: &Tx, cases: impl IntoIterator<Item = ComplaintId>) -> Result<Vec<ComplaintId>, Error> {
    let conn = Conn::from(tx);
    let mut cases: Vec<Uuid> = cases.into_iter().map(|case| case.0).collect();
    let parents = parents(&conn, cases.iter().copied().collect()).await?;
    let generation = |case: &Uuid| iter::successors(Some(case), |case| parents.get(case)).count();
    cases.sort_by_key(|case| (Reverse(generation(case)), *case));
    cases.dedup();
    for case in &cases {
        let locked = Entity::find_by_id(*case).select_only().column(Column::Id).lock_exclusive();
        locked.into_tuple::<Uuid>().one(&conn.0).await?;
    }
    Ok(cases.into_iter().map(ComplaintId).collect())
}

/// What each of the cases, and of those above them, was split off from.
async fn parents(conn: &Conn<'_>, mut of: BTreeSet<Uuid>) -> Result<HashMap<Uuid, Uuid>, Error> {
    let mut parents = HashMap::new();
    while !of.is_empty() {
        let select = Entity::find().select_only().columns([Column::Id, Column::ParentId]);
        let children = select.filter(Column::Id.is_in(of)).filter(Column::ParentId.is_not_null());
        let found: Vec<(Uuid, Uuid)> = children.into_tuple().all(&conn.0).await?;
        of = found.iter().map(|(_, parent)| *parent).filter(|parent| !parents.contains_key(parent)).collect();
        parents.extend(found);
    }
    Ok(parents)
}

/// Locks a case with the one that it is to follow, or else follows, with those that this one follows in turn, and with the parents
/// of all these. [`Error::Stale`] where somebody merged or parted them meanwhile.
pub async fn lock_with_followed(tx: &Tx, reference: &Reference, kept: Option<ComplaintId>) -> Result<(), Error> {
    let line = line(tx, reference, kept).await?;
    lock_together(tx, line.iter().flat_map(|(case, parent)| iter::once(*case).chain(*parent)).map(ComplaintId)).await?;
    // What is locked stays as it is; what was not there before could only be locked out of order now.
    if self::line(tx, reference, kept).await? == line { Ok(()) } else { Err(Error::Stale) }
}

/// The case and those that follow from it, each with its parent.
async fn line(
    tx: &Tx,
    reference: &Reference,
    mut kept: Option<ComplaintId>,
) -> Result<Vec<(Uuid, Option<Uuid>)>, Error> {
    let conn = Conn::from(tx);
    let mut line = Vec::new();
    let mut next = Some(reference.clone());
    while let Some(reference) = next {
        let select = by(&reference).select_only().columns([Column::Id, Column::ParentId, Column::MergedIntoId]);
        let found: Option<(Uuid, Option<Uuid>, Option<Uuid>)> = select.into_tuple().one(&conn.0).await?;
        let Some((case, parent, followed)) = found else { break };
        // A ring, as when a case is merged into one that follows it, ends where it began.
        if line.contains(&(case, parent)) {
            break;
        }
        line.push((case, parent));
        next = kept.take().or(followed.map(ComplaintId)).map(Reference::Id);
    }
    Ok(line)
}
