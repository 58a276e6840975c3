//! Typed identifiers: one newtype for each aggregate, all registered here.
//!
//! Ids are `UUIDv7` (RFC 9562) made from the law's clock and injected entropy, but `UUIDv4` for what is filed anonymous or
//! secret, because a v7 tells its minute. Nothing may be sorted by an id alone.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entropy::Entropy;

/// A fresh `UUIDv7` for the instant.
pub fn time_ordered(now: DateTime<Utc>, entropy: &dyn Entropy) -> Uuid {
    let mut random = [0_u8; 10];
    entropy.fill(&mut random);
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// A fresh random `UUIDv4`, which tells nothing of when it was made.
pub fn random(entropy: &dyn Entropy) -> Uuid {
    let mut bytes = [0_u8; 16];
    entropy.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Defines one id newtype; a macro because the orphan rule leaves no function that could do it.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh time-ordered id.
            pub fn new(now: DateTime<Utc>, entropy: &dyn Entropy) -> Self {
                Self(time_ordered(now, entropy))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A complaint (pengaduan), aspiration or question.
    ComplaintId,
    /// A body of government or a unit of one (instansi, unit kerja).
    AgencyId,
    /// A category of complaints (kategori).
    CategoryId,
    /// A person's account (akun).
    UserId,
    /// One grant of a role at an agency.
    GrantId,
    /// One entry of the event log.
    EventId,
    /// One running or ended deadline (tenggat).
    DeadlineId,
    /// The part of an agency in a complaint (penugasan instansi).
    AssignmentId,
    /// One entry of a dialogue: contact, interview, session, agreement, confirmation.
    DialogueEntryId,
    /// One thing promised in an agreement (butir kesepakatan).
    DialogueItemId,
    /// One holiday or joint-leave day (hari libur, cuti bersama).
    HolidayId,
    /// One rule of law within a rule set.
    RuleId,
    /// One session (sesi): a log-in on one device, with its family of rotated refresh tokens.
    SessionId,
    /// One outgoing mail.
    MailId,
    /// One attachment of a case (lampiran).
    AttachmentId,
    /// One sealed blob in the object store.
    BlobId,
    /// One notification (pemberitahuan).
    NotificationId,
    /// A data subject's request (permintaan subjek data pribadi).
    DataRequestId,
    /// An export of a person's own data (salinan data pribadi).
    DataExportId,
    /// A legal hold on a case (penahanan hukum).
    LegalHoldId,
    /// One request to know who stands behind a case (permohonan pembukaan identitas).
    RevealId,
    /// A request for public information (permohonan informasi publik).
    InformationRequestId,
    /// An objection to how such a request was dealt with (keberatan).
    ObjectionId,
    /// A consequence test (uji konsekuensi).
    ConsequenceTestId,
    /// An entry of the list of exempt information (informasi yang dikecualikan).
    ExemptionId,
}

impl ComplaintId {
    /// An id that does not tell when the case was filed, for anonymous and secret ones.
    pub fn untimed(entropy: &dyn Entropy) -> Self {
        Self(random(entropy))
    }
}
