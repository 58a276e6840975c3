//! What the files hold.

use super::*;

#[test]
fn the_regions_are_those_of_the_decree() {
    let regions = sources::regions().unwrap();
    for (kind, count) in [("province", 38), ("regency", 416), ("city", 98), ("district", 7285)] {
        assert_eq!(regions.iter().filter(|region| region.kind == kind).count(), count, "{kind}");
    }
    let codes: HashSet<_> = regions.iter().map(|region| region.code.as_str()).collect();
    assert_eq!(codes.len(), regions.len());
    for region in &regions {
        assert!(is_region_code(&region.code), "{}", region.code);
        let parent = region.parent_code.as_deref();
        assert!(parent.is_none_or(|parent| codes.contains(parent)), "{}", region.code);
        assert_eq!(parent.is_none(), region.kind == "province", "{}", region.code);
    }
    for (code, zone) in
        [("32", Zone::Wib), ("61.01", Zone::Wib), ("51", Zone::Wita), ("73.71", Zone::Wita), ("96", Zone::Wit)]
    {
        assert_eq!(regions.iter().find(|region| region.code == code).unwrap().zone, zone, "{code}");
    }
}

#[test]
fn each_region_has_its_government_and_the_ministry_its_components() {
    let agencies = sources::agencies().unwrap();
    let count = |kind| agencies.iter().filter(|agency| agency.kind == kind).count();
    let counts = AgencyKind::ALL.map(|kind| (kind, count(kind)));
    let expected = [
        (AgencyKind::Ministry, 1),
        (AgencyKind::Component, 12),
        (AgencyKind::Province, 38),
        (AgencyKind::Regency, 415),
        (AgencyKind::City, 93),
        (AgencyKind::AdministrativeRegion, 6),
        (AgencyKind::Unit, 547),
    ];
    assert_eq!(counts, expected);
    let by_code = |code: &str| agencies.iter().find(|agency| agency.code == code).unwrap();
    for (code, name) in [
        ("73", "Pemerintah Provinsi Sulawesi Selatan"),
        ("73.71", "Pemerintah Kota Makassar"),
        ("73.06", "Pemerintah Kabupaten Gowa"),
        ("31.71", "Pemerintah Kota Administrasi Jakarta Pusat"),
        ("kemendagri.setjen.puspen", "Pusat Penerangan"),
    ] {
        assert_eq!(by_code(code).name, name);
    }
    let ids: HashSet<_> = agencies.iter().map(|agency| agency.id).collect();
    assert_eq!(ids.len(), agencies.len());
    for agency in &agencies {
        assert!(agency.parent_id.is_none_or(|parent| ids.contains(&parent)), "{}", agency.code);
        assert_eq!(agency.kind.is_body(), agency.parent_id.is_none(), "{}", agency.code);
        assert!(padi_agencies::code::is_code(&agency.code), "{}", agency.code);
        assert!(sources::is_fixed(agency.id.0));
    }
    assert_eq!(by_code("31.01").parent_id, Some(by_code("31").id));
    assert_eq!(by_code("kemendagri").locality, Locality::ministry());
    let makassar = Locality { zone: Zone::Wita, province: Some("73".to_owned()) };
    assert_eq!(by_code("73.71").locality, makassar);
}

#[test]
fn ids_are_the_same_on_every_machine() {
    let ministry = sources::fixed_id("agency", MINISTRY_CODE);
    assert_eq!(ministry.to_string(), "1ea3d58e-8899-8847-b260-128dc0d83e36", "a changed id would double every row");
    assert_ne!(sources::fixed_id("agency", "akta"), sources::fixed_id("category", "akta"));
}

#[test]
fn the_categories_are_a_tree_of_two_levels() {
    let categories = sources::categories().unwrap();
    let codes: HashSet<_> = categories.iter().map(|category| category.code.as_str()).collect();
    assert_eq!((categories.len(), codes.len()), (66, 66));
    let tops: HashSet<_> = categories.iter().filter(|c| c.parent_id.is_none()).map(|c| c.id).collect();
    assert_eq!(tops.len(), 50);
    assert!(categories.iter().all(|category| category.parent_id.is_none_or(|parent| tops.contains(&parent))));
    assert!(["kependudukan", "ktp-el", "kartu-keluarga", "akta", "lainnya"].iter().all(|code| codes.contains(code)));
}

/// Code, length, unit, whose clock (A or R).
const RULES: [(&str, i32, Unit, char); 62] = {
    use Unit::{CalendarDay as Cd, ClockHour as H, Month as M, WorkingDay as Wd, Year as Y};
    [
        ("C1", 3, Wd, 'A'),
        ("C2", 5, Wd, 'A'),
        ("C3a", 5, Wd, 'A'),
        ("C3b", 5, Wd, 'A'),
        ("C3c", 14, Wd, 'A'),
        ("C3d", 60, Wd, 'A'),
        ("C4", 10, Wd, 'R'),
        ("C5", 10, Wd, 'R'),
        ("C6", 60, Cd, 'A'),
        ("C7", 14, Cd, 'A'),
        ("C8", 14, Cd, 'A'),
        ("C9", 30, Cd, 'R'),
        ("C10", 10, Wd, 'R'),
        ("C11", 1, Wd, 'A'),
        ("C12", 30, Cd, 'R'),
        ("C13", 2, Y, 'R'),
        ("C14", 30, Cd, 'R'),
        ("C15", 14, Cd, 'A'),
        ("P1", 1, Wd, 'A'),
        ("P2", 10, Wd, 'A'),
        ("E1", -1, Wd, 'A'),
        ("E2", 3, Wd, 'A'),
        ("E3", 5, Wd, 'A'),
        ("R1", 3, Wd, 'A'),
        ("R2", 3, Wd, 'R'),
        ("R3", 10, Wd, 'A'),
        ("R4", 7, Wd, 'A'),
        ("R5", 3, Wd, 'A'),
        ("R6", 5, Wd, 'A'),
        ("R7", 14, Cd, 'R'),
        ("R8W", -60, Wd, 'A'),
        ("R8", -30, Wd, 'A'),
        ("R9", 30, Y, 'A'),
        ("R10", 6, M, 'A'),
        ("R11", 0, H, 'A'),
        ("O1", 30, Wd, 'R'),
        ("O2", 30, Wd, 'A'),
        ("O3", 7, Wd, 'A'),
        ("D1", 14, Wd, 'R'),
        ("D2", 3, Wd, 'A'),
        ("D3", 7, Wd, 'R'),
        ("D4", 14, Wd, 'A'),
        ("D5", 3, Wd, 'A'),
        ("D6", 14, Wd, 'A'),
        ("D7", 7, Wd, 'A'),
        ("D8", 100, Wd, 'A'),
        ("D9", 3, Wd, 'A'),
        ("D10", 14, Wd, 'R'),
        ("D11", 60, Cd, 'A'),
        ("D12", 14, Cd, 'R'),
        ("D13", 30, Cd, 'A'),
        ("X1", 72, H, 'A'),
        ("X2", 72, H, 'A'),
        ("X3", 72, H, 'A'),
        ("X4", 72, H, 'A'),
        ("X5", 3, M, 'A'),
        ("X6", 1, Y, 'A'),
        ("X9", 30, Cd, 'A'),
        ("T1", 5, Y, 'A'),
        ("T2", 10, Y, 'A'),
        ("T3", 2, Y, 'A'),
        ("T4", 5, Y, 'A'),
    ]
};

#[test]
fn the_rules_are_those_of_the_law() {
    use padi_kernel::rule::Party;
    let book = RuleBook::new(sources::rules().unwrap().into_iter().map(|stored| stored.rule).collect());
    let codes: HashSet<_> = book.all().iter().map(|rule| rule.code.as_str()).collect();
    assert_eq!(codes, RULES.iter().map(|rule| rule.0).collect());
    for (code, length, unit, party) in RULES {
        let party = if party == 'R' { Party::Reporter } else { Party::Agency };
        for rule in book.all().iter().filter(|rule| rule.code == code) {
            assert_eq!((rule.length, rule.unit, rule.party), (length, unit, party), "{} {code}", rule.rule_set);
        }
    }
    for (code, on, set, confirmed) in [
        ("C3c", "2016-05-02", "panrb-24-2014", false),
        ("C3c", "2024-12-31", "panrb-62-2018", true),
        ("C3c", "2025-01-01", "panrb-5-2025", false),
        ("C6", "2026-03-13", "perpres-76-2013", true),
        ("C9", "2026-03-13", "uu-25-2009", false),
        ("C10", "2026-03-13", "padi", false),
        ("R3", "2026-03-13", "kip-2008", true),
    ] {
        let rule = book.rule(code, day(on)).unwrap();
        assert_eq!((rule.rule_set.as_str(), rule.confirmed), (set, confirmed), "{code} {on}");
    }
    for (code, ..) in RULES.iter().filter(|(code, ..)| code.starts_with(['C', 'P', 'E'])) {
        let mut on = day("2015-01-01");
        while on < day("2030-01-01") {
            assert!(book.rule(code, on).is_ok(), "{code} {on}");
            on += chrono::TimeDelta::days(1);
        }
    }
}

#[test]
fn hints_and_other_names_are_of_what_there_is() {
    let agencies: HashSet<_> = sources::agencies().unwrap().into_iter().map(|agency| agency.code).collect();
    let categories: HashSet<_> = sources::categories().unwrap().into_iter().map(|category| category.code).collect();
    for (category, component) in padi_agencies::routing::hinted_categories() {
        assert!(categories.contains(category), "{category}");
        let known = component.is_none_or(|code| agencies.contains(&format!("{MINISTRY_CODE}.{code}")));
        assert!(known, "{category}: {component:?}");
    }
    let ids: HashSet<_> = sources::agencies().unwrap().into_iter().map(|agency| agency.id).collect();
    let aliases = sources::agency_aliases().unwrap();
    assert!(aliases.len() > 20 && aliases.iter().all(|(agency, _)| ids.contains(agency)));
    let keys: HashSet<_> =
        aliases.iter().map(|(agency, name)| (*agency, padi_agencies::routing::name_key(name))).collect();
    assert_eq!(keys.len(), aliases.len());
}
