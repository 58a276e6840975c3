//! What somebody wants by mail, and in which language. Both belong to the account, whose version they share.

use padi_kernel::{actor::Denied, notice::NoticeKind};
use padi_persistence::{
    db::Conn,
    notification_preferences::{self, MailChoice},
    users::{self, User},
};

use super::own;
use crate::{App, caller::Caller, error::Error, if_match::IfMatch, language::Language};

/// What somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// The language of mails.
    pub language: Language,
    /// Which kinds come by mail.
    pub email: MailChoice,
    /// The account's version.
    pub version: i64,
}

/// What somebody changes; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangePreferences {
    /// Another language.
    pub language: Option<Language>,
    /// Kinds to have by mail, or not.
    pub email: Vec<(NoticeKind, bool)>,
}

impl App {
    /// The caller's preferences.
    pub async fn notification_preferences(&self, caller: &Caller) -> Result<Preferences, Error> {
        let user = users::find(self.db(), own(caller)?.user).await?.ok_or(Denied::Unauthenticated)?;
        preferences(self.db(), &user).await
    }

    /// Changes the caller's preferences. Needs `If-Match`, with the account's version.
    pub async fn change_notification_preferences(
        &self,
        caller: &Caller,
        change: ChangePreferences,
        if_match: Option<IfMatch>,
    ) -> Result<Preferences, Error> {
        let id = own(caller)?.user;
        let now = self.real_now();
        self.write(move |_, tx| {
            Box::pin(async move {
                let user = users::lock(tx, id).await?.ok_or(Denied::Unauthenticated)?;
                IfMatch::require(if_match.as_ref(), user.version)?;
                let before = preferences(tx, &user).await?;
                let mut email = before.email.clone();
                email.0.extend(change.email);
                let language = change.language.unwrap_or(before.language);
                // What changes nothing makes no new version.
                if email == before.email && language == before.language {
                    return Ok(before);
                }
                notification_preferences::set(tx, id, &email).await?;
                let user = User { language: language.tag().to_owned(), ..user };
                let version = users::update(tx, &user, now).await?.version;
                Ok(Preferences { language, email, version })
            })
        })
        .await
    }
}

async fn preferences(conn: impl Into<Conn<'_>>, user: &User) -> Result<Preferences, Error> {
    let email = notification_preferences::of_users(conn, [user.id]).await?.remove(&user.id).unwrap_or_default();
    let language = user.language.parse().map_err(Error::internal)?;
    Ok(Preferences { language, email, version: user.version })
}
