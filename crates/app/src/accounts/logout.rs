//! Logging out, here (`POST /v1/auth/logout`) or everywhere (`POST /v1/auth/logout-all`).

use padi_kernel::actor::Denied;
use padi_persistence::{refresh_tokens, sessions, users, users::User};

use super::hash_of;
use crate::{App, caller::Caller, error::Error};

impl App {
    /// Ends the session that the refresh token belongs to. An unknown token is no error: it is out already.
    pub async fn logout(&self, refresh_token: &str) -> Result<(), Error> {
        let Some(token) = refresh_tokens::find_by_hash(self.db(), &hash_of(refresh_token)).await? else {
            return Ok(());
        };
        let now = self.real_now();
        self.write(move |_, tx| {
            Box::pin(async move {
                users::lock(tx, token.user).await?;
                Ok(sessions::end(tx, token.session, now).await?)
            })
        })
        .await?;
        self.accounts().sessions.forget_session(token.session).await;
        Ok(())
    }

    /// Ends every session of the caller, access tokens included.
    pub async fn logout_all(&self, caller: &Caller) -> Result<(), Error> {
        let id = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let now = self.real_now();
        self.write(move |_, tx| {
            Box::pin(async move {
                let user = users::lock(tx, id).await?.ok_or(Denied::Unauthenticated)?;
                users::update(tx, &User { session_version: user.session_version + 1, ..user }, now).await?;
                Ok(sessions::end_all(tx, id, now).await?)
            })
        })
        .await?;
        self.accounts().sessions.forget(id).await;
        Ok(())
    }
}
