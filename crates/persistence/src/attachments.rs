//! Attachments of cases: rows to values and back.

use padi_kernel::{
    attachment::{Attachment, AttachmentState, CaseRef},
    id::{AttachmentId, BlobId, UserId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, sea_query::Expr,
};

use crate::{
    blobs::{self, Blob},
    db::{Conn, Error, Tx},
    entity::{
        attachment::{ActiveModel, Column, Entity, Model},
        blob, complaint, file_link,
    },
    inconsistent::Row,
};

/// An attachment with its case and what it stands in, if anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// What it hangs on.
    pub case: CaseRef,
    /// The attachment.
    pub attachment: Attachment,
    /// What it stands in.
    pub blob: Option<Blob>,
}

/// Stores a new attachment.
pub async fn insert(tx: &Tx, case: &CaseRef, attachment: &Attachment, blob: BlobId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel {
        id: Set(attachment.id.0),
        case_kind: Set(case.kind.clone().into_owned()),
        case_id: Set(case.id),
        number: Set(attachment.number),
        state: Set(attachment.state.name().to_owned()),
        content_type: Set(attachment.content_type.clone()),
        description: Set(attachment.description.clone()),
        blob_id: Set(Some(blob.0)),
        reject_reason: Set(attachment.reject_reason.clone()),
        is_public: Set(attachment.is_public),
        uploaded_by_role: Set(attachment.uploaded_by_role.name().to_owned()),
        uploaded_by: Set(attachment.uploaded_by.map(|user| user.0)),
        created_at: Set(attachment.created_at),
    };
    Entity::insert(row).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// All attachments of a case, in their order.
pub async fn list(conn: impl Into<Conn<'_>>, case: &CaseRef) -> Result<Vec<Held>, Error> {
    let conn = conn.into();
    let rows = Entity::find()
        .filter(of(case))
        .find_also_related(blob::Entity)
        .order_by_asc(Column::Number)
        .order_by_asc(Column::Id)
        .all(&conn.0)
        .await?;
    rows.into_iter().map(held).collect()
}

/// One attachment, whatever it hangs on.
pub async fn find(conn: impl Into<Conn<'_>>, id: AttachmentId) -> Result<Option<Held>, Error> {
    let conn = conn.into();
    let row = Entity::find_by_id(id.0).find_also_related(blob::Entity).one(&conn.0).await?;
    row.map(held).transpose()
}

/// The attachments that stand in these blobs.
pub async fn standing_in(conn: impl Into<Conn<'_>>, blobs: &[BlobId]) -> Result<Vec<Held>, Error> {
    let rows = Entity::find()
        .filter(Column::BlobId.is_in(blobs.iter().map(|id| id.0)))
        .find_also_related(blob::Entity)
        .all(&conn.into().0)
        .await?;
    rows.into_iter().map(held).collect()
}

/// How many attachments a case has, and the number of the next one. The case must be locked.
pub async fn next(tx: &Tx, case: &CaseRef) -> Result<(u64, i32), Error> {
    let conn = Conn::from(tx);
    let count = Entity::find().filter(of(case)).count(&conn.0).await?;
    let last: Option<Option<i32>> = Entity::find()
        .filter(of(case))
        .select_only()
        .column_as(Column::Number.max(), "last")
        .into_tuple()
        .one(&conn.0)
        .await?;
    Ok((count, last.flatten().unwrap_or(0) + 1))
}

/// What became of a pending attachment. [`Error::Stale`] if it is pending no longer.
pub async fn finish(tx: &Tx, id: AttachmentId, outcome: Result<BlobId, &str>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let (state, blob, reason) = match outcome {
        Ok(blob) => (AttachmentState::Ready, Some(blob.0), None),
        Err(reason) => (AttachmentState::Rejected, None, Some(reason.to_owned())),
    };
    let finished = Entity::update_many()
        .col_expr(Column::State, Expr::value(state.name()))
        .col_expr(Column::BlobId, Expr::value(blob))
        .col_expr(Column::RejectReason, Expr::value(reason))
        .filter(Column::Id.eq(id.0))
        .filter(Column::State.eq(AttachmentState::Pending.name()))
        .exec(&conn.0)
        .await?;
    if finished.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Moves an attachment from one blob to another. [`Error::Stale`] if it stands in the first no longer.
pub async fn exchange(tx: &Tx, id: AttachmentId, from: BlobId, to: BlobId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let moved = Entity::update_many()
        .col_expr(Column::BlobId, Expr::value(Some(to.0)))
        .filter(Column::Id.eq(id.0))
        .filter(Column::BlobId.eq(from.0))
        .exec(&conn.0)
        .await?;
    if moved.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Opens exactly these attachments of a case to everybody who may see it, and closes the others.
pub async fn publish(tx: &Tx, case: &CaseRef, ids: &[AttachmentId]) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let chosen = Column::Id.is_in(ids.iter().map(|id| id.0));
    for (public, which) in [(true, chosen.clone()), (false, chosen.not())] {
        Entity::update_many()
            .col_expr(Column::IsPublic, Expr::value(public))
            .filter(of(case))
            .filter(which)
            .exec(&conn.0)
            .await?;
    }
    Ok(())
}

/// Removes an attachment and the links to it; the blob is released by the caller. [`Error::Stale`] if it is gone.
pub async fn delete(tx: &Tx, id: AttachmentId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    file_link::Entity::delete_many().filter(file_link::Column::AttachmentId.eq(id.0)).exec(&conn.0).await?;
    let deleted = Entity::delete_by_id(id.0).exec(&conn.0).await?;
    if deleted.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Attachments that wait to be cleaned, oldest first.
pub async fn pending(conn: impl Into<Conn<'_>>, limit: u64) -> Result<Vec<Held>, Error> {
    let conn = conn.into();
    let rows = Entity::find()
        .filter(Column::State.eq(AttachmentState::Pending.name()))
        .find_also_related(blob::Entity)
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(&conn.0)
        .await?;
    rows.into_iter().map(held).collect()
}

/// Attachments of anonymous and secret complaints that stand in a blob which other cases may share: they are to be moved out.
pub async fn to_separate(conn: impl Into<Conn<'_>>, limit: u64) -> Result<Vec<Held>, Error> {
    let conn = conn.into();
    let strict = complaint::Entity::find()
        .select_only()
        .column(complaint::Column::Id)
        .filter(Condition::any().add(complaint::Column::IsAnonymous.eq(true)).add(complaint::Column::IsSecret.eq(true)))
        .into_query();
    let rows = Entity::find()
        .find_also_related(blob::Entity)
        .filter(blob::Column::IsShared.eq(true))
        .filter(Column::CaseId.in_subquery(strict))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(&conn.0)
        .await?;
    rows.into_iter().map(held).collect()
}

fn of(case: &CaseRef) -> Condition {
    Condition::all().add(Column::CaseKind.eq(case.kind.as_ref())).add(Column::CaseId.eq(case.id))
}

fn held((row, blob): (Model, Option<blob::Model>)) -> Result<Held, Error> {
    let reader = Row::new("attachments", row.id);
    Ok(Held {
        case: CaseRef { kind: row.case_kind.into(), id: row.case_id },
        attachment: Attachment {
            id: AttachmentId(row.id),
            number: row.number,
            state: reader.name(&row.state)?,
            content_type: row.content_type,
            description: row.description,
            reject_reason: row.reject_reason,
            is_public: row.is_public,
            uploaded_by_role: reader.name(&row.uploaded_by_role)?,
            uploaded_by: row.uploaded_by.map(UserId),
            created_at: row.created_at,
        },
        blob: blob.map(blobs::domain),
    })
}
