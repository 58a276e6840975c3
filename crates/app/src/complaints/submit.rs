//! Filing a complaint: with an account, without one, or by a desk officer for another channel.

use chrono::{DateTime, NaiveDate, Utc};
use padi_agencies::agency::Agency;
use padi_complaints::{
    command::Body,
    complaint::{Complaint, Desk, Incident},
    filing::Filing,
    identity::{Identity, is_nik},
    state::{Channel, Class},
    subject::{Examiner, Subject},
    tracking, view,
};
use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    event::By,
    id::{AgencyId, CategoryId, ComplaintId},
};
use padi_persistence::{
    agencies,
    complaints::{self, Reference},
    db::Tx,
    regions, users,
};

use super::{
    Access, Ground, Shown,
    order::{check_category, is_desk_officer},
    supervision::{self, Near},
};
use crate::{
    App,
    caller::Caller,
    error::{Error, FieldError},
    idempotency::{Answer, Key, Reply},
    keys,
};

/// What is filed, checked for shape.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Complaint, aspiration or question.
    pub class: Class,
    /// Title.
    pub title: String,
    /// In the reporter's words.
    pub body: String,
    /// What happened.
    pub incident: Incident,
    /// The agency addressed.
    pub target_agency_id: Option<AgencyId>,
    /// The category.
    pub category_id: Option<CategoryId>,
    /// Anonim.
    pub is_anonymous: bool,
    /// Rahasia.
    pub is_secret: bool,
    /// Who reports.
    pub reporter: Identity,
    /// Who is accused.
    pub subject: Option<Subject>,
    /// How it came in; a desk officer's to tell.
    pub channel: Option<Channel>,
    /// When it was handed in; a desk officer's to tell.
    pub received_at: Option<DateTime<Utc>>,
}

/// A filed case, and the secret of a reporter without account.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// The case.
    pub shown: Shown,
    /// Shown this once.
    pub tracking_secret: Option<String>,
}

/// In what way somebody files.
enum Way {
    /// For themselves, with an account.
    Account,
    /// For themselves, without one.
    Secret,
    /// For a reporter at the counter, by letter, by telephone.
    Desk,
}

impl App {
    /// Files a complaint.
    pub async fn submit_complaint(
        &self,
        caller: Caller,
        submission: Submission,
        key: Option<Key>,
        render: impl FnOnce(Submitted) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let asker = Access::of(caller.clone());
        let desk = by_desk(&submission);
        let answer = self.once(key, |app, tx| Box::pin(app.submit(tx, caller, submission)), render).await?;
        match answer.reply.case_id {
            Some(id) if desk && answer.replayed => {
                self.check_recorded_replay(&asker.caller.actor, ComplaintId(id)).await?;
            }
            _ if asker.is_anonymous() => {}
            _ => self.check_replay(&asker, &answer).await?,
        }
        Ok(answer)
    }

    /// A repeated answer to what a desk recorded tells as much as the desk was told, though it may not read the case so: it goes to
    /// whoever still serves the desk of the agency that has the case.
    async fn check_recorded_replay(&self, actor: &Actor, id: ComplaintId) -> Result<(), Error> {
        let found = complaints::find(self.db(), &Reference::Id(id)).await?.ok_or(Error::NotFound)?;
        if is_desk_officer(self.db(), actor, found.agency.id).await? { Ok(()) } else { Err(Denied::Forbidden.into()) }
    }

    async fn submit(&self, tx: &Tx, caller: Caller, submission: Submission) -> Result<Submitted, Error> {
        let now = self.now();
        let ground = self.ground(tx).await?;
        let mut faults = Vec::new();
        let (agency, desk) = receiving_desk(tx, submission.target_agency_id, &ground, &mut faults).await?;
        let way = way(tx, &caller, &submission, agency.id).await?;
        let place = Receipt { agency, desk, inspectorate_id: None };
        let (subject, place) = accused(tx, &submission, place, &ground, now, &mut faults).await?;
        let Receipt { agency, desk, inspectorate_id } = place;
        check_references(tx, &submission, agency.locality.zone.day_of(now), &mut faults).await?;
        let secret = match way {
            Way::Account => None,
            Way::Secret | Way::Desk => Some(tracking::generate_secret(self.entropy())),
        };
        let reporter = self.reporter(tx, &caller, &way, submission.reporter.clone()).await?;
        let person = caller.person();
        let filing = Filing {
            class: submission.class,
            title: submission.title,
            body: submission.body,
            incident: submission.incident,
            category_id: submission.category_id,
            agency,
            desk,
            inspectorate_id,
            subject,
            is_anonymous: submission.is_anonymous,
            is_secret: submission.is_secret,
            channel: submission.channel.unwrap_or(Channel::Web),
            received_at: submission.received_at.unwrap_or(now),
            has_contact: matches!(way, Way::Account) || reporter.email.is_some() || reporter.phone.is_some(),
            reporter_key: person.filter(|_| matches!(way, Way::Account)).map(|person| person.reporter_key.clone()),
            tracking_secret_hash: secret.as_ref().map(|secret| keys::sha256(secret.as_bytes())),
        };
        faults.extend(filing.faults(now).into_iter().map(|fault| FieldError::new(fault.pointer, fault.code)));
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let by = match way {
            Way::Account | Way::Secret => By::REPORTER,
            Way::Desk => By { role: ActorRole::DeskOfficer, user: person.map(|person| person.user) },
        };
        let changed = Complaint::submit(filing, by, self.entropy(), &ground.context(now))?;
        let account = person.filter(|_| matches!(way, Way::Account)).map(|person| person.user);
        let sealed = self.seal_identity(changed.value.id, &reporter, account)?;
        complaints::insert(tx, &changed, sealed, &self.recording(&changed)).await?;
        // Whoever files without account is the case's reporter from here on.
        let actor = if secret.is_some() { Actor::SecretHolder(changed.value.id.0) } else { caller.actor };
        let seen = view::view(&actor, changed.value)?;
        // Who reported is in hand: it is not read back.
        let reporter = reporter.disclosed(seen.disclosure(), seen.complaint().is_anonymous);
        Ok(Submitted { shown: Shown { seen, reporter, law: ground.law }, tracking_secret: secret })
    }

    /// Who reports: what was told, and what the account tells where nothing was.
    async fn reporter(&self, tx: &Tx, caller: &Caller, way: &Way, told: Identity) -> Result<Identity, Error> {
        let (Way::Account, Some(person)) = (way, caller.person()) else { return Ok(told) };
        if told.name.is_some() && told.email.is_some() {
            return Ok(told);
        }
        let user = users::find(tx, person.user).await?.ok_or(Denied::Unauthenticated)?;
        Ok(Identity { name: told.name.or(Some(user.name)), email: told.email.or(Some(user.email)), ..told })
    }
}

/// The desk that receives: the addressed agency's body, or the coordinator's where none was named (no wrong door).
async fn receiving_desk(
    tx: &Tx,
    target: Option<AgencyId>,
    ground: &Ground,
    faults: &mut Vec<FieldError>,
) -> Result<(Body, Desk), Error> {
    let Some(target) = target else { return Ok((ground.ministry.clone(), Desk::Coordinator)) };
    let found = agencies::body_of(tx, target).await?.filter(|(agency, body)| agency.active && body.active);
    if let Some((_, Agency { id, locality, .. })) = found {
        return Ok((Body { id, locality }, Desk::Agency));
    }
    faults.push(FieldError::new("/target_agency_id", "unknown_value"));
    Ok((ground.ministry.clone(), Desk::Coordinator))
}

/// Where a case is received.
struct Receipt {
    agency: Body,
    desk: Desk,
    inspectorate_id: Option<AgencyId>,
}

/// Who is accused, if anybody, and where the case is received then: on the desk of the competent inspectorate, or on the
/// coordinator's where nobody stands above the accused.
async fn accused(
    tx: &Tx,
    submission: &Submission,
    addressed: Receipt,
    ground: &Ground,
    now: DateTime<Utc>,
    faults: &mut Vec<FieldError>,
) -> Result<(Option<Subject>, Receipt), Error> {
    let Some(told) = submission.subject else { return Ok((None, addressed)) };
    let near = Near { region_code: submission.incident.region_code.as_deref(), body: addressed.agency.id };
    let received_on = addressed.agency.locality.zone.day_of(submission.received_at.unwrap_or(now));
    let Some(found) = supervision::resolve(tx, told, near, received_on, faults).await? else {
        return Ok((Some(told), addressed));
    };
    let receipt = match found.examiner {
        Some(Examiner { body, inspectorate_id }) => {
            Receipt { agency: body, desk: Desk::Inspectorate, inspectorate_id: Some(inspectorate_id) }
        }
        None => Receipt { agency: ground.ministry.clone(), desk: Desk::Coordinator, inspectorate_id: None },
    };
    Ok((Some(found.subject), receipt))
}

/// Whether it is filed as a desk officer does.
fn by_desk(submission: &Submission) -> bool {
    submission.channel.is_some() || submission.received_at.is_some()
}

async fn way(tx: &Tx, caller: &Caller, submission: &Submission, body: AgencyId) -> Result<Way, Error> {
    match (&caller.actor, by_desk(submission)) {
        (Actor::Person(_), true) if is_desk_officer(tx, &caller.actor, body).await? => Ok(Way::Desk),
        (Actor::Person(_), true) => Err(Denied::Forbidden.into()),
        (Actor::Person(_), false) => Ok(Way::Account),
        (_, true) => Err(Denied::Unauthenticated.into()),
        (_, false) => Ok(Way::Secret),
    }
}

async fn check_references(
    tx: &Tx,
    submission: &Submission,
    today: NaiveDate,
    faults: &mut Vec<FieldError>,
) -> Result<(), Error> {
    if let Some(category) = submission.category_id {
        check_category(tx, category, today, faults).await?;
    }
    if let Some(code) = &submission.incident.region_code
        && regions::find(tx, code).await?.is_none()
    {
        faults.push(FieldError::new("/incident_region_code", "unknown_value"));
    }
    if submission.reporter.nik.as_deref().is_some_and(|nik| !is_nik(nik)) {
        faults.push(FieldError::new("/reporter/nik", "invalid_format"));
    }
    Ok(())
}
