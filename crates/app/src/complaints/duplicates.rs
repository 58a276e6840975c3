//! Cases that likely tell of the same matter as one that the caller handles.

use chrono::TimeDelta;
use padi_complaints::{
    complaint::Complaint,
    duplicates::{Gist, Likeness, likenesses},
    policy,
    scope::{self, List},
    view::{self, Seen},
};
use padi_kernel::{actor::Denied, page::PageRequest};
use padi_persistence::complaints::{self, Filter, Reference, Sort};
use padi_search::topics;

use super::Access;
use crate::{App, error::Error};

/// So many cases, the newest, are compared.
const CANDIDATES: u64 = 500;
/// So many days before and after.
const DAYS: i64 = 60;
/// So many likely duplicates are told.
const MOST: usize = 20;
/// So many characters of a body are compared: who tells of the same matter says so soon.
const READ: usize = 3_000;
/// The length of a regency's or city's code: `73.71`.
const REGENCY: usize = 5;

/// A case that likely tells of the same matter.
#[derive(Clone, Debug)]
pub struct LikelyDuplicate {
    /// The case, as the caller sees it.
    pub seen: Seen,
    /// How alike it is, and why.
    pub likeness: Likeness,
}

impl App {
    /// The cases most like this one among those that the caller handles: of the same regency (of the same agency where the place is
    /// not known), received within 60 days either way; the likest first.
    pub async fn likely_duplicates(
        &self,
        access: &Access,
        reference: &Reference,
    ) -> Result<Vec<LikelyDuplicate>, Error> {
        if access.is_anonymous() {
            return Err(Denied::Unauthenticated.into());
        }
        let complaint = complaints::find(self.db(), reference).await?.ok_or(Error::NotFound)?;
        let actor = access.actor(&complaint)?;
        view::sight(&actor, &complaint)?;
        if !policy::handles(&actor, &complaint) {
            return Err(Denied::Forbidden.into());
        }
        let scope = scope::scope(&actor, List::Inbox)?;
        let page = PageRequest { limit: CANDIDATES, after: None, include_total: false };
        let filter = beside(&complaint);
        let found = complaints::list(self.db(), &scope, &filter, Sort::ReceivedAtDescending, &page).await?;
        let others = found.items.into_iter().filter(|other| other.id != complaint.id);
        let others = others.map(|other| view::view(&actor, other)).collect::<Result<Vec<_>, _>>()?;
        let seen = view::view(&actor, complaint)?;
        tokio::task::spawn_blocking(move || likest(&seen, others)).await.map_err(Error::internal)
    }
}

/// What lies beside the case in place and time.
fn beside(complaint: &Complaint) -> Filter {
    let regency = complaint.incident.region_code.as_deref().and_then(|code| code.get(..REGENCY));
    let agency_id = Some(complaint.agency.id).filter(|_| regency.is_none());
    let received = complaint.shown_received_at();
    Filter {
        region_code: regency.map(str::to_owned),
        agency_id,
        received_after: Some(received - TimeDelta::days(DAYS)),
        received_before: Some(received + TimeDelta::days(DAYS)),
        ..Filter::default()
    }
}

fn likest(case: &Seen, others: Vec<Seen>) -> Vec<LikelyDuplicate> {
    let gists: Vec<Gist> = others.iter().map(gist).collect();
    let found = others.into_iter().zip(likenesses(&gist(case), &gists));
    let mut found: Vec<_> =
        found.filter_map(|(seen, likeness)| Some(LikelyDuplicate { seen, likeness: likeness? })).collect();
    // Stable: of those that are as like, the newest first.
    found.sort_by_key(|found| std::cmp::Reverse(found.likeness.score));
    found.truncate(MOST);
    found
}

fn gist(seen: &Seen) -> Gist {
    let complaint = seen.complaint();
    let body = seen.body();
    let end = body.char_indices().nth(READ).map_or(body.len(), |(at, _)| at);
    let title = topics(seen.title());
    let mut text = topics(&body[..end]);
    text.extend(title.iter().cloned());
    let incident = Some(&complaint.incident).filter(|_| !seen.original_is_kept_back());
    Gist {
        title,
        text,
        place: incident.and_then(|incident| incident.place.as_deref()).map(topics).unwrap_or_default(),
        category_id: complaint.category_id,
        region_code: complaint.incident.region_code.clone(),
        incident_on: complaint.incident.on,
    }
}
