//! A small world: the 2026 holidays, the rules of complaints, a ministry, two cities with units, and people in every role.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    actor::{Actor, Grant, Person, ReporterKey, Role},
    calendar::{DayKind, Holiday, WorkCalendar},
    changed::Changed,
    deadlines::Law,
    entropy::Entropy,
    event::By,
    id::{AgencyId, CategoryId, GrantId, RuleId, UserId},
    rule::{Party, Rule, RuleBook, Unit},
    zone::{Locality, Zone},
};
use uuid::Uuid;

use crate::{
    Context,
    command::Body,
    complaint::{Complaint, Desk, Incident},
    filing::Filing,
    policy,
    state::{Channel, Class},
    subject::{Examiner, Office, Subject},
};

/// National holidays and joint leave of the first half of 2026 (SKB of 19 September 2025).
const HOLIDAYS: &[(&str, DayKind)] = &[
    ("2026-01-01", DayKind::Holiday),
    ("2026-01-16", DayKind::Holiday),
    ("2026-02-16", DayKind::JointLeave),
    ("2026-02-17", DayKind::Holiday),
    ("2026-03-18", DayKind::JointLeave),
    ("2026-03-19", DayKind::Holiday),
    ("2026-03-20", DayKind::JointLeave),
    ("2026-03-21", DayKind::Holiday),
    ("2026-03-22", DayKind::Holiday),
    ("2026-03-23", DayKind::JointLeave),
    ("2026-03-24", DayKind::JointLeave),
    ("2026-04-03", DayKind::Holiday),
    ("2026-04-05", DayKind::Holiday),
    ("2026-05-01", DayKind::Holiday),
    ("2026-05-14", DayKind::Holiday),
    ("2026-05-15", DayKind::JointLeave),
    ("2026-05-27", DayKind::Holiday),
    ("2026-05-28", DayKind::JointLeave),
    ("2026-05-31", DayKind::Holiday),
    ("2026-06-01", DayKind::Holiday),
    ("2026-06-16", DayKind::Holiday),
    ("2026-08-17", DayKind::Holiday),
    ("2026-08-25", DayKind::Holiday),
    ("2026-12-24", DayKind::JointLeave),
    ("2026-12-25", DayKind::Holiday),
];

/// Code, length, unit, whose clock: `domain` 10.1.
const RULES: &[(&str, i32, Unit, Party)] = &[
    ("C1", 3, Unit::WorkingDay, Party::Agency),
    ("C2", 5, Unit::WorkingDay, Party::Agency),
    ("C3a", 5, Unit::WorkingDay, Party::Agency),
    ("C3b", 5, Unit::WorkingDay, Party::Agency),
    ("C3c", 14, Unit::WorkingDay, Party::Agency),
    ("C3d", 60, Unit::WorkingDay, Party::Agency),
    ("C4", 10, Unit::WorkingDay, Party::Reporter),
    ("C5", 10, Unit::WorkingDay, Party::Reporter),
    ("C6", 60, Unit::CalendarDay, Party::Agency),
    ("C9", 30, Unit::CalendarDay, Party::Reporter),
    ("C10", 10, Unit::WorkingDay, Party::Reporter),
    ("C11", 1, Unit::WorkingDay, Party::Agency),
    ("P1", 1, Unit::WorkingDay, Party::Agency),
    ("P2", 10, Unit::WorkingDay, Party::Agency),
    ("E1", -1, Unit::WorkingDay, Party::Agency),
    ("E2", 3, Unit::WorkingDay, Party::Agency),
    ("E3", 5, Unit::WorkingDay, Party::Agency),
    ("C15", 14, Unit::CalendarDay, Party::Agency),
];

/// Deterministic bytes (xorshift64).
pub(super) struct Seeded(AtomicU64);

impl Seeded {
    pub(super) fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed | 1))
    }
}

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
    /// In Jakarta, no province.
    pub(super) ministry: Body,
    /// Makassar, province 73, WITA.
    pub(super) city: Body,
    /// Manado, province 71, WITA.
    pub(super) other_city: Body,
    /// Jayapura, province 91, WIT: nobody of the usual people is there.
    pub(super) third_city: Body,
    /// The units of the city; the first has the case unless said otherwise.
    pub(super) units: [AgencyId; 4],
    /// A unit of the other city.
    pub(super) foreign_unit: AgencyId,
    /// The inspectorate of the city.
    pub(super) inspectorate: AgencyId,
    pub(super) entropy: Seeded,
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An instant from local civil time, such as `2026-03-02 10:00:00`.
pub(super) fn at(zone: Zone, local: &str) -> DateTime<Utc> {
    zone.instant(local.parse().or_else(|_| format!("{}T{}", &local[..10], &local[11..]).parse()).unwrap())
}

pub(super) fn agency_id(n: u128) -> AgencyId {
    AgencyId(Uuid::from_u128(n))
}

pub(super) fn holiday(on: &str, kind: DayKind) -> Holiday {
    Holiday { on: day(on), province: None, kind, name: format!("Libur {on}") }
}

fn rule(index: usize, (code, length, unit, party): (&str, i32, Unit, Party)) -> Rule {
    Rule {
        id: RuleId(Uuid::from_u128(9000 + index as u128)),
        rule_set: "uji-2026".to_owned(),
        code: code.to_owned(),
        name_id: code.to_owned(),
        name_en: code.to_owned(),
        length,
        unit,
        party,
        legal_basis: "-".to_owned(),
        confirmed: false,
        valid_from: day("2020-01-01"),
        valid_to: None,
    }
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            rules: RuleBook::new(RULES.iter().enumerate().map(|(index, row)| rule(index, *row)).collect()),
            calendar: WorkCalendar::new(1, HOLIDAYS.iter().map(|(on, kind)| holiday(on, *kind))),
            ministry: Body { id: agency_id(100), locality: Locality::ministry() },
            city: Body { id: agency_id(7371), locality: Locality::of_region("73.71", Zone::Wita) },
            other_city: Body { id: agency_id(7171), locality: Locality::of_region("71.71", Zone::Wita) },
            third_city: Body { id: agency_id(9171), locality: Locality::of_region("91.71", Zone::Wit) },
            units: [agency_id(1), agency_id(2), agency_id(3), agency_id(4)],
            foreign_unit: agency_id(50),
            inspectorate: agency_id(60),
            entropy: Seeded::new(0x5eed),
        }
    }

    /// The accused: an official of the city, in its third unit.
    pub(super) fn accused(&self) -> Subject {
        let (agency_id, unit_id) = (Some(self.city.id), Some(self.units[2]));
        Subject { office: Office::LocalOfficial, agency_id, unit_id }
    }

    /// Who examines them.
    pub(super) fn examiner(&self) -> Examiner {
        Examiner { body: self.city.clone(), inspectorate_id: self.inspectorate }
    }

    pub(super) fn law(&self) -> Law<'_> {
        Law { rules: &self.rules, calendar: &self.calendar }
    }

    pub(super) fn context(&self, now: DateTime<Utc>) -> Context<'_> {
        Context { now, law: self.law(), ministry: &self.ministry, attachments: &[] }
    }

    pub(super) fn submit(&self, filing: Filing, now: DateTime<Utc>) -> Changed<Complaint> {
        Complaint::submit(filing, By::REPORTER, &self.entropy, &self.context(now)).unwrap()
    }

    /// Runs the scheduler until nothing has passed by `now`; the complaint and every event on the way.
    pub(super) fn lapse_all(&self, complaint: Complaint, now: DateTime<Utc>) -> Changed<Complaint> {
        let mut whole = Changed { value: complaint, events: Vec::new(), deadlines: Vec::new() };
        while let Some(changed) = whole.value.clone().lapse(&self.context(now)).unwrap() {
            whole.value = stored(changed.value);
            whole.events.extend(changed.events);
            whole.deadlines.extend(changed.deadlines);
        }
        whole
    }
}

/// What the reporter with account 1 files, at that body's own desk.
pub(super) fn filing(agency: &Body, desk: Desk, received_at: DateTime<Utc>) -> Filing {
    Filing {
        class: Class::Complaint,
        title: "Judul asli pelapor".to_owned(),
        body: "Isi asli pelapor: KTP belum jadi".to_owned(),
        incident: Incident {
            on: Some(day("2026-01-05")),
            region_code: Some("73.71".to_owned()),
            ..Incident::default()
        },
        category_id: None,
        agency: agency.clone(),
        desk,
        inspectorate_id: None,
        subject: None,
        is_anonymous: false,
        is_secret: false,
        channel: Channel::Web,
        received_at,
        has_contact: true,
        reporter_key: Some(reporter_key(1)),
        tracking_secret_hash: None,
    }
}

/// The complaint as it comes back from the database.
pub(super) fn stored(mut complaint: Complaint) -> Complaint {
    complaint.deadlines = padi_kernel::deadlines::Deadlines::stored(complaint.deadlines.all().to_vec());
    complaint
}

pub(super) fn reporter_key(user: u8) -> ReporterKey {
    ReporterKey(vec![user; 4])
}

pub(super) fn category() -> CategoryId {
    CategoryId(Uuid::from_u128(77))
}

/// The people that every test asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    ReporterByAccount,
    ReporterBySecret,
    OtherCitizen,
    OtherSecret,
    AdminHere,
    AdminElsewhere,
    LiaisonOfUnit,
    LiaisonOfOtherUnit,
    LiaisonElsewhere,
    Coordinator,
    OwnProvince,
    OtherProvince,
    Ombudsman,
    SystemAdmin,
    Apip,
    ApipElsewhere,
    PrivacyOfficer,
    UnitHead,
    Ppid,
    Scheduler,
    Anonymous,
}

impl Who {
    pub(super) const ALL: [Self; 21] = [
        Self::ReporterByAccount,
        Self::ReporterBySecret,
        Self::OtherCitizen,
        Self::OtherSecret,
        Self::AdminHere,
        Self::AdminElsewhere,
        Self::LiaisonOfUnit,
        Self::LiaisonOfOtherUnit,
        Self::LiaisonElsewhere,
        Self::Coordinator,
        Self::OwnProvince,
        Self::OtherProvince,
        Self::Ombudsman,
        Self::SystemAdmin,
        Self::Apip,
        Self::ApipElsewhere,
        Self::PrivacyOfficer,
        Self::UnitHead,
        Self::Ppid,
        Self::Scheduler,
        Self::Anonymous,
    ];

    /// The actor, where `here` is the body that has the case.
    pub(super) fn actor(self, world: &World, here: &Body, complaint: &Complaint) -> Actor {
        let at_body = |user, role, body: &Body| person(user, vec![grant(world, role, body.id)]);
        match self {
            Self::ReporterByAccount => person(1, vec![]),
            Self::ReporterBySecret => Actor::SecretHolder(complaint.id.0),
            Self::OtherCitizen => person(2, vec![]),
            Self::OtherSecret => Actor::SecretHolder(Uuid::from_u128(404)),
            Self::AdminHere => at_body(3, Role::AgencyAdmin, here),
            Self::AdminElsewhere => at_body(4, Role::AgencyAdmin, &world.other_city),
            Self::LiaisonOfUnit => person(5, vec![grant(world, Role::UnitLiaison, world.units[0])]),
            Self::LiaisonOfOtherUnit => person(6, vec![grant(world, Role::UnitLiaison, world.units[3])]),
            Self::LiaisonElsewhere => person(7, vec![grant(world, Role::UnitLiaison, world.foreign_unit)]),
            Self::Coordinator => at_body(8, Role::MinistryCoordinator, &world.ministry),
            Self::OwnProvince => person(9, vec![province(world, "73")]),
            Self::OtherProvince => person(10, vec![province(world, "71")]),
            Self::Ombudsman => person(11, vec![grant(world, Role::Ombudsman, agency_id(900))]),
            Self::SystemAdmin => at_body(12, Role::SystemAdmin, &world.ministry),
            Self::Apip => at_body(13, Role::Apip, here),
            Self::ApipElsewhere => at_body(15, Role::Apip, &world.other_city),
            Self::PrivacyOfficer => at_body(16, Role::PrivacyOfficer, here),
            Self::UnitHead => person(14, vec![grant(world, Role::UnitHead, world.units[0])]),
            Self::Ppid => at_body(17, Role::Ppid, here),
            Self::Scheduler => Actor::System,
            Self::Anonymous => Actor::Anonymous,
        }
    }
}

pub(super) fn person(user: u8, grants: Vec<Grant>) -> Actor {
    Actor::Person(Person {
        user: UserId(Uuid::from_u128(u128::from(user))),
        reporter_key: reporter_key(user),
        former_reporter_keys: vec![],
        grants,
        second_factor: false,
    })
}

/// A grant at the agency; one at the city reaches its units.
pub(super) fn grant(world: &World, role: Role, agency: AgencyId) -> Grant {
    let mut reach = vec![agency];
    if agency == world.city.id {
        reach.extend(world.units);
        reach.push(world.inspectorate);
    }
    if agency == world.other_city.id {
        reach.push(world.foreign_unit);
    }
    let in_city = agency == world.inspectorate || world.units.contains(&agency);
    let body = if in_city { world.city.id } else { agency };
    Grant { id: GrantId(Uuid::from_u128(1)), role, agency_id: agency, body, reach, province: None }
}

fn province(world: &World, code: &str) -> Grant {
    let provincial_government = agency_id(if code == "73" { 73 } else { 71 });
    Grant { province: Some(code.to_owned()), ..grant(world, Role::ProvinceCoordinator, provincial_government) }
}

/// Who acts, as the policy finds it.
pub(super) fn by(actor: &Actor, action: crate::action::Action, complaint: &Complaint) -> By {
    let role = policy::authorize(actor, action, complaint).unwrap();
    By { role, user: None }
}
