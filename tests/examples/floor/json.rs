//! The answers, in the form of `padi`'s.

use sea_orm::prelude::{Date, DateTimeUtc, Json, Uuid};
use serde::Serialize;

use crate::entity::{complaint, deadline};

/// An item of a list.
#[derive(Serialize)]
pub(crate) struct Summary {
    id: Uuid,
    tracking_number: String,
    version: i64,
    state: String,
    class: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    category_id: Option<Uuid>,
    agency_id: Uuid,
    desk: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    incident_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    incident_region_code: Option<String>,
    is_anonymous: bool,
    is_secret: bool,
    is_public: bool,
    channel: String,
    received_at: DateTimeUtc,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_due_at: Option<DateTimeUtc>,
    overdue: Vec<String>,
    cycle_no: i32,
    redisposition_count: i32,
    allowed_actions: Vec<&'static str>,
}

/// One complaint.
#[derive(Serialize)]
pub(crate) struct Whole {
    #[serde(flatten)]
    summary: Summary,
    body: String,
    deadlines: Vec<Clock>,
    filling: String,
}

#[derive(Serialize)]
struct Clock {
    code: String,
    name: &'static str,
    state: String,
    started_at: DateTimeUtc,
    due_at: DateTimeUtc,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<DateTimeUtc>,
    day_zero_on: Date,
    length: i32,
    extended_by: i32,
    remaining: i32,
    unit: String,
    legal_basis: &'static str,
    rule_set: String,
    rule_code: String,
    confirmed: bool,
    time_zone: String,
    skipped: Json,
    pauses: Json,
    calendar_complete: bool,
    calendar_version: i64,
    cycle_no: i32,
}

/// A page.
#[derive(Serialize)]
pub(crate) struct Page {
    data: Vec<Summary>,
    next_cursor: Option<String>,
    filling: String,
}

fn filling(size: usize) -> String {
    "x".repeat(size)
}

fn overdue(deadlines: &[deadline::Model]) -> Vec<String> {
    deadlines.iter().filter(|it| it.state == "missed").map(|it| it.code.clone()).collect()
}

/// An item as handlers see it, or, with less, the public.
fn summary(row: complaint::Model, deadlines: &[deadline::Model], is_public: bool) -> Summary {
    Summary {
        id: row.id,
        tracking_number: row.tracking_number,
        version: row.version,
        state: row.state,
        class: row.class,
        title: row.title,
        category_id: row.category_id,
        agency_id: row.agency_id,
        desk: row.desk,
        unit_id: row.unit_id,
        incident_on: row.incident_on,
        incident_region_code: row.incident_region_code,
        is_anonymous: row.is_anonymous,
        is_secret: row.is_secret,
        is_public: row.is_public,
        channel: row.channel,
        received_at: row.received_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        next_due_at: (!is_public).then_some(row.next_due_at),
        overdue: overdue(deadlines),
        cycle_no: row.cycle_no,
        redisposition_count: row.redisposition_count,
        allowed_actions: if is_public { Vec::new() } else { vec!["redispose", "forward"] },
    }
}

impl Whole {
    pub(crate) fn new(row: complaint::Model, deadlines: Vec<deadline::Model>, size: usize) -> Self {
        let body = row.body.clone();
        let summary = summary(row, &deadlines, false);
        Self { summary, body, deadlines: deadlines.into_iter().map(clock).collect(), filling: filling(size) }
    }

    pub(crate) fn id(&self) -> Uuid {
        self.summary.id
    }
}

fn clock(row: deadline::Model) -> Clock {
    Clock {
        code: row.code,
        name: "Verifikasi dan penerusan laporan",
        state: row.state,
        started_at: row.started_at,
        due_at: row.due_at,
        ended_at: row.ended_at,
        day_zero_on: row.day_zero_on,
        length: row.length,
        extended_by: row.extended_by,
        remaining: row.remaining,
        unit: row.unit,
        legal_basis: "PermenPANRB 5/2025 (angka menurut PermenPANRB 62/2018)",
        rule_set: row.rule_set,
        rule_code: row.rule_code,
        confirmed: false,
        time_zone: row.time_zone,
        skipped: row.skipped,
        pauses: row.pauses,
        calendar_complete: row.calendar_complete,
        calendar_version: row.calendar_version,
        cycle_no: row.cycle,
    }
}

impl Page {
    /// Of rows and the deadlines of all of them, sorted by case.
    pub(crate) fn new(
        rows: Vec<complaint::Model>,
        deadlines: Vec<deadline::Model>,
        is_public: bool,
        size: usize,
    ) -> Self {
        let next_cursor = rows.last().map(|row| row.id.to_string());
        let data = rows.into_iter().map(|row| {
            let from = deadlines.partition_point(|it| it.case_id < row.id);
            let until = deadlines.partition_point(|it| it.case_id <= row.id);
            summary(row, &deadlines[from..until], is_public)
        });
        Self { data: data.collect(), next_cursor, filling: filling(size) }
    }
}
