//! Dialogues (Propartif): onto the informal track and back, what was said, what was agreed upon, and the reporter's word.

use actix_web::{HttpResponse, get, post, web};
use padi_app::complaints::dialogue::ShownTalks;
use padi_app::complaints::order::Order;
use padi_app::complaints::reference;
use padi_app::error::Error;
use padi_app::idempotency::Reply;
use padi_complaints::command::Command;
use padi_complaints::dialogue::Contribution;

use super::dto::{
    AddDialogueAgreement, AddDialogueContact, AddDialogueInterview, AddDialogueSession, Complaint,
    CompleteDialogueItem, ConfirmDialogue, Dialogue,
};
use crate::body::{After, Body};
use crate::conditional::{IfNoneMatch, tagged};
use crate::problem::{Code, Problem};
use crate::v1::case::{Call, KnownCall, NoteBody, ReasonBody};
use crate::write::respond;

/// Start a dialogue
///
/// Mulai dialog (Propartif). The case goes onto the informal track: the reporter is to be reached within one working day (P1), the parties to
/// agree within ten (P2); without an agreement the dialogue ends by itself. All other clocks run on. Not for supervisory complaints and
/// whistleblowing, and not where the reporter left neither account nor telephone number nor e-mail address.
#[utoipa::path(
    tag = "dialogue",
    operation_id = "startDialogue",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = NoteBody,
    security(("bearer" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/start-dialogue")]
pub(super) async fn start_dialogue(
    After(call, body): After<KnownCall, Body<NoteBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, Order::Direct(Command::StartDialogue { note: body.into_inner().note })).await
}

/// Leave a dialogue
///
/// Keluar dari dialog. Either party may at any time: the handler or the reporter. Back to the formal track, without prejudice; ends P1 and P2.
#[utoipa::path(
    tag = "dialogue",
    operation_id = "exitDialogue",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ReasonBody,
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The whole case, as the caller sees it now.", body = Complaint, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/exit-dialogue")]
pub(super) async fn exit_dialogue(
    After(call, body): After<KnownCall, Body<ReasonBody>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.act(&id, &raw, Order::Direct(Command::ExitDialogue { reason: body.into_inner().reason })).await
}

/// Read the dialogues of a complaint
///
/// Dialog (Propartif): what was said and agreed upon. The handlers read all of it; the reporter reads sessions (when and where), agreements
/// and confirmations. Contacts, interviews, participants, agenda and minutes are confidential to the handlers. Nobody else reads it.
#[utoipa::path(
    tag = "dialogue",
    operation_id = "getDialogue",
    params(("id" = String, Path, description = "Id or tracking number.")),
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The dialogues.", body = Dialogue, headers(("ETag")))),
)]
#[get("/v1/complaints/{id}/dialogue")]
pub(super) async fn get_dialogue(
    call: KnownCall,
    id: web::Path<String>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let call = call.0;
    let shown = async { call.app.show_dialogue(&call.access, &reference(&id)?).await };
    let shown = shown.await.map_err(|error| call.failed(error))?;
    let version = shown.seen.complaint().version;
    Ok(tagged(&known, version, &Dialogue::from(shown)))
}

/// Write down a contact
///
/// Kontak langsung, or the attempt of one. The first that reaches the reporter ends P1. It is no follow-up: C2 runs on. For the handlers only.
#[utoipa::path(
    tag = "dialogue",
    operation_id = "addDialogueContact",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = AddDialogueContact,
    security(("bearer" = [])),
    responses((status = 201, description = "The dialogues of the case.", body = Dialogue, headers(("ETag"), ("Location")))),
)]
#[post("/v1/complaints/{id}/dialogue/contacts")]
pub(super) async fn add_dialogue_contact(
    After(call, body): After<KnownCall, Body<AddDialogueContact>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.contribute(&id, &raw, Contribution::Contact(body.into_inner().into()), 201).await
}

/// Write down an interview
///
/// Mendengar aktif: the facts, the interest behind the position, the outcome that is wanted, and whether the reporter consents to talks.
/// Without consent the dialogue ends. For the handlers only.
#[utoipa::path(
    tag = "dialogue",
    operation_id = "addDialogueInterview",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = AddDialogueInterview,
    security(("bearer" = [])),
    responses((status = 201, description = "The dialogues of the case.", body = Dialogue, headers(("ETag"), ("Location")))),
)]
#[post("/v1/complaints/{id}/dialogue/interviews")]
pub(super) async fn add_dialogue_interview(
    After(call, body): After<KnownCall, Body<AddDialogueInterview>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.contribute(&id, &raw, Contribution::Interview(body.into_inner().into()), 201).await
}

/// Write down a session
///
/// Pertemuan dialog, planned or held. The reporter sees when and where; participants, agenda and minutes are the handlers'.
#[utoipa::path(
    tag = "dialogue",
    operation_id = "addDialogueSession",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = AddDialogueSession,
    security(("bearer" = [])),
    responses((status = 201, description = "The dialogues of the case.", body = Dialogue, headers(("ETag"), ("Location")))),
)]
#[post("/v1/complaints/{id}/dialogue/sessions")]
pub(super) async fn add_dialogue_session(
    After(call, body): After<KnownCall, Body<AddDialogueSession>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.contribute(&id, &raw, Contribution::Session(body.into_inner().into()), 201).await
}

/// Write down an agreement
///
/// Kesepakatan, with what is to be done by whom and when. The first ends P2. The reporter sees it.
#[utoipa::path(
    tag = "dialogue",
    operation_id = "addDialogueAgreement",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = AddDialogueAgreement,
    security(("bearer" = [])),
    responses((status = 201, description = "The dialogues of the case.", body = Dialogue, headers(("ETag"), ("Location")))),
)]
#[post("/v1/complaints/{id}/dialogue/agreements")]
pub(super) async fn add_dialogue_agreement(
    After(call, body): After<KnownCall, Body<AddDialogueAgreement>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.contribute(&id, &raw, Contribution::Agreement(body.into_inner().into()), 201).await
}

/// Say that something promised was done
///
/// Penyelesaian butir kesepakatan, with what proves it. The reporter sees it.
#[utoipa::path(
    tag = "dialogue",
    operation_id = "completeDialogueItem",
    params(
        ("id" = String, Path, description = "Id or tracking number."),
        ("item_id" = Uuid, Path, description = "Id of the item.")
    ),
    request_body = CompleteDialogueItem,
    security(("bearer" = [])),
    responses((status = 200, description = "The dialogues of the case.", body = Dialogue, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/dialogue/items/{item_id}/complete")]
pub(super) async fn complete_dialogue_item(
    After(call, body): After<KnownCall, Body<CompleteDialogueItem>>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (id, item_id) = path.into_inner();
    let item_id = item_id.parse().map_err(|_| Problem::new(Code::NotFound))?;
    let raw = body.raw().to_vec();
    let evidence = body.into_inner().evidence;
    call.contribute(&id, &raw, Contribution::Completion { item_id, evidence }, 200).await
}

/// Confirm the outcome of a dialogue
///
/// Konfirmasi: the reporter's word, asked for by the handler. A satisfied one ends the dialogue and is posted as a substantive follow-up: the
/// case awaits the reporter (C4), who closes it by `accept` or by silence.
#[utoipa::path(
    tag = "dialogue",
    operation_id = "confirmDialogue",
    params(("id" = String, Path, description = "Id or tracking number.")),
    request_body = ConfirmDialogue,
    security(("bearer" = [])),
    responses((status = 200, description = "The dialogues of the case.", body = Dialogue, headers(("ETag")))),
)]
#[post("/v1/complaints/{id}/dialogue/confirm")]
pub(super) async fn confirm_dialogue(
    After(call, body): After<KnownCall, Body<ConfirmDialogue>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let raw = body.raw().to_vec();
    call.contribute(&id, &raw, Contribution::Confirmation(body.into_inner().into()), 200).await
}

impl KnownCall {
    /// Adds to the dialogue and answers with all of it.
    async fn contribute(
        self,
        id: &str,
        canonical_body: &[u8],
        contribution: Contribution,
        status: u16,
    ) -> Result<HttpResponse, Problem> {
        let terms = self.0.terms(canonical_body)?;
        let call: Call = self.0;
        let render = move |shown: ShownTalks| reply(status, shown);
        let reference = reference(id).map_err(|error| call.failed(error))?;
        let written =
            call.app.contribute_to_dialogue(call.access.clone(), reference, contribution, terms, render).await;
        Ok(respond(&call.context, written.map_err(|error| call.failed(error))?))
    }
}

fn reply(status: u16, shown: ShownTalks) -> Result<Reply, Error> {
    let (case, sight) = (shown.seen.complaint(), shown.seen.extent());
    let (case_id, version) = (case.id.0, case.version);
    let reply = Reply::json(status, &Dialogue::from(shown))?.versioned(version).of_case(case_id, sight);
    Ok(if status == 201 { reply.at(format!("/v1/complaints/{case_id}/dialogue")) } else { reply })
}
