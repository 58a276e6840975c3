//! The real data files, and short ways to write terms.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use padi_kernel::{
    calendar::{DayKind, Holiday, WorkCalendar},
    deadline::{Deadline, Start, term},
    id::RuleId,
    rule::{Party, Rule, Unit},
    zone::{Locality, Zone},
};
use uuid::Uuid;

/// The list as it stands in the repository.
pub(crate) const HOLIDAYS: &str = include_str!("../../../../data/holidays-id.csv");

/// The days of the list.
pub(crate) fn holidays() -> Vec<Holiday> {
    HOLIDAYS.lines().skip(1).map(holiday).collect()
}

fn holiday(line: &str) -> Holiday {
    let mut cells = line.splitn(4, ',');
    let mut cell = || cells.next().unwrap().trim_matches('"');
    let (on, scope, kind, name) = (cell(), cell(), cell(), cell());
    let kind = match kind {
        "holiday" => DayKind::Holiday,
        "joint_leave" => DayKind::JointLeave,
        other => panic!("{other}"),
    };
    let province = (scope != "national").then(|| scope.to_owned());
    Holiday { on: on.parse().unwrap(), province, kind, name: name.to_owned() }
}

/// The calendar of the list.
pub(crate) fn calendar() -> WorkCalendar {
    WorkCalendar::new(1, holidays())
}

/// A regional holiday.
pub(crate) fn regional(on: &str, province: &str) -> Holiday {
    let name = format!("Hari raya provinsi {province}");
    Holiday { on: day(on), province: Some(province.to_owned()), kind: DayKind::Holiday, name }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A local time such as `2026-03-13 10:00` or `2026-03-13 16:00:01`.
pub(crate) fn at(text: &str, zone: Zone) -> DateTime<Utc> {
    let full = if text.len() == 16 { format!("{text}:00") } else { text.to_owned() };
    zone.instant(NaiveDateTime::parse_from_str(&full, "%Y-%m-%d %H:%M:%S%.f").unwrap())
}

/// A body of a province.
pub(crate) fn body(province: &str, zone: Zone) -> Locality {
    Locality::of_region(province, zone)
}

/// The day on which a term is due, in Jakarta.
pub(crate) fn due(start: &str, length: i32, unit: Unit, party: Party) -> NaiveDate {
    let term = term(at(start, Zone::Wib), length, unit, party, &body("31", Zone::Wib), &calendar()).unwrap();
    Zone::Wib.day_of(term.due_at)
}

/// A rule of that length.
pub(crate) fn rule(length: i32, unit: Unit, party: Party) -> Rule {
    Rule {
        id: RuleId(Uuid::nil()),
        rule_set: "test".to_owned(),
        code: "T".to_owned(),
        name_id: String::new(),
        name_en: String::new(),
        length,
        unit,
        party,
        legal_basis: String::new(),
        confirmed: true,
        valid_from: NaiveDate::MIN,
        valid_to: None,
    }
}

/// A term that runs for a body.
pub(crate) fn started(rule: &Rule, at: DateTime<Utc>, locality: &Locality, calendar: &WorkCalendar) -> Deadline {
    Deadline::start(rule, Start { code: "T", subject: None, at, locality, cycle: 1, ordinal: 0 }, calendar).unwrap()
}

/// A term of working days that runs for an agency in Jakarta.
pub(crate) fn agency_term(start: &str, length: i32) -> Deadline {
    let rule = rule(length, Unit::WorkingDay, Party::Agency);
    started(&rule, at(start, Zone::Wib), &body("31", Zone::Wib), &calendar())
}
