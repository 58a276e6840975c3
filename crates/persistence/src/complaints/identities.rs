//! Reporters' sealed identities: correcting and erasing them, and what of a reporter's cases stands against that.

use chrono::{DateTime, Utc};
use padi_complaints::{
    complaint::Desk,
    state::{Class, StateTag},
};
use padi_kernel::{actor::ReporterKey, id::ComplaintId};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{Expr, OnConflict, Query, SelectStatement, UnionType},
};
use uuid::Uuid;

use super::{Reference, SealedIdentity};
use crate::{
    db::{Conn, Error, Tx},
    entity::{
        complaint::{Column, Entity},
        complaint_identity,
    },
    legal_holds,
};

/// Who reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reporter {
    /// An account, by its marks: all cases filed with it.
    Account(Vec<ReporterKey>),
    /// The reporter of these cases, who has no account.
    Cases(Vec<ComplaintId>),
}

impl Reporter {
    fn cases(&self) -> Condition {
        match self {
            Self::Account(keys) => {
                Condition::all().add(Column::ReporterKey.is_in(keys.iter().map(|key| key.0.clone())))
            }
            Self::Cases(ids) => Condition::all().add(Column::Id.is_in(ids.iter().map(|id| id.0))),
        }
    }
}

/// What of a reporter's cases stands against erasing who they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Some case is not closed.
    pub has_open_case: bool,
    /// Some case is under a legal hold.
    pub has_legal_hold: bool,
    /// Some supervisory case was closed at the given instant or later.
    pub has_evidence: bool,
}

/// Which closed cases are asked for, by what decides how long their identities are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Berkadar pengawasan.
    pub is_supervisory: bool,
    /// Anonim; of supervisory cases both.
    pub is_anonymous: bool,
    /// Closed before this instant.
    pub before: DateTime<Utc>,
}

/// The reporter's cases, oldest first.
pub async fn cases_of(conn: impl Into<Conn<'_>>, reporter: &Reporter) -> Result<Vec<ComplaintId>, Error> {
    let ids = Entity::find().select_only().column(Column::Id).filter(reporter.cases());
    let ids: Vec<Uuid> =
        ids.order_by_asc(Column::ReceivedAt).order_by_asc(Column::Id).into_tuple().all(&conn.into().0).await?;
    Ok(ids.into_iter().map(ComplaintId).collect())
}

/// The case, what it was split off from, and all that was split off from that: they have one reporter and one secret.
pub async fn family(conn: impl Into<Conn<'_>>, id: ComplaintId) -> Result<Vec<ComplaintId>, Error> {
    let conn = conn.into();
    let mut root = id.0;
    while let Some(parent) = kin(&conn, root).await?.and_then(|(parent, _)| parent) {
        root = parent;
    }
    let mut family = vec![root];
    let mut next = 0;
    while let Some(case) = family.get(next).copied() {
        if let Some((_, children)) = kin(&conn, case).await? {
            family.extend(serde_json::from_value::<Vec<Uuid>>(children)?);
        }
        next += 1;
    }
    Ok(family.into_iter().map(ComplaintId).collect())
}

/// The ids of all cases that an inspectorate examines, and of what was split off from one: their reporter accuses somebody.
pub(crate) fn examined() -> SelectStatement {
    let on_desk = || {
        let desk = Expr::col(Column::Desk).eq(Desk::Inspectorate.name());
        Query::select().column(Column::Id).from(Entity).and_where(desk).to_owned()
    };
    let of_them = Expr::col(Column::ParentId).in_subquery(on_desk());
    Query::select().column(Column::Id).from(Entity).and_where(of_them).union(UnionType::Distinct, on_desk()).to_owned()
}

/// Whether the case is among those.
pub async fn is_examined(conn: impl Into<Conn<'_>>, id: ComplaintId) -> Result<bool, Error> {
    let found = Entity::find_by_id(id.0).select_only().column(Column::Id).filter(Column::Id.in_subquery(examined()));
    let found: Option<Uuid> = found.into_tuple().one(&conn.into().0).await?;
    Ok(found.is_some())
}

/// What the case was split off from, and what was split off from it.
async fn kin(conn: &Conn<'_>, id: Uuid) -> Result<Option<(Option<Uuid>, serde_json::Value)>, Error> {
    let select = Entity::find_by_id(id).select_only().columns([Column::ParentId, Column::ChildIds]);
    Ok(select.into_tuple().one(&conn.0).await?)
}

/// The case that somebody names, and the hash of its secret, if it has one.
pub async fn secret_of(
    conn: impl Into<Conn<'_>>,
    reference: &Reference,
) -> Result<Option<(ComplaintId, Option<Vec<u8>>)>, Error> {
    let select = super::by(reference).select_only().columns([Column::Id, Column::TrackingSecretHash]);
    let found: Option<(Uuid, Option<Vec<u8>>)> = select.into_tuple().one(&conn.into().0).await?;
    Ok(found.map(|(id, hash)| (ComplaintId(id), hash)))
}

/// Puts the given fields in the place of what was told; what is absent stays.
pub async fn correct_identity(tx: &Tx, id: ComplaintId, corrected: SealedIdentity) -> Result<(), Error> {
    use complaint_identity::{ActiveModel, Column};
    let SealedIdentity { name, email, phone, nik, address, account } = corrected;
    let fields = [
        (Column::Name, name.is_some()),
        (Column::Email, email.is_some()),
        (Column::Phone, phone.is_some()),
        (Column::Nik, nik.is_some()),
        (Column::Address, address.is_some()),
        (Column::Account, account.is_some()),
    ];
    let given: Vec<Column> = fields.into_iter().filter_map(|(column, given)| given.then_some(column)).collect();
    if given.is_empty() {
        return Ok(());
    }
    let set = |value: Option<Vec<u8>>| if value.is_some() { Set(value) } else { NotSet };
    let row = ActiveModel {
        complaint_id: Set(id.0),
        name: set(name),
        email: set(email),
        phone: set(phone),
        nik: set(nik),
        address: set(address),
        account: set(account),
    };
    let correct = OnConflict::column(Column::ComplaintId).update_columns(given).to_owned();
    let conn = Conn::from(tx);
    complaint_identity::Entity::insert(row).on_conflict(correct).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Erases who reported. The mark of the account goes with the change of the case itself.
pub async fn erase_identity(tx: &Tx, id: ComplaintId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    complaint_identity::Entity::delete_by_id(id.0).exec(&conn.0).await?;
    Ok(())
}

/// What stands against erasing the reporter; `evidence_since`: supervisory cases closed from then on are still evidence.
pub async fn standing(
    conn: impl Into<Conn<'_>>,
    reporter: &Reporter,
    evidence_since: DateTime<Utc>,
) -> Result<Standing, Error> {
    let conn = conn.into();
    let evidence = Condition::all().add(supervisory(true)).add(closed(evidence_since).not());
    let held = Column::Id.in_subquery(legal_holds::held_complaints()).into();
    Ok(Standing {
        has_open_case: exists(&conn, reporter, is_closed().not()).await?,
        has_legal_hold: exists(&conn, reporter, held).await?,
        has_evidence: exists(&conn, reporter, evidence).await?,
    })
}

async fn exists(conn: &Conn<'_>, reporter: &Reporter, condition: Condition) -> Result<bool, Error> {
    let found = Entity::find().select_only().column(Column::Id).filter(reporter.cases()).filter(condition);
    Ok(found.limit(1).into_tuple::<Uuid>().one(&conn.0).await?.is_some())
}

/// Closed cases, not under a legal hold, whose reporter has been kept long enough, by id, after the given one.
pub async fn kept_long_enough(
    conn: impl Into<Conn<'_>>,
    kept: Kept,
    after: Option<ComplaintId>,
    limit: u64,
) -> Result<Vec<ComplaintId>, Error> {
    let rest = after.map(|after| Column::Id.gt(after.0));
    let due = Condition::all().add(due(kept)).add_option(rest);
    let ids = Entity::find().select_only().column(Column::Id).filter(due);
    let ids: Vec<Uuid> = ids.order_by_asc(Column::Id).limit(limit).into_tuple().all(&conn.into().0).await?;
    Ok(ids.into_iter().map(ComplaintId).collect())
}

/// Whether the case is among those of [`kept_long_enough`]. It is locked, so that it stays so until the transaction ends.
pub async fn is_kept_long_enough(tx: &Tx, id: ComplaintId, kept: Kept) -> Result<bool, Error> {
    // Locked by a statement of its own: one that waited for the lock does not see the hold that it waited for.
    let conn = Conn::from(tx);
    Entity::find_by_id(id.0)
        .select_only()
        .column(Column::Id)
        .lock_exclusive()
        .into_tuple::<Uuid>()
        .one(&conn.0)
        .await?;
    let found = Entity::find_by_id(id.0).select_only().column(Column::Id).filter(due(kept));
    Ok(found.into_tuple::<Uuid>().one(&conn.0).await?.is_some())
}

fn due(kept: Kept) -> Condition {
    let identities =
        Query::select().column(complaint_identity::Column::ComplaintId).from(complaint_identity::Entity).to_owned();
    let known = Condition::any().add(Column::ReporterKey.is_not_null()).add(Column::Id.in_subquery(identities));
    let flag = (!kept.is_supervisory).then(|| Column::IsAnonymous.eq(kept.is_anonymous));
    Condition::all()
        .add(supervisory(kept.is_supervisory))
        .add_option(flag)
        .add(is_closed())
        .add(closed(kept.before))
        .add(known)
        .add(Column::Id.not_in_subquery(legal_holds::held_complaints()))
}

fn supervisory(is: bool) -> Condition {
    let names = Class::ALL.into_iter().filter(|class| class.is_supervisory()).map(Class::name);
    let condition = Condition::all().add(Column::Class.is_in(names));
    if is { condition } else { condition.not() }
}

fn is_closed() -> Condition {
    let names = StateTag::ALL.into_iter().filter(|state| state.is_end()).map(StateTag::name);
    Condition::all().add(Column::State.is_in(names))
}

/// Closed before the instant: completed, or last changed, where it ended otherwise.
fn closed(before: DateTime<Utc>) -> Condition {
    let completed = StateTag::Completed.name();
    Condition::any()
        .add(Condition::all().add(Column::State.eq(completed)).add(Column::CompletedAt.lt(before)))
        .add(Condition::all().add(Column::State.ne(completed)).add(Column::UpdatedAt.lt(before)))
}
