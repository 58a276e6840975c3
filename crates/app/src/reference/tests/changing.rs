//! Administrators change reference data, and the history tells.

use super::*;

fn election() -> Holiday {
    Holiday {
        on: day("2026-03-25"),
        province: None,
        kind: DayKind::Holiday,
        name: " Hari pemungutan suara ".to_owned(),
    }
}

async fn due(world: &World, region: &str) -> NaiveDate {
    let law = world.app.law().await.unwrap();
    let locality = world.app.locality_of(region).await.unwrap().unwrap();
    let start = "2026-03-13T03:00:00Z".parse().unwrap();
    DueDate::of(start, 3, Unit::WorkingDay, &locality, &law.calendar).unwrap().due_on
}

#[tokio::test]
async fn a_new_holiday_counts_at_once_and_is_written_down() {
    let world = world().await;
    let coordinator = world.caller(Role::MinistryCoordinator, MINISTRY_CODE).await;
    assert_eq!(due(&world, "73.71").await, day("2026-03-25"));
    world.app.create_holiday(None, &coordinator, election(), quiet).await.unwrap();
    assert_eq!((due(&world, "73.71").await, world.calendar_version().await), (day("2026-03-26"), 2));

    let stored = world.holiday("2026-03-25").await.unwrap();
    assert_eq!(stored.holiday.name, "Hari pemungutan suara");
    let moved = ChangeHoliday { on: Some(day("2026-03-26")), ..ChangeHoliday::default() };
    let stored = world.app.change_holiday(&coordinator, stored.id, moved, version(1)).await.unwrap();
    assert_eq!((due(&world, "73.71").await, world.calendar_version().await), (day("2026-03-25"), 3));
    world.app.delete_holiday(&coordinator, stored.id, version(2)).await.unwrap();
    assert_eq!(world.calendar_version().await, 4);
    assert!(matches!(world.app.holiday(stored.id).await, Err(Error::NotFound)));

    let history = world.app.reference_history(&coordinator, Kind::Holiday, stored.id.0, first_page(10)).await.unwrap();
    let told: Vec<_> = history.items.iter().map(|change| change.operation.as_str()).collect();
    assert_eq!(told, ["deleted", "updated", "created"]);
    assert_eq!(history.items[1].before.as_ref().unwrap()["on"], "2026-03-25");
    assert_eq!(history.items[1].after.as_ref().unwrap()["on"], "2026-03-26");
    assert!(history.items.iter().all(|change| change.changed_by == UserId(Uuid::from_u128(7))));
}

#[tokio::test]
async fn a_holiday_of_a_province_counts_there_alone() {
    let world = world().await;
    let operator = world.caller(Role::SystemAdmin, MINISTRY_CODE).await;
    let regional = Holiday { province: Some("73".to_owned()), ..election() };
    world.app.create_holiday(None, &operator, regional.clone(), quiet).await.unwrap();
    assert_eq!(due(&world, "73.71").await, day("2026-03-26"));
    assert_eq!(due(&world, "73.71.01.1001").await, day("2026-03-26"), "a village that was not loaded");
    assert_eq!(due(&world, "72.71").await, day("2026-03-25"));
    for bad in ["99", "73.71", "x"] {
        let refused =
            world.app.create_holiday(None, &operator, Holiday { province: Some(bad.to_owned()), ..election() }, quiet);
        assert!(matches!(refused.await, Err(Error::Invalid(faults)) if faults[0].pointer == "/scope"), "{bad}");
    }
    let again = world.app.create_holiday(None, &operator, regional, quiet).await;
    assert!(matches!(again, Err(Error::Invalid(faults)) if faults[0].code == "taken"));
    assert_eq!(world.calendar_version().await, 2, "what was refused changed nothing");
}

#[tokio::test]
async fn a_repeat_with_its_key_changes_nothing_more() {
    let world = world().await;
    let operator = world.caller(Role::SystemAdmin, MINISTRY_CODE).await;
    let key = || Some(Key { scope: "7".to_owned(), key: "k".to_owned(), fingerprint: vec![1] });
    for replayed in [false, true, true] {
        let answer = world.app.create_holiday(key(), &operator, election(), quiet).await.unwrap();
        assert_eq!(answer.replayed, replayed);
    }
    assert_eq!(world.calendar_version().await, 2);
}

#[tokio::test]
async fn versions_are_held_against_if_match() {
    let world = world().await;
    let operator = world.caller(Role::SystemAdmin, MINISTRY_CODE).await;
    let id = world.agency("73.71").await.id;
    let change = || ChangeAgency { active: Some(false), ..ChangeAgency::default() };
    let missing = world.app.change_agency(&operator, id, change(), None).await;
    assert!(matches!(missing, Err(Error::IfMatchRequired)));
    let stale = world.app.change_agency(&operator, id, change(), version(9)).await;
    assert!(matches!(stale, Err(Error::VersionMismatch)));
    let done = world.app.change_agency(&operator, id, change(), version(1)).await.unwrap();
    assert_eq!((done.agency.active, done.agency.version), (false, 2));
    let same = world.app.change_agency(&operator, id, change(), version(2)).await.unwrap();
    assert_eq!(same, done, "what changes nothing is no change");
    let history = world.app.reference_history(&operator, Kind::Agency, id.0, first_page(10)).await.unwrap();
    assert_eq!(history.items.len(), 1);
    let again = world.app.change_agency(&operator, id, change(), version(1)).await;
    assert!(matches!(again, Err(Error::VersionMismatch)));
    let unknown = world.app.change_agency(&operator, AgencyId(Uuid::nil()), change(), None).await;
    assert!(matches!(unknown, Err(Error::NotFound)), "404 before 412");
}

#[tokio::test]
async fn an_administrator_sets_up_units_of_the_own_agency() {
    let world = world().await;
    let admin = world.caller(Role::AgencyAdmin, "73.71").await;
    let unit = |parent: &Agency, kind, code: &str| NewAgency {
        parent_id: parent.id,
        kind,
        name: "Dinas Kependudukan dan Pencatatan Sipil".to_owned(),
        code: code.to_owned(),
    };
    let (makassar, gowa) = (world.agency("73.71").await, world.agency("73.06").await);
    let new = unit(&makassar, AgencyKind::Unit, "73.71.dukcapil");
    world.app.create_agency(None, &admin, new.clone(), quiet).await.unwrap();
    let made = world.agency("73.71.dukcapil").await;
    assert_eq!((made.region_code.as_deref(), &made.locality), (Some("73.71"), &makassar.locality));
    assert_eq!((made.parent_id, made.active, made.version), (Some(makassar.id), true, 1));

    let taken = world.app.create_agency(None, &admin, new, quiet).await;
    assert!(matches!(taken, Err(Error::Invalid(faults)) if faults[0].pointer == "/code"));
    for (parent, kind, code) in [(&gowa, AgencyKind::Unit, "73.06.x"), (&makassar, AgencyKind::City, "73.99")] {
        let refused = world.app.create_agency(None, &admin, unit(parent, kind, code), quiet).await;
        assert!(matches!(refused, Err(Error::Denied(Denied::Forbidden))), "{code}");
    }
    let own = world.app.change_agency(&admin, makassar.id, ChangeAgency::default(), version(1)).await;
    assert!(matches!(own, Err(Error::Denied(Denied::Forbidden))), "not the agency itself");
    let admin = world.caller(Role::AgencyAdmin, "73.71").await;
    let closed = ChangeAgency { active: Some(false), ..ChangeAgency::default() };
    assert!(!world.app.change_agency(&admin, made.id, closed, version(1)).await.unwrap().agency.active);
    let history = world.app.reference_history(&admin, Kind::Agency, made.id.0, first_page(1)).await.unwrap();
    assert_eq!((history.items.len(), history.next.is_some(), history.total.unwrap().value), (1, true, 2));
}

#[tokio::test]
async fn what_makes_no_sense_is_told_all_at_once() {
    let world = world().await;
    let operator = world.caller(Role::SystemAdmin, MINISTRY_CODE).await;
    let makassar = world.agency("73.71").await;
    let new = NewAgency {
        parent_id: makassar.id,
        kind: AgencyKind::Component,
        name: "  ".to_owned(),
        code: "Dinas X".to_owned(),
    };
    let Err(Error::Invalid(faults)) = world.app.create_agency(None, &operator, new, quiet).await else {
        panic!("taken");
    };
    let faults: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
    assert_eq!(faults, [("/name", "required"), ("/code", "invalid_format"), ("/kind", "contradictory")]);
    let rule = world.app.law().await.unwrap().rules.find("padi", "C10").unwrap().clone();
    let change = ChangeRule { length: Some(1001), valid_to: Some(Some(day("2009-01-01"))), ..ChangeRule::default() };
    let Err(Error::Invalid(faults)) = world.app.change_rule(&operator, rule.id, change, version(1)).await else {
        panic!("taken");
    };
    let faults: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
    assert_eq!(faults, [("/length", "out_of_range"), ("/valid_to", "contradictory")]);
}

#[tokio::test]
async fn others_change_nothing() {
    let world = world().await;
    let rule = world.app.law().await.unwrap().rules.find("padi", "C10").unwrap().clone();
    let nobody = Caller::anonymous();
    let refused = world.app.change_rule(&nobody, rule.id, ChangeRule::default(), version(1)).await;
    assert!(matches!(refused, Err(Error::Denied(Denied::Unauthenticated))));
    let refused = world.app.create_holiday(None, &nobody, election(), quiet).await;
    assert!(matches!(refused, Err(Error::Denied(Denied::Unauthenticated))));
    let liaison = world.caller(Role::AgencyAdmin, "73.71").await;
    let refused = world.app.change_rule(&liaison, rule.id, ChangeRule::default(), version(1)).await;
    assert!(matches!(refused, Err(Error::Denied(Denied::Forbidden))));
    let refused = world.app.reference_history(&liaison, Kind::Rule, rule.id.0, first_page(10)).await;
    assert!(matches!(refused, Err(Error::Denied(Denied::Forbidden))));
    let unknown = world.app.reference_history(&liaison, Kind::Rule, Uuid::nil(), first_page(10)).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}
