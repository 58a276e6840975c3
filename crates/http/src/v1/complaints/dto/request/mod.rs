//! Request bodies of complaints: shape only; sense is the domain's. Here is what several operations take.

mod desk;
mod dialogue;
mod filing;
mod handling;
mod joint;
mod reporter;
mod secrecy;

use padi_app::complaints::order::Order;
use padi_complaints::command::{Command, Missing};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::v1::case::{TextBody, attachments, items_fit};
use crate::v1::words::not_blank;

pub(crate) use self::desk::{ArchiveComplaint, HandleComplaint, VerifyComplaint};
pub(crate) use self::dialogue::{
    AddDialogueAgreement, AddDialogueContact, AddDialogueInterview, AddDialogueSession, CompleteDialogueItem,
    ConfirmDialogue, DialogueChannel, DialogueParty,
};
pub(crate) use self::filing::{GeoPoint, SubmitComplaint};
pub(crate) use self::handling::{FollowUpBody, RedisposeComplaint, ReturnComplaint};
pub(crate) use self::joint::{AddSupport, MergeComplaint, SplitComplaint};
pub(crate) use self::reporter::{AcceptComplaint, RateComplaint};
pub(crate) use self::secrecy::{ConcludeExamination, ExplanationBody, RedactComplaint, RestrictComplaint};

impl TextBody {
    /// The order to do what the text says, with its attachments.
    pub(crate) fn order(self, command: impl FnOnce(String) -> Command) -> Order {
        Order::WithAttachments(command(self.text), attachments(self.attachment_ids))
    }
}

/// Data that is missing.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskForData {
    /// Why the case waits.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S")]
    pub(crate) reason: String,
    /// What is asked for, each up to 200 characters.
    #[serde(default)]
    #[validate(length(max = 20), custom(function = "items_fit"))]
    #[schema(max_items = 20)]
    pub(crate) missing: Vec<String>,
}

impl From<AskForData> for Missing {
    fn from(body: AskForData) -> Self {
        Self { reason: body.reason, missing: body.missing }
    }
}

/// Why the case is not this agency's, and whose it may be.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct SendOn {
    /// Why.
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S")]
    pub(crate) reason: String,
    /// Whose it may be.
    #[schema(nullable = false)]
    pub(crate) suggested_agency_id: Option<Uuid>,
}
