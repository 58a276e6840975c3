//! `/v1/me/notification-preferences`: what the caller wants by mail, and in which language.

use crate::routes::ServiceConfig;
use actix_web::{HttpResponse, get, patch, web};
use padi_app::App;
use padi_app::notifications::{ChangePreferences, Preferences};
use padi_kernel::notice::NoticeKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::account::LanguageTag;
use crate::auth::Required;
use crate::body::{After, Patch};
use crate::conditional::{ETag, IfMatch, IfNoneMatch, tagged};
use crate::problem::Problem;

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(read_preferences).service(change_preferences);
}

/// Which kinds of notifications come by mail: surel per jenis pemberitahuan
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each kind is chosen by itself")]
struct MailPreferences {
    /// Receipts (tanda terima).
    receipt: bool,
    /// Dispositions (disposisi).
    disposition: bool,
    /// Follow-ups and replies (tindak lanjut).
    follow_up: bool,
    /// Questions for missing data (permintaan data).
    question: bool,
    /// Ends of cases (penyelesaian).
    completion: bool,
    /// Reminders of deadlines (pengingat).
    reminder: bool,
    /// Escalations (eskalasi).
    escalation: bool,
    /// Revealed identities (pembukaan identitas).
    identity_revealed: bool,
    /// Sign-ins to the account (masuk akun).
    sign_in: bool,
    /// Ends of imports (impor).
    import_finished: bool,
}

/// What the caller wants: preferensi pemberitahuan
#[derive(Debug, Serialize, ToSchema)]
struct NotificationPreferences {
    /// Language of mails (bahasa); the account's, as at `/v1/me`.
    language: LanguageTag,
    /// By kind, whether it comes by mail (surel). In the system everything is told.
    email: MailPreferences,
}

/// Kinds to have by mail, or not; what is absent stays.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct MailPreferencesChange {
    /// Receipts (tanda terima).
    #[schema(nullable = false)]
    receipt: Option<bool>,
    /// Dispositions (disposisi).
    #[schema(nullable = false)]
    disposition: Option<bool>,
    /// Follow-ups and replies (tindak lanjut).
    #[schema(nullable = false)]
    follow_up: Option<bool>,
    /// Questions for missing data (permintaan data).
    #[schema(nullable = false)]
    question: Option<bool>,
    /// Ends of cases (penyelesaian).
    #[schema(nullable = false)]
    completion: Option<bool>,
    /// Reminders of deadlines (pengingat).
    #[schema(nullable = false)]
    reminder: Option<bool>,
    /// Escalations (eskalasi).
    #[schema(nullable = false)]
    escalation: Option<bool>,
    /// Revealed identities (pembukaan identitas).
    #[schema(nullable = false)]
    identity_revealed: Option<bool>,
    /// Sign-ins to the account (masuk akun).
    #[schema(nullable = false)]
    sign_in: Option<bool>,
    /// Ends of imports (impor).
    #[schema(nullable = false)]
    import_finished: Option<bool>,
}

/// What to change of one's preferences; what is absent stays: perubahan preferensi
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct NotificationPreferencesChange {
    /// Another language of mails (bahasa).
    #[schema(nullable = false)]
    language: Option<LanguageTag>,
    /// Kinds to have by mail, or not (surel).
    #[validate(nested)]
    #[schema(nullable = false)]
    email: Option<MailPreferencesChange>,
}

impl From<&Preferences> for NotificationPreferences {
    fn from(preferences: &Preferences) -> Self {
        let wants = |kind| preferences.email.wants(kind);
        Self {
            language: preferences.language.into(),
            email: MailPreferences {
                receipt: wants(NoticeKind::Receipt),
                disposition: wants(NoticeKind::Disposition),
                follow_up: wants(NoticeKind::FollowUp),
                question: wants(NoticeKind::Question),
                completion: wants(NoticeKind::Completion),
                reminder: wants(NoticeKind::Reminder),
                escalation: wants(NoticeKind::Escalation),
                identity_revealed: wants(NoticeKind::IdentityRevealed),
                sign_in: wants(NoticeKind::SignIn),
                import_finished: wants(NoticeKind::ImportFinished),
            },
        }
    }
}

impl MailPreferencesChange {
    fn chosen(self) -> Vec<(NoticeKind, bool)> {
        let all = [
            (NoticeKind::Receipt, self.receipt),
            (NoticeKind::Disposition, self.disposition),
            (NoticeKind::FollowUp, self.follow_up),
            (NoticeKind::Question, self.question),
            (NoticeKind::Completion, self.completion),
            (NoticeKind::Reminder, self.reminder),
            (NoticeKind::Escalation, self.escalation),
            (NoticeKind::IdentityRevealed, self.identity_revealed),
            (NoticeKind::SignIn, self.sign_in),
            (NoticeKind::ImportFinished, self.import_finished),
        ];
        all.into_iter().filter_map(|(kind, wanted)| Some((kind, wanted?))).collect()
    }
}

/// Read what one wants to be told
///
/// Preferensi pemberitahuan saya: the language of mails, and which kinds come by mail. The version is that of the account.
#[utoipa::path(
    operation_id = "readNotificationPreferences",
    tag = "notifications",
    responses((
        status = 200,
        description = "The preferences.",
        body = NotificationPreferences,
        headers(("ETag" = String))
    )),
    security(("bearer" = []))
)]
#[get("/v1/me/notification-preferences")]
async fn read_preferences(
    app: web::Data<App>,
    After(caller, known): After<Required, IfNoneMatch>,
) -> Result<HttpResponse, Problem> {
    let preferences = app.notification_preferences(&caller.0).await?;
    Ok(tagged(&known, preferences.version, &NotificationPreferences::from(&preferences)))
}

/// Change what one wants to be told
///
/// Ubah preferensi pemberitahuan. What is absent stays. The version is that of the account, as at `/v1/me`.
#[utoipa::path(
    operation_id = "changeNotificationPreferences",
    tag = "notifications",
    request_body(content = NotificationPreferencesChange, content_type = "application/merge-patch+json"),
    responses((
        status = 200,
        description = "The preferences.",
        body = NotificationPreferences,
        headers(("ETag" = String))
    )),
    security(("bearer" = []))
)]
#[patch("/v1/me/notification-preferences")]
async fn change_preferences(
    app: web::Data<App>,
    After(caller, (seen, patch)): After<Required, (IfMatch, Patch<NotificationPreferencesChange>)>,
) -> Result<HttpResponse, Problem> {
    let NotificationPreferencesChange { language, email } = patch.into_inner();
    let email = email.unwrap_or_default().chosen();
    let change = ChangePreferences { language: language.map(Into::into), email };
    let preferences = app.change_notification_preferences(&caller.0, change, seen.for_use_case()).await?;
    let body = NotificationPreferences::from(&preferences);
    Ok(HttpResponse::Ok().insert_header(ETag(preferences.version)).json(body))
}
