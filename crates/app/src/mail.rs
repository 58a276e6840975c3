//! Outgoing mails: written beside what they tell of, in one transaction; the worker delivers them.
//!
//! A mail is delivered at least once. Its text may hold a token, so it is blanked once delivered, except in a sandbox, where
//! anybody may read the mails. Real clock.

mod texts;

use chrono::{DateTime, TimeDelta, Utc};
use padi_kernel::id::MailId;
use padi_persistence::{
    db::Tx,
    mails::{self, Mail, Quota, Retry},
    users::User,
};

use crate::{App, accounts::email::Email, error::Error, language::Language};

/// How many mails of a quota an address is sent within [`WINDOW`].
const MOST: u64 = 10;
const WINDOW: TimeDelta = TimeDelta::hours(1);
/// How long whoever delivers a mail has it for themselves: longer than any attempt may take.
const LEASE: TimeDelta = TimeDelta::minutes(3);
/// After how many attempts a mail is given up.
const ATTEMPTS: i32 = 10;
/// For how long delivered mails are remembered.
const KEPT: TimeDelta = TimeDelta::days(30);
/// How many mails a sandbox shows.
const SHOWN: u64 = 50;

/// Subject and text of a mail.
pub(crate) struct Letter {
    /// One line; kept for as long as the mail is remembered.
    pub(crate) subject: String,
    /// The text; blanked once delivered.
    pub(crate) body: String,
}

/// What a mail tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice<'a> {
    /// Verify your address with this token.
    VerifyEmail {
        /// The token.
        token: &'a str,
    },
    /// Somebody registered your address, which has an account.
    AlreadyRegistered,
    /// Set a new password with this token.
    ResetPassword {
        /// The token.
        token: &'a str,
    },
    /// Your password was changed.
    PasswordChanged,
    /// What happened to the ways into your account.
    Access(AccessNotice),
    /// What you asked of your data was decided.
    DataRequestDecided {
        /// Whether it was done as asked.
        granted: bool,
    },
}

impl Notice<'_> {
    /// What limits it: what anybody can ask for must not flood a mailbox, and nothing else may be kept back.
    fn quota(self) -> Option<Quota> {
        match self {
            Self::VerifyEmail { .. }
            | Self::AlreadyRegistered
            | Self::ResetPassword { .. }
            | Self::Access(AccessNotice::CodesRefused) => Some(Quota::Account),
            Self::PasswordChanged | Self::Access(_) | Self::DataRequestDecided { .. } => None,
        }
    }
}

/// What a mail tells of the ways into an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccessNotice {
    /// Somebody signed in.
    SignedIn {
        /// When.
        at: DateTime<Utc>,
        /// Whether with a second factor.
        second_factor: bool,
        /// How many recovery codes are left, if one was used.
        codes_left: Option<u64>,
    },
    /// A second factor counts from now on.
    SecondFactorEnabled,
    /// The second factor was taken away.
    SecondFactorDisabled,
    /// There are new recovery codes.
    RecoveryCodesRenewed,
    /// Too many codes were wrong.
    CodesRefused,
}

/// A mail that the caller shall deliver now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Its id.
    pub id: MailId,
    /// The address.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Which attempt this is, from 1.
    pub attempt: i32,
}

/// A mail as a sandbox shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandboxMail {
    /// Its id.
    pub id: MailId,
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was delivered.
    pub sent_at: Option<DateTime<Utc>>,
}

impl App {
    /// Writes a mail to the account, in its language; its id.
    pub(crate) async fn notify(
        &self,
        tx: &Tx,
        user: &User,
        notice: Notice<'_>,
        now: DateTime<Utc>,
    ) -> Result<MailId, Error> {
        let language: Language = user.language.parse().map_err(Error::internal)?;
        let letter = texts::letter(notice, language, &user.name, self.public_url());
        self.post(tx, &user.email, letter, notice.quota(), now).await
    }

    /// Puts a mail into the outbox; its id. Whoever names a quota has asked whether it has room ([`App::may_mail`]).
    pub(crate) async fn post(
        &self,
        tx: &Tx,
        address: &str,
        letter: Letter,
        quota: Option<Quota>,
        now: DateTime<Utc>,
    ) -> Result<MailId, Error> {
        let mail = Mail {
            id: MailId::new(now, self.entropy()),
            recipient: address.to_owned(),
            subject: letter.subject,
            body: letter.body,
            created_at: now,
            attempts: 0,
            sent_at: None,
        };
        mails::insert(tx, &mail, quota).await?;
        Ok(mail.id)
    }

    /// Whether the address may be sent one more mail of the quota: a mailbox can't be flooded through us.
    pub(crate) async fn may_mail(
        &self,
        tx: &Tx,
        address: &str,
        quota: Quota,
        now: DateTime<Utc>,
    ) -> Result<bool, Error> {
        Ok(mails::count_since(tx, address, quota, now - WINDOW).await? < MOST)
    }

    /// Leases mails that are due, at most so many, for the caller to deliver within a minute or two.
    pub async fn lease_mails(&self, limit: u64) -> Result<Vec<Outgoing>, Error> {
        let now = self.real_now();
        // Most times nothing is due: then no writer is kept waiting.
        let due = mails::due(self.db(), now, limit).await?;
        if due.is_empty() {
            return Ok(Vec::new());
        }
        self.write(move |_, tx| {
            Box::pin(async move {
                let mut leased = Vec::new();
                for mail in due {
                    if mails::lease(tx, mail.id, now, now + LEASE).await? {
                        leased.push(outgoing(mail));
                    }
                }
                Ok(leased)
            })
        })
        .await
    }

    /// Remembers that the mail went out.
    pub async fn mail_sent(&self, id: MailId) -> Result<(), Error> {
        let (now, keep) = (self.real_now(), self.is_sandbox());
        self.write(move |_, tx| Box::pin(async move { Ok(mails::sent(tx, id, now, keep).await?) })).await
    }

    /// Remembers why the mail did not go out; it is tried again later and later, and given up after ten attempts. The reason
    /// must not name the address.
    pub async fn mail_failed(&self, mail: &Outgoing, reason: String) -> Result<(), Error> {
        let (id, retry) = (mail.id, retry(mail.attempt, self.real_now()));
        self.write(move |_, tx| Box::pin(async move { Ok(mails::failed(tx, id, &reason, retry).await?) })).await
    }

    /// The mails to the address, newest first. Outside of a sandbox there is no such thing.
    pub async fn sandbox_mails(&self, to: &str) -> Result<Vec<SandboxMail>, Error> {
        if !self.is_sandbox() {
            return Err(Error::NotFound);
        }
        let Ok(to) = to.parse::<Email>() else { return Ok(Vec::new()) };
        let found = mails::to(self.db(), to.as_str(), SHOWN).await?;
        let shown = found.into_iter().map(|mail| SandboxMail {
            id: mail.id,
            to: mail.recipient,
            subject: mail.subject,
            body: mail.body,
            created_at: mail.created_at,
            sent_at: mail.sent_at,
        });
        Ok(shown.collect())
    }

    /// Forgets mails that were delivered or given up long ago. Returns how many. For the worker.
    pub async fn sweep_mails(&self) -> Result<u64, Error> {
        Ok(mails::sweep(self.db(), self.real_now() - KEPT).await?)
    }
}

fn outgoing(mail: Mail) -> Outgoing {
    Outgoing {
        id: mail.id,
        recipient: mail.recipient,
        subject: mail.subject,
        body: mail.body,
        created_at: mail.created_at,
        attempt: mail.attempts + 1,
    }
}

/// Half a minute, a minute, two, ... at most two hours; nothing after the last attempt.
fn retry(attempt: i32, now: DateTime<Utc>) -> Retry {
    if attempt >= ATTEMPTS {
        return Retry::Never(now);
    }
    let doubled = u32::try_from(attempt - 1).unwrap_or(0).min(8);
    Retry::At(now + TimeDelta::seconds(30 << doubled).min(TimeDelta::hours(2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_come_later_and_later_and_end() {
        let now = DateTime::from_timestamp(1_773_367_200, 0).unwrap();
        let waits: Vec<_> = (1..ATTEMPTS)
            .map(|attempt| match retry(attempt, now) {
                Retry::At(at) => (at - now).num_seconds(),
                Retry::Never(_) => panic!("given up at attempt {attempt}"),
            })
            .collect();
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1920, 3840, 7200]);
        assert_eq!(retry(ATTEMPTS, now), Retry::Never(now));
    }
}
