//! The rules of counting, one by one.

use chrono::Duration;
use padi_kernel::{
    calendar::{DayKind, Holiday, WorkCalendar},
    deadline::{DeadlineState, term},
    deadlines::{Deadlines, Key, Kind, Law, Moved, Span},
    rule::{Party, Rule, RuleBook, Unit},
    zone::{Locality, Zone},
};

use crate::support::{agency_term, at, body, calendar, day, due, holidays, regional, rule, started};

#[test]
fn what_comes_at_four_in_the_afternoon_is_in_time_and_a_second_later_is_not() {
    let calendar = calendar();
    for zone in Zone::ALL {
        let body = body("73", zone);
        let day_zero = |time: &str| calendar.day_zero(at(&format!("2026-03-25 {time}"), zone), &body).unwrap();
        assert_eq!(day_zero("16:00:00"), day("2026-03-25"), "{zone}");
        for late in ["16:00:00.001", "16:00:01", "23:59:59"] {
            assert_eq!(day_zero(late), day("2026-03-26"), "{zone} {late}");
        }
        assert_eq!(day_zero("00:00:00"), day("2026-03-25"), "{zone}");
    }
}

#[test]
fn one_instant_is_in_time_in_the_west_and_late_in_the_east() {
    let calendar = calendar();
    let instant = at("2026-03-25 15:00:00", Zone::Wib);
    let zero = |zone| calendar.day_zero(instant, &body("73", zone)).unwrap();
    assert_eq!(zero(Zone::Wib), day("2026-03-25"), "15:00");
    assert_eq!(zero(Zone::Wita), day("2026-03-25"), "16:00");
    assert_eq!(zero(Zone::Wit), day("2026-03-26"), "17:00");
    // Due instants lie one hour apart, west to east.
    let due = |zone| term(instant, 3, Unit::CalendarDay, Party::Agency, &body("73", zone), &calendar).unwrap().due_at;
    assert_eq!(due(Zone::Wib) - due(Zone::Wita), Duration::hours(1));
    assert_eq!(due(Zone::Wita) - due(Zone::Wit), Duration::hours(1));
}

#[test]
fn a_province_keeps_its_own_holidays_alone() {
    let galungan = regional("2026-04-29", "51");
    let calendar = WorkCalendar::new(2, holidays().into_iter().chain([galungan]));
    let due_in = |locality: &Locality| {
        let start = at("2026-04-28 10:00", locality.zone);
        let term = term(start, 1, Unit::WorkingDay, Party::Agency, locality, &calendar).unwrap();
        locality.zone.day_of(term.due_at)
    };
    assert_eq!(due_in(&body("51.71", Zone::Wita)), day("2026-04-30"));
    for other in [body("52.71", Zone::Wita), body("31", Zone::Wib), Locality::ministry()] {
        assert_eq!(due_in(&other), day("2026-04-29"));
    }
    let bali = calendar.skipped(day("2026-04-29"), &body("51", Zone::Wita)).unwrap();
    assert_eq!((bali.kind, bali.reason.as_str()), (DayKind::Holiday, "Hari raya provinsi 51"));
    assert_eq!(calendar.skipped(day("2026-04-29"), &Locality::ministry()), None);
}

#[test]
fn a_regional_list_does_not_make_a_year_complete() {
    let calendar = WorkCalendar::new(1, [regional("2031-04-29", "51")]);
    assert!(!calendar.is_complete(day("2031-01-01"), day("2031-12-31")));
    let real = crate::support::calendar();
    assert!(real.is_complete(day("2015-01-01"), day("2027-12-31")));
    assert!(!real.is_complete(day("2027-12-31"), day("2028-01-03")));
    assert!(!real.is_complete(day("2014-12-31"), day("2015-01-01")));
    assert!(!real.is_complete(day("2028-01-03"), day("2027-12-31")), "backwards too");
}

#[test]
fn a_year_without_data_counts_weekends_only() {
    assert_eq!(due("2028-01-03 10:00", 10, Unit::WorkingDay, Party::Agency), day("2028-01-17"));
}

#[test]
fn months_and_years_end_on_the_same_day_or_the_last() {
    for (start, length, unit, due_on) in [
        ("2026-01-31", 1, Unit::Month, "2026-02-28"),
        ("2028-01-31", 1, Unit::Month, "2028-02-29"),
        ("2026-12-31", 3, Unit::Month, "2027-03-31"),
        ("2026-02-27", 6, Unit::Month, "2026-08-27"),
        ("2024-02-29", 1, Unit::Year, "2025-02-28"),
        ("2024-02-29", 4, Unit::Year, "2028-02-29"),
        ("2026-06-05", 30, Unit::Year, "2056-06-05"),
        ("2026-03-31", -1, Unit::Month, "2026-02-28"),
        ("2026-06-05", -2, Unit::Year, "2024-06-05"),
    ] {
        let found = due(&format!("{start} 23:00"), length, unit, Party::Agency);
        assert_eq!(found, day(due_on), "{start} + {length} {unit}");
    }
}

#[test]
fn hours_run_through_nights_weekends_and_holidays() {
    let start = at("2026-03-20 17:12:34", Zone::Wita);
    for party in [Party::Agency, Party::Reporter] {
        let term = term(start, 72, Unit::ClockHour, party, &body("73", Zone::Wita), &calendar()).unwrap();
        assert_eq!(term.due_at, at("2026-03-23 17:12:34", Zone::Wita));
    }
    let deadline = started(&rule(72, Unit::ClockHour, Party::Agency), start, &body("73", Zone::Wita), &calendar());
    assert_eq!(deadline.passes_at(), deadline.due_at);
    assert_eq!(deadline.skipped, []);
}

#[test]
fn hours_that_stood_still_are_given_back_to_the_millisecond() {
    let calendar = calendar();
    let start = at("2026-03-20 17:00", Zone::Wib);
    let mut term = started(&rule(72, Unit::ClockHour, Party::Agency), start, &body("31", Zone::Wib), &calendar);
    let before = term.due_at;
    let stopped = start + Duration::milliseconds(3_600_001);
    term.pause(stopped, &calendar).unwrap();
    term.resume(stopped + Duration::milliseconds(86_400_123), &calendar).unwrap();
    assert_eq!(term.due_at - before, Duration::milliseconds(86_400_123));
}

#[test]
fn civil_days_move_off_a_closed_day_for_people_only() {
    // 30 days after 2026-02-20 is Sunday 2026-03-22, in the middle of Idulfitri.
    assert_eq!(due("2026-02-20 10:00", 30, Unit::CalendarDay, Party::Agency), day("2026-03-22"));
    assert_eq!(due("2026-02-20 10:00", 30, Unit::CalendarDay, Party::Reporter), day("2026-03-25"));
    // A working day stays, whatever lies between.
    assert_eq!(due("2026-02-23 10:00", 30, Unit::CalendarDay, Party::Reporter), day("2026-03-25"));
    // Office hours do not matter to either.
    assert_eq!(due("2026-02-20 23:00", 30, Unit::CalendarDay, Party::Agency), day("2026-03-22"));
    // Two years after an event on 2024-03-21 end on a holiday.
    assert_eq!(due("2024-03-21 10:00", 2, Unit::Year, Party::Reporter), day("2026-03-25"));
    let start = at("2026-02-20 10:00", Zone::Wib);
    let moved = started(&rule(30, Unit::CalendarDay, Party::Reporter), start, &body("31", Zone::Wib), &calendar());
    let skipped: Vec<_> = moved.skipped.iter().map(|skipped| skipped.on).collect();
    assert_eq!(skipped, [day("2026-03-22"), day("2026-03-23"), day("2026-03-24")]);
}

#[test]
fn a_paused_limit_in_civil_days_keeps_its_days() {
    let calendar = calendar();
    let start = at("2026-06-01 10:00", Zone::Wib);
    let mut term = started(&rule(60, Unit::CalendarDay, Party::Agency), start, &body("31", Zone::Wib), &calendar);
    assert_eq!(Zone::Wib.day_of(term.due_at), day("2026-07-31"));
    term.pause(at("2026-06-11 10:00", Zone::Wib), &calendar).unwrap();
    assert_eq!(term.remaining, 50);
    term.resume(at("2026-06-20 10:00", Zone::Wib), &calendar).unwrap();
    assert_eq!(Zone::Wib.day_of(term.due_at), day("2026-08-09"));
}

#[test]
fn a_term_is_due_at_the_last_second_and_passes_at_midnight() {
    let calendar = calendar();
    for zone in Zone::ALL {
        let rule = rule(3, Unit::WorkingDay, Party::Agency);
        let term = started(&rule, at("2026-03-13 10:00", zone), &body("73", zone), &calendar);
        assert_eq!(term.due_at, at("2026-03-25 23:59:59.000", zone));
        assert_eq!(term.passes_at(), at("2026-03-26 00:00:00", zone));
        for (act, state) in [
            (at("2026-03-25 23:59:59.999", zone), DeadlineState::Met),
            (at("2026-03-26 00:00:00.000", zone), DeadlineState::Missed),
        ] {
            let mut done = term.clone();
            done.meet(act);
            assert_eq!((done.state, done.ended_at), (state, Some(act)), "{zone}");
        }
        assert!(!term.clone().pass(at("2026-03-25 23:59:59.999", zone)));
        assert!(term.clone().pass(at("2026-03-26 00:00:00", zone)));
    }
}

#[test]
fn a_missed_term_is_not_paused() {
    let calendar = calendar();
    let mut term = agency_term("2026-03-25 10:00", 5);
    let due_at = term.due_at;
    term.pause(at("2026-04-02 00:00", Zone::Wib), &calendar).unwrap();
    assert_eq!((term.state, term.pauses.len(), term.due_at), (DeadlineState::Missed, 0, due_at));
    term.resume(at("2026-04-08 10:00", Zone::Wib), &calendar).unwrap();
    assert_eq!((term.state, term.due_at), (DeadlineState::Missed, due_at));
    assert!(term.is_overdue());
}

#[test]
fn a_pause_on_the_last_day_leaves_the_day_of_resuming() {
    let calendar = calendar();
    let mut term = agency_term("2026-03-25 10:00", 5);
    term.pause(at("2026-04-01 15:00", Zone::Wib), &calendar).unwrap();
    assert_eq!(term.remaining, 0);
    // Thursday evening before Good Friday and a weekend.
    term.resume(at("2026-04-02 18:00", Zone::Wib), &calendar).unwrap();
    assert_eq!(term.due_at, at("2026-04-06 23:59:59", Zone::Wib));
}

#[test]
fn an_extension_counts_from_the_end_whenever_it_is_given() {
    let calendar = calendar();
    let mut term = agency_term("2026-05-11 10:00", 10);
    assert_eq!(Zone::Wib.day_of(term.due_at), day("2026-05-29"));
    term.extend(7, &calendar).unwrap();
    assert_eq!(Zone::Wib.day_of(term.due_at), day("2026-06-10"));
    assert_eq!((term.length, term.extended_by), (10, 7));
    // After a pause it is still the end that moves.
    let mut paused = agency_term("2026-05-11 10:00", 10);
    paused.pause(at("2026-05-13 10:00", Zone::Wib), &calendar).unwrap();
    paused.resume(at("2026-05-18 10:00", Zone::Wib), &calendar).unwrap();
    let end = Zone::Wib.day_of(paused.due_at);
    paused.extend(7, &calendar).unwrap();
    let expected = calendar.add_working_days(end, 7, &body("31", Zone::Wib)).unwrap();
    assert_eq!(Zone::Wib.day_of(paused.due_at), expected);
}

/// Ten working days, and seven more.
fn notice_and_extension() -> RuleBook {
    let named = |code: &str, length| Rule { code: code.to_owned(), ..rule(length, Unit::WorkingDay, Party::Agency) };
    RuleBook::new(vec![named("R3", 10), named("R4", 7)])
}

#[test]
fn an_extended_deadline_is_met_and_another_goes_on_from_its_end() {
    let (calendar, rules) = (calendar(), notice_and_extension());
    let law = Law { rules: &rules, calendar: &calendar };
    let (r3, r4) = (Kind { code: "R3", rule: "R3" }, Kind { code: "R4", rule: "R4" });
    let received = at("2026-05-11 10:00", Zone::Wib);
    let mut list = Deadlines::default();
    list.extend("R3", r4, received, received, law).unwrap();
    assert!(list.all().is_empty(), "there is nothing to extend");
    list.start(r3, received, received, &body("31", Zone::Wib), 1, law).unwrap();
    let mut list = Deadlines::stored(list.all().to_vec());
    let extended = at("2026-05-20 10:00", Zone::Wib);
    list.extend("R3", r4, extended, received, law).unwrap();
    let states: Vec<_> = list.all().iter().map(|d| (d.code.as_str(), d.state, Zone::Wib.day_of(d.due_at))).collect();
    let (first, second) = (day("2026-05-29"), day("2026-06-10"));
    assert_eq!(states, [("R3", DeadlineState::Met, first), ("R4", DeadlineState::Running, second)]);
    let longer = list.open("R4").unwrap();
    assert_eq!((longer.rule_code.as_str(), longer.ordinal, longer.cycle), ("R4", 1, 1));
    assert_eq!((longer.length, longer.extended_by, longer.ended_at), (10, 7, None));
    assert_eq!(list.touched().len(), 2);
    // A new holiday within the first term moves both; when the first is over, the second alone.
    let added = Holiday { on: day("2026-05-26"), province: None, kind: DayKind::Holiday, name: "Libur".to_owned() };
    let changed = WorkCalendar::new(2, holidays().into_iter().chain([added]));
    for (now, moves) in [("2026-05-21 09:00", vec!["R3", "R4"]), ("2026-05-30 09:00", vec!["R4"])] {
        let mut list = Deadlines::stored(list.all().to_vec());
        let moved = list.recompute(at(now, Zone::Wib), &changed).unwrap();
        assert_eq!(moved.iter().map(|moved| moved.code.as_str()).collect::<Vec<_>>(), moves, "{now}");
        assert_eq!(Zone::Wib.day_of(list.open("R4").unwrap().due_at), day("2026-06-11"), "{now}");
    }
    // Once the extension has ended, neither moves.
    list.meet("R4", extended);
    assert_eq!(list.recompute(extended, &changed), Ok(vec![]));
}

#[test]
fn a_term_that_was_ordered_stands_in_place_of_the_rules() {
    let (calendar, rules) = (calendar(), notice_and_extension());
    let law = Law { rules: &rules, calendar: &calendar };
    let kind = Kind { code: "R4", rule: "R4" };
    let start = at("2026-05-11 10:00", Zone::Wib);
    for (span, due_on) in [
        (Span { length: 3, unit: Unit::WorkingDay }, "2026-05-18"),
        (Span { length: 3, unit: Unit::CalendarDay }, "2026-05-14"),
    ] {
        let mut list = Deadlines::default();
        list.start(kind.lasting(span), start, start, &body("31", Zone::Wib), 1, law).unwrap();
        let ordered = list.open("R4").unwrap();
        assert_eq!((ordered.length, ordered.unit, ordered.rule_code.as_str()), (span.length, span.unit, "R4"));
        assert_eq!(Zone::Wib.day_of(ordered.due_at), day(due_on));
    }
}

#[test]
fn a_new_holiday_moves_what_still_runs_and_nothing_else() {
    let mut list = Deadlines::stored(vec![
        agency_term("2026-03-25 10:00", 5),
        agency_term("2026-03-25 10:00", 14),
        agency_term("2026-03-25 10:00", 60),
    ]);
    let now = at("2026-04-02 09:00", Zone::Wib);
    let added = Holiday {
        on: day("2026-04-09"),
        province: None,
        kind: DayKind::Holiday,
        name: "Hari pemungutan suara".to_owned(),
    };
    let changed = WorkCalendar::new(2, holidays().into_iter().chain([added]));
    let moved = list.recompute(now, &changed).unwrap();
    let expected = |from: &str, to: &str| Moved {
        code: "T".to_owned(),
        from: at(&format!("{from} 23:59:59"), Zone::Wib),
        to: at(&format!("{to} 23:59:59"), Zone::Wib),
    };
    assert_eq!(moved, [expected("2026-04-15", "2026-04-16"), expected("2026-06-29", "2026-06-30")]);
    assert_eq!(list.touched().len(), 2);
    assert!(list.touched().iter().all(|term| term.calendar_version == 2));
    assert_eq!(Zone::Wib.day_of(list.all()[0].due_at), day("2026-04-01"), "it had passed");
    // And back, when the holiday is taken away.
    assert_eq!(list.recompute(now, &calendar()).unwrap().len(), 2);
    assert_eq!(list.all()[1].due_at, at("2026-04-15 23:59:59", Zone::Wib));
}

#[test]
fn what_has_passed_does_not_move_though_nobody_marked_it_yet() {
    let late = Holiday {
        on: day("2026-03-31"),
        province: None,
        kind: DayKind::Holiday,
        name: "diumumkan terlambat".to_owned(),
    };
    let changed = WorkCalendar::new(2, holidays().into_iter().chain([late]));
    for (now, moved) in [("2026-04-01 23:59:59", 1), ("2026-04-02 00:00:00", 0)] {
        let mut list = Deadlines::stored(vec![agency_term("2026-03-25 10:00", 5)]);
        assert_eq!(list.recompute(at(now, Zone::Wib), &changed).unwrap().len(), moved, "{now}");
        assert_eq!(list.touched().len(), moved);
    }
}

#[test]
fn a_list_that_loses_holidays_leaves_no_less_than_nothing() {
    let mut term = agency_term("2026-03-13 10:00", 3);
    let pause = at("2026-03-24 10:00", Zone::Wib);
    term.pause(pause, &calendar()).unwrap();
    assert_eq!(term.remaining, 1, "Monday and Tuesday before Nyepi were used");
    let weekends_only = WorkCalendar::new(2, []);
    term.recompute(&weekends_only).unwrap();
    assert_eq!(term.remaining, 0);
}

#[test]
fn a_length_beyond_the_end_of_time_is_an_error_and_no_panic() {
    let calendar = calendar();
    let start = at("2026-03-13 10:00", Zone::Wib);
    for unit in [Unit::CalendarDay, Unit::Month, Unit::Year] {
        for length in [i32::MAX, i32::MIN] {
            assert!(term(start, length, unit, Party::Agency, &Locality::ministry(), &calendar).is_err(), "{unit}");
        }
    }
}

#[test]
fn deadlines_of_one_code_run_beside_each_other_by_their_subject() {
    let (calendar, here) = (calendar(), body("31", Zone::Wib));
    let rules = RuleBook::new(vec![rule(5, Unit::WorkingDay, Party::Agency)]);
    let law = Law { rules: &rules, calendar: &calendar };
    let kind = Kind { code: "T", rule: "T" };
    let [first, second] = [1, 2].map(uuid::Uuid::from_u128);
    let mut list = Deadlines::default();
    for (on, started) in [("25", kind.into()), ("26", kind.of(first)), ("27", kind.of(second)), ("30", kind.of(first))]
    {
        let at = at(&format!("2026-03-{on} 10:00"), Zone::Wib);
        list.start(started, at, at, &here, 1, law).unwrap();
    }
    assert_eq!(list.all().len(), 3, "what runs is not started twice");
    let now = at("2026-03-31 10:00", Zone::Wib);
    list.meet("T", now);
    list.cancel(("T", first), now);
    let states: Vec<_> = list.all().iter().map(|deadline| deadline.state).collect();
    assert_eq!(states, [DeadlineState::Met, DeadlineState::Cancelled, DeadlineState::Running]);
    assert!(list.open("T").is_none() && list.open(("T", first)).is_none());
    let running = list.open(("T", second)).unwrap().clone();
    assert_eq!(Key::from(&running), Key::from(("T", second)));
    assert!(!list.pass("T", running.passes_at()) && list.pass(&running, running.passes_at()));
    let copied = Deadlines::copied(&list.all()[1..]);
    let ordinals: Vec<_> = copied.touched().iter().map(|deadline| (deadline.ordinal, deadline.subject)).collect();
    assert_eq!(ordinals, [(0, Some(first)), (1, Some(second))]);
}
