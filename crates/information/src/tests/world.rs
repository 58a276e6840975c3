//! A small world: the real rules and holidays, a city with units in Makassar, another in Jayapura, and people in every role.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    actor::{Actor, ActorRole, Grant, Person, ReporterKey, Role},
    body::Body,
    calendar::{DayKind, Holiday, WorkCalendar},
    channel::Channel,
    deadlines::Law,
    entropy::Entropy,
    event::By,
    id::{AgencyId, GrantId, RuleId, UserId},
    rule::{Rule, RuleBook},
    zone::{Locality, Zone},
};
use uuid::Uuid;

use crate::{
    Context,
    applicant::{Applicant, ApplicantKind, Identity},
    registration::{RegistrationNumber, Series},
    request::{
        command::{AccessMethod, CopyForm, DeliveryMethod},
        filing::Filing,
    },
};

const HOLIDAYS: &str = include_str!("../../../../data/holidays-id.csv");
const RULES: &str = include_str!("../../../../data/rules.json");

/// Deterministic bytes (xorshift64).
pub(super) struct Seeded(AtomicU64);

impl Entropy for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        for byte in buffer {
            let mut x = self.0.load(Ordering::Relaxed);
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            self.0.store(x, Ordering::Relaxed);
            *byte = x.to_be_bytes()[3];
        }
    }
}

/// The world.
pub(super) struct World {
    pub(super) rules: RuleBook,
    pub(super) calendar: WorkCalendar,
    /// Makassar, province 73, WITA.
    pub(super) city: Body,
    /// Jayapura, province 91, WIT.
    pub(super) other_city: Body,
    /// Units of the city; the first looks for things unless said otherwise.
    pub(super) units: [AgencyId; 2],
    pub(super) entropy: Seeded,
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An instant from local civil time, such as `2026-03-02 10:00:00` or `2026-03-02 10:00`.
pub(super) fn at(zone: Zone, local: &str) -> DateTime<Utc> {
    let full = if local.len() == 16 { format!("{local}:00") } else { local.to_owned() };
    zone.instant(full.replace(' ', "T").parse().unwrap())
}

pub(super) fn agency_id(n: u128) -> AgencyId {
    AgencyId(Uuid::from_u128(n))
}

pub(super) fn holidays() -> Vec<Holiday> {
    let parse = |line: &str| {
        let cells: Vec<_> = line.splitn(4, ',').map(|cell| cell.trim_matches('"').to_owned()).collect();
        let kind = if cells[2] == "holiday" { DayKind::Holiday } else { DayKind::JointLeave };
        let province = (cells[1] != "national").then(|| cells[1].clone());
        Holiday { on: day(&cells[0]), province, kind, name: cells[3].clone() }
    };
    HOLIDAYS.lines().skip(1).map(parse).collect()
}

pub(super) fn holiday(on: &str) -> Holiday {
    Holiday { on: day(on), province: None, kind: DayKind::Holiday, name: format!("Libur {on}") }
}

fn rules() -> Vec<Rule> {
    let file: serde_json::Value = serde_json::from_str(RULES).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let mut rules = Vec::new();
    for set in file["rule_sets"].as_array().unwrap() {
        for rule in set["rules"].as_array().unwrap() {
            rules.push(Rule {
                id: RuleId(Uuid::from_u128(9000 + rules.len() as u128)),
                rule_set: text(&set["rule_set"]),
                code: text(&rule["code"]),
                name_id: text(&rule["name_id"]),
                name_en: text(&rule["name_en"]),
                length: rule["length"].as_i64().unwrap().try_into().unwrap(),
                unit: text(&rule["unit"]).parse().unwrap(),
                party: text(&rule["party"]).parse().unwrap(),
                legal_basis: text(&rule["legal_basis"]),
                confirmed: rule["confirmed"].as_bool().unwrap(),
                valid_from: day(set["valid_from"].as_str().unwrap()),
                valid_to: set["valid_to"].as_str().map(day),
            });
        }
    }
    rules
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            rules: RuleBook::new(rules()),
            calendar: WorkCalendar::new(1, holidays()),
            city: Body { id: agency_id(7371), locality: Locality::of_region("73.71", Zone::Wita) },
            other_city: Body { id: agency_id(9171), locality: Locality::of_region("91.71", Zone::Wit) },
            units: [agency_id(1), agency_id(2)],
            entropy: Seeded(AtomicU64::new(0x5eed)),
        }
    }

    pub(super) fn law(&self) -> Law<'_> {
        Law { rules: &self.rules, calendar: &self.calendar }
    }

    pub(super) fn context(&self, now: DateTime<Utc>) -> Context<'_> {
        Context { now, law: self.law(), attachments: &[] }
    }
}

/// A body of that zone, of no province.
pub(super) fn body_of(zone: Zone) -> Body {
    Body { id: agency_id(7371), locality: Locality { zone, province: None } }
}

pub(super) fn text(text: &str) -> String {
    text.to_owned()
}

pub(super) fn number(n: u32) -> RegistrationNumber {
    let at = "2026-05-11T02:00:00Z".parse().unwrap();
    RegistrationNumber::new(Series::Request, n, "73.71", Zone::Wita, at)
}

pub(super) fn identity() -> Identity {
    let applicant = Applicant {
        name: Some(text("Siti Aminah")),
        nik: Some(text("7371014107900001")),
        address: Some(text("Jl. Mawar 1")),
        email: Some(text("siti@contoh.id")),
        occupation: Some(text("Peneliti")),
        ..Applicant::default()
    };
    Identity { applicant, proxy: None }
}

/// What the applicant with account 1 asks, complete.
pub(super) fn filing(agency: &Body, received_at: DateTime<Utc>) -> Filing {
    Filing {
        agency: agency.clone(),
        registration_number: number(7),
        applicant_kind: ApplicantKind::Individual,
        identity: identity(),
        information: text("Realisasi belanja jalan 2025"),
        purpose: Some(text("Penelitian")),
        access_method: Some(AccessMethod::Copy),
        copy_form: Some(CopyForm::Soft),
        delivery_method: Some(DeliveryMethod::Email),
        channel: Channel::Web,
        received_at,
        reporter_key: Some(reporter_key(1)),
        tracking_secret_hash: Some(vec![7; 32]),
    }
}

pub(super) fn reporter_key(user: u8) -> ReporterKey {
    ReporterKey(vec![user; 4])
}

pub(super) fn user(n: u8) -> UserId {
    UserId(Uuid::from_u128(u128::from(n)))
}

/// The one who acts in each capacity.
pub(super) fn by(role: ActorRole) -> By {
    let who = match role {
        ActorRole::Ppid => Some(3),
        ActorRole::PpidUnit => Some(5),
        ActorRole::PpidSuperior => Some(8),
        ActorRole::ConsiderationTeam => Some(9),
        ActorRole::DeskOfficer => Some(4),
        _ => None,
    };
    By { role, user: who.map(user) }
}

pub(super) fn person(user_number: u8, grants: Vec<Grant>) -> Actor {
    Actor::Person(Person {
        user: user(user_number),
        reporter_key: reporter_key(user_number),
        former_reporter_keys: vec![],
        grants,
        second_factor: true,
    })
}

/// A grant at the agency; one at the city reaches its units.
pub(super) fn grant(world: &World, role: Role, agency: AgencyId) -> Grant {
    let mut reach = vec![agency];
    if agency == world.city.id {
        reach.extend(world.units);
    }
    Grant { id: GrantId(Uuid::from_u128(1)), role, agency_id: agency, body: agency, reach, province: None }
}

/// The people that every test asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    ApplicantByAccount,
    ApplicantBySecret,
    OtherCitizen,
    OtherSecret,
    Ppid,
    PpidElsewhere,
    UnitOfficer,
    OtherUnitOfficer,
    DeskUnitOfficer,
    Superior,
    SuperiorElsewhere,
    Team,
    Coordinator,
    OwnProvince,
    OtherProvince,
    Commission,
    AgencyAdmin,
    Liaison,
    Apip,
    Ombudsman,
    PrivacyOfficer,
    SystemAdmin,
    Scheduler,
    Anonymous,
}

impl Who {
    pub(super) const ALL: [Self; 24] = [
        Self::ApplicantByAccount,
        Self::ApplicantBySecret,
        Self::OtherCitizen,
        Self::OtherSecret,
        Self::Ppid,
        Self::PpidElsewhere,
        Self::UnitOfficer,
        Self::OtherUnitOfficer,
        Self::DeskUnitOfficer,
        Self::Superior,
        Self::SuperiorElsewhere,
        Self::Team,
        Self::Coordinator,
        Self::OwnProvince,
        Self::OtherProvince,
        Self::Commission,
        Self::AgencyAdmin,
        Self::Liaison,
        Self::Apip,
        Self::Ombudsman,
        Self::PrivacyOfficer,
        Self::SystemAdmin,
        Self::Scheduler,
        Self::Anonymous,
    ];

    /// The actor towards a case of the city; `case` is the request's id.
    pub(super) fn actor(self, world: &World, case: Uuid) -> Actor {
        let city = world.city.id;
        let held = |user, role, agency| person(user, vec![grant(world, role, agency)]);
        let province = |user, code: &str| {
            let grant = grant(world, Role::ProvinceCoordinator, agency_id(73));
            person(user, vec![Grant { province: Some(text(code)), ..grant }])
        };
        match self {
            Self::ApplicantByAccount => person(1, vec![]),
            Self::ApplicantBySecret => Actor::SecretHolder(case),
            Self::OtherCitizen => person(2, vec![]),
            Self::OtherSecret => Actor::SecretHolder(Uuid::from_u128(404)),
            Self::Ppid => held(3, Role::Ppid, city),
            Self::PpidElsewhere => held(13, Role::Ppid, world.other_city.id),
            Self::UnitOfficer => held(5, Role::PpidUnit, world.units[0]),
            Self::OtherUnitOfficer => held(6, Role::PpidUnit, world.units[1]),
            Self::DeskUnitOfficer => held(7, Role::PpidUnit, city),
            Self::Superior => held(8, Role::PpidSuperior, city),
            Self::SuperiorElsewhere => held(18, Role::PpidSuperior, world.other_city.id),
            Self::Team => held(9, Role::ConsiderationTeam, city),
            Self::Coordinator => held(20, Role::MinistryCoordinator, agency_id(100)),
            Self::OwnProvince => province(21, "73"),
            Self::OtherProvince => province(22, "91"),
            Self::Commission => held(23, Role::Commission, agency_id(901)),
            Self::AgencyAdmin => held(24, Role::AgencyAdmin, city),
            Self::Liaison => held(25, Role::UnitLiaison, world.units[0]),
            Self::Apip => held(26, Role::Apip, city),
            Self::Ombudsman => held(27, Role::Ombudsman, agency_id(900)),
            Self::PrivacyOfficer => held(28, Role::PrivacyOfficer, city),
            Self::SystemAdmin => held(29, Role::SystemAdmin, agency_id(100)),
            Self::Scheduler => Actor::System,
            Self::Anonymous => Actor::Anonymous,
        }
    }
}
