//! Who may give which role where, as a table. Pure.

use padi_agencies::agency::AgencyKind;
use padi_kernel::{
    actor::{Person, Role},
    id::AgencyId,
};

/// The roles that an agency's administrator may give within the agency: none above their own, and never the inspectorate
/// (APIP), which examines the agency.
const BY_AGENCY_ADMIN: [Role; 7] = [
    Role::AgencyAdmin,
    Role::UnitLiaison,
    Role::UnitHead,
    Role::Ppid,
    Role::PpidUnit,
    Role::PpidSuperior,
    Role::ConsiderationTeam,
];

/// Whether the role can be held at an agency of that kind.
pub fn fits(role: Role, kind: AgencyKind) -> bool {
    let is_part = matches!(kind, AgencyKind::Component | AgencyKind::Unit | AgencyKind::AdministrativeRegion);
    match role {
        // Every account is one, without a grant.
        Role::Citizen => false,
        Role::AgencyAdmin | Role::Ppid | Role::PpidSuperior | Role::ConsiderationTeam | Role::PrivacyOfficer => {
            kind.is_body()
        }
        Role::UnitLiaison | Role::UnitHead | Role::PpidUnit => is_part,
        // An inspectorate is a unit of its government or a component of the ministry; where none is set up, the body itself.
        Role::Apip => kind.is_body() || matches!(kind, AgencyKind::Component | AgencyKind::Unit),
        Role::ProvinceCoordinator => kind == AgencyKind::Province,
        // Both have offices of their own in the provinces.
        Role::Ombudsman | Role::Commission => matches!(kind, AgencyKind::Ministry | AgencyKind::Province),
        Role::MinistryCoordinator | Role::SystemAdmin => kind == AgencyKind::Ministry,
    }
}

/// Whether somebody with the role may give the other one at an agency; `within` says whether that agency lies within the
/// reach of their grant.
pub fn gives(holder: Role, given: Role, within: bool) -> bool {
    match holder {
        Role::SystemAdmin => given != Role::Citizen,
        Role::MinistryCoordinator => !matches!(given, Role::Citizen | Role::SystemAdmin | Role::PrivacyOfficer),
        Role::AgencyAdmin => within && BY_AGENCY_ADMIN.contains(&given),
        _ => false,
    }
}

/// Whether the person may give, or take away, the role at the agency.
pub fn may_grant(person: &Person, role: Role, agency: AgencyId) -> bool {
    person.grants.iter().any(|held| gives(held.role, role, held.reaches(agency)))
}

/// Whether the person may look up accounts at all: whoever may give some role to somebody.
pub fn manages_users(person: &Person) -> bool {
    person.grants.iter().any(|held| Role::ALL.into_iter().any(|role| gives(held.role, role, true)))
}

/// Whether the person may know of a grant of another's: nationwide for who gives roles nationwide, else within reach.
pub fn sees_grant(person: &Person, agency: AgencyId) -> bool {
    person.grants.iter().any(|held| match held.role {
        Role::SystemAdmin | Role::MinistryCoordinator => true,
        Role::AgencyAdmin => held.reaches(agency),
        _ => false,
    })
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
