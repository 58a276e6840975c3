//! `/v1/notifications`: what the caller was told, and what they have read of it.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use padi_app::App;
use padi_app::idempotency::Reply;
use padi_app::notifications::Shown;
use padi_kernel::id::NotificationId;
use padi_kernel::notice::NoticeKind;
use padi_kernel::page::PageRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::auth::Required;
use crate::body::After;
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::language::Language;
use crate::page::{decode_cursor, encode_cursor, page};
use crate::problem::{Code, Problem};
use crate::query::{Limit, Query};
use crate::timestamp::{millis, millis_option};
use crate::write::{self, Scope};

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(list_notifications).service(read_all_notifications).service(read_notification);
}

/// What a notification is about: jenis pemberitahuan. An open set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum NotificationKind {
    /// A case was received (tanda terima).
    Receipt,
    /// A case was given to somebody (disposisi).
    Disposition,
    /// Something was done or said (tindak lanjut).
    FollowUp,
    /// Data are missing (permintaan data).
    Question,
    /// A case has ended (penyelesaian).
    Completion,
    /// A term comes to its end (pengingat).
    Reminder,
    /// A term has passed (eskalasi).
    Escalation,
    /// Somebody read the identity of a reporter (pembukaan identitas).
    IdentityRevealed,
    /// Somebody signed in to the account (masuk akun).
    SignIn,
    /// An import has ended (impor).
    ImportFinished,
}

impl From<NoticeKind> for NotificationKind {
    fn from(kind: NoticeKind) -> Self {
        match kind {
            NoticeKind::Receipt => Self::Receipt,
            NoticeKind::Disposition => Self::Disposition,
            NoticeKind::FollowUp => Self::FollowUp,
            NoticeKind::Question => Self::Question,
            NoticeKind::Completion => Self::Completion,
            NoticeKind::Reminder => Self::Reminder,
            NoticeKind::Escalation => Self::Escalation,
            NoticeKind::IdentityRevealed => Self::IdentityRevealed,
            NoticeKind::SignIn => Self::SignIn,
            NoticeKind::ImportFinished => Self::ImportFinished,
        }
    }
}

/// Something that the caller was told: pemberitahuan
///
/// Of a case it has the number and the state of that time, never its title, its text or a name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Notification {
    /// Its id.
    id: Uuid,
    /// What it is about (jenis).
    kind: NotificationKind,
    /// Kind of the case (jenis perkara), such as `complaint`; absent where there is no case, or none that the caller may still know of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "complaint")]
    case_kind: Option<String>,
    /// The case (perkara); absent with `case_kind`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    case_id: Option<Uuid>,
    /// In a few words (judul), in the language asked for.
    title: String,
    /// In a sentence or two (isi), in the language asked for.
    text: String,
    /// When it happened (waktu); to the day where the caller may not know the hour.
    #[serde(serialize_with = "millis")]
    created_at: DateTime<Utc>,
    /// When the caller marked it as read (dibaca pada); absent until then.
    #[serde(serialize_with = "millis_option", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    read_at: Option<DateTime<Utc>>,
}

impl Notification {
    pub(super) fn new(shown: Shown, language: Language) -> Self {
        let words = shown.words(language.into());
        let (case_kind, case_id) = shown.about.map(|about| (about.case_kind, about.case_id)).unzip();
        Self {
            id: shown.id.0,
            kind: shown.kind.into(),
            case_kind,
            case_id,
            title: words.title,
            text: words.text,
            created_at: shown.created_at,
            read_at: shown.read_at,
        }
    }
}

/// A page of notifications.
#[derive(Debug, Serialize, ToSchema)]
struct NotificationPage {
    /// The notifications (pemberitahuan), newest first.
    data: Vec<Notification>,
    /// Cursor of the next page; `null` at the end.
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<NotificationTotal>,
}

/// A count that stops at 10,000.
#[derive(Debug, Serialize, ToSchema)]
struct NotificationTotal {
    /// The count (jumlah).
    value: u64,
    /// Whether it is exact (pasti).
    exact: bool,
}

/// Which notifications.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NotificationFilter {
    /// `true`: only those that were not read; `false`: only those that were; absent: all.
    #[param(nullable = false)]
    unread: Option<bool>,
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

/// List what the caller was told
///
/// Pemberitahuan saya. Newest first: receipts, dispositions, follow-ups, questions, completions, reminders and escalations of the
/// caller's own cases and of those in their hands. What a case is about is seen at the case itself; of a case that the caller may no
/// longer know of neither number nor state is left.
#[utoipa::path(
    tag = "notifications",
    operation_id = "listNotifications",
    params(NotificationFilter),
    security(("bearer" = [])),
    responses((status = 200, description = "One page.", body = NotificationPage, headers(("Link")))),
)]
#[get("/v1/notifications")]
async fn list_notifications(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, filter): After<Required, Query<NotificationFilter>>,
) -> Result<HttpResponse, Problem> {
    let NotificationFilter { unread, limit, cursor, include_total } = filter.into_inner();
    let after = cursor.as_deref().map(|cursor| decode_cursor(&http, cursor)).transpose()?;
    let request = PageRequest { limit: limit.get().into(), after, include_total };
    let found = app.list_notifications(&caller.0, unread, &request).await?;
    let next_cursor = found.next.map(|place| encode_cursor(&http, &place)).transpose()?;
    let total = found.total.map(|total| NotificationTotal { value: total.value, exact: total.exact });
    let data = found.items.into_iter().map(|shown| Notification::new(shown, context.language)).collect();
    let body = NotificationPage { data, next_cursor, total };
    Ok(page(&http, &context, body.next_cursor.as_deref(), &body))
}

/// Mark a notification as read
///
/// Tandai dibaca. One that was read before keeps its time. A notification has no version, so `If-Match` is not looked at.
#[utoipa::path(
    tag = "notifications",
    operation_id = "readNotification",
    params(("id" = Uuid, Path, description = "Id of the notification.")),
    security(("bearer" = [])),
    responses((status = 200, description = "The notification.", body = Notification)),
)]
#[post("/v1/notifications/{id}/read")]
async fn read_notification(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    After(caller, header): After<Required, IdempotencyKey>,
) -> Result<HttpResponse, Problem> {
    // A malformed id is that of nothing.
    let id: NotificationId = path.parse().map_err(|_| Problem::new(Code::NotFound))?;
    let key = write::key(&http, Scope::Account(&caller.0.scope), header, b"")?;
    let language = context.language;
    let render =
        move |shown: Shown| Ok(Reply::json(200, &Notification::new(shown, language))?.in_language(language.tag()));
    let answer = app.read_notification(caller.0, id, key, render).await?;
    Ok(write::respond(&context, answer))
}

/// Mark all notifications as read
///
/// Tandai semua dibaca. All that the caller was told until now.
#[utoipa::path(
    tag = "notifications",
    operation_id = "readAllNotifications",
    security(("bearer" = [])),
    responses((status = 204, description = "All are read.")),
)]
#[post("/v1/notifications/read-all")]
async fn read_all_notifications(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, header): After<Required, IdempotencyKey>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&http, Scope::Account(&caller.0.scope), header, b"")?;
    let answer = app.read_all_notifications(caller.0, key).await?;
    Ok(write::respond(&context, answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_name() {
        for kind in NoticeKind::ALL {
            assert_eq!(serde_json::json!(NotificationKind::from(kind)), kind.name());
        }
    }
}
