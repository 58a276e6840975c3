//! Filing an objection (pengajuan keberatan): by the applicant, or at a desk from paper or by word of mouth.

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    actor::{ActorRole, ReporterKey},
    body::Body,
    channel::Channel,
    deadlines::Deadlines,
    entropy::Entropy,
    event::{Audience, By},
    filing::{FilingFault, receipt_fault},
    id::{InformationRequestId, ObjectionId, UserId},
};
use serde_json::json;

use super::{
    Ground, Objection, State,
    admissible::{self, Admission},
};
use crate::{
    clocks,
    effect::{Applied, Effect},
    refused::Refused,
    registration::RegistrationNumber,
    request::{InformationRequest, RequestEffect},
    step::{Context, Step},
};

/// What an objection is about.
#[derive(Clone, Debug)]
pub enum About<'a> {
    /// A request.
    Request(&'a InformationRequest),
    /// Periodic information that is not there (Ps 35(1) b).
    Periodic {
        /// The body that should provide it.
        agency: Body,
        /// What should be there.
        information: String,
        /// When it was found that it is not.
        found_on: Option<NaiveDate>,
        /// The mark of the applicant's account.
        reporter_key: Option<ReporterKey>,
        /// The hash of the secret of an applicant without account.
        tracking_secret_hash: Option<Vec<u8>>,
    },
}

/// What is filed, checked for shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// Its number in the register, drawn for it.
    pub registration_number: RegistrationNumber,
    /// What was asked for, where the applicant says it anew.
    pub information: Option<String>,
    /// Why.
    pub grounds: Vec<Ground>,
    /// What the information is for.
    pub purpose: Option<String>,
    /// The applicant's account of it.
    pub case_position: Option<String>,
    /// Whether somebody acts for the applicant.
    pub has_proxy: bool,
    /// How it came in.
    pub channel: Channel,
    /// When it was handed in; before now for what a desk types in from paper.
    pub received_at: DateTime<Utc>,
}

impl Filing {
    /// All that makes no sense in itself.
    pub fn faults(&self, now: DateTime<Utc>) -> Vec<FilingFault> {
        let needed = self.grounds.is_empty().then_some(FilingFault { pointer: "/grounds", code: "required" });
        needed.into_iter().chain(receipt_fault(self.received_at, now)).collect()
    }
}

/// Of what is filed, what comes from that which it is about.
struct Origin {
    request_id: Option<InformationRequestId>,
    agency: Body,
    information: String,
    found_on: Option<NaiveDate>,
    reporter_key: Option<ReporterKey>,
    tracking_secret_hash: Option<Vec<u8>>,
    decided_by: Option<UserId>,
    admission: Admission,
}

impl Objection {
    /// Whether it could be filed; what [`Objection::file`] would refuse. To be asked before a number is drawn.
    pub fn admission(filing: &Filing, about: &About<'_>, by: By, context: &Context<'_>) -> Result<Admission, Refused> {
        let from_paper = by.role == ActorRole::DeskOfficer;
        match about {
            About::Request(request) => admissible::admit(request, &filing.grounds, filing.received_at, from_paper),
            About::Periodic { agency, found_on, .. } => {
                let found_on = found_on.ok_or_else(|| Refused::invalid("/found_on", "required"))?;
                // What else can be objected to was asked for first.
                if let Some(index) = filing.grounds.iter().position(|ground| *ground != Ground::B) {
                    return Err(Refused::GroundNotApplicable(index));
                }
                if found_on > agency.locality.zone.day_of(context.now) {
                    return Err(Refused::invalid("/found_on", "in_future"));
                }
                let late = admissible::is_late_for(found_on, filing.received_at, &agency.locality, context.law)?;
                if late && !from_paper { Err(Refused::Window) } else { Ok(Admission { windows: Vec::new(), late }) }
            }
        }
    }

    /// A new objection: +O2 since it was received. What comes electronically is registered at once.
    pub fn file(
        filing: Filing,
        about: About<'_>,
        by: By,
        entropy: &dyn Entropy,
        context: &Context<'_>,
    ) -> Result<Applied<Self>, Refused> {
        let admission = Self::admission(&filing, &about, by, context)?;
        let state = if by.role == ActorRole::DeskOfficer { State::Filed } else { State::Registered };
        let origin = Origin::of(about, admission);
        let (request_id, windows) = (origin.request_id, origin.admission.windows.clone());
        let objection = Self::new(filing, origin, state, entropy, context.now);
        let (id, received_at) = (objection.id, objection.received_at);
        let data = json!({
            "agency_id": objection.agency.id,
            "request_id": request_id,
            "grounds": objection.grounds,
            "late": objection.late,
            "channel": objection.channel,
        });
        let mut step = Step::first(objection, by, *context);
        step.start_at(clocks::O2, received_at)?;
        step.record("objection.filed", Audience::Reporter, None, data);
        if let Some(request_id) = request_id {
            let effect = RequestEffect::Objected { objection_id: id, windows };
            step.follows(Effect::Request(request_id, effect));
        }
        Ok(step.finished())
    }

    fn new(filing: Filing, origin: Origin, state: State, entropy: &dyn Entropy, now: DateTime<Utc>) -> Self {
        let mut grounds = filing.grounds;
        grounds.sort_unstable();
        grounds.dedup();
        Self {
            id: ObjectionId::new(now, entropy),
            registration_number: filing.registration_number,
            request_id: origin.request_id,
            tracking_secret_hash: origin.tracking_secret_hash,
            reporter_key: origin.reporter_key,
            agency: origin.agency,
            information: filing.information.unwrap_or(origin.information),
            found_on: origin.found_on,
            grounds,
            purpose: filing.purpose,
            case_position: filing.case_position,
            has_proxy: filing.has_proxy,
            channel: filing.channel,
            late: origin.admission.late,
            state,
            result: None,
            recommendations: Vec::new(),
            proposal: None,
            settled_at: None,
            answer: None,
            answered_by: None,
            execution: None,
            dispute: None,
            decided_by: origin.decided_by,
            deadlines: Deadlines::default(),
            received_at: filing.received_at,
            created_at: now,
            updated_at: now,
            version: 1,
        }
    }
}

impl Origin {
    fn of(about: About<'_>, admission: Admission) -> Self {
        match about {
            About::Request(request) => Self {
                request_id: Some(request.id),
                agency: request.agency.clone(),
                information: request.information.clone(),
                found_on: None,
                reporter_key: request.reporter_key.clone(),
                tracking_secret_hash: request.tracking_secret_hash.clone(),
                decided_by: request.decided_by,
                admission,
            },
            About::Periodic { agency, information, found_on, reporter_key, tracking_secret_hash } => Self {
                request_id: None,
                agency,
                information,
                found_on,
                reporter_key,
                tracking_secret_hash,
                decided_by: None,
                admission,
            },
        }
    }
}
