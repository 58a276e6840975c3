//! Telling people: a row for each, and a mail to whoever wants one.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use padi_complaints::complaint::Complaint;
use padi_kernel::{
    actor::ReporterKey,
    id::{ComplaintId, NotificationId, UserId},
    notice::{NoticeKind, Post},
    zone::Zone,
};
use padi_persistence::{
    complaints,
    db::Tx,
    grants, information_identities,
    mails::Quota,
    notification_preferences::{self, MailChoice},
    notifications::{self, About, Notification},
    processing_limits,
    users::{self, User},
};
use serde_json::Value;
use uuid::Uuid;

use super::words::{self, Matter};
use crate::{App, error::Error, language::Language};

/// Something to tell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct News {
    /// What it is about.
    pub(crate) kind: NoticeKind,
    /// What it comes from; of one thing somebody is told once.
    pub(crate) source: String,
    /// The case.
    pub(crate) about: Option<About>,
    /// Facts beside.
    pub(crate) detail: Value,
    /// When it happened, by the law's clock.
    pub(crate) at: DateTime<Utc>,
}

/// Where a reporter has mails.
struct Mailbox {
    address: String,
    language: Language,
    /// What limits them, where nobody has verified the address.
    quota: Option<Quota>,
}

impl News {
    /// About a case.
    pub(crate) fn of(about: About, kind: NoticeKind, source: String, at: DateTime<Utc>) -> Self {
        Self { kind, source, about: Some(about), detail: Value::Object(serde_json::Map::new()), at }
    }
}

/// Whose case it is: who reported, asked or objected.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owner<'a> {
    /// The mark of their account.
    pub(crate) key: Option<&'a ReporterKey>,
    /// Where their address stands.
    pub(crate) identity: IdentityOf,
}

impl<'a> Owner<'a> {
    /// The reporter of a complaint.
    pub(crate) fn of_complaint(complaint: &'a Complaint) -> Self {
        Self { key: complaint.reporter_key.as_ref(), identity: IdentityOf::Complaint(complaint.id) }
    }
}

/// Where an identity stands, sealed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum IdentityOf {
    /// Beside a complaint.
    Complaint(ComplaintId),
    /// Beside a request or an objection.
    Applicant(Uuid),
}

/// The address that was told, and the account; or why they cannot be opened.
type Opened = Result<(Option<String>, Option<String>), Error>;

fn both(told: Result<Option<String>, Error>, account: Result<Option<String>, Error>) -> Opened {
    Ok((told?, account?))
}

impl IdentityOf {
    /// The case.
    fn case(self) -> Uuid {
        match self {
            Self::Complaint(id) => id.0,
            Self::Applicant(id) => id,
        }
    }
}

impl App {
    /// Tells everybody who holds one of the posts, but not whoever did it. Returns whether somebody holds one. Where a post may know the
    /// day only, `cut` gives the zone of that day.
    pub(crate) async fn tell_posts(
        &self,
        tx: &Tx,
        posts: &[Post],
        cut: impl Fn(&Post) -> Option<Zone> + Sync,
        but: Option<UserId>,
        news: &News,
    ) -> Result<bool, Error> {
        let mut told = BTreeSet::new();
        for post in posts {
            let holders = grants::holders(tx, post).await?;
            let new: Vec<_> = holders.into_iter().filter(|user| told.insert(*user)).collect();
            let at = cut(post).map_or(news.at, |zone| zone.midnight(zone.day_of(news.at)));
            let news = News { at, ..news.clone() };
            let others: Vec<_> = new.into_iter().filter(|user| Some(*user) != but).collect();
            self.tell_users(tx, &others, &news).await?;
        }
        Ok(!told.is_empty())
    }

    /// Tells these accounts.
    pub(crate) async fn tell_users(&self, tx: &Tx, ids: &[UserId], news: &News) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        let choices = notification_preferences::of_users(tx, ids.iter().copied()).await?;
        for user in users::of_ids(tx, ids.iter().copied()).await? {
            let recipient = self.keys().reporter_key(user.id);
            let is_new = notifications::insert(tx, &recipient, &news.source, &self.notification(news)).await?;
            let wants = choices.get(&user.id).is_none_or(|choice| choice.wants(news.kind));
            if is_new && wants && user.email_verified_at.is_some() {
                self.mail_news(tx, &user.email, user.language.parse().map_err(Error::internal)?, None, news).await?;
            }
        }
        Ok(())
    }

    /// Tells an account of what happened to itself. Returns whether it wants a mail of it, which the caller writes.
    pub(crate) async fn tell_account(&self, tx: &Tx, user: &User, kind: NoticeKind) -> Result<bool, Error> {
        let id = padi_kernel::id::random(self.entropy());
        let detail = Value::Object(serde_json::Map::new());
        let news = News { kind, source: format!("account {id}"), about: None, detail, at: self.now() };
        let recipient = self.keys().reporter_key(user.id);
        notifications::insert(tx, &recipient, &news.source, &self.notification(&news)).await?;
        let choices = notification_preferences::of_users(tx, [user.id]).await?;
        Ok(choices.get(&user.id).is_none_or(|choice| choice.wants(kind)))
    }

    /// Tells whose case it is: by the mark of their account in the case, and by mail at the address that is sealed apart from it.
    pub(crate) async fn tell_owner(&self, tx: &Tx, owner: Owner<'_>, news: &News) -> Result<(), Error> {
        if let Some(recipient) = owner.key {
            let is_new = notifications::insert(tx, recipient, &news.source, &self.notification(news)).await?;
            if !is_new {
                return Ok(());
            }
        }
        let Some(mailbox) = self.mailbox(tx, owner.identity, news.kind).await? else { return Ok(()) };
        let Mailbox { address, language, quota } = mailbox;
        let now = self.real_now();
        match quota {
            Some(quota) if !self.may_mail(tx, &address, quota, now).await? => Ok(()),
            _ => self.mail_news(tx, &address, language, quota, news).await,
        }
    }

    /// The address that was told, and the account, of whoever's identity it is.
    async fn contact(&self, tx: &Tx, of: IdentityOf) -> Result<Opened, Error> {
        let nobody = Ok((None, None));
        Ok(match of {
            IdentityOf::Complaint(id) => match complaints::identity(tx, id).await? {
                Some(sealed) => {
                    both(self.open_told(id, "email", sealed.email), self.open_told(id, "account", sealed.account))
                }
                None => nobody,
            },
            IdentityOf::Applicant(id) => match information_identities::find(tx, id).await? {
                Some(sealed) => both(
                    self.open_applicant(id, "email", sealed.email),
                    self.open_applicant(id, "account", sealed.account),
                ),
                None => nobody,
            },
        })
    }

    /// Where they have mails of that kind, if at all.
    async fn mailbox(&self, tx: &Tx, of: IdentityOf, kind: NoticeKind) -> Result<Option<Mailbox>, Error> {
        let (told, account) = match self.contact(tx, of).await? {
            Ok(contact) => contact,
            // One that cannot be opened must not silence all others for ever.
            Err(broken) => {
                let cause = std::error::Error::source(&broken).map(ToString::to_string);
                tracing::error!(case.id = %of.case(), cause, "nobody is mailed about a case");
                return Ok(None);
            }
        };
        let Some(account) = account else {
            let language = Language::Indonesian;
            let limited = processing_limits::is_limited(tx, of.case()).await?;
            return Ok(told.filter(|_| !limited).map(|address| Mailbox {
                address,
                language,
                quota: Some(Quota::Case),
            }));
        };
        let account: UserId = account.parse().map_err(Error::internal)?;
        // Whoever had the use of their data limited is not written to.
        if processing_limits::is_limited(tx, account.0).await? {
            return Ok(None);
        }
        let Some(User { id, email, language, .. }) = users::find(tx, account).await? else { return Ok(None) };
        let choice =
            notification_preferences::of_users(tx, [id]).await?.remove(&id).unwrap_or_else(MailChoice::default);
        let language = language.parse().map_err(Error::internal)?;
        // Anybody can type in somebody else's address: only their own, which they have verified, has every mail.
        let quota = told.as_ref().is_some_and(|told| *told != email).then_some(Quota::Case);
        Ok(choice.wants(kind).then(|| Mailbox { address: told.unwrap_or(email), language, quota }))
    }

    fn notification(&self, news: &News) -> Notification {
        Notification {
            // Random: an id must not tell the minute of what concerns an anonymous case.
            id: NotificationId(padi_kernel::id::random(self.entropy())),
            kind: news.kind,
            about: news.about.clone(),
            detail: news.detail.clone(),
            created_at: news.at,
            read_at: None,
        }
    }

    async fn mail_news(
        &self,
        tx: &Tx,
        address: &str,
        language: Language,
        quota: Option<Quota>,
        news: &News,
    ) -> Result<(), Error> {
        let matter = Matter { kind: news.kind, about: news.about.as_ref(), is_withdrawn: false, detail: &news.detail };
        let letter = words::letter(matter, language, self.public_url());
        self.post(tx, address, letter, quota, self.real_now()).await.map(drop)
    }
}
