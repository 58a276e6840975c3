//! The second factor of one's own account (`/v1/me/second-factor`): an authenticator is enrolled, confirmed by a code of it, and
//! taken away again; with recovery codes for who has lost it.

use padi_kernel::{
    actor::Denied,
    id::{self, SessionId, UserId},
};
use padi_persistence::{
    db::Tx,
    mails::Quota,
    second_factors::{self, SecondFactor},
    sessions, users,
    users::User,
};
use secrecy::SecretString;

use super::codes::{self, Tried};
use crate::{
    App,
    caller::Caller,
    error::Error,
    idempotency::{Answer, Key, Reply},
    keys,
    mail::{AccessNotice, Notice},
};

/// How many recovery codes an account has.
const CODES: usize = 10;
/// Bytes of an authenticator's secret (RFC 4226 4, R6).
const SECRET: usize = 20;

/// What an authenticator is set up with, shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The secret, base32.
    pub secret: String,
    /// The same as an address that authenticators read from a QR code.
    pub otpauth_uri: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(..)")
    }
}

/// What is wrong with an act on a second factor that is on, or is not.
fn state_of(factor: Option<&SecondFactor>) -> Error {
    match factor {
        Some(factor) if factor.confirmed_at.is_some() => {
            Error::Transition { state: "enabled", allowed: vec!["disable", "recovery_codes"] }
        }
        Some(_) => Error::Transition { state: "unconfirmed", allowed: vec!["enroll", "confirm"] },
        None => Error::Transition { state: "disabled", allowed: vec!["enroll"] },
    }
}

impl App {
    /// Makes a secret for an authenticator, which counts once it is confirmed; one that was not confirmed is replaced.
    /// [`Error::InvalidCredentials`] if the password is wrong, [`Error::Transition`] if the account has a second factor.
    pub async fn enroll_second_factor(
        &self,
        key: Option<Key>,
        caller: &Caller,
        password: SecretString,
        render: impl FnOnce(Enrolment) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let user = self.with_right_password(caller, &password).await?;
        self.once(key, move |app, tx| Box::pin(app.enroll(tx, user)), render).await
    }

    async fn enroll(&self, tx: &Tx, user: User) -> Result<Enrolment, Error> {
        let now = self.real_now();
        let current = users::lock(tx, user.id).await?.filter(|now| now.password_hash == user.password_hash);
        let current = current.ok_or(Error::InvalidCredentials)?;
        let held = second_factors::find(tx, current.id).await?;
        if held.as_ref().is_some_and(|held| held.confirmed_at.is_some()) {
            return Err(state_of(held.as_ref()));
        }
        let mut secret = vec![0_u8; SECRET];
        self.entropy().fill(&mut secret);
        let row = keys::row(current.id.0);
        let sealed = self.keys().seal(codes::place(&row), &secret, self.entropy()).map_err(Error::internal)?;
        let factor = SecondFactor {
            user: current.id,
            secret: sealed,
            created_at: now,
            confirmed_at: None,
            last_step: 0,
            failures: 0,
            locked_until: None,
        };
        second_factors::put(tx, &factor).await?;
        let totp = codes::totp(secret, &issuer(self.public_url()), &current.email)?;
        let otpauth_uri = totp.to_url().map_err(Error::internal)?;
        Ok(Enrolment { secret: totp.secret().to_base32(), otpauth_uri })
    }

    /// Takes a code of the new authenticator: the second factor counts from now on, and this session has shown it. Gives the
    /// recovery codes. [`Error::InvalidCode`], or [`Error::Transition`] if there is nothing to confirm.
    pub async fn confirm_second_factor(
        &self,
        key: Option<Key>,
        caller: &Caller,
        code: String,
        render: impl FnOnce(Vec<String>) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let (user, session) = own(caller)?;
        let answer = self.once(key, move |app, tx| Box::pin(app.confirm(tx, user, session, code)), render).await?;
        self.accounts().sessions.forget_session(session).await;
        Ok(answer)
    }

    async fn confirm(&self, tx: &Tx, user: UserId, session: SessionId, code: String) -> Result<Vec<String>, Error> {
        let now = self.real_now();
        let account = users::lock(tx, user).await?.ok_or(Denied::Unauthenticated)?;
        let held = second_factors::find(tx, user).await?;
        let factor = match held {
            Some(factor) if factor.confirmed_at.is_none() => factor,
            other => return Err(state_of(other.as_ref())),
        };
        let step = codes::step_of(&self.stored_totp(&factor)?, &code, factor.last_step, now);
        let last_step = step.ok_or(Error::InvalidCode)?;
        second_factors::put(tx, &SecondFactor { confirmed_at: Some(now), last_step, ..factor }).await?;
        sessions::proved(tx, session).await?;
        let account = users::update(tx, &account, now).await?;
        self.notify(tx, &account, Notice::Access(AccessNotice::SecondFactorEnabled), now).await?;
        self.fresh_codes(tx, user).await
    }

    /// Takes the second factor from the account: every session of it is one without. Needs the password and a code.
    pub async fn disable_second_factor(
        &self,
        key: Option<Key>,
        caller: &Caller,
        password: SecretString,
        code: String,
    ) -> Result<Answer, Error> {
        let (_, session) = own(caller)?;
        if let Some(answer) = self.answered_before(key.as_ref()).await? {
            return Ok(answer);
        }
        let user = self.with_right_password(caller, &password).await?.id;
        self.spend_code(user, code).await?;
        let answer = self.once(key, move |app, tx| Box::pin(app.disable(tx, user)), |()| Ok(Reply::empty())).await?;
        self.accounts().sessions.forget_session(session).await;
        Ok(answer)
    }

    async fn disable(&self, tx: &Tx, user: UserId) -> Result<(), Error> {
        let now = self.real_now();
        let account = users::lock(tx, user).await?.ok_or(Denied::Unauthenticated)?;
        second_factors::delete(tx, user).await?;
        sessions::unprove(tx, user).await?;
        let account = users::update(tx, &account, now).await?;
        self.notify(tx, &account, Notice::Access(AccessNotice::SecondFactorDisabled), now).await.map(drop)
    }

    /// Gives new recovery codes for the old ones, which are worth nothing any more. Needs a code.
    pub async fn renew_recovery_codes(
        &self,
        key: Option<Key>,
        caller: &Caller,
        code: String,
        render: impl FnOnce(Vec<String>) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let (user, _) = own(caller)?;
        if let Some(answer) = self.answered_before(key.as_ref()).await? {
            return Ok(answer);
        }
        self.spend_code(user, code).await?;
        self.once(key, move |app, tx| Box::pin(app.renew_codes(tx, user)), render).await
    }

    async fn renew_codes(&self, tx: &Tx, user: UserId) -> Result<Vec<String>, Error> {
        let account = users::lock(tx, user).await?.ok_or(Denied::Unauthenticated)?;
        let held = second_factors::find(tx, user).await?;
        if held.as_ref().is_none_or(|held| held.confirmed_at.is_none()) {
            return Err(state_of(held.as_ref()));
        }
        self.notify(tx, &account, Notice::Access(AccessNotice::RecoveryCodesRenewed), self.real_now()).await?;
        self.fresh_codes(tx, user).await
    }

    async fn fresh_codes(&self, tx: &Tx, user: UserId) -> Result<Vec<String>, Error> {
        let fresh: Vec<String> = (0..CODES).map(|_| codes::recovery_code(self.entropy())).collect();
        let hashed = fresh.iter().filter_map(|code| codes::recovery_hash(user, code));
        let hashed = hashed.map(|hash| (id::random(self.entropy()), hash)).collect();
        second_factors::put_codes(tx, user, hashed).await?;
        Ok(fresh)
    }

    /// Uses a code of the account up, in a transaction of its own: a wrong one is counted even though nothing comes of it.
    async fn spend_code(&self, user: UserId, code: String) -> Result<(), Error> {
        let now = self.real_now();
        let tried = self
            .write(move |app, tx| {
                Box::pin(async move {
                    let account = users::lock(tx, user).await?.ok_or(Denied::Unauthenticated)?;
                    let held = second_factors::find(tx, user).await?;
                    let Some(factor) = held.clone().filter(|held| held.confirmed_at.is_some()) else {
                        return Err(state_of(held.as_ref()));
                    };
                    let tried = app.try_code(tx, factor, &code, now).await?;
                    app.tell_if_locked(tx, &account, tried, now).await?;
                    Ok(tried)
                })
            })
            .await?;
        match tried {
            Tried::Fits(_) => Ok(()),
            Tried::Wrong { .. } => Err(Error::InvalidCode),
            Tried::Locked(wait) => Err(Error::CodesLocked(wait)),
        }
    }

    /// Mails whose codes are tried out: whoever does so knows the password, or holds a session.
    pub(super) async fn tell_if_locked(
        &self,
        tx: &Tx,
        account: &User,
        tried: Tried,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<(), Error> {
        if tried == (Tried::Wrong { locked: true }) && self.may_mail(tx, &account.email, Quota::Account, now).await? {
            self.notify(tx, account, Notice::Access(AccessNotice::CodesRefused), now).await?;
        }
        Ok(())
    }

    /// The caller's account, if that is its password.
    async fn with_right_password(&self, caller: &Caller, password: &SecretString) -> Result<User, Error> {
        let (id, _) = own(caller)?;
        let user = users::find(self.db(), id).await?.ok_or(Denied::Unauthenticated)?;
        if self.accounts().hasher.verify(password, user.password_hash.as_deref()).await? {
            Ok(user)
        } else {
            Err(Error::InvalidCredentials)
        }
    }
}

/// The caller's account and session.
fn own(caller: &Caller) -> Result<(UserId, SessionId), Error> {
    let person = caller.person().ok_or(Denied::Unauthenticated)?;
    Ok((person.user, caller.session.ok_or(Denied::Unauthenticated)?))
}

/// The name under which an authenticator lists us: with the host, so that two installations stand apart.
fn issuer(public_url: &str) -> String {
    let host = public_url.split_once("://").map_or(public_url, |(_, host)| host);
    format!("Padi {}", host.split(['/', ':']).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::issuer;

    #[test]
    fn authenticators_tell_installations_apart() {
        assert_eq!(issuer("https://padi.kemendagri.go.id"), "Padi padi.kemendagri.go.id");
        assert_eq!(issuer("http://127.0.0.1:8080"), "Padi 127.0.0.1");
    }
}
