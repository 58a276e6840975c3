//! Personal data: what people ask of theirs, their exports, who read it, legal holds, erasure and retention.

mod decide;
mod erase;
pub mod export;
pub mod holds;
mod information;
pub mod read;
mod retention;
pub mod submit;

use std::sync::Arc;

use padi_agencies::agency::{Agency, MINISTRY_CODE};
use padi_complaints::identity::Identity;
use padi_kernel::{
    actor::Actor,
    id::{AgencyId, DataRequestId, MailId},
};
use padi_persistence::{
    agencies, complaints,
    data_requests::{SealedWords, Stored},
    db::Conn,
};
use padi_privacy::{
    policy::{self, Capacity},
    request::{DataRequest, RefusalReason, Subject},
};
use serde::{Deserialize, Serialize};

use crate::{
    App,
    calendar::LawBook,
    error::Error,
    keys::{self, Place},
};

pub use decide::Decision;
pub use erase::Erased;
pub(crate) use retention::LastRun;

const TABLE: &str = "data_requests";

/// What a person wants corrected; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// E-mail address to be reached by; not that of an account, which is proved by a mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// National identity number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nik: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl From<Changes> for Identity {
    fn from(changes: Changes) -> Self {
        let Changes { name, email, phone, nik, address } = changes;
        Self { name, email, phone, nik, address }
    }
}

/// A request as somebody may see it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The request.
    pub request: DataRequest,
    /// What the person wrote; absent once it was erased.
    pub text: Option<String>,
    /// What is to be corrected.
    pub changes: Option<Changes>,
    /// What the officer wrote.
    pub decision: Option<String>,
    /// What stands against it, and what the caller may do; only where one request is shown.
    pub options: Option<Options>,
    /// Rules and calendar, which explain the clock.
    pub law: Arc<LawBook>,
}

impl Shown {
    /// For an officer without second factor, who sees no identity.
    fn without_changes(self) -> Self {
        Self { changes: None, ..self }
    }
}

/// What can become of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Duties that stand against an erasure.
    pub obstacles: Vec<RefusalReason>,
    /// What the caller may do now.
    pub allowed: Vec<&'static str>,
}

/// A mail that tells an outcome was written, or nobody could be written to.
type Notice = Option<MailId>;

impl App {
    /// The id of the ministry, which never changes: read once.
    pub(crate) async fn ministry_id(&self) -> Result<AgencyId, Error> {
        let ministry = self.ministry_cell().get_or_try_init(async || Ok::<_, Error>(ministry(self.db()).await?.id));
        Ok(*ministry.await?)
    }

    fn seal_word(&self, id: DataRequestId, column: &'static str, word: &[u8]) -> Result<Vec<u8>, Error> {
        let row = keys::row(id.0);
        self.keys().seal(Place { table: TABLE, column, row: &row }, word, self.entropy()).map_err(Error::internal)
    }

    fn open_word(&self, id: DataRequestId, column: &'static str, sealed: &[u8]) -> Result<String, Error> {
        let row = keys::row(id.0);
        let plain = self.keys().open_sealed(Place { table: TABLE, column, row: &row }, sealed);
        String::from_utf8(plain.map_err(Error::internal)?).map_err(Error::internal)
    }

    /// The request with its words opened, for somebody who was found to be allowed to see it.
    fn shown_request(&self, stored: Stored, options: Option<Options>, law: Arc<LawBook>) -> Result<Shown, Error> {
        let Stored { request, words } = stored;
        let SealedWords { text, changes, decision } = words;
        let open = |column, sealed: Option<Vec<u8>>| {
            sealed.map(|sealed| self.open_word(request.id, column, &sealed)).transpose()
        };
        let (text, changes, decision) = (open("text", text)?, open("changes", changes)?, open("decision", decision)?);
        let changes = changes.map(|json| serde_json::from_str(&json).map_err(Error::internal)).transpose()?;
        Ok(Shown { request, text, changes, decision, options, law })
    }

    /// In what capacity the actor may see the request.
    async fn capacity(
        &self,
        conn: impl Into<Conn<'_>>,
        actor: &Actor,
        request: &DataRequest,
    ) -> Result<Capacity, Error> {
        let is_examined = match request.subject {
            Subject::Reporter(case) => complaints::is_examined(conn, case).await?,
            Subject::Account(_) | Subject::Erased => false,
        };
        Ok(policy::capacity(actor, request, self.ministry_id().await?, is_examined)?)
    }

    /// What can become of the request, for somebody in that capacity.
    async fn options<'a>(
        &self,
        conn: impl Into<Conn<'a>> + Copy,
        request: &DataRequest,
        capacity: Capacity,
        law: &LawBook,
    ) -> Result<Options, Error> {
        let obstacles = match capacity {
            Capacity::Officer => self.obstacles(conn, request, law).await?,
            Capacity::Subject => Vec::new(),
        };
        let allowed = policy::allowed_actions(capacity, request, !obstacles.is_empty());
        Ok(Options { obstacles, allowed })
    }
}

/// The ministry, whose privacy officers answer for accounts.
async fn ministry(conn: impl Into<Conn<'_>>) -> Result<Agency, Error> {
    let found = agencies::find_by_code(conn, MINISTRY_CODE).await?;
    found.ok_or_else(|| Error::internal("the ministry is not among the agencies"))
}
