//! Data subjects' requests: rows to values and back. A request is written with its events and deadlines or not at all.

use chrono::{DateTime, Utc};
use padi_kernel::{
    changed::Changed,
    deadlines::Deadlines,
    id::{AgencyId, ComplaintId, DataRequestId, MailId, UserId},
    page::{Page, PageRequest},
    zone::Locality,
};
use padi_privacy::{
    policy::Reach,
    request::{CASE_KIND, DataRequest, State, Subject},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Select,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use crate::{
    complaints::{self, Recording},
    db::{Conn, Error, Tx},
    deadlines,
    entity::{
        data_request::{ActiveModel, Column, Entity, Model},
        mail,
    },
    events,
    inconsistent::Row,
    keyset,
};

/// The words that stand with a request, each sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SealedWords {
    /// The person's.
    pub text: Option<Vec<u8>>,
    /// What is to be corrected, as JSON.
    pub changes: Option<Vec<u8>>,
    /// The officer's.
    pub decision: Option<Vec<u8>>,
}

/// A request and the words that stand with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The request.
    pub request: DataRequest,
    /// The words.
    pub words: SealedWords,
}

/// What is known of a decision beside the change itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The officer's words, sealed.
    pub decision: Option<Vec<u8>>,
    /// The mail that tells the outcome.
    pub notice: Option<MailId>,
}

/// Which requests a list holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those of an account.
    Account(UserId),
    /// Those of a reporter without account.
    Reporter(ComplaintId),
    /// Those that an officer may see.
    Officer(Reach),
}

/// A place in a list: when it was received, and the id that makes it unique.
pub type Place = (DateTime<Utc>, Uuid);

/// Stores a new request.
pub async fn insert(
    tx: &Tx,
    changed: &Changed<DataRequest>,
    words: SealedWords,
    recording: &Recording,
) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel { text: Set(words.text), changes: Set(words.changes), ..to_row(&changed.value) };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    effects(tx, changed, recording).await
}

/// Stores a changed request, if nobody changed it meanwhile.
pub async fn save(tx: &Tx, changed: &Changed<DataRequest>, told: Told, recording: &Recording) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let request = &changed.value;
    let mut row = to_row(request);
    if let Some(decision) = told.decision {
        row.decision = Set(Some(decision));
    }
    if let Some(notice) = told.notice {
        row.notice_id = Set(Some(notice.0));
    }
    let saved = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(request.id.0))
        .filter(Column::Version.eq(request.version - 1))
        .exec(&conn.0)
        .await?;
    if saved.rows_affected != 1 {
        return Err(Error::Stale);
    }
    effects(tx, changed, recording).await
}

async fn effects(tx: &Tx, changed: &Changed<DataRequest>, recording: &Recording) -> Result<(), Error> {
    let request = &changed.value;
    deadlines::apply(tx, CASE_KIND, request.id.0, &changed.deadlines).await?;
    let of = events::Of { case_kind: CASE_KIND, case_id: request.id.0, version: request.version };
    events::append(tx, of, &changed.events, &recording.ids, recording.at).await
}

/// The request. Whoever asks must be asked by `privacy::policy` first.
pub async fn find(conn: impl Into<Conn<'_>>, id: DataRequestId) -> Result<Option<Stored>, Error> {
    fetch(&conn.into(), Entity::find_by_id(id.0)).await
}

/// Locks all that was asked for the same account or reporter, in one order: what is decided of one may change the others.
pub async fn lock_siblings(tx: &Tx, id: DataRequestId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let Some(asked) = Entity::find_by_id(id.0).one(&conn.0).await? else { return Ok(()) };
    let same = match (asked.user_id, asked.complaint_id) {
        (Some(user), _) => Column::UserId.eq(user),
        (None, Some(case)) => {
            let family = complaints::family(tx, ComplaintId(case)).await?;
            Column::ComplaintId.is_in(family.into_iter().map(|case| case.0))
        }
        (None, None) => return Ok(()),
    };
    let ids = Entity::find().select_only().column(Column::Id).filter(same).order_by_asc(Column::Id);
    ids.lock_exclusive().into_tuple::<Uuid>().all(&conn.0).await?;
    Ok(())
}

/// The request, locked against others until the transaction ends.
pub async fn find_for_update(tx: &Tx, id: DataRequestId) -> Result<Option<Stored>, Error> {
    fetch(&Conn::from(tx), Entity::find_by_id(id.0).lock_exclusive()).await
}

async fn fetch(conn: &Conn<'_>, select: Select<Entity>) -> Result<Option<Stored>, Error> {
    let Some(row) = select.one(&conn.0).await? else { return Ok(None) };
    let deadlines = deadlines::of_case(conn, CASE_KIND, row.id).await?;
    from_row(row, deadlines).map(Some)
}

/// One page of the requests in the scope, newest first; in any of the states, if some are named. At most three statements.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    scope: &Scope,
    states: &[State],
    page: &PageRequest<Place>,
) -> Result<Page<Stored, Place>, Error> {
    let conn = conn.into();
    let mut matching = Entity::find().filter(within(scope));
    if !states.is_empty() {
        matching = matching.filter(Column::State.is_in(states.iter().map(|state| state.name())));
    }
    let total = keyset::total(&conn, page, matching.clone()).await?;
    let rows = matching
        .apply_if(page.after, |select, (at, id)| {
            let key = Expr::tuple([Expr::col(Column::ReceivedAt), Expr::col(Column::Id)]);
            select.filter(key.lt(Expr::tuple([Expr::value(at), Expr::value(id)])))
        })
        .order_by_desc(Column::ReceivedAt)
        .order_by_desc(Column::Id)
        .limit(page.limit + 1)
        .all(&conn.0)
        .await?;
    let page = keyset::cut(rows, page.limit, total, |row| (row.received_at, row.id));
    let mut clocks = deadlines::of_cases(&conn, CASE_KIND, page.items.iter().map(|row| row.id)).await?;
    let items = page.items.into_iter().map(|row| {
        let clocks = Deadlines::stored(clocks.remove(&row.id).unwrap_or_default());
        from_row(row, clocks)
    });
    Ok(Page { items: items.collect::<Result<_, _>>()?, next: page.next, total: page.total })
}

fn within(scope: &Scope) -> Condition {
    match scope {
        Scope::Account(user) => Condition::all().add(Column::UserId.eq(user.0)),
        Scope::Reporter(case) => Condition::all().add(Column::ComplaintId.eq(case.0)),
        Scope::Officer(Reach::Everything) => Condition::all().add(Expr::value(true)),
        Scope::Officer(Reach::Agencies(agencies)) => {
            let of_bodies = Condition::all().add(Column::AgencyId.is_in(agencies.iter().map(|id| id.0)));
            let open = Column::ComplaintId.not_in_subquery(complaints::examined());
            of_bodies.add(Condition::any().add(Column::ComplaintId.is_null()).add(open))
        }
    }
}

/// Decided requests whose person has got the mail that tells the outcome and that do not say so yet.
pub async fn told(conn: impl Into<Conn<'_>>, limit: u64) -> Result<Vec<DataRequestId>, Error> {
    let delivered = Query::select()
        .column(mail::Column::Id)
        .from(mail::Entity)
        .and_where(Expr::col(mail::Column::SentAt).is_not_null())
        .to_owned();
    let ids: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.is_in([State::Granted.name(), State::Refused.name()]))
        .filter(Column::NoticeId.in_subquery(delivered))
        .order_by_asc(Column::DecidedAt)
        .limit(limit)
        .into_tuple()
        .all(&conn.into().0)
        .await?;
    Ok(ids.into_iter().map(DataRequestId).collect())
}

/// The ids of all requests within the scope.
pub async fn ids(conn: impl Into<Conn<'_>>, scope: &Scope) -> Result<Vec<DataRequestId>, Error> {
    let ids = Entity::find().select_only().column(Column::Id).filter(within(scope)).order_by_asc(Column::Id);
    let ids: Vec<Uuid> = ids.into_tuple().all(&conn.into().0).await?;
    Ok(ids.into_iter().map(DataRequestId).collect())
}

/// Takes the person and all words out of an account's requests: that they were made and how they ended stays.
pub async fn forget_account(tx: &Tx, user: UserId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let blank = ActiveModel {
        user_id: Set(None),
        text: Set(None),
        changes: Set(None),
        decision: Set(None),
        ..Default::default()
    };
    Entity::update_many().set(blank).filter(Column::UserId.eq(user.0)).exec(&conn.0).await?;
    Ok(())
}

/// Takes all words out of the requests of a case's reporter.
pub async fn forget_reporter(tx: &Tx, case: ComplaintId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let blank = ActiveModel { text: Set(None), changes: Set(None), ..Default::default() };
    Entity::update_many().set(blank).filter(Column::ComplaintId.eq(case.0)).exec(&conn.0).await?;
    Ok(())
}

/// The words are left as they are.
fn to_row(request: &DataRequest) -> ActiveModel {
    let (user, complaint) = match request.subject {
        Subject::Account(user) => (Some(user.0), None),
        Subject::Reporter(complaint) => (None, Some(complaint.0)),
        Subject::Erased => (None, None),
    };
    ActiveModel {
        id: Set(request.id.0),
        kind: Set(request.kind.name().to_owned()),
        state: Set(request.state.name().to_owned()),
        granted: Set(request.granted),
        refusal_reason: Set(request.refusal.map(|reason| reason.name().to_owned())),
        user_id: Set(user),
        complaint_id: Set(complaint),
        agency_id: Set(request.agency_id.0),
        time_zone: Set(request.locality.zone.name().to_owned()),
        province_code: Set(request.locality.province.clone()),
        text: NotSet,
        changes: NotSet,
        decision: NotSet,
        notice_id: NotSet,
        is_overdue: Set(!request.deadlines.overdue().is_empty()),
        received_at: Set(request.received_at),
        decided_at: Set(request.decided_at),
        notified_at: Set(request.notified_at),
        updated_at: Set(request.updated_at),
        version: Set(request.version),
    }
}

fn from_row(row: Model, deadlines: Deadlines) -> Result<Stored, Error> {
    let reader = Row::new("data_requests", row.id);
    let subject = match (row.user_id, row.complaint_id) {
        (Some(user), None) => Subject::Account(UserId(user)),
        (None, Some(complaint)) => Subject::Reporter(ComplaintId(complaint)),
        (None, None) => Subject::Erased,
        (Some(_), Some(_)) => return Err(reader.wrong("two subjects")),
    };
    let request = DataRequest {
        id: DataRequestId(row.id),
        kind: reader.name(&row.kind)?,
        subject,
        state: reader.name(&row.state)?,
        granted: row.granted,
        refusal: row.refusal_reason.as_deref().map(|reason| reader.name(reason)).transpose()?,
        agency_id: AgencyId(row.agency_id),
        locality: Locality { zone: reader.name(&row.time_zone)?, province: row.province_code },
        deadlines,
        received_at: row.received_at,
        decided_at: row.decided_at,
        notified_at: row.notified_at,
        updated_at: row.updated_at,
        version: row.version,
    };
    Ok(Stored { request, words: SealedWords { text: row.text, changes: row.changes, decision: row.decision } })
}
