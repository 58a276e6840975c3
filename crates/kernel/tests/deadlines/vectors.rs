//! The worked examples, as tables.

use chrono::Weekday;
use padi_kernel::{
    calendar::{DayKind, SkippedDay},
    deadline::DeadlineState,
    rule::{Party, Unit},
    zone::Zone,
};

use crate::support::{agency_term, at, calendar, day, due};

/// Trigger, working days, due day.
const WORKED: [(&str, i32, &str); 21] = [
    ("2026-03-13", 3, "2026-03-25"),
    ("2026-03-25", 5, "2026-04-01"),
    ("2026-03-25", 14, "2026-04-15"),
    ("2026-03-25", 60, "2026-06-29"),
    ("2026-04-01", 10, "2026-04-16"),
    ("2026-05-11", 10, "2026-05-29"),
    ("2026-05-11", 17, "2026-06-10"),
    ("2026-06-10", 30, "2026-07-23"),
    ("2026-06-22", 30, "2026-08-03"),
    ("2026-08-03", 14, "2026-08-24"),
    ("2026-08-20", 14, "2026-09-10"),
    ("2026-08-20", 21, "2026-09-21"),
    ("2026-08-20", 100, "2027-01-14"),
    ("2026-05-13", 3, "2026-05-20"),
    ("2026-02-13", 3, "2026-02-20"),
    ("2025-12-23", 10, "2026-01-09"),
    ("2026-12-23", 5, "2027-01-04"),
    ("2022-04-25", 5, "2022-05-10"),
    ("2022-07-18", 3, "2022-07-21"),
    ("2022-07-18", 10, "2022-08-01"),
    // Requests for information with day 0 at the missed due day.
    ("2026-05-29", 30, "2026-07-14"),
];

#[test]
fn the_worked_examples_hold_for_both_parties() {
    for (start, length, due_on) in WORKED {
        for party in [Party::Agency, Party::Reporter] {
            let found = due(&format!("{start} 10:00"), length, Unit::WorkingDay, party);
            assert_eq!(found, day(due_on), "{start} + {length} {party:?}");
        }
    }
}

#[test]
fn the_years_have_as_many_working_days_as_were_counted() {
    let calendar = calendar();
    let jakarta = crate::support::body("31", Zone::Wib);
    for (year, count) in [(2022, 246), (2025, 237), (2026, 240)] {
        let last_of_before = day(&format!("{}-12-31", year - 1));
        let last = day(&format!("{year}-12-31"));
        assert_eq!(calendar.working_days_between(last_of_before, last, &jakarta), count, "{year}");
    }
}

#[test]
fn day_zero_follows_office_hours_for_agencies_and_the_civil_day_for_people() {
    for start in ["2026-03-13 16:30", "2026-03-14 09:00"] {
        assert_eq!(due(start, 3, Unit::WorkingDay, Party::Agency), day("2026-03-26"), "{start}");
    }
    assert_eq!(due("2026-03-14 09:00", 10, Unit::WorkingDay, Party::Reporter), day("2026-04-06"));
    // The same person on Friday evening counts from Friday.
    assert_eq!(
        due("2026-03-13 23:59", 3, Unit::WorkingDay, Party::Reporter),
        due("2026-03-13 10:00", 3, Unit::WorkingDay, Party::Agency)
    );
}

#[test]
fn a_pause_keeps_whole_working_days() {
    let calendar = calendar();
    let mut term = agency_term("2026-03-25 10:00", 14);
    assert_eq!(Zone::Wib.day_of(term.due_at), day("2026-04-15"));
    term.pause(at("2026-03-30 11:00", Zone::Wib), &calendar).unwrap();
    assert_eq!((term.state, term.remaining), (DeadlineState::Paused, 11));
    assert_eq!(Zone::Wib.day_of(term.due_at), day("2026-04-15"), "while paused, when it would have been");
    term.resume(at("2026-04-02 10:00", Zone::Wib), &calendar).unwrap();
    assert_eq!((term.state, term.remaining, term.day_zero_on), (DeadlineState::Running, 11, day("2026-04-02")));
    assert_eq!(term.due_at, at("2026-04-20 23:59:59", Zone::Wib));
}

#[test]
fn the_skipped_days_are_named() {
    let term = agency_term("2026-03-13 10:00", 3);
    let skipped = term.skipped;
    let days: Vec<_> = skipped.iter().map(|skipped| (skipped.on.to_string(), skipped.kind)).collect();
    let expected = [
        ("2026-03-14", DayKind::Weekend),
        ("2026-03-15", DayKind::Weekend),
        ("2026-03-18", DayKind::JointLeave),
        ("2026-03-19", DayKind::Holiday),
        ("2026-03-20", DayKind::JointLeave),
        ("2026-03-21", DayKind::Holiday),
        ("2026-03-22", DayKind::Holiday),
        ("2026-03-23", DayKind::JointLeave),
        ("2026-03-24", DayKind::JointLeave),
    ];
    assert_eq!(days, expected.map(|(on, kind)| (on.to_owned(), kind)));
    let saturday = SkippedDay { on: day("2026-03-14"), kind: DayKind::Weekend, reason: "Sabtu".to_owned() };
    assert_eq!(skipped[0], saturday);
    assert!(skipped[3].reason.contains("Nyepi") && skipped[5].reason.contains("Idul Fitri"));
}

#[test]
fn an_exemption_opens_after_decrees_that_are_counted_back() {
    // Its last day is 2026-12-31: a warning 60, a decree 30 working days before.
    for (length, due_on) in [(-60, "2026-10-06"), (-30, "2026-11-17")] {
        for time in ["00:00", "10:00", "23:59"] {
            let start = format!("2026-12-31 {time}");
            assert_eq!(due(&start, length, Unit::WorkingDay, Party::Agency), day(due_on), "{start} {length}");
        }
    }
}

#[test]
fn a_reminder_comes_one_working_day_before_the_due_day() {
    use chrono::Datelike as _;
    // Due Monday, Tuesday after a long weekend, and on a Sunday (a limit in civil days).
    for (due_on, reminder) in [("2026-06-29", "2026-06-26"), ("2026-03-25", "2026-03-17"), ("2026-05-17", "2026-05-13")]
    {
        let found = due(&format!("{due_on} 23:59:59"), -1, Unit::WorkingDay, Party::Agency);
        assert_eq!(found, day(reminder), "{due_on}");
        assert!(!matches!(found.weekday(), Weekday::Sat | Weekday::Sun));
    }
}
