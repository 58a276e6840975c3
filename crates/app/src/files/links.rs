//! Links to files (`POST .../links`, `GET /v1/files/{token}`): ours, not the store's, which holds noise. What a link shows is judged
//! when it is used, in the eyes of who made it.

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use padi_complaints::{attach, complaint::CASE_KIND, view};
use padi_kernel::{
    actor::{Actor, Denied},
    id::{AttachmentId, ComplaintId},
};
use padi_persistence::{
    attachments::{self, Held},
    complaints::{self, Reference},
    file_links::{self, Viewer},
};

use super::{Content, Span};
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
    pub async fn link_complaint_attachment(
        &self,
        access: Access,
        reference: Reference,
        id: AttachmentId,
        terms: Terms,
        render: impl FnOnce(FileLink, view::Seen) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let (held, case) = self.see_attachment(&access, &reference, id).await?;
        if held.attachment.state != padi_kernel::attachment::AttachmentState::Ready {
            return Err(Error::NotFound);
        }
        IfMatch::honour(terms.if_match.as_ref(), case.complaint().version)?;
        // A reporter's account is not written down beside the case, not even for a quarter of an hour.
        let viewer = match case.sight() {
            view::Sight::Public | view::Sight::Follower => Viewer::Public,
            view::Sight::Reporter => Viewer::Reporter,
            view::Sight::Observer | view::Sight::Copy | view::Sight::Unit | view::Sight::Desk => {
                Viewer::User(access.caller.person().ok_or(Denied::Forbidden)?.user)
            }
        };
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
        self.check_replay(&access, &answer).await?;
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
        if held.case.kind != CASE_KIND {
            return Ok(false);
        }
        let reference = Reference::Id(ComplaintId(held.case.id));
        let Some(complaint) = complaints::find(self.db(), &reference).await? else { return Ok(false) };
        let sight = view::sight(&actor, &complaint);
        Ok(sight.is_ok_and(|sight| attach::is_shown(sight, &complaint, &held.attachment)))
    }
}
