//! Who is in every test's database, and which units.

use std::{
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};

use padi_app::{App, accounts::NewUser};
use padi_kernel::actor::Role;
use serde_json::{Value, json};

use super::{
    TestServer,
    server::{Options, Running},
};

/// Everybody's password.
pub(crate) const PASSWORD: &str = "perahu kertas di sungai";

/// Somebody with an account. 'Here' is Makassar (73.71), 'elsewhere' Manado (71.71).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Person {
    SystemAdmin,
    Coordinator,
    /// Administrator of the ministry as an agency: not of the coordinator's desk.
    MinistryAdmin,
    AdminHere,
    AdminElsewhere,
    /// Of the first unit of Makassar.
    Liaison,
    /// Of the second.
    OtherLiaison,
    LiaisonElsewhere,
    ProvinceHere,
    ProvinceElsewhere,
    Ombudsman,
    UnitHead,
    /// Of Makassar's inspectorate.
    Apip,
    /// Of the inspectorate of the province in which Makassar lies.
    ApipOfProvince,
    PrivacyOfficer,
    /// Information officer of Makassar.
    Ppid,
    /// Of its first unit.
    PpidUnit,
    PpidElsewhere,
    PpidSuperior,
    ConsiderationTeam,
    /// Of the Information Commission, in the province in which Makassar lies.
    Commission,
    /// A citizen who files.
    Siti,
    /// A citizen who does not.
    Budi,
}

impl Person {
    pub(crate) const ALL: [Self; 23] = [
        Self::SystemAdmin,
        Self::Coordinator,
        Self::MinistryAdmin,
        Self::AdminHere,
        Self::AdminElsewhere,
        Self::Liaison,
        Self::OtherLiaison,
        Self::LiaisonElsewhere,
        Self::ProvinceHere,
        Self::ProvinceElsewhere,
        Self::Ombudsman,
        Self::UnitHead,
        Self::Apip,
        Self::ApipOfProvince,
        Self::PrivacyOfficer,
        Self::Ppid,
        Self::PpidUnit,
        Self::PpidElsewhere,
        Self::PpidSuperior,
        Self::ConsiderationTeam,
        Self::Commission,
        Self::Siti,
        Self::Budi,
    ];

    pub(crate) fn email(self) -> String {
        format!("{self:?}@uji.example").to_lowercase()
    }

    /// Role, and where it is held.
    fn post(self) -> (Role, Option<&'static str>) {
        match self {
            Self::SystemAdmin => (Role::SystemAdmin, Some("kemendagri")),
            Self::Coordinator => (Role::MinistryCoordinator, Some("kemendagri")),
            Self::MinistryAdmin => (Role::AgencyAdmin, Some("kemendagri")),
            Self::AdminHere => (Role::AgencyAdmin, Some("73.71")),
            Self::AdminElsewhere => (Role::AgencyAdmin, Some("71.71")),
            Self::Liaison => (Role::UnitLiaison, Some(UNITS[0])),
            Self::OtherLiaison => (Role::UnitLiaison, Some(UNITS[1])),
            Self::LiaisonElsewhere => (Role::UnitLiaison, Some("71.71.dukcapil")),
            Self::ProvinceHere => (Role::ProvinceCoordinator, Some("73")),
            Self::ProvinceElsewhere => (Role::ProvinceCoordinator, Some("71")),
            Self::Ombudsman => (Role::Ombudsman, Some("kemendagri")),
            Self::UnitHead => (Role::UnitHead, Some(UNITS[0])),
            Self::Apip => (Role::Apip, Some("73.71.insp")),
            Self::ApipOfProvince => (Role::Apip, Some("73.insp")),
            Self::PrivacyOfficer => (Role::PrivacyOfficer, Some("kemendagri")),
            Self::Ppid => (Role::Ppid, Some("73.71")),
            Self::PpidUnit => (Role::PpidUnit, Some(UNITS[0])),
            Self::PpidElsewhere => (Role::Ppid, Some("71.71")),
            Self::PpidSuperior => (Role::PpidSuperior, Some("73.71")),
            Self::ConsiderationTeam => (Role::ConsiderationTeam, Some("73.71")),
            Self::Commission => (Role::Commission, Some("73")),
            Self::Siti | Self::Budi => (Role::Citizen, None),
        }
    }
}

/// Codes of the units of Makassar.
const UNITS: [&str; 3] = ["73.71.dukcapil", "73.71.dinkes", "73.71.disdik"];

/// Ids of what the tests speak of.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    pub(crate) ministry: String,
    /// Makassar.
    pub(crate) city: String,
    /// Manado.
    pub(crate) other_city: String,
    pub(crate) units: [String; 3],
    pub(crate) foreign_unit: String,
    pub(crate) category: String,
    pub(crate) other_category: String,
}

/// Migrates and loads a fresh database, sets up the units through the API, and gives everybody an account.
pub(super) async fn settle(url: &str, keys: &Path) -> Places {
    let running = Running::start(url, keys, &Options::default()).await;
    create(&running.app, Person::SystemAdmin).await;
    let client = reqwest::Client::new();
    let log_in = json!({ "email": Person::SystemAdmin.email(), "password": PASSWORD });
    let tokens = client.post(format!("{}/v1/auth/login", running.base)).json(&log_in);
    let tokens: Value = tokens.send().await.expect("a log-in").json().await.expect("tokens");
    let admin = tokens["access_token"].as_str().expect("an access token").to_owned();
    let get = async |path: &str| -> Value {
        let answer = client.get(format!("{}{path}", running.base)).send().await.expect("an answer");
        answer.json::<Value>().await.expect("a page")["data"].take()
    };
    let id_of = async |code: &str| text(&get(&format!("/v1/agencies?code={code}")).await[0]["id"]);
    let (city, other_city) = (id_of("73.71").await, id_of("71.71").await);
    let unit = async |parent: &str, code: &str| {
        let body = json!({ "parent_id": parent, "kind": "unit", "name": format!("Dinas {code}"), "code": code });
        let answer = client.post(format!("{}/v1/agencies", running.base)).bearer_auth(&admin).json(&body).send();
        text(&answer.await.expect("an answer").json::<Value>().await.expect("a unit")["id"])
    };
    let units = [unit(&city, UNITS[0]).await, unit(&city, UNITS[1]).await, unit(&city, UNITS[2]).await];
    let foreign_unit = unit(&other_city, "71.71.dukcapil").await;
    let categories = get("/v1/categories").await;
    let ministry = id_of("kemendagri").await;
    for person in Person::ALL {
        if person != Person::SystemAdmin {
            create(&running.app, person).await;
        }
    }
    running.stop().await;
    let (category, other_category) = (text(&categories[0]["id"]), text(&categories[1]["id"]));
    Places { ministry, city, other_city, units, foreign_unit, category, other_category }
}

impl TestServer {
    /// One more account without a role; its id.
    pub(crate) async fn new_citizen(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let email = format!("warga-{}@uji.example", COUNT.fetch_add(1, Ordering::Relaxed));
        create_account(self.app(), &email, Role::Citizen, None).await
    }
}

async fn create(app: &App, person: Person) {
    let (role, agency_code) = person.post();
    create_account(app, &person.email(), role, agency_code).await;
}

async fn create_account(app: &App, email: &str, role: Role, agency_code: Option<&str>) -> String {
    let new = NewUser {
        email: email.to_owned(),
        name: format!("Uji {email}"),
        role,
        agency_code: agency_code.map(str::to_owned),
        password: PASSWORD.to_owned().into(),
    };
    app.create_user(new).await.unwrap_or_else(|error| panic!("{email}: {error:?}")).to_string()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}")).to_owned()
}
