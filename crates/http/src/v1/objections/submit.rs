//! Filing an objection.

use actix_web::{HttpRequest, HttpResponse, post};
use padi_app::information::objections::file::Submitted;

use super::call::reply;
use super::dto::{Objection, SubmitObjection, SubmittedObjection};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::rate_limit::{Policy, charge_address};
use crate::v1::case::Call;
use crate::write::respond;

/// File an objection
///
/// Ajukan keberatan (UU 14/2008 Ps 35, 36(1)). To how a request was dealt with (`request_id`), by its applicant, with an account or with
/// `Tracking-Secret`; or to periodic information that a body does not provide (ground b: `agency_id`, `information`, `found_on`), by
/// anybody, the answer then holding the `tracking_secret` of who has no account. With `channel` or `received_at`, by an information
/// officer (PPID) of the body for what came on paper or was said.
///
/// A ground must fit what happened (422 `ground_not_applicable`) and its window be open (409 `window_closed`); one objection at a time,
/// and one in each window unless it is withdrawn (409 `already_objected`). What a desk records is judged by its `received_at`: late, it
/// has `late: true`, and the superior (atasan PPID) may find it inadmissible. Starts O2, thirty working days for the superior's written
/// answer since receipt; what comes electronically is registered at once.
#[utoipa::path(
    tag = "information",
    operation_id = "submitObjection",
    request_body = SubmitObjection,
    security((), ("bearer" = []), ("tracking_secret" = [])),
    responses((
        status = 201,
        description = "Filed. `Location` is the objection; `tracking_secret` stands beside it where neither an account nor a request stands \
                       behind it.",
        body = SubmittedObjection,
        headers(("ETag"), ("Location")),
    )),
)]
#[post("/v1/objections")]
pub(super) async fn submit_objection(
    http: HttpRequest,
    After(call, body): After<Call, Body<SubmitObjection>>,
) -> Result<HttpResponse, Problem> {
    if call.access.caller.person().is_none() {
        charge_address(&http, Policy::Filing)?;
    }
    let terms = call.terms(body.raw())?;
    let submission = body.into_inner().submission()?;
    let Call { app, access, context, .. } = call;
    let language = context.language;
    let render = move |submitted: Submitted| {
        let Submitted { shown, tracking_secret } = submitted;
        let body = SubmittedObjection { objection: Objection::new(&shown, language), tracking_secret };
        let place = format!("/v1/objections/{}", shown.seen.objection().id);
        Ok(reply(201, &body, &shown, language)?.at(place))
    };
    let answer = app.file_objection(access, submission, terms.key, render).await?;
    Ok(respond(&context, answer))
}
