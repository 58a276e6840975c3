//! How long the data of a closed case is kept. The periods are rules of law as dated data (`data/rules.json`, codes T1 to T4);
//! this says which of them a case runs by, and when it ends.

use chrono::{DateTime, Days, Months, Utc};
use padi_kernel::{
    calendar::OutOfRange,
    rule::{NoRule, RuleBook, Unit},
    zone::Zone,
};

/// The identity of an ordinary reporter.
pub const IDENTITY: &str = "T1";
/// The identity behind a supervisory complaint: it is evidence.
pub const SUPERVISORY_IDENTITY: &str = "T2";
/// The identity of an anonymous reporter.
pub const ANONYMOUS_IDENTITY: &str = "T3";
/// Who read whose data.
pub const ACCESS_LOG: &str = "T4";

/// What of a case decides for how long its reporter's identity is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags {
    /// Berkadar pengawasan, or a whistleblower's.
    pub is_supervisory: bool,
    /// Anonim.
    pub is_anonymous: bool,
}

/// Why a period could not be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RetentionError {
    /// The rule book lacks the rule.
    #[error(transparent)]
    NoRule(#[from] NoRule),
    /// It begins before dates do.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

/// The rule by which a reporter's identity is kept.
pub fn identity_rule(flags: Flags) -> &'static str {
    match flags {
        Flags { is_supervisory: true, .. } => SUPERVISORY_IDENTITY,
        Flags { is_anonymous: true, .. } => ANONYMOUS_IDENTITY,
        Flags { .. } => IDENTITY,
    }
}

/// What ended at this instant or before has been kept long enough by now: whole local days, by the rule that holds today.
pub fn ended_before(
    code: &str,
    now: DateTime<Utc>,
    zone: Zone,
    rules: &RuleBook,
) -> Result<DateTime<Utc>, RetentionError> {
    let today = zone.day_of(now);
    let rule = rules.rule(code, today)?;
    let length = rule.length.unsigned_abs();
    let day = match rule.unit {
        Unit::Year => today.checked_sub_months(Months::new(length.saturating_mul(12))),
        Unit::Month => today.checked_sub_months(Months::new(length)),
        // A period of retention in working days or hours is one of civil days: nobody acts within it.
        Unit::CalendarDay | Unit::WorkingDay => today.checked_sub_days(Days::new(u64::from(length))),
        Unit::ClockHour => today.checked_sub_days(Days::new(u64::from(length.div_ceil(24)))),
    };
    Ok(zone.midnight(day.ok_or(OutOfRange)?))
}
