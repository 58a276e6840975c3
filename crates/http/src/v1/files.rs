//! Links to files: whoever has the link may download the file for a quarter of an hour.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get, web};
use padi_app::App;
use padi_app::error::Error;

use super::attachments::{download, span};
use crate::problem::Problem;
use crate::rate_limit::{Policy, charge_address};

/// Registers the operation.
pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(follow_file_link);
}

/// Download by a link
///
/// Unduh melalui tautan. The file that a link leads to, for 15 minutes and as long as whoever made the link may see it. Always a
/// download. Takes `Range`.
#[utoipa::path(
    tag = "attachments",
    operation_id = "followFileLink",
    params(("token" = String, Path, description = "The end of the link.")),
    security(()),
    responses(
        (status = 200, description = "The file.", content((Vec<u8> = "application/octet-stream"))),
        (status = 206, description = "The wanted part of the file.", content((Vec<u8> = "application/octet-stream"))),
    ),
)]
#[get("/v1/files/{token}")]
async fn follow_file_link(
    http: HttpRequest,
    app: web::Data<App>,
    token: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let wanted = span(&http);
    match app.follow_file_link(&token, wanted).await {
        Ok(content) => Ok(download(content, wanted)),
        // Guessing soon meets the quota of tracking.
        Err(error @ Error::NotFound) => {
            Err(charge_address(&http, Policy::Tracking).err().unwrap_or_else(|| error.into()))
        }
        Err(error) => Err(error.into()),
    }
}
