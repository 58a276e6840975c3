//! Filing: what is needed at all, what goes into what is missing, and how a request begins.

use chrono::Duration;
use padi_kernel::{actor::ActorRole, event::By, zone::Zone};
use serde_json::json;

use super::{
    docket::Docket,
    world::{World, at, by, filing, identity, text},
};
use crate::{
    applicant::{Applicant, ApplicantKind, Disclosure, Identity, Proxy, Told},
    request::{
        InformationRequest,
        command::{AccessMethod, CopyForm, DeliveryMethod},
        filing::Filing,
        state::{ClosingReason, Outcome, State, StateTag},
    },
};

fn missing(change: impl FnOnce(&mut Filing)) -> Vec<String> {
    let world = World::new();
    let now = at(Zone::Wita, "2026-05-11 10:00");
    let mut filing = filing(&world.city, now);
    change(&mut filing);
    Docket::of(&world, filing, By::REPORTER, now).request.missing
}

#[test]
fn what_the_form_asks_for_and_was_not_told_is_missing() {
    assert!(missing(|_| {}).is_empty());
    assert_eq!(missing(|it| it.purpose = None), ["purpose"]);
    assert_eq!(missing(|it| it.access_method = None), ["access_method"]);
    // Registered as complete, or deemed so, nothing is.
    let world = World::new();
    let now = at(Zone::Wita, "2026-05-11 10:00");
    let bare = Filing { purpose: None, ..filing(&world.city, now) };
    let mut docket = Docket::of(&world, bare, By::REPORTER, now);
    assert!(docket.clone().at(at(Zone::Wita, "2026-05-19 00:00")).request.missing.is_empty());
    docket.act(ActorRole::Ppid, crate::request::command::Command::RegisterComplete { note: None });
    assert_eq!(docket.request.missing, Vec::<String>::new());
    assert_eq!(missing(|it| it.copy_form = None), ["copy_form"]);
    assert_eq!(missing(|it| it.delivery_method = None), ["delivery_method"]);
    // Who only wants to see it is sent nothing.
    let views = |it: &mut Filing| {
        (it.access_method, it.copy_form, it.delivery_method) = (Some(AccessMethod::View), None, None);
    };
    assert!(missing(views).is_empty());
    assert_eq!(missing(|it| it.identity.applicant.nik = None), ["applicant.nik"]);
    assert_eq!(missing(|it| it.identity.applicant.address = None), ["applicant.address"]);
    assert_eq!(missing(|it| it.identity.applicant.email = None), ["applicant.contact"]);
    let phone = |it: &mut Filing| {
        (it.identity.applicant.email, it.identity.applicant.phone) = (None, Some(text("0812")));
    };
    assert!(missing(phone).is_empty());
    assert!(missing(|it| it.identity.applicant.occupation = None).is_empty());
    // A legal body is known by its decree, a group by its NIK and its power of attorney, a proxy by the applicant's.
    assert_eq!(missing(|it| it.applicant_kind = ApplicantKind::LegalEntity), ["applicant.decree_number"]);
    assert_eq!(missing(|it| it.applicant_kind = ApplicantKind::Group), ["proxy.power_of_attorney"]);
    let proxy = Proxy { name: Some(text("Ali")), power_of_attorney: None };
    assert_eq!(missing(|it| it.identity.proxy = Some(proxy)), ["proxy.power_of_attorney"]);
    let attorney = Proxy { name: Some(text("Ali")), power_of_attorney: Some(text("SKK 1")) };
    let grouped = |it: &mut Filing| {
        (it.applicant_kind, it.identity.proxy) = (ApplicantKind::Group, Some(attorney));
    };
    assert!(missing(grouped).is_empty());
}

#[test]
fn without_a_name_or_a_matter_there_is_no_request() {
    let world = World::new();
    let now = at(Zone::Wita, "2026-05-11 10:00");
    let faults = |change: &dyn Fn(&mut Filing)| {
        let mut filing = filing(&world.city, now);
        change(&mut filing);
        filing.faults(now).into_iter().map(|fault| (fault.pointer, fault.code)).collect::<Vec<_>>()
    };
    assert_eq!(faults(&|_| {}), []);
    assert_eq!(faults(&|it| it.identity.applicant.name = Some(text(" "))), [("/applicant/name", "required")]);
    assert_eq!(faults(&|it| it.information = text("")), [("/information", "required")]);
    let ahead = |it: &mut Filing| it.received_at = now + Duration::seconds(1);
    assert_eq!(faults(&ahead), [("/received_at", "in_future")]);
    let ancient = |it: &mut Filing| it.received_at = "1999-12-31T00:00:00Z".parse().unwrap();
    assert_eq!(faults(&ancient), [("/received_at", "out_of_range")]);
    let bare = |it: &mut Filing| {
        it.identity = Identity { applicant: Applicant { name: Some(text("S")), ..Applicant::default() }, proxy: None };
        (it.purpose, it.access_method, it.delivery_method, it.copy_form) = (None, None, None, None);
    };
    assert_eq!(faults(&bare), []);
}

#[test]
fn a_request_begins_with_number_receipt_and_two_clocks() {
    let world = World::new();
    let received = at(Zone::Wita, "2026-05-08 10:00");
    let typed = at(Zone::Wita, "2026-05-11 10:00");
    let filed = InformationRequest::submit(
        filing(&world.city, received),
        by(ActorRole::DeskOfficer),
        &world.entropy,
        &world.context(typed),
    )
    .unwrap();
    let request = &filed.changed.value;
    assert_eq!((request.state, request.version), (State::Submitted, 1));
    assert_eq!((request.received_at, request.created_at, request.updated_at), (received, typed, typed));
    assert_eq!(request.registration_number.as_str(), "0007/PPID/73.71/V/2026");
    assert!(request.tracking_number.as_str().starts_with("KIP-2026-"));
    assert!(request.has_contact && !request.has_proxy && !request.late);
    let started: Vec<_> = filed.changed.deadlines.iter().map(|it| (it.code.as_str(), it.started_at)).collect();
    assert_eq!(started, [("R1", received), ("R3", received)]);
    assert_eq!(filed.changed.events.len(), 1);
    let event = &filed.changed.events[0];
    assert_eq!((event.kind, event.at, event.from_state), ("information_request.submitted", typed, None));
    assert_eq!((event.to_state, event.by), ("submitted", by(ActorRole::DeskOfficer)));
    assert_eq!(event.data, json!({ "channel": "web", "agency_id": world.city.id, "missing": [] }));
    assert!(!format!("{:?}", filing(&world.city, received)).contains("Siti"), "nobody is printed");
}

#[test]
fn as_much_is_told_as_is_disclosed_and_a_whole_nik_never() {
    let proxy = Proxy { name: Some(text("Ali")), power_of_attorney: Some(text("SKK 1")) };
    let whole = Identity { proxy: Some(proxy.clone()), ..identity() };
    assert_eq!(whole.clone().disclosed(Disclosure::Nothing), None);
    let named = Told {
        applicant: Applicant { name: Some(text("Siti Aminah")), ..Applicant::default() },
        nik_masked: None,
        proxy: Some(Proxy { name: Some(text("Ali")), power_of_attorney: None }),
    };
    assert_eq!(whole.clone().disclosed(Disclosure::Name), Some(named));
    let full = whole.clone().disclosed(Disclosure::Full).unwrap();
    assert_eq!(full.applicant, Applicant { nik: None, ..identity().applicant });
    assert_eq!((full.nik_masked.as_deref(), full.proxy.as_ref()), (Some("************0001"), Some(&proxy)));
    assert_eq!(Identity::default().disclosed(Disclosure::Full), None);
    for printed in [format!("{whole:?}"), format!("{full:?}"), format!("{proxy:?}"), format!("{:?}", full.applicant)] {
        assert!(printed.ends_with("(..)"), "{printed}");
    }
}

#[test]
fn what_is_completed_stands_over_what_was_known() {
    let later = Identity {
        applicant: Applicant { phone: Some(text("0812")), address: Some(text("Jl. Melati 2")), ..Applicant::default() },
        proxy: Some(Proxy { name: Some(text("Ali")), power_of_attorney: None }),
    };
    let merged = identity().completed_by(later);
    let expected = Applicant { phone: Some(text("0812")), address: Some(text("Jl. Melati 2")), ..identity().applicant };
    assert_eq!(merged.applicant, expected);
    let attorney = Identity {
        applicant: Applicant { decree_number: Some(text("AHU-1")), ..Applicant::default() },
        proxy: Some(Proxy { name: None, power_of_attorney: Some(text("SKK 1")) }),
    };
    let merged = merged.completed_by(attorney);
    assert_eq!(merged.applicant.decree_number.as_deref(), Some("AHU-1"));
    let proxy = Proxy { name: Some(text("Ali")), power_of_attorney: Some(text("SKK 1")) };
    assert_eq!(merged.completed_by(Identity::default()).proxy, Some(proxy));
}

#[test]
fn the_names_are_those_of_the_contract() {
    fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> String {
        all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(" ")
    }
    let states = "submitted incomplete lapsed_incomplete registered in_search review in_test notified delivered unanswered \
        under_objection withdrawn closed";
    assert_eq!(names(StateTag::ALL, StateTag::name), states);
    assert_eq!(names(Outcome::ALL, Outcome::name), "granted granted_partial refused not_held not_documented");
    assert_eq!(names(ClosingReason::ALL, ClosingReason::name), "no_objection unpaid objection_final withdrawn");
    assert_eq!(names(ApplicantKind::ALL, ApplicantKind::name), "individual group legal_entity");
    assert_eq!(names(AccessMethod::ALL, AccessMethod::name), "view copy");
    assert_eq!(names(CopyForm::ALL, CopyForm::name), "soft hard");
    assert_eq!(names(DeliveryMethod::ALL, DeliveryMethod::name), "collect courier post email fax download");
    for tag in StateTag::ALL {
        assert_eq!((tag.name().parse(), tag.to_string()), (Ok(*tag), tag.name().to_owned()));
        assert_eq!(serde_json::to_value(tag).unwrap(), tag.name());
        let ended = ["lapsed_incomplete", "withdrawn", "closed"].contains(&tag.name());
        assert_eq!(tag.is_end(), ended, "{tag}");
    }
    assert_eq!("paid".parse::<StateTag>().unwrap_err().0, "paid");
    assert_eq!(State::Withdrawn.closing_reason(), Some(ClosingReason::Withdrawn));
    assert_eq!(State::Notified.closing_reason(), None);
}

#[test]
fn an_applicant_is_corrected_and_erased_and_the_number_stays() {
    let world = World::new();
    let docket = Docket::file(&world, &world.city, at(Zone::Wita, "2026-05-11 10:00"));
    let context = world.context(docket.now);
    let erased = docket.request.clone().erase_applicant(by(ActorRole::PrivacyOfficer), &context).value;
    assert_eq!((erased.reporter_key.clone(), erased.has_contact), (None, false));
    assert_eq!(erased.registration_number, docket.request.registration_number);
    assert_eq!(erased.tracking_secret_hash, docket.request.tracking_secret_hash, "a secret names nobody");
    let corrected = erased.clone().correct_applicant(true, by(ActorRole::PrivacyOfficer), &context).value;
    assert!(corrected.has_contact);
    let kept = corrected.correct_applicant(false, by(ActorRole::PrivacyOfficer), &context).value;
    assert!(kept.has_contact && kept.version == erased.version + 2);
}
