//! Numbers of the registers: without gaps, as a number is drawn in the transaction that uses it, and one after the other for each
//! body, series and year.

use padi_information::registration::Series;
use padi_kernel::id::AgencyId;
use sea_orm::{
    ActiveValue::Set,
    EntityTrait as _, ExprTrait as _,
    sea_query::{Expr, OnConflict},
};

use crate::{
    db::{Conn, Error, Tx},
    entity::registration_counter::{ActiveModel, Column, Entity},
};

/// The next number. Whoever comes second waits until the first has committed, so draw it last.
pub async fn draw(tx: &Tx, body: AgencyId, series: Series, year: i32) -> Result<u32, Error> {
    let conn = Conn::from(tx);
    let first =
        ActiveModel { body_id: Set(body.0), series: Set(series.name().to_owned()), year: Set(year), last: Set(1) };
    let next = Expr::col((Entity, Column::Last)).add(1);
    let or_next =
        OnConflict::columns([Column::BodyId, Column::Series, Column::Year]).value(Column::Last, next).to_owned();
    let drawn = Entity::insert(first).on_conflict(or_next).exec_with_returning(&conn.0).await?;
    u32::try_from(drawn.last).map_err(|_| Error::Inconsistent {
        table: "registration_counters",
        id: body.to_string(),
        what: format!("{} is no count", drawn.last),
    })
}
