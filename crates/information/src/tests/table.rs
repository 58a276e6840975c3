//! Every place x every action x every person against the table written by hand: who may, what comes of it, what each clock does.

use chrono::Duration;
use padi_kernel::{
    actor::{ActorRole, Denied},
    deadline::DeadlineState,
    deadlines::Deadlines,
    id::AgencyId,
};

use super::{
    docket::{Docket, clocks, grant, handover, partial, refusal},
    expected::{ACTIONS, OPEN, Row, capacities, rows},
    place::{self, place_of, start_test},
    world::{Who, World, text},
};
use crate::{
    Refused, Untimely,
    article::Article,
    consequence_test::TestOutcome,
    request::{
        InformationRequest,
        action::Action,
        command::{Command, Completion, ExtensionReason},
        policy,
        window::Trigger,
    },
};

/// In what capacities somebody stands towards the request, by the pages.
pub(super) fn standing(who: Who, unit: Option<AgencyId>, world: &World) -> Vec<ActorRole> {
    match who {
        Who::ApplicantByAccount | Who::ApplicantBySecret => vec![ActorRole::Reporter],
        Who::Ppid => vec![ActorRole::Ppid],
        Who::DeskUnitOfficer => vec![ActorRole::PpidUnit],
        Who::UnitOfficer if unit == Some(world.units[0]) => vec![ActorRole::PpidUnit],
        Who::Superior => vec![ActorRole::PpidSuperior],
        Who::Team => vec![ActorRole::ConsiderationTeam],
        _ => vec![],
    }
}

/// A command of that action that nothing is wrong with.
pub(super) fn valid(docket: &mut Docket<'_>, action: Action, costs: bool) -> Option<Command> {
    let fee = if costs { 5_000 } else { 0 };
    let paid_at = docket.request.cost.as_ref().map_or(docket.now, |cost| cost.invoiced_at + Duration::minutes(1));
    Some(match action {
        Action::RegisterComplete => Command::RegisterComplete { note: Some(text("Lengkap")) },
        Action::AskCompletion => Command::AskCompletion { missing: vec![text("NIK")], reason: text("Wajib") },
        Action::Complete => Command::Complete(Completion { text: Some(text("Ini")), ..Completion::default() }),
        Action::Assign => {
            let units = docket.world.units;
            let other = units.into_iter().find(|unit| docket.request.unit_id != Some(*unit)).unwrap();
            Command::Assign { unit_id: other, note: None }
        }
        Action::SubmitMaterial => Command::SubmitMaterial { text: text("Ada") },
        Action::StartConsequenceTest => start_test(),
        Action::Extend => Command::Extend { reason_code: ExtensionReason::NotYetHeld, text: text("Dihimpun") },
        Action::NotHeld => Command::NotHeld { holder: None, text: text("Tidak dikuasai") },
        Action::NotDocumented => Command::NotDocumented { text: text("Belum ada") },
        Action::NotifyGrant => Command::NotifyGrant(grant(fee)),
        Action::NotifyPartial => {
            let proof = docket.proof(Article::PersonalSecret, TestOutcome::PartialRedact);
            partial(Some(proof), fee)
        }
        Action::NotifyRefusal => {
            let proof = docket.proof(Article::PersonalSecret, TestOutcome::Exempt);
            refusal(Some(proof))
        }
        Action::RecordPayment => Command::RecordPayment { amount_idr: 5_000, paid_at, reference: text("SSRD 1") },
        Action::Deliver => handover(),
        Action::Withdraw => Command::Withdraw { reason: None },
        Action::Object => return None,
    })
}

/// What moved, in the signs of the table.
pub(super) fn moved(before: &Deadlines, after: &Deadlines) -> Vec<String> {
    let mut signs = Vec::new();
    for (index, now) in after.all().iter().enumerate() {
        let trigger = Trigger::of_subject(now.subject).map(|it| format!("/{it}")).unwrap_or_default();
        let name = format!("{}{trigger}", now.code);
        let Some(then) = before.all().get(index) else {
            signs.push(format!("+{name}"));
            continue;
        };
        let sign = match (then.state, now.state) {
            (DeadlineState::Paused, DeadlineState::Running) => ">",
            (_, DeadlineState::Cancelled) if then.state != now.state => "-",
            (_, DeadlineState::Met) if then.state != now.state => "=",
            // What had passed ends as it is, done late or not at all.
            (DeadlineState::Missed, DeadlineState::Missed) if then.is_open() && !now.is_open() => "!",
            _ => continue,
        };
        signs.push(format!("{sign}{name}"));
    }
    signs.sort();
    signs
}

fn refusal_of(word: &str) -> Option<Refused> {
    match word {
        "!window" => Some(Refused::Window),
        "!extended" => Some(Refused::AlreadyExtended),
        "!objected" => Some(Refused::AlreadyObjected),
        "!state" => Some(Refused::State),
        _ => None,
    }
}

fn timely(action: Action, request: &InformationRequest) -> Result<(), Refused> {
    policy::timely(action, request).map_err(|untimely: Untimely| untimely.into())
}

fn check(row: Option<&Row>, place: &str, docket: &Docket<'_>, action: Action) {
    let mut docket = docket.clone();
    docket.now += Duration::minutes(5);
    let expected = row.and_then(|row| refusal_of(row.next)).or(row.is_none().then_some(Refused::State));
    assert_eq!(timely(action, &docket.request).err(), expected, "{action} in {place}");
    let Some(command) = valid(&mut docket, action, row.is_some_and(|row| row.costs)) else { return };
    let before = docket.request.clone();
    let role = capacities(action)[0];
    let result = docket.try_act(role, command);
    if let Some(refused) = expected {
        assert_eq!(result, Err(refused), "{action} in {place}");
        assert_eq!(docket.request, before);
        return;
    }
    let row = row.unwrap();
    assert_eq!(result, Ok(()), "{action} in {place}");
    assert_eq!(place_of(&docket.request), row.next, "{action} in {place}");
    let passed = |sign: &&str| {
        let code = &sign[1..];
        let ended = before.deadlines.overdue().iter().any(|it| it == code);
        if ended { format!("!{code}") } else { (*sign).to_owned() }
    };
    let mut expected: Vec<_> = row.clocks.iter().map(passed).collect();
    expected.sort();
    assert_eq!(moved(&before.deadlines, &docket.request.deadlines), expected, "{action} in {place}");
}

#[test]
fn every_action_in_every_place() {
    let world = World::new();
    let rows = rows();
    for (place, docket) in place::all(&world) {
        for action in Action::ALL.iter().copied() {
            let of_action: Vec<_> = rows.iter().filter(|row| row.place == place && row.action == action).collect();
            if of_action.is_empty() {
                check(None, place, &docket, action);
            }
            for row in of_action {
                check(Some(row), place, &docket, action);
            }
        }
    }
}

#[test]
fn every_person_in_every_place() {
    let world = World::new();
    let rows = rows();
    for (place, docket) in place::all(&world) {
        let request = &docket.request;
        for who in Who::ALL {
            let actor = who.actor(&world, request.id.0);
            let standing = standing(who, request.unit_id, &world);
            let knows = crate::request::view::sight(&actor, request).is_ok();
            let mut allowed = Vec::new();
            for action in Action::ALL.iter().copied() {
                let role = standing.iter().copied().find(|role| capacities(action).contains(role));
                let expected = match (who, role) {
                    (Who::Anonymous, _) => Err(Denied::Unauthenticated),
                    (_, Some(role)) => Ok(role),
                    (_, None) if knows => Err(Denied::Forbidden),
                    (_, None) => Err(Denied::Hidden),
                };
                assert_eq!(policy::authorize(&actor, action, request), expected, "{who:?} {action} in {place}");
                let open =
                    rows.iter().any(|row| row.place == place && row.action == action && refusal_of(row.next).is_none());
                allowed.extend((open && role.is_some()).then_some(action));
            }
            assert_eq!(policy::allowed_actions(&actor, request), allowed, "{who:?} in {place}");
        }
    }
}

#[test]
fn each_place_has_its_clocks() {
    let world = World::new();
    for ((place, docket), (_, open)) in place::all(&world).into_iter().zip(OPEN) {
        assert_eq!(clocks(&docket.request.deadlines), *open, "{place}");
        let named = place_of(&docket.request);
        let alike = [("deemed_registered", "registered"), ("unanswered_closed", "unanswered_review")];
        let named_so = named == *place || alike.contains(&(place, named.as_str()));
        assert!(named_so || named == "notified_granted" && place == "notified_overdue", "{place} {named}");
    }
}

#[test]
fn the_actions_are_those_of_the_contract() {
    let names: Vec<_> = Action::ALL.iter().map(|action| action.name()).collect();
    assert_eq!(names, ACTIONS.split_whitespace().collect::<Vec<_>>());
    for action in Action::ALL {
        assert_eq!(action.name().parse(), Ok(*action));
        assert_eq!(serde_json::to_value(action).unwrap(), action.name());
        assert_eq!(policy::TABLE.iter().filter(|row| row.action == *action).count(), 1, "{action}");
    }
    assert!("pay".parse::<Action>().is_err());
}
