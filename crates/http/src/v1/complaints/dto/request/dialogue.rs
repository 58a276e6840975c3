//! Bodies of what handlers write down of a dialogue (Propartif).

use chrono::{DateTime, NaiveDate, Utc};
use padi_complaints::dialogue::{
    AgreedItem, Agreement, Confirmation, Contact, ContactChannel, Interview, Party, Session,
};
use padi_kernel::id::AgencyId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::items_fit;
use crate::v1::words::not_blank;

/// With whom somebody spoke (pihak).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DialogueParty {
    /// The reporter (pelapor).
    Reporter,
    /// The unit complained of (unit terlapor).
    Unit,
}

impl From<DialogueParty> for Party {
    fn from(party: DialogueParty) -> Self {
        match party {
            DialogueParty::Reporter => Self::Reporter,
            DialogueParty::Unit => Self::Unit,
        }
    }
}

impl From<Party> for DialogueParty {
    fn from(party: Party) -> Self {
        match party {
            Party::Reporter => Self::Reporter,
            Party::Unit => Self::Unit,
        }
    }
}

/// By what somebody was contacted (cara kontak). More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DialogueChannel {
    /// Telephone.
    Phone,
    /// A visit at their place (kunjungan).
    Visit,
    /// At the counter (tatap muka).
    FaceToFace,
    /// A messenger (pesan).
    Chat,
    /// SMS.
    Sms,
    /// E-mail (surel).
    Email,
    /// Letter (surat).
    Letter,
    /// A call with pictures (panggilan video).
    VideoCall,
}

impl From<DialogueChannel> for ContactChannel {
    fn from(channel: DialogueChannel) -> Self {
        match channel {
            DialogueChannel::Phone => Self::Phone,
            DialogueChannel::Visit => Self::Visit,
            DialogueChannel::FaceToFace => Self::FaceToFace,
            DialogueChannel::Chat => Self::Chat,
            DialogueChannel::Sms => Self::Sms,
            DialogueChannel::Email => Self::Email,
            DialogueChannel::Letter => Self::Letter,
            DialogueChannel::VideoCall => Self::VideoCall,
        }
    }
}

impl From<ContactChannel> for DialogueChannel {
    fn from(channel: ContactChannel) -> Self {
        match channel {
            ContactChannel::Phone => Self::Phone,
            ContactChannel::Visit => Self::Visit,
            ContactChannel::FaceToFace => Self::FaceToFace,
            ContactChannel::Chat => Self::Chat,
            ContactChannel::Sms => Self::Sms,
            ContactChannel::Email => Self::Email,
            ContactChannel::Letter => Self::Letter,
            ContactChannel::VideoCall => Self::VideoCall,
        }
    }
}

/// A direct contact, or the attempt of one (kontak langsung).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddDialogueContact {
    /// With whom (pihak).
    pub(crate) party: DialogueParty,
    /// By what (cara).
    pub(crate) channel: DialogueChannel,
    /// When (waktu); not in the future, and not before the day on which the case was received.
    pub(crate) at: DateTime<Utc>,
    /// Whether they were reached (terhubung).
    pub(crate) reached: bool,
    /// What was said (ringkasan); for the handlers only.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) summary: String,
}

impl From<AddDialogueContact> for Contact {
    fn from(body: AddDialogueContact) -> Self {
        Self {
            party: body.party.into(),
            channel: body.channel.into(),
            at: padi_kernel::clock::to_millis(body.at),
            reached: body.reached,
            summary: body.summary,
        }
    }
}

/// What was heard (mendengar aktif); for the handlers only.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddDialogueInterview {
    /// The facts (fakta).
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) facts: String,
    /// The interest behind the position (kepentingan).
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) interest: String,
    /// The outcome that is wanted (harapan).
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) wanted_outcome: String,
    /// Whether the reporter wants to settle the matter in talks (persetujuan); if not, the dialogue ends.
    pub(crate) consent: bool,
}

impl From<AddDialogueInterview> for Interview {
    fn from(body: AddDialogueInterview) -> Self {
        let AddDialogueInterview { facts, interest, wanted_outcome, consent } = body;
        Self { facts, interest, wanted_outcome, consent }
    }
}

/// A dialogue session (pertemuan dialog), planned or held.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddDialogueSession {
    /// When (waktu).
    pub(crate) held_at: DateTime<Utc>,
    /// Where (tempat); needed unless online.
    #[validate(length(min = 1, max = 500), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 500, pattern = r"\S", nullable = false)]
    pub(crate) place: Option<String>,
    /// Whether over the network (daring).
    pub(crate) online: bool,
    /// Who takes part (peserta), each up to 200 characters; for the handlers only.
    #[validate(length(max = 50), custom(function = "items_fit"))]
    #[schema(max_items = 50)]
    pub(crate) participants: Vec<String>,
    /// What about (agenda); for the handlers only.
    #[validate(length(min = 1, max = 5_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 5_000, pattern = r"\S")]
    pub(crate) agenda: String,
    /// What was said (notulen); for the handlers only.
    #[validate(length(min = 1, max = 20_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S", nullable = false)]
    pub(crate) minutes: Option<String>,
}

impl From<AddDialogueSession> for Session {
    fn from(body: AddDialogueSession) -> Self {
        Self {
            held_at: padi_kernel::clock::to_millis(body.held_at),
            place: body.place,
            online: body.online,
            participants: body.participants,
            agenda: body.agenda,
            minutes: body.minutes,
        }
    }
}

/// Something that one side promises (butir kesepakatan).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAgreementItem {
    /// What (uraian).
    #[validate(length(min = 1, max = 2_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 2_000, pattern = r"\S")]
    pub(crate) text: String,
    /// By when (batas waktu); today or later.
    pub(crate) due_on: NaiveDate,
    /// The agency or unit that does it (penanggung jawab).
    pub(crate) owner_unit_id: Uuid,
}

/// What the parties agreed upon (kesepakatan).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddDialogueAgreement {
    /// In words (isi kesepakatan).
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) text: String,
    /// What is to be done (butir), 1 to 50.
    #[validate(length(min = 1, max = 50), nested)]
    #[schema(min_items = 1, max_items = 50)]
    pub(crate) items: Vec<NewAgreementItem>,
}

impl From<AddDialogueAgreement> for Agreement {
    fn from(body: AddDialogueAgreement) -> Self {
        let item = |item: NewAgreementItem| AgreedItem {
            text: item.text,
            due_on: item.due_on,
            owner_unit_id: AgencyId(item.owner_unit_id),
        };
        Self { text: body.text, items: body.items.into_iter().map(item).collect() }
    }
}

/// That something promised was done (penyelesaian butir).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompleteDialogueItem {
    /// What proves it (bukti).
    #[validate(length(min = 1, max = 5_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 5_000, pattern = r"\S")]
    pub(crate) evidence: String,
}

/// The reporter's word on the outcome, asked for by the handler (konfirmasi).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmDialogue {
    /// Whether the reporter is satisfied (puas).
    pub(crate) satisfied: bool,
    /// In words (keterangan); with a satisfied word it is the text of the answer.
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S", nullable = false)]
    pub(crate) text: Option<String>,
}

impl From<ConfirmDialogue> for Confirmation {
    fn from(body: ConfirmDialogue) -> Self {
        Self { satisfied: body.satisfied, text: body.text }
    }
}
