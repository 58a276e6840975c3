//! Who is accused and who examines: the domain's ladder of governments, filled from the tree of agencies.

use chrono::NaiveDate;
use padi_agencies::agency::{Agency, AgencyKind, MINISTRY_CODE, inspectorate_code};
use padi_complaints::{
    command::{Body, Findings},
    complaint::{Complaint, Desk},
    subject::{Examiner, Ladder, Office, Subject},
};
use padi_kernel::id::AgencyId;
use padi_persistence::{agencies, db::Tx, examination_rules};

use crate::error::{Error, FieldError};

/// Digits of a province in the code of a region, and of a regency or city with the dot.
const PROVINCE_DIGITS: usize = 2;
const REGENCY_DIGITS: usize = 5;

/// Where the accused is looked for when nobody says in which government they serve.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near<'a> {
    /// The region of the incident.
    pub(super) region_code: Option<&'a str>,
    /// The body that has the case.
    pub(super) body: AgencyId,
}

/// The accused with the government in which they serve, and who examines: nobody where nobody stands above them.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) subject: Subject,
    pub(super) examiner: Option<Examiner>,
}

/// Completes what was told of the accused, and finds the competent inspectorate by the rules of the day of receipt. Nothing where
/// a reference leads nowhere, which is told.
pub(super) async fn resolve(
    tx: &Tx,
    told: Subject,
    near: Near<'_>,
    received_on: NaiveDate,
    faults: &mut Vec<FieldError>,
) -> Result<Option<Found>, Error> {
    let Some((nearest, unit)) = serves(tx, told, near, faults).await? else { return Ok(None) };
    let ladder = ladder(tx, nearest).await?;
    let government = ladder.government(told.office).map(|body| body.id);
    let own_inspectorate = ladder.0.iter().find(|(body, _)| Some(body.id) == government).and_then(|(_, own)| *own);
    // Who accuses an inspectorate accuses that unit.
    let unit = match (unit, told.office) {
        (None, Office::Inspectorate) => own_inspectorate,
        (unit, _) => unit,
    };
    let line = match unit {
        Some(unit) => line_of(tx, unit).await?,
        None => Vec::new(),
    };
    if unit.is_some() && !government.is_some_and(|government| line.contains(&government)) {
        faults.push(FieldError::new("/subject/unit_id", "contradictory"));
        return Ok(None);
    }
    let competence = examination_rules::competence(tx, told.office, received_on).await?;
    let competence = competence.ok_or_else(|| Error::internal("no rule says who examines this office"))?;
    let subject = Subject { office: told.office, agency_id: government, unit_id: unit };
    Ok(Some(Found { subject, examiner: ladder.examiner(told.office, competence, &line) }))
}

/// Completes the findings of a desk: the accused, and the examiner where the class is supervisory.
pub(super) async fn find_examiner(
    tx: &Tx,
    findings: &mut Findings,
    complaint: &Complaint,
    faults: &mut Vec<FieldError>,
) -> Result<(), Error> {
    let Some(told) = findings.subject.or(complaint.subject) else { return Ok(()) };
    if findings.subject.is_none() && !findings.class.is_supervisory() {
        return Ok(());
    }
    let near = Near { region_code: complaint.incident.region_code.as_deref(), body: complaint.agency.id };
    let received_on = complaint.locality().zone.day_of(complaint.received_at);
    if let Some(Found { subject, examiner }) = resolve(tx, told, near, received_on, faults).await? {
        findings.subject = Some(subject);
        findings.examiner = examiner;
    }
    Ok(())
}

/// Refuses to give a case to the accused unit or anything below it, in whatever way.
pub(super) async fn refuse_conflict(tx: &Tx, accused: Option<&Subject>, given_to: AgencyId) -> Result<(), Error> {
    let Some(subject) = accused.filter(|subject| subject.unit_id.is_some()) else { return Ok(()) };
    if subject.is_among(&line_of(tx, given_to).await?) { Err(Error::ConflictOfInterest) } else { Ok(()) }
}

/// Refuses to let a desk keep a case about itself. What is supervisory goes to its examiner, whoever orders it.
pub(super) async fn refuse_keeping(
    tx: &Tx,
    findings: &Findings,
    complaint: &Complaint,
    body: AgencyId,
) -> Result<(), Error> {
    let accused = findings.subject.or(complaint.subject);
    match complaint.inspectorate_id {
        _ if findings.class.is_supervisory() => Ok(()),
        // An inspectorate stands below the government that it examines: it may keep what accuses that, but not what accuses itself.
        Some(own) if accused.is_some_and(|subject| subject.unit_id == Some(own)) => Err(Error::ConflictOfInterest),
        Some(_) => Ok(()),
        None => refuse_conflict(tx, accused.as_ref(), body).await,
    }
}

/// Refuses to let the accused unit, or anybody in the government of the accused but its inspectorate, into an examined case.
pub(super) async fn refuse_accused(tx: &Tx, complaint: &Complaint, given_to: AgencyId) -> Result<(), Error> {
    let Some(subject) = &complaint.subject else { return Ok(()) };
    let line = line_of(tx, given_to).await?;
    let among = |agency: Option<AgencyId>| agency.is_some_and(|agency| line.contains(&agency));
    let examined = complaint.desk == Desk::Inspectorate;
    let beside = examined && among(subject.agency_id) && !among(complaint.inspectorate_id);
    if subject.is_among(&line) || beside { Err(Error::ConflictOfInterest) } else { Ok(()) }
}

async fn line_of(tx: &Tx, agency: AgencyId) -> Result<Vec<AgencyId>, Error> {
    Ok(agencies::line(tx, agency).await?.into_iter().map(|agency| agency.id).collect())
}

/// The government nearest to the accused, and the accused unit: as told, else by the place of the incident, else the body that has
/// the case.
async fn serves(
    tx: &Tx,
    told: Subject,
    near: Near<'_>,
    faults: &mut Vec<FieldError>,
) -> Result<Option<(Agency, Option<AgencyId>)>, Error> {
    let known = faults.len();
    let agency = named(tx, told.agency_id, "/subject/agency_id", faults).await?;
    let unit = named(tx, told.unit_id, "/subject/unit_id", faults).await?;
    if faults.len() > known {
        return Ok(None);
    }
    // An agency that is a part of a government is the accused unit, unless a narrower one is named.
    let part = agency.as_ref().filter(|(agency, body)| agency.id != body.id).map(|(agency, _)| agency.id);
    let unit_id = unit.as_ref().map(|(unit, _)| unit.id).or(part);
    if let (Some((_, of_agency)), Some((_, of_unit))) = (&agency, &unit)
        && of_agency.id != of_unit.id
    {
        faults.push(FieldError::new("/subject/unit_id", "contradictory"));
        return Ok(None);
    }
    if let Some((_, body)) = agency.or(unit) {
        return Ok(Some((body, unit_id)));
    }
    if let Some(body) = governing(tx, near.region_code).await? {
        return Ok(Some((body, None)));
    }
    let body = agencies::body_of(tx, near.body).await?;
    Ok(body.map(|(_, body)| (body, None)))
}

async fn named(
    tx: &Tx,
    id: Option<AgencyId>,
    pointer: &'static str,
    faults: &mut Vec<FieldError>,
) -> Result<Option<(Agency, Agency)>, Error> {
    let Some(id) = id else { return Ok(None) };
    let found = agencies::body_of(tx, id).await?;
    if found.is_none() {
        faults.push(FieldError::new(pointer, "unknown_value"));
    }
    Ok(found)
}

/// The government of the place: of its regency or city, else of its province.
async fn governing(tx: &Tx, region_code: Option<&str>) -> Result<Option<Agency>, Error> {
    let Some(code) = region_code else { return Ok(None) };
    for digits in [REGENCY_DIGITS, PROVINCE_DIGITS] {
        let Some(code) = code.get(..digits) else { continue };
        if let Some(agency) = agencies::find_by_code(tx, code).await?
            && let Some((_, body)) = agencies::body_of(tx, agency.id).await?
        {
            return Ok(Some(body));
        }
    }
    Ok(None)
}

/// The government, its province, the ministry.
async fn ladder(tx: &Tx, nearest: Agency) -> Result<Ladder, Error> {
    let mut above = Vec::new();
    if matches!(nearest.kind, AgencyKind::Regency | AgencyKind::City)
        && let Some(province) = &nearest.locality.province
    {
        above.push(province.clone());
    }
    if nearest.kind != AgencyKind::Ministry {
        above.push(MINISTRY_CODE.to_owned());
    }
    let mut rungs = vec![rung(tx, nearest).await?];
    for code in above {
        if let Some(agency) = agencies::find_by_code(tx, &code).await? {
            rungs.push(rung(tx, agency).await?);
        }
    }
    Ok(Ladder(rungs))
}

async fn rung(tx: &Tx, agency: Agency) -> Result<(Body, Option<AgencyId>), Error> {
    let inspectorate = agencies::find_by_code(tx, &inspectorate_code(&agency.code)).await?;
    let inspectorate = inspectorate.filter(|inspectorate| inspectorate.active).map(|inspectorate| inspectorate.id);
    Ok((Body { id: agency.id, locality: agency.locality }, inspectorate))
}
