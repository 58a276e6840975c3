//! The whole scoring by examples: place, category, names, closed agencies, ties.

use chrono::NaiveDate;
use padi_kernel::{
    id::CategoryId,
    zone::{Locality, Zone},
};
use uuid::Uuid;

use super::*;
use crate::agency::Agency;

fn id(code: &str) -> AgencyId {
    AgencyId(Uuid::from_u128(code.bytes().fold(7, |sum, byte| (sum << 5) ^ (sum >> 90) ^ u128::from(byte))))
}

fn agency(code: &str, kind: AgencyKind, name: &str, parent: Option<&str>) -> Known {
    let region_code = (kind != AgencyKind::Unit && !code.starts_with("kemendagri")).then(|| code.to_owned());
    let agency = Agency {
        id: id(code),
        code: code.to_owned(),
        kind,
        name: name.to_owned(),
        region_code,
        locality: Locality { zone: Zone::Wita, province: None },
        parent_id: parent.map(id),
        active: true,
        version: 1,
    };
    Known { agency, aliases: Vec::new() }
}

fn directory() -> Vec<Known> {
    use AgencyKind::{AdministrativeRegion, City, Component, Ministry, Province, Regency, Unit};
    let mut all = vec![
        agency("kemendagri", Ministry, "Kementerian Dalam Negeri", None),
        agency("kemendagri.dukcapil", Component, "Direktorat Jenderal Kependudukan", Some("kemendagri")),
        agency("kemendagri.otda", Component, "Direktorat Jenderal Otonomi Daerah", Some("kemendagri")),
        agency("31", Province, "Pemerintah Provinsi Daerah Khusus Ibukota Jakarta", None),
        agency("31.71", AdministrativeRegion, "Pemerintah Kota Administrasi Jakarta Pusat", Some("31")),
        agency("31.72", AdministrativeRegion, "Pemerintah Kota Administrasi Jakarta Utara", Some("31")),
        agency("73", Province, "Pemerintah Provinsi Sulawesi Selatan", None),
        agency("73.06", Regency, "Pemerintah Kabupaten Gowa", None),
        agency("73.71", City, "Pemerintah Kota Makassar", None),
        agency("73.71.dishub", Unit, "Dinas Perhubungan Kota Makassar", Some("73.71")),
        agency("73.71.dukcapil", Unit, "Dinas Kependudukan dan Pencatatan Sipil", Some("73.71")),
    ];
    all[0].aliases = vec!["Kemendagri".to_owned()];
    all[10].aliases = vec!["Disdukcapil".to_owned()];
    all
}

fn category(code: &str, name: &str) -> Category {
    Category {
        id: CategoryId(Uuid::nil()),
        code: code.to_owned(),
        name: name.to_owned(),
        parent_id: None,
        active: true,
        valid_from: NaiveDate::MIN,
        valid_to: None,
        version: 1,
    }
}

/// Each candidate as `code[/unit's code] score reasons`, and whether the coordinator decides.
fn ask(region: &str, topic: Option<(&str, &str)>, text: &str, directory: &[Known]) -> (Vec<String>, bool) {
    let category = topic.map(|(code, name)| category(code, name));
    let text = Some(text).filter(|text| !text.is_empty());
    let question = Question { region_code: region, category: category.as_ref(), parent: None, text };
    let preview = preview(&question, directory);
    let code = |id: AgencyId| {
        let found = directory.iter().find(|known| known.agency.id == id);
        found.map(|known| known.agency.code.clone()).unwrap()
    };
    let line = |candidate: &Candidate| {
        let place = candidate.unit_id.unwrap_or(candidate.agency_id);
        let reasons: Vec<_> = candidate.reasons.iter().map(Reason::code).collect();
        format!("{} {} {}", code(place), candidate.score, reasons.join(","))
    };
    (preview.candidates.iter().map(line).collect(), preview.to_coordinator)
}

/// Region, category, text, candidates, and whether the coordinator decides.
struct Asked(&'static str, Option<Topic>, &'static str, &'static [&'static str], bool);

/// Code and name of a category.
type Topic = (&'static str, &'static str);

const TRANSPORT: Option<Topic> = Some(("perhubungan", "Perhubungan"));
const CARD: Option<Topic> = Some(("ktp-el", "KTP Elektronik Kependudukan"));

const ASKED: &[Asked] = &[
    // The place alone, at every level of the code.
    Asked("73.71", None, "", &["73.71 50 place", "73 20 province_of_place"], false),
    Asked("73.71.03.1001", None, "", &["73.71 50 place", "73 20 province_of_place"], false),
    Asked("73", None, "", &["73 50 place"], false),
    // An administrative region of Jakarta is answered for by its province.
    Asked("31.71", None, "", &["31 50 answers_for_place"], false),
    Asked("31.72.01", None, "jalan di Kota Jakarta Pusat", &["31 85 answers_for_place,named"], false),
    // A place whose government is not known.
    Asked("99.99", None, "", &[], true),
    Asked("74.71", None, "di mana saja", &[], true),
    // The category finds the unit.
    Asked("73.71", TRANSPORT, "", &["73.71.dishub 60 place,category_of_unit", "73 20 province_of_place"], false),
    Asked(
        "73.71",
        CARD,
        "",
        &[
            "73.71.dukcapil 60 place,category_of_unit",
            "kemendagri.dukcapil 25 category_of_ministry",
            "73 20 province_of_place",
        ],
        false,
    ),
    // The province's own matters, the ministry's, and nobody's here.
    Asked(
        "73.06",
        Some(("energi-dan-sda", "Energi dan SDA")),
        "",
        &["73 60 category_of_province,province_of_place", "73.06 50 place"],
        false,
    ),
    Asked(
        "73.06",
        Some(("kepala-daerah", "Kepala Daerah")),
        "",
        &["kemendagri.otda 60 category_of_ministry", "73.06 50 place", "73 20 province_of_place"],
        false,
    ),
    Asked(
        "73.71",
        Some(("polri", "Polri")),
        "",
        &["73 10 province_of_place,central_affair", "73.71 10 place,central_affair"],
        true,
    ),
    // Names in the text.
    Asked(
        "73.06",
        None,
        "Pemkot Makassar menolak saya.",
        &["73.06 50 place", "73.71 35 named", "73 20 province_of_place"],
        false,
    ),
    Asked(
        "73.71",
        None,
        "Petugas Disdukcapil meminta uang.",
        &["73.71.dukcapil 85 place,named", "73 20 province_of_place"],
        false,
    ),
    Asked(
        "73.71",
        None,
        "Dinas Perhubungan dan Kemendagri",
        &["73.71.dishub 85 place,named", "kemendagri 35 named", "73 20 province_of_place"],
        false,
    ),
    Asked("99", None, "surat dari kemendagri", &["kemendagri 35 named"], true),
];

#[test]
fn place_category_and_names_make_candidates() {
    let directory = directory();
    for Asked(region, topic, text, expected, to_coordinator) in ASKED {
        let found = ask(region, *topic, text, &directory);
        let expected: Vec<_> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(found, (expected, *to_coordinator), "{region} {topic:?} {text}");
    }
}

#[test]
fn closed_agencies_are_no_candidates() {
    let mut directory = directory();
    directory[8].agency.active = false;
    assert_eq!(ask("73.71", None, "Dinas Perhubungan", &directory), (vec!["73 20 province_of_place".to_owned()], true));
    let mut directory = self::directory();
    directory[9].agency.active = false;
    let (found, to_coordinator) = ask("73.71", Some(("perhubungan", "Perhubungan")), "", &directory);
    assert_eq!((found[0].as_str(), to_coordinator), ("73.71 50 place", false));
}

#[test]
fn two_bodies_as_likely_as_each_other_go_to_the_coordinator() {
    let mut directory = directory();
    directory[8].agency.region_code = Some("73.06".to_owned());
    assert!(ask("73.06", None, "", &directory).1);
    // Two units of one body are its own to choose from.
    let two = ask("73.71", None, "Dinas Perhubungan dan Disdukcapil", &self::directory());
    assert_eq!(two.0[..2], ["73.71.dishub 85 place,named", "73.71.dukcapil 85 place,named"]);
    assert!(!two.1);
}

#[test]
fn the_order_of_the_directory_does_not_matter_and_the_list_is_short() {
    let mut directory = directory();
    for n in 0..30 {
        directory.push(agency(&format!("73.71.uji-{n:02}"), AgencyKind::Unit, "Dinas Perhubungan Laut", Some("73.71")));
    }
    let topic = Some(("perhubungan", "Perhubungan"));
    let asked = ask("73.71", topic, "Kemendagri", &directory);
    assert_eq!(asked.0.len(), MOST);
    directory.reverse();
    assert_eq!(ask("73.71", topic, "Kemendagri", &directory), asked);
}

#[test]
fn rows_in_a_ring_have_no_body() {
    let mut directory = directory();
    directory[9].agency.parent_id = Some(directory[9].agency.id);
    let (found, _) = ask("73.71", None, "Dinas Perhubungan Kota Makassar", &directory);
    assert!(found.iter().all(|line| !line.contains("dishub")), "{found:?}");
}
