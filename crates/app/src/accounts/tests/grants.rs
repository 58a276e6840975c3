//! Grants on a small tree: the ministry with a component; a province with a unit, an administrative region and a city that
//! is another autonomous government, with a unit of its own.

use std::collections::BTreeSet;

use padi_agencies::agency::{Agency, AgencyKind};
use padi_kernel::{
    actor::Role,
    id::{AgencyId, GrantId, UserId},
    zone::{Locality, Zone},
};
use padi_persistence::agencies;
use uuid::Uuid;

use super::*;
use crate::idempotency::{Key, Reply};

const TREE: [(u128, &str, AgencyKind, u128, Option<&str>); 7] = [
    (MINISTRY, "kemendagri", AgencyKind::Ministry, 0, None),
    (COMPONENT, "kemendagri.ditjen", AgencyKind::Component, MINISTRY, None),
    (PROVINCE, "31", AgencyKind::Province, MINISTRY, Some("31")),
    (REGION, "31.71", AgencyKind::AdministrativeRegion, PROVINCE, Some("31")),
    (PROVINCE_UNIT, "31.dinas", AgencyKind::Unit, REGION, Some("31")),
    (CITY, "31.99", AgencyKind::City, PROVINCE, Some("31")),
    (CITY_UNIT, "31.99.dinas", AgencyKind::Unit, CITY, Some("31")),
];
const MINISTRY: u128 = 1;
const COMPONENT: u128 = 2;
const PROVINCE: u128 = 3;
const REGION: u128 = 4;
const PROVINCE_UNIT: u128 = 5;
const CITY: u128 = 6;
const CITY_UNIT: u128 = 7;

fn agency(id: u128) -> AgencyId {
    AgencyId(Uuid::from_u128(id))
}

async fn tree() -> World {
    let world = world().await;
    let tx = world.app.db().write().await.unwrap();
    for (id, code, kind, parent, province) in TREE {
        let agency = Agency {
            id: agency(id),
            code: code.to_owned(),
            kind,
            name: code.to_owned(),
            region_code: None,
            locality: Locality { zone: Zone::Wib, province: province.map(str::to_owned) },
            parent_id: (parent != 0).then(|| agency(parent)),
            active: true,
            version: 1,
        };
        agencies::insert(&tx, &agency, world.app.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    world
}

impl World {
    async fn made(&self, email: &str, role: Role, code: Option<&str>) -> Result<UserId, Error> {
        let new = NewUser {
            email: email.to_owned(),
            name: "Pejabat".to_owned(),
            role,
            agency_code: code.map(str::to_owned),
            password: secret(PASSWORD),
        };
        self.app.create_user(new).await
    }

    async fn enter(&self, email: &str) -> (TokenPair, Caller) {
        let login = Login { email: email.to_owned(), password: secret(PASSWORD), code: None };
        let pair = self.app.login(login).await.unwrap();
        let caller = self.caller(&pair).await.unwrap();
        (pair, caller)
    }

    async fn officer(&self, email: &str, role: Role, code: &str) -> Caller {
        self.made(email, role, Some(code)).await.unwrap();
        self.enter(email).await.1
    }

    async fn give(&self, caller: &Caller, user: UserId, role: Role, at: u128) -> Result<GrantId, Error> {
        self.give_once(None, caller, user, role, at).await
    }

    async fn give_once(
        &self,
        key: Option<Key>,
        caller: &Caller,
        user: UserId,
        role: Role,
        at: u128,
    ) -> Result<GrantId, Error> {
        let wanted = GrantRole { role, agency_id: agency(at) };
        let render = |granted: Granted| Ok(Reply::json(201, &granted.grant.id)?.versioned(granted.user_version));
        let answer = self.app.grant_role(key, caller, user, wanted, None, render).await?;
        Ok(serde_json::from_str(&answer.reply.body.unwrap()).unwrap())
    }
}

fn is_forbidden<T>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::Denied(Denied::Forbidden)))
}

#[tokio::test]
async fn a_grant_reaches_its_own_units_and_no_other_government() {
    let world = tree().await;
    for (email, role, code, reach, province) in [
        ("m@example.id", Role::MinistryCoordinator, "kemendagri", vec![MINISTRY, COMPONENT], None),
        ("p@example.id", Role::AgencyAdmin, "31", vec![PROVINCE, REGION, PROVINCE_UNIT], Some("31")),
        ("r@example.id", Role::UnitLiaison, "31.71", vec![REGION, PROVINCE_UNIT], Some("31")),
        ("c@example.id", Role::AgencyAdmin, "31.99", vec![CITY, CITY_UNIT], Some("31")),
        ("u@example.id", Role::UnitLiaison, "31.99.dinas", vec![CITY_UNIT], Some("31")),
    ] {
        let caller = world.officer(email, role, code).await;
        let [grant] = caller.person().unwrap().grants.as_slice() else { panic!("{email}: one grant") };
        let reached: BTreeSet<_> = grant.reach.iter().copied().collect();
        assert_eq!(reached, reach.into_iter().map(agency).collect(), "{email}");
        assert_eq!(reached.len(), grant.reach.len(), "{email}: each once");
        assert_eq!((grant.role, grant.province.as_deref()), (role, province), "{email}");
    }
}

#[tokio::test]
async fn the_command_line_makes_only_accounts_that_make_sense() {
    let world = tree().await;
    world.made("admin@example.id", Role::SystemAdmin, None).await.unwrap();
    let (_, admin) = world.enter("admin@example.id").await;
    assert_eq!(admin.person().unwrap().grants[0].agency_id, agency(MINISTRY));
    world.made("warga@example.id", Role::Citizen, None).await.unwrap();
    assert!(world.enter("warga@example.id").await.1.person().unwrap().grants.is_empty());
    for (email, role, code, fault) in [
        ("Admin@example.id", Role::SystemAdmin, None, ("/email", "already_exists")),
        ("no address", Role::Citizen, None, ("/email", "invalid_format")),
        ("a@example.id", Role::AgencyAdmin, None, ("/agency_code", "required")),
        ("a@example.id", Role::AgencyAdmin, Some("31.99.dinas"), ("/agency_code", "role_does_not_fit")),
        ("a@example.id", Role::UnitLiaison, Some("31"), ("/agency_code", "role_does_not_fit")),
        ("a@example.id", Role::AgencyAdmin, Some("99"), ("/agency_code", "unknown_value")),
        ("a@example.id", Role::Citizen, Some("31"), ("/agency_code", "role_does_not_fit")),
    ] {
        assert_eq!(faults(world.made(email, role, code).await), [(fault.0.to_owned(), fault.1)], "{email} {role}");
    }
}

#[tokio::test]
async fn an_administrator_gives_roles_within_reach() {
    let world = tree().await;
    let admin = world.officer("admin@example.id", Role::AgencyAdmin, "31").await;
    let user = world.made("warga@example.id", Role::Citizen, None).await.unwrap();
    let (pair, before) = world.enter("warga@example.id").await;
    assert!(before.person().unwrap().grants.is_empty());
    let grant = world.give(&admin, user, Role::UnitLiaison, PROVINCE_UNIT).await.unwrap();
    let after = world.caller(&pair).await.unwrap();
    assert!(after.person().unwrap().holds_at(Role::UnitLiaison, agency(PROVINCE_UNIT)), "at once");
    let again = world.give(&admin, user, Role::UnitLiaison, PROVINCE_UNIT).await;
    assert_eq!(faults(again), [("/role".to_owned(), "already_granted")]);
    assert!(is_forbidden(world.give(&admin, user, Role::AgencyAdmin, CITY).await));
    assert!(is_forbidden(world.give(&admin, user, Role::UnitLiaison, CITY_UNIT).await));
    assert!(is_forbidden(world.give(&admin, user, Role::SystemAdmin, PROVINCE).await));
    assert!(is_forbidden(world.give(&admin, user, Role::Apip, PROVINCE).await));
    assert!(is_forbidden(world.give(&admin, user, Role::UnitLiaison, 99).await), "what does not exist is not in reach");
    let misfit = world.give(&admin, user, Role::UnitLiaison, PROVINCE).await;
    assert_eq!(faults(misfit), [("/role".to_owned(), "role_does_not_fit")]);
    let unknown = world.give(&admin, UserId(Uuid::nil()), Role::UnitLiaison, PROVINCE_UNIT).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    assert!(is_forbidden(world.give(&after, user, Role::UnitLiaison, PROVINCE_UNIT).await), "a liaison gives nothing");
    assert!(is_logged_out(world.give(&Caller::anonymous(), user, Role::UnitLiaison, PROVINCE_UNIT).await));
    let stale = Some(IfMatch::OneOf(vec![1]));
    assert!(matches!(world.app.revoke_role(&admin, user, grant, stale).await, Err(Error::VersionMismatch)));
    world.app.revoke_role(&admin, user, grant, Some(IfMatch::OneOf(vec![2]))).await.unwrap();
    assert!(world.caller(&pair).await.unwrap().person().unwrap().grants.is_empty(), "at once");
    assert!(matches!(world.app.revoke_role(&admin, user, grant, None).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_administrator_neither_sees_nor_takes_what_lies_beyond() {
    let world = tree().await;
    let admin = world.officer("admin@example.id", Role::AgencyAdmin, "31").await;
    let coordinator = world.officer("m@example.id", Role::MinistryCoordinator, "kemendagri").await;
    let user = world.made("pejabat@example.id", Role::UnitLiaison, Some("31.99.dinas")).await.unwrap();
    let apip = world.give(&coordinator, user, Role::Apip, PROVINCE).await.unwrap();
    let all = world.app.user(&coordinator, user).await.unwrap();
    assert_eq!(all.grants.len(), 2);
    let seen = world.app.user(&admin, user).await.unwrap();
    assert_eq!(seen.grants.iter().map(|grant| grant.id).collect::<Vec<_>>(), [apip]);
    assert_eq!(world.app.find_users(&admin, "Pejabat@Example.id").await.unwrap(), [seen]);
    assert!(world.app.find_users(&admin, "pejabat@example").await.unwrap().is_empty());
    let beyond = all.grants.iter().find(|grant| grant.id != apip).unwrap().id;
    assert!(matches!(world.app.revoke_role(&admin, user, beyond, None).await, Err(Error::NotFound)));
    assert!(is_forbidden(world.app.revoke_role(&admin, user, apip, None).await), "seen, but not theirs to take");
    let other = world.made("lain@example.id", Role::Citizen, None).await.unwrap();
    assert!(matches!(world.app.revoke_role(&coordinator, other, apip, None).await, Err(Error::NotFound)));
    let (_, liaison) = world.enter("pejabat@example.id").await;
    assert!(is_forbidden(world.app.user(&liaison, user).await));
    assert!(is_forbidden(world.app.find_users(&liaison, EMAIL).await));
    assert!(is_logged_out(world.app.user(&Caller::anonymous(), user).await));
}

#[tokio::test]
async fn a_repeated_grant_is_answered_again() {
    let world = tree().await;
    let admin = world.officer("admin@example.id", Role::AgencyAdmin, "31").await;
    let user = world.made("warga@example.id", Role::Citizen, None).await.unwrap();
    let key = Some(Key { scope: admin.scope.clone(), key: "k-1".to_owned(), fingerprint: vec![1] });
    let first = world.give_once(key.clone(), &admin, user, Role::Ppid, PROVINCE).await.unwrap();
    let again = world.give_once(key, &admin, user, Role::Ppid, PROVINCE).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(world.app.user(&admin, user).await.unwrap().grants.len(), 1);
}
