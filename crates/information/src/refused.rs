//! Why something cannot be done with a request, an objection, a test or an exemption.

use std::borrow::Cow;

use padi_kernel::{calendar::OutOfRange, deadlines::DeadlineError};

/// Why a permitted action cannot be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untimely {
    /// The state does not allow it.
    State,
    /// Its window has closed.
    Window,
    /// The notice was put off once already.
    AlreadyExtended,
    /// An objection is under way, or every window was used.
    AlreadyObjected,
    /// A refusal by exemption is not settled (UU 14/2008 Ps 35(2)).
    SettlementExcluded,
}

/// Why a transition was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The state does not allow it.
    #[error("the state does not allow it")]
    State,
    /// Its window has closed.
    #[error("the window has closed")]
    Window,
    /// The notice was put off once already.
    #[error("extended already")]
    AlreadyExtended,
    /// An objection is under way, or every window was used.
    #[error("objected already")]
    AlreadyObjected,
    /// A refusal by exemption is not settled.
    #[error("settlement is excluded")]
    SettlementExcluded,
    /// Nothing is withheld without an approved consequence test.
    #[error("an approved consequence test is required")]
    TestRequired,
    /// What is exempt in part may not be refused as a whole.
    #[error("the exemption is partial")]
    PartialExemption,
    /// Nobody decides on what they did themselves.
    #[error("the same person")]
    SamePerson,
    /// The ground does not fit what happened.
    #[error("the ground at {0} does not fit what happened")]
    GroundNotApplicable(usize),
    /// A field makes no sense.
    #[error("{pointer}: {code}")]
    Invalid {
        /// JSON pointer to it.
        pointer: Cow<'static, str>,
        /// Stable code.
        code: &'static str,
    },
    /// A clock could not be started.
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
}

impl Refused {
    /// A field makes no sense.
    pub(crate) fn invalid(pointer: impl Into<Cow<'static, str>>, code: &'static str) -> Self {
        Self::Invalid { pointer: pointer.into(), code }
    }
}

impl From<OutOfRange> for Refused {
    fn from(error: OutOfRange) -> Self {
        Self::Deadline(error.into())
    }
}

impl From<Untimely> for Refused {
    fn from(untimely: Untimely) -> Self {
        match untimely {
            Untimely::State => Self::State,
            Untimely::Window => Self::Window,
            Untimely::AlreadyExtended => Self::AlreadyExtended,
            Untimely::AlreadyObjected => Self::AlreadyObjected,
            Untimely::SettlementExcluded => Self::SettlementExcluded,
        }
    }
}
