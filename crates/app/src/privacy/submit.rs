//! Asking something of one's own data: with an account, or with the secret of a case.

use padi_agencies::agency::Agency;
use padi_complaints::identity::is_nik;
use padi_kernel::{
    actor::{Actor, Denied},
    event::By,
    id::{AgencyId, DataRequestId},
    zone::Locality,
};
use padi_persistence::{
    complaints::{self, Reference},
    data_requests::{self, SealedWords, Stored},
    db::Tx,
};
use padi_privacy::{
    policy::Capacity,
    request::{DataRequest, Filing, Kind, Subject},
};

use super::{Changes, Shown, ministry};
use crate::{
    App,
    complaints::Access,
    error::{Error, FieldError},
    idempotency::{Answer, Key, Reply},
};

/// Whose data is asked about.
#[derive(Clone, Debug)]
pub enum About {
    /// The caller's account and all that was filed with it.
    Me,
    /// What the reporter of a case told, who shows its secret.
    Case(Reference),
}

/// What is asked for, checked for shape.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What.
    pub kind: Kind,
    /// In the person's words.
    pub text: String,
    /// What is to be corrected.
    pub changes: Option<Changes>,
}

/// Whose data, and who decides where.
pub(super) struct Party {
    pub(super) subject: Subject,
    agency_id: AgencyId,
    locality: Locality,
}

impl App {
    /// Receives a request and starts its clock.
    pub async fn submit_data_request(
        &self,
        access: Access,
        about: About,
        ask: Ask,
        key: Option<Key>,
        render: impl FnOnce(Shown) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        if access.is_anonymous() {
            return Err(Denied::Unauthenticated.into());
        }
        self.once(key, |app, tx| Box::pin(app.receive(tx, access, about, ask)), render).await
    }

    async fn receive(&self, tx: &Tx, access: Access, about: About, ask: Ask) -> Result<Shown, Error> {
        let Party { subject, agency_id, locality } = self.party(tx, &access, &about).await?;
        check(&ask)?;
        let now = self.now();
        let law = self.law_within(tx).await?;
        let id = DataRequestId(padi_kernel::id::random(self.entropy()));
        let filing = Filing { id, kind: ask.kind, subject, agency_id, locality };
        let changed = DataRequest::submit(filing, By::REPORTER, now, law.law())?;
        let correction = ask.changes.as_ref().map(serde_json::to_vec).transpose().map_err(Error::internal)?;
        let words = SealedWords {
            text: Some(self.seal_word(id, "text", ask.text.as_bytes())?),
            changes: correction.map(|json| self.seal_word(id, "changes", &json)).transpose()?,
            decision: None,
        };
        data_requests::insert(tx, &changed, words.clone(), &self.recording(&changed)).await?;
        let options = self.options(tx, &changed.value, Capacity::Subject, &law).await?;
        self.shown_request(Stored { request: changed.value, words }, Some(options), law)
    }

    /// Whose data the caller may ask about. A case is asked about with its secret only: whoever has an account asks by that.
    pub(super) async fn party(&self, tx: &Tx, access: &Access, about: &About) -> Result<Party, Error> {
        match about {
            About::Me => {
                let person = access.caller.person().ok_or(Denied::Unauthenticated)?;
                let Agency { id, locality, .. } = ministry(tx).await?;
                Ok(Party { subject: Subject::Account(person.user), agency_id: id, locality })
            }
            About::Case(reference) => {
                let complaint = complaints::find(tx, reference).await?.ok_or(Error::NotFound)?;
                let Actor::SecretHolder(_) = access.actor(&complaint)? else { return Err(Denied::Hidden.into()) };
                // Who accuses the house of the body asks the ministry.
                let (agency_id, locality) = if complaints::is_examined(tx, complaint.id).await? {
                    let Agency { id, locality, .. } = ministry(tx).await?;
                    (id, locality)
                } else {
                    (complaint.agency.id, complaint.agency.locality)
                };
                Ok(Party { subject: Subject::Reporter(complaint.id), agency_id, locality })
            }
        }
    }
}

/// What belongs to which kind.
fn check(ask: &Ask) -> Result<(), Error> {
    let mut faults = Vec::new();
    let given = ask.changes.clone().filter(|changes| *changes != Changes::default());
    match (ask.kind, &given) {
        (Kind::Correction, None) => faults.push(FieldError::new("/changes", "required")),
        (Kind::Correction, Some(changes)) => {
            if changes.nik.as_deref().is_some_and(|nik| !is_nik(nik)) {
                faults.push(FieldError::new("/changes/nik", "invalid_format"));
            }
        }
        (_, Some(_)) => faults.push(FieldError::new("/changes", "inconsistent")),
        (_, None) => {}
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}
