//! Computing open deadlines anew after the holiday list changed.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, post, web};
use chrono::{DateTime, Utc};
use padi_app::App;
use padi_app::idempotency::Reply;
use padi_app::recompute::MovedDeadline;
use padi_complaints::complaint::CASE_KIND as COMPLAINT;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::auth::Required;
use crate::body::{After, Body};
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::problem::Problem;
use crate::timestamp::millis;
use crate::write::{self, Scope};

/// How to recompute.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct RecomputeDeadlines {
    /// Only tell what would move; nothing is stored.
    dry_run: bool,
}

/// A deadline that moved, or would.
#[derive(Debug, Serialize, ToSchema)]
struct MovedDeadlineBody {
    /// Of which kind of case: `complaint`, `information_request`, `objection`, `exemption`. More may be added.
    case_kind: String,
    /// Of which case.
    case_id: Uuid,
    /// The same, where it is a complaint.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    complaint_id: Option<Uuid>,
    /// Which deadline, such as `C3`.
    code: String,
    /// When it was due.
    #[serde(serialize_with = "millis")]
    from: DateTime<Utc>,
    /// When it is due now.
    #[serde(serialize_with = "millis")]
    to: DateTime<Utc>,
}

/// What a recomputation moved, or would.
#[derive(Debug, Serialize, ToSchema)]
struct Recomputation {
    /// The deadlines, by case.
    moved: Vec<MovedDeadlineBody>,
}

impl From<MovedDeadline> for MovedDeadlineBody {
    fn from(found: MovedDeadline) -> Self {
        let MovedDeadline { case, moved } = found;
        let complaint_id = (case.kind == COMPLAINT).then_some(case.id);
        Self {
            case_kind: case.kind.into_owned(),
            case_id: case.id,
            complaint_id,
            code: moved.code,
            from: moved.from,
            to: moved.to,
        }
    }
}

/// Recompute open deadlines
///
/// Hitung ulang tenggat. After the holiday list changed, computes every deadline that still runs or stands still with the list as it is
/// now. What has passed or ended never moves. With `dry_run` it tells what would move and stores nothing. For the system's
/// administrator and the ministry's coordinator.
#[utoipa::path(
    tag = "calendar",
    operation_id = "recomputeDeadlines",
    request_body = RecomputeDeadlines,
    security(("bearer" = [])),
    responses((status = 200, description = "What moved, or would.", body = Recomputation)),
)]
#[post("/v1/calendar/recomputations")]
async fn recompute_deadlines(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<RecomputeDeadlines>)>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&http, Scope::Account(&caller.0.scope), header, body.raw())?;
    let render = |moved: Vec<MovedDeadline>| {
        Reply::json(200, &Recomputation { moved: moved.into_iter().map(Into::into).collect() })
    };
    let answer = app.recompute_deadlines(caller.0, body.into_inner().dry_run, key, render).await?;
    Ok(write::respond(&context, answer))
}

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(recompute_deadlines);
}
