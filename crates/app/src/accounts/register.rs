//! Registering (`POST /v1/auth/register`). The answer never tells whether the address had an account: its mailbox is told.
//!
//! Somebody may register another person's address before them. So a password that was set before the address was verified
//! survives a second registration only if that names the same password (a retry); otherwise the account has none until the
//! owner of the mailbox sets one.

use chrono::{DateTime, Utc};
use padi_kernel::id::UserId;
use padi_persistence::{db::Tx, mails::Quota, users, users::User};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::Instant;

use super::{checked_name, email::Email, floor, password};
use crate::{
    App,
    error::{Error, FieldError},
    language::Language,
    mail::Notice,
};

/// Somebody who wants an account.
#[derive(Debug)]
pub struct Register {
    /// The address.
    pub email: String,
    /// The password.
    pub password: SecretString,
    /// The person's name.
    pub name: String,
    /// In which language mails are written.
    pub language: Language,
}

/// A registration whose shape is right, with the password hashed.
#[derive(Clone)]
struct Applicant {
    email: Email,
    name: String,
    language: Language,
    hash: String,
    /// Whether the account that was found has the same password.
    same_password: bool,
}

impl App {
    /// Makes an account and mails a token that verifies its address; or tells the mailbox that it has one.
    pub async fn register(&self, register: Register) -> Result<(), Error> {
        let (email, name) = checked(&register)?;
        let started = Instant::now();
        let known = users::find_by_email(self.db(), email.as_str()).await?;
        let hash = self.accounts().hasher.hash(&register.password, self.entropy()).await?;
        let old = known.filter(|user| user.email_verified_at.is_none()).and_then(|user| user.password_hash);
        let same_password = match old {
            Some(old) => self.accounts().hasher.verify(&register.password, Some(&old)).await?,
            None => false,
        };
        let applicant = Applicant { email, name, language: register.language, hash, same_password };
        // A second registration may slip in between: then the address is known at the second try.
        if let Err(Error::Conflict) = self.admit(applicant.clone()).await {
            self.admit(applicant).await?;
        }
        floor(started).await;
        Ok(())
    }

    async fn admit(&self, applicant: Applicant) -> Result<(), Error> {
        let now = self.real_now();
        self.write(move |app, tx| {
            Box::pin(async move {
                match users::find_by_email(tx, applicant.email.as_str()).await? {
                    None => app.admit_new(tx, applicant, now).await,
                    Some(user) if user.email_verified_at.is_some() => app.tell_known(tx, &user, now).await,
                    Some(user) => app.admit_again(tx, user, applicant.same_password, now).await,
                }
            })
        })
        .await
    }

    async fn admit_new(&self, tx: &Tx, applicant: Applicant, now: DateTime<Utc>) -> Result<(), Error> {
        let user = User {
            id: UserId::new(now, self.entropy()),
            email: applicant.email.to_string(),
            name: applicant.name,
            password_hash: Some(applicant.hash),
            language: applicant.language.tag().to_owned(),
            email_verified_at: None,
            session_version: 1,
            version: 1,
        };
        users::insert(tx, &user, now).await?;
        self.mail_verification(tx, &user, now).await
    }

    async fn tell_known(&self, tx: &Tx, user: &User, now: DateTime<Utc>) -> Result<(), Error> {
        if self.may_mail(tx, &user.email, Quota::Account, now).await? {
            self.notify(tx, user, Notice::AlreadyRegistered, now).await?;
        }
        Ok(())
    }

    async fn admit_again(&self, tx: &Tx, user: User, same_password: bool, now: DateTime<Utc>) -> Result<(), Error> {
        if same_password {
            return self.mail_verification(tx, &user, now).await;
        }
        let user = users::update(tx, &User { password_hash: None, ..user }, now).await?;
        self.mail_reset(tx, &user, now).await
    }
}

/// The address and the name, or all that is wrong.
fn checked(register: &Register) -> Result<(Email, String), Error> {
    let mut faults = Vec::new();
    let email = register.email.parse::<Email>();
    match &email {
        Ok(email) => {
            let fault = password::fault(register.password.expose_secret(), email);
            faults.extend(fault.map(|code| FieldError::new("/password", code)));
        }
        Err(_) => faults.push(FieldError::new("/email", "invalid_format")),
    }
    let name = checked_name(&register.name, &mut faults);
    match email {
        Ok(email) if faults.is_empty() => Ok((email, name)),
        _ => Err(Error::Invalid(faults)),
    }
}
