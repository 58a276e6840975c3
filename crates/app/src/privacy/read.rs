//! Reading data requests: one's own, and those that a privacy officer decides. Reads open no transaction.

use padi_kernel::{
    actor::Denied,
    id::DataRequestId,
    page::{Page, PageRequest},
};
use padi_persistence::{
    access_log,
    complaints::{self, Reference},
    data_requests::{self, Scope, Stored},
};
use padi_privacy::{
    policy::{self, Capacity},
    request::State,
};

pub use padi_persistence::{
    access_log::{Entry as AccessEntry, Place as AccessPlace},
    data_requests::Place,
};

use super::Shown;
use crate::{App, caller::Caller, complaints::Access, error::Error};

impl App {
    /// The caller's own requests, newest first.
    pub async fn my_data_requests(
        &self,
        caller: &Caller,
        page: &PageRequest<Place>,
    ) -> Result<Page<Shown, Place>, Error> {
        let person = caller.person().ok_or(Denied::Unauthenticated)?;
        self.data_requests(&Scope::Account(person.user), &[], page).await
    }

    /// The requests of a case's reporter, who shows its secret.
    pub async fn reporter_data_requests(
        &self,
        access: &Access,
        reference: &Reference,
        page: &PageRequest<Place>,
    ) -> Result<Page<Shown, Place>, Error> {
        if access.is_anonymous() {
            return Err(Denied::Unauthenticated.into());
        }
        let (case, hash) = complaints::secret_of(self.db(), reference).await?.ok_or(Error::NotFound)?;
        if access.secret_fits(hash.as_deref()) != Some(true) {
            return Err(Denied::Hidden.into());
        }
        self.data_requests(&Scope::Reporter(case), &[], page).await
    }

    /// The requests that the caller decides as a privacy officer, newest first.
    pub async fn officer_data_requests(
        &self,
        caller: &Caller,
        states: &[State],
        page: &PageRequest<Place>,
    ) -> Result<Page<Shown, Place>, Error> {
        let person = caller.person().ok_or(Denied::Unauthenticated)?;
        let reach = policy::reach(person, self.ministry_id().await?).ok_or(Denied::Forbidden)?;
        let page = self.data_requests(&Scope::Officer(reach), states, page).await?;
        let whole = policy::sees_changes(&caller.actor, Capacity::Officer);
        let items = page.items.into_iter().map(|shown| if whole { shown } else { shown.without_changes() });
        Ok(Page { items: items.collect(), next: page.next, total: page.total })
    }

    async fn data_requests(
        &self,
        scope: &Scope,
        states: &[State],
        page: &PageRequest<Place>,
    ) -> Result<Page<Shown, Place>, Error> {
        let law = self.law().await?;
        let Page { items, next, total } = data_requests::list(self.db(), scope, states, page).await?;
        let items = items.into_iter().map(|stored| self.shown_request(stored, None, law.clone()));
        Ok(Page { items: items.collect::<Result<_, _>>()?, next, total })
    }

    /// One request, for its person or a privacy officer.
    pub async fn data_request(&self, caller: &Caller, id: DataRequestId) -> Result<Shown, Error> {
        if caller.person().is_none() {
            return Err(Denied::Unauthenticated.into());
        }
        let stored = data_requests::find(self.db(), id).await?.ok_or(Error::NotFound)?;
        let capacity = self.capacity(self.db(), &caller.actor, &stored.request).await?;
        let law = self.law().await?;
        let options = self.options(self.db(), &stored.request, capacity, &law).await?;
        let Stored { request, words } = stored;
        let shown = self.shown_request(Stored { request, words }, Some(options), law)?;
        Ok(if policy::sees_changes(&caller.actor, capacity) { shown } else { shown.without_changes() })
    }

    /// Who read the caller's identity or words under lock, in all cases filed with the account, newest first.
    pub async fn my_access_log(
        &self,
        caller: &Caller,
        page: &PageRequest<AccessPlace>,
    ) -> Result<Page<AccessEntry, AccessPlace>, Error> {
        let person = caller.person().ok_or(Denied::Unauthenticated)?;
        let marks: Vec<_> = person.reporter_keys().cloned().collect();
        Ok(access_log::of_reporter(self.db(), &marks, page).await?)
    }
}
