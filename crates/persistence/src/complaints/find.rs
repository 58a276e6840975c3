//! Finding complaints by words: one statement a page, and on SQLite one before it.

use padi_complaints::{
    complaint::{CASE_KIND, Complaint},
    scope::Scope,
};
use padi_kernel::{
    deadlines::Deadlines,
    page::{Page, PageRequest},
};
use sea_orm::Condition;

use super::{
    list::{self, Place, Sort},
    row,
};
use crate::{
    db::{Conn, Error},
    search::{self, Sought},
};

/// One page of the complaints that the scope admits and in whose document all is that is sought, newest first. The index only says
/// where to look: scope and flags are those of the live rows. They come without their clocks, which nothing shows that is found.
pub async fn search(
    conn: impl Into<Conn<'_>>,
    scope: &Scope,
    sought: &Sought,
    page: &PageRequest<Place>,
) -> Result<Page<Complaint, Place>, Error> {
    let conn = conn.into();
    let found = Condition::all().add(search::has(&conn, CASE_KIND, "complaints", sought).await?);
    let page = list::rows(&conn, scope, found, Sort::ReceivedAtDescending, page).await?;
    let bare = |row| row::from_row(row, Deadlines::default());
    let items = page.items.into_iter().map(bare).collect::<Result<_, _>>()?;
    Ok(Page { items, next: page.next, total: page.total })
}
