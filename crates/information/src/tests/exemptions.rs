//! Consequence tests and what they keep back: who writes and approves, for how long, and how it opens.

use chrono::{DateTime, Duration, Utc};
use padi_kernel::{
    actor::{
        ActorRole::{self, ConsiderationTeam, Ppid, PpidSuperior},
        Denied,
    },
    calendar::WorkCalendar,
    deadlines::Deadlines,
    event::Audience,
    id::{ConsequenceTestId, ExemptionId},
    zone::Zone,
};
use uuid::Uuid;

use super::{
    docket::{clocks, sheet, stored},
    world::{Who, World, at, body_of, by, day, holiday, holidays, text, user},
};
use crate::{
    Refused, Untimely,
    article::Article,
    consequence_test::{
        Command, ConsequenceTest, Draft, Sheet, State, TestOutcome,
        period::Period,
        policy::{self, Action},
    },
    effect::{Applied, Effect},
    exemption::{self, Exemption, ExemptionEffect, State as ExemptionState},
    request::RequestEffect,
};

fn drafted(world: &World, sheet: Sheet) -> ConsequenceTest {
    let draft = Draft {
        id: ConsequenceTestId(Uuid::from_u128(1)),
        agency: world.city.clone(),
        request_id: None,
        exemption_id: None,
        sheet,
    };
    ConsequenceTest::draft(draft, by(Ppid), &world.context(at(Zone::Wita, "2026-01-05 10:00"))).changed.value
}

fn apply(world: &World, test: &ConsequenceTest, role: ActorRole, command: Command) -> Result<ConsequenceTest, Refused> {
    let context = world.context(at(Zone::Wita, "2026-01-05 11:00"));
    test.clone().apply(command, by(role), &context).map(|applied| applied.changed.value)
}

fn approve() -> Command {
    Command::Approve { decree_number: text("SK 12/2026") }
}

fn reject() -> Command {
    Command::Reject { reason: text("Belum ditimbang") }
}

#[test]
fn a_test_is_written_handed_in_and_decided_by_another() {
    let world = World::new();
    let draft = drafted(&world, sheet(Article::PersonalSecret, TestOutcome::Exempt));
    assert_eq!((draft.state, draft.authors.clone(), draft.version), (State::Draft, vec![user(3)], 1));
    let revised = apply(&world, &draft, ConsiderationTeam, Command::Revise(draft.sheet.clone())).unwrap();
    let submitted = apply(&world, &revised, Ppid, Command::Submit).unwrap();
    assert_eq!((submitted.state, submitted.authors.clone()), (State::Submitted, vec![user(3), user(9)]));
    for decision in [approve(), reject()] {
        for author in [Ppid, ConsiderationTeam] {
            assert_eq!(apply(&world, &submitted, author, decision.clone()), Err(Refused::SamePerson));
        }
    }
    let approved = apply(&world, &submitted, PpidSuperior, approve()).unwrap();
    assert_eq!((approved.state, approved.decided_by), (State::Approved, Some(user(8))));
    assert_eq!(approved.decree_number.as_deref(), Some("SK 12/2026"));
    let rejected = apply(&world, &submitted, PpidSuperior, reject()).unwrap();
    assert_eq!((rejected.state, rejected.rejection_reason.as_deref()), (State::Rejected, Some("Belum ditimbang")));
    for (test, legal) in [
        (&draft, &[Action::Revise, Action::Submit][..]),
        (&submitted, &[Action::Approve, Action::Reject]),
        (&approved, &[]),
        (&rejected, &[]),
    ] {
        for action in Action::ALL.iter().copied() {
            let expected = if legal.contains(&action) { Ok(()) } else { Err(Untimely::State) };
            assert_eq!(policy::timely(action, test), expected, "{action} in {}", test.state);
            let command = match action {
                Action::Revise => Command::Revise(test.sheet.clone()),
                Action::Submit => Command::Submit,
                Action::Approve => approve(),
                Action::Reject => reject(),
            };
            assert_eq!(apply(&world, test, PpidSuperior, command).is_ok(), expected.is_ok(), "{action}");
        }
    }
}

#[test]
fn only_the_bodys_own_people_know_of_a_test() {
    let world = World::new();
    let draft = drafted(&world, sheet(Article::PersonalSecret, TestOutcome::Exempt));
    let submitted = apply(&world, &draft, Ppid, Command::Submit).unwrap();
    for who in Who::ALL {
        let actor = who.actor(&world, Uuid::nil());
        let standing = match who {
            Who::Ppid => Some(Ppid),
            Who::Superior => Some(PpidSuperior),
            Who::Team => Some(ConsiderationTeam),
            _ => None,
        };
        let unknown = if who == Who::Anonymous { Denied::Unauthenticated } else { Denied::Hidden };
        assert_eq!(policy::may_read(&actor, &draft), standing.ok_or(unknown), "{who:?}");
        let writes = standing.filter(|role| *role != PpidSuperior);
        let denied = if who == Who::Anonymous { Denied::Unauthenticated } else { Denied::Forbidden };
        assert_eq!(policy::may_draft(&actor, world.city.id), writes.ok_or(denied), "{who:?}");
        for action in Action::ALL.iter().copied() {
            let decides = matches!(action, Action::Approve | Action::Reject);
            let expected = match standing {
                None => Err(unknown),
                Some(role) if decides == (role == PpidSuperior) => Ok(role),
                Some(_) => Err(Denied::Forbidden),
            };
            assert_eq!(policy::authorize(&actor, action, &draft), expected, "{who:?} {action}");
        }
        let of_draft = if writes.is_some() { vec![Action::Revise, Action::Submit] } else { vec![] };
        assert_eq!(policy::allowed_actions(&actor, &draft), of_draft, "{who:?}");
        let of_submitted = if who == Who::Superior { vec![Action::Approve, Action::Reject] } else { vec![] };
        assert_eq!(policy::allowed_actions(&actor, &submitted), of_submitted, "{who:?}");
    }
    let mut own = submitted;
    own.authors.push(user(8));
    let superior = Who::Superior.actor(&world, Uuid::nil());
    assert!(policy::allowed_actions(&superior, &own).is_empty(), "they wrote in it");
}

fn period(from: Option<&str>, until: Option<&str>, rule: Option<&str>) -> Period {
    Period { from: from.map(day), until: until.map(day), rule: rule.map(text) }
}

#[test]
fn a_sheet_must_say_all_before_it_is_handed_in() {
    let world = World::new();
    let full = || sheet(Article::OtherLaw, TestOutcome::Exempt);
    let lacks = |change: &dyn Fn(&mut Sheet)| {
        let mut sheet = full();
        change(&mut sheet);
        match apply(&world, &drafted(&world, sheet), Ppid, Command::Submit) {
            Err(Refused::Invalid { pointer, code }) => Some((pointer.into_owned(), code)),
            Ok(_) => None,
            Err(other) => panic!("{other:?}"),
        }
    };
    assert_eq!(lacks(&|_| {}), None);
    let required = |pointer: &str| Some((text(pointer), "required"));
    assert_eq!(lacks(&|it| it.information = text(" ")), required("/information"));
    assert_eq!(lacks(&|it| it.article = None), required("/ground"));
    assert_eq!(lacks(&|it| it.law = None), required("/law"));
    assert_eq!(lacks(&|it| it.consequence_if_opened = None), required("/consequence_if_opened"));
    assert_eq!(lacks(&|it| it.consequence_if_closed = Some(text(""))), required("/consequence_if_closed"));
    assert_eq!(lacks(&|it| it.outcome = None), required("/outcome"));
    assert_eq!(lacks(&|it| it.participants.clear()), required("/participants"));
    assert_eq!(lacks(&|it| it.held_on = None), required("/held_on"));
    let ahead = Some((text("/held_on"), "in_future"));
    assert_eq!(lacks(&|it| it.held_on = Some(day("2026-01-06"))), ahead);
    assert_eq!(lacks(&|it| it.public_interest = None), None);
    // What is opened has no period.
    assert_eq!(lacks(&|it| it.period = Period::default()), required("/period/from"));
    assert_eq!(lacks(&|it| (it.period, it.outcome) = (Period::default(), Some(TestOutcome::Open))), None);
}

#[test]
fn for_how_long_the_ground_says() {
    let world = World::new();
    let from = Some("2026-01-01");
    let check = |article, period: Period| period.check(article, &world.city.locality, world.law());
    for article in Article::ALL.iter().copied() {
        let permanent = matches!(article, Article::PrivateDeed | Article::PersonalSecret);
        let open_ended = check(article, period(from, None, None));
        let required = Refused::invalid("/period/until", "required");
        assert_eq!(open_ended, if permanent { Ok(()) } else { Err(required.clone()) }, "{article}");
        let blank = check(article, period(from, None, Some(" ")));
        assert_eq!(blank, if permanent { Ok(()) } else { Err(required) }, "{article}");
        assert_eq!(check(article, period(from, None, Some("sampai putusan inkracht"))), Ok(()), "{article}");
        assert_eq!(check(article, period(from, Some("2026-01-01"), None)), Ok(()), "a day is a period");
        let reversed = check(article, period(from, Some("2025-12-31"), None));
        assert_eq!(reversed, Err(Refused::invalid("/period/until", "out_of_range")), "{article}");
        assert_eq!(check(article, period(from, Some("2056-01-01"), None)), Ok(()), "{article}");
        let longer = check(article, period(from, Some("2056-01-02"), None));
        let limited = article == Article::LawEnforcement;
        let too_long = Refused::invalid("/period/until", "out_of_range");
        assert_eq!(longer, if limited { Err(too_long) } else { Ok(()) }, "{article}");
        // Under 17a thirty years end what only a rule would.
        let ends = period(from, None, Some("sampai inkracht")).ends_on(article, &world.city.locality, world.law());
        assert_eq!(ends, Ok(limited.then(|| day("2056-01-01"))), "{article}");
    }
    let none = check(Article::PersonalSecret, period(None, Some("2026-12-31"), None));
    assert_eq!(none, Err(Refused::invalid("/period/from", "required")));
}

#[test]
fn an_approved_test_says_what_follows() {
    let world = World::new();
    let context = world.context(at(Zone::Wita, "2026-01-05 11:00"));
    for (outcome, lists, on_old) in [
        (TestOutcome::Open, false, ExemptionEffect::Opened { decree_number: text("SK 12/2026") }),
        (TestOutcome::Exempt, true, ExemptionEffect::Reclassified { test_id: ConsequenceTestId(Uuid::from_u128(1)) }),
        (
            TestOutcome::PartialRedact,
            true,
            ExemptionEffect::Reclassified { test_id: ConsequenceTestId(Uuid::from_u128(1)) },
        ),
    ] {
        let old = ExemptionId(Uuid::from_u128(2));
        let mut test = drafted(&world, sheet(Article::PersonalSecret, outcome));
        test.exemption_id = Some(old);
        test.request_id = Some(padi_kernel::id::InformationRequestId(Uuid::from_u128(3)));
        let submitted = apply(&world, &test, Ppid, Command::Submit).unwrap();
        let approved = submitted.clone().apply(approve(), by(PpidSuperior), &context).unwrap();
        let mut expected = vec![Effect::Exemption(old, on_old)];
        if lists {
            expected.push(Effect::ListExemption { test_id: test.id });
        }
        let decided = |outcome| RequestEffect::TestDecided { test_id: test.id, outcome };
        expected.push(Effect::Request(test.request_id.unwrap(), decided(Some(outcome))));
        assert_eq!(approved.effects, expected, "{outcome}");
        let rejected = submitted.apply(reject(), by(PpidSuperior), &context).unwrap();
        assert_eq!(rejected.effects, [Effect::Request(test.request_id.unwrap(), decided(None))]);
        let listed = Exemption::list(&approved.changed.value, by(PpidSuperior), &world.entropy, &context).unwrap();
        assert_eq!(listed.is_some(), lists);
        assert_eq!(listed.is_some_and(|listed| listed.changed.value.is_partial), outcome == TestOutcome::PartialRedact);
        assert!(Exemption::list(&rejected.changed.value, by(Ppid), &world.entropy, &context).unwrap().is_none());
    }
}

/// Decreed at eleven on that day, in that zone, until the end of the period.
fn listed(world: &World, zone: Zone, on: &str, period: Period) -> Exemption {
    let mut sheet = sheet(Article::PersonalSecret, TestOutcome::Exempt);
    sheet.period = period;
    let mut test = drafted(world, sheet);
    test.agency = body_of(zone);
    let submitted = apply(world, &test, Ppid, Command::Submit).unwrap();
    let approved = apply(world, &submitted, PpidSuperior, approve()).unwrap();
    let context = world.context(at(zone, &format!("{on} 11:00")));
    kept(Exemption::list(&approved, by(PpidSuperior), &world.entropy, &context).unwrap().unwrap())
}

fn kept(applied: Applied<Exemption>) -> Exemption {
    let mut value = applied.changed.value;
    value.deadlines = stored(&value.deadlines);
    value
}

fn of_2026() -> Period {
    period(Some("2026-01-01"), Some("2026-12-31"), None)
}

/// As the scheduler leaves it then.
fn run(world: &World, exemption: &Exemption, until: DateTime<Utc>) -> Exemption {
    let mut exemption = exemption.clone();
    while let Some(applied) = exemption.clone().lapse(&world.context(until)).unwrap() {
        exemption = kept(applied);
    }
    exemption
}

fn due(deadlines: &Deadlines, code: &str, zone: Zone) -> String {
    zone.day_of(deadlines.latest(code).unwrap().due_at).to_string()
}

#[test]
fn an_exemption_is_warned_of_and_opens_by_itself_at_local_midnight() {
    let world = World::new();
    for zone in Zone::ALL {
        let active = listed(&world, zone, "2026-01-05", of_2026());
        assert_eq!((active.state, clocks(&active.deadlines)), (ExemptionState::Active, text("R8 R8W R9")));
        assert_eq!(due(&active.deadlines, "R8", zone), "2026-11-17");
        let millisecond = Duration::milliseconds(1);
        let warning = at(zone, "2026-10-06 00:00");
        assert_eq!(run(&world, &active, warning - millisecond).state, ExemptionState::Active);
        let expiring = run(&world, &active, warning);
        assert_eq!((expiring.state, expiring.updated_at), (ExemptionState::Expiring, warning));
        assert!(expiring.deadlines.overdue().is_empty());
        // The decree is due until the end of 17 November.
        assert!(run(&world, &active, at(zone, "2026-11-17 23:59:59")).deadlines.overdue().is_empty());
        assert_eq!(run(&world, &active, at(zone, "2026-11-18 00:00")).deadlines.overdue(), ["R8"]);
        let midnight = at(zone, "2027-01-01 00:00");
        assert_eq!(run(&world, &active, midnight - millisecond).state, ExemptionState::Expiring);
        let opened = run(&world, &active, midnight);
        assert_eq!((opened.state, clocks(&opened.deadlines)), (ExemptionState::Opened, text("")));
        let opening = opened.opening.clone().unwrap();
        assert_eq!((opening.decree_number, opening.reason, opening.at), (None, None, midnight));
        assert!(opened.deadlines.overdue().is_empty());
    }
}

#[test]
fn a_short_one_is_coming_to_its_end_from_the_start() {
    let world = World::new();
    for (on, state, open) in [
        ("2026-10-05", ExemptionState::Active, "R8 R8W R9"),
        ("2026-10-06", ExemptionState::Expiring, "R8 R9"),
        ("2026-11-17", ExemptionState::Expiring, "R8 R9"),
        ("2026-11-18", ExemptionState::Expiring, "R9"),
        ("2026-12-31", ExemptionState::Expiring, "R9"),
    ] {
        let exemption = listed(&world, Zone::Wita, on, of_2026());
        assert_eq!((exemption.state, clocks(&exemption.deadlines).as_str()), (state, open), "{on}");
        let end = at(Zone::Wita, "2027-01-01 00:00");
        assert_eq!(run(&world, &exemption, end - Duration::seconds(1)).state, ExemptionState::Expiring);
        assert_eq!(run(&world, &exemption, end).state, ExemptionState::Opened, "{on}");
    }
    // One that is permanent has no clock; one that was over is open at once.
    let permanent = listed(&world, Zone::Wita, "2026-01-05", period(Some("2026-01-01"), None, None));
    assert_eq!((permanent.state, clocks(&permanent.deadlines)), (ExemptionState::Active, text("")));
    let over = listed(&world, Zone::Wita, "2027-02-01", of_2026());
    assert_eq!(run(&world, &over, at(Zone::Wita, "2027-02-01 11:00")).state, ExemptionState::Opened);
}

#[test]
fn opening_is_by_decree_near_the_end_and_by_decision_before() {
    let world = World::new();
    let active = listed(&world, Zone::Wita, "2026-01-05", of_2026());
    let expiring = run(&world, &active, at(Zone::Wita, "2026-10-06 00:00"));
    let context = world.context(at(Zone::Wita, "2026-11-10 10:00"));
    let open = |exemption: &Exemption| {
        exemption.clone().open(text("SK 99"), text("Putusan KI"), by(Ppid), &context).map(|applied| {
            let event = applied.changed.events[0].clone();
            assert_eq!((event.kind, event.audience), ("exemption.opened", Audience::Public));
            assert_eq!(event.words.unwrap().audience, Audience::Handlers);
            kept(applied)
        })
    };
    for (from, state) in [(&active, ExemptionState::OpenedByDecision), (&expiring, ExemptionState::Opened)] {
        let opened = open(from).unwrap();
        assert_eq!((opened.state, clocks(&opened.deadlines)), (state, text("")));
        assert_eq!(opened.opening.as_ref().unwrap().decree_number.as_deref(), Some("SK 99"));
        let decree = opened.deadlines.latest("R8").unwrap().state;
        assert_eq!(decree, padi_kernel::deadline::DeadlineState::Met, "that is what was due");
        assert_eq!(open(&opened), Err(Refused::State), "once");
        assert!(
            opened.clone().affect(ExemptionEffect::Opened { decree_number: text("x") }, by(Ppid), &context).is_none()
        );
    }
    let test_id = ConsequenceTestId(Uuid::from_u128(9));
    let anew = kept(active.clone().affect(ExemptionEffect::Reclassified { test_id }, by(Ppid), &context).unwrap());
    assert_eq!((anew.state, clocks(&anew.deadlines)), (ExemptionState::Reclassified, text("")));
    assert_eq!(open(&anew), Err(Refused::State));
    let found_open = active.clone().affect(ExemptionEffect::Opened { decree_number: text("SK 5") }, by(Ppid), &context);
    assert_eq!(found_open.unwrap().changed.value.state, ExemptionState::OpenedByDecision);
    // Whoever may: the information officer and the superior of the body.
    for who in Who::ALL {
        let actor = who.actor(&world, Uuid::nil());
        let may = matches!(who, Who::Ppid | Who::Superior);
        assert_eq!(exemption::policy::can_open(&actor, &active), may, "{who:?}");
        assert!(!exemption::policy::can_open(&actor, &anew), "{who:?}");
        if who == Who::Anonymous {
            assert_eq!(exemption::policy::may_open(&actor, &active), Err(Denied::Unauthenticated));
        }
    }
}

#[test]
fn a_new_holiday_moves_warning_and_decree_and_not_the_end() {
    let world = World::new();
    let active = listed(&world, Zone::Wita, "2026-01-05", of_2026());
    let changed = WorkCalendar::new(2, holidays().into_iter().chain([holiday("2026-12-01")]));
    let now = at(Zone::Wita, "2026-06-01 10:00");
    let context = world.context(now);
    let (recomputed, moved) = active.clone().recompute(now, &changed, &context).unwrap();
    let codes: Vec<_> = moved.iter().map(|moved| moved.code.as_str()).collect();
    assert_eq!(codes, ["R8", "R8W"]);
    let mut recomputed = recomputed.unwrap().value;
    recomputed.deadlines = stored(&recomputed.deadlines);
    assert_eq!(due(&recomputed.deadlines, "R8", Zone::Wita), "2026-11-16");
    assert_eq!(due(&recomputed.deadlines, "R9", Zone::Wita), "2026-12-31");
    let warning = at(Zone::Wita, "2026-10-05 00:00");
    assert_eq!(run(&world, &recomputed, warning - Duration::seconds(1)).state, ExemptionState::Active);
    assert_eq!(run(&world, &recomputed, warning).state, ExemptionState::Expiring);
    let (none, moved) = active.clone().recompute(now, &world.calendar, &context).unwrap();
    assert_eq!((none, moved), (None, vec![]));
    // One whose time has come moves no more, though the scheduler has not come round.
    let (_, moved) = active.clone().recompute(at(Zone::Wita, "2026-10-06 09:00"), &changed, &context).unwrap();
    assert_eq!(moved.iter().map(|moved| moved.code.as_str()).collect::<Vec<_>>(), ["R8"]);
    // A warning that was given is not given again.
    let now = at(Zone::Wita, "2026-10-20 10:00");
    let expiring = run(&world, &active, now);
    let (_, moved) = expiring.recompute(now, &changed, &world.context(now)).unwrap();
    assert_eq!(moved.iter().map(|moved| moved.code.as_str()).collect::<Vec<_>>(), ["R8"]);
}

#[test]
fn the_states_are_those_of_the_contract() {
    let names: Vec<_> = ExemptionState::ALL.iter().map(|state| state.name()).collect();
    assert_eq!(names, ["active", "expiring", "opened", "opened_by_decision", "reclassified"]);
    let articles: Vec<_> = Article::ALL.iter().map(|article| article.name()).collect();
    assert_eq!(articles, ["17a", "17b", "17c", "17d", "17e", "17f", "17g", "17h", "17i", "17j"]);
    let outcomes: Vec<_> = TestOutcome::ALL.iter().map(|outcome| outcome.name()).collect();
    assert_eq!(outcomes, ["open", "partial_redact", "exempt"]);
    let states: Vec<_> = State::ALL.iter().map(|state| state.name()).collect();
    assert_eq!(states, ["draft", "submitted", "approved", "rejected"]);
}
