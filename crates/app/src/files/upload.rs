//! Handing in a file (`POST /v1/complaints/{id}/attachments`).

use std::{fs::File, sync::Arc};

use padi_complaints::{
    attach,
    complaint::{CASE_KIND, Complaint},
    view::{self, Seen},
};
use padi_files::Kind;
use padi_kernel::{
    actor::{ActorRole, Denied},
    attachment::{Attachment, AttachmentState, CaseRef},
    id::{self, AttachmentId},
};
use padi_persistence::{
    attachments::{self, Held},
    blobs::{self, Blob},
    complaints::{self, Reference},
    db::Tx,
};

use super::{
    AttachmentView,
    intake::{Cleaned, Company, NewBlob, PATIENCE},
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
    pub case: Seen,
}

/// A file that is cleaned (or waits for that), sealed and stored, before a case takes it in.
struct Stored {
    access: Access,
    reference: Reference,
    kind: Kind,
    state: AttachmentState,
    description: Option<String>,
    blob: NewBlob,
    if_match: Option<IfMatch>,
}

impl App {
    /// Takes a file in. The checks come in this order: credentials, kind of file, existence, permission, version, what is in the
    /// file.
    pub async fn attach_to_complaint(
        &self,
        access: Access,
        reference: Reference,
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
            self.check_replay(&access, &answer).await?;
            return Ok(answer);
        }
        let complaint = complaints::find(self.db(), &reference).await?.ok_or(Error::NotFound)?;
        attach::may_attach(&access.actor(&complaint)?, &complaint)?;
        IfMatch::honour(terms.if_match.as_ref(), complaint.version)?;
        let (state, file) = match self.files().clean_soon(kind, file, PATIENCE).await? {
            Cleaned::Now(clean) => (AttachmentState::Ready, clean),
            Cleaned::Later(raw) => (AttachmentState::Pending, raw),
        };
        let company = match state {
            AttachmentState::Ready => company_of(&complaint),
            AttachmentState::Pending | AttachmentState::Rejected => Company::Alone,
        };
        // Where the same is there already, this copy is thrown away later: neither time nor answer tells.
        let blob = self.store_sealed(file, company).await?;
        let viewer = access.clone();
        let (description, if_match) = (upload.description, terms.if_match);
        let stored = Stored { access, reference, kind, state, description, blob, if_match };
        let answer = self.once(terms.key, |app, tx| Box::pin(stored.take_in(app, tx)), render).await?;
        self.check_replay(&viewer, &answer).await?;
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

/// In whose company a complaint's files may stand.
pub(super) fn company_of(complaint: &Complaint) -> Company {
    if attach::shares_blobs(complaint) { Company::Shared } else { Company::Own(case_of(complaint)) }
}

/// What a complaint's attachments hang on.
pub(crate) fn case_of(complaint: &Complaint) -> CaseRef {
    CaseRef { kind: CASE_KIND.into(), id: complaint.id.0 }
}

impl Stored {
    async fn take_in(self, app: &App, tx: &Tx) -> Result<Attached, Error> {
        let complaint = complaints::find_for_update(tx, &self.reference).await?.ok_or(Error::NotFound)?;
        let actor = self.access.actor(&complaint)?;
        let role = attach::may_attach(&actor, &complaint)?;
        IfMatch::honour(self.if_match.as_ref(), complaint.version)?;
        // The case may have become stricter while the file was being cleaned.
        if self.blob.blob.is_shared && !attach::shares_blobs(&complaint) {
            return Err(Error::Conflict);
        }
        let case = case_of(&complaint);
        let (count, number) = attachments::next(tx, &case).await?;
        if count >= attach::MAX_ATTACHMENTS {
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
        let seen = view::view(&actor, complaint)?;
        let view = app.view_of(Held { case, attachment, blob: Some(blob) })?;
        Ok(Attached { view, case: seen })
    }
}
