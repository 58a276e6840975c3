//! A deadline that explains itself.

use chrono::{DateTime, NaiveDate, Utc};
use padi_app::calendar::LawBook;
use padi_kernel::{calendar, deadline, rule};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::language::Language;
use crate::timestamp::{millis, millis_option};
use crate::v1::information::ObjectionTrigger;

/// Where a deadline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DeadlineState {
    /// The clock runs.
    Running,
    /// The clock stands still; `remaining` units are left.
    Paused,
    /// Done in time.
    Met,
    /// The term passed first.
    Missed,
    /// The case took another way.
    Cancelled,
}

impl From<deadline::DeadlineState> for DeadlineState {
    fn from(state: deadline::DeadlineState) -> Self {
        match state {
            deadline::DeadlineState::Running => Self::Running,
            deadline::DeadlineState::Paused => Self::Paused,
            deadline::DeadlineState::Met => Self::Met,
            deadline::DeadlineState::Missed => Self::Missed,
            deadline::DeadlineState::Cancelled => Self::Cancelled,
        }
    }
}

/// What a term counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TermUnit {
    /// Working day (hari kerja).
    WorkingDay,
    /// Calendar day (hari).
    CalendarDay,
    /// Hour by the clock (jam).
    ClockHour,
    /// Calendar month (bulan).
    Month,
    /// Calendar year (tahun).
    Year,
}

impl From<rule::Unit> for TermUnit {
    fn from(unit: rule::Unit) -> Self {
        match unit {
            rule::Unit::WorkingDay => Self::WorkingDay,
            rule::Unit::CalendarDay => Self::CalendarDay,
            rule::Unit::ClockHour => Self::ClockHour,
            rule::Unit::Month => Self::Month,
            rule::Unit::Year => Self::Year,
        }
    }
}

/// Why a day did not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SkippedKind {
    /// Saturday or Sunday.
    Weekend,
    /// A holiday, national or of the province (hari libur).
    Holiday,
    /// Joint leave (cuti bersama).
    JointLeave,
}

/// A day that did not count, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SkippedDay {
    /// The day.
    pub(crate) on: NaiveDate,
    /// Why, by kind.
    pub(crate) kind: SkippedKind,
    /// Why, in Indonesian: the holiday's name or the weekday.
    pub(crate) reason: String,
}

impl From<calendar::SkippedDay> for SkippedDay {
    fn from(day: calendar::SkippedDay) -> Self {
        let kind = match day.kind {
            calendar::DayKind::Weekend => SkippedKind::Weekend,
            calendar::DayKind::Holiday => SkippedKind::Holiday,
            calendar::DayKind::JointLeave => SkippedKind::JointLeave,
        };
        Self { on: day.on, kind, reason: day.reason }
    }
}

/// A stretch in which the clock stood still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DeadlinePause {
    /// When it was stopped.
    #[serde(serialize_with = "millis")]
    pub(crate) paused_at: DateTime<Utc>,
    /// When it went on; absent while it stands.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    pub(crate) resumed_at: Option<DateTime<Utc>>,
}

/// A term of law that the case is under (tenggat), and how its due time came about.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Deadline {
    /// Its code, such as `C3`.
    pub(crate) code: String,
    /// Its name, in the language asked for.
    pub(crate) name: String,
    /// The assignment that it belongs to (penugasan), where it is not the case's as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) assignment_id: Option<Uuid>,
    /// What opened the window for objections (O1) whose end it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) trigger: Option<ObjectionTrigger>,
    /// Where it stands.
    pub(crate) state: DeadlineState,
    /// When it was triggered.
    #[serde(serialize_with = "millis")]
    pub(crate) started_at: DateTime<Utc>,
    /// The last moment at which an act is in time; absent while the clock stands still, and for the reporter's own clocks where
    /// times are cut to the day.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    pub(crate) due_at: Option<DateTime<Utc>>,
    /// When it was met, cancelled, or at last done though missed.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    pub(crate) ended_at: Option<DateTime<Utc>>,
    /// Day 0: the day from which the rest counts.
    pub(crate) day_zero_on: NaiveDate,
    /// The term of the rule.
    pub(crate) length: i32,
    /// Units added by an extension.
    pub(crate) extended_by: i32,
    /// Units that were left to count from day 0.
    pub(crate) remaining: i32,
    /// What it counts.
    pub(crate) unit: TermUnit,
    /// The article of law.
    pub(crate) legal_basis: String,
    /// The rule set, such as `panrb-5-2025`.
    pub(crate) rule_set: String,
    /// The rule's code in it, such as `C3c`.
    pub(crate) rule_code: String,
    /// Whether the text of the law was read and says so.
    pub(crate) confirmed: bool,
    /// Zone of the responsible body.
    pub(crate) time_zone: String,
    /// Days between trigger and due day that did not count.
    pub(crate) skipped: Vec<SkippedDay>,
    /// When and how often it stood still.
    pub(crate) pauses: Vec<DeadlinePause>,
    /// Whether every year that the term touches has holiday data; otherwise only weekends were counted in some year.
    pub(crate) calendar_complete: bool,
    /// The version of the holiday list it was last computed with.
    pub(crate) calendar_version: i64,
    /// The case's cycle that it belongs to.
    pub(crate) cycle_no: i32,
}

impl Deadline {
    /// As shown in that language, by that law. What its subject is, where it has one, each kind of case says itself.
    pub(crate) fn new(deadline: &deadline::Deadline, law: &LawBook, language: Language) -> Self {
        let rule = law.rules.find(&deadline.rule_set, &deadline.rule_code);
        let name = rule.map(|rule| match language {
            Language::Indonesian => rule.name_id.clone(),
            Language::English => rule.name_en.clone(),
        });
        let paused = deadline.state == deadline::DeadlineState::Paused;
        Self {
            code: deadline.code.clone(),
            name: name.unwrap_or_else(|| deadline.rule_code.clone()),
            assignment_id: None,
            trigger: None,
            state: deadline.state.into(),
            started_at: deadline.started_at,
            due_at: (!paused).then_some(deadline.due_at),
            ended_at: deadline.ended_at,
            day_zero_on: deadline.day_zero_on,
            length: deadline.length,
            extended_by: deadline.extended_by,
            remaining: deadline.remaining,
            unit: deadline.unit.into(),
            legal_basis: rule.map(|rule| rule.legal_basis.clone()).unwrap_or_default(),
            rule_set: deadline.rule_set.clone(),
            rule_code: deadline.rule_code.clone(),
            confirmed: rule.is_some_and(|rule| rule.confirmed),
            time_zone: deadline.locality.zone.name().to_owned(),
            skipped: deadline.skipped.iter().cloned().map(Into::into).collect(),
            pauses: deadline
                .pauses
                .iter()
                .map(|p| DeadlinePause { paused_at: p.paused_at, resumed_at: p.resumed_at })
                .collect(),
            calendar_complete: deadline.calendar_complete,
            calendar_version: deadline.calendar_version,
            cycle_no: deadline.cycle,
        }
    }
}
