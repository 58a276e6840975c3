//! Accounts and grants as they are shown, shared by `/v1/me` and `/v1/users`.

use chrono::{DateTime, Utc};
use padi_app::accounts as app;
use padi_kernel::actor;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::language::Language;
use crate::timestamp::{millis, millis_option};

/// Language of mails and texts: bahasa
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Language)]
pub(super) enum LanguageTag {
    /// Bahasa Indonesia.
    Id,
    /// English.
    En,
}

impl From<Language> for LanguageTag {
    fn from(language: Language) -> Self {
        match language {
            Language::Indonesian => Self::Id,
            Language::English => Self::En,
        }
    }
}

impl From<padi_app::language::Language> for LanguageTag {
    fn from(language: padi_app::language::Language) -> Self {
        match language {
            padi_app::language::Language::Indonesian => Self::Id,
            padi_app::language::Language::English => Self::En,
        }
    }
}

impl From<LanguageTag> for padi_app::language::Language {
    fn from(tag: LanguageTag) -> Self {
        match tag {
            LanguageTag::Id => Self::Indonesian,
            LanguageTag::En => Self::English,
        }
    }
}

/// A role that can be granted: peran. An open set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Role)]
pub(super) enum RoleName {
    /// Administrator of an agency (admin instansi).
    AgencyAdmin,
    /// Liaison officer of a unit (pejabat penghubung).
    UnitLiaison,
    /// Head of a unit (atasan unit).
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
    /// The ministry's coordinator (Puspen Kemendagri).
    MinistryCoordinator,
    /// A province's coordinator (koordinator provinsi).
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

/// Every role that can be granted, in both worlds.
const ROLES: [(RoleName, actor::Role); 14] = [
    (RoleName::AgencyAdmin, actor::Role::AgencyAdmin),
    (RoleName::UnitLiaison, actor::Role::UnitLiaison),
    (RoleName::UnitHead, actor::Role::UnitHead),
    (RoleName::Apip, actor::Role::Apip),
    (RoleName::Ppid, actor::Role::Ppid),
    (RoleName::PpidUnit, actor::Role::PpidUnit),
    (RoleName::PpidSuperior, actor::Role::PpidSuperior),
    (RoleName::ConsiderationTeam, actor::Role::ConsiderationTeam),
    (RoleName::MinistryCoordinator, actor::Role::MinistryCoordinator),
    (RoleName::ProvinceCoordinator, actor::Role::ProvinceCoordinator),
    (RoleName::Ombudsman, actor::Role::Ombudsman),
    (RoleName::Commission, actor::Role::Commission),
    (RoleName::PrivacyOfficer, actor::Role::PrivacyOfficer),
    (RoleName::SystemAdmin, actor::Role::SystemAdmin),
];

impl RoleName {
    /// The role in the domain.
    pub(super) fn domain(self) -> actor::Role {
        ROLES.into_iter().find(|(name, _)| *name == self).map_or(actor::Role::Citizen, |(_, role)| role)
    }
}

/// A role held at an agency: peran di instansi
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Grant)]
pub(super) struct GrantBody {
    /// Id of the grant.
    id: Uuid,
    /// The role (peran).
    #[schema(value_type = RoleName)]
    role: actor::Role,
    /// Where it is held (instansi).
    agency_id: Uuid,
    /// When it was given (diberikan pada).
    #[serde(serialize_with = "millis")]
    created_at: DateTime<Utc>,
}

impl From<app::GrantView> for GrantBody {
    fn from(grant: app::GrantView) -> Self {
        Self { id: grant.id.0, role: grant.role, agency_id: grant.agency_id.0, created_at: grant.created_at }
    }
}

/// An account: akun
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub(super) struct AccountBody {
    /// Id of the account.
    id: Uuid,
    /// E-mail address (alamat surel).
    #[schema(format = "email", example = "siti.aminah@example.id")]
    email: String,
    /// The person's name (nama).
    #[schema(example = "Siti Aminah")]
    name: String,
    /// Language of mails (bahasa).
    language: LanguageTag,
    /// When the address was verified (diverifikasi pada); absent until then.
    #[serde(serialize_with = "millis_option", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    email_verified_at: Option<DateTime<Utc>>,
    /// Whether log-ins need a second factor (faktor kedua); without one nobody sees an identity.
    second_factor: bool,
    /// Grows with each change, grants included (versi); also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    version: i64,
    /// What the person may do where (peran), as far as the caller may know.
    grants: Vec<GrantBody>,
}

impl From<app::Account> for AccountBody {
    fn from(account: app::Account) -> Self {
        Self {
            id: account.id.0,
            email: account.email,
            name: account.name,
            language: account.language.into(),
            email_verified_at: account.email_verified_at,
            second_factor: account.second_factor,
            version: account.version,
            grants: account.grants.into_iter().map(GrantBody::from).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_but_the_citizen_can_be_named() {
        for role in actor::Role::ALL {
            let named: Result<RoleName, _> = serde_json::from_value(serde_json::json!(role.name()));
            assert_eq!(named.ok().map(RoleName::domain), (role != actor::Role::Citizen).then_some(role));
        }
    }
}
