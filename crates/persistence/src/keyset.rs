//! What all keyset lists share: cutting a page out of one row too many, and counting up to a cap.

use padi_kernel::page::{Page, PageRequest, TOTAL_CAP, Total};
use sea_orm::{
    ConnectionTrait as _, EntityTrait, QuerySelect as _, QueryTrait as _, Select,
    sea_query::{Asterisk, Expr, Func, Query},
};

use crate::db::{Conn, Error};

/// A page out of rows of which one more than the limit was asked for; `place` tells where a row stands in the order.
pub(crate) fn cut<T, C>(mut rows: Vec<T>, limit: u64, total: Option<Total>, place: impl Fn(&T) -> C) -> Page<T, C> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = if more { rows.last().map(place) } else { None };
    Page { items: rows, next, total }
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
    Ok(Some(Total { value: counted.min(TOTAL_CAP), exact: counted <= TOTAL_CAP }))
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
