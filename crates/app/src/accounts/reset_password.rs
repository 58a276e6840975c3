//! A forgotten password (`POST /v1/auth/request-password-reset`, `POST /v1/auth/reset-password`).

use padi_persistence::{
    mail_tokens::{self, Purpose},
    sessions, users,
    users::User,
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::Instant;

use super::{email::Email, floor, gone_as, hash_of, password, with_password};
use crate::{App, error::Error, mail::Notice};

/// The mailed token and the new password.
#[derive(Debug)]
pub struct ResetPassword {
    /// The token out of the mail.
    pub token: SecretString,
    /// The password that the account shall have.
    pub new_password: SecretString,
}

impl App {
    /// Mails a token if the address has an account. Says and takes the same if not.
    pub async fn request_password_reset(&self, email: &str) -> Result<(), Error> {
        let email: Email = email.parse().map_err(|_| Error::field("/email", "invalid_format"))?;
        let started = Instant::now();
        if let Some(user) = users::find_by_email(self.db(), email.as_str()).await? {
            let now = self.real_now();
            self.write(move |app, tx| Box::pin(async move { app.mail_reset(tx, &user, now).await })).await?;
        }
        floor(started).await;
        Ok(())
    }

    /// Takes the mailed token: sets the password, ends every log-in, and takes the address as verified.
    /// [`Error::InvalidCredentials`] if the token is unknown, used or expired.
    pub async fn reset_password(&self, reset: ResetPassword) -> Result<(), Error> {
        let token_hash = hash_of(reset.token.expose_secret());
        let token = mail_tokens::find_usable(self.db(), Purpose::ResetPassword, &token_hash, self.real_now()).await?;
        let token = token.ok_or(Error::InvalidCredentials)?;
        let user = users::find(self.db(), token.user).await?.ok_or(Error::InvalidCredentials)?;
        let email: Email = user.email.parse().map_err(Error::internal)?;
        if let Some(fault) = password::fault(reset.new_password.expose_secret(), &email) {
            return Err(Error::field("/new_password", fault));
        }
        let hash = self.accounts().hasher.hash(&reset.new_password, self.entropy()).await?;
        let (id, now) = (user.id, self.real_now());
        self.write(move |app, tx| {
            Box::pin(async move {
                let user = users::lock(tx, id).await?.ok_or(Error::InvalidCredentials)?;
                mail_tokens::use_up(tx, token.id, now).await.map_err(gone_as(Error::InvalidCredentials))?;
                mail_tokens::use_up_all(tx, id, Purpose::ResetPassword, now).await?;
                let verified = user.email_verified_at.or(Some(now));
                let user = User { email_verified_at: verified, ..with_password(user, hash) };
                let user = users::update(tx, &user, now).await?;
                sessions::end_all(tx, id, now).await?;
                app.notify(tx, &user, Notice::PasswordChanged, now).await
            })
        })
        .await?;
        self.accounts().sessions.forget(id).await;
        Ok(())
    }
}
