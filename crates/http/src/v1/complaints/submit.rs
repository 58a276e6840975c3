//! Filing a complaint.

use actix_web::{HttpRequest, HttpResponse, post};
use padi_app::complaints::submit::Submitted;
use padi_app::idempotency::Reply;

use super::dto::{Complaint, SubmitComplaint, SubmittedComplaint};
use crate::body::{After, Body};
use crate::problem::Problem;
use crate::rate_limit::{Policy, charge_address};
use crate::v1::case::Call;
use crate::write::respond;

/// File a complaint
///
/// Kirim laporan. With an account, without one (the answer then holds the `tracking_secret`, shown this once), or, with `channel` or
/// `received_at`, by a desk officer of the addressed agency for a reporter at the counter, by letter or telephone. Starts C1.
#[utoipa::path(
    tag = "complaints",
    operation_id = "submitComplaint",
    request_body = SubmitComplaint,
    security((), ("bearer" = [])),
    responses((
        status = 201,
        description = "Filed. `Location` is the case; `tracking_secret` stands beside it where no account stands behind it.",
        body = SubmittedComplaint,
        headers(("ETag"), ("Location")),
    )),
)]
#[post("/v1/complaints")]
pub(super) async fn submit_complaint(
    request: HttpRequest,
    After(call, body): After<Call, Body<SubmitComplaint>>,
) -> Result<HttpResponse, Problem> {
    if call.access.caller.person().is_none() {
        charge_address(&request, Policy::Filing)?;
    }
    let terms = call.terms(body.raw())?;
    let Call { app, access, context, .. } = call;
    let language = context.language;
    let render = move |submitted: Submitted| {
        let Submitted { shown, tracking_secret } = submitted;
        let filed = shown.seen.complaint();
        let complaint = Complaint::new(&shown, language);
        let reply = Reply::json(201, &SubmittedComplaint { complaint, tracking_secret })?;
        let reply = reply.in_language(language.tag()).versioned(filed.version).of_case(filed.id.0, shown.seen.extent());
        Ok(reply.at(format!("/v1/complaints/{}", filed.id)))
    };
    let answer = app.submit_complaint(access.caller, body.into_inner().into(), terms.key, render).await?;
    Ok(respond(&context, answer))
}
