//! Telling people: a row for each, and a mail to whoever wants one.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use padi_complaints::{
    complaint::{CASE_KIND, Complaint},
    notice::Post,
};
use padi_kernel::{
    id::{NotificationId, UserId},
    notice::NoticeKind,
};
use padi_persistence::{
    complaints,
    db::Tx,
    grants,
    mails::Quota,
    notification_preferences::{self, MailChoice},
    notifications::{self, About, Notification},
    processing_limits,
    users::{self, User},
};
use serde_json::Value;

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
    /// About a complaint in that state.
    pub(crate) fn of(complaint: &Complaint, state: &str, kind: NoticeKind, source: String, at: DateTime<Utc>) -> Self {
        let about = About {
            case_kind: CASE_KIND.to_owned(),
            case_id: complaint.id.0,
            number: complaint.tracking_number.to_string(),
            state: state.to_owned(),
        };
        Self { kind, source, about: Some(about), detail: Value::Object(serde_json::Map::new()), at }
    }
}

impl App {
    /// Tells everybody who holds one of the posts, but not whoever did it. Returns whether somebody holds one.
    pub(crate) async fn tell_posts(
        &self,
        tx: &Tx,
        complaint: &Complaint,
        posts: &[Post],
        but: Option<UserId>,
        news: &News,
    ) -> Result<bool, Error> {
        let mut told = BTreeSet::new();
        for post in posts {
            let holders = grants::holders(tx, post).await?;
            let new: Vec<_> = holders.into_iter().filter(|user| told.insert(*user)).collect();
            // Whoever may not know the hour of an anonymous case is not told it here either.
            let cut = complaint.seen_from(post).is_none_or(|seen| seen.cuts_times());
            let zone = complaint.locality().zone;
            let at = if cut { zone.midnight(zone.day_of(news.at)) } else { news.at };
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

    /// Tells the reporter: by the mark of their account in the case, and by mail at the address that is sealed apart from it.
    pub(crate) async fn tell_reporter(&self, tx: &Tx, complaint: &Complaint, news: &News) -> Result<(), Error> {
        if let Some(recipient) = &complaint.reporter_key {
            let is_new = notifications::insert(tx, recipient, &news.source, &self.notification(news)).await?;
            if !is_new {
                return Ok(());
            }
        }
        let Some(mailbox) = self.reporter_mailbox(tx, complaint, news.kind).await? else { return Ok(()) };
        let Mailbox { address, language, quota } = mailbox;
        let now = self.real_now();
        match quota {
            Some(quota) if !self.may_mail(tx, &address, quota, now).await? => Ok(()),
            _ => self.mail_news(tx, &address, language, quota, news).await,
        }
    }

    /// Where the reporter has mails of that kind, if at all.
    async fn reporter_mailbox(
        &self,
        tx: &Tx,
        complaint: &Complaint,
        kind: NoticeKind,
    ) -> Result<Option<Mailbox>, Error> {
        let Some(sealed) = complaints::identity(tx, complaint.id).await? else { return Ok(None) };
        let opened = |column, sealed| self.open_told(complaint.id, column, sealed);
        let (told, account) = match (opened("email", sealed.email), opened("account", sealed.account)) {
            (Ok(told), Ok(account)) => (told, account),
            // One that cannot be opened must not silence all others for ever.
            (Err(broken), _) | (_, Err(broken)) => {
                let cause = std::error::Error::source(&broken).map(ToString::to_string);
                tracing::error!(complaint.id = %complaint.id, cause, "a reporter is mailed nothing");
                return Ok(None);
            }
        };
        let Some(account) = account else {
            let language = Language::Indonesian;
            let limited = processing_limits::is_limited(tx, complaint.id.0).await?;
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
