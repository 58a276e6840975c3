//! Who asks: sealed when a request is filed, opened only for the eyes that may see it.

use std::{collections::HashMap, sync::Arc};

use padi_information::{
    applicant::{Applicant, Disclosure, Identity, Proxy},
    request::view::Seen,
};
use padi_kernel::{id::UserId, nik::is_nik};
use padi_persistence::{
    db::Conn,
    information_identities::{self, SealedIdentity},
};
use uuid::Uuid;

use super::Shown;
use crate::{
    App,
    calendar::LawBook,
    error::{Error, FieldError},
    keys::{self, Place},
};

/// What is wrong with the number that the applicant told of themselves, by its form.
pub(super) fn nik_fault(identity: &Identity) -> Option<FieldError> {
    let wrong = identity.applicant.nik.as_deref().is_some_and(|nik| !is_nik(nik));
    wrong.then(|| FieldError::new("/applicant/nik", "invalid_format"))
}

fn place<'a>(column: &'a str, row: &'a str) -> Place<'a> {
    Place { table: "information_identities", column, row }
}

impl App {
    /// The request with who asks, as far as the viewer may know: what they may not is not even read.
    pub(super) async fn shown_information(
        &self,
        conn: impl Into<Conn<'_>>,
        seen: Seen,
        law: Arc<LawBook>,
    ) -> Result<Shown, Error> {
        let disclosure = seen.disclosure();
        let identity = match disclosure {
            Disclosure::Nothing => Identity::default(),
            Disclosure::Name | Disclosure::Full => self.applicant_identity(conn, seen.request().id.0).await?,
        };
        Ok(Shown { applicant: identity.disclosed(disclosure), seen, law })
    }

    /// The identity that stands beside a request or an objection, opened.
    pub(crate) async fn applicant_identity(&self, conn: impl Into<Conn<'_>>, case: Uuid) -> Result<Identity, Error> {
        let Some(sealed) = information_identities::find(conn, case).await? else { return Ok(Identity::default()) };
        let open = |column: &str, value: Option<Vec<u8>>| self.open_applicant(case, column, value);
        let applicant = Applicant {
            name: open("name", sealed.name)?,
            nik: open("nik", sealed.nik)?,
            decree_number: open("decree_number", sealed.decree_number)?,
            address: open("address", sealed.address)?,
            phone: open("phone", sealed.phone)?,
            email: open("email", sealed.email)?,
            occupation: open("occupation", sealed.occupation)?,
        };
        let proxy = Proxy {
            name: open("proxy_name", sealed.proxy_name)?,
            power_of_attorney: open("power_of_attorney", sealed.power_of_attorney)?,
        };
        Ok(Identity { applicant, proxy: Some(proxy).filter(|proxy| *proxy != Proxy::default()) })
    }

    /// What a register shows of who asks or objects, of each of the cases: the rest stays sealed.
    pub(super) async fn registered_applicants(
        &self,
        cases: impl IntoIterator<Item = Uuid>,
    ) -> Result<HashMap<Uuid, Identity>, Error> {
        let sealed = information_identities::of_cases(self.db(), cases).await?;
        let opened = sealed.into_iter().map(|(case, sealed)| {
            let open = |column: &str, value: Option<Vec<u8>>| self.open_applicant(case, column, value);
            let applicant = Applicant {
                name: open("name", sealed.name)?,
                address: open("address", sealed.address)?,
                phone: open("phone", sealed.phone)?,
                email: open("email", sealed.email)?,
                occupation: open("occupation", sealed.occupation)?,
                ..Applicant::default()
            };
            Ok((case, Identity { applicant, proxy: None }))
        });
        opened.collect()
    }

    /// A field of an applicant's identity, opened.
    pub(crate) fn open_applicant(
        &self,
        case: Uuid,
        column: &str,
        sealed: Option<Vec<u8>>,
    ) -> Result<Option<String>, Error> {
        let Some(sealed) = sealed else { return Ok(None) };
        let row = keys::row(case);
        let plain = self.keys().open_sealed(place(column, &row), &sealed).map_err(Error::internal)?;
        String::from_utf8(plain).map(Some).map_err(Error::internal)
    }

    /// The identity, and the account where the applicant has one, sealed field by field.
    pub(crate) fn seal_applicant(
        &self,
        case: Uuid,
        identity: &Identity,
        account: Option<UserId>,
    ) -> Result<SealedIdentity, Error> {
        let row = keys::row(case);
        let seal = |column: &str, value: &Option<String>| -> Result<Option<Vec<u8>>, Error> {
            let Some(value) = value else { return Ok(None) };
            self.keys().seal(place(column, &row), value.as_bytes(), self.entropy()).map(Some).map_err(Error::internal)
        };
        let (applicant, proxy) = (&identity.applicant, identity.proxy.clone().unwrap_or_default());
        Ok(SealedIdentity {
            name: seal("name", &applicant.name)?,
            nik: seal("nik", &applicant.nik)?,
            decree_number: seal("decree_number", &applicant.decree_number)?,
            address: seal("address", &applicant.address)?,
            phone: seal("phone", &applicant.phone)?,
            email: seal("email", &applicant.email)?,
            occupation: seal("occupation", &applicant.occupation)?,
            proxy_name: seal("proxy_name", &proxy.name)?,
            power_of_attorney: seal("power_of_attorney", &proxy.power_of_attorney)?,
            account: seal("account", &account.map(|user| user.to_string()))?,
        })
    }
}
