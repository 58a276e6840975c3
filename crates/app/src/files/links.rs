//! Links to files (`POST .../links`, `GET /v1/files/{token}`): ours, not the store's, which holds noise. What a link shows is judged
//! when it is used, in the eyes of who made it.

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use padi_kernel::{actor::Actor, attachment::AttachmentState, id::AttachmentId};
use padi_persistence::{
    attachments::{self, Held},
    file_links::{self, Viewer},
};

use super::{
    Content, Span,
    keeper::{CaseName, Keeper, SeenCase},
};
use crate::{
    App,
    clock::lifetime,
    complaints::{Access, act::Terms},
    error::Error,
    idempotency::{Answer, Reply},
    if_match::IfMatch,
    keys,
};

pub use crate::clock::lifetime::FILE_LINK as LINK_LIFETIME;

/// Random bytes of a link's token.
const TOKEN: usize = 24;
/// The longest token that is looked at.
const MAX_TOKEN: usize = 64;

/// A link to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLink {
    /// The address.
    pub url: String,
    /// When it ends, real clock.
    pub expires_at: DateTime<Utc>,
}

impl App {
    /// Makes a link to an attachment, which shows it as long as the caller may see it.
    pub async fn link_attachment(
        &self,
        access: Access,
        name: CaseName,
        id: AttachmentId,
        terms: Terms,
        render: impl FnOnce(FileLink, SeenCase) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let (held, case) = self.see_attachment(&access, &name, id).await?;
        if held.attachment.state != AttachmentState::Ready {
            return Err(Error::NotFound);
        }
        IfMatch::honour(terms.if_match.as_ref(), case.version())?;
        let viewer = case.viewer(&access)?;
        let mut token = [0; TOKEN];
        self.entropy().fill(&mut token);
        let token = BASE64URL_NOPAD.encode(&token);
        let expires_at = self.real_now() + chrono::Duration::from_std(lifetime::FILE_LINK).map_err(Error::internal)?;
        let row = file_links::FileLink { hash: keys::sha256(token.as_bytes()), attachment: id, viewer, expires_at };
        let link = FileLink { url: format!("{}/v1/files/{token}", self.public_url()), expires_at };
        let answer = self
            .once(
                terms.key,
                move |_, tx| Box::pin(async move { Ok(file_links::insert(tx, &row).await?) }),
                move |()| render(link, case),
            )
            .await?;
        self.check_file_replay(&access, &name, &answer).await?;
        Ok(answer)
    }

    /// What a link leads to, if whoever made it may still see it.
    pub async fn follow_file_link(&self, token: &str, span: Span) -> Result<Content, Error> {
        if token.len() > MAX_TOKEN {
            return Err(Error::NotFound);
        }
        let hash = keys::sha256(token.as_bytes());
        let link = file_links::find(self.db(), &hash, self.real_now()).await?.ok_or(Error::NotFound)?;
        let held = attachments::find(self.db(), link.attachment).await?.ok_or(Error::NotFound)?;
        if !self.is_seen_by(link.viewer, &held).await? {
            return Err(Error::NotFound);
        }
        self.content(held, span).await
    }

    async fn is_seen_by(&self, viewer: Viewer, held: &Held) -> Result<bool, Error> {
        let actor = match viewer {
            Viewer::Public => Actor::Anonymous,
            Viewer::Reporter => Actor::SecretHolder(held.case.id),
            Viewer::User(user) => match self.person(user).await? {
                Some(person) => Actor::Person(person),
                None => return Ok(false),
            },
        };
        let Some(keeper) = Keeper::of(self.db(), &held.case).await? else { return Ok(false) };
        Ok(keeper.seen_by(&actor).is_ok_and(|seen| seen.shows(&held.attachment)))
    }
}
