//! The ladder of a missed term, over a jump of the sandbox's clock: every level once, at its own instant, to whoever it is for.

use serde_json::{Value, json};

use crate::harness::{Caller, Case, Person, TestServer, complaint, on_both};

on_both!(
    every_level_at_its_own_instant,
    the_reporter_is_told_of_the_ombudsman,
    what_stands_still_is_not_told_of,
    what_was_late_when_it_came_escalates_nothing,
    what_was_done_in_time_escalates_nothing,
    the_last_reopening_is_heard_above,
);

/// Reminders and escalations that somebody was told of: kind, when, and the text; oldest first.
async fn ladder(server: &TestServer, who: Person) -> Vec<(String, String, String)> {
    server.follow().await;
    let caller = server.log_in(who).await;
    let page = server.get(&caller, "/v1/notifications?limit=200").await.ok().json();
    let text = |item: &Value, name: &str| item[name].as_str().expect("a text").to_owned();
    let all = page["data"].as_array().expect("a page").iter().rev();
    let of_terms = all.filter(|item| item["kind"] == "reminder" || item["kind"] == "escalation");
    of_terms.map(|item| (text(item, "kind"), text(item, "created_at"), text(item, "text"))).collect()
}

/// The times alone, with what is told: `reminder C1`, `L1 C1`.
async fn steps(server: &TestServer, who: Person) -> Vec<(String, String)> {
    let name = |kind: &str, text: &str| {
        let code =
            ["C11", "C1", "C2", "C3", "C6"].into_iter().find(|code| text.contains(&format!("{code} "))).unwrap_or("-");
        let level = ["L1", "L2", "L3"].into_iter().find(|level| text.contains(&format!("{level}:"))).unwrap_or(kind);
        format!("{level} {code}")
    };
    ladder(server, who).await.into_iter().map(|(kind, at, text)| (at, name(&kind, &text))).collect()
}

fn at(steps: &[(&str, &str)]) -> Vec<(String, String)> {
    steps.iter().map(|(at, what)| (format!("{at}:00:00.000Z"), (*what).to_owned())).collect()
}

async fn every_level_at_its_own_instant(server: &TestServer) {
    let case = Case::new(server).await;
    // Received on Monday 2 March, C1 is due on Thursday the 5th. Midnight in Makassar is 16:00 the day before.
    server.set_clock("2026-04-30T00:00:00Z").await;
    let admin = at(&[("2026-03-03T16", "reminder C1"), ("2026-03-05T16", "L1 C1"), ("2026-03-10T16", "L2 C1")]);
    assert_eq!(steps(server, Person::AdminHere).await, admin);
    let above = at(&[("2026-03-12T16", "L3 C1")]);
    assert_eq!(steps(server, Person::Coordinator).await, above);
    assert_eq!(steps(server, Person::ProvinceHere).await, above);
    for nobody in [Person::Liaison, Person::AdminElsewhere, Person::ProvinceElsewhere, Person::Ombudsman] {
        assert!(steps(server, nobody).await.is_empty(), "{nobody:?}");
    }
    let levels = server.database.texts("SELECT level FROM escalations ORDER BY escalated_at").await;
    assert_eq!(levels, ["L0", "L1", "L2", "L3"]);
    let version = case.seen().await["version"].clone();
    assert_eq!(version, 2, "only the passing of the term changes the case");
    assert_eq!(server.set_clock("2026-06-30T00:00:00Z").await, 0, "each once");
    assert_eq!(steps(server, Person::AdminHere).await, admin);
    // Step by step it comes to the same.
    server.set_clock("2026-07-01T02:00:00Z").await;
    let second = Case::new(server).await;
    let before = server.database.number("SELECT count(*) FROM escalations").await;
    for (now, more) in [
        ("2026-07-02T15:59:00Z", 0),
        ("2026-07-02T16:00:00Z", 1),
        ("2026-07-06T15:59:00Z", 1),
        ("2026-07-06T16:00:00Z", 2),
        ("2026-07-09T16:00:00Z", 3),
        ("2026-07-13T16:00:00Z", 4),
    ] {
        server.set_clock(now).await;
        assert_eq!(server.database.number("SELECT count(*) FROM escalations").await - before, more, "{now}");
    }
    assert_eq!(second.seen().await["overdue"], json!(["C1"]));
}

async fn the_reporter_is_told_of_the_ombudsman(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let case = Case::file(server, &siti, complaint(server.places())).await;
    case.bring_to("in_process", true).await;
    assert_eq!(case.seen().await["ombudsman_eligible"], false);
    // Fourteen working days from 2 March over Idulfitri: Friday the 27th.
    server.set_clock("2026-03-27T15:59:00Z").await;
    assert!(ladder(server, Person::Siti).await.is_empty());
    let version = case.seen().await["version"].as_i64().expect("a version");
    server.set_clock("2026-03-27T16:00:00Z").await;
    let told = ladder(server, Person::Siti).await;
    let [(kind, when, text)] = &told[..] else { panic!("{told:?}") };
    assert_eq!((kind.as_str(), when.as_str()), ("escalation", "2026-03-27T16:00:00.000Z"));
    assert!(text.contains("Ombudsman") && text.contains(&case.tracking_number), "{text}");
    let seen = case.seen().await;
    assert_eq!((&seen["ombudsman_eligible"], seen["version"].as_i64()), (&json!(true), Some(version + 1)));
    let timeline = server.get(&siti, &format!("{}/timeline", case.path())).await.ok().json();
    let happened = timeline["data"].as_array().expect("events");
    assert_eq!(happened.last().expect("an event")["kind"], "complaint.ombudsman_eligible");
    // C6 passes later; the reporter knows already.
    server.set_clock("2026-05-30T00:00:00Z").await;
    assert_eq!(ladder(server, Person::Siti).await.len(), 1);
    let steps = steps(server, Person::Liaison).await;
    assert_eq!(steps[..2], at(&[("2026-03-25T16", "reminder C3"), ("2026-03-27T16", "L1 C3")]));
    let levels = "SELECT code FROM escalations WHERE level = 'L3' ORDER BY escalated_at";
    assert_eq!(server.database.texts(levels).await, ["C3", "C6"]);
    let mail = server.get(&Caller::Nobody, &format!("/v1/sandbox/mails?to={}", Person::Siti.email())).await.ok();
    assert!(mail.to_string().contains("Ombudsman"));
}

async fn what_stands_still_is_not_told_of(server: &TestServer) {
    let case = Case::new(server).await;
    case.bring_to("postponed_in_process", true).await;
    // C3 would be due on 27 March; C5 ends on the 16th, C6 only in May.
    server.set_clock("2026-03-16T15:00:00Z").await;
    assert!(steps(server, Person::Liaison).await.is_empty());
    case.reporter_must("complete_data").await;
    // Fourteen working days from Monday the 16th, 23:00: day 0 is the 17th, so due on Tuesday 14 April.
    server.set_clock("2026-04-12T16:00:00Z").await;
    assert_eq!(steps(server, Person::Liaison).await, at(&[("2026-04-12T16", "reminder C3")]));
}

async fn what_was_late_when_it_came_escalates_nothing(server: &TestServer) {
    let admin = server.log_in(Person::AdminHere).await;
    let mut body = complaint(server.places());
    body["channel"] = json!("letter");
    body["received_at"] = json!("2026-02-02T02:00:00Z");
    let letter = Case::file(server, &admin, body).await;
    server.set_clock("2026-04-01T00:00:00Z").await;
    assert_eq!(letter.seen().await["overdue"], json!(["C1"]));
    assert_eq!(server.database.number("SELECT count(*) FROM escalations").await, 0);
    assert!(steps(server, Person::AdminHere).await.is_empty());
}

async fn what_was_done_in_time_escalates_nothing(server: &TestServer) {
    let case = Case::new(server).await;
    case.bring_to("completed", true).await;
    server.set_clock("2026-06-01T00:00:00Z").await;
    let codes = server.database.texts("SELECT code || ' ' || level FROM escalations").await;
    assert_eq!(codes, ["C10 L0"], "the reporter's own window");
    for person in [Person::AdminHere, Person::Liaison, Person::Coordinator] {
        assert!(steps(server, person).await.is_empty(), "{person:?}");
    }
}

async fn the_last_reopening_is_heard_above(server: &TestServer) {
    let case = Case::new(server).await;
    case.bring_to("completed", true).await;
    for round in [0, 1] {
        case.reporter_must("reopen").await;
        assert_eq!(ladder(server, Person::Coordinator).await.len(), round, "the first is the unit's alone");
        case.must_with(Person::Liaison, "follow_up", crate::harness::answer()).await;
        case.reporter_must("accept").await;
    }
    let heard = ladder(server, Person::Coordinator).await;
    assert!(heard[0].2.contains("kedua kalinya"), "{heard:?}");
    assert_eq!(ladder(server, Person::ProvinceHere).await.len(), 1);
}
