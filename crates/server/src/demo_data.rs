//! Data to try things out with (`padi demo-data`): people in every role, a few units, and cases in every state.
//!
//! Everything goes through the use cases, as if people had done it, on the sandbox's clock: the oldest cases are filed four weeks
//! ago, so that terms have passed by now.

mod cases;
mod places;

use anyhow::{Context as _, bail, ensure};
use chrono::TimeDelta;
use padi_app::{
    App,
    accounts::{Login, NewUser},
    caller::Caller,
    error::Error,
};
use padi_kernel::actor::Role;
use serde::Serialize;

/// The password of every account here: no secret, and of no use outside a sandbox.
pub const PASSWORD: &str = "Coba-Padi-2026";

/// How long ago the oldest cases were filed: longer than ten working days over any holidays, shorter than the 30 days within
/// which a lapsed case can be revived.
const LONG_AGO: TimeDelta = TimeDelta::days(27);

/// Who there is: the name before the `@`, the role, and the code of the agency where it is held.
const PEOPLE: [(&str, Role, Option<&str>); 21] = [
    ("system-admin", Role::SystemAdmin, None),
    ("ministry-coordinator", Role::MinistryCoordinator, None),
    ("province-coordinator", Role::ProvinceCoordinator, Some("73")),
    ("agency-admin", Role::AgencyAdmin, Some("73.71")),
    ("unit-liaison", Role::UnitLiaison, Some(places::UNIT)),
    ("other-unit-liaison", Role::UnitLiaison, Some(places::OTHER_UNIT)),
    ("unit-head", Role::UnitHead, Some(places::UNIT)),
    ("apip", Role::Apip, Some("73.71")),
    ("ppid", Role::Ppid, Some("73.71")),
    ("ppid-unit", Role::PpidUnit, Some(places::UNIT)),
    ("ppid-superior", Role::PpidSuperior, Some("73.71")),
    ("consideration-team", Role::ConsiderationTeam, Some("73.71")),
    ("ombudsman", Role::Ombudsman, Some("kemendagri")),
    ("commission", Role::Commission, Some("73")),
    ("privacy-officer", Role::PrivacyOfficer, Some("kemendagri")),
    ("agency-admin-jakarta", Role::AgencyAdmin, Some("31")),
    ("agency-admin-jayapura", Role::AgencyAdmin, Some("91.71")),
    ("citizen", Role::Citizen, None),
    // Spare ones, to change a password, to log out and to give roles to.
    ("citizen-2", Role::Citizen, None),
    ("citizen-3", Role::Citizen, None),
    ("citizen-4", Role::Citizen, None),
];

/// Everything that was made.
#[derive(Debug, Serialize)]
pub struct DemoData {
    users: Vec<DemoUser>,
    agencies: Vec<DemoItem>,
    categories: Vec<DemoItem>,
    holidays: Vec<DemoItem>,
    rules: Vec<DemoItem>,
    complaints: Vec<cases::DemoCase>,
}

/// An account.
#[derive(Debug, Serialize)]
struct DemoUser {
    id: String,
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency_code: Option<&'static str>,
    email: String,
    password: &'static str,
}

/// Something of the reference data.
#[derive(Debug, Serialize)]
struct DemoItem {
    id: String,
    code: String,
    name: String,
}

/// Fills an empty sandbox.
pub async fn fill(app: &App) -> anyhow::Result<DemoData> {
    ensure!(app.is_sandbox(), "demo-data needs a sandbox: set PADI_SANDBOX=1");
    let (now, offset) = (app.now(), app.now() - app.real_now());
    // The operator comes first and sets up the units in which others hold their roles.
    let (operator, others) = PEOPLE.split_first().context("nobody to begin with")?;
    let mut users = vec![create(app, operator).await?];
    let system_admin = caller(app, operator.0).await?;
    let agencies = places::set_up(app, &system_admin).await?;
    for person in others {
        users.push(create(app, person).await?);
    }
    let cast = cases::Cast {
        coordinator: caller(app, "ministry-coordinator").await?,
        admin: caller(app, "agency-admin").await?,
        liaison: caller(app, "unit-liaison").await?,
        ombudsman: caller(app, "ombudsman").await?,
        citizen: caller(app, "citizen").await?,
    };
    let reference = places::reference(app).await?;
    let mut stage = cases::Stage::new(app, cast, &agencies, &reference.categories)?;
    app.set_sandbox_clock(now - LONG_AGO).await?;
    stage.play_old().await?;
    // What has passed since then takes its effect now.
    app.set_sandbox_clock(app.real_now() + offset).await?;
    stage.play_new().await?;
    let complaints = stage.into_cases();
    let places::Reference { categories, holidays, rules } = reference;
    Ok(DemoData { users, agencies, categories, holidays, rules, complaints })
}

async fn create(app: &App, person: &(&str, Role, Option<&'static str>)) -> anyhow::Result<DemoUser> {
    let (local, role, agency_code) = *person;
    let email = address(local);
    let new = NewUser {
        email: email.clone(),
        name: local.replace('-', " "),
        role,
        agency_code: agency_code.map(str::to_owned),
        password: PASSWORD.to_owned().into(),
    };
    match app.create_user(new).await {
        Ok(id) => Ok(DemoUser { id: id.to_string(), role, agency_code, email, password: PASSWORD }),
        Err(Error::Invalid(faults)) if faults.iter().any(|fault| fault.code == "already_exists") => {
            bail!("{email} has an account: demo-data goes into an empty database only")
        }
        Err(error) => Err(error).with_context(|| format!("cannot make the account {email}")),
    }
}

async fn caller(app: &App, local: &str) -> anyhow::Result<Caller> {
    let login = Login { email: address(local), password: PASSWORD.to_owned().into(), code: None };
    let tokens = app.login(login).await?;
    Ok(app.authenticate(&tokens.access_token).await?.caller())
}

fn address(local: &str) -> String {
    format!("{local}@padi.example")
}
