//! From what a use case says to a problem: the one table of statuses.

use std::borrow::Cow;
use std::time::Duration;

use padi_app::error::{Error, FieldError as Fault};
use padi_kernel::actor::Denied;

use crate::field::FieldError;
use crate::language::Text;
use crate::problem::{Code, Problem};

/// When a caller may come back after the store was away.
const UNAVAILABLE: Duration = Duration::from_secs(5);
/// When a caller may ask again for a key whose first call still runs.
const IN_PROGRESS: Duration = Duration::from_secs(1);

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Denied(Denied::Unauthenticated) => Self::new(Code::Unauthenticated),
            Error::Denied(Denied::Forbidden) => Self::new(Code::Forbidden),
            Error::Denied(Denied::SecondFactor) => Self::new(Code::SecondFactorRequired),
            Error::Denied(Denied::Hidden) | Error::NotFound => Self::new(Code::NotFound),
            Error::Invalid(faults) => Self::invalid(faults.into_iter().map(field_error).collect()),
            Error::Transition { state, allowed } => Self::invalid_transition(state, &allowed),
            Error::WindowClosed { state, allowed } => not_now(Code::WindowClosed, state, allowed),
            Error::AssignmentsOpen { state, allowed } => not_now(Code::AssignmentsOpen, state, allowed),
            Error::ChildrenOpen { state, allowed } => not_now(Code::ChildrenOpen, state, allowed),
            Error::NotConvertible { state, allowed } => not_now(Code::NotConvertible, state, allowed),
            Error::AlreadyExtended { state, allowed } => not_now(Code::AlreadyExtended, state, allowed),
            Error::AlreadyObjected { state, allowed } => not_now(Code::AlreadyObjected, state, allowed),
            Error::SettlementExcluded { state, allowed } => not_now(Code::SettlementExcluded, state, allowed),
            Error::TestRequired => Self::new(Code::TestRequired),
            Error::PartialExemption => Self::new(Code::PartialExemption),
            Error::SamePerson => Self::new(Code::SamePerson),
            Error::StricterTarget => Self::new(Code::StricterTarget),
            Error::UnitAlreadyReturned => Self::new(Code::UnitAlreadyReturned),
            Error::ConflictOfInterest => Self::new(Code::ConflictOfInterest),
            Error::LegalHold => Self::new(Code::LegalHold),
            Error::RevealNotApproved => Self::new(Code::RevealNotApproved),
            Error::VersionMismatch => Self::new(Code::VersionMismatch),
            Error::IfMatchRequired => Self::new(Code::IfMatchRequired),
            Error::Conflict => Self::lost_race(),
            Error::IdempotencyKeyReused => Self::new(Code::IdempotencyKeyReused),
            Error::IdempotencyInProgress => Self::new(Code::IdempotencyInProgress).retry_after(IN_PROGRESS),
            Error::InvalidCredentials => Self::new(Code::InvalidCredentials),
            Error::CodeNeeded => Self::at_log_in(Code::SecondFactorRequired),
            Error::InvalidCode => Self::new(Code::InvalidCode),
            Error::CodesLocked(wait) => Self::new(Code::RateLimited).retry_after(wait),
            Error::EmailUnverified => Self::new(Code::EmailUnverified),
            Error::TooManyRows { max } => Self::new(Code::TooManyRows).with("max_rows", max),
            Error::UnsupportedFile => {
                Self::new(Code::UnsupportedFile).with("accepted", padi_app::files::content_types().collect::<Vec<_>>())
            }
            Error::FileRejected { reason } => Self::new(Code::FileRejected).with("reason", reason),
            Error::StorageUnavailable(cause) => {
                tracing::warn!(error = %cause, cause = ?std::error::Error::source(&cause), "object store unavailable");
                Self::new(Code::Unavailable).retry_after(UNAVAILABLE)
            }
            Error::Unavailable(cause) => {
                tracing::warn!(error = %cause, cause = ?std::error::Error::source(&cause), "store unavailable");
                Self::new(Code::Unavailable).retry_after(UNAVAILABLE)
            }
            Error::Internal(cause) => Self::internal(cause.as_ref()),
        }
    }
}

/// What the state of a case does not allow, and what its caller may do instead.
fn not_now(code: Code, state: &'static str, allowed: Vec<&'static str>) -> Problem {
    Problem::new(code).with("state", state).with("allowed_actions", allowed)
}

/// A field that a use case found to be without sense, with words for people.
fn field_error(fault: Fault) -> FieldError {
    let text = match fault.code {
        "required" => Text::new("Wajib diisi.", "This field is required."),
        "unknown_value" => Text::new("Nilai tidak dikenal atau tidak aktif.", "Unknown or inactive value."),
        "in_future" => Text::new("Tidak boleh di masa depan.", "Must not lie in the future."),
        "invalid_format" => Text::new("Format tidak sah.", "Invalid format."),
        "only_stricter" => {
            Text::new("Pilihan pelapor hanya boleh diperketat.", "The reporter's choice can only be made stricter.")
        }
        "not_applicable" => Text::new("Tidak berlaku untuk laporan ini.", "Does not apply to this case."),
        "unchanged" => Text::new("Sama dengan nilai sekarang.", "The same as it is now."),
        "inconsistent" => Text::new("Tidak sesuai dengan isian lain.", "Inconsistent with another field."),
        "contradictory" => Text::new("Bertentangan dengan isian lain.", "Contradicts another field."),
        "out_of_range" => Text::new("Di luar batas yang diperbolehkan.", "Outside the permitted range."),
        "taken" => Text::new("Sudah dipakai.", "Already taken."),
        "too_many" => Text::new("Sudah terlalu banyak.", "There are too many already."),
        "too_short" => Text::new("Terlalu pendek.", "Too short."),
        "too_long" => Text::new("Terlalu panjang.", "Too long."),
        "invalid_characters" => {
            Text::new("Memuat karakter yang tidak diperbolehkan.", "Contains characters that are not permitted.")
        }
        "same_as_email" => Text::new(
            "Kata sandi tidak boleh sama dengan alamat surel.",
            "The password must not be the e-mail address.",
        ),
        "too_common" => Text::new("Kata sandi ini terlalu mudah ditebak.", "This password is too easy to guess."),
        "role_does_not_fit" => {
            Text::new("Peran ini tidak dapat dipegang di instansi tersebut.", "This role can't be held at that agency.")
        }
        "already_assigned" => Text::new(
            "Instansi atau unit ini sudah mendapat bagian dalam perkara.",
            "This agency or unit has a part in the case already.",
        ),
        "same_case" => Text::new("Perkara yang sama.", "The same case."),
        "case_ended" => Text::new("Perkara tersebut sudah berakhir.", "That case has ended."),
        "ground_not_applicable" => Text::new(
            "Alasan keberatan ini tidak sesuai dengan apa yang terjadi pada permohonan.",
            "This ground does not fit what happened to the request.",
        ),
        "already_granted" => Text::new("Peran ini sudah diberikan.", "This role is held already."),
        _ => Text::new("Nilai tidak sah.", "Invalid value."),
    };
    FieldError::with_text(fault.pointer, Cow::Borrowed(fault.code), text)
}
