//! Filing (kirim laporan): how a complaint comes into being.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
pub use padi_kernel::filing::FilingFault;
use padi_kernel::{
    actor::ReporterKey,
    changed::Changed,
    deadlines::{DeadlineError, Deadlines},
    entropy::Entropy,
    event::{Audience, By, Event},
    filing::receipt_fault,
    id::{AgencyId, CategoryId, ComplaintId},
};
use serde_json::json;

use crate::{
    clocks,
    command::Body,
    complaint::{Complaint, Desk, Incident},
    dialogue::Track,
    state::{Channel, Class, State},
    subject::Subject,
    tracking::{Series, TrackingNumber},
    transition::Context,
};

/// Nobody alive complains of what happened before this day.
const OLDEST_INCIDENT: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// What is filed, checked for shape, references resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// Complaint, aspiration or question.
    pub class: Class,
    /// Title.
    pub title: String,
    /// In the reporter's words.
    pub body: String,
    /// What happened; day and region are needed for a complaint.
    pub incident: Incident,
    /// Category, if the reporter chose one.
    pub category_id: Option<CategoryId>,
    /// The body whose desk receives it: that of the addressed agency, or the ministry's if none was named.
    pub agency: Body,
    /// The agency's own desk, or the coordinator's where no target is known; an inspectorate's where somebody is accused.
    pub desk: Desk,
    /// The inspectorate whose desk it is.
    pub inspectorate_id: Option<AgencyId>,
    /// Who is accused: such a case is anonymous and secret from the start.
    pub subject: Option<Subject>,
    /// Whether who reports is hidden (anonim).
    pub is_anonymous: bool,
    /// Whether the case is hidden from the public (rahasia).
    pub is_secret: bool,
    /// How it came in.
    pub channel: Channel,
    /// When it was handed in; before now for what a desk types in from paper.
    pub received_at: DateTime<Utc>,
    /// Whether the reporter can be reached: by an account, a telephone number or an e-mail address.
    pub has_contact: bool,
    /// The mark of the reporter's account.
    pub reporter_key: Option<ReporterKey>,
    /// The hash of the secret of a reporter without account.
    pub tracking_secret_hash: Option<Vec<u8>>,
}

impl Filing {
    /// All that makes no sense, by the day of the receiving body.
    pub fn faults(&self, now: DateTime<Utc>) -> Vec<FilingFault> {
        let mut faults = Vec::new();
        let mut fault = |pointer, code| faults.push(FilingFault { pointer, code });
        if !self.class.is_filed() {
            fault("/class", "unknown_value");
        }
        if self.class == Class::Complaint {
            if self.incident.on.is_none() {
                fault("/incident_on", "required");
            }
            if self.incident.region_code.is_none() {
                fault("/incident_region_code", "required");
            }
        }
        if self.subject.is_some() && self.class != Class::Complaint {
            fault("/subject", "not_applicable");
        }
        // Somewhere in the country the day may have begun already, but nowhere earlier than in the easternmost zone.
        if self.incident.on.is_some_and(|on| on > padi_kernel::zone::Zone::Wit.day_of(now)) {
            fault("/incident_on", "in_future");
        }
        if self.incident.on.is_some_and(|on| on < OLDEST_INCIDENT) {
            fault("/incident_on", "out_of_range");
        }
        faults.extend(receipt_fault(self.received_at, now));
        faults
    }
}

impl Complaint {
    /// A new complaint on its desk: +C1.
    pub fn submit(
        filing: Filing,
        by: By,
        entropy: &dyn Entropy,
        context: &Context<'_>,
    ) -> Result<Changed<Self>, DeadlineError> {
        let now = context.now;
        let accuses = filing.subject.is_some();
        let (is_anonymous, is_secret) = (filing.is_anonymous || accuses, filing.is_secret || accuses);
        let untimed = is_anonymous || is_secret;
        let id = if untimed { ComplaintId::untimed(entropy) } else { ComplaintId::new(now, entropy) };
        let year = filing.agency.locality.zone.day_of(filing.received_at).year();
        let mut complaint = Self {
            id,
            tracking_number: TrackingNumber::generate(Series::Complaint, year, entropy),
            tracking_secret_hash: filing.tracking_secret_hash,
            reporter_key: filing.reporter_key,
            state: State::Unverified,
            class: filing.class,
            title: filing.title,
            body: filing.body,
            category_id: filing.category_id,
            agency: filing.agency,
            desk: filing.desk,
            inspectorate_id: filing.inspectorate_id,
            unit_id: None,
            subject: filing.subject,
            incident: filing.incident,
            is_anonymous,
            is_secret,
            public_text: None,
            locked_text: None,
            examination_result: None,
            channel: filing.channel,
            returned_by: Vec::new(),
            assignments: Vec::new(),
            answer_held_at: None,
            parent_id: None,
            child_ids: Vec::new(),
            open_children: 0,
            merged_into_id: None,
            converted_to_id: None,
            has_followers: false,
            follower_count: 0,
            redisposition_count: 0,
            cycle_no: 1,
            reopened_count: 0,
            rating: None,
            has_contact: filing.has_contact,
            track: Track::default(),
            dialogue: None,
            ombudsman_eligible: false,
            deadlines: Deadlines::default(),
            received_at: filing.received_at,
            verified_at: None,
            completed_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        let locality = complaint.agency.locality.clone();
        complaint.deadlines.start(clocks::C1, filing.received_at, filing.received_at, &locality, 1, context.law)?;
        let event = submitted(&complaint, by);
        complaint.deadlines.lay_ladders(now, complaint.received_at, context.law);
        let deadlines = complaint.deadlines.touched();
        Ok(Changed { value: complaint, events: vec![event], deadlines })
    }
}

fn submitted(complaint: &Complaint, by: By) -> Event {
    Event {
        kind: "complaint.submitted",
        at: complaint.created_at,
        by,
        from_state: None,
        to_state: complaint.state.tag().name(),
        audience: Audience::Public,
        words: None,
        data: json!({ "channel": complaint.channel, "class": complaint.class, "agency_id": complaint.agency.id }),
    }
}
