//! When a deadline is told of: each level at its own instant, worked out by hand over the real holiday list.

use chrono::{DateTime, Duration, Utc};
use padi_kernel::{
    deadlines::{Deadlines, Kind, Law},
    escalation::Level,
    rule::{Party, Rule, RuleBook, Unit},
    zone::{Locality, Zone},
};

use crate::support::{at, body, calendar, rule};

const TERM: Kind = Kind { code: "T", rule: "T" };

/// The term under test beside the real lengths of E1, E2 and E3.
fn rules(length: i32, unit: Unit, party: Party) -> RuleBook {
    let offset = |code: &str, length| Rule { code: code.to_owned(), ..rule(length, Unit::WorkingDay, Party::Agency) };
    RuleBook::new(vec![rule(length, unit, party), offset("E1", -1), offset("E2", 3), offset("E3", 5)])
}

/// A term that starts at the instant and was set then.
fn started(rules: &RuleBook, start: DateTime<Utc>, locality: &Locality) -> Deadlines {
    set(rules, start, locality, start)
}

/// A term that starts at the instant and is set at `now`.
fn set(rules: &RuleBook, start: DateTime<Utc>, locality: &Locality, now: DateTime<Utc>) -> Deadlines {
    let calendar = calendar();
    let law = Law { rules, calendar: &calendar };
    let mut list = Deadlines::default();
    list.start(TERM, start, start, locality, 1, law).unwrap();
    list.lay_ladders(now, start, law);
    list
}

/// Lets all levels come, the term passing when it does; what came when.
fn climb(rules: &RuleBook, mut list: Deadlines) -> Vec<(Level, DateTime<Utc>)> {
    let calendar = calendar();
    let law = Law { rules, calendar: &calendar };
    let mut came = Vec::new();
    loop {
        let level = list.next_level().map(|(deadline, level, at)| (deadline.ordinal, level, at));
        let passing = list.next_passed(DateTime::<Utc>::MAX_UTC).map(padi_kernel::deadline::Deadline::passes_at);
        match (level, passing) {
            (Some((ordinal, level, at)), passing) if passing.is_none_or(|passes_at| at < passes_at) => {
                came.push((level, at));
                list.reach(ordinal, level);
            }
            (_, Some(passes_at)) => {
                list.pass("T", passes_at);
                list.lay_ladders(passes_at, passes_at, law);
            }
            _ => return came,
        }
    }
}

/// start | length, unit, party | L0 | L1 | L2 | L3, in local time of the zone.
const LADDERS: &str = "
WIB  2026-03-13 16:30 |  3 wd agency   | 2026-03-25 00:00 | 2026-03-27 00:00 | 2026-04-01 00:00 | 2026-04-03 00:00
WITA 2026-03-13 16:30 |  3 wd agency   | 2026-03-25 00:00 | 2026-03-27 00:00 | 2026-04-01 00:00 | 2026-04-03 00:00
WIT  2026-03-13 16:30 |  3 wd agency   | 2026-03-25 00:00 | 2026-03-27 00:00 | 2026-04-01 00:00 | 2026-04-03 00:00
WIB  2026-03-12 10:00 |  3 wd agency   | 2026-03-16 00:00 | 2026-03-18 00:00 | 2026-03-28 00:00 | 2026-04-01 00:00
WIB  2026-03-25 10:00 | 14 wd agency   | 2026-04-14 00:00 | 2026-04-16 00:00 | 2026-04-21 00:00 | 2026-04-23 00:00
WIB  2026-03-02 10:00 | 60 cd agency   | 2026-04-30 00:00 | 2026-05-02 00:00 | 2026-05-07 00:00 | 2026-05-09 00:00
WIB  2026-03-26 10:00 |  1 wd agency   | 2026-03-27 04:59:59.500 | 2026-03-28 00:00 | 2026-04-02 00:00 | 2026-04-07 00:00
WIB  2026-03-26 10:00 |  6 ch agency   | 2026-03-26 13:00 | 2026-03-26 16:00 | 2026-04-01 00:00 | 2026-04-03 00:00
WIB  2026-03-02 10:00 | 10 wd reporter | 2026-03-13 00:00 | - | - | -
WIB  2026-03-14 10:00 | 10 wd reporter | 2026-04-02 00:00 | - | - | -
";

#[test]
fn each_level_comes_at_its_own_instant() {
    for line in LADDERS.lines().filter(|line| !line.is_empty()) {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let (zone, start) = cells[0].split_once(' ').unwrap();
        let zone = match zone {
            "WIB" => Zone::Wib,
            "WITA" => Zone::Wita,
            _ => Zone::Wit,
        };
        let [length, unit, party] = cells[1].split_whitespace().collect::<Vec<_>>()[..] else { panic!("{line}") };
        let unit = match unit {
            "wd" => Unit::WorkingDay,
            "cd" => Unit::CalendarDay,
            _ => Unit::ClockHour,
        };
        let party: Party = party.parse().unwrap();
        let rules = rules(length.parse().unwrap(), unit, party);
        let levels = [Level::L0, Level::L1, Level::L2, Level::L3];
        let expected: Vec<_> = levels
            .into_iter()
            .zip(&cells[2..])
            .filter(|(_, cell)| **cell != "-")
            .map(|(level, cell)| (level, at(cell, zone)))
            .collect();
        let list = started(&rules, at(start.trim(), zone), &body("31", zone));
        assert_eq!(climb(&rules, list), expected, "{line}");
    }
}

#[test]
fn nobody_is_told_of_what_was_done_in_time_or_stands_still() {
    let rules = rules(14, Unit::WorkingDay, Party::Agency);
    let calendar = calendar();
    let law = Law { rules: &rules, calendar: &calendar };
    let start = at("2026-03-25 10:00", Zone::Wib);
    let running = started(&rules, start, &body("31", Zone::Wib));
    let mut done = running.clone();
    done.meet("T", start + Duration::days(1));
    assert!(done.next_level().is_none());
    let mut paused = running;
    paused.pause("T", at("2026-03-30 10:00", Zone::Wib), &calendar).unwrap();
    assert!(paused.next_level().is_none());
    // Due 2026-04-20 after the pause.
    let resumed = at("2026-04-02 10:00", Zone::Wib);
    paused.resume("T", resumed, &calendar).unwrap();
    paused.lay_ladders(resumed, start, law);
    assert_eq!(paused.next_level().unwrap().2, at("2026-04-17 00:00", Zone::Wib));
}

#[test]
fn a_reminder_that_came_does_not_come_again_after_a_pause() {
    let rules = rules(3, Unit::WorkingDay, Party::Agency);
    let calendar = calendar();
    let law = Law { rules: &rules, calendar: &calendar };
    let start = at("2026-03-25 10:00", Zone::Wib);
    let mut list = started(&rules, start, &body("31", Zone::Wib));
    list.reach(0, Level::L0);
    list.pause("T", at("2026-03-30 10:00", Zone::Wib), &calendar).unwrap();
    let resumed = at("2026-04-06 10:00", Zone::Wib);
    list.resume("T", resumed, &calendar).unwrap();
    list.lay_ladders(resumed, start, law);
    let levels: Vec<_> = climb(&rules, list).into_iter().map(|(level, _)| level).collect();
    assert_eq!(levels, [Level::L1, Level::L2, Level::L3]);
}

#[test]
fn what_had_passed_before_it_was_entered_escalates_nothing() {
    let rules = rules(3, Unit::WorkingDay, Party::Agency);
    let locality = body("31", Zone::Wib);
    let start = at("2026-03-12 10:00", Zone::Wib);
    // It was due on 2026-03-17.
    let late = set(&rules, start, &locality, at("2026-03-18 00:00", Zone::Wib));
    assert!(late.all()[0].ladder.is_left_out());
    assert_eq!(climb(&rules, late), []);
    let last_minute = set(&rules, start, &locality, at("2026-03-17 23:59", Zone::Wib));
    let levels: Vec<_> = climb(&rules, last_minute).into_iter().map(|(level, _)| level).collect();
    assert_eq!(levels, [Level::L1, Level::L2, Level::L3], "too late for a reminder only");
}

#[test]
fn a_rule_that_is_missing_leaves_its_level_out() {
    let rules = RuleBook::new(vec![rule(3, Unit::WorkingDay, Party::Agency)]);
    let list = started(&rules, at("2026-03-12 10:00", Zone::Wib), &body("31", Zone::Wib));
    assert_eq!(climb(&rules, list), [(Level::L1, at("2026-03-18 00:00", Zone::Wib))]);
}
