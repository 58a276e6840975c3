//! What all keyset lists share: cutting a page out of one row too many, and counting up to a cap.

use chrono::{DateTime, Utc};
use padi_kernel::page::{Page, PageRequest, TOTAL_CAP, Total};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, EntityTrait, ExprTrait as _, Order, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
    sea_query::{Asterisk, Expr, Func, Query, SelectStatement, UnionType},
};
use uuid::Uuid;

use crate::db::{Conn, Error};

/// A page out of rows of which one more than the limit was asked for; `place` tells where a row stands in the order.
pub(crate) fn cut<T, C>(mut rows: Vec<T>, limit: u64, total: Option<Total>, place: impl Fn(&T) -> C) -> Page<T, C> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = if more { rows.last().map(place) } else { None };
    Page { items: rows, next, total }
}

/// A place in a list of cases: the sort key's value, and the id that makes it unique.
pub type Place = (DateTime<Utc>, Uuid);

/// By which column a list of cases goes, and in which direction.
pub(crate) struct Course<C> {
    /// The sort key.
    pub(crate) by: C,
    /// What makes it unique.
    pub(crate) id: C,
    /// The direction.
    pub(crate) order: Order,
}

/// One page of what any of the branches admits and the condition wants. Each branch has an index in the order of the lists and is
/// walked by it; a condition that joined them would have none, and a small desk would pay for the whole country.
pub(crate) async fn united<E: EntityTrait>(
    conn: &Conn<'_>,
    branches: Vec<Condition>,
    wanted: Condition,
    course: Course<E::Column>,
    page: &PageRequest<Place>,
    place: impl Fn(&E::Model) -> Place,
) -> Result<Page<E::Model, Place>, Error>
where
    E::Model: Sync,
{
    let Course { by, id, order } = course;
    let any = branches.iter().cloned().fold(Condition::any(), Condition::add);
    let total = total(conn, page, E::find().filter(any).filter(wanted.clone())).await?;
    let first = |select: Select<E>| {
        let select = page.after.iter().fold(select, |select, (at, after)| {
            let key = Expr::tuple([Expr::col(by), Expr::col(id)]);
            let reached = Expr::tuple([Expr::value(*at), Expr::value(*after)]);
            select.filter(if order == Order::Asc { key.gt(reached) } else { key.lt(reached) })
        });
        select.order_by(by, order.clone()).order_by(id, order.clone()).limit(page.limit + 1)
    };
    let within = |branch: Condition| E::find().filter(branch).filter(wanted.clone());
    let select = match <[Condition; 1]>::try_from(branches) {
        Ok([only]) => within(only),
        Err(several) => {
            let ids = several.into_iter().map(|branch| first(within(branch).select_only().column(id)));
            E::find().filter(id.in_subquery(any_of(ids, id)))
        }
    };
    let rows = first(select).all(&conn.0).await?;
    Ok(cut(rows, page.limit, total, place))
}

/// The ids that any of the selects finds.
fn any_of<E: EntityTrait>(selects: impl Iterator<Item = Select<E>>, id: E::Column) -> SelectStatement {
    // Each in a table of its own, so that its order and limit are its own.
    let alone = |select: Select<E>| Query::select().column(id).from_subquery(select.into_query(), "branch").to_owned();
    let mut united = selects.map(alone);
    let first = united.next().unwrap_or_default();
    united.fold(first, |mut first, next| first.union(UnionType::All, next).to_owned())
}

/// Counts what the select finds, if the page asks for it, and stops at the cap.
pub(crate) async fn total<E: EntityTrait, C>(
    conn: &Conn<'_>,
    page: &PageRequest<C>,
    select: Select<E>,
) -> Result<Option<Total>, Error> {
    if !page.include_total {
        return Ok(None);
    }
    let found = select.select_only().expr_as(Expr::val(1), "one").limit(TOTAL_CAP + 1).into_query();
    let count = Query::select().expr_as(Func::count(Expr::col(Asterisk)), "n").from_subquery(found, "found").to_owned();
    let row = conn.0.query_one(&count).await?;
    let counted: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    let counted = u64::try_from(counted).unwrap_or(0);
    Ok(Some(Total { value: Ord::min(counted, TOTAL_CAP), exact: counted <= TOTAL_CAP }))
}

/// A pattern for `LIKE .. ESCAPE '\'` that finds the text anywhere; its own wildcards mean themselves.
pub(crate) fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::{containing, cut};

    #[test]
    fn a_page_ends_where_nothing_follows() {
        let full = cut(vec![1, 2, 3], 2, None, |n| *n);
        assert_eq!((full.items, full.next), (vec![1, 2], Some(2)));
        let last = cut(vec![1, 2], 2, None, |n| *n);
        assert_eq!((last.items, last.next), (vec![1, 2], None));
        let past = cut(Vec::<i32>::new(), 2, None, |n| *n);
        assert_eq!((past.items, past.next), (vec![], None));
    }

    #[test]
    fn wildcards_in_a_search_mean_themselves() {
        assert_eq!(containing("Kota 100%_\\"), "%kota 100\\%\\_\\\\%");
    }
}
