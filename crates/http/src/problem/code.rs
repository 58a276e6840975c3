//! The closed list of problem codes with their statuses.
//!
//! A code is a promise to clients: it is never renamed, and its meaning never changes within `/v1`. The texts that go with the
//! codes are in [`super::texts`]; each code has a page at `/problems/{code}`.

use super::texts;
use crate::language::Language;
use actix_web::http::StatusCode;

/// What went wrong, as a machine reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// The body is not valid JSON or contains a wrong JSON type.
    MalformedBody,
    /// The body contains a field that this operation does not know.
    UnknownField,
    /// A parameter has an invalid value.
    InvalidParameter,
    /// The request contains a parameter that this operation does not know.
    UnknownParameter,
    /// The cursor cannot be read or does not belong to these filters and this order.
    InvalidCursor,
    /// This request needs a valid access token.
    Unauthenticated,
    /// The e-mail address or the password is wrong.
    InvalidCredentials,
    /// The e-mail address of this account is not verified yet.
    EmailUnverified,
    /// A log-in with a second factor is needed.
    SecondFactorRequired,
    /// The code of the second factor is wrong.
    InvalidCode,
    /// You may not do this.
    Forbidden,
    /// It does not exist, or is not open to you.
    NotFound,
    /// This address does not serve that method.
    MethodNotAllowed,
    /// The body is larger than permitted.
    PayloadTooLarge,
    /// The type or coding of the body is not supported.
    UnsupportedMediaType,
    /// The file is of a kind that is not taken.
    UnsupportedFile,
    /// The body came too slowly.
    RequestTimeout,
    /// One or more fields are not right.
    ValidationFailed,
    /// The file cannot be taken as it is.
    FileRejected,
    /// A spreadsheet does not hold so many rows.
    TooManyRows,
    /// This action is not possible in the present state of the case.
    InvalidTransition,
    /// The time for this action has passed or is used up.
    WindowClosed,
    /// The case cannot go back to a unit that has returned it.
    UnitAlreadyReturned,
    /// The case must not come to those whom it accuses.
    ConflictOfInterest,
    /// Other agencies still owe their answers.
    AssignmentsOpen,
    /// Cases that were split off have not ended.
    ChildrenOpen,
    /// The case to be kept hides more than the duplicate.
    StricterTarget,
    /// The notice was put off once already.
    AlreadyExtended,
    /// An objection is under way, or every window for one was used.
    AlreadyObjected,
    /// A refusal by exemption is not settled.
    SettlementExcluded,
    /// Nothing is withheld without an approved consequence test.
    TestRequired,
    /// What is exempt in part may not be refused as a whole.
    PartialExemption,
    /// Nobody decides on what they did themselves.
    SamePerson,
    /// It is no question on the desk of a body, and becomes no request (409).
    NotConvertible,
    /// The case is under a legal hold: nothing of its reporter is erased.
    LegalHold,
    /// Nobody has approved that you read this identity, or the time for it is over.
    RevealNotApproved,
    /// The version that you named is not the present one.
    VersionMismatch,
    /// This request needs the header If-Match.
    IfMatchRequired,
    /// This key was used for a different request.
    IdempotencyKeyReused,
    /// A request with this key is still being worked on.
    IdempotencyInProgress,
    /// The quota of requests is used up.
    RateLimited,
    /// The service cannot answer at the moment.
    Unavailable,
    /// Something went wrong on our side.
    Internal,
}

impl Code {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 43] = [
        Self::MalformedBody,
        Self::UnknownField,
        Self::InvalidParameter,
        Self::UnknownParameter,
        Self::InvalidCursor,
        Self::Unauthenticated,
        Self::InvalidCredentials,
        Self::EmailUnverified,
        Self::SecondFactorRequired,
        Self::InvalidCode,
        Self::Forbidden,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::PayloadTooLarge,
        Self::UnsupportedMediaType,
        Self::UnsupportedFile,
        Self::RequestTimeout,
        Self::ValidationFailed,
        Self::FileRejected,
        Self::TooManyRows,
        Self::InvalidTransition,
        Self::WindowClosed,
        Self::UnitAlreadyReturned,
        Self::ConflictOfInterest,
        Self::AssignmentsOpen,
        Self::ChildrenOpen,
        Self::StricterTarget,
        Self::AlreadyExtended,
        Self::AlreadyObjected,
        Self::SettlementExcluded,
        Self::TestRequired,
        Self::PartialExemption,
        Self::SamePerson,
        Self::NotConvertible,
        Self::LegalHold,
        Self::RevealNotApproved,
        Self::VersionMismatch,
        Self::IfMatchRequired,
        Self::IdempotencyKeyReused,
        Self::IdempotencyInProgress,
        Self::RateLimited,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The code as it stands in answers and in the address of its page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MalformedBody => "malformed_body",
            Self::UnknownField => "unknown_field",
            Self::InvalidParameter => "invalid_parameter",
            Self::UnknownParameter => "unknown_parameter",
            Self::InvalidCursor => "invalid_cursor",
            Self::Unauthenticated => "unauthenticated",
            Self::InvalidCredentials => "invalid_credentials",
            Self::EmailUnverified => "email_unverified",
            Self::SecondFactorRequired => "second_factor_required",
            Self::InvalidCode => "invalid_code",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::PayloadTooLarge => "payload_too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::UnsupportedFile => "unsupported_file",
            Self::RequestTimeout => "request_timeout",
            Self::ValidationFailed => "validation_failed",
            Self::FileRejected => "file_rejected",
            Self::TooManyRows => "too_many_rows",
            Self::InvalidTransition => "invalid_transition",
            Self::WindowClosed => "window_closed",
            Self::UnitAlreadyReturned => "unit_already_returned",
            Self::ConflictOfInterest => "conflict_of_interest",
            Self::AssignmentsOpen => "assignments_open",
            Self::ChildrenOpen => "children_open",
            Self::StricterTarget => "stricter_target",
            Self::AlreadyExtended => "already_extended",
            Self::AlreadyObjected => "already_objected",
            Self::SettlementExcluded => "settlement_excluded",
            Self::TestRequired => "test_required",
            Self::PartialExemption => "partial_exemption",
            Self::SamePerson => "same_person",
            Self::NotConvertible => "not_convertible",
            Self::LegalHold => "legal_hold",
            Self::RevealNotApproved => "reveal_not_approved",
            Self::VersionMismatch => "version_mismatch",
            Self::IfMatchRequired => "if_match_required",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
            Self::IdempotencyInProgress => "idempotency_in_progress",
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// The HTTP status that goes with the code.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::MalformedBody
            | Self::UnknownField
            | Self::InvalidParameter
            | Self::UnknownParameter
            | Self::InvalidCursor => StatusCode::BAD_REQUEST,
            Self::Unauthenticated | Self::InvalidCredentials => StatusCode::UNAUTHORIZED,
            Self::EmailUnverified | Self::SecondFactorRequired | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType | Self::UnsupportedFile => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::ValidationFailed
            | Self::InvalidCode
            | Self::FileRejected
            | Self::TooManyRows
            | Self::IdempotencyKeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::InvalidTransition
            | Self::WindowClosed
            | Self::UnitAlreadyReturned
            | Self::ConflictOfInterest
            | Self::AssignmentsOpen
            | Self::ChildrenOpen
            | Self::StricterTarget
            | Self::AlreadyExtended
            | Self::AlreadyObjected
            | Self::SettlementExcluded
            | Self::TestRequired
            | Self::PartialExemption
            | Self::SamePerson
            | Self::NotConvertible
            | Self::LegalHold
            | Self::RevealNotApproved
            | Self::IdempotencyInProgress => StatusCode::CONFLICT,
            Self::VersionMismatch => StatusCode::PRECONDITION_FAILED,
            Self::IfMatchRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The code of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == name)
    }

    /// The short summary; the same for every occurrence.
    pub fn title(self, language: Language) -> &'static str {
        texts::of(self).title(language)
    }

    /// The detail where an occurrence has none of its own.
    pub fn detail(self, language: Language) -> &'static str {
        texts::of(self).detail(language)
    }

    /// What the caller can do about it.
    pub fn advice(self, language: Language) -> &'static str {
        texts::of(self).advice(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique_and_found_by_name() {
        let names: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(code));
            assert!(code.status().is_client_error() || code.status().is_server_error());
        }
        assert_eq!(Code::parse("nonsense"), None);
    }

    #[test]
    fn every_code_speaks_both_languages() {
        for code in Code::ALL {
            for text in [Code::title, Code::detail, Code::advice] {
                let (id, en) = (text(code, Language::Indonesian), text(code, Language::English));
                assert!(!id.is_empty() && !en.is_empty() && id != en, "{code:?}");
            }
        }
    }
}
