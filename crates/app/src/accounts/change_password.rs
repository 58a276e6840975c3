//! Changing one's password (`POST /v1/auth/change-password`).

use padi_kernel::actor::Denied;
use padi_persistence::{sessions, users};
use secrecy::{ExposeSecret as _, SecretString};

use super::{TokenPair, email::Email, password, with_password};
use crate::{App, caller::Caller, error::Error, mail::Notice};

/// The old password and the new one.
#[derive(Debug)]
pub struct ChangePassword {
    /// The password that the account has.
    pub current_password: SecretString,
    /// The password that it shall have.
    pub new_password: SecretString,
}

impl App {
    /// Sets another password, ends every log-in, and begins a new one for the caller. [`Error::InvalidCredentials`] if the
    /// current password is wrong.
    pub async fn change_password(&self, caller: &Caller, change: ChangePassword) -> Result<TokenPair, Error> {
        let person = caller.person().ok_or(Denied::Unauthenticated)?;
        let (id, second_factor) = (person.user, person.second_factor);
        let user = users::find(self.db(), id).await?.ok_or(Denied::Unauthenticated)?;
        let email: Email = user.email.parse().map_err(Error::internal)?;
        if let Some(fault) = password::fault(change.new_password.expose_secret(), &email) {
            return Err(Error::field("/new_password", fault));
        }
        if !self.accounts().hasher.verify(&change.current_password, user.password_hash.as_deref()).await? {
            return Err(Error::InvalidCredentials);
        }
        let hash = self.accounts().hasher.hash(&change.new_password, self.entropy()).await?;
        let now = self.real_now();
        let pair = self
            .write(move |app, tx| {
                Box::pin(async move {
                    let current = users::lock(tx, id).await?.ok_or(Denied::Unauthenticated)?;
                    if current.password_hash != user.password_hash {
                        return Err(Error::InvalidCredentials);
                    }
                    let current = users::update(tx, &with_password(current, hash), now).await?;
                    sessions::end_all(tx, id, now).await?;
                    app.notify(tx, &current, Notice::PasswordChanged, now).await?;
                    app.begin_session(tx, &current, second_factor, now).await
                })
            })
            .await?;
        self.accounts().sessions.forget(id).await;
        Ok(pair)
    }
}
