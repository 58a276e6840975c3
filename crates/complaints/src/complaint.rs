//! The complaint itself.

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    actor::ReporterKey,
    deadlines::Deadlines,
    id::{AgencyId, AssignmentId, CategoryId, ComplaintId, InformationRequestId},
    zone::Locality,
};
use serde::{Deserialize, Serialize};

use crate::{
    assignment::Assignment,
    command::{Body, PublicText, Rating},
    dialogue::{Dialogue, Track},
    state::{Channel, Class, State},
    subject::{ExaminationResult, Subject},
    tracking::TrackingNumber,
};

/// The word for this kind of case in events, deadlines and the feed.
pub const CASE_KIND: &str = "complaint";

/// Whose desk the case lies on while nobody has taken it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Desk {
    /// The agency's own.
    Agency,
    /// The ministry coordinator's: unknown target, not the agency's authority, forwarded.
    Coordinator,
    /// An inspectorate's: somebody is accused. Its agency has no part in it.
    Inspectorate,
}

impl Desk {
    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Coordinator => "coordinator",
            Self::Inspectorate => "inspectorate",
        }
    }

    /// Reads the database's name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Agency, Self::Coordinator, Self::Inspectorate].into_iter().find(|desk| desk.name() == text)
    }
}

/// A unit that gave the case back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitReturn {
    /// The agency at that time.
    pub agency_id: AgencyId,
    /// The unit.
    pub unit_id: AgencyId,
}

/// A point on the earth (titik lokasi), WGS 84, kept as it was told: nothing is looked up by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Millionths of a degree, north positive.
    pub latitude_e6: i32,
    /// Millionths of a degree, east positive.
    pub longitude_e6: i32,
}

/// Millionths in one.
const MILLION: f64 = 1e6;

impl Location {
    /// The point nearest to these degrees, a tenth of a metre off at most; none for what lies outside of -90..90 and -180..180.
    pub fn of_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        let part = |degrees: f64, most: f64| {
            let within = degrees.is_finite() && degrees.abs() <= most;
            #[expect(clippy::cast_possible_truncation, reason = "at most 180 million")]
            within.then(|| (degrees * MILLION).round() as i32)
        };
        Some(Self { latitude_e6: part(latitude, 90.0)?, longitude_e6: part(longitude, 180.0)? })
    }

    /// Latitude and longitude in degrees.
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.latitude_e6) / MILLION, f64::from(self.longitude_e6) / MILLION)
    }
}

/// What happened, where and when, in the reporter's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incident {
    /// The day (tanggal kejadian).
    pub on: Option<NaiveDate>,
    /// The region (wilayah kejadian).
    pub region_code: Option<String>,
    /// The place in words.
    pub place: Option<String>,
    /// The loss (uraian kerugian).
    pub loss_description: Option<String>,
    /// The remedy asked for (permintaan penyelesaian).
    pub requested_remedy: Option<String>,
    /// The point (titik lokasi); never public, because it can tell who reports.
    pub location: Option<Location>,
}

/// A complaint, aspiration or question.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the law or the reporter sets")]
pub struct Complaint {
    /// Its id.
    pub id: ComplaintId,
    /// What a person types.
    pub tracking_number: TrackingNumber,
    /// SHA-256 of the secret of a reporter without account.
    pub tracking_secret_hash: Option<Vec<u8>>,
    /// The mark of the reporter's account.
    pub reporter_key: Option<ReporterKey>,
    /// Where it stands.
    pub state: State,
    /// What it is.
    pub class: Class,
    /// Title.
    pub title: String,
    /// The reporter's words.
    pub body: String,
    /// Category.
    pub category_id: Option<CategoryId>,
    /// The body that has it.
    pub agency: Body,
    /// Whose desk.
    pub desk: Desk,
    /// The inspectorate that examines it; there on [`Desk::Inspectorate`], and only there.
    pub inspectorate_id: Option<AgencyId>,
    /// The unit that has it.
    pub unit_id: Option<AgencyId>,
    /// Who is accused.
    pub subject: Option<Subject>,
    /// What happened.
    pub incident: Incident,
    /// Whether who reported is hidden (anonim).
    pub is_anonymous: bool,
    /// Whether the whole case is hidden from the public (rahasia).
    pub is_secret: bool,
    /// The officer's text for the public.
    pub public_text: Option<PublicText>,
    /// What handlers read in place of the reporter's words, which lie under lock.
    pub locked_text: Option<PublicText>,
    /// The inspectorate's conclusion of this cycle.
    pub examination_result: Option<ExaminationResult>,
    /// How it came in.
    pub channel: Channel,
    /// The units that gave it back, in order.
    pub returned_by: Vec<UnitReturn>,
    /// The parts of other agencies, in the order in which they were given.
    pub assignments: Vec<Assignment>,
    /// When the lead answered in substance while other agencies still owe their answers; absent otherwise.
    pub answer_held_at: Option<DateTime<Utc>>,
    /// The case that it was split off from.
    pub parent_id: Option<ComplaintId>,
    /// The cases that were split off from it.
    pub child_ids: Vec<ComplaintId>,
    /// How many of those have not ended.
    pub open_children: i32,
    /// The case that it was merged into as a duplicate.
    pub merged_into_id: Option<ComplaintId>,
    /// The request that it became.
    pub converted_to_id: Option<InformationRequestId>,
    /// Whether others were ever merged into it.
    pub has_followers: bool,
    /// How many reporters follow it, of those who hide nothing; read with a single case, 0 in a list.
    pub follower_count: u64,
    /// How often it was given to another unit.
    pub redisposition_count: i32,
    /// 1, and one more for each reopening.
    pub cycle_no: i32,
    /// How often the reporter reopened it.
    pub reopened_count: i32,
    /// The reporter's judgement of this cycle.
    pub rating: Option<Rating>,
    /// Whether the reporter can be reached: by an account, a telephone number or an e-mail address.
    pub has_contact: bool,
    /// On which track it is handled.
    pub track: Track,
    /// Its last dialogue.
    pub dialogue: Option<Dialogue>,
    /// Whether a finishing term has passed, so that the reporter may go to the Ombudsman (UU 25/2009 Ps 46).
    pub ombudsman_eligible: bool,
    /// Its clocks.
    pub deadlines: Deadlines,
    /// When it was received (handed in).
    pub received_at: DateTime<Utc>,
    /// When it was verified; absent while it waits on a desk.
    pub verified_at: Option<DateTime<Utc>>,
    /// When it was last completed.
    pub completed_at: Option<DateTime<Utc>>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Grows with each change of what anybody sees.
    pub version: i64,
}

impl Complaint {
    /// Whether the public may see it: disposed, not secret, and with a text for the public; nothing of an examination ever is.
    pub fn is_public(&self) -> bool {
        self.verified_at.is_some() && !self.is_secret && self.public_text.is_some() && !self.class.is_supervisory()
    }

    /// Whether somebody is accused of abuse of power: such a case cannot be withdrawn from the examiners.
    pub fn is_supervisory(&self) -> bool {
        self.class.is_supervisory() || self.desk == Desk::Inspectorate
    }

    /// Whether the inspectorate examines it: it closes by a conclusion, and by no other answer.
    pub fn is_examined(&self) -> bool {
        self.desk == Desk::Inspectorate && self.class.is_supervisory()
    }

    /// Whether it is a question on the desk of the body that would answer it.
    pub fn is_bodys_question(&self) -> bool {
        self.class == Class::InformationQuestion && self.desk == Desk::Agency
    }

    /// The locality that its agency's clocks run by.
    pub fn locality(&self) -> &Locality {
        &self.agency.locality
    }

    /// When it was received, as those see it who may not know the hour of an anonymous case.
    pub fn shown_received_at(&self) -> DateTime<Utc> {
        let zone = self.locality().zone;
        if self.is_anonymous { zone.midnight(zone.day_of(self.received_at)) } else { self.received_at }
    }

    /// The assignment of that id.
    pub fn assignment(&self, id: AssignmentId) -> Option<&Assignment> {
        self.assignments.iter().find(|assignment| assignment.id == id)
    }

    /// Whether some supporting agency has neither answered nor been released.
    pub fn owes_answers(&self) -> bool {
        self.assignments.iter().any(Assignment::is_owed)
    }

    /// Whether the unit gave the case back before.
    pub fn was_returned_by(&self, unit: AgencyId) -> bool {
        self.returned_by.iter().any(|entry| entry.unit_id == unit)
    }

    /// How often units of its present agency gave it back.
    pub fn returns_in_agency(&self) -> usize {
        self.returned_by.iter().filter(|entry| entry.agency_id == self.agency.id).count()
    }
}
