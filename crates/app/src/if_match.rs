//! The precondition of a change: the version that the caller saw (`If-Match`).

use crate::error::Error;

/// What `If-Match` said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// `*`: whatever version there is.
    Any,
    /// One of these versions.
    OneOf(Vec<i64>),
}

impl IfMatch {
    /// Whether the version is one that the caller saw: [`Error::VersionMismatch`] if not.
    pub fn check(&self, version: i64) -> Result<(), Error> {
        match self {
            Self::Any => Ok(()),
            Self::OneOf(seen) if seen.contains(&version) => Ok(()),
            Self::OneOf(_) => Err(Error::VersionMismatch),
        }
    }

    /// As [`Self::check`] where the header may be absent.
    pub fn honour(this: Option<&Self>, version: i64) -> Result<(), Error> {
        this.map_or(Ok(()), |seen| seen.check(version))
    }

    /// As [`Self::check`] where the header must be there: [`Error::IfMatchRequired`] if not.
    pub fn require(this: Option<&Self>, version: i64) -> Result<(), Error> {
        this.ok_or(Error::IfMatchRequired)?.check(version)
    }
}
