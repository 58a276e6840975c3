//! Reading complaints: one, lists, timelines. Reads open no transaction.

use chrono::{DateTime, Utc};
use padi_complaints::{
    complaint::CASE_KIND,
    scope::{self, List},
    view::{self, Seen},
};
use padi_kernel::{
    actor::Denied,
    event::{Audience, RecordedEvent},
    page::{Page, PageRequest},
    zone::Locality,
};
use padi_persistence::{
    complaints,
    events::{self, Strand},
};

pub use padi_persistence::complaints::{Filter, Place, Reference, Sort};

use super::{Access, Shown};
use crate::{App, caller::Caller, error::Error};

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
    /// One complaint, as the caller may see it.
    pub async fn show_complaint(&self, access: &Access, reference: &Reference) -> Result<Shown, Error> {
        let seen = self.see(access, reference).await?;
        self.shown(self.db(), seen, self.law().await?).await
    }

    pub(crate) async fn see(&self, access: &Access, reference: &Reference) -> Result<Seen, Error> {
        let complaint = complaints::find(self.db(), reference).await?.ok_or(Error::NotFound)?;
        let seen = access.actor(&complaint).and_then(|actor| view::view(&actor, complaint.clone()));
        match seen {
            Ok(seen) if !seen.is_public_view() => Ok(seen),
            // Who has no claim of their own may have one by a case that was merged into this one.
            _ if self.follows(self.db(), access, &complaint).await? => Ok(view::follower_view(complaint)),
            seen => Ok(seen?),
        }
    }

    /// A page of complaints.
    pub async fn list_complaints(&self, caller: &Caller, request: ListRequest) -> Result<Page<Seen, Place>, Error> {
        let scope = scope::scope(&caller.actor, request.list)?;
        let mut filter = request.filter;
        if let Some(days) = request.due_within_working_days {
            filter.due_by = Some(self.due_within(days).await?);
        }
        let page = complaints::list(self.db(), &scope, &filter, request.sort, &request.page).await?;
        let Page { items, next, total } = page;
        let show = |complaint| match request.list {
            List::Public => view::public_view(complaint),
            List::Mine | List::Inbox => view::view(&caller.actor, complaint),
        };
        let items = items.into_iter().map(show).collect::<Result<_, Denied>>()?;
        Ok(Page { items, next, total })
    }

    /// The end of the n-th working day from today. The day ends last in the west, so no zone's due time is cut off.
    pub(crate) async fn due_within(&self, days: i32) -> Result<DateTime<Utc>, Error> {
        let law = self.law().await?;
        let ministry = Locality::ministry();
        let today = ministry.zone.day_of(self.now());
        Ok(ministry.zone.end_of(law.calendar.add_working_days(today, days, &ministry)?))
    }

    /// A page of a complaint's timeline.
    pub async fn complaint_timeline(
        &self,
        access: &Access,
        reference: &Reference,
        page: &PageRequest<events::Place>,
    ) -> Result<Page<RecordedEvent, events::Place>, Error> {
        let seen = self.see(access, reference).await?;
        let page = events::timeline(self.db(), &[strand(&seen)], page).await?;
        Ok(page.map(|event| as_seen(&seen, event)))
    }
}

/// The events of a complaint that are for that viewer.
pub(crate) fn strand(seen: &Seen) -> Strand {
    let audiences = Audience::ALL.into_iter().filter(|audience| seen.sight().reads(*audience)).collect();
    Strand { case_kind: CASE_KIND, case_id: seen.complaint().id.0, audiences }
}

/// One of them as that viewer sees it.
pub(crate) fn as_seen(seen: &Seen, event: RecordedEvent) -> RecordedEvent {
    let zone = seen.complaint().locality().zone;
    let at = if seen.cuts_times() { zone.midnight(zone.day_of(event.at)) } else { event.at };
    // The public sees the attachments that are open to it in their own list.
    let attachments = if seen.is_public_view() { Vec::new() } else { event.attachments };
    RecordedEvent { at, attachments, ..event }
}
