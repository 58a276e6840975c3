//! Filing an objection: by the applicant of a request, by anybody about periodic information, or by a desk officer from paper.

use chrono::{DateTime, NaiveDate, Utc};
use padi_agencies::agency::Agency;
use padi_information::{
    applicant::{Identity, Proxy},
    objection::{About, Filing, Ground, Objection, view},
    registration::{RegistrationNumber, Series},
    request::{self, InformationRequest, action::Action, policy},
};
use padi_kernel::{
    actor::{Actor, Denied},
    body::Body,
    channel::Channel,
    event::By,
    id::{AgencyId, InformationRequestId, ObjectionId},
    tracking,
};
use padi_persistence::{agencies, db::Tx, information_requests::Reference, objections, users};

use super::{Shown, refused};
use crate::{
    App,
    caller::Caller,
    complaints::{Access, act::acting_user, order::target_body},
    error::{Error, FieldError},
    idempotency::{Answer, Key, Reply},
    information::{
        self, context,
        identity::nik_fault,
        submit::{Way, acting, by_desk, way},
    },
    keys,
};

/// What an objection is about.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A request.
    Request(InformationRequestId),
    /// Periodic information that a body does not provide.
    Periodic {
        /// The body.
        agency_id: AgencyId,
        /// When it was found.
        found_on: Option<NaiveDate>,
        /// Who objects.
        identity: Box<Identity>,
    },
}

/// What is filed, checked for shape.
#[derive(Clone, Debug)]
pub struct Submission {
    /// What it is about.
    pub subject: Subject,
    /// What was asked for, or should be there.
    pub information: Option<String>,
    /// Why.
    pub grounds: Vec<Ground>,
    /// What the information is for.
    pub purpose: Option<String>,
    /// The applicant's account of it.
    pub case_position: Option<String>,
    /// Who acts for the applicant.
    pub proxy: Option<Proxy>,
    /// How it came in; a desk officer's to tell.
    pub channel: Option<Channel>,
    /// When it was handed in; a desk officer's to tell.
    pub received_at: Option<DateTime<Utc>>,
}

/// A filed objection, and the secret of who objects without account and without request.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// The objection.
    pub shown: Shown,
    /// Shown this once.
    pub tracking_secret: Option<String>,
}

impl App {
    /// Files an objection.
    pub async fn file_objection(
        &self,
        access: Access,
        submission: Submission,
        key: Option<Key>,
        render: impl FnOnce(Submitted) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let viewer = match submission.subject {
            Subject::Request(_) => access.clone(),
            // A secret of some other case has no part in it.
            Subject::Periodic { .. } => Access::of(access.caller.clone()),
        };
        // Without credentials the answer is the same whatever the request, and tells nothing of it.
        if viewer.is_anonymous() && matches!(submission.subject, Subject::Request(_)) {
            return Err(Denied::Unauthenticated.into());
        }
        let desk = by_desk(submission.channel, submission.received_at);
        let answer = self.once(key, |app, tx| Box::pin(app.object(tx, access, submission)), render).await?;
        match answer.reply.case_id {
            Some(id) if desk && answer.replayed => {
                let objection = objections::find(self.db(), ObjectionId(id)).await?.ok_or(Error::NotFound)?;
                self.check_desk_replay(&viewer.caller, objection.agency.id).await?;
            }
            _ if viewer.is_anonymous() => {}
            _ => self.check_objection_replay(&viewer, &answer).await?,
        }
        Ok(answer)
    }

    async fn object(&self, tx: &Tx, access: Access, submission: Submission) -> Result<Submitted, Error> {
        let is_desk = by_desk(submission.channel, submission.received_at);
        match submission.subject.clone() {
            Subject::Request(id) => self.object_to(tx, access, submission, id, is_desk).await,
            Subject::Periodic { agency_id, found_on, identity } => {
                self.object_periodic(tx, access.caller, submission, (agency_id, found_on, *identity)).await
            }
        }
    }

    /// To how a request was dealt with.
    async fn object_to(
        &self,
        tx: &Tx,
        access: Access,
        submission: Submission,
        id: InformationRequestId,
        is_desk: bool,
    ) -> Result<Submitted, Error> {
        let (law, now) = (self.law_within(tx).await?, self.now());
        let found = self.lock_request(tx, &Reference::Id(id)).await;
        let request = match found {
            Err(Error::NotFound) => return Err(Error::field("/request_id", "unknown_value")),
            found => found?,
        };
        let (request, _) = self.settle_request(tx, request, now, &law).await?;
        let known = information::actor(&access, &request)
            .and_then(|actor| policy::authorize(&actor, Action::Object, &request).map(|role| (actor, role)));
        let (actor, role) = known.map_err(|denied| match denied {
            // Of a request that the caller may not know of, no more is told than of one that does not exist.
            Denied::Hidden => Error::field("/request_id", "unknown_value"),
            denied => denied.into(),
        })?;
        let applies = role == padi_kernel::actor::ActorRole::Reporter;
        if applies == is_desk {
            return Err(Denied::Forbidden.into());
        }
        let by = if applies { By { role, user: acting_user(role, &actor) } } else { acting(Way::Desk, &access.caller) };
        let body =
            agencies::find(tx, request.agency.id).await?.ok_or_else(|| Error::internal("a request of no body"))?;
        let identity = submission.proxy.clone();
        let filing = filing(submission, now);
        let about = About::Request(&request);
        let refuse = |error: &padi_information::Refused| information::request_refused(error, &actor, &request);
        let objection =
            self.register_objection(tx, (filing, about), (by, &body), (&law, now), Identity::default(), refuse).await?;
        if let Some(proxy) = identity {
            self.name_proxy(tx, &request, proxy).await?;
        }
        // The officer of the unit that has the request records what comes to its counter, and has no part in it then.
        let seen = view::view_after(&actor, objection, request::view::sight(&actor, &request)?);
        Ok(Submitted { shown: self.shown_objection(tx, seen, law).await?, tracking_secret: None })
    }

    /// Who acts for the applicant from now on.
    async fn name_proxy(&self, tx: &Tx, request: &InformationRequest, proxy: Proxy) -> Result<(), Error> {
        let known = self.applicant_identity(tx, request.id.0).await?;
        let named = known.completed_by(Identity { proxy: Some(proxy), ..Identity::default() });
        let sealed = self.seal_applicant(request.id.0, &named, None)?;
        Ok(padi_persistence::information_identities::save(tx, request.id.0, sealed).await?)
    }

    /// To periodic information that is not there.
    async fn object_periodic(
        &self,
        tx: &Tx,
        caller: Caller,
        submission: Submission,
        (agency_id, found_on, identity): (AgencyId, Option<NaiveDate>, Identity),
    ) -> Result<Submitted, Error> {
        let (law, now) = (self.law_within(tx).await?, self.now());
        let mut faults = Vec::new();
        let body = target_body(tx, agency_id, "/agency_id", &mut faults).await?;
        if submission.information.as_deref().is_none_or(|text| text.trim().is_empty()) {
            faults.push(FieldError::new("/information", "required"));
        }
        faults.extend(nik_fault(&identity));
        let Some(body) = body.filter(|_| faults.is_empty()) else { return Err(Error::Invalid(faults)) };
        let way = way(tx, &caller, submission.channel, submission.received_at, body.id).await?;
        let secret = (way != Way::Account).then(|| tracking::generate_secret(self.entropy()));
        let person = caller.person().filter(|_| way == Way::Account);
        let identity = self.objector(tx, identity, submission.proxy.clone(), person.map(|it| it.user)).await?;
        let about = About::Periodic {
            agency: Body { id: body.id, locality: body.locality.clone() },
            information: submission.information.clone().unwrap_or_default(),
            found_on,
            reporter_key: person.map(|person| person.reporter_key.clone()),
            tracking_secret_hash: secret.as_ref().map(|secret| keys::sha256(secret.as_bytes())),
        };
        let by = acting(way, &caller);
        let account = person.map(|person| person.user);
        let filing = filing(submission, now);
        let refuse = |error: &padi_information::Refused| refused(error, "none", Vec::new());
        let objection =
            self.register_objection(tx, (filing, about), (by, &body), (&law, now), identity, refuse).await?;
        if let Some(user) = account {
            let sealed =
                self.seal_applicant(objection.id.0, &self.applicant_identity(tx, objection.id.0).await?, Some(user))?;
            padi_persistence::information_identities::save(tx, objection.id.0, sealed).await?;
        }
        let actor = if secret.is_some() { Actor::SecretHolder(objection.id.0) } else { caller.actor };
        let seen = view::view(&actor, objection)?;
        Ok(Submitted { shown: self.shown_objection(tx, seen, law).await?, tracking_secret: secret })
    }

    /// Who objects: what was told, and what the account tells where nothing was.
    async fn objector(
        &self,
        tx: &Tx,
        told: Identity,
        proxy: Option<Proxy>,
        account: Option<padi_kernel::id::UserId>,
    ) -> Result<Identity, Error> {
        let mut identity = Identity { proxy, ..told };
        if let Some(user) = account {
            let user = users::find(tx, user).await?.ok_or(Denied::Unauthenticated)?;
            identity.applicant.name.get_or_insert(user.name);
            identity.applicant.email.get_or_insert(user.email);
        }
        Ok(identity)
    }

    /// Enters the objection in the register and stores it, with what follows for its request.
    async fn register_objection(
        &self,
        tx: &Tx,
        (filing, about): (Filing, About<'_>),
        (by, body): (By, &Agency),
        (law, now): (&crate::calendar::LawBook, DateTime<Utc>),
        identity: Identity,
        refuse: impl Fn(&padi_information::Refused) -> Error + Send,
    ) -> Result<Objection, Error> {
        let context = context(law, now);
        let faults = filing.faults(now);
        if !faults.is_empty() {
            return Err(Error::Invalid(faults.into_iter().map(|it| FieldError::new(it.pointer, it.code)).collect()));
        }
        Objection::admission(&filing, &about, by, &context).map_err(|error| refuse(&error))?;
        let registration_number = self.draw_number(tx, body, Series::Objection, now).await?;
        let filing = Filing { registration_number, ..filing };
        let filed = Objection::file(filing, about, by, self.entropy(), &context).map_err(|error| refuse(&error))?;
        let id = filed.changed.value.id;
        let sealed = self.seal_applicant(id.0, &identity, None)?;
        objections::insert(tx, &filed.changed, sealed, &self.recording(&filed.changed)).await?;
        self.carry_over(tx, filed.effects, by, law, now).await?;
        self.reread_objection(tx, id).await
    }
}

/// The objection as it is filed; its number is drawn last.
fn filing(submission: Submission, now: DateTime<Utc>) -> Filing {
    Filing {
        registration_number: RegistrationNumber::stored(String::new()),
        information: submission.information,
        grounds: submission.grounds,
        purpose: submission.purpose,
        case_position: submission.case_position,
        has_proxy: submission.proxy.is_some(),
        channel: submission.channel.unwrap_or(Channel::Web),
        received_at: submission.received_at.unwrap_or(now),
    }
}
