//! The whole table: every role, every action, at home, below and elsewhere.

use padi_kernel::{
    actor::{Grant, ReporterKey},
    id::{GrantId, UserId},
};
use uuid::Uuid;

use super::*;

const HOME: AgencyId = AgencyId(Uuid::from_u128(1));
const UNIT: AgencyId = AgencyId(Uuid::from_u128(2));
const ELSEWHERE: AgencyId = AgencyId(Uuid::from_u128(3));

fn holder(role: Role) -> Actor {
    let grant = Grant {
        id: GrantId(Uuid::nil()),
        role,
        agency_id: HOME,
        body: HOME,
        reach: vec![HOME, UNIT],
        province: Some("73".to_owned()),
    };
    let person = Person {
        user: UserId(Uuid::nil()),
        reporter_key: ReporterKey(vec![]),
        former_reporter_keys: vec![],
        grants: vec![grant],
        second_factor: false,
    };
    Actor::Person(person)
}

/// Every action with whether an agency's administrator may do it.
fn actions() -> Vec<(Action, bool)> {
    let mut all = vec![
        (Action::ChangeHolidays, false),
        (Action::ChangeRules, false),
        (Action::RecomputeDeadlines, false),
        (Action::ChangeCategories, false),
        (Action::ReadHistory, false),
    ];
    for agency in [HOME, UNIT, ELSEWHERE] {
        let reached = agency != ELSEWHERE;
        all.push((Action::ReadAgencyHistory { agency }, reached));
        for kind in AgencyKind::ALL {
            let is_unit = kind == AgencyKind::Unit;
            all.push((Action::CreateAgency { parent: agency, kind }, reached && is_unit));
            all.push((Action::ChangeAgency { agency, kind }, reached && is_unit));
        }
    }
    all
}

#[test]
fn every_role_and_every_action() {
    for role in Role::ALL {
        for (action, by_agency_admin) in actions() {
            let allowed = match role {
                Role::SystemAdmin | Role::MinistryCoordinator => true,
                Role::AgencyAdmin => by_agency_admin,
                _ => false,
            };
            let expected = if allowed { Ok(()) } else { Err(Denied::Forbidden) };
            assert_eq!(authorize(&holder(role), action), expected, "{role} {action:?}");
        }
    }
}

#[test]
fn who_is_not_known_must_say_who_they_are() {
    for actor in [Actor::Anonymous, Actor::SecretHolder(Uuid::nil()), Actor::System] {
        for (action, _) in actions() {
            assert_eq!(authorize(&actor, action), Err(Denied::Unauthenticated), "{action:?}");
        }
    }
}

#[test]
fn an_account_without_a_grant_may_nothing() {
    let person = Person {
        user: UserId(Uuid::nil()),
        reporter_key: ReporterKey(vec![]),
        former_reporter_keys: vec![],
        grants: vec![],
        second_factor: false,
    };
    for (action, _) in actions() {
        assert_eq!(authorize(&Actor::Person(person.clone()), action), Err(Denied::Forbidden), "{action:?}");
    }
}
