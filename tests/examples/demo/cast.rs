//! Who takes part: accounts by `padi user create`, units by the API.

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use super::common::{
    api::{Api, Known},
    server::Place,
};

const PASSWORD: &str = "Coba-Padi-2026";

/// Everybody but the reporter, who has no account.
pub(crate) struct Cast {
    pub(crate) coordinator: Known,
    pub(crate) city_admin: Known,
    pub(crate) registry_liaison: Known,
    pub(crate) district_liaison: Known,
    /// The city of Makassar.
    pub(crate) city: Value,
    /// Its office for identity cards (dinas kependudukan).
    pub(crate) registry: Value,
    /// A district's office (kecamatan).
    pub(crate) district: Value,
    /// The category 'electronic identity card'.
    pub(crate) category: Value,
}

/// Accounts that can be made before there are units.
pub(crate) fn make_accounts(place: &Place) -> anyhow::Result<()> {
    make(place, "operator", "system_admin", "kemendagri")?;
    make(place, "coordinator", "ministry_coordinator", "kemendagri")?;
    make(place, "makassar", "agency_admin", "73.71")
}

pub(crate) fn make(place: &Place, name: &str, role: &str, agency: &str) -> anyhow::Result<()> {
    let email = address(name);
    let arguments = ["user", "create", "--email", &email, "--name", name, "--role", role, "--agency", agency];
    place.run(&[&arguments[..], &["--password-stdin"]].concat(), PASSWORD)?;
    Ok(())
}

/// Logs somebody in.
pub(crate) async fn log_in(api: &Api, name: &str) -> anyhow::Result<Known> {
    api.log_in(&address(name), PASSWORD).await
}

fn address(name: &str) -> String {
    format!("{name}@padi.example")
}

/// Sets up the city's units, with a liaison officer for each, and logs everybody in.
pub(crate) async fn assemble(place: &Place, api: &Api) -> anyhow::Result<Cast> {
    let city = first(api, "/v1/agencies?code=73.71").await?;
    let category = first(api, "/v1/categories?code=ktp-el").await?;
    let city_admin = log_in(api, "makassar").await?;
    let registry = set_up(api, &city_admin, &city, "disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil").await?;
    let district = set_up(api, &city_admin, &city, "panakkukang", "Kecamatan Panakkukang").await?;
    make(place, "registry", "unit_liaison", "73.71.disdukcapil")?;
    make(place, "district", "unit_liaison", "73.71.panakkukang")?;
    Ok(Cast {
        coordinator: log_in(api, "coordinator").await?,
        registry_liaison: log_in(api, "registry").await?,
        district_liaison: log_in(api, "district").await?,
        city_admin,
        city: city["id"].clone(),
        registry,
        district,
        category: category["id"].clone(),
    })
}

async fn first(api: &Api, path: &str) -> anyhow::Result<Value> {
    let found = api.get(&Known::Nobody, path).await?.body["data"][0].take();
    ensure!(found["id"].is_string(), "GET {path} finds nothing");
    Ok(found)
}

async fn set_up(api: &Api, admin: &Known, city: &Value, code: &str, name: &str) -> anyhow::Result<Value> {
    let body = json!({ "parent_id": city["id"], "kind": "unit", "name": name, "code": format!("73.71.{code}") });
    let answer = api.post(admin, "/v1/agencies", &body).await?;
    let id = answer.body.get("id").filter(|_| answer.status == 201);
    id.cloned().with_context(|| format!("the unit {name} is not set up: {}", answer.body))
}
