//! Requests for public information: rows to values and back. A request is written with its events and deadlines or not at all.

mod list;
mod row;

use padi_information::request::{CASE_KIND, InformationRequest, state::StateTag};
use padi_kernel::{
    actor::ReporterKey, changed::Changed, deadlines::Deadlines, id::InformationRequestId, tracking::TrackingNumber,
};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select};
use uuid::Uuid;

pub use list::{Filter, Place, Sort, list};

use crate::{
    case,
    complaints::Recording,
    db::{Conn, Error, Tx},
    deadlines,
    entity::information_request::{Column, Entity, Model},
    events,
    information_identities::{self, SealedIdentity},
};

/// What a caller names a request by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// Its id.
    Id(InformationRequestId),
    /// Its tracking number.
    Tracking(TrackingNumber),
}

/// Stores a new request.
pub async fn insert(
    tx: &Tx,
    changed: &Changed<InformationRequest>,
    identity: SealedIdentity,
    recording: &Recording,
) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::insert(row::to_row(&changed.value)?).exec_without_returning(&conn.0).await?;
    information_identities::save(tx, changed.value.id.0, identity).await?;
    case::effects(tx, of(&changed.value), changed, recording).await
}

/// Stores a changed request, if nobody changed it meanwhile.
pub async fn save(tx: &Tx, changed: &Changed<InformationRequest>, recording: &Recording) -> Result<(), Error> {
    let request = &changed.value;
    let before = case::before((Column::Id, request.id.0), (Column::Version, request.version));
    case::replace::<Entity, _>(tx, row::to_row(request)?, before).await?;
    case::effects(tx, of(request), changed, recording).await
}

fn of(request: &InformationRequest) -> events::Of {
    events::Of { case_kind: CASE_KIND, case_id: request.id.0, version: request.version }
}

/// The request, if there is one. Whoever asks must show it through `request::view` only.
pub async fn find(conn: impl Into<Conn<'_>>, reference: &Reference) -> Result<Option<InformationRequest>, Error> {
    fetch(&conn.into(), by(reference)).await
}

/// The request, locked against others until the transaction ends.
pub async fn find_for_update(tx: &Tx, reference: &Reference) -> Result<Option<InformationRequest>, Error> {
    fetch(&Conn::from(tx), by(reference).lock_exclusive()).await
}

fn by(reference: &Reference) -> Select<Entity> {
    match reference {
        Reference::Id(id) => Entity::find_by_id(id.0),
        Reference::Tracking(number) => Entity::find().filter(Column::TrackingNumber.eq(number.as_str())),
    }
}

async fn fetch(conn: &Conn<'_>, select: Select<Entity>) -> Result<Option<InformationRequest>, Error> {
    let Some(row) = select.one(&conn.0).await? else { return Ok(None) };
    let deadlines = deadlines::of_case(conn, CASE_KIND, row.id).await?;
    row::from_row(row, deadlines).map(Some)
}

/// Requests of these ids, without their clocks.
pub async fn bare(conn: impl Into<Conn<'_>>, ids: &[Uuid]) -> Result<Vec<InformationRequest>, Error> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.iter().copied())).all(&conn.into().0).await?;
    rows.into_iter().map(bare_row).collect()
}

/// The request of a row, without its clocks.
pub(crate) fn bare_row(row: Model) -> Result<InformationRequest, Error> {
    row::from_row(row, Deadlines::default())
}

/// The ids of all requests of whoever has one of these marks, in the order of ids.
pub async fn of_reporter(conn: impl Into<Conn<'_>>, keys: &[ReporterKey]) -> Result<Vec<InformationRequestId>, Error> {
    let own = Column::ReporterKey.is_in(keys.iter().map(|key| key.0.clone()));
    let ids = Entity::find().select_only().column(Column::Id).filter(own).order_by_asc(Column::Id);
    let ids: Vec<Uuid> = ids.into_tuple().all(&conn.into().0).await?;
    Ok(ids.into_iter().map(InformationRequestId).collect())
}

/// Whether any of those is still open.
pub async fn has_open(conn: impl Into<Conn<'_>>, keys: &[ReporterKey]) -> Result<bool, Error> {
    let own = Column::ReporterKey.is_in(keys.iter().map(|key| key.0.clone()));
    let ended = StateTag::ALL.iter().filter(|state| state.is_end()).map(|state| state.name());
    let open = Entity::find().filter(own).filter(Column::State.is_not_in(ended)).limit(1);
    Ok(open.one(&conn.into().0).await?.is_some())
}
