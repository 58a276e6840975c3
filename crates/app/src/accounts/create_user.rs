//! An account made at the command line (`padi user create`): its address counts as verified.

use padi_agencies::agency::{AgencyKind, MINISTRY_CODE};
use padi_kernel::{
    actor::Role,
    id::{AgencyId, UserId},
};
use padi_persistence::{agencies, users, users::User};
use secrecy::{ExposeSecret as _, SecretString};

use super::{GrantRole, checked_name, email::Email, password, policy};
use crate::{
    App,
    error::{Error, FieldError},
    language::Language,
};

/// An account to be made.
#[derive(Debug)]
pub struct NewUser {
    /// The address.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The role; [`Role::Citizen`] for an account without a grant.
    pub role: Role,
    /// The code of the agency where the role is held; may be absent for what is held at the ministry only, and for a citizen.
    pub agency_code: Option<String>,
    /// The password.
    pub password: SecretString,
}

impl App {
    /// Makes the account and gives the role. [`Error::Invalid`] with all that is wrong; an address that has an account is
    /// `already_exists`.
    pub async fn create_user(&self, new: NewUser) -> Result<UserId, Error> {
        let mut faults = Vec::new();
        let name = checked_name(&new.name, &mut faults);
        let email = new.email.parse::<Email>();
        match &email {
            Ok(email) => {
                let fault = password::fault(new.password.expose_secret(), email);
                faults.extend(fault.map(|code| FieldError::new("/password", code)));
            }
            Err(_) => faults.push(FieldError::new("/email", "invalid_format")),
        }
        let place = self.place_of(new.role, new.agency_code.as_deref(), &mut faults).await?;
        let email = match email {
            Ok(email) if faults.is_empty() => email,
            _ => return Err(Error::Invalid(faults)),
        };
        let hash = self.accounts().hasher.hash(&new.password, self.entropy()).await?;
        let now = self.real_now();
        let user = User {
            id: UserId::new(now, self.entropy()),
            email: email.to_string(),
            name,
            password_hash: Some(hash),
            language: Language::default().tag().to_owned(),
            email_verified_at: Some(now),
            session_version: 1,
            version: 1,
        };
        let (id, role) = (user.id, new.role);
        let made = self.write(move |app, tx| {
            Box::pin(async move {
                users::insert(tx, &user, now).await?;
                if let Some(agency_id) = place {
                    app.grant(tx, id, GrantRole { role, agency_id }, None, None).await?;
                }
                Ok(id)
            })
        });
        match made.await {
            Err(Error::Conflict) => Err(Error::field("/email", "already_exists")),
            other => other,
        }
    }

    /// The agency where the role is to be held; nothing for a citizen.
    async fn place_of(
        &self,
        role: Role,
        code: Option<&str>,
        faults: &mut Vec<FieldError>,
    ) -> Result<Option<AgencyId>, Error> {
        if role == Role::Citizen {
            faults.extend(code.map(|_| FieldError::new("/agency_code", "role_does_not_fit")));
            return Ok(None);
        }
        let only_at_ministry =
            AgencyKind::ALL.into_iter().filter(|kind| policy::fits(role, *kind)).eq([AgencyKind::Ministry]);
        let Some(code) = code.or(only_at_ministry.then_some(MINISTRY_CODE)) else {
            faults.push(FieldError::new("/agency_code", "required"));
            return Ok(None);
        };
        let fault = match agencies::find_by_code(self.db(), code).await? {
            Some(agency) if policy::fits(role, agency.kind) => return Ok(Some(agency.id)),
            Some(_) => "role_does_not_fit",
            None => "unknown_value",
        };
        faults.push(FieldError::new("/agency_code", fault));
        Ok(None)
    }
}
