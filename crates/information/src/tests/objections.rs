//! Objections: every state x action x person against a table written by hand, what follows for the request, and every term.

use chrono::Duration;
use padi_kernel::{
    actor::{
        ActorRole::{self, ConsiderationTeam, Ppid, PpidSuperior, PpidUnit, Reporter},
        Denied,
    },
    deadlines::Span,
    rule::Unit,
    zone::Zone,
};

use super::{
    docket::{Docket, handover},
    place::{self, accept, place_of},
    table::{moved, standing},
    world::{Who, World, at, day, text},
};
use crate::{
    Refused, Untimely,
    objection::{
        Ground, Objection, State, Verdict,
        command::{Action, Command},
        policy,
    },
    request::state::{ClosingReason, Stage, State as RequestState},
};

/// Action | in which capacities.
const WHO: &str = "
register           | ppid unit
assign_review      | superior
recommend          | team
propose_settlement | ppid
settle             | applicant ppid unit
answer_accept      | superior
answer_confirm     | superior
inadmissible       | superior
execute            | ppid
withdraw           | applicant
dispute_filed      | applicant ppid
";

/// State | action | next state, or why it is refused | clocks | the request then.
/// `filed` is recorded at a desk; `offered` is registered with a proposal; `settled_late` was not kept in time.
const TABLE: &str = "
filed        | register           | registered  |               | under_objection
filed        | withdraw           | withdrawn   | -O2           | unanswered_review
registered   | assign_review      | in_review   |               | under_objection
registered   | propose_settlement | registered  |               | under_objection
registered   | answer_accept      | answered    | =O2 +D1 +O3   | ordered
registered   | answer_confirm     | answered    | =O2 +D1       | under_objection
registered   | inadmissible       | answered    | =O2 +D1       | under_objection
registered   | withdraw           | withdrawn   | -O2           | unanswered_review
offered      | assign_review      | in_review   |               | under_objection
offered      | propose_settlement | registered  |               | under_objection
offered      | settle             | settled     | =O2 +O3       | ordered
offered      | answer_accept      | answered    | =O2 +D1 +O3   | ordered
offered      | answer_confirm     | answered    | =O2 +D1       | under_objection
offered      | inadmissible       | answered    | =O2 +D1       | under_objection
offered      | withdraw           | withdrawn   | -O2           | unanswered_review
in_review    | recommend          | in_review   |               | under_objection
in_review    | propose_settlement | in_review   |               | under_objection
in_review    | answer_accept      | answered    | =O2 +D1 +O3   | ordered
in_review    | answer_confirm     | answered    | =O2 +D1       | under_objection
in_review    | inadmissible       | answered    | =O2 +D1       | under_objection
in_review    | withdraw           | withdrawn   | -O2           | unanswered_review
unanswered   | answer_accept      | answered    | !O2 -D1 +D1 +O3 | ordered
unanswered   | answer_confirm     | answered    | !O2 -D1 +D1   | under_objection
unanswered   | inadmissible       | answered    | !O2 -D1 +D1   | under_objection
unanswered   | withdraw           | withdrawn   | !O2 -D1       | unanswered_review
unanswered   | dispute_filed      | disputed    | =D1 !O2       | under_objection
accepted     | execute            | executed    | =O3           | delivered_ordered
accepted     | dispute_filed      | disputed    | =D1           | ordered
confirmed    | dispute_filed      | disputed    | =D1           | under_objection
settled      | execute            | executed    | =O3           | delivered_ordered
settled_late | execute            | executed    | !O3           | delivered_ordered
settled_late | dispute_filed      | disputed    | =D1           | ordered
executed     | dispute_filed      | disputed    | =D1           | delivered_ordered
kept         |                    |             |               |
final_owing  | execute            | final       | !O3           | closed_final
final_owing  | dispute_filed      | !window     |               |
final        | dispute_filed      | !window     |               |
disputed     |                    |             |               |
withdrawn    |                    |             |               |
";

/// Place | open clocks.
const OPEN: &[(&str, &str)] = &[
    ("filed", "O2"),
    ("registered", "O2"),
    ("offered", "O2"),
    ("in_review", "O2"),
    ("unanswered", "D1 O2!"),
    ("accepted", "D1 O3"),
    ("confirmed", "D1"),
    ("settled", "O3"),
    ("settled_late", "D1 O3!"),
    ("executed", "D1"),
    ("kept", ""),
    ("final_owing", "O3!"),
    ("final", ""),
    ("disputed", ""),
    ("withdrawn", ""),
];

fn confirm() -> Command {
    Command::AnswerConfirm { reasons: text("Sudah tepat") }
}

fn offer() -> Command {
    Command::ProposeSettlement { text: text("Diserahkan seluruhnya"), period: None }
}

fn dispute(on: &str) -> Command {
    Command::DisputeFiled { filed_on: day(on), commission: text("KI Sulsel"), reference: None }
}

/// An objection for silence, made on Tuesday 2026-06-02 at ten.
fn objected<'a>(world: &'a World, place: &str) -> Docket<'a> {
    let mut docket = place::docket(world, "unanswered_review");
    let now = at(Zone::Wita, "2026-06-02 10:00");
    docket.at(now);
    if place == "filed" {
        docket.try_file(&[Ground::C], Some(now)).unwrap();
        return docket;
    }
    docket.file_objection(&[Ground::C]);
    match place {
        "registered" => &mut docket,
        "offered" => docket.object(Ppid, offer()),
        "in_review" => docket.object(PpidSuperior, Command::AssignReview { note: None }),
        // 30 working days from 2 June: Wednesday 15 July.
        "unanswered" => docket.at(at(Zone::Wita, "2026-07-16 00:00")),
        "accepted" => docket.object(PpidSuperior, accept(None)),
        "confirmed" => docket.object(PpidSuperior, confirm()),
        "settled" => docket.object(Ppid, offer()).object(Reporter, Command::Settle),
        "settled_late" => {
            docket.object(Ppid, offer()).object(Reporter, Command::Settle).at(at(Zone::Wita, "2026-06-12 00:00"))
        }
        "executed" => docket.object(PpidSuperior, accept(None)).act(Ppid, handover()),
        "kept" => docket.object(Ppid, offer()).object(Reporter, Command::Settle).act(Ppid, handover()),
        "final_owing" => docket.object(PpidSuperior, accept(None)).at(at(Zone::Wita, "2026-06-24 00:00")),
        "final" => docket.object(PpidSuperior, confirm()).at(at(Zone::Wita, "2026-06-24 00:00")),
        "disputed" => docket.object(PpidSuperior, confirm()).object(Ppid, dispute("2026-06-02")),
        "withdrawn" => docket.object(Reporter, Command::Withdraw { reason: None }),
        other => panic!("{other}"),
    };
    docket
}

fn capacities(action: Action) -> Vec<ActorRole> {
    let line = WHO.lines().find(|line| line.split('|').next().map(str::trim) == Some(action.name())).unwrap();
    let role = |word| match word {
        "applicant" => Reporter,
        "ppid" => Ppid,
        "unit" => PpidUnit,
        "superior" => PpidSuperior,
        "team" => ConsiderationTeam,
        other => panic!("{other}"),
    };
    line.split('|').nth(1).unwrap().split_whitespace().map(role).collect()
}

fn valid(docket: &Docket<'_>, action: Action) -> Command {
    match action {
        Action::Register => Command::Register,
        Action::AssignReview => Command::AssignReview { note: Some(text("Mohon telaah")) },
        Action::Recommend => Command::Recommend { recommendation: Verdict::Accepted, text: text("Beralasan") },
        Action::ProposeSettlement => offer(),
        Action::Settle => Command::Settle,
        Action::AnswerAccept => accept(None),
        Action::AnswerConfirm => confirm(),
        Action::Inadmissible => Command::Inadmissible { reasons: text("Bukan pemohon") },
        Action::Execute => Command::Execute { text: text("Diserahkan di loket") },
        Action::Withdraw => Command::Withdraw { reason: None },
        Action::DisputeFiled => {
            let zone = docket.objection().locality().zone;
            let filed_on = zone.day_of(docket.now);
            Command::DisputeFiled { filed_on, commission: text("KI Sulsel"), reference: None }
        }
    }
}

/// Rows of a place: action, next, clocks, the request.
fn rows(place: &str) -> Vec<[&'static str; 4]> {
    let lines = TABLE.lines().filter(|line| line.split('|').next().map(str::trim) == Some(place));
    let cells = |line: &'static str| {
        let [_, action, next, clocks, request] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        [action, next, clocks, request]
    };
    lines.map(cells).filter(|row| !row[0].is_empty()).collect()
}

#[test]
fn every_action_in_every_place() {
    let world = World::new();
    for (place, _) in OPEN {
        let docket = objected(&world, place);
        for action in Action::ALL.iter().copied() {
            let row = rows(place).into_iter().find(|row| row[0] == action.name());
            let mut docket = docket.clone();
            docket.now += Duration::minutes(5);
            let before = docket.objection().clone();
            let command = valid(&docket, action);
            let result = docket.try_object(capacities(action)[0], command);
            let Some([_, next, clocks, request]) = row else {
                assert_eq!(result, Err(Refused::State), "{action} in {place}");
                assert_eq!(policy::timely(action, &before), Err(Untimely::State), "{action} in {place}");
                continue;
            };
            if next == "!window" {
                assert_eq!(result, Err(Refused::Window), "{action} in {place}");
                continue;
            }
            assert_eq!(result, Ok(()), "{action} in {place}");
            assert_eq!(docket.objection().state.name(), next, "{action} in {place}");
            let mut expected: Vec<_> = clocks.split_whitespace().map(str::to_owned).collect();
            expected.sort();
            assert_eq!(moved(&before.deadlines, &docket.objection().deadlines), expected, "{action} in {place}");
            assert_eq!(place_of(&docket.request), request, "{action} in {place}");
        }
    }
}

#[test]
fn every_person_in_every_place() {
    let world = World::new();
    for (place, _) in OPEN {
        let docket = objected(&world, place);
        let objection = docket.objection();
        for who in Who::ALL {
            let actor = who.actor(&world, docket.request.id.0);
            // No unit has a part in an objection, but the desk of the body.
            let standing = standing(who, None, &world);
            let knows = crate::objection::view::sight(&actor, objection).is_ok();
            let mut allowed = Vec::new();
            for action in Action::ALL.iter().copied() {
                let role = standing.iter().copied().find(|role| capacities(action).contains(role));
                let expected = match (who, role) {
                    (Who::Anonymous, _) => Err(Denied::Unauthenticated),
                    (_, Some(role)) => Ok(role),
                    (_, None) if knows => Err(Denied::Forbidden),
                    (_, None) => Err(Denied::Hidden),
                };
                assert_eq!(policy::authorize(&actor, action, objection), expected, "{who:?} {action} in {place}");
                let open = rows(place).iter().any(|row| row[0] == action.name());
                allowed.extend((open && role.is_some()).then_some(action));
            }
            assert_eq!(policy::allowed_actions(&actor, objection), allowed, "{who:?} in {place}");
        }
    }
}

#[test]
fn each_place_has_its_clocks() {
    let world = World::new();
    for (place, open) in OPEN {
        assert_eq!(objected(&world, place).objection_clocks(), *open, "{place}");
    }
}

#[test]
fn the_actions_are_those_of_the_contract() {
    let names: Vec<_> = Action::ALL.iter().map(|action| action.name()).collect();
    let contract = "register assign_review recommend propose_settlement settle answer_accept answer_confirm inadmissible \
        execute withdraw dispute_filed";
    assert_eq!(names, contract.split_whitespace().collect::<Vec<_>>());
    let states: Vec<_> = State::ALL.iter().map(|state| state.name()).collect();
    let contract = "filed registered in_review settled answered unanswered executed disputed final withdrawn";
    assert_eq!(states, contract.split_whitespace().collect::<Vec<_>>());
    let verdicts: Vec<_> = Verdict::ALL.iter().map(|verdict| verdict.name()).collect();
    assert_eq!(verdicts, ["accepted", "accepted_partial", "confirmed", "inadmissible"]);
}

fn due(objection: &Objection, code: &str) -> String {
    let clock = objection.deadlines.latest(code).unwrap();
    objection.locality().zone.day_of(clock.due_at).to_string()
}

/// For silence that began on 10 June, made on Monday 22 June.
fn made_on_22_june(world: &World) -> Docket<'_> {
    let mut docket = place::docket(world, "review_extended");
    docket.at(at(Zone::Wita, "2026-06-22 10:00")).file_objection(&[Ground::C]);
    docket
}

#[test]
fn the_superiors_term_and_the_way_to_the_commission() {
    let world = World::new();
    let mut docket = made_on_22_june(&world);
    assert_eq!(due(docket.objection(), "O2"), "2026-08-03");
    docket.at(at(Zone::Wita, "2026-08-03 23:59:59"));
    assert_eq!(docket.objection().state, State::Registered);
    docket.at(at(Zone::Wita, "2026-08-04 00:00"));
    assert_eq!((docket.objection().state, due(docket.objection(), "D1")), (State::Unanswered, text("2026-08-24")));
    assert_eq!(docket.objection().deadlines.overdue(), ["O2"]);
    // A late answer opens the way anew, from the later of both.
    let mut answered = docket.clone();
    answered.at(at(Zone::Wita, "2026-08-10 10:00")).object(PpidSuperior, confirm());
    assert_eq!(due(answered.objection(), "D1"), "2026-09-01");
    docket.at(at(Zone::Wita, "2026-08-24 23:59:59"));
    assert_eq!(docket.objection().state, State::Unanswered);
    docket.at(at(Zone::Wita, "2026-08-25 00:00"));
    assert_eq!(docket.objection().state, State::Final);
    assert_eq!(docket.request.state, RequestState::Closed(ClosingReason::ObjectionFinal));
    assert_eq!((docket.objection_clocks(), docket.objection().deadlines.overdue()), (text(""), vec![]));
    assert!(docket.request.deadlines.overdue().is_empty());
    assert_eq!(docket.try_object(PpidSuperior, confirm()), Err(Refused::State));
}

#[test]
fn an_order_is_executed_in_seven_days_or_as_it_says() {
    let world = World::new();
    for (period, due_on) in [
        (None, "2026-07-01"),
        (Some(Span { length: 3, unit: Unit::WorkingDay }), "2026-06-25"),
        (Some(Span { length: 30, unit: Unit::CalendarDay }), "2026-07-22"),
    ] {
        let mut docket = made_on_22_june(&world);
        docket.object(PpidSuperior, accept(period));
        assert_eq!((due(docket.objection(), "O3"), due(docket.objection(), "D1")), (text(due_on), text("2026-07-10")));
        // Missed, it stays owed; final, too.
        docket.at(at(Zone::Wita, "2026-07-23 10:00"));
        assert_eq!(docket.objection().deadlines.overdue(), ["O3"]);
        assert_eq!(docket.objection().state, State::Final);
        assert_eq!(docket.request.state, RequestState::Closed(ClosingReason::ObjectionFinal));
        docket.act(PpidUnit, handover());
        assert!(docket.objection().deadlines.overdue().is_empty() && docket.objection().execution.is_some());
        assert_eq!(docket.objection().state, State::Final);
        assert_eq!(docket.request.state, RequestState::Closed(ClosingReason::ObjectionFinal));
        assert_eq!(docket.try_act(Ppid, handover()), Err(Refused::State), "once");
    }
    let none = Span { length: 0, unit: Unit::WorkingDay };
    let mut docket = made_on_22_june(&world);
    let refused = Refused::invalid("/period/length", "out_of_range");
    assert_eq!(docket.try_object(PpidSuperior, accept(Some(none))), Err(refused.clone()));
    let offer = Command::ProposeSettlement { text: text("-"), period: Some(none) };
    assert_eq!(docket.try_object(Ppid, offer), Err(refused));
}

#[test]
fn delivering_executes_in_one_and_opens_no_window() {
    let world = World::new();
    let mut docket = objected(&world, "accepted");
    assert_eq!(docket.request.state, RequestState::InStage(Stage::Review));
    assert_eq!(docket.request.order.unwrap().objection_id, docket.objection().id);
    assert!(docket.request.deadlines.open("R3").is_none(), "no term of the request runs");
    docket.act(Ppid, handover());
    assert_eq!((docket.request.state, docket.objection().state), (RequestState::Delivered, State::Executed));
    assert_eq!(docket.clocks(), "O1/lapse");
    // The way to the Commission is open meanwhile, and closes all.
    docket.at(at(Zone::Wita, "2026-06-23 23:59:59"));
    assert_eq!(docket.request.state, RequestState::Delivered);
    docket.at(at(Zone::Wita, "2026-06-24 00:00"));
    assert_eq!(docket.objection().state, State::Final);
    assert_eq!(docket.request.state, RequestState::Closed(ClosingReason::ObjectionFinal));
}

#[test]
fn a_window_that_ends_first_closes_nothing_while_the_way_to_the_commission_is_open() {
    let world = World::new();
    let mut docket = place::docket(&world, "unanswered_review");
    docket.at(at(Zone::Wita, "2026-07-13 10:00")).file_objection(&[Ground::C]);
    docket.object(PpidSuperior, accept(None)).act(Ppid, handover()).at(at(Zone::Wita, "2026-07-15 00:00"));
    assert_eq!((docket.clocks(), docket.request.state), (text(""), RequestState::Delivered));
}

#[test]
fn a_settlement_that_is_kept_ends_with_its_windows() {
    let world = World::new();
    let mut docket = objected(&world, "kept");
    assert_eq!((docket.request.state, docket.request.objection_id), (RequestState::Delivered, None));
    docket.at(at(Zone::Wita, "2026-07-15 00:00"));
    assert_eq!(docket.request.state, RequestState::Closed(ClosingReason::ObjectionFinal));
    assert_eq!(docket.objection().state, State::Executed);
    // Where no window is left, at once.
    let mut docket = place::docket(&world, "unanswered_review");
    docket.at(at(Zone::Wita, "2026-07-14 10:00")).file_objection(&[Ground::C]);
    docket.object(Ppid, offer()).object(Reporter, Command::Settle).at(at(Zone::Wita, "2026-07-16 10:00"));
    docket.act(Ppid, handover());
    assert_eq!(docket.request.state, RequestState::Closed(ClosingReason::ObjectionFinal));
}

#[test]
fn a_settlement_that_is_not_kept_opens_the_way_to_the_commission() {
    let world = World::new();
    let mut docket = objected(&world, "settled");
    assert_eq!(due(docket.objection(), "O3"), "2026-06-11");
    docket.at(at(Zone::Wita, "2026-06-12 00:00"));
    assert_eq!((docket.objection().state, due(docket.objection(), "D1")), (State::Settled, text("2026-07-02")));
    let mut executed = docket.clone();
    executed.act(Ppid, handover());
    assert_eq!(executed.objection().state, State::Executed);
    executed.at(at(Zone::Wita, "2026-07-03 00:00"));
    assert_eq!(executed.objection().state, State::Final);
    docket.at(at(Zone::Wita, "2026-07-03 00:00"));
    assert_eq!((docket.objection().state, docket.objection_clocks()), (State::Final, text("O3!")));
}

#[test]
fn settling_takes_two_acts_and_a_desk_needs_the_signed_agreement() {
    let world = World::new();
    let mut docket = objected(&world, "registered");
    assert_eq!(docket.try_object(Reporter, Command::Settle), Err(Refused::State), "nothing was offered");
    docket.object(Ppid, offer());
    let missing = Refused::invalid("/attachment_id", "required");
    assert_eq!(docket.try_object(Ppid, Command::Settle), Err(missing));
    docket.attaching(|docket| {
        docket.object(Ppid, Command::Settle);
    });
    assert_eq!(docket.objection().state, State::Settled);
    let settled = docket.events.iter().find(|event| event.kind == "objection.settled").unwrap();
    assert!(settled.data["attachment_ids"].is_array() && settled.data["by_desk"] == true);
    let ordered = docket.events.iter().find(|event| event.kind == "information_request.ordered").unwrap();
    assert!(ordered.data["attachment_ids"].is_null(), "what is attached belongs to the objection");
}

#[test]
fn a_refusal_by_exemption_is_never_settled() {
    let world = World::new();
    let mut docket = place::docket(&world, "notified_refused");
    docket.file_objection(&[Ground::A, Ground::D]);
    assert_eq!(docket.try_object(Ppid, offer()), Err(Refused::SettlementExcluded));
    assert_eq!(docket.try_object(Reporter, Command::Settle), Err(Refused::SettlementExcluded));
}

#[test]
fn whoever_decided_the_request_does_not_answer_the_objection() {
    let world = World::new();
    let mut docket = place::docket(&world, "notified_refused");
    docket.request.decided_by = super::world::by(PpidSuperior).user;
    docket.file_objection(&[Ground::A]);
    for command in [accept(None), confirm(), Command::Inadmissible { reasons: text("-") }] {
        assert_eq!(docket.try_object(PpidSuperior, command), Err(Refused::SamePerson));
    }
    docket.request = place::docket(&world, "notified_refused").request;
    docket.file_objection(&[Ground::A]);
    // Where nobody is known to have decided, nobody is the same.
    let mut unknown = docket.objection().clone();
    unknown.decided_by = None;
    let by_nobody = padi_kernel::event::By { role: PpidSuperior, user: None };
    assert!(unknown.apply(confirm(), by_nobody, &world.context(docket.now)).is_ok());
    docket.object(PpidSuperior, confirm());
    // Nor does anybody weigh or answer their own.
    let mut own = docket.objection().clone();
    own.state = State::InReview;
    own.reporter_key = Some(super::world::reporter_key(8));
    let superior = Who::Superior.actor(&world, docket.request.id.0);
    assert_eq!(policy::authorize(&superior, Action::AnswerConfirm, &own), Err(Denied::Forbidden));
    assert_eq!(policy::authorize(&superior, Action::Withdraw, &own), Ok(Reporter));
    assert_eq!(docket.try_object(PpidSuperior, confirm()), Err(Refused::State));
    let blank = Command::AnswerConfirm { reasons: text("  ") };
    let mut docket = objected(&world, "registered");
    assert_eq!(docket.try_object(PpidSuperior, blank), Err(Refused::invalid("/reasons", "required")));
}

#[test]
fn a_dispute_is_judged_by_the_day_on_which_it_was_filed() {
    let world = World::new();
    // Answered 2 June, the way is open until 23 June.
    let mut docket = objected(&world, "confirmed");
    assert_eq!(due(docket.objection(), "D1"), "2026-06-23");
    for (on, error) in [("2026-06-01", "out_of_range"), ("2026-06-03", "in_future")] {
        assert_eq!(docket.try_object(Ppid, dispute(on)), Err(Refused::invalid("/filed_on", error)), "{on}");
    }
    docket.at(at(Zone::Wita, "2026-07-01 10:00"));
    assert_eq!(docket.request.state, RequestState::Closed(ClosingReason::ObjectionFinal));
    assert_eq!(docket.try_object(Ppid, dispute("2026-06-24")), Err(Refused::Window));
    // The Commission told of it after the time had passed.
    docket.object(Ppid, dispute("2026-06-23"));
    assert_eq!(docket.objection().state, State::Disputed);
    assert!(docket.request.is_disputed);
    assert_eq!(docket.request.objection_id, Some(docket.objection().id));
    assert_eq!(docket.request.state.tag().name(), "under_objection");
    docket.at(at(Zone::Wita, "2027-07-01 10:00"));
    assert_eq!(docket.request.state.tag().name(), "under_objection");
}

#[test]
fn withdrawing_gives_the_window_back_as_long_as_it_is_open() {
    let world = World::new();
    let mut docket = objected(&world, "registered");
    assert_eq!(docket.try_file(&[Ground::C], None), Err(Refused::AlreadyObjected));
    docket.object(Reporter, Command::Withdraw { reason: Some(text("Sudah dijawab")) });
    assert_eq!(docket.request.state, RequestState::Unanswered(Stage::Review));
    docket.file_objection(&[Ground::C]);
    assert_eq!(docket.objections.len(), 2);
    // One that was answered has used it.
    let mut docket = objected(&world, "kept");
    assert_eq!(docket.try_file(&[Ground::C], None), Err(Refused::AlreadyObjected));
    // A notified request whose windows have ended meanwhile closes, as withdrawn.
    let mut docket = place::docket(&world, "notified_not_held");
    docket.at(at(Zone::Wita, "2026-06-25 10:00")).file_objection(&[Ground::D]);
    docket.at(at(Zone::Wita, "2026-07-10 10:00"));
    assert_eq!(docket.request.state.tag().name(), "under_objection", "an objection holds it open");
    docket.object(Reporter, Command::Withdraw { reason: None });
    assert_eq!(docket.request.state, RequestState::Closed(ClosingReason::Withdrawn));
}

#[test]
fn what_passes_under_an_objection_is_had_when_it_is_withdrawn() {
    let world = World::new();
    let mut docket = place::docket(&world, "notified_fee");
    docket.file_objection(&[Ground::F]).at(at(Zone::Wita, "2026-06-01 10:00"));
    assert_eq!((docket.request.state.tag().name(), docket.clocks()), ("under_objection", text("O1/fee")));
    docket.object(Reporter, Command::Withdraw { reason: None });
    assert_eq!(docket.request.state, RequestState::Closed(ClosingReason::Unpaid));
    let mut docket = place::docket(&world, "notified_paid");
    docket.file_objection(&[Ground::F]).at(at(Zone::Wita, "2026-06-01 10:00"));
    assert_eq!(docket.clocks(), "O1/fee O1/handover R5!");
    docket.object(PpidSuperior, accept(None));
    assert_eq!(docket.clocks(), "O1/fee O1/handover", "the order stands in their place");
}
