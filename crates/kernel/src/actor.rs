//! Who acts: roles, grants and the actor that every use case is given.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::id::{AgencyId, GrantId, UserId};

/// A role that a person holds at an agency. Every account is a [`Role::Citizen`] without a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Anybody with an account (warga).
    Citizen,
    /// Administrator of an agency (admin instansi).
    AgencyAdmin,
    /// Liaison officer of a unit (pejabat penghubung).
    UnitLiaison,
    /// Head of a unit, told of escalations (atasan unit).
    UnitHead,
    /// Internal auditor, inspectorate (APIP).
    Apip,
    /// Information officer of a body (PPID utama).
    Ppid,
    /// Information officer of a unit (PPID pelaksana).
    PpidUnit,
    /// Superior of the information officer (atasan PPID).
    PpidSuperior,
    /// Member of the consideration team (tim pertimbangan).
    ConsiderationTeam,
    /// The ministry's coordinator for all governments (Puspen Kemendagri).
    MinistryCoordinator,
    /// A province's coordinator for its regencies and cities (koordinator provinsi).
    ProvinceCoordinator,
    /// External supervisor (Ombudsman RI).
    Ombudsman,
    /// Information Commission (Komisi Informasi).
    Commission,
    /// Data-protection officer (pejabat pelindungan data pribadi).
    PrivacyOfficer,
    /// Operator of this system (administrator sistem).
    SystemAdmin,
}

impl Role {
    /// Every role, in the order of the documentation.
    pub const ALL: [Self; 15] = [
        Self::Citizen,
        Self::AgencyAdmin,
        Self::UnitLiaison,
        Self::UnitHead,
        Self::Apip,
        Self::Ppid,
        Self::PpidUnit,
        Self::PpidSuperior,
        Self::ConsiderationTeam,
        Self::MinistryCoordinator,
        Self::ProvinceCoordinator,
        Self::Ombudsman,
        Self::Commission,
        Self::PrivacyOfficer,
        Self::SystemAdmin,
    ];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::AgencyAdmin => "agency_admin",
            Self::UnitLiaison => "unit_liaison",
            Self::UnitHead => "unit_head",
            Self::Apip => "apip",
            Self::Ppid => "ppid",
            Self::PpidUnit => "ppid_unit",
            Self::PpidSuperior => "ppid_superior",
            Self::ConsiderationTeam => "consideration_team",
            Self::MinistryCoordinator => "ministry_coordinator",
            Self::ProvinceCoordinator => "province_coordinator",
            Self::Ombudsman => "ombudsman",
            Self::Commission => "commission",
            Self::PrivacyOfficer => "privacy_officer",
            Self::SystemAdmin => "system_admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The name is no role.
#[derive(Debug, thiserror::Error)]
#[error("unknown role")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or(UnknownRole)
    }
}

/// A role at an agency, with what it reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// The role.
    pub role: Role,
    /// The agency where it was given.
    pub agency_id: AgencyId,
    /// The body whose part that agency is: itself, where it has a desk.
    pub body: AgencyId,
    /// The agency itself and everything below it that is not another autonomous government.
    pub reach: Vec<AgencyId>,
    /// The two-digit province of the agency's region, if it has one: what a province's coordinator reads.
    pub province: Option<String>,
}

impl Grant {
    /// Whether the agency lies within the grant's reach.
    pub fn reaches(&self, agency: AgencyId) -> bool {
        self.reach.contains(&agency)
    }
}

/// Keyed hash of a user's id, which stands in a case instead of the id, so that a stolen database links nobody.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ReporterKey(pub Vec<u8>);

impl fmt::Debug for ReporterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReporterKey(..)")
    }
}

/// A person with an account, as far as rules ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub user: UserId,
    /// How the person's own cases are marked.
    pub reporter_key: ReporterKey,
    /// How older ones may be marked, while a key is being replaced.
    pub former_reporter_keys: Vec<ReporterKey>,
    /// What the person may do where.
    pub grants: Vec<Grant>,
    /// Whether the session was opened with a second factor; without it no officer sees an identity.
    pub second_factor: bool,
}

impl Person {
    /// All marks of the person's own cases.
    pub fn reporter_keys(&self) -> impl Iterator<Item = &ReporterKey> {
        std::iter::once(&self.reporter_key).chain(&self.former_reporter_keys)
    }

    /// Whether a case with that mark is the person's own.
    pub fn reported(&self, mark: Option<&ReporterKey>) -> bool {
        mark.is_some_and(|mark| self.reporter_keys().any(|key| key == mark))
    }

    /// Whether some grant of the role reaches the agency.
    pub fn holds_at(&self, role: Role, agency: AgencyId) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.reaches(agency))
    }

    /// Whether the person holds the role anywhere.
    pub fn holds(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody known.
    Anonymous,
    /// A reporter without account, who showed the tracking secret of one case (its id).
    SecretHolder(uuid::Uuid),
    /// A person with an account.
    Person(Person),
    /// The scheduler, and nobody else.
    System,
}

impl Actor {
    /// The person, if there is one.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Anonymous | Self::SecretHolder(_) | Self::System => None,
        }
    }
}

/// In what capacity an act was done; what a timeline shows of who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorRole {
    /// Whose case it is, with or without account: the reporter (pelapor) of a complaint, the applicant (pemohon) of a request.
    Reporter,
    /// An officer at a counter who filed for a reporter (petugas loket).
    DeskOfficer,
    /// The agency's administrator.
    AgencyAdmin,
    /// The unit's liaison.
    UnitLiaison,
    /// The ministry's coordinator.
    MinistryCoordinator,
    /// The inspectorate that examines (APIP).
    Apip,
    /// The Ombudsman.
    Ombudsman,
    /// An agency or unit that helps the lead (instansi pendukung).
    SupportingAgency,
    /// An agency or unit that is kept informed (tembusan).
    CopiedAgency,
    /// The privacy officer (pejabat pelindungan data pribadi), who decides on data requests and reveals and sees no content.
    PrivacyOfficer,
    /// The body's information officer (PPID utama).
    Ppid,
    /// The information officer of a unit (PPID pelaksana).
    PpidUnit,
    /// The superior of the information officer (atasan PPID), who answers objections.
    PpidSuperior,
    /// The team that weighs exemptions and objections (tim pertimbangan).
    ConsiderationTeam,
    /// The scheduler, when a term ended.
    System,
}

impl ActorRole {
    /// Every capacity.
    pub const ALL: [Self; 15] = [
        Self::Reporter,
        Self::DeskOfficer,
        Self::AgencyAdmin,
        Self::UnitLiaison,
        Self::MinistryCoordinator,
        Self::Apip,
        Self::Ombudsman,
        Self::SupportingAgency,
        Self::CopiedAgency,
        Self::PrivacyOfficer,
        Self::Ppid,
        Self::PpidUnit,
        Self::PpidSuperior,
        Self::ConsiderationTeam,
        Self::System,
    ];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::DeskOfficer => "desk_officer",
            Self::AgencyAdmin => "agency_admin",
            Self::UnitLiaison => "unit_liaison",
            Self::MinistryCoordinator => "ministry_coordinator",
            Self::Apip => "apip",
            Self::Ombudsman => "ombudsman",
            Self::SupportingAgency => "supporting_agency",
            Self::CopiedAgency => "copied_agency",
            Self::PrivacyOfficer => "privacy_officer",
            Self::Ppid => "ppid",
            Self::PpidUnit => "ppid_unit",
            Self::PpidSuperior => "ppid_superior",
            Self::ConsiderationTeam => "consideration_team",
            Self::System => "system",
        }
    }
}

impl FromStr for ActorRole {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or(UnknownRole)
    }
}

/// Why an actor may not do or see something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The caller must show who they are first (401).
    #[error("credentials are needed")]
    Unauthenticated,
    /// The caller may know of the thing, but not do this (403).
    #[error("not permitted")]
    Forbidden,
    /// The caller must log in with a second factor first (403).
    #[error("a second factor is needed")]
    SecondFactor,
    /// The caller may not know that the thing exists (404).
    #[error("hidden")]
    Hidden,
}
