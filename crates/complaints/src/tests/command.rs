//! A valid command for each action.

use padi_kernel::{actor::ActorRole, id::AgencyId};

use super::world::{World, category};
use crate::{
    action::Action,
    command::{Body, Command, Findings, FollowUp, FollowUpType, Missing, PublicText, Rating, Redaction, Target},
    complaint::Complaint,
    state::{ArchiveReason, Class},
    subject::ExaminationResult,
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

pub(super) fn conclusion() -> Command {
    Command::ConcludeExamination { result: ExaminationResult::Proven, text: text("terbukti menerima uang") }
}

pub(super) fn redaction(lock_original: Option<bool>) -> Redaction {
    let text = PublicText { title: "Judul publik".to_owned(), body: "Ringkasan petugas".to_owned() };
    Redaction { public_text: Some(text), remove: false, lock_original }
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
    }
}
