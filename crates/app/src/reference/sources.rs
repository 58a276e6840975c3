//! The reference files that the program carries, read into what the store should hold.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use padi_agencies::{
    agency::{Agency, AgencyKind, inspectorate_code},
    category::Category,
    region::Region,
};
use padi_complaints::subject::{Competence, Office};
use padi_kernel::{
    calendar::{DayKind, Holiday},
    id::{AgencyId, CategoryId, HolidayId, RuleId},
    rule::{Party, Rule, Unit},
    zone::{Locality, Zone},
};
use padi_persistence::{
    examination_rules::ExaminationRule,
    holidays::{NATIONAL, StoredHoliday},
    rules::StoredRule,
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::error::Error;

/// Provinces, regencies, cities and districts.
pub(super) const REGIONS: &str = include_str!("../../../../data/regions.csv");
/// The ministry and its components.
pub(super) const AGENCIES: &str = include_str!("../../../../data/agencies.json");
/// The categories.
pub(super) const CATEGORIES: &str = include_str!("../../../../data/categories.json");
/// Holidays and joint leave.
pub(super) const HOLIDAYS: &str = include_str!("../../../../data/holidays-id.csv");
/// Rule sets.
pub(super) const RULES: &str = include_str!("../../../../data/rules.json");
/// Whose inspectorate examines which office.
pub(super) const EXAMINATION_RULES: &str = include_str!("../../../../data/examination-rules.json");
/// Villages, compressed.
pub(super) const VILLAGES: &[u8] = include_bytes!("../../../../data/villages.csv.gz");

/// The province whose regencies and cities are administrative regions without a government of their own (UU 29/2007, UU 2/2024).
const JAKARTA: &str = "31";

/// The id of a row that comes from a file: a `UUIDv8` out of the hash of kind and key (RFC 9562, appendix B.2). So every process
/// on every machine makes the same id, loading again finds the row, and a file's row can be told from an administrator's.
pub(super) fn fixed_id(kind: &str, key: &str) -> Uuid {
    let hash = Sha256::digest(format!("padi:{kind}:{key}").as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Whether the row comes from a file.
pub(super) fn is_fixed(id: Uuid) -> bool {
    id.get_version_num() == 8
}

#[derive(Deserialize)]
struct RegionLine {
    code: String,
    kind: String,
    parent_code: Option<String>,
    name: String,
    time_zone: String,
}

/// The regions.
pub(super) fn regions() -> Result<Vec<Region>, Error> {
    let lines = csv::Reader::from_reader(REGIONS.as_bytes()).into_deserialize::<RegionLine>();
    lines
        .map(|line| {
            let line = line.map_err(Error::internal)?;
            let zone = line.time_zone.parse().map_err(Error::internal)?;
            let RegionLine { code, kind, parent_code, name, .. } = line;
            Ok(Region { code, kind, parent_code, name, zone })
        })
        .collect()
}

/// The zone of each province, by its two digits.
pub(super) fn zones() -> Result<BTreeMap<String, Zone>, Error> {
    let provinces = regions()?.into_iter().filter(|region| region.code.len() == 2);
    Ok(provinces.map(|region| (region.code, region.zone)).collect())
}

#[derive(Deserialize)]
struct AgencyFile {
    agencies: Vec<AgencyLine>,
    /// Other names by the agency's code.
    aliases: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct AgencyLine {
    code: String,
    kind: AgencyKind,
    name: String,
    parent_code: Option<String>,
}

fn agency_id(code: &str) -> AgencyId {
    AgencyId(fixed_id("agency", code))
}

/// The ministry with its components, a government for each province, regency and city, and the inspectorate of each government.
pub(super) fn agencies() -> Result<Vec<Agency>, Error> {
    let file: AgencyFile = serde_json::from_str(AGENCIES).map_err(Error::internal)?;
    let mut all: Vec<Agency> = file.agencies.into_iter().map(of_ministry).collect();
    let governments: Vec<Agency> = regions()?.into_iter().filter_map(government).collect();
    let inspectorates: Vec<Agency> = governments.iter().filter_map(inspectorate).collect();
    all.extend(governments);
    all.extend(inspectorates);
    Ok(all)
}

/// The other names that the program brings, by agency.
pub(super) fn agency_aliases() -> Result<Vec<(AgencyId, String)>, Error> {
    let file: AgencyFile = serde_json::from_str(AGENCIES).map_err(Error::internal)?;
    let of_one = |(code, names): (String, Vec<String>)| names.into_iter().map(move |name| (agency_id(&code), name));
    Ok(file.aliases.into_iter().flat_map(of_one).collect())
}

/// The inspectorate of a government; the ministry's stands among its components.
fn inspectorate(government: &Agency) -> Option<Agency> {
    if !government.kind.is_body() {
        return None;
    }
    let code = inspectorate_code(&government.code);
    Some(Agency {
        id: agency_id(&code),
        kind: AgencyKind::Unit,
        name: government.name.replacen("Pemerintah", "Inspektorat", 1),
        parent_id: Some(government.id),
        code,
        ..government.clone()
    })
}

fn of_ministry(line: AgencyLine) -> Agency {
    Agency {
        id: agency_id(&line.code),
        kind: line.kind,
        name: line.name,
        region_code: None,
        locality: Locality::ministry(),
        parent_id: line.parent_code.as_deref().map(agency_id),
        active: true,
        version: 1,
        code: line.code,
    }
}

/// The government of a region; none for districts.
fn government(region: Region) -> Option<Agency> {
    let in_jakarta = region.parent_code.as_deref() == Some(JAKARTA);
    let kind = match region.kind.as_str() {
        "province" => AgencyKind::Province,
        "regency" | "city" if in_jakarta => AgencyKind::AdministrativeRegion,
        "regency" => AgencyKind::Regency,
        "city" => AgencyKind::City,
        _ => return None,
    };
    // The list writes 'Kota Makassar' and 'Kabupaten Gowa', but 'Sulawesi Selatan'.
    let name = match kind {
        AgencyKind::Province => format!("Pemerintah Provinsi {}", region.name),
        _ => format!("Pemerintah {}", region.name),
    };
    Some(Agency {
        id: agency_id(&region.code),
        kind,
        name,
        locality: Locality::of_region(&region.code, region.zone),
        parent_id: in_jakarta.then(|| agency_id(JAKARTA)),
        region_code: Some(region.code.clone()),
        active: true,
        version: 1,
        code: region.code,
    })
}

#[derive(Deserialize)]
struct ExaminationFile {
    rules: Vec<ExaminationLine>,
}

#[derive(Deserialize)]
struct ExaminationLine {
    office: Office,
    competence: Competence,
    legal_basis: String,
    confirmed: bool,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

/// Whose inspectorate examines which office.
pub(super) fn examination_rules() -> Result<Vec<ExaminationRule>, Error> {
    let file: ExaminationFile = serde_json::from_str(EXAMINATION_RULES).map_err(Error::internal)?;
    let rule = |line: ExaminationLine| ExaminationRule {
        id: fixed_id("examination_rule", &format!("{}:{}", line.office.name(), line.valid_from)),
        office: line.office,
        competence: line.competence,
        legal_basis: line.legal_basis,
        confirmed: line.confirmed,
        valid_from: line.valid_from,
        valid_to: line.valid_to,
    };
    Ok(file.rules.into_iter().map(rule).collect())
}

#[derive(Deserialize)]
struct CategoryFile {
    valid_from: NaiveDate,
    categories: Vec<CategoryLine>,
}

#[derive(Deserialize)]
struct CategoryLine {
    code: String,
    name: String,
    #[serde(default)]
    children: Vec<CategoryLine>,
}

/// The categories, those of the first level before those below them.
pub(super) fn categories() -> Result<Vec<Category>, Error> {
    let file: CategoryFile = serde_json::from_str(CATEGORIES).map_err(Error::internal)?;
    let category = |line: &CategoryLine, parent: Option<&CategoryLine>| Category {
        id: CategoryId(fixed_id("category", &line.code)),
        code: line.code.clone(),
        name: line.name.clone(),
        parent_id: parent.map(|parent| CategoryId(fixed_id("category", &parent.code))),
        active: true,
        valid_from: file.valid_from,
        valid_to: None,
        version: 1,
    };
    let tops = file.categories.iter().map(|top| category(top, None));
    let below = file.categories.iter().flat_map(|top| top.children.iter().map(move |line| (line, top)));
    Ok(tops.chain(below.map(|(line, top)| category(line, Some(top)))).collect())
}

#[derive(Deserialize)]
struct HolidayLine {
    date: NaiveDate,
    scope: String,
    kind: DayKind,
    name: String,
}

/// The holidays and the joint leave.
pub(super) fn holidays() -> Result<Vec<StoredHoliday>, Error> {
    let lines = csv::Reader::from_reader(HOLIDAYS.as_bytes()).into_deserialize::<HolidayLine>();
    lines
        .map(|line| {
            let line = line.map_err(Error::internal)?;
            let key = format!("{}:{}:{:?}", line.date, line.scope, line.kind);
            let province = (line.scope != NATIONAL).then_some(line.scope);
            let holiday = Holiday { on: line.date, province, kind: line.kind, name: line.name };
            Ok(StoredHoliday { id: HolidayId(fixed_id("holiday", &key)), holiday, version: 1 })
        })
        .collect()
}

#[derive(Deserialize)]
struct RuleFile {
    rule_sets: Vec<RuleSet>,
}

#[derive(Deserialize)]
struct RuleSet {
    #[serde(rename = "rule_set")]
    name: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    rules: Vec<RuleLine>,
}

#[derive(Deserialize)]
struct RuleLine {
    code: String,
    name_id: String,
    name_en: String,
    length: i32,
    unit: Unit,
    party: Party,
    legal_basis: String,
    confirmed: bool,
}

/// The rules of all sets.
pub(super) fn rules() -> Result<Vec<StoredRule>, Error> {
    let file: RuleFile = serde_json::from_str(RULES).map_err(Error::internal)?;
    let mut all = Vec::new();
    for set in file.rule_sets {
        for line in set.rules {
            let id = RuleId(fixed_id("rule", &format!("{}:{}", set.name, line.code)));
            let rule = Rule {
                id,
                rule_set: set.name.clone(),
                code: line.code,
                name_id: line.name_id,
                name_en: line.name_en,
                length: line.length,
                unit: line.unit,
                party: line.party,
                legal_basis: line.legal_basis,
                confirmed: line.confirmed,
                valid_from: set.valid_from,
                valid_to: set.valid_to,
            };
            all.push(StoredRule { rule, version: 1 });
        }
    }
    Ok(all)
}
