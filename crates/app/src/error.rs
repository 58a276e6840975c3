//! The one error of all use cases. `http` turns it into a problem in one place.

use std::time::Duration;

use padi_kernel::{actor::Denied, calendar::OutOfRange, deadlines::DeadlineError};
use padi_persistence::db;

/// Something wrong with one field of a command: well-formed, but without sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer into the body, such as `/reporter/nik`.
    pub pointer: String,
    /// Stable code, snake case.
    pub code: &'static str,
}

impl FieldError {
    /// A field error.
    pub fn new(pointer: impl Into<String>, code: &'static str) -> Self {
        Self { pointer: pointer.into(), code }
    }
}

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not: 401, 403 or 404.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such thing (404).
    #[error("not found")]
    NotFound,
    /// Fields without sense (422), all of them.
    #[error("invalid fields")]
    Invalid(Vec<FieldError>),
    /// The state does not allow the action (409).
    #[error("invalid transition from {state}")]
    Transition {
        /// The state that the case is in.
        state: &'static str,
        /// What the caller may do instead.
        allowed: Vec<&'static str>,
    },
    /// The window for the act has closed (409).
    #[error("the window has closed")]
    WindowClosed {
        /// The state that the case is in.
        state: &'static str,
        /// What the caller may do instead.
        allowed: Vec<&'static str>,
    },
    /// The unit returned the case before (409).
    #[error("the unit returned the case")]
    UnitAlreadyReturned,
    /// The case would come to the accused unit, or nobody stands above the accused (409).
    #[error("conflict of interest")]
    ConflictOfInterest,
    /// Other agencies have not answered yet (409).
    #[error("other agencies have not answered yet")]
    AssignmentsOpen {
        /// The state that the case is in.
        state: &'static str,
        /// What the caller may do instead.
        allowed: Vec<&'static str>,
    },
    /// Cases that were split off have not ended yet (409).
    #[error("cases that were split off have not ended yet")]
    ChildrenOpen {
        /// The state that the case is in.
        state: &'static str,
        /// What the caller may do instead.
        allowed: Vec<&'static str>,
    },
    /// It is no question on the desk of a body (409).
    #[error("not convertible")]
    NotConvertible {
        /// The state that the case is in.
        state: &'static str,
        /// What the caller may do instead.
        allowed: Vec<&'static str>,
    },
    /// The notice was put off once already (409).
    #[error("extended already")]
    AlreadyExtended {
        /// The state that the case is in.
        state: &'static str,
        /// What the caller may do instead.
        allowed: Vec<&'static str>,
    },
    /// An objection is under way, or every window was used (409).
    #[error("objected already")]
    AlreadyObjected {
        /// The state that the case is in.
        state: &'static str,
        /// What the caller may do instead.
        allowed: Vec<&'static str>,
    },
    /// A refusal by exemption is not settled (409).
    #[error("settlement excluded")]
    SettlementExcluded {
        /// The state that the case is in.
        state: &'static str,
        /// What the caller may do instead.
        allowed: Vec<&'static str>,
    },
    /// Nothing is withheld without an approved consequence test (409).
    #[error("an approved consequence test is required")]
    TestRequired,
    /// What is exempt in part may not be refused as a whole (409).
    #[error("the exemption is partial")]
    PartialExemption,
    /// Nobody decides on what they did themselves (409).
    #[error("the same person")]
    SamePerson,
    /// The case that would be kept hides more than the duplicate (409).
    #[error("the kept case hides more")]
    StricterTarget,
    /// The case is under a legal hold (409).
    #[error("legal hold")]
    LegalHold,
    /// The identity was not approved to be read, or no longer may be (409).
    #[error("the reveal is not approved")]
    RevealNotApproved,
    /// If-Match named another version (412).
    #[error("version mismatch")]
    VersionMismatch,
    /// If-Match is needed and missing (428).
    #[error("If-Match required")]
    IfMatchRequired,
    /// Somebody else changed the row first, or such a row exists (409).
    #[error("conflict")]
    Conflict,
    /// The key was used for another body (422).
    #[error("idempotency key reused")]
    IdempotencyKeyReused,
    /// The first call with the key still runs (409).
    #[error("idempotency key in progress")]
    IdempotencyInProgress,
    /// E-mail address or password, or a token in their place, is wrong (401).
    #[error("invalid credentials")]
    InvalidCredentials,
    /// The account has a second factor, and no code came with the log-in (401).
    #[error("a code of the second factor is needed")]
    CodeNeeded,
    /// The code of the second factor is wrong or was used (422; 401 at log-in).
    #[error("wrong code")]
    InvalidCode,
    /// Too many codes were wrong: for so long none is looked at (429).
    #[error("too many wrong codes")]
    CodesLocked(Duration),
    /// The address was not verified (403).
    #[error("e-mail address not verified")]
    EmailUnverified,
    /// A spreadsheet holds no more rows (422).
    #[error("more than {max} rows")]
    TooManyRows {
        /// How many it holds, its headings among them.
        max: u64,
    },
    /// The file is of a kind that is not taken (415).
    #[error("unsupported kind of file")]
    UnsupportedFile,
    /// The file cannot be taken as it is (422).
    #[error("file rejected: {reason}")]
    FileRejected {
        /// Why: a stable code.
        reason: &'static str,
    },
    /// The object store is away or refuses (503).
    #[error("the object store is not available")]
    StorageUnavailable(#[source] crate::files::StorageError),
    /// The database is away or too busy (503).
    #[error("unavailable")]
    Unavailable(#[source] db::Error),
    /// Our fault (500).
    #[error("internal")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Our fault, with its cause.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// One field without sense.
    pub fn field(pointer: impl Into<String>, code: &'static str) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, code)])
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Stale | db::Error::Conflict => Self::Conflict,
            db::Error::Unavailable(_) | db::Error::Locked => Self::Unavailable(error),
            db::Error::Inconsistent { .. } | db::Error::Driver(_) | db::Error::Json(_) | db::Error::UnknownScheme => {
                Self::internal(error)
            }
        }
    }
}

impl From<DeadlineError> for Error {
    fn from(error: DeadlineError) -> Self {
        Self::internal(error)
    }
}

impl From<OutOfRange> for Error {
    fn from(error: OutOfRange) -> Self {
        Self::internal(error)
    }
}
