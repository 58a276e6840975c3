//! Loading at start: once, quickly, by many, and never over an administrator's change.

use super::*;

#[tokio::test]
async fn loading_again_does_nothing_and_is_quick() {
    let world = empty_world().await;
    let started = Instant::now();
    world.app.load_reference().await.unwrap();
    let first = started.elapsed();
    let makassar = world.agency("73.71").await;
    let started = Instant::now();
    world.app.load_reference().await.unwrap();
    let again = started.elapsed();
    println!("first {first:?}, again {again:?}");
    assert!(first.as_secs() < 20 && again.as_millis() < 1000, "first {first:?}, again {again:?}");
    assert_eq!(world.agency("73.71").await, makassar);
    let all = world.app.agencies(&agencies::Filter::default(), &first_page(1)).await.unwrap();
    assert_eq!(all.total.unwrap().value, 1112);
    assert_eq!(world.calendar_version().await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_start_together_load_once() {
    let world = empty_world().await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let app = world.app.clone();
        tasks.spawn(async move { app.load_reference().await });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap().unwrap();
    }
    let count = world.app.agencies(&agencies::Filter::default(), &first_page(1)).await.unwrap().total.unwrap().value;
    assert_eq!(count, 1112);
    let filter = crate::reference::holidays::Filter::default();
    assert_eq!(world.app.holidays(&filter, &first_page(1)).await.unwrap().total.unwrap().value, 303);
}

#[tokio::test]
async fn a_new_file_leaves_alone_what_an_administrator_changed() {
    let world = world().await;
    let operator = world.caller(Role::SystemAdmin, MINISTRY_CODE).await;
    let makassar = world.agency("73.71").await;
    let renamed = ChangeAgency { name: Some("Pemkot Makassar".to_owned()), active: None };
    let renamed = world.app.change_agency(&operator, makassar.id, renamed, version(1)).await.unwrap();
    let gone = world.holiday("2026-03-20").await.unwrap();
    world.app.delete_holiday(&operator, gone.id, version(1)).await.unwrap();
    let rule = world.app.law().await.unwrap().rules.find("panrb-5-2025", "C3c").unwrap().clone();
    let longer = ChangeRule { length: Some(20), ..ChangeRule::default() };
    world.app.change_rule(&operator, rule.id, longer, version(1)).await.unwrap();

    world.forget_hashes().await;
    world.app.load_reference().await.unwrap();

    assert_eq!(world.agency("73.71").await, renamed.agency);
    assert_eq!(renamed.aliases, ["Pemerintah Kota Makassar"]);
    assert_eq!(world.holiday("2026-03-20").await, None);
    assert_eq!(world.app.rule(rule.id).await.unwrap().rule.length, 20);
    assert_eq!(world.calendar_version().await, 2, "nothing but the deletion changed the list");
}

#[tokio::test]
async fn a_new_file_mends_rows_that_nobody_touched() {
    let world = world().await;
    // As if an older program had brought another name, another day of Idulfitri and no Puspen.
    world
        .app
        .write(|app, tx| {
            Box::pin(async move {
                let now = app.now();
                let mut makassar = agencies::find_by_code(tx, "73.71").await?.unwrap();
                makassar.name = "Kotamadya Ujung Pandang".to_owned();
                agencies::update(tx, &mut makassar, now).await?;
                let mut akta = categories::find_by_code(tx, "akta").await?.unwrap();
                akta.name = "Akte".to_owned();
                categories::update(tx, &mut akta, now).await?;
                let holiday = Holiday {
                    on: day("2026-03-26"),
                    province: None,
                    kind: DayKind::Holiday,
                    name: "Hari Raya Idul Fitri".to_owned(),
                };
                let id = padi_kernel::id::HolidayId(sources::fixed_id("holiday", "an older key"));
                padi_persistence::holidays::insert(tx, &StoredHoliday { id, holiday, version: 1 }, now).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    world.forget_hashes().await;
    world.app.load_reference().await.unwrap();
    let makassar = world.agency("73.71").await;
    assert_eq!(
        (makassar.name.as_str(), makassar.version),
        ("Pemerintah Kota Makassar", 3),
        "a new version, so a new tag"
    );
    let akta = categories::find_by_code(world.app.db(), "akta").await.unwrap().unwrap();
    assert_eq!(akta.name, "Akta Pencatatan Sipil");
    assert_eq!(world.holiday("2026-03-26").await, None, "the day of the older file is gone");
    assert_eq!(world.calendar_version().await, 2);
}

#[tokio::test]
async fn bodies_answer_for_what_is_below_them() {
    let world = world().await;
    let db = world.app.db();
    for (unit, body) in [
        ("31.71", "31"),
        ("31", "31"),
        ("73.71", "73.71"),
        ("kemendagri.setjen.puspen", "kemendagri"),
        ("kemendagri.dukcapil", "kemendagri"),
    ] {
        let id = world.agency(unit).await.id;
        let (found, desk) = agencies::body_of(db, id).await.unwrap().unwrap();
        assert_eq!((found.code.as_str(), desk.code.as_str()), (unit, body));
        assert_eq!(agencies::is_below(db, id, desk.id).await.unwrap(), unit != body, "{unit}");
    }
    let (makassar, province) = (world.agency("73.71").await.id, world.agency("73").await.id);
    assert!(!agencies::is_below(db, makassar, province).await.unwrap(), "cities are autonomous");
    assert_eq!(agencies::body_of(db, AgencyId(Uuid::nil())).await.unwrap(), None);
}

#[tokio::test]
async fn lists_go_on_where_the_page_before_ended() {
    let world = world().await;
    let filter = super::super::regions::Filter { parent_code: Some("73".to_owned()), ..Default::default() };
    let (mut seen, mut page) = (Vec::new(), first_page(7));
    loop {
        let found = world.app.regions(&filter, &page).await.unwrap();
        assert_eq!(found.total.unwrap().value, 24);
        seen.extend(found.items.into_iter().map(|region| region.code));
        match found.next {
            Some(next) => page.after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen.len(), 24);
    assert!(seen.is_sorted() && seen.iter().all(|code| code.starts_with("73.")));
    let makassar = super::super::regions::Filter { q: Some("MAKASSAR".to_owned()), ..Default::default() };
    let found = world.app.regions(&makassar, &first_page(50)).await.unwrap().items;
    assert!(found.iter().any(|region| region.code == "73.71"));
    let percent = super::super::regions::Filter { q: Some("%".to_owned()), ..Default::default() };
    assert_eq!(world.app.regions(&percent, &first_page(50)).await.unwrap().items, []);
}
