//! What all kinds of case share when they are written: the row only if nobody changed it meanwhile, and never without its deadlines
//! and events.

use padi_kernel::{body::Body, changed::Changed, id::AgencyId, zone::Locality};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter as _};

use crate::{
    complaints::Recording,
    db::{Conn, Error, Tx},
    deadlines, events,
    inconsistent::Row,
};

/// Writes the row in the place of the one that fulfils the condition: the same case, in the version before.
pub(crate) async fn replace<E, A>(tx: &Tx, row: A, before: Condition) -> Result<(), Error>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E>,
{
    let saved = E::update_many().set(row).filter(before).exec(&Conn::from(tx).0).await?;
    if saved.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// The condition of [`replace`].
pub(crate) fn before<C: ColumnTrait>((id, is): (C, uuid::Uuid), (version, now): (C, i64)) -> Condition {
    Condition::all().add(id.eq(is)).add(version.eq(now - 1))
}

/// Writes what belongs to the change beside the row.
pub(crate) async fn effects<T>(
    tx: &Tx,
    of: events::Of,
    changed: &Changed<T>,
    recording: &Recording,
) -> Result<(), Error> {
    deadlines::apply(tx, of.case_kind, of.case_id, &changed.deadlines).await?;
    events::append(tx, of, &changed.events, &recording.ids, recording.at).await
}

/// The body in the columns of a row.
pub(crate) fn body(reader: &Row, agency: uuid::Uuid, zone: &str, province: Option<String>) -> Result<Body, Error> {
    Ok(Body { id: AgencyId(agency), locality: Locality { zone: reader.name(zone)?, province } })
}
