//! The whole table of actions over HTTP: each line that is allowed, and each pair of person and action that is not.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::harness::{BEGINNING, Caller, Case, Person, TestServer, body_of, complaint, on_both};

on_both!(each_line_of_the_table, whatever_is_not_in_the_table_is_refused);

/// Place | who | action | state after | clocks open after, `~` standing still.
const TABLE: &str = "
unverified             | admin       | verify         | not_followed_up   | C2 C3 C6
unverified             | coordinator | verify         | not_followed_up   | C2 C3 C6
last_desk              | coordinator | verify         | not_followed_up   | C2 C3 C6
unverified             | admin       | handle         | not_followed_up   | C2 C3 C6
unverified             | coordinator | handle         | not_followed_up   | C2 C3 C6
last_desk              | coordinator | handle         | not_followed_up   | C2 C3 C6
unverified             | admin       | postpone       | postponed         | C5 C9
last_desk              | coordinator | postpone       | postponed         | C5 C9
unverified             | admin       | archive        | archived          |
last_desk              | coordinator | archive        | archived          |
unverified             | admin       | not_authority  | unverified        | C1
unverified             | coordinator | not_authority  | unverified        | C1
unverified             | reporter    | withdraw       | withdrawn         |
supervisory_unverified | reporter    | withdraw       | unverified        | C1 C6
postponed_unverified   | reporter    | complete_data  | unverified        | C1
postponed_unverified   | admin       | resume         | unverified        | C1
last_desk_postponed    | coordinator | resume         | unverified        | C1
postponed_unverified   | reporter    | withdraw       | withdrawn         |
postponed_in_process   | reporter    | complete_data  | in_process        | C3 C6
postponed_in_process   | reporter    | withdraw       | withdrawn         |
with_unit              | liaison     | return         | not_followed_up   | C11 C2 C3 C6
returned               | admin       | redispose      | not_followed_up   | C2 C3 C6
returned               | coordinator | redispose      | not_followed_up   | C2 C3 C6
with_unit              | admin       | redispose      | not_followed_up   | C2 C3 C6
not_followed_up        | admin       | forward        | unverified        | C1 C6
with_unit              | admin       | forward        | unverified        | C1 C6
returned               | admin       | forward        | unverified        | C1 C6
with_unit              | liaison     | follow_up      | in_process        | C3 C6
not_followed_up        | admin       | follow_up      | in_process        | C3 C6
returned               | admin       | follow_up      | in_process        | C3 C6
with_unit              | liaison     | follow_up:subs | awaiting_reporter | C4 C6 ~C3
not_followed_up        | admin       | follow_up:subs | awaiting_reporter | C4 C6 ~C3
not_followed_up        | reporter    | withdraw       | withdrawn         |
supervisory            | reporter    | withdraw       | not_followed_up   | C2 C3 C6
unit_in_process        | liaison     | follow_up      | in_process        | C3 C6
in_process             | admin       | follow_up      | in_process        | C3 C6
unit_in_process        | liaison     | follow_up:subs | awaiting_reporter | C4 C6 ~C3
in_process             | admin       | follow_up:subs | awaiting_reporter | C4 C6 ~C3
unit_in_process        | liaison     | ask_reporter   | postponed         | C5 C6 C9 ~C3
in_process             | admin       | ask_reporter   | postponed         | C5 C6 C9 ~C3
in_process             | reporter    | withdraw       | withdrawn         |
awaiting_reporter      | reporter    | reply          | in_process        | C3 C6
awaiting_reporter      | reporter    | accept         | completed         | C10
awaiting_reporter      | admin       | comment        | awaiting_reporter | C4 C6 ~C3
awaiting_reporter      | reporter    | withdraw       | withdrawn         |
completed              | reporter    | rate           | completed         | C10
completed              | reporter    | reopen         | not_followed_up   | C2 C3
completed              | coordinator | quality_reopen | not_followed_up   | C2 C3
completed              | ombudsman   | quality_reopen | not_followed_up   | C2 C3
completed_closed       | reporter    | rate           | completed         |
completed_closed       | reporter    | reopen         | !window_closed    |
completed_closed       | coordinator | quality_reopen | not_followed_up   | C2 C3
lapsed                 | reporter    | complete_data  | unverified        | C1
lapsed                 | admin       | unarchive      | unverified        | C1
lapsed                 | coordinator | unarchive      | unverified        | C1
lapsed_closed          | reporter    | complete_data  | !window_closed    |
lapsed_closed          | admin       | unarchive      | unverified        | C1
archived               | admin       | unarchive      | unverified        | C1
with_unit              | liaison     | start_dialogue | not_followed_up   | C2 C3 C6 P1 P2
with_unit              | admin       | start_dialogue | not_followed_up   | C2 C3 C6 P1 P2
not_followed_up        | admin       | start_dialogue | not_followed_up   | C2 C3 C6 P1 P2
returned               | admin       | start_dialogue | not_followed_up   | C11 C2 C3 C6 P1 P2
unit_in_process        | liaison     | start_dialogue | in_process        | C3 C6 P1 P2
unit_in_process        | admin       | start_dialogue | in_process        | C3 C6 P1 P2
in_process             | admin       | start_dialogue | in_process        | C3 C6 P1 P2
in_dialogue            | liaison     | exit_dialogue  | not_followed_up   | C2 C3 C6
in_dialogue            | admin       | exit_dialogue  | not_followed_up   | C2 C3 C6
in_dialogue            | reporter    | exit_dialogue  | not_followed_up   | C2 C3 C6
unverified             | reporter    | restrict       | unverified        | C1
with_unit              | liaison     | restrict       | not_followed_up   | C2 C3 C6
completed              | admin       | redact         | completed         | C10
supervisory            | apip        | follow_up      | in_process        | C3 C6
supervisory            | apip        | conclude_examination | awaiting_reporter | C4 C6 ~C3
with_unit              | ombudsman   | request_explanation | not_followed_up | C15 C2 C3 C6
asked                  | admin       | explain        | in_process        | C3 C6
with_unit              | admin       | add_support    | not_followed_up   | C2 C2 C3 C6
not_followed_up        | coordinator | add_support    | not_followed_up   | C2 C2 C3 C6
unit_in_process        | admin       | add_support    | in_process        | C2 C3 C6
unverified             | admin       | merge          | archived          |
last_desk              | coordinator | merge          | archived          |
with_unit              | admin       | merge          | archived          |
in_process             | coordinator | merge          | archived          |
with_unit              | admin       | split          | not_followed_up   | C2 C3 C6
in_process             | coordinator | split          | in_process        | C3 C6
";

/// The actions of the contract.
const ACTIONS: &str = "verify handle postpone complete_data resume archive not_authority return redispose forward follow_up \
    ask_reporter reply accept comment rate reopen quality_reopen withdraw unarchive start_dialogue exit_dialogue restrict redact \
    add_support merge split conclude_examination request_explanation explain";

async fn place<'a>(server: &'a TestServer, name: &str) -> Case<'a> {
    server.set_clock(BEGINNING).await;
    match name {
        "last_desk" | "last_desk_postponed" => {
            let mut body = complaint(server.places());
            body.as_object_mut().expect("a body").remove("target_agency_id");
            let case = Case::file(server, &Caller::Nobody, body).await;
            if name == "last_desk_postponed" {
                case.must(Person::Coordinator, "postpone").await;
            }
            case
        }
        "supervisory" | "supervisory_unverified" => {
            let case = Case::reachable(server).await;
            let mut body = body_of("handle", server.places());
            body["class"] = "complaint_supervisory".into();
            body["subject"] = serde_json::json!({ "office": "local_official" });
            case.must_with(Person::AdminHere, "handle", body).await;
            if name == "supervisory_unverified" {
                case.must(Person::Apip, "forward").await;
            }
            case
        }
        "lapsed" | "lapsed_closed" | "completed_closed" => {
            let case = Case::reachable(server).await;
            case.bring_to(if name == "completed_closed" { "completed" } else { "postponed_unverified" }, false).await;
            // C5 and C10 pass at the end of 16 March, C9 at that of 1 April.
            let until = if name == "lapsed_closed" { "2026-04-01T16:00:00Z" } else { "2026-03-16T16:00:00Z" };
            server.set_clock(until).await;
            case
        }
        "returned" => {
            let case = Case::reachable(server).await;
            case.bring_to("not_followed_up", true).await;
            case.must(Person::Liaison, "return").await;
            case
        }
        "in_dialogue" => {
            let case = Case::reachable(server).await;
            case.bring_to("in_dialogue", true).await;
            case
        }
        "with_unit" | "unit_in_process" => {
            let case = Case::reachable(server).await;
            case.bring_to(if name == "with_unit" { "not_followed_up" } else { "in_process" }, true).await;
            case
        }
        other => {
            let case = Case::reachable(server).await;
            case.bring_to(other, false).await;
            case
        }
    }
}

fn open_clocks(case: &Value) -> String {
    let clocks = case["deadlines"].as_array().expect("deadlines").iter();
    let mut open: Vec<String> = clocks
        .filter_map(|clock| match clock["state"].as_str() {
            Some("running") => Some(clock["code"].as_str().expect("a code").to_owned()),
            Some("paused") => Some(format!("~{}", clock["code"].as_str().expect("a code"))),
            _ => None,
        })
        .collect();
    open.sort();
    open.join(" ")
}

async fn caller(server: &TestServer, case: &Case<'_>, who: &str) -> Caller {
    match who {
        "reporter" => case.reporter.clone(),
        "admin" => server.log_in(Person::AdminHere).await,
        "liaison" => server.log_in(Person::Liaison).await,
        "coordinator" => server.log_in(Person::Coordinator).await,
        "ombudsman" => server.log_in(Person::Ombudsman).await,
        "apip" => server.log_in(Person::Apip).await,
        other => panic!("{other}"),
    }
}

async fn each_line_of_the_table(server: &TestServer) {
    let mut walked = BTreeSet::new();
    for line in TABLE.lines().filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [from, who, action, next, clocks] = cells[..] else { panic!("{line}") };
        let case = place(server, from).await;
        let caller = caller(server, &case, who).await;
        let (name, mut body) = match action.strip_suffix(":subs") {
            Some(name) => (name, crate::harness::answer()),
            None => (action, body_of(action, server.places())),
        };
        if name == "merge" {
            body["kept_id"] = Case::new(server).await.id.into();
        }
        let before = case.seen().await;
        let answer = case.act(&caller, name, body).await;
        walked.insert(name.to_owned());
        if let Some(code) = next.strip_prefix('!') {
            let problem = answer.refused(409, code).json();
            assert_eq!(problem["state"], before["state"], "{line}");
            assert_eq!(case.seen().await["version"], before["version"], "{line}");
            continue;
        }
        assert_eq!(answer.status, 200, "{line}: {answer}");
        let after = case.seen().await;
        assert_eq!(answer.header("etag"), format!("\"{}\"", after["version"]), "{line}");
        assert_eq!(after["version"].as_i64(), before["version"].as_i64().map(|version| version + 1), "{line}");
        assert_eq!((after["state"].as_str(), open_clocks(&after).as_str()), (Some(next), clocks), "{line}");
    }
    let all: BTreeSet<String> = ACTIONS.split_whitespace().map(str::to_owned).collect();
    assert_eq!(walked, all, "every action is in the table");
}

/// What each may ever do to a case of Makassar's that lies at the agency.
fn ever(who: &str, has_unit: bool) -> Vec<&'static str> {
    let text = match (who, has_unit) {
        ("reporter", _) => "complete_data reply accept rate reopen withdraw exit_dialogue restrict",
        ("liaison", true) => "return follow_up ask_reporter start_dialogue exit_dialogue restrict",
        ("admin", true) => {
            "verify handle postpone resume archive not_authority redispose forward comment unarchive restrict redact explain \
             start_dialogue exit_dialogue add_support merge split"
        }
        ("admin", false) => {
            "verify handle postpone resume archive not_authority redispose forward follow_up ask_reporter comment unarchive \
             restrict redact explain start_dialogue exit_dialogue add_support merge split"
        }
        ("coordinator", _) => {
            "verify handle postpone archive not_authority redispose quality_reopen unarchive restrict redact add_support merge \
             split"
        }
        ("ombudsman", _) => "quality_reopen request_explanation",
        _ => "",
    };
    text.split_whitespace().collect()
}

async fn whatever_is_not_in_the_table_is_refused(server: &TestServer) {
    let mut refused = [0; 3];
    for from in [
        "unverified",
        "postponed_unverified",
        "postponed_in_process",
        "not_followed_up",
        "with_unit",
        "unit_in_process",
        "awaiting_reporter",
        "completed",
        "completed_closed",
        "lapsed",
        "archived",
        "withdrawn",
    ] {
        let case = place(server, from).await;
        let before = case.seen().await;
        let has_unit = before.get("unit_id").is_some();
        for who in ["reporter", "admin", "liaison", "coordinator", "ombudsman", "elsewhere", "citizen", "nobody"] {
            let caller = match who {
                "elsewhere" => server.log_in(Person::AdminElsewhere).await,
                "citizen" => server.log_in(Person::Budi).await,
                "nobody" => Caller::Nobody,
                known => caller(server, &case, known).await,
            };
            let blind = matches!(who, "elsewhere" | "citizen" | "nobody") || who == "liaison" && !has_unit;
            let seen = case.see(&caller).await;
            let allowed = if blind { Value::Null } else { seen.ok().json()["allowed_actions"].clone() };
            for action in ACTIONS.split_whitespace() {
                if allowed.as_array().is_some_and(|allowed| allowed.iter().any(|known| known == action)) {
                    continue;
                }
                let answer = case.act(&caller, action, body_of(action, server.places())).await;
                let (status, code) = match who {
                    "nobody" => (401, "unauthenticated"),
                    _ if blind => (404, "not_found"),
                    _ if !ever(who, has_unit).contains(&action) => (403, "forbidden"),
                    _ if from == "completed_closed" && action == "reopen" => (409, "window_closed"),
                    _ => (409, "invalid_transition"),
                };
                assert_eq!(
                    (answer.status, answer.code().as_str()),
                    (status, code),
                    "{who} {action} in {from}: {answer}"
                );
                if status == 409 {
                    assert_eq!(
                        (&answer.json()["state"], &answer.json()["allowed_actions"]),
                        (&before["state"], &allowed)
                    );
                }
                refused[match status {
                    409 => 0,
                    403 => 1,
                    _ => 2,
                }] += 1;
            }
        }
        assert_eq!(case.seen().await, before, "nothing that was refused has changed anything: {from}");
    }
    // Guards against a test that tests nothing.
    assert!(refused[0] > 200 && refused[1] > 500 && refused[2] > 600, "{refused:?}");
}
