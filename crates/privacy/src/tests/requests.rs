use chrono::{DateTime, TimeDelta, Utc};
use padi_kernel::{
    calendar::WorkCalendar,
    deadline::DeadlineState,
    deadlines::Law,
    event::By,
    id::{AgencyId, DataRequestId, RuleId, UserId},
    rule::{Party, Rule, RuleBook, Unit},
    zone::Locality,
};
use uuid::Uuid;

use crate::request::{Command, DataRequest, Filing, Kind, RefusalReason, State, Subject};

pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(super) fn rule(code: &str, length: i32, unit: Unit) -> Rule {
    Rule {
        id: RuleId(Uuid::nil()),
        rule_set: "uu-27-2022".to_owned(),
        code: code.to_owned(),
        name_id: code.to_owned(),
        name_en: code.to_owned(),
        length,
        unit,
        party: Party::Agency,
        legal_basis: "UU 27/2022".to_owned(),
        confirmed: true,
        valid_from: at("2010-01-01T00:00:00Z").date_naive(),
        valid_to: None,
    }
}

pub(super) fn filed(kind: Kind, subject: Subject, agency: AgencyId) -> DataRequest {
    let rules = RuleBook::new(["X1", "X2", "X4"].map(|code| rule(code, 72, Unit::ClockHour)).to_vec());
    let calendar = WorkCalendar::default();
    let law = Law { rules: &rules, calendar: &calendar };
    let filing = Filing {
        id: DataRequestId(Uuid::from_u128(7)),
        kind,
        subject,
        agency_id: agency,
        locality: Locality::ministry(),
    };
    // A Friday evening: clock hours do not wait for Monday.
    DataRequest::submit(filing, By::REPORTER, at("2026-03-06T12:00:00Z"), law).unwrap().value
}

fn received(kind: Kind) -> DataRequest {
    filed(kind, Subject::Account(UserId(Uuid::from_u128(1))), AgencyId(Uuid::from_u128(2)))
}

fn stored(request: DataRequest) -> DataRequest {
    let deadlines = padi_kernel::deadlines::Deadlines::stored(request.deadlines.all().to_vec());
    DataRequest { deadlines, ..request }
}

#[test]
fn each_kind_has_72_hours_of_the_clock_by_its_article() {
    for (kind, code) in [
        (Kind::Correction, "X1"),
        (Kind::Access, "X2"),
        (Kind::Erasure, "X4"),
        (Kind::Restriction, "X4"),
        (Kind::ConsentWithdrawal, "X4"),
    ] {
        let request = received(kind);
        let [clock] = request.deadlines.all() else { panic!("one clock") };
        assert_eq!((clock.code.as_str(), clock.due_at), (code, at("2026-03-09T12:00:00Z")), "{kind}");
    }
}

#[test]
fn every_state_against_every_command() {
    use State::{Granted, IdentityCheck, Notified, Received, Refused};
    let refuse = Command::Refuse(RefusalReason::EndangersOthers);
    let commands = [Command::CheckIdentity, Command::Grant, refuse, Command::Notify];
    let table = [
        (Received, [Some(IdentityCheck), Some(Granted), Some(Refused), None]),
        (IdentityCheck, [None, Some(Granted), Some(Refused), None]),
        (Granted, [None, None, None, Some(Notified)]),
        (Refused, [None, None, None, Some(Notified)]),
        (Notified, [None, None, None, None]),
    ];
    assert_eq!(table.map(|(state, _)| state), State::ALL);
    let now = at("2026-03-07T00:00:00Z");
    for (state, row) in table {
        for (command, then) in commands.into_iter().zip(row) {
            let request = DataRequest { state, ..received(Kind::Access) };
            assert_eq!(request.allows(command), then.is_some(), "{state} {command:?}");
            let done = request.apply(command, By::SYSTEM, now);
            assert_eq!(done.as_ref().ok().map(|changed| changed.value.state), then, "{state} {command:?}");
            if let Ok(changed) = done {
                assert_eq!(changed.value.version, 2);
                let [event] = changed.events.as_slice() else { panic!("one event") };
                assert_eq!((event.from_state, Some(event.to_state)), (Some(state.name()), then.map(State::name)));
            }
        }
    }
}

#[test]
fn a_decision_meets_the_clock_and_keeps_its_reason() {
    let refused = received(Kind::Erasure)
        .apply(Command::Refuse(RefusalReason::LegalHold), By::SYSTEM, at("2026-03-09T11:59:59Z"))
        .unwrap()
        .value;
    assert_eq!((refused.granted, refused.refusal), (Some(false), Some(RefusalReason::LegalHold)));
    assert_eq!(refused.deadlines.all()[0].state, DeadlineState::Met);
    assert!(refused.lapse(at("2027-01-01T00:00:00Z")).is_none());
}

#[test]
fn a_term_that_passed_raises_the_flag_until_the_decision() {
    let request = received(Kind::Correction);
    assert!(request.clone().lapse(at("2026-03-09T11:59:59.999Z")).is_none());
    let missed = request.lapse(at("2026-04-01T00:00:00Z")).unwrap();
    let [event] = missed.events.as_slice() else { panic!("one event") };
    assert_eq!((event.kind, event.at), ("data_request.deadline_missed", at("2026-03-09T12:00:00Z")));
    assert_eq!((missed.value.deadlines.overdue(), missed.value.state), (vec!["X1".to_owned()], State::Received));
    let missed = stored(missed.value);
    assert!(missed.clone().lapse(at("2026-04-02T00:00:00Z")).is_none(), "once only");
    let granted = missed.apply(Command::Grant, By::SYSTEM, at("2026-04-02T00:00:00Z")).unwrap().value;
    assert!(granted.deadlines.overdue().is_empty());
    assert_eq!(granted.deadlines.all()[0].state, DeadlineState::Missed);
    assert_eq!(granted.decided_at.unwrap() - granted.received_at, TimeDelta::hours(636));
}

#[test]
fn names_are_read_back() {
    assert!(Kind::ALL.into_iter().all(|it| it.name().parse() == Ok(it)));
    assert!(State::ALL.into_iter().all(|it| it.name().parse() == Ok(it)));
    assert!(RefusalReason::ALL.into_iter().all(|it| it.name().parse() == Ok(it)));
    assert!("deletion".parse::<Kind>().is_err());
}
