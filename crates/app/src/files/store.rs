//! The object store: a folder by default, S3 by configuration. It holds sealed bytes under random names, nothing else.

use std::{io, ops::Range, path::PathBuf, sync::Arc};

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use object_store::{
    GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, aws::AmazonS3Builder, buffered::BufWriter,
    local::LocalFileSystem, path::Path,
};
use tokio::io::AsyncWriteExt as _;

use super::{Storage, make_private};

/// How much of a file is held in memory while it is written: one part of an upload to S3.
const BUFFER: usize = 5 * 1024 * 1024;

/// Why the store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The folder cannot be read or written.
    #[error("{0}: {1}")]
    Folder(PathBuf, #[source] io::Error),
    /// The address is of no known kind.
    #[error("PADI_STORAGE_URL: {0}: an address starts with s3:// or file:///")]
    Address(String),
    /// The store said no.
    #[error("the object store")]
    Store(#[from] object_store::Error),
}

/// The store, and the path below which everything of ours is.
pub(super) struct Store {
    objects: Arc<dyn ObjectStore>,
    below: Path,
}

impl Store {
    /// Opens the store; S3's credentials, region and endpoint come from the usual `AWS_` variables.
    pub(super) fn open(storage: Storage<'_>) -> Result<Self, StorageError> {
        let folder = match storage.url {
            None => storage.folder.join("objects"),
            Some(url) => match url.split_once("://") {
                Some(("s3", place)) => return Self::open_s3(place),
                Some(("file", folder)) if folder.starts_with('/') => PathBuf::from(folder),
                _ => return Err(StorageError::Address(url.to_owned())),
            },
        };
        make_private(&folder).map_err(|error| StorageError::Folder(folder.clone(), error))?;
        let objects = LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true);
        Ok(Self { objects: Arc::new(objects), below: Path::default() })
    }

    fn open_s3(place: &str) -> Result<Self, StorageError> {
        let (bucket, below) = place.split_once('/').unwrap_or((place, ""));
        let objects = AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
        Ok(Self { objects: Arc::new(objects), below: Path::from(below) })
    }

    /// Two levels, so that no folder grows beyond what file systems like.
    fn path(&self, name: &str) -> Path {
        let (head, _) = name.split_at_checked(2).unwrap_or((name, ""));
        self.below.clone().join(head).join(name)
    }

    /// Writes an object out of a file, part by part.
    pub(super) async fn put(&self, name: &str, file: std::fs::File) -> Result<(), StorageError> {
        let mut file = tokio::fs::File::from_std(file);
        let mut writer = BufWriter::with_capacity(self.objects.clone(), self.path(name), BUFFER);
        let written = tokio::io::copy(&mut file, &mut writer).await;
        let written = match written {
            Ok(_) => writer.shutdown().await,
            Err(error) => Err(error),
        };
        if let Err(error) = written {
            // What was begun must not stay as parts that are paid for.
            if let Err(left) = writer.abort().await {
                tracing::warn!(%left, "an upload could not be given up");
            }
            return Err(object_store::Error::Generic { store: "upload", source: Box::new(error) }.into());
        }
        Ok(())
    }

    /// A range of an object's bytes, as they come.
    pub(super) async fn get(
        &self,
        name: &str,
        range: Range<u64>,
    ) -> Result<impl Stream<Item = Result<Bytes, StorageError>> + Send + 'static, StorageError> {
        let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
        let found = self.objects.get_opts(&self.path(name), options).await?;
        Ok(found.into_stream().map(|bytes| bytes.map_err(StorageError::from)))
    }

    /// Deletes an object; one that is gone is deleted.
    pub(super) async fn delete(&self, name: &str) -> Result<(), StorageError> {
        match self.objects.delete(&self.path(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
