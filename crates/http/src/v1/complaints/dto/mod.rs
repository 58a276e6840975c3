//! Complaints as they go out. Built from `Seen` only, which the policy has cut to the viewer.

mod assignment;
mod dialogue;
mod enums;
mod request;
mod secrecy;

use chrono::{DateTime, NaiveDate, Utc};
use padi_app::calendar::LawBook;
use padi_app::complaints::Shown;
use padi_complaints::action;
use padi_complaints::state::State;
use padi_complaints::view::Seen;
use padi_kernel::deadline::Deadline as Clock;
use padi_kernel::rule::Party;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::language::Language;
use crate::timestamp::{millis, millis_option};
use crate::v1::case::{Channel, Deadline, ListTotal};

pub(super) use assignment::{Assignment, AssignmentPage};
pub(crate) use dialogue::Dialogue;
pub(super) use dialogue::HandlingTrack;
pub(super) use enums::{ArchiveReason, ComplaintClass, ComplaintState, FiledClass, FollowUpType, VerifiedClass};
pub(super) use request::*;
pub(super) use secrecy::{ExaminationResult, Original, PublicText, Reporter, Subject};

/// The reporter's judgement (kepuasan).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Rating {
    /// 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) stars: Option<i32>,
    /// Whether the matter is resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) resolved: Option<bool>,
    /// In words; for the reporter and the handlers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) text: Option<String>,
}

/// A complaint (pengaduan), aspiration or question, without its body and deadlines: an item of a list.
///
/// What the caller may not see is absent.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct ComplaintSummary {
    /// Its id.
    pub(crate) id: Uuid,
    /// The number that a person types (nomor pelacakan), `KDN-YYYY-XXXXXXXXXX`.
    pub(crate) tracking_number: String,
    /// Grows with each change of what anybody sees; the `ETag`.
    pub(crate) version: i64,
    /// Where it stands.
    pub(crate) state: ComplaintState,
    /// Why it was archived; only in that state.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) archive_reason_code: Option<String>,
    /// What it is.
    pub(crate) class: ComplaintClass,
    /// Title; for the public, the officer's. Absent for who follows a case that has no text for the public.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) title: Option<String>,
    /// Category (kategori).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) category_id: Option<Uuid>,
    /// The body that has it; the ministry while it is on the coordinator's desk.
    pub(crate) agency_id: Uuid,
    /// Whose desk it lies on: `agency`, `coordinator`, or `inspectorate` where somebody is accused.
    pub(crate) desk: String,
    /// The unit that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) unit_id: Option<Uuid>,
    /// Day of the incident (tanggal kejadian).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) incident_on: Option<NaiveDate>,
    /// Region of the incident (wilayah kejadian).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) incident_region_code: Option<String>,
    /// Whether who reported is hidden (anonim).
    pub(crate) is_anonymous: bool,
    /// Whether the whole case is hidden from the public (rahasia).
    pub(crate) is_secret: bool,
    /// Whether the public sees it.
    pub(crate) is_public: bool,
    /// Channel.
    pub(crate) channel: Channel,
    /// When it was received.
    #[serde(serialize_with = "millis")]
    pub(crate) received_at: DateTime<Utc>,
    /// When it was completed last.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    pub(crate) completed_at: Option<DateTime<Utc>>,
    /// When it was entered.
    #[serde(serialize_with = "millis")]
    pub(crate) created_at: DateTime<Utc>,
    /// When it changed last.
    #[serde(serialize_with = "millis")]
    pub(crate) updated_at: DateTime<Utc>,
    /// The earliest open due time.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    pub(crate) next_due_at: Option<DateTime<Utc>>,
    /// Codes of the deadlines that have passed and are still not done.
    pub(crate) overdue: Vec<String>,
    /// 1, and one more for each reopening.
    pub(crate) cycle_no: i32,
    /// How often it was given to another unit.
    pub(crate) redisposition_count: i32,
    /// The reporter's judgement of this cycle.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) rating: Option<Rating>,
    /// What the caller may do now; the path of each is its name in kebab case (`follow_up` is `follow-ups`).
    pub(crate) allowed_actions: Vec<String>,
}

/// A complaint (pengaduan), aspiration or question.
///
/// What the caller may not see is absent.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Complaint {
    /// What lists show, too.
    #[serde(flatten)]
    pub(crate) summary: ComplaintSummary,
    /// The reporter's words; for the public, the officer's. Absent for who follows a case that has no text for the public.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) body: Option<String>,
    /// The place of the incident in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) incident_place: Option<String>,
    /// The point of the incident (titik lokasi), for the reporter and the handlers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) incident_location: Option<GeoPoint>,
    /// The loss (uraian kerugian).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) loss_description: Option<String>,
    /// The remedy asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) requested_remedy: Option<String>,
    /// On which track it is handled (jalur penanganan): `informal` while the parties talk (Propartif); absent for the public.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) handling_track: Option<HandlingTrack>,
    /// Whether a finishing term has passed, so that the reporter may go to the Ombudsman (dapat diadukan ke Ombudsman); absent for the
    /// public.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) ombudsman_eligible: Option<bool>,
    /// Its clocks, oldest first; none for the public.
    pub(crate) deadlines: Vec<Deadline>,
    /// Who reported (pelapor), as far as the caller may know.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) reporter: Option<Reporter>,
    /// The officer's text for the public (teks publik).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) public_text: Option<PublicText>,
    /// Whether the reporter's words lie under lock (naskah asli dikunci), so that handlers read the officer's; absent for the public.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) original_locked: Option<bool>,
    /// Who is accused (terlapor); for the reporter, the desk and supervisors.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) subject: Option<Subject>,
    /// The inspectorate (inspektorat) that examines it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) inspectorate_id: Option<Uuid>,
    /// What the examination found (simpulan pemeriksaan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) examination_result: Option<ExaminationResult>,
    /// The parts of agencies (penugasan instansi): the lead first; none while nobody has the case, the lead only for the public.
    pub(crate) assignments: Vec<Assignment>,
    /// The case that this one was split off from (laporan induk).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) parent_id: Option<Uuid>,
    /// The cases that were split off from this one (laporan pecahan); none for the public.
    pub(crate) child_ids: Vec<Uuid>,
    /// The case that this one was merged into as a duplicate (laporan yang dipertahankan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) merged_into_id: Option<Uuid>,
    /// The request for information that the question became (permohonan informasi); absent for the public.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) converted_to_id: Option<Uuid>,
    /// How many reporters of merged cases follow this one, of those who are neither anonymous nor secret; absent for the public.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) follower_count: Option<u64>,
}

/// A complaint as it was filed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct SubmittedComplaint {
    /// The complaint.
    #[serde(flatten)]
    pub(crate) complaint: Complaint,
    /// Secret of a reporter without account: the header `Tracking-Secret` of every later call. Shown in this answer and its replay only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) tracking_secret: Option<String>,
}

/// A page of complaints.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct ComplaintPage {
    /// The complaints.
    pub(crate) data: Vec<ComplaintSummary>,
    /// Cursor of the next page; `null` at the end.
    pub(crate) next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) total: Option<ListTotal>,
}

impl ComplaintSummary {
    /// As this viewer sees it.
    pub(crate) fn new(seen: &Seen) -> Self {
        let complaint = seen.complaint();
        let handled = !seen.is_public_view();
        let worded = seen.shows_words();
        let zone = complaint.locality().zone;
        let cut = |at: DateTime<Utc>| if seen.cuts_times() { zone.midnight(zone.day_of(at)) } else { at };
        let archived = match complaint.state {
            State::Archived(reason) => Some(reason.name().to_owned()),
            _ => None,
        };
        Self {
            id: complaint.id.0,
            tracking_number: complaint.tracking_number.to_string(),
            version: complaint.version,
            state: complaint.state.tag().into(),
            archive_reason_code: archived,
            class: complaint.class.into(),
            title: worded.then(|| seen.title().to_owned()),
            category_id: complaint.category_id.map(|id| id.0).filter(|_| worded),
            agency_id: complaint.agency.id.0,
            desk: complaint.desk.name().to_owned(),
            unit_id: complaint.unit_id.map(|id| id.0).filter(|_| worded),
            incident_on: complaint.incident.on.filter(|_| worded),
            incident_region_code: complaint.incident.region_code.clone().filter(|_| worded),
            is_anonymous: complaint.is_anonymous,
            is_secret: complaint.is_secret,
            is_public: complaint.is_public(),
            channel: complaint.channel.into(),
            received_at: cut(complaint.received_at),
            completed_at: complaint.completed_at.map(cut),
            created_at: cut(complaint.created_at),
            updated_at: cut(complaint.updated_at),
            next_due_at: complaint.deadlines.next_due_at().filter(|_| handled && !seen.cuts_times()),
            overdue: if handled { complaint.deadlines.overdue() } else { Vec::new() },
            cycle_no: complaint.cycle_no,
            redisposition_count: complaint.redisposition_count,
            rating: complaint.rating.as_ref().filter(|_| worded).map(|rating| Rating {
                stars: rating.stars,
                resolved: rating.resolved,
                text: rating.text.clone().filter(|_| handled),
            }),
            allowed_actions: seen.allowed_actions().iter().copied().map(action_name).collect(),
        }
    }
}

fn action_name(action: action::Action) -> String {
    action.name().to_owned()
}

impl Complaint {
    /// As this viewer sees it, in that language.
    pub(crate) fn new(shown: &Shown, language: Language) -> Self {
        let Shown { seen, reporter, law } = shown;
        let complaint = seen.complaint();
        let handled = !seen.is_public_view();
        let incident = Some(&complaint.incident).filter(|_| !seen.original_is_kept_back());
        let text = complaint.public_text.as_ref().filter(|_| seen.shows_words());
        let clocks = complaint.deadlines.all().iter().filter(|_| handled);
        Self {
            summary: ComplaintSummary::new(seen),
            body: seen.shows_words().then(|| seen.body().to_owned()),
            incident_place: incident.and_then(|incident| incident.place.clone()),
            incident_location: seen.location().map(Into::into),
            loss_description: incident.and_then(|incident| incident.loss_description.clone()),
            requested_remedy: incident.and_then(|incident| incident.requested_remedy.clone()),
            handling_track: handled.then_some(complaint.track.into()),
            ombudsman_eligible: handled.then_some(complaint.ombudsman_eligible),
            deadlines: clocks.map(|clock| deadline(seen, clock, law, language)).collect(),
            reporter: reporter.clone().map(Into::into),
            public_text: text.map(|text| PublicText { title: text.title.clone(), body: text.body.clone() }),
            original_locked: handled.then_some(complaint.locked_text.is_some()),
            subject: seen.subject().map(Into::into),
            inspectorate_id: complaint.inspectorate_id.filter(|_| handled).map(|id| id.0),
            examination_result: complaint.examination_result.filter(|_| handled).map(Into::into),
            assignments: Assignment::all(seen),
            parent_id: complaint.parent_id.filter(|_| handled).map(|id| id.0),
            child_ids: complaint.child_ids.iter().filter(|_| handled).map(|id| id.0).collect(),
            merged_into_id: complaint.merged_into_id.filter(|_| handled).map(|id| id.0),
            converted_to_id: complaint.converted_to_id.filter(|_| handled).map(|id| id.0),
            follower_count: handled.then_some(complaint.follower_count),
        }
    }
}

/// A deadline; where times are cut to the day, the reporter's own clocks do not tell when they acted.
fn deadline(seen: &Seen, clock: &Clock, law: &LawBook, language: Language) -> Deadline {
    let mut shown = Deadline { assignment_id: clock.subject, ..Deadline::new(clock, law, language) };
    if seen.cuts_times() {
        let zone = clock.locality.zone;
        let cut = |at: DateTime<Utc>| zone.midnight(zone.day_of(at));
        shown.started_at = cut(shown.started_at);
        shown.ended_at = shown.ended_at.map(cut);
        for pause in &mut shown.pauses {
            pause.paused_at = cut(pause.paused_at);
            pause.resumed_at = pause.resumed_at.map(cut);
        }
        if clock.party == Party::Reporter {
            shown.due_at = None;
        }
    }
    shown
}
