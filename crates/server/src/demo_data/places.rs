//! The units of the demo data, and the reference data that goes with it.

use anyhow::Context as _;
use chrono::Datelike as _;
use padi_agencies::agency::{Agency, AgencyKind};
use padi_app::{
    App,
    caller::Caller,
    idempotency::Reply,
    reference::{
        agencies::{Filter, NewAgency},
        categories, holidays, rules,
    },
};
use padi_kernel::page::PageRequest;

use super::DemoItem;

/// The unit that has most cases: population and civil registration in Makassar (dinas kependudukan dan pencatatan sipil).
pub(super) const UNIT: &str = "73.71.disdukcapil";
/// Another unit of the same city: a district's office (kecamatan).
pub(super) const OTHER_UNIT: &str = "73.71.panakkukang";

/// Units: code of the agency above, code, name.
const UNITS: [(&str, &str, &str); 5] = [
    ("73.71", UNIT, "Dinas Kependudukan dan Pencatatan Sipil Kota Makassar"),
    ("73.71", OTHER_UNIT, "Kecamatan Panakkukang"),
    ("31", "31.disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil DKI Jakarta"),
    ("91.71", "91.71.disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil Kota Jayapura"),
    ("11.71", "11.71.perhubungan", "Dinas Perhubungan Kota Banda Aceh"),
];

/// Bodies that are told of beside the units, and an inspectorate.
const BODIES: [&str; 6] = ["73.71", "31", "91.71", "11.71", "kemendagri", "73.71.insp"];

/// Reference data as it is told of.
pub(super) struct Reference {
    pub(super) categories: Vec<DemoItem>,
    pub(super) holidays: Vec<DemoItem>,
    pub(super) rules: Vec<DemoItem>,
}

/// Sets up the units; tells of them and of the bodies above.
pub(super) async fn set_up(app: &App, operator: &Caller) -> anyhow::Result<Vec<DemoItem>> {
    let mut told = Vec::new();
    for code in BODIES {
        told.push(item(agency(app, code).await?));
    }
    for (above, code, name) in UNITS {
        let parent_id = agency(app, above).await?.id;
        let new = NewAgency { parent_id, kind: AgencyKind::Unit, name: name.to_owned(), code: code.to_owned() };
        app.create_agency(None, operator, new, |_| Ok(Reply::empty())).await?;
        told.push(item(agency(app, code).await?));
    }
    Ok(told)
}

fn item(agency: Agency) -> DemoItem {
    DemoItem { id: agency.id.to_string(), code: agency.code, name: agency.name }
}

async fn agency(app: &App, code: &str) -> anyhow::Result<Agency> {
    let filter = Filter { code: Some(code.to_owned()), ..Filter::default() };
    let page = app.agencies(&filter, &first(1)).await?;
    page.items.into_iter().next().map(|known| known.agency).with_context(|| format!("no agency has the code {code}"))
}

/// The first categories, rules and the holidays of this year.
pub(super) async fn reference(app: &App) -> anyhow::Result<Reference> {
    let filter = categories::Filter { active: Some(true), ..categories::Filter::default() };
    let found = app.categories(&filter, &first(200)).await?;
    let categories = found.items.into_iter().map(|category| DemoItem {
        id: category.id.to_string(),
        code: category.code,
        name: category.name,
    });
    let year = app.now().date_naive().year();
    let day = |month, day| chrono::NaiveDate::from_ymd_opt(year, month, day);
    let between = day(1, 1).zip(day(12, 31));
    let found = app.holidays(&holidays::Filter { between, scope: None }, &first(50)).await?;
    let holidays = found.items.into_iter().map(|stored| DemoItem {
        id: stored.id.to_string(),
        code: stored.holiday.on.to_string(),
        name: stored.holiday.name,
    });
    let found = app.rules(&rules::Filter::default(), &first(10)).await?;
    let rules = found.items.into_iter().map(|stored| DemoItem {
        id: stored.rule.id.to_string(),
        code: stored.rule.code,
        name: stored.rule.name_en,
    });
    Ok(Reference { categories: categories.collect(), holidays: holidays.collect(), rules: rules.collect() })
}

fn first<C>(limit: u64) -> PageRequest<C> {
    PageRequest { limit, after: None, include_total: false }
}
