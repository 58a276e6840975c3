//! What a caller orders, with the references that are still to be resolved.

use chrono::{DateTime, NaiveDate, Utc};
use padi_agencies::agency::Agency;
use padi_complaints::{
    action::Action,
    assignment::AssignmentRole,
    command::{Body, Command, Findings, Redaction, Target},
    complaint::Complaint,
    policy, view,
};
use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Role},
    attachment::{Attachment, AttachmentState, CaseRef},
    id::{AgencyId, AssignmentId, AttachmentId, CategoryId, ComplaintId, InformationRequestId},
};
use padi_persistence::{
    agencies, attachments, categories,
    complaints::{self, Reference},
    db::{Conn, Tx},
};

use super::{Ground, joint::Child, supervision};
use crate::{
    App,
    error::{Error, FieldError},
    files::case_of,
};

/// Where an order is given: who, in what capacity, on which case, by what law.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) app: &'a App,
    pub(super) tx: &'a Tx,
    pub(super) actor: &'a Actor,
    pub(super) role: ActorRole,
    pub(super) complaint: &'a Complaint,
    pub(super) ground: &'a Ground,
    pub(super) now: DateTime<Utc>,
}

/// An order: an action and what it carries.
#[derive(Clone, Debug)]
pub enum Order {
    /// Verify and dispose.
    Verify {
        /// What the desk found.
        findings: Findings,
        /// The body.
        target_agency_id: AgencyId,
        /// A unit of it.
        unit_id: Option<AgencyId>,
    },
    /// Verify and keep.
    Handle {
        /// What the desk found.
        findings: Findings,
    },
    /// Ask another agency for help, or keep it informed.
    AddSupport {
        /// What part.
        role: AssignmentRole,
        /// The body.
        agency_id: AgencyId,
        /// A unit of it.
        unit_id: Option<AgencyId>,
        /// A note for the handlers.
        note: Option<String>,
    },
    /// Merge into another case as a duplicate.
    Merge {
        /// The case that stays.
        kept_id: ComplaintId,
        /// Why they are the same.
        reason: String,
    },
    /// Split parts off as cases of their own.
    Split {
        /// The parts.
        children: Vec<Child>,
        /// Why.
        reason: String,
    },
    /// Let a question go on as a request for information.
    Convert {
        /// Why.
        reason: String,
    },
    /// What is done to one assignment, an answer or a release, with attachments of the case that belong to it.
    Assignment(AssignmentId, Command, Vec<AttachmentId>),
    /// What refers to a unit or agency only in passing, or to nothing.
    Direct(Command),
    /// The same, with attachments of the case that belong to it.
    WithAttachments(Command, Vec<AttachmentId>),
}

impl Order {
    /// Which action it is.
    pub fn action(&self) -> Action {
        match self {
            Self::Verify { .. } => Action::Verify,
            Self::Handle { .. } => Action::Handle,
            Self::AddSupport { .. } => Action::AddSupport,
            Self::Merge { .. } => Action::Merge,
            Self::Split { .. } => Action::Split,
            Self::Convert { .. } => Action::Convert,
            Self::Assignment(_, command, _) | Self::Direct(command) | Self::WithAttachments(command, _) => {
                command.action()
            }
        }
    }

    /// The attachments that belong to what is done.
    pub(super) fn attachments(&self) -> &[AttachmentId] {
        match self {
            Self::Assignment(.., attachments) | Self::WithAttachments(_, attachments) => attachments,
            _ => &[],
        }
    }

    /// In what capacity the actor may give it.
    pub(super) fn authorize(&self, actor: &Actor, complaint: &Complaint) -> Result<ActorRole, Denied> {
        let Self::Assignment(id, ..) = self else { return policy::authorize(actor, self.action(), complaint) };
        view::sight(actor, complaint)?;
        let assignment = complaint.assignment(*id).ok_or(Denied::Hidden)?;
        policy::authorize_on(actor, self.action(), complaint, assignment)
    }

    /// Of several cases that one order may change, all are locked before any is read, so that two callers do not wait for each other.
    pub(super) async fn lock_first(&self, tx: &Tx, reference: &Reference) -> Result<(), Error> {
        let kept = match self {
            Self::Merge { kept_id, .. } => Some(*kept_id),
            Self::Direct(Command::Unarchive { .. }) => None,
            // Every other changes its case and, at most, the parent.
            _ => return Ok(()),
        };
        Ok(complaints::lock_with_followed(tx, reference, kept).await?)
    }

    /// Resolves what it refers to; every reference that leads nowhere is told.
    pub(super) async fn resolve(self, scene: &Scene<'_>) -> Result<Command, Error> {
        let Scene { tx, complaint, role, ground, now, .. } = *scene;
        let today = complaint.locality().zone.day_of(now);
        let mut faults = Vec::new();
        let command = match self {
            Self::Verify { mut findings, target_agency_id, unit_id } => {
                supervision::find_examiner(tx, &mut findings, complaint, &mut faults).await?;
                let accused = findings.subject.or(complaint.subject);
                supervision::refuse_conflict(tx, accused.as_ref(), unit_id.unwrap_or(target_agency_id)).await?;
                check_category(tx, findings.category_id, today, &mut faults).await?;
                let body = target_body(tx, target_agency_id, "/target_agency_id", &mut faults).await?;
                if let (Some(unit), Some(body)) = (unit_id, &body) {
                    check_unit(tx, unit, body.id, &mut faults).await?;
                }
                body.map(|body| Command::Verify(findings, Target { body: on_desk_of(body), unit_id }))
            }
            Self::Handle { mut findings } => {
                supervision::find_examiner(tx, &mut findings, complaint, &mut faults).await?;
                check_category(tx, findings.category_id, today, &mut faults).await?;
                let coordinator = role == ActorRole::MinistryCoordinator;
                let body = if coordinator { ground.ministry.clone() } else { complaint.agency.clone() };
                supervision::refuse_keeping(tx, &findings, complaint, body.id).await?;
                Some(Command::Handle(findings, body))
            }
            Self::AddSupport { role, agency_id, unit_id, note } => {
                scene.support((role, agency_id, unit_id), note, &mut faults).await?.map(Command::AddSupport)
            }
            Self::Merge { kept_id, reason } => {
                let kept = scene.kept(kept_id, &mut faults).await?;
                kept.map(|kept| Command::Merge { kept, reason })
            }
            Self::Split { children, reason } => {
                let parts = scene.parts(children, today, &mut faults).await?;
                Some(Command::Split { parts, reason })
            }
            Self::Convert { reason } => {
                // A random id: it must not tell the minute of an anonymous case.
                let request_id = InformationRequestId(padi_kernel::id::random(scene.app.entropy()));
                Some(Command::Convert { request_id, reason })
            }
            Self::Direct(command) => {
                check_references(tx, &command, complaint, &mut faults).await?;
                Some(command)
            }
            Self::Assignment(_, command, attachments) | Self::WithAttachments(command, attachments) => {
                check_references(tx, &command, complaint, &mut faults).await?;
                // Of the side that acts, and not rejected.
                let own = |attachment: &Attachment| {
                    let reporters = attachment.uploaded_by_role == ActorRole::Reporter;
                    reporters == (role == ActorRole::Reporter) && attachment.state != AttachmentState::Rejected
                };
                check_attachments(tx, &attachments, &case_of(complaint), ("/attachment_ids", own), &mut faults).await?;
                Some(command)
            }
        };
        match command {
            Some(command) if faults.is_empty() => Ok(command),
            _ => Err(Error::Invalid(faults)),
        }
    }
}

pub(super) fn on_desk_of(agency: Agency) -> Body {
    Body { id: agency.id, locality: agency.locality }
}

async fn check_references(
    tx: &Tx,
    command: &Command,
    complaint: &Complaint,
    faults: &mut Vec<FieldError>,
) -> Result<(), Error> {
    match command {
        Command::Redispose { unit_id, .. } => {
            supervision::refuse_conflict(tx, complaint.subject.as_ref(), *unit_id).await?;
            // An inspectorate divides its work among its own.
            check_unit(tx, *unit_id, complaint.inspectorate_id.unwrap_or(complaint.agency.id), faults).await
        }
        Command::NotAuthority { suggested_agency_id: Some(id), .. }
        | Command::Forward { suggested_agency_id: Some(id), .. } => {
            check_exists(tx, *id, "/suggested_agency_id", faults).await
        }
        Command::Redact(Redaction { public_attachment_ids: Some(ids), .. }) => {
            let opens = |attachment: &Attachment| attachment.state == AttachmentState::Ready;
            check_attachments(tx, ids, &case_of(complaint), ("/public_attachment_ids", opens), faults).await
        }
        Command::Return { suggested_unit_id: Some(id), .. } => {
            check_exists(tx, *id, "/suggested_unit_id", faults).await
        }
        _ => Ok(()),
    }
}

/// Each is an attachment of the case that fits.
pub(crate) async fn check_attachments(
    tx: &Tx,
    named: &[AttachmentId],
    case: &CaseRef,
    (pointer, fits): (&str, impl Fn(&Attachment) -> bool),
    faults: &mut Vec<FieldError>,
) -> Result<(), Error> {
    if named.is_empty() {
        return Ok(());
    }
    let all = attachments::list(tx, case).await?;
    for (place, id) in named.iter().enumerate() {
        let found = all.iter().map(|held| &held.attachment).find(|attachment| attachment.id == *id);
        if !found.is_some_and(&fits) {
            faults.push(FieldError::new(format!("{pointer}/{place}"), "unknown_value"));
        }
    }
    Ok(())
}

async fn check_exists(tx: &Tx, id: AgencyId, pointer: &'static str, faults: &mut Vec<FieldError>) -> Result<(), Error> {
    if agencies::find(tx, id).await?.is_none() {
        faults.push(FieldError::new(pointer, "unknown_value"));
    }
    Ok(())
}

/// The category must be one that may be used on that day.
pub(super) async fn check_category(
    tx: &Tx,
    id: CategoryId,
    on: NaiveDate,
    faults: &mut Vec<FieldError>,
) -> Result<(), Error> {
    check_category_at(tx, id, on, "/category_id", faults).await
}

/// As [`check_category`], where the field stands elsewhere.
pub(super) async fn check_category_at(
    tx: &Tx,
    id: CategoryId,
    on: NaiveDate,
    pointer: impl Into<String>,
    faults: &mut Vec<FieldError>,
) -> Result<(), Error> {
    if !categories::find(tx, id).await?.is_some_and(|category| category.is_usable(on)) {
        faults.push(FieldError::new(pointer, "unknown_value"));
    }
    Ok(())
}

/// The body, which must be active; an administrative region's province answers for it.
pub(crate) async fn target_body(
    tx: &Tx,
    id: AgencyId,
    pointer: impl Into<String>,
    faults: &mut Vec<FieldError>,
) -> Result<Option<Agency>, Error> {
    let found = agencies::body_of(tx, id).await?;
    let body = found.filter(|(agency, body)| {
        let itself = agency.id == body.id;
        body.active && (itself || agency.kind == padi_agencies::agency::AgencyKind::AdministrativeRegion)
    });
    if body.is_none() {
        faults.push(FieldError::new(pointer, "unknown_value"));
    }
    Ok(body.map(|(_, body)| body))
}

pub(crate) async fn check_unit(
    tx: &Tx,
    unit: AgencyId,
    body: AgencyId,
    faults: &mut Vec<FieldError>,
) -> Result<(), Error> {
    let active = agencies::find(tx, unit).await?.is_some_and(|unit| unit.active);
    if !active || unit == body || !agencies::is_below(tx, unit, body).await? {
        faults.push(FieldError::new("/unit_id", "unknown_value"));
    }
    Ok(())
}

/// Whether the actor is an officer at the desk of the body: its administrator, a liaison of one of its units, an examiner of its
/// inspectorate, or, for the ministry's, the coordinator.
pub(super) async fn is_desk_officer<'c>(
    conn: impl Into<Conn<'c>> + Copy + Send,
    actor: &Actor,
    body: AgencyId,
) -> Result<bool, Error> {
    let Some(person) = actor.person() else { return Ok(false) };
    if person.holds_at(Role::AgencyAdmin, body) || person.holds_at(Role::MinistryCoordinator, body) {
        return Ok(true);
    }
    for grant in person.grants.iter().filter(|grant| matches!(grant.role, Role::UnitLiaison | Role::Apip)) {
        if agencies::is_below(conn, grant.agency_id, body).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
