//! The carried files, loading them, and changing what they brought, on an embedded database.

use std::{collections::HashSet, sync::Arc, time::Instant};

use chrono::NaiveDate;
use padi_agencies::{
    agency::{Agency, AgencyKind, MINISTRY_CODE},
    region::is_region_code,
};
use padi_kernel::{
    actor::{Denied, Grant, Person, ReporterKey, Role},
    calendar::{DayKind, Holiday},
    id::{AgencyId, GrantId, UserId},
    page::PageRequest,
    rule::{RuleBook, Unit},
    zone::{Locality, Zone},
};
use padi_persistence::{
    agencies, categories,
    db::{Db, Durability},
    settings,
};
use uuid::Uuid;

use super::{
    agencies::{ChangeAgency, NewAgency},
    history::Kind,
    holidays::{ChangeHoliday, StoredHoliday},
    rules::ChangeRule,
    sources,
};
use crate::{
    App, Setup,
    calendar::DueDate,
    caller::Caller,
    entropy::SystemEntropy,
    error::Error,
    files::{Files, Storage},
    idempotency::{Key, Reply},
    if_match::IfMatch,
    keys::Keys,
};

mod changing;
mod files;
mod loading;

struct World {
    app: App,
    _folder: tempfile::TempDir,
}

async fn empty_world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("padi.db").display());
    let db = Db::connect(&url, Durability::Process).await.unwrap();
    db.migrate().await.unwrap();
    let keys = Keys::new(*b"0001", &[1; 32], [2; 32], [3; 32]);
    let entropy = Arc::new(SystemEntropy);
    let files = Files::open(Storage { folder: folder.path(), url: None }).unwrap();
    let public_url = "http://127.0.0.1:8080".to_owned();
    let app = App::new(Setup { db, entropy, keys, sandbox: true, public_url, files });
    World { app, _folder: folder }
}

async fn world() -> World {
    let world = empty_world().await;
    world.app.load_reference().await.unwrap();
    world
}

impl World {
    async fn agency(&self, code: &str) -> Agency {
        agencies::find_by_code(self.app.db(), code).await.unwrap().unwrap_or_else(|| panic!("{code}"))
    }

    /// Somebody with the role at the agency, and all below it.
    async fn caller(&self, role: Role, code: &str) -> Caller {
        let agency_id = self.agency(code).await.id;
        let below = agencies::Filter { parent_id: Some(agency_id), ..Default::default() };
        let below = self.app.agencies(&below, &first_page(200)).await.unwrap().items;
        let reach = std::iter::once(agency_id).chain(below.into_iter().map(|known| known.agency.id)).collect();
        let grant = Grant { id: GrantId(Uuid::nil()), role, agency_id, body: agency_id, reach, province: None };
        let user = UserId(Uuid::from_u128(7));
        Caller::of(Person {
            user,
            reporter_key: ReporterKey(vec![]),
            former_reporter_keys: vec![],
            grants: vec![grant],
            second_factor: false,
        })
    }

    /// Forgets what was loaded, as if the program carried other files now.
    async fn forget_hashes(&self) {
        let keys = ["regions.csv", "agencies.json", "categories.json", "holidays-id.csv", "rules.json"];
        self.app
            .write(move |_, tx| {
                Box::pin(async move {
                    for key in keys {
                        settings::set(tx, &format!("reference:{key}"), "another").await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
    }

    async fn holiday(&self, on: &str) -> Option<StoredHoliday> {
        let on = day(on);
        let filter = super::holidays::Filter { between: Some((on, on)), scope: None };
        self.app.holidays(&filter, &first_page(10)).await.unwrap().items.into_iter().next()
    }

    async fn calendar_version(&self) -> i64 {
        self.app.law().await.unwrap().calendar.version()
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn first_page<C>(limit: u64) -> PageRequest<C> {
    PageRequest { limit, after: None, include_total: true }
}

#[expect(clippy::unnecessary_wraps, reason = "as the header comes to a use case")]
fn version(version: i64) -> Option<IfMatch> {
    Some(IfMatch::OneOf(vec![version]))
}

#[expect(clippy::unnecessary_wraps, reason = "as a use case takes it")]
fn quiet<T>(_: T) -> Result<Reply, Error> {
    Ok(Reply::empty())
}
