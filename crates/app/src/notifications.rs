//! Notifications: what people are told in the system and by mail, what they have read of it, and what they want by mail.
//!
//! They are made from the event log (`from_events`) and from the ladder of deadlines (`escalate`), and found by the keyed
//! hash of the account. They carry a case's number and state, never its title, text, names or secrets.

pub(crate) mod from_events;
mod preferences;
mod states;
mod tell;
pub mod words;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use padi_complaints::{complaint, view};
use padi_information::{exemption, objection, request};
use padi_kernel::{
    actor::{Denied, Person, ReporterKey},
    id::NotificationId,
    notice::NoticeKind,
    page::{Page, PageRequest},
    zone::Zone,
};
use padi_persistence::{
    complaints,
    db::Conn,
    information_requests,
    notifications::{self, Notification},
    objections,
};
use uuid::Uuid;

pub use padi_persistence::notifications::{About, Place};
pub use preferences::{ChangePreferences, Preferences};
pub(crate) use tell::{IdentityOf, News, Owner};

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
async fn show<'a>(
    conn: impl Into<Conn<'a>> + Copy,
    caller: &Caller,
    found: Vec<Notification>,
) -> Result<Vec<Shown>, Error> {
    let sights = Sights::of(conn, caller, &found).await?;
    Ok(found.into_iter().map(|notification| shown(notification, &sights)).collect())
}

/// The cases that a caller may know of, each with the zone of the day to which its times are cut for them, if they are.
struct Sights(HashMap<Uuid, Option<Zone>>);

impl Sights {
    async fn of<'a>(conn: impl Into<Conn<'a>> + Copy, caller: &Caller, found: &[Notification]) -> Result<Self, Error> {
        let of_kind = |kind: &str| -> Vec<Uuid> {
            let cases = found.iter().filter_map(|notification| notification.about.as_ref());
            cases.filter(|about| about.case_kind == kind).map(|about| about.case_id).collect()
        };
        let actor = &caller.actor;
        let mut sights = HashMap::new();
        let complaints = of_kind(complaint::CASE_KIND);
        if !complaints.is_empty() {
            for complaint in complaints::bare(conn, &complaints).await? {
                let (id, zone) = (complaint.id.0, complaint.locality().zone);
                if let Ok(seen) = view::view(actor, complaint) {
                    sights.insert(id, seen.cuts_times().then_some(zone));
                }
            }
        }
        let requests = of_kind(request::CASE_KIND);
        if !requests.is_empty() {
            let found = information_requests::bare(conn, &requests).await?;
            let seen = found.iter().filter(|request| request::view::sight(actor, request).is_ok());
            sights.extend(seen.map(|request| (request.id.0, None)));
        }
        let objections = of_kind(objection::CASE_KIND);
        if !objections.is_empty() {
            let found = objections::bare(conn, &objections).await?;
            let seen = found.iter().filter(|objection| objection::view::sight(actor, objection).is_ok());
            sights.extend(seen.map(|objection| (objection.id.0, None)));
        }
        // The list of exemptions is public.
        sights.extend(of_kind(exemption::CASE_KIND).into_iter().map(|id| (id, None)));
        Ok(Self(sights))
    }
}

fn shown(notification: Notification, sights: &Sights) -> Shown {
    let Notification { id, kind, about, detail, mut created_at, read_at } = notification;
    let of_case = about.is_some();
    let about = about.filter(|about| match sights.0.get(&about.case_id) {
        Some(cut) => {
            if let Some(zone) = cut {
                created_at = zone.midnight(zone.day_of(created_at));
            }
            true
        }
        None => false,
    });
    let is_withdrawn = of_case && about.is_none();
    let detail = if is_withdrawn { serde_json::Value::Null } else { detail };
    Shown { id, kind, about, is_withdrawn, detail, created_at, read_at }
}
