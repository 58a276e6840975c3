//! Thousands of random terms: the engine must agree with the independent count.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use padi_kernel::{
    calendar::{DayKind, Holiday, WorkCalendar},
    deadline::DeadlineState,
    rule::{Party, Unit},
    zone::{Locality, Zone},
};
use proptest::prelude::*;
use std::sync::LazyLock;

use crate::{
    counting::{Closed, Question, count, day_number},
    support::{holidays, rule, started},
};

/// Days that Bali keeps besides the nation.
const BALI: [(i32, u32, u32); 6] =
    [(2017, 4, 5), (2020, 2, 19), (2022, 6, 8), (2024, 9, 25), (2026, 4, 29), (2027, 1, 14)];

fn instant(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap()
}

/// The engine's calendar, and the independent one without and with Bali's days.
static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(|| {
    let regional = BALI.map(|(year, month, day)| Holiday {
        on: NaiveDate::from_ymd_opt(year, month, day).unwrap(),
        province: Some("51".to_owned()),
        kind: DayKind::Holiday,
        name: "Galungan".to_owned(),
    });
    WorkCalendar::new(1, holidays().into_iter().chain(regional))
});
static ELSEWHERE: LazyLock<Closed> = LazyLock::new(|| Closed::with(&[]));
static IN_BALI: LazyLock<Closed> =
    LazyLock::new(|| Closed::with(&BALI.map(|(y, m, d)| day_number(y.into(), m.into(), d.into()))));

/// 2015-01-02 to 2027-12-01 in milliseconds.
fn starts() -> impl Strategy<Value = i64> {
    let day = 86_400_000_i64;
    let (first, last) = (day_number(2015, 1, 2) * day, day_number(2027, 12, 1) * day);
    // Half of them close to the edges of office hours and days, where mistakes live.
    prop_oneof![
        first..last,
        (first / day..last / day, prop_oneof![Just(0_i64), Just(16 * 3600 * 1000)], -1_500_i64..1_500, 7_i64..=9)
            .prop_map(move |(number, edge, off, hours)| number * day + edge + off - hours * 3_600_000),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_agrees_with_a_count_day_by_day(
        start in starts(),
        length in 0_i32..=110,
        zone in prop::sample::select(Zone::ALL.to_vec()),
        in_bali in any::<bool>(),
        of_agency in any::<bool>(),
        gaps in prop::collection::vec((0_i64..40 * 86_400_000, 0_i64..30 * 86_400_000), 0..4),
    ) {
        let mut clock = start;
        let pauses: Vec<(i64, i64)> = gaps.into_iter().map(|(run, stand)| {
            let stopped = clock + run;
            clock = stopped + stand;
            (stopped, clock)
        }).collect();
        let closed = if in_bali { &*IN_BALI } else { &*ELSEWHERE };
        let question = Question {
            start,
            length: length.into(),
            hours_east: zone.hours().into(),
            office_hours: of_agency,
            pauses: &pauses,
        };
        let (due_day, passed) = count(&question, closed);

        let calendar = &*CALENDAR;
        let locality = Locality { zone, province: Some(if in_bali { "51" } else { "73" }.to_owned()) };
        let party = if of_agency { Party::Agency } else { Party::Reporter };
        let mut term = started(&rule(length, Unit::WorkingDay, party), instant(start), &locality, calendar);
        for (stopped, gone_on) in &pauses {
            term.pause(instant(*stopped), calendar).unwrap();
            term.resume(instant(*gone_on), calendar).unwrap();
        }
        let due_on = zone.day_of(term.due_at);
        let found = i64::from(due_on.num_days_from_ce()) - 719_163;
        prop_assert_eq!(found, due_day, "due {} of {:?}", due_on, term);
        prop_assert_eq!(term.state, if passed { DeadlineState::Missed } else { DeadlineState::Running });
        prop_assert_eq!(term.due_at, zone.end_of(due_on));
        let again = { let mut again = term.clone(); again.recompute(calendar).unwrap(); again };
        prop_assert_eq!(again, term, "computing anew changes nothing");
    }
}
