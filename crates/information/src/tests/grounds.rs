//! Which grounds fit what happened, in which windows, made by whom (UU 14/2008 Ps 35, 36).

use padi_kernel::{actor::ActorRole, channel::Channel, event::By, zone::Zone};

use super::{
    docket::{Docket, objection},
    place,
    world::{World, at, by, day, reporter_key, text},
};
use crate::{
    Refused,
    objection::{
        About,
        Ground::{self, A, B, C, D, E, F, G},
        Objection, State,
        admissible::fits,
    },
    request::{state::Former, state::State as RequestState, window::Trigger},
};

/// Place | the grounds that fit and can be raised | those that fit, and whose time has not come.
const FITTING: &[(&str, &[Ground], &[Ground])] = &[
    ("unanswered_registered", &[C], &[]),
    ("unanswered_review", &[C], &[]),
    ("notified_granted", &[], &[D]),
    ("notified_overdue", &[E], &[D]),
    ("notified_fee", &[F], &[D]),
    ("notified_paid", &[F], &[D]),
    ("notified_partial", &[A, D], &[]),
    ("notified_refused", &[A, D], &[]),
    ("notified_not_held", &[D], &[]),
    ("delivered", &[D, E], &[]),
    ("closed_unpaid", &[F], &[D]),
];

#[test]
fn a_ground_must_fit_what_happened() {
    let world = World::new();
    for (place, usable, early) in FITTING {
        let docket = place::docket(&world, place);
        for ground in Ground::ALL.iter().copied() {
            let expected = usable.contains(&ground);
            assert_eq!(fits(ground, &docket.request), expected || early.contains(&ground), "{ground} in {place}");
            let result = docket.clone().try_file(&[ground], None);
            match (place, expected) {
                // Without any window the state says no.
                (&"notified_granted", _) => assert_eq!(result, Err(Refused::State), "{ground} in {place}"),
                (_, true) => assert_eq!(result, Ok(()), "{ground} in {place}"),
                (_, false) => assert_eq!(result, Err(Refused::GroundNotApplicable(0)), "{ground} in {place}"),
            }
        }
        if !usable.is_empty() {
            assert_eq!(docket.clone().try_file(usable, None), Ok(()), "{place}");
            let mut with_b = usable.to_vec();
            with_b.push(B);
            assert_eq!(docket.clone().try_file(&with_b, None), Err(Refused::GroundNotApplicable(usable.len())));
        }
    }
}

#[test]
fn nothing_is_objected_to_before_there_is_something() {
    let world = World::new();
    for place in ["submitted", "incomplete", "registered", "review", "in_test", "lapsed_incomplete", "withdrawn"] {
        let mut docket = place::docket(&world, place);
        for ground in [A, C, D] {
            assert_eq!(docket.try_file(&[ground], None), Err(Refused::State), "{place}");
        }
    }
}

/// Answered late, on 2 June: silence until 14 July, the notice until 15 July.
fn late_answer(world: &World) -> Docket<'_> {
    let mut docket = place::docket(world, "unanswered_review");
    let answer = crate::request::command::Command::NotDocumented { text: text("Belum ada") };
    docket.at(at(Zone::Wita, "2026-06-02 10:00")).act(ActorRole::Ppid, answer);
    docket
}

#[test]
fn every_ground_needs_a_window_of_its_own() {
    let world = World::new();
    let docket = late_answer(&world);
    let file = |on: &str, grounds: &[Ground]| {
        let mut docket = docket.clone();
        docket.at(at(Zone::Wita, on));
        let result = docket.try_file(grounds, None);
        let used = docket.request.windows.iter().filter(|window| window.objection_id.is_some());
        let used: Vec<_> = used.map(|window| window.trigger).collect();
        (result, used)
    };
    assert_eq!(file("2026-07-14 23:59:59", &[C]), (Ok(()), vec![Trigger::Lapse]));
    assert_eq!(file("2026-07-14 23:59:59", &[D, G]), (Ok(()), vec![Trigger::Notice]));
    assert_eq!(file("2026-07-14 23:59:59", &[C, G]), (Ok(()), vec![Trigger::Lapse, Trigger::Notice]));
    assert_eq!(file("2026-07-15 00:00:00", &[C]), (Err(Refused::Window), vec![]));
    assert_eq!(file("2026-07-15 00:00:00", &[C, G]), (Err(Refused::Window), vec![]));
    assert_eq!(file("2026-07-15 23:59:59", &[G]), (Ok(()), vec![Trigger::Notice]));
    assert_eq!(file("2026-07-16 00:00:00", &[G]), (Err(Refused::Window), vec![]));
    // The state comes before the sense.
    assert_eq!(file("2026-07-16 00:00:00", &[A]), (Err(Refused::Window), vec![]));
    assert_eq!(file("2026-07-14 10:00:00", &[A]), (Err(Refused::GroundNotApplicable(0)), vec![]));
}

#[test]
fn one_at_a_time_and_one_in_each_window() {
    let world = World::new();
    let mut docket = late_answer(&world);
    docket.file_objection(&[C]);
    assert_eq!(docket.try_file(&[D], None), Err(Refused::AlreadyObjected), "one at a time");
    // The first is settled and kept; the other window is free, its own is not.
    let offer = crate::objection::command::Command::ProposeSettlement { text: text("-"), period: None };
    docket.object(ActorRole::Ppid, offer).object(ActorRole::Reporter, crate::objection::command::Command::Settle);
    docket.act(ActorRole::Ppid, super::docket::handover());
    assert_eq!(docket.clone().try_file(&[C], None), Err(Refused::AlreadyObjected));
    assert_eq!(docket.clone().try_file(&[C, D], None), Err(Refused::AlreadyObjected));
    assert_eq!(docket.try_file(&[D], None), Ok(()));
    assert_eq!(docket.request.state, RequestState::UnderObjection(Former::Delivered));
}

#[test]
fn paper_is_judged_by_its_receipt() {
    let world = World::new();
    let mut docket = late_answer(&world);
    // It closed on 16 July, and the letter comes out of the tray on the 20th.
    docket.at(at(Zone::Wita, "2026-07-20 10:00"));
    assert_eq!(docket.request.state.tag().name(), "closed");
    let on = |on: &str| Some(at(Zone::Wita, on));
    let mut in_time = docket.clone();
    assert_eq!(in_time.try_file(&[G], on("2026-07-15 23:59:59")), Ok(()));
    assert_eq!((in_time.objection().late, in_time.objection().state), (false, State::Filed));
    assert_eq!(in_time.request.state.tag().name(), "under_objection");
    // Since receipt: a Wednesday after office hours.
    assert_eq!(in_time.objection().deadlines.latest("O2").unwrap().day_zero_on, day("2026-07-16"));
    let mut late = docket.clone();
    assert_eq!(late.try_file(&[G], on("2026-07-16 00:00:00")), Ok(()));
    assert!(late.objection().late);
    let mut half = docket.clone();
    assert_eq!(half.try_file(&[C, G], on("2026-07-15 10:00")), Ok(()));
    assert!(half.objection().late, "one of its grounds came late");
    assert_eq!(docket.clone().try_file(&[A], on("2026-07-15 10:00")), Err(Refused::GroundNotApplicable(0)));
    // Inadmissible and final, it closes again.
    late.object(ActorRole::Ppid, crate::objection::command::Command::Register);
    let answer = crate::objection::command::Command::Inadmissible { reasons: text("Terlambat") };
    late.object(ActorRole::PpidSuperior, answer).at(at(Zone::Wita, "2026-08-30 00:00"));
    assert_eq!(late.objection().state, State::Final);
    assert_eq!(late.request.state.tag().name(), "closed");
    assert_eq!(docket.clone().at(at(Zone::Wita, "2026-08-01 00:00")).try_file(&[G], None), Err(Refused::Window));
}

fn periodic<'a>(world: &'a World, found_on: Option<&str>) -> About<'a> {
    About::Periodic {
        agency: world.city.clone(),
        information: text("Laporan keuangan 2025"),
        found_on: found_on.map(day),
        reporter_key: Some(reporter_key(1)),
        tracking_secret_hash: None,
    }
}

#[test]
fn periodic_information_needs_no_request_and_has_its_own_window() {
    let world = World::new();
    let file = |grounds: &[Ground], found_on: Option<&str>, now: &str, role: ActorRole| {
        let now = at(Zone::Wita, now);
        let filing = objection(grounds, now);
        let acting = if role == ActorRole::Reporter { By::REPORTER } else { by(role) };
        let about = periodic(&world, found_on);
        Objection::file(filing, about, acting, &world.entropy, &world.context(now)).map(|filed| {
            assert!(filed.effects.is_empty(), "there is no request");
            (filed.changed.value.state, filed.changed.value.late)
        })
    };
    let own = ActorRole::Reporter;
    // 30 working days from Wednesday 10 June: Thursday 23 July.
    let found = Some("2026-06-10");
    assert_eq!(file(&[B], found, "2026-07-23 23:59:59", own), Ok((State::Registered, false)));
    assert_eq!(file(&[B], found, "2026-07-24 00:00:00", own), Err(Refused::Window));
    assert_eq!(file(&[B], found, "2026-07-24 00:00:00", ActorRole::DeskOfficer), Ok((State::Filed, true)));
    assert_eq!(file(&[B], found, "2026-06-09 10:00", own), Err(Refused::invalid("/found_on", "in_future")));
    assert_eq!(file(&[B], None, "2026-06-10 10:00", own), Err(Refused::invalid("/found_on", "required")));
    assert_eq!(file(&[C], found, "2026-06-10 10:00", own), Err(Refused::GroundNotApplicable(0)));
    assert_eq!(file(&[B, D], found, "2026-06-10 10:00", own), Err(Refused::GroundNotApplicable(1)));
}

#[test]
fn what_is_filed_takes_over_what_the_request_says() {
    let world = World::new();
    let mut docket = place::docket(&world, "unanswered_review");
    let now = docket.now;
    docket.file_objection(&[C]);
    let filed = docket.objection();
    assert_eq!(filed.request_id, Some(docket.request.id));
    assert_eq!(filed.information, docket.request.information);
    assert_eq!(filed.tracking_secret_hash, docket.request.tracking_secret_hash);
    assert_eq!(filed.reporter_key, docket.request.reporter_key);
    assert_eq!((filed.channel, filed.received_at, filed.created_at), (Channel::Web, now, now));
    assert_eq!(objection(&[], now).faults(now).len(), 1);
    assert_eq!(objection(&[C], now + chrono::Duration::hours(1)).faults(now)[0].code, "in_future");
    let doubled = objection(&[G, C, G], now);
    let request = place::docket(&world, "unanswered_review").request;
    let mut late = request.clone();
    late.late = true;
    late.windows.push(crate::request::window::Window { trigger: Trigger::Notice, objection_id: None });
    let filed = Objection::admission(&doubled, &About::Request(&late), By::REPORTER, &world.context(now));
    assert_eq!(filed, Err(Refused::Window), "the window of that ground has no clock");
    let mut docket = late_answer(&world);
    docket.file_objection(&[G, C, G]);
    assert_eq!(docket.objection().grounds, [C, G], "each once, in the order of the letters");
}
