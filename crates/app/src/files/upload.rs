//! Handing in a file (`POST .../attachments`).

use std::{fs::File, sync::Arc};

use padi_files::Kind;
use padi_kernel::{
    actor::{ActorRole, Denied},
    attachment::{Attachment, AttachmentState, MAX_ATTACHMENTS},
    id::{self, AttachmentId},
};
use padi_persistence::{
    attachments::{self, Held},
    blobs::{self, Blob},
    db::Tx,
};

use super::{
    AttachmentView,
    intake::{Cleaned, Company, NewBlob, PATIENCE},
    keeper::{CaseName, Keeper, SeenCase},
};
use crate::{
    App,
    complaints::{Access, act::Terms},
    error::Error,
    idempotency::{Answer, Reply},
    if_match::IfMatch,
};

/// What is handed in.
#[derive(Debug)]
pub struct Upload {
    /// The file as it was received.
    pub file: File,
    /// In the uploader's words.
    pub description: Option<String>,
}

/// An attachment as it was taken in, and its case as the caller sees it.
#[derive(Clone, Debug)]
pub struct Attached {
    /// The attachment.
    pub view: AttachmentView,
    /// The case.
    pub case: SeenCase,
}

/// A file that is cleaned (or waits for that), sealed and stored, before a case takes it in.
struct Stored {
    access: Access,
    name: CaseName,
    kind: Kind,
    state: AttachmentState,
    description: Option<String>,
    blob: NewBlob,
    if_match: Option<IfMatch>,
}

impl App {
    /// Takes a file in. The checks come in this order: credentials, kind of file, existence, permission, version, what is in the
    /// file.
    pub async fn attach_file(
        &self,
        access: Access,
        name: CaseName,
        upload: Upload,
        terms: Terms,
        render: impl FnOnce(Attached) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        if access.is_anonymous() {
            return Err(Denied::Unauthenticated.into());
        }
        let file = Arc::new(upload.file);
        let kind = self.identify(file.clone()).await?;
        if let Some(answer) = self.answered_before(terms.key.as_ref()).await? {
            self.check_file_replay(&access, &name, &answer).await?;
            return Ok(answer);
        }
        let keeper = Keeper::find(self.db(), &name).await?;
        keeper.may_attach(&keeper.actor(&access)?)?;
        IfMatch::honour(terms.if_match.as_ref(), keeper.version())?;
        let (state, file) = match self.files().clean_soon(kind, file, PATIENCE).await? {
            Cleaned::Now(clean) => (AttachmentState::Ready, clean),
            Cleaned::Later(raw) => (AttachmentState::Pending, raw),
        };
        let company = match state {
            AttachmentState::Ready => keeper.company(),
            AttachmentState::Pending | AttachmentState::Rejected => Company::Alone,
        };
        // Where the same is there already, this copy is thrown away later: neither time nor answer tells.
        let blob = self.store_sealed(file, company).await?;
        let viewer = (access.clone(), name.clone());
        let (description, if_match) = (upload.description, terms.if_match);
        let stored = Stored { access, name, kind, state, description, blob, if_match };
        let answer = self.once(terms.key, |app, tx| Box::pin(stored.take_in(app, tx)), render).await?;
        self.check_file_replay(&viewer.0, &viewer.1, &answer).await?;
        Ok(answer)
    }

    /// The blob that holds this content: one that is there already, or this one.
    pub(super) async fn settle_blob(&self, tx: &Tx, new: NewBlob) -> Result<Blob, Error> {
        if let Some(same) = blobs::hold_same(tx, &new.marks(), new.blob.is_shared).await? {
            return Ok(same);
        }
        blobs::insert(tx, &new.blob).await?;
        Ok(new.blob)
    }
}

impl Stored {
    async fn take_in(self, app: &App, tx: &Tx) -> Result<Attached, Error> {
        let keeper = Keeper::lock(tx, &self.name).await?;
        let actor = keeper.actor(&self.access)?;
        let role = keeper.may_attach(&actor)?;
        IfMatch::honour(self.if_match.as_ref(), keeper.version())?;
        // The case may have become stricter while the file was being cleaned.
        if self.blob.blob.is_shared && keeper.company() != Company::Shared {
            return Err(Error::Conflict);
        }
        let case = keeper.case();
        let (count, number) = attachments::next(tx, &case).await?;
        if count >= MAX_ATTACHMENTS {
            return Err(Error::FileRejected { reason: "too_many" });
        }
        let blob = app.settle_blob(tx, self.blob).await?;
        let attachment = Attachment {
            // Random, as it must not tell the minute of an anonymous case.
            id: AttachmentId(id::random(app.entropy())),
            number,
            state: self.state,
            content_type: self.kind.content_type().to_owned(),
            description: self.description,
            reject_reason: None,
            is_public: false,
            uploaded_by_role: role,
            // The reporter's account stands nowhere beside the case.
            uploaded_by: actor.person().filter(|_| role != ActorRole::Reporter).map(|person| person.user),
            created_at: app.now(),
        };
        attachments::insert(tx, &case, &attachment, blob.id).await?;
        let seen = keeper.seen_by(&actor)?;
        let view = app.view_of(Held { case, attachment, blob: Some(blob) })?;
        Ok(Attached { view, case: seen })
    }
}
