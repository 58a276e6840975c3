//! When a body first received a case: a request under UU 14/2008 that comes of a question counts from there.

use chrono::{DateTime, Utc};
use padi_kernel::id::AgencyId;
use serde_json::{Value, json};

/// The events that put a case into a body's hands, which their fact `agency_id` names.
pub const HANDED: [&str; 6] = [
    SUBMITTED,
    "complaint.verified",
    "complaint.handled",
    "complaint.not_authority",
    "complaint.forwarded",
    "complaint.split_off",
];
const SUBMITTED: &str = "complaint.submitted";

/// One of [`HANDED`].
#[derive(Clone, Debug, PartialEq)]
pub struct Handed {
    /// The event.
    pub kind: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Its facts.
    pub data: Value,
}

/// When the body first had it, of what happened to a case that was received then.
pub fn first_receipt(
    body: AgencyId,
    received_at: DateTime<Utc>,
    handed: impl IntoIterator<Item = Handed>,
) -> Option<DateTime<Utc>> {
    let to_body = handed.into_iter().filter(|one| one.data["agency_id"] == json!(body));
    // What comes on paper is received before anybody enters it.
    to_body.map(|one| if one.kind == SUBMITTED { received_at } else { one.at }).min()
}
