//! The figures that a body announces each year.

use actix_web::{HttpResponse, get};

use super::dto::RegisterFigures;
use super::parameters::FigureParameters;
use crate::problem::Problem;
use crate::query::Query;
use crate::v1::case::KnownCall;

/// Read the yearly figures
///
/// The four figures that a body announces each year (UU 14/2008 Ps 12): how many requests there were, how long the notices took, how many
/// were granted and refused, and on which grounds. Counted over the register of requests as it stands now, by the day of registering.
/// For the body's information officers (PPID) and their superior.
#[utoipa::path(
    tag = "information",
    operation_id = "getRegisterFigures",
    params(FigureParameters),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The figures.", body = RegisterFigures),
        (status = 422, description = "The period ends before it begins."),
    ),
)]
#[get("/v1/registers/figures")]
pub(super) async fn get_register_figures(
    KnownCall(call): KnownCall,
    Query(parameters): Query<FigureParameters>,
) -> Result<HttpResponse, Problem> {
    let figures = call.app.register_figures(&call.access.caller, parameters.wanted()).await?;
    Ok(HttpResponse::Ok().json(RegisterFigures::from(figures)))
}
