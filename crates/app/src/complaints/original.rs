//! Reading the reporter's own words where they lie under lock: with a reason, which is written down before anything is shown.

use padi_complaints::{
    complaint::{CASE_KIND, Complaint, Incident},
    policy,
};
use padi_kernel::actor::Denied;
use padi_persistence::{
    access_log::What,
    complaints::{self, Reference},
    db::Tx,
};

use super::{Access, access::Reading};
use crate::{App, error::Error};

/// What the reporter wrote.
#[derive(Clone, Debug)]
pub struct Original {
    /// Title.
    pub title: String,
    /// Body.
    pub body: String,
    /// What happened, in their words.
    pub incident: Incident,
}

impl App {
    /// The original of a case. The reading is logged with its reason in the same transaction.
    pub async fn read_original(&self, access: Access, reference: Reference, reason: String) -> Result<Original, Error> {
        if access.is_anonymous() {
            return Err(Denied::Unauthenticated.into());
        }
        self.write(move |app, tx| Box::pin(app.original(tx, access, reference, reason))).await
    }

    async fn original(&self, tx: &Tx, access: Access, reference: Reference, reason: String) -> Result<Original, Error> {
        let complaint = complaints::find(tx, &reference).await?.ok_or(Error::NotFound)?;
        let actor = access.actor(&complaint)?;
        let role = policy::authorize_original(&actor, &complaint)?;
        let reader = actor.person().ok_or(Denied::Forbidden)?.user;
        let Complaint { id, title, body, incident, .. } = complaint;
        let what = What::Original;
        let reading = Reading { case_kind: CASE_KIND, case: id.0, reader, role, what, reason, reveal: None };
        self.log_access(tx, reading).await?;
        Ok(Original { title, body, incident })
    }
}
