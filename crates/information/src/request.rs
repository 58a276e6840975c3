//! A request for public information (permohonan informasi publik, UU 14/2008 Ps 22).

pub mod action;
mod answer;
pub mod command;
mod conversion;
mod delivery;
mod erasure;
pub mod filing;
mod intake;
mod lapse;
pub mod notice;
mod objected;
pub mod policy;
pub mod scope;
mod search;
pub mod state;
mod transition;
pub mod view;
pub mod window;

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    actor::ReporterKey,
    body::Body,
    channel::Channel,
    deadline::DeadlineState,
    deadlines::Deadlines,
    id::{AgencyId, AttachmentId, ComplaintId, ConsequenceTestId, InformationRequestId, ObjectionId, UserId},
    tracking::TrackingNumber,
    zone::Locality,
};
use serde::{Deserialize, Serialize};

use crate::{applicant::ApplicantKind, clocks, registration::RegistrationNumber, step::Case};
use command::{AccessMethod, CopyForm, CostItem, DeliveryMethod, ExtensionReason, Redaction, RefusalGround};
use state::{Outcome, State};
use window::{ShownWindow, Window};

pub use conversion::Conversion;
pub use objected::RequestEffect;

/// The word for this kind of case in events, deadlines and the feed.
pub const CASE_KIND: &str = "information_request";

/// That the notice comes later, and why (UU 14/2008 Ps 22(8)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// By code.
    pub reason_code: ExtensionReason,
    /// In words, as the applicant was told.
    pub text: String,
    /// When it was told.
    pub at: DateTime<Utc>,
}

/// The written notification (pemberitahuan tertulis, UU 14/2008 Ps 22(7)), as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// When.
    pub at: DateTime<Utc>,
    /// In words.
    pub text: String,
    /// The format of what is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// The means by which it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
    /// When it can be had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available_on: Option<NaiveDate>,
    /// Which body has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// Why it is refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<RefusalGround>,
}

/// What copying and sending cost, and whether that was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// For what.
    pub items: Vec<CostItem>,
    /// In all, in whole rupiah.
    pub total_idr: i64,
    /// When it was asked for.
    pub invoiced_at: DateTime<Utc>,
    /// How it was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
}

/// How it was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// How much, in whole rupiah.
    pub amount_idr: i64,
    /// When.
    pub paid_at: DateTime<Utc>,
    /// By what it is known.
    pub reference: String,
}

/// How the information was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// By what way; absent where an objection's execution was recorded from paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<DeliveryMethod>,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// When the applicant had it: by the receipt, else when it was sent.
    pub received_at: DateTime<Utc>,
    /// By whom it was received, by the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_by: Option<String>,
    /// What was handed over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachment_ids: Vec<AttachmentId>,
}

/// The order or settlement of an objection that the request is under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The objection.
    pub objection_id: ObjectionId,
    /// When it was executed.
    pub executed_at: Option<DateTime<Utc>>,
}

/// A request for public information.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the law or the applicant sets")]
pub struct InformationRequest {
    /// Its id.
    pub id: InformationRequestId,
    /// What a person types.
    pub tracking_number: TrackingNumber,
    /// SHA-256 of the secret of an applicant without account.
    pub tracking_secret_hash: Option<Vec<u8>>,
    /// The mark of the applicant's account.
    pub reporter_key: Option<ReporterKey>,
    /// Its number in the register.
    pub registration_number: RegistrationNumber,
    /// Where it stands.
    pub state: State,
    /// What the notice said.
    pub outcome: Option<Outcome>,
    /// Whether the notice, or what was granted, came later than the law allows.
    pub late: bool,
    /// What is missing: fields by their names, or in the desk's words.
    pub missing: Vec<String>,
    /// In what form somebody asks.
    pub applicant_kind: ApplicantKind,
    /// Whether somebody acts for the applicant.
    pub has_proxy: bool,
    /// Whether the applicant can be reached.
    pub has_contact: bool,
    /// What is asked for (rincian informasi).
    pub information: String,
    /// What for (tujuan penggunaan).
    pub purpose: Option<String>,
    /// How the applicant wants to have it.
    pub access_method: Option<AccessMethod>,
    /// In what form a copy is wanted.
    pub copy_form: Option<CopyForm>,
    /// How it comes to the applicant.
    pub delivery_method: Option<DeliveryMethod>,
    /// The body that is asked.
    pub agency: Body,
    /// The unit that looks for it.
    pub unit_id: Option<AgencyId>,
    /// How it came in.
    pub channel: Channel,
    /// That the notice comes later.
    pub extension: Option<Extension>,
    /// The notice.
    pub notice: Option<Notice>,
    /// What is blacked out.
    pub redactions: Vec<Redaction>,
    /// What it costs.
    pub cost: Option<Cost>,
    /// How it was handed over.
    pub delivery: Option<Delivery>,
    /// The windows for objections, in the order in which they opened.
    pub windows: Vec<Window>,
    /// The test that the answer waits for.
    pub open_test_id: Option<ConsequenceTestId>,
    /// Whether a consequence test was ever started for it.
    pub was_tested: bool,
    /// The objection that is under way.
    pub objection_id: Option<ObjectionId>,
    /// The order that it is under, or was.
    pub order: Option<Order>,
    /// Whether the Information Commission has a dispute about it.
    pub is_disputed: bool,
    /// The question that it was converted from.
    pub origin_complaint_id: Option<ComplaintId>,
    /// Who gave the notice: they do not decide on an objection to it.
    pub decided_by: Option<UserId>,
    /// Its clocks.
    pub deadlines: Deadlines,
    /// When it was received (handed in).
    pub received_at: DateTime<Utc>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Grows with each change of what anybody sees.
    pub version: i64,
}

impl InformationRequest {
    /// The locality that its body's clocks run by.
    pub fn locality(&self) -> &Locality {
        &self.agency.locality
    }

    /// Whether the notice was put off.
    pub fn is_extended(&self) -> bool {
        self.extension.is_some()
    }

    /// The windows as they are shown.
    pub fn objection_windows(&self) -> Vec<ShownWindow> {
        let shown = |window: &Window| {
            let clock = window.deadline(&self.deadlines)?;
            Some(ShownWindow {
                trigger: window.trigger,
                grounds: window.trigger.grounds(),
                opens_at: clock.started_at,
                closes_at: clock.due_at,
                is_open: window.is_open(&self.deadlines),
            })
        };
        self.windows.iter().filter_map(shown).collect()
    }

    /// Whether an order is still to be executed.
    pub fn owes_execution(&self) -> bool {
        self.order.is_some_and(|order| order.executed_at.is_none())
    }

    /// Whether handing over was not done in time.
    pub(crate) fn missed_handover(&self) -> bool {
        self.deadlines.latest(clocks::R5.code).is_some_and(|clock| clock.state == DeadlineState::Missed)
    }
}

impl Case for InformationRequest {
    fn state_name(&self) -> &'static str {
        self.state.tag().name()
    }

    fn deadlines(&self) -> &Deadlines {
        &self.deadlines
    }

    fn deadlines_mut(&mut self) -> &mut Deadlines {
        &mut self.deadlines
    }

    fn locality(&self) -> &Locality {
        &self.agency.locality
    }

    fn received_at(&self) -> DateTime<Utc> {
        self.received_at
    }

    fn updated_at(&self) -> DateTime<Utc> {
        self.updated_at
    }

    fn renew(&mut self, now: DateTime<Utc>) {
        self.version += 1;
        self.updated_at = now;
    }
}
