//! Looking up accounts, for those who give roles (`GET /v1/users`, `GET /v1/users/{id}`).

use chrono::{DateTime, Utc};
use padi_kernel::{
    actor::{Denied, Person, Role},
    id::{AgencyId, GrantId, UserId},
};
use padi_persistence::{grants, grants::StoredGrant, second_factors, users, users::User};

use super::{email::Email, policy};
use crate::{App, caller::Caller, error::Error, language::Language};

/// An account as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: UserId,
    /// The address.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// In which language mails are written.
    pub language: Language,
    /// When the address was verified.
    pub email_verified_at: Option<DateTime<Utc>>,
    /// Grows with each change, grants included.
    pub version: i64,
    /// Whether log-ins need a second factor.
    pub second_factor: bool,
    /// What the person holds, as far as the viewer may know.
    pub grants: Vec<GrantView>,
}

/// A grant as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantView {
    /// Its id.
    pub id: GrantId,
    /// The role.
    pub role: Role,
    /// Where.
    pub agency_id: AgencyId,
    /// When it was given.
    pub created_at: DateTime<Utc>,
}

impl From<StoredGrant> for GrantView {
    fn from(grant: StoredGrant) -> Self {
        Self { id: grant.id, role: grant.role, agency_id: grant.agency, created_at: grant.created_at }
    }
}

impl App {
    /// The account of exactly that address; an empty list if there is none.
    pub async fn find_users(&self, caller: &Caller, email: &str) -> Result<Vec<Account>, Error> {
        let manager = manager(caller)?;
        let Ok(email) = email.parse::<Email>() else { return Ok(Vec::new()) };
        match users::find_by_email(self.db(), email.as_str()).await? {
            Some(user) => Ok(vec![self.seen_by(manager, user).await?]),
            None => Ok(Vec::new()),
        }
    }

    /// The account of that id.
    pub async fn user(&self, caller: &Caller, id: UserId) -> Result<Account, Error> {
        let manager = manager(caller)?;
        let user = users::find(self.db(), id).await?.ok_or(Error::NotFound)?;
        self.seen_by(manager, user).await
    }

    async fn seen_by(&self, manager: &Person, user: User) -> Result<Account, Error> {
        let mut account = self.account(user).await?;
        account.grants.retain(|grant| policy::sees_grant(manager, grant.agency_id));
        Ok(account)
    }

    /// The account with everything that the person holds.
    pub(super) async fn account(&self, user: User) -> Result<Account, Error> {
        let grants = grants::of_user(self.db(), user.id).await?;
        let factor = second_factors::find(self.db(), user.id).await?;
        Ok(Account {
            id: user.id,
            email: user.email,
            name: user.name,
            language: user.language.parse().map_err(Error::internal)?,
            email_verified_at: user.email_verified_at,
            version: user.version,
            second_factor: factor.is_some_and(|factor| factor.confirmed_at.is_some()),
            grants: grants.into_iter().map(GrantView::from).collect(),
        })
    }
}

/// The caller, if they may manage accounts.
pub(super) fn manager(caller: &Caller) -> Result<&Person, Error> {
    let person = caller.person().ok_or(Denied::Unauthenticated)?;
    if policy::manages_users(person) { Ok(person) } else { Err(Denied::Forbidden.into()) }
}
