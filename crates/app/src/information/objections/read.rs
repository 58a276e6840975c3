//! Reading objections: one, lists, timelines. Reads open no transaction.

use std::sync::Arc;

use padi_information::{
    applicant::{Disclosure, Identity},
    objection::{
        CASE_KIND,
        view::{self, Seen},
    },
    request::scope,
};
use padi_kernel::{
    event::RecordedEvent,
    id::ObjectionId,
    page::{List, Page, PageRequest},
};
use padi_persistence::{db::Conn, events, objections};

pub use padi_persistence::objections::{Filter, Place, Sort};

use super::{super::read::strand, Shown, actor, identity_of};
use crate::{App, calendar::LawBook, caller::Caller, complaints::Access, error::Error};

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
    /// One objection, as the caller may see it.
    pub async fn show_objection(&self, access: &Access, id: ObjectionId) -> Result<Shown, Error> {
        let seen = self.see_objection(access, id).await?;
        self.shown_objection(self.db(), seen, self.law().await?).await
    }

    pub(crate) async fn see_objection(&self, access: &Access, id: ObjectionId) -> Result<Seen, Error> {
        let objection = objections::find(self.db(), id).await?.ok_or(Error::NotFound)?;
        let actor = actor(access, &objection)?;
        Ok(view::view(&actor, objection)?)
    }

    /// The objection with who objects, as far as the viewer may know: what they may not is not even read.
    pub(super) async fn shown_objection(
        &self,
        conn: impl Into<Conn<'_>>,
        seen: Seen,
        law: Arc<LawBook>,
    ) -> Result<Shown, Error> {
        let disclosure = seen.disclosure();
        let identity = match disclosure {
            Disclosure::Nothing => Identity::default(),
            Disclosure::Name | Disclosure::Full => self.applicant_identity(conn, identity_of(seen.objection())).await?,
        };
        Ok(Shown { applicant: identity.disclosed(disclosure), seen, law })
    }

    /// A page of objections.
    pub async fn list_objections(&self, caller: &Caller, request: ListRequest) -> Result<Page<Seen, Place>, Error> {
        let scope = scope::scope(&caller.actor, request.list)?;
        let mut filter = request.filter;
        if let Some(days) = request.due_within_working_days {
            filter.due_by = Some(self.due_within(days).await?);
        }
        let page = objections::list(self.db(), &scope, &filter, request.sort, &request.page).await?;
        let items = page.items.into_iter().map(|objection| view::view(&caller.actor, objection));
        Ok(Page { items: items.collect::<Result<_, _>>()?, next: page.next, total: page.total })
    }

    /// A page of an objection's timeline.
    pub async fn objection_timeline(
        &self,
        access: &Access,
        id: ObjectionId,
        page: &PageRequest<events::Place>,
    ) -> Result<Page<RecordedEvent, events::Place>, Error> {
        let seen = self.see_objection(access, id).await?;
        let strand = strand(CASE_KIND, id.0, |audience| seen.sight().reads(audience));
        Ok(events::timeline(self.db(), &[strand], page).await?)
    }
}
