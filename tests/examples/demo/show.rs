//! How a step is shown: what was called, who may do what now, and every deadline with its due day and the days that it skips.
#![expect(clippy::print_stdout, reason = "what a newcomer reads on the screen")]

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};
use serde_json::Value;

use super::common::api::Answer;

/// Prints the steps, and remembers which deadlines were shown how, so that only what is new is explained.
#[derive(Default)]
pub(crate) struct Screen {
    steps: usize,
    shown: BTreeMap<(String, String), String>,
}

/// A line of its own.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

impl Screen {
    /// The heading of a step.
    pub(crate) fn step(&mut self, title: &str, at: &str, zone: &str) -> anyhow::Result<()> {
        self.steps += 1;
        println!("\n{:>2}. {title:<66} {}", self.steps, moment(at, zone)?);
        Ok(())
    }

    /// What runs or stands still, and what ended by this step; explained where the due day is new.
    pub(crate) fn deadlines(&mut self, case: &Value) -> anyhow::Result<()> {
        for deadline in case["deadlines"].as_array().into_iter().flatten() {
            let text = |name: &str| deadline[name].as_str().unwrap_or_default();
            let key = (text("code").to_owned(), text("started_at").to_owned());
            let state = format!("{} {}", text("state"), text("due_at"));
            let before = self.shown.insert(key, state.clone());
            let is_new = before.as_ref() != Some(&state);
            let open = matches!(text("state"), "running" | "paused");
            if !open && !is_new {
                continue;
            }
            let (name, when) = (shortened(text("name"), 50), when(deadline, open)?);
            line(format!("    {:<9} {:<9} {name:<51} {when}", text("code"), text("state")).trim_end());
            if is_new && text("state") == "running" {
                explain(deadline)?;
            }
        }
        Ok(())
    }
}

/// What was called, and what came back.
pub(crate) fn call(method: &str, path: &str, answer: &Answer) {
    let tag = answer.header("etag").map(|tag| format!("  ETag {tag}")).unwrap_or_default();
    println!("    {:<74} {}{tag}", format!("{method} {path}"), answer.status);
}

/// A line under a step.
pub(crate) fn note(text: &str) {
    println!("    {text}");
}

/// The state, and what everybody may do in it.
pub(crate) fn state(case: &Value, allowed: &[(&str, Vec<String>)]) {
    let text = |name: &str| case[name].as_str().unwrap_or_default();
    let overdue = case["overdue"].as_array().filter(|codes| !codes.is_empty());
    let overdue = overdue.map(|codes| format!("   overdue {}", words(codes))).unwrap_or_default();
    println!("    state     {} (version {}){overdue}", text("state"), case["version"]);
    for (who, actions) in allowed.iter().filter(|(_, actions)| !actions.is_empty()) {
        println!("    may       {who}: {}", actions.join(", "));
    }
}

/// An event of a timeline.
pub(crate) fn event(event: &Value, zone: &str) -> anyhow::Result<()> {
    let text = |name: &str| event[name].as_str().unwrap_or_default();
    let kind = text("kind").trim_start_matches("complaint.").replace('_', " ");
    let told = text("text").replace("\n\n", " ");
    line(format!("    {:<27} {kind:<20} {told}", moment(text("at"), zone)?).trim_end());
    Ok(())
}

/// When it is due, or how much of it is left.
fn when(deadline: &Value, open: bool) -> anyhow::Result<String> {
    let unit = deadline["unit"].as_str().unwrap_or_default().replace('_', " ");
    let zone = deadline["time_zone"].as_str().unwrap_or_default();
    match deadline["due_at"].as_str() {
        Some(due) if open => Ok(format!("due {}", moment(due, zone)?)),
        Some(_) => Ok(String::new()),
        None => Ok(format!("{} of {} {unit}s left", deadline["remaining"], deadline["length"])),
    }
}

fn explain(deadline: &Value) -> anyhow::Result<()> {
    let unit = deadline["unit"].as_str().unwrap_or_default().replace('_', " ");
    let (remaining, length) = (deadline["remaining"].as_i64(), deadline["length"].as_i64());
    let count = if remaining == length {
        format!("{}", deadline["length"])
    } else {
        format!("{} left of {}", deadline["remaining"], deadline["length"])
    };
    let zero: NaiveDate = deadline["day_zero_on"].as_str().unwrap_or_default().parse()?;
    let law = deadline["legal_basis"].as_str().unwrap_or_default();
    let plural = if length == Some(1) { "" } else { "s" };
    println!("              {count} {unit}{plural} after {}; {law}", day(zero));
    let skipped = skipped(deadline["skipped"].as_array().map_or(&[][..], Vec::as_slice))?;
    for (at, row) in rows(&skipped).into_iter().enumerate() {
        println!("              {} {row}", if at == 0 { "skips" } else { "     " });
    }
    Ok(())
}

/// The skipped days in words; what is alike and side by side is taken together.
fn skipped(days: &[Value]) -> anyhow::Result<Vec<String>> {
    let mut spans: Vec<(NaiveDate, NaiveDate, &str)> = Vec::new();
    for skipped in days {
        let on: NaiveDate = skipped["on"].as_str().unwrap_or_default().parse()?;
        let weekend = skipped["kind"] == "weekend";
        let reason = if weekend { "weekend" } else { skipped["reason"].as_str().unwrap_or_default() };
        match spans.last_mut() {
            Some((_, last, same)) if *same == reason && last.succ_opt() == Some(on) => *last = on,
            _ => spans.push((on, on, reason)),
        }
    }
    let told = spans.into_iter().map(|(from, to, reason)| {
        let from = if from == to { String::new() } else { format!("{}-", from.day()) };
        format!("{from}{} {}", to.format("%-d %b"), reason)
    });
    Ok(told.collect())
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// The parts, joined into rows that fit the screen.
fn rows(parts: &[String]) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for part in parts {
        match rows.last_mut() {
            Some(row) if row.len() + part.len() < 86 => {
                row.push_str(", ");
                row.push_str(part);
            }
            Some(row) => {
                row.push(',');
                rows.push(part.clone());
            }
            None => rows.push(part.clone()),
        }
    }
    rows
}

fn words(list: &[Value]) -> String {
    list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
}

fn day(day: NaiveDate) -> String {
    day.format("%a %-d %b").to_string()
}

/// A time of the API as the clock on the wall of that place shows it.
fn moment(at: &str, zone: &str) -> anyhow::Result<String> {
    let (hours, name) = match zone {
        "Asia/Jakarta" | "Asia/Pontianak" => (7, "WIB"),
        "Asia/Makassar" => (8, "WITA"),
        _ => (9, "WIT"),
    };
    let zone = FixedOffset::east_opt(hours * 3600).context("no such zone")?;
    let at = DateTime::parse_from_rfc3339(at).with_context(|| format!("{at} is no time"))?;
    Ok(format!("{} {name}", at.with_timezone(&zone).format("%a %-d %b %Y %H:%M")))
}
