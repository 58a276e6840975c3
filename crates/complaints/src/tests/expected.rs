//! What is expected, written by hand from `domain` 9.1 as corrected by `decisions` 1; nothing here comes from the policy.
//!
//! Columns: place | capacities | action | condition | next place, or why it is refused | clocks.
//! Conditions: `[..]` belongs to the case (409 where it fails), `{..}` to the capacity's duty (403 where it fails); both may stand.
//! `follow_up:subs` is one of substance.
//! Places: `*` is every one, `open` each in which work has not ended; `=` is to stay there.
//! Clocks: `+` started, `=` met, `-` cancelled, `~` paused, `>` goes on; `=C11?` if it runs.

use padi_kernel::actor::ActorRole;

use crate::action::Action;

const TABLE: &str = "
unverified           | coordinator admin apip | verify               |                | not_followed_up      | =C1 +C2 +C3 +C6
unverified           | coordinator admin apip | handle               |                | not_followed_up      | =C1 +C2 +C3 +C6
unverified           | coordinator admin apip | postpone             |                | postponed_unverified | =C1 +C5 +C9
unverified           | coordinator admin apip | archive              |                | archived             | =C1 -C15?
unverified           | coordinator admin apip | not_authority        | [agency_desk]  | unverified           | =C1 +C1
unverified           | reporter              | withdraw             | [ordinary]     | withdrawn            | -C1 -C15?
unverified           | reporter              | withdraw             | [supervisory]  | unverified           |
postponed_unverified | reporter              | complete_data        |                | unverified           | =C5 =C9 +C1
postponed_unverified | admin apip            | resume               |                | unverified           | -C5 -C9 +C1
postponed_unverified | coordinator           | resume               | {last_desk}    | unverified           | -C5 -C9 +C1
postponed_unverified | reporter              | withdraw             | [ordinary]     | withdrawn            | -C5 -C9 -C15?
postponed_unverified | reporter              | withdraw             | [supervisory]  | postponed_unverified |
postponed_in_process | reporter              | complete_data        |                | in_process           | =C5 =C9 >C3
postponed_in_process | reporter              | withdraw             | [ordinary]     | withdrawn            | -C3 -C5 -C6 -C9 -C15?
postponed_in_process | reporter              | withdraw             | [supervisory]  | postponed_in_process |
not_followed_up      | liaison               | return               |                | not_followed_up      | +C11
not_followed_up      | coordinator           | redispose            |                | not_followed_up      | =C11?
not_followed_up      | admin                 | redispose            | {returns<2}    | not_followed_up      | =C11?
not_followed_up      | apip                  | redispose            |                | not_followed_up      | =C11?
not_followed_up      | admin apip            | forward              |                | unverified           | -C2 -C3 -C11? +C1
not_followed_up      | liaison               | follow_up            |                | in_process           | =C2
not_followed_up      | admin apip            | follow_up            | {no_unit}      | in_process           | =C2 =C11?
not_followed_up      | liaison               | follow_up:subs       |                | awaiting_reporter    | =C2 ~C3 +C4
not_followed_up      | admin                 | follow_up:subs       | {no_unit}      | awaiting_reporter    | =C2 ~C3 +C4 =C11?
not_followed_up      | reporter              | withdraw             | [ordinary]     | withdrawn            | -C2 -C3 -C6 -C11? -C15?
not_followed_up      | reporter              | withdraw             | [supervisory]  | not_followed_up      |
in_process           | liaison               | follow_up            |                | in_process           |
in_process           | admin apip            | follow_up            | {no_unit}      | in_process           |
in_process           | liaison               | follow_up:subs       |                | awaiting_reporter    | ~C3 +C4
in_process           | admin                 | follow_up:subs       | {no_unit}      | awaiting_reporter    | ~C3 +C4
in_process           | liaison               | ask_reporter         |                | postponed_in_process | ~C3 +C5 +C9
in_process           | admin apip            | ask_reporter         | {no_unit}      | postponed_in_process | ~C3 +C5 +C9
in_process           | reporter              | withdraw             | [ordinary]     | withdrawn            | -C3 -C6 -C15?
in_process           | reporter              | withdraw             | [supervisory]  | in_process           |
awaiting_reporter    | reporter              | reply                |                | in_process           | =C4 >C3
awaiting_reporter    | reporter              | accept               |                | completed_open       | =C3 =C4 =C6 +C10 -C15?
awaiting_reporter    | admin apip            | comment              |                | awaiting_reporter    | -C4 +C4
awaiting_reporter    | reporter              | withdraw             | [ordinary]     | withdrawn            | -C3 -C4 -C6 -C15?
awaiting_reporter    | reporter              | withdraw             | [supervisory]  | awaiting_reporter    |
completed_open       | reporter              | rate                 |                | completed_open       |
completed_open       | reporter              | reopen               | [reopened<2]   | not_followed_up      | -C10 +C2 +C3
completed_open       | coordinator ombudsman | quality_reopen       |                | not_followed_up      | -C10 +C2 +C3
completed_closed     | reporter              | rate                 |                | completed_closed     |
completed_closed     | reporter              | reopen               | [reopened<2]   | !window              |
completed_closed     | coordinator ombudsman | quality_reopen       |                | not_followed_up      | +C2 +C3
lapsed_open          | reporter              | complete_data        |                | unverified           | =C9 +C1
lapsed_open          | coordinator admin apip | unarchive            |                | unverified           | -C9 +C1
lapsed_closed        | reporter              | complete_data        |                | !window              |
lapsed_closed        | coordinator admin apip | unarchive            |                | unverified           | +C1
archived             | coordinator admin apip | unarchive            |                | unverified           | +C1
not_followed_up      | apip                  | follow_up:subs       | [not_examined] | awaiting_reporter    | =C2 ~C3 +C4
in_process           | apip                  | follow_up:subs       | [not_examined] | awaiting_reporter    | ~C3 +C4
not_followed_up      | apip                  | conclude_examination | [examined]     | awaiting_reporter    | =C2 ~C3 +C4
in_process           | apip                  | conclude_examination | [examined]     | awaiting_reporter    | ~C3 +C4
*                    | reporter liaison coordinator admin apip | restrict             | [ordinary]     | =                    |
*                    | coordinator admin apip | redact               |                | =                    |
open                 | ombudsman             | request_explanation  | [not_asked]    | =                    | +C15
open                 | ombudsman             | request_explanation  | [asked]        | =                    |
open                 | admin apip            | explain              | [asked]        | =                    | =C15
not_followed_up      | liaison admin         | start_dialogue | [ordinary]     | not_followed_up      | +P1 +P2
in_process           | liaison admin         | start_dialogue | [ordinary]     | in_process           | +P1 +P2
not_followed_up      | reporter liaison admin | exit_dialogue | [in_dialogue]  | not_followed_up      | -P1 -P2
in_process           | reporter liaison admin | exit_dialogue | [in_dialogue]  | in_process           | -P1 -P2
postponed_in_process | reporter liaison admin | exit_dialogue | [in_dialogue]  | postponed_in_process | -P1 -P2
awaiting_reporter    | reporter liaison admin | exit_dialogue | [in_dialogue]  | awaiting_reporter    | -P1 -P2
not_followed_up      | coordinator admin apip | add_support    |                | not_followed_up      | +C2
in_process           | coordinator admin apip | add_support    |                | in_process           | +C2
unverified           | coordinator admin apip | merge          |                | archived             | =C1 -C15?
not_followed_up      | coordinator admin apip | merge          |                | archived             | -C2 -C3 -C6 -C11? -C15?
in_process           | coordinator admin apip | merge          |                | archived             | -C3 -C6 -C15?
not_followed_up      | coordinator admin apip | split          |                | not_followed_up      |
in_process           | coordinator admin apip | split          |                | in_process           |
unverified           | reporter | convert              | [question]     | converted            | -C1 -C15?
unverified           | admin ppid | convert              | [question] {unhidden} | converted            | -C1 -C15?
postponed_unverified | reporter | convert              | [question]     | converted            | -C5 -C9 -C15?
postponed_unverified | admin ppid | convert              | [question] {unhidden} | converted            | -C5 -C9 -C15?
postponed_in_process | reporter | convert              | [question]     | converted            | -C3 -C5 -C6 -C9 -C15?
postponed_in_process | admin ppid | convert              | [question] {unhidden} | converted            | -C3 -C5 -C6 -C9 -C15?
not_followed_up      | reporter | convert              | [question]     | converted            | -C2 -C3 -C6 -C11? -C15?
not_followed_up      | admin ppid | convert              | [question] {unhidden} | converted            | -C2 -C3 -C6 -C11? -C15?
in_process           | reporter | convert              | [question]     | converted            | -C3 -C6 -C15?
in_process           | admin ppid | convert              | [question] {unhidden} | converted            | -C3 -C6 -C15?
";

/// The names in `decisions` 5 and 6, in their order.
pub(super) const ACTIONS: &str = "verify handle postpone complete_data resume archive not_authority return redispose forward \
    follow_up ask_reporter reply accept comment rate reopen quality_reopen withdraw unarchive start_dialogue exit_dialogue \
    restrict redact add_support merge split convert conclude_examination request_explanation explain";

/// What is running in each place, before anybody acts; `~` stands still. C11 also after a return, C15 where it was asked for.
pub(super) const OPEN: &[(&str, &str)] = &[
    ("unverified", "C1"),
    ("postponed_unverified", "C5 C9"),
    ("postponed_in_process", "C5 C6 C9 ~C3"),
    ("not_followed_up", "C2 C3 C6"),
    ("in_process", "C3 C6"),
    ("awaiting_reporter", "C4 C6 ~C3"),
    ("completed_open", "C10"),
    ("completed_closed", ""),
    ("lapsed_open", "C9"),
    ("lapsed_closed", ""),
    ("archived", ""),
    ("withdrawn", ""),
    ("converted", ""),
];

/// One line.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) place: &'static str,
    pub(super) by: Vec<ActorRole>,
    pub(super) action: Action,
    /// Of a follow-up: whether it answers in substance.
    pub(super) substantive: bool,
    /// A condition of the case.
    pub(super) of_case: Option<&'static str>,
    /// A condition of the capacity's duty.
    pub(super) of_duty: Option<&'static str>,
    /// Absent where the window has closed.
    pub(super) next: Option<&'static str>,
    pub(super) clocks: Vec<&'static str>,
}

fn role(word: &str) -> ActorRole {
    match word {
        "reporter" => ActorRole::Reporter,
        "admin" => ActorRole::AgencyAdmin,
        "liaison" => ActorRole::UnitLiaison,
        "coordinator" => ActorRole::MinistryCoordinator,
        "apip" => ActorRole::Apip,
        "ppid" => ActorRole::Ppid,
        "ombudsman" => ActorRole::Ombudsman,
        other => panic!("{other}"),
    }
}

/// The places where work has not ended.
const WORKED_ON: [&str; 6] = [
    "unverified",
    "postponed_unverified",
    "postponed_in_process",
    "not_followed_up",
    "in_process",
    "awaiting_reporter",
];

/// The rows of a line: one for each place that it speaks of.
fn rows_of(line: &'static str) -> Vec<Row> {
    let row = row(line);
    let places: Vec<&'static str> = match row.place {
        "*" => OPEN.iter().map(|(place, _)| *place).collect(),
        "open" => WORKED_ON.to_vec(),
        place => vec![place],
    };
    let next = |place| row.next.map(|next| if next == "=" { place } else { next });
    places.into_iter().map(|place| Row { place, next: next(place), ..row.clone() }).collect()
}

/// The condition between such brackets, if there is one.
fn within(conditions: &'static str, open: char, close: char) -> Option<&'static str> {
    conditions.split_whitespace().find_map(|one| one.strip_prefix(open)?.strip_suffix(close))
}

fn row(line: &'static str) -> Row {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [place, by, action, condition, next, clocks] = cells[..] else { panic!("{line}") };
    assert!(OPEN.iter().any(|(known, _)| *known == place) || ["*", "open"].contains(&place), "{line}");
    Row {
        place,
        by: by.split_whitespace().map(role).collect(),
        action: action.strip_suffix(":subs").unwrap_or(action).parse().unwrap(),
        substantive: action.ends_with(":subs"),
        of_case: within(condition, '[', ']'),
        of_duty: within(condition, '{', '}'),
        next: (next != "!window").then_some(next),
        clocks: clocks.split_whitespace().collect(),
    }
}

/// All lines.
pub(super) fn rows() -> Vec<Row> {
    TABLE.lines().filter(|line| !line.is_empty()).flat_map(rows_of).collect()
}
