//! Who is accused (terlapor) in a supervisory complaint, and which inspectorate examines it: never one of the accused's own.
//!
//! Which office goes to whose inspectorate is dated reference data; here is only how that is read.

use std::str::FromStr;

use padi_kernel::{id::AgencyId, rule::UnknownName};
use serde::{Deserialize, Serialize};

use crate::command::Body;

/// The office of the accused (jabatan terlapor); of those in Permendagri 8/2023 Ps 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Office {
    /// Civil servant of the ministry (ASN Kemendagri).
    MinistryOfficial,
    /// Governor (gubernur).
    Governor,
    /// Vice governor (wakil gubernur).
    ViceGovernor,
    /// Regent or mayor (bupati, wali kota).
    RegentOrMayor,
    /// Their deputies (wakil bupati, wakil wali kota).
    DeputyRegentOrMayor,
    /// Member of a provincial council (anggota DPRD provinsi).
    ProvincialCouncilMember,
    /// Member of a regency's or city's council (anggota DPRD kabupaten/kota).
    LocalCouncilMember,
    /// Civil servant of a province (ASN provinsi).
    ProvincialOfficial,
    /// Civil servant of a regency or city (ASN kabupaten/kota).
    LocalOfficial,
    /// Head of a village (kepala desa).
    VillageHead,
    /// Village apparatus (perangkat desa).
    VillageOfficial,
    /// The inspectorate itself (APIP).
    Inspectorate,
}

/// At which level of government somebody holds an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// The ministry.
    Ministry,
    /// A province.
    Province,
    /// A regency or city, or whatever government was named.
    Local,
}

impl Office {
    /// Every office.
    pub const ALL: [Self; 12] = [
        Self::MinistryOfficial,
        Self::Governor,
        Self::ViceGovernor,
        Self::RegentOrMayor,
        Self::DeputyRegentOrMayor,
        Self::ProvincialCouncilMember,
        Self::LocalCouncilMember,
        Self::ProvincialOfficial,
        Self::LocalOfficial,
        Self::VillageHead,
        Self::VillageOfficial,
        Self::Inspectorate,
    ];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::MinistryOfficial => "ministry_official",
            Self::Governor => "governor",
            Self::ViceGovernor => "vice_governor",
            Self::RegentOrMayor => "regent_or_mayor",
            Self::DeputyRegentOrMayor => "deputy_regent_or_mayor",
            Self::ProvincialCouncilMember => "provincial_council_member",
            Self::LocalCouncilMember => "local_council_member",
            Self::ProvincialOfficial => "provincial_official",
            Self::LocalOfficial => "local_official",
            Self::VillageHead => "village_head",
            Self::VillageOfficial => "village_official",
            Self::Inspectorate => "inspectorate",
        }
    }

    /// The level of the government in which the office stands.
    pub fn tier(self) -> Tier {
        match self {
            Self::MinistryOfficial => Tier::Ministry,
            Self::Governor | Self::ViceGovernor | Self::ProvincialCouncilMember | Self::ProvincialOfficial => {
                Tier::Province
            }
            Self::RegentOrMayor
            | Self::DeputyRegentOrMayor
            | Self::LocalCouncilMember
            | Self::LocalOfficial
            | Self::VillageHead
            | Self::VillageOfficial
            | Self::Inspectorate => Tier::Local,
        }
    }
}

impl FromStr for Office {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|office| office.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// Who is accused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The office.
    pub office: Office,
    /// The government in which it is held.
    pub agency_id: Option<AgencyId>,
    /// The unit of it (unit terlapor): it must never be given the case.
    pub unit_id: Option<AgencyId>,
}

impl Subject {
    /// Whether a unit is the accused one or stands below it; `line` is the unit and everything above it.
    pub fn is_among(&self, line: &[AgencyId]) -> bool {
        self.unit_id.is_some_and(|accused| line.contains(&accused))
    }
}

/// Whose inspectorate examines, seen from the accused (dated reference data).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Competence {
    /// The accused's own government.
    Own,
    /// The province.
    Province,
    /// The ministry (Inspektorat Jenderal).
    Ministry,
    /// One level above the accused's own.
    Above,
}

impl Competence {
    /// Every competence.
    pub const ALL: [Self; 4] = [Self::Own, Self::Province, Self::Ministry, Self::Above];

    /// The name in the data and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Province => "province",
            Self::Ministry => "ministry",
            Self::Above => "above",
        }
    }
}

impl FromStr for Competence {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|one| one.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// An inspectorate, and the government that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examiner {
    /// The government, by whose place the clocks run.
    pub body: Body,
    /// The inspectorate.
    pub inspectorate_id: AgencyId,
}

/// The governments above one another, the accused's or the nearest known one first and the ministry last, each with its
/// inspectorate, if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder(pub Vec<(Body, Option<AgencyId>)>);

impl Ladder {
    /// Which rung holds the office.
    fn rung(&self, tier: Tier) -> usize {
        let top = self.0.len().saturating_sub(1);
        match tier {
            Tier::Ministry => top,
            Tier::Province => top.saturating_sub(1),
            Tier::Local => 0,
        }
    }

    /// The government in which the office is held.
    pub fn government(&self, office: Office) -> Option<&Body> {
        self.0.get(self.rung(office.tier())).map(|(body, _)| body)
    }

    /// The inspectorate that examines: by the competence, and one level up for as long as it is itself the accused unit or has none.
    /// `accused` is the accused unit with everything above it. None where nobody stands above the accused.
    pub fn examiner(&self, office: Office, competence: Competence, accused: &[AgencyId]) -> Option<Examiner> {
        let own = self.rung(office.tier());
        let from = match competence {
            Competence::Own => own,
            Competence::Province => own.max(self.rung(Tier::Province)),
            Competence::Ministry => self.rung(Tier::Ministry),
            Competence::Above => own + 1,
        };
        self.0.iter().skip(from).find_map(|(body, inspectorate)| {
            let inspectorate_id = (*inspectorate).filter(|inspectorate| !accused.contains(inspectorate))?;
            Some(Examiner { body: body.clone(), inspectorate_id })
        })
    }
}

/// What an examination found (simpulan pemeriksaan).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExaminationResult {
    /// Proven (terbukti).
    Proven,
    /// Not proven (tidak terbukti).
    NotProven,
    /// Handed over to law enforcement (dilimpahkan kepada aparat penegak hukum).
    HandedToLawEnforcement,
}

impl ExaminationResult {
    /// Every result.
    pub const ALL: [Self; 3] = [Self::Proven, Self::NotProven, Self::HandedToLawEnforcement];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::NotProven => "not_proven",
            Self::HandedToLawEnforcement => "handed_to_law_enforcement",
        }
    }
}

impl FromStr for ExaminationResult {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|result| result.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}
