//! Who follows a case: the reporters of those that were merged into it, or into one that was.

use padi_complaints::complaint::Complaint;
use padi_kernel::{actor::ReporterKey, id::ComplaintId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait as _, DbErr, EntityTrait as _, QueryFilter as _, Statement,
    Value,
};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::complaint::{ActiveModel, Column, Entity},
};

/// All that follow the case `$1`, however many times removed.
const FOLLOWERS: &str =
    "WITH RECURSIVE followers (id, is_anonymous, is_secret, reporter_key, tracking_secret_hash) AS (
    SELECT id, is_anonymous, is_secret, reporter_key, tracking_secret_hash FROM complaints WHERE merged_into_id = $1
    UNION
    SELECT c.id, c.is_anonymous, c.is_secret, c.reporter_key, c.tracking_secret_hash
    FROM complaints c JOIN followers f ON c.merged_into_id = f.id
)";

/// By what a follower is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Follower {
    /// By the marks of an account, which has one for each key.
    Account(Vec<ReporterKey>),
    /// By the hash of a tracking secret.
    Secret(Vec<u8>),
}

/// Remembers that some case follows this one, and changes nothing that anybody sees, its version neither: of a follower that hides
/// nobody is to learn.
pub async fn remember_follower(tx: &Tx, id: ComplaintId) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel { has_followers: Set(true), ..Default::default() };
    Entity::update_many().set(row).filter(Column::Id.eq(id.0)).exec(&conn.0).await?;
    Ok(())
}

/// The cases that follow this one.
pub async fn followers_of(conn: impl Into<Conn<'_>>, id: ComplaintId) -> Result<Vec<Uuid>, Error> {
    let conn = conn.into();
    let rows = conn.0.query_all_raw(asking(&conn, "SELECT id FROM followers ORDER BY id", vec![id.0.into()])).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// How many follow the case, of those who hide nothing: the number must not tell that somebody hides.
pub(super) async fn count(conn: &Conn<'_>, complaint: &Complaint) -> Result<u64, Error> {
    let count = number(conn, "NOT is_anonymous AND NOT is_secret", vec![complaint.id.0.into()]).await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Whether somebody is the reporter of a case that follows this one.
pub async fn is_followed_by(conn: impl Into<Conn<'_>>, id: ComplaintId, follower: Follower) -> Result<bool, Error> {
    let (column, marks) = match follower {
        Follower::Account(keys) => ("reporter_key", keys.into_iter().map(|key| key.0).collect()),
        Follower::Secret(hash) => ("tracking_secret_hash", vec![hash]),
    };
    let places: Vec<String> = (2..marks.len() + 2).map(|place| format!("${place}")).collect();
    let condition = format!("{column} IN ({})", places.join(", "));
    let values = std::iter::once(id.0.into()).chain(marks.into_iter().map(Value::from)).collect();
    Ok(number(&conn.into(), &condition, values).await? > 0)
}

async fn number(conn: &Conn<'_>, condition: &str, values: Vec<Value>) -> Result<i64, Error> {
    let question = format!("SELECT count(*) FROM followers WHERE {condition}");
    let row = conn.0.query_one_raw(asking(conn, &question, values)).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("a count without a row".to_owned()))?;
    Ok(row.try_get_by_index(0)?)
}

fn asking(conn: &Conn<'_>, question: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(conn.0.get_database_backend(), format!("{FOLLOWERS} {question}"), values)
}
