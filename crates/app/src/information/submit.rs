//! Filing a request: with an account, without one, or by a desk officer for the counter, a letter or the telephone.

use chrono::{DateTime, Utc};
use padi_agencies::agency::Agency;
use padi_information::{
    applicant::{ApplicantKind, Identity},
    registration::{RegistrationNumber, Series},
    request::{
        InformationRequest,
        command::{AccessMethod, CopyForm, DeliveryMethod},
        filing::Filing,
        policy::DESK_ROLES,
        view,
    },
};
use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    body::Body,
    channel::Channel,
    event::By,
    id::AgencyId,
    tracking,
};
use padi_persistence::{
    agencies,
    db::{Conn, Tx},
    information_requests, registrations, users,
};

use super::{Shown, context, identity::nik_fault};
use crate::{
    App,
    caller::Caller,
    complaints::{Access, order::target_body},
    error::{Error, FieldError},
    idempotency::{Answer, Key, Reply},
    keys,
};

/// What is filed, checked for shape.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The body that is asked.
    pub agency_id: AgencyId,
    /// In what form somebody asks.
    pub applicant_kind: ApplicantKind,
    /// Who asks.
    pub identity: Identity,
    /// What is asked for.
    pub information: String,
    /// What for.
    pub purpose: Option<String>,
    /// How the applicant wants to have it.
    pub access_method: Option<AccessMethod>,
    /// In what form a copy is wanted.
    pub copy_form: Option<CopyForm>,
    /// How it comes to the applicant.
    pub delivery_method: Option<DeliveryMethod>,
    /// How it came in; a desk officer's to tell.
    pub channel: Option<Channel>,
    /// When it was handed in; a desk officer's to tell.
    pub received_at: Option<DateTime<Utc>>,
}

/// A filed request, and the secret of an applicant without account.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// The request.
    pub shown: Shown,
    /// Shown this once.
    pub tracking_secret: Option<String>,
}

/// In what way somebody files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// For themselves, with an account.
    Account,
    /// For themselves, without one.
    Secret,
    /// For an applicant at the counter, by letter, by telephone.
    Desk,
}

impl App {
    /// Files a request.
    pub async fn submit_information_request(
        &self,
        caller: Caller,
        submission: Submission,
        key: Option<Key>,
        render: impl FnOnce(Submitted) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let asker = Access::of(caller.clone());
        let desk = by_desk(submission.channel, submission.received_at).then_some(submission.agency_id);
        let answer = self.once(key, |app, tx| Box::pin(app.submit_request(tx, caller, submission)), render).await?;
        match desk {
            Some(body) if answer.replayed => self.check_desk_replay(&asker.caller, body).await?,
            _ if asker.is_anonymous() => {}
            _ => self.check_request_replay(&asker, &answer).await?,
        }
        Ok(answer)
    }

    /// A repeated answer to what a desk recorded tells as much as the desk was told, though it may not read the case so: it goes to
    /// whoever still serves that desk.
    pub(super) async fn check_desk_replay(&self, caller: &Caller, body: AgencyId) -> Result<(), Error> {
        if serves_desk(self.db(), caller, body).await? { Ok(()) } else { Err(Denied::Forbidden.into()) }
    }

    async fn submit_request(&self, tx: &Tx, caller: Caller, submission: Submission) -> Result<Submitted, Error> {
        let now = self.now();
        let law = self.law_within(tx).await?;
        let mut faults = Vec::new();
        let body = target_body(tx, submission.agency_id, "/agency_id", &mut faults).await?;
        let Some(body) = body else { return Err(Error::Invalid(faults)) };
        let way = way(tx, &caller, submission.channel, submission.received_at, body.id).await?;
        let secret = (way != Way::Account).then(|| tracking::generate_secret(self.entropy()));
        let identity = self.applicant(tx, &caller, way, submission.identity).await?;
        let person = caller.person().filter(|_| way == Way::Account);
        let filing = Filing {
            // Drawn last: whoever draws makes others wait.
            registration_number: RegistrationNumber::stored(String::new()),
            agency: Body { id: body.id, locality: body.locality.clone() },
            applicant_kind: submission.applicant_kind,
            identity,
            information: submission.information,
            purpose: submission.purpose,
            access_method: submission.access_method,
            copy_form: submission.copy_form,
            delivery_method: submission.delivery_method,
            channel: submission.channel.unwrap_or(Channel::Web),
            received_at: submission.received_at.unwrap_or(now),
            reporter_key: person.map(|person| person.reporter_key.clone()),
            tracking_secret_hash: secret.as_ref().map(|secret| keys::sha256(secret.as_bytes())),
        };
        let mut faults: Vec<_> =
            filing.faults(now).into_iter().map(|fault| FieldError::new(fault.pointer, fault.code)).collect();
        faults.extend(nik_fault(&filing.identity));
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let registration_number = self.draw_number(tx, &body, Series::Request, now).await?;
        let filing = Filing { registration_number, ..filing };
        let (identity, account) = (filing.identity.clone(), person.map(|person| person.user));
        let by = acting(way, &caller);
        let applied = InformationRequest::submit(filing, by, self.entropy(), &context(&law, now))?;
        let changed = applied.changed;
        let sealed = self.seal_applicant(changed.value.id.0, &identity, account)?;
        information_requests::insert(tx, &changed, sealed, &self.recording(&changed)).await?;
        // Whoever files without account is the request's applicant from here on.
        let actor = if secret.is_some() { Actor::SecretHolder(changed.value.id.0) } else { caller.actor };
        let seen = view::view(&actor, changed.value)?;
        // Who asks is in hand: it is not read back.
        let applicant = identity.disclosed(seen.disclosure());
        Ok(Submitted { shown: Shown { seen, applicant, law }, tracking_secret: secret })
    }

    /// The next number in the body's register.
    pub(super) async fn draw_number(
        &self,
        tx: &Tx,
        body: &Agency,
        series: Series,
        now: DateTime<Utc>,
    ) -> Result<RegistrationNumber, Error> {
        let zone = body.locality.zone;
        let n = registrations::draw(tx, body.id, series, RegistrationNumber::year(zone, now)).await?;
        Ok(RegistrationNumber::new(series, n, &body.code, zone, now))
    }

    /// Who asks: what was told, and what the account tells where nothing was.
    async fn applicant(&self, tx: &Tx, caller: &Caller, way: Way, mut told: Identity) -> Result<Identity, Error> {
        let (Way::Account, Some(person)) = (way, caller.person()) else { return Ok(told) };
        let applicant = &mut told.applicant;
        if applicant.email.is_none() {
            let user = users::find(tx, person.user).await?.ok_or(Denied::Unauthenticated)?;
            applicant.email = Some(user.email);
        }
        Ok(told)
    }
}

/// Who files: the applicant, or the officer at a desk who records it.
pub(super) fn acting(way: Way, caller: &Caller) -> By {
    match way {
        Way::Account | Way::Secret => By::REPORTER,
        Way::Desk => By { role: ActorRole::DeskOfficer, user: caller.person().map(|person| person.user) },
    }
}

/// Only an officer at the body's desk tells channel and time of receipt.
pub(super) async fn way(
    tx: &Tx,
    caller: &Caller,
    channel: Option<Channel>,
    received_at: Option<DateTime<Utc>>,
    body: AgencyId,
) -> Result<Way, Error> {
    let told = by_desk(channel, received_at);
    if caller.person().is_none() {
        return if told { Err(Denied::Unauthenticated.into()) } else { Ok(Way::Secret) };
    }
    if !told {
        return Ok(Way::Account);
    }
    if serves_desk(tx, caller, body).await? { Ok(Way::Desk) } else { Err(Denied::Forbidden.into()) }
}

/// Whether it is filed as a desk officer does.
pub(super) fn by_desk(channel: Option<Channel>, received_at: Option<DateTime<Utc>>) -> bool {
    channel.is_some() || received_at.is_some()
}

/// Whether the caller is an officer at the body's desk: its own, or that of one of its units.
async fn serves_desk<'c>(
    conn: impl Into<Conn<'c>> + Copy + Send,
    caller: &Caller,
    body: AgencyId,
) -> Result<bool, Error> {
    let grants = caller.person().into_iter().flat_map(|person| &person.grants);
    for grant in grants.filter(|grant| DESK_ROLES.contains(&grant.role)) {
        if grant.agency_id == body || agencies::is_below(conn, grant.agency_id, body).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
