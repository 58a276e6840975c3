//! Who reported and who is accused, as they go out and come in.

use padi_complaints::identity;
use padi_complaints::subject as domain;
use padi_kernel::id::AgencyId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// Who reported (pelapor), as far as the caller may know. What they may not know is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Reporter {
    /// What everybody calls them: the name, or `Anonim`; absent where no name was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) display_name: Option<String>,
    /// Name (nama).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) name: Option<String>,
    /// E-mail address (surel).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) email: Option<String>,
    /// Telephone number (nomor telepon).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) phone: Option<String>,
    /// Address (alamat).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) address: Option<String>,
    /// National identity number (NIK) with stars for all but its last digits; the whole is shown to nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) nik_masked: Option<String>,
}

impl From<identity::Reporter> for Reporter {
    fn from(reporter: identity::Reporter) -> Self {
        let identity::Reporter { display_name, name, email, phone, address, nik_masked } = reporter;
        Self { display_name, name, email, phone, address, nik_masked }
    }
}

/// An officer's text for the public (teks publik).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct PublicText {
    /// Title.
    pub(crate) title: String,
    /// Body.
    pub(crate) body: String,
}

/// Office of the accused (jabatan terlapor). More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SubjectOffice {
    /// Civil servant of the ministry (ASN Kemendagri).
    MinistryOfficial,
    /// Governor (gubernur).
    Governor,
    /// Vice governor (wakil gubernur).
    ViceGovernor,
    /// Regent or mayor (bupati, wali kota).
    RegentOrMayor,
    /// Deputy regent or mayor (wakil bupati, wakil wali kota).
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

impl From<domain::Office> for SubjectOffice {
    fn from(office: domain::Office) -> Self {
        match office {
            domain::Office::MinistryOfficial => Self::MinistryOfficial,
            domain::Office::Governor => Self::Governor,
            domain::Office::ViceGovernor => Self::ViceGovernor,
            domain::Office::RegentOrMayor => Self::RegentOrMayor,
            domain::Office::DeputyRegentOrMayor => Self::DeputyRegentOrMayor,
            domain::Office::ProvincialCouncilMember => Self::ProvincialCouncilMember,
            domain::Office::LocalCouncilMember => Self::LocalCouncilMember,
            domain::Office::ProvincialOfficial => Self::ProvincialOfficial,
            domain::Office::LocalOfficial => Self::LocalOfficial,
            domain::Office::VillageHead => Self::VillageHead,
            domain::Office::VillageOfficial => Self::VillageOfficial,
            domain::Office::Inspectorate => Self::Inspectorate,
        }
    }
}

impl From<SubjectOffice> for domain::Office {
    fn from(office: SubjectOffice) -> Self {
        match office {
            SubjectOffice::MinistryOfficial => Self::MinistryOfficial,
            SubjectOffice::Governor => Self::Governor,
            SubjectOffice::ViceGovernor => Self::ViceGovernor,
            SubjectOffice::RegentOrMayor => Self::RegentOrMayor,
            SubjectOffice::DeputyRegentOrMayor => Self::DeputyRegentOrMayor,
            SubjectOffice::ProvincialCouncilMember => Self::ProvincialCouncilMember,
            SubjectOffice::LocalCouncilMember => Self::LocalCouncilMember,
            SubjectOffice::ProvincialOfficial => Self::ProvincialOfficial,
            SubjectOffice::LocalOfficial => Self::LocalOfficial,
            SubjectOffice::VillageHead => Self::VillageHead,
            SubjectOffice::VillageOfficial => Self::VillageOfficial,
            SubjectOffice::Inspectorate => Self::Inspectorate,
        }
    }
}

/// Who is accused (terlapor). The office decides whose inspectorate examines; the accused unit is never given the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct Subject {
    /// The office (jabatan).
    pub(crate) office: SubjectOffice,
    /// The government in which it is held; without one, that of the place of the incident.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) agency_id: Option<Uuid>,
    /// The unit of it (unit terlapor).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) unit_id: Option<Uuid>,
}

impl From<&domain::Subject> for Subject {
    fn from(subject: &domain::Subject) -> Self {
        Self {
            office: subject.office.into(),
            agency_id: subject.agency_id.map(|id| id.0),
            unit_id: subject.unit_id.map(|id| id.0),
        }
    }
}

impl From<Subject> for domain::Subject {
    fn from(subject: Subject) -> Self {
        Self {
            office: subject.office.into(),
            agency_id: subject.agency_id.map(AgencyId),
            unit_id: subject.unit_id.map(AgencyId),
        }
    }
}

/// What an examination found (simpulan pemeriksaan). More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExaminationResult {
    /// Proven (terbukti).
    Proven,
    /// Not proven (tidak terbukti).
    NotProven,
    /// Handed over to law enforcement (dilimpahkan kepada aparat penegak hukum).
    HandedToLawEnforcement,
}

impl From<domain::ExaminationResult> for ExaminationResult {
    fn from(result: domain::ExaminationResult) -> Self {
        match result {
            domain::ExaminationResult::Proven => Self::Proven,
            domain::ExaminationResult::NotProven => Self::NotProven,
            domain::ExaminationResult::HandedToLawEnforcement => Self::HandedToLawEnforcement,
        }
    }
}

impl From<ExaminationResult> for domain::ExaminationResult {
    fn from(result: ExaminationResult) -> Self {
        match result {
            ExaminationResult::Proven => Self::Proven,
            ExaminationResult::NotProven => Self::NotProven,
            ExaminationResult::HandedToLawEnforcement => Self::HandedToLawEnforcement,
        }
    }
}

/// What the reporter wrote (naskah asli), which may lie under lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Original {
    /// Title.
    pub(crate) title: String,
    /// Body.
    pub(crate) body: String,
    /// The place of the incident in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) incident_place: Option<String>,
    /// The loss (uraian kerugian).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) loss_description: Option<String>,
    /// The remedy asked for (permintaan penyelesaian).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) requested_remedy: Option<String>,
}

impl From<padi_app::complaints::original::Original> for Original {
    fn from(original: padi_app::complaints::original::Original) -> Self {
        Self {
            title: original.title,
            body: original.body,
            incident_place: original.incident.place,
            loss_description: original.incident.loss_description,
            requested_remedy: original.incident.requested_remedy,
        }
    }
}
