use padi_kernel::{
    actor::{Actor, Denied, Grant, Person, ReporterKey, Role},
    id::{AgencyId, ComplaintId, GrantId, UserId},
};
use uuid::Uuid;

use super::requests::filed;
use crate::{
    policy::{Capacity, Reach, allowed_actions, capacity, may_decide, reach, sees_changes},
    request::{Command, Kind, RefusalReason, State, Subject},
};

const MINISTRY: AgencyId = AgencyId(Uuid::from_u128(100));
const CITY: AgencyId = AgencyId(Uuid::from_u128(200));
const OTHER_CITY: AgencyId = AgencyId(Uuid::from_u128(300));

fn person(user: u128, role: Option<(Role, AgencyId)>) -> Person {
    let grants = role.map(|(role, agency_id)| Grant {
        id: GrantId(Uuid::from_u128(user)),
        role,
        agency_id,
        body: agency_id,
        reach: vec![agency_id],
        province: None,
    });
    Person {
        user: UserId(Uuid::from_u128(user)),
        reporter_key: ReporterKey(vec![1]),
        former_reporter_keys: Vec::new(),
        grants: grants.into_iter().collect(),
        second_factor: false,
    }
}

#[test]
fn who_sees_which_request() {
    let of_account = filed(Kind::Access, Subject::Account(UserId(Uuid::from_u128(1))), MINISTRY);
    let of_case = filed(Kind::Erasure, Subject::Reporter(ComplaintId(Uuid::from_u128(9))), CITY);
    let erased = filed(Kind::Erasure, Subject::Erased, MINISTRY);
    let officer = |agency| Actor::Person(person(5, Some((Role::PrivacyOfficer, agency))));
    let (subject, decides, hidden) = (Ok(Capacity::Subject), Ok(Capacity::Officer), Err(Denied::Hidden));
    for (actor, expected) in [
        (Actor::Anonymous, [Err(Denied::Unauthenticated); 3]),
        (Actor::Person(person(1, None)), [subject, hidden, hidden]),
        (Actor::Person(person(2, None)), [hidden; 3]),
        (Actor::SecretHolder(Uuid::from_u128(9)), [hidden, subject, hidden]),
        (Actor::SecretHolder(Uuid::from_u128(1)), [hidden; 3]),
        (officer(MINISTRY), [decides; 3]),
        (officer(CITY), [hidden, decides, hidden]),
        (officer(OTHER_CITY), [hidden; 3]),
        (Actor::Person(person(5, Some((Role::SystemAdmin, MINISTRY)))), [hidden; 3]),
        (Actor::Person(person(5, Some((Role::AgencyAdmin, CITY)))), [hidden; 3]),
        // Nobody decides on their own request.
        (Actor::Person(person(1, Some((Role::PrivacyOfficer, MINISTRY)))), [subject, decides, decides]),
    ] {
        let found = [&of_account, &of_case, &erased].map(|request| capacity(&actor, request, MINISTRY, false));
        assert_eq!(found, expected, "{actor:?}");
    }
}

#[test]
fn what_an_inspectorate_examines_is_hidden_from_the_house_of_the_accused() {
    let of_case = filed(Kind::Correction, Subject::Reporter(ComplaintId(Uuid::from_u128(9))), CITY);
    let officer = |agency| Actor::Person(person(5, Some((Role::PrivacyOfficer, agency))));
    assert_eq!(capacity(&officer(CITY), &of_case, MINISTRY, true), Err(Denied::Hidden));
    assert_eq!(capacity(&officer(MINISTRY), &of_case, MINISTRY, true), Ok(Capacity::Officer));
    assert_eq!(capacity(&Actor::SecretHolder(Uuid::from_u128(9)), &of_case, MINISTRY, true), Ok(Capacity::Subject));
}

#[test]
fn an_identity_needs_a_second_factor() {
    let weak = Actor::Person(person(5, Some((Role::PrivacyOfficer, MINISTRY))));
    let Actor::Person(strong) = weak.clone() else { panic!() };
    let strong = Actor::Person(Person { second_factor: true, ..strong });
    assert!(!sees_changes(&weak, Capacity::Officer) && sees_changes(&strong, Capacity::Officer));
    assert!(sees_changes(&weak, Capacity::Subject), "one's own");
    for command in [Command::CheckIdentity, Command::Grant] {
        assert_eq!(may_decide(&weak, command), Err(Denied::SecondFactor));
        assert_eq!(may_decide(&strong, command), Ok(()));
    }
    assert_eq!(may_decide(&weak, Command::Refuse(RefusalReason::Retention)), Ok(()));
}

#[test]
fn an_officer_of_the_ministry_reaches_everything() {
    let at = |agency| reach(&person(5, Some((Role::PrivacyOfficer, agency))), MINISTRY);
    assert_eq!(at(MINISTRY), Some(Reach::Everything));
    assert_eq!(at(CITY), Some(Reach::Agencies(vec![CITY])));
    assert_eq!(reach(&person(5, None), MINISTRY), None);
}

#[test]
fn what_may_be_done_when() {
    let mut request = filed(Kind::Erasure, Subject::Reporter(ComplaintId(Uuid::from_u128(9))), CITY);
    assert!(allowed_actions(Capacity::Subject, &request, false).is_empty());
    for (state, free, held) in [
        (State::Received, vec!["check_identity", "grant", "refuse"], vec!["check_identity", "refuse"]),
        (State::IdentityCheck, vec!["grant", "refuse"], vec!["refuse"]),
        (State::Granted, vec![], vec![]),
        (State::Refused, vec![], vec![]),
        (State::Notified, vec![], vec![]),
    ] {
        request.state = state;
        assert_eq!(allowed_actions(Capacity::Officer, &request, false), free, "{state}");
        assert_eq!(allowed_actions(Capacity::Officer, &request, true), held, "{state}");
    }
}
