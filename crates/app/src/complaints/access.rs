//! The log of who read an identity or an original, and why.

use padi_kernel::{
    actor::ActorRole,
    id::UserId,
    page::{Page, PageRequest},
};
use padi_persistence::{
    access_log::{self, Entry, Place, What},
    db::{Conn, Tx},
};
use uuid::Uuid;

use crate::{App, error::Error};

/// A reading that is about to happen.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The kind of the case.
    pub case_kind: &'static str,
    /// The case.
    pub case: Uuid,
    /// Who reads.
    pub reader: UserId,
    /// In what capacity.
    pub role: ActorRole,
    /// What.
    pub what: What,
    /// Why, in the reader's words.
    pub reason: String,
    /// The approved reveal under which an identity is read.
    pub reveal: Option<Uuid>,
}

impl App {
    /// Writes down the reading, by the real clock. What was not written down must not be shown.
    pub async fn log_access(&self, tx: &Tx, reading: Reading) -> Result<(), Error> {
        let Reading { case_kind, case, reader, role, what, reason, reveal } = reading;
        let id = padi_kernel::id::random(self.entropy());
        let case_kind = case_kind.to_owned();
        let at = self.real_now();
        let entry = Entry { id, case_kind, case_id: case, reader, role, what, reason, reveal_id: reveal, at };
        Ok(access_log::append(tx, &entry).await?)
    }

    /// Who read what of the case, newest first. The caller must have shown that they may know.
    pub async fn accesses(
        &self,
        conn: impl Into<Conn<'_>>,
        case_kind: &str,
        case: Uuid,
        page: &PageRequest<Place>,
    ) -> Result<Page<Entry, Place>, Error> {
        Ok(access_log::of_case(conn, case_kind, case, page).await?)
    }
}
