//! The register of requests (register permohonan informasi).

use actix_web::{HttpRequest, HttpResponse, get};
use padi_app::information::registers::Register;

use super::dto::{RequestRegisterPage, RequestRegisterRow};
use super::parameters::RegisterParameters;
use crate::page::{encode_cursor, page};
use crate::problem::Problem;
use crate::query::Query;
use crate::v1::case::KnownCall;
use crate::v1::table::download;

/// Read the register of requests
///
/// Register permohonan informasi (Perki 1/2021): who asked, for what, what the notice said and when, when it was given, what it cost. For
/// the body's information officers (PPID) and their superior; names, addresses and contacts stand in it only in a session with a second
/// factor, and reading those is logged. Every request that was numbered is in it: also one that lapsed, was withdrawn, or whose applicant
/// was erased; then the columns of who asked are empty.
///
/// In the order of the numbers. The period is that of registering, which gives a number its year and month; what came on paper may have
/// been received earlier. `csv` (RFC 4180, UTF-8) and `xlsx` have Indonesian headings; a text that a spreadsheet would run begins with
/// an apostrophe there. Each row is as it stands when it is read: the whole is no picture of one moment.
#[utoipa::path(
    tag = "information",
    operation_id = "listRequestRegister",
    params(RegisterParameters),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One page, or the whole as a file.", headers(("Link")), content(
            (RequestRegisterPage = "application/json"),
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        )),
        (
            status = 422,
            description = "The period ends before it begins, or a spreadsheet does not hold so many rows (`too_many_rows`)."
        ),
    ),
)]
#[get("/v1/registers/requests")]
pub(super) async fn list_request_register(
    http: HttpRequest,
    KnownCall(call): KnownCall,
    Query(parameters): Query<RegisterParameters>,
) -> Result<HttpResponse, Problem> {
    let (caller, wanted) = (&call.access.caller, parameters.wanted());
    if let Some(format) = parameters.format.file() {
        return Ok(download(call.app.export_register(caller, Register::Requests, wanted, format).await?));
    }
    let found = call.app.list_request_register(caller, wanted, &parameters.page(&http)?).await?;
    let next_cursor = found.next.map(|mark| encode_cursor(&http, &mark)).transpose()?;
    let data = found.items.into_iter().map(RequestRegisterRow::from).collect();
    let body = RequestRegisterPage { data, next_cursor, total: found.total.map(Into::into) };
    Ok(page(&http, &call.context, body.next_cursor.as_deref(), &body))
}
