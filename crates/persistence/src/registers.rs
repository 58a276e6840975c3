//! The registers, read in the order of their numbers, a part at a time: whoever reads a large one holds neither it nor a transaction.
//!
//! Each row is as it stands when it is read; the whole is no picture of one moment.

use padi_information::{
    objection::Objection,
    register::Part,
    registration::{Place, RegistrationNumber},
    request::InformationRequest,
};
use padi_kernel::page::{Page, PageRequest};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
    Select, sea_query::Expr,
};

use crate::{
    db::{Conn, Error},
    entity::{information_request, objection},
    inconsistent::Row,
    information_requests, keyset, objections,
};

/// The columns that say where a row stands.
struct Columns<C> {
    body: C,
    year: C,
    n: C,
    registered_at: C,
}

/// A page of the requests in that part, without their clocks: all of them, whatever became of them.
pub async fn requests(
    conn: impl Into<Conn<'_>>,
    part: &Part,
    page: &PageRequest<Place>,
) -> Result<Page<InformationRequest, Place>, Error> {
    use information_request::{Column, Entity};
    let columns = Columns {
        body: Column::AgencyId,
        year: Column::RegisteredYear,
        n: Column::RegisteredN,
        registered_at: Column::CreatedAt,
    };
    let page =
        within::<Entity>(&conn.into(), columns, part, page, |row| place(row.registered_year, row.registered_n)).await?;
    let items = page.items.into_iter().map(information_requests::bare_row);
    Ok(Page { items: items.collect::<Result<_, _>>()?, next: page.next, total: page.total })
}

/// A page of the objections in that part, in the same way.
pub async fn objections(
    conn: impl Into<Conn<'_>>,
    part: &Part,
    page: &PageRequest<Place>,
) -> Result<Page<Objection, Place>, Error> {
    use objection::{Column, Entity};
    let columns = Columns {
        body: Column::AgencyId,
        year: Column::RegisteredYear,
        n: Column::RegisteredN,
        registered_at: Column::CreatedAt,
    };
    let page =
        within::<Entity>(&conn.into(), columns, part, page, |row| place(row.registered_year, row.registered_n)).await?;
    let items = page.items.into_iter().map(objections::bare_row);
    Ok(Page { items: items.collect::<Result<_, _>>()?, next: page.next, total: page.total })
}

async fn within<E: EntityTrait>(
    conn: &Conn<'_>,
    columns: Columns<E::Column>,
    part: &Part,
    page: &PageRequest<Place>,
    place: impl Fn(&E::Model) -> Place,
) -> Result<Page<E::Model, Place>, Error>
where
    E::Model: Sync,
{
    let Columns { body, year, n, registered_at } = columns;
    let (instants, years) = (part.instants(), part.period.years());
    let matching: Select<E> = E::find()
        .filter(body.eq(part.body.id.0))
        // Follows from the instants; it lets the index be entered where the period begins.
        .filter(year.between(*years.start(), *years.end()))
        .filter(registered_at.gte(instants.start))
        .filter(registered_at.lt(instants.end));
    let total = keyset::total(conn, page, matching.clone()).await?;
    let rows = matching
        .apply_if(page.after, |select, after| {
            let reached = Expr::tuple([Expr::val(after.year), Expr::val(i64::from(after.n))]);
            select.filter(Expr::tuple([Expr::col(year), Expr::col(n)]).gt(reached))
        })
        .order_by_asc(year)
        .order_by_asc(n)
        .limit(page.limit + 1)
        .all(&conn.0)
        .await?;
    Ok(keyset::cut(rows, page.limit, total, place))
}

fn place(year: i32, n: i32) -> Place {
    Place { year, n: u32::try_from(n).unwrap_or_default() }
}

/// The columns of a number: its year, and the how-many-th of it.
pub(crate) fn columns(reader: &Row, number: &RegistrationNumber) -> Result<(i32, i32), Error> {
    let Place { year, n } = reader.some(number.place(), "registration_number")?;
    let n = i32::try_from(n).map_err(|error| reader.wrong(error))?;
    Ok((year, n))
}
