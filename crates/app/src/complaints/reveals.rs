//! Revealing who stands behind a case: asked for by one who handles it, decided by another, read by who asked. Each step stands on
//! the timeline for the reporter, each reading in the log. The real clock rules them; the timeline goes by the law's.

use std::collections::HashMap;

use padi_complaints::{
    action::Action,
    complaint::{CASE_KIND, Complaint},
    identity::Reporter,
    policy,
    reveal::{self, Decision, Noted, Reveal, RevealState, Untimely, Verdict},
    tracking::TrackingNumber,
    view::{self, Disclosure},
};
use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    event::By,
    id::RevealId,
    page::{Page, PageRequest},
};
use padi_persistence::{
    access_log,
    complaints::{self, Reference},
    db::Tx,
    reveals,
};

pub use padi_persistence::{
    access_log::{Entry, What},
    reveals::Place,
};

use super::{Access, Ground, access::Reading, act::Terms};
use crate::{
    App,
    caller::Caller,
    error::Error,
    idempotency::{Answer, Key, Reply},
    if_match::IfMatch,
};

/// A request as somebody sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevealView {
    /// The request.
    pub reveal: Reveal,
    /// Where it stands now.
    pub state: RevealState,
    /// The number of its case.
    pub tracking_number: TrackingNumber,
}

/// A question as it came.
struct Asking {
    access: Access,
    reference: Reference,
    reason: String,
    if_match: Option<IfMatch>,
}

/// How much of its case a request shows: nothing but that there is one.
pub const SIGHT: u8 = 0;

/// What somebody decides.
#[derive(Clone, Debug)]
pub struct Decide {
    /// What they say.
    pub verdict: Verdict,
    /// Why.
    pub note: Option<String>,
}

impl App {
    /// Asks who stands behind a case. 403 for who may not ask or came without second factor, 409 where there is nothing to reveal
    /// or a request of the caller is open.
    pub async fn request_reveal(
        &self,
        access: Access,
        reference: Reference,
        reason: String,
        terms: Terms,
        render: impl FnOnce(RevealView) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        if access.is_anonymous() {
            return Err(Denied::Unauthenticated.into());
        }
        let asker = access.clone();
        let Terms { key, if_match } = terms;
        let work = Asking { access: asker, reference, reason, if_match };
        let answer = self.once(key, |app, tx| Box::pin(app.ask(tx, work)), render).await?;
        self.check_replay(&access, &answer).await?;
        Ok(answer)
    }

    async fn ask(&self, tx: &Tx, asking: Asking) -> Result<RevealView, Error> {
        let Asking { access, reference, reason, if_match } = asking;
        let (complaint, ground) = self.case_of(tx, &reference).await?;
        let actor = access.actor(&complaint)?;
        let role = reveal::authorize_asking(&actor, &complaint)?;
        IfMatch::honour(if_match.as_ref(), complaint.version)?;
        let asker = actor.person().ok_or(Denied::Forbidden)?.user;
        let now = self.real_now();
        if !reveal::is_hidden_from(role, &complaint) {
            let allowed = policy::allowed_actions(&actor, &complaint).into_iter().map(Action::name).collect();
            return Err(Error::Transition { state: complaint.state.tag().name(), allowed });
        }
        let open = reveals::of_asker(tx, complaint.id, asker).await?.into_iter().map(|reveal| reveal.state(now));
        if let Some(state) =
            open.into_iter().find(|state| matches!(state, RevealState::Pending | RevealState::Approved))
        {
            return Err(Error::Transition { state: state.name(), allowed: Vec::new() });
        }
        let reveal = Reveal {
            // Random: the id of a request on an anonymous case tells no minute.
            id: RevealId(padi_kernel::id::random(self.entropy())),
            complaint: complaint.id,
            asker,
            asker_role: role,
            reason: reason.clone(),
            requested_at: now,
            decision: None,
            first_read_at: None,
        };
        reveals::insert(tx, &reveal).await?;
        let by = By { role, user: Some(asker) };
        let complaint = self.note(tx, complaint, (Noted::Requested, by, Some(reason)), &ground).await?;
        Ok(self.seen(reveal, &complaint))
    }

    /// Decides on a request. 404 for who may not know of it, 403 for who asked, 409 unless it is pending.
    pub async fn decide_reveal(
        &self,
        caller: &Caller,
        id: RevealId,
        decide: Decide,
        key: Option<Key>,
        render: impl FnOnce(RevealView) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let actor = caller.actor.clone();
        let answer = self.once(key, move |app, tx| Box::pin(app.settle_reveal(tx, actor, id, decide)), render).await?;
        if answer.replayed {
            self.check_seeing(&caller.actor, id).await?;
        }
        Ok(answer)
    }

    async fn settle_reveal(&self, tx: &Tx, actor: Actor, id: RevealId, decide: Decide) -> Result<RevealView, Error> {
        let (reveal, complaint, ground) = self.reveal_of(tx, &actor, id).await?;
        let role = reveal::authorize_deciding(&actor, &reveal, &complaint, ground.ministry.id)?;
        let by = actor.person().ok_or(Denied::Forbidden)?.user;
        let Decide { verdict, note } = decide;
        let decided = reveal.decide(Decision { verdict, by, role, at: self.real_now(), note });
        let reveal =
            decided.map_err(|Untimely(state)| Error::Transition { state: state.name(), allowed: Vec::new() })?;
        reveals::save(tx, &reveal).await?;
        let noted = match verdict {
            Verdict::Approve => Noted::Approved,
            Verdict::Deny => Noted::Denied,
        };
        let by = By { role, user: Some(by) };
        let complaint = self.note(tx, complaint, (noted, by, None), &ground).await?;
        Ok(self.seen(reveal, &complaint))
    }

    /// The identity, for who asked and within the time for it: [`Error::RevealNotApproved`] otherwise. Each reading is logged before
    /// anything is shown.
    pub async fn read_revealed(&self, caller: &Caller, id: RevealId) -> Result<Reporter, Error> {
        let actor = caller.actor.clone();
        self.write(move |app, tx| Box::pin(app.read_identity(tx, actor, id))).await
    }

    async fn read_identity(&self, tx: &Tx, actor: Actor, id: RevealId) -> Result<Reporter, Error> {
        let (reveal, complaint, ground) = self.reveal_of(tx, &actor, id).await?;
        let role = reveal::authorize_reading(&actor, &reveal, &complaint, ground.ministry.id)?;
        let first = reveal.first_read_at.is_none();
        let reveal = reveal.read(self.real_now()).map_err(|Untimely(_)| Error::RevealNotApproved)?;
        let reading = Reading {
            case_kind: CASE_KIND,
            case: complaint.id.0,
            reader: reveal.asker,
            role,
            what: What::Identity,
            reason: reveal.reason.clone(),
            reveal: Some(id.0),
        };
        self.log_access(tx, reading).await?;
        let identity = self.identity(tx, complaint.id).await?;
        if first {
            reveals::save(tx, &reveal).await?;
            let by = By { role, user: Some(reveal.asker) };
            self.note(tx, complaint, (Noted::Revealed, by, None), &ground).await?;
        }
        Ok(identity.disclosed(Disclosure::Full, false).unwrap_or_default())
    }

    /// Whether somebody may still know of a request.
    async fn check_seeing(&self, actor: &Actor, id: RevealId) -> Result<(), Error> {
        let reveal = reveals::find(self.db(), id).await?.ok_or(Error::NotFound)?;
        let reference = Reference::Id(reveal.complaint);
        let complaint = complaints::find(self.db(), &reference).await?.ok_or(Error::NotFound)?;
        let ministry = self.ministry_id().await?;
        Ok(reveal::authorize_seeing(actor, &reveal, &complaint, ministry)?)
    }

    /// A page of the requests that the caller made or may decide on.
    pub async fn list_reveals(
        &self,
        caller: &Caller,
        state: Option<RevealState>,
        page: &PageRequest<Place>,
    ) -> Result<Page<RevealView, Place>, Error> {
        let person = caller.person().ok_or(Denied::Unauthenticated)?;
        let scope = reveal::scope(person, self.ministry_id().await?);
        let now = self.real_now();
        let Page { items, next, total } = reveals::list(self.db(), &scope, state, now, page).await?;
        let ids: Vec<_> = items.iter().map(|reveal| reveal.complaint.0).collect();
        let cases = complaints::bare(self.db(), &ids).await?.into_iter();
        let numbers: HashMap<_, _> = cases.map(|case| (case.id, case.tracking_number)).collect();
        let shown = items.into_iter().map(|reveal| {
            let tracking_number = numbers.get(&reveal.complaint).cloned().ok_or(Error::NotFound)?;
            Ok(RevealView { state: reveal.state(now), reveal, tracking_number })
        });
        let items = shown.collect::<Result<_, Error>>()?;
        Ok(Page { items, next, total })
    }

    /// Who read the identity or the original of a case, newest first: for its reporter only.
    pub async fn complaint_access_log(
        &self,
        access: &Access,
        reference: &Reference,
        page: &PageRequest<access_log::Place>,
    ) -> Result<Page<Entry, access_log::Place>, Error> {
        if access.is_anonymous() {
            return Err(Denied::Unauthenticated.into());
        }
        let complaint = complaints::find(self.db(), reference).await?.ok_or(Error::NotFound)?;
        let actor = access.actor(&complaint)?;
        view::sight(&actor, &complaint)?;
        if !policy::capacities(&actor, &complaint).contains(&ActorRole::Reporter) {
            return Err(Denied::Forbidden.into());
        }
        self.accesses(self.db(), CASE_KIND, complaint.id.0, page).await
    }

    /// The case, locked, with every term that has passed taken effect.
    async fn case_of(&self, tx: &Tx, reference: &Reference) -> Result<(Complaint, Ground), Error> {
        let complaint = complaints::find_for_update(tx, reference).await?.ok_or(Error::NotFound)?;
        let ground = self.ground(tx).await?;
        let (complaint, _) = self.settle(tx, complaint, self.now(), &ground).await?;
        Ok((complaint, ground))
    }

    /// The request as somebody may know of it, and its case, locked: the request is kept from others by that lock.
    async fn reveal_of(&self, tx: &Tx, actor: &Actor, id: RevealId) -> Result<(Reveal, Complaint, Ground), Error> {
        let found = reveals::find(tx, id).await?.ok_or(Error::NotFound)?;
        let (complaint, ground) = self.case_of(tx, &Reference::Id(found.complaint)).await?;
        let reveal = reveals::find(tx, id).await?.ok_or(Error::NotFound)?;
        reveal::authorize_seeing(actor, &reveal, &complaint, ground.ministry.id)?;
        Ok((reveal, complaint, ground))
    }

    async fn note(
        &self,
        tx: &Tx,
        complaint: Complaint,
        (noted, by, words): (Noted, By, Option<String>),
        ground: &Ground,
    ) -> Result<Complaint, Error> {
        let changed = reveal::note(complaint, noted, by, words, ground.context(self.now()));
        complaints::save(tx, &changed, &self.recording(&changed)).await?;
        Ok(changed.value)
    }

    fn seen(&self, reveal: Reveal, complaint: &Complaint) -> RevealView {
        let state = reveal.state(self.real_now());
        RevealView { reveal, state, tracking_number: complaint.tracking_number.clone() }
    }
}
