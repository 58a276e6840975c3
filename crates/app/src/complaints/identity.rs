//! The reporter's identity: sealed when a case is filed, opened only for the eyes that may see it.

use std::sync::Arc;

use padi_complaints::{
    identity::{Identity, Reporter},
    view::{Disclosure, Seen},
};
use padi_kernel::id::{ComplaintId, UserId};
use padi_persistence::{
    complaints::{self, SealedIdentity},
    db::Conn,
};

use super::Shown;
use crate::{
    App,
    calendar::LawBook,
    error::Error,
    keys::{self, Place},
};

fn place<'a>(column: &'a str, row: &'a str) -> Place<'a> {
    Place { table: "complaint_identities", column, row }
}

impl App {
    /// The case with who reported it, as far as the viewer may know: what they may not is not even read.
    pub(super) async fn shown(&self, conn: impl Into<Conn<'_>>, seen: Seen, law: Arc<LawBook>) -> Result<Shown, Error> {
        let reporter = self.reporter_seen(conn, &seen).await?;
        Ok(Shown { seen, reporter, law })
    }

    async fn reporter_seen(&self, conn: impl Into<Conn<'_>>, seen: &Seen) -> Result<Option<Reporter>, Error> {
        let disclosure = seen.disclosure();
        let (id, is_anonymous) = (seen.complaint().id, seen.complaint().is_anonymous);
        let identity = match disclosure {
            Disclosure::Nothing | Disclosure::Anonymous => Identity::default(),
            Disclosure::Name | Disclosure::Full => self.identity(conn, id).await?,
        };
        Ok(identity.disclosed(disclosure, is_anonymous))
    }

    /// The identity of a case's reporter, opened.
    pub(crate) async fn identity(&self, conn: impl Into<Conn<'_>>, id: ComplaintId) -> Result<Identity, Error> {
        let Some(sealed) = complaints::identity(conn, id).await? else { return Ok(Identity::default()) };
        let open = |column, value| self.open_told(id, column, value);
        Ok(Identity {
            name: open("name", sealed.name)?,
            email: open("email", sealed.email)?,
            phone: open("phone", sealed.phone)?,
            nik: open("nik", sealed.nik)?,
            address: open("address", sealed.address)?,
        })
    }

    /// One field of what was told in the case, opened: nobody opens more than they need.
    pub(crate) fn open_told(
        &self,
        id: ComplaintId,
        column: &str,
        sealed: Option<Vec<u8>>,
    ) -> Result<Option<String>, Error> {
        let Some(sealed) = sealed else { return Ok(None) };
        let plain = self.keys().open_sealed(place(column, &keys::row(id.0)), &sealed).map_err(Error::internal)?;
        String::from_utf8(plain).map(Some).map_err(Error::internal)
    }

    /// The identity, and the account where the reporter has one, sealed field by field.
    pub(crate) fn seal_identity(
        &self,
        id: ComplaintId,
        identity: &Identity,
        account: Option<UserId>,
    ) -> Result<SealedIdentity, Error> {
        let row = keys::row(id.0);
        let seal = |column: &str, value: &Option<String>| -> Result<Option<Vec<u8>>, Error> {
            let Some(value) = value else { return Ok(None) };
            self.keys().seal(place(column, &row), value.as_bytes(), self.entropy()).map(Some).map_err(Error::internal)
        };
        Ok(SealedIdentity {
            name: seal("name", &identity.name)?,
            email: seal("email", &identity.email)?,
            phone: seal("phone", &identity.phone)?,
            nik: seal("nik", &identity.nik)?,
            address: seal("address", &identity.address)?,
            account: seal("account", &account.map(|user| user.to_string()))?,
        })
    }

    /// Seals the identity anew for another row: a ciphertext opens in its own only.
    pub(super) fn reseal_identity(
        &self,
        sealed: &SealedIdentity,
        from: ComplaintId,
        to: ComplaintId,
    ) -> Result<SealedIdentity, Error> {
        let (from, to) = (keys::row(from.0), keys::row(to.0));
        let move_over = |column: &str, value: &Option<Vec<u8>>| -> Result<Option<Vec<u8>>, Error> {
            let Some(value) = value else { return Ok(None) };
            let plain = self.keys().open_sealed(place(column, &from), value).map_err(Error::internal)?;
            let sealed = self.keys().seal(place(column, &to), &plain, self.entropy());
            sealed.map(Some).map_err(Error::internal)
        };
        Ok(SealedIdentity {
            name: move_over("name", &sealed.name)?,
            email: move_over("email", &sealed.email)?,
            phone: move_over("phone", &sealed.phone)?,
            nik: move_over("nik", &sealed.nik)?,
            address: move_over("address", &sealed.address)?,
            account: move_over("account", &sealed.account)?,
        })
    }
}
