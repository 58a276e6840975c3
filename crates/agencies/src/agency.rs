//! Bodies of government and their units: the tree through which complaints are disposed.

use std::{fmt, str::FromStr};

use padi_kernel::{id::AgencyId, rule::UnknownName, zone::Locality};
use serde::{Deserialize, Serialize};

/// What an agency is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    /// The Ministry of Home Affairs (Kementerian Dalam Negeri).
    Ministry,
    /// An echelon-I component of the ministry (komponen).
    Component,
    /// A provincial government (pemerintah provinsi).
    Province,
    /// A regency's government (pemerintah kabupaten).
    Regency,
    /// A city's government (pemerintah kota).
    City,
    /// An administrative region of Jakarta (kota/kabupaten administrasi), which acts under its province.
    AdministrativeRegion,
    /// A unit of any of these (perangkat daerah, OPD, UPT).
    Unit,
}

impl AgencyKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Ministry,
        Self::Component,
        Self::Province,
        Self::Regency,
        Self::City,
        Self::AdministrativeRegion,
        Self::Unit,
    ];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ministry => "ministry",
            Self::Component => "component",
            Self::Province => "province",
            Self::Regency => "regency",
            Self::City => "city",
            Self::AdministrativeRegion => "administrative_region",
            Self::Unit => "unit",
        }
    }

    /// The office of the superior of the body's information officer (atasan PPID, Permendagri 3/2017); none where it is no body.
    pub fn information_superior(self) -> Option<&'static str> {
        match self {
            Self::Ministry => Some("Sekretaris Jenderal"),
            Self::Province | Self::Regency | Self::City => Some("Sekretaris Daerah"),
            Self::Component | Self::AdministrativeRegion | Self::Unit => None,
        }
    }

    /// Whether it has a desk of its own, at which cases are received, and is no part of another body.
    pub fn is_body(self) -> bool {
        matches!(self, Self::Ministry | Self::Province | Self::Regency | Self::City)
    }
}

impl fmt::Display for AgencyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for AgencyKind {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// The code of the ministry itself.
pub const MINISTRY_CODE: &str = "kemendagri";

/// The code of the ministry's inspectorate (Inspektorat Jenderal).
const MINISTRY_INSPECTORATE_CODE: &str = "kemendagri.itjen";

/// The code of the inspectorate of that body (Inspektorat Jenderal, inspektorat provinsi, inspektorat kabupaten/kota).
pub fn inspectorate_code(body: &str) -> String {
    if body == MINISTRY_CODE { MINISTRY_INSPECTORATE_CODE.to_owned() } else { format!("{body}.insp") }
}

/// A body of government or a unit of one (instansi, unit kerja).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Its id.
    pub id: AgencyId,
    /// Its code: the region code for governments, `kemendagri` for the ministry.
    pub code: String,
    /// What it is.
    pub kind: AgencyKind,
    /// Its name in Indonesian.
    pub name: String,
    /// The region that it governs or lies in; absent for the ministry and its components.
    pub region_code: Option<String>,
    /// Its zone and province.
    pub locality: Locality,
    /// The agency above it.
    pub parent_id: Option<AgencyId>,
    /// Whether cases can be given to it.
    pub active: bool,
    /// Grows with each change.
    pub version: i64,
}

/// An agency with the other names that it goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The agency.
    pub agency: Agency,
    /// Its other names, short ones and those that it had before (nama lain).
    pub aliases: Vec<String>,
}
