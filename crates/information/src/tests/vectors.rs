//! Every term with dates counted by hand (`domain` 7.4, `decisions` 7), and what passes when.

use chrono::{DateTime, Duration, Utc};
use padi_kernel::{
    actor::ActorRole::{Ppid, PpidUnit, Reporter},
    deadline::DeadlineState,
    zone::Zone,
};

use super::{
    docket::{Docket, grant, handover},
    world::{World, at, body_of, day, text},
};
use crate::{
    Refused,
    objection::Ground,
    request::{
        InformationRequest,
        command::{Command, Completion, ExtensionReason},
        state::{ClosingReason, Stage, State},
        window::Trigger,
    },
};

fn extend() -> Command {
    Command::Extend { reason_code: ExtensionReason::NotYetHeld, text: text("Masih dihimpun") }
}

fn assign(world: &World) -> Command {
    Command::Assign { unit_id: world.units[0], note: None }
}

fn material() -> Command {
    Command::SubmitMaterial { text: text("Ada") }
}

/// Filed Monday 2026-05-11, registered, and as far as review.
pub(super) fn in_review(world: &World) -> Docket<'_> {
    let mut docket = Docket::file(world, &world.city, at(Zone::Wita, "2026-05-11 10:00"));
    docket.at(at(Zone::Wita, "2026-05-12 10:00")).act(Ppid, Command::RegisterComplete { note: None });
    docket.act(Ppid, assign(world));
    docket.at(at(Zone::Wita, "2026-05-13 10:00")).act(PpidUnit, material());
    docket
}

fn due(request: &InformationRequest, code: &str) -> String {
    let clock = request.deadlines.latest(code).unwrap();
    let local = request.locality().zone.local(clock.due_at);
    assert_eq!(local.format("%H:%M:%S%.3f").to_string(), "23:59:59.000");
    local.date().to_string()
}

fn window(request: &InformationRequest, trigger: Trigger) -> (String, String) {
    let windows = request.objection_windows();
    let window = windows.iter().find(|window| window.trigger == trigger).unwrap();
    let day = |at| request.locality().zone.day_of(at).to_string();
    (day(window.opens_at), day(window.closes_at))
}

#[test]
fn a_notice_is_due_ten_working_days_after_receipt_and_silence_is_unanswered() {
    let world = World::new();
    for zone in Zone::ALL {
        let mut docket = Docket::file(&world, &body_of(zone), at(zone, "2026-05-11 10:00"));
        assert_eq!(due(&docket.request, "R1"), "2026-05-18");
        assert_eq!(due(&docket.request, "R3"), "2026-05-29");
        // Nobody said that something is missing: complete by law.
        let midnight = at(zone, "2026-05-19 00:00");
        docket.run(midnight - Duration::milliseconds(1));
        assert_eq!(docket.request.state, State::Submitted);
        docket.run(midnight);
        assert_eq!(docket.request.state, State::InStage(Stage::Registered));
        assert_eq!(docket.request.updated_at, midnight);
        assert!(docket.request.deadlines.overdue().is_empty(), "it has had its effect");
        let midnight = at(zone, "2026-05-30 00:00");
        docket.run(midnight - Duration::milliseconds(1));
        assert_eq!(docket.request.state, State::InStage(Stage::Registered));
        docket.run(midnight);
        assert_eq!(docket.request.state, State::Unanswered(Stage::Registered));
        assert_eq!(docket.request.deadlines.overdue(), ["R3"]);
        assert!(!docket.request.late, "there is no notice yet");
        assert_eq!(window(&docket.request, Trigger::Lapse), (text("2026-05-29"), text("2026-07-14")));
    }
}

#[test]
fn an_extension_counts_from_the_end_of_the_first_term() {
    let world = World::new();
    let mut docket = in_review(&world);
    let last = at(Zone::Wita, "2026-05-29 23:59:59");
    docket.at(last).act(Ppid, extend());
    let request = &docket.request;
    assert_eq!((due(request, "R3"), due(request, "R4")), (text("2026-05-29"), text("2026-06-10")));
    assert_eq!(request.deadlines.latest("R3").unwrap().state, DeadlineState::Met);
    assert!(request.is_extended() && request.state == State::InStage(Stage::Review));
    assert_eq!(docket.try_act(Ppid, extend()), Err(Refused::AlreadyExtended));
    docket.run(at(Zone::Wita, "2026-06-11 00:00"));
    assert_eq!(docket.request.state, State::Unanswered(Stage::Review));
    assert_eq!(docket.request.deadlines.overdue(), ["R4"]);
    assert_eq!(window(&docket.request, Trigger::Lapse), (text("2026-06-10"), text("2026-07-23")));
}

#[test]
fn after_the_last_second_there_is_no_extension() {
    let world = World::new();
    let mut docket = in_review(&world);
    docket.at(at(Zone::Wita, "2026-05-30 00:00"));
    assert_eq!(docket.try_act(Ppid, extend()), Err(Refused::State));
}

#[test]
fn an_answer_after_the_term_is_late_and_opens_its_own_window() {
    let world = World::new();
    let mut docket = in_review(&world);
    docket.at(at(Zone::Wita, "2026-06-02 10:00")).act(Ppid, Command::NotDocumented { text: text("Tidak ada") });
    let request = &docket.request;
    assert!(request.late);
    assert_eq!(request.state, State::Notified);
    assert!(request.deadlines.overdue().is_empty());
    assert_eq!(window(request, Trigger::Lapse).1, "2026-07-14");
    assert_eq!(window(request, Trigger::Notice), (text("2026-06-02"), text("2026-07-15")));
    // It closes with the last of them.
    docket.run(at(Zone::Wita, "2026-07-15 00:00"));
    assert_eq!(docket.request.state, State::Notified);
    docket.run(at(Zone::Wita, "2026-07-16 00:00"));
    assert_eq!(docket.request.state, State::Closed(ClosingReason::NoObjection));
    assert_eq!(docket.request.deadlines.next_due_at(), None);
}

#[test]
fn what_stays_unanswered_never_closes_by_itself() {
    let world = World::new();
    let mut docket = in_review(&world);
    docket.run(at(Zone::Wita, "2027-12-31 00:00"));
    assert_eq!(docket.request.state, State::Unanswered(Stage::Review));
    assert_eq!((docket.clocks(), docket.request.deadlines.overdue()), (text("R3!"), vec![text("R3")]));
    assert_eq!(docket.try_file(&[Ground::C], None), Err(Refused::Window));
}

#[test]
fn asking_to_complete_stops_the_term_and_completing_starts_another() {
    let world = World::new();
    let mut docket = Docket::file(&world, &world.city, at(Zone::Wita, "2026-05-11 10:00"));
    let ask = Command::AskCompletion { missing: vec![text("surat kuasa")], reason: text("Perlu dilengkapi") };
    docket.at(at(Zone::Wita, "2026-05-13 10:00")).act(Ppid, ask.clone());
    assert_eq!((docket.clocks(), due(&docket.request, "R2")), (text("R2"), text("2026-05-20")));
    assert_eq!(docket.request.missing, ["surat kuasa"]);
    let mut lapsed = docket.clone();
    let complete = Command::Complete(Completion { text: Some(text("Ini")), ..Completion::default() });
    docket.at(at(Zone::Wita, "2026-05-20 23:59:59")).act(Reporter, complete.clone());
    // After office hours, so day 0 is Thursday the 21st.
    assert_eq!((docket.clocks(), due(&docket.request, "R3")), (text("R3"), text("2026-06-09")));
    assert!(docket.request.missing.is_empty());
    assert_eq!(docket.try_act(Ppid, ask.clone()), Err(Refused::State), "once");
    lapsed.at(at(Zone::Wita, "2026-05-21 00:00"));
    assert_eq!((lapsed.request.state, lapsed.clocks()), (State::LapsedIncomplete, text("")));
    assert_eq!(lapsed.try_act(Reporter, complete), Err(Refused::State));
    // What nobody asked in time is complete.
    let mut deemed = Docket::file(&world, &world.city, at(Zone::Wita, "2026-05-11 10:00"));
    deemed.at(at(Zone::Wita, "2026-05-19 00:00"));
    assert_eq!(deemed.try_act(Ppid, ask), Err(Refused::Window));
    assert_eq!(due(&deemed.request, "R3"), "2026-05-29");
}

#[test]
fn the_units_material_is_due_after_five_days_and_its_flag_ends_with_it() {
    let world = World::new();
    let mut docket = Docket::file(&world, &world.city, at(Zone::Wita, "2026-05-11 10:00"));
    docket.act(Ppid, Command::RegisterComplete { note: None }).act(Ppid, assign(&world));
    assert_eq!(due(&docket.request, "R6"), "2026-05-20");
    docket.at(at(Zone::Wita, "2026-05-21 00:00"));
    assert_eq!(docket.request.deadlines.overdue(), ["R6"]);
    docket.act(PpidUnit, material());
    assert!(docket.request.deadlines.overdue().is_empty());
    assert_eq!(docket.request.state, State::InStage(Stage::Review));
}

#[test]
fn handing_over_is_due_three_days_after_the_notice_and_may_be_objected_to_when_it_is_not() {
    let world = World::new();
    let mut docket = in_review(&world);
    docket.at(at(Zone::Wita, "2026-05-20 10:00")).act(Ppid, Command::NotifyGrant(grant(0)));
    assert_eq!((docket.clocks(), due(&docket.request, "R5")), (text("R5"), text("2026-05-25")));
    let mut served = docket.clone();
    served.at(at(Zone::Wita, "2026-05-25 23:59:59")).act(Ppid, handover());
    assert_eq!((served.request.state, served.request.late), (State::Delivered, false));
    assert_eq!(window(&served.request, Trigger::Delivery), (text("2026-05-25"), text("2026-07-10")));
    docket.at(at(Zone::Wita, "2026-05-26 00:00"));
    assert_eq!(docket.request.deadlines.overdue(), ["R5"]);
    assert_eq!(window(&docket.request, Trigger::Handover), (text("2026-05-25"), text("2026-07-10")));
    // Its window ends, and it is still owed: it does not close.
    docket.at(at(Zone::Wita, "2026-07-20 10:00"));
    assert_eq!(docket.request.state, State::Notified);
    docket.act(Ppid, handover());
    assert_eq!((docket.request.state, docket.request.late), (State::Delivered, true));
    assert_eq!(window(&docket.request, Trigger::Delivery), (text("2026-07-20"), text("2026-09-02")));
    docket.run(at(Zone::Wita, "2026-09-03 00:00"));
    assert_eq!(docket.request.state, State::Closed(ClosingReason::NoObjection));
}

fn pay(on: DateTime<Utc>) -> Command {
    Command::RecordPayment { amount_idr: 5_000, paid_at: on, reference: text("SSRD 1") }
}

#[test]
fn a_fee_is_due_in_fourteen_calendar_days_off_days_on_which_offices_are_closed() {
    let world = World::new();
    let mut docket = in_review(&world);
    // Wednesday 13 May and fourteen days is Wednesday 27 May, Idul Adha; the 28th is joint leave.
    docket.act(Ppid, Command::NotifyGrant(grant(5_000)));
    assert_eq!((docket.clocks(), due(&docket.request, "R7")), (text("O1/fee R7"), text("2026-05-29")));
    assert_eq!(docket.try_act(Ppid, handover()), Err(Refused::State), "it must be paid first");
    let mut unpaid = docket.clone();
    let paid_at = at(Zone::Wita, "2026-05-29 23:59:59");
    docket.at(paid_at).act(Ppid, pay(paid_at));
    assert_eq!((docket.clocks(), due(&docket.request, "R5")), (text("O1/fee R5"), text("2026-06-05")));
    unpaid.at(at(Zone::Wita, "2026-05-30 00:00"));
    assert_eq!(unpaid.request.state, State::Closed(ClosingReason::Unpaid));
    assert_eq!(unpaid.clocks(), "O1/fee", "the fee itself may still be objected to");
    // What was paid in time and comes to be known later counts; what was not does not.
    let late = at(Zone::Wita, "2026-05-30 00:00");
    assert_eq!(unpaid.clone().at(late).try_act(Ppid, pay(late)), Err(Refused::Window));
    unpaid.at(at(Zone::Wita, "2026-06-02 10:00")).act(Ppid, pay(paid_at));
    assert_eq!((unpaid.request.state, due(&unpaid.request, "R5")), (State::Notified, text("2026-06-05")));
}

#[test]
fn windows_close_one_second_after_their_last_in_three_zones() {
    let world = World::new();
    for zone in Zone::ALL {
        let mut docket = Docket::file(&world, &body_of(zone), at(zone, "2026-05-11 10:00"));
        let last = at(zone, "2026-07-14 23:59:59");
        docket.at(last);
        assert_eq!(docket.clone().try_file(&[Ground::C], None), Ok(()), "{zone}");
        docket.at(last + Duration::seconds(1));
        assert_eq!(docket.try_file(&[Ground::C], None), Err(Refused::Window), "{zone}");
    }
}

#[test]
fn recomputing_moves_the_extension_with_the_term_that_it_extends() {
    let world = World::new();
    let mut docket = in_review(&world);
    docket.at(at(Zone::Wita, "2026-05-18 10:00")).act(Ppid, extend());
    let days = super::world::holidays().into_iter().chain([super::world::holiday("2026-05-26")]);
    let calendar = padi_kernel::calendar::WorkCalendar::new(2, days);
    let now = at(Zone::Wita, "2026-05-19 10:00");
    let context = world.context(now);
    let (changed, moved) = docket.request.clone().recompute(now, &calendar, &context).unwrap();
    let request = changed.unwrap().value;
    assert_eq!(moved.iter().map(|moved| moved.code.as_str()).collect::<Vec<_>>(), ["R3", "R4"]);
    assert_eq!((due(&request, "R3"), due(&request, "R4")), (text("2026-06-02"), text("2026-06-11")));
    assert_eq!(request.version, docket.request.version + 1);
    let (none, moved) = docket.request.clone().recompute(now, &world.calendar, &context).unwrap();
    assert_eq!((none, moved), (None, vec![]));
}

#[test]
fn what_was_typed_in_from_old_paper_passes_term_after_term_and_time_never_runs_backwards() {
    let world = World::new();
    let mut docket = Docket::file(&world, &world.city, at(Zone::Wita, "2026-05-11 10:00"));
    let typed = at(Zone::Wita, "2026-08-03 10:00");
    let filing = super::world::filing(&world.city, at(Zone::Wita, "2026-05-11 10:00"));
    let mut paper = Docket::of(&world, filing, super::world::by(padi_kernel::actor::ActorRole::DeskOfficer), typed);
    paper.run(typed);
    docket.run(typed);
    assert_eq!(paper.request.state, docket.request.state);
    assert_eq!(paper.clocks(), docket.clocks());
    assert_eq!(window(&paper.request, Trigger::Lapse), window(&docket.request, Trigger::Lapse));
    assert!(paper.events.iter().all(|event| event.at >= typed));
    assert_eq!(day("2026-05-11"), Zone::Wita.day_of(paper.request.received_at));
}
