//! Filing (pengajuan permohonan): how a request comes into being, by the applicant or at a desk (UU 14/2008 Ps 22(1)-(3)).

use chrono::{DateTime, Datelike as _, Utc};
use padi_kernel::{
    actor::ReporterKey,
    body::Body,
    channel::Channel,
    deadlines::{DeadlineError, Deadlines},
    entropy::Entropy,
    event::{Audience, By},
    filing::{FilingFault, receipt_fault},
    id::InformationRequestId,
    tracking::{Series, TrackingNumber},
};
use serde_json::json;

use super::{
    InformationRequest,
    command::{AccessMethod, CopyForm, DeliveryMethod},
    state::State,
};
use crate::{
    applicant::{ApplicantKind, Identity},
    clocks,
    effect::Applied,
    registration::RegistrationNumber,
    step::{Context, Step},
};

/// What is filed, checked for shape, references resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// The body that is asked.
    pub agency: Body,
    /// Its number in the register, drawn for it.
    pub registration_number: RegistrationNumber,
    /// In what form somebody asks.
    pub applicant_kind: ApplicantKind,
    /// Who asks. It is sealed apart from the request, which keeps only what is missing of it.
    pub identity: Identity,
    /// What is asked for.
    pub information: String,
    /// What for.
    pub purpose: Option<String>,
    /// How the applicant wants to have it.
    pub access_method: Option<AccessMethod>,
    /// In what form a copy is wanted.
    pub copy_form: Option<CopyForm>,
    /// How it comes to the applicant.
    pub delivery_method: Option<DeliveryMethod>,
    /// How it came in.
    pub channel: Channel,
    /// When it was handed in; before now for what a desk types in from paper.
    pub received_at: DateTime<Utc>,
    /// The mark of the applicant's account.
    pub reporter_key: Option<ReporterKey>,
    /// The hash of the secret of an applicant without account.
    pub tracking_secret_hash: Option<Vec<u8>>,
}

impl Filing {
    /// All that makes no sense, or is needed to be a request at all. What else the form asks for goes into what is missing.
    pub fn faults(&self, now: DateTime<Utc>) -> Vec<FilingFault> {
        let blank = |text: Option<&str>| text.is_none_or(|text| text.trim().is_empty());
        let needed = [
            ("/applicant/name", blank(self.identity.applicant.name.as_deref())),
            ("/information", blank(Some(&self.information))),
        ];
        let lacking = needed.into_iter().filter(|(_, is_blank)| *is_blank);
        let lacking = lacking.map(|(pointer, _)| FilingFault { pointer, code: "required" });
        lacking.chain(receipt_fault(self.received_at, now)).collect()
    }
}

/// What the form asks for about the information and was not told, by the fields' names. Who only wants to see it is sent nothing.
pub(super) fn gaps(
    purpose: Option<&str>,
    access_method: Option<AccessMethod>,
    copy_form: Option<CopyForm>,
    delivery_method: Option<DeliveryMethod>,
) -> Vec<&'static str> {
    let views = access_method == Some(AccessMethod::View);
    let copies = access_method == Some(AccessMethod::Copy);
    let told = [
        ("purpose", purpose.is_some()),
        ("access_method", access_method.is_some()),
        ("copy_form", copy_form.is_some() || !copies),
        ("delivery_method", delivery_method.is_some() || views),
    ];
    told.into_iter().filter(|(_, is_told)| !is_told).map(|(field, _)| field).collect()
}

impl InformationRequest {
    /// A new request on its body's desk: +R1 +R3, both since it was received.
    pub fn submit(
        filing: Filing,
        by: By,
        entropy: &dyn Entropy,
        context: &Context<'_>,
    ) -> Result<Applied<Self>, DeadlineError> {
        let (channel, agency) = (filing.channel, filing.agency.id);
        let request = Self::new(filing, entropy, context.now);
        let missing = request.missing.clone();
        let received_at = request.received_at;
        let mut step = Step::first(request, by, *context);
        step.start_at(clocks::R1, received_at)?;
        step.start_at(clocks::R3, received_at)?;
        let data = json!({ "channel": channel, "agency_id": agency, "missing": missing });
        step.record("information_request.submitted", Audience::Reporter, None, data);
        Ok(step.finished())
    }

    /// The request as it is filed, before any clock.
    pub(super) fn new(filing: Filing, entropy: &dyn Entropy, now: DateTime<Utc>) -> Self {
        let year = filing.agency.locality.zone.day_of(filing.received_at).year();
        let Filing { purpose, access_method, copy_form, delivery_method, .. } = filing;
        let mut missing = filing.identity.gaps(filing.applicant_kind);
        missing.extend(gaps(purpose.as_deref(), access_method, copy_form, delivery_method));
        Self {
            id: InformationRequestId::new(now, entropy),
            tracking_number: TrackingNumber::generate(Series::InformationRequest, year, entropy),
            tracking_secret_hash: filing.tracking_secret_hash,
            reporter_key: filing.reporter_key,
            registration_number: filing.registration_number,
            state: State::Submitted,
            outcome: None,
            late: false,
            missing: missing.into_iter().map(str::to_owned).collect(),
            applicant_kind: filing.applicant_kind,
            has_proxy: filing.identity.proxy.is_some(),
            has_contact: filing.identity.has_contact(),
            information: filing.information,
            purpose,
            access_method,
            copy_form,
            delivery_method,
            agency: filing.agency,
            unit_id: None,
            channel: filing.channel,
            extension: None,
            notice: None,
            redactions: Vec::new(),
            cost: None,
            delivery: None,
            windows: Vec::new(),
            open_test_id: None,
            was_tested: false,
            objection_id: None,
            order: None,
            is_disputed: false,
            origin_complaint_id: None,
            decided_by: None,
            deadlines: Deadlines::default(),
            received_at: filing.received_at,
            created_at: now,
            updated_at: now,
            version: 1,
        }
    }
}
