//! The whole table: every giver, every role, within reach and beyond; every role at every kind of agency.

use padi_kernel::{
    actor::{Grant, ReporterKey},
    id::{GrantId, UserId},
};
use uuid::Uuid;

use super::*;

/// Who may give each role: system administrator, ministry's coordinator, agency's administrator within reach.
const GIVEN_BY: [(Role, &str); 15] = [
    (Role::Citizen, "---"),
    (Role::AgencyAdmin, "SMA"),
    (Role::UnitLiaison, "SMA"),
    (Role::UnitHead, "SMA"),
    (Role::Apip, "SM-"),
    (Role::Ppid, "SMA"),
    (Role::PpidUnit, "SMA"),
    (Role::PpidSuperior, "SMA"),
    (Role::ConsiderationTeam, "SMA"),
    (Role::MinistryCoordinator, "SM-"),
    (Role::ProvinceCoordinator, "SM-"),
    (Role::Ombudsman, "SM-"),
    (Role::Commission, "SM-"),
    (Role::PrivacyOfficer, "S--"),
    (Role::SystemAdmin, "S--"),
];

/// Where each role is held: ministry, component, province, regency, city, administrative region, unit.
const HELD_AT: [(Role, &str); 15] = [
    (Role::Citizen, "-------"),
    (Role::AgencyAdmin, "M-PRC--"),
    (Role::UnitLiaison, "-c---au"),
    (Role::UnitHead, "-c---au"),
    (Role::Apip, "McPRC-u"),
    (Role::Ppid, "M-PRC--"),
    (Role::PpidUnit, "-c---au"),
    (Role::PpidSuperior, "M-PRC--"),
    (Role::ConsiderationTeam, "M-PRC--"),
    (Role::MinistryCoordinator, "M------"),
    (Role::ProvinceCoordinator, "--P----"),
    (Role::Ombudsman, "M-P----"),
    (Role::Commission, "M-P----"),
    (Role::PrivacyOfficer, "M-PRC--"),
    (Role::SystemAdmin, "M------"),
];

fn person(role: Role, reach: &[AgencyId]) -> Person {
    let (agency_id, reach) = (reach[0], reach.to_vec());
    let grant = Grant { id: GrantId(Uuid::nil()), role, agency_id, body: agency_id, reach, province: None };
    Person {
        user: UserId(Uuid::nil()),
        reporter_key: ReporterKey(Vec::new()),
        former_reporter_keys: vec![],
        grants: vec![grant],
        second_factor: false,
    }
}

#[test]
fn every_giver_and_every_role() {
    let (own, below, other) =
        (AgencyId(Uuid::from_u128(1)), AgencyId(Uuid::from_u128(2)), AgencyId(Uuid::from_u128(3)));
    for giver in Role::ALL {
        let person = person(giver, &[own, below]);
        for (given, by) in GIVEN_BY {
            let column = match giver {
                Role::SystemAdmin => 'S',
                Role::MinistryCoordinator => 'M',
                Role::AgencyAdmin => 'A',
                _ => '!',
            };
            let allowed = by.contains(column);
            assert_eq!(may_grant(&person, given, own), allowed, "{giver} gives {given} at home");
            assert_eq!(may_grant(&person, given, below), allowed, "{giver} gives {given} below");
            let beyond = allowed && giver != Role::AgencyAdmin;
            assert_eq!(may_grant(&person, given, other), beyond, "{giver} gives {given} elsewhere");
        }
        let manages = matches!(giver, Role::SystemAdmin | Role::MinistryCoordinator | Role::AgencyAdmin);
        assert_eq!(manages_users(&person), manages, "{giver}");
        assert_eq!(sees_grant(&person, below), manages, "{giver}");
        assert_eq!(sees_grant(&person, other), manages && giver != Role::AgencyAdmin, "{giver}");
    }
}

#[test]
fn every_role_at_every_kind() {
    assert_eq!(HELD_AT.map(|(role, _)| role), Role::ALL);
    assert_eq!(GIVEN_BY.map(|(role, _)| role), Role::ALL);
    for (role, at) in HELD_AT {
        for (kind, letter) in AgencyKind::ALL.into_iter().zip(at.chars()) {
            assert_eq!(fits(role, kind), letter != '-', "{role} at {kind}");
        }
    }
}

#[test]
fn nobody_without_a_grant_gives_anything() {
    let nobody = Person {
        user: UserId(Uuid::nil()),
        reporter_key: ReporterKey(Vec::new()),
        former_reporter_keys: vec![],
        grants: Vec::new(),
        second_factor: false,
    };
    assert!(Role::ALL.into_iter().all(|role| !may_grant(&nobody, role, AgencyId(Uuid::nil()))));
    assert!(!manages_users(&nobody));
}
