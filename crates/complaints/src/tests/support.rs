//! Several agencies in one case: who may answer and release, what each act does, and that the lead's answer waits for all.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Role},
    deadline::DeadlineState,
    event::{Audience, By},
    id::AssignmentId,
    zone::Zone,
};
use uuid::Uuid;

use super::{
    command::{follow_up, missing, redispose, support, text},
    place::{Flavour, Seat, Walk, place_of},
    sights::{check_lists, check_public_words},
    table::moved,
    world::{Who, World, at, grant, person, stored},
};
use crate::{
    Refused,
    action::Action,
    assignment::{AssignmentRole, AssignmentState},
    command::{Command, FollowUpType},
    complaint::Complaint,
    policy,
    view::{Sight, sight},
};

use ActorRole::{AgencyAdmin, MinistryCoordinator, Reporter, SupportingAgency, UnitLiaison};
use AssignmentRole::{Copy, Supporting};

fn id(n: u128) -> AssignmentId {
    AssignmentId(Uuid::from_u128(5000 + n))
}

fn answer(n: u128) -> Command {
    Command::AnswerAssignment { id: id(n), text: text("bagian kami beres") }
}

fn release(n: u128) -> Command {
    Command::ReleaseAssignment { id: id(n), reason: text("tidak diperlukan lagi") }
}

fn tried(walk: &Walk<'_>, role: ActorRole, command: Command) -> Result<Complaint, Refused> {
    let now = walk.complaint.updated_at + chrono::Duration::minutes(5);
    let by = By { role, user: None };
    walk.complaint.clone().apply(command, by, &walk.world.context(now)).map(|changed| stored(changed.value))
}

/// At the city's first unit, with a unit of the other city (1) and the third city (2) helping, and a copy (3) to the other city.
fn helped(world: &World) -> Walk<'_> {
    let mut walk = Walk::start(world, Seat::City);
    walk.verify(Flavour::Private, Some(world.units[0]));
    walk.act(AgencyAdmin, support(1, Supporting, &world.other_city, Some(world.foreign_unit)));
    walk.act(AgencyAdmin, support(2, Supporting, &world.third_city, None));
    walk.act(MinistryCoordinator, support(3, Copy, &world.other_city, None));
    walk
}

/// What is waited for: the answers of 1 and 2, in this state and these clocks, `/n` being that of an assignment.
fn open_clocks(complaint: &Complaint) -> String {
    let open = complaint.deadlines.all().iter().filter(|deadline| deadline.is_open());
    let mut open: Vec<_> = open
        .map(|deadline| {
            let sign = if deadline.state == DeadlineState::Paused { "~" } else { "" };
            let subject = deadline.subject.map(|subject| format!("/{}", subject.as_u128() - 5000));
            format!("{sign}{}{}", deadline.code, subject.unwrap_or_default())
        })
        .collect();
    open.sort();
    open.join(" ")
}

fn states(complaint: &Complaint) -> String {
    let name = |state| match state {
        AssignmentState::Open => "open",
        AssignmentState::Answered => "answered",
        AssignmentState::Released => "released",
    };
    complaint.assignments.iter().map(|has| name(has.state)).collect::<Vec<_>>().join(" ")
}

/// Acts one after the other, `lead` and `lead:subs` being follow-ups of the lead | place | assignments | clocks.
const WALKS: &str = "
                                             | not_followed_up      | open open open             | C2 C2/1 C2/2 C3 C6
lead                                         | in_process           | open open open             | C2/1 C2/2 C3 C6
lead:subs                                    | in_process           | open open open             | C2/1 C2/2 C3 C6
lead:subs lead                               | in_process           | open open open             | C2/1 C2/2 C3 C6
lead:subs answer:1                           | in_process           | answered open open         | C2/2 C3 C6
lead:subs answer:1 answer:2                  | awaiting_reporter    | answered answered open     | C4 C6 ~C3
lead:subs answer:1 release:2                 | awaiting_reporter    | answered released open     | C4 C6 ~C3
lead:subs release:1 release:2                | awaiting_reporter    | released released open     | C4 C6 ~C3
lead:subs release:3                          | in_process           | open open released         | C2/1 C2/2 C3 C6
answer:1 answer:2                            | not_followed_up      | answered answered open     | C2 C3 C6
answer:1 answer:2 lead                       | in_process           | answered answered open     | C3 C6
answer:1 answer:2 lead:subs                  | awaiting_reporter    | answered answered open     | C4 C6 ~C3
lead answer:1 answer:2                       | in_process           | answered answered open     | C3 C6
lead:subs ask                                | postponed_in_process | open open open             | C2/1 C2/2 C5 C6 C9 ~C3
lead:subs ask answer:1 answer:2              | postponed_in_process | answered answered open     | C5 C6 C9 ~C3
lead:subs ask answer:1 answer:2 data         | in_process           | answered answered open     | C3 C6
lead:subs answer:1 add:4 answer:2            | in_process           | answered answered open open | C2/4 C3 C6
lead:subs answer:1 add:4 answer:2 answer:4   | awaiting_reporter    | answered answered open answered | C4 C6 ~C3
lead:subs answer:1 answer:2 reply            | in_process           | answered answered open     | C3 C6
lead:subs answer:1 answer:2 reply add:4      | in_process           | answered answered open open | C2/4 C3 C6
lead:subs answer:1 answer:2 accept           | completed_open       | answered answered open     | C10
lead:subs answer:1 answer:2 accept release:3 | completed_open       | answered answered released | C10
lead:subs answer:1 answer:2 accept reopen    | not_followed_up      | answered answered open     | C2 C3
forward                                      | unverified           | released released released | C1 C6
answer:1 forward                             | unverified           | released released released | C1 C6
lead answer:1 withdraw                       | withdrawn            | answered released open     |
lead:subs ask lapse                          | lapsed_open          | released released open     | C9
lead:subs ask lapse data                     | unverified           | released released released | C1
";

fn act(walk: &mut Walk<'_>, word: &str) {
    let (verb, n) = word.split_once(':').unwrap_or((word, "0"));
    let n = n.parse().unwrap_or(0);
    match (verb, word) {
        (_, "lead:subs") => walk.act(UnitLiaison, follow_up(FollowUpType::Substantive)),
        ("lead", _) => walk.act(UnitLiaison, follow_up(FollowUpType::Progress)),
        ("ask", _) => walk.act(UnitLiaison, Command::AskReporter(missing())),
        ("data", _) => walk.act(Reporter, Command::CompleteData { text: text("ini") }),
        ("reply", _) => walk.act(Reporter, Command::Reply { text: text("belum") }),
        ("accept", _) => walk.act(Reporter, Command::Accept(None)),
        ("reopen", _) => walk.act(Reporter, Command::Reopen { reason: text("belum") }),
        ("withdraw", _) => walk.act(Reporter, Command::Withdraw { reason: None }),
        ("forward", _) => walk.act(AgencyAdmin, Command::Forward { reason: text("x"), suggested_agency_id: None }),
        ("add", _) => walk.act(AgencyAdmin, support(n, Supporting, &walk.world.ministry, None)),
        ("answer", _) => walk.act(SupportingAgency, answer(n)),
        ("release", _) => walk.act(AgencyAdmin, release(n)),
        // The clocks of those who owe pass before that of the data.
        ("lapse", _) => walk.lapse().lapse().lapse(),
        (other, _) => panic!("{other}"),
    };
}

#[test]
fn the_leads_answer_waits_for_all() {
    let world = World::new();
    for line in WALKS.lines().filter(|line| !line.is_empty()) {
        let [acts, place, assignments, clocks] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let mut walk = helped(&world);
        acts.split_whitespace().for_each(|word| act(&mut walk, word));
        let found = (place_of(&walk.complaint), states(&walk.complaint), open_clocks(&walk.complaint));
        assert_eq!(found, (place, assignments.to_owned(), clocks.to_owned()), "{acts}");
        let held = walk.complaint.answer_held_at.is_some();
        assert_eq!(
            held,
            place == "in_process" && acts.starts_with("lead:subs") && !acts.contains("reply") && !acts.contains("data"),
            "{acts}"
        );
    }
}

#[test]
fn each_agencys_first_term_is_its_own() {
    let world = World::new();
    let mut walk = helped(&world);
    // Asked on Monday 2 March; counted in the zone of each body.
    let due = |walk: &Walk<'_>, n| walk.complaint.deadlines.latest(("C2", id(n).0)).unwrap().clone();
    assert_eq!(due(&walk, 1).due_at, at(Zone::Wita, "2026-03-09 23:59:59"));
    assert_eq!(due(&walk, 2).due_at, at(Zone::Wit, "2026-03-09 23:59:59"));
    // The lead's first follow-up and the other's answer end nobody else's.
    walk.act(UnitLiaison, follow_up(FollowUpType::Progress)).act(SupportingAgency, answer(1));
    assert_eq!((due(&walk, 1).state, due(&walk, 2).state), (DeadlineState::Met, DeadlineState::Running));
    let late = walk.world.lapse_all(walk.complaint.clone(), at(Zone::Wit, "2026-03-10 00:00:00"));
    assert_eq!(late.value.deadlines.overdue(), ["C2"]);
    assert_eq!(late.events[0].data, serde_json::json!({ "code": "C2", "assignment_id": id(2) }));
    walk.complaint = late.value;
    walk.act(AgencyAdmin, release(2));
    assert_eq!((due(&walk, 2).state, walk.complaint.deadlines.overdue().len()), (DeadlineState::Missed, 0));
}

#[test]
fn an_answer_is_told_once_and_the_turn_beside_it() {
    let world = World::new();
    let mut walk = helped(&world);
    walk.act(UnitLiaison, follow_up(FollowUpType::Substantive)).act(AgencyAdmin, release(1));
    let now = walk.complaint.updated_at + chrono::Duration::minutes(5);
    let by = By { role: SupportingAgency, user: None };
    let changed = walk.complaint.clone().apply(answer(2), by, &world.context(now)).unwrap();
    let told: Vec<_> = changed.events.iter().map(|e| (e.kind, e.from_state.unwrap(), e.to_state, e.audience)).collect();
    assert_eq!(
        told,
        [
            ("complaint.assignment_answered", "in_process", "in_process", Audience::Public),
            ("complaint.answered", "in_process", "awaiting_reporter", Audience::Public),
        ]
    );
    assert_eq!(changed.events[0].words.as_ref().map(|words| words.audience), Some(Audience::Reporter));
    assert_eq!(moved(walk.complaint.deadlines.all(), changed.value.deadlines.all()), ["+C4", "=C2", "~C3"]);
    assert_eq!(changed.value.version, walk.complaint.version + 1);
}

#[test]
fn until_all_have_answered_the_reporter_cannot_accept() {
    let world = World::new();
    let mut walk = helped(&world);
    let accept = || Command::Accept(None);
    assert_eq!(tried(&walk, Reporter, accept()), Err(Refused::State));
    walk.act(UnitLiaison, follow_up(FollowUpType::Substantive));
    assert_eq!(tried(&walk, Reporter, accept()), Err(Refused::AssignmentsOpen));
    let reporter = Who::ReporterByAccount.actor(&world, &world.city, &walk.complaint);
    assert!(!policy::allowed_actions(&reporter, &walk.complaint).contains(&Action::Accept));
    walk.act(SupportingAgency, answer(1)).act(SupportingAgency, answer(2));
    assert!(tried(&walk, Reporter, accept()).is_ok());
}

#[test]
fn nobody_is_asked_twice_and_the_lead_is_no_helper() {
    let world = World::new();
    let walk = helped(&world);
    let refused = |pointer| Err(Refused::Invalid { pointer, code: "already_assigned" });
    let add = |command| tried(&walk, AgencyAdmin, command).map(|_| ());
    assert_eq!(add(support(9, Supporting, &world.third_city, None)), refused("/agency_id"));
    assert_eq!(add(support(9, Copy, &world.third_city, None)), refused("/agency_id"), "who helps is informed");
    assert_eq!(add(support(9, Copy, &world.other_city, None)), refused("/agency_id"));
    assert_eq!(add(support(9, Supporting, &world.other_city, Some(world.foreign_unit))), refused("/unit_id"));
    assert_eq!(add(support(9, Supporting, &world.city, None)), refused("/agency_id"));
    assert_eq!(add(support(9, Supporting, &world.city, Some(world.units[0]))), refused("/unit_id"));
    // Who has a copy may be asked for help, and so may another unit of the lead's agency.
    assert_eq!(add(support(9, Supporting, &world.other_city, None)), Ok(()));
    assert_eq!(add(support(9, Supporting, &world.city, Some(world.units[1]))), Ok(()));
    // Who has answered can be asked again.
    let mut again = helped(&world);
    again.act(SupportingAgency, answer(2)).act(AgencyAdmin, support(9, Supporting, &world.third_city, None));
    assert_eq!(states(&again.complaint), "open answered open open");
    let mut many = helped(&world);
    for n in 4..=50 {
        let body = crate::command::Body { id: super::world::agency_id(8000 + n), ..world.other_city.clone() };
        many.act(AgencyAdmin, support(n, Copy, &body, None));
    }
    let one_more = tried(&many, AgencyAdmin, support(51, Supporting, &world.ministry, None));
    assert_eq!(one_more, Err(Refused::Invalid { pointer: "/agency_id", code: "too_many" }));
}

#[test]
fn what_is_done_is_not_done_again() {
    let world = World::new();
    let mut walk = helped(&world);
    assert_eq!(tried(&walk, SupportingAgency, answer(3)), Err(Refused::State), "a copy owes nothing");
    walk.act(SupportingAgency, answer(1)).act(AgencyAdmin, release(2)).act(AgencyAdmin, release(3));
    for n in 1..=3 {
        assert_eq!(tried(&walk, SupportingAgency, answer(n)), Err(Refused::State), "{n}");
        assert_eq!(tried(&walk, AgencyAdmin, release(n)), Err(Refused::State), "{n}");
    }
}

#[test]
fn a_unit_that_comes_to_lead_is_no_helper_any_more() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Private, Some(world.units[0]));
    walk.act(AgencyAdmin, support(1, Supporting, &world.city, Some(world.units[1])));
    walk.act(AgencyAdmin, redispose(world.units[1], None));
    assert_eq!((states(&walk.complaint), open_clocks(&walk.complaint)), ("released".to_owned(), "C2 C3 C6".to_owned()));
}

/// Person | sight of the case | may answer 1 | may answer 2 | may release.
const PEOPLE: &str = "
ReporterByAccount  | reporter | no   | no   | no
ReporterBySecret   | reporter | no   | no   | no
OtherCitizen       | hidden   | -    | -    | -
AdminHere          | desk     | no   | no   | yes
AdminElsewhere     | unit     | yes  | no   | no
LiaisonOfUnit      | unit     | no   | no   | no
LiaisonOfOtherUnit | hidden   | -    | -    | -
LiaisonElsewhere   | unit     | yes  | no   | no
Coordinator        | desk     | no   | no   | yes
OwnProvince        | observer | no   | no   | no
OtherProvince      | hidden   | -    | -    | -
Ombudsman          | observer | no   | no   | no
SystemAdmin        | hidden   | -    | -    | -
third administrator| unit     | no   | yes  | no
copied             | copy     | no   | no   | no
";

fn who(world: &World, name: &str, complaint: &Complaint) -> Actor {
    let at_body = |body| person(60, vec![grant(world, Role::AgencyAdmin, body)]);
    match name {
        "third administrator" => at_body(world.third_city.id),
        "copied" => at_body(super::world::agency_id(8888)),
        _ => Who::ALL.into_iter().find(|who| format!("{who:?}") == name).unwrap_or_else(|| panic!("{name}")).actor(
            world,
            &world.city,
            complaint,
        ),
    }
}

#[test]
fn who_answers_releases_and_sees() {
    let world = World::new();
    let mut walk = helped(&world);
    let copied = crate::command::Body { id: super::world::agency_id(8888), ..world.other_city.clone() };
    walk.act(AgencyAdmin, support(4, Copy, &copied, None));
    let complaint = &walk.complaint;
    for line in PEOPLE.lines().filter(|line| !line.is_empty()) {
        let [name, seen, first, second, releases] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let actor = who(&world, name, complaint);
        let expected = match seen {
            "hidden" => Err(Denied::Hidden),
            "observer" => Ok(Sight::Observer),
            "copy" => Ok(Sight::Copy),
            "unit" => Ok(Sight::Unit),
            "desk" => Ok(Sight::Desk),
            _ => Ok(Sight::Reporter),
        };
        assert_eq!(sight(&actor, complaint), expected, "{name}");
        for (n, action, may) in [
            (1, Action::AnswerAssignment, first),
            (2, Action::AnswerAssignment, second),
            (1, Action::ReleaseAssignment, releases),
            (3, Action::ReleaseAssignment, releases),
        ] {
            let found = policy::authorize_on(&actor, action, complaint, complaint.assignment(id(n)).unwrap());
            let verdict = match found {
                Ok(_) => "yes",
                Err(Denied::Forbidden) => "no",
                Err(Denied::Hidden) => "-",
                Err(Denied::Unauthenticated | Denied::SecondFactor) => "401",
            };
            assert_eq!(verdict, may, "{name} {action} {n}");
        }
        check_lists(&actor, complaint);
        check_public_words(&actor, complaint);
        let allowed = policy::allowed_actions(&actor, complaint);
        assert!(allowed.iter().all(|action| Action::ALL.contains(action)), "{name} {allowed:?}");
    }
    let nobody =
        policy::authorize_on(&Actor::Anonymous, Action::AnswerAssignment, complaint, &complaint.assignments[0]);
    assert_eq!(nobody, Err(Denied::Unauthenticated));
}

#[test]
fn whoever_has_no_part_any_more_knows_nothing() {
    let world = World::new();
    let helper = Who::LiaisonElsewhere;
    for (acts, seen) in [
        ("answer:1", Ok(Sight::Unit)),
        ("lead:subs answer:1 answer:2 accept", Ok(Sight::Unit)),
        ("release:1", Err(Denied::Hidden)),
        ("answer:1 forward", Err(Denied::Hidden)),
        ("withdraw", Err(Denied::Hidden)),
    ] {
        let mut walk = helped(&world);
        let actor = helper.actor(&world, &world.city, &walk.complaint);
        acts.split_whitespace().for_each(|word| act(&mut walk, word));
        assert_eq!(sight(&actor, &walk.complaint), seen, "{acts}");
        check_lists(&actor, &walk.complaint);
    }
}

/// Somebody with every role at every place, against parts at every place.
#[test]
fn lists_and_gets_agree_where_agencies_have_a_part() {
    let world = World::new();
    let bodies = [world.city.id, world.ministry.id, world.other_city.id, world.foreign_unit, world.units[1]];
    let mut cases = Vec::new();
    for flavour in [Flavour::Public, Flavour::Supervisory] {
        for role in [Supporting, Copy] {
            for (body, unit) in [
                (&world.other_city, None),
                (&world.other_city, Some(world.foreign_unit)),
                (&world.city, Some(world.units[1])),
                (&world.ministry, None),
            ] {
                let mut walk = Walk::start(&world, Seat::City);
                walk.verify(flavour, None).act(AgencyAdmin, support(1, role, body, unit));
                cases.push(walk.complaint.clone());
                walk.act(AgencyAdmin, release(1));
                cases.push(walk.complaint);
            }
        }
    }
    for complaint in &cases {
        for role in Role::ALL {
            for body in bodies {
                let actor = person(30, vec![grant(&world, role, body)]);
                check_lists(&actor, complaint);
                check_public_words(&actor, complaint);
            }
        }
    }
}
