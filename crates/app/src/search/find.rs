//! Finding cases by words: at most three statements a page, newest first, with the places where the words stand.

use std::collections::HashMap;

use padi_complaints::{
    complaint::CASE_KIND,
    scope::{self, List},
    texts::TextField,
    view::{self, Seen},
};
use padi_kernel::{
    actor::Denied,
    event::{Audience, Words},
    page::{Page, PageRequest},
};
use padi_persistence::{
    complaints::{self, Place},
    events,
    search::Sought,
};
use padi_search::{Hit, Part, Query, snippet};
use uuid::Uuid;

use crate::{App, caller::Caller, error::Error};

/// So many snippets, at most, of one case.
const MOST_SNIPPETS: usize = 5;

/// A search as it is asked for.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// What was typed.
    pub text: String,
    /// Among which cases.
    pub list: List,
    /// Which part of what is found.
    pub page: PageRequest<Place>,
}

/// A case that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The case, as who looks for it may see it.
    pub seen: Seen,
    /// Where the words stand; never empty.
    pub snippets: Vec<Snippet>,
}

/// A piece of a text with words that were looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// In which text.
    pub field: TextField,
    /// The piece.
    pub parts: Vec<Part>,
}

impl App {
    /// A page of what has every word of the text, in any form, newest first.
    ///
    /// The index may be a moment behind and knows three audiences only, so each case that it names is read again: what its viewer
    /// is not shown has not been found. A page may therefore be shorter than asked for.
    pub async fn search(&self, caller: &Caller, request: SearchRequest) -> Result<Page<Found, Place>, Error> {
        let scope = scope::scope(&caller.actor, request.list)?;
        let query = Query::parse(&request.text);
        if query.is_empty() {
            return Ok(Page { items: Vec::new(), next: None, total: None });
        }
        let document = match request.list {
            List::Public => Audience::Public,
            List::Mine => Audience::Reporter,
            List::Inbox => Audience::Handlers,
        };
        let sought = Sought { document, words: query.alternatives() };
        let page = complaints::search(self.db(), &scope, &sought, &request.page).await?;
        let show = |complaint| match request.list {
            List::Public => view::public_view(complaint),
            List::Mine | List::Inbox => view::view(&caller.actor, complaint),
        };
        let seen = page.items.into_iter().map(show).collect::<Result<Vec<_>, Denied>>()?;
        let items = self.read(query, seen).await?;
        Ok(Page { items, next: page.next, total: page.total })
    }

    /// Reads the live texts of the cases; what was said on the way only where the rest has not all of the words.
    async fn read(&self, query: Query, seen: Vec<Seen>) -> Result<Vec<Found>, Error> {
        let (query, read) = off_thread(move || {
            let read = seen.into_iter().map(|seen| Reading::new(seen, &query)).collect::<Vec<_>>();
            (query, read)
        })
        .await?;
        let open: Vec<Uuid> = read.iter().filter(|reading| !reading.is_found(&query)).map(Reading::id).collect();
        let said = match open.as_slice() {
            [] => HashMap::new(),
            some => events::words(self.db(), CASE_KIND, some.iter().copied()).await?,
        };
        off_thread(move || read.into_iter().filter_map(|reading| reading.finish(&query, &said)).collect()).await
    }
}

/// Cutting and stemming many long texts takes its time: not on the threads that answer requests.
async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

/// A case that is being read.
struct Reading {
    seen: Seen,
    hits: Vec<Hit>,
    snippets: Vec<Snippet>,
}

impl Reading {
    fn new(seen: Seen, query: &Query) -> Self {
        let mut hits = Vec::new();
        let mut snippets = Vec::new();
        for (field, text) in seen.texts() {
            let here = query.hits(text);
            snippets.extend(snippet(text, &here).map(|parts| Snippet { field, parts }));
            hits.extend(here);
        }
        Self { seen, hits, snippets }
    }

    fn id(&self) -> Uuid {
        self.seen.complaint().id.0
    }

    fn is_found(&self, query: &Query) -> bool {
        query.finds(&self.hits)
    }

    /// The case, if its viewer is shown every word.
    fn finish(mut self, query: &Query, said: &HashMap<Uuid, Vec<Words>>) -> Option<Found> {
        let sight = self.seen.sight();
        let said = said.get(&self.id()).into_iter().flatten();
        for words in said.filter(|words| sight.reads(words.audience)) {
            let here = query.hits(&words.text);
            let parts = snippet(&words.text, &here);
            self.snippets.extend(parts.map(|parts| Snippet { field: TextField::Timeline, parts }));
            self.hits.extend(here);
        }
        if !query.finds(&self.hits) {
            return None;
        }
        self.snippets.truncate(MOST_SNIPPETS);
        Some(Found { seen: self.seen, snippets: self.snippets })
    }
}
