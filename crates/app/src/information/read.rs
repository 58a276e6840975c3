//! Reading requests: one, lists, timelines. Reads open no transaction.

use padi_information::request::{
    CASE_KIND, scope,
    view::{self, Seen},
};
use padi_kernel::{
    event::{Audience, RecordedEvent},
    page::{List, Page, PageRequest},
};
use padi_persistence::{
    complaints,
    events::{self, Strand},
    information_requests,
};
use uuid::Uuid;

pub use padi_persistence::information_requests::{Filter, Place, Reference, Sort};

use super::{Shown, actor};
use crate::{
    App,
    caller::Caller,
    complaints::{
        Access,
        read::{as_seen, strand as complaint_strand},
    },
    error::Error,
};

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

    /// A page of a request's timeline; of one that was a question it begins with what the caller may see of that.
    pub async fn information_request_timeline(
        &self,
        access: &Access,
        reference: &Reference,
        page: &PageRequest<events::Place>,
    ) -> Result<Page<RecordedEvent, events::Place>, Error> {
        let seen = self.see_request(access, reference).await?;
        let question = match seen.request().origin_complaint_id {
            Some(id) => hidden_as_none(self.see(access, &complaints::Reference::Id(id)).await)?,
            None => None,
        };
        let own = strand(CASE_KIND, seen.request().id.0, |audience| seen.sight().reads(audience));
        let strands: Vec<_> = question.iter().map(complaint_strand).chain([own]).collect();
        let page = events::timeline(self.db(), &strands, page).await?;
        Ok(page.map(|event| match &question {
            Some(question) if event.case_kind != CASE_KIND => as_seen(question, event),
            _ => event,
        }))
    }
}

/// The events of a case that are for somebody who reads these audiences.
pub(super) fn strand(case_kind: &'static str, case_id: Uuid, reads: impl Fn(Audience) -> bool) -> Strand {
    Strand { case_kind, case_id, audiences: Audience::ALL.into_iter().filter(|audience| reads(*audience)).collect() }
}

fn hidden_as_none<T>(seen: Result<T, Error>) -> Result<Option<T>, Error> {
    match seen {
        Ok(seen) => Ok(Some(seen)),
        Err(Error::NotFound | Error::Denied(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
