//! Logging in (`POST /v1/auth/login`): address, password and, where the account has a second factor, a code of it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use padi_kernel::notice::NoticeKind;
use padi_persistence::{db::Tx, refresh_tokens, second_factors, sessions, users, users::User};
use secrecy::SecretString;

use super::{
    TokenPair,
    codes::{Proof, Tried},
    email::Email,
};
use crate::{
    App,
    error::Error,
    mail::{AccessNotice, Notice},
};

/// How many sign-ins within [`WINDOW`] are told by mail: more of them would fill the mailbox, and say nothing new.
const TOLD: u64 = 4;
const WINDOW: TimeDelta = TimeDelta::hours(1);

/// What somebody shows to log in.
#[derive(Debug)]
pub struct Login {
    /// The address.
    pub email: String,
    /// The password.
    pub password: SecretString,
    /// A code of the second factor, or a recovery code.
    pub code: Option<String>,
}

/// What comes of a log-in with the right password. Whatever it is, it is kept.
enum Outcome {
    In(TokenPair),
    CodeNeeded,
    WrongCode,
    Locked(Duration),
}

impl App {
    /// A new session. [`Error::InvalidCredentials`] for a wrong address or password, after the same work in either case; only who
    /// knows the password learns more: [`Error::EmailUnverified`], [`Error::CodeNeeded`], [`Error::InvalidCode`],
    /// [`Error::CodesLocked`].
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
        let code = login.code;
        match self.write(move |app, tx| Box::pin(app.enter(tx, user, code))).await? {
            Outcome::In(pair) => Ok(pair),
            Outcome::CodeNeeded => Err(Error::CodeNeeded),
            Outcome::WrongCode => Err(Error::InvalidCode),
            Outcome::Locked(wait) => Err(Error::CodesLocked(wait)),
        }
    }

    async fn enter(&self, tx: &Tx, user: User, code: Option<String>) -> Result<Outcome, Error> {
        let now = self.real_now();
        // The password may have been changed while it was checked.
        let current = users::lock(tx, user.id).await?.filter(|now| now.password_hash == user.password_hash);
        let current = current.ok_or(Error::InvalidCredentials)?;
        let factor = second_factors::find(tx, current.id).await?.filter(|factor| factor.confirmed_at.is_some());
        let proof = match (factor, code) {
            // A code that nobody asked for says nothing.
            (None, _) => None,
            (Some(_), None) => return Ok(Outcome::CodeNeeded),
            (Some(factor), Some(code)) => {
                let tried = self.try_code(tx, factor, &code, now).await?;
                self.tell_if_locked(tx, &current, tried, now).await?;
                match tried {
                    Tried::Fits(proof) => Some(proof),
                    Tried::Wrong { .. } => return Ok(Outcome::WrongCode),
                    Tried::Locked(wait) => return Ok(Outcome::Locked(wait)),
                }
            }
        };
        users::logged_in(tx, current.id, now).await?;
        self.tell_of_sign_in(tx, &current, proof, now).await?;
        Ok(Outcome::In(self.begin_session(tx, &current, proof.is_some(), now).await?))
    }

    /// Tells the account that somebody signed in, by mail if it wants that.
    async fn tell_of_sign_in(
        &self,
        tx: &Tx,
        user: &User,
        proof: Option<Proof>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if sessions::count_since(tx, user.id, now - WINDOW).await? >= TOLD {
            return Ok(());
        }
        if !self.tell_account(tx, user, NoticeKind::SignIn).await? {
            return Ok(());
        }
        let codes_left = match proof {
            Some(Proof::Recovery(left)) => Some(left),
            Some(Proof::Totp) | None => None,
        };
        let notice = AccessNotice::SignedIn { at: now, second_factor: proof.is_some(), codes_left };
        self.notify(tx, user, Notice::Access(notice), now).await.map(drop)
    }

    /// Forgets refresh tokens and sessions that have expired. Returns how many. For the worker.
    pub async fn sweep_sessions(&self) -> Result<u64, Error> {
        let now = self.real_now();
        Ok(refresh_tokens::sweep(self.db(), now).await? + sessions::sweep(self.db(), now).await?)
    }
}
