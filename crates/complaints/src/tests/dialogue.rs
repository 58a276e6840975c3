//! Propartif: who may start and leave, what may be added when, its two clocks, its end, and its figures. Dates by hand.

use chrono::{DateTime, Duration, Utc};
use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    deadline::DeadlineState,
    event::{Audience, By, Event},
    id::DialogueItemId,
    zone::Zone,
};
use uuid::Uuid;

use super::{
    command::{follow_up, missing, text},
    place::{Flavour, Seat, Walk},
    world::{Who, World, at, day, stored},
};
use crate::{
    Refused,
    action::Action,
    command::{Command, FollowUpType},
    complaint::Complaint,
    dialogue::{
        self, AgreedItem, Agreement, Confirmation, Contact, ContactChannel, Contribution, DialogueState, Interview,
        Party, Session, Track,
    },
    policy,
    state::State,
};

use ActorRole::{AgencyAdmin, MinistryCoordinator, Reporter, UnitLiaison};

/// Disposed to the first unit at 10:05 on Monday 2 March 2026, in a dialogue since 10:10.
fn talking(world: &World) -> Walk<'_> {
    let mut walk = Walk::start(world, Seat::City);
    walk.verify(Flavour::Private, Some(world.units[0]));
    walk.act(UnitLiaison, Command::StartDialogue { note: Some(text("lewat telepon")) });
    walk
}

/// The first unit's liaison adds it; what happened.
fn contribute(walk: &mut Walk<'_>, contribution: &Contribution) -> Vec<Event> {
    let now = walk.complaint.updated_at + Duration::minutes(5);
    let by = By { role: UnitLiaison, user: None };
    let changed = walk.complaint.clone().contribute(contribution, by, &walk.world.context(now)).unwrap();
    walk.complaint = stored(changed.value);
    changed.events
}

fn contact(party: Party, at: DateTime<Utc>, reached: bool) -> Contribution {
    Contribution::Contact(Contact { party, channel: ContactChannel::Phone, at, reached, summary: text("bicara") })
}

fn interview(consent: bool) -> Contribution {
    let [facts, interest, wanted_outcome] = [text("fakta"), text("kepentingan"), text("harapan")];
    Contribution::Interview(Interview { facts, interest, wanted_outcome, consent })
}

fn session(held_at: DateTime<Utc>, place: Option<&str>, online: bool) -> Contribution {
    let place = place.map(str::to_owned);
    Contribution::Session(Session { held_at, place, online, participants: vec![], agenda: text("a"), minutes: None })
}

fn agreement(world: &World, due_on: &str) -> Contribution {
    let item = AgreedItem { text: text("cetak"), due_on: day(due_on), owner_unit_id: world.units[0] };
    Contribution::Agreement(Agreement { text: text("sepakat"), items: vec![item.clone(), item] })
}

fn completion() -> Contribution {
    Contribution::Completion { item_id: DialogueItemId(Uuid::nil()), evidence: text("foto") }
}

fn confirmation(satisfied: bool) -> Contribution {
    Contribution::Confirmation(Confirmation { satisfied, text: None })
}

/// One of each.
fn each(world: &World) -> Vec<Contribution> {
    let now = at(Zone::Wita, "2026-03-02 10:05:00");
    vec![
        contact(Party::Unit, now, true),
        interview(true),
        session(now, None, true),
        agreement(world, "2026-04-01"),
        completion(),
        confirmation(false),
    ]
}

fn state_of(complaint: &Complaint, code: &str) -> Option<DeadlineState> {
    complaint.deadlines.latest(code).map(|deadline| deadline.state)
}

fn figures(complaint: &Complaint) -> (DialogueState, Option<bool>, Option<i32>) {
    let dialogue = complaint.dialogue.as_ref().unwrap();
    (dialogue.state, dialogue.contact_in_time, dialogue.days)
}

#[test]
fn a_dialogue_starts_its_two_clocks_and_stops_no_other() {
    let world = World::new();
    let walk = talking(&world);
    let due = |code: &str| walk.complaint.deadlines.open(code).unwrap().due_at;
    assert_eq!(due("P1"), at(Zone::Wita, "2026-03-03 23:59:59"));
    assert_eq!(due("P2"), at(Zone::Wita, "2026-03-16 23:59:59"));
    for code in ["C2", "C3", "C6"] {
        assert_eq!(state_of(&walk.complaint, code), Some(DeadlineState::Running), "{code}");
    }
    assert_eq!((walk.complaint.track, walk.complaint.state), (Track::Informal, State::NotFollowedUp));
    let again = policy::timely(Action::StartDialogue, &walk.complaint);
    assert!(again.is_err(), "one at a time");
}

#[test]
fn no_dialogue_where_abuse_is_alleged_or_nobody_can_be_reached() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    let early = policy::timely(Action::StartDialogue, &walk.complaint);
    assert!(early.is_err(), "not before disposition");
    walk.verify(Flavour::Private, Some(world.units[0]));
    assert_eq!(policy::timely(Action::StartDialogue, &walk.complaint), Ok(()));
    let silent = Complaint { has_contact: false, ..walk.complaint.clone() };
    assert!(policy::timely(Action::StartDialogue, &silent).is_err());
    for class in crate::state::Class::ALL.into_iter().filter(|class| class.is_supervisory()) {
        let grave = Complaint { class, ..walk.complaint.clone() };
        assert!(policy::timely(Action::StartDialogue, &grave).is_err(), "{class:?}");
    }
    assert!(policy::timely(Action::ExitDialogue, &walk.complaint).is_err(), "there is none to leave");
    for contribution in each(&world) {
        assert!(dialogue::timely(&contribution, &walk.complaint).is_err(), "{contribution:?}");
    }
}

#[test]
fn a_contact_is_judged_by_when_it_was() {
    let world = World::new();
    let tried = |hour: &str| {
        let mut walk = talking(&world);
        walk.complaint.updated_at = at(Zone::Wita, "2026-03-06 09:00:00");
        contribute(&mut walk, &contact(Party::Reporter, at(Zone::Wita, "2026-03-03 08:00:00"), false));
        contribute(&mut walk, &contact(Party::Unit, at(Zone::Wita, "2026-03-03 08:00:00"), true));
        assert_eq!(state_of(&walk.complaint, "P1"), Some(DeadlineState::Running), "nobody was reached");
        contribute(&mut walk, &contact(Party::Reporter, at(Zone::Wita, hour), true));
        assert_eq!(state_of(&walk.complaint, "C2"), Some(DeadlineState::Running), "a contact is no follow-up");
        contribute(&mut walk, &contact(Party::Reporter, at(Zone::Wita, "2026-03-06 09:00:00"), true));
        let dialogue = walk.complaint.dialogue.clone().unwrap();
        assert_eq!(dialogue.contacted_at, Some(at(Zone::Wita, hour)), "the first counts");
        assert!(walk.complaint.deadlines.open("P1").is_none());
        dialogue.contact_in_time
    };
    assert_eq!(tried("2026-03-03 23:59:59"), Some(true));
    assert_eq!(tried("2026-03-04 00:00:00"), Some(false));
}

#[test]
fn without_an_agreement_the_dialogue_ends_by_itself() {
    let world = World::new();
    let walk = talking(&world);
    let end = at(Zone::Wita, "2026-03-17 00:00:00");
    let whole = world.lapse_all(walk.complaint.clone(), end);
    assert_eq!(figures(&whole.value), (DialogueState::Exited, Some(false), Some(15)));
    assert_eq!(whole.value.track, Track::Formal);
    assert!(["P1", "P2"].iter().all(|code| whole.value.deadlines.open(*code).is_none()));
    assert!(!whole.value.deadlines.overdue().iter().any(|code| code.starts_with('P')));
    let exit = whole.events.last().unwrap();
    assert_eq!((exit.kind, exit.at, exit.by), ("complaint.dialogue_exited", end, By::SYSTEM));
    assert_eq!(exit.data["reason_code"], "no_agreement");
    // An agreement in time: nothing happens then.
    let mut walk = talking(&world);
    contribute(&mut walk, &agreement(&world, "2026-03-02"));
    assert_eq!(state_of(&walk.complaint, "P2"), Some(DeadlineState::Met));
    let whole = world.lapse_all(walk.complaint.clone(), end);
    assert_eq!(figures(&whole.value), (DialogueState::Open, None, None));
    // Another one may begin afterwards.
    let mut walk = talking(&world);
    walk.act(UnitLiaison, Command::ExitDialogue { reason: text("tidak sepakat") });
    walk.act(AgencyAdmin, Command::StartDialogue { note: None });
    assert_eq!(walk.complaint.dialogue.as_ref().unwrap().no, 2);
    assert_eq!(figures(&walk.complaint), (DialogueState::Open, None, None));
}

#[test]
fn a_satisfied_word_is_the_answer_to_the_case() {
    let world = World::new();
    let mut walk = talking(&world);
    contribute(&mut walk, &agreement(&world, "2026-04-01"));
    let unmoved = contribute(&mut walk, &confirmation(false));
    assert_eq!((unmoved.len(), walk.complaint.state), (1, State::NotFollowedUp));
    walk.complaint.updated_at = at(Zone::Wita, "2026-03-05 09:00:00");
    let answered = contribute(&mut walk, &confirmation(true));
    let kinds: Vec<_> = answered.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["complaint.dialogue_confirmed", "complaint.followed_up"]);
    assert_eq!((walk.complaint.state, walk.complaint.track), (State::AwaitingReporter, Track::Informal));
    assert_eq!(state_of(&walk.complaint, "C4"), Some(DeadlineState::Running));
    assert_eq!(state_of(&walk.complaint, "C2"), Some(DeadlineState::Met));
    assert_eq!(figures(&walk.complaint), (DialogueState::Confirmed, Some(false), Some(3)));
    // What was promised may still be done; nothing else is added.
    for contribution in each(&world) {
        let open = matches!(contribution, Contribution::Completion { .. });
        assert_eq!(dialogue::timely(&contribution, &walk.complaint).is_ok(), open, "{contribution:?}");
    }
    let before = walk.complaint.clone();
    walk.act(Reporter, Command::Accept(None));
    assert_eq!(figures(&walk.complaint), (DialogueState::Settled, Some(false), Some(3)));
    walk.act(Reporter, Command::Reopen { reason: text("rusak lagi") });
    assert_eq!((walk.complaint.track, figures(&walk.complaint).0), (Track::Formal, DialogueState::Settled));
    // Closed by silence, too; but not if the reporter comes back.
    let silent = world.lapse_all(before.clone(), before.updated_at + Duration::days(30));
    assert_eq!(figures(&silent.value).0, DialogueState::Settled);
    walk.complaint = before;
    walk.act(Reporter, Command::Reply { text: text("ternyata belum") });
    assert_eq!((walk.complaint.track, figures(&walk.complaint).0), (Track::Formal, DialogueState::Exited));
}

#[test]
fn either_party_leaves_and_whoever_does_not_consent_is_not_held() {
    let world = World::new();
    let mut walk = talking(&world);
    walk.act(Reporter, Command::ExitDialogue { reason: text("cukup") });
    assert_eq!((walk.complaint.track, figures(&walk.complaint).0), (Track::Formal, DialogueState::Exited));
    assert_eq!(state_of(&walk.complaint, "P1"), Some(DeadlineState::Cancelled));
    let mut walk = talking(&world);
    contribute(&mut walk, &interview(true));
    assert_eq!(walk.complaint.track, Track::Informal);
    let refused = contribute(&mut walk, &interview(false));
    assert_eq!(refused[1].data["reason_code"], "refused");
    assert_eq!((walk.complaint.track, figures(&walk.complaint).0), (Track::Formal, DialogueState::Exited));
}

#[test]
fn a_case_that_goes_elsewhere_or_ends_takes_its_dialogue_along() {
    let world = World::new();
    let reason = || text("alasan");
    let ends: [(ActorRole, Command); 3] = [
        (AgencyAdmin, Command::Forward { reason: reason(), suggested_agency_id: None }),
        (Reporter, Command::Withdraw { reason: None }),
        (UnitLiaison, follow_up(FollowUpType::Substantive)),
    ];
    for (role, command) in ends {
        for agreed in [false, true] {
            let mut walk = talking(&world);
            if agreed {
                contribute(&mut walk, &agreement(&world, "2026-04-01"));
            }
            let answered = matches!(command, Command::FollowUp(_));
            walk.act(role, command.clone());
            if answered {
                assert_eq!(figures(&walk.complaint).0, DialogueState::Open, "an answer by letter ends no talks");
                walk.act(Reporter, Command::Accept(None));
            }
            let settled = answered && agreed;
            let expected = if settled { DialogueState::Settled } else { DialogueState::Exited };
            assert_eq!(figures(&walk.complaint).0, expected, "{command:?}");
            assert_eq!(walk.complaint.track == Track::Informal, settled);
            assert!(["P1", "P2"].iter().all(|code| walk.complaint.deadlines.open(*code).is_none()));
        }
    }
    // A unit that gives the case back, and another that gets it, go on with the talks.
    let mut walk = talking(&world);
    walk.act(UnitLiaison, super::command::return_by_unit());
    walk.act(MinistryCoordinator, super::command::redispose(world.units[1], None));
    assert_eq!(figures(&walk.complaint).0, DialogueState::Open);
}

#[test]
fn what_may_be_added_in_which_state() {
    let world = World::new();
    let mut walk = talking(&world);
    let check = |complaint: &Complaint, all: bool, confirm: bool| {
        for contribution in each(&world) {
            let allowed = if matches!(contribution, Contribution::Confirmation(_)) { confirm } else { all };
            let found = dialogue::timely(&contribution, complaint).is_ok();
            assert_eq!(found, allowed, "{:?} {contribution:?}", complaint.state);
            let by = By { role: UnitLiaison, user: None };
            let now = complaint.updated_at + Duration::minutes(1);
            let result = complaint.clone().contribute(&contribution, by, &world.context(now));
            assert!(allowed == result.is_ok() && (allowed || result == Err(Refused::State)));
        }
    };
    check(&walk.complaint, true, true);
    walk.act(UnitLiaison, follow_up(FollowUpType::Progress));
    check(&walk.complaint, true, true);
    let in_process = walk.complaint.clone();
    walk.act(UnitLiaison, Command::AskReporter(missing()));
    check(&walk.complaint, true, false);
    walk.complaint = in_process;
    walk.act(UnitLiaison, follow_up(FollowUpType::Substantive));
    check(&walk.complaint, true, false);
    walk.act(Reporter, Command::Accept(None));
    check(&walk.complaint, false, false);
}

#[test]
fn what_makes_no_sense_is_told() {
    let world = World::new();
    let complaint = talking(&world).complaint;
    let now = complaint.updated_at;
    let faults = |contribution: Contribution| contribution.faults(&complaint, now);
    let fault = |pointer: &str, code| vec![(pointer.to_owned(), code)];
    let second = Duration::seconds(1);
    let early = at(Zone::Wita, "2026-03-01 23:59:59");
    assert_eq!(faults(contact(Party::Reporter, early + second, true)), [], "on the day of receipt");
    assert_eq!(faults(contact(Party::Reporter, now, true)), []);
    assert_eq!(faults(contact(Party::Reporter, now + second, true)), fault("/at", "in_future"));
    assert_eq!(faults(contact(Party::Reporter, early, true)), fault("/at", "out_of_range"));
    assert_eq!(faults(session(now + Duration::days(3), Some("Aula"), false)), []);
    assert_eq!(faults(session(now, None, true)), []);
    let both = [fault("/held_at", "out_of_range"), fault("/place", "required")].concat();
    assert_eq!(faults(session(early, None, false)), both);
    assert_eq!(faults(agreement(&world, "2026-03-02")), []);
    let both = [fault("/items/0/due_on", "out_of_range"), fault("/items/1/due_on", "out_of_range")].concat();
    assert_eq!(faults(agreement(&world, "2026-03-01")), both);
}

#[test]
fn handlers_write_and_the_reporter_reads_a_part() {
    let world = World::new();
    let complaint = talking(&world).complaint;
    for who in Who::ALL {
        let actor = who.actor(&world, &world.city, &complaint);
        let writes = dialogue::authorize(&actor, &complaint);
        let reads = dialogue::reads(&actor, &complaint);
        let (may_write, may_read) = match who {
            Who::LiaisonOfUnit => (Ok(UnitLiaison), Ok(UnitLiaison)),
            Who::AdminHere => (Ok(AgencyAdmin), Ok(AgencyAdmin)),
            Who::Coordinator => (Err(Denied::Forbidden), Ok(MinistryCoordinator)),
            Who::ReporterByAccount | Who::ReporterBySecret => (Err(Denied::Forbidden), Ok(Reporter)),
            Who::Anonymous => (Err(Denied::Unauthenticated), Err(Denied::Unauthenticated)),
            Who::Ombudsman | Who::OwnProvince | Who::Scheduler | Who::UnitHead => {
                (Err(Denied::Forbidden), Err(Denied::Forbidden))
            }
            _ => (Err(Denied::Hidden), Err(Denied::Hidden)),
        };
        assert_eq!((writes, reads), (may_write, may_read), "{who:?}");
    }
    assert!(dialogue::reads(&Actor::SecretHolder(Uuid::nil()), &complaint).is_err());
}

#[test]
fn notes_are_events_for_handlers_only_and_carry_no_words() {
    let world = World::new();
    let mut walk = talking(&world);
    for contribution in each(&world) {
        let confidential = matches!(contribution, Contribution::Contact(_) | Contribution::Interview(_));
        let events = contribute(&mut walk, &contribution);
        let [event] = &events[..] else { panic!("{events:?}") };
        let audience = if confidential { Audience::Handlers } else { Audience::Reporter };
        assert_eq!((event.audience, event.words.clone()), (audience, None), "{}", event.kind);
    }
}
