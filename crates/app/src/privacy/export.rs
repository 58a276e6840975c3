//! The export of one's own data (salinan data pribadi). An export is the right to read for a day, by the real clock; what it holds
//! is gathered when it is read, so that no second copy of personal data lies about.

use chrono::{DateTime, TimeDelta, Utc};
use padi_complaints::{complaint::CASE_KIND, scope::List};
use padi_kernel::{
    actor::Denied,
    event::{Audience, RecordedEvent},
    id::{DataExportId, UserId},
    page::{Page, PageRequest},
};
use padi_persistence::{
    access_log::{self, Entry},
    complaints::{Filter, Reference, Sort},
    data_exports::{self, DataExport},
    data_requests::{self, Scope},
    db::{Db, Tx},
    events::{self, Strand},
};

use super::Shown;
use crate::{
    App,
    accounts::{Account, SessionView},
    caller::Caller,
    complaints::{self, Access, dialogue::ShownTalks, read::ListRequest},
    error::Error,
    files::{AttachmentView, CaseName},
    idempotency::{Answer, Key, Reply},
    information, notifications,
};

/// For how long an export may be read.
const LIFETIME: TimeDelta = TimeDelta::hours(24);
/// Rows of a list that are gathered at a time.
const STEP: u64 = 200;

/// Where an export stands.
#[derive(Clone, Debug)]
pub struct Export {
    /// Its id.
    pub id: DataExportId,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// Until when it may be read.
    pub expires_at: DateTime<Utc>,
    /// All that is kept of the person; nothing once it has expired.
    pub data: Option<Data>,
}

/// All that is kept of a person.
#[derive(Clone, Debug)]
pub struct Data {
    /// The account.
    pub account: Account,
    /// The cases filed with it.
    pub complaints: Vec<OwnCase>,
    /// The requests for information filed with it.
    pub information_requests: Vec<OwnRequest>,
    /// What the person was told.
    pub notifications: Vec<notifications::Shown>,
    /// The sessions that live.
    pub sessions: Vec<SessionView>,
    /// What was asked of the data.
    pub data_requests: Vec<Shown>,
    /// Who read the identity or words under lock.
    pub access_log: Vec<Entry>,
}

/// A case of one's own, as its reporter sees it.
#[derive(Clone, Debug)]
pub struct OwnCase {
    /// The case.
    pub shown: complaints::Shown,
    /// What happened.
    pub timeline: Vec<RecordedEvent>,
    /// What was said in dialogues.
    pub dialogue: ShownTalks,
    /// What was handed in.
    pub attachments: Vec<AttachmentView>,
}
/// A request for information of one's own, as its applicant sees it.
#[derive(Clone, Debug)]
pub struct OwnRequest {
    /// The request.
    pub shown: information::Shown,
    /// What happened, from the question on where it was one.
    pub timeline: Vec<RecordedEvent>,
}

impl App {
    /// Asks for an export.
    pub async fn ask_data_export(
        &self,
        caller: Caller,
        key: Option<Key>,
        render: impl FnOnce(Export) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let user = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let render = move |export: DataExport| render(bare(export));
        self.once(key, move |app, tx| Box::pin(app.open_export(tx, user)), render).await
    }

    pub(super) async fn open_export(&self, tx: &Tx, user: UserId) -> Result<DataExport, Error> {
        let created_at = self.real_now();
        let id = DataExportId(padi_kernel::id::random(self.entropy()));
        let export = DataExport { id, user, created_at, expires_at: created_at + LIFETIME };
        data_exports::insert(tx, &export).await?;
        Ok(export)
    }

    /// The caller's export, with all that is kept of them.
    pub async fn data_export(&self, caller: &Caller, id: DataExportId) -> Result<Export, Error> {
        let person = caller.person().ok_or(Denied::Unauthenticated)?;
        let export = data_exports::find(self.db(), id, person.user).await?.ok_or(Error::NotFound)?;
        if export.expires_at <= self.real_now() {
            return Ok(bare(export));
        }
        let law = self.law().await?;
        let marks: Vec<_> = person.reporter_keys().cloned().collect();
        let scope = Scope::Account(person.user);
        let data_requests = all(async |page| data_requests::list(self.db(), &scope, &[], &page).await).await?;
        let data_requests = data_requests.into_iter().map(|stored| self.shown_request(stored, None, law.clone()));
        let data = Data {
            account: self.me(caller).await?,
            complaints: self.own_complaints(caller).await?,
            information_requests: self.own_requests(caller).await?,
            notifications: all(async |page| self.list_notifications(caller, None, &page).await).await?,
            sessions: all(async |page| self.own_sessions(caller, &page).await).await?,
            data_requests: data_requests.collect::<Result<_, _>>()?,
            access_log: all(async |page| access_log::of_reporter(self.db(), &marks, &page).await).await?,
        };
        Ok(Export { data: Some(data), ..bare(export) })
    }

    async fn own_requests(&self, caller: &Caller) -> Result<Vec<OwnRequest>, Error> {
        let seen = all(async |page| {
            let request = information::read::ListRequest {
                list: List::Mine,
                filter: information::read::Filter::default(),
                due_within_working_days: None,
                sort: information::read::Sort::ReceivedAt,
                page,
            };
            self.list_information_requests(caller, request).await
        });
        let access = Access::of(caller.clone());
        let mut own = Vec::new();
        for request in seen.await? {
            let reference = information::read::Reference::Id(request.request().id);
            let timeline =
                all(async |page| self.information_request_timeline(&access, &reference, &page).await).await?;
            own.push(OwnRequest { shown: self.show_information_request(&access, &reference).await?, timeline });
        }
        Ok(own)
    }

    async fn own_complaints(&self, caller: &Caller) -> Result<Vec<OwnCase>, Error> {
        let seen = all(async |page| {
            let request = ListRequest {
                list: List::Mine,
                filter: Filter::default(),
                due_within_working_days: None,
                sort: Sort::ReceivedAt,
                page,
            };
            self.list_complaints(caller, request).await
        });
        let access = Access::of(caller.clone());
        let mut own = Vec::new();
        for case in seen.await? {
            let id = case.complaint().id;
            let reference = Reference::Id(id);
            own.push(OwnCase {
                shown: self.show_complaint(&access, &reference).await?,
                timeline: timeline(self.db(), id.0).await?,
                dialogue: self.show_dialogue(&access, &reference).await?,
                attachments: self.list_attachments(&access, &CaseName::Complaint(reference.clone())).await?.items,
            });
        }
        Ok(own)
    }

    /// Forgets exports that may no longer be read. Returns how many. For the worker.
    pub(crate) async fn sweep_data_exports(&self) -> Result<u64, Error> {
        // A day longer, so that who comes late is told that it has expired.
        Ok(data_exports::sweep(self.db(), self.real_now() - LIFETIME).await?)
    }
}

fn bare(export: DataExport) -> Export {
    Export { id: export.id, created_at: export.created_at, expires_at: export.expires_at, data: None }
}

/// What happened to a case, as its reporter may read it.
async fn timeline(db: &Db, case: uuid::Uuid) -> Result<Vec<RecordedEvent>, Error> {
    let strand = Strand { case_kind: CASE_KIND, case_id: case, audiences: vec![Audience::Public, Audience::Reporter] };
    all(async |page| events::timeline(db, std::slice::from_ref(&strand), &page).await).await
}

/// A whole list, page by page.
async fn all<T, C, E: Into<Error>>(
    page: impl AsyncFn(PageRequest<C>) -> Result<Page<T, C>, E>,
) -> Result<Vec<T>, Error> {
    let mut items = Vec::new();
    let mut after = None;
    loop {
        let request = PageRequest { limit: STEP, after, include_total: false };
        let Page { items: more, next, total: _ } = page(request).await.map_err(Into::into)?;
        items.extend(more);
        after = next;
        if after.is_none() {
            return Ok(items);
        }
    }
}
