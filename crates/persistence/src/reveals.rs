//! Requests to know who stands behind a case. Whoever writes here holds the case's lock (`complaints::find_for_update`). Real clock.

use chrono::{DateTime, Utc};
use padi_complaints::{
    complaint::Desk,
    reveal::{Decision, OPEN, READABLE, Reach, Reveal, RevealState, Scope, Verdict},
};
use padi_kernel::{
    id::{AgencyId, ComplaintId, RevealId, UserId},
    page::{Page, PageRequest},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, Select, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::{
        complaint,
        identity_reveal::{ActiveModel, Column, Entity, Model},
    },
    inconsistent::Row,
    keyset,
};

/// A place in the list: newest first.
pub type Place = (DateTime<Utc>, Uuid);

/// Stores a new request.
pub async fn insert(tx: &Tx, reveal: &Reveal) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::insert(row(reveal)).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Stores a decided or read request.
pub async fn save(tx: &Tx, reveal: &Reveal) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let updated = Entity::update_many().set(row(reveal)).filter(Column::Id.eq(reveal.id.0)).exec(&conn.0).await?;
    if updated.rows_affected == 0 { Err(Error::Stale) } else { Ok(()) }
}

/// The request of that id.
pub async fn find(conn: impl Into<Conn<'_>>, id: RevealId) -> Result<Option<Reveal>, Error> {
    let conn = conn.into();
    Entity::find_by_id(id.0).one(&conn.0).await?.map(domain).transpose()
}

/// The requests of an account for a case.
pub async fn of_asker(tx: &Tx, complaint: ComplaintId, asker: UserId) -> Result<Vec<Reveal>, Error> {
    let conn = Conn::from(tx);
    let of = Entity::find().filter(Column::ComplaintId.eq(complaint.0)).filter(Column::AskerId.eq(asker.0));
    of.all(&conn.0).await?.into_iter().map(domain).collect()
}

/// A page of the requests in the scope, in that state, newest first.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    scope: &Scope,
    state: Option<RevealState>,
    now: DateTime<Utc>,
    page: &PageRequest<Place>,
) -> Result<Page<Reveal, Place>, Error> {
    let conn = conn.into();
    let matching = || select(scope).apply_if(state, |select, state| select.filter(stands(state, now)));
    let total = keyset::total(&conn, page, matching()).await?;
    let rows = matching()
        .apply_if(page.after, |select, (at, id)| {
            let place = Expr::tuple([Expr::col(Column::RequestedAt), Expr::col(Column::Id)]);
            select.filter(place.lt(Expr::tuple([Expr::val(at), Expr::val(id)])))
        })
        .order_by_desc(Column::RequestedAt)
        .order_by_desc(Column::Id)
        .limit(page.limit + 1)
        .all(&conn.0)
        .await?;
    let reveals = rows.into_iter().map(domain).collect::<Result<Vec<_>, _>>()?;
    Ok(keyset::cut(reveals, page.limit, total, |reveal: &Reveal| (reveal.requested_at, reveal.id.0)))
}

/// The same predicate as `Scope::admits`, as SQL.
fn select(scope: &Scope) -> Select<Entity> {
    let decidable = scope.reaches.iter().fold(Condition::any(), |any, reach| any.add(reached(reach)));
    let cases = complaint::Entity::find().select_only().column(complaint::Column::Id).filter(decidable);
    let own = Condition::any().add(Column::AskerId.eq(scope.asker.0));
    let within =
        if scope.reaches.is_empty() { own } else { own.add(Column::ComplaintId.in_subquery(cases.into_query())) };
    Entity::find().filter(within)
}

fn reached(reach: &Reach) -> Condition {
    use complaint::Column as Case;
    let ids = |ids: &[AgencyId]| ids.iter().map(|id| id.0).collect::<Vec<_>>();
    match reach {
        Reach::Everything => Condition::all().add(Expr::value(true)),
        Reach::Body(bodies) => {
            Condition::all().add(Case::Desk.ne(Desk::Inspectorate.name())).add(Case::AgencyId.is_in(ids(bodies)))
        }
        Reach::Desk(_, agencies) => {
            Condition::all().add(Case::Desk.eq(Desk::Agency.name())).add(Case::AgencyId.is_in(ids(agencies)))
        }
        Reach::Examined(inspectorates) => Condition::all().add(Case::InspectorateId.is_in(ids(inspectorates))),
        Reach::Coordinator => Condition::all().add(Case::Desk.eq(Desk::Coordinator.name())),
    }
}

/// The same as `Reveal::state`, as SQL.
fn stands(state: RevealState, now: DateTime<Utc>) -> Condition {
    let waits = || Condition::all().add(Column::Verdict.is_null());
    let said = |verdict| Condition::all().add(Column::Verdict.eq(name(verdict)));
    match state {
        RevealState::Pending => waits().add(Column::RequestedAt.gt(now - OPEN)),
        RevealState::Approved => said(Verdict::Approve).add(Column::DecidedAt.gt(now - READABLE)),
        RevealState::Denied => said(Verdict::Deny),
        RevealState::Expired => Condition::any()
            .add(waits().add(Column::RequestedAt.lte(now - OPEN)))
            .add(said(Verdict::Approve).add(Column::DecidedAt.lte(now - READABLE))),
    }
}

fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approve => "approve",
        Verdict::Deny => "deny",
    }
}

fn row(reveal: &Reveal) -> ActiveModel {
    let decision = reveal.decision.as_ref();
    Model {
        id: reveal.id.0,
        complaint_id: reveal.complaint.0,
        asker_id: reveal.asker.0,
        asker_role: reveal.asker_role.name().to_owned(),
        reason: reveal.reason.clone(),
        requested_at: reveal.requested_at,
        verdict: decision.map(|decision| name(decision.verdict).to_owned()),
        decided_by: decision.map(|decision| decision.by.0),
        decided_role: decision.map(|decision| decision.role.name().to_owned()),
        decided_at: decision.map(|decision| decision.at),
        note: decision.and_then(|decision| decision.note.clone()),
        first_read_at: reveal.first_read_at,
    }
    .into_active_model()
    .reset_all()
}

fn domain(row: Model) -> Result<Reveal, Error> {
    let reader = Row::new("identity_reveals", row.id);
    let decision = match row.verdict {
        None => None,
        Some(verdict) => {
            let verdict = [Verdict::Approve, Verdict::Deny].into_iter().find(|known| name(*known) == verdict);
            Some(Decision {
                verdict: reader.some(verdict, "verdict")?,
                by: UserId(reader.some(row.decided_by, "decided_by")?),
                role: reader.name(&reader.some(row.decided_role, "decided_role")?)?,
                at: reader.some(row.decided_at, "decided_at")?,
                note: row.note,
            })
        }
    };
    Ok(Reveal {
        id: RevealId(row.id),
        complaint: ComplaintId(row.complaint_id),
        asker: UserId(row.asker_id),
        asker_role: reader.name(&row.asker_role)?,
        reason: row.reason,
        requested_at: row.requested_at,
        decision,
        first_read_at: row.first_read_at,
    })
}
