//! The actions with what they carry, references resolved.

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::id::{AgencyId, AttachmentId, ConsequenceTestId};

use super::action::Action;
use crate::{applicant::Identity, article::Article, consequence_test::TestOutcome};

named! {
    /// How the applicant wants to have it (cara memperoleh informasi).
    AccessMethod {
        /// See, read, listen or note down (melihat, membaca, mendengarkan, mencatat).
        View = "view",
        /// Get a copy (mendapatkan salinan).
        Copy = "copy",
    }

    /// In what form a copy is wanted (bentuk salinan).
    CopyForm {
        /// A file (salinan elektronik).
        Soft = "soft",
        /// On paper (salinan cetak).
        Hard = "hard",
    }

    /// How it comes to the applicant (cara mengirimkan informasi).
    DeliveryMethod {
        /// Collected at the desk (diambil langsung).
        Collect = "collect",
        /// By courier (kurir).
        Courier = "courier",
        /// By post (pos).
        Post = "post",
        /// By e-mail (surel).
        Email = "email",
        /// By fax (faksimile).
        Fax = "fax",
        /// By a link (unduhan).
        Download = "download",
    }

    /// Why a notice comes later (alasan perpanjangan, UU 14/2008 Ps 22(8)).
    ExtensionReason {
        /// Not yet in possession (belum dikuasai).
        NotYetHeld = "not_yet_held",
        /// Not yet documented (belum didokumentasikan).
        NotDocumented = "not_documented",
        /// Not yet decided whether it is exempt (belum dapat diputuskan dikecualikan atau tidak).
        ExemptionUndecided = "exemption_undecided",
    }
}

/// What the applicant completes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Who asks, as it is known from now on, where something of it was told anew.
    pub identity: Option<Identity>,
    /// The purpose of use.
    pub purpose: Option<String>,
    /// How the applicant wants to have it.
    pub access_method: Option<AccessMethod>,
    /// In what form a copy is wanted.
    pub copy_form: Option<CopyForm>,
    /// How it comes to the applicant.
    pub delivery_method: Option<DeliveryMethod>,
    /// What is told beside.
    pub text: Option<String>,
}

/// Something that costs (butir biaya, `domain` 2.10): copying and sending only.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CostItem {
    /// What.
    pub item: String,
    /// How much, in whole rupiah.
    pub amount_idr: i64,
    /// By what tariff.
    pub legal_basis: String,
}

/// What is given, and how (UU 14/2008 Ps 22(7) d, f, g).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// In words.
    pub text: String,
    /// The format.
    pub form: String,
    /// The means.
    pub means: String,
    /// When it can be had.
    pub available_on: Option<NaiveDate>,
    /// What it costs.
    pub cost: Vec<CostItem>,
}

/// An approved consequence test, as far as the rules ask; none where it is not approved, or not this request's or body's to cite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The test.
    pub test_id: ConsequenceTestId,
    /// The ground that it tested.
    pub article: Article,
    /// What it found.
    pub outcome: TestOutcome,
}

/// A part that is blacked out (penghitaman), and why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Redaction {
    /// Which part.
    pub part: String,
    /// On what ground.
    pub ground: Article,
    /// By which test.
    pub consequence_test_id: ConsequenceTestId,
}

/// A ground of a refusal.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RefusalGround {
    /// The letter of Ps 17.
    pub ground: Article,
    /// Another law, under Ps 17 j.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// By which test.
    pub consequence_test_id: ConsequenceTestId,
}

/// How it was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// By what way.
    pub method: DeliveryMethod,
    /// What was handed over.
    pub attachment_ids: Vec<AttachmentId>,
    /// Who received it, by the receipt.
    pub received_by: Option<String>,
    /// When, by the receipt.
    pub received_at: Option<DateTime<Utc>>,
}

/// An action with what it carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// See [`Action::RegisterComplete`].
    RegisterComplete {
        /// A note for the handlers.
        note: Option<String>,
    },
    /// See [`Action::AskCompletion`].
    AskCompletion {
        /// What is missing.
        missing: Vec<String>,
        /// Why it is needed.
        reason: String,
    },
    /// See [`Action::Complete`].
    Complete(Completion),
    /// See [`Action::Assign`].
    Assign {
        /// The unit.
        unit_id: AgencyId,
        /// A note for the handlers.
        note: Option<String>,
    },
    /// See [`Action::SubmitMaterial`].
    SubmitMaterial {
        /// What was found.
        text: String,
    },
    /// See [`Action::StartConsequenceTest`].
    StartConsequenceTest {
        /// The id that the test gets.
        test_id: ConsequenceTestId,
        /// The part in question.
        information: String,
    },
    /// See [`Action::Extend`].
    Extend {
        /// Why, by code.
        reason_code: ExtensionReason,
        /// Why, in words.
        text: String,
    },
    /// See [`Action::NotHeld`].
    NotHeld {
        /// Which body has it, if that is known.
        holder: Option<String>,
        /// In words.
        text: String,
    },
    /// See [`Action::NotDocumented`].
    NotDocumented {
        /// In words.
        text: String,
    },
    /// See [`Action::NotifyGrant`].
    NotifyGrant(Grant),
    /// See [`Action::NotifyPartial`].
    NotifyPartial {
        /// What is given.
        grant: Grant,
        /// What is not, each with its proof.
        redactions: Vec<(Redaction, Option<Proof>)>,
    },
    /// See [`Action::NotifyRefusal`].
    NotifyRefusal {
        /// Why, each with its proof.
        grounds: Vec<(RefusalGround, Option<Proof>)>,
        /// In words.
        text: String,
    },
    /// See [`Action::RecordPayment`].
    RecordPayment {
        /// How much, in whole rupiah.
        amount_idr: i64,
        /// When.
        paid_at: DateTime<Utc>,
        /// By what it is known.
        reference: String,
    },
    /// See [`Action::Deliver`].
    Deliver(Handover),
    /// See [`Action::Withdraw`].
    Withdraw {
        /// Why.
        reason: Option<String>,
    },
}

impl Command {
    /// Which action it is.
    pub fn action(&self) -> Action {
        match self {
            Self::RegisterComplete { .. } => Action::RegisterComplete,
            Self::AskCompletion { .. } => Action::AskCompletion,
            Self::Complete(_) => Action::Complete,
            Self::Assign { .. } => Action::Assign,
            Self::SubmitMaterial { .. } => Action::SubmitMaterial,
            Self::StartConsequenceTest { .. } => Action::StartConsequenceTest,
            Self::Extend { .. } => Action::Extend,
            Self::NotHeld { .. } => Action::NotHeld,
            Self::NotDocumented { .. } => Action::NotDocumented,
            Self::NotifyGrant(_) => Action::NotifyGrant,
            Self::NotifyPartial { .. } => Action::NotifyPartial,
            Self::NotifyRefusal { .. } => Action::NotifyRefusal,
            Self::RecordPayment { .. } => Action::RecordPayment,
            Self::Deliver(_) => Action::Deliver,
            Self::Withdraw { .. } => Action::Withdraw,
        }
    }
}
