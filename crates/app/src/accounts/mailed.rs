//! Tokens that are mailed to an address, and what they prove.

use chrono::{DateTime, TimeDelta, Utc};
use padi_kernel::id;
use padi_persistence::{
    db::Tx,
    mail_tokens::{self, MailToken, Purpose},
    mails::Quota,
    users::User,
};

use super::Secret;
use crate::{App, clock::lifetime, error::Error, mail::Notice};

impl App {
    /// Mails a token that verifies the account's address.
    pub(super) async fn mail_verification(&self, tx: &Tx, user: &User, now: DateTime<Utc>) -> Result<(), Error> {
        if self.may_mail(tx, &user.email, Quota::Account, now).await? {
            let token = self.mail_token(tx, user, Purpose::VerifyEmail, now).await?;
            self.notify(tx, user, Notice::VerifyEmail { token: &token }, now).await?;
        }
        Ok(())
    }

    /// Mails a token that sets a new password.
    pub(super) async fn mail_reset(&self, tx: &Tx, user: &User, now: DateTime<Utc>) -> Result<(), Error> {
        if self.may_mail(tx, &user.email, Quota::Account, now).await? {
            let token = self.mail_token(tx, user, Purpose::ResetPassword, now).await?;
            self.notify(tx, user, Notice::ResetPassword { token: &token }, now).await?;
        }
        Ok(())
    }

    async fn mail_token(&self, tx: &Tx, user: &User, purpose: Purpose, now: DateTime<Utc>) -> Result<String, Error> {
        let life = match purpose {
            Purpose::VerifyEmail => lifetime::VERIFY,
            Purpose::ResetPassword => lifetime::RESET,
        };
        let secret = Secret::fresh(self.entropy());
        let token = MailToken {
            id: id::time_ordered(now, self.entropy()),
            user: user.id,
            purpose,
            hash: secret.hash,
            created_at: now,
            expires_at: now + TimeDelta::from_std(life).map_err(Error::internal)?,
        };
        mail_tokens::insert(tx, &token).await?;
        Ok(secret.text)
    }

    /// Forgets mailed tokens that have expired. Returns how many. For the worker.
    pub async fn sweep_mail_tokens(&self) -> Result<u64, Error> {
        Ok(mail_tokens::sweep(self.db(), self.real_now()).await?)
    }
}
