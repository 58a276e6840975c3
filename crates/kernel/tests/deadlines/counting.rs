//! A count of working days written another way than the engine's: plain day numbers, one day at a time, from the lines of the file.

use std::collections::HashSet;

use crate::support::HOLIDAYS;

/// Days since 1970-01-01, which was a Thursday.
pub(crate) type DayNumber = i64;

/// Seconds of office hours after local midnight: until 16:00:00 inclusive.
const CLOSING: i64 = 16 * 3600 * 1000;
const DAY: i64 = 24 * 3600 * 1000;

/// The days on which offices are closed.
pub(crate) struct Closed(HashSet<DayNumber>);

impl Closed {
    /// The nation's, and more of the province.
    pub(crate) fn with(more: &[DayNumber]) -> Self {
        let national = HOLIDAYS.lines().skip(1).map(|line| {
            let number = |from: usize, to: usize| line[from..to].parse::<i64>().unwrap();
            day_number(number(0, 4), number(5, 7), number(8, 10))
        });
        Self(national.chain(more.iter().copied()).collect())
    }

    fn is_open(&self, day: DayNumber) -> bool {
        // 1970-01-03 was a Saturday.
        !matches!((day - 2).rem_euclid(7), 0 | 1) && !self.0.contains(&day)
    }
}

/// Howard Hinnant's count of days.
pub(crate) fn day_number(year: i64, month: i64, day: i64) -> DayNumber {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// A term to count: instants in milliseconds since 1970 UTC.
pub(crate) struct Question<'a> {
    pub(crate) start: i64,
    pub(crate) length: i64,
    pub(crate) hours_east: i64,
    pub(crate) office_hours: bool,
    /// Stopped, gone on.
    pub(crate) pauses: &'a [(i64, i64)],
}

/// The due day, and whether the term had passed before a pause could stop it.
pub(crate) fn count(question: &Question<'_>, closed: &Closed) -> (DayNumber, bool) {
    let local = |at: i64| at + question.hours_east * 3600 * 1000;
    let anchor = |at: i64| {
        let mut day = local(at).div_euclid(DAY);
        if question.office_hours {
            if local(at).rem_euclid(DAY) > CLOSING {
                day += 1;
            }
            while !closed.is_open(day) {
                day += 1;
            }
        }
        day
    };
    let mut left = question.length;
    let mut day = anchor(question.start);
    for (stopped, gone_on) in question.pauses {
        let stop_day = local(*stopped).div_euclid(DAY);
        // Walk to the day of the pause; if the term ends before that day, it has passed.
        let mut walked = day;
        while left > 0 && walked < stop_day {
            walked += 1;
            if closed.is_open(walked) {
                left -= 1;
            }
        }
        if left == 0 && walked < stop_day {
            return (walked, true);
        }
        day = anchor(*gone_on);
    }
    while left > 0 {
        day += 1;
        if closed.is_open(day) {
            left -= 1;
        }
    }
    (day, false)
}
