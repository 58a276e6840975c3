use padi_kernel::{
    rule::{RuleBook, Unit},
    zone::Locality,
};

use super::requests::{at, rule};
use crate::{
    obstacles::{Facts, obstacles},
    request::RefusalReason,
    retention::{Flags, ended_before, identity_rule},
};

#[test]
fn evidence_outlasts_anonymity() {
    let of = |is_supervisory, is_anonymous| identity_rule(Flags { is_supervisory, is_anonymous });
    assert_eq!([of(false, false), of(false, true), of(true, false), of(true, true)], ["T1", "T3", "T2", "T2"]);
}

#[test]
fn periods_end_with_whole_local_days() {
    let zone = Locality::ministry().zone;
    let ended = |length, unit, now: &str| {
        ended_before("T1", at(now), zone, &RuleBook::new(vec![rule("T1", length, unit)])).unwrap()
    };
    // 16:59:59Z is still the 1st in Jakarta, 17:00Z the 2nd.
    assert_eq!(ended(5, Unit::Year, "2031-03-01T16:59:59Z"), at("2026-02-28T17:00:00Z"));
    assert_eq!(ended(5, Unit::Year, "2031-03-01T17:00:00Z"), at("2026-03-01T17:00:00Z"));
    assert_eq!(ended(1, Unit::Year, "2029-02-28T17:00:00Z"), at("2028-02-29T17:00:00Z"));
    assert_eq!(ended(1, Unit::Month, "2026-03-31T03:00:00Z"), at("2026-02-27T17:00:00Z"));
    assert_eq!(ended(30, Unit::CalendarDay, "2026-03-31T03:00:00Z"), at("2026-02-28T17:00:00Z"));
    assert_eq!(ended(48, Unit::ClockHour, "2026-03-31T03:00:00Z"), at("2026-03-28T17:00:00Z"));
    assert!(ended_before("T9", at("2026-03-31T03:00:00Z"), zone, &RuleBook::default()).is_err());
}

#[test]
fn duties_stand_against_erasure() {
    use RefusalReason::{CaseOpen, LegalHold, Retention};
    assert_eq!(obstacles(Facts::default()), []);
    for (facts, expected) in [
        (Facts { has_open_case: true, ..Facts::default() }, CaseOpen),
        (Facts { has_evidence: true, ..Facts::default() }, Retention),
        (Facts { is_officer: true, ..Facts::default() }, Retention),
        (Facts { has_legal_hold: true, ..Facts::default() }, LegalHold),
    ] {
        assert_eq!(obstacles(facts), [expected]);
    }
    let all = Facts { has_open_case: true, has_legal_hold: true, has_evidence: true, is_officer: true };
    assert_eq!(obstacles(all), [CaseOpen, Retention, LegalHold]);
}
