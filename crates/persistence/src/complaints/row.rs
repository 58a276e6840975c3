//! One row of `complaints` to the value and back.

use padi_complaints::{
    command::{Body, PublicText, Rating},
    complaint::{Complaint, Desk, Incident, Location},
    dialogue::{Dialogue, DialogueState, Track},
    state::{ArchiveReason, PostponedFrom, State, StateTag},
    subject::Subject,
};
use padi_kernel::{
    actor::ReporterKey,
    deadlines::Deadlines,
    id::{AgencyId, CategoryId, ComplaintId, InformationRequestId},
    zone::Locality,
};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

use crate::{
    db::Error,
    deadlines::never,
    entity::complaint::{ActiveModel, Model},
    inconsistent::Row,
};

pub(crate) fn to_row(complaint: &Complaint) -> Result<ActiveModel, Error> {
    let Complaint { incident, rating, public_text, locked_text, subject, agency, deadlines, .. } = complaint;
    Ok(ActiveModel {
        id: Set(complaint.id.0),
        tracking_number: Set(complaint.tracking_number.to_string()),
        tracking_secret_hash: Set(complaint.tracking_secret_hash.clone()),
        reporter_key: Set(complaint.reporter_key.clone().map(|key| key.0)),
        state: Set(complaint.state.tag().name().to_owned()),
        state_data: Set(state_data(complaint.state)),
        class: Set(complaint.class.name().to_owned()),
        title: Set(complaint.title.clone()),
        body: Set(complaint.body.clone()),
        category_id: Set(complaint.category_id.map(|id| id.0)),
        agency_id: Set(agency.id.0),
        desk: Set(complaint.desk.name().to_owned()),
        inspectorate_id: Set(complaint.inspectorate_id.map(|id| id.0)),
        unit_id: Set(complaint.unit_id.map(|id| id.0)),
        subject_office: Set(subject.map(|subject| subject.office.name().to_owned())),
        subject_agency_id: Set(subject.and_then(|subject| subject.agency_id).map(|id| id.0)),
        subject_unit_id: Set(subject.and_then(|subject| subject.unit_id).map(|id| id.0)),
        time_zone: Set(agency.locality.zone.name().to_owned()),
        province_code: Set(agency.locality.province.clone()),
        incident_on: Set(incident.on),
        incident_region_code: Set(incident.region_code.clone()),
        incident_place: Set(incident.place.clone()),
        loss_description: Set(incident.loss_description.clone()),
        requested_remedy: Set(incident.requested_remedy.clone()),
        is_anonymous: Set(complaint.is_anonymous),
        is_secret: Set(complaint.is_secret),
        is_public: Set(complaint.is_public()),
        public_title: Set(public_text.as_ref().map(|text| text.title.clone())),
        public_body: Set(public_text.as_ref().map(|text| text.body.clone())),
        locked_title: Set(locked_text.as_ref().map(|text| text.title.clone())),
        locked_body: Set(locked_text.as_ref().map(|text| text.body.clone())),
        examination_result: Set(complaint.examination_result.map(|result| result.name().to_owned())),
        channel: Set(complaint.channel.name().to_owned()),
        returned_by: Set(serde_json::to_value(&complaint.returned_by)?),
        assignments: Set(serde_json::to_value(&complaint.assignments)?),
        answer_held_at: Set(complaint.answer_held_at),
        child_ids: Set(serde_json::to_value(&complaint.child_ids)?),
        redisposition_count: Set(complaint.redisposition_count),
        cycle_no: Set(complaint.cycle_no),
        reopened_count: Set(complaint.reopened_count),
        rating_stars: Set(rating.as_ref().and_then(|rating| rating.stars)),
        rating_resolved: Set(rating.as_ref().and_then(|rating| rating.resolved)),
        rating_text: Set(rating.as_ref().and_then(|rating| rating.text.clone())),
        is_overdue: Set(!deadlines.overdue().is_empty()),
        ombudsman_eligible: Set(complaint.ombudsman_eligible),
        received_at: Set(complaint.received_at),
        shown_received_at: Set(complaint.shown_received_at()),
        verified_at: Set(complaint.verified_at),
        completed_at: Set(complaint.completed_at),
        next_due_at: Set(deadlines.next_due_at().unwrap_or_else(never)),
        created_at: Set(complaint.created_at),
        updated_at: Set(complaint.updated_at),
        version: Set(complaint.version),
        ..place_and_talks(complaint)
    })
}

/// The columns of the incident's point and of the last dialogue.
fn place_and_talks(complaint: &Complaint) -> ActiveModel {
    let (location, dialogue) = (complaint.incident.location, complaint.dialogue.as_ref());
    ActiveModel {
        incident_latitude_e6: Set(location.map(|point| point.latitude_e6)),
        incident_longitude_e6: Set(location.map(|point| point.longitude_e6)),
        has_contact: Set(complaint.has_contact),
        handling_track: Set(complaint.track.name().to_owned()),
        dialogue_no: Set(dialogue.map(|dialogue| dialogue.no)),
        dialogue_state: Set(dialogue.map(|dialogue| dialogue.state.name().to_owned())),
        dialogue_started_at: Set(dialogue.map(|dialogue| dialogue.started_at)),
        dialogue_contacted_at: Set(dialogue.and_then(|dialogue| dialogue.contacted_at)),
        dialogue_contact_in_time: Set(dialogue.and_then(|dialogue| dialogue.contact_in_time)),
        dialogue_agreed_at: Set(dialogue.and_then(|dialogue| dialogue.agreed_at)),
        dialogue_ended_at: Set(dialogue.and_then(|dialogue| dialogue.ended_at)),
        dialogue_days: Set(dialogue.and_then(|dialogue| dialogue.days)),
        ..relations(complaint)
    }
}

/// The columns of what it has to do with other cases.
fn relations(complaint: &Complaint) -> ActiveModel {
    ActiveModel {
        parent_id: Set(complaint.parent_id.map(|id| id.0)),
        open_children: Set(complaint.open_children),
        merged_into_id: Set(complaint.merged_into_id.map(|id| id.0)),
        converted_to_id: Set(complaint.converted_to_id.map(|id| id.0)),
        has_followers: Set(complaint.has_followers),
        ..ActiveModel::default()
    }
}

fn state_data(state: State) -> Option<Value> {
    match state {
        State::Postponed(from) => Some(json!({ "from": from })),
        State::Archived(reason) => Some(json!({ "reason_code": reason })),
        State::Unverified
        | State::NotFollowedUp
        | State::InProcess
        | State::AwaitingReporter
        | State::Completed
        | State::Withdrawn
        | State::Converted => None,
    }
}

pub(crate) fn from_row(row: Model, deadlines: Deadlines) -> Result<Complaint, Error> {
    let reader = Row::new("complaints", row.id);
    let (location, dialogue) = (read_location(&reader, &row)?, read_dialogue(&reader, &row)?);
    let subject = read_subject(&reader, &row)?;
    let (agency, rating) = (read_agency(&reader, &row)?, read_rating(&row));
    let state = read_state(&reader, reader.name(&row.state)?, row.state_data)?;
    Ok(Complaint {
        id: ComplaintId(row.id),
        tracking_number: reader.name(&row.tracking_number)?,
        tracking_secret_hash: row.tracking_secret_hash,
        reporter_key: row.reporter_key.map(ReporterKey),
        state,
        class: reader.name(&row.class)?,
        title: row.title,
        body: row.body,
        category_id: row.category_id.map(CategoryId),
        agency,
        desk: reader.some(Desk::parse(&row.desk), "desk")?,
        inspectorate_id: row.inspectorate_id.map(AgencyId),
        unit_id: row.unit_id.map(AgencyId),
        subject,
        incident: Incident {
            on: row.incident_on,
            region_code: row.incident_region_code,
            place: row.incident_place,
            loss_description: row.loss_description,
            requested_remedy: row.requested_remedy,
            location,
        },
        is_anonymous: row.is_anonymous,
        is_secret: row.is_secret,
        public_text: whole_text(&reader, row.public_title, row.public_body)?,
        locked_text: whole_text(&reader, row.locked_title, row.locked_body)?,
        examination_result: row.examination_result.map(|result| reader.name(&result)).transpose()?,
        channel: reader.name(&row.channel)?,
        returned_by: serde_json::from_value(row.returned_by)?,
        assignments: serde_json::from_value(row.assignments)?,
        answer_held_at: row.answer_held_at,
        parent_id: row.parent_id.map(ComplaintId),
        child_ids: serde_json::from_value(row.child_ids)?,
        open_children: row.open_children,
        merged_into_id: row.merged_into_id.map(ComplaintId),
        converted_to_id: row.converted_to_id.map(InformationRequestId),
        has_followers: row.has_followers,
        follower_count: 0,
        redisposition_count: row.redisposition_count,
        cycle_no: row.cycle_no,
        reopened_count: row.reopened_count,
        rating,
        has_contact: row.has_contact,
        track: reader.some(Track::parse(&row.handling_track), "handling_track")?,
        dialogue,
        ombudsman_eligible: row.ombudsman_eligible,
        deadlines,
        received_at: row.received_at,
        verified_at: row.verified_at,
        completed_at: row.completed_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    })
}

fn read_agency(reader: &Row, row: &Model) -> Result<Body, Error> {
    let locality = Locality { zone: reader.name(&row.time_zone)?, province: row.province_code.clone() };
    Ok(Body { id: AgencyId(row.agency_id), locality })
}

fn read_rating(row: &Model) -> Option<Rating> {
    let rating = Rating { stars: row.rating_stars, resolved: row.rating_resolved, text: row.rating_text.clone() };
    Some(rating).filter(|rating| *rating != Rating::default())
}

fn read_location(reader: &Row, row: &Model) -> Result<Option<Location>, Error> {
    match (row.incident_latitude_e6, row.incident_longitude_e6) {
        (Some(latitude_e6), Some(longitude_e6)) => Ok(Some(Location { latitude_e6, longitude_e6 })),
        (None, None) => Ok(None),
        _ => Err(reader.wrong("half a point")),
    }
}

fn read_dialogue(reader: &Row, row: &Model) -> Result<Option<Dialogue>, Error> {
    let Some(no) = row.dialogue_no else { return Ok(None) };
    Ok(Some(Dialogue {
        no,
        state: reader.some(row.dialogue_state.as_deref().and_then(DialogueState::parse), "dialogue_state")?,
        started_at: reader.some(row.dialogue_started_at, "dialogue_started_at")?,
        contacted_at: row.dialogue_contacted_at,
        contact_in_time: row.dialogue_contact_in_time,
        agreed_at: row.dialogue_agreed_at,
        ended_at: row.dialogue_ended_at,
        days: row.dialogue_days,
    }))
}

fn read_subject(reader: &Row, row: &Model) -> Result<Option<Subject>, Error> {
    let Some(office) = &row.subject_office else { return Ok(None) };
    let (agency_id, unit_id) = (row.subject_agency_id.map(AgencyId), row.subject_unit_id.map(AgencyId));
    Ok(Some(Subject { office: reader.name(office)?, agency_id, unit_id }))
}

fn whole_text(reader: &Row, title: Option<String>, body: Option<String>) -> Result<Option<PublicText>, Error> {
    match (title, body) {
        (Some(title), Some(body)) => Ok(Some(PublicText { title, body })),
        (None, None) => Ok(None),
        _ => Err(reader.wrong("half a text of an officer")),
    }
}

fn read_state(reader: &Row, tag: StateTag, data: Option<Value>) -> Result<State, Error> {
    let mut data = data.unwrap_or_default();
    Ok(match tag {
        StateTag::Unverified => State::Unverified,
        StateTag::Postponed => State::Postponed(serde_json::from_value::<PostponedFrom>(data["from"].take())?),
        StateTag::NotFollowedUp => State::NotFollowedUp,
        StateTag::InProcess => State::InProcess,
        StateTag::AwaitingReporter => State::AwaitingReporter,
        StateTag::Completed => State::Completed,
        StateTag::Archived => {
            let reason = serde_json::from_value::<ArchiveReason>(data["reason_code"].take());
            State::Archived(reason.map_err(|error| reader.wrong(error))?)
        }
        StateTag::Withdrawn => State::Withdrawn,
        StateTag::Converted => State::Converted,
    })
}
