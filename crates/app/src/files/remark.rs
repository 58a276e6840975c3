//! Marks of files anew, when the key that made them is replaced. The hash that a mark is made of lies sealed in the file's row.

use std::collections::HashMap;

use padi_kernel::{attachment::AttachmentState, id::BlobId};
use padi_persistence::{
    attachments::{self, Held},
    blobs::{self, Blob},
};

use super::intake::Company;
use crate::{App, error::Error, keys::Kid};

/// Blobs in one transaction.
const CHUNK: u64 = 100;

impl App {
    /// Gives each blob whose mark carries another key one of the active key. Returns how many.
    pub(crate) async fn remark_blobs(&self) -> Result<u64, Error> {
        let kids = (self.keys().active().bytes(), Kid::FIRST.bytes());
        let (mut done, mut after) = (0, None);
        loop {
            let page = blobs::marked_by_others(self.db(), kids, after, CHUNK).await?;
            let Some(last) = page.last() else { return Ok(done) };
            after = Some(last.id);
            let ids: Vec<_> = page.iter().map(|blob| blob.id).collect();
            let holders = attachments::standing_in(self.db(), &ids).await?.into_iter();
            let holders: HashMap<BlobId, Held> =
                holders.filter_map(|held| Some((held.blob.as_ref()?.id, held))).collect();
            done += self
                .write(move |app, tx| {
                    Box::pin(async move {
                        let mut changed = 0;
                        for blob in page {
                            let sha256 = app.open_content_key(&blob)?.sha256;
                            let fresh = app.mark_of(&company_in(&blob, holders.get(&blob.id)), &sha256);
                            changed += blobs::replace_mark(tx, &blob, fresh).await?;
                        }
                        Ok(changed)
                    })
                })
                .await?;
        }
    }
}

/// In whose company a stored blob stands.
fn company_in(blob: &Blob, holder: Option<&Held>) -> Company {
    match holder {
        _ if blob.is_shared => Company::Shared,
        Some(Held { case, attachment, .. }) if attachment.state == AttachmentState::Ready => Company::Own(case.clone()),
        _ => Company::Alone,
    }
}
