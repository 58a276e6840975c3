//! Legal holds (penahanan hukum): while one stands, nothing of the case's reporter is erased, whatever the periods say.

use padi_complaints::complaint::CASE_KIND;
use padi_kernel::{
    actor::Denied,
    id::{ComplaintId, LegalHoldId, UserId},
    page::{Page, PageRequest},
};
use padi_persistence::{
    complaints::{self, Reference},
    db::{Conn, Tx},
    legal_holds::{self, Lifted},
};
use padi_privacy::policy::{self, Reach};
use uuid::Uuid;

pub use padi_persistence::legal_holds::{LegalHold, Place};

use super::ministry;
use crate::{
    App,
    caller::Caller,
    error::Error,
    idempotency::{Answer, Key, Reply},
};

impl App {
    /// Holds a case.
    pub async fn place_legal_hold(
        &self,
        caller: Caller,
        case: (String, Uuid),
        reason: String,
        key: Option<Key>,
        render: impl FnOnce(LegalHold) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let viewer = caller.clone();
        let answer = self.once(key, move |app, tx| Box::pin(app.place_hold(tx, caller, case, reason)), render).await?;
        self.check_holding(&viewer, &answer).await?;
        Ok(answer)
    }

    async fn place_hold(
        &self,
        tx: &Tx,
        caller: Caller,
        (case_kind, case_id): (String, Uuid),
        reason: String,
    ) -> Result<LegalHold, Error> {
        let (user, reach) = officer(tx, &caller).await?;
        if case_kind != CASE_KIND {
            return Err(Error::field("/case_kind", "unknown_value"));
        }
        // Locked, so that no erasure of the moment passes the hold by.
        complaints::find_for_update(tx, &Reference::Id(ComplaintId(case_id))).await?;
        if !holds(tx, &reach, case_id).await? {
            return Err(Error::field("/case_id", "unknown_value"));
        }
        let id = LegalHoldId(padi_kernel::id::random(self.entropy()));
        let placed_at = self.now();
        let hold = LegalHold { id, case_kind, case_id, reason, placed_by: user, placed_at, lifted: None };
        legal_holds::insert(tx, &hold).await?;
        Ok(hold)
    }

    /// Ends a hold.
    pub async fn lift_legal_hold(
        &self,
        caller: Caller,
        id: LegalHoldId,
        reason: String,
        key: Option<Key>,
        render: impl FnOnce(LegalHold) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let viewer = caller.clone();
        let answer = self.once(key, move |app, tx| Box::pin(app.lift_hold(tx, caller, id, reason)), render).await?;
        self.check_holding(&viewer, &answer).await?;
        Ok(answer)
    }

    /// A repeated answer goes only to who still answers for the case as a privacy officer.
    async fn check_holding(&self, caller: &Caller, answer: &Answer) -> Result<(), Error> {
        let (Some(case), true) = (answer.reply.case_id, answer.replayed) else { return Ok(()) };
        let reach = self.reach(caller).await?;
        if holds(self.db(), &reach, case).await? { Ok(()) } else { Err(Denied::Hidden.into()) }
    }

    async fn lift_hold(&self, tx: &Tx, caller: Caller, id: LegalHoldId, reason: String) -> Result<LegalHold, Error> {
        let (user, reach) = officer(tx, &caller).await?;
        let hold = legal_holds::find_for_update(tx, id).await?.ok_or(Error::NotFound)?;
        if !holds(tx, &reach, hold.case_id).await? {
            return Err(Denied::Hidden.into());
        }
        if hold.lifted.is_some() {
            return Err(Error::Transition { state: "lifted", allowed: Vec::new() });
        }
        let lifted = Lifted { by: user, reason, at: self.now() };
        legal_holds::lift(tx, id, &lifted).await?;
        Ok(LegalHold { lifted: Some(lifted), ..hold })
    }

    /// The holds on cases within the caller's reach, newest first.
    pub async fn legal_holds(
        &self,
        caller: &Caller,
        page: &PageRequest<Place>,
    ) -> Result<Page<LegalHold, Place>, Error> {
        let reach = self.reach(caller).await?;
        Ok(legal_holds::list(self.db(), &reach, page).await?)
    }

    /// What the caller reaches as a privacy officer.
    async fn reach(&self, caller: &Caller) -> Result<Reach, Error> {
        let person = caller.person().ok_or(Denied::Unauthenticated)?;
        Ok(policy::reach(person, self.ministry_id().await?).ok_or(Denied::Forbidden)?)
    }
}

/// The caller, if they are a privacy officer, and what they reach.
async fn officer(tx: &Tx, caller: &Caller) -> Result<(UserId, Reach), Error> {
    let person = caller.person().ok_or(Denied::Unauthenticated)?;
    let ministry = ministry(tx).await?;
    let reach = policy::reach(person, ministry.id).ok_or(Denied::Forbidden)?;
    Ok((person.user, reach))
}

/// Whether the case is within that reach.
async fn holds<'a>(conn: impl Into<Conn<'a>> + Copy, reach: &Reach, case: Uuid) -> Result<bool, Error> {
    let complaint = complaints::find(conn, &Reference::Id(ComplaintId(case))).await?;
    let is_examined = complaints::is_examined(conn, ComplaintId(case)).await?;
    Ok(complaint.is_some_and(|complaint| reach.holds(complaint.agency.id, is_examined)))
}
