//! Complaints: filing, acting, reading, and what happens when terms pass.

pub mod access;
pub mod act;
pub mod dialogue;
pub mod duplicates;
mod identity;
pub mod joint;
pub mod order;
pub mod original;
pub mod read;
mod relatives;
pub mod reveals;
pub mod submit;
mod supervision;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use padi_agencies::agency::MINISTRY_CODE;
use padi_complaints::{Context, command::Body, complaint::Complaint, identity::Reporter, view::Seen};
use padi_kernel::{
    actor::{Actor, Denied},
    changed::Changed,
    id::EventId,
};
use padi_persistence::{
    agencies,
    complaints::{Recording, Reference},
    db::Tx,
};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::{App, calendar::LawBook, caller::Caller, error::Error, keys};

/// Who asks for a case: a caller, or a reporter without account who shows the case's secret.
#[derive(Clone, Debug)]
pub struct Access {
    /// The caller.
    pub caller: Caller,
    /// The header `Tracking-Secret`.
    pub tracking_secret: Option<String>,
}

impl Access {
    /// Without a secret.
    pub fn of(caller: Caller) -> Self {
        Self { caller, tracking_secret: None }
    }

    /// Whether nobody is known.
    pub fn is_anonymous(&self) -> bool {
        self.caller.actor == Actor::Anonymous && self.tracking_secret.is_none()
    }

    /// The actor towards this complaint.
    pub(crate) fn actor(&self, complaint: &Complaint) -> Result<Actor, Denied> {
        self.towards(complaint.id.0, complaint.tracking_secret_hash.as_deref())
    }

    /// The actor towards the case, of whatever kind, whose secret has that hash. A wrong secret hides the case, as if it did not exist.
    pub(crate) fn towards(&self, case: Uuid, secret_hash: Option<&[u8]>) -> Result<Actor, Denied> {
        match self.secret_fits(secret_hash) {
            None => Ok(self.caller.actor.clone()),
            Some(true) => Ok(Actor::SecretHolder(case)),
            Some(false) => Err(Denied::Hidden),
        }
    }

    /// Whether the secret that was shown, if one was, is that of the hash.
    pub(crate) fn secret_fits(&self, known: Option<&[u8]>) -> Option<bool> {
        let secret = self.tracking_secret.as_ref()?;
        let hash = hash_of(secret);
        Some(known.is_some_and(|known| bool::from(known.ct_eq(&hash))))
    }
}

/// The hash of a tracking secret as somebody typed it.
fn hash_of(secret: &str) -> Vec<u8> {
    keys::sha256(secret.trim().to_ascii_uppercase().as_bytes())
}

/// A case as somebody may see it, with the law that explains its deadlines.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The case.
    pub seen: Seen,
    /// Who reported, as far as the viewer may know.
    pub reporter: Option<Reporter>,
    /// Rules and calendar.
    pub law: Arc<LawBook>,
}

/// What a path names a case by: its id or its tracking number. Anything else names nothing.
pub fn reference(text: &str) -> Result<Reference, Error> {
    if let Ok(id) = text.parse() {
        return Ok(Reference::Id(id));
    }
    text.parse().map(Reference::Tracking).map_err(|_| Error::NotFound)
}

/// What a transition needs beside the case.
pub(crate) struct Ground {
    pub(crate) law: Arc<LawBook>,
    pub(crate) ministry: Body,
}

impl Ground {
    pub(crate) fn context(&self, now: DateTime<Utc>) -> Context<'_> {
        Context { now, law: self.law.law(), ministry: &self.ministry, attachments: &[] }
    }
}

impl App {
    pub(crate) async fn ground(&self, tx: &Tx) -> Result<Ground, Error> {
        let law = self.law_within(tx).await?;
        self.ground_of(tx, law).await
    }

    pub(crate) async fn ground_of(&self, tx: &Tx, law: Arc<LawBook>) -> Result<Ground, Error> {
        let ministry = agencies::find_by_code(tx, MINISTRY_CODE).await?;
        let ministry = ministry.ok_or_else(|| Error::internal("the ministry is not among the agencies"))?;
        Ok(Ground { law, ministry: Body { id: ministry.id, locality: ministry.locality } })
    }

    /// Ids and time for the events of a change.
    pub(crate) fn recording<T>(&self, changed: &Changed<T>) -> Recording {
        let at = self.real_now();
        // Random ids: an event of an anonymous case must not tell its minute.
        let ids = changed.events.iter().map(|_| EventId(padi_kernel::id::random(self.entropy()))).collect();
        Recording { ids, at }
    }
}
