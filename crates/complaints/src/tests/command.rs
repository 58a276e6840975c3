//! A valid command for each action.

use padi_kernel::{
    actor::ActorRole,
    id::{AgencyId, AssignmentId, ComplaintId, InformationRequestId},
};
use uuid::Uuid;

use super::world::{World, category};
use crate::{
    action::Action,
    assignment::AssignmentRole,
    command::{
        Body, Command, Findings, FollowUp, FollowUpType, Kept, Missing, Part, PublicText, Rating, Redaction, Support,
        Target,
    },
    complaint::Complaint,
    state::{ArchiveReason, Class},
    subject::ExaminationResult,
    tracking::{Series, TrackingNumber},
};

/// What a desk finds; nobody is accused.
pub(super) fn findings(class: Class, public: bool) -> Findings {
    let text = || PublicText { title: "Judul publik".to_owned(), body: "Ringkasan petugas".to_owned() };
    Findings {
        class,
        category_id: category(),
        title: None,
        is_anonymous: None,
        is_secret: None,
        public_text: public.then(text),
        note: None,
        subject: None,
        examiner: None,
    }
}

/// That somebody of the city is accused, of that class.
pub(super) fn accusing(world: &World, class: Class) -> Findings {
    let (subject, examiner) = (Some(world.accused()), Some(world.examiner()));
    Findings { subject, examiner, ..findings(class, false) }
}

pub(super) fn convert() -> Command {
    let request_id = InformationRequestId(Uuid::from_u128(0x1F0));
    Command::Convert { request_id, reason: text("meminta salinan dokumen") }
}

pub(super) fn conclusion() -> Command {
    Command::ConcludeExamination { result: ExaminationResult::Proven, text: text("terbukti menerima uang") }
}

pub(super) fn redaction(lock_original: Option<bool>) -> Redaction {
    let text = PublicText { title: "Judul publik".to_owned(), body: "Ringkasan petugas".to_owned() };
    Redaction { public_text: Some(text), lock_original, ..Redaction::default() }
}

pub(super) fn verify(class: Class, public: bool, body: &Body, unit_id: Option<AgencyId>) -> Command {
    Command::Verify(findings(class, public), Target { body: body.clone(), unit_id })
}

pub(super) fn follow_up(kind: FollowUpType) -> Command {
    let evidence = (kind == FollowUpType::Substantive).then(|| "Foto KTP yang sudah jadi".to_owned());
    Command::FollowUp(FollowUp { kind, text: "Sudah kami kerjakan".to_owned(), evidence, no_evidence_reason: None })
}

pub(super) fn rating() -> Rating {
    Rating { stars: Some(4), resolved: Some(true), text: Some("Terima kasih".to_owned()) }
}

pub(super) fn missing() -> Missing {
    Missing { reason: "Data kurang".to_owned(), missing: vec!["nomor KK".to_owned()] }
}

pub(super) fn text(text: &str) -> String {
    text.to_owned()
}

pub(super) fn return_by_unit() -> Command {
    Command::Return { reason: text("bukan tugas kami"), suggested_unit_id: None }
}

pub(super) fn redispose(unit_id: AgencyId, note: Option<&str>) -> Command {
    Command::Redispose { unit_id, note: note.map(str::to_owned) }
}

/// The n-th part in the case, for that body.
pub(super) fn support(n: u128, role: AssignmentRole, body: &Body, unit_id: Option<AgencyId>) -> Command {
    let id = AssignmentId(Uuid::from_u128(5000 + n));
    Command::AddSupport(Support { id, role, body: body.clone(), unit_id, note: Some(text("mohon bantuan")) })
}

/// The n-th part of a case, for that body.
pub(super) fn part(world: &World, n: u128, agency: &Body) -> Part {
    Part {
        id: ComplaintId(Uuid::from_u128(6000 + n)),
        tracking_number: TrackingNumber::generate(Series::Complaint, 2026, &world.entropy),
        title: text("Bagian"),
        body: text("Bagian dari laporan"),
        category_id: category(),
        agency: agency.clone(),
    }
}

/// Another case, open and hiding nothing.
pub(super) fn kept() -> Kept {
    Kept { id: ComplaintId(Uuid::from_u128(7000)), is_open: true, is_anonymous: false, is_secret: false }
}

/// A command that carries what the action needs; references stay with the body that has the case, or the capacity's own.
pub(super) fn valid(world: &World, action: Action, by: ActorRole, complaint: &Complaint) -> Command {
    let own = if by == ActorRole::MinistryCoordinator { &world.ministry } else { &complaint.agency };
    let reason = || text("alasan yang cukup");
    match action {
        Action::Verify => verify(Class::ComplaintNonSupervisory, false, &complaint.agency, Some(world.units[3])),
        Action::Handle => Command::Handle(findings(Class::ComplaintNonSupervisory, false), own.clone()),
        Action::Postpone => Command::Postpone(missing()),
        Action::CompleteData => Command::CompleteData { text: text("ini nomornya") },
        Action::Resume => Command::Resume { note: None },
        Action::Archive => Command::Archive { reason: reason(), reason_code: ArchiveReason::TooGeneral },
        Action::NotAuthority => Command::NotAuthority { reason: reason(), suggested_agency_id: None },
        Action::Return => return_by_unit(),
        Action::Redispose => redispose(world.units[3], None),
        Action::Forward => Command::Forward { reason: reason(), suggested_agency_id: Some(world.other_city.id) },
        Action::FollowUp => follow_up(FollowUpType::Progress),
        Action::AskReporter => Command::AskReporter(missing()),
        Action::Reply => Command::Reply { text: text("belum selesai") },
        Action::Accept => Command::Accept(Some(rating())),
        Action::Comment => Command::Comment { text: text("tambahan") },
        Action::Rate => Command::Rate(rating()),
        Action::Reopen => Command::Reopen { reason: reason() },
        Action::QualityReopen => Command::QualityReopen { reason: reason() },
        Action::Withdraw => Command::Withdraw { reason: None },
        Action::Unarchive => Command::Unarchive { reason: reason() },
        Action::StartDialogue => Command::StartDialogue { note: None },
        Action::ExitDialogue => Command::ExitDialogue { reason: reason() },
        Action::Restrict => {
            let is_secret = (!complaint.is_secret).then_some(true);
            let is_anonymous = complaint.is_secret.then_some(true);
            Command::Restrict { is_anonymous, is_secret, reason: reason() }
        }
        Action::Redact => Command::Redact(redaction(None)),
        Action::ConcludeExamination => conclusion(),
        Action::RequestExplanation => Command::RequestExplanation { text: text("mohon jelaskan") },
        Action::Explain => Command::Explain { text: text("begini duduknya") },
        Action::AddSupport => {
            support(complaint.version.unsigned_abs().into(), AssignmentRole::Supporting, &world.third_city, None)
        }
        Action::Merge => Command::Merge { kept: kept(), reason: reason() },
        Action::Convert => convert(),
        Action::Split => Command::Split { parts: vec![part(world, 1, &world.other_city)], reason: reason() },
        Action::AnswerAssignment => Command::AnswerAssignment { id: owed(complaint), text: text("bagian kami beres") },
        Action::ReleaseAssignment => Command::ReleaseAssignment { id: owed(complaint), reason: reason() },
    }
}

/// The first assignment that owes an answer.
fn owed(complaint: &Complaint) -> AssignmentId {
    complaint.assignments.iter().find(|assignment| assignment.is_owed()).unwrap().id
}
