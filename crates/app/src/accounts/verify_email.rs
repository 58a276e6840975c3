//! Verifying an address (`POST /v1/auth/verify-email`).

use padi_persistence::{
    mail_tokens::{self, Purpose},
    users,
    users::User,
};

use super::{gone_as, hash_of};
use crate::{App, error::Error};

impl App {
    /// Takes the mailed token: the address is the person's. [`Error::InvalidCredentials`] if the token is unknown, used or expired.
    pub async fn verify_email(&self, token: &str) -> Result<(), Error> {
        let hash = hash_of(token);
        let now = self.real_now();
        self.write(move |_, tx| {
            Box::pin(async move {
                let token = mail_tokens::find_usable(tx, Purpose::VerifyEmail, &hash, now).await?;
                let token = token.ok_or(Error::InvalidCredentials)?;
                let user = users::lock(tx, token.user).await?.ok_or(Error::InvalidCredentials)?;
                mail_tokens::use_up(tx, token.id, now).await.map_err(gone_as(Error::InvalidCredentials))?;
                if user.email_verified_at.is_none() {
                    users::update(tx, &User { email_verified_at: Some(now), ..user }, now).await?;
                }
                Ok(())
            })
        })
        .await
    }
}
