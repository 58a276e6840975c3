//! Keeping the index: whenever something happened to a case, its documents are made anew from the case as it is then.

use std::collections::BTreeSet;

use padi_complaints::{
    complaint::{CASE_KIND, Complaint},
    view,
};
use padi_kernel::event::{Audience, Words};
use padi_persistence::{
    complaints,
    db::{self, Tx},
    events::{self, LoggedEvent},
    search::{self, Documents},
};
use padi_search::Document;
use uuid::Uuid;

use crate::{App, error::Error, idempotency::Work};

/// Under which name the index follows the event log.
pub(crate) const CONSUMER: &str = "search";

/// Indexes the cases of these events.
pub(crate) fn take<'a>(_: &'a App, tx: &'a Tx, batch: &'a [LoggedEvent]) -> Work<'a, ()> {
    Box::pin(async move {
        let cases: BTreeSet<Uuid> =
            batch.iter().filter(|event| event.case_kind == CASE_KIND).map(|event| event.case_id).collect();
        index(tx, &cases.into_iter().collect::<Vec<_>>()).await
    })
}

/// Makes the documents of these cases from what they are now; those of cases that are gone go, too. A row that makes no sense is told
/// and passed over: it must not hold up the others. Whoever calls this holds the consumer's lock: what was read before another's
/// write must not be stored after it.
pub(super) async fn index(tx: &Tx, cases: &[Uuid]) -> Result<(), Error> {
    match index_all(tx, cases).await {
        Err(db::Error::Inconsistent { .. }) => {}
        done => return Ok(done?),
    }
    for case in cases {
        match index_all(tx, &[*case]).await {
            Err(error @ db::Error::Inconsistent { .. }) => tracing::error!(%error, "a case can't be indexed"),
            done => done?,
        }
    }
    Ok(())
}

async fn index_all(tx: &Tx, cases: &[Uuid]) -> Result<(), db::Error> {
    let found = complaints::bare(tx, cases).await?;
    let mut words = events::words(tx, CASE_KIND, cases.iter().copied()).await?;
    let there: BTreeSet<Uuid> = found.iter().map(|complaint| complaint.id.0).collect();
    for complaint in found {
        let id = complaint.id.0;
        let documents = documents(&complaint, &words.remove(&id).unwrap_or_default());
        search::store(tx, CASE_KIND, id, &documents).await?;
    }
    for gone in cases.iter().filter(|id| !there.contains(id)) {
        search::remove(tx, CASE_KIND, *gone).await?;
    }
    Ok(())
}

/// What each audience may find the case by. Three documents, or a hit would betray a word that is hidden from who looks for it.
fn documents(complaint: &Complaint, words: &[Words]) -> Documents {
    let of = |audience: Audience| {
        let seen = view::audience_view(audience, complaint.clone())?;
        let said = words.iter().filter(|words| seen.sight().reads(words.audience)).map(|words| words.text.as_str());
        let texts = seen.texts().into_iter().map(|(_, text)| text);
        Some(Document::of(texts.chain(said)).into_keys())
    };
    Documents {
        public: of(Audience::Public),
        reporter: of(Audience::Reporter).unwrap_or_default(),
        handlers: of(Audience::Handlers).unwrap_or_default(),
    }
}
