//! A body of government that has a case, whatever its kind.

use crate::{id::AgencyId, zone::Locality};

/// A body with a desk, as far as its clocks ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The body.
    pub id: AgencyId,
    /// Its zone and province.
    pub locality: Locality,
}
