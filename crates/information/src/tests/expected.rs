//! What is expected of a request, written by hand from `domain` 9.2 as corrected by `decisions` 7; nothing here comes from the policy.

use padi_kernel::actor::ActorRole;

use crate::request::action::Action;

/// Action | in which capacities.
const WHO: &str = "
register_complete      | ppid unit
ask_completion         | ppid unit
complete               | applicant ppid unit
assign                 | ppid
submit_material        | unit ppid
start_consequence_test | ppid
extend                 | ppid
not_held               | ppid
not_documented         | ppid
notify_grant           | ppid
notify_partial         | ppid
notify_refusal         | ppid
record_payment         | ppid unit
deliver                | ppid unit
withdraw               | applicant
object                 | applicant ppid unit
";

/// Place | action | next place, or why it is refused | clocks: `+` started, `=` met, `-` cancelled, `>` goes on.
/// What is not listed is refused by the state. `object` is made elsewhere: only whether it may be is told here.
const TABLE: &str = "
submitted               | register_complete      | registered             | =R1
submitted               | ask_completion         | incomplete             | =R1 -R3 +R2
submitted               | withdraw               | withdrawn              | -R1 -R3
incomplete              | complete               | registered             | =R2 +R3
incomplete              | withdraw               | withdrawn              | -R2
converted               | complete               | registered             | =R2 >R3
converted               | withdraw               | withdrawn              | -R2 -R3
converted_late          | complete               | unanswered_registered  | =R2 +O1/lapse
converted_late          | withdraw               | withdrawn              | -R2 -R3
registered              | assign                 | in_search              | +R6
registered              | extend                 | registered_extended    | =R3 +R4
registered              | not_held               | notified_not_held      | =R3 +O1/notice
registered              | not_documented         | notified_not_documented | =R3 +O1/notice
registered              | withdraw               | withdrawn              | -R3
registered_extended     | assign                 | in_search_extended     | +R6
registered_extended     | extend                 | !extended              |
registered_extended     | not_held               | notified_not_held      | =R4 +O1/notice
registered_extended     | not_documented         | notified_not_documented | =R4 +O1/notice
registered_extended     | withdraw               | withdrawn              | -R4
deemed_registered       | ask_completion         | !window                |
deemed_registered       | assign                 | in_search              | +R6
deemed_registered       | extend                 | registered_extended    | =R3 +R4
deemed_registered       | not_held               | notified_not_held      | =R3 +O1/notice
deemed_registered       | not_documented         | notified_not_documented | =R3 +O1/notice
deemed_registered       | withdraw               | withdrawn              | -R3
in_search               | assign                 | in_search              | -R6 +R6
in_search               | submit_material        | review                 | =R6
in_search               | start_consequence_test | in_test                | -R6
in_search               | extend                 | in_search_extended     | =R3 +R4
in_search               | not_held               | notified_not_held      | =R3 -R6 +O1/notice
in_search               | not_documented         | notified_not_documented | =R3 -R6 +O1/notice
in_search               | withdraw               | withdrawn              | -R3 -R6
review                  | start_consequence_test | in_test                |
review                  | extend                 | review_extended        | =R3 +R4
review                  | not_held               | notified_not_held      | =R3 +O1/notice
review                  | not_documented         | notified_not_documented | =R3 +O1/notice
review                  | notify_grant           | notified_granted       | =R3 +R5
review                  | notify_grant:fee       | notified_fee           | =R3 +R7 +O1/fee
review                  | notify_partial         | notified_partial       | =R3 +R5 +O1/notice
review                  | notify_partial:fee     | notified_partial_fee   | =R3 +R7 +O1/notice
review                  | notify_refusal         | notified_refused       | =R3 +O1/notice
review                  | withdraw               | withdrawn              | -R3
in_test                 | extend                 | in_test_extended       | =R3 +R4
in_test                 | withdraw               | withdrawn              | -R3
unanswered_registered   | assign                 | unanswered_in_search   | +R6
unanswered_registered   | not_held               | late_not_held          | =R3 +O1/notice
unanswered_registered   | not_documented         | late_not_documented    | =R3 +O1/notice
unanswered_registered   | withdraw               | withdrawn              | -R3 -O1/lapse
unanswered_registered   | object                 | +                      |
unanswered_in_search    | assign                 | unanswered_in_search   | -R6 +R6
unanswered_in_search    | submit_material        | unanswered_review      | =R6
unanswered_in_search    | start_consequence_test | unanswered_in_test     | -R6
unanswered_in_search    | not_held               | late_not_held          | =R3 -R6 +O1/notice
unanswered_in_search    | not_documented         | late_not_documented    | =R3 -R6 +O1/notice
unanswered_in_search    | withdraw               | withdrawn              | -R3 -R6 -O1/lapse
unanswered_in_search    | object                 | +                      |
unanswered_review       | start_consequence_test | unanswered_in_test     |
unanswered_review       | not_held               | late_not_held          | =R3 +O1/notice
unanswered_review       | not_documented         | late_not_documented    | =R3 +O1/notice
unanswered_review       | notify_grant           | late_granted           | =R3 +R5
unanswered_review       | notify_grant:fee       | late_fee               | =R3 +R7 +O1/fee
unanswered_review       | notify_partial         | late_partial           | =R3 +R5 +O1/notice
unanswered_review       | notify_partial:fee     | late_partial_fee       | =R3 +R7 +O1/notice
unanswered_review       | notify_refusal         | late_refused           | =R3 +O1/notice
unanswered_review       | withdraw               | withdrawn              | -R3 -O1/lapse
unanswered_review       | object                 | +                      |
unanswered_in_test      | withdraw               | withdrawn              | -R3 -O1/lapse
unanswered_in_test      | object                 | +                      |
unanswered_closed       | submit_material        | !state                 |
unanswered_closed       | start_consequence_test | unanswered_in_test     |
unanswered_closed       | not_held               | late_not_held          | =R3 +O1/notice
unanswered_closed       | not_documented         | late_not_documented    | =R3 +O1/notice
unanswered_closed       | notify_grant           | late_granted           | =R3 +R5
unanswered_closed       | notify_grant:fee       | late_fee               | =R3 +R7 +O1/fee
unanswered_closed       | notify_partial         | late_partial           | =R3 +R5 +O1/notice
unanswered_closed       | notify_partial:fee     | late_partial_fee       | =R3 +R7 +O1/notice
unanswered_closed       | notify_refusal         | late_refused           | =R3 +O1/notice
unanswered_closed       | withdraw               | withdrawn              | -R3
unanswered_closed       | object                 | !window                |
notified_granted        | deliver                | delivered              | =R5 +O1/delivery
notified_overdue        | deliver                | late_delivered         | =R5 +O1/delivery
notified_overdue        | object                 | +                      |
notified_fee            | record_payment         | notified_paid          | =R7 +R5
notified_fee            | object                 | +                      |
notified_paid           | deliver                | delivered              | =R5 +O1/delivery
notified_paid           | object                 | +                      |
notified_partial        | deliver                | delivered              | =R5 +O1/delivery
notified_partial        | object                 | +                      |
notified_refused        | object                 | +                      |
notified_not_held       | object                 | +                      |
delivered               | object                 | +                      |
under_objection         | object                 | !objected              |
ordered                 | deliver                | delivered_ordered      | 
ordered                 | object                 | !objected              |
delivered_ordered       | object                 | !objected              |
closed_unpaid           | record_payment         | notified_paid          | +R5
closed_unpaid           | object                 | +                      |
closed_no_objection     | object                 | !window                |
closed_final            | object                 | !window                |
closed_owing            | deliver                | closed_final           |
closed_owing            | object                 | !window                |
";

/// The names in `decisions` 7, in their order.
pub(super) const ACTIONS: &str = "register_complete ask_completion complete assign submit_material start_consequence_test extend \
    not_held not_documented notify_grant notify_partial notify_refusal record_payment deliver withdraw object";

/// What is running in each place, before anybody acts; `~` stands still, `!` has passed.
pub(super) const OPEN: &[(&str, &str)] = &[
    ("submitted", "R1 R3"),
    ("incomplete", "R2"),
    ("converted", "R2 R3~"),
    ("converted_late", "R2 R3!"),
    ("lapsed_incomplete", ""),
    ("registered", "R3"),
    ("registered_extended", "R4"),
    ("deemed_registered", "R3"),
    ("in_search", "R3 R6"),
    ("review", "R3"),
    ("in_test", "R3"),
    ("unanswered_registered", "O1/lapse R3!"),
    ("unanswered_in_search", "O1/lapse R3! R6"),
    ("unanswered_review", "O1/lapse R3!"),
    ("unanswered_in_test", "O1/lapse R3!"),
    ("unanswered_closed", "R3!"),
    ("notified_granted", "R5"),
    ("notified_overdue", "O1/handover R5!"),
    ("notified_fee", "O1/fee R7"),
    ("notified_paid", "O1/fee R5"),
    ("notified_partial", "O1/notice R5"),
    ("notified_refused", "O1/notice"),
    ("notified_not_held", "O1/notice"),
    ("delivered", "O1/delivery"),
    ("under_objection", "O1/lapse R3!"),
    ("ordered", "O1/lapse"),
    ("delivered_ordered", "O1/lapse"),
    ("closed_unpaid", "O1/fee"),
    ("closed_no_objection", ""),
    ("closed_final", ""),
    ("closed_owing", ""),
    ("withdrawn", ""),
];

/// One line of the table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) place: &'static str,
    pub(super) action: Action,
    /// With a fee.
    pub(super) costs: bool,
    pub(super) next: &'static str,
    pub(super) clocks: Vec<&'static str>,
}

/// All lines.
pub(super) fn rows() -> Vec<Row> {
    let row = |line: &'static str| {
        let [place, action, next, clocks] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        assert!(OPEN.iter().any(|(known, _)| *known == place), "{line}");
        let name = action.strip_suffix(":fee");
        Row {
            place,
            action: name.unwrap_or(action).parse().unwrap(),
            costs: name.is_some(),
            next,
            clocks: clocks.split_whitespace().collect(),
        }
    };
    TABLE.lines().filter(|line| !line.is_empty()).map(row).collect()
}

/// The capacities in which an action may be done.
pub(super) fn capacities(action: Action) -> Vec<ActorRole> {
    let line = WHO.lines().find(|line| line.split('|').next().map(str::trim) == Some(action.name())).unwrap();
    let role = |word| match word {
        "applicant" => ActorRole::Reporter,
        "ppid" => ActorRole::Ppid,
        "unit" => ActorRole::PpidUnit,
        other => panic!("{other}"),
    };
    line.split('|').nth(1).unwrap().split_whitespace().map(role).collect()
}
