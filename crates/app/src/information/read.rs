//! Reading requests: one, lists, timelines. Reads open no transaction.

use padi_information::request::{
    CASE_KIND, scope,
    view::{self, Seen},
};
use padi_kernel::{
    event::{Audience, RecordedEvent, Words},
    page::{List, Page, PageRequest},
};
use padi_persistence::{events, information_requests};

pub use padi_persistence::information_requests::{Filter, Place, Reference, Sort};

use super::{Shown, actor};
use crate::{App, caller::Caller, complaints::Access, error::Error};

/// A list as it is asked for.
#[derive(Clone, Debug)]
pub struct ListRequest {
    /// Which list.
    pub list: List,
    /// Cut to what.
    pub filter: Filter,
    /// Due within so many working days from today, by national holidays.
    pub due_within_working_days: Option<i32>,
    /// In which order.
    pub sort: Sort,
    /// Which part.
    pub page: PageRequest<Place>,
}

impl App {
    /// One request, as the caller may see it.
    pub async fn show_information_request(&self, access: &Access, reference: &Reference) -> Result<Shown, Error> {
        let seen = self.see_request(access, reference).await?;
        self.shown_information(self.db(), seen, self.law().await?).await
    }

    pub(crate) async fn see_request(&self, access: &Access, reference: &Reference) -> Result<Seen, Error> {
        let request = information_requests::find(self.db(), reference).await?.ok_or(Error::NotFound)?;
        let actor = actor(access, &request)?;
        Ok(view::view(&actor, request)?)
    }

    /// A page of requests.
    pub async fn list_information_requests(
        &self,
        caller: &Caller,
        request: ListRequest,
    ) -> Result<Page<Seen, Place>, Error> {
        let scope = scope::scope(&caller.actor, request.list)?;
        let mut filter = request.filter;
        if let Some(days) = request.due_within_working_days {
            filter.due_by = Some(self.due_within(days).await?);
        }
        let page = information_requests::list(self.db(), &scope, &filter, request.sort, &request.page).await?;
        let items = page.items.into_iter().map(|request| view::view(&caller.actor, request));
        Ok(Page { items: items.collect::<Result<_, _>>()?, next: page.next, total: page.total })
    }

    /// A page of a request's timeline.
    pub async fn information_request_timeline(
        &self,
        access: &Access,
        reference: &Reference,
        page: &PageRequest<events::Place>,
    ) -> Result<Page<RecordedEvent, events::Place>, Error> {
        let seen = self.see_request(access, reference).await?;
        let sight = seen.sight();
        let audiences: Vec<_> = [Audience::Public, Audience::Reporter, Audience::Handlers]
            .into_iter()
            .filter(|audience| sight.reads(*audience))
            .collect();
        let page = events::timeline(self.db(), CASE_KIND, seen.request().id.0, &audiences, page).await?;
        Ok(page.map(|event| {
            let words = event.words.filter(|Words { audience, .. }| sight.reads(*audience));
            RecordedEvent { words, ..event }
        }))
    }
}
