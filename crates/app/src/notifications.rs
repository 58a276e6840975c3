//! Notifications: what people are told in the system and by mail, what they have read of it, and what they want by mail.
//!
//! They are made from the event log (`from_events`) and from the ladder of deadlines (`complaints::escalate`), and found by the keyed
//! hash of the account. They carry a case's number and state, never its title, text, names or secrets.

pub(crate) mod from_events;
mod preferences;
mod tell;
pub mod words;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use padi_complaints::{
    complaint::{CASE_KIND, Complaint},
    view,
};
use padi_kernel::{
    actor::{Denied, Person, ReporterKey},
    id::NotificationId,
    notice::NoticeKind,
    page::{Page, PageRequest},
};
use padi_persistence::{
    complaints,
    db::Conn,
    notifications::{self, Notification},
};
use uuid::Uuid;

pub use padi_persistence::notifications::{About, Place};
pub use preferences::{ChangePreferences, Preferences};
pub(crate) use tell::News;

use crate::{
    App,
    caller::Caller,
    error::Error,
    idempotency::{Answer, Key, Reply},
};

/// A notification as its recipient may see it now.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Its id.
    pub id: NotificationId,
    /// What it is about.
    pub kind: NoticeKind,
    /// The case; absent where there is none, and once the recipient may no longer know of it.
    pub about: Option<About>,
    /// Whether there was a case of which the recipient may no longer know.
    pub is_withdrawn: bool,
    /// Facts beside.
    pub detail: serde_json::Value,
    /// When it happened, as far as the recipient may know.
    pub created_at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

impl App {
    /// The caller's notifications, newest first; only the unread ones, only the read ones, or all.
    pub async fn list_notifications(
        &self,
        caller: &Caller,
        unread: Option<bool>,
        page: &PageRequest<Place>,
    ) -> Result<Page<Shown, Place>, Error> {
        let person = own(caller)?;
        let Page { items, next, total } = notifications::list(self.db(), &marks(person), unread, page).await?;
        Ok(Page { items: show(self.db(), caller, items).await?, next, total })
    }

    /// Marks one of the caller's notifications as read.
    pub async fn read_notification(
        &self,
        caller: Caller,
        id: NotificationId,
        key: Option<Key>,
        render: impl FnOnce(Shown) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let recipient = marks(own(&caller)?);
        let now = self.now();
        self.once(
            key,
            move |_, tx| {
                Box::pin(async move {
                    notifications::mark_read(tx, &recipient, Some(id), now).await?;
                    let found = notifications::find(tx, &recipient, id).await?.ok_or(Error::NotFound)?;
                    show(tx, &caller, vec![found]).await?.pop().ok_or(Error::NotFound)
                })
            },
            render,
        )
        .await
    }

    /// Marks all that the caller was told as read.
    pub async fn read_all_notifications(&self, caller: Caller, key: Option<Key>) -> Result<Answer, Error> {
        let recipient = marks(own(&caller)?);
        let now = self.now();
        self.once(
            key,
            move |_, tx| Box::pin(async move { Ok(notifications::mark_read(tx, &recipient, None, now).await?) }),
            |()| Ok(Reply::empty()),
        )
        .await
    }
}

fn own(caller: &Caller) -> Result<&Person, Denied> {
    caller.person().ok_or(Denied::Unauthenticated)
}

/// By what somebody's notifications are found.
fn marks(person: &Person) -> Vec<ReporterKey> {
    person.reporter_keys().cloned().collect()
}

/// The notifications as the caller may see them: of a case out of their sight neither number nor state is left.
async fn show(conn: impl Into<Conn<'_>>, caller: &Caller, found: Vec<Notification>) -> Result<Vec<Shown>, Error> {
    let ids = found.iter().filter_map(|notification| notification.about.as_ref()).map(|about| about.case_id);
    let ids: Vec<_> = ids.collect();
    let cases: HashMap<Uuid, Complaint> = if ids.is_empty() {
        HashMap::new()
    } else {
        let cases = complaints::bare(conn, &ids).await?;
        cases.into_iter().map(|complaint| (complaint.id.0, complaint)).collect()
    };
    Ok(found.into_iter().map(|notification| shown(caller, notification, &cases)).collect())
}

fn shown(caller: &Caller, notification: Notification, cases: &HashMap<Uuid, Complaint>) -> Shown {
    let Notification { id, kind, about, detail, mut created_at, read_at } = notification;
    let of_case = about.is_some();
    let about = about.filter(|about| about.case_kind == CASE_KIND).and_then(|about| {
        let complaint = cases.get(&about.case_id)?;
        let seen = view::view(&caller.actor, complaint.clone()).ok()?;
        if seen.cuts_times() {
            let zone = complaint.locality().zone;
            created_at = zone.midnight(zone.day_of(created_at));
        }
        Some(about)
    });
    let is_withdrawn = of_case && about.is_none();
    let detail = if is_withdrawn { serde_json::Value::Null } else { detail };
    Shown { id, kind, about, is_withdrawn, detail, created_at, read_at }
}
