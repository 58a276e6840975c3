//! One row of `information_requests` to the value and back.

use padi_information::{
    registration::RegistrationNumber,
    request::{
        InformationRequest, Order,
        state::{ClosingReason, Former, Stage, State, StateTag},
        window::{Trigger, Window},
    },
};
use padi_kernel::{
    actor::ReporterKey,
    deadlines::Deadlines,
    id::{AgencyId, ComplaintId, ConsequenceTestId, InformationRequestId, ObjectionId, UserId},
};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    case,
    db::Error,
    deadlines::never,
    entity::information_request::{ActiveModel, Model},
    inconsistent::Row,
    registers,
};

/// What belongs to a state, as it is stored.
#[derive(Default, Serialize, Deserialize)]
struct StateData {
    /// Where it stood before an objection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    former: Option<StateTag>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stage: Option<Stage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closing_reason: Option<ClosingReason>,
}

/// A window, as it is stored.
#[derive(Serialize, Deserialize)]
struct StoredWindow {
    trigger: Trigger,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    objection_id: Option<ObjectionId>,
}

pub(super) fn to_row(request: &InformationRequest) -> Result<ActiveModel, Error> {
    let InformationRequest { agency, deadlines, order, .. } = request;
    let (registered_year, registered_n) =
        registers::columns(&Row::new("information_requests", request.id), &request.registration_number)?;
    Ok(ActiveModel {
        id: Set(request.id.0),
        tracking_number: Set(request.tracking_number.to_string()),
        tracking_secret_hash: Set(request.tracking_secret_hash.clone()),
        reporter_key: Set(request.reporter_key.clone().map(|key| key.0)),
        registration_number: Set(request.registration_number.to_string()),
        registered_year: Set(registered_year),
        registered_n: Set(registered_n),
        state: Set(request.state.tag().name().to_owned()),
        state_data: Set(state_data(request.state)?),
        outcome: Set(request.outcome.map(|outcome| outcome.name().to_owned())),
        is_late: Set(request.late),
        missing: Set(serde_json::to_value(&request.missing)?),
        applicant_kind: Set(request.applicant_kind.name().to_owned()),
        has_proxy: Set(request.has_proxy),
        has_contact: Set(request.has_contact),
        information: Set(request.information.clone()),
        purpose: Set(request.purpose.clone()),
        access_method: Set(request.access_method.map(|it| it.name().to_owned())),
        copy_form: Set(request.copy_form.map(|it| it.name().to_owned())),
        delivery_method: Set(request.delivery_method.map(|it| it.name().to_owned())),
        agency_id: Set(agency.id.0),
        unit_id: Set(request.unit_id.map(|id| id.0)),
        time_zone: Set(agency.locality.zone.name().to_owned()),
        province_code: Set(agency.locality.province.clone()),
        channel: Set(request.channel.name().to_owned()),
        open_test_id: Set(request.open_test_id.map(|id| id.0)),
        was_tested: Set(request.was_tested),
        objection_id: Set(request.objection_id.map(|id| id.0)),
        order_id: Set(order.map(|order| order.objection_id.0)),
        order_executed_at: Set(order.and_then(|order| order.executed_at)),
        is_disputed: Set(request.is_disputed),
        origin_complaint_id: Set(request.origin_complaint_id.map(|id| id.0)),
        decided_by: Set(request.decided_by.map(|id| id.0)),
        is_overdue: Set(!deadlines.overdue().is_empty()),
        received_at: Set(request.received_at),
        notified_at: Set(request.notice.as_ref().map(|notice| notice.at)),
        next_due_at: Set(deadlines.next_due_at().unwrap_or_else(never)),
        created_at: Set(request.created_at),
        updated_at: Set(request.updated_at),
        version: Set(request.version),
        ..answer(request)?
    })
}

/// The columns of what was answered, each a document of its own.
fn answer(request: &InformationRequest) -> Result<ActiveModel, Error> {
    let stored = |window: &Window| StoredWindow { trigger: window.trigger, objection_id: window.objection_id };
    let windows: Vec<_> = request.windows.iter().map(stored).collect();
    Ok(ActiveModel {
        extension: Set(request.extension.as_ref().map(serde_json::to_value).transpose()?),
        notice: Set(request.notice.as_ref().map(serde_json::to_value).transpose()?),
        redactions: Set(serde_json::to_value(&request.redactions)?),
        cost: Set(request.cost.as_ref().map(serde_json::to_value).transpose()?),
        delivery: Set(request.delivery.as_ref().map(serde_json::to_value).transpose()?),
        windows: Set(serde_json::to_value(windows)?),
        ..ActiveModel::default()
    })
}

fn state_data(state: State) -> Result<Option<Value>, Error> {
    let data = match state {
        State::Unanswered(_) | State::Closed(_) => of_state(state, None),
        State::UnderObjection(former) => of_state(former.state(), Some(former.state().tag())),
        State::Submitted
        | State::Incomplete
        | State::LapsedIncomplete
        | State::InStage(_)
        | State::Notified
        | State::Delivered
        | State::Withdrawn => return Ok(None),
    };
    Ok(Some(serde_json::to_value(data)?))
}

fn of_state(state: State, former: Option<StateTag>) -> StateData {
    StateData { former, stage: state.stage(), closing_reason: state.closing_reason() }
}

fn read_state(reader: &Row, tag: StateTag, data: Option<Value>) -> Result<State, Error> {
    let data: StateData = data.map(serde_json::from_value).transpose()?.unwrap_or_default();
    let stage = || reader.some(data.stage, "stage");
    let reason = || reader.some(data.closing_reason, "closing_reason");
    Ok(match tag {
        StateTag::Submitted => State::Submitted,
        StateTag::Incomplete => State::Incomplete,
        StateTag::LapsedIncomplete => State::LapsedIncomplete,
        StateTag::Registered => State::InStage(Stage::Registered),
        StateTag::InSearch => State::InStage(Stage::InSearch),
        StateTag::Review => State::InStage(Stage::Review),
        StateTag::InTest => State::InStage(Stage::InTest),
        StateTag::Notified => State::Notified,
        StateTag::Delivered => State::Delivered,
        StateTag::Withdrawn => State::Withdrawn,
        StateTag::Unanswered => State::Unanswered(stage()?),
        StateTag::Closed => State::Closed(reason()?),
        StateTag::UnderObjection => State::UnderObjection(match data.former {
            Some(StateTag::Unanswered) => Former::Unanswered(stage()?),
            Some(StateTag::Notified) => Former::Notified,
            Some(StateTag::Delivered) => Former::Delivered,
            Some(StateTag::Closed) => Former::Closed(reason()?),
            _ => return Err(reader.wrong("an objection from nowhere")),
        }),
    })
}

pub(super) fn from_row(row: Model, deadlines: Deadlines) -> Result<InformationRequest, Error> {
    let reader = Row::new("information_requests", row.id);
    let windows: Vec<StoredWindow> = serde_json::from_value(row.windows)?;
    let agency = case::body(&reader, row.agency_id, &row.time_zone, row.province_code)?;
    let order = row.order_id.map(|id| Order { objection_id: ObjectionId(id), executed_at: row.order_executed_at });
    Ok(InformationRequest {
        id: InformationRequestId(row.id),
        tracking_number: reader.name(&row.tracking_number)?,
        tracking_secret_hash: row.tracking_secret_hash,
        reporter_key: row.reporter_key.map(ReporterKey),
        registration_number: RegistrationNumber::stored(row.registration_number),
        state: read_state(&reader, reader.name(&row.state)?, row.state_data)?,
        outcome: row.outcome.map(|name| reader.name(&name)).transpose()?,
        late: row.is_late,
        missing: serde_json::from_value(row.missing)?,
        applicant_kind: reader.name(&row.applicant_kind)?,
        has_proxy: row.has_proxy,
        has_contact: row.has_contact,
        information: row.information,
        purpose: row.purpose,
        access_method: row.access_method.map(|name| reader.name(&name)).transpose()?,
        copy_form: row.copy_form.map(|name| reader.name(&name)).transpose()?,
        delivery_method: row.delivery_method.map(|name| reader.name(&name)).transpose()?,
        agency,
        unit_id: row.unit_id.map(AgencyId),
        channel: reader.name(&row.channel)?,
        extension: row.extension.map(serde_json::from_value).transpose()?,
        notice: row.notice.map(serde_json::from_value).transpose()?,
        redactions: serde_json::from_value(row.redactions)?,
        cost: row.cost.map(serde_json::from_value).transpose()?,
        delivery: row.delivery.map(serde_json::from_value).transpose()?,
        windows: windows.into_iter().map(|it| Window { trigger: it.trigger, objection_id: it.objection_id }).collect(),
        open_test_id: row.open_test_id.map(ConsequenceTestId),
        was_tested: row.was_tested,
        objection_id: row.objection_id.map(ObjectionId),
        order,
        is_disputed: row.is_disputed,
        origin_complaint_id: row.origin_complaint_id.map(ComplaintId),
        decided_by: row.decided_by.map(UserId),
        deadlines,
        received_at: row.received_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    })
}
