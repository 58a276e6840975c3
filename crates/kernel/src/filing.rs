//! What any filed case can be wrong in.

use chrono::{DateTime, NaiveDate, Utc};

/// No register that could be typed in goes back further.
const OLDEST_RECEIPT: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Why something filed makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilingFault {
    /// JSON pointer to the field.
    pub pointer: &'static str,
    /// Stable code.
    pub code: &'static str,
}

/// What is wrong with a time of receipt, if anything.
pub fn receipt_fault(received_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<FilingFault> {
    let fault = |code| Some(FilingFault { pointer: "/received_at", code });
    if received_at > now {
        return fault("in_future");
    }
    if received_at.date_naive() < OLDEST_RECEIPT { fault("out_of_range") } else { None }
}
