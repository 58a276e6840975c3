//! What is done with files without being asked: what waits is cleaned, what has become strict is moved out of shared blobs, what is
//! loose is deleted.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::StreamExt as _;
use padi_files::Kind;
use padi_kernel::attachment::CaseRef;
use padi_persistence::{
    attachments::{self, Held},
    blobs::{self, Blob},
    db::Tx,
    file_links,
};
use tokio::io::AsyncWriteExt as _;

use super::{intake::Company, keeper::Keeper};
use crate::{App, error::Error};

/// How many are taken in hand at a time.
const BATCH: u64 = 20;
/// How long an object may be loose: longer than any upload takes.
const LOOSE: TimeDelta = TimeDelta::hours(1);

/// Since when something is loose that can be deleted at once.
pub(super) fn long_ago(now: DateTime<Utc>) -> DateTime<Utc> {
    now - LOOSE - LOOSE
}

impl App {
    /// Cleans what waits and separates what must not stand together. Returns how many files were done.
    pub async fn tend_files(&self) -> Result<u64, Error> {
        let mut done = 0;
        for held in attachments::pending(self.db(), BATCH).await? {
            done += u64::from(self.clean_pending(held).await?);
        }
        for held in attachments::to_separate(self.db(), BATCH).await? {
            done += u64::from(self.separate(held).await?);
        }
        Ok(done)
    }

    /// Deletes objects that no blob stands for, and forgets links that ended. Returns how many.
    pub(crate) async fn sweep_files(&self) -> Result<u64, Error> {
        let mut swept = file_links::sweep(self.db(), self.real_now()).await?;
        loop {
            let loose = blobs::loose_before(self.db(), self.real_now() - LOOSE, BATCH).await?;
            if loose.is_empty() {
                return Ok(swept);
            }
            for name in loose {
                self.files().store.delete(&name).await.map_err(Error::StorageUnavailable)?;
                blobs::forget_loose(self.db(), &name).await?;
                swept += 1;
            }
        }
    }

    /// Cleans a file that was received while another was being cleaned. `false` where somebody else was faster.
    async fn clean_pending(&self, held: Held) -> Result<bool, Error> {
        let Held { case, attachment, blob } = held;
        let raw = blob.ok_or_else(|| Error::internal("a pending attachment has no blob"))?;
        let kind = Kind::of_content_type(&attachment.content_type);
        let kind = kind.ok_or_else(|| Error::internal("an attachment of an unknown kind"))?;
        let file = Arc::new(self.unsealed(&raw).await?);
        let outcome = match self.files().clean(kind, file).await {
            Ok(clean) => Ok(self.store_sealed(clean, self.company(&case).await?).await?),
            Err(Error::FileRejected { reason }) => Err(reason),
            Err(other) => return Err(other),
        };
        let finished = self
            .write(move |app, tx| {
                Box::pin(async move {
                    let outcome = match outcome {
                        Ok(blob) => {
                            app.check_company(tx, &case, &blob.blob).await?;
                            Ok(app.settle_blob(tx, blob).await?.id)
                        }
                        Err(reason) => Err(reason),
                    };
                    attachments::finish(tx, attachment.id, outcome).await?;
                    Ok(blobs::release(tx, raw.id, long_ago(app.real_now())).await?)
                })
            })
            .await;
        unless_overtaken(finished)
    }

    /// Moves a file of a case that is anonymous or secret now into a blob of its own, under a new key.
    async fn separate(&self, held: Held) -> Result<bool, Error> {
        let Held { case, attachment, blob } = held;
        let Some(shared) = blob else { return Ok(false) };
        let sha256 = self.open_content_key(&shared)?.sha256;
        let mark = self.mark_of(&Company::Own(case.clone()), &sha256);
        let id = shared.id;
        // Nobody else is in it: it only has to be closed.
        if self.write(move |_, tx| Box::pin(async move { Ok(blobs::close(tx, id, &mark).await?) })).await? {
            return Ok(true);
        }
        let copy = self.unsealed(&shared).await?;
        let own = self.store_sealed(copy, Company::Own(case)).await?;
        let moved = self
            .write(move |app, tx| {
                Box::pin(async move {
                    let own = app.settle_blob(tx, own).await?;
                    attachments::exchange(tx, attachment.id, shared.id, own.id).await?;
                    Ok(blobs::release(tx, shared.id, long_ago(app.real_now())).await?)
                })
            })
            .await;
        unless_overtaken(moved)
    }

    /// A blob's content in a file of its own.
    async fn unsealed(&self, blob: &Blob) -> Result<std::fs::File, Error> {
        let size = u64::try_from(blob.size_bytes).map_err(Error::internal)?;
        let mut file = tokio::fs::File::from_std(self.scratch_file()?);
        let mut bytes = std::pin::pin!(self.open_blob(blob, 0..size).await?);
        while let Some(part) = bytes.next().await {
            file.write_all(&part?).await.map_err(Error::internal)?;
        }
        file.flush().await.map_err(Error::internal)?;
        Ok(file.into_std().await)
    }

    async fn company(&self, case: &CaseRef) -> Result<Company, Error> {
        let keeper = Keeper::of(self.db(), case).await?;
        Ok(keeper.map_or_else(|| Company::Own(case.clone()), |keeper| keeper.company()))
    }

    /// The case may have become stricter meanwhile: then it is done again.
    async fn check_company(&self, tx: &Tx, case: &CaseRef, blob: &Blob) -> Result<(), Error> {
        let shares = Keeper::of(tx, case).await?.is_some_and(|keeper| keeper.company() == Company::Shared);
        if blob.is_shared && !shares { Err(Error::Conflict) } else { Ok(()) }
    }
}

/// Whoever was faster has done it, or the attachment is gone.
fn unless_overtaken(done: Result<(), Error>) -> Result<bool, Error> {
    match done {
        Ok(()) => Ok(true),
        Err(Error::Conflict) => Ok(false),
        Err(other) => Err(other),
    }
}
