//! Logging in (`POST /v1/auth/login`).

use padi_persistence::{refresh_tokens, users};
use secrecy::SecretString;

use super::{TokenPair, email::Email};
use crate::{App, error::Error};

/// What somebody shows to log in.
#[derive(Debug)]
pub struct Login {
    /// The address.
    pub email: String,
    /// The password.
    pub password: SecretString,
}

impl App {
    /// A new log-in. [`Error::InvalidCredentials`] for a wrong address or password, after the same work in either case;
    /// [`Error::EmailUnverified`] only to who knows the password.
    pub async fn login(&self, login: Login) -> Result<TokenPair, Error> {
        // What is no address has no account; the work is the same.
        let known = match login.email.parse::<Email>() {
            Ok(email) => users::find_by_email(self.db(), email.as_str()).await?,
            Err(_) => users::find_by_email(self.db(), "").await?,
        };
        let hash = known.as_ref().and_then(|user| user.password_hash.as_deref());
        let fits = self.accounts().hasher.verify(&login.password, hash).await?;
        let user = known.filter(|_| fits).ok_or(Error::InvalidCredentials)?;
        if user.email_verified_at.is_none() {
            return Err(Error::EmailUnverified);
        }
        let now = self.real_now();
        self.write(move |app, tx| {
            Box::pin(async move {
                // The password may have been changed while it was checked.
                let current = users::lock(tx, user.id).await?.filter(|now| now.password_hash == user.password_hash);
                let current = current.ok_or(Error::InvalidCredentials)?;
                users::logged_in(tx, current.id, now).await?;
                app.begin_family(tx, &current, now).await
            })
        })
        .await
    }

    /// Forgets refresh tokens that have expired. Returns how many. For the worker.
    pub async fn sweep_refresh_tokens(&self) -> Result<u64, Error> {
        Ok(refresh_tokens::sweep(self.db(), self.real_now()).await?)
    }
}
