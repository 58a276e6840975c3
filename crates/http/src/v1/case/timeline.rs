//! What happened to a case.

use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use padi_kernel::event::RecordedEvent;
use padi_kernel::page::{Page, PageRequest};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::context::Context;
use crate::page::{decode_cursor, encode_cursor, page};
use crate::problem::Problem;
use crate::query::Limit;
use crate::timestamp::millis;

/// One thing that happened to a case (kejadian).
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::v1) struct TimelineEvent {
    /// Its id.
    id: Uuid,
    /// `complaint.submitted`, `complaint.verified`, `information_request.submitted`, ...
    kind: String,
    /// When; to the day where the case is anonymous.
    #[serde(serialize_with = "millis")]
    at: DateTime<Utc>,
    /// In what capacity somebody acted: `reporter`, `desk_officer`, `agency_admin`, `unit_liaison`, `ministry_coordinator`, `apip`, `ombudsman`, `privacy_officer`, `supporting_agency`, `ppid`, `ppid_unit`, `ppid_superior`, `consideration_team`, `system`.
    actor_role: String,
    /// The state before; absent for the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    from_state: Option<String>,
    /// The state after.
    to_state: String,
    /// What was said with it, where it is for the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    text: Option<String>,
    /// Attachments that belong to it; for the reporter and the handlers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachment_ids: Vec<Uuid>,
}

impl TimelineEvent {
    pub(in crate::v1) fn new(event: RecordedEvent) -> Self {
        Self {
            id: event.id.0,
            kind: event.kind,
            at: event.at,
            actor_role: event.actor_role.name().to_owned(),
            from_state: event.from_state,
            to_state: event.to_state,
            text: event.words.map(|words| words.text),
            attachment_ids: event.attachments.into_iter().map(|id| id.0).collect(),
        }
    }
}

/// A page of a timeline.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::v1) struct TimelinePage {
    /// The events, oldest first.
    data: Vec<TimelineEvent>,
    /// Cursor of the next page; `null` at the end.
    next_cursor: Option<String>,
}

/// Which part of a timeline.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::v1) struct TimelineParameters {
    /// How many: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    limit: Limit,
    /// Where to go on.
    #[param(nullable = false)]
    cursor: Option<String>,
}

impl TimelineParameters {
    /// The part that is asked for.
    pub(in crate::v1) fn request<P: DeserializeOwned>(self, http: &HttpRequest) -> Result<PageRequest<P>, Problem> {
        let after = self.cursor.as_deref().map(|cursor| decode_cursor(http, cursor)).transpose()?;
        Ok(PageRequest { limit: self.limit.get().into(), after, include_total: false })
    }
}

/// A page of a timeline as an answer.
pub(in crate::v1) fn timeline_page<P: Serialize>(
    http: &HttpRequest,
    context: &Context,
    found: Page<RecordedEvent, P>,
) -> Result<HttpResponse, Problem> {
    let next_cursor = found.next.map(|place| encode_cursor(http, &place)).transpose()?;
    let data = found.items.into_iter().map(TimelineEvent::new).collect();
    let body = TimelinePage { data, next_cursor };
    Ok(page(http, context, body.next_cursor.as_deref(), &body))
}
