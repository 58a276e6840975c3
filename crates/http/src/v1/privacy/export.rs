//! `/v1/me/data-export`: all that is kept of a person, for the person.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use padi_app::App;
use padi_app::idempotency::Reply;
use padi_app::privacy::export::{Data, Export, OwnCase, OwnRequest};
use padi_kernel::id::DataExportId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::dto::DataRequest;
use super::mine::AccessLogEntry;
use crate::auth::Required;
use crate::body::After;
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::language::Language;
use crate::problem::Problem;
use crate::timestamp::millis;
use crate::v1::account::AccountBody;
use crate::v1::attachments::Attachment;
use crate::v1::case::TimelineEvent;
use crate::v1::complaints::{Complaint, Dialogue};
use crate::v1::information_requests::InformationRequest;
use crate::v1::notifications::Notification;
use crate::v1::reference::id;
use crate::v1::sessions::Session;
use crate::write::{self, Scope};

/// Where an export stands: status salinan
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DataExportState {
    /// It can be read.
    Ready,
    /// Its day is over.
    Expired,
}

/// The export of one's own data (salinan data pribadi).
#[derive(Debug, Serialize, ToSchema)]
struct DataExport {
    /// Its id.
    id: Uuid,
    /// Where it stands.
    state: DataExportState,
    /// When it was asked for.
    #[serde(serialize_with = "millis")]
    created_at: DateTime<Utc>,
    /// Until when it can be read: 24 hours.
    #[serde(serialize_with = "millis")]
    expires_at: DateTime<Utc>,
    /// All that is kept of the person, as it is now; nothing of it is stored a second time. Absent in the answer to the asking, and once
    /// the export has expired.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    data: Option<PersonalData>,
}

/// All that is kept of a person (data pribadi).
#[derive(Debug, Serialize, ToSchema)]
struct PersonalData {
    /// The account (akun).
    account: AccountBody,
    /// The cases filed with it, oldest first (laporan).
    complaints: Vec<OwnComplaint>,
    /// The requests for information filed with it, oldest first (permohonan informasi).
    information_requests: Vec<OwnInformationRequest>,
    /// What the person was told, newest first (pemberitahuan).
    notifications: Vec<Notification>,
    /// The sessions that live, newest first (sesi).
    sessions: Vec<Session>,
    /// What was asked of the data (permintaan).
    data_requests: Vec<DataRequest>,
    /// Who read the identity or words under lock (catatan akses).
    access_log: Vec<AccessLogEntry>,
}

/// A case of one's own, with what happened.
#[derive(Debug, Serialize, ToSchema)]
struct OwnComplaint {
    /// The case, as its reporter sees it.
    complaint: Complaint,
    /// What happened, oldest first (linimasa).
    timeline: Vec<TimelineEvent>,
    /// What was said in dialogues, as far as the reporter reads it (dialog).
    dialogue: Dialogue,
    /// What was handed in; the files stand at the case (lampiran).
    attachments: Vec<Attachment>,
}

/// A request for information of one's own, with what happened.
#[derive(Debug, Serialize, ToSchema)]
struct OwnInformationRequest {
    /// The request, as its applicant sees it.
    information_request: InformationRequest,
    /// What happened, oldest first, from the question on where it was one (linimasa).
    timeline: Vec<TimelineEvent>,
}

impl OwnInformationRequest {
    fn new(own: OwnRequest, language: Language) -> Self {
        let OwnRequest { shown, timeline } = own;
        Self {
            information_request: InformationRequest::new(&shown, language),
            timeline: timeline.into_iter().map(TimelineEvent::new).collect(),
        }
    }
}

impl OwnComplaint {
    fn new(own: OwnCase, language: Language) -> Self {
        let OwnCase { shown, timeline, dialogue, attachments } = own;
        Self {
            complaint: Complaint::new(&shown, language),
            timeline: timeline.into_iter().map(TimelineEvent::new).collect(),
            dialogue: dialogue.into(),
            attachments: attachments.iter().map(|view| Attachment::new(view, false, None)).collect(),
        }
    }
}

impl DataExport {
    fn new(export: Export, language: Language, state: DataExportState) -> Self {
        let Export { id, created_at, expires_at, data } = export;
        let data = data.map(|data| PersonalData::new(data, language));
        Self { id: id.0, state, created_at, expires_at, data }
    }
}

impl PersonalData {
    fn new(data: Data, language: Language) -> Self {
        let Data { account, complaints, information_requests, notifications, sessions, data_requests, access_log } =
            data;
        Self {
            account: account.into(),
            complaints: complaints.into_iter().map(|own| OwnComplaint::new(own, language)).collect(),
            information_requests: information_requests
                .into_iter()
                .map(|own| OwnInformationRequest::new(own, language))
                .collect(),
            notifications: notifications.into_iter().map(|shown| Notification::new(shown, language)).collect(),
            sessions: sessions.into_iter().map(Into::into).collect(),
            data_requests: data_requests.into_iter().map(|shown| DataRequest::new(shown, language)).collect(),
            access_log: access_log.into_iter().map(Into::into).collect(),
        }
    }
}

/// Ask for an export of one's own data
///
/// Opens an export that can be read at its `Location` for 24 hours (salinan data pribadi, UU 27/2022 Ps 32).
#[utoipa::path(
    operation_id = "askDataExport",
    tag = "personal data",
    responses((status = 202, description = "The export.", body = DataExport, headers(("Location")))),
    security(("bearer" = []))
)]
#[post("/v1/me/data-export")]
pub(super) async fn ask_data_export(
    req: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, header): After<Required, IdempotencyKey>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&req, Scope::Account(&caller.0.scope), header, b"{}")?;
    let language = context.language;
    let render = move |export: Export| {
        let location = format!("/v1/me/data-exports/{}", export.id);
        let reply = Reply::json(202, &DataExport::new(export, language, DataExportState::Ready))?;
        Ok(reply.in_language(language.tag()).at(location))
    };
    let answer = app.ask_data_export(caller.0, key, render).await?;
    Ok(write::respond(&context, answer))
}

/// Read an export of one's own data
///
/// All that is kept of the person: account, cases with what happened, was said and was handed in, what they were told,
/// sessions, requests, who read what (salinan data pribadi).
#[utoipa::path(
    operation_id = "getDataExport",
    tag = "personal data",
    params(("id" = Uuid, Path, description = "Id of the export.")),
    responses((status = 200, description = "The export.", body = DataExport)),
    security(("bearer" = []))
)]
#[get("/v1/me/data-exports/{id}")]
pub(super) async fn get_data_export(
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    caller: Required,
) -> Result<HttpResponse, Problem> {
    let export = app.data_export(&caller.0, id::<DataExportId>(&path)?).await?;
    let state = if export.data.is_some() { DataExportState::Ready } else { DataExportState::Expired };
    Ok(HttpResponse::Ok().json(DataExport::new(export, context.language, state)))
}
