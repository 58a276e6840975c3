//! Revealing who stands behind a case: asked for, decided by a second person, read by who asked.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use padi_app::App;
use padi_app::complaints::reference;
use padi_app::complaints::reveals::{Decide, RevealView, SIGHT};
use padi_app::error::Error;
use padi_app::idempotency::Reply;
use padi_complaints::reveal::{RevealState, Verdict};
use padi_kernel::id::RevealId;
use padi_kernel::page::PageRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::dto::Reporter;
use crate::auth::Required;
use crate::body::{After, Body};
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::language::Text;
use crate::page::{decode_cursor, encode_cursor, page};
use crate::problem::{Code, Problem};
use crate::query::{Limit, Query};
use crate::timestamp::{millis, millis_option};
use crate::v1::case::{KnownCall, ListTotal, NoteBody, ReasonBody};
use crate::write::{self, Scope, respond};

/// Where a request stands (status permohonan).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum IdentityRevealState {
    /// It waits for a second person (menunggu), for 72 hours.
    Pending,
    /// It was approved, and who asked can read for 15 minutes (disetujui).
    Approved,
    /// It was denied (ditolak).
    Denied,
    /// Nobody decided in time, or the time for reading is over (kedaluwarsa).
    Expired,
}

impl From<RevealState> for IdentityRevealState {
    fn from(state: RevealState) -> Self {
        match state {
            RevealState::Pending => Self::Pending,
            RevealState::Approved => Self::Approved,
            RevealState::Denied => Self::Denied,
            RevealState::Expired => Self::Expired,
        }
    }
}

impl From<IdentityRevealState> for RevealState {
    fn from(state: IdentityRevealState) -> Self {
        match state {
            IdentityRevealState::Pending => Self::Pending,
            IdentityRevealState::Approved => Self::Approved,
            IdentityRevealState::Denied => Self::Denied,
            IdentityRevealState::Expired => Self::Expired,
        }
    }
}

/// A request to know who stands behind a case (permohonan pembukaan identitas)
///
/// It tells nothing of what the case is about but the reason in the asker's words.
#[derive(Debug, Serialize, ToSchema)]
struct IdentityReveal {
    /// Its id.
    id: Uuid,
    /// The case (laporan).
    complaint_id: Uuid,
    /// The number of the case (nomor pelacakan).
    tracking_number: String,
    /// Where it stands (status).
    state: IdentityRevealState,
    /// Why, in the asker's words (alasan).
    reason: String,
    /// The account that asks (pemohon).
    asked_by: Uuid,
    /// In what capacity (peran pemohon).
    asked_by_role: String,
    /// When (waktu permohonan).
    #[serde(serialize_with = "millis")]
    requested_at: DateTime<Utc>,
    /// Until when it can be decided or, once approved, read (berlaku sampai); absent once it was denied.
    #[serde(serialize_with = "millis_option", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    expires_at: Option<DateTime<Utc>>,
    /// When a second person decided (waktu keputusan); absent until then.
    #[serde(serialize_with = "millis_option", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    decided_at: Option<DateTime<Utc>>,
    /// In what capacity (peran pemutus).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    decided_by_role: Option<String>,
    /// What they said (catatan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    note: Option<String>,
}

impl From<RevealView> for IdentityReveal {
    fn from(view: RevealView) -> Self {
        let RevealView { reveal, state, tracking_number } = view;
        let expires_at = reveal.expires_at();
        let decision = reveal.decision;
        Self {
            id: reveal.id.0,
            complaint_id: reveal.complaint.0,
            tracking_number: tracking_number.to_string(),
            state: state.into(),
            reason: reveal.reason,
            asked_by: reveal.asker.0,
            asked_by_role: reveal.asker_role.name().to_owned(),
            requested_at: reveal.requested_at,
            expires_at,
            decided_at: decision.as_ref().map(|decision| decision.at),
            decided_by_role: decision.as_ref().map(|decision| decision.role.name().to_owned()),
            note: decision.and_then(|decision| decision.note),
        }
    }
}

/// A page of requests.
#[derive(Debug, Serialize, ToSchema)]
struct IdentityRevealPage {
    /// The requests (permohonan), newest first.
    data: Vec<IdentityReveal>,
    /// Cursor of the next page; `null` at the end.
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<ListTotal>,
}

/// Which requests.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct IdentityRevealFilter {
    /// In this state.
    #[param(inline, nullable = false)]
    state: Option<IdentityRevealState>,
    /// How many: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    limit: Limit,
    /// Where to go on: `next_cursor` of the page before, with the same filter.
    #[param(nullable = false)]
    cursor: Option<String>,
    /// Whether to count, up to 10,000.
    #[serde(default)]
    include_total: bool,
}

/// A malformed id is that of nothing.
fn reveal_id(text: &str) -> Result<RevealId, Problem> {
    text.parse().map_err(|_| Problem::new(Code::NotFound))
}

/// Why nobody may ask now, in words for people.
fn not_to_ask(error: Error) -> Problem {
    let detail = match error {
        Error::Transition { state: "pending" | "approved", .. } => Text::new(
            "Permohonan Anda atas laporan ini masih berjalan.",
            "A request of yours for this case is still open.",
        ),
        _ => Text::new(
            "Laporan ini tidak anonim: identitas pelapor sudah terlihat oleh Anda.",
            "This case is not anonymous: you see who reported it.",
        ),
    };
    Problem::from(error).with_detail(detail)
}

/// What is wrong with the state of a request is not said of a case.
fn about_the_request(error: Error) -> Problem {
    let detail = match error {
        Error::Transition { state: "expired", .. } => {
            Text::new("Waktu untuk permohonan ini sudah habis.", "The time for this request is over.")
        }
        Error::Transition { .. } => {
            Text::new("Permohonan ini sudah diputuskan.", "This request was decided on already.")
        }
        other => return other.into(),
    };
    Problem::from(error).with_detail(detail)
}

/// Ask who stands behind a complaint
///
/// Ajukan pembukaan identitas. For whoever handles an anonymous case (the desk, the examining inspectorate), and for the Ombudsman with any
/// case; with a second factor. Another person decides within 72 hours. The reporter sees the request and its reason.
#[utoipa::path(
    tag = "identity",
    operation_id = "requestIdentityReveal",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ReasonBody,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The request.", body = IdentityReveal),
        (status = 403, description = "Not by this caller (`forbidden`), or not without a second factor (`second_factor_required`)."),
        (status = 409, description = "There is nothing to reveal, or a request of the caller is open: `invalid_transition`."),
    ),
)]
#[post("/v1/complaints/{id}/identity-reveals")]
pub(super) async fn request_identity_reveal(
    After(call, body): After<KnownCall, Body<ReasonBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let call = call.0;
    let terms = call.terms(body.raw())?;
    let ReasonBody { reason } = body.into_inner();
    let render = |view: RevealView| {
        let case = view.reveal.complaint.0;
        Ok(Reply::json(201, &IdentityReveal::from(view))?.of_case(case, SIGHT))
    };
    let asked = async { call.app.request_reveal(call.access.clone(), reference(&id)?, reason, terms, render).await };
    let answer = asked.await.map_err(|error| match error {
        Error::Transition { .. } => not_to_ask(error),
        other => call.failed(other),
    })?;
    Ok(respond(&call.context, answer))
}

/// List requests to know who stands behind a case
///
/// Daftar permohonan pembukaan identitas. Those that the caller made, and those that the caller may decide on.
#[utoipa::path(
    tag = "identity",
    operation_id = "listIdentityReveals",
    params(IdentityRevealFilter),
    security(("bearer" = [])),
    responses((status = 200, description = "One page.", body = IdentityRevealPage, headers(("Link")))),
)]
#[get("/v1/identity-reveals")]
pub(super) async fn list_identity_reveals(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, filter): After<Required, Query<IdentityRevealFilter>>,
) -> Result<HttpResponse, Problem> {
    let IdentityRevealFilter { state, limit, cursor, include_total } = filter.into_inner();
    let after = cursor.as_deref().map(|cursor| decode_cursor(&http, cursor)).transpose()?;
    let request = PageRequest { limit: limit.get().into(), after, include_total };
    let found = app.list_reveals(&caller.0, state.map(Into::into), &request).await?;
    let next_cursor = found.next.map(|place| encode_cursor(&http, &place)).transpose()?;
    let total = found.total.map(|total| ListTotal { value: total.value, exact: total.exact });
    let body = IdentityRevealPage { data: found.items.into_iter().map(Into::into).collect(), next_cursor, total };
    Ok(page(&http, &context, body.next_cursor.as_deref(), &body))
}

/// Who decides, and what comes with it.
struct Deciding {
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    id: String,
}

impl Deciding {
    async fn decide(
        self,
        (caller, header): (Required, IdempotencyKey),
        canonical_body: &[u8],
        decide: Decide,
    ) -> Result<HttpResponse, Problem> {
        let id = reveal_id(&self.id)?;
        let key = write::key(&self.http, Scope::Account(&caller.0.scope), header, canonical_body)?;
        let render = |view: RevealView| Reply::json(200, &IdentityReveal::from(view));
        let decided = self.app.decide_reveal(&caller.0, id, decide, key, render).await;
        Ok(respond(&self.context, decided.map_err(about_the_request)?))
    }
}

/// Approve that an identity is read
///
/// Setujui pembukaan identitas. By a second person with a second factor: the data-protection officer, or another of the same agency who could
/// have asked. From now on who asked can read for 15 minutes.
#[utoipa::path(
    tag = "identity",
    operation_id = "approveIdentityReveal",
    params(("id" = Uuid, Path, description = "Id of the request.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The request.", body = IdentityReveal),
        (status = 403, description = "Not by who asked (`forbidden`), and not without a second factor (`second_factor_required`)."),
        (status = 409, description = "It waits no longer: `invalid_transition`."),
    ),
)]
#[post("/v1/identity-reveals/{id}/approve")]
pub(super) async fn approve_identity_reveal(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    After(caller, header): After<Required, IdempotencyKey>,
) -> Result<HttpResponse, Problem> {
    let deciding = Deciding { http, app, context, id: path.into_inner() };
    deciding.decide((caller, header), b"", Decide { verdict: Verdict::Approve, note: None }).await
}

/// Deny that an identity is read
///
/// Tolak pembukaan identitas. By whoever could approve it.
#[utoipa::path(
    tag = "identity",
    operation_id = "denyIdentityReveal",
    params(("id" = Uuid, Path, description = "Id of the request.")),
    request_body = NoteBody,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The request.", body = IdentityReveal),
        (status = 403, description = "Not by who asked (`forbidden`), and not without a second factor (`second_factor_required`)."),
        (status = 409, description = "It waits no longer: `invalid_transition`."),
    ),
)]
#[post("/v1/identity-reveals/{id}/deny")]
pub(super) async fn deny_identity_reveal(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<NoteBody>)>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    let deciding = Deciding { http, app, context, id: path.into_inner() };
    let decide = Decide { verdict: Verdict::Deny, note: body.into_inner().note };
    deciding.decide((caller, header), &raw, decide).await
}

/// Read the identity that an approved request reveals
///
/// Baca identitas. By who asked, with a second factor, within 15 minutes of the approval. Each reading is written down before anything is
/// shown, and the reporter sees it. The whole NIK is shown to nobody.
#[utoipa::path(
    tag = "identity",
    operation_id = "readRevealedIdentity",
    params(("id" = Uuid, Path, description = "Id of the request.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Who reported; what they did not tell is absent.", body = Reporter),
        (status = 403, description = "Not by this caller (`forbidden`), or not without a second factor (`second_factor_required`)."),
        (status = 409, description = "It is not approved, or the time is over: `reveal_not_approved`."),
    ),
)]
#[get("/v1/identity-reveals/{id}/identity")]
pub(super) async fn read_revealed_identity(
    app: web::Data<App>,
    path: web::Path<String>,
    caller: Required,
) -> Result<HttpResponse, Problem> {
    let reporter = app.read_revealed(&caller.0, reveal_id(&path)?).await?;
    Ok(HttpResponse::Ok().json(Reporter::from(reporter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_name() {
        for state in RevealState::ALL {
            let shown = IdentityRevealState::from(state);
            assert_eq!(serde_json::json!(shown), state.name());
            assert_eq!(RevealState::from(shown), state);
        }
    }
}
