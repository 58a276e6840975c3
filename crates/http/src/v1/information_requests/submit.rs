//! Filing a request.

use actix_web::{HttpRequest, HttpResponse, post};
use padi_app::information::submit::Submitted;

use super::call::reply;
use super::dto::{InformationRequest, SubmitInformationRequest, SubmittedInformationRequest};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::rate_limit::{Policy, charge_address};
use crate::v1::case::Call;
use crate::write::respond;

/// File a request for public information
///
/// Ajukan permohonan informasi publik (UU 14/2008 Ps 22(1)-(4)). With an account, without one (the answer then holds the
/// `tracking_secret`, shown this once), or, with `channel` or `received_at`, by an information officer (PPID) of the body for somebody at
/// the counter, by letter or telephone. The answer has the number in the register (nomor pendaftaran), without gaps for each body and
/// year, and in `missing` what the form asks for and was not told. Starts R1, three working days to say that something is missing, and
/// R3, ten working days for the written notification, both since receipt.
#[utoipa::path(
    tag = "information",
    operation_id = "submitInformationRequest",
    request_body = SubmitInformationRequest,
    security((), ("bearer" = [])),
    responses((
        status = 201,
        description = "Filed. `Location` is the request; `tracking_secret` stands beside it where no account stands behind it.",
        body = SubmittedInformationRequest,
        headers(("ETag"), ("Location")),
    )),
)]
#[post("/v1/information-requests")]
pub(super) async fn submit_information_request(
    http: HttpRequest,
    After(call, body): After<Call, Body<SubmitInformationRequest>>,
) -> Result<HttpResponse, Problem> {
    if call.access.caller.person().is_none() {
        charge_address(&http, Policy::Filing)?;
    }
    let terms = call.terms(body.raw())?;
    let Call { app, access, context, .. } = call;
    let language = context.language;
    let render = move |submitted: Submitted| {
        let Submitted { shown, tracking_secret } = submitted;
        let request = InformationRequest::new(&shown, language);
        let body = SubmittedInformationRequest { request, tracking_secret };
        let place = format!("/v1/information-requests/{}", shown.seen.request().id);
        Ok(reply(201, &body, &shown, language)?.at(place))
    };
    let submission = body.into_inner().into();
    let answer = app.submit_information_request(access.caller, submission, terms.key, render).await?;
    Ok(respond(&context, answer))
}
