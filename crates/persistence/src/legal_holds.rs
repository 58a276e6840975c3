//! Legal holds: cases of which nothing may be erased, whatever their periods say.

use chrono::{DateTime, Utc};
use padi_complaints::complaint::CASE_KIND;
use padi_kernel::{
    id::{LegalHoldId, UserId},
    page::{Page, PageRequest},
};
use padi_privacy::policy::Reach;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use crate::{
    complaints,
    db::{Conn, Error, Tx},
    entity::{
        complaint,
        legal_hold::{ActiveModel, Column, Entity, Model},
    },
    keyset,
};

/// A hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalHold {
    /// Its id.
    pub id: LegalHoldId,
    /// The kind of the case.
    pub case_kind: String,
    /// The case.
    pub case_id: Uuid,
    /// Why.
    pub reason: String,
    /// Who placed it.
    pub placed_by: UserId,
    /// When.
    pub placed_at: DateTime<Utc>,
    /// How it ended, if it did.
    pub lifted: Option<Lifted>,
}

/// The end of a hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifted {
    /// Who lifted it.
    pub by: UserId,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A place in the list: when it was placed, and the id that makes it unique.
pub type Place = (DateTime<Utc>, Uuid);

/// Stores a hold.
pub async fn insert(tx: &Tx, hold: &LegalHold) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Set(hold.id.0),
        case_kind: Set(hold.case_kind.clone()),
        case_id: Set(hold.case_id),
        reason: Set(hold.reason.clone()),
        placed_by: Set(hold.placed_by.0),
        placed_at: Set(hold.placed_at),
        lifted_by: Set(None),
        lift_reason: Set(None),
        lifted_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// The hold, locked against others until the transaction ends.
pub async fn find_for_update(tx: &Tx, id: LegalHoldId) -> Result<Option<LegalHold>, Error> {
    let conn = Conn::from(tx);
    Ok(Entity::find_by_id(id.0).lock_exclusive().one(&conn.0).await?.map(from_row))
}

/// Ends a hold.
pub async fn lift(tx: &Tx, id: LegalHoldId, lifted: &Lifted) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        lifted_by: Set(Some(lifted.by.0)),
        lift_reason: Set(Some(lifted.reason.clone())),
        lifted_at: Set(Some(lifted.at)),
        ..Default::default()
    };
    Entity::update_many().set(row).filter(Column::Id.eq(id.0)).exec(&conn.0).await?;
    Ok(())
}

/// One page of the holds on cases within the reach, newest first.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    reach: &Reach,
    page: &PageRequest<Place>,
) -> Result<Page<LegalHold, Place>, Error> {
    let conn = conn.into();
    let within = match reach {
        Reach::Everything => Condition::all().add(Expr::value(true)),
        Reach::Agencies(agencies) => {
            let cases = Query::select()
                .column(complaint::Column::Id)
                .from(complaint::Entity)
                .and_where(Expr::col(complaint::Column::AgencyId).is_in(agencies.iter().map(|id| id.0)))
                .to_owned();
            Condition::all()
                .add(Column::CaseKind.eq(CASE_KIND))
                .add(Column::CaseId.in_subquery(cases))
                .add(Column::CaseId.not_in_subquery(complaints::examined()))
        }
    };
    let matching = Entity::find().filter(within);
    let total = keyset::total(&conn, page, matching.clone()).await?;
    let rows = matching
        .apply_if(page.after, |select, (at, id)| {
            let key = Expr::tuple([Expr::col(Column::PlacedAt), Expr::col(Column::Id)]);
            select.filter(key.lt(Expr::tuple([Expr::value(at), Expr::value(id)])))
        })
        .order_by_desc(Column::PlacedAt)
        .order_by_desc(Column::Id)
        .limit(page.limit + 1)
        .all(&conn.0)
        .await?;
    let holds = rows.into_iter().map(from_row).collect();
    Ok(keyset::cut(holds, page.limit, total, |hold: &LegalHold| (hold.placed_at, hold.id.0)))
}

/// The ids of all complaints that are held, for a condition.
pub(crate) fn held_complaints() -> SelectStatement {
    Query::select()
        .column(Column::CaseId)
        .from(Entity)
        .and_where(Expr::col(Column::CaseKind).eq(CASE_KIND))
        .and_where(Expr::col(Column::LiftedAt).is_null())
        .to_owned()
}

fn from_row(row: Model) -> LegalHold {
    let lifted = match (row.lifted_by, row.lift_reason, row.lifted_at) {
        (Some(by), Some(reason), Some(at)) => Some(Lifted { by: UserId(by), reason, at }),
        _ => None,
    };
    LegalHold {
        id: LegalHoldId(row.id),
        case_kind: row.case_kind,
        case_id: row.case_id,
        reason: row.reason,
        placed_by: UserId(row.placed_by),
        placed_at: row.placed_at,
        lifted,
    }
}
