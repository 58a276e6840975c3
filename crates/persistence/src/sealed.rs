//! Columns that depend on keys: how much carries which key, and writing it anew under another. Knows columns by name only, and
//! bytes, never what they say.

use std::fmt;

use padi_kernel::id::UserId;
use sea_orm::{
    ConnectionTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QueryResult,
    QuerySelect as _, QueryTrait as _,
    sea_query::{Asterisk, CaseStatement, DeleteStatement, Expr, Func, Order, Query, SelectStatement},
};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::user,
};

/// Bytes of a key's id.
const KID: usize = 4;
/// In an envelope the kid follows one byte of version.
const KID_IN_ENVELOPE: i32 = 2;
/// Bytes of a mark that carries no kid: the first key's.
const BARE_MARK: i32 = 32;

/// What names a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKey {
    /// One column with an id.
    Id(&'static str),
    /// Two columns with texts.
    Texts([&'static str; 2]),
}

/// A column of sealed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The table.
    pub table: &'static str,
    /// What names its rows.
    pub key: RowKey,
    /// The column.
    pub column: &'static str,
}

/// A column of keyed hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What may be there once only for each mark; empty where anything may be there often.
    pub once: &'static [&'static str],
}

/// A row's name, as the associated data of a sealed value has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// An id.
    Id(Uuid),
    /// Two texts.
    Texts([String; 2]),
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Texts([first, second]) => write!(f, "{first} {second}"),
        }
    }
}

/// A sealed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Its row.
    pub key: Row,
    /// The envelope.
    pub envelope: Vec<u8>,
}

fn kid_in_envelope(column: &'static str) -> Expr {
    let (at, length) = (Expr::val(KID_IN_ENVELOPE), Expr::val(4_i32));
    Expr::expr(Func::cust("substr").args([Expr::col(column), at, length]))
}

/// The key that a mark carries; one without a kid is the first key's.
pub(crate) fn kid_of_mark(column: &'static str, first: [u8; KID]) -> Expr {
    let bare = Expr::expr(Func::cust("length").arg(Expr::col(column))).eq(BARE_MARK);
    let kid = Func::cust("substr").args([Expr::col(column), Expr::val(1_i32), Expr::val(4_i32)]);
    CaseStatement::new().case(bare, Expr::val(first.to_vec())).finally(kid).into()
}

/// The values of a column that are there: an answer that is not given yet is empty.
fn present(column: &'static str) -> Expr {
    Expr::col(column).is_not_null().and(Expr::expr(Func::cust("length").arg(Expr::col(column))).gt(0))
}

/// How many values of the column carry each key.
pub async fn count_sealed(conn: impl Into<Conn<'_>>, of: &Sealed) -> Result<Vec<([u8; KID], u64)>, Error> {
    count(&conn.into(), of.table, of.column, kid_in_envelope(of.column)).await
}

/// How many marks of the column carry each key; those without a kid are the first key's.
pub async fn count_marked(
    conn: impl Into<Conn<'_>>,
    of: &Marked,
    first: [u8; KID],
) -> Result<Vec<([u8; KID], u64)>, Error> {
    count(&conn.into(), of.table, of.column, kid_of_mark(of.column, first)).await
}

async fn count(
    conn: &Conn<'_>,
    table: &'static str,
    column: &'static str,
    kid: Expr,
) -> Result<Vec<([u8; KID], u64)>, Error> {
    let select = Query::select()
        .expr_as(kid, "kid")
        .expr_as(Func::count(Expr::col(Asterisk)), "n")
        .from(table)
        .and_where(present(column))
        .group_by_col("kid")
        .to_owned();
    let rows = conn.0.query_all(&select).await?;
    let counted = rows.iter().map(|row| {
        let (kid, n): (Vec<u8>, i64) = (row.try_get("", "kid")?, row.try_get("", "n")?);
        let wrong = || inconsistent(table, column, "a value that carries no key id");
        Ok((kid.try_into().map_err(|_| wrong())?, u64::try_from(n).unwrap_or_default()))
    });
    counted.collect()
}

/// Values of the column that carry another key than that one, after a row, in the order of the rows' names.
pub async fn sealed_by_others(
    conn: impl Into<Conn<'_>>,
    of: &Sealed,
    kid: [u8; KID],
    after: Option<&Row>,
    limit: u64,
) -> Result<Vec<Value>, Error> {
    let mut select = Query::select()
        .column(of.column)
        .from(of.table)
        .and_where(present(of.column))
        .and_where(kid_in_envelope(of.column).ne(kid.to_vec()))
        .limit(limit)
        .to_owned();
    go_on(&mut select, of, after)?;
    let rows = conn.into().0.query_all(&select).await?;
    rows.iter().map(|row| Ok(Value { key: key_of(row, of.key)?, envelope: row.try_get("", of.column)? })).collect()
}

fn go_on(select: &mut SelectStatement, of: &Sealed, after: Option<&Row>) -> Result<(), Error> {
    match (of.key, after) {
        (RowKey::Id(id), after) => {
            select.column(id).order_by(id, Order::Asc);
            match after {
                Some(Row::Id(after)) => {
                    select.and_where(Expr::col(id).gt(*after));
                }
                Some(Row::Texts(_)) => return Err(inconsistent(of.table, of.column, "a row of another kind")),
                None => {}
            }
        }
        (RowKey::Texts([first, second]), after) => {
            select.columns([first, second]).order_by(first, Order::Asc).order_by(second, Order::Asc);
            match after {
                Some(Row::Texts([one, two])) => {
                    let later = Expr::col(first).eq(one).and(Expr::col(second).gt(two));
                    select.and_where(Expr::col(first).gt(one).or(later));
                }
                Some(Row::Id(_)) => return Err(inconsistent(of.table, of.column, "a row of another kind")),
                None => {}
            }
        }
    }
    Ok(())
}

fn key_of(row: &QueryResult, key: RowKey) -> Result<Row, Error> {
    Ok(match key {
        RowKey::Id(id) => Row::Id(row.try_get("", id)?),
        RowKey::Texts([first, second]) => Row::Texts([row.try_get("", first)?, row.try_get("", second)?]),
    })
}

/// Puts an envelope in the place of the value, if nobody has written there since. Returns how many values.
pub async fn replace_sealed(tx: &Tx, of: &Sealed, value: &Value, fresh: Vec<u8>) -> Result<u64, Error> {
    let named = match (of.key, &value.key) {
        (RowKey::Id(id), Row::Id(value)) => Expr::col(id).eq(*value),
        (RowKey::Texts([first, second]), Row::Texts([one, two])) => {
            Expr::col(first).eq(one).and(Expr::col(second).eq(two))
        }
        _ => return Err(inconsistent(of.table, of.column, "a row of another kind")),
    };
    let update = Query::update()
        .table(of.table)
        .value(of.column, fresh)
        .and_where(named)
        .and_where(Expr::col(of.column).eq(value.envelope.clone()))
        .to_owned();
    Ok(Conn::from(tx).0.execute(&update).await?.rows_affected())
}

/// Puts a mark in the place of former ones of the same account. Where the same thing stands under both, one of the two goes. Returns
/// how many marks.
pub async fn replace_mark(tx: &Tx, of: &Marked, former: &[Vec<u8>], fresh: &[u8]) -> Result<u64, Error> {
    let conn = Conn::from(tx);
    let mut changed = 0;
    for mark in former {
        if !of.once.is_empty() {
            changed += conn.0.execute(&without_twins(of, mark, fresh)).await?.rows_affected();
        }
        let update = Query::update()
            .table(of.table)
            .value(of.column, fresh.to_vec())
            .and_where(Expr::col(of.column).eq(mark.clone()))
            .to_owned();
        changed += conn.0.execute(&update).await?.rows_affected();
    }
    Ok(changed)
}

/// Deletes what stands under a former mark and under the fresh one.
fn without_twins(of: &Marked, former: &[u8], fresh: &[u8]) -> DeleteStatement {
    const TWIN: &str = "twin";
    let mut twin = Query::select()
        .expr(Expr::val(1_i32))
        .from_as(of.table, TWIN)
        .and_where(Expr::col((TWIN, of.column)).eq(fresh.to_vec()))
        .to_owned();
    for column in of.once {
        twin.and_where(Expr::col((TWIN, *column)).equals((of.table, *column)));
    }
    Query::delete()
        .from_table(of.table)
        .and_where(Expr::col((of.table, of.column)).eq(former.to_vec()))
        .and_where(Expr::exists(twin))
        .to_owned()
}

/// Accounts after one, in the order of their ids: any order would do that stays the same.
pub async fn accounts(conn: impl Into<Conn<'_>>, after: Option<UserId>, limit: u64) -> Result<Vec<UserId>, Error> {
    let select = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .apply_if(after, |select, UserId(after)| select.filter(Expr::col(user::Column::Id).gt(after)))
        .order_by_asc(user::Column::Id)
        .limit(limit);
    let ids: Vec<Uuid> = select.into_tuple().all(&conn.into().0).await?;
    Ok(ids.into_iter().map(UserId).collect())
}

fn inconsistent(table: &'static str, column: &'static str, what: &str) -> Error {
    Error::Inconsistent { table, id: column.to_owned(), what: what.to_owned() }
}
