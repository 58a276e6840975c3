//! The registers and the yearly figures.

use chrono::NaiveDate;
use padi_kernel::{
    actor::{
        ActorRole::{Ppid, PpidSuperior, Reporter},
        Denied,
    },
    cell::Cell,
    zone::Zone,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    docket::{handover, partial, refusal},
    place::{self, accept},
    world::{Who, World, at, identity, person, text},
};
use crate::{
    article::Article,
    consequence_test::TestOutcome,
    objection::{Ground, command::Command as OnObjection},
    register::{
        self, OBJECTION_HEADINGS, ObjectionRow, Period, REQUEST_HEADINGS, RequestRow, Superior,
        figures::{Facts, Figures, HandlingTime, RefusalReason, Tally},
    },
    request::{command::Command, state::Outcome},
};

fn printed(cells: Vec<Cell>) -> Vec<String> {
    cells.iter().map(Cell::print).collect()
}

#[test]
fn a_request_that_was_served_fills_its_row() {
    let world = World::new();
    let mut docket = place::docket(&world, "notified_fee");
    let paid_at = docket.now;
    docket.act(Ppid, Command::RecordPayment { amount_idr: 5_000, paid_at, reference: text("SSRD 17") });
    docket.at(at(Zone::Wita, "2026-05-13 10:00")).act(Ppid, handover());
    let row = RequestRow::of(3, &docket.request, Some(&identity()));
    let expected = json!({
        "no": 3, "registration_number": "0007/PPID/73.71/V/2026", "received_on": "2026-05-11", "name": "Siti Aminah",
        "address": "Jl. Mawar 1", "contact": "siti@contoh.id", "occupation": "Peneliti",
        "information": "Realisasi belanja jalan 2025", "purpose": "Penelitian", "in_possession": true,
        "not_documented": false, "form_held": "Berkas", "kind_of_request": "copy", "decision": "granted",
        "notified_on": "2026-05-11", "given_on": "2026-05-13", "cost_idr": 5000, "payment_method": "SSRD 17"
    });
    assert_eq!(serde_json::to_value(&row).unwrap(), expected);
    let line = "3|0007/PPID/73.71/V/2026|2026-05-11|Siti Aminah|Jl. Mawar 1|siti@contoh.id|Peneliti|\
        Realisasi belanja jalan 2025|Penelitian|ya|tidak|Berkas|Meminta salinan|Diberikan seluruhnya||2026-05-11|\
        2026-05-13|5000|SSRD 17";
    assert_eq!(printed(row.cells()).join("|"), line);
}

#[test]
fn what_is_erased_or_not_to_be_shown_leaves_its_row_and_number() {
    let world = World::new();
    let docket = place::docket(&world, "lapsed_incomplete");
    let row = serde_json::to_value(RequestRow::of(1, &docket.request, None)).unwrap();
    let keys: Vec<_> = row.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["information", "kind_of_request", "no", "purpose", "received_on", "registration_number"]);
}

#[test]
fn each_outcome_in_its_words() {
    let world = World::new();
    let row = |place: &str| {
        let row = RequestRow::of(1, &place::docket(&world, place).request, None);
        let reason = row.refusal_reason.clone();
        (row.in_possession, row.not_documented, row.decision, reason, row.cells()[13].print())
    };
    let letter = Some(text("Ps 17 huruf h"));
    assert_eq!(
        row("notified_refused"),
        (Some(true), Some(false), Some(Outcome::Refused), letter.clone(), text("Ditolak"))
    );
    assert_eq!(
        row("notified_partial"),
        (Some(true), Some(false), Some(Outcome::GrantedPartial), letter, text("Diberikan sebagian"))
    );
    assert_eq!(
        row("notified_not_held"),
        (Some(false), Some(false), Some(Outcome::NotHeld), None, text("Tidak dikuasai"))
    );
    let mut docket = place::docket(&world, "review");
    docket.act(Ppid, Command::NotDocumented { text: text("-") });
    let row = RequestRow::of(1, &docket.request, None);
    assert_eq!((row.in_possession, row.not_documented), (None, Some(true)));
    assert_eq!(row.cells()[13].print(), "Belum didokumentasikan");
}

#[test]
fn an_objection_fills_its_row() {
    let world = World::new();
    let mut docket = place::docket(&world, "notified_refused");
    docket.at(at(Zone::Wita, "2026-05-13 10:00")).file_objection(&[Ground::A, Ground::D]);
    docket.at(at(Zone::Wita, "2026-05-18 10:00")).object(PpidSuperior, accept(None));
    let superior = || Superior { name: Some(text("Drs. Amir")), position: Some(text("Sekretaris Daerah")) };
    let row = ObjectionRow::of(1, docket.objection(), Some(&identity()), superior());
    let value = serde_json::to_value(&row).unwrap();
    let expected = json!({
        "no": 1, "filed_on": "2026-05-13", "name": "Siti Aminah", "address": "Jl. Mawar 1", "occupation": "Peneliti",
        "email": "siti@contoh.id", "information": "Realisasi belanja jalan 2025", "purpose": "Penelitian",
        "ground_a": true, "ground_b": false, "ground_c": false, "ground_d": true, "ground_e": false,
        "ground_f": false, "ground_g": false, "decision": "accepted", "answered_on": "2026-05-18",
        "superior_name": "Drs. Amir", "superior_position": "Sekretaris Daerah"
    });
    assert_eq!(value, expected);
    let line = "1|2026-05-13|Siti Aminah|Jl. Mawar 1|Peneliti|||siti@contoh.id|Realisasi belanja jalan 2025|Penelitian|\
        √|||√||||Dikabulkan|2026-05-18|Drs. Amir|Sekretaris Daerah|";
    assert_eq!(printed(row.cells()).join("|"), line);
    docket.at(at(Zone::Wita, "2026-08-01 10:00"));
    let ended = ObjectionRow::of(1, docket.objection(), None, Superior::default());
    assert_eq!(ended.cells().last().unwrap().print(), "Tidak mengajukan sengketa");
    let mut withdrawn = place::docket(&world, "under_objection");
    withdrawn.object(Reporter, OnObjection::Withdraw { reason: None });
    let row = ObjectionRow::of(1, withdrawn.objection(), None, Superior::default());
    assert_eq!(row.cells().last().unwrap().print(), "Mencabut keberatan");
    let mut settled = place::docket(&world, "under_objection");
    let offer = OnObjection::ProposeSettlement { text: text("-"), period: None };
    settled.object(Ppid, offer).object(Reporter, OnObjection::Settle);
    let row = ObjectionRow::of(1, settled.objection(), None, Superior::default());
    assert_eq!(row.cells().last().unwrap().print(), "Menyepakati");
}

#[test]
fn the_keys_are_those_of_the_contract() {
    let requests = "no registration_number received_on name address contact occupation information purpose in_possession \
        not_documented form_held kind_of_request decision refusal_reason notified_on given_on cost_idr payment_method";
    let objections = "no filed_on name address occupation npwp phone email information purpose ground_a ground_b ground_c \
        ground_d ground_e ground_f ground_g decision answered_on superior_name superior_position applicant_response";
    let keys = |headings: &[(&'static str, &str)]| headings.iter().map(|(key, _)| *key).collect::<Vec<_>>();
    assert_eq!(keys(&REQUEST_HEADINGS), requests.split_whitespace().collect::<Vec<_>>());
    assert_eq!(keys(&OBJECTION_HEADINGS), objections.split_whitespace().collect::<Vec<_>>());
    let world = World::new();
    let docket = place::docket(&world, "under_objection");
    assert_eq!(RequestRow::of(1, &docket.request, None).cells().len(), REQUEST_HEADINGS.len());
    let row = ObjectionRow::of(1, docket.objection(), None, Superior::default());
    assert_eq!(row.cells().len(), OBJECTION_HEADINGS.len());
    for (heading, serialized) in [
        (&REQUEST_HEADINGS[..], serde_json::to_value(RequestRow::of(1, &docket.request, None))),
        (&OBJECTION_HEADINGS[..], serde_json::to_value(row)),
    ] {
        for key in serialized.unwrap().as_object().unwrap().keys() {
            assert!(heading.iter().any(|(known, _)| known == key), "{key}");
        }
    }
}

#[test]
fn the_registers_are_for_the_information_officers_and_their_superior() {
    let world = World::new();
    for who in Who::ALL {
        let actor = who.actor(&world, Uuid::nil());
        let expected = match who {
            Who::Ppid => Ok(Ppid),
            Who::Superior => Ok(PpidSuperior),
            Who::Anonymous => Err(Denied::Unauthenticated),
            _ => Err(Denied::Forbidden),
        };
        assert_eq!(register::may_read(&actor, world.city.id), expected, "{who:?}");
    }
    let padi_kernel::actor::Actor::Person(strong) = person(3, vec![]) else { panic!() };
    let weak = padi_kernel::actor::Person { second_factor: false, ..strong.clone() };
    assert!(register::shows_names(&padi_kernel::actor::Actor::Person(strong)));
    assert!(!register::shows_names(&padi_kernel::actor::Actor::Person(weak)));
}

#[test]
fn a_period_is_of_whole_local_days_and_by_default_of_a_year() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let today = day("2026-05-11");
    let of = |from: Option<&str>, to: Option<&str>| {
        let period = Period::of(from.map(day), to.map(day), today)?;
        Some((period.from().to_string(), period.to().to_string()))
    };
    let expected = |from: &str, to: &str| Some((text(from), text(to)));
    assert_eq!(of(None, None), expected("2026-01-01", "2026-12-31"));
    assert_eq!(of(None, Some("2024-06-30")), expected("2024-01-01", "2024-06-30"));
    assert_eq!(of(Some("2024-06-30"), None), expected("2024-06-30", "2026-12-31"));
    assert_eq!(of(Some("2026-05-11"), Some("2026-05-11")), expected("2026-05-11", "2026-05-11"));
    assert_eq!(of(Some("2026-05-12"), Some("2026-05-11")), None);
    assert_eq!(of(Some("2027-01-01"), None), None);
    let may = Period::of(Some(day("2025-12-31")), Some(day("2026-01-01")), today).unwrap();
    assert_eq!(may.years(), 2025..=2026);
    for (zone, from, until) in [
        (Zone::Wib, "2025-12-30T17:00:00Z", "2026-01-01T17:00:00Z"),
        (Zone::Wit, "2025-12-30T15:00:00Z", "2026-01-01T15:00:00Z"),
    ] {
        assert_eq!(may.instants(zone), from.parse().unwrap()..until.parse().unwrap(), "{zone}");
    }
    let ever = Period::of(Some(day("0001-01-01")), Some(day("9999-12-31")), today).unwrap();
    assert!(ever.instants(Zone::Wit).contains(&at(Zone::Wit, "2026-05-11 09:00")));
}

#[test]
fn the_four_figures_of_a_year() {
    let world = World::new();
    let facts = |received: &str, notified: Option<&str>, outcome, grounds: &[Article]| Facts {
        received_at: at(Zone::Wita, received),
        notified_at: notified.map(|notified| at(Zone::Wita, notified)),
        outcome,
        grounds: grounds.to_vec(),
    };
    let (a, h) = (Article::LawEnforcement, Article::PersonalSecret);
    let mut all = vec![
        // Ten working days over two holidays; two; none, since Friday evening counts as Monday; one.
        facts("2026-05-11 10:00", Some("2026-05-29 10:00"), Some(Outcome::Granted), &[]),
        facts("2026-05-11 10:00", Some("2026-05-13 10:00"), Some(Outcome::Refused), &[h]),
        facts("2026-05-08 17:00", Some("2026-05-11 09:00"), Some(Outcome::Refused), &[a, h]),
        facts("2026-05-11 10:00", Some("2026-05-12 09:00"), Some(Outcome::GrantedPartial), &[]),
        facts("2026-05-11 10:00", None, None, &[]),
    ];
    let of = |all: &[Facts]| {
        let mut tally = Tally::default();
        for facts in all {
            tally.add(facts, &world.city.locality, &world.calendar).unwrap();
        }
        tally.figures()
    };
    let figures = of(&all);
    assert_eq!((figures.requests, figures.granted, figures.granted_partial, figures.refused), (5, 1, 1, 2));
    assert_eq!(figures.handling_time, Some(HandlingTime { mean: 3.25, median: 1.5 }));
    let reasons = [RefusalReason { ground: a, count: 1 }, RefusalReason { ground: h, count: 2 }];
    assert_eq!(figures.refusal_reasons, reasons);
    all.push(facts("2026-05-11 10:00", Some("2026-05-18 09:00"), Some(Outcome::NotHeld), &[]));
    assert_eq!(of(&all).handling_time, Some(HandlingTime { mean: 3.2, median: 2.0 }));
    assert_eq!(of(&all).refused, 2, "what is not held is not refused");
    assert_eq!(of(&[]), Figures::default());
    assert_eq!(serde_json::to_value(of(&[])).unwrap().get("handling_time"), None);
    let mut docket = place::docket(&world, "review");
    let proof = docket.proof(h, TestOutcome::Exempt);
    docket.act(Ppid, refusal(Some(proof)));
    let fact = Facts::of(&docket.request);
    assert_eq!((fact.grounds, fact.outcome), (vec![h], Some(Outcome::Refused)));
    let mut docket = place::docket(&world, "review");
    let proof = docket.proof(h, TestOutcome::PartialRedact);
    docket.act(Ppid, partial(Some(proof), 0));
    assert!(Facts::of(&docket.request).grounds.is_empty(), "a part that is kept back is no refusal");
}
