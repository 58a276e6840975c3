//! Taking an attachment back (`DELETE .../attachments/{id}`), and removing all of a case's when it is erased or its time is over.

use padi_kernel::{actor::Denied, attachment::CaseRef, id::AttachmentId};
use padi_persistence::{
    attachments::{self, Held},
    blobs,
    db::Tx,
};

use super::{
    keeper::{CaseName, Keeper},
    tend::long_ago,
};
use crate::{App, complaints::Access, error::Error, if_match::IfMatch};

impl App {
    /// Takes an attachment back: by whoever handed it in, before the case is examined.
    pub async fn remove_attachment(
        &self,
        access: Access,
        name: CaseName,
        id: AttachmentId,
        if_match: Option<IfMatch>,
    ) -> Result<(), Error> {
        if access.is_anonymous() {
            return Err(Denied::Unauthenticated.into());
        }
        let (held, _) = self.see_attachment(&access, &name, id).await?;
        self.write(move |app, tx| {
            Box::pin(async move {
                let keeper = Keeper::lock(tx, &name).await?;
                keeper.may_remove(&keeper.actor(&access)?, &held.attachment)?;
                IfMatch::honour(if_match.as_ref(), keeper.version())?;
                keeper.check_removable()?;
                app.discard(tx, held).await
            })
        })
        .await
    }

    /// Removes all attachments of a case, for retention and erasure; within the transaction that erases who reported. With the row of a
    /// blob its key is gone, so that what the store or its backups still hold is noise. Returns how many went.
    pub(crate) async fn remove_attachments(&self, tx: &Tx, case: &CaseRef) -> Result<u64, Error> {
        let all = attachments::list(tx, case).await?;
        let count = all.len() as u64;
        for held in all {
            self.discard(tx, held).await?;
        }
        Ok(count)
    }

    async fn discard(&self, tx: &Tx, held: Held) -> Result<(), Error> {
        attachments::delete(tx, held.attachment.id).await.map_err(|error| match error {
            padi_persistence::db::Error::Stale => Error::NotFound,
            other => other.into(),
        })?;
        if let Some(blob) = held.blob {
            blobs::release(tx, blob.id, long_ago(self.real_now())).await?;
        }
        Ok(())
    }
}
