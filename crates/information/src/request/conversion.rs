//! Conversion (konversi, `domain` 1.13): a question that was filed as a complaint becomes a request.

use chrono::{DateTime, Utc};
use padi_kernel::{
    actor::ReporterKey,
    body::Body,
    channel::Channel,
    deadline::DeadlineState,
    entropy::Entropy,
    event::{Audience, By},
    id::{ComplaintId, InformationRequestId},
};
use serde_json::json;

use super::{InformationRequest, filing::Filing, state::State};
use crate::{
    applicant::{ApplicantKind, Identity},
    clocks,
    effect::Applied,
    refused::Refused,
    registration::RegistrationNumber,
    step::{Context, Step},
};

/// The question, as far as it is carried over. Who asked is not: the form asks for more, and the asker completes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// Its id, which the question already refers to.
    pub id: InformationRequestId,
    /// The question.
    pub complaint_id: ComplaintId,
    /// The body that has it.
    pub agency: Body,
    /// Its number in the register, drawn for it.
    pub registration_number: RegistrationNumber,
    /// What was asked.
    pub information: String,
    /// How the question came in.
    pub channel: Channel,
    /// When it was first received at a desk of that body: day 0 of the notice.
    pub received_at: DateTime<Utc>,
    /// The mark of the asker's account.
    pub reporter_key: Option<ReporterKey>,
    /// The hash of the secret of the question, which opens both.
    pub tracking_secret_hash: Option<Vec<u8>>,
}

impl InformationRequest {
    /// A request that waits for what the question did not tell: +R2. The notice's term counts since the question was received and
    /// stands still meanwhile; one that had passed by then stays so.
    pub fn convert(
        conversion: Conversion,
        by: By,
        entropy: &dyn Entropy,
        context: &Context<'_>,
    ) -> Result<Applied<Self>, Refused> {
        let Conversion { id, complaint_id, information, received_at, .. } = conversion;
        let filing = Filing {
            agency: conversion.agency,
            registration_number: conversion.registration_number,
            applicant_kind: ApplicantKind::Individual,
            identity: Identity::default(),
            information,
            purpose: None,
            access_method: None,
            copy_form: None,
            delivery_method: None,
            channel: conversion.channel,
            received_at,
            reporter_key: conversion.reporter_key,
            tracking_secret_hash: conversion.tracking_secret_hash,
        };
        let mut request = Self::new(filing, entropy, context.now);
        request.id = id;
        request.state = State::Incomplete;
        request.origin_complaint_id = Some(complaint_id);
        let data = json!({ "complaint_id": complaint_id, "agency_id": request.agency.id, "missing": request.missing });
        let mut step = Step::first(request, by, *context);
        step.start(clocks::R2)?;
        step.start_at(clocks::R3, received_at)?;
        step.case.deadlines.pause(clocks::R3.code, context.now, context.law.calendar)?;
        step.record("information_request.converted", Audience::Reporter, None, data);
        Ok(step.finished())
    }

    /// Whether the time for the notice had passed when the question was converted.
    pub(super) fn was_overdue_when_converted(&self) -> bool {
        self.deadlines.open(clocks::R3.code).is_some_and(|clock| clock.state == DeadlineState::Missed)
    }
}
