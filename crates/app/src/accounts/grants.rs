//! Giving and taking away roles (`POST /v1/users/{id}/grants`, `DELETE /v1/users/{id}/grants/{grant_id}`).

use padi_kernel::{
    actor::{Denied, Role},
    id::{AgencyId, GrantId, UserId},
};
use padi_persistence::{
    agencies,
    db::Tx,
    grants::{self, NewGrant},
    users,
};

use super::{GrantView, gone_as, policy, users::manager};
use crate::{
    App,
    caller::Caller,
    error::Error,
    idempotency::{Answer, Key, Reply},
    if_match::IfMatch,
};

/// A role to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantRole {
    /// The role.
    pub role: Role,
    /// Where.
    pub agency_id: AgencyId,
}

/// A role that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Granted {
    /// The grant.
    pub grant: GrantView,
    /// The account's version after it.
    pub user_version: i64,
}

impl App {
    /// Gives the role. 403 if the caller may not give it there, 404 if there is no such account, 422 if the role does not fit
    /// the agency or is held already. `If-Match`, where it comes, is held against the account's version.
    pub async fn grant_role(
        &self,
        key: Option<Key>,
        caller: &Caller,
        user: UserId,
        wanted: GrantRole,
        if_match: Option<IfMatch>,
        render: impl FnOnce(Granted) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let giver = manager(caller)?;
        users::find(self.db(), user).await?.ok_or(Error::NotFound)?;
        if !policy::may_grant(giver, wanted.role, wanted.agency_id) {
            return Err(Denied::Forbidden.into());
        }
        let agency = agencies::find(self.db(), wanted.agency_id).await?;
        let agency = agency.ok_or_else(|| Error::field("/agency_id", "unknown_value"))?;
        if !policy::fits(wanted.role, agency.kind) {
            return Err(Error::field("/role", "role_does_not_fit"));
        }
        let granted_by = Some(giver.user);
        let answer = self
            .once(
                key,
                move |app, tx| {
                    Box::pin(async move { app.grant(tx, user, wanted, granted_by, if_match.as_ref()).await })
                },
                render,
            )
            .await?;
        self.accounts().sessions.forget(user).await;
        Ok(answer)
    }

    /// Writes the grant and raises the account's version.
    pub(super) async fn grant(
        &self,
        tx: &Tx,
        user: UserId,
        wanted: GrantRole,
        granted_by: Option<UserId>,
        if_match: Option<&IfMatch>,
    ) -> Result<Granted, Error> {
        let now = self.real_now();
        let account = users::lock(tx, user).await?.ok_or(Error::NotFound)?;
        IfMatch::honour(if_match, account.version)?;
        let held = grants::of_user(tx, user).await?;
        if held.iter().any(|grant| grant.role == wanted.role && grant.agency == wanted.agency_id) {
            return Err(Error::field("/role", "already_granted"));
        }
        let id = GrantId::new(now, self.entropy());
        let grant = NewGrant { id, user, role: wanted.role, agency: wanted.agency_id, granted_by };
        grants::insert(tx, &grant, now).await?;
        let account = users::update(tx, &account, now).await?;
        let grant = GrantView { id, role: wanted.role, agency_id: wanted.agency_id, created_at: now };
        Ok(Granted { grant, user_version: account.version })
    }

    /// Takes the role away. `If-Match`, where it comes, is held against the account's version.
    pub async fn revoke_role(
        &self,
        caller: &Caller,
        user: UserId,
        grant: GrantId,
        if_match: Option<IfMatch>,
    ) -> Result<(), Error> {
        let taker = manager(caller)?;
        let held = grants::find(self.db(), user, grant).await?;
        // Of what lies beyond the caller's reach nobody tells them.
        let held = held.filter(|held| policy::sees_grant(taker, held.agency)).ok_or(Error::NotFound)?;
        if !policy::may_grant(taker, held.role, held.agency) {
            return Err(Denied::Forbidden.into());
        }
        let now = self.real_now();
        self.write(move |_, tx| {
            Box::pin(async move {
                let account = users::lock(tx, user).await?.ok_or(Error::NotFound)?;
                IfMatch::honour(if_match.as_ref(), account.version)?;
                grants::delete(tx, grant).await.map_err(gone_as(Error::NotFound))?;
                users::update(tx, &account, now).await?;
                Ok(())
            })
        })
        .await?;
        self.accounts().sessions.forget(user).await;
        Ok(())
    }
}
